"""Rule cells in plain Chinese: tests, spans, moments, people, prices; generic, from the cell alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbook.rulebook.atlas import Atlas, Ground, Lost
from workbook.rulebook.cells import Period, Price, Step
from workbook.rulebook.conditions import (
    Between,
    Clause,
    Compare,
    Condition,
    Empty,
    Equals,
    Item,
    Path,
    Quantity,
    Reference,
    Shape,
    Test,
    Words,
)
from workbook.words.money import exact, said
from workbook.words.spans import SAME_DAY, Span

OWNERS = {"本行": "本行", "对象": "对象", "源行": "那一行", "键行": "那一行"}
COMPARED = {">": "大于", ">=": "不小于", "<": "小于", "<=": "不大于", "=": "等于"}
DATED = {">": "晚于", ">=": "不早于", "<": "早于", "<=": "不晚于", "=": "在"}
LISTED = {"含": "里有", "不含": "里没有", "始于": "开头是", "全含": "同时有"}
_SEARCH = re.compile(r"^([^:：{}]+?)\s*[:：]\s*(.+)$")
_AND = re.compile(r"\s*[＠@]\s*")
_BRACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says cells; `atlas` tells dates from numbers where columns are compared."""

    atlas: Atlas | None = None

    # -- columns and tests

    def when(self, condition: Condition | None, ground: Ground | None = None) -> str:
        """A group of tests as people say it; nothing for one that always holds."""
        if condition is None or condition.always:
            return ""
        groups = ["、".join(self.clause(one, ground) for one in clauses) for clauses in condition.alternatives]
        return "，或者".join(groups)

    def clause(self, one: Clause, ground: Ground | None = None) -> str:
        """One tested column.

        Examples:
            >>> from workbook.rulebook.conditions import condition
            >>> for cell in ("客户.客户类别: VIP,团购", "状态: 不是 停用", "数量: 5以上", "手机: 空", "金额: [5..10)"):
            ...     print(Speaker().clause(condition(cell).alternatives[0][0]))
            客户的客户类别为“VIP”或“团购”
            状态不为“停用”
            数量不小于 5
            手机空着
            金额在 5 到 10 之间（不含 10）
        """
        name, said_ = column(one.path), self.test(one.test, self._dated(one.path, ground))
        return f"{name}是{said_[1:]}" if name.endswith("为") and said_.startswith("为") else f"{name}{said_}"

    def _dated(self, path: Path, ground: Ground | None) -> bool:
        if self.atlas is None or ground is None:
            return False
        found = self.atlas.find(path, ground)
        return not isinstance(found, Lost) and any(k.type is not None and k.type.kind == "moment" for k in found)

    def test(self, test: Test, dated: bool = False) -> str:  # noqa: FBT001, FBT002 - a way of speaking
        """A test behind the name of what is tested."""
        if not test.items:
            return "不论"
        plain = [item for item in test.items if isinstance(item, Equals)]
        rest = [self._item(item, dated) for item in test.items if not isinstance(item, Equals)]
        words = [_quantity(item.value) for item in plain]
        if words:
            listed = "或".join(f"“{word}”" for word in words)
            listed = f"{listed.replace('或', '')}之一" if len(words) > 2 else listed
            rest.insert(0, f"在{'或'.join(words)}" if dated else f"为{listed}")
        if not test.denied:
            return "或".join(rest)
        return "、".join(_denied(word) for word in rest)

    def _item(self, item: Item, dated: bool) -> str:  # noqa: FBT001 - a way of speaking
        match item:
            case Empty(filled=filled):
                return "填了" if filled else "空着"
            case Compare(operator=operator, bound=bound):
                return _beside((DATED if dated else COMPARED)[operator], _quantity(bound))
            case Between(low=low, high=high, low_in=low_in, high_in=high_in):
                left_out = [_quantity(bound) for bound, inside in ((low, low_in), (high, high_in)) if not inside]
                outside = f"（不含 {'和 '.join(left_out)}）" if left_out else ""
                return f"{_beside('在', _quantity(low))}{_beside('到', _quantity(high), before=True)}之间{outside}"
            case Words(how=how, words=words):
                return LISTED[how] + "或".join(f"“{_word(word)}”" for word in words)
            case Shape(name=name):
                return f"写得像{name}"
            case Equals(value=value):
                return f"为“{_quantity(value)}”"


def _denied(word: str) -> str:
    if word in {"填了", "空着"}:
        return "空着" if word == "填了" else "填了"
    return f"不{word}" if word.startswith(("为", "在", "写")) else f"不是“{word}”"


def column(path: Path) -> str:
    """A path as people say it.

    Examples:
        >>> column(("客户", "归属员工")), column(("设置", "流失期")), column(("今日", "季节")), column(("本行", "日期"))
        ('客户的归属员工', '设置“流失期”', '今天的季节', '本行的日期')
    """
    if path[0] == "设置" and len(path) > 1:
        return f"设置“{'.'.join(path[1:])}”"
    if path[0] == "今日" and len(path) > 1:
        return f"今天的{'的'.join(path[1:])}"
    first = OWNERS.get(path[0], path[0]) if len(path) > 1 else path[0]
    return "的".join((first, *path[1:]))


def _quantity(quantity: Quantity) -> str:
    word = _word(quantity.value)
    if quantity.shift is None:
        return word
    shift = quantity.shift
    moved = (
        _word(shift) if isinstance(shift, Reference) else f"{shift:g}" if isinstance(shift, float) else length(shift)
    )
    return f"{word}{_beside('往后' if quantity.sign > 0 else '往前', moved)}"


def _beside(word: str, quantity: str, *, before: bool = False) -> str:
    """A word before a quantity, with blanks where the quantity is digits."""
    blank = " " if quantity[:1].isdigit() else ""
    return f"{blank if before else ''}{word}{blank}{quantity}{blank if before else ''}"


def _word(word: str | Reference) -> str:
    return column(word.path) if isinstance(word, Reference) else word


# -- lengths, periods, people


def length(span: Span | Path | None) -> str:
    """A span as people say it.

    Examples:
        >>> from workbook.words.spans import span
        >>> [length(span(word)) for word in ("3工作日", "半月", "1月", "当日")], length(("回访间隔",))
        (['3 个工作日', '15 天', '1 个月', '当天'], '“回访间隔”那么久')
    """
    if span is None:
        return ""
    if isinstance(span, tuple):
        return f"“{column(span)}”那么久"
    if span == SAME_DAY:
        return "当天"
    unit = {"工作日": "个工作日", "月": "个月", "季": "个季度", "班时": "个上班小时"}.get(span.unit, span.unit)
    clock = f" {span.clock}" if span.clock else ""
    return f"{span.number.normalize():f} {unit}{clock}"


def each(period: Period) -> str:
    """A period as a rhythm.

    Examples:
        >>> from workbook.rulebook.cells import period
        >>> each(period("月")), each(period("滚动 30天")), each(period("全部"))
        ('每月', '每隔 30 天', '总共')
    """
    if period.rolling is not None:
        return f"每隔{'' if isinstance(period.rolling, tuple) else ' '}{length(period.rolling)}"
    return "总共" if period.name == "全部" else f"每{period.name}"


def people(notation: Sequence[str]) -> str:
    """Who is meant; the next one when there is nobody.

    Examples:
        >>> people(("{客户.归属员工}", "岗位:客服主管")), people(("部门:{责任部门}",)), people(())
        ('客户的归属员工（没有就归客服主管）', '责任部门的人', '')
        >>> people(("{员工编号}",)), people(("{对象.员工编号}",)), people(("{员工.组长}",))
        ('这一行的员工', '本人', '员工的组长')
    """
    said_ = [_someone(part) for part in notation]
    return f"{said_[0]}（没有就归{'、'.join(said_[1:])}）" if len(said_) > 1 else "".join(said_)


def _someone(written: str) -> str:
    parts = []
    for part in _AND.split(written):
        search = _SEARCH.match(part.strip())
        if search is None:
            parts.append(_person(part.strip()))
        elif search[1] == "岗位":
            parts.append(filled(search[2]))
        else:
            parts.append(f"{filled(search[2])}的人")
    return "里的".join(reversed(parts))


def _person(written: str) -> str:
    """Whom a column names: 员工编号 is a person, not a number."""
    match = re.fullmatch(r"\{([^{}]+)\}", written)
    path = tuple(match[1].split(".")) if match else ()
    if not path or not path[-1].endswith("编号"):
        return filled(written)
    if path[0] == "对象":
        return "本人"
    own = (*path[:-1], path[-1].removesuffix("编号"))
    return column(own) if len(own) > 1 else f"这一行的{own[0]}"


def filled(template: str) -> str:
    """A text with its braces said as the columns' names.

    Examples:
        >>> filled("{内容}"), filled("{客户.客户名称}的事")
        ('内容', '客户的客户名称的事')
    """
    return _BRACE.sub(lambda found: column(tuple(found[1].split("."))), template)


# -- money


def price(one: Price) -> str:
    """One price.

    Examples:
        >>> from workbook.rulebook.cells import amount
        >>> [price(amount(cell)[0].price) for cell in ("50", "5%×{员工.基本工资}", "10%..30%×{员工.绩效工资}")]
        ['50.00 元', '员工的基本工资的 5%', '员工的绩效工资的 10%–30%']
    """
    if one.base is None:
        return said(exact(one.factor))
    base = column(one.base)
    if one.high is not None:
        return f"{base}的 {share(one.factor)}–{share(one.high)}"
    if one.factor == 1:
        return base
    return f"{base}的 {share(one.factor)}" if one.factor < 1 else f"{base}的 {one.factor.normalize():f} 倍"


def share(number: Decimal) -> str:
    """A share in per cent."""
    return f"{(number * 100).normalize():f}%"


def ladder(steps: Sequence[Step], verb: str) -> str:
    """What each notice costs.

    Examples:
        >>> from workbook.rulebook.cells import amount
        >>> ladder(amount("50"), "罚"), ladder(amount("1-2:20; 3+:40,劝退"), "罚")
        ('罚 50.00 元', '第 1–2 次罚 20.00 元，第 3 次起罚 40.00 元并劝退')
    """
    parts = []
    for step in steps:
        cost = _beside(verb, price(step.price)) if step.price is not None else ""
        costs = "并".join(part for part in (cost, "、".join(step.sanctions)) if part)
        if len(steps) == 1 and step.first == 1 and step.last is None:
            parts.append(costs)
        elif step.last is None:
            parts.append(f"第 {step.first} 次起{costs}")
        else:
            which = f"{step.first}" if step.first == step.last else f"{step.first}–{step.last}"
            parts.append(f"第 {which} 次{costs}")
    return "，".join(parts)
