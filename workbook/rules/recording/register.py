"""登记: what staff typed becomes rows of 回访记录, once, through a gate; and what those rows will set going."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from workbook.rulebook.sorts.model import Outcome
from workbook.rules.facts.registered import REGISTERED
from workbook.rules.recording.already_recorded import known_records, refuse_seconds
from workbook.rules.recording.call_days import check_days
from workbook.rules.recording.drafts import Planned, changed, draft, located, rules_named, taken
from workbook.rules.recording.gates import check_answers, check_outcomes, is_talk
from workbook.rules.recording.own_lines import settle_direction
from workbook.rules.recording.sequels import Sequels, sequels
from workbook.rules.recording.typed_cells import BROUGHT, LIST, STAFF, TIME, Filled, filled, typed_rows
from workbook.rules.recording.typed_rows import Batch, read_cells
from workbook.rules.worklist.tasks import picked
from workbook.rules.worklist.worklist import Worklist
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Vec, constant, text
from workbook.rules.world.world import World
from workbook.sheets.grid import Grid
from workbook.sheets.types import Type
from workbook.words.issues import Issue, Kind, issue

__all__ = ["Filled", "Recorded", "recorded", "typed_rows"]

Value = str | int | float | date | datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """What registration makes of typed rows.

    Shapes:
        rows: new rows of 回访记录, heading → value; empty cells are left out. done: 任务编号 whose typed cells may be
        cleared, because they stand in 回访记录 now or stood there already. finished: the same as rows of paper, for
        lines without 任务编号. kept: 任务编号 that stay as they are until their issues are mended.
        issues: what is wrong, at the typed cells. landed: of those whose row was recorded all the same its 记录编号.
        opened: sentences for staff: what the rows will set going.
    """

    rows: tuple[Mapping[str, Value], ...] = ()
    done: frozenset[str] = frozenset()
    finished: tuple[Filled, ...] = ()
    kept: frozenset[str] = frozenset()
    issues: tuple[Issue, ...] = ()
    opened: tuple[str, ...] = ()
    landed: Mapping[Issue, str] = field(default_factory=dict)


def recorded(day: Planned, typed: Sequence[Filled], *, records: Grid | None = None) -> Recorded:
    """The new rows of 回访记录 out of what staff typed; typing the same again adds nothing.

    Shapes:
        typed: from `typed_rows` and from filled forms. records: the sheet 回访记录 as found, so that numbers of rows
        which could not be read are not given out again.
    """
    world, papers = day.world, _together(typed)
    work, at = located(world, day.worklist, [_key(day.worklist, mine[0]) for mine in papers])
    lost = [mine for mine, place in zip(papers, at, strict=True) if place < 0 and not _own_line(world, mine[0])]
    there = [index for index, mine in enumerate(papers) if mine not in lost]
    papers = [papers[index] for index in there]
    batch = _batch(day, [_one(mine) for mine in papers], work, at[there])
    read_cells(batch)
    check_days(batch)
    _say_versions(day, batch.drafts)
    outcomes = check_outcomes(batch)
    check_answers(batch, outcomes)
    settle_direction(batch)
    known = known_records(world, records)
    again = np.array([known.holds(batch, index) for index in range(len(papers))], dtype=bool)
    listed = {part for key in day.worklist.listed.typed["任务编号"].objects() for part in str(key).split("、")}
    refuse_seconds(batch, known, again, {one.id for one in outcomes if one is not None and is_talk(one)}, listed)
    fresh = np.flatnonzero(~again & ~batch.refused)
    numbers = known.fresh_numbers(world.today, len(fresh))
    rows, after = _made(batch, fresh, numbers, outcomes)
    record = dict(zip(fresh.tolist(), numbers, strict=True))
    closed = {*fresh.tolist(), *np.flatnonzero(again).tolist()}
    found = [_lost(mine[0]) for mine in lost]
    waits = batch.refused  # such a row keeps its day on the list: `typed_earlier` puts it there
    found += [
        one
        for index, one in batch.issues
        if not again[index] and not (waits[index] and _keeps_its_day(batch.filled[index], one))
    ]
    finished = [paper for index, mine in enumerate(papers) if index in closed for paper in mine]
    kept = [paper for index, mine in enumerate([*papers, *lost]) if index not in closed for paper in mine]
    return Recorded(
        rows=rows,
        done=frozenset(paper.task_id for paper in finished) - {""},
        finished=tuple(finished),
        kept=frozenset(paper.task_id for paper in kept) - {""},
        issues=(*found, *after.blocked),
        opened=after.sentences,
        landed={one: record[index] for index, one in batch.issues if index in record},
    )


def understood(day: Planned, row: Filled) -> tuple[dict[str, Value], tuple[Issue, ...]]:
    """What the typed cells of one call say as a record holds them, and what can't be read; nothing is recorded."""
    work, at = located(day.world, day.worklist, [row.task_id])
    batch = _batch(day, [row], work, at)
    before = dict(batch.drafts.typed)
    read_cells(batch)
    check_days(batch)
    made = {heading: vec for heading, vec in batch.drafts.typed.items() if vec is not before.get(heading)}
    settled = {heading for heading in (TIME, STAFF) if heading not in row.cells}
    cells = {heading: _values(vec)[0] for heading, vec in made.items() if heading not in settled}
    return {heading: value for heading, value in cells.items() if value is not None}, tuple(
        one
        for _, one in batch.issues
        if one.kind is not Kind.CALL_BEFORE  # asked about, where a call is recorded; no reason not to mend it
    )


def _together(typed: Sequence[Filled]) -> list[tuple[Filled, ...]]:
    """Rows in which something stands; papers of one try that say nothing different (list and form) stand together."""
    found: list[tuple[Filled, ...]] = []
    for row in typed:
        mates = [at for at, mine in enumerate(found) if row.task_id and all(_agree(row, other) for other in mine)]
        if row.cells and mates:
            found[mates[0]] = (*found[mates[0]], row)
        elif row.cells:
            found.append((row,))
    return found


def _agree(one: Filled, other: Filled) -> bool:
    mine, theirs = one.cells, other.cells
    same_try = (one.task_id, one.attempt) == (other.task_id, other.attempt)
    return same_try and all(mine[heading] == theirs[heading] for heading in mine.keys() & theirs.keys())


def _one(papers: Sequence[Filled]) -> Filled:
    """Papers that belong together as one."""
    if len(papers) == 1:
        return papers[0]
    cells = {heading: text for paper in papers for heading, text in paper.cells.items()}
    places = {heading: place for paper in reversed(papers) for heading, place in paper.places.items()}
    places |= {heading: paper.at(heading) for paper in reversed(papers) for heading in paper.cells}
    first = papers[0]
    said = {name: next((word for one in papers if (word := getattr(one, name))), "") for name in (*BROUGHT, "made_on")}
    return filled(first.task_id, cells, attempt=first.attempt, where=first.where, places=places, **said)


def _keeps_its_day(paper: Filled, found: Issue) -> bool:
    """Whether an issue says of a row of the list what `typed_earlier` writes into its cell."""
    return found.kind is Kind.TIME_OF_LIST and paper.where.sheet == LIST


def _key(day: Worklist, row: Filled) -> str:
    """The row's task; a line without one belongs to the only task that its customer has on the list."""
    if row.task_id or not row.customer:
        return row.task_id
    mine = day.listed.typed["客户编号"].matching(lambda word: word == row.customer)
    found = day.listed.typed["任务编号"].objects()[np.flatnonzero(mine)]
    return str(found[0]) if len(found) == 1 else ""


def _own_line(world: World, row: Filled) -> bool:
    """Whether staff added a line for a customer we know: a contact that no task asked for."""
    customers = world.frame("客户")
    return not row.task_id and bool(row.customer) and int(customers.lookup(text([row.customer]))[0]) >= 0


def _lost(row: Filled) -> Issue:
    """A row of which nobody can tell whose it is: its number is unknown, or it has none and names no customer."""
    if row.task_id:
        return issue(Kind.TASK_UNKNOWN, row.at("任务编号"), value=row.task_id)
    return issue(Kind.CALL_OF_NOBODY, row.at("客户编号"))


def _batch(day: Planned, rows: Sequence[Filled], work: Frame, at: Array) -> Batch:
    """The typed rows beside drafts of their records, with what the tasks bring along."""
    world = day.world
    tasks = taken(work, at)
    drafts = draft(world, tasks, np.arange(len(at)))
    own = tasks.typed["任务编号"].objects()
    rules = tasks.typed["规则"].objects()
    keys = [row.task_id or (str(key) if key else "") for row, key in zip(rows, own, strict=True)]
    whose = drafts.typed["客户编号"].objects()
    columns = {
        "任务编号": [key or None for key in keys],
        "规则": [rules_named(world, *one) or None for one in zip(keys, own, rules, strict=True)],
        "客户编号": [row.customer or None if who is None else who for row, who in zip(rows, whose, strict=True)],
        "话术版本": [row.version or None for row in rows],
    }
    for heading, words in columns.items():
        declared = drafts.sheet.column(heading)
        if declared is not None:
            changed(drafts, heading, text(words, declared.type))
    said = {"方式": [row.channel or None for row in rows], STAFF: [row.owner or None for row in rows]}
    for heading, on_paper in said.items():
        carried = drafts.typed[heading]
        changed(drafts, heading, text(on_paper, carried.type).otherwise(carried))
    channel = drafts.typed["方式"]
    changed(drafts, "方式", channel.otherwise(text(["电话"] * len(rows), channel.type)))
    return Batch(world, rows, tasks, drafts, np.zeros(len(rows), dtype=bool))


def _say_versions(day: Planned, drafts: Frame) -> None:
    """The words in force on the day of the call, where the paper didn't say which it showed."""
    held = drafts.typed["话术版本"]
    listed = {str(key): place for place, key in enumerate(day.listed.typed["任务编号"].objects())}
    keys, days = drafts.typed["任务编号"].objects(), drafts.typed["回访时间"].data.astype("datetime64[D]").tolist()
    wanted = [listed.get(str(key), -1) if gap else -1 for key, gap in zip(keys, held.missing(), strict=True)]
    said = [
        (day.script(place, on).version or None) if place >= 0 else None for place, on in zip(wanted, days, strict=True)
    ]
    changed(drafts, "话术版本", held.otherwise(text(said, held.type)))


def _made(
    batch: Batch, fresh: Array, numbers: Sequence[str], outcomes: Sequence[Outcome | None]
) -> tuple[tuple[Mapping[str, Value], ...], Sequels]:
    """The finished rows, and what they will set going."""
    if not len(fresh):
        return (), Sequels()
    made = picked(batch.drafts, fresh)
    kind = batch.drafts.typed["记录编号"].type
    changed(made, "记录编号", text(numbers, kind))
    changed(made, REGISTERED, constant(batch.world.instant, len(fresh), Type("时点")))
    columns = {heading: _values(vec) for heading, vec in made.typed.items()}
    rows = tuple(
        {heading: value for heading, column in columns.items() if (value := column[at]) is not None}
        for at in range(len(fresh))
    )
    return rows, sequels(batch, made, fresh, [outcomes[index] for index in fresh])


def _values(vec: Vec) -> list[Value | None]:
    """A column as cells."""
    if vec.kind == "moment":
        found: list[datetime | None] = vec.data.astype("datetime64[us]").tolist()
        return [at.date() if at and vec.type.name == "日期" else at for at in found]
    if vec.kind == "number":
        held = [None if value is None else float(value) for value in vec.objects()]
        return [int(value) if value is not None and value.is_integer() else value for value in held]
    return [None if word is None else str(word) for word in vec.objects()]
