"""A workbook as a run leaves it, without any file: its sheets with what the run wrote, to be worked a second time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from workbook.day import Day
from workbook.papers.list.every_sheet import pages, spawned_rows
from workbook.papers.list.ledgers import ledger_pages
from workbook.papers.pages.page import Page, key_text
from workbook.papers.reports.reports import report_pages, reports
from workbook.sheets.grid import Grid, grid
from workbook.words.sheet_names import sheet_name
from workbook.words.tongue import named, worded

Rows = list[dict[str, object]]


def written(day: Day) -> tuple[tuple[Page, ...], Mapping[str, Sequence[Mapping[str, object]]]]:
    """What a run of all commands writes: our sheets, and the rows it adds to those of staff."""
    told = report_pages(reports(day, carriers=("表", "台账", "名单")))
    return (*pages(day), *told), spawned_rows(day)


def left_by(day: Day, grids: Sequence[Grid], wanted: Callable[[str], bool] = lambda _: True) -> list[Grid]:
    """The sheets after the run of a day over `grids`: pages merged by key, ledgers and staff's sheets appended to.

    `wanted`: which of our sheets the command writes.
    """
    made, fresh = written(day)
    sheets = {found.name: found for found in grids}
    for sheet, rows in fresh.items():
        name = day.world.tables.named(sheet)
        whole = () if name in sheets else [column.heading for column in day.world.schema.sheets[sheet].columns]
        sheets[name] = _sheet(name, rows_of(day, sheets.get(name)), [dict(row) for row in rows], whole)
    called = {sheet_name(declared): there for declared, there in day.world.tables.names.items()}
    for page in (page for page in made if wanted(page.name)):
        name = called.get(page.name, page.name)  # 名单:邮件 given without a file stands under the name that rules use
        there = rows_of(day, sheets.get(name))
        new: Rows = [dict(zip(page.headings, row, strict=True)) for row in page.rows]
        sheets[name] = _sheet(name, *_merged(page, there, new), page.headings)
    return list(sheets.values())


def news(day: Day, grids: Sequence[Grid]) -> Iterable[str]:
    """What a second run must not find: lines for ledgers, rows for sheets of staff."""
    fresh = spawned_rows(day)
    grown = report_pages(reports(day, carriers=("台账",)))  # 名单 and 表 are written anew
    sheets = {found.name: found for found in grids}
    for page in (page for page in (*ledger_pages(day, lambda _: True), *grown) if page.append):
        there = {_key(page, row) for row in rows_of(day, sheets.get(page.name))}
        new = [row for key, row in zip(page.keys, page.rows, strict=True) if key not in there]
        if new:
            yield worded(
                "【{name}】又多了 {count} 行：{dict}",
                name=named(page.name),
                count=len(new),
                dict=dict(zip(page.headings, new[0], strict=True)),
            )
    for name, rows in fresh.items():
        if rows:
            yield worded("【{name}】又多了 {count} 行：{dict}", name=named(name), count=len(rows), dict=dict(rows[0]))


def _key(page: Page, row: Mapping[str, object]) -> str:
    return key_text(str(row.get(page.key) or ""))


def _merged(page: Page, there: Rows, new: Rows) -> tuple[Rows, Rows]:
    """The rows that stay and those that are put: typed cells stay, rows of a ledger too."""
    if not page.key:
        return [], new
    old = {_key(page, row): row for row in there}
    if page.append:
        return there, [row for row in new if _key(page, row) not in old]
    typed, ours = {shown.heading for shown in page.fields if shown.typed}, set(page.headings)
    for row in new:
        before = old.pop(_key(page, row), {})
        row |= {head: value for head, value in before.items() if value and (head in typed or head not in ours)}
    return [row for row in old.values() if any(row.get(head) for head in typed)], new


def rows_of(day: Day, found: Grid | None) -> Rows:
    """The rows of a sheet below its header, by heading."""
    if found is None or not found.columns:
        return []
    declared = {called: sheet for sheet, called in day.world.tables.names.items()}
    top = max(day.world.tables.header.get(declared.get(found.name, found.name), found.top) - found.top, 0)
    head, *rows = list(zip(*(column.to_pylist() for column in found.columns), strict=True))[top:]
    return [{str(heading): value for heading, value in zip(head, row, strict=True) if heading} for row in rows]


def _sheet(name: str, there: Rows, new: Rows, headings: Sequence[str] = ()) -> Grid:
    head = list(dict.fromkeys([*(h for row in there[:1] for h in row), *headings, *(h for row in new for h in row)]))
    return grid(name, [head, *[[row.get(heading) for heading in head] for row in [*there, *new]]])
