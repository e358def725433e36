"""导入: a foreign list into a workbook of ours; shown first, taken in when somebody says so, each row once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbook.day import Day
from workbook.papers.brought.found import Brought, Row
from workbook.papers.brought.headings import KEY, LANDLINE, NAME, PHONE
from workbook.papers.brought.mapped import Office, column_lines, tables, word_lines
from workbook.papers.brought.pages import MAPPING, answers, mapping_page, preview_page, summary
from workbook.papers.brought.reader import ROOM
from workbook.papers.brought.rows import brought
from workbook.rules.world.frames import Frame
from workbook.shells.files import books, looks, returned
from workbook.shells.files.books import Workbook
from workbook.shells.runs import run
from workbook.words.faults import Fault

JOB = "导入"
CUSTOMERS, STAFF, RECORDS, PROMISES = "客户", "员工", "回访记录", "预约"


@dataclass(frozen=True, slots=True)
class Import:
    """What became of a list. `asked`: headings and words that somebody should say something about."""

    made: Brought
    asked: int
    taken: bool
    refused: Path | None = None


def bring(
    source: Path, place: Path | Workbook, now: datetime, *, sure: Callable[[str], bool], say: Callable[[str], None]
) -> Import:
    """Reads a list, writes 导入对应 and 导入预览 into the workbook, and takes its rows in if `sure` of the summary.

    Raises:
        Fault: the list can't be read, or nothing in it looks like customers; nothing was changed.
    """
    grids = run.grids_of(place)
    day = run.opened_day(grids, now, books.at(place).tell)
    office = _office(day, answers(grids), now)
    leaves = looks.leaves(source)
    found = tables(leaves, office)
    if not found:
        raise Fault(
            f"“{source.name}”里没有看出客户名单：找不到像“姓名”“客户名称”“电话”这样的一行表头。",
            "给它加上一行表头再试。没有改动任何文件。",
        )
    made = brought(found, office)
    lines = [*column_lines(found), *word_lines(made.unknown)]
    book = books.at(place).writer()
    book.put(mapping_page(lines, office))
    book.put(preview_page(made, source.name))
    asked = sum(line.asked for line in lines)
    say(summary(made) + (f"有 {asked} 处不认得，见【{MAPPING}】黄格。" if asked else ""))
    taken = bool(made.customers or made.records or made.promised) and sure(summary(made))
    if taken:
        _take(book, day, made)
    book.save(run_key=run.run_key(day, JOB))
    if not taken:
        return Import(made, asked, taken=False)
    back = returned.write(source, leaves, [table.block for table in found], made.refused) if made.refused else None
    return Import(made, asked, taken=True, refused=back)


def _office(day: Day, said: Mapping[tuple[str, str], str], now: datetime) -> Office:
    world = day.world
    staff, customers = world.frame(STAFF), world.frame(CUSTOMERS)

    def texts(frame: Frame, heading: str) -> list[str]:
        vec = world.column(frame, heading)
        return [str(one or "") for one in vec.objects()]

    people = list(zip(texts(staff, "员工编号"), texts(staff, "姓名"), strict=True)) if len(staff) else []
    columns = [texts(customers, one) for one in (KEY, NAME, PHONE, LANDLINE, ROOM)]
    there = [(key, name, phone or line, room) for key, name, phone, line, room in zip(*columns, strict=True)]
    return Office(world.schema.sheets[CUSTOMERS], world.codes, people, there, now.date(), said)


def _take(book: books.Writer, day: Day, made: Brought) -> None:
    """The rows into their sheets, below those that are there; nothing that is there already is added again."""
    run.append(book, day, CUSTOMERS, made.customers)
    run.append(book, day, RECORDS, _new(day, RECORDS, "记录编号", made.records))
    promised: list[Row] = [{"预约编号": _number(row), **row} for row in made.promised]
    run.append(book, day, PROMISES, _new(day, PROMISES, "预约编号", promised))


def _number(row: Row) -> str:
    """The number of a promise: the same whenever the list is imported."""
    said = f"{row[KEY]}|{row['约定时间']}"
    return f"约{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def _new(day: Day, sheet: str, heading: str, rows: Sequence[Row]) -> list[Row]:
    """The rows whose number isn't in the sheet, each number once."""
    there = {str(one) for one in day.world.column(day.world.frame(sheet), heading).objects()}
    fresh = {str(row[heading]): row for row in rows if str(row[heading]) not in there}
    return list(fresh.values())
