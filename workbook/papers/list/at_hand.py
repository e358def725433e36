"""What a caller wants at hand: when this customer was last spoken to and what came of it, and what it was about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from workbook.papers.scripts.day_results import Day
from workbook.rules.facts.answers import RECORDS
from workbook.rules.facts.brought import mark_of
from workbook.rules.world.scope import Scope
from workbook.rules.world.vectors import NAT, Positions, Vec, empty, says, text
from workbook.rules.world.world import Unknown
from workbook.sheets.phones import spaced
from workbook.sheets.types import Type
from workbook.words.tongue import WORD, named, worded

CONTACT, LAST, ABOUT, APART = "联系人", "上次情况", "所为何事", "号码分写"
EVENTS, NOTED = "事件", 40
"""Letters of a customer's note that the list shows; the whole of it stands where the name leads."""


def last_contact(day: Day, scope: Scope) -> Vec:
    """03-09 未接通：占线；约 03-16 10:00 — what came of the last call, what was promised since, what 客户 says of them."""
    calls, known = _last_call(day, scope).objects().tolist(), _known_of(scope)
    told = [worded("；").join(part for part in (call, known.get(at, "")) if part) for at, call in enumerate(calls)]
    return text([one or None for one in told])


def _known_of(scope: Scope) -> dict[int, str]:
    """Row → the customer's wish where the list asks for another way, and what is noted of the customer: 下午打."""
    ways, wishes, notes = (
        says(_if_there(scope, *one)).objects().tolist()
        for one in (("联系方式",), ("客户", "方式偏好"), ("客户", "备注"))
    )
    found = {}
    for at, (way, wish, note) in enumerate(zip(ways, wishes, notes, strict=True)):
        told = [worded("客户要用{way}", way=named(wish, WORD))] if wish and way and wish != way else []
        said = " ".join(str(note or "").split())
        told += [worded("客户备注：{note}", note=said if len(said) <= NOTED else f"{said[:NOTED]}…")] if said else []
        if told:
            found[at] = worded("；").join(told)
    return found


def _if_there(scope: Scope, *path: str) -> Vec:
    """A column that an office may have; 备注 of customers is its own."""
    try:
        return scope.vec(path)
    except Unknown:
        return empty(Type("文本"), len(scope))


def _last_call(day: Day, scope: Scope) -> Vec:
    """The last record of each row's customer."""
    records = day.world.frame(RECORDS)
    if "客户编号" not in records.typed or not len(records) or not len(scope):
        return empty(Type("文本"), len(scope))
    ids = says(scope.vec(("客户编号",)))
    wanted = {str(word) for word in ids.compact().words}
    at = day.world.column(records, "回访时间").data
    own = says(records.typed["客户编号"]).matching(wanted.__contains__) & (at <= day.world.instant)
    rows = np.flatnonzero(own)
    rows = rows[np.argsort(at[rows], kind="stable")]
    customers = says(records.typed["客户编号"].take(rows)).objects()
    newest = dict(zip(customers.tolist(), rows.tolist(), strict=True))
    found = np.array([newest.get(one, -1) for one in ids.objects().tolist()], dtype=np.int64)
    told = np.full(len(found), None, dtype=object)
    there = np.flatnonzero(found >= 0)
    if len(there):
        told[there] = _told(day, found[there])
    return text(told)


def _told(day: Day, rows: Positions) -> list[str]:
    """These records, each in a few words."""
    records = day.world.frame(RECORDS)
    when, promised, outcomes, notes, said = (
        day.world.column(records, heading).take(rows)
        for heading in ("回访时间", "约定时间", "结果代码", "备注", "意见")
    )
    days = np.datetime_as_string(when.data.astype("datetime64[D]"))
    ahead = np.where(promised.data >= np.datetime64(day.world.today), promised.data, NAT)
    texts = (says(one).objects().tolist() for one in (outcomes, notes, said))
    return [
        _words(one, later, outcome or "", _noted(note or "", opinion or ""))
        for one, later, outcome, note, opinion in zip(days.tolist(), ahead, *texts, strict=True)
    ]


def _noted(note: str, said: str) -> str:
    """What was noted of a call; of one that came with a list, what the list said of it, not that it came with one."""
    brought = mark_of(note)
    if not brought:
        return note
    return worded("；").join(part for part in (said, note.removeprefix(brought).lstrip("；; ")) if part)


def _words(day: str, promised: np.datetime64, outcome: str, note: str) -> str:
    words = worded("：").join(part for part in (named(str(outcome), WORD), str(note)) if part)
    later = "" if np.isnat(promised) else worded("；约 {when}", when=_short(promised))
    return f"{day[5:]} {words}{later}".strip()


def _short(moment: np.datetime64) -> str:
    stamp = str(moment.astype("datetime64[m]")).replace("T", " ")
    return stamp[5:10] if stamp.endswith("00:00") else stamp[5:]


def about(day: Day, scope: Scope) -> Vec:
    """The words of the event that a row is about."""
    events = day.world.frame(EVENTS)
    ids = scope.rows.frame.typed.get("事件编号")
    if "内容" not in events.typed or ids is None or not len(events):
        return empty(Type("文本"), len(scope))
    return says(day.world.column(events, "内容").take(events.lookup(says(ids.take(scope.rows.at)))))


def contact(_: Day, scope: Scope) -> Vec:
    """Whom to ask for, as one says it: 卢品先生."""
    names, titles = (says(scope.vec(("客户", heading))).objects() for heading in ("联系人", "称谓"))
    return text([_called(name or "", title or "") or None for name, title in zip(names, titles, strict=True)])


def _called(name: str, title: str) -> str:
    return worded("{name}{title}", name=name, title=named(title, WORD)) if name and title else name or title


def apart(_: Day, scope: Scope) -> Vec:
    """The number to call as people write it: a search for 138 0000 2002 finds its row, as one for the bare digits does."""
    return says(scope.vec(("电话",))).mapped(in_parts)


def in_parts(number: str) -> str | None:
    """A number with its spaces; None where it has no usual ones."""
    made = spaced(number)
    return made if made != number else None


AT_HAND: Mapping[str, Callable[[Day, Scope], Vec]] = {CONTACT: contact, LAST: last_contact, ABOUT: about, APART: apart}
"""The columns of the list that only people need, by their headings."""
