"""申诉 and 复核: what a person says of a line afterwards; an overturned line is reversed, never deleted, and stays so."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from workbook.rules.facts.operands import fold
from workbook.rules.penalties.lines import Held
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, choose, empty, flags, numbers, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.money import exact, said, yuan
from workbook.words.tongue import worded

TEXT, MONEY = Type("文本"), Type("金额")
UPHELD, WITHDRAWN, OTHERWISE = "维持", "撤销", "改判"
VERDICT, BY, SUM, APPEALED, UNTIL = "复核结论", "复核人", "复核金额", "申诉日", "申诉截止"
FINED, PAYER = "员工编号", "承担人"
SETTING, DAYS = "申诉天数", 7
NEW_SUMS = ("金额",)


def verdict(found: Held, word: str) -> Mask:
    """Charges of which 复核 said so."""
    return np.asarray(found.charge & ~found.own & found.column(VERDICT).matching(lambda one: one == word))


def by_oneself(world: World, found: Held) -> Mask:
    """Lines whose 复核人, by number or by a name that only one has, is the person they are about."""
    judges, fined = says(found.column(BY)), says(found.column(FINED))
    if not len(judges) or judges.missing().all():
        return np.zeros(len(judges), dtype=bool)
    staff = world.frame("员工")
    called = [fold(str(one or "")) for one in says(world.column(staff, "姓名")).objects()]
    numbers_ = [fold(str(one or "")) for one in staff.key().objects()]
    known = {name: key for name, key in zip(called, numbers_, strict=True) if name and called.count(name) == 1}
    known |= dict(zip(numbers_, numbers_, strict=True))
    pairs = zip(judges.objects(), fined.objects(), strict=True)
    told = [(fold(str(by or "")), fold(str(who or ""))) for by, who in pairs]
    return np.array([bool(by) and known.get(by, by) == known.get(who, who) for by, who in told], dtype=bool)


def judged_by(found: Held) -> Positions:
    """For each line that stands the line whose 复核 undoes it; −1 where none does.

    It is its own, else that of an earlier line of the same charge and person that was reversed meanwhile: a person may
    have concluded on the line that was appealed against, after a corrected fact had booked it anew.
    """
    judged = verdict(found, OTHERWISE) & ~np.isnan(found.column(SUM).data)
    out = verdict(found, WITHDRAWN)
    none = np.full(len(found.key), -1, dtype=np.int64)
    if not (judged | out).any():
        return none
    by = np.where(found.stands & (judged | out), np.arange(len(none)), none)
    who = zip(*(says(column).objects() for column in (found.key, *map(found.column, (FINED, PAYER)))), strict=True)
    same: dict[tuple[object, ...], list[int]] = {}
    for row, one in enumerate(who):
        if found.charge[row]:
            same.setdefault(one, []).append(row)
    ruled = found.column("裁决").matching(lambda word: word == OTHERWISE)  # made by 改判: that has had its effect
    for rows in same.values():
        for row in (row for row in rows if found.stands[row] and by[row] < 0):
            earlier = [one for one in rows if one < row and not found.stands[one]]
            by[row] = max((one for one in earlier if out[one] or (judged[one] and not ruled[row])), default=-1)
    return by


def overturned(found: Held) -> Mask:
    """Lines that stand and were withdrawn or judged otherwise: each is reversed, paid or not."""
    return np.asarray(judged_by(found) >= 0)


def barred(found: Held) -> set[object]:
    """Keys whose charge was withdrawn after an appeal: it isn't booked again and doesn't climb the ladder."""
    return set(found.key.objects()[verdict(found, WITHDRAWN)].tolist())


def judged_otherwise(found: Held, kept: Frame, rows: Positions, made: Frame) -> Frame:
    """For lines judged otherwise (`made` are copies of them) new lines with the sum that 复核 named, ruled already."""
    where = judged_by(found)[rows]
    own, by = made.typed["行键"].objects(), found.column(BY).take(where)
    sums = found.column(SUM).data[where]
    made.typed["行键"] = text([f"{name}·改判" for name in own], TEXT)
    for heading in NEW_SUMS:
        made.typed[heading] = numbers(sums, MONEY)
    for heading in (VERDICT, BY, SUM, APPEALED, "申诉理由", "缴款日", "处理", "下限", "上限", "因由"):
        made.typed[heading] = empty(found.column(heading).type, len(rows))
    made.typed["待决定"] = flags(np.zeros(len(rows), dtype=bool))
    made.typed["裁决"] = text([OTHERWISE] * len(rows), TEXT)
    made.typed["裁决金额"] = numbers(sums, MONEY)
    made.typed["裁决人"] = by.of(TEXT)
    made.rows = np.zeros(len(rows), dtype=np.int64)
    places = [str(found.frame.place(int(row))) for row in where]
    reasons = [kept.because(int(row)) if kept.because else "" for row in rows]
    told = [
        worded("{why}；{place} 经复核改判为 {amount}", why=why, place=place, amount=said(yuan(exact(one))))
        for why, place, one in zip(reasons, places, sums.tolist(), strict=True)
    ]
    made.because = lambda position: told[position]
    return made


def causes(found: Held, rows: Positions) -> list[str]:
    """What a reversal says of lines that 复核 overturned; empty of others."""
    words, by = found.column(VERDICT).objects(), says(found.column(BY)).objects()
    where = judged_by(found)
    paid = ~found.column("缴款日").missing()
    return [
        worded("经复核{verdict}（{by}），冲销", verdict=words[one], by=by[one] or worded("没有写复核人"))
        + (worded("；已缴的要退") if paid[row] else "")
        if (one := where[row]) >= 0
        else ""
        for row in rows.tolist()
    ]


def until(world: World, booked: Vec) -> Vec:
    """The last day on which a person may appeal: so many days (设置 申诉天数) after the booking."""
    days = world.book.value(SETTING)
    many = int(float(days)) if days else DAYS
    return Vec(booked.type, booked.data + np.timedelta64(many, "D"))


def note_appeals(world: World, found: Held) -> None:
    """Appeals after their last day, 改判 without a sum, and what somebody concluded about their own line."""
    at, last = found.column(APPEALED).data, found.column(UNTIL).data
    keys = found.column("行键").otherwise(found.key).objects()
    with np.errstate(invalid="ignore"):
        late = found.charge & (at > last + np.timedelta64(1, "D") - np.timedelta64(1, "us"))
    late &= found.column(VERDICT).missing()
    for row in np.flatnonzero(late).tolist():
        place = found.frame.place(row, APPEALED)
        world.note(issue(Kind.APPEAL_LATE, place, key=keys[row], until=str(last[row].astype("datetime64[D]"))))
    for row in np.flatnonzero(found.stands & verdict(found, OTHERWISE) & np.isnan(found.column(SUM).data)).tolist():
        world.note(issue(Kind.VERDICT_WITHOUT_SUM, found.frame.place(row, SUM), key=keys[row]))
    judges = says(found.column(BY)).objects()
    for row in np.flatnonzero(found.own & ~found.column(VERDICT).missing()).tolist():
        world.note(issue(Kind.VERDICT_OF_ONESELF, found.frame.place(row, BY), key=keys[row], who=judges[row]))


# -- where a line stands in its life


def states(frame: Frame, own: Collection[str | None] = ()) -> Vec:
    """状态 of each line: 提出 已确认 待裁决 已裁决 申诉中 维持 已缴 已冲销 冲销 不另罚.

    Shapes:
        own: keys of lines about which the person themselves concluded something, which doesn't count.
    """
    typed = frame.typed
    none = empty(TEXT, len(frame))
    reverses = typed.get("冲销", none)
    undone = set(reverses.objects()[~reverses.missing()].tolist())
    gone = typed["行键"].matching(lambda name: name in undone)
    filled = {
        heading: ~typed.get(heading, none).missing() for heading in ("缴款日", APPEALED, "裁决", "确认人", VERDICT)
    }
    filled[VERDICT] = filled[VERDICT] & ~typed["行键"].matching(lambda name: name in own)
    given = typed.get("方向", none).matching(lambda side: side == "奖")
    steps: Sequence[tuple[Mask | Array, str]] = (
        (~reverses.missing(), "冲销"),
        (gone, "已冲销"),
        (typed["倍数"].data == 0, "不另罚"),
        (filled["缴款日"] & given, "已发"),
        (filled["缴款日"], "已缴"),
        (filled[VERDICT] & typed.get(VERDICT, none).matching(lambda word: word == UPHELD), UPHELD),
        (filled[APPEALED] & ~filled[VERDICT], "申诉中"),
        (typed["待决定"].matching(lambda word: word == "是"), "待裁决"),
        (filled["裁决"], "已裁决"),
        (filled["确认人"], "已确认"),
    )
    words = np.select([np.asarray(mask) for mask, _ in steps], [word for _, word in steps], default="提出")
    return text(words.tolist(), TEXT)


def no_appeal(frame: Frame, until_: Vec) -> Vec:
    """The last day for charges that cost somebody something; none for awards, reversals and lines struck out."""
    typed = frame.typed
    none = empty(TEXT, len(frame))
    free = ~typed.get("冲销", none).missing() | (typed["倍数"].data == 0)
    free |= typed.get("方向", none).matching(lambda side: side == "奖")
    return choose(np.asarray(free), empty(until_.type, len(frame)), until_)
