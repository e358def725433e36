"""What the numbers of a metric are: shares, money or counts; and how people read one."""

from __future__ import annotations

import numpy as np

from workbook.papers.pages.page import Value
from workbook.papers.pages.shown import rate, said
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Metric
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.world import Unknown
from workbook.words.money import exact

SHARE, MONEY, NUMBER = "百分", "金额", "小数"
SUMS = {"合计", "平均", "中位"}
"""Methods whose numbers are of the kind of the column that they are taken of."""


def is_share(rule: Metric) -> bool:
    """Whether a metric is a share of something, written as per cent."""
    return rule.method == "比率" or (bool(rule.over) and rule.method in {"计数", "去重数"})


def kind(day: Day, rule: Metric) -> str:
    """What kind of number a metric is: 百分, 金额 where it sums or averages money, else 小数."""
    if is_share(rule):
        return SHARE
    if rule.method not in SUMS or not rule.column or rule.over:
        return NUMBER
    none = View(day.world.frame(rule.sheet), np.array([], dtype=np.int64))
    try:
        return MONEY if Scope(day.world, none).vec(rule.column).type.name == MONEY else NUMBER
    except Unknown:
        return NUMBER  # the rule rests and says why


def figure(day: Day, rule: Metric, top: Value, bottom: Value, value: Value) -> str:
    """One number of a metric in words, a share with what it is made of."""
    found = kind(day, rule)
    if found == SHARE:
        return rate(top, bottom)
    return said(_rounded(value), found) or "无"


def _rounded(value: Value) -> Value:
    return value if value is None or isinstance(value, str) else exact(round(float(exact(str(value))), 2))
