"""The sheets that put words to it: 问卷, 话术, 结果代码, 报告, 代码."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workbook.rulebook import cells
from workbook.rulebook.base import Rule, cell
from workbook.rulebook.cells import Order
from workbook.rulebook.conditions import ALWAYS, Condition, Path, Test, condition, test
from workbook.words.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Rule):
    """问卷: one question of a form."""

    form: str = cell("问卷", required=True)
    question: str = cell("题号", required=True)
    group: str = cell("部分")
    type: str = cell("类型", default="文本")
    label: str = cell("题面", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    required: bool = cell("必答", cells.flag, default=True)
    in_order: bool = cell("逐题", cells.flag, default=False)
    affirmative: tuple[str, ...] = cell("肯定", cells.words, ())
    constraint: Test | None = cell("须", test, None)
    store: str = cell("存到", cells.store, "")
    key: tuple[str, ...] = cell("答案", cells.words, ())
    points: Decimal | None = cell("分值", cells.number, None)
    hint: str = cell("提示")


@dataclass(frozen=True, slots=True, kw_only=True)
class Script(Rule):
    """话术: words to say, send and avoid."""

    use: str = cell("用途", cells.one_of("正文", "片段", "分支", "短信", "邮件", "提醒", "禁语"), "正文")
    when: Condition = cell("若", condition, ALWAYS)
    text: str = cell("正文", required=True)
    text_en: str = cell("外文")
    version: str = cell("版本")
    reason: str = cell("缘由")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Rule):
    """结果代码: what a call's end means."""

    when: Condition = cell("若", condition, ALWAYS)
    counts_as: str = cell("计为", cells.one_of("接触", "尝试", "跳过", "无效"), "接触", required=True)
    retry: Span | Path | None = cell("重试", cells.length, None)
    max: int | None = cell("最多", cells.integer, None)
    then: str = cell("满次后")
    next: str = cell("下次")
    needs: tuple[str, ...] = cell("须填", cells.words, ())
    stop: bool = cell("停止", cells.flag, default=False)
    kpi: str = cell("字母")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Rule):
    """报告: rows, on a carrier, for somebody, at a time."""

    carrier: str = cell("载体", cells.one_of("表", "记录表", "台账", "邮件", "文件", "名单"), "表")
    source: str = cell("来源", required=True)
    when: Condition = cell("若", condition, ALWAYS)
    columns: tuple[str, ...] = cell("列", cells.words, ())
    blocks: tuple[str, ...] = cell("块", cells.words, ())
    fill_in: tuple[str, ...] = cell("填写列", cells.words, ())
    by: tuple[Path, ...] = cell("分组", cells.columns, ())
    sort: tuple[Order, ...] = cell("排序", cells.order, ())
    split: Path = cell("拆分", cells.column, ())
    to: tuple[str, ...] = cell("收件", cells.choices, ())
    when_due: Condition = cell("时机若", condition, ALWAYS)
    at_once: bool = cell("即时", cells.flag, default=False)
    withhold: Condition = cell("剔除若", condition, None)
    outside: str = cell("对外", cells.one_of("内部", "外组", "对外"), "内部")
    needs: tuple[str, ...] = cell("须", cells.words, ())
    script: str = cell("话术")
    mark_when: Condition = cell("标记若", condition, None)
    mark: str = cell("标记")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow(Rule):
    """代码: one stored word."""

    list: str = cell("组", required=True)
    code: str = cell("代码", required=True)
    label: str = cell("显示名")
    aliases: tuple[str, ...] = cell("别名", cells.words, ())
    rank: int | None = cell("次序", cells.integer, None)
    hint: str = cell("提示")
