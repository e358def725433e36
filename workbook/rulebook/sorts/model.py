"""The twenty rule sheets, each declared once: its columns, how each cell is read, and its defaults.

Attribute names are the `id`s of docs/rule-language.md §3; a field's heading is what staff see. `load` turns raw rows into
these values; `lint` and the manual read the same declarations.
"""

from __future__ import annotations

import dataclasses

from workbook.rulebook.cells.amounts import Price, Step
from workbook.rulebook.cells.rule import Rule, cell, day
from workbook.rulebook.sorts.facts import METHODS, Check, Decide, Derive, Flow, Spawn
from workbook.rulebook.sorts.ground import CodeRow, Setting
from workbook.rulebook.sorts.metrics import Metric
from workbook.rulebook.sorts.owed import MODES, STEPS, Carry, Duty, Quota, Sample, Trace
from workbook.rulebook.sorts.penalties import Sanction
from workbook.rulebook.sorts.spoken import Question, Report, Script
from workbook.rulebook.sorts.worklist import Assign, Limit, Outcome

__all__ = [
    "DATED", "METHODS", "MODES", "PARTED", "REGISTER", "REGISTER_COLUMNS", "SHEETS", "STEPS", "WHOLE",
    "Assign", "Carry", "Check", "CodeRow", "Decide", "Derive", "Duty", "Flow", "Limit", "Metric", "Outcome", "Price",
    "Question", "Quota", "Report", "Rule", "Sample", "Sanction", "Script", "Setting", "Spawn", "Step", "Trace",
    "cell", "day", "headings",
]  # fmt: skip

REGISTER = "登记表"
SHEETS: dict[str, type[Rule]] = {
    "代码": CodeRow, "设置": Setting, "计算": Derive, "判定": Decide, "检查清单": Check, "流程": Flow, "开单": Spawn,
    "时限": Duty, "定额": Quota, "抽样": Sample, "追踪": Trace, "处罚标准": Sanction, "指标": Metric, "联系限制": Limit,
    "分派": Assign, "问卷": Question, "话术": Script, "结果代码": Outcome, "报告": Report,
}  # fmt: skip
PARTED = ("时限", "定额", "抽样", "处罚标准", "检查清单", "开单", "联系限制", "分派", "话术")
"""Sheets whose rules may go on for the rows that a change (接替) leaves alone."""
WHOLE = ("指标", "报告")
"""Sheets where 若 is part of what is counted or shown: a change replaces all of the rule."""
DATED = (*PARTED, *WHOLE)
"""Sheets whose rows may take another's place, or pause."""
REGISTER_COLUMNS = ("表", "列", "英文", "类型", "用途", "必填", "唯一", "默认", "别名", "密级", "视为空", "说明")


def headings(sheet: str) -> tuple[str, ...]:
    """The headings of a rule sheet, in the order people read them."""
    if sheet == REGISTER:
        return REGISTER_COLUMNS
    fields = [f for f in dataclasses.fields(SHEETS[sheet]) if "heading" in f.metadata]
    own = [
        f.metadata["heading"] for f in fields if f.name not in _COMMON or f.metadata["heading"] not in _COMMON_HEADINGS
    ]
    front = [h for h in ("编号", "名称") if h not in own and sheet not in {"代码", "问卷"}]
    common = _COMMON_HEADINGS if sheet in DATED else [h for h in _COMMON_HEADINGS if h not in {"接替", "停用期"}]
    return (*front, *own, *(h for h in common if h not in front and h not in own))


_COMMON = {f.name for f in dataclasses.fields(Rule)}
_COMMON_HEADINGS = [f.metadata["heading"] for f in dataclasses.fields(Rule) if "heading" in f.metadata]
