"""The pages behind the front page of a trial: every call, day, fine, figure and cell that differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbook.papers.pages.page import Field, Page, Value
from workbook.papers.trial.rule_changes import Edit
from workbook.rules.trial.comparing import Compared
from workbook.rules.trial.counted import Rate
from workbook.rules.trial.playing import Call
from workbook.words.tongue import HEADING, WORD, declared, named, worded


def detail_pages(found: Compared, edits: Sequence[Edit]) -> tuple[Page, ...]:
    """Calls, days, fines, figures, rules."""
    return tuple(map(_said, (_calls(found), _days(found), _fines(found), _rates(found), _rules(edits))))


def heads(*words: str) -> tuple[str, ...]:
    """Headings of two parts, 上清单 以前, as people read them."""
    return tuple(" ".join(named(part, HEADING) for part in one.split(" ")) if one else one for one in words)


def _said(page: Page) -> Page:
    """A page under the names that people read."""
    new = heads(*(one.heading for one in page.fields))
    fields = tuple(replace(one, heading=heading) for one, heading in zip(page.fields, new, strict=True))
    return replace(page, name=named(page.name), title=worded(page.title), fields=fields)


def _calls(found: Compared) -> Page:
    names = {**found.before.people, **found.after.people}
    fields = (
        Field("怎样", width=9, centred=True), Field("到哪里", width=12), Field("规则", width=10),
        Field("客户编号", width=11),
        Field("客户名称", width=14), Field("主题", width=24, wrap=True),
        Field("上清单 以前", "日期", 13), Field("上清单 以后", "日期", 13),
        Field("到期 以前", "日期", 13), Field("到期 以后", "日期", 13),
        Field("谁 以前", width=10), Field("谁 以后", width=10), Field("任务编号", width=26),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for one in sorted(found.moved, key=lambda moved: (moved.call.first, moved.call.task)):
        was, now, call = one.before, one.after, one.call
        rows.append((
            named(one.how, WORD), named(call.to, WORD), call.rule, call.customer, call.name, call.subject,
            was.first if was else None, now.first if now else None, was.due if was else None, now.due if now else None,
            _who(was, names), _who(now, names), call.task,
        ))  # fmt: skip
    note = worded("“上清单”是它第一次出现在今日清单（名单、提醒）上的那天；没有差别的不列。")
    return Page("逐件", fields, tuple(rows), declared("哪些电话、短信、提醒不一样"), note=note)


def _who(call: Call | None, names: dict[str, str]) -> str | None:
    return names.get(call.owner, call.owner) or None if call else None


def _days(found: Compared) -> Page:
    """Load by person and day against the limit."""
    fields = (
        Field("日期", "日期", 13), Field("谁", width=12), Field("新到 以前", "整数", 11), Field("新到 以后", "整数", 11),
        Field("清单上 以前", "整数", 11), Field("清单上 以后", "整数", 11), Field("日容量", "整数", 10),
        Field("超出 以后", "整数", 10),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    marks = []
    for day in found.after.days:
        for one in found.people:
            key = day, one.id
            cells = [
                counts[key]
                for counts in (found.before.fresh, found.after.fresh, found.before.listed, found.after.listed)
            ]
            if not any(cells):
                continue
            limit = None if one.limit is None else int(one.limit)
            over = max(cells[1] - limit, 0) or None if limit is not None else None
            if over:
                marks.append((len(rows), "逾期"))
            rows.append((day, one.name or worded("没有分派"), *cells, limit, over))
    note = worded("“新到”是那天第一次上清单的电话，拿它和日容量比；“清单上”连没打完的旧电话一起数。")
    return Page("每天", fields, tuple(rows), declared("每人每天的电话"), note=note, marks=tuple(marks))


def _fines(found: Compared) -> Page:
    names = {**found.before.people, **found.after.people}
    fields = (
        Field("日期", "日期", 13), Field("谁", width=12), Field("条款", width=10), Field("名称", width=22),
        Field("对象", width=14),
        Field("以前", "金额", 12), Field("以后", "金额", 12), Field("差", "金额", 12),
        Field("处理", width=16), Field("依据", width=24),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for was, now in found.fines:
        shown = now or was
        assert shown is not None
        old, new = (one.amount if one else None for one in (was, now))
        gap = (new or 0) - (old or 0) or None
        rows.append((
            shown.on, names.get(shown.person, shown.person), shown.code, shown.name, shown.about or None, old, new, gap,
            shown.handling or None, shown.key,
        ))  # fmt: skip
    return Page(
        "处罚",
        fields,
        tuple(rows),
        declared("哪几笔罚款不一样"),
        note=worded("奖金记成负数；没有金额的等人裁决。没有差别的不列。"),
    )


def _rates(found: Compared) -> Page:
    fields = (
        Field("指标", width=22), Field("期", width=11), Field("分组", width=14), Field("以前", width=22), Field("以后", width=22),
        Field("目标", width=10),
    )  # fmt: skip
    rows = tuple(rate_row(was, now) for was, now in found.rates)
    return Page("指标", fields, rows, declared("哪些指标不一样"), note=worded("括号里是分子/分母。没有差别的不列。"))


def rate_row(was: Rate | None, now: Rate | None) -> tuple[str, ...]:
    """One figure in both plays."""
    shown = now or was
    assert shown is not None
    goal = "" if shown.goal is None else _number(shown.goal, is_rate=_is_rate(shown))
    return shown.name, shown.period, shown.group, _figure(was), _figure(now), goal


def _figure(rate: Rate | None) -> str:
    return percent(rate.value if rate else None, rate)


def percent(value: float | None, rate: Rate | None) -> str:
    """A figure with the rows it is made of.

    Examples:
        >>> percent(0.5, Rate("M", "率", "2026-03", "合计", 1, 2, 0.5, None)), percent(None, None)
        ('50.0%（1/2）', '无')
    """
    if rate is None or value is None:
        return "无"
    if not _is_rate(rate):
        return f"{value:g}"
    return worded(
        "{number}（{part:g}/{whole:g}）",
        number=_number(value, is_rate=True),
        part=rate.part or 0,
        whole=rate.whole or 0,
    )


def _is_rate(rate: Rate) -> bool:
    """Whether the figure is a part of a whole."""
    return (
        bool(rate.whole)
        and rate.part is not None
        and rate.value is not None
        and abs(rate.part / (rate.whole or 1) - rate.value) < 1e-9
    )


def _number(value: float, *, is_rate: bool) -> str:
    return f"{value:.1%}" if is_rate else f"{value:g}"


def _rules(edits: Sequence[Edit]) -> Page:
    fields = (
        Field("表", width=12), Field("规则", width=28), Field("列", width=12), Field("以前", width=34, wrap=True),
        Field("以后", width=34, wrap=True), Field("现在在哪一格", width=16),
    )  # fmt: skip
    rows = tuple((one.sheet, one.rule, one.heading, one.before, one.after, one.where or None) for one in edits)
    return Page("规则", fields, rows, declared("改了哪几格"))
