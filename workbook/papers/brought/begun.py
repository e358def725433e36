"""A row of a list as a row of the sheet that rules begin at: 工单.完成时间 with the day, 工单.服务类型 with what it was."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time

import pyarrow as pa

from workbook.papers.brought import values
from workbook.papers.brought.found import Begin, Brought, Change, Held, Row, Said
from workbook.papers.brought.headings import ours
from workbook.papers.brought.mapped import EMPTY, Begun, Office, code_of
from workbook.papers.brought.one_row import OneRow
from workbook.papers.brought.seen import Content, said
from workbook.papers.brought.spelled import spelled
from workbook.sheets.choices import yes_no
from workbook.sheets.columns import Column
from workbook.words.place import ARCHIVED
from workbook.words.tongue import named, worded

NOON, STAFF, BROUGHT = time(12), "员工", "导"


def begun(row: OneRow, key: str) -> Iterator[tuple[str, Row]]:
    """The rows that a row of the list makes, each with its sheet; what can't be read of them is said at its cell."""
    for name, cells in _written(row).items():
        one = row.office.begun[name]
        made: Row = {}
        for at, column in cells.items():
            made[column.heading] = _read(row, at, f"{name}.{column.heading}", column)
        if not _begins(row, name, cells):
            if not any(column.heading in one.starts for column in cells.values()):  # else it is said at that cell
                days = worded("、").join(worded("“{word}”", word=ours(start)) for start in one.starts)
                told = worded("没有写{days}，【{sheet}】没有记这一行，写着的抄进备注", days=days, sheet=named(name))
                row.doubt(f"{name}.{one.starts[0]}", told)
            continue
        for at in cells:
            row.out.counted[row.leaf.name, at, "写进"] += 1
        number = str(made.pop(one.key, None) or "") or _number(key, name, [made.get(start) for start in one.starts])
        yield name, {one.key: number, one.who: key, **{heading: value for heading, value in made.items() if value}}


def not_begun(row: OneRow) -> list[str]:
    """What the list says of rows that aren't made, and words that no list of ours holds: for 备注."""
    found = []
    for name, cells in _written(row).items():
        is_begun = _begins(row, name, cells)
        for at, column in cells.items():
            target, text = f"{name}.{column.heading}", row.leaf.text(row.row, at)
            if not is_begun or not _is_read(row, at, target, column):
                found.append(worded("：").join((row.table.block.headings[at], text)))
    return found


def _written(row: OneRow) -> dict[str, dict[int, Column]]:
    """The filled cells for each sheet: column of the list → column of ours."""
    found: dict[str, dict[int, Column]] = {}
    for at, meaning in row.table.targets.items():
        name = meaning.target.partition(".")[0]
        column = row.office.column(meaning.target) if row.office.is_begun(meaning.target) else None
        if column is not None and row.leaf.text(row.row, at):
            found.setdefault(name, {})[at] = column
    return found


def _begins(row: OneRow, name: str, cells: Mapping[int, Column]) -> bool:
    """Whether a day stands there that rules begin at, and each such day can be read."""
    starts = [at for at, column in cells.items() if column.heading in row.office.begun[name].starts]
    return bool(starts) and all(_day(row, at)[0] is not None for at in starts)


def _day(row: OneRow, at: int) -> tuple[datetime | None, bool]:
    return spelled(row.leaf.cells[row.row, at].value, row.office.today)


def _is_read(row: OneRow, at: int, target: str, column: Column) -> bool:
    """Whether a cell's words are a value of its column."""
    text = row.leaf.text(row.row, at)
    if column.type.kind == "moment":
        return _day(row, at)[0] is not None
    if column.type.name == "是否":
        return yes_no(pa.array([text]))[0].to_pylist()[0] is not None
    return column.type.name != "代码" or bool(code_of(target, text, row.office)[0])


def _read(row: OneRow, at: int, target: str, column: Column) -> Content:
    """The value of a cell; None where nobody can tell, which is said or asked about."""
    cell = row.leaf.cells[row.row, at]
    text = cell.text
    if column.type.name == "代码":
        code, how = code_of(target, text, row.office)
        if not code and how != "人定":
            row.out.unknown[target, text] += 1
        return code or None
    if column.type.target == STAFF:
        number, doubt = values.person(text, row.office.staff)
        if not number:
            doubt = worded("【员工】里没有“{words}”，先照抄；在【员工】里加上这个人，或改成有的人", words=text)
        if doubt:
            row.doubt(target, doubt)
        return number or text
    if not _is_read(row, at, target, column):
        unread = worded("“{text}”看不出是哪一天，没有记；写成 2026-03-09 再导入一次", text=text)
        row.doubt(target, unread if column.type.kind == "moment" else worded("“{words}”看不懂，抄进备注", words=text))
        return None
    if column.type.kind == "moment":
        return _moment(row, at, target, column)
    if column.type.name == "是否":
        answer: str | None = yes_no(pa.array([text]))[0].to_pylist()[0]
        return answer
    return cell.value if column.type.kind == "number" and not isinstance(cell.value, str) else text


def _moment(row: OneRow, at: int, target: str, column: Column) -> Content:
    day, is_odd = _day(row, at)
    if day is None:
        return None
    if is_odd:
        row.doubt(target, worded("“{words}”读作 {day}", words=row.leaf.text(row.row, at), day=day.date()))
    return _as(column, day)


def _as(column: Column, day: datetime) -> Content:
    """A day as the column keeps it; at noon where it keeps an hour and none is told."""
    if column.type.name == "日期":
        return day.date()
    return datetime.combine(day, NOON) if day.time() == time() else day


def _number(key: str, name: str, days: Sequence[Content], again: int = 0) -> str:
    """The same whenever the list is imported; `again`: for the second of one day."""
    told = "|".join((key, name, *(said(one) for one in days), *([str(again)] if again else [])))
    return f"{BROUGHT}{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def begun_rows(made: Brought, held: Mapping[str, Sequence[Held]], office: Office) -> dict[str, list[Begin]]:
    """The rows that the workbook lacks, with what their sheet needs; of one that is there, empty cells are filled."""
    fresh: dict[str, list[Begin]] = {}
    for name, rows in made.begun.items():
        one = office.begun[name]
        there = {row.cells.get(one.key, ""): row for row in held.get(name, ())}
        once = _once(made, name, rows, one)
        new = [
            begin
            for number, begin in once.items()
            if number not in there and not _is_typed(made, name, begin, one, [there[k] for k in {*there} - {*once}])
        ]
        for number, begin in once.items():
            if number in there or begin in new:
                _complete_words(made, name, begin, one, office, there.get(number))
            if number in there:
                filled_in(made, name, there[number], begin.row, {one.key, one.who, *one.starts})
        for begin in new:
            _complete_days(made, name, begin, one)
        if new:
            fresh[name] = new
    return fresh


def _is_typed(made: Brought, name: str, begin: Begin, one: Begun, others: Sequence[Held]) -> bool:
    """Whether staff have written that row themselves, under a number of their own: of that customer and that day."""
    row = begin.row
    days = {start: said(row.get(start))[:10] for start in one.starts if row.get(start)}
    is_numbered = str(row[one.key])[:1] != BROUGHT
    mine = [held for held in others if held.cells.get(one.who) == row[one.who]]
    same = [held for held in mine if all(held.cells.get(start, "")[:10] == day for start, day in days.items())]
    if is_numbered or not same:
        return False
    told = worded(
        "【{sheet}】里的 {number} 是同一位、同一天，没有再加；是另一件，名单里加一列“{key}”，写上编号再导入",
        sheet=named(name),
        number=same[0].cells.get(one.key, ""),
        key=ours(one.key),
    )
    made.doubts.append(Said(begin.where.sheet, begin.where.row, 0, told))
    return True


def _once(made: Brought, name: str, rows: Sequence[Begin], one: Begun) -> dict[str, Begin]:
    """Each row once by its number; two of one customer and one day that say different things are two."""
    once: dict[str, Begin] = {}
    for begin in rows:
        number = given = str(begin.row[one.key])
        days, again = [begin.row.get(start) for start in one.starts], 0
        is_own = number != _number(str(begin.row[one.who]), name, days)
        while number in once and {**once[number].row, one.key: given} != begin.row and not is_own:
            again += 1
            number = _number(str(begin.row[one.who]), name, days, again)
        if number in once:
            if once[number].row != {**begin.row, one.key: number}:
                told = worded("编号 {number} 在名单里有几行，【{sheet}】只收第一行", number=number, sheet=named(name))
                made.doubts.append(Said(begin.where.sheet, begin.where.row, 0, told))
            continue
        once[number] = Begin(begin.where, {**begin.row, one.key: number})
    return once


def _lacking(begin: Begin, one: Begun, *, moments: bool) -> list[Column]:
    """What the sheet needs, days or other things, and the list doesn't say."""
    wanted = [column for column in one.columns if column.required and column.heading != one.key]
    return [o for o in wanted if not begin.row.get(o.heading) and (o.type.kind == "moment") == moments]


def _complete_words(made: Brought, name: str, begin: Begin, one: Begun, office: Office, there: Held | None) -> None:
    """A word that the sheet needs: the only one there is, else what somebody answered, else it is asked about."""
    for column in _lacking(begin, one, moments=False):
        target, options = f"{name}.{column.heading}", office.codes.of(column.type) or ()
        if there is not None and there.cells.get(column.heading):
            continue
        if not options:
            told = worded(
                "没有“{heading}”，【{sheet}】一定要有：收进来再补", heading=ours(column.heading), sheet=named(name)
            )
            made.doubts.append(Said(begin.where.sheet, begin.where.row, 0, told))
            continue
        code, how = (options[0].code, "原样") if len(options) == 1 else code_of(target, EMPTY, office)
        begin.row[column.heading] = code or None
        if not code and how != "人定":
            made.unknown[target, EMPTY] += 1


def _complete_days(made: Brought, name: str, begin: Begin, one: Begun) -> None:
    """A day that the sheet needs: the first that the list tells; staff may know better."""
    days = {start: said(begin.row.get(start)) for start in one.starts if begin.row.get(start)}
    first = min(days, key=lambda start: days[start])
    for column in _lacking(begin, one, moments=True):
        begin.row[column.heading] = _as(column, datetime.fromisoformat(days[first]))
        told = worded(
            "没有“{heading}”，【{sheet}】一定要有：先照“{day}”写；知道的，在那里改",
            heading=ours(column.heading),
            sheet=named(name),
            day=ours(first),
        )
        made.doubts.append(Said(begin.where.sheet, begin.where.row, 0, told))


def filled_in(made: Brought, sheet: str, same: Held, row: Row, fixed: Collection[str]) -> None:
    """What a list says of a row that is there: an empty cell is filled, one that says something else is told."""
    for heading, value in row.items():
        mine, words = same.cells.get(heading, ""), said(value)
        if heading in fixed or not words or words in {mine, mine.removesuffix(":00"), mine.removesuffix(" 00:00:00")}:
            continue
        if mine or same.row > ARCHIVED:
            told = worded(
                "“{heading}”在【{sheet}】里是“{mine}”，名单里是“{words}”，没有改；名单里的对，就改那一行",
                heading=ours(heading),
                sheet=named(sheet),
                mine=mine,
                words=words,
            )
            made.doubts.append(Said(sheet, same.row, 0, told))
            continue
        made.changes.append(Change(sheet, same.row, heading, value))
        told = worded("“{heading}”原来空着，补上“{words}”", heading=ours(heading), words=words)
        made.changed.append(Said(sheet, same.row, 0, told))


def begun_days(made: Brought, office: Office) -> list[date]:
    """The days that rules will begin at."""
    found = [begin.row.get(start) for name, rows in made.begun.items() for begin in rows
             for start in office.begun[name].starts]  # fmt: skip
    return [one.date() if isinstance(one, datetime) else one for one in found if isinstance(one, date)]
