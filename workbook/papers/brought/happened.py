"""What happened to the customer of a row, each on its day, with what the row says of it: 事件：送货, 事件.产品."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from workbook.papers.brought.begun import filled_in
from workbook.papers.brought.found import Brought, Held, Row
from workbook.papers.brought.headings import KEY
from workbook.papers.brought.mapped import EVENT, EVENT_PART, EVENTS
from workbook.papers.brought.one_row import OneRow
from workbook.papers.brought.spelled import spelled
from workbook.words.tongue import worded

NUMBER, KIND, AT = "事件编号", "事件类型", "发生时间"
NOON = time(12)


def days(row: OneRow) -> Iterator[tuple[int, str, str, date | None]]:
    """The cells that tell when something happened: column, what it was, its words, and its day, None where none is past."""
    for at, meaning in row.table.targets.items():
        if meaning.target.startswith(EVENT) and (text := row.leaf.text(row.row, at)):
            moment = spelled(row.leaf.cells[row.row, at].value, row.office.today)[0]
            day = moment.date() if moment else None
            yield at, meaning.target.removeprefix(EVENT), text, day if day and day <= row.office.today else None


def parts(row: OneRow) -> dict[int, tuple[str, str]]:
    """The cells that say more of it: column → the column of 【事件】 and its words."""
    found = {at: one.target for at, one in row.table.targets.items() if one.target.startswith(EVENT_PART)}
    return {
        at: (target.removeprefix(EVENT_PART), text)
        for at, target in found.items()
        if (text := row.leaf.text(row.row, at))
    }


def left_over(row: OneRow) -> list[str]:
    """What is said of something that happened, where the row tells no day on which it did: for 备注."""
    if any(day for *_, day in days(row)):
        return []
    headings = row.table.block.headings
    return [worded("：").join((headings[at], text)) for at, (_, text) in parts(row).items()]


def happened(row: OneRow, key: str) -> Iterator[tuple[int, Row]]:
    """The rows of 【事件】, each with the column that told of it; what is no day is said."""
    more = parts(row)
    told = False
    for at, kind, text, day in days(row):
        if day is None:
            unread = worded("“{text}”看不出是过去的哪一天，没有记；写成 2026-03-09 再导入一次", text=text)
            row.doubt(f"{EVENT}{kind}", unread)
            continue
        told = True
        number = hashlib.sha256(f"{key}|{kind}|{day}".encode()).hexdigest()[:8]
        yield (
            at,
            {
                NUMBER: f"导{number}", KEY: key, KIND: kind, AT: datetime.combine(day, NOON),
                **dict(more.values()),
            },
        )  # fmt: skip
    for at in more if told else ():
        row.out.counted[row.leaf.name, at, "写进"] += 1


def known(made: Brought, held: Sequence[Held]) -> list[Row]:
    """The events that the workbook lacks; what a list says of one that is there is filled in where it says nothing."""
    there = {one.cells.get(NUMBER, ""): one for one in held}
    once = {str(row[NUMBER]): row for row in made.events}
    for number, row in once.items():
        same = there.get(number)
        if same is not None:
            filled_in(made, EVENTS, same, row, {NUMBER, KEY, KIND, AT})
    return [row for number, row in once.items() if number not in there]
