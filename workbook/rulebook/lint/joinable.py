"""Whether two sheets belong together without a word of 关联: by a reference, a customer they share, or 表 and 主键."""

from __future__ import annotations

from workbook.sheets.columns import Sheet
from workbook.sheets.schema import Schema
from workbook.sheets.whose import customer_heading

SPOKEN_OF = ("主键",)
"""The column in which a row names the row it speaks of; 表 says on which sheet that stands."""


def joinable(schema: Schema, asking: str, source: str) -> bool:
    """Whether the rows of one sheet find their rows of another by themselves.

    Examples:
        >>> from workbook.sheets.schema import STANDARD
        >>> joinable(STANDARD, "客户", "事件"), joinable(STANDARD, "员工", "节假日")
        (True, False)
    """
    left, right = schema.sheets.get(asking), schema.sheets.get(source)
    if left is None or right is None:
        return True  # a rule sheet, or one that isn't there: said elsewhere
    down = [column.heading for column in right.columns if column.type.target == asking]
    if left.key and (len(down) == 1 or left.key.heading in down):
        return True
    if right.key and sum(column.type.target == source for column in left.columns) == 1:
        return True
    if left.key and speaks_of_rows(right):
        return True
    return bool(customer_heading(schema, asking) and customer_heading(schema, source))


def speaks_of_rows(sheet: Sheet) -> bool:
    """Whether its rows say of which row of which sheet they speak: 检查结果, 历史."""
    return {"表", "主键"} <= {column.heading for column in sheet.columns}
