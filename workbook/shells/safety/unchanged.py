"""What a run read is what it replaces: a book that somebody saved meanwhile isn't written over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from workbook.words.faults import BookFault
from workbook.words.tongue import worded

_TAIL = 1 << 16
"""A workbook's last bytes hold the checksum of each of its parts."""
Mark = tuple[int, str]
_seen: ContextVar[dict[Path, Mark] | None] = ContextVar("seen", default=None)


@contextmanager
def one_run() -> Iterator[None]:
    """Between the first look at a book and its last writing nobody else may save it."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def looked_at(path: Path, data: bytes) -> None:
    """A run takes the book as it is in these bytes; the first look counts."""
    if (seen := _seen.get()) is not None:
        seen.setdefault(path.resolve(), _mark(len(data), data[-_TAIL:]))


def ours(path: Path) -> None:
    """The run itself has just written it."""
    if (seen := _seen.get()) is not None:
        seen[path] = _now(path)


def refuse_changed(path: Path) -> None:
    """Nothing, if the book is as the run read it.

    Raises:
        BookFault: somebody saved it since.
    """
    seen = _seen.get()
    if seen is not None and path in seen and _now(path) != seen[path]:
        raise BookFault(
            worded("“{name}”在这次运行的时候被别人改过，或另一次运行写过它。", name=path.name),
            worded("再运行一次，就会用上最新的内容。（没有改动任何文件。）"),
        )


def _now(path: Path) -> Mark:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(size - _TAIL, 0))
            return _mark(size, file.read())
    except OSError as error:
        raise BookFault(
            worded("“{name}”在这次运行的时候不见了。", name=path.name),
            worded("看看共享盘连着没有、文件挪了没有；找到了再运行一次。"),
        ) from error


def _mark(size: int, tail: bytes) -> Mark:
    return size, hashlib.sha256(tail).hexdigest()
