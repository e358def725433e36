"""What people double-click: a Python that is new enough is looked for, start.py does the rest, nothing is left half done."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from workbook.shells.outside import called

ROOT = Path(__file__).parents[1]
MAC, WINDOWS = ROOT / "安装回访.command", ROOT / "安装回访.bat"


def folder(tmp_path: Path, *, pythons: dict[str, bool], ready: bool = False) -> tuple[Path, dict[str, str]]:
    """A copy of the project's first level, and a computer whose Pythons are new enough or not; they note what they do."""
    home, bin_ = tmp_path / "我的 文件夹", tmp_path / "bin"
    (home / "docs").mkdir(parents=True)
    bin_.mkdir()
    shutil.copy(MAC, home)
    for name in ("need-python.txt", "again.txt"):
        shutil.copy(ROOT / "docs" / name, home / "docs")
    if ready:
        (home / ".venv").mkdir()
        (home / ".venv" / "ready").touch()
    for name, new_enough in pythons.items():
        one = bin_ / name
        one.write_text(
            f'#!/bin/sh\n[ "$1" = -c ] && exit {0 if new_enough else 1}\necho "{name} $*" >> "{tmp_path}/done.txt"\n'
        )
        one.chmod(0o755)
    for name in ("sh", "cat", "dirname"):
        (bin_ / name).symlink_to(str(shutil.which(name)))
    return home, {"PATH": str(bin_)}


def double_clicked(home: Path, there: dict[str, str], *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """The file for macOS, run as it is there."""
    return subprocess.run(
        [shutil.which("sh") or "sh", str(home / MAC.name), *words], env=there, input=typed, capture_output=True,
        encoding="utf-8", cwd="/", timeout=30, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pythons", "ready", "words", "typed", "does"),
    [
        ({"python3": True}, False, (), "", "python3 start.py setup"),
        ({"python3": False, "python3.12": True}, False, (), "", "python3.12 start.py setup"),
        ({"python3": True}, True, (), "\n", "python3 start.py setup"),
        ({"python3": True}, True, (), "1\n", "python3 start.py setup"),
        ({"python3": True}, True, (), "2\n", "python3 start.py remove"),
        ({"python3": True}, False, ("remove",), "", "python3 start.py remove"),
    ],
)
def test_a_double_click_sets_up_brings_up_to_date_or_takes_away(
    tmp_path: Path, pythons: dict[str, bool], ready: bool, words: tuple[str, ...], typed: str, does: str
) -> None:
    """With whichever Python is new enough; who has it already is asked first."""
    home, there = folder(tmp_path, pythons=pythons, ready=ready)
    done = double_clicked(home, there, *words, typed=typed)

    assert (0, [does]) == (done.returncode, (tmp_path / "done.txt").read_text().splitlines()), done.stderr
    assert ready == ("回访已经装过了" in done.stdout)


def test_without_a_new_python_it_is_said_where_to_get_one(tmp_path: Path) -> None:
    """In Chinese, and nothing is changed."""
    home, there = folder(tmp_path, pythons={"python3": False})
    done = double_clicked(home, there)

    assert 1 == done.returncode
    assert "没有 Python 3.11" in done.stdout and "什么也没有改动" in done.stdout
    assert not (tmp_path / "done.txt").exists()


def test_the_file_for_windows_is_one_that_its_command_window_reads() -> None:
    """Lines end as Windows wants them, no word of it leaves ASCII, every label that is gone to is there."""
    held = WINDOWS.read_bytes()
    lines = held.decode("ascii").split("\r\n")

    assert held.count(b"\n") == held.count(b"\r\n")
    labels = {line[1:] for line in lines if line.startswith(":")}
    gone_to = {line.rpartition("goto ")[2] for line in lines if "goto " in line} | {"try"}
    assert labels == gone_to | {"setup"}
    named = [word.strip('"').replace("\\", "/") for line in lines for word in line.split() if "docs\\" in word]
    assert named
    assert all((ROOT / name).is_file() for name in named)
    assert stat.S_IXUSR & MAC.stat().st_mode


def test_start_says_how_it_was_called(tmp_path: Path) -> None:
    """python start.py and not huifang, where only that can be typed."""
    words = [sys.executable, "-m", "workbook", "undo", str(tmp_path / "没有.xlsx")]
    here = {**os.environ, "HUIFANG_CALLED": "python start.py"}
    wrong = subprocess.run([*words[:3], "未知"], env=here, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)

    assert "python start.py --help" in wrong.stderr
    assert "huifang --help" not in wrong.stderr


@pytest.mark.parametrize("said", ["python start.py", "huifang"])
def test_commands_are_told_as_they_can_be_typed(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only commands: the folder of copies and the file of settings keep their names."""
    monkeypatch.setenv(called.VARIABLE, said)

    words = "退回去：huifang undo。密码写进 huifang.toml，备份在 回访.huifang/backups；全部写法见 huifang --help"
    told = words.replace("huifang undo", f"{said} undo").replace("huifang --help", f"{said} --help")
    assert told == called.as_called(words)
