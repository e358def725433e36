"""What waits for somebody who decides: complaints that aren't settled, fines to rule on, appeals, calls without anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from workbook.papers.list.ledgers import FINES
from workbook.papers.list.problems import PROBLEMS, problems
from workbook.papers.list.today import LIST, OWNER, owner_names
from workbook.papers.pages.time_left import LEFT, dress
from workbook.papers.scripts.day_results import Day
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Positions, says
from workbook.words.issues import MANY
from workbook.words.tongue import declared, named, worded

EVENTS, COMPLAINT = "事件", "投诉"
OPEN = {"待裁决": declared("裁决"), "申诉中": declared("复核申诉")}
"""What a line of 处罚台账 in this state asks for."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits: what it is, whose or about what, since when, the place to go to; till when, and how late it is."""

    what: str
    about: str
    since: date | None
    place: str
    is_late: bool = False
    until: str = ""


def waiting(day: Day, stops: int, fines: Frame, rows: Mapping[str, Mapping[str, int]]) -> Iterable[Wait]:
    """All that waits, complaints first, then rulings, then what keeps rows from being counted."""
    yield from complaints(day)
    yield from rulings(day, fines, rows)
    if stops:
        yield Wait(declared("改格"), _to_mend(day, stops), None, PROBLEMS)
    nobody = int(day.listed.typed[OWNER].missing().sum())
    if nobody:
        yield Wait(declared("派人"), worded("今日清单有 {nobody} 件没有人做", nobody=nobody), None, LIST)


def _to_mend(day: Day, stops: int) -> str:
    """How many cells; where one paste filled most of them wrongly, how many sorts that is, and the largest."""
    lines = [one for one in problems(day) if one.level == "停"] if stops > MANY else []
    most = max(lines, key=lambda one: one.count, default=None)
    if most is None or most.count == 1:
        return worded("{stops} 处，先不算那几行", stops=stops)
    return worded(
        "{stops} 处，先不算那几行；归起来是 {sorts} 样，最多的是【{sheet}】“{title}”{count} 处",
        stops=stops, sorts=len(lines), sheet=named(most.place.sheet), title=worded(most.title), count=most.count,
    )  # fmt: skip


def complaints(day: Day) -> list[Wait]:
    """Complaints that somebody still has to settle: events of that kind behind a reminder, the latest first."""
    events, frame = day.world.frame(EVENTS), day.reminders
    ids = frame.typed.get("事件编号")
    if "事件类型" not in events.typed or ids is None or not len(frame):
        return []
    at = events.lookup(says(ids))
    kinds = says(events.typed["事件类型"].take(at)).matching(lambda kind: COMPLAINT in kind)
    states = frame.typed["状态"].objects()
    if LEFT not in frame.typed:
        dress(day.world, frame)
    left, due = says(frame.typed[LEFT]).objects(), frame.typed["到期"].data
    customers = day.world.frame("客户")
    names = day.world.column(customers, "客户名称").take(customers.lookup(says(frame.typed["客户编号"]))).objects()
    found: dict[int, Wait] = {}
    for row in np.flatnonzero(kinds & (at >= 0)).tolist():
        event, is_late = int(at[row]), states[row] == "逾期"
        if event not in found or (is_late and not found[event].is_late):
            place = str(events.place(event, "事件编号"))
            until = _until(_date(due[row]), str(left[row] or ""))
            about = str(names[row] or "")
            found[event] = Wait(declared("投诉没有办完"), about, _day(events, event), place, is_late, until)
    return sorted(found.values(), key=lambda one: (not one.is_late, one.since or date.max))


def _until(due: date | None, left: str) -> str:
    """Till when it is to be settled, and how much time is left or over."""
    return (
        left if due is None else worded("{due} 到期，{left}", due=f"{due:%m-%d}", left=left) if left else f"{due:%m-%d}"
    )


def rulings(day: Day, fines: Frame, rows: Mapping[str, Mapping[str, int]]) -> list[Wait]:
    """Lines of 处罚台账 that nobody has ruled on yet, and appeals that nobody has looked at, the oldest first."""
    at = np.flatnonzero(fines.typed["状态"].matching(OPEN.__contains__))
    scope = Scope(day.world, View(fines, at))
    states, codes = (scope.vec((heading,)).objects() for heading in ("状态", "代码"))
    who = owner_names(scope, "员工编号").objects()
    keys, days = scope.vec(("行键",)).objects(), fines.typed["日期"].data[at]
    names = {rule.id: rule.name for rules in day.world.book.rules.values() for rule in rules if rule.name}
    written = rows.get(FINES, {})
    found = []
    for place, number in enumerate(_stands(fines, at)):
        about = worded("：").join(part for part in (str(who[place] or ""), names.get(str(codes[place]), "")) if part)
        row = number or written.get(str(keys[place]), 0)
        where = f"{FINES}!A{row}" if row else FINES
        found.append(Wait(OPEN[str(states[place])], about, _date(days[place]), where))
    return sorted(found, key=lambda one: one.since or date.max)


def _stands(frame: Frame, at: Positions) -> list[int]:
    return [int(frame.rows[one]) for one in at]


def _day(frame: Frame, at: int) -> date | None:
    time = frame.sheet.time
    return _date(frame.typed[time.heading].data[at]) if time is not None and time.heading in frame.typed else None


def _date(moment: np.datetime64) -> date | None:
    found: date | None = moment.astype("datetime64[D]").item()
    return found
