"""The outbox's memory: one line a mark, forced to the disk, beside the workbook.

    sending   handed to the carrier; what became of it is not known yet
    sent      the server took it
    refused   the server surely did not take it: the letter may leave again
    again     a person said it never arrived: the letter may leave again

A line is only ever appended. A line torn by a crash is passed over: a torn `sending` never reached the carrier, a torn
`sent` leaves `sending`, which asks.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from workbook.papers.letters.outbox import SENDING, SENT
from workbook.shells.safety.beside import folder_of
from workbook.shells.safety.holding import hold
from workbook.words.faults import MailFault
from workbook.words.tongue import worded

REFUSED = "refused"
AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Mark:
    """One line: what became of a letter, when, and why if it didn't leave."""

    key: str
    state: str
    at: str
    why: str = ""
    book: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """A line that this run wrote into its outbox: where it stands, the outbox is the one that the run began with.

    An empty folder, or what an earlier run left there, may stand where a share was.
    """

    at: int
    line: bytes

    def stands_in(self, file: IO[bytes]) -> bool:
        """Whether the line is where it was written."""
        file.seek(self.at)
        return file.read(len(self.line)) == self.line


def outbox(book: Path) -> Path:
    """Where the outbox of a workbook is kept: `<stem>.huifang/outbox.jsonl` beside it."""
    return folder_of(book) / "outbox.jsonl"


def history(path: Path) -> tuple[Mark, ...]:
    """Every mark ever made, oldest first.

    Raises:
        MailFault: the file is there and can't be read. Then nothing may be sent.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise MailFault(
            worded("读不了发件箱“{path}”：{strerror}。", path=path, strerror=error.strerror),
            worded("关掉占用它的程序，或换有权限的人来发。"),
        ) from error
    return tuple(mark for mark in map(_read, content.split(b"\n")) if mark is not None)


def _read(line: bytes) -> Mark | None:
    """One line, or None when it was torn."""
    try:
        found = json.loads(line)
        return Mark(
            str(found["key"]),
            str(found["state"]),
            str(found.get("at", "")),
            str(found.get("why", "")),
            str(found.get("book", "")),
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def marks(path: Path, book: str = "") -> dict[str, str]:
    """Key → 'sending' or 'sent', by each letter's last mark; letters that may leave again are not in it.

    With `book` only the marks of that workbook, and those that name none.
    """
    last = {mark.key: mark.state for mark in history(path) if not book or mark.book in {"", book}}
    return {key: state for key, state in last.items() if state in {SENDING, SENT}}


def mark(
    path: Path,
    key: str | Sequence[str],
    state: str,
    at: datetime,
    why: str = "",
    book: str = "",
    *,
    there: bool = False,
    ours: Own | None = None,
) -> Own:
    """Append a mark for each key and force them to the disk; when this returns, a power cut can't undo it.

    `there`: the outbox must be there already, and with `ours` be the one in which this run's line stands: a mark in
    another one would be lost with it.

    Raises:
        MailFault: it can't be written. Then the letter must not be sent.
    """
    when = at.isoformat(sep=" ", timespec="seconds")
    made = (Mark(one, state, when, why, book) for one in ([key] if isinstance(key, str) else key))
    lines = "".join(f"{json.dumps(asdict(one), ensure_ascii=False)}\n" for one in made)
    try:
        if not there:
            path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        with path.open("r+b" if there else "a+b") as file:
            if ours is not None and not ours.stands_in(file):
                raise FileNotFoundError(path)
            mended = _mended(file)
            own = Own(file.seek(0, os.SEEK_END) + len(mended), lines.encode())
            file.write(mended + own.line)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            _keep_name(path.parent)
    except OSError as error:
        why = worded("它不见了") if isinstance(error, FileNotFoundError) else error.strerror or ""
        raise MailFault(
            worded("写不进发件箱“{path}”：{why}。", path=path, why=why),
            worded("看看共享盘连着没有、磁盘满没满、有没有权限；没记上的信不会发出。"),
        ) from error
    return own


def _mended(file: IO[bytes]) -> bytes:
    """A line end if the last line was torn off before its own."""
    if file.seek(0, os.SEEK_END) == 0:
        return b""
    file.seek(-1, os.SEEK_END)
    last = file.read(1)
    file.seek(0, os.SEEK_END)
    return b"" if last == b"\n" else b"\n"


def _keep_name(folder: Path) -> None:
    """Force a new file's name to the disk, where the system can."""
    if sys.platform != "win32":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def resolve(
    path: Path,
    key: str,
    decision: Literal["sent", "again"],
    at: datetime | None = None,
    known: Mapping[str, str] | None = None,
    book: str = "",
) -> None:
    """What a person found out about a letter that was left `sending` or never left: done with, or it shall leave again.

    Raises:
        MailFault: the outbox knows no such letter.
    """
    known = marks(path) if known is None else known
    if key not in known:
        waiting = worded("、").join(k for k, state in known.items() if state != SENT) or worded("一封也没有")
        raise MailFault(
            worded("发件箱里没有“{key}”这封信。", key=key),
            worded("照抄待定的信名；待定的是：{waiting}。", waiting=waiting),
        )
    mark(path, key, SENT if decision == "sent" else AGAIN, at or datetime.now(), "由人定", book)


@contextmanager
def alone(path: Path, *, there: bool = False) -> Iterator[None]:
    """Hold the outbox for one run; the system lets go when the process ends, however it ends.

    `there`: the outbox must be there already, as for `mark`.

    Raises:
        MailFault: another run is sending right now; or there is no place for the outbox.
    """
    try:
        if not there:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        path.stat()
        file = path.with_suffix(".lock").open("a+b")
    except OSError as error:
        why = worded("它不见了") if isinstance(error, FileNotFoundError) else error.strerror
        raise MailFault(
            worded("写不进发件箱“{path}”：{why}。", path=path, why=why),
            worded("看看共享盘连着没有、磁盘满没满、有没有权限。"),
        ) from error
    with file:
        try:
            hold(file)
        except OSError as error:
            raise MailFault(
                worded("另一次发送还没有做完，这次一封也没发。"), worded("等它做完再点一次，已发的不会重发。")
            ) from error
        yield
