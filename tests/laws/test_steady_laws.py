"""Same facts, same answers: however often, in whatever order of commands, however the rows are sorted."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

sys.path.insert(0, str(Path(__file__).parents[1]))  # the helpers of the tests next door

from days import as_grid
from runs import Office, shipped

from workbook.rulebook.load.rows import Source
from workbook.sheets.grid import Grid
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.again import left_by

NOW = "2026-03-09 09:00"
SAMPLE = Path(__file__).parents[2] / "sample.xlsx"
STAFFS = ("客户", "事件", "工单", "回访记录", "请假", "违规登记")
COMMANDS = {
    "today": lambda name: (
        name in {"今日清单", "未入选说明", "提醒", "问题", "历史", "抽样台账"} or name.startswith("名单")
    ),
    "tally": lambda name: (
        name in {"处罚台账", "指标结果", "定额结果", "问题", "历史", "抽样台账"} or name.startswith("报告·")
    ),
    "check": lambda name: name == "问题",
    "daily": lambda name: True,
}
"""Which sheets each command writes."""
OFFICES = ("sample", "wine-service", "property-yayuan", "dealership-fines")


def office(name: str) -> tuple[Office, str]:
    """A shipped demonstration, and its day."""
    if name == "sample":
        return shipped(SAMPLE), "2026-03-16 09:00"
    source: Source = shelf()[name]
    made = Office("", [as_grid(sheet, rows) for sheet, rows in (source.demo or {}).items() if rows])
    made.wanted = [name]
    return made, NOW


def answers(book: Office, now: str) -> dict[str, object]:
    """What an office sees: the list with its people, what fines come to, the reminders."""
    day = book.looked_at(now)
    fines = day.sheet("处罚台账").typed["金额"].data if day.world.book.rules.get("处罚标准") else []
    listed = zip(*(day.listed.typed[h].objects().tolist() for h in ("任务编号", "责任人", "说明")), strict=True)
    reminded = zip(*(day.reminders.typed[h].objects().tolist() for h in ("任务编号", "责任人")), strict=True)
    lines = sorted(map(str, day.worklist.lines.typed["任务编号"].objects()))
    return {"list": list(listed), "fines": round(float(sum(fines)), 2), "reminders": list(reminded), "lines": lines}


def sorted_anew(book: Office, sheet: str, seed: int) -> None:
    """The rows of one of staff's sheets in another order."""
    at = next((at for at, one in enumerate(book.grids) if one.name == sheet), -1)
    if at < 0 or book.last is None or sheet not in book.last.world.tables.header:
        return
    grid = book.grids[at]
    top = book.last.world.tables.header[sheet] - grid.top + 1
    rows = list(range(top, grid.height))
    turned = rows[seed % max(len(rows), 1) :] + rows[: seed % max(len(rows), 1)]
    order = pa.array([*range(top), *(turned if seed % 2 else turned[::-1])])
    book.grids[at] = Grid(
        grid.name, tuple(column.take(order) for column in grid.columns), grid.top, grid.left, grid.date1904
    )


STEP = some.one_of(
    some.tuples(some.just("run"), some.sampled_from(sorted(COMMANDS))),
    some.tuples(some.just("sort"), some.tuples(some.sampled_from(STAFFS), some.integers(0, 50))),
)


@pytest.mark.parametrize("name", OFFICES)
@settings(max_examples=4, deadline=None)
@given(steps=some.lists(STEP, min_size=1, max_size=4))
def test_same_facts_same_answers(name: str, steps) -> None:
    """Any commands in any order, rows sorted in between."""
    book, now = office(name)
    first = answers(book, now)

    for kind, what in steps:
        if kind == "sort":
            sorted_anew(book, *what)
        else:
            book.grids = left_by(book.looked_at(now), book.grids, COMMANDS[what])
        assert first == answers(book, now)
