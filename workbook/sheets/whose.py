"""Which customer a row is about: by a column of its sheet, or through a row that it refers to."""

from __future__ import annotations

from workbook.sheets.columns import Sheet
from workbook.sheets.schema import Schema

CUSTOMERS = "客户"


def customer_column(sheet: Sheet) -> str:
    """The column that names the customer: by its role, the first reference to 客户, or the key of 客户 itself."""
    if sheet.name == CUSTOMERS and sheet.key:
        return sheet.key.heading
    return next((c.heading for c in sheet.columns if CUSTOMERS in {c.role, c.type.target}), "")


def customer_heading(schema: Schema, name: str) -> str:
    """The column of a sheet that names the customer; empty when none does, or when there is no such sheet."""
    sheet = schema.sheets.get(name)
    return customer_column(sheet) if sheet else ""


def customer_beyond(schema: Schema, name: str) -> bool:
    """Whether a sheet's rows lead to a customer, by themselves or through a row they refer to."""
    sheet = schema.sheets.get(name)
    if sheet is None:
        return False
    parents = [column.type.target for column in sheet.columns if column.type.target not in {"", "员工", name}]
    return any(customer_heading(schema, one) for one in (name, *parents))
