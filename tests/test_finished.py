"""A run that is known to change nothing isn't run again, and whatever could change its answer makes it run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from workbook.shells.files.in_place import Book
from workbook.shells.resident import finished

ROOT = Path(__file__).parents[1]
DAY = ["--date", "2026-03-16"]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workbook", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def settled(folder: Path) -> tuple[Path, list[str], subprocess.CompletedProcess[str]]:
    """A book over which the list was made until nothing changed any more."""
    book = Path(shutil.copy(ROOT / "sample.xlsx", folder / "回访.xlsx"))
    words = ["today", str(book), *DAY]
    for _ in range(4):
        done = run(*words)
        if (folder / "回访.huifang" / finished.NAME).exists():
            return book, words, done
    raise AssertionError("it changes for ever")


def typed(book: Path) -> None:
    found = openpyxl.load_workbook(book)
    found["客户"].cell(3, 2).value = "别的名字"
    found.save(book)


def only_saved(book: Path) -> None:
    openpyxl.load_workbook(book).save(book)


def ours(book: Path) -> None:
    made = Book(book)
    made.set_cells("客户", {(3, 2): "别的名字"})
    made.save()


def beside(book: Path) -> None:
    (book.with_suffix(".huifang") / "journal.jsonl").write_text("", encoding="utf-8")


def forgotten(book: Path) -> None:
    shutil.rmtree(book.with_suffix(".huifang"))


def torn(book: Path) -> None:
    note = book.with_suffix(".huifang") / finished.NAME
    note.write_text(note.read_text(encoding="utf-8").replace("今日清单", "昨日清单"), encoding="utf-8")


def half(book: Path) -> None:
    note = book.with_suffix(".huifang") / finished.NAME
    note.write_text(note.read_text(encoding="utf-8")[:-9], encoding="utf-8")


def opened(book: Path) -> None:
    book.with_name(f"~${book.name}").touch()


@pytest.fixture(autouse=True)
def called(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process that is called so."""
    monkeypatch.setattr(sys, "argv", [str(ROOT / "workbook" / "__main__.py")])


def test_what_is_known_is_said_again_without_a_run(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    book, words, last = settled(tmp_path)
    before = book.read_bytes()

    code = finished.known(words)

    said = capfd.readouterr()
    assert (last.returncode, last.stdout, before) == (code, said.out, book.read_bytes())
    assert "一字不差" in said.err
    again = run(*words)
    assert (last.returncode, last.stdout) == (again.returncode, again.stdout)
    assert "一字不差" in again.stderr


@pytest.mark.parametrize("change", [typed, only_saved, ours, beside, forgotten, torn, half, opened])
def test_after_any_change_it_is_run(change: Callable[[Path], None], tmp_path: Path) -> None:
    book, words, _ = settled(tmp_path)

    change(book)

    assert finished.known(words) is None


def test_another_question_day_or_program_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, words, _ = settled(tmp_path)

    assert finished.known(words) is not None
    assert finished.known(["check", *words[1:]]) is None
    assert finished.known([*words[:3], "2026-03-17"]) is None
    assert finished.known(words[:2]) is None
    other = Path(shutil.copytree(tmp_path, tmp_path.with_name("别处"))) / book.name
    assert finished.known(["today", str(other), *DAY]) is None
    monkeypatch.setattr(finished, "stamp", lambda: "another")
    assert finished.known(words) is None


def test_a_day_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day that was told stays, but a demonstration's day hangs on which day today is."""
    _, words, _ = settled(tmp_path)
    tomorrow = time.time() + 24 * 3600
    monkeypatch.setattr(finished.time, "time", lambda: tomorrow)

    assert finished.known(words) is None


def test_a_run_that_changes_something_is_not_noted(tmp_path: Path) -> None:
    book = Path(shutil.copy(ROOT / "sample.xlsx", tmp_path / "回访.xlsx"))

    run("today", str(book), *DAY)

    assert not (tmp_path / "回访.huifang" / finished.NAME).exists()


def test_the_note_is_as_private_as_the_book(tmp_path: Path) -> None:
    book = Path(shutil.copy(ROOT / "sample.xlsx", tmp_path / "回访.xlsx"))
    book.chmod(0o600)
    settled_at = tmp_path / "回访.huifang" / finished.NAME
    for _ in range(4):
        run("why", str(book), "C0001", *DAY)

    assert 0o600 == settled_at.stat().st_mode & 0o777
    assert finished.KEPT >= len(json.loads(settled_at.read_text(encoding="utf-8")))
