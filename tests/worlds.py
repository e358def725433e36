"""Small worlds for tests: rules as they stand in a rulebook, sheets as rows, and a now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from textwrap import dedent

from workbook.clock.days import calendars
from workbook.rulebook.load import rulebook
from workbook.rulebook.rows import source
from workbook.rules.engine import world
from workbook.rules.frames import Frame
from workbook.rules.vectors import said
from workbook.rules.world import World
from workbook.sheets.codes import codes
from workbook.sheets.grid import grid
from workbook.sheets.schema import STANDARD
from workbook.sheets.tables import tables

Rows = Sequence[Mapping[str, object]]
STAFF: Rows = (
    {"员工编号": "S1", "姓名": "甲", "岗位": "销售顾问", "部门": "销售部", "组别": "一组", "组长": "L1", "绩效工资": 3000, "基本工资": 4000},
    {"员工编号": "S2", "姓名": "乙", "岗位": "服务顾问", "部门": "服务部", "组别": "二组", "组长": "L1", "绩效工资": 3000, "基本工资": 4000},
    {"员工编号": "L1", "姓名": "丙", "岗位": "组长", "部门": "销售部", "组别": "一组", "绩效工资": 5000, "基本工资": 6000},
)


def office(rules: str, now: str, sheets: Mapping[str, Rows], *, sound: bool = True) -> World:
    """The world of an office with these rules (rulebook YAML without its head) and these rows."""
    written = source("规则书: 试\n" + dedent(rules), "试")
    book = rulebook([written])
    assert not (sound and book.issues), [str(found) for found in book.issues]
    schema, refused = STANDARD.with_rows(book.registers)  # type: ignore[arg-type]
    assert [] == refused
    words = codes([row.cells for row in written.rows.get("代码", ())])  # type: ignore[misc]
    found = tables([_grid(name, rows) for name, rows in {"员工": STAFF, **sheets}.items()], schema, words)
    moment = datetime.fromisoformat(now)
    return world(found, schema, words, book, calendars([], moment.year - 1, moment.year), moment)


def _grid(name: str, rows: Rows):  # noqa: ANN202 - a Grid
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return grid(name, [headings, *([row.get(heading) for heading in headings] for row in rows)])


def rows(frame: Frame, *headings: str) -> list[tuple[object, ...]]:
    """Some columns of a sheet of results as tuples: texts, numbers (whole ones as int), days; None where empty."""
    columns = [[_plain(value) for value in frame.typed[heading].objects()] for heading in headings]
    return list(zip(*columns, strict=True))


def column(frame: Frame, heading: str) -> list[object]:
    """One column of a sheet of results."""
    return [row[0] for row in rows(frame, heading)]


def _plain(value: object) -> object:
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 6)
    return value if value is None or isinstance(value, str) else said(value)


def again(world_: World, frame: Frame) -> list[dict[str, object]]:
    """The ledger as the shell would have written it: rows for the next run's 处罚台账."""
    headings = [c.heading for c in frame.sheet.columns]
    made = []
    for position in range(len(frame)):
        row = {heading: _plain(frame.typed[heading].objects()[position]) for heading in headings if heading in frame.typed}
        row["因由"] = frame.because(position) if frame.because else ""
        made.append(row)
    return made


def kinds(world_: World) -> list[str]:
    """The names of the issues that came up, once each, in order."""
    return list(dict.fromkeys(found.kind.name for found in world_.issues))
