"""Which rules a condition over a sheet of results asks for: 规则: W3 needs no other duty computed."""

from __future__ import annotations

from workbook.rulebook.cells.tree import Condition, Equals

NAMED_BY = {
    "义务": "规则",
    "定额结果": "规则",
    "抽样台账": "规则",
    "处罚台账": "代码",
    "检查结果": "编号",
    "指标结果": "编号",
}
"""Sheets of results, and the column of each that holds the rule's 编号."""


def named_rules(sheet: str, when: Condition) -> tuple[str, ...] | None:
    """The rule numbers a condition asks for in every alternative; None = all.

    Examples:
        >>> from workbook.rulebook.cells.conditions import condition
        >>> [named_rules("义务", condition(tests)) for tests in ({"规则": "W3,W4", "状态": "迟"}, {"状态": "迟"})]
        [('W3', 'W4'), None]
    """
    heading = NAMED_BY.get(sheet)
    words = words_asked(when, heading) if heading is not None else None
    return tuple(sorted(words)) if words is not None else None


def words_asked(when: Condition, heading: str) -> set[str] | None:
    """The words of a column that a condition asks for in every alternative; None = any.

    Examples:
        >>> from workbook.rulebook.cells.conditions import condition
        >>> words_asked(condition({"编号": "W15", "通过": "否"}), "通过")
        {'否'}
    """
    found: set[str] = set()
    for clauses in when.alternatives:
        tests = [clause.test for clause in clauses if clause.path == (heading,) and not clause.test.denied]
        items = [item for test in tests for item in test.items]
        values = [item.value.value for item in items if isinstance(item, Equals)]
        words = [value for value in values if isinstance(value, str)]
        if not words or len(words) != len(items):
            return None
        found.update(words)
    return None if when.always else found
