"""Conditions as people say them: 满意度选“一般”或“不满意”."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from workbook.rulebook.cells.tree import (
    Between,
    Clause,
    Compare,
    Empty,
    Equals,
    Item,
    Quantity,
    Reference,
    Shape,
    Test,
    Words,
)
from workbook.rulebook.sorts.model import Question
from workbook.words.tongue import HEADING, WORD, declared, named, worded

CHOSE, GAVE, FILLED, ANSWERED, IS = (
    declared("选"), declared("打"), declared("填"), declared("答"), declared("是"),
)  # fmt: skip
VERBS = {"单选": CHOSE, "多选": CHOSE, "评分": GAVE, "数": FILLED, "日期": FILLED}
HOW = {"含": declared("含"), "不含": declared("不含"), "始于": declared("开头是"), "全含": declared("同时含")}
SPAN_SIGNS = {1: "加", -1: "减"}
COMPARED: dict[str, Callable[[str], str]] = {
    ">=": lambda bound: worded("{bound} 以上", bound=bound),
    "<=": lambda bound: worded("{bound} 以下", bound=bound),
    ">": lambda bound: worded("超过 {bound}", bound=bound),
    "<": lambda bound: worded("不足 {bound}", bound=bound),
    "=": lambda bound: f"“{bound}”",
}


def alternatives(groups: Iterable[tuple[Clause, ...]], questions: Mapping[str, Question]) -> str:
    """Groups of clauses, one of which must hold.

    Shapes:
        questions: heading of an answer → its question; other names in a clause are said as they are.
    """
    return worded("，或").join(worded("，且").join(clause(one, questions) for one in group) for group in groups)


def clause(one: Clause, questions: Mapping[str, Question]) -> str:
    """One tested answer.

    Examples:
        >>> from workbook.rulebook.cells.conditions import condition
        >>> asked = {"满意度": Question(id="WQ", form="WQ", question="满意度", label="满意吗？", type="单选(满意度)")}
        >>> for cell in ("满意度: 一般,不满意", "满意度: 不是 满意", "件数: 5以上", "意见: 非空"):
        ...     print(clause(condition(cell).alternatives[0][0], asked))
        满意度选“一般”或“不满意”
        满意度选的不是“满意”
        件数是 5 以上
        意见有回答
    """
    question = questions.get(one.path[0])
    name = question.question if question else ".".join(one.path)
    verb = VERBS.get(question.type.partition("(")[0], ANSWERED) if question else IS
    return worded("{name}{said}", name=named(name, HEADING), said=said_of(one.test, verb))


def said_of(one: Test, verb: str) -> str:
    """A test behind the name of what is tested."""
    if not one.items:
        return worded("不论")
    if all(isinstance(item, Empty) for item in one.items):
        filled = any(isinstance(item, Empty) and item.filled for item in one.items) != one.denied
        return worded("有回答") if filled else worded("没有回答")
    words = worded("或").join(_item(item) for item in one.items)
    if one.denied:
        told = {"verb": worded(verb), "words": words}
        return worded("{verb}的不是{words}", **told) if verb != IS else worded("不是{words}", words=words)
    if words.startswith("“"):
        return worded("{verb}{words}", verb=worded(verb), words=words)
    return f"{worded(verb)} {words}"


def _item(item: Item) -> str:
    match item:
        case Empty(filled=filled):
            return worded("有回答") if filled else worded("空着")
        case Compare(operator=operator, bound=bound):
            return COMPARED[operator](_quantity(bound))
        case Between(low=low, high=high, low_in=low_in, high_in=high_in):
            ends = "" if low_in and high_in else worded("（不含两头）") if not low_in and not high_in else ""
            ends = ends or (worded("（不含前头）") if not low_in else worded("（不含后头）") if not high_in else "")
            return worded("{low} 到 {high}{ends}", low=_quantity(low), high=_quantity(high), ends=ends)
        case Words(how=how, words=words):
            listed = worded("或").join(f"“{_name(word)}”" for word in words)
            return worded(HOW[how]) + listed
        case Shape(name=name):
            return worded("像{name}", name=name)
        case Equals(value=value):
            return f"“{_quantity(value)}”"


def _quantity(quantity: Quantity) -> str:
    said = _name(quantity.value)
    if quantity.shift is None:
        return said
    shift = quantity.shift
    moved = _name(shift) if isinstance(shift, Reference) else f"{shift:g}" if isinstance(shift, float) else str(shift)
    return f"{said}{SPAN_SIGNS.get(quantity.sign, '')}{moved}"


def _name(word: str | Reference) -> str:
    return named(word, WORD) if isinstance(word, str) else ".".join(word.path)
