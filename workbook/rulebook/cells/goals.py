"""目标 of a metric: one test for all, or one for each group (东区: 95%以上；西区、南区: 90%以上；其余: 85%以上)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbook.rulebook.cells.conditions import split, test
from workbook.rulebook.cells.plain import plain
from workbook.rulebook.cells.tree import Equals, NotUnderstood, Test
from workbook.words.tongue import worded

REST = "其余"
_SHARE = re.compile(r"0*[1-9]\d?(\.\d+)?\s*[%％]")
_NUMBER = re.compile(r"^[-+]?\d[\d,.]*\s*(%|％|元|次|条|件|分|天|个|户|人)?$|^\{.+\}$")


@dataclass(frozen=True, slots=True)
class Goals(Test):
    """A target; `groups` have their own, all others the test itself."""

    groups: tuple[tuple[tuple[str, ...], Test], ...] = ()


def goals(cell: str) -> Test:
    """The target of a metric.

    Raises:
        NotUnderstood: a group twice, or a part without its test.

    Examples:
        >>> found = goals("东区: 95%以上；其余: 85%以上")
        >>> [(names, one.text) for names, one in found.groups], found.items[0].operator
        ([(('东区',), '95%以上')], '>=')
    """
    parts = [part.replace("：", ":", 1) for part in split(plain(cell), "；;\n")]
    if not any(":" in part.split('"')[0] for part in parts):
        return _aim(cell)
    rest = Test(())
    groups: list[tuple[tuple[str, ...], Test]] = []
    seen: set[str] = set()
    for part in parts:
        name, colon, asked = part.partition(":")
        if not colon or not asked.strip():
            raise NotUnderstood(worded("“{part}”没写目标", part=part), worded("写成 东区: 95%以上；其余: 85%以上。"))
        names = tuple(split(name))
        if again := next((one for one in names if one in seen), ""):
            raise NotUnderstood(worded("“{again}”写了两个目标", again=again), worded("一组只留一个。"))
        seen.update(names)
        if names == (REST,):
            rest = _aim(asked)
        else:
            groups.append((names, _aim(asked)))
    return Goals(rest.items, rest.denied, "；".join(part.strip() for part in parts), tuple(groups))


def _aim(cell: str) -> Test:
    """A test on a number; a bare share short of the whole is the least: nobody means 90% and not 95%."""
    found = test(f"{cell.strip()}以上" if _SHARE.fullmatch(cell.strip()) else cell)
    for item in found.items:
        value = item.value.value if isinstance(item, Equals) else ""
        if isinstance(value, str) and value and not _NUMBER.match(value):
            hint = worded("写成 90%以上、不足5 或 >=90%；没有达到的，【指标结果】和报告里自己标红，不用写。")
            raise NotUnderstood(worded("“{cell}”不是目标", cell=cell), hint)
    return found


def by_group(target: Test | None) -> tuple[tuple[tuple[str, ...], Test], ...]:
    """Every test of a target with the groups it is for; none named: all others."""
    if target is None:
        return ()
    own = target.groups if isinstance(target, Goals) else ()
    return (*own, ((), Test(target.items, target.denied, target.text if not own else ""))) if target.items else own
