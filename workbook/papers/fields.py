"""A declared column as a field of a page: what kind of cell, how wide, which words to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from workbook.papers.pages import KINDS, Field, Value
from workbook.sheets.columns import Column
from workbook.sheets.types import Type

YES_NO = ("是", "否")
_WIDTHS = {"日期": 12, "时点": 17, "时刻": 9, "是否": 9, "电话": 15, "长文": 30, "编号": 13, "整数": 9, "金额": 12}
_LONG_PROSE = ("内容", "处理结果", "处理意见", "审阅意见", "因由", "怎么改")
_WIDE = {"客户名称": 18, "地址": 26, "邮箱": 26, "姓名": 10, "联系人": 10, "称谓": 8, "因由": 40, "规则": 12}


def field(column: Column, lists: Mapping[str, str] | None = None, *, hidden: bool = False) -> Field:
    """The field that shows a column; `lists` gives the range of a group of 代码, or of a sheet's keys, for drop-downs.

    Examples:
        >>> field(Column("手机", "mobile", Type("电话"))).kind, field(Column("勿扰", "dnd", Type("是否"))).choices
        ('文本', ('是', '否'))
        >>> field(Column("方式", "way", Type("代码", "@联系方式")), {"联系方式": "=代码!$B$4:$B$10"}).choices
        ('=代码!$B$4:$B$10',)
    """
    kind = column.type.name
    prose = kind == "长文" or column.heading in _LONG_PROSE
    return Field(
        heading=column.heading,
        kind=kind if kind in KINDS else "文本",
        width=width(column.heading, _WIDE.get(column.heading) or _WIDTHS.get(kind, 12)),
        typed=column.typed,
        hidden=hidden,
        choices=_choices(column.type, lists or {}),
        wrap=prose,
    )


def width(heading: str, least: float) -> float:
    """Characters wide enough for the heading beside its filter button; a Chinese character is two wide.

    Examples:
        >>> width("客户类别", 10), width("序", 6)
        (13, 7)
    """
    letters = sum(1 + (letter > "\u2e7f") for letter in heading)
    return max(least, min(letters + 5, 30))


def value(kind: Type, text: str | None) -> Value:
    """What a cell of this kind holds for a text from a rulebook; a text that doesn't fit stays a text.

    Examples:
        >>> value(Type("日期"), "2026-03-09"), value(Type("小数"), "1.5"), value(Type("编号"), "013"), value(Type("日期"), "三月")
        (datetime.date(2026, 3, 9), Decimal('1.5'), '013', '三月')
    """
    body = (text or "").strip()
    if not body:
        return None
    try:
        if kind.name == "日期":
            return date.fromisoformat(body)
        if kind.name == "时点":
            return datetime.fromisoformat(body)
        if kind.kind == "number":
            return Decimal(body[:-1]) / 100 if body.endswith("%") else Decimal(body)
    except (ValueError, InvalidOperation):
        return body
    return body


def _choices(kind: Type, lists: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a drop-down, or the range where they stand."""
    if kind.name == "是否":
        return YES_NO
    if kind.name not in {"代码", "多选", "引用"}:
        return ()
    where = lists.get(kind.group or kind.target, "")
    return (where,) if where else kind.words
