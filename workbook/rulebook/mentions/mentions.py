"""What a rule's cell may mention, and the small notations that hold it: people, templates, orders, joins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from workbook.rulebook.cells.conditions import path, split, test
from workbook.rulebook.cells.notations import Join, Order, Period
from workbook.rulebook.cells.tree import Clause, Condition, NotUnderstood, Path
from workbook.rulebook.mentions.spots import STAFF, Ground, Spot
from workbook.rulebook.sorts import model

BRACES = re.compile(r"\{([^{}]+)\}")
RELATED = re.compile(
    r"\s*(?P<sheet>[^()（）\[\]]+?)\s*(?:[(（](?P<when>.*)[)）])?\s*(?:\[(?P<columns>.*)\])?\s*", re.DOTALL
)
"""What follows 相关: 表(若)[列]."""
_SEARCH = re.compile(r"^([^:：{}]+?)\s*[:：]\s*(.+)$")
_AND = re.compile(r"\s*[＠@]\s*")
_SHARE = re.compile(r"\s*[:：]\s*\d+(?:\.\d+)?%$")
_COLUMNS = {"组": "组别", "岗": "岗位"}


@dataclass(frozen=True, slots=True)
class Named:
    """A cell names a column. `want` is what it must hold: moment, number, span, staff, or anything."""

    rule: model.Rule
    heading: str
    path: Path
    ground: Ground
    want: str = ""


@dataclass(frozen=True, slots=True)
class Tested:
    """A cell holds tests."""

    rule: model.Rule
    heading: str
    condition: Condition
    ground: Ground


@dataclass(frozen=True, slots=True)
class Sheeted:
    """A cell names a sheet."""

    rule: model.Rule
    heading: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A cell names another rule, by the rule sheets it may stand on and its 编号."""

    rule: model.Rule
    heading: str
    sheets: tuple[str, ...]
    id: str


Reading = Named | Tested | Sheeted | Mention


def braced(rule: model.Rule, heading: str, written: str, ground: Ground, want: str = "") -> Iterable[Reading]:
    """The columns in the braces of a text; `want` counts only where the text is one brace."""
    alone = bool(re.fullmatch(r"\s*\{[^{}]+\}\s*", written))
    for name in BRACES.findall(written):
        if not name.startswith("+"):
            yield Named(rule, heading, parts(name), ground, want if alone else "")


def parts(name: str) -> Path:
    """The names of a path, however many."""
    try:
        return path(name)
    except NotUnderstood:
        return tuple(part.strip() for part in name.split("."))


def people(rule: model.Rule, heading: str, notation: Sequence[str], ground: Ground) -> Iterable[Reading]:
    """Whom `{归属员工} | 岗位:客服主管` names."""
    for written in notation:
        for share in split(written) if "%" in written else [written]:
            for part in _AND.split(_SHARE.sub("", share).strip()):
                search = _SEARCH.match(part)
                if search:
                    column = _COLUMNS.get(search[1], search[1])
                    yield Named(rule, heading, (column,), Ground((Spot(STAFF),)))
                    if "{" not in search[2]:
                        words = test("、".join(split(search[2])))
                        yield Tested(rule, heading, Condition(((Clause((column,), words),),)), Ground((Spot(STAFF),)))
                yield from braced(rule, heading, search[2] if search else part, ground, "" if search else "staff")


def maybe(rule: model.Rule, heading: str, value: Any, ground: Ground, want: str) -> Iterable[Reading]:
    """A cell that holds a value or {列}."""
    if isinstance(value, Period):
        value = value.rolling
    if isinstance(value, tuple) and value:
        yield Named(rule, heading, value, ground, want)


def orders(rule: model.Rule, heading: str, order: Sequence[Order], ground: Ground) -> Iterable[Reading]:
    """The columns of an order list."""
    return (Named(rule, heading, part.path, ground) for part in order)


def paths(rule: model.Rule, heading: str, found: Iterable[Path], ground: Ground, want: str = "") -> Iterable[Reading]:
    """Columns that a cell names."""
    return (Named(rule, heading, one, ground, want) for one in found)


def joined(rule: model.Rule, heading: str, join: Join | None, left: Ground, right: Ground) -> Iterable[Reading]:
    """Both sides of a 关联."""
    for one, other in join.pairs if join else ():
        yield Named(rule, heading, one, left)
        yield Named(rule, heading, other, right)


def mentions(rule: model.Rule, heading: str, on: tuple[str, ...], names: Iterable[str]) -> Iterable[Reading]:
    """Other rules, on one of the rule sheets `on`."""
    return (Mention(rule, heading, on, name) for name in names if name and "{" not in name)


def sheets(rule: model.Rule, **named: str) -> Iterable[Reading]:
    """Sheets by the heading that names them."""
    return (Sheeted(rule, heading, sheet) for heading, sheet in named.items() if sheet)


def spots(sheet: str) -> tuple[Spot, ...]:
    """All rows of a sheet, where one is named."""
    return (Spot(sheet),) if sheet else ()
