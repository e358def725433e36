"""Typed rows beside the records they will become: every cell read as the sheet 回访记录 would read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import pyarrow as pa

from workbook.rulebook.sorts.model import Question
from workbook.rules.facts.answers import RECORDS, stored_in
from workbook.rules.recording.drafts import changed
from workbook.rules.recording.near_days import gone_by, near, to_come
from workbook.rules.recording.short_words import bare, spelt
from workbook.rules.recording.typed_cells import LIST, PROMISED, STAFF, TIME, Filled, answer_column
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Mask, Vec, numbers, says, text
from workbook.rules.world.vectors import moments as moment_vec
from workbook.rules.world.world import World
from workbook.sheets.clean import clean
from workbook.sheets.codes import Code, Codes
from workbook.sheets.columns import Column
from workbook.sheets.meant import Meant
from workbook.sheets.moments import moments
from workbook.sheets.texts import tidy
from workbook.sheets.times import clock_time
from workbook.sheets.years import example
from workbook.words.issues import Issue, Kind, issue
from workbook.words.tongue import worded

RUNS, LISTING = "运行记录", {"今日清单", "登记", "每日"}
"""Jobs that make the list anew."""
_UNREAD = {Kind.BAD_DATE, Kind.DATE_NO_YEAR, Kind.UNKNOWN_CODE}
_REFUSED = {Kind.TYPED_UNKNOWN, Kind.PROMISE_PAST, Kind.CALL_AHEAD}


@dataclass(slots=True, eq=False)
class Batch:
    """Typed rows beside the records they will become.

    Shapes:
        filled: n typed rows. work: n tasks, shaped like 今日清单. drafts: n records, the typed cells being put in.
        refused: n marks: something must be mended first. issues: each with its row. elsewhere: answers that belong on
        another sheet, as (row, question, answer).
    """

    world: World
    filled: Sequence[Filled]
    work: Frame
    drafts: Frame
    refused: Mask
    issues: list[tuple[int, Issue]] = field(default_factory=list)
    elsewhere: list[tuple[int, Question, str]] = field(default_factory=list)

    def note(self, at: int, kind: Kind, cell: str, /, **words: object) -> None:
        """Keeps an issue at the cell of a row; 停 refuses the row."""
        self.issues.append((at, issue(kind, self.filled[at].at(cell), **words)))
        if kind.level == "停":
            self.refused[at] = True

    def refuse(self, at: int, kind: Kind, cell: str, /, **words: object) -> None:
        """Keeps an issue and the row, whatever the issue's level: a cell that can't be read must not be lost."""
        self.note(at, kind, cell, **words)
        self.refused[at] = True


def read_cells(batch: Batch) -> None:
    """Puts every typed cell into its column of the drafts, cleaned as the sheet 回访记录 itself is."""
    sheet = batch.world.schema.sheets[RECORDS]
    columns = {question.question: (question, answer_column(batch.world, question)) for question in _asked(batch)}
    for heading in dict.fromkeys(heading for row in batch.filled for heading in row.cells):
        question, column = columns.get(heading, (None, sheet.column(heading)))
        if column is None:
            continue
        cells = [row.cells.get(heading) for row in batch.filled]
        if heading in {TIME, PROMISED}:
            cells = _clocked(batch, heading, cells)
        if column.type.name in {"代码", "是否", "多选"}:
            cells = [bare(cell) for cell in cells]
        if column.type.name == "代码" and (options := batch.world.codes.of(column.type)):
            on_list = [row.where.sheet == LIST for row in batch.filled]
            cells = [spelt(cell, options) if own else cell for cell, own in zip(cells, on_list, strict=True)]
        vec = _clean(batch, heading, column, cells)
        if question is not None and stored_in(question)[0] != RECORDS:
            said = says(vec).objects()
            batch.elsewhere += [(at, question, str(text)) for at, text in enumerate(said) if text is not None]
        else:
            _put(batch, column, vec)
    _settle_times(batch)
    _settle_staff(batch)


def _asked(batch: Batch) -> tuple[Question, ...]:
    """Every question of the rulebook; a 题号 that two forms share stands for the rows' own form first."""
    own = {word for word in batch.work.typed["问卷"].words for word in str(word).split("、")}
    return tuple(sorted(batch.world.book.all(Question), key=lambda question: question.form in own))


def _put(batch: Batch, column: Column, vec: Vec) -> None:
    """Typed values over what the task carried."""
    carried = batch.drafts.typed.get(column.heading)
    changed(batch.drafts, column.heading, vec if carried is None else vec.otherwise(carried))


def _clean(batch: Batch, heading: str, column: Column, cells: Sequence[str | None]) -> Vec:
    found = clean(tidy(pa.array(cells, pa.string())), column, _codes(batch.world))
    for wrong in found.wrong:
        if wrong.kind.level != "注":
            words = dict(wrong.words) | {"heading": heading}
            if wrong.kind is Kind.DATE_NO_YEAR:
                words["example"] = example(words["example"], heading, batch.world.today)
            kind = Kind.TYPED_UNKNOWN if wrong.kind is Kind.UNKNOWN_CODE else wrong.kind
            batch.refuse(wrong.at, kind, heading, **words)
    if column.type.kind == "text":
        return text(found.values.to_pylist(), column.type)
    held = found.values.to_numpy(zero_copy_only=False)
    return numbers(held, column.type) if column.type.kind == "number" else moment_vec(held, column.type)


def _with_labels(codes: Codes) -> Codes:
    """The codes with what is printed of them as further aliases: staff copy what they read."""

    def spoken(code: Code) -> Code:
        return replace(code, aliases=(*code.aliases, code.label)) if code.label != code.code else code

    return Codes({name: tuple(spoken(code) for code in group) for name, group in codes.groups.items()})


def _clocked(batch: Batch, heading: str, cells: Sequence[str | None]) -> list[str | None]:
    """What people write beside a call (下周一, 14:30) as a moment: the last such one for 回访时间, the next for 约定时间."""
    texts = tidy(pa.array(cells, pa.string()))
    days, _ = moments(texts)
    made = list(cells)
    for at, cell in enumerate(texts.to_pylist()):
        if not cell or days[at].as_py() is not None:
            continue
        now = _until(batch, at) if heading == TIME else _called(batch, at)
        clock = clock_time(cell) if not any("一" <= sign <= "龥" for sign in cell) else None
        moment = near(clock or cell, now, ahead=heading == PROMISED)
        if moment is None and (other := _other_side(heading, clock or cell, cell, now)) is not None:
            batch.refuse(at, other[0], heading, **other[1])
            made[at] = None
            continue
        made[at] = moment.isoformat(sep=" ") if moment is not None else cell
        if heading == TIME and moment is not None and now != batch.world.now:
            batch.note(at, Kind.TIME_OF_LIST, TIME, paper=_paper(batch, at), day=f"{now:%Y-%m-%d}")
    return made


def _until(batch: Batch, at: int) -> datetime:
    """The last moment at which a row's call may have been: now, or the end of the day of an older list."""
    last = _earlier_day(batch, at)
    if last is None:
        return batch.world.now
    day: datetime = last.astype("datetime64[s]").item()
    return day.replace(hour=23, minute=59)


def _called(batch: Batch, at: int) -> datetime:
    """When a row's call was, as far as its cell says."""
    text = batch.filled[at].time
    until = _until(batch, at)
    found = moments(tidy(pa.array([text], pa.string())))[0][0].as_py() if text.strip() else None
    moment = found or (near(text, until, ahead=False) if text.strip() else None)
    return moment or (until if until == batch.world.now else until.replace(hour=0, minute=0))


def _settle_times(batch: Batch) -> None:
    """A row without 回访时间 is of now, on a paper of an earlier day of that day; a promise before the call is asked about."""
    minute = np.full(len(batch.filled), batch.world.instant.astype("datetime64[m]").astype("datetime64[us]"))
    for place, paper in enumerate(batch.filled):
        last = _earlier_day(batch, place) if not paper.time.strip() else None
        if last is not None:
            minute[place] = last
            told = str(last.astype("datetime64[D]"))
            batch.note(place, Kind.TIME_OF_LIST, TIME, paper=_paper(batch, place), day=told)
    typed = batch.drafts.typed[TIME].data
    bad = np.array([bool(row.time.strip()) for row in batch.filled], dtype=bool) & np.isnat(typed)
    changed(batch.drafts, TIME, Vec(batch.drafts.typed[TIME].type, np.where(np.isnat(typed) & ~bad, minute, typed)))
    at, promised = batch.drafts.typed[TIME].data, batch.drafts.typed[PROMISED].data
    for row in np.flatnonzero(promised < at.astype("datetime64[D]")):
        batch.note(int(row), Kind.ENDS_BEFORE_START, PROMISED, end=PROMISED, start=TIME)


def _earlier_day(batch: Batch, at: int) -> np.datetime64 | None:
    """The day of a row's list, or of its form, where it isn't today's."""
    paper = batch.filled[at]
    if paper.where.sheet == LIST:
        return list_day(batch.world)
    made = np.datetime64(paper.made_on, "us") if paper.made_on else None
    return made if made is not None and made < np.datetime64(batch.world.today, "us") else None


def _paper(batch: Batch, at: int) -> str:
    return worded("清单") if batch.filled[at].where.sheet == LIST else worded("记录表")


def list_day(world: World) -> np.datetime64 | None:
    """The day of the list as it stands in the workbook, where it isn't today's: what is typed there was done then."""
    return world.remembered("那天的清单", "", lambda: _list_day(world))


def _list_day(world: World) -> np.datetime64 | None:
    runs = world.found(RUNS)
    made = runs.typed["日期"].data[runs.typed["作业"].matching(lambda word: word in LISTING)]
    made = made[~np.isnat(made)]
    last = made.max() if len(made) else None
    return last if last is not None and last < np.datetime64(world.today, "us") else None


def as_recorded(world: World, found: Issue) -> Issue | None:
    """What stays said of a cell of the list: nothing where 登记 understands its words, though the list's own reading
    doesn't: 下周一, 打通.

    What 登记 has refused already is said once, in its own words; what neither understands stays said.
    """
    if found.place.sheet == LIST and found.kind is Kind.ALIAS_FOLDED:
        return None  # 登记 takes it as said, and the cell is gone with it
    if found.place.sheet != LIST or found.kind not in _UNREAD:
        return found
    columns = world.tables.cells[LIST]
    heading = next((one for one, place in columns.items() if place == found.place.column), "")
    words = dict(found.words).get("value", "")
    if any(one.kind in _REFUSED and one.place == found.place for one in world.issues):
        return None
    if found.kind is Kind.UNKNOWN_CODE:
        return None if _is_word(world, heading, words) else found
    if heading not in {TIME, PROMISED}:
        return found
    if near(clock_time(words) or words, world.now, ahead=heading == PROMISED) is not None:
        return None
    other = _other_side(heading, clock_time(words) or words, words, world.now)
    return found if other is None else issue(other[0], found.place, **other[1])


def _other_side(heading: str, words: str, cell: str, now: datetime) -> tuple[Kind, dict[str, str]] | None:
    """What is said of a promise that names a day gone by, or of a call that names one to come."""
    said = gone_by(words, now) if heading == PROMISED else to_come(words, now)
    if said is None:
        return None
    return (Kind.PROMISE_PAST, {**said, "value": cell}) if heading == PROMISED else (Kind.CALL_AHEAD, said)


def _is_word(world: World, heading: str, words: str) -> bool:
    """Whether 登记 would take words for one that a column of 回访记录 may hold."""
    column = world.schema.sheets[RECORDS].column(heading)
    if column is None or column.type.name != "代码":
        return False
    word = spelt(bare(words), world.codes.of(column.type) or ())
    return not clean(tidy(pa.array([word], pa.string())), column, _codes(world)).values.null_count


def _codes(world: World) -> Codes:
    return world.remembered("登记用的代码", "", lambda: _with_labels(world.codes))


def _settle_staff(batch: Batch) -> None:
    """A person may be written by name."""
    staff = batch.world.frame("员工")
    named = says(batch.world.column(staff, "姓名")).objects().tolist()
    keys = staff.key().objects().tolist()
    typed = batch.drafts.typed[STAFF]
    meant = Meant(pa.array(keys, pa.string()), pa.array(named, pa.string()))
    changed(batch.drafts, STAFF, typed.mapped(lambda word: word if word in keys else meant.one(word) or word))
    found = staff.lookup(batch.drafts.typed[STAFF])
    changed(batch.drafts, STAFF, batch.drafts.typed[STAFF].without(found < 0))
    for at, row in enumerate(batch.filled):
        name = row.cells.get(STAFF, "").strip()
        if name and found[at] < 0:
            hint = (
                worded("“{name}”不止一个，写编号：{several}", name=name, several=worded("、").join(several))
                if (several := meant.all(name))
                else worded("改成对的编号")
            )
            batch.refuse(at, Kind.UNKNOWN_REFERENCE, STAFF, heading=STAFF, value=name, sheet="员工", hint=hint)
