"""Lint of 开单: what a row opens, and whether it would open itself again (rule-language §3.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from workbook.rulebook.cells.conditions import test
from workbook.rulebook.cells.tree import Clause, Condition
from workbook.rulebook.lint.says import doubt, note
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import RECORDS, stored_in
from workbook.rulebook.sorts.model import Decide, Derive, Question, Spawn
from workbook.words.issues import Issue
from workbook.words.tongue import HEADING, named, worded

NOTE, _COLUMN = "备注", re.compile(r"\{([^{}.·]+)\}")
KEPT_BY_STAFF = ("客户", "员工", "回访记录")


def spawn_faults(rule: Spawn, here: Atlas) -> Iterable[Issue]:
    """What is wrong with one row of 开单 by itself."""
    if rule.target in KEPT_BY_STAFF:
        yield doubt(
            rule,
            "目标表",
            worded("【{target}】只由人登记，不能开单", target=named(rule.target)),
            worded("换成事件、工单、违规登记，或规则书自己的登记表。"),
        )
    elif here.has(rule.target) and "来源编号" not in here.of(rule.target):
        why = worded("【{target}】没有“来源编号”，认不出开过的单", target=named(rule.target))
        yield doubt(rule, "目标表", why, worded("在【登记表】给它加上 来源规则:文本 和 来源编号:编号。"))
    for column in _unasked(rule, here):
        why = worded("写入“{column}”，没有一道题问它，开出来的行里多半是空的", column=named(column, HEADING))
        yield doubt(
            rule,
            "写入",
            why,
            worded("改成题里问的那一列，或在【问卷】加一道题；几列都可以的，用【计算】若空 合成一列。"),
        )
    if rule.when.always:
        why = worded("没有条件，【{source}】的每一行都会开单", source=named(rule.source))
        yield note(rule, "若", why, worded("本来就要这样，不用改；不然写明哪些行要开。"))


def _unasked(rule: Spawn, here: Atlas) -> Iterable[str]:
    """Long texts of a record that the new row is to tell, but that no question fills; 备注 stands on every list."""
    questions = here.book.all(Question)
    if rule.source != RECORDS or not questions or not here.has(RECORDS):
        return
    filled = {stored_in(one) for one in questions}
    made = {(one.sheet, one.column) for one in here.book.all(Derive)}
    made |= {(one.sheet, one.column) for one in here.book.all(Decide)}
    for _, written in rule.write:
        for column in _COLUMN.findall(written):
            known = here.of(RECORDS).get(column)
            if (
                known
                and known.type is not None
                and known.type.name == "长文"
                and column != NOTE
                and (RECORDS, column) not in filled | made
            ):
                yield column


def spawned_again(here: Atlas) -> Iterable[Issue]:
    """Rules whose fresh rows set off rules again with nobody typing anything."""
    rules = here.book.all(Spawn)
    onward = {
        id(rule): [other for other in rules if other.source == rule.target and _set_off(rule, other, here)]
        for rule in rules
    }
    told: set[int] = set()
    for rule in rules:
        way: list[Spawn] = [rule]
        todo = list(onward[id(rule)])
        while todo:
            other = todo.pop()
            if other is rule and id(rule) not in told:
                told.update(id(one) for one in way)
                yield doubt(
                    rule,
                    "若",
                    worded("它开出来的行又会引出开单，没有人填也会一直开下去"),
                    worded("在“若”里加一列由人填的，例如 处理结果: 非空。"),
                )
                break
            if all(other is not one for one in way):
                way.append(other)
                todo += onward[id(other)]


def _set_off(rule: Spawn, other: Spawn, here: Atlas) -> bool:
    """Whether a row that one rule writes may meet the test of another at once."""
    written = dict(rule.write)
    derived = {way.column for way in here.book.all(Derive) if way.sheet == other.source}
    derived |= {row.column for row in here.book.all(Decide) if row.sheet == other.source}
    return any(
        all(_may_hold(clause, written, derived, rule.id) for clause in clauses) for clauses in _alternatives(other.when)
    )


def _alternatives(condition: Condition) -> tuple[tuple[Clause, ...], ...]:
    return condition.alternatives or ((),)


def _may_hold(clause: Clause, written: Mapping[str, str], derived: set[str], maker: str) -> bool:
    name = clause.path[0]
    value = maker if name == "来源规则" else written.get(name, "")
    if len(clause.path) > 1 or name in derived or "{" in value or name == "来源编号":
        return True
    wanted = test(value) if value else test("空")
    return not clause.test.items or _passes(wanted.items, clause)


def _passes(items: Sequence[object], clause: Clause) -> bool:
    """Whether a written value (or an empty cell) passes a plain test."""
    hit = any(item in clause.test.items for item in items)
    if items == test("空").items:
        return hit or clause.test.denied
    filled = test("非空").items[0] in clause.test.items
    return (hit or filled) != clause.test.denied
