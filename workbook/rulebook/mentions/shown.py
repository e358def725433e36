"""What lists and letters take from the sheets of staff though no cell names it: whom it is about, who leads, what may leave."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.rulebook.load.silent import Column as Key
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import STAFF
from workbook.rulebook.sorts.model import Duty, Sample
from workbook.sheets.columns import Sheet
from workbook.sheets.whose import CUSTOMERS, customer_column

CALLED = ("客户名称", "称谓", "联系人")
"""How a customer is called; of other ways to reach him the list shows the one that a task asks for."""
LEADER = (STAFF, "组长")
"""Whoever leads somebody gets the day's letter."""
MARK, PASS = "密级", "放行号"


def shown(here: Atlas) -> set[Key]:
    """(表, 列) of what tasks and letters show, or go by, whatever the rules say."""
    sheets = here.schema.sheets
    found = {LEADER}
    for name in dict.fromkeys(_sources(here)):
        if name in sheets:
            found.update(_of_tasks(here, sheets[name]))
    for name, sheet in sheets.items():
        marks = [column.heading for column in sheet.columns if column.heading.endswith(MARK)]
        if sheet.column(PASS) is not None and marks:
            found |= {(name, heading) for heading in (PASS, *marks)}
    return {key for key in found if key[0] in sheets and not sheets[key[0]].ours}


def _sources(here: Atlas) -> Iterable[str]:
    """The sheets whose rows make tasks."""
    for duty in here.book.all(Duty):
        yield from (duty.source, duty.for_each)
    for sample in here.book.all(Sample):
        yield from (sample.population, sample.for_each)


def _of_tasks(here: Atlas, sheet: Sheet) -> Iterable[Key]:
    """Whom a task of this sheet is about: its customer, or that of the row it refers to, and the names it holds itself."""
    own = customer_column(sheet)
    if own:
        yield sheet.name, own
    for column in sheet.columns:
        beyond = here.schema.sheets.get(column.type.target)
        if not own and beyond is not None and beyond.name != STAFF and (heading := customer_column(beyond)):
            yield sheet.name, column.heading
            yield beyond.name, heading
        told = sheet.name != CUSTOMERS or column.heading in CALLED
        if told and column.privacy == "个人" and column.type.name == "文本":
            yield sheet.name, column.heading
