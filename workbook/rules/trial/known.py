"""What a workbook held on an earlier day: rows and done-marks by their own times, our sheets as they stood before a span."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

import numpy as np

from workbook.rulebook.sorts.model import Duty
from workbook.rules.world.frames import Columns, Frame
from workbook.rules.world.vectors import NAT, Array, Positions, Vec
from workbook.rules.world.world import World
from workbook.sheets.types import Type

DAY = np.timedelta64(1, "D")
NEVER = np.datetime64("9999-12-31", "us")
ENTERED, RECORDS, HISTORY, DRAWS = "登记时间", "回访记录", "历史", "抽样台账"
MASTERS = {"客户", "员工", "值班"}
"""Sheets that hold no happenings: who there is, and who is on duty on days to come."""
ENDS = ("止", "结束日")
"""A sheet with such a column holds stretches that are announced before they begin: leave, holidays, contracts."""
CLOSED_BY = {"处罚台账": "日期", "定额结果": "期末", DRAWS: "抽取日"}
"""Sheets of ours whose older lines bind later days, with the column that dates them."""
PLAYED = ("分派", "判定")
"""Kinds of lines in 历史 that rules write; a trial writes its own."""


class Known:
    """The facts of a workbook, to be asked for as they were known at a moment of a span that begins on `first`."""

    def __init__(self, world: World, first: date) -> None:
        self._first = np.datetime64(first, "us")
        self._base = {name: world.found(name) for name in world.tables.frames if name in world.schema.sheets}
        self._since = {name: since for name, frame in self._base.items() if (since := _since(frame)) is not None}
        self._marks: dict[str, list[str]] = {}
        for rule in world.book.all(Duty):
            if len(rule.done_column) == 1 and not rule.done_sheet and rule.source in self._since:
                headings = self._marks.setdefault(rule.source, [])
                if rule.done_column[0] not in headings:
                    headings.append(rule.done_column[0])

    def on(self, moment: datetime) -> dict[str, Frame]:
        """Each sheet as it was known then."""
        at = np.datetime64(moment, "us")
        return {name: self._sheet(name, frame, at) for name, frame in self._base.items()}

    def later(self, last: datetime) -> dict[str, int]:
        """How many rows of each sheet became known only after a moment."""
        at = np.datetime64(last, "us")
        counts = {name: int((since > at).sum()) for name, since in self._since.items()}
        return {name: count for name, count in counts.items() if count}

    def _sheet(self, name: str, frame: Frame, at: np.datetime64) -> Frame:
        rows = self._rows(name, frame, at)
        marks = [heading for heading in self._marks.get(name, ()) if heading in frame.typed]
        late = at if any((moment_of(frame.typed[heading]) > at).any() for heading in marks) else None
        return taken(frame, rows, dict.fromkeys(marks, late) if late is not None else {})

    def _rows(self, name: str, frame: Frame, at: np.datetime64) -> Positions | None:
        """The rows known at a moment; None for all of them."""
        if frame.sheet.ours and not name.startswith("名单"):
            return self._ours(name, frame, at)
        if name not in self._since:
            return None
        known = self._since[name] <= at
        return None if known.all() else np.flatnonzero(known)

    def _ours(self, name: str, frame: Frame, at: np.datetime64) -> Positions:
        """What stood in our sheets before the span; of 历史 also what people changed since."""
        if name == HISTORY:
            when = frame.typed["时间"].data
            own = frame.typed["种类"].matching(lambda word: word in PLAYED)
            return np.flatnonzero(when < np.where(own, self._first, np.minimum(at, NEVER)))
        if name not in CLOSED_BY:
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(moment_of(frame.typed[CLOSED_BY[name]]) < self._first)


def _since(frame: Frame) -> Array | None:
    """From when each row was known: 登记时间, else the first of its own times; None for sheets that are always known.

    A record that gives only its day was there at the end of it.
    """
    sheet = frame.sheet
    listed = sheet.name.startswith("名单")
    if sheet.name in MASTERS or (sheet.ours and not listed) or any(sheet.column(one) for one in ENDS):
        return None
    headings = [c.heading for c in sheet.columns if c.type.kind == "moment" and c.heading in frame.cells]
    if listed:
        headings = [heading for heading in headings if heading == "已发时间"]
    found = np.full(len(frame), NAT)
    for heading in headings:
        found = np.fmin(found, frame.typed[heading].data)
    if ENTERED in frame.typed:
        entered = moment_of(frame.typed[ENTERED])
        found = np.where(np.isnat(entered), found, entered)
    if sheet.name == RECORDS:
        found = np.where(found == found.astype("M8[D]").astype("M8[us]"), found + DAY, found)
    nothing = NEVER if listed else np.datetime64("1900-01-01", "us")
    return np.where(np.isnat(found), nothing, found)


def moment_of(vec: Vec) -> Array:
    """A column of days or instants as instants."""
    return vec.of(Type("时点")).data


def taken(frame: Frame, rows: Positions | None, late: dict[str, np.datetime64]) -> Frame:
    """Some rows of a sheet as a sheet of its own, each column taken when it is asked for; marks later than a moment are empty."""
    columns = Columns({heading: partial(_column, frame, heading, rows, late.get(heading)) for heading in frame.typed})
    return Frame(frame.sheet, frame.rows if rows is None else frame.rows[rows], columns, frame.cells)


def _column(frame: Frame, heading: str, rows: Positions | None, late: np.datetime64 | None) -> Vec:
    vec = frame.typed[heading]
    if late is not None:
        vec = vec.without(moment_of(vec) > late)
    return vec if rows is None else vec.take(rows)
