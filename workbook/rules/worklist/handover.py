"""交接: who takes over what a person still holds, split by class, ability and capacity; promised times are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from workbook.rulebook.sorts.model import Assign, Duty
from workbook.rules.facts.presence import staff_now
from workbook.rules.owed.states import OPEN
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Positions, says
from workbook.rules.world.world import World
from workbook.words.place import Place

KEPT = (("客户", "归属员工"), ("客户", "第二归属"), ("事件", "负责人"))
"""Who keeps what; who did something (员工编号) is a fact of the past and stays."""

DOER = "员工编号"
STILL = (*OPEN, "未到", "暂缓", "待起")
OVER = {"事件": "处理完成时间"}
"""A row with this filled in is over: it stays with whoever had it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One cell that gets somebody else; `promised` is a time given to the customer, kept by the new keeper."""

    place: Place
    key: str
    name: str
    kind: str
    promised: str
    old: str
    new: str


def handover(world: World, leaver: int, to: Sequence[int] = ()) -> list[Moved]:
    """Every cell that names the leaver as keeper of something open, with whoever takes it over ('' where nobody can).

    Shapes:
        leaver, to: positions in 员工; no `to`: whoever is there today and shares a post with the leaver.
    """
    staff = world.frame("员工")
    heirs = list(to) or _heirs(world, staff, leaver)
    ids = [str(one) for one in staff.key().objects()]
    share = _Share(world, staff, heirs)
    promised = _promised(world)
    moved = []
    for sheet, heading, open_rows in _held(world):
        frame = world.found(sheet)
        rows = np.flatnonzero(staff.lookup(frame.typed[heading]) == leaver)
        if open_rows is not None:
            rows = np.intersect1d(rows, open_rows)
        kinds, keys, names = _kinds(frame, sheet), says(frame.key()).objects(), _names(frame)
        for row in sorted(rows.tolist(), key=lambda at: (kinds[at], len(str(keys[at])), str(keys[at]))):
            when = promised.get(str(keys[row]), "") if sheet == "客户" else ""
            new = share.next(kinds[row], when)
            moved.append(
                Moved(
                    frame.place(row, heading),
                    str(keys[row] or ""),
                    names[row],
                    kinds[row],
                    when,
                    ids[leaver],
                    ids[new] if new >= 0 else "",
                )
            )
    return moved


def _held(world: World) -> Iterable[tuple[str, str, Positions | None]]:
    """Columns that say who keeps a row, each with the rows that are still open (None: all of them).

    Beside those of every office: owner columns that 分派 fills, and columns that a 时限 names as 责任, where it is open.
    """
    told: dict[tuple[str, str], None] = {}
    for sheet, heading in KEPT:
        if _stands(world, sheet, heading):
            told[sheet, heading] = None
            over = OVER.get(sheet, "")
            frame = world.found(sheet)
            yield sheet, heading, np.flatnonzero(frame.typed[over].missing()) if over else None
    for rule in world.book.all(Assign):
        sheet, dot, heading = rule.target.partition(".")
        if dot and (sheet, heading) not in told and _stands(world, sheet, heading):
            told[sheet, heading] = None
            yield sheet, heading, _open(world, sheet)
    for duty in world.book.all(Duty):
        for written in duty.owner:
            heading = written.strip().strip("{}")
            known = (duty.source, heading) in told or heading == DOER
            if "{" in written and not known and _stands(world, duty.source, heading):
                told[duty.source, heading] = None
                yield duty.source, heading, _open(world, duty.source)


def _stands(world: World, sheet: str, heading: str) -> bool:
    """Whether staff's sheet has such a column, of people."""
    declared = world.schema.sheets.get(sheet)
    if declared is None or declared.ours or declared.virtual or sheet not in world.tables.frames:
        return False
    column = declared.column(heading)
    return column is not None and column.type.target == "员工" and heading in world.tables.cells.get(sheet, {})


def _open(world: World, sheet: str) -> Positions | None:
    """The rows of a sheet from which somebody still owes something; None where no duty starts from it."""
    frame, rows, any_rule = world.frame(sheet), np.empty(0, dtype=np.int64), False
    for rule_id, rules in world.book.by_id(Duty).items():
        if rules[0].source != sheet:
            continue
        any_rule = True
        duties = world.attempt(rules[0], partial(world.frame, "义务", (rule_id,)), None)
        if duties is None:
            continue
        for link in duties.links.get("源行", []):
            if link.frame is frame:
                still = duties.typed["状态"].matching(lambda word: word in STILL)
                rows = np.union1d(rows, link.at[still])
    return rows[rows >= 0] if any_rule else None


def _heirs(world: World, staff: Frame, leaver: int) -> list[int]:
    posts = [set(str(one or "").split("、")) for one in says(world.column(staff, "岗位")).objects()]
    here = staff_now(world)
    return [at for at in range(len(staff)) if at != leaver and here[at] and posts[at] & posts[leaver]]


class _Share:
    """Who gets the next row: whoever has least of its class for what they can do; then least in all for their capacity."""

    def __init__(self, world: World, staff: Frame, heirs: list[int]) -> None:
        self._world, self._heirs = world, heirs
        self._ability = _weights(world.column(staff, "能力").data)
        self._capacity = _weights(world.column(staff, "日容量").data)
        self._given: dict[tuple[int, str], int] = {}
        keepers = staff.lookup(world.found("客户").typed["归属员工"])
        self._held = np.bincount(keepers[keepers >= 0], minlength=len(staff)).astype(float)

    def next(self, kind: str, promised: str) -> int:
        """A position in 员工; −1 where nobody is there, or nobody on the day that was promised."""
        there = self._heirs
        if promised:
            present = staff_now(self._world, np.datetime64(promised[:10]))
            there = [one for one in there if present[one]]
        if not there:
            return -1
        best = min(there, key=lambda one: (self._of(one, kind), self._load(one), one))
        self._given[best, kind] = self._given.get((best, kind), 0) + 1
        self._held[best] += 1
        return best

    def _of(self, one: int, kind: str) -> float:
        return self._given.get((one, kind), 0) / float(self._ability[one])

    def _load(self, one: int) -> float:
        return float(self._held[one]) / float(self._capacity[one])


def _weights(column: Array) -> Array:
    return np.where(np.isnan(column) | (column <= 0), 1.0, column)


def _kinds(frame: Frame, sheet: str) -> list[str]:
    heading = {"客户": "客户类别", "事件": "事件类型"}.get(sheet, "")
    if heading not in frame.typed:
        return [sheet] * len(frame)
    return [f"{sheet}·{word or '没有分类'}" for word in says(frame.typed[heading]).objects()]


def _names(frame: Frame) -> list[str]:
    heading = next((one for one in ("客户名称", "事项", "名称", "内容") if one in frame.typed), "")
    if not heading:
        return [""] * len(frame)
    return [str(word or "") for word in says(frame.typed[heading]).objects()]


def _promised(world: World) -> dict[str, str]:
    """The next time promised to each customer, out of 回访记录."""
    if "回访记录" not in world.tables.frames:
        return {}
    records = world.found("回访记录")
    at = records.typed["约定时间"].data.astype("datetime64[m]")
    rows = np.flatnonzero(~np.isnat(at) & (at >= world.instant.astype("datetime64[m]")))
    keys = says(records.typed["客户编号"]).objects()
    found: dict[str, str] = {}
    for row in rows[np.argsort(-at[rows].astype(np.int64))].tolist():
        found[str(keys[row])] = str(at[row]).replace("T", " ")
    return found
