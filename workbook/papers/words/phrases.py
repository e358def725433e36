"""Rule cells in plain Chinese: tests, spans, moments, people; generic, from the cell alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from workbook.papers.words.either import NUMBER, either, quoted
from workbook.rulebook.cells.notations import Period
from workbook.rulebook.cells.tree import (
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
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import Ground, Lost
from workbook.words.spans import SAME_DAY, Span

OWNERS = {"本行": "本行", "对象": "对象", "源行": "那一行", "键行": "那一行"}
COMPARED = {">": "超过", ">=": "不低于", "<": "不到", "<=": "不超过", "=": "等于"}
OPEN = {">=": "以上", "<=": "以下"}
OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
DATED = {">": "晚于", ">=": "不早于", "<": "早于", "<=": "不晚于", "=": "在"}
LISTED = {"含": "里有", "不含": "里没有", "始于": "开头是", "全含": "同时有"}
_SEARCH = re.compile(r"^([^:：{}]+?)\s*[:：]\s*(.+)$")
_AND = re.compile(r"\s*[＠@]\s*")
_BRACE = re.compile(r"\{([^{}]+)\}")
RULES = {"规则", "编号", "代码", "条款代码"}
"""Columns that hold 编号 of rules: what they are called says more."""


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
            >>> from workbook.rulebook.cells.conditions import condition
            >>> cells = ("客户.客户类别: VIP,团购", "状态: 不是 停用", "金额: 不是 <0", "手机: 空", "金额: [5..10)")
            >>> for cell in cells:
            ...     print(Speaker().clause(condition(cell).alternatives[0][0]))
            客户的客户类别为“VIP”或“团购”
            状态不为“停用”
            金额在 0 以上或空着
            手机空着
            金额在 5 到 10 之间（不含 10）
        """
        called = self.called if one.path[-1] in RULES else None
        name, said_ = column(one.path), self.test(one.test, self.dated(one.path, ground), called)
        return f"{name}是{said_[1:]}" if name.endswith("为") and said_.startswith("为") else f"{name}{said_}"

    def called(self, word: str) -> str:
        """What the rule of an 编号 is called; the word itself where there is none."""
        rules = self.atlas.book.rules.values() if self.atlas is not None else ()
        return next((rule.name for rows in rules for rule in rows if rule.id == word and rule.name), word)

    def dated(self, path: Path, ground: Ground | None) -> bool:
        """Whether a column holds days or times: those are early or late, not more or less."""
        if self.atlas is None or ground is None:
            return False
        found = self.atlas.find(path, ground)
        types = [] if isinstance(found, Lost) else [known.type for known in found if known.type is not None]
        return any(one.kind == "moment" or one.name == "时刻" for one in types)

    def test(
        self,
        test: Test,
        dated: bool = False,  # noqa: FBT001, FBT002 - a way of speaking
        called: Callable[[str], str] | None = None,
    ) -> str:
        """A test behind the name of what is tested; `called` says what a word stands for."""
        if not test.items:
            return "不论"
        only = test.items[0]
        if test.denied and len(test.items) == 1 and isinstance(only, Compare) and only.operator in OPPOSITE:
            return f"{self._item(replace(only, operator=OPPOSITE[only.operator]), dated)}或空着"
        plain = [item.value for item in test.items if isinstance(item, Equals)]
        rest = [self._item(item, dated) for item in test.items if not isinstance(item, Equals)]
        if dated and plain:
            rest.insert(0, f"在{'或'.join(map(_quantity, plain))}")
        elif plain:
            told = dict.fromkeys(called(_quantity(one)) if called else _quantity(one) for one in plain if _is_word(one))
            words = [quoted(word) for word in told]
            same = [f"与{_quantity(one)}相同" for one in plain if not _is_word(one)]
            rest = [*([beside("为", either(words))] if words else []), *same, *rest]
        if not test.denied:
            return "或".join(rest)
        return "、".join(_denied(word) for word in rest)

    def _item(self, item: Item, dated: bool) -> str:  # noqa: FBT001 - a way of speaking
        match item:
            case Empty(filled=filled):
                return "填了" if filled else "空着"
            case Compare(operator=operator, bound=bound):
                said_ = _quantity(bound)
                if not dated and operator in OPEN and NUMBER.fullmatch(said_):
                    return f"在 {said_} {OPEN[operator]}"
                return beside((DATED if dated else COMPARED)[operator], said_)
            case Between(low=low, high=high, low_in=low_in, high_in=high_in):
                left_out = [_quantity(bound) for bound, inside in ((low, low_in), (high, high_in)) if not inside]
                outside = f"（不含 {'和 '.join(left_out)}）" if left_out else ""
                return f"{beside('在', _quantity(low))}{beside('到', _quantity(high), before=True)}之间{outside}"
            case Words(how=how, words=words):
                return LISTED[how] + "或".join(f"“{_word(word)}”" for word in words)
            case Shape(name=name):
                return f"写得像{name}"
            case Equals(value=value):
                return f"为“{_quantity(value)}”"


def _is_word(quantity: Quantity) -> bool:
    return isinstance(quantity.value, str)


def _denied(word: str) -> str:
    if word in {"填了", "空着"}:
        return "空着" if word == "填了" else "填了"
    if word.startswith("与") and word.endswith("相同"):
        return f"{word.removesuffix('相同')}不同"
    return f"不{word}" if word.startswith(("为", "在", "写")) else f"不是“{word}”"


def column(path: Path) -> str:
    """A path as people say it.

    Examples:
        >>> column(("客户", "归属员工")), column(("设置", "流失期")), column(("今日", "季节")), column(("本行", "日期"))
        ('客户的归属员工', '设置“流失期”', '今天的季节', '本行的日期')
    """
    if path[0] == "本行" and len(path) > 1 and path[1] in OWNERS:
        return column(path[1:])
    if path[0] == "设置" and len(path) > 1:
        return f"设置“{'.'.join(path[1:])}”"
    if path[0] == "今日" and len(path) > 1:
        return f"今天的{'的'.join(path[1:])}"
    first = (OWNERS.get(path[0], path[0]) if len(path) > 1 else path[0]).removeprefix("的")
    return "的".join((first, *(name.removeprefix("的") for name in path[1:])))


def _quantity(quantity: Quantity) -> str:
    word = _word(quantity.value)
    if quantity.shift is None:
        return word
    shift = quantity.shift
    moved = (
        _word(shift) if isinstance(shift, Reference) else f"{shift:g}" if isinstance(shift, float) else length(shift)
    )
    return f"{word}{beside('往后' if quantity.sign > 0 else '往前', moved)}"


def beside(word: str, quantity: str, *, before: bool = False) -> str:
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
        >>> from workbook.rulebook.cells.notations import period
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


def thing(path: Path) -> str:
    """What a key names: 客户编号 is a customer.

    Examples:
        >>> thing(("客户编号",)), thing(("客户", "归属员工")), thing(("期",))
        ('客户', '客户的归属员工', '期')
    """
    return column((*path[:-1], path[-1].removesuffix("编号") or path[-1]))


def gaps(template: str) -> str:
    """A text whose braces stay visible as gaps to be filled.

    Examples:
        >>> gaps("{名称}问候，{客户.客户名称}")
        '〔名称〕问候，〔客户的客户名称〕'
    """
    return _BRACE.sub(lambda found: f"〔{column(tuple(found[1].split('.')))}〕", template)


def filled(template: str) -> str:
    """A text with its braces said as the columns' names.

    Examples:
        >>> filled("{内容}"), filled("{客户.客户名称}的事")
        ('内容', '客户的客户名称的事')
    """
    return _BRACE.sub(lambda found: column(tuple(found[1].split("."))), template)
