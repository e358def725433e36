"""Small worlds for tests: rules as they stand in a rulebook, sheets as rows, and a now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from textwrap import dedent

from workbook.clock.days import Calendars, calendars
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.rows import source
from workbook.rules.engine import world
from workbook.rules.world.frames import Frame, said_because
from workbook.rules.world.vectors import said
from workbook.rules.world.world import World
from workbook.sheets.codes import Codes, codes
from workbook.sheets.grid import Grid, grid
from workbook.sheets.schema import STANDARD, Schema
from workbook.sheets.tables import tables

Row = Mapping[str, object]
PAY = {"绩效工资": 3000, "基本工资": 4000}
STAFF: Sequence[Row] = (
    {"员工编号": "S1", "姓名": "甲", "岗位": "销售顾问", "部门": "销售部", "组别": "一组", "组长": "L1", **PAY},
    {"员工编号": "S2", "姓名": "乙", "岗位": "服务顾问", "部门": "服务部", "组别": "二组", "组长": "L1", **PAY},
    {"员工编号": "L1", "姓名": "丙", "岗位": "组长", "部门": "销售部", "组别": "一组", **PAY},
)


def office(rules: str, now: str, sheets: Mapping[str, Sequence[Row]], *, sound: bool = True) -> World:
    """The world of an office with these rules (a rulebook's YAML without its head) and these rows."""
    book, schema, words = _read(rules)
    assert not (sound and book.issues), [str(found) for found in book.issues]
    found = tables([_grid(name, rows) for name, rows in {"员工": STAFF, **sheets}.items()], schema, words)
    moment = datetime.fromisoformat(now)
    return world(found, schema, words, book, _calendars(moment.year), moment)


@lru_cache(maxsize=64)
def _read(rules: str) -> tuple[Rulebook, Schema, Codes]:
    written = source("规则书: 试\n" + dedent(rules), "试")
    book = rulebook([written])
    schema, refused = STANDARD.with_rows(book.registers)  # type: ignore[arg-type]
    assert [] == refused
    return book, schema, codes([row.cells for row in written.rows.get("代码", ())])  # type: ignore[misc]


@lru_cache(maxsize=8)
def _calendars(year: int) -> Calendars:
    return calendars([], year - 1, year)


def _grid(name: str, rows: Sequence[Row]) -> Grid:
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


def written(frame: Frame) -> list[dict[str, object]]:
    """A ledger as it would stand in the workbook at the next run."""
    headings = [column.heading for column in frame.sheet.columns if column.heading in frame.typed]
    made = [dict(zip(headings, row, strict=True)) for row in rows(frame, *headings)]
    return [row | {"因由": said_because(frame, position)} for position, row in enumerate(made)]


def kinds(world_: World) -> list[str]:
    """The names of the issues that came up, once each, in order."""
    return list(dict.fromkeys(found.kind.name for found in world_.issues))
