"""Metrics of many branches as one: numerators and denominators are added, never rates; what can't be added has no sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import eq, ge, gt, le, lt

from workbook.papers.branches.account import Figure
from workbook.papers.branches.branch import Branch, Note
from workbook.rules.metrics.cells import TOTAL
from workbook.words.tongue import worded

ADDED = {"计数", "合计", "去重数"}
SIGNS: Mapping[str, Callable[[float, float], bool]] = {">=": ge, "<=": le, ">": gt, "<": lt, "=": eq}
Key = tuple[str, str, str]
"""How it is worked out, period, group."""
Member = tuple[Branch, Figure]


@dataclass(frozen=True, slots=True)
class Sum:
    """One number of all branches that have it.

    Shapes:
        members: each branch's own number. why: why there is no sum, where there can't be one.
    """

    what: str
    id: str
    name: str
    period: str
    group: str
    share: bool
    top: float | None
    bottom: float | None
    value: float | None
    aim: str
    met: str
    members: tuple[Member, ...]
    why: str = ""


def sums(branches: Sequence[Branch]) -> list[Sum]:
    """The sums, metric by metric as most branches have them, the newest period first, its total before its groups."""
    held: dict[Key, list[Member]] = {}
    for branch in branches:
        for one in branch.account.figures:
            if not one.own or one.group == TOTAL:
                held.setdefault((one.what, one.period, one.group), []).append((branch, one))
    called = names(branches)
    made = {key: _sum(key, members, called[key[0]]) for key, members in held.items()}
    for key, members in held.items():
        if members[0][1].how == "加权":
            made[key] = _weighted(made[key], made)
    order = {what: at for at, what in enumerate(dict.fromkeys(key[0] for key in held))}
    turn = {what: (called[what][0], at) for what, at in order.items()}
    periods = sorted({key[1] for key in held}, reverse=True)
    late = {period: at for at, period in enumerate(periods)}
    return [made[key] for key in sorted(made, key=lambda key: (turn[key[0]], late[key[1]], key[2] != TOTAL, key[2]))]


def names(branches: Sequence[Branch]) -> dict[str, tuple[str, str]]:
    """How each metric is called: the number and name that most branches give it."""
    told: dict[str, Counter[tuple[str, str]]] = {}
    for branch in branches:
        for what, called in dict.fromkeys((one.what, (one.id, one.name)) for one in branch.account.figures):
            told.setdefault(what, Counter())[called] += 1
    return {what: _most(counted) for what, counted in told.items()}


def _most(counted: Counter[tuple[str, str]]) -> tuple[str, str]:
    return min(counted, key=lambda one: (-counted[one], one))


def _sum(key: Key, members: Sequence[Member], called: tuple[str, str]) -> Sum:
    first = members[0][1]
    tops = [one.top for _, one in members if one.top is not None]
    bottoms = [one.bottom for _, one in members if one.bottom is not None]
    top, bottom = (round(sum(part), 10) if part else None for part in (tops, bottoms))
    why = ""
    value: float | None = None
    if first.how == "中位":
        top, why = None, "中位数不能相加"
    elif first.how == "加权":
        top = bottom = None
    elif first.over and not ({first.how, first.over} <= ADDED | {"比率"} and first.over in ADDED):
        top, bottom, why = None, None, "两个数相比的数不能相加"
    elif first.share or first.how in {"比率", "平均"} or first.over:
        value = round(top / bottom, 10) if top is not None and bottom else None
    else:
        value = top
    return _judged(Sum(key[0], *called, *key[1:], first.share, top, bottom, value, "", "", tuple(members), why))


def _weighted(one: Sum, made: Mapping[Key, Sum]) -> Sum:
    """加权 of all branches: the mean of the sums of its parts, never of the branches' means."""
    branch, figure = one.members[0]
    parts = {each.id: each.what for each in branch.account.figures}
    known = [
        (weight, found.value)
        for name, weight in figure.weights
        if (found := made.get((parts.get(name, ""), one.period, one.group))) is not None and found.value is not None
    ]
    top, bottom = sum(weight * value for weight, value in known), sum(weight for weight, _ in known)
    value = round(top / bottom, 10) if bottom else None
    return _judged(replace(one, value=value))


def _judged(one: Sum) -> Sum:
    """Whether the sum meets what is wanted, where all branches want the same."""
    wanted = {
        (figure.aim, figure.sign, figure.bound) for _, figure in one.members if figure.aim and figure.bound is not None
    }
    if len(wanted) != 1:
        return replace(one, aim="各家不同") if wanted else one
    aim, sign, bound = wanted.pop()
    met = ""
    if sign in SIGNS and bound is not None and one.value is not None:
        met = "是" if SIGNS[sign](round(one.value, 9), round(bound, 9)) else "否"
    return replace(one, aim=aim, met=met)


def otherwise(branches: Sequence[Branch]) -> Iterable[Note]:
    """Metrics that a branch calls otherwise, and those of a known number that it works out otherwise."""
    called = names(branches)
    usual: dict[str, Counter[str]] = {}
    for branch in branches:
        for own, what in dict.fromkeys((one.id, one.what) for one in branch.account.figures):
            usual.setdefault(own, Counter())[what] += 1
    most = {own: min(counted, key=lambda one: (-counted[one], one)) for own, counted in usual.items()}
    for branch in branches:
        for what, mine in dict.fromkeys((one.what, (one.id, one.name)) for one in branch.account.figures):
            if most[mine[0]] != what and called[what][0] == mine[0]:
                told = worded(
                    "指标“{mine} {mine2}”的算法和多数分店不同，没有和它们加在一起，单列。", mine=mine[0], mine2=mine[1]
                )
                cure = worded("要一样，就照别家改【指标】里的这一行；就该不同，给它换一个编号。")
                yield Note(branch.name, branch.file, "疑", True, told, cure, state="算法不同")
            elif called[what] != mine:
                told = worded(
                    "指标“{mine} {mine2}”在多数分店叫“{called}”，算法一样，加在一起了。",
                    mine=mine[0],
                    mine2=mine[1],
                    called=" ".join(called[what]),
                )
                yield Note(
                    branch.name, branch.file, "注", True, told, worded("要一样，就改【指标】里的编号和名称；不改也行。")
                )
