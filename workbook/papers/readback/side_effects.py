"""What a change of rules does beside what was meant: customers left without a rule, the same thing twice, empty reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from workbook.papers.readback.changed import Change, changes
from workbook.papers.readback.never import never
from workbook.papers.readback.twice import twice
from workbook.papers.reports.reports import source_of
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.sorts.model import Duty, Quota, Report, Rule, Sample, Sanction
from workbook.rules.facts.holds import holds
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Mask, says
from workbook.words.issues import Issue, Kind, issue

OWING = (Duty, Quota, Sample)
CUSTOMERS, EVERYBODY = "客户", "全部客户"
TODAYS = ("今日清单", "提醒", "未入选说明")
LIKELY = ("若", "对象若", "起若", "名册")


def side_effects(day: Day) -> tuple[Issue, ...]:
    """Notes at the changed rows; none when the rules are as shipped."""
    made = [one for one in changes(day.world.book) if one.sheet not in {"设置", "代码", "登记表"}]
    if not made:
        return ()
    kept = dict(day.world.issues)
    after, before = day.under(in_the_end(day.world.book)), day.shipped
    own = {rule.place for rules in day.world.book.rules.values() for rule in rules if rule.header}
    changed = {one.row.place for one in made} & own
    found = [
        *_left_out(made, after, before),
        *twice(after, before, changed),
        *_emptied(day, before, made),
        *never(day, made),
    ]
    day.world.issues = kept
    return tuple(dict.fromkeys(found))


def in_the_end(book: Rulebook) -> Rulebook:
    """The rules when every date written in them has come: what ends is gone, what begins has begun."""
    ended: dict[type[Rule], tuple[Rule, ...]] = {
        sort: tuple(replace(rule, since=None) for rule in book.all(sort) if rule.until is None)
        for sort in (*OWING, Sanction)
    }
    return replace(book, rules={**book.rules, **ended})


def _left_out(made: list[Change], after: Day, before: Day) -> Iterable[Issue]:
    """Classes of customers that some rule was about, and none is now; each told at the change that is about them."""
    owing = [one for one in made if one.sheet in {"时限", "定额", "抽样"}]
    if not owing or not len(after.world.frame(CUSTOMERS)):
        return
    now, then = _covered(after), _covered(before)
    lost = then & ~now
    if not lost.any():
        return
    told: set[str] = set()
    for change in owing:
        for name, rows in _classes(after, change).items():
            many = int((rows & lost).sum())
            if name in told or not many or (rows & now).any():
                continue
            told.add(name)
            why = f"{name}有 {many} 位原来有规则管着，改了以后没有一条管他们"
            yield _at(change, why, "要管他们，就给他们另写一行；本来就不要管，不用改。")


def _covered(day: Day) -> Mask:
    """Customers to whom something is owed by some rule."""
    customers = day.world.frame(CUSTOMERS)
    seen = np.zeros(len(customers) + 1, dtype=bool)
    for sheet, heading in (("义务", "客户编号"), ("定额结果", "键")):
        frame = day.world.frame(sheet)
        if len(frame):
            seen[customers.lookup(day.world.column(frame, heading))] = True
    return seen[:-1]


def _classes(day: Day, change: Change) -> Mapping[str, Mask]:
    """The classes of customers that a change speaks of, before or after; all customers where it names none."""
    customers = day.world.frame(CUSTOMERS)
    words = " ".join(str((line or {}).get(one, "")) for line in (change.cells, change.before) for one in LIKELY)
    columns = [
        column.heading
        for column in day.world.schema.sheets[CUSTOMERS].columns
        if column.type.name == "代码" and column.heading in words and column.heading != "状态"
    ]
    found: dict[str, Mask] = {}
    for heading in columns:
        values = says(day.world.column(customers, heading)).objects()
        for word in dict.fromkeys(value for value in values if value):
            found[f"{heading}“{word}”的客户"] = np.array([value == word for value in values], dtype=bool)
    return found or {EVERYBODY: np.ones(len(customers), dtype=bool)}


def _emptied(day: Day, before: Day, made: list[Change]) -> Iterable[Issue]:
    """Reports that held rows by the shipped rules and hold none now."""
    old = {rule.id: rule for rule in before.world.book.all(Report)}
    rules = {change.row.id: change for change in made}
    stopped = any(change.cells.get("启用") == "否" for change in made)
    for rule in day.world.book.all(Report):
        if not stopped and (rule.source in TODAYS or rule.source.startswith("名单")):
            continue  # a list of one day is empty today and full tomorrow
        if rule.id not in old or not (was := _rows(before, old[rule.id])) or _rows(day, rule):
            continue
        why = f"报告“{rule.name or rule.id}”原来有 {was} 行，改了以后一行也没有"
        change = rules.get(rule.id) or next((one for one in made if one.row.id and one.row.id in _words(rule)), made[0])
        yield _at(change, why, "看它的“来源”“若”还合不合改过的规则；本来就该空，不用改。")


def _rows(day: Day, rule: Report) -> int:
    """How many rows a report holds, whatever its time."""

    def counted() -> int:
        frame = source_of(day, rule)
        return int(holds(rule.when, Scope(day.world, whole(frame))).sum()) if len(frame) else 0

    return day.world.attempt(rule, partial(counted), 0)


def _words(rule: Report) -> str:
    return " ".join(clause.test.text for clause in rule.when.clauses())


def _at(change: Change, why: str, hint: str) -> Issue:
    return issue(
        Kind.LINT_NOTE, change.row.place, rule=change.row.name or change.instead or change.sheet, why=why, hint=hint
    )
