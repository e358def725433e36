"""A press asks the resident program to do it; where nobody answers, it does it itself and leaves one behind.

Loaded before anything else, so it loads nothing large.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from workbook.shells.outside.stamped import HOME, stamp
from workbook.shells.resident import meeting
from workbook.words.tongue import declared, worded

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

ASKED = {"check", "today", "forms", "record", "tally", "close", "mail", "daily", "try", "calendar", "why", "sample",
         "handover", "undo", "rule"}  # fmt: skip
"""Commands over a workbook that ask nothing at the keyboard; the others are done in a process of their own."""

LOG = "resident.log"
"""What went wrong in it, if anything."""

TAKEN, OUT, BESIDE, ENDED = b"t", b"o", b"e", b"x"
"""What is said: the press is taken on (and, back, that somebody waits for it); output; words beside it; the exit code."""

PATIENCE = 1.0
"""Seconds until a press does it itself; HUIFANG_WARM_PATIENCE says another number."""
BEGIN = "import sys; sys.path[:1] = sys.argv[1:]; from workbook.shells.resident.serving import main; main()"
STOPPED = declared("停下了。没有写完的文件不会留下半截。")
AGAIN = declared("常驻的程序没有做完就停了，现在另起一个，从头做一遍（做两遍不会做重）。")


def is_fit(words: Sequence[str]) -> bool:
    """Whether a command can be done by the resident program."""
    return bool(words) and words[0] in ASKED and not any(one.startswith("--unattended") for one in words)


def asked(words: Sequence[str]) -> int | None:
    """The exit code of a command that the resident program did; None where it has to be done here."""
    if not (meeting.is_wanted(os.environ) and is_fit(words)):
        return None
    place = meeting.folder(os.environ)
    note = meeting.read(meeting.note_in(place, stamp())) if place is not None else None
    if note is None:
        return None
    try:
        return _done(note, order(words))
    except KeyboardInterrupt:  # the run there breaks off too, as nobody listens any more
        print(worded(STOPPED), file=sys.stderr)
        return 3
    except (OSError, EOFError, ValueError):
        return None


def order(words: Sequence[str]) -> Mapping[str, object]:
    """A press with all that it would find around it: where it stands, and the environment."""
    mask = os.umask(0o077)
    os.umask(mask)
    return {
        "called": sys.argv[0],
        "words": list(words),
        "folder": str(Path.cwd()),
        "env": dict(os.environ),
        "mask": mask,
    }


def _done(note: meeting.Note, said: Mapping[str, object]) -> int | None:
    """The exit code; None where nobody took the press on, or the one who did is gone."""
    from multiprocessing import AuthenticationError
    from multiprocessing.connection import Client

    try:
        line: Connection = Client(note.address, authkey=note.key)
    except AuthenticationError:
        return None
    with line:
        line.send_bytes(json.dumps(said).encode(errors="surrogateescape"))
        if not line.poll(patience()) or line.recv_bytes() != TAKEN:
            return None
        line.send_bytes(TAKEN)
        while True:
            try:
                answer = line.recv_bytes()
            except (EOFError, ConnectionError):
                print(worded(AGAIN), file=sys.stderr, flush=True)
                return None
            if answer[:1] == ENDED:
                return int(answer[1:])
            if not _said(sys.stdout if answer[:1] == OUT else sys.stderr, answer[1:]):
                return 3


def patience() -> float:
    """Seconds that one waits for the other to be heard: on a busy computer a second is soon over."""
    return float(os.environ.get("HUIFANG_WARM_PATIENCE", "") or PATIENCE)


def _said(stream: TextIO, words: bytes) -> bool:
    """Whether somebody still reads what we say."""
    try:
        stream.buffer.write(words)
        stream.buffer.flush()
    except BrokenPipeError:
        return False
    return True


def leave_behind(words: Sequence[str], *, unless_noted: bool = False) -> None:
    """Has a resident program started, which goes on when this one ends; it ends itself where there is one already.

    `unless_noted`: none is started where one says that it is there, true or not: nothing had to be done by it.
    """
    if not (meeting.is_wanted(os.environ) and is_fit(words)):
        return
    place = meeting.folder(os.environ)
    if place is None or (unless_noted and meeting.note_in(place, stamp()).exists()):
        return
    apart: dict[str, object] = (
        {"creationflags": 0x00000008 | 0x00000200}  # detached, a group of its own
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    with suppress(OSError), (place / LOG).open("wb") as log:
        subprocess.Popen(
            [sys.executable, "-c", BEGIN, str(HOME.parent)], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=log, cwd=place, **apart,
        )  # type: ignore[call-overload]  # fmt: skip
