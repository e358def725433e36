"""Whatever the program wrote, in whatever order: undo gives back the same bytes, and done again it is the same cells."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

sys.path.insert(0, str(Path(__file__).parents[1]))  # the desk of the tests next door

from bookshelf import cells
from changes import Desk
from openpyxl import Workbook, load_workbook

from workbook.shells.commands.cli import main

DAY = ("--date", "2026-03-09")
RESULTS = ({"结果代码": "无人接"}, {"结果代码": "完成", "已收到": "是", "完好": "是", "满意度": "不满意"})
COMMANDS = {
    "rule": ("rule", "change", "{book}", "W5a", "--from", "2026-03-10", "时长=5天", *DAY),
    "today": ("today", "{book}", *DAY),
    "mend": ("lint", "{book}", "--fix", "--yes"),
    "record": ("record", "{book}", *DAY),
    "daily": ("daily", "{book}", *DAY, "--dry-run", "--outbox", "{folder}/letters"),
    "close": ("close", "2026-02", "{book}", *DAY),
    "import": ("import", "{list}", "--into", "{book}", "--yes", *DAY),
    "stop": ("rule", "stop", "{book}", "W10a", *DAY),
    "handover": ("handover", "{book}", "S2", "--to", "S3", "--apply", *DAY),
    "planned": ("handover", "{book}", "S3", "--to", "S2", "--since", "2026-03-20", "--apply", *DAY),
    "tally": ("tally", "{book}", *DAY),
    "check": ("check", "{book}", *DAY),
}
WRITES = frozenset({"today", "daily", "handover", "planned", "rule", "stop", "import"})
"""Commands that write whatever was done before them; twice is often once."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wine dealer's demonstration with two misspelt rule cells, and beside it a list of new customers."""
    folder = tmp_path_factory.mktemp("office")
    desk = Desk(folder, "wine-service", demo=True)
    desk.change("时限", "W5b", 若="事件类型=发货")
    desk.change("时限", "W3", 方式="以内")
    desk.forget()
    names = Workbook()
    for row in (("客户名称", "手机"), ("新一", "13900000001"), ("新二", "13900000002")):
        names.active.append(row)
    names.save(folder / "名单.xlsx")
    return folder


def done(book: Path, command: str, office: Path) -> None:
    """A command as the command line says it."""
    names = {"book": book, "folder": book.parent, "list": office / "名单.xlsx"}
    assert main([word.format(**names) for word in COMMANDS[command]]) in {0, 1}, command


def staff_type(book: Path, which: int) -> None:
    """A result into a row of the list, where there is one."""
    held = load_workbook(book)
    if "今日清单" not in held.sheetnames:
        return
    sheet = held["今日清单"]
    head = next(row for row in sheet.iter_rows(1, 12) if "结果代码" in [cell.value for cell in row])
    for heading, text in RESULTS[which % 2].items():
        at = next((cell.column for cell in head if cell.value == heading), 0)
        if at and sheet.cell(head[0].row + 1, 1).value:
            sheet.cell(head[0].row + 1, at).value = text
    held.save(book)


def undone(book: Path, before: bytes) -> int:
    """How many runs were taken back until the book was this again: one command may be two runs (登记, 每日)."""
    for count in (1, 2):
        assert 0 == main(["undo", str(book)])
        if book.read_bytes() == before:
            return count
    raise AssertionError("not as before")


ORDER = some.permutations(tuple(COMMANDS)).map(lambda order: order[:7])
"""As many runs as can be taken back: ten copies are kept, a day's whole may take two, and one run is done twice."""


@settings(max_examples=2, deadline=None)
@given(order=ORDER, types=some.sets(some.integers(1, 6), min_size=1, max_size=3))
def test_any_runs_are_undone_one_by_one_and_done_again_the_same(
    office: Path, order: list[str], types: set[int]
) -> None:
    """Staff type before some of them; from the last to the first the file has its bytes again, whatever stood in which cell;
    the last done once more leaves the cells that it left before."""
    with TemporaryDirectory() as folder:
        book = Path(shutil.copy(office / "本单位.xlsx", folder))
        states: list[tuple[str, bytes, bytes]] = []
        for turn, command in enumerate(order):
            if turn in types:
                staff_type(book, turn)
            before = book.read_bytes()
            done(book, command, office)
            states.append((command, before, book.read_bytes()))
        after = cells(book)
        command, before, left = states[-1]
        if before != left:
            undone(book, before)
            done(book, command, office)
            assert after == cells(book), f"{command} done again"
        for command, before, left in reversed(states):
            if before == left:
                assert command not in WRITES, f"{command} wrote nothing"
                continue
            book.write_bytes(left)  # what was typed later is taken back by hand
            assert 1 == undone(book, before) or command == "daily", command
