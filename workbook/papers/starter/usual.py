"""Which columns of a rule sheet stand open in a new workbook, and what is noted on a heading."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from workbook.rulebook.load.translated import kind_of, word_out
from workbook.rulebook.sorts.model import DATED, SHEETS
from workbook.words.tongue import WORD, heard, worded

Notes = Mapping[str, Any]
ALWAYS = ("编号", "名称", "条款", "启用", "备注")
DATES = ("生效日", "失效日", "接替", "停用期")
WORDS = ("登记表", "代码", "设置", "计算")
"""Sheets whose rows are called by their words, not by a number."""
USUAL: dict[str, tuple[str, ...]] = {
    "登记表": ("表", "列", "类型", "必填", "别名", "说明"),
    "代码": ("组", "代码", "显示名", "别名", "次序", "提示"),
    "设置": ("名", "值", "类型", "必需", "依据", "说明"),
    "计算": ("表", "列", "类型", "若", "方法", "公式", "来源", "来源若", "取列"),
    "判定": ("表", "列", "若", "值", "理由"),
    "检查清单": ("表", "若", "项", "列", "须", "拦截", "级别", "责任", "提示"),
    "流程": ("表", "状态列", "从", "到", "谁"),
    "开单": ("源表", "若", "目标表", "写入"),
    "时限": (
        "源表",
        "若",
        "起点",
        "方式",
        "时长",
        "完成表",
        "完成列",
        "完成若",
        "责任",
        "类别",
        "主题",
        "问卷",
        "话术",
    ),
    "定额": ("计数表", "若", "键", "名册", "对象若", "期", "界", "数", "责任", "类别", "主题"),
    "抽样": ("总体表", "若", "期", "率", "数", "最少", "类别", "主题", "问卷"),
    "追踪": ("步", "源表", "若", "时间列", "时长", "责任"),
    "处罚标准": ("方向", "触发", "若", "违规人", "承担人", "金额", "数量", "阶梯组", "阶梯窗", "处理", "决定"),
    "指标": ("表", "若", "分子若", "方法", "列", "期", "时间列", "分组", "目标"),
    "联系限制": ("类型", "若", "日别", "时段", "次数", "期", "免若", "超限时"),
    "分派": ("对象", "若", "方法", "候选若", "容量", "无人时"),
    "问卷": ("问卷", "题号", "类型", "题面", "若", "必答", "存到", "提示"),
    "话术": ("用途", "若", "正文"),
    "结果代码": ("计为", "重试", "最多", "满次后", "须填", "停止"),
    "报告": ("载体", "来源", "若", "列", "填写列", "分组", "排序", "收件", "时机若", "标记若", "标记"),
}
"""The columns that people change; all others are there too, folded away unless a row fills them."""
BEHIND = ("登记表", "计算", "开单", "流程", "追踪")
"""Sheets that are rarely changed: hidden, as those without rows are."""


def folded(sheet: str, heading: str, *, filled: bool) -> bool:
    """Whether a column is folded away."""
    open_too = (*(() if sheet in WORDS else ALWAYS), *(DATES if sheet in DATED else ()))
    return not (filled or heading in USUAL[sheet] or heading in open_too)


def about(sheet: str, heading: str, notes: Notes, words: Sequence[str]) -> str:
    """What is noted on a heading: what it means, two examples, what an empty cell says.

    Shapes:
        notes: as docs/meanings.yaml has them. words: the column's own words, where it has a closed list.

    Examples:
        >>> notes = {"规则列": {"生效日": "从这天起算（含）"}, "规则列例": {"生效日": ["2026-04-01", "2026年4月1日"]}}
        >>> print(about("时限", "生效日", notes, ()))
        从这天起算（含）
        例如：2026-04-01
        或者：2026年4月1日
    """
    base = heading.partition("·")[0]
    means = notes.get("各规则表的列", {}).get(sheet, {}).get(base) or notes.get("规则列", {}).get(base, "")
    first, second = examples(sheet, base, notes, words) or ("", "")
    lines = [
        worded(means),
        worded("例如：{first}", first=_as_written(sheet, base, first)) if first else "",
        worded("或者：{second}", second=_as_written(sheet, base, second)) if second else "",
    ]
    if usual := _default(sheet, base):
        lines.append(worded("空着等于：{usual}", usual=_as_written(sheet, base, usual)))
    return "\n".join(filter(None, lines))


def _as_written(sheet: str, heading: str, example: str) -> Quoted:
    """A cell as it is typed: in the language of rules, but for columns whose words have names in every language."""
    tongue = heard()
    told = tongue is not None and kind_of(sheet, heading) == WORD
    return Quoted(word_out(example, tongue) if tongue is not None and told else example)


class Quoted(NamedTuple):
    """Words that stand in a sentence as they are, whatever language it is in."""

    text: str

    def __format__(self, spec: str) -> str:
        """The words."""
        return format(self.text, spec)


def examples(sheet: str, heading: str, notes: Notes, words: Sequence[str]) -> tuple[str, str] | None:
    """Two cells as they may be typed."""
    words = [word for word in words if word]
    of_sheet = notes.get("各规则表的列例", {}).get(sheet, {})
    found = of_sheet.get(heading) or (words if len(words) > 1 else notes.get("规则列例", {}).get(heading))
    return (str(found[0]), str(found[1])) if found else None


def _default(sheet: str, heading: str) -> str:
    """What an empty cell means, where that is a word."""
    declared = dataclasses.fields(SHEETS[sheet]) if sheet in SHEETS else ()
    found = next((one.default for one in declared if one.metadata.get("heading") == heading), "")
    return found if isinstance(found, str) else "是" if found is True else "否" if found is False else ""
