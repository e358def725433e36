"""What a workbook knows of its letters: its own sheet 发件记录 together with the outboxes beside it that bear its name.

The sheet travels wherever the workbook goes and whatever it is called; the outbox beside it is what a crash can't undo.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbook.papers.letters.letters import Letter
from workbook.papers.letters.outbox import SENDING, SENT
from workbook.papers.letters.sent_page import SHEET, STATES, Line
from workbook.rules.world.vectors import says
from workbook.rules.world.world import World
from workbook.shells.mail import owed, sent

BEGUN = "begun"
RUN = "运行"


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of the letters of one workbook.

    Shapes:
        book: its own name, which travels in its sheet 发件记录. folders: the outboxes beside it that are its own.
        lines: the last of each letter; owed: letters that are kept because they have not left.
    """

    book: str
    folders: tuple[Path, ...]
    lines: Mapping[str, Line]
    owed: tuple[Letter, ...] = ()

    @property
    def marks(self) -> dict[str, str]:
        """Key → 'sending' or 'sent'."""
        return {key: line.state for key, line in self.lines.items() if line.state in {SENDING, SENT}}

    @property
    def open(self) -> dict[str, str]:
        """What a person may decide about: every letter known, with its state."""
        return {**{letter.key: sent.REFUSED for letter in self.owed}, **{k: one.state for k, one in self.lines.items()}}


def remembered(path: Path, world: World) -> Memory:
    """What the sheet and the outboxes beside the workbook say together.

    Raises:
        MailFault: an outbox is there and can't be read.
    """
    book, written = _sheet(world)
    own = sent.outbox(path)
    book = book or _undone(path, sent.history(own))
    boxes = [own, *(box for box in sorted(path.parent.glob("*.huifang/outbox.jsonl")) if box != own)]
    marks = [
        (box, mark)
        for box in boxes
        for mark in sent.history(box)
        if mark.book == book or (box == own and not mark.book)
    ]
    folders = tuple(dict.fromkeys([own.parent, *(box.parent for box, _ in marks)]))
    begun = {mark.at for _, mark in marks if mark.state == BEGUN}
    lines = {mark.key: _line(mark) for _, mark in sorted(marks, key=_newest(marks)) if mark.state != BEGUN and mark.at}
    for line in written:
        if said(line.at) not in begun and (line.key not in lines or lines[line.key].at < line.at):
            lines[line.key] = line
    book = book or uuid.uuid4().hex
    kept = [letter for letter in owed.kept(folders, book) if not _done(letter, lines)]
    return Memory(book, folders, lines, tuple(kept))


def _undone(path: Path, marks: Sequence[sent.Mark]) -> str:
    """The name of a workbook whose sheet is gone, as after 撤销: the outbox of its own file name knows it.

    A new workbook that took the name of one that was renamed is another one: the old one still bears it, beside it.
    """
    name = next((mark.book for mark in reversed(marks) if mark.book), "")
    others = (one for one in path.parent.glob("*.xls[xm]") if one.name != path.name) if name else ()
    return "" if any(_bears(one, name.encode()) for one in others) else name


def _bears(book: Path, name: bytes) -> bool:
    """Whether a workbook file holds this name in any of its sheets."""
    try:
        with zipfile.ZipFile(book) as archive:
            return any(name in archive.read(part) for part in archive.namelist() if part.startswith("xl/"))
    except (OSError, zipfile.BadZipFile):
        return False


def _newest(marks: Sequence[tuple[Path, sent.Mark]]) -> Callable[[tuple[Path, sent.Mark]], str]:
    """The outbox that was written last comes last; within one its lines keep their order."""
    last = {box: mark.at for box, mark in marks}
    return lambda one: last[one[0]]


def _line(mark: sent.Mark) -> Line:
    return Line(mark.key, mark.state, datetime.fromisoformat(mark.at), mark.why)


def said(at: datetime) -> str:
    """A moment as the outbox writes it."""
    return at.isoformat(sep=" ", timespec="seconds")


def _done(letter: Letter, lines: Mapping[str, Line]) -> bool:
    return all(key in lines and lines[key].state == SENT for key in letter.keys)


def _sheet(world: World) -> tuple[str, Sequence[Line]]:
    """The workbook's own name and the lines of its sheet; nothing where it has sent nothing yet."""
    frame = world.found(SHEET)
    if not len(frame) or "行键" not in frame.typed:
        return "", ()
    keys, states, whys, books = (
        says(world.column(frame, heading)).objects() for heading in ("行键", "结果", "说明", "本")
    )
    times = world.column(frame, "时间").data.astype("datetime64[s]").tolist()
    lines = [
        Line(str(key), STATES.get(str(state), SENT), at if isinstance(at, datetime) else datetime.min, str(why or ""))
        for key, state, at, why in zip(keys, states, times, whys, strict=True)
        if key
    ]
    return next((str(one) for one in books if one), ""), lines
