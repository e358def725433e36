"""事情: a line of 处罚台账 in one sentence that its person understands without a list of codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from workbook.rulebook.cells.notations import Period
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Vec, empty, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.money import exact, said, yuan
from workbook.words.tongue import worded

TOLD = "事情"
TEXT = Type("文本")
READ = ("代码", "对象编号", "计量", "冲销", "版本", "日期")
NUMBERS = ("基额", "第几次", "倍数", "数量", "下限", "上限", "裁决金额")


def told(world: World, frame: Frame) -> Vec:
    """The sentence of each line: what it is for, about what, which time, and how its sum came about."""
    size = len(frame)
    words: Mapping[str, Array] = {
        heading: says(frame.typed.get(heading, empty(TEXT, size))).objects() for heading in READ
    }
    numbers: Mapping[str, Array] = {
        heading: frame.typed[heading].data if heading in frame.typed else np.full(size, np.nan) for heading in NUMBERS
    }
    rules = world.book.by_id(Sanction)
    made = []
    for at in range(size):
        cells = {heading: str(column[at] or "") for heading, column in words.items()}
        known = {heading: float(column[at]) for heading, column in numbers.items() if not np.isnan(column[at])}
        made.append(_sentence(judged_by(rules.get(cells["代码"], ()), cells["版本"], cells["日期"]), cells, known))
    return text(made, TEXT)


def version(rule: Sanction) -> str:
    """Where a rule stands and since when: what a line was judged by."""
    since = f"，{rule.since} 起" if rule.since else ""
    return f"{rule.book or '本工作簿'} {rule.place}{since}"


def judged_by(rules: Sequence[Sanction], said_version: str, on: str) -> Sanction | None:
    """Of the versions of a rule the one by which a line was judged: in force on its day, and the one that it names."""
    day = on[:10]
    there = [
        rule
        for rule in rules
        if (not rule.since or str(rule.since) <= day) and (not rule.until or day <= str(rule.until))
    ]
    among = there if day and there else list(rules)
    return next((rule for rule in among if version(rule) == said_version), among[0] if among else None)


def window(period: Period) -> str:
    """The stretch in which notices are counted, as people say it."""
    if period.rolling is not None:
        return worded("{rolling}内", rolling=period.rolling)
    return "" if period.name == "全部" else worded("本{period}", period=worded(period.name))


def nth(period: Period | None, count: float) -> str:
    """The how manieth it is, and of what stretch."""
    stretch = window(period) if period else ""
    told = f"{count:.0f}"
    return (
        worded("{stretch}第 {count} 次", stretch=stretch, count=told)
        if stretch
        else worded("第 {count} 次", count=told)
    )


def _sentence(rule: Sanction | None, cells: Mapping[str, str], known: Mapping[str, float]) -> str:
    name = rule.name if rule and rule.name else cells["代码"]
    parts = [worded("{name}（{clause}）", name=name, clause=rule.clause) if rule and rule.clause else name]
    if cells["对象编号"]:
        parts.append(cells["对象编号"])
    if known.get("数量", 1) != 1:
        parts.append(f"{exact(known['数量']).normalize():f} {cells['计量']}".strip())
    if "第几次" in known:
        parts.append(nth(rule.window if rule else None, known["第几次"]))
    if "基额" in known and known.get("倍数", 1) not in {0, 1}:
        base, times = said(yuan(exact(abs(known["基额"])))), exact(known["倍数"]).normalize()
        parts.append(worded("{base}的 {times} 倍", base=base, times=format(times, "f")))
    if "裁决金额" in known:
        parts.append(worded("裁决 {sum}", sum=said(yuan(exact(known["裁决金额"])))))
    elif "上限" in known:
        low, high = (said(yuan(exact(abs(known.get(heading, 0))))) for heading in ("下限", "上限"))
        parts.append(worded("{low}到 {high}，由人定", low=low, high=high))
    sentence = worded("，").join(parts)
    return worded("冲销：{sentence}", sentence=sentence) if cells["冲销"] else sentence
