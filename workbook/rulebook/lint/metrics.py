"""Lint of 指标, beyond its tests and columns (rule-language §3.18)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbook.rulebook.cells.conditions import split
from workbook.rulebook.cells.goals import by_group
from workbook.rulebook.lint.bands import bands
from workbook.rulebook.lint.says import doubt, lacking, misread, note
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.sorts.model import Metric
from workbook.words.issues import Issue
from workbook.words.tongue import worded


def metrics_issues(here: Atlas) -> Iterable[Issue]:
    """Everything about numbers."""
    for metric in here.book.all(Metric):
        yield from _metric(metric)


def _metric(rule: Metric) -> Iterable[Issue]:
    if rule.method == "加权":
        yield from _weights(rule)
    elif not rule.sheet:
        yield lacking(rule, "表", worded("写明数哪张表的行。"))
    if rule.method in {"去重数", "合计", "平均", "中位"} and not rule.column:
        yield lacking(rule, "列", worded("方法“{method}”要写明是哪一列。", method=rule.method))
    if rule.method == "比率" and rule.hit_when.always and not rule.over and rule.sheet:
        yield note(rule, "分子若", worded("没有写分子，比率总是 100%"), worded("在“分子若”里写上哪些算数。"))
    named = [name for names, _ in by_group(rule.target) for name in names]
    if named and not rule.by:
        yield doubt(
            rule,
            "目标",
            worded("目标分了“{named}”，指标却没有分组", named=named[0]),
            worded("在“分组”里写上按哪一列分。"),
        )
    if rule.method == "比率" and not rule.over and rule.target is not None:
        for band in (one for _, goal in by_group(rule.target) for one in bands(goal) or ()):
            numbers = [bound for bound in (band.low, band.high) if abs(bound) != float("inf")]
            if any(bound > 1 for bound in numbers):
                shown = rule.target.text
                yield doubt(
                    rule,
                    "目标",
                    worded("目标“{shown}”没有写百分号，比率最大是 100%", shown=shown),
                    worded("写成 {shown}%。", shown=shown),
                )
                break


def _weights(rule: Metric) -> Iterable[Issue]:
    for part in split(rule.weights) or [""]:
        name, _, weight = part.replace("：", ":").rpartition(":")
        if not name.strip() or not re.fullmatch(r"\s*\d+(\.\d+)?%?\s*", weight):
            hint = worded("写成 M1:2,M2:1。")
            yield misread(rule, "权重", rule.weights, hint)
            return
