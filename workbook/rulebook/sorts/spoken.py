"""The sheets that put words to it: 问卷, 话术, 报告."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workbook.rulebook.cells import notations
from workbook.rulebook.cells.conditions import condition, test
from workbook.rulebook.cells.notations import Order
from workbook.rulebook.cells.rule import Rule, cell
from workbook.rulebook.cells.sendings import Sending, sendings
from workbook.rulebook.cells.tree import ALWAYS, Condition, Path, Test


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Rule):
    """问卷: one question of a form."""

    form: str = cell("问卷", required=True)
    question: str = cell("题号", required=True)
    group: str = cell("部分")
    type: str = cell("类型", default="文本")
    label: str = cell("题面", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    required: bool = cell("必答", notations.flag, default=True)
    in_order: bool = cell("逐题", notations.flag, default=False)
    affirmative: tuple[str, ...] = cell("肯定", notations.words, ())
    constraint: Test | None = cell("须", test, None)
    store: str = cell("存到", notations.store, "")
    key: tuple[str, ...] = cell("答案", notations.words, ())
    points: Decimal | None = cell("分值", notations.number, None)
    hint: str = cell("提示")


@dataclass(frozen=True, slots=True, kw_only=True)
class Script(Rule):
    """话术: words to say, send and avoid."""

    use: str = cell("用途", notations.one_of("正文", "片段", "分支", "短信", "邮件", "提醒", "禁语"), "正文")
    when: Condition = cell("若", condition, ALWAYS)
    text: str = cell("正文", required=True)
    text_en: str = cell("外文")
    version: str = cell("版本")
    reason: str = cell("缘由")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Rule):
    """报告: rows, on a carrier, for somebody, at a time."""

    carrier: str = cell("载体", notations.one_of("表", "记录表", "台账", "邮件", "文件", "名单"), "表")
    source: str = cell("来源", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    columns: tuple[str, ...] = cell("列", notations.shown, ())
    blocks: tuple[str, ...] = cell("块", notations.words, ())
    fill_in: tuple[str, ...] = cell("填写列", notations.words, ())
    by: tuple[Path, ...] = cell("分组", notations.columns, ())
    sort: tuple[Order, ...] = cell("排序", notations.order, ())
    split: Path = cell("拆分", notations.column, ())
    to: tuple[str, ...] = cell("收件", notations.choices, ())
    when_due: Condition = cell("时机若", condition, ALWAYS)
    times: tuple[Sending, ...] = cell("何时", sendings, ())
    at_once: bool = cell("即时", notations.flag, default=False)
    withhold: Condition = cell("剔除若", condition, None)
    outside: str = cell("对外", notations.one_of("内部", "外组", "对外"), "内部")
    needs: tuple[str, ...] = cell("须", notations.words, ())
    script: str = cell("话术")
    mark_when: Condition = cell("标记若", condition, None)
    mark: str = cell("标记")
