"""指标汇总 and 各店指标: the sums of all branches, and every branch's own numbers."""

from __future__ import annotations

from workbook.papers.branches.sums import Sum
from workbook.papers.branches.whole import EACH, KEY, REMARK, SUMS, Whole, finished, whole_number
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.shown import Sheetful
from workbook.rules.metrics.cells import TOTAL
from workbook.words.tongue import worded

APART = "各家相加；同一位在两家，算两位"
"""What is said of a number of different ones: nobody is known in two branches as the same."""


def sums(whole: Whole) -> Page:
    """指标汇总: numerators and denominators added up; the lowest and the highest branch beside."""
    own = whole.sums
    sheet = Sheetful(len(own))
    sheet.add("编号", [one.id for one in own], wide=9)
    sheet.add("名称", [one.name for one in own], most=28)
    sheet.add("期", [one.period for one in own], most=24)
    sheet.add("分组", [one.group for one in own], most=24)
    sheet.add("分子", [_number(one.top) for one in own], "小数", wide=12)
    sheet.add("分母", [_number(one.bottom) for one in own], "小数", wide=12)
    sheet.add("比率", [_share(one) for one in own], "百分", wide=10)
    sheet.add("值", [None if one.share else _number(one.value) for one in own], "小数", wide=12)
    sheet.add("要求", [one.aim or None for one in own], wide=12)
    sheet.add("达标", [one.met or None for one in own], wide=8)
    sheet.add("几家", [len(one.members) for one in own], "整数", wide=8)
    ends = [_ends(one) for one in own]
    sheet.add("最低的", [low for low, _ in ends], wide=26)
    sheet.add("最高的", [high for _, high in ends], wide=26)
    told = [one.why or (APART if one.members[0][1].how == "去重数" else None) for one in own]
    sheet.add("说明", told, wide=24)
    sheet.add(REMARK, typed=True, wide=24)
    sheet.add(KEY, [f"{one.what}·{one.period}·{one.group}" for one in own], hidden=True)
    marks = [(at, "今日") for at, one in enumerate(own) if one.met == "否"]
    words = worded("合计是各家分子之和÷分母之和，不是各家比率的平均；各家的数在【各店指标】。")
    return finished(sheet, whole, SUMS, words, key=KEY, marks=marks)


def _share(one: Sum) -> Value:
    """A share; 无 where nothing is to be divided by."""
    return None if not one.share else "无" if one.value is None and not one.why else _number(one.value)


def _number(number: float | None) -> Value:
    return None if number is None else whole_number(round(number, 6))


def _ends(one: Sum) -> tuple[str | None, str | None]:
    """The branches with the lowest and the highest value; none where only one has any."""
    known = sorted(((figure.value, branch.name) for branch, figure in one.members if figure.value is not None))
    if len(known) < 2 or known[0][0] == known[-1][0]:
        return None, None
    low, high = (f"{name} {value:.2%}" if one.share else f"{name} {value:g}" for value, name in (known[0], known[-1]))
    return low, high


def each(whole: Whole) -> Page:
    """各店指标: every number of every branch, people and customers by their own branch's numbers."""
    totals = {(one.what, one.period, one.group): at for at, one in enumerate(whole.sums)}
    names = {one.what: (one.id, one.name) for one in whole.sums}
    rows = []
    for branch in whole.branches:
        for one in branch.account.figures:
            at = totals.get((one.what, one.period, one.group if not one.own else TOTAL), len(totals))
            own, name = names.get(one.what, (one.id, one.name))
            value = _number(one.value)
            rows.append((
                at, one.own and one.group != TOTAL, branch.name, one.label, (own, name, one.period, branch.name, one.label,
                _number(one.top), _number(one.bottom), value if one.share else None, None if one.share else value,
                one.aim or None, one.met or None),
            ))  # fmt: skip
    rows.sort(key=lambda row: row[:4])
    cells = [row[4] for row in rows]
    sheet = Sheetful(len(rows))
    looks = (("编号", "文本", 9.0), ("名称", "文本", 24.0), ("期", "文本", 12.0), ("分店", "文本", 20.0), ("分组", "文本", 20.0),
             ("分子", "小数", 11.0), ("分母", "小数", 11.0), ("比率", "百分", 10.0), ("值", "小数", 12.0), ("要求", "文本", 12.0),
             ("达标", "文本", 8.0))  # fmt: skip
    for at, (heading, kind, wide) in enumerate(looks):
        sheet.add(heading, [row[at] for row in cells], kind, wide=wide)
    marks = [(at, "今日") for at, row in enumerate(cells) if row[-1] == "否"]
    return finished(sheet, whole, EACH, worded("筛“分店”看一家，筛“名称”比各家。"), marks=marks)
