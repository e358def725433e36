"""A run that is cut short, or that somebody else saves into: some of what `kills.py` and `mishaps.py` try at length."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bookshelf import DAY, cells, office, table
from forked import Ended, Forked

from workbook.shells.commands.cli import main
from workbook.shells.commands.cut_short import LEAVES_AS_IT_IS, TITLES
from workbook.shells.commands.help import HELP
from workbook.shells.files.in_place import Book
from workbook.shells.safety import saving, written
from workbook.words.faults import BookFault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks")
TODAY = ("today", "--date", DAY)
CHANGE = ("rule", "change", "D3", "时长=4天", "--from", "2026-04-01", "--date", DAY)
SAMPLE = Path(__file__).parents[1] / "sample.xlsx"


@pytest.fixture(scope="module")
def forked() -> Iterator[Forked]:
    made = Forked()
    yield made
    made.close()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return office(tmp_path / "回访.xlsx")


def run(forked: Forked, book: Path, words: tuple[str, ...], *, before: int | None = None, does: str = "") -> Ended:
    at = 2 if words[0] == "rule" else 1
    return forked.run([*words[:at], str(book), *words[at:]], book.parent, before=before, does=does)


def cut_after(forked: Forked, book: Path, words: tuple[str, ...], effect: str) -> None:
    """The command dies right after the first effect that begins so; where it is run undisturbed is a copy of the office."""
    (book.parent / "试").mkdir()
    whole = Path(shutil.copy(book, book.parent / "试"))
    if saving.folder_of(book).exists():
        shutil.copytree(saving.folder_of(book), saving.folder_of(whole))
    effects = run(forked, whole, words).effects
    at = next(number for number, one in enumerate(effects) if one.startswith(effect))
    assert run(forked, book, words, before=at + 1).code is None


def test_the_next_run_says_that_one_was_cut_short_and_finishes(forked: Forked, book: Path) -> None:
    """Before it wrote, and after: the cells are those of one undisturbed run."""
    cut_after(forked, book, TODAY, "open /回访.huifang/journal.jsonl")
    again = run(forked, book, TODAY)
    whole = cells(book.parent / "试" / book.name)

    assert "上次的“今日清单”" in again.said
    assert "没有做完就断了；工作簿还是它以前的样子，没有动过。" in again.said
    assert "断掉的“今日清单”，这次做完了。" in again.said
    assert whole == cells(book)
    assert "断" not in run(forked, book, TODAY).said


def test_another_command_says_what_is_left_to_do(forked: Forked, book: Path) -> None:
    """Once; 考核 was cut short and 今日清单 is run."""
    assert run(forked, book, ("tally", "--date", DAY), before=4).code is None

    assert "断掉的“考核”要做完，就再运行一次“考核”。" in run(forked, book, TODAY).said


@pytest.mark.parametrize(("words", "told"), [(CHANGE, "要改的已经写好了"), (("undo",), f"已经撤销了“{DAY}-今日清单”")])
def test_what_was_done_once_is_not_done_twice(forked: Forked, book: Path, words: tuple[str, ...], told: str) -> None:
    """The program died after the book was in its place and before it could say so."""
    if words == CHANGE:
        shutil.copyfile(SAMPLE, book)
    if words[0] == "undo":
        run(forked, book, TODAY)
    cut_after(forked, book, words, "os.rename /.回访.xlsx")
    done = cells(book)
    again = run(forked, book, words)

    assert f"那一次{told}，这次没有再做" in again.said
    assert done == cells(book)


def test_a_changed_fact_is_written_down_once(forked: Forked, book: Path) -> None:
    """Killed right after 修改记录 had its line: the next run adds no second."""
    run(forked, book, TODAY)
    edited = Book(book)
    head = {str(one): column for (row, column), one in cells(book)["客户"].items() if row == 1}
    edited.set_cells("客户", {(2, head["手机"]): "13900000009"})
    edited.save()
    effects = len(run(forked, book, TODAY, before=10_000, does="true").effects)
    assert effects
    assert 1 == len(table(book, "修改记录"))
    run(forked, book, ("undo",))
    was = shutil.copytree(book.parent, book.parent.with_name("以前"))
    at = next(
        number
        for number in range(effects)
        if run(forked, as_it_was(book, was), TODAY, before=number).code is None and len(table_of(book, "修改记录")) == 1
    )
    run(forked, book, TODAY)

    assert at
    assert 1 == len(table(book, "修改记录"))


def as_it_was(book: Path, was: Path) -> Path:
    """The book with all that lies beside it, as a copy of its folder holds it."""
    shutil.rmtree(book.parent)
    shutil.copytree(was, book.parent)
    return book


def table_of(book: Path, sheet: str) -> list[dict[str, object]]:
    return table(book, sheet) if sheet in cells(book) else []


def test_a_run_that_never_came_true_is_none(book: Path) -> None:
    """Its note is on the disk before the book is: without the book it is taken for undone."""
    writer = Book(book)
    writer.set_cells("客户", {(2, 2): "新名字"})

    def dies() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writer.save(run_key="周一", before=dies)

    assert [("周一", True)] == [(one.run, one.undone) for one in written.runs(book)]
    writer = Book(book)
    writer.set_cells("客户", {(2, 2): "新名字"})
    writer.save(run_key="周一")
    assert [("周一", True), ("周一", False)] == [(one.run, one.undone) for one in written.runs(book)]
    saving.undo(book)
    assert [True, True] == [one.undone for one in written.runs(book)]


def test_what_somebody_saves_during_a_run_is_not_written_over(forked: Forked, book: Path) -> None:
    """The run says so and writes nothing; the next one works by what was saved."""
    saved = office(book.parent / "另存.xlsx")
    other = Book(saved)
    other.set_cells("客户", {(2, 2): "新名字"})
    other.save()
    ended = run(forked, book, TODAY, before=2, does=f"cp '{saved}' '{book}'")

    assert 3 == ended.code
    assert "在这次运行的时候被别人改过" in ended.said
    assert saved.read_bytes() == book.read_bytes()
    assert 3 != run(forked, book, TODAY).code


def test_a_long_name_is_written_and_one_too_long_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file system takes 255 bytes; a temporary file beside a long name keeps within them."""
    assert 3 != main(["today", str(office(tmp_path / f"{'长' * 80}.xlsx")), "--date", DAY])
    capsys.readouterr()

    assert 3 == main(["today", str(office(tmp_path / f"{'长' * 83}.xlsx")), "--date", DAY])
    assert "名字太长" in capsys.readouterr().err


def test_a_share_that_is_gone_is_said(book: Path) -> None:
    """Not in the system's English."""
    with pytest.raises(BookFault, match="放它的文件夹不见了"):
        saving.replace(book.parent / "没有" / "回访.xlsx", lambda _: None)


def test_every_command_is_spoken_of_or_writes_nothing() -> None:
    """By the name that its help gives it; a new command is among them without being written down anywhere."""
    assert set(HELP) == {*TITLES} | LEAVES_AS_IT_IS
    assert ["分发", "收回", "归档", "汇总"] == [TITLES[name] for name in ("share", "collect", "archive", "consolidate")]
    assert [] == [name for name, title in TITLES.items() if title == HELP[name]]


@pytest.mark.parametrize("words", [("forms", "--date", DAY), ("try", "--date", DAY), ("sample",), ("doctor",)])
def test_commands_that_are_not_spoken_of_leave_the_book_as_it_is(book: Path, words: tuple[str, ...]) -> None:
    before = book.read_bytes()
    main([words[0], str(book), *words[1:]])
    assert words[0] in LEAVES_AS_IT_IS
    assert before == book.read_bytes()


@pytest.mark.parametrize("words", [("share", "--date", DAY), ("archive", "--before", "2026-03-05", "--date", DAY)])
def test_sharing_and_archiving_that_were_cut_short_are_spoken_of(
    forked: Forked, book: Path, words: tuple[str, ...]
) -> None:
    shutil.copyfile(SAMPLE, book)
    cut_after(forked, book, words, "os.rename /.回访.xlsx")

    assert f"上次的“{TITLES[words[0]]}”" in run(forked, book, TODAY).said


def test_no_half_is_left_of_what_is_kept_beside_the_book(forked: Forked, tmp_path: Path) -> None:
    """A run killed in the middle of what it keeps leaves halves; the next one of any kind clears them away."""
    book = Path(shutil.copyfile(SAMPLE, tmp_path / "回访.xlsx"))
    run(forked, book, TODAY)
    kept = [*saving.folder_of(book).rglob("*.arrow")]
    halves = [path.with_suffix(".part") for path in kept]
    halves.append(saving.folder_of(book) / f".written.jsonl.0nf6{saving.TEMPORARY}")
    assert run(forked, book, ("tally", "--date", DAY), before=4).code is None
    for half in halves:
        half.write_bytes(b"half")
    run(forked, book, CHANGE)

    assert {"读过的表", "算过的事"} == {path.parent.name for path in kept}
    assert [] == [half for half in halves if half.exists()]
