"""Writing into the open book: what is to be written goes into a copy first, by the rules for files, and then across."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from workbook.papers.pages.board import Board
from workbook.papers.pages.page import Page, Value
from workbook.papers.readback.told import Beside
from workbook.shells.files.in_place import Book
from workbook.shells.files.our_sheet import Put
from workbook.shells.files.writer import ALONE
from workbook.shells.live import undo as liveundo
from workbook.shells.live.carry import carry
from workbook.shells.live.changes import added, changed, values_of
from workbook.shells.live.locked import refuse_locked_structure
from workbook.shells.live.read import copy_of
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package

if TYPE_CHECKING:
    from workbook.papers.pages.on_paper import Letterhead


class LiveBook:
    """The open book as a writer sees it; nothing reaches it before `save`. What one `press` wrote is undone together.

    Shapes:
        known: the book as this press left it, for a program that saves no copies. left: the same after `save`, until `close`.

    Raises:
        BookFault: the program can't make a copy of it, or the copy isn't an .xlsx or .xlsm.
    """

    def __init__(
        self, book: Any, path: Path, press: str = "", known: Path | None = None, head: Letterhead | None = None
    ) -> None:
        self._book, self._path, self._press = book, path, press
        self.left: Path | None = None
        self._folder = TemporaryDirectory(prefix="huifang-", ignore_cleanup_errors=True)
        self._copy = copy_of(self._book, self._path, Path(self._folder.name), known)
        self._file = Book(self._copy, head)
        self._pages: dict[str, Page] = {}
        self._headers: dict[str, int] = {}
        self._shown: tuple[str, ...] = ()

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets, with those that were put."""
        return self._file.sheet_names

    def put(self, page: Page, release: Collection[str] = ()) -> Put:
        """A sheet of ours, merged by key with what staff did."""
        page = self._file.headed(page)  # a new sheet is drawn in the open program out of it
        done = self._file.put(page, release)
        self._pages[done.sheet], self._headers[done.sheet] = page, done.header
        return done

    def append(self, sheet: str, header: int, columns: Mapping[str, int], rows: Sequence[Mapping[str, Value]]) -> range:
        """Rows below the last one of a staff sheet; their numbers."""
        self._headers.setdefault(sheet, header)
        return self._file.append(sheet, header, columns, rows)

    def set_cells(
        self,
        sheet: str,
        cells: Mapping[tuple[int, int], Value],
        under: Mapping[int, str] = ALONE,  # noqa: ARG002 - who writes another language goes by it
        *,
        are_headings: bool = False,
    ) -> None:
        """Single cells, each in the format it has."""
        self._file.set_cells(sheet, cells, are_headings=are_headings)

    def beside(self, words: Beside) -> int:
        """Words of the program beside the rows of a rule sheet."""
        return self._file.beside(words)

    def board(self, board: Board) -> bool:
        """A sheet that isn't a table, where it is laid out already: cells travel, charts stay as they are."""
        return self._file.board(board, lay=False)

    def show(self, sheets: Collection[str]) -> None:
        """Sheets that somebody must look into are shown."""
        self._shown = tuple(name for name in sheets if name in self._file.sheet_names)

    def save(self, *, run_key: str = "", before: Callable[[], None] = lambda: None) -> bool:
        """Everything goes into the open book, once; False when nothing had changed.

        With `run_key` a copy of the book as it was is kept first, and what was written is noted, so that it can be undone.
        `before` is done when all of it has arrived: what stands in an open book isn't on the disk anyway.

        Raises:
            BookFault: a sheet or the workbook is protected; nothing was changed.
        """
        touched = set(self._file.touched)
        if not touched:
            before()
            return False
        later = self._copy.with_name(f"later-{self._copy.name}")
        self._file.save(later)
        old, after = Wiring(Package(self._copy)), Wiring(Package(later))
        fresh = [name for name in after.sheets if name not in old.sheets]
        refuse_locked_structure(old, fresh)
        changes = changed(old, after, touched, self._headers, self._pages)
        if not changes and not fresh:
            before()
            return False
        cells = {one.name: {**dict.fromkeys(one.gone), **one.now} for one in changes}
        cells |= {name: values_of(after, after.sheets[name]).cells for name in fresh}
        run = liveundo.Note(run_key, fresh=tuple(fresh), headers=dict(self._headers), press=self._press)
        noted = liveundo.note(self._path, self._copy, cells, run) if run_key else None
        changes += [added(after, name, self._headers.get(name, 0)) for name in fresh]
        try:
            carry(self._book, changes, self._pages, fresh)
        except BaseException:
            liveundo.take_back(self._book, self._path, noted)
            raise
        if noted is not None:
            self._file.written.keep(self._path, run_key, noted.copy)
        before()
        for name in self._shown:
            sheet = self._book.sheets[name]
            if not sheet.visible:
                sheet.visible = True
        self.left = later
        return True

    def close(self) -> None:
        """The copies go."""
        self._folder.cleanup()
