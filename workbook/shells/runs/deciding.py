"""交回冲突 decided: ours stays; theirs goes into our row, into the record that was made of it, or below as a new row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from workbook.day import Day
from workbook.papers.list.today import LIST
from workbook.papers.shared.clerk_book import CUSTOMER, NAME, TASK
from workbook.papers.shared.coming_back import Ours
from workbook.papers.shared.decided_late import known_late
from workbook.papers.shared.decisions import CLASHES, OURS, THEIRS, Clash, Line, Past
from workbook.papers.shared.found_rows import Cells, Found
from workbook.papers.shared.mark import NEW
from workbook.papers.shared.record_made import RECORDS, is_another_call, record_of
from workbook.papers.shared.shape import Shape
from workbook.rules.recording.register import understood
from workbook.rules.recording.typed_cells import OUTCOME, filled
from workbook.rules.world.vectors import says
from workbook.words.tongue import worded


class Count(Protocol):
    """How many cells and rows came in."""

    cells: int
    rows: int


class Deciding(Protocol):
    """A collecting on its way: our sheets as they will be, what waits for a decision, what is known of earlier ones."""

    day: Day
    known: Past
    clashes: dict[str, Clash]
    decided: list[str]
    lines: list[Line]
    shapes: dict[str, Shape]
    put: dict[str, dict[tuple[int, str], str]]

    @property
    def say(self) -> Callable[[str], None]:
        """What tells people."""

    @property
    def done(self) -> Count:
        """What came in so far."""

    def sheet(self, name: str) -> Ours:
        """Our rows of a sheet."""


def decide(made: Deciding) -> None:
    """The clashes on which a person has chosen: done, and off the sheet."""
    rows: dict[tuple[str, str], list[Clash]] = {}
    for one in list(made.clashes.values()):
        if one.take == OURS:
            _decided(made, one)
        elif one.take == THEIRS and one.sheet in made.shapes:
            rows.setdefault((one.sheet, f"{one.book}|{one.mark}"), []).append(one)
    for (name, _), members in rows.items():
        _take_theirs(made, name, members)


def customer_of(day: Day, cells: Cells) -> str:
    """The number of the customer that a line names, perhaps only by name or number to call; '' where nobody can tell."""
    if cells.get(CUSTOMER):
        return cells[CUSTOMER]
    customers = day.world.frame("客户")
    for heading, column in ((NAME, NAME), ("电话", "手机"), ("电话", "座机")):
        wanted = cells.get(heading, "")
        here = says(day.world.column(customers, column)).objects() == wanted
        if wanted and int(here.sum()) == 1:
            return str(customers.key().objects()[here][0])
    return ""


def _take_theirs(made: Deciding, name: str, members: Sequence[Clash]) -> None:
    """The clerk's cells of one row, into our row, into its record or, where there is neither any more, a new row below."""
    ours, first, shape = made.sheet(name), members[0], made.shapes[name]
    place = _place(ours, first)
    if not first.mark.startswith((NEW, "?")) and (late := known_late(made.day, shape, members, place)):
        made.say(f"  {late}")
        return
    cells = {one.heading: one.theirs for one in members}
    is_cleared = place is None or not any(place.cells.get(heading) for heading in shape.typed)
    if shape.whole and is_cleared and not is_another_call(members) and (record := _record(made, first)):
        _correct(made, members, record)
        return
    if place is None:
        task = {TASK: first.mark} if name == LIST and not first.mark.startswith((NEW, "?")) else {}
        ours.added.append({**(first.known or task), **{heading: text for heading, text in cells.items() if text}})
        made.done.rows += 1
    else:
        made.put.setdefault(name, {}).update({(place.row, heading): text for heading, text in cells.items()})
    made.done.cells += len(cells)
    for one in members:
        _decided(made, one)


def _place(ours: Ours, first: Clash) -> Found | None:
    """Our row by now: by its number, or one that has none by what it said when the conflict arose."""
    if first.mark.startswith("?"):
        return None
    if first.mark.startswith((NEW, "行")):
        return ours.of(first.mark, first.known) if first.place else None
    return ours.of(first.mark, {})


def _record(made: Deciding, first: Clash) -> int:
    """The record that the clerk's line became before it was changed; 0 where it became none."""
    key = first.book, first.sheet, first.mark
    states = made.known.states.get(key, [])
    who = next((found for cells in (first.known, *reversed(states)) if (found := customer_of(made.day, cells))), "")
    return record_of(made.day, first, who, states[:-1], made.known.since.get(key, "")) if RECORDS in made.shapes else 0


def _correct(made: Deciding, members: Sequence[Clash], record: int) -> None:
    """The one record says what the clerk says now; a result can't be taken back so, nor one that nobody can read."""
    first = members[0]
    told = {one.heading: one.theirs for one in members}
    task = "" if first.mark.startswith(NEW) else first.mark
    cells, issues = understood(made.day, filled(task, {heading: text for heading, text in told.items() if text}))
    if OUTCOME in told and not told[OUTCOME]:
        made.say(
            worded(
                "  {row}：交回来的把结果清空了，【回访记录】第 {record} 行没有动；不算这一次，就删去那一行，再选“{ours}”。",
                row=first.row,
                record=record,
                ours=OURS,
            )
        )
        return
    if issues:
        for issue in issues:
            made.say(f"  {issue}")
        return
    columns = made.day.world.schema.sheets[RECORDS]
    cleared = [heading for heading, text in told.items() if not text and columns.column(heading) is not None]
    put = {**{heading: str(value) for heading, value in cells.items()}, **dict.fromkeys(cleared, "")}
    made.sheet(RECORDS)
    made.put.setdefault(RECORDS, {}).update({(record, heading): text for heading, text in put.items()})
    made.done.cells += len(put)
    said = worded("，").join(f"{heading} {text}".strip() for heading, text in put.items())
    made.say(worded("  {row}：改了【回访记录】第 {record} 行：{said}。", row=first.row, record=record, said=said))
    for one in members:
        _decided(made, one)


def _decided(made: Deciding, one: Clash) -> None:
    made.clashes.pop(one.key)
    made.decided.append(one.key)
    now = made.day.world.now
    words = worded("定了取{take}：{rest}", take=one.take, rest=one.theirs if one.take == THEIRS else one.ours)
    state = f"{one.take}·{now.isoformat()}"
    made.lines.append(Line(now, one.by, "", one.saved, CLASHES, one.row, f"{one.heading}={one.theirs}", words, state,
                           one.book, f"{one.sheet}·{one.mark}·{one.heading}"))  # fmt: skip
