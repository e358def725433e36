"""For whom a rule holds, as texts: groups of tests taken apart, joined, and one taken out of the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from workbook.rulebook.cells.conditions import lines
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.words.tongue import worded

Clause = tuple[str, str]
Group = tuple[Clause, ...]
_MORE = re.compile(r"^\s*(?:且|并且|而且)[\s，,：:]*")
_OPEN = {"", "-", "任意"}
_MOST = 300
NEVER: list[str] = []
"""A group without alternatives: nothing fits it."""
_TURNED = {"空": "非空", "非空": "空"}


def adds(cell: Any) -> bool:
    """Whether a cell begins with 且: its tests are asked beside those that are there."""
    return isinstance(cell, str) and bool(_MORE.match(cell))


def with_more(before: Any, cell: Any) -> Any:
    """The group that a cell leaves in force: itself, or, with 且, those of before and its own.

    Examples:
        >>> with_more("类别: 投诉", "且 等级: VIP"), with_more("类别: 投诉", "等级: VIP")
        ('类别: 投诉；等级: VIP', '等级: VIP')
    """
    if not adds(cell):
        return cell
    return written(_joined(groups(before), groups(_MORE.sub("", cell))))


def turned(before: Any, after: Any) -> frozenset[Clause]:
    """The tests of `after` that `before` hasn't got, each denied: how a rule says that it leaves these rows alone."""
    asked = {clause for group in groups(before) for clause in group}
    return frozenset(_turned(clause) for group in groups(after) for clause in group) - asked


def left(before: Mapping[str, Any], after: Mapping[str, Any], headings: Sequence[str]) -> Iterable[dict[str, Any]]:
    """The cells of rows that hold where `before` does and `after` doesn't; none when `after` holds wherever it does.

    Examples:
        >>> list(left({"若": "类别: 投诉"}, {"若": "类别: 投诉；等级: VIP"}, ("若",)))
        [{'若': '类别: 投诉；等级: 不是 VIP'}]
    """
    both: dict[str, Any] = {}
    for heading in headings:
        old, new = groups(before.get(heading, "")), groups(after.get(heading, ""))
        if set(old) == set(new):
            continue
        if rest := _joined(old, _none_of(new)):
            yield {**both, heading: written(rest)}
        if not (shared := _joined(old, new)):
            return
        both[heading] = written(shared)


def groups(cell: Any, *, open_too: bool = False) -> list[Group]:
    """The alternatives of a group cell, each a row of (列, 测试); one empty alternative: always.

    `open_too`: with the tests that anything passes (任意).
    """
    if isinstance(cell, Mapping):
        return [_group(cell.items(), open_too=open_too)]
    if isinstance(cell, list):
        return [group for one in cell for group in groups(one, open_too=open_too)] or [()]
    return [_group(lines(str(cell or "")), open_too=open_too)]


def gathered(cells: Mapping[str, Any], heading: str) -> list[Group]:
    """The alternatives that one row says of a group: its cell and its spread cells (若·列); none when all are blank."""
    spread = {name.partition("·")[2]: cell for name, cell in cells.items() if name.startswith(f"{heading}·") and cell}
    if not cells.get(heading) and not spread:
        return []
    return _joined(groups(cells.get(heading, "")), [_group(spread.items())])


def written(found: Sequence[Group]) -> Any:
    """Alternatives as a cell: one text, or a list of them; NEVER when there is none.

    Examples:
        >>> written([(("甲", "1"), ("乙", "空"))]), written([(("甲", "1"),), (("乙", "2"),)]), written([()])
        ('甲: 1；乙: 空', ['甲: 1', '乙: 2'], '')
    """
    texts = ["；".join(f"{name}: {test}" for name, test in group) for group in found]
    return "" if "" in texts else texts[0] if len(texts) == 1 else texts


def _group(said: Iterable[tuple[str, Any]], *, open_too: bool = False) -> Group:
    cleaned = (
        (name.strip().replace("．", "."), ",".join(test) if isinstance(test, list) else str(test).strip())
        for name, test in said
    )
    return tuple(dict.fromkeys(one for one in cleaned if open_too or one[1] not in _OPEN))


def _joined(one: Sequence[Group], other: Sequence[Group]) -> list[Group]:
    """Both at once; what can't hold together is left out."""
    if len(one) * len(other) > _MOST:
        raise NotUnderstood(worded("条件太多，分不开"), worded("把条件写短些，或另写一条规则，用“启用: 否”停掉老的。"))
    made = (tuple(dict.fromkeys((*first, *second))) for first in one for second in other)
    can = list(dict.fromkeys(group for group in made if not any(_turned(clause) in group for clause in group)))
    return [group for group in can if not any(set(other) < set(group) for other in can)]


def _none_of(found: Sequence[Group]) -> list[Group]:
    """None of the alternatives holds."""
    return list(dict.fromkeys(product(*([_turned(clause) for clause in group] for group in found))))


def _turned(clause: Clause) -> Clause:
    """The test that holds exactly where this one doesn't, also on an empty cell."""
    name, test = clause
    if test in _TURNED:
        return name, _TURNED[test]
    return name, test.removeprefix("不是").strip() if test.startswith("不是") else f"不是 {test}"
