"""计算 in plain Chinese: what a derived column holds."""

from __future__ import annotations

from workbook.papers.words.phrases import column, filled, length
from workbook.papers.words.telling import Telling, called
from workbook.rulebook.mentions.spots import Ground, Spot
from workbook.rulebook.sorts.model import Derive

COUNTED = {
    "计数": "有几行", "去重数": "有几个不同的", "合计": "加起来", "平均": "取平均", "中位": "取中位数", "最大": "取最大",
    "最小": "取最小", "最早": "取最早", "最近": "取最近", "列举": "一一列出", "均隔": "平均隔多久", "滚动最大": "一段里最多几行",
    "连续": "一连几行", "序号": "排第几", "轮次": "第几轮", "上一条": "取前一行的", "累计": "加到这一行为止",
    "名次": "排第几名", "占比": "占多少",
    "归一": "折成一份里的多少",
}  # fmt: skip


def derive(teller: Telling, rule: Derive) -> str:
    """What is computed from which rows, for which rows."""
    ground = Ground((Spot(rule.sheet),))
    when = teller.speaker.when(rule.when, ground)
    front = f"{called(rule.sheet)}的“{rule.column}”{f'（{when}的）' if when else ''}"
    rest = f"，没有就写“{rule.default}”" if rule.default else ""
    if rule.method in {"公式", "模板"}:
        return f"{front}：{filled(rule.formula)}{rest}"
    if rule.method == "取值" and not rule.source:
        return f"{front}：照抄{column(rule.take)}{rest}"
    source = rule.source or rule.sheet
    asked = Ground((Spot(source),), asking=ground.rows)
    tests = teller.speaker.when(rule.source_when, asked)
    hits = teller.speaker.when(rule.streak_when, asked)
    span = f"{length(rule.window)}里" if rule.window is not None else ""
    rows = f"{span}相应的{called(source)}{f'里{tests}的' if tests else ''}{f'，只数{hits}的' if hits else ''}"
    what = f"把{column(rule.take)}" if rule.take else ""
    how = "取" + column(rule.take) if rule.method == "取值" else f"{what}{COUNTED[rule.method]}"
    return f"{front}：{rows}，{how}{rest}"
