"""The workbook that stands open in Excel, as a run sees it; and what a button's press is: quiet, one outcome, no traceback."""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from workbook.sheets.grid import Grid
from workbook.shells.archive.store import MARK
from workbook.shells.files.kept_in import in_chinese, name_as_kept, names_in_chinese, writing
from workbook.shells.live import loaded
from workbook.shells.live.busy import spoken, wait_until_ready
from workbook.shells.outside.called import as_called
from workbook.shells.outside.tongues import speak_as_book, tongue_of
from workbook.shells.safety import saving
from workbook.words.faults import BookFault, Fault
from workbook.words.tongue import declared, worded

if TYPE_CHECKING:
    from workbook.papers.pages.on_paper import Letterhead
    from workbook.shells.files.writer import Writer
    from workbook.shells.live.write import LiveBook

TITLE = declared("回访")
LONGEST = 1500
"""Characters that a message box shows before it grows out of the screen."""

LOG = "出错记录.txt"
_QUIET = ("screen_updating", "enable_events", "display_alerts")


@dataclass(eq=False)
class OpenBook:
    """A workbook open in a spreadsheet program; edits that nobody saved yet count."""

    book: Any
    press: str = field(default_factory=lambda: uuid4().hex)
    _last: LiveBook | None = None

    @cached_property
    def path(self) -> Path:
        """The file it was opened from.

        A book in the cloud has no folder: its copies and its outbox then lie in 文档 (home folder), under 回访.

        Raises:
            BookFault: it was never saved.
        """
        try:
            full = str(self.book.fullname)
        except Exception:  # noqa: BLE001 - xlwings raises bare exceptions for a cloud folder it can't map to a disk
            full = "https://"
        if "://" in full:
            folder = Path.home() / "回访"
            folder.mkdir(parents=True, exist_ok=True)
            return folder / str(self.book.name)
        path = Path(full)
        if not path.is_absolute() or not path.suffix:
            raise BookFault(
                worded("“{name}”还没有存过盘。", name=self.book.name),
                worded("按 Ctrl+S 把它存成 .xlsx 或 .xlsm，再点一次。"),
            )
        return path

    @property
    def names(self) -> tuple[str, ...]:
        """What its sheets are called, in their order."""
        return tuple(sheet.name for sheet in self.book.sheets)

    def named(self, sheet: Any) -> str:
        """The Chinese name of one of its sheets."""
        return names_in_chinese(self.names)[self.names.index(sheet.name)]

    def in_chinese(self, grid: Grid) -> Grid:
        """One of its sheets as it is called and written in Chinese."""
        return in_chinese([grid], self.names)[0]

    def tell(self, line: str) -> None:
        """A line of progress, in the status bar."""
        with suppress(Exception):  # a status bar that can't be written must not stop a run
            self.book.app.status_bar = f"{TITLE}：{line}"

    def grids(self, meanwhile: Callable[[], None], known: Sequence[Grid] = ()) -> tuple[Grid, ...]:  # noqa: ARG002
        """Its sheets as they stand in the program now, asked for on this thread: Excel answers no other."""
        from workbook.shells.archive import joined, store
        from workbook.shells.live.read import grids

        with ThreadPoolExecutor(max_workers=1) as worker:
            loading = worker.submit(meanwhile)
            found = grids(self.book, self.path, self._left)
            loading.result()
        found = in_chinese(found)
        return joined.joined(found, self.path, self._mark() or store.mark(store.entries(found)))

    def _mark(self) -> str:
        """What it holds out of sight about its archive; '' where the program doesn't tell."""
        with suppress(Exception):  # names that nobody sees aren't told by every program
            return str(self.book.names[MARK].refers_to).strip('="')
        return ""

    def writer(self, head: Letterhead | None) -> Writer:
        """What writes into it, by what is written into a copy of it."""
        from workbook.shells.live.write import LiveBook

        earlier, self._last = self._last, LiveBook(self.book, self.path, self.press, self._left, head)
        if earlier is not None:
            earlier.close()
        return writing(self._last)

    @property
    def _left(self) -> Path | None:
        """The book as this press's last writing left it, as a file; None before there was one."""
        return self._last.left if self._last is not None else None

    def close(self) -> None:
        """The copies that were made on the way go; the book stays open."""
        if self._last is not None:
            self._last.close()

    def undo(self) -> str:
        """The cells that the last run changed go back to what they were."""
        from workbook.shells.live.saved import noted_from_file
        from workbook.shells.live.undo import undo

        return undo(self.book, self.path, noted_from_file(self.path))


@contextmanager
def at_rest(app: Any) -> Iterator[None]:
    """Nothing flickers, fires or asks meanwhile; then all is as before, the status bar free, whatever happened."""
    before = {name: getattr(app, name) for name in _QUIET}
    try:
        for name in _QUIET:
            setattr(app, name, False)
        yield
    finally:
        for name, value in before.items():
            with suppress(Exception):  # one that can't be set back must not keep the others from it
                setattr(app, name, value)
        with suppress(Exception):
            app.status_bar = False  # not what it said before: the macro's “starting”


def press(job: str, does: Callable[[OpenBook], object], *, question: str = "", show: str = "") -> None:
    """Does what a button is for, over the workbook it stands in, and says the outcome in a message box.

    With `question` somebody is asked first. `show` names the sheet that is turned to afterwards.
    """
    book = _caller()
    app, paper = book.app, io.StringIO()
    speak_as_book(tongue_of([one.name for one in book.sheets]))
    if loaded.is_older():
        app.alert(worded(loaded.OLDER), title=f"{worded(TITLE)} · {worded(job)}", mode="critical")
        return
    if question and app.alert(worded(question), title=f"{worded(TITLE)} · {worded(job)}", buttons="ok_cancel") != "ok":
        return
    workbook, mode = OpenBook(book), "info"
    try:
        wait_until_ready(app)
        with at_rest(app), redirect_stdout(paper), redirect_stderr(sys.stderr or io.StringIO()):
            does(workbook)
            if show:
                turn_to(book, show)
        words = paper.getvalue().strip() or worded("做好了。")
    except Exception as found:  # noqa: BLE001 - the top: whatever it is, a person gets a sentence
        words, mode = _outcome(found, job, workbook), "critical"
    workbook.close()
    app.alert(shortened(as_called(words)), title=f"{worded(TITLE)} · {worded(job)}", mode=mode)


def _caller() -> Any:
    """The workbook whose button was pressed; without one, the active workbook."""
    import xlwings

    try:
        return xlwings.Book.caller()
    except Exception:  # noqa: BLE001 - xlwings raises a bare Exception when no button called
        return xlwings.books.active


def turn_to(book: Any, sheet: str) -> None:
    """The sheet of this Chinese name comes to the front; where it is scrolled to and what is selected on it stays."""
    names = [one.name for one in book.sheets]
    if (kept := name_as_kept(sheet, names)) in names:
        book.sheets[kept].activate()


def shortened(words: str) -> str:
    r"""What a message box can show.

    Examples:
        >>> shortened("做好了。"), len(shortened("长" * 5000))
        ('做好了。', 1502)
        >>> shortened("【停】…\n" * 999 + "停 999 处")[-15:]
        '【停】…\n……\n停 999 处'
    """
    if len(words) <= LONGEST:
        return words
    head, _, _ = words[:LONGEST].rpartition("\n")
    *_, last = words.rstrip().splitlines()
    return f"{head}\n……\n{last[:200]}" if head else f"{words[:LONGEST]}……"


def _outcome(found: Exception, job: str, workbook: OpenBook) -> str:
    """What is said of an exception: a Fault says it itself, Excel's own troubles have words, the rest goes to a log."""
    fault = found if isinstance(found, Fault) else spoken(found)
    if fault is not None:
        return str(fault)
    log = _logged(job, workbook)
    return worded(
        "“{job}”没有做完：程序遇到了没料到的情况。\n怎么改：把“{log}”发给管这个程序的同事；再点一次“{job}”不会做重。",
        job=worded(job),
        log=log,
    )


def _logged(job: str, workbook: OpenBook) -> Path:
    """The file that now holds the traceback."""
    try:
        folder = saving.folder_of(workbook.path)
    except Exception:  # noqa: BLE001 - the book may be what is wrong
        folder = Path.home() / "回访"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOG).open("a", encoding="utf-8") as file:
        file.write(f"== {datetime.now().isoformat(sep=' ', timespec='seconds')} {job}\n{traceback.format_exc()}\n")
    return folder / LOG
