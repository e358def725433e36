"""The program's own sheets before the first run: headings only, so that every later run finds them in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workbook.papers.list.chains import CHAINS, chain_page
from workbook.papers.list.every_sheet import pages
from workbook.papers.list.reminders import REMINDERS, list_page, reminders_page
from workbook.papers.list.today import LIMITS, LIST, NARROW
from workbook.papers.pages.page import Field, Page
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Carry, Duty, Limit, Quota, Sample, Trace

_TO_THE_MINUTE = ("计划时间",)
# columns must be wide enough for what will stand there
_ROOM = {
    **dict.fromkeys(("客户名称", "主题", "事项", "名称", "计划时间"), 20.0),
    **dict.fromkeys(("说明", "因由", "内容", "提示"), 40.0),
    **dict.fromkeys(("号码", "电话", "剩余/逾期", "原因", "责任人姓名", "规则", "在哪里填", "对象编号", "分组"), 15.0),
}


def blank_pages(day: Day) -> tuple[Page, ...]:
    """The sheets that the rules of an empty workbook's day will fill, each without rows."""
    made = {page.name: page for page in (*pages(day), *_lists(day))}
    if LIST in made:
        made[LIST] = _with_words(day, replace(made[LIST], fields=tuple(map(_as_on_a_day, made[LIST].fields))))
    made.setdefault(REMINDERS, reminders_page(day))
    if day.world.book.all(Trace):
        made.setdefault(CHAINS, chain_page(day))
    first = [made.pop(name) for name in (LIST, REMINDERS, CHAINS) if name in made]
    return tuple(page if page.name == LIST else _blank(page) for page in (*first, *made.values()))


def _lists(day: Day) -> Iterable[Page]:
    """A page for each list that a rule sends tasks to, such as 名单:短信."""
    named = [*(rule.emits for rule in _carrying(day)), *(rule.divert for rule in day.world.book.all(Limit))]
    return [list_page(day, name) for name in dict.fromkeys(named) if name.startswith("名单")]


def _with_words(day: Day, page: Page) -> Page:
    """The list with the words to say in front of what is typed: on an empty day it has none, and so no column for them."""
    if "话术" in page.headings or not any(rule.script for rule in _carrying(day)):
        return page
    before = next((place for place, one in enumerate(page.fields) if one.typed), len(page.fields))
    words = Field("话术", width=NARROW["话术"], wrap=True)
    return replace(page, fields=(*page.fields[:before], words, *page.fields[before:]), rows=(), marks=())


def _carrying(day: Day) -> tuple[Carry, ...]:
    """Every rule that brings tasks."""
    book = day.world.book
    return (*book.all(Duty), *book.all(Quota), *book.all(Sample))


def _blank(page: Page) -> Page:
    return replace(page, fields=tuple(map(_roomy, page.fields)), rows=(), marks=())


def _roomy(one: Field) -> Field:
    kind = "时点" if one.heading in _TO_THE_MINUTE else one.kind
    return replace(one, kind=kind, width=max(one.width, _ROOM.get(one.heading, 0.0)))


def _as_on_a_day(one: Field) -> Field:
    """A column of the list, as wide as it is on a day with calls: all that a call needs is seen at once."""
    usual = max(one.width, _ROOM[one.heading]) if one.heading == "因由" else one.width
    return replace(_roomy(one), width=LIMITS.get(one.heading, usual))
