"""目标 of a metric: one test for all, or one for each group (东区: 95%以上；西区、南区: 90%以上；其余: 85%以上)."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.rulebook.cells.conditions import split, test
from workbook.rulebook.cells.plain import plain
from workbook.rulebook.cells.tree import NotUnderstood, Test

REST = "其余"


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
        return test(cell)
    rest = Test(())
    groups: list[tuple[tuple[str, ...], Test]] = []
    seen: set[str] = set()
    for part in parts:
        name, colon, asked = part.partition(":")
        if not colon or not asked.strip():
            raise NotUnderstood(f"“{part}”没写目标", "写成 东区: 95%以上；其余: 85%以上。")
        names = tuple(split(name))
        if again := next((one for one in names if one in seen), ""):
            raise NotUnderstood(f"“{again}”写了两个目标", "一组只留一个。")
        seen.update(names)
        if names == (REST,):
            rest = test(asked)
        else:
            groups.append((names, test(asked)))
    return Goals(rest.items, rest.denied, "；".join(part.strip() for part in parts), tuple(groups))


def by_group(target: Test | None) -> tuple[tuple[tuple[str, ...], Test], ...]:
    """Every test of a target with the groups it is for; none named: all others."""
    if target is None:
        return ()
    own = target.groups if isinstance(target, Goals) else ()
    return (*own, ((), Test(target.items, target.denied, target.text if not own else ""))) if target.items else own
