"""Rows added below the last one of a list that staff keep, plain or an Excel table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from workbook.papers.pages.page import Value
from workbook.shells.files import under_table
from workbook.shells.files.staff_sheet import Staff, timed
from workbook.shells.files.under_table import SUM_WORDS, SUMS, stands
from workbook.shells.parts import furniture, tables
from workbook.shells.parts.cell_bytes import Cell
from workbook.shells.parts.entities import escape
from workbook.shells.parts.refs import mentions, moved, stretched, stretched_formula
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.tables import Table
from workbook.words.faults import BookFault
from workbook.words.tongue import named, worded

_FORMULA_TEXT = re.compile(rb"<(?:[\w.-]+:)?f(\s[^>]*)?>([^<]*)<")
_SI = re.compile(rb'\ssi="(\d+)"')


class _Column(NamedTuple):
    """What one column of a new row takes."""

    number: int
    heading: str
    style: int
    formula: tuple[str, int] | None
    blank: Cell


@dataclass(frozen=True, slots=True)
class Appending:
    """New rows on their way into one staff sheet."""

    staff: Staff

    def append(self, header: int, columns: Mapping[str, int], rows: Sequence[Mapping[str, Value]]) -> range:
        """Add rows below the last one that holds anything in these columns; returns their numbers.

        Raises:
            BookFault: something stands in the way; the words say what and how to mend it. Nothing was changed.
            ValueError: a row has a value under a heading without a column.
        """
        given = {heading for row in rows for heading, value in row.items() if value is not None}
        if unknown := given - columns.keys():
            raise ValueError(f"no column for {sorted(unknown)} in {self.staff.name}")
        table = tables.over(self.staff.wiring, self.staff.part, header, set(columns.values()))
        last, pattern, under = self._tail(header, set(columns.values()), table)
        first, end = last + 1, last + len(rows)
        old_last = table.last if table else last
        if (
            table
            and end > table.last
            and (below_it := under_table.typed(self.staff, table, set(columns.values()), under))
        ):
            table.take(below_it)
            last, pattern, under = self._tail(header, set(columns.values()), table)
            first, end = last + 1, last + len(rows)
        if table and end > table.last:
            self._make_room(table, end, under)
        self._refuse_sums(pattern, table)
        self._refuse_merged(first, end, columns)
        plan = self._plan(columns, pattern, table)
        totals = under.get(table.bottom) if table and table.totals and end > table.last else None
        below = self._moved_totals(totals, table, end) if totals and table else None

        def change(row: Row) -> None:
            if below is not None and row.number == below.number:
                row.cells, row.attributes = row.cells | below.cells, row.attributes or below.attributes
                return
            if below is not None and totals is not None and row.number == totals.number:
                row.cells = {column: one for column, one in row.cells.items() if column not in below.cells}
            self._write_row(row, rows[row.number - first], plan, pattern)

        numbers = [*range(first, end + 1), *([below.number] if below else [])]
        data = self.staff.sheet.rewritten(numbers, change)
        self._grow(header, old_last, end, table, max(columns.values()))
        wide = {columns[heading] for row in rows for heading, value in row.items() if timed(value)}
        furniture.room_for_moments(self.staff.sheet.frame, wide)
        self.staff.wiring.package.write(self.staff.part, *self.staff.sheet.chunks(*data))
        return range(first, end + 1)

    def _tail(self, header: int, ours: set[int], table: Table | None) -> tuple[int, Row | None, dict[int, Row]]:
        """The last row with data, that row as a pattern for new ones, and the rows below it."""
        under: dict[int, Row] = {}
        for row in self.staff.sheet.last_rows():
            inside = row.number <= table.last if table else True
            if row.number <= header:
                break
            if inside and any(stands(one) for column, one in row.cells.items() if column in ours):
                return row.number, row, under
            under[row.number] = row
        return header, under.get(header + 1), under

    def _plan(self, columns: Mapping[str, int], pattern: Row | None, table: Table | None) -> list[_Column]:
        """What each column of a new row takes: a value by heading, a format, a formula to continue."""
        headings = {column: heading for heading, column in columns.items()}
        formulas, like = self._formulas(pattern, table), pattern.cells if pattern else {}
        plan = []
        for column in sorted({*headings, *like, *formulas}):
            style = like[column].style if column in like else 0
            style = style or self.staff.sheet.column_style(column)
            blank = self.staff.cell(None, style)
            plan.append(_Column(column, headings.get(column, ""), style, formulas.get(column), blank))
        return plan

    def _write_row(self, row: Row, new: Mapping[str, Value], plan: Sequence[_Column], pattern: Row | None) -> None:
        """Fill one row: formats from itself, else the last row, else the column."""
        if not row.cells:  # a new one, as nearly all: only what has a value or a formula is looked at
            row.cells = {one.number: one.blank for one in plan if one.blank.attributes}
            plan = [one for one in plan if one.formula or new.get(one.heading) is not None]
        for column, heading, style, formula, _ in plan:
            old, value = row.cells.get(column), new.get(heading)
            if old is not None:
                if value is None and (old.formula or stands(old)):
                    continue
                style = old.style or style
            if value is None and formula:
                text, home = formula
                row.cells[column] = self._formula(moved(text, row.number - home) if home else text, style)
                continue
            made = self.staff.cell(value, style)
            if made.attributes or made.inner is not None:
                row.cells[column] = made
        row.drop(b"spans", b"hidden")
        if not row.attributes and pattern is not None and b"customHeight" in pattern.attributes:
            kept = Row(0, pattern.attributes)
            kept.drop(b"spans", b"hidden", b"collapsed", b"outlineLevel")
            row.attributes = kept.attributes

    def _formula(self, text: str, style: int) -> Cell:
        prefix = self.staff.sheet.prefix
        attributes = b' s="%d"' % style if style else b""
        return Cell(attributes, b"<%sf>%s</%sf>" % (prefix, escape(text).encode(), prefix))

    def _formulas(self, pattern: Row | None, table: Table | None) -> dict[int, tuple[str, int]]:
        """Formulas that new rows continue, by column, and the row each was written for (0: for any row)."""
        found: dict[int, tuple[str, int]] = {c: (text, 0) for c, text in (table.formulas if table else {}).items()}
        for column, one in (pattern.cells if pattern else {}).items():
            written = _FORMULA_TEXT.search(one.inner or b"") if one.formula else None
            if pattern is None or one.formula is None or b't="array"' in one.formula or b't="dataTable"' in one.formula:
                continue
            if written and written[2]:
                found[column] = (unescape(written[2].decode()), pattern.number)
            elif column not in found and (index := _SI.search(one.formula)):
                master = self._shared_formula(index[1])
                if master:
                    found[column] = master
        return found

    def _shared_formula(self, index: bytes) -> tuple[str, int] | None:
        """The text that a group of cells shares, and the row it was written for."""
        for row in self.staff.sheet.rows():
            for one in row.cells.values():
                written = _FORMULA_TEXT.search(one.inner or b"")
                if written and written[2] and b'si="%s"' % index in (written[1] or b""):
                    return unescape(written[2].decode()), row.number
        return None

    # -- what may stand in the way

    def _make_room(self, table: Table, end: int, under: Mapping[int, Row]) -> None:
        """Refuse when something below a table would be covered, or can't be moved."""
        wide = range(table.left, table.right + 1)
        for number in range(table.bottom + 1, end + table.totals + 1):
            row = under.get(number)
            if row and any(stands(one) or one.formula for column, one in row.cells.items() if column in wide):
                raise BookFault(
                    worded(
                        "【{name}】的表格下面第 {number} 行还有内容，新的 {end} 行放不下。",
                        name=named(self.staff.name),
                        number=number,
                        end=end - table.last,
                    ),
                    worded(
                        "在第 {number} 行上面插入 {end} 个空行，或把下面的内容移到别处，再运行一次。",
                        number=number,
                        end=end - table.last,
                    ),
                )
        if table.totals and self._is_pinned(table.bottom):
            raise BookFault(
                worded(
                    "【{name}】第 {bottom} 行是汇总行，不能下移：有批注、合并单元格或别处的公式指着它。",
                    name=named(self.staff.name),
                    bottom=table.bottom,
                ),
                worded("在 Excel 的“表设计”里先去掉“汇总行”，运行以后再勾上。"),
            )

    def _is_pinned(self, row: int) -> bool:
        """Whether a row can't move: notes, merged cells or formulas point at it."""
        is_merged = any(top <= row <= bottom for top, _, bottom, _ in self.staff.sheet.merged())
        if is_merged or row in self.staff.noted_rows():
            return True
        quoted, bare = f"'{self.staff.name}'!", f"{self.staff.name}!"
        for name, part in self.staff.wiring.sheets.items():
            for _, text in _FORMULA_TEXT.findall(self.staff.wiring.package.read(part) if part else b""):
                formula = unescape(text.decode())
                if (name == self.staff.name or quoted in formula or bare in formula) and mentions(formula, row):
                    return True
        return False

    def _moved_totals(self, totals: Row, table: Table, end: int) -> Row:
        """The totals row at its new place, its sums over the new rows, to be computed again."""
        wide = range(table.left, table.right + 1)
        cells = {column: one for column, one in totals.cells.items() if column in wide}
        for column, one in cells.items():
            if one.formula:
                bare = one.unanswered()
                cells[column] = Cell(bare.attributes, _grown(bare.inner or b"", table.top + 1, table.last, end))
        self.staff.lost_formula = True
        return Row(end + 1, totals.attributes, cells)

    def _refuse_sums(self, last: Row | None, table: Table | None) -> None:
        """A hand-made line of sums at the end of a plain list: new rows must not go below it."""
        if (
            last is None
            or table is not None
            or not any(SUMS.search((one.formula or b"").decode()) for one in last.cells.values())
        ):
            return
        shared = self.staff.wiring.shared_texts({one.shared for one in last.cells.values() if one.shared is not None})
        if any(one.text(shared).strip().startswith(SUM_WORDS) for one in last.cells.values()):
            raise BookFault(
                worded(
                    "【{name}】第 {number} 行是合计，新的行不能接在它下面。",
                    name=named(self.staff.name),
                    number=last.number,
                ),
                worded("把合计移到表头上面或别的表；或选中整张表按 Ctrl+T 变成表格，用表格自己的汇总行。"),
            )

    def _refuse_merged(self, first: int, end: int, columns: Mapping[str, int]) -> None:
        for top, left, bottom, right in self.staff.sheet.merged():
            if top <= end and bottom >= first and any(left <= column <= right for column in columns.values()):
                raise BookFault(
                    worded(
                        "【{name}】第 {max} 行有合并的单元格，新的行写不进去。",
                        name=named(self.staff.name),
                        max=max(top, first),
                    ),
                    worded("选中那一行，点“取消单元格合并”，再运行一次。"),
                )

    def _grow(self, header: int, old_last: int, end: int, table: Table | None, right: int) -> None:
        """Let everything that covered all rows cover the new ones too."""
        self.staff.sheet.stretch(end + (table.totals if table else 0), right)
        if end <= old_last:
            return
        furniture.stretch_areas(self.staff.sheet.frame, header + 1, old_last, end)
        names = self.staff.wiring.names(self.staff.name)
        grown = {name: _stretched_name(formula, header, old_last, end) for name, formula in names.items()}
        self.staff.wiring.define(self.staff.name, grown)
        if table:
            table.end_at(end)


def _grown(inner: bytes, first: int, old_last: int, end: int) -> bytes:
    """The formula element of a sum, over the new rows too."""

    def one(found: re.Match[bytes]) -> bytes:
        text = escape(stretched_formula(unescape(found[2].decode()), first, old_last, end)).encode()
        return found[0].replace(b">" + found[2] + b"<", b">" + text + b"<")

    return _FORMULA_TEXT.sub(one, inner)


def _stretched_name(formula: str, header: int, old_last: int, end: int) -> str:
    """The area of a sheet's name (filter, print area) with the new last row."""
    sheet, bang, areas = formula.rpartition("!")
    if not bang or "," in formula or not re.fullmatch(r"\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+", areas):
        return formula
    grown = stretched(areas, header, old_last, end)
    if grown == areas.replace("$", ""):
        return formula
    return sheet + bang + re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", grown)
