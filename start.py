"""Two commands that do all the set-up themselves, on Windows, macOS and Linux, with nothing there but Python 3.11 or newer.

    python start.py demo    sets up, runs one day over sample.xlsx, says where the results lie (mail goes to files)
    python start.py test    sets up, runs all tests

Whatever else is said is handed to huifang: python start.py today 我的工作簿.xlsx
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parent
PLACE = HOME / ".venv"
PYTHON = PLACE / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def run(*words: str | Path) -> int:
    """A command in the project's folder; its exit code."""
    return subprocess.run([str(word) for word in words], cwd=HOME, check=False).returncode


def set_up(*, for_tests: bool) -> None:
    """The environment in .venv, made once and again when pyproject.toml changes."""
    mark = PLACE / ("ready-tests" if for_tests else "ready")
    wanted = hashlib.sha256((HOME / "pyproject.toml").read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
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
    mark.write_text(wanted)


def main() -> int:
    """demo, test, or any huifang command."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells people so
        print("需要 Python 3.11 或更新的版本。(Python 3.11 or newer, please)")
        return 2
    words = sys.argv[1:] or ["--help"]
    set_up(for_tests=words[0] == "test")
    if words[0] == "test":
        return run(PYTHON, "-m", "pytest", *words[1:])
    return run(PYTHON, "-m", "workbook", *words)


if __name__ == "__main__":
    sys.exit(main())
