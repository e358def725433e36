"""Which rows of a day's sheets may leave for the archive, and why others stay: whatever is still open stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Check, Duty, Sample, Sanction, Trace
from workbook.rules.owed.chain_sheet import found as chains
from workbook.rules.penalties.closings import closed_months
from workbook.rules.worklist.handover import STILL
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says
from workbook.sheets.columns import Sheet
from workbook.words.place import ARCHIVED
from workbook.words.tongue import declared

LEDGERS = {
    "历史": "时间", "处罚台账": "日期", "抽样台账": "抽取日", "定额结果": "期末", "修改记录": "时间", "运行记录": "日期",
    "发件记录": "时间",
}  # fmt: skip
"""Sheets of ours that only grow, and what dates their rows."""

KEEP = {"节假日", "客户", "员工", "交接安排", "关账"}
"""Sheets that are looked things up in, however old a row is."""

WAITING = {"待裁决", "申诉中"}
LATER, OPEN, WRONG = declared("有在那天或以后的日子"), declared("还没办完"), declared("有要改的地方")
FAILED, UNDECIDED, UNSIGNED = declared("检查没有通过"), declared("罚款还没有定"), declared("那个月还没有关账")


@dataclass(slots=True, eq=False)
class Old:
    """The rows of one sheet from before a day.

    Shapes:
        rows: sheet rows that may leave, in order; years: the year of each. stays: why others of before that day stay.
    """

    sheet: str
    header: int
    rows: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    years: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    stays: Counter[str] = field(default_factory=Counter)

    def hold(self, reasons: dict[int, str]) -> None:
        """Some of the rows stay after all."""
        for row in self.rows.tolist():
            if row in reasons:
                self.stays[reasons[row]] += 1
        kept = ~np.isin(self.rows, np.array(sorted(reasons), dtype=np.int64))
        self.rows, self.years = self.rows[kept], self.years[kept]


def old_rows(day: Day, before: date) -> Iterator[Old]:
    """Every sheet whose rows can leave, with those that were dated before a day and are done with."""
    open_ = _open(day)
    wrong: dict[str, set[int]] = {}
    for one in day.issues:
        wrong.setdefault(one.place.sheet, set()).add(one.place.row)
    for name in day.world.tables.cells:
        sheet = day.world.schema.sheets.get(name)
        dated = dated_by(sheet) if sheet is not None else ""
        frame = day.world.tables.frames.get(name)
        if sheet is None or frame is None or dated not in day.world.tables.cells[name]:
            continue
        made = _old(day, sheet, frame, dated, before)
        made.hold(_held(day, name, open_.get(name, {})))
        called = day.world.tables.named(name)
        made.hold(dict.fromkeys(wrong.get(called, set()) | wrong.get(name, set()), WRONG))
        yield made


def dated_by(sheet: Sheet) -> str:
    """The heading that dates the rows of a sheet; '' where they never leave."""
    if sheet.virtual or "." in sheet.name or sheet.name in KEEP:
        return ""
    if sheet.ours:
        return LEDGERS.get(sheet.name, "")
    known = sheet.key is not None or any(one.required or one.plays("时间") for one in sheet.columns)
    dated = sheet.time or sheet.start
    return dated.heading if known and dated is not None else ""


def _old(day: Day, sheet: Sheet, frame: pd.DataFrame, dated: str, before: date) -> Old:
    """The rows of one sheet that were dated before, those with a later day in any column left out."""
    made = Old(sheet.name, day.world.tables.header[sheet.name])
    rows = frame["行号"].to_numpy(np.int64)
    limit = np.datetime64(before, "us")
    when = frame[dated].to_numpy("datetime64[us]")
    mine = (when < limit) & (rows <= ARCHIVED)
    later = np.zeros(len(frame), dtype=bool)
    for column in sheet.columns:
        if column.heading not in day.world.tables.cells[sheet.name]:
            continue
        if column.type.kind == "moment":
            later |= frame[column.heading].to_numpy("datetime64[us]") >= limit
        elif column.type.name == "期":
            later |= (frame[column.heading].fillna("").astype(str) >= f"{before:%Y-%m}").to_numpy(bool)
    made.stays[LATER] += int((mine & later).sum())
    mine &= ~later
    made.rows = rows[mine]
    made.years = when[mine].astype("datetime64[Y]").astype(np.int64) + 1970
    return made


def _held(day: Day, name: str, keys: Mapping[str, str]) -> dict[int, str]:
    """The sheet rows with some keys."""
    if not keys:
        return {}
    frame = day.world.found(name)
    known = zip(says(frame.key()).objects().tolist(), frame.rows.tolist(), strict=True)
    return {row: keys[str(key)] for key, row in known if key is not None and str(key) in keys}


def _open(day: Day) -> dict[str, dict[str, str]]:
    """Sheet → key → why the row stays."""
    book = day.world.book
    found: dict[str, dict[str, str]] = {}
    if book.all(Check):
        for sheet, key in _said(day.checked(only_failed=True), ("表", "主键"), "通过", {"否"}):
            found.setdefault(sheet, {})[key] = FAILED
    if book.all(Duty):
        for sheet, key in _said(day.sheet("义务"), ("源表", "源编号"), "状态", set(STILL)):
            found.setdefault(sheet, {})[key] = OPEN
    if book.all(Trace):
        found_chains = chains(day.world)
        for at, chain in enumerate(found_chains.held):
            for step in found_chains.steps(at) if chain.next else ():
                found.setdefault(step.sheet, {})[step.key] = OPEN
    if book.all(Sample):
        draws = day.sheet("抽样台账")
        undone = draws.typed["完成时间"].missing() & draws.typed["抽中"].matching(lambda word: word == "抽中")
        keys = says(draws.key()).objects()[np.flatnonzero(undone)]
        found["抽样台账"] = dict.fromkeys(map(str, keys), OPEN)
    if book.all(Sanction):
        found["处罚台账"] = dict(_fines(day))
    return found


def _said(frame: Frame, columns: tuple[str, str], heading: str, words: set[str]) -> Iterator[tuple[str, str]]:
    """Two columns of the rows that say one of some words."""
    at = np.flatnonzero(frame.typed[heading].matching(lambda word: word in words))
    one, other = (says(frame.typed[name]).objects()[at].tolist() for name in columns)
    yield from ((str(sheet), str(key)) for sheet, key in zip(one, other, strict=True))


def _fines(day: Day) -> Iterator[tuple[str, str]]:
    """Lines of 处罚台账 that a person still decides, or whose month an office that signs months hasn't signed."""
    frame, signed = day.sheet("处罚台账"), closed_months(day.world)
    columns = (says(frame.typed[name]).objects().tolist() for name in ("行键", "状态", "账期"))
    for key, state, month in zip(*columns, strict=True):
        if state in WAITING:
            yield str(key), UNDECIDED
        elif signed and month not in signed:
            yield str(key), UNSIGNED
