"""交接单: what one person hands over, to whom, on paper to be signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from workbook.papers.pages.page import Page
from workbook.papers.pages.shown import Sheetful
from workbook.papers.scripts.day_results import Day
from workbook.rules.worklist.handover import Moved
from workbook.rules.world.vectors import says
from workbook.words.tongue import WORD, declared, named, worded

SIGN = declared(
    "移交人签字：____________    接收人签字：____________    监交人签字：____________    日期：____________"
)


def names(day: Day) -> dict[str, str]:
    """Number and name of each person, by number."""
    staff = day.world.frame("员工")
    held = says(day.world.column(staff, "姓名")).objects()
    return {str(key): f"{key} {name or ''}".strip() for key, name in zip(staff.key().objects(), held, strict=True)}


def told_kind(kind: str) -> str:
    """A class of what is handed over, 客户·VIP, as people read it."""
    sheet, dot, word = kind.partition("·")
    return named(sheet) + dot + named(word, WORD)


def preview(day: Day, moved: Sequence[Moved]) -> Iterable[str]:
    """Who would get how much of each class; then what nobody can take."""
    called = names(day)
    many = Counter((one.new, one.kind) for one in moved)
    for (new, kind), number in sorted(many.items()):
        yield worded(
            "{who}：{kind} {count} 件", who=called.get(new, worded("没有人接")), kind=told_kind(kind), count=number
        )
    for one in moved:
        if one.promised:
            yield worded(
                "约好的照旧：{place} {key} {name}，{promised}，由 {who} 打。",
                place=one.place,
                key=one.key,
                name=one.name,
                promised=one.promised,
                who=called.get(one.new, worded("没有人")),
            )
        if not one.new:
            yield worded("没有人接：{place} {key}，请用 --to 指定。", place=one.place, key=one.key)


def slip(day: Day, moved: Sequence[Moved], leaver: str) -> Page:
    """交接单: by receiver, each row with its cell, its promise and room to sign."""
    called = names(day)
    rows = sorted(moved, key=lambda one: (one.new, one.kind))
    sheet = Sheetful(len(rows))
    sheet.add("序", list(range(1, len(rows) + 1)), "整数", wide=6)
    sheet.add("接收人", [called.get(one.new, worded("没有人接")) for one in rows], wide=14)
    sheet.add("类别", [told_kind(one.kind) for one in rows], wide=18)
    sheet.add("编号", [one.key for one in rows], wide=14)
    sheet.add("名称", [one.name for one in rows], wide=26)
    sheet.add("约好的时间", [one.promised or None for one in rows], wide=18)
    sheet.add("格", [str(one.place) for one in rows], wide=14)
    sheet.add("接收人签收", wide=14)
    title = worded(
        "交接单\u3000{who}\u3000{today}\u3000共 {count} 件",
        who=called.get(leaver, leaver),
        today=day.world.today,
        count=len(rows),
    )
    return sheet.page("交接单", title=title, note=worded(SIGN))
