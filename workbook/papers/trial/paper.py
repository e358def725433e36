"""The trial as a paper: a front page that fits on one sheet of A4, and pages with every line behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbook.papers.pages.page import Page
from workbook.papers.trial.lines import detail_pages, heads, rate_row
from workbook.papers.trial.rule_changes import Edit
from workbook.papers.trial.weighed import Weighed, weighed
from workbook.rules.trial.comparing import CALL, REMINDER, Compared, Person
from workbook.rules.trial.playing import Played
from workbook.words.money import said
from workbook.words.tongue import HEADING, named, worded

Cells = tuple[str, ...]
MOST_RATES = 6


@dataclass(frozen=True, slots=True)
class Table:
    """A small table of the front page; the first `words` columns are words, the others numbers."""

    title: str
    head: Cells
    rows: tuple[Cells, ...]
    words: int = 1
    more: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed.

    Shapes:
        lines: sentences under the title. edits, totals, top, people, rates: tables. daily: day → new calls before, after.
        unknown: what nobody can know. pages: the sheets behind.
    """

    title: str
    lines: tuple[str, ...]
    edits: Table
    totals: Table
    top: Table
    people: Table
    rates: Table
    daily: tuple[tuple[date, int, int], ...]
    fined: tuple[tuple[str, float, float], ...]
    unknown: tuple[str, ...]
    pages: tuple[Page, ...]


def paper(found: Compared, edits: Sequence[Edit], before: str, unknown: Iterable[str], office: str = "") -> Paper:
    """The paper of a comparison.

    Shapes:
        before: which rules “以前” are, in words. unknown: sentences about what this book can't tell.
    """
    first, last = found.after.days[0], found.after.days[-1]
    top = weighed(found)
    shown = [_edit_row(one) for one in edits]
    changed = sorted(found.rates, key=lambda pair: (pair[1] or pair[0]).group not in {"", "合计"})  # type: ignore[union-attr]
    return Paper(
        title=worded("试算：{day}—{day2}，规则改了会怎样", day=_day(first), day2=_day(last)),
        lines=(
            worded("“以前”是{before}；“以后”是工作簿里现在的规则。{office}", before=before, office=office).rstrip(),
            worded("两种规则都照当时知道的事，把这些天一天一天重做了一遍。工作簿里什么也没有写。"),
        ),
        edits=Table(
            worded("改了哪几格"), heads("表", "规则", "列", "以前", "以后"), tuple(shown[:6]), 5,
            _more(len(shown), 6, "规则"),
        ),
        totals=Table(worded("合起来"), heads("", "以前", "以后", "差"), tuple(_totals(found))),
        top=Table(
            worded("差别最大的十处") if len(top) > 1 else worded("差别"), heads("什么", "以前", "以后", "差"),
            _top_rows(top),
        ),
        people=Table(
            worded("每个人"),
            heads("谁", "电话 以前", "以后", "最多一天 以前", "以后", "日容量", "排满的天 以前", "以后", "罚款 以前", "以后"),
            tuple(_person(one) for one in found.people),
        ),
        rates=Table(
            named("指标"), heads("指标", "期", "分组", "以前", "以后", "目标"),
            tuple(rate_row(*pair) for pair in changed[:MOST_RATES]), 3,
            _more(len(changed), MOST_RATES, "指标"),
        ),
        daily=tuple(found.daily()),
        fined=tuple(
            (one.name, float(one.fined_before), float(one.fined_after))
            for one in found.people
            if one.fined_before or one.fined_after
        ),
        unknown=(*unknown, *_never_known(found)),
        pages=detail_pages(found, edits),
    )  # fmt: skip


def _more(count: int, shown: int, sheet: str) -> str:
    return worded("还有 {count} 处，见【{sheet}】。", count=count - shown, sheet=named(sheet)) if count > shown else ""


def _edit_row(one: Edit) -> Cells:
    return named(one.sheet), one.rule, named(one.heading, HEADING), one.before, one.after


def _top_rows(top: Sequence[Weighed]) -> tuple[Cells, ...]:
    if not top:
        return ((worded("没有差别：两种规则在这些天里做的一样。"), "", "", ""),)
    return tuple((f"{place}. {one.what}", one.before, one.after, one.change) for place, one in enumerate(top, 1))


def _totals(found: Compared) -> Iterable[Cells]:
    before, after = found.before, found.after
    yield _counted(worded("该打的电话（件）"), _count(before, CALL), _count(after, CALL))
    yield _counted(worded("最后一天还没打的（件）"), before.open_at_end, after.open_at_end)
    lists = _count(before, ""), _count(after, "")
    if any(lists):
        yield _counted(worded("名单、短信（条）"), *lists)
    yield _counted(worded("内部提醒（件）"), _count(before, REMINDER), _count(after, REMINDER))
    waits = sum(before.waiting.values()), sum(after.waiting.values())
    if any(waits):
        yield _counted(worded("人手满了、往后排的（件次）"), *waits)
    over = [
        sum(busy.over for busy in busies)
        for busies in zip(*((one.before, one.after) for one in found.people), strict=True)
    ]
    if any(one.limit is not None for one in found.people):
        yield _counted(worded("排满了的（人天）"), *(over or (0, 0)))
    sums = [sum((fine.amount or Decimal(0) for fine in play.fines), Decimal(0)) for play in (before, after)]
    yield worded("罚款合计（奖抵罚）"), said(sums[0]), said(sums[1]), signed(sums[1] - sums[0])
    open_ = [sum(fine.amount is None for fine in play.fines) for play in (before, after)]
    if any(open_):
        yield _counted(worded("等人裁决的（件）"), *open_)


def _count(play: Played, to: str) -> int:
    """Calls, reminders, or ('') lines of lists."""
    return sum((call.to if call.to in {CALL, REMINDER} else "") == to for call in play.calls.values())


def _counted(what: str, before: int, after: int) -> Cells:
    return what, str(before), str(after), signed(after - before)


def signed(number: int | Decimal) -> str:
    """A difference with its sign; 0 for none.

    Examples:
        >>> signed(3), signed(-2), signed(0), signed(Decimal("50.00"))
        ('+3', '-2', '0', '+50.00 元')
    """
    words = said(number) if isinstance(number, Decimal) else str(number)
    return f"+{words}" if number > 0 else "0" if number == 0 else words


def _person(one: Person) -> Cells:
    limit = "不限" if one.limit is None else f"{one.limit:g}"
    over = ("", "") if one.limit is None else (_some(one.before.over), _some(one.after.over))
    counts = ((busy.calls, busy.most) for busy in (one.before, one.after))
    calls, most = zip(*((_some(total), _some(top)) for total, top in counts), strict=True)
    fined = (said(sum_) if sum_ else "" for sum_ in (one.fined_before, one.fined_after))
    return (one.name or "没有分派", *calls, *most, limit, *over, *fined)  # fmt: skip


def _some(count: int) -> str:
    return str(count) if count else ""


def _day(day: date) -> str:
    return worded("{year} 年 {month} 月 {day} 日", year=day.year, month=day.month, day=day.day)


def _never_known(found: Compared) -> Iterable[str]:
    """What a replay can't know."""
    asked = sum(one.after is not None and one.before is None and one.after.to == CALL for one in found.moved)
    if asked:
        yield (
            worded(
                "新规则才要打的 {asked} 个电话从没打过：打不打得通、客户怎么说，没有人知道。它们在这里一直算没打，"
                "所以“还没打的”、逾期和罚款是最坏的情形。",
                asked=asked,
            )
        )
    yield (
        worded(
            "做过的事照真的算：电话是哪天打的就算哪天，旧规则叫打、新规则不叫打的也照样计入次数。"
            "真改了规则，人会跟着新的日子打，及时率会比这里好。"
        )
    )
    yield worded("没有时间的格（状态、处理结果……）不知道是哪天填的，按现在的样子算；有时间的格和行只从那一刻起算。")
