"""A declared column as a field of a page: what kind of cell, how wide, which words to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from workbook.papers.pages.page import Field, Value
from workbook.papers.pages.shown import fitted, kind_of
from workbook.sheets.columns import Column
from workbook.sheets.types import Type

YES_NO = ("是", "否")
_PROSE = 28.0


def field(column: Column, cells: Sequence[Value] = (), lists: Mapping[str, str] | None = None) -> Field:
    """The field that shows a column with these cells.

    Shapes:
        lists: group of 代码 (or sheet of a 引用) → the range with its words, as a drop-down names it.

    Examples:
        >>> field(Column("手机", "mobile", Type("电话"))).kind, field(Column("勿扰", "dnd", Type("是否"))).choices
        ('文本', ('是', '否'))
        >>> field(Column("方式", "way", Type("代码", "@联系方式")), lists={"联系方式": "=代码!$B$4:$B$10"}).choices
        ('=代码!$B$4:$B$10',)
    """
    kind = kind_of(column.type)
    prose = column.type.name == "长文"
    return Field(
        heading=column.heading,
        kind=kind,
        width=_PROSE if prose else fitted(column.heading, kind, cells, _PROSE),
        choices=_choices(column.type, lists or {}),
        wrap=prose,
    )


def value(kind: Type, text: str | None) -> Value:
    """What a cell of this kind holds for a text from a rulebook; a text that doesn't fit stays a text.

    Examples:
        >>> value(Type("日期"), "2026-03-09"), value(Type("编号"), "013"), value(Type("日期"), "三月")
        (datetime.date(2026, 3, 9), '013', '三月')
        >>> value(Type("百分"), "20%"), value(Type("小数"), "1.5"), value(Type("整数"), "")
        (Decimal('0.2'), Decimal('1.5'), None)
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
