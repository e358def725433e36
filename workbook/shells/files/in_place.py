"""Writing into a workbook that exists: our sheets and appended rows change, every other part stays byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.papers.pages.board import Board
from workbook.papers.pages.groups import group_of, is_rare
from workbook.papers.pages.page import Page, Value
from workbook.papers.readback.told import Beside
from workbook.shells.files import board_sheet, kept_pages, ledger_sheet, linking, merge, our_sheet, read_back, untouched
from workbook.shells.files.appended_rows import Appending
from workbook.shells.files.kept_grids import Kept
from workbook.shells.files.kept_pages import Keeping, Whole
from workbook.shells.files.our_sheet import Pen, Put
from workbook.shells.files.staff_sheet import Staff, noted_rows, refuse_archived
from workbook.shells.files.writer import ALONE
from workbook.shells.outside.calm import calm
from workbook.shells.parts import furniture, paper, tables, tabs
from workbook.shells.parts.furniture import Layout
from workbook.shells.parts.look import MARK_FIELD
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Buffer, Package
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.styles import Styles
from workbook.shells.safety import saving
from workbook.shells.safety.written import Written

if TYPE_CHECKING:
    from workbook.papers.pages.on_paper import Letterhead


class Book:
    """One workbook to write into. Nothing reaches the disk before `save`; a Fault leaves everything as it was.

    Examples:
        book = Book(Path("回访.xlsx"))
        book.put(page)
        book.append("回访记录", 1, {"客户编号": 4, "结果代码": 13}, [{"客户编号": "C1", "结果代码": "完成"}])
        book.save()
    """

    def __init__(self, path: Path, head: Letterhead | None = None, kept: Kept | None = None) -> None:
        self.path, self.written, self._head, self._kept = path, Written(), head, kept
        self._open()

    def _open(self) -> None:
        self._package = Package(self.path)
        self._wiring = Wiring(self._package)
        self._keeping = Keeping(self._kept, self._package)
        self._styles: Styles | None = None

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets, in their order."""
        return tuple(self._wiring.sheets)

    @property
    def touched(self) -> tuple[str, ...]:
        """The parts that differ from the file: changed, added or dropped."""
        return self._package.touched

    # -- our sheets

    def headed(self, page: Page) -> Page:
        """The page as it goes on paper."""
        return page if self._head is None else self._head.on(page)

    def put(self, page: Page, release: Collection[str] = ()) -> Put:
        """Write a sheet of ours; it is added when the book has none.

        With a key, what staff did stays: see `ownsheet`. `release` names keys whose row may go although staff typed in
        it (their results are recorded elsewhere).

        Raises:
            BookFault: a sheet of this name has content but not our header.
        """
        wiring, page = self._wiring, self.headed(page)
        known = wiring.known(page.name)
        if not known:
            known, group = page.name, page.group or group_of(page.name)
            tabs.added(wiring, known, group, hidden=page.hidden or is_rare(known))
        part = wiring.part(known)
        with calm():
            sheet, whole = self._found(page, known, part)
            if page.append and (layout := self._layout(page, sheet)):
                done = self._put_ledger(page, sheet, layout)
            else:
                done = self._put_rows(page, known, sheet, whole, release)
        self._settle(calculation_order=done.lost_formula)
        return done

    def _found(self, page: Page, known: str, part: str) -> tuple[SheetXml, Whole | None]:
        """A sheet; its rows aren't even looked at where they are as a run wrote them, and this one writes them all."""
        whole = None if page.append or noted_rows(self._wiring, part) else self._keeping.whole(known, part)
        if whole is not None and whole.fits(page, self._layout(page, sheet := SheetXml(whole.frame, part))):
            return sheet, whole
        return SheetXml(self._package.read(part), part), None

    def _put_rows(self, page: Page, known: str, sheet: SheetXml, whole: Whole | None, release: Collection[str]) -> Put:
        sheet.usual()
        top = sheet.first_rows(our_sheet.HEADER_WITHIN)
        layout = our_sheet.find_layout(page, top, shared := self._shared(top))
        if layout is None and any(one.inner is not None for row in sheet.rows() for one in row.cells.values()):
            raise our_sheet.no_header(page)
        noted = noted_rows(self._wiring, sheet.part)
        rows, calm_rows = {row.number: row for row in top}, untouched.Untouched()
        if layout is not None and page.key:
            sheet.shed(layout.header, noted)
            rows, calm_rows = (
                (rows, whole.untouched)
                if whole is not None
                else untouched.sorted_rows(sheet, layout, page, noted, self._wiring.shared_texts)
            )
            shared = self._shared(rows.values())
        if layout is None:
            layout, fresh = our_sheet.new_layout(page), dict(enumerate(our_sheet.fields(page), 1))
            furniture.dress(sheet.frame, page, layout)
            tabs.colour(sheet.frame, page.group or group_of(page.name))
        else:
            page = page.over(layout.columns)
            layout, fresh = our_sheet.complete(page, layout, rows.values)
        pen = self._pen(sheet)
        our_sheet.write_head(page, layout, fresh, rows, pen)
        furniture.widen(sheet.frame, fresh)
        furniture.room_for_moments(sheet.frame, (layout.columns[one.heading] for one in page.fields if one.is_timed))
        furniture.fold(sheet.frame, {layout.columns[one.heading]: one for one in page.fields})
        if page.key:
            done = merge.Merge(page, layout, rows, pen, shared, calm_rows).run(noted, release)
        else:
            done = our_sheet.as_whole(page, layout, rows, pen)
            done.lost_formula = sheet.has_formulas()
            paper.break_pages(sheet.frame, [layout.header + 1 + row for row in page.breaks])
        furniture.part_cells(sheet.frame, layout)
        linking.link(page, sheet, layout, done, self._wiring, self._package)
        self._finish(page, sheet, layout, done.last)
        furniture.state_extent(sheet.frame, rows, done.last)
        head = b"".join(rows[number].xml(sheet.prefix) for number in sorted(rows))
        self._write(sheet, head, *(done.block.chunks if done.block else ()))
        done.sheet = known
        if styles := kept_pages.styles_of(our_sheet.looks(page, layout, pen), calm_rows):
            self._keeping.note(page, sheet, layout, rows, done, styles, shared, is_1904=self._wiring.is_1904)
        done.block = None
        self._package.finish(sheet.part)
        return done

    def _layout(self, page: Page, sheet: SheetXml) -> Layout | None:
        top = sheet.first_rows(our_sheet.HEADER_WITHIN)
        return our_sheet.find_layout(page, top, self._shared(top))

    def _put_ledger(self, page: Page, sheet: SheetXml, layout: Layout) -> Put:
        """Only the new rows, below the last one."""
        done, layout, data = ledger_sheet.grow(page, sheet, layout, self._pen(sheet), self._wiring.shared_texts)
        done.sheet = self._wiring.known(page.name)
        if data:
            self._finish(page, sheet, layout, done.last)
            self._write(sheet, *data)
            self._note_added(done.sheet, sheet, done.last + 1 - len(done.added if page.key else page.rows))
        return done

    def _note_added(self, name: str, sheet: SheetXml, first: int) -> None:
        self._settle(calculation_order=False)  # formats count
        self._keeping.note_added(name, sheet, first, self._wiring)

    def _finish(self, page: Page, sheet: SheetXml, layout: Layout, last: int) -> None:
        """Let filter, drop-downs, colours and a table made by staff reach the last row."""
        paper.head_paper(sheet.frame, page.paper)
        typed = [field for field in page.fields if field.choices]
        filtered = furniture.filter_rows(sheet.frame, layout, last)
        furniture.drop_downs(sheet.frame, typed, layout, last)
        if MARK_FIELD.heading not in page.headings:
            furniture.colour_marks(sheet.frame, MARK_FIELD.heading, layout, last, self._style_book().mark, page.lit)
        table = tables.over(self._wiring, sheet.part, layout.header, set(layout.columns.values()))
        if table and table.last != max(last, layout.header + 1) and not table.totals:
            table.end_at(last)
        known = self._wiring.known(page.name)
        self._wiring.define(known, our_sheet.defined(page, layout, known, filtered, last))

    # -- sheets that staff keep

    def append(self, sheet: str, header: int, columns: Mapping[str, int], rows: Sequence[Mapping[str, Value]]) -> range:
        """Add rows below the last one of a staff sheet; returns their row numbers.

        `header` is the row of the headings, `columns` the column of each heading; both count from 1. New rows look like
        the last one, a table grows with its drop-downs, filters and colours, a totals row moves down.

        Raises:
            BookFault: something stands below, or in the way; nothing was changed.
        """
        if not rows:
            return range(0)
        staff = self._staff(sheet)
        with calm():
            done = Appending(staff).append(header, columns, rows)
        self.written.rows(sheet, columns, rows, done)
        self._settle(calculation_order=staff.lost_formula)
        self._note_added(staff.name, staff.sheet, done.start)
        return done

    def set_cells(
        self, sheet: str, cells: Mapping[tuple[int, int], Value],
        under: Mapping[int, str] = ALONE,  # noqa: ARG002 - who writes another language goes by it
        *, are_headings: bool = False,
    ) -> None:  # fmt: skip
        """Write single cells, (row, column) counting from 1; each keeps its format.

        Raises:
            BookFault: a cell is hidden inside a merged one, part of an array formula, or archived; nothing was changed.
        """
        if cells:
            refuse_archived(sheet, cells)
            (staff := self._staff(sheet)).set_cells(cells, are_headings=are_headings)
            self.written.set(sheet, cells)
            self._settle(calculation_order=staff.lost_formula)
            self._keeping.note_set(staff, self._wiring)

    def beside(self, words: Beside) -> int:
        """The program's own column of a rule sheet; the number of cells that changed."""
        if words.sheet not in self._wiring.sheets:
            return 0
        done = read_back.write(self._staff(words.sheet), words)
        self._settle(calculation_order=False)
        return done

    def _staff(self, sheet: str) -> Staff:
        part, name = self._wiring.part(sheet), self._wiring.known(sheet)
        return Staff(self._wiring, self._style_book(), name, part, SheetXml(self._package.read(part), part))

    def board(self, board: Board, *, lay: bool = True) -> bool:
        """Write a sheet that isn't a table; False where the book has none, or staff made it their own.

        `lay`: it may take the place of an earlier version's table.
        """
        name = self._wiring.known(board.name)
        if not name or not self._wiring.sheets[name]:
            return False
        with calm():
            done = board_sheet.write(self._wiring, self._style_book(), board, lay=lay)
        self._settle(calculation_order=False)
        return done

    def show(self, sheets: Collection[str]) -> None:
        """Sheets that somebody must look into are shown, if they were hidden."""
        tabs.show(self._wiring, sheets)

    # -- the whole

    def save(self, path: Path | None = None, *, run_key: str = "", before: Callable[[], None] = lambda: None) -> bool:
        """Write the book, whole or not at all; False when nothing had changed.

        With `run_key` the book as it was is kept first, so that `safe.undo` can bring it back. `before` is done last of
        all before the new book takes its place.
        """
        target = path or self.path
        if not self.touched and target == self.path:
            before()
            return False
        if run_key:

            def note(copy: str) -> None:
                self.written.keep(target, run_key, copy)
                before()

            saving.commit(target, self._package.save, run_key, note)
        else:
            saving.replace(target, self._package.save)
        if target == self.path:
            self._keeping.keep()
            self._open()
        return True

    def _settle(self, *, calculation_order: bool) -> None:
        """Formats, and what Excel must compute again."""
        if self._styles is not None and self._styles.changed:
            self._package.write(self._wiring.styles, self._styles.xml())
            self._styles = None
        if self.touched:
            self._wiring.recalculate()
        if calculation_order:
            self._wiring.forget_calculation_order()

    def _style_book(self) -> Styles:
        if self._styles is None:
            part = self._wiring.styles
            self._styles = Styles(self._package.read(part), part)
        return self._styles

    def _pen(self, sheet: SheetXml) -> Pen:
        return Pen(self._style_book().index, sheet.prefix, self._wiring.is_1904)

    def _shared(self, rows: Collection[Row]) -> dict[int, str]:
        """The shared texts that these rows show."""
        found = {one.shared for row in rows for one in row.cells.values()}
        return self._wiring.shared_texts({index for index in found if index is not None})

    def _write(self, sheet: SheetXml, *rows: Buffer) -> None:
        self._package.write(sheet.part, *sheet.chunks(*rows))
