"""The numbers of a branch's metrics, each with what it is made of and how it is worked out, so that they can be added."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from workbook.papers.branches.account import Figure
from workbook.papers.list.ledgers import METRICS, group_names
from workbook.papers.list.metric_kinds import is_share
from workbook.papers.pages.masking import scrub
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.leaving import secret
from workbook.rulebook.cells.goals import by_group
from workbook.rulebook.cells.tree import Compare, Equals, NotUnderstood, Path, Test
from workbook.rulebook.sorts.model import Metric
from workbook.rules.metrics.cells import weights_of
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.world import Unknown, World

WORKED_OUT = ("sheet", "when", "hit_when", "method", "column", "period", "time", "as_of", "by", "over", "weights")
"""What a number depends on; its name, its target and its rank are told, not counted."""
REFERENCES = {"引用", "编号"}
NAMES = {"姓名", "客户名称", "联系人"}


def figures(day: Day) -> tuple[Figure, ...]:
    """Every row of 指标结果 as a value, but those about a row that is 密件."""
    frame = day.sheet(METRICS)
    rules = {rule.id: rule for rule in day.world.book.all(Metric)}
    made = {one: Worked(day.world, rule, what) for one, rule, what in _told_apart(rules)}
    labels = group_names(day, Scope(day.world, whole(frame)))
    words = {heading: frame.typed[heading].objects() for heading in ("编号", "期", "分组", "达标")}
    sealed = secret(day.world, frame, frame.all)
    numbers = {heading: _numbers(frame, heading) for heading in ("分子", "分母", "值", "目标")}
    return tuple(
        made[str(words["编号"][at])].figure(
            str(words["期"][at]),
            scrub(str(words["分组"][at])),
            scrub(str(labels[at] or "")),
            [numbers[heading][at] for heading in ("分子", "分母", "值", "目标")],
            str(words["达标"][at] or ""),
        )
        for at in range(len(frame))
        if str(words["编号"][at]) in made and not sealed[at]
    )


def _told_apart(rules: dict[str, Metric]) -> Iterator[tuple[str, Metric, str]]:
    """Each metric with the name of how it is worked out; two that are worked out the same way are numbered."""
    seen: dict[str, int] = {}
    for one, rule in rules.items():
        what = hashlib.blake2b(_plain([getattr(rule, name) for name in WORKED_OUT]).encode(), digest_size=8).hexdigest()
        seen[what] = seen.get(what, 0) + 1
        yield one, rule, what if seen[what] == 1 else f"{what}·{seen[what]}"


def _plain(value: Any) -> str:
    """A rule's cell as understood, however it was spelled."""
    if is_dataclass(value) and not isinstance(value, type):
        inside = ",".join(
            _plain(getattr(value, one.name)) for one in fields(value) if one.compare and one.name != "text"
        )
        return f"{type(value).__name__}({inside})"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_plain, value))}]"
    return repr(value)


def _numbers(frame: Frame, heading: str) -> list[float | None]:
    if heading not in frame.typed:
        return [None] * len(frame)
    data = np.asarray(frame.typed[heading].data, dtype=float)
    return [None if np.isnan(one) else round(float(one), 10) for one in data.tolist()]


class Worked:
    """How the numbers of one metric are worked out."""

    def __init__(self, world: World, rule: Metric, what: str) -> None:
        self._rule, self._what = rule, what
        self._own = _own_groups(world, rule)
        self._over = next((one.method for one in world.book.all(Metric) if one.id == rule.over), rule.over)
        self._weights = tuple(weights_of(rule).items()) if rule.method == "加权" else ()
        self._sign = next((_sign(test) for _, test in by_group(rule.target)), "")

    def figure(self, period: str, group: str, label: str, numbers: Sequence[float | None], met: str) -> Figure:
        """One of its numbers."""
        rule, (top, bottom, value, bound) = self._rule, numbers
        aim = rule.target.text if rule.target else ""
        return Figure(
            self._what, rule.id, scrub(rule.name or rule.id), period, group, label, self._own, top, bottom, value, rule.method,
            is_share(rule), self._over, self._weights, aim, self._sign, bound, met,
        )  # fmt: skip


def _sign(test: Test) -> str:
    """How a target compares, where it is one plain comparison."""
    if test.denied or len(test.items) != 1:
        return ""
    match test.items[0]:
        case Compare(operator=operator):
            return operator
        case Equals():
            return "="
        case _:
            return ""


def _own_groups(world: World, rule: Metric) -> bool:
    """Whether its groups are rows of the branch's own sheets: people, customers, any number of a row."""
    return any(_is_own(world, rule, path) for path in rule.by)


def _is_own(world: World, rule: Metric, path: Path) -> bool:
    if path[-1] in NAMES:
        return True
    try:
        frame = world.frame(rule.sheet)
        vec = Scope(world, View(frame, frame.all[:0])).vec(path)
    except (Unknown, NotUnderstood):
        return True  # what isn't known is never added
    return bool(vec.type.target) or vec.type.name in REFERENCES
