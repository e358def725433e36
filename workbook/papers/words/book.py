"""A rulebook in plain Chinese, told from its rows: what to do, when, what it costs, what is still left to fill in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from workbook.papers.pages.plain_tables import padded, width
from workbook.papers.words import facts, metrics, owed, penalties, spoken, worklist
from workbook.papers.words.phrases import Speaker
from workbook.papers.words.telling import Telling
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.rows import Source
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.mentions.resting import at_rest
from workbook.rulebook.sorts.model import (
    Assign,
    Check,
    Decide,
    Duty,
    Flow,
    Limit,
    Metric,
    Outcome,
    Question,
    Quota,
    Report,
    Rule,
    Sample,
    Sanction,
    Script,
    Setting,
    Spawn,
    Trace,
)
from workbook.sheets.schema import STANDARD
from workbook.words.issues import Kind

BASE = "基础"
UNTRADED = "其他"
NUMERALS = "一二三四五六七八九十"
ONE, MANY = "one", "many"
TOLD: tuple[tuple[str, type[Any], Callable[..., str], str], ...] = (
    ("到期要做的事", Duty, owed.duty, ONE),
    ("每期要做够的数", Quota, owed.quota, ONE),
    ("抽查", Sample, owed.sample, ONE),
    ("问题追到底", Trace, owed.trace, ONE),
    ("必须齐备的", Check, facts.check, MANY),
    ("登记了就罚（奖）的", Sanction, penalties.sanction, ONE),
    ("什么时候不联系", Limit, worklist.limit, ONE),
    ("谁来做", Assign, worklist.assign, ONE),
    ("结论怎么下", Decide, facts.decide, MANY),
    ("状态怎么走", Flow, facts.flow, MANY),
    ("自动添的行", Spawn, facts.spawn, ONE),
    ("电话的结果", Outcome, worklist.outcome, ONE),
    ("算哪些数", Metric, metrics.metric, ONE),
    ("出哪些表和信", Report, spoken.report, ONE),
)
"""The sorts of rules in the order they are told, each with its title and who tells it: row by row, or all rows of one 编号."""
_SETTING = re.compile(r"设置“([^”]+)”")
_CLOSE = re.compile(r"([0-9%])(的|或|、不|、填|、空)")


def listing(shelf: Mapping[str, Source]) -> list[str]:
    r"""Every rulebook by trade: its id, its name, and what it asks in one line.

    Examples:
        >>> from workbook.rulebook.load.rows import source
        >>> shop = source("规则书: shop\n名称: 门店回访\n行业: 小店\n一句话: 售后三天内回访。", "shop.yaml")
        >>> print("\n".join(listing({"shop": shop})))
        小店
          shop    门店回访
                  售后三天内回访。
    """
    trades: dict[str, list[Source]] = {}
    for source in shelf.values():
        if source.id != BASE:
            trades.setdefault(source.trade or UNTRADED, []).append(source)
    wide = max((width(book.id) for books in trades.values() for book in books), default=0) + 4
    lines: list[str] = []
    for trade, books in sorted(trades.items()):
        lines.append(trade)
        for book in books:
            lines.append(f"  {padded(book.id, wide)}{book.name}")
            if book.one_line:
                lines.append(f"  {' ' * wide}{book.one_line}")
    return lines


def explained(book_id: str, shelf: Mapping[str, Source]) -> str:
    """One rulebook told: its duties, limits, checks, fines, people, reports, and the settings an office may change.

    Raises:
        RuleFault: no such rulebook.
    """
    wanted = [book_id] if book_id == BASE or BASE not in shelf else [BASE, book_id]
    book = rulebook(stacked(wanted, shelf))
    schema, _ = STANDARD.with_rows(list(book.registers))
    book = at_rest(book, schema)
    here = atlas(book, schema)
    source = shelf[book_id]
    lines = [f"{source.name or source.id}（{source.id}）"]
    lines += [source.one_line] if source.one_line else []
    lines += [f"依据：{source.basis}"] if source.basis else []
    lines += [with_values(line, book) for line in _sections(book, book_id, Telling(here, Speaker(here)))]
    lines += _resting(book, book_id)
    lines += _settings(book, book_id)
    lines += _inherited(book, book_id)
    return "\n".join(lines)


def with_values(line: str, book: Rulebook) -> str:
    """A setting told by name gets its value beside it; digits stand apart from the word behind them."""
    said = _SETTING.sub(lambda found: found[0] + (f"（{value}）" if (value := book.value(found[1])) else ""), line)
    return said if line.startswith("    ") else _CLOSE.sub(r"\1 \2", said)


def _sections(book: Rulebook, book_id: str, teller: Telling) -> Iterable[str]:
    """The rules of the rulebook itself, sort by sort, each with its clause."""
    number = 0
    for title, sort, tell, how in TOLD:
        rows = [rule for rule in book.all(sort) if rule.book == book_id and _stands_alone(rule)]
        if not rows:
            continue
        yield from ("", f"{_numeral(number)}、{title}")
        number += 1
        for members in _grouped(rows):
            for rule in [members] if how == MANY else members:
                yield from _item(rule, partial(tell, teller))
    words = _spoken(book, book_id)
    if words:
        yield from ("", f"{_numeral(number)}、怎么问、怎么说", *words)


def _numeral(number: int) -> str:
    """一, 二 … 十, 十一."""
    return NUMERALS[number] if number < 10 else f"十{NUMERALS[number - 10]}"


def _stands_alone(rule: Rule) -> bool:
    """A fine on a duty, a quota or a check is told with it; the others stand by themselves."""
    return not isinstance(rule, Sanction) or rule.trigger.startswith(("登记", "表", "指标"))


def _grouped(rows: Sequence[Rule]) -> Iterable[list[Rule]]:
    """Rows of one 编号 together."""
    groups: dict[str, list[Rule]] = {}
    for rule in rows:
        groups.setdefault(rule.id, []).append(rule)
    return groups.values()


def _item(rule: Any, tell: Callable[..., str]) -> Iterable[str]:
    first = rule[0] if isinstance(rule, list) else rule
    name = f"{first.name}（{first.id}）" if first.name else first.id
    yield f"· {name}：{tell(rule)}。"
    if first.clause:
        yield f"    条款：{first.clause}"


def _spoken(book: Rulebook, book_id: str) -> list[str]:
    """How many questions and words there are, by form and use."""
    forms: dict[str, int] = {}
    for question in book.all(Question):
        if question.book == book_id:
            forms[question.form] = forms.get(question.form, 0) + 1
    uses: dict[str, list[str]] = {}
    for script in book.all(Script):
        if script.book == book_id:
            uses.setdefault(script.use, []).append(script.name or script.id)
    lines = [f"· 问卷 {form}：{count} 题。" for form, count in forms.items()]
    return lines + [f"· {use}：{'、'.join(dict.fromkeys(names))}。" for use, names in uses.items()]


def _empties(book: Rulebook) -> dict[str, str]:
    """Settings that make rules rest, and the rules."""
    found = (dict(one.words) for one in book.issues if one.kind is Kind.SETTING_EMPTY)
    return {words["setting"]: words["rules"] for words in found}


def _resting(book: Rulebook, book_id: str) -> list[str]:
    """Rules that wait for a setting: what they are about, and what to fill in."""
    rows = {row.id: row for written in book.rows.values() for row in written if row.book == book_id}
    lines: list[str] = []
    for setting, rules in _empties(book).items():
        for rule in rules.split("、"):
            cells = rows[rule].cells if rule in rows else {}
            name = f"{cells['名称']}（{rule}）" if cells.get("名称") else rule
            lines.append(f"· {name}：设置“{setting}”还空着，填了才算。")
            lines += [f"    条款：{cells['条款']}"] if cells.get("条款") else []
    return ["", "还没有算的", *lines] if lines else []


def _settings(book: Rulebook, book_id: str) -> list[str]:
    """What an office may change, and what it must fill in first."""
    own = [setting for setting in book.all(Setting) if setting.book == book_id]
    resting = _empties(book)
    lines: list[str] = []
    for setting in own:
        empty = (
            "还空着，填了才算"
            if setting.id in resting
            else "空着也可以"
            if not setting.needed
            else "空着，用到它的话会缺"
        )
        value = setting.value or (f"{empty} {resting[setting.id]}" if setting.id in resting else empty)
        lines.append(f"· {setting.id}：{value}{f'（{setting.why}）' if setting.why else ''}")
    return ["", "可以改的设置", *lines] if lines else []


def _inherited(book: Rulebook, book_id: str) -> list[str]:
    """What comes from the rulebooks below it."""
    sorts: tuple[type[Rule], ...] = (Duty, Quota, Sample, Check, Sanction, Limit, Assign, Outcome)
    names = [rule.name or rule.id for sort in sorts for rule in book.all(sort) if rule.book != book_id]
    return ["", f"另外照用公共的：{'、'.join(dict.fromkeys(names))}。"] if names else []
