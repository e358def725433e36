"""Who has a workbook open: named where the mark names them, and a mark whose program is gone holds nobody up."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from bookshelf import office

from workbook.shells.doctor import book as doctor_book
from workbook.shells.safety import saving
from workbook.shells.safety.beside import lock_of
from workbook.shells.safety.opened import Opened, is_left_behind, opened, runs_libreoffice
from workbook.words.faults import BookFault


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return office(tmp_path / "回访.xlsx")


def libreoffice(book: Path, host: str) -> Path:
    """The mark that LibreOffice leaves."""
    mark = book.with_name(f".~lock.{book.name}#")
    mark.write_text(f"林悦\\, 客服,lin,{host},09.03.2026 08:12,file:///home/lin;", encoding="utf-8")
    return mark


def test_libreoffice_on_another_computer_is_named(book: Path) -> None:
    """Who, where and since when; the book stays as it is."""
    libreoffice(book, "前台-2")
    before = book.read_bytes()

    with pytest.raises(BookFault) as found:
        saving.commit(book, lambda path: None, "一天的全套")

    assert (
        "写不进“回访.xlsx”：它正在别的程序里开着。林悦, 客服在电脑“前台-2”上用 LibreOffice 开着（09.03.2026 08:12 起）。"
        == found.value.what
    )
    assert found.value.cure.startswith("在 LibreOffice 里存盘、关掉它再运行一次。已经关掉了还这样说，就删去旁边的")
    assert before == book.read_bytes()


def test_excel_is_named_as_office_knows_its_user(book: Path) -> None:
    """Its mark: the length, the name in the system's writing up to byte 55, then the same in two bytes a sign."""
    name = "王芳"
    mark = book.with_name(f"~${book.name}")
    wide = len(name).to_bytes(2, "little") + name.encode("utf-16-le")
    mark.write_bytes((b"\x04" + name.encode("gbk")).ljust(55) + wide.ljust(110, b"\0"))

    assert Opened("Excel", "王芳") == opened(mark)
    assert 165 == mark.stat().st_size
    mark.write_bytes(b"x" * 165)
    assert "" == opened(mark).said


@pytest.mark.skipif(sys.platform == "win32", reason="marks of programs of POSIX")
def test_a_mark_of_this_computer_without_its_program_holds_nobody_up(book: Path) -> None:
    """LibreOffice crashed last night: the morning's run isn't refused for ever; while it runs, it is."""
    mark = libreoffice(book, socket.gethostname())
    running = subprocess.run(["ps", "-A", "-o", "comm="], capture_output=True, text=True, check=True).stdout

    assert ("soffice" in running) != is_left_behind(mark)
    assert ("soffice" in running) == (lock_of(book) == mark)
    assert ("soffice" in running) != any("没有好好关掉" in one.said for one in doctor_book.file(book))
    assert (False, True) == (is_left_behind(libreoffice(book, "前台-2")), lock_of(book) == mark)


@pytest.mark.parametrize(
    ("programs", "runs"),
    [
        (("bash", "/usr/lib/libreoffice/program/soffice.bin"), True),
        (("/Applications/LibreOffice.app/Contents/MacOS/soffice", "zsh"), True),
        (("bash", "python3"), False),
        ((), True),
    ],
)
def test_whether_libreoffice_runs(programs: tuple[str, ...], runs: bool) -> None:
    """Where the system doesn't say what runs, it may."""
    assert runs == runs_libreoffice(programs)
