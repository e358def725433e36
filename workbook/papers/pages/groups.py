"""What a sheet of the program is for: by this its tab is coloured, and it stands beside its like."""

from __future__ import annotations

TODAY, RESULTS, BEHIND = "今天", "结果", "幕后"
_TODAY = ("今日清单", "提醒", "待定日期", "名单", "交回冲突")
_BEHIND = ("运行记录", "历史", "收回记录")
_RESULTS = ("未入选说明", "问题", "处罚台账", "指标结果", "抽样台账", "定额结果", "归档", "报告·")


def group_of(name: str) -> str:
    """The group of a sheet that the program writes.

    Examples:
        >>> group_of("今日清单"), group_of("名单：短信"), group_of("报告·月扣款表"), group_of("历史")
        ('今天', '今天', '结果', '幕后')
    """
    if name.startswith(_TODAY):
        return TODAY
    return BEHIND if name in _BEHIND else RESULTS


def is_ours(name: str) -> bool:
    """Whether the program writes a sheet of this name."""
    return name.startswith((*_TODAY, *_RESULTS, *_BEHIND))


def is_rare(name: str) -> bool:
    """Whether a sheet of the program is only looked into when something is asked: it is there, not shown."""
    return name in _BEHIND
