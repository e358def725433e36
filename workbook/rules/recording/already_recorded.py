"""Records that stand in 回访记录 already: their numbers are never given out again, and nothing is recorded twice."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa

from workbook.rules.facts.answers import RECORDS
from workbook.rules.recording.typed_cells import LIST, OUTCOME, TIME, Filled
from workbook.rules.recording.typed_rows import Batch
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Mask, says
from workbook.rules.world.world import World
from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid
from workbook.sheets.headers import accepted, find
from workbook.sheets.moments import moments
from workbook.sheets.texts import tidy
from workbook.words.issues import Kind
from workbook.words.place import Place

NUMBER = "记录编号"
_OURS = re.compile(r"R(\d{8})-(\d+)")


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The records there are.

    Shapes:
        frame: 回访记录 as found. by_task: 任务编号 → codes of the words that name it, alone or among merged ones.
        last: day (YYYYMMDD) → the highest running number of that day seen anywhere.
    """

    frame: Frame
    by_task: dict[str, list[int]] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def fresh_numbers(self, today: date, count: int) -> list[str]:
        """Numbers for new records: R20260309-001 and on, behind the last of that day."""
        day = f"{today:%Y%m%d}"
        start = self.last.get(day, 0)
        return [f"R{day}-{start + turn:03d}" for turn in range(1, count + 1)]

    def holds(self, batch: Batch, index: int) -> bool:
        """Whether a typed row stands here already.

        With a day and a minute typed it is told by task, time and outcome. Without, by task, outcome and answers,
        unless the paper was made for a later try than there are records of.
        """
        row = batch.filled[index]
        rows = [at for at in self._of_task(batch, index) if self._same(OUTCOME, at, batch, index)]
        if not rows:
            return False
        typed = batch.drafts.typed[TIME].data[index]
        if _is_dated(row) and typed != typed.astype("datetime64[D]"):
            minutes = self.frame.typed[TIME].data[rows].astype("datetime64[m]")
            return bool((minutes == typed.astype("datetime64[m]")).any())
        if row.attempt is not None and len(self._of_task(batch, index)) < row.attempt:
            return False
        if _is_dated(row):
            rows = [at for at in rows if self.frame.typed[TIME].data[at].astype("datetime64[D]") == typed]
        headings = [heading for heading in row.cells if heading not in {OUTCOME, TIME}]
        return any(all(self._same(heading, at, batch, index) for heading in headings) for at in rows)

    def reached(self, batch: Batch, index: int, outcomes: Collection[str]) -> Place | None:
        """Where a record of the row's task stands that ends so."""
        rows = self._of_task(batch, index)
        if batch.filled[index].attempt is not None and len(rows) < (batch.filled[index].attempt or 0):
            return None
        said = self.frame.typed[OUTCOME].take(np.array(rows, dtype=np.int64)).objects()
        return next(
            (self.frame.place(at, OUTCOME) for at, word in zip(rows, said, strict=True) if word in outcomes), None
        )

    def _of_task(self, batch: Batch, index: int) -> list[int]:
        key = batch.drafts.typed["任务编号"].objects()[index]
        if key:
            codes = [code for one in str(key).split("、") for code in self.by_task.get(one, [])]
            return np.flatnonzero(np.isin(self.frame.typed["任务编号"].data, codes)).tolist() if codes else []
        customer = batch.drafts.typed["客户编号"].objects()[index]
        loose = self.frame.typed["任务编号"].missing()
        mine = self.frame.typed["客户编号"].matching(lambda word: word == customer)
        return np.flatnonzero(mine & loose).tolist()

    def _same(self, heading: str, at: int, batch: Batch, index: int) -> bool:
        if heading not in self.frame.typed or heading not in batch.drafts.typed:
            return heading not in batch.drafts.typed
        mine = says(batch.drafts.typed[heading]).objects()[index]
        return bool(says(self.frame.typed[heading].take(np.array([at]))).objects()[0] == mine)


def _is_dated(row: Filled) -> bool:
    """Whether its 回访时间 says a day, not only a time of day."""
    cells = tidy(pa.array([row.time], pa.string()))
    return bool(moments(cells)[0][0].as_py())


def refuse_seconds(batch: Batch, known: Known, again: Mask, ending: Collection[str], open_: AbstractSet[str]) -> None:
    """Of two papers that end one task the second is left out: the list and a form may tell of one call in other words.

    Whoever called twice says when.

    Shapes:
        again: rows that stand in 回访记录 already. ending: outcomes that end a task. open_: tasks that are listed still.
    """
    first: dict[str, Place] = {}
    words = batch.drafts.typed[OUTCOME].objects()
    _refuse_pasted(batch, again)
    for index, key in enumerate(batch.drafts.typed["任务编号"].objects()):
        if not key or again[index] or batch.refused[index] or words[index] not in ending:
            continue
        parts = str(key).split("、")
        other = next((first[one] for one in parts if one in first), None)
        if other is None and not open_ & set(parts):
            other = known.reached(batch, index, ending)
        if other is not None and not batch.filled[index].time.strip():
            batch.refuse(index, Kind.RESULT_AGAIN, OUTCOME, task=key, outcome=words[index], other=str(other))
        else:
            first |= dict.fromkeys(parts, batch.filled[index].at(OUTCOME))


def _refuse_pasted(batch: Batch, again: Mask) -> None:
    """Of two rows of the list for one task (one was pasted) that say different things the second waits, or says when."""
    listed: dict[str, Filled] = {}
    for index, key in enumerate(batch.drafts.typed["任务编号"].objects()):
        row = batch.filled[index]
        if not key or again[index] or row.where.sheet != LIST or not (row.where.row and row.outcome.strip()):
            continue
        first = next((listed[one] for one in str(key).split("、") if one in listed), None)
        if first is None:
            listed |= dict.fromkeys(str(key).split("、"), row)
        elif not row.time.strip() and not batch.refused[index]:
            other = str(first.at(OUTCOME))
            batch.refuse(index, Kind.RESULT_AGAIN, OUTCOME, task=key, outcome=first.outcome, other=other)


def known_records(world: World, records: Grid | None = None) -> Known:
    """The records of a world, and every number of theirs that any sheet has seen."""
    frame = world.found(RECORDS)
    made = Known(frame)
    for code, key in enumerate(frame.typed["任务编号"].words):
        for one in str(key).split("、"):
            made.by_task.setdefault(one, []).append(code)
    for word in _numbers(world, frame, records):
        match = _OURS.fullmatch(str(word).strip())
        if match:
            made.last[match[1]] = max(made.last.get(match[1], 0), int(match[2]))
    return made


def _numbers(world: World, frame: Frame, records: Grid | None) -> list[str]:
    """Numbers of records: their own, those that other sheets point to, and those of rows that could not be read."""
    words: list[Array] = [frame.key().words]
    for name, sheet in world.schema.sheets.items():
        for column in sheet.columns:
            if column.type.target == RECORDS and name in world.tables.frames and "." not in name:
                held = world.found(name).typed.get(column.heading)
                words += [] if held is None else [held.words]
    return [*(str(word) for part in words for word in part), *_raw(world.schema.sheets[RECORDS], records)]


def _raw(sheet: Sheet, records: Grid | None) -> Sequence[str]:
    header = find(records, accepted(sheet.columns)) if records is not None else None
    if records is None or header is None or NUMBER not in header.columns:
        return ()
    cells = tidy(records.columns[header.columns[NUMBER]].slice(header.row + 1)).to_pylist()
    return [word for word in cells if word]
