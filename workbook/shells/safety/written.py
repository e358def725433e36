"""What each run wrote into the sheets that staff keep, cell by cell: so that one in the middle can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from workbook.papers.pages.page import Value
from workbook.shells.safety import saving
from workbook.shells.safety.journal import Journal

NOTES, BACK = "written.jsonl", "撤销-"
Cells = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its key, the copy that was made before it, and what it left in each cell (row, column, text)."""

    run: str
    copy: str
    cells: Mapping[str, Sequence[tuple[int, int, str]]] = field(default_factory=dict)
    undone: bool = False


class Written:
    """The cells of one writing, as they are written."""

    def __init__(self) -> None:
        self._cells: dict[str, Cells] = {}

    def set(self, sheet: str, cells: Mapping[tuple[int, int], Value]) -> None:
        """Single cells."""
        self._cells.setdefault(sheet, {}).update({at: as_text(value) for at, value in cells.items()})

    def rows(
        self, sheet: str, columns: Mapping[str, int], rows: Sequence[Mapping[str, Value]], numbers: Iterable[int]
    ) -> None:
        """Rows below the last one."""
        for number, row in zip(numbers, rows, strict=False):
            self.set(sheet, {(number, columns[heading]): value for heading, value in row.items() if value is not None})

    def keep(self, book: Path, run_key: str, copy: str) -> None:
        """What is written is noted under its run, just before the book takes its place."""
        if any(self._cells.values()) and run_key:
            cells = {name: [(*at, text) for at, text in held.items()] for name, held in self._cells.items() if held}
            save(book, [*runs(book), Run(run_key, copy, cells)][-saving.KEEP :])
        self._cells = {}


def as_text(value: Value) -> str:
    """A value as it is compared with what stands in its cell."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat(timespec="minutes") if isinstance(value, datetime) else f"{value.isoformat()}T00:00"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    return repr(round(float(value), 9))


def runs(book: Path) -> list[Run]:
    """What was noted, oldest first; a run that never came true, or was taken back since, is undone."""
    noted = _noted(book)
    with suppress(OSError):
        gone = Journal(saving.folder_of(book)).gone(saving.digest(book)) if noted else ()
        return [replace(one, undone=True) if one.copy in gone else one for one in noted]
    return noted


def _noted(book: Path) -> list[Run]:
    """The notes as they are written."""
    found = list[Run]()
    with suppress(OSError):
        for line in (saving.folder_of(book) / NOTES).read_text("utf-8").splitlines():
            with suppress(ValueError, TypeError):
                found.append(Run(**json.loads(line)))
    return found


def undone(book: Path, run_key: str) -> None:
    """The newest run of that key was taken back; where that was an undoing itself, the run it undid stands again."""
    noted = _noted(book)
    again = run_key.removeprefix(BACK)
    for wanted, was, is_ in ((run_key, False, True), *(((again, True, False),) if again != run_key else ())):
        at = next((n for n in range(len(noted) - 1, -1, -1) if (noted[n].run, noted[n].undone) == (wanted, was)), -1)
        if at >= 0:
            noted[at] = replace(noted[at], undone=is_)
    if noted:
        save(book, noted)


def save(book: Path, noted: Sequence[Run]) -> None:
    """The notes as they are from now on."""
    text = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in noted)
    saving.replace(saving.folder_of(book) / NOTES, lambda temporary: _put(temporary, text))


def _put(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
