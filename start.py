"""Two commands that do all the set-up themselves, on Windows, macOS and Linux, with nothing there but Python 3.11 or newer.

    python start.py demo    sets up, runs one day over sample.xlsx, says where the results lie (mail goes to files)
    python start.py test    sets up, runs all tests
    python start.py setup   sets up, puts the buttons where Excel finds them, makes a workbook (what the two files do
                            that people double-click: 安装回访.bat, 安装回访.command); again: brings it up to date
    python start.py remove  takes buttons and environment away again; workbooks stay

Whatever else is said is handed to huifang: python start.py today 我的工作簿.xlsx
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parent
PLACE = HOME / ".venv"
PYTHON = PLACE / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


SELF = f'"{sys.argv[0]}"' if " " in sys.argv[0] else sys.argv[0]
CALLED = f"{'python' if sys.platform == 'win32' else 'python3'} {SELF}"
BOOK = HOME / "练习.xlsm"


def run(*words: str | Path, folder: Path = HOME) -> int:
    """A command in the project's folder or another, that says how it was called; its exit code."""
    here = {"HUIFANG_CALLED": CALLED, **os.environ}
    return subprocess.run([str(word) for word in words], cwd=folder, check=False, env=here).returncode


def is_from_elsewhere() -> bool:
    """Whether the environment was made before the folder was moved or renamed: its paths lead nowhere now."""
    home = PLACE / "home"
    return home.exists() and home.read_text(encoding="utf-8") != str(HOME)


def set_up(*, for_tests: bool) -> None:
    """The environment in .venv, made once and again when pyproject.toml changes."""
    mark = PLACE / ("ready-tests" if for_tests else "ready")
    wanted = hashlib.sha256((HOME / "pyproject.toml").read_bytes() + str(HOME).encode()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
    if is_from_elsewhere():
        shutil.rmtree(PLACE, ignore_errors=True)
    print("第一次要装好运行环境，约一两分钟… (setting up .venv, once)", flush=True)
    if not PYTHON.exists():
        venv.EnvBuilder(with_pip=True).create(PLACE)
    install = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = [[*install, "--upgrade", "pip>=25.1"], [*install, "--editable", "."]]
    if for_tests:
        steps.append([*install, "--group", "dev"])
    for step in steps:
        if run(*step):
            sys.exit(
                "运行环境没有装好：多半是网络不通。接通网络后再运行一次同一条命令。(could not install; try again online)"
            )
    (PLACE / "home").write_text(str(HOME), encoding="utf-8")
    mark.write_text(wanted)


def put() -> int:
    """Environment, buttons, and a workbook with buttons where there is none yet; again: all of it up to date."""
    set_up(for_tests=False)
    code = run(PYTHON, "-m", "workbook", "install")
    if not BOOK.exists():
        code = max(code, run(PYTHON, "-m", "workbook", "new", "--demo", "--macro", BOOK))
    print(
        f"\n装好了。打开这一本，点“启用内容”，【首页】上就是按钮：{BOOK}"
        if not code
        else "\n没有装全，照上面的话改，再双击一次。"
    )
    print("头十分钟怎么练：docs 文件夹里的 十分钟.md；建自己的、收进自己的名单：manual.md。")
    return code


def take_away() -> int:
    """Buttons and environment gone; workbooks stay."""
    code = run(PYTHON, "-m", "workbook", "uninstall") if PYTHON.exists() else 0
    shutil.rmtree(PLACE, ignore_errors=True)
    print("运行环境也删去了；工作簿都还在。要全部拿走，把这个文件夹删去。")
    return code


def main() -> int:
    """demo, test, setup, remove, or any huifang command."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells people so
        print("需要 Python 3.11 或更新的版本。(Python 3.11 or newer, please)")
        return 2
    words = sys.argv[1:] or ["--help"]
    if words[0] in {"setup", "remove"}:
        return put() if words[0] == "setup" else take_away()
    set_up(for_tests=words[0] == "test")
    if words[0] == "test":
        return run(PYTHON, "-m", "pytest", *words[1:])
    return run(PYTHON, "-m", "workbook", *words, folder=Path.cwd())  # 回访.xlsx is the one that lies where it was said


if __name__ == "__main__":
    sys.exit(main())
