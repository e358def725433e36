"""Sums, edges, runs and ranks over groups of rows; groups come as numbers, rows come sorted where order matters."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from workbook.clock.due import due
from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.rules.world.vectors import NAT, Array, Mask, Positions, Vec, numbers, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.spans import Span
from workbook.words.tongue import worded

WHOLE = Type("整数")


def folded(method: str, groups: Positions, size: int, values: Vec | None, kind: Type) -> Vec:
    """计数 去重数 合计 (0 for an empty group), 平均 中位 最大 最小 (empty for an empty group).

    Shapes:
        groups: the group of each source row; values: its taken column, or None when rows are counted.
    """
    if method == "计数":
        counted = groups if values is None else groups[~values.missing()]
        return numbers(np.bincount(counted, minlength=size).astype(float), WHOLE)
    if values is None:
        raise NotUnderstood(worded("“{method}”缺“取列”", method=method), worded("写明算哪一列。"))
    known = ~values.missing()
    groups, values = groups[known], values.take(np.flatnonzero(known))
    if method == "去重数":
        pairs = pd.DataFrame({"g": groups, "v": values.key_codes()}).drop_duplicates()
        return numbers(np.bincount(pairs["g"].to_numpy(), minlength=size).astype(float), WHOLE)
    if method == "合计":
        return numbers(np.round(np.bincount(groups, weights=_as_numbers(values), minlength=size), 6), kind)
    if values.kind == "moment" and method in {"最大", "最小"}:
        return _extreme_moment(method, groups, size, values)
    grouped = pd.Series(_as_numbers(values)).groupby(groups)
    found = grouped.agg({"平均": "mean", "中位": "median", "最大": "max", "最小": "min"}[method])
    result = np.full(size, np.nan)
    result[found.index.to_numpy()] = np.round(found.to_numpy(), 9)
    return numbers(_to_the_fen(result) if kind.name == "金额" else result)


def _to_the_fen(amounts: Array) -> Array:
    """Yuan with two places, half up (away from zero), as every sum of money is rounded: once, at the end."""
    return np.copysign(np.floor(np.round(np.abs(amounts) * 100, 6) + 0.5) / 100, amounts)


def _as_numbers(values: Vec) -> Array:
    return values.of(Type("小数")).data


def _extreme_moment(method: str, groups: Positions, size: int, values: Vec) -> Vec:
    result = np.full(size, NAT)
    pick = np.fmax if method == "最大" else np.fmin
    pick.at(result, groups, values.data)  # into an array of its own: `at` writes into one that is read-only too
    return Vec(values.type, result)


def edge(groups: Positions, size: int, known: Mask, *, last: bool) -> Positions:
    """The position of each group's first (or last) known row; −1 where it has none. Rows come sorted."""
    result = np.full(size, -1, dtype=np.int64)
    at = np.flatnonzero(known)
    if last:
        result[groups[at]] = at
    else:
        result[groups[at][::-1]] = at[::-1]
    return result


def listed(groups: Positions, size: int, values: Vec) -> Vec:
    """列举: distinct words of each group, in row order, joined with 、."""
    words = values.objects()
    gathered: dict[int, dict[str, None]] = {}
    for group, word in zip(groups.tolist(), words.tolist(), strict=True):
        if word is not None:
            for part in str(word).split("、"):
                gathered.setdefault(group, {})[part] = None
    return text(["、".join(gathered[group]) if group in gathered else None for group in range(size)], Type("多选"))


def mean_gap(groups: Positions, size: int, at: Vec) -> Vec:
    """均隔: (last − first) ÷ (n − 1) in days; empty under two rows."""
    known = ~at.missing()
    groups, days = groups[known], at.data[known].astype("datetime64[D]").astype(float)
    count = np.bincount(groups, minlength=size)
    first, last = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(first, groups, days)
    np.maximum.at(last, groups, days)
    with np.errstate(invalid="ignore", divide="ignore"):
        return numbers(np.where(count > 1, (last - first) / (count - 1), np.nan))


def runs(groups: Positions, hit: Mask, apart: Mask) -> Array:
    """For each row, how many rows in a row up to it hit; a miss, a new group or a gap starts anew."""
    count = np.arange(len(groups))
    fresh = np.ones(len(groups), dtype=bool)
    fresh[1:] = (groups[1:] != groups[:-1]) | ~hit[:-1] | apart[1:]
    start = np.maximum.accumulate(np.where(fresh, count, 0))
    return np.where(hit, count - start + 1, 0).astype(float)


def gaps(groups: Positions, at: Vec, window: Span | Path | None, world: World) -> Mask:
    """Whether a row lies further than `window` after the one before it."""
    apart = np.zeros(len(groups), dtype=bool)
    if isinstance(window, Span) and len(groups) > 1:
        latest = due(at.data[:-1], window, world.calendar(), world.hours).at
        beyond = at.data[1:] >= latest + np.timedelta64(0 if window.is_instant else 1, "D")
        apart[1:] = beyond & (groups[1:] == groups[:-1])
    return apart


def rolling_max(
    groups: Positions, size: int, at: Vec, values: Vec, window: Span | Path | None, world: World
) -> tuple[Vec, Array]:
    """滚动最大: the largest sum inside any window [t, t + window), and the day of the last row of the first such window."""
    if not isinstance(window, Span):
        raise NotUnderstood(worded("滚动最大缺“窗”"), worded("写明窗口，例如 4年。"))
    amounts = np.nan_to_num(_as_numbers(values))
    ends = due(at.data, window, world.calendar(), world.hours).at
    best, when = np.zeros(size), np.full(size, np.datetime64("NaT", "us"))
    total = np.concatenate([[0.0], np.cumsum(amounts)])
    bounds = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1], True]) if len(groups) else np.array([0])
    for first, after in pairwise(bounds.tolist()):
        inside = np.searchsorted(at.data[first:after], ends[first:after], side="left") + first
        sums = np.round(total[inside] - total[first:after], 6)
        top = int(np.argmax(sums))
        best[groups[first]] = sums[top]
        when[groups[first]] = at.data[inside[top] - 1]
    return numbers(best), when


def among(method: str, groups: Positions, order: Positions, values: Vec | None, ties: Array) -> Array:
    """序号 累计 名次 占比 归一 for each row among its group; `order` sorts by group, then as wanted."""
    size = len(groups)
    result = np.full(size, np.nan)
    inside = groups >= 0
    order = order[inside[order]]
    sorted_groups = groups[order]
    fresh = np.r_[True, sorted_groups[1:] != sorted_groups[:-1]] if len(order) else np.empty(0, bool)
    start = np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0)) if len(order) else np.empty(0, int)
    place = np.arange(len(order)) - start + 1
    if method == "序号":
        result[order] = place
        return result
    if method == "名次":
        tied = np.r_[False, (ties[order][1:] == ties[order][:-1])] & ~fresh if len(order) else fresh
        leader = np.maximum.accumulate(np.where(tied, 0, np.arange(len(order)))) if len(order) else start
        result[order] = place[leader] if len(order) else place
        return result
    if values is None:
        raise NotUnderstood(worded("“{method}”缺“取列”", method=method), worded("写明算哪一列。"))
    amounts = _as_numbers(values)
    if method == "累计":
        running = np.cumsum(np.nan_to_num(amounts[order]))
        before = np.r_[0.0, running][start] if len(order) else running
        result[order] = np.round(running - before, 6)
        return result
    grouped = pd.Series(np.where(inside, amounts, np.nan)).groupby(groups)
    if method == "占比":
        whole = grouped.transform("sum").to_numpy()
        return np.where(whole == 0, np.nan, amounts / np.where(whole == 0, 1, whole))
    low, high = grouped.transform("min").to_numpy(), grouped.transform("max").to_numpy()
    return np.where(high == low, 0.0, (amounts - low) / np.where(high == low, 1, high - low))


def from_the_end(groups: Positions, ranks: Array) -> Array:
    """名次·末: 1 for the last of each group, ties sharing the better place from the end."""
    reversed_ = pd.Series(-ranks).groupby(groups).rank(method="min").to_numpy()
    return np.where(np.isnan(ranks), np.nan, reversed_)
