"""A contact that a 时限 asks for is made by making it: one that says nothing of when it is done is done by a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from workbook.rulebook.load.rows import Row
from workbook.rulebook.sorts.model import Duty, Rule
from workbook.sheets.schema import STANDARD, Schema
from workbook.sheets.whose import customer_beyond

RECORDS = "回访记录"


def closed_by_contacts(duties: Iterable[Rule], registers: Iterable[Row]) -> tuple[Rule, ...]:
    """The rules; those without any done-mark that ask for a contact with a customer have 回访记录 as their 完成表.

    Without it they would stand open for ever, and whoever was called today would stand on tomorrow's list again.
    """
    duties = tuple(duties)
    unmarked = {id(duty) for duty in duties if isinstance(duty, Duty) and _is_unmarked(duty)}
    if not unmarked:
        return duties
    cells: list[Mapping[str, Any]] = [row.cells for row in registers]
    schema, _ = STANDARD.with_rows(cells)
    return tuple(
        replace(duty, done_sheet=RECORDS)
        if isinstance(duty, Duty) and id(duty) in unmarked and _reaches(schema, duty)
        else duty
        for duty in duties
    )


def _is_unmarked(duty: Duty) -> bool:
    marked = duty.done_sheet or duty.done_column or not duty.done_when.always
    return duty.makes_tasks and not marked


def _reaches(schema: Schema, duty: Duty) -> bool:
    """Whether the rows of the rule lead to a customer, by themselves or through a row that they refer to."""
    return RECORDS in schema.sheets and any(customer_beyond(schema, name) for name in (duty.for_each, duty.source))
