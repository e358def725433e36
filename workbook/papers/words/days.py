"""Days of the calendar in plain Chinese: 每月 1 日, 每月第 1 个工作日, 每年 12 月 31 日."""

from __future__ import annotations

from workbook.rulebook.cells.tree import Clause, Condition, Equals

_SAID = {"月末": "每月最后一天", "季末": "每季最后一天", "工作日": "每个工作日", "放假": "每个放假的日子"}


def days(condition: Condition) -> str:
    """Which days a group on 日历 means; '' where it is no plain rhythm and must be told cell by cell.

    Examples:
        >>> from workbook.rulebook.cells.conditions import condition
        >>> for cell in ("日: 1", "月末: 是", "月: 12；日: 31", "月第几工作日: 1", "星期: 周一", "日期: 下月", "月末: 否"):
        ...     print(days(condition(cell)) or "…")
        每月 1 日
        每月最后一天
        每年 12 月 31 日
        每月第 1 个工作日
        每周一
        …
        …
    """
    if condition.always or len(condition.alternatives) != 1:
        return ""
    found = {clause.path: _word(clause) for clause in condition.alternatives[0]}
    if "" in found.values():
        return ""
    match {path[0]: word for path, word in found.items() if len(path) == 1}:
        case {"月": month, "日": day, **rest} if not rest:
            return f"每年 {month} 月 {day} 日"
        case {"日": day, **rest} if not rest:
            return f"每月 {day} 日"
        case {"月第几工作日": number, **rest} if not rest:
            return f"每月第 {number} 个工作日"
        case {"星期": weekday, **rest} if not rest:
            return f"每{weekday}"
        case {**rest} if len(rest) == 1 and set(rest.values()) == {"是"}:
            return _SAID.get("".join(rest), "")
        case _:
            return ""


def _word(clause: Clause) -> str:
    """The one value that a clause names; '' when it says something else."""
    items = clause.test.items
    if clause.test.denied or len(items) != 1 or not isinstance(items[0], Equals):
        return ""
    value = items[0].value
    return value.value if isinstance(value.value, str) and value.shift is None else ""
