"""交接安排: from a day on what one person keeps is another's; on that day the cells change, once, and the row says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import pyarrow as pa

from workbook.papers.reports.taken_in import Taken
from workbook.rules.facts.operands import fold
from workbook.rules.worklist.handover import KEPT, OVER
from workbook.sheets.grid import Grid
from workbook.sheets.headers import Header, accepted, find
from workbook.sheets.moments import moments
from workbook.sheets.schema import Schema
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import ARCHIVED, Place

SHEET, STAFF = "交接安排", "员工"
NUMBER, LEAVER, HEIR, SINCE, CLASS, DONE = "交接编号", "交出", "交给", "从哪天", "客户类别", "做了"


@dataclass(frozen=True, slots=True)
class Plan:
    """One row that is due: who gives, who takes, of which class of customers; and the place of its row."""

    key: str
    leaver: str
    heir: str
    kind: str
    row: int


def planned(
    grids: Sequence[Grid], schema: Schema, now: datetime
) -> tuple[list[Grid], tuple[Taken, ...], tuple[Issue, ...]]:
    """The grids as they are from the planned days on, every cell that changes with them, and what keeps it from being done."""
    found = {grid.name: grid for grid in grids}
    head = _head(found.get(SHEET), schema)
    if head is None:
        return list(grids), (), ()
    sheet = found[SHEET]
    if DONE not in head.columns:
        line = sheet.top + head.row
        words = {"heading": DONE, "header": line, "rests": "，到了那天也不换人", "hint": ""}
        return list(grids), (), (issue(Kind.COLUMN_MISSING, Place(SHEET, line), **words),)
    taken: list[Taken] = []
    people = _people(found.get(STAFF), schema)
    done = sheet.columns[head.columns[DONE]].to_pylist()
    for plan in _due(sheet, head, now):
        leaver, heir = people.get(fold(plan.leaver)), people.get(fold(plan.heir))
        if leaver is None or heir is None or leaver == heir:
            continue  # an unknown person is named as every wrong cell is
        for name, heading in KEPT:
            if name in found:
                found[name] = _handed(found[name], name, heading, plan, (leaver, heir, people), schema, taken)
        done[plan.row] = f"{now:%Y-%m-%d %H:%M}"
        at = (sheet.top + plan.row, sheet.left + head.columns[DONE])
        taken.append(Taken(SHEET, plan.key, SHEET, DONE, *at, str(done[plan.row])))
    columns = list(sheet.columns)
    columns[head.columns[DONE]] = pa.array(done, pa.string())
    found[SHEET] = replace(sheet, columns=tuple(columns))
    return [found[grid.name] for grid in grids], tuple(taken), ()


def _head(grid: Grid | None, schema: Schema) -> Header | None:
    return find(grid, accepted(schema.sheets[grid.name].columns)) if grid is not None else None


def _people(grid: Grid | None, schema: Schema) -> dict[str, str]:
    """Number and, where only one has it, name of each person → the number."""
    head = _head(grid, schema)
    if grid is None or head is None or "员工编号" not in head.columns:
        return {}
    numbers = [str(one or "") for one in grid.columns[head.columns["员工编号"]].to_pylist()[head.row + 1 :]]
    names = [""] * len(numbers)
    if "姓名" in head.columns:
        names = [str(one or "") for one in grid.columns[head.columns["姓名"]].to_pylist()[head.row + 1 :]]
    found = {fold(name): number for number, name in zip(numbers, names, strict=True) if name and names.count(name) == 1}
    return found | {fold(number): number for number in numbers if number}


def _due(grid: Grid, head: Header, now: datetime) -> list[Plan]:
    """The rows whose day has come and that nobody has carried out yet, the earliest day first."""
    cells = {heading: grid.columns[at].to_pylist() for heading, at in head.columns.items()}
    if not {NUMBER, LEAVER, HEIR, SINCE} <= cells.keys():
        return []
    days = moments(grid.columns[head.columns[SINCE]], date1904=grid.date1904, day=True)[0].to_pylist()
    kinds = cells.get(CLASS, [None] * grid.height)
    found = []
    for row in range(head.row + 1, grid.height):
        number, leaver, heir, kind = (
            str(one[row] or "").strip() for one in (*(cells[h] for h in (NUMBER, LEAVER, HEIR)), kinds)
        )
        if days[row] is not None and days[row].date() <= now.date() and not cells[DONE][row]:
            found.append((days[row], Plan(number, leaver, heir, kind, row)))
    return [plan for _, plan in sorted(found, key=lambda one: (one[0], one[1].row)) if plan.key]


def _handed(
    grid: Grid, name: str, heading: str, plan: Plan, people: tuple[str, str, Mapping[str, str]], schema: Schema,
    taken: list[Taken],
) -> Grid:  # fmt: skip
    """One column with the heir wherever the leaver stood and the row is still open."""
    head = _head(grid, schema)
    if head is None or heading not in head.columns:
        return grid
    leaver, heir, known = people
    cells = grid.columns[head.columns[heading]].to_pylist()
    over = grid.columns[head.columns[OVER[name]]].to_pylist() if OVER.get(name, "") in head.columns else []
    kinds = grid.columns[head.columns[CLASS]].to_pylist() if name == "客户" and CLASS in head.columns else []
    at = head.columns[heading]
    for row in range(head.row + 1, grid.height):
        mine = known.get(fold(str(cells[row] or "").strip())) == leaver and cells[row] is not None
        wanted = not plan.kind or (bool(kinds) and fold(str(kinds[row] or "").strip()) == fold(plan.kind))
        if mine and wanted and not (over and over[row]) and grid.number(row) <= ARCHIVED:
            cells[row] = heir
            taken.append(Taken(SHEET, plan.key, name, heading, grid.number(row), grid.left + at, heir))
    columns = list(grid.columns)
    columns[at] = pa.array(cells, pa.string())
    return replace(grid, columns=tuple(columns))
