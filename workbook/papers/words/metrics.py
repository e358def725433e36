"""指标 in plain Chinese."""

from __future__ import annotations

from workbook.papers.words.phrases import column, each, thing
from workbook.papers.words.telling import Telling
from workbook.rulebook.cells.goals import by_group
from workbook.rulebook.mentions.spots import Ground
from workbook.rulebook.sorts.model import Metric

AS_OF = {"": "", "期末": "，只算到期末为止的", "期末登记": "，只算期末以前登记了的"}
METHODS = {
    "计数": "数一数",
    "去重数": "数一数（重复的只数一次）",
    "合计": "加起来",
    "平均": "取平均",
    "中位": "取中位数",
}


def _shares(weights: str) -> list[tuple[str, str, str]]:
    """M1:2,M2:1 in parts."""
    return [part.partition(":") for part in weights.replace("，", ",").split(",") if part.strip()]


def metric(teller: Telling, rule: Metric) -> str:
    """What a number counts."""
    if rule.method == "加权":
        parts = [(teller.name(one.strip()), share.strip()) for one, _, share in _shares(rule.weights)]
        shares = {share for _, share in parts}
        names = "、".join(name if len(shares) == 1 else f"{name}占 {share} 份" for name, share in parts)
        return f"{names}{'同样看重，' if len(shares) == 1 else '，'}加权平均"
    ground = Ground((teller.here.when(rule.sheet, rule.when),))
    rows = teller.rows(rule.sheet, rule.when, ground)
    hit = teller.speaker.when(rule.hit_when, ground)
    counted = f"（只看{hit}的）" if hit else ""
    groups = f"，按{'、'.join(map(thing, rule.by))}分" if rule.by else ""
    aims = by_group(rule.target)
    rest = "其余" if len(aims) > 1 else ""
    told = [f"{'、'.join(names) or rest}{teller.speaker.test(goal)}" for names, goal in aims]
    target = f"；目标{'，'.join(told)}" if told else ""
    if rule.method == "比率":
        said = f"{rows}，其中{hit}的占多少" if hit else f"{rows}有多少"
    elif rule.column:
        said = f"{rows}，把{column(rule.column)}{METHODS[rule.method]}{counted}"
    else:
        said = f"{rows}，{METHODS[rule.method]}{counted}"
    closing = AS_OF[rule.as_of]
    over = f"，比上指标 {rule.over}" if rule.over else ""
    return f"{said}{over}，{each(rule.period)}算{closing}{groups}{target}"
