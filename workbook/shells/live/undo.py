"""撤销 for an open book: what a run wrote is noted cell by cell, and goes back unless somebody wrote there since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from workbook.shells.live.carry import carry
from workbook.shells.live.cells import At, Formula, Held, Sheet
from workbook.shells.live.changes import returned, values_of
from workbook.shells.live.read import copy_of
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package
from workbook.shells.safety import saving
from workbook.words.faults import BookFault
from workbook.words.place import Place
from workbook.words.tongue import worded

NOTES = "open.jsonl"
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Note:
    """One writing of a run: the copy made before, each cell and what it held afterwards, the sheets that were added.

    Shapes:
        run: the run's key, the same for each of its kind on one day. press: names the press of a button that wrote it.
    """

    run: str
    copy: str = ""
    cells: Mapping[str, Sequence[tuple[int, int, str]]] = field(default_factory=dict)
    fresh: Sequence[str] = ()
    headers: Mapping[str, int] = field(default_factory=dict)
    press: str = ""


def note(path: Path, copy: Path, cells: Mapping[str, Mapping[At, Held]], run: Note) -> Note:
    """Keeps the copy and notes what is about to be written; both are on the disk when it returns.

    Raises:
        BookFault: the copy can't be kept; nothing was changed.
    """
    folder = saving.folder_of(path)
    kept = saving.backup(copy, folder, run.run)
    held = {name: [(*at, as_text(value)) for at, value in found.items()] for name, found in cells.items()}
    made = replace(run, copy=kept.name, cells=held)
    _write(folder, [*_notes(folder), made][-saving.KEEP :])
    return made


def _notes(folder: Path) -> list[Note]:
    """What was noted, oldest first; a line that a crash cut short is left out."""
    found = []
    with suppress(FileNotFoundError):
        for line in (folder / NOTES).read_text("utf-8").splitlines():
            with suppress(ValueError, TypeError):
                found.append(Note(**json.loads(line)))
    return found


def _write(folder: Path, notes: Sequence[Note]) -> None:
    text = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in notes)
    saving.replace(folder / NOTES, lambda temporary: _put(temporary, text))


def _put(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def as_text(value: Held) -> str:
    """A value as it is compared: formulas answer differently from day to day, so only that there is one counts."""
    if isinstance(value, Formula):
        return "="
    if isinstance(value, float):
        return repr(round(value, DIGITS))
    return "" if value is None else str(value)


def undo(book: Any, path: Path, filed: Sequence[Note] = ()) -> str:
    """The cells that the last press wrote go back to what they were; returns its run's key.

    Shapes:
        filed: a later run that was made over the file before it was opened.

    Raises:
        BookFault: there is no such run, its copy is gone, or somebody wrote in those cells since; nothing was changed.
    """
    folder = saving.folder_of(path)
    notes = _notes(folder)
    if filed:
        notes = [*notes, *filed]
    if not notes:
        raise BookFault(
            worded("“{name}”没有可以撤销的运行。", name=path.name),
            worded("更早的样子在“{folder}”里找。", folder=folder / "backups"),
        )
    run = notes[-_together(notes) :]
    copy = folder / "backups" / run[0].copy
    if not copy.exists():
        raise BookFault(
            worded("上次运行（{run}）以前的备份不在了，撤销不了。", run=run[0].run),
            worded("在“{parent}”里看看还留着哪几份。", parent=copy.parent),
        )
    with TemporaryDirectory(prefix="huifang-") as place:
        now = copy_of(book, path, Path(place))
        current = Wiring(Package(now))
        _refuse_changed(current, expected(run), run, copy)
        saving.backup(now, folder, f"撤销-{run[0].run}", needed=copy)
        _bring_back(book, current, Wiring(Package(copy)), run)
    _write(folder, notes[: -len(run)])
    return run[0].run


def _together(notes: Sequence[Note]) -> int:
    """How many notes at the end belong to one press: two of the same day may have the typing of staff between them."""
    count = 0
    for one in reversed(notes):
        if (one.run, one.press) != (notes[-1].run, notes[-1].press):
            break
        count += 1
    return count


def last_press(path: Path) -> list[Note]:
    """The notes of the last press; nothing where there is none."""
    found = _notes(saving.folder_of(path))
    return found[-_together(found) :] if found else []


def forget(path: Path, run: Sequence[Note]) -> None:
    """These notes are undone."""
    folder = saving.folder_of(path)
    _write(folder, [one for one in _notes(folder) if one not in run])


def expected(run: Sequence[Note]) -> dict[str, dict[At, str]]:
    """What each cell of a run held when it was done; a later step wins."""
    found: dict[str, dict[At, str]] = {}
    for one in run:
        for sheet, cells in one.cells.items():
            found.setdefault(sheet, {}).update({(row, column): text for row, column, text in cells})
    return found


def _refuse_changed(current: Wiring, left: Mapping[str, Mapping[At, str]], run: Sequence[Note], copy: Path) -> None:
    """Nothing, if every cell of the run holds what the run left there, and sheets it added hold nothing else."""
    fresh = {name for one in run for name in one.fresh}
    for name, cells in left.items():
        if name not in current.sheets:
            continue
        found = values_of(current, current.sheets[name])
        if place := _changed_cell(name, found, cells, is_fresh=name in fresh):
            raise BookFault(
                worded("“{run}”以后又有人改过（{place}），没有撤销。", run=run[0].run, place=place),
                worded("运行以前的样子存着：“{copy}”。打开它，把要的内容抄回来。", copy=copy),
            )


def _changed_cell(name: str, found: Sheet, cells: Mapping[At, str], *, is_fresh: bool) -> Place | None:
    """The first cell that holds something else than the run left there."""
    places = {*cells, *(found.cells if is_fresh else ())}
    for at in sorted(places):
        if as_text(found.cells.get(at)) != cells.get(at, ""):
            return Place(name, *at)
    return None


def _bring_back(book: Any, current: Wiring, before: Wiring, run: Sequence[Note]) -> None:
    """The cells as they were in the copy; sheets that the run added go."""
    places: dict[str, set[At]] = {}
    for one in run:
        for sheet, cells in one.cells.items():
            places.setdefault(sheet, set()).update((row, column) for row, column, _ in cells)
    fresh = {name for one in run for name in one.fresh if name in current.sheets and name not in before.sheets}
    headers = {name: row for one in run for name, row in one.headers.items()}
    changes = returned(current, before, {name: at for name, at in places.items() if name not in fresh}, headers)
    carry(book, changes, {}, ())
    for name in fresh:
        book.sheets[name].delete()


def take_back(book: Any, path: Path, made: Note | None) -> None:
    """After a writing that broke off: what got through goes back, as far as the program still takes orders."""
    if made is None:
        return
    folder = saving.folder_of(path)
    with suppress(Exception), TemporaryDirectory(prefix="huifang-") as place:
        current = Wiring(Package(copy_of(book, path, Path(place))))
        _bring_back(book, current, Wiring(Package(folder / "backups" / made.copy)), [made])
        _write(folder, [one for one in _notes(folder) if one != made])
