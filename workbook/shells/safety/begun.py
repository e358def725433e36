"""A run that has begun says so beside the book until it ends: the next one knows what was cut short."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from workbook.shells.safety import saving
from workbook.shells.safety.beside import HALF, NOTE, as_private
from workbook.shells.safety.holding import FAR, hold
from workbook.shells.safety.journal import Journal, Line


@dataclass(frozen=True, slots=True)
class Begun:
    """A run: its command, all its words, when it began, and how many lines the book's journal had then."""

    command: str
    words: str
    at: str
    lines: int


@contextmanager
def begun(book: Path, command: str, words: str, at: str) -> Iterator[Sequence[Begun]]:
    """Notes a run as long as it lasts; gives the runs that were cut short before it.

    Those stay noted when this one fails. Where nothing can be noted, or another run is at work, nothing is.
    """
    folder = saving.folder_of(book)
    try:
        is_first = not folder.exists()
        folder.mkdir(exist_ok=True)
        as_private(book)
        file = (folder / NOTE).open("a+b")
    except OSError:  # whoever writes there next says what is wrong
        yield ()
        return
    try:
        with file:
            yield from _noted(file, folder, (command, words, at))
    finally:
        if is_first:
            _leave_nothing(folder)


def _noted(file: BinaryIO, folder: Path, run: tuple[str, str, str]) -> Iterator[Sequence[Begun]]:
    """The runs that were cut short, while this one is noted in the file."""
    try:
        hold(file, FAR)
    except OSError:
        yield ()
        return
    file.seek(0)
    cut, end = _read(file.read()), file.tell()
    if cut:
        _without_halves(folder)
    one = Begun(*run, len(Journal(folder).lines()))
    with suppress(OSError):
        file.write(json.dumps(asdict(one), ensure_ascii=False).encode() + b"\n")
        file.flush()
    keep = end
    try:
        yield cut
        keep = 0
    finally:
        with suppress(OSError):
            file.truncate(keep)


def _without_halves(folder: Path) -> None:
    """Of what a run that was killed was keeping beside the book, nothing stays that isn't whole."""
    for half in folder.rglob(f"*{HALF}"):
        with suppress(OSError):
            half.unlink()
    for temporary in folder.rglob(f"*{saving.TEMPORARY}"):
        with suppress(OSError):
            saving.remove_if_dead(temporary)


def _leave_nothing(folder: Path) -> None:
    """A run that kept nothing beside the book, such as one that was refused, leaves no folder there either."""
    with suppress(OSError):
        if [one.name for one in folder.iterdir()] == [NOTE]:
            (folder / NOTE).unlink()
            folder.rmdir()


def done(book: Path, cut: Begun) -> list[tuple[Line, bool]]:
    """What a run that was cut short had already done to its book; with True where that is sure."""
    return Journal(saving.folder_of(book)).since(cut.lines, saving.digest(book))


def _read(text: bytes) -> tuple[Begun, ...]:
    """The runs of a note; a line that was torn is none."""
    found: list[Begun] = []
    for line in text.splitlines():
        with suppress(ValueError, TypeError):
            found.append(Begun(**json.loads(line)))
    return tuple(found)
