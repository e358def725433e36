"""公式 cells: arithmetic over one row, read into a small tree (rule-language §3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from workbook.rulebook.cells.conditions import path
from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.words.spans import Span, span
from workbook.words.tongue import worded

FUNCTIONS = (
    "取大",
    "取小",
    "若空",
    "相差",
    "日期",
    "时刻",
    "期键",
    "进位",
    "去尾",
    "四舍五入",
    "字数",
    "次数",
    "几样",
    "占位符",
)


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """A literal in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Length:
    """A literal span, as in {承保日}+3天."""

    value: Span


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the row, in braces."""

    path: Path


@dataclass(frozen=True, slots=True)
class Call:
    """One of the functions."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two parts joined by + - × ÷."""

    operator: str
    left: Expression
    right: Expression


Expression = Number | Text | Length | Column | Call | Binary

_TOKEN = re.compile(
    r"\s*(?:(?P<column>\{[^{}]+\})|(?P<text>\"(?:[^\"])*\")|(?P<span>\d+(?:\.\d+)?(?:分钟|小时|班时|工作日|天|日|周|月|季|半年|年)|半月|当日)"
    r"|(?P<number>\d+(?:\.\d+)?%?)|(?P<name>[一-鿿]+)|(?P<mark>[-+×*÷/(),（），]))"
)
_MARKS = str.maketrans("*/（），", "×÷(),")
MOST_PARTS, DEEPEST = 200, 20
"""Longer or deeper than anybody can follow; the reader of formulas calls itself once for each level."""


def formula(text: str) -> Expression:
    """The tree of a formula cell.

    Raises:
        NotUnderstood: with the part that can't be read.

    Examples:
        >>> formula("取大(0,5-{条数})").name
        '取大'
    """
    parser = _Parser(_tokens(text))
    tree = parser.sum()
    if parser.rest:
        raise NotUnderstood(worded("“{rest}”放错了地方", rest=parser.rest[0][1]), worded("检查括号和加减乘除。"))
    return tree


def columns(tree: Expression) -> Iterable[Path]:
    """Every column a formula reads."""
    match tree:
        case Column(path=names):
            yield names
        case Call(arguments=arguments):
            for argument in arguments:
                yield from columns(argument)
        case Binary(left=left, right=right):
            yield from columns(left)
            yield from columns(right)
        case _:
            return


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if not match or match.lastgroup is None:
            raise NotUnderstood(
                worded("看不懂“{strip}”", strip=text[at:].strip()[:8]), worded("列名放在花括号里，文字放在引号里。")
            )
        tokens.append(
            (match.lastgroup, match[match.lastgroup].translate(_MARKS) if match["mark"] else match[match.lastgroup])
        )
        at = match.end()
    if not tokens:
        raise NotUnderstood(worded("公式是空的"), worded("例如 {数量}×{单价}。"))
    if len(tokens) > MOST_PARTS:
        raise NotUnderstood(worded("公式太长，有 {count} 项", count=len(tokens)), worded("拆成几列，一列算一步。"))
    return tokens


class _Parser:
    """Recursive descent over 式 = 项 {±项}, 项 = 元 {×÷元}."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.rest = tokens
        self.depth = 0

    def sum(self) -> Expression:
        tree = self.product()
        while self._next_is("+", "-"):
            operator = self._take()[1]
            tree = Binary(operator, tree, self.product())
        return tree

    def product(self) -> Expression:
        tree = self.element()
        while self._next_is("×", "÷"):
            operator = self._take()[1]
            tree = Binary(operator, tree, self.element())
        return tree

    def element(self) -> Expression:
        if not self.rest:
            raise NotUnderstood(worded("公式没有写完"), worded("补上后面的数或列。"))
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotUnderstood(worded("括号套了 {deepest} 层以上", deepest=DEEPEST), worded("拆成几列，一列算一步。"))
        tree = self._element(*self._take())
        self.depth -= 1
        return tree

    def _element(self, sort: str, word: str) -> Expression:
        match sort:
            case "column":
                return Column(path(word[1:-1]))
            case "text":
                return Text(word[1:-1])
            case "span":
                return self._length(word)
            case "number":
                return Number(Decimal(word[:-1]) / 100 if word.endswith("%") else Decimal(word))
            case "name":
                return self._call(word)
            case _ if word == "(":
                tree = self.sum()
                self._expect(")")
                return tree
            case _ if word == "-":
                return Binary("-", Number(Decimal(0)), self.element())
            case _:
                raise NotUnderstood(worded("“{word}”放错了地方", word=word), worded("检查括号和加减乘除。"))

    def _length(self, word: str) -> Expression:
        length = span(word)
        if length is None:
            raise NotUnderstood(worded("“{word}”不是时长", word=word), worded("写成 3天 或 2工作日。"))
        return Length(length)

    def _call(self, name: str) -> Expression:
        if name not in FUNCTIONS and not self._next_is("("):
            return Text(name)  # the name of a unit or period: 期键({日期},周)
        if name not in FUNCTIONS:
            raise NotUnderstood(
                worded("没有“{name}”这个函数", name=name),
                worded("可用的有 {functions}；列名要放在花括号里。", functions=worded("、").join(FUNCTIONS)),
            )
        self._expect("(")
        arguments = [self.sum()]
        while self._next_is(","):
            self._take()
            arguments.append(self.sum())
        self._expect(")")
        return Call(name, tuple(arguments))

    def _next_is(self, *marks: str) -> bool:
        return bool(self.rest) and self.rest[0][0] == "mark" and self.rest[0][1] in marks

    def _take(self) -> tuple[str, str]:
        return self.rest.pop(0)

    def _expect(self, mark: str) -> None:
        if not self._next_is(mark):
            raise NotUnderstood(worded("缺“{mark}”", mark=mark), worded("检查括号。"))
        self._take()
