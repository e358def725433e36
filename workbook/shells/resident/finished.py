"""A run that found everything as it would leave it: asked again of the very same bytes, it says so without being run.

Noted is only a run that changed neither the book nor what stands beside it. The note's seal covers the command, every
byte of the book and of the program's own files beside it, the program and the minute that the run worked by; so it can't
be stale. It may be deleted at any time, and is for the eyes of those who may read the book.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from glob import escape
from pathlib import Path

from workbook.shells.outside.stamped import stamp
from workbook.shells.outside.tongues import tongue
from workbook.shells.safety.beside import NOTE, folder_of, lock_of, was_cut
from workbook.words.tongue import speak, spoken, worded

FIT = {"today", "check", "why", "record"}
"""Commands that leave nothing but the book and words; forms, letters and reports may be gone, and are made again."""

NAME = "做完的.json"
KEPT = 8
_PASSING = {"backups", "读过的表", "lock", NAME, NOTE}
"""Beside the book, and nothing that a run goes by."""


class Heard(io.TextIOBase):
    """Words on their way out, heard as they pass."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self.stream, self.words = stream, list[str]()

    def write(self, words: str) -> int:
        """Passes them on."""
        self.words.append(words)
        return self.stream.write(words)

    def flush(self) -> None:
        """Lets them go."""
        self.stream.flush()

    def writable(self) -> bool:
        """It is there to be written to."""
        return True


def known(words: Sequence[str]) -> int | None:
    """The exit code of a run that is known to change nothing, its words said; None where it has to be run."""
    book = _book(words)
    if book is None or was_cut(book):
        return None
    try:
        notes = _notes(book)
        if not any(one["size"] == book.stat().st_size for one in notes):
            return None
        seal = _seal(words, book)
        found = next((one for one in notes if one["seal"] == seal), None)
        if found is None or _sum(str(found["said"]), code := int(str(found["code"]))) != found["sum"]:
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    speak(tongue(str(found.get("lang", ""))))
    print(worded("“{name}”和上次做完时一字不差，不用再做：", name=book.name), file=sys.stderr, flush=True)
    sys.stdout.buffer.write(str(found["said"]).encode())
    sys.stdout.buffer.flush()
    return code


def noted(words: Sequence[str], run: Callable[[], int]) -> int:
    """The exit code of a run; noted where it changed nothing."""
    book = _book(words)
    if book is None or not isinstance(sys.stdout, io.TextIOWrapper):
        return run()
    before, minute = _state(book), _minute(words)
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    heard = Heard(sys.stdout)
    sys.stdout = heard
    try:
        code = run()
    finally:
        sys.stdout = heard.stream
    if code in {0, 1} and (before, minute) == (_state(book), _minute(words)):
        with suppress(OSError, ValueError, KeyError, TypeError):
            said = "".join(heard.words)
            note = {
                "seal": _seal(words, book),
                "size": book.stat().st_size,
                "said": said,
                "code": code,
                "lang": spoken(),
            }
            _write(book, [*_notes(book)[1 - KEPT :], {**note, "sum": _sum(said, code)}])
    return code


def _book(words: Sequence[str]) -> Path | None:
    """The workbook of a command that may be known; None for other commands, and where somebody has it open."""
    if (
        len(words) < 2
        or words[0] not in FIT
        or any(one.startswith(("--rows", "--forms", "-h", "--help")) for one in words)
    ):
        return None
    book = Path(words[1])
    if words[1].startswith("-") or not book.is_file():
        return None
    return None if lock_of(book) else book


def _files(book: Path) -> list[Path]:
    """What the program keeps beside a book and goes by: rows of closed years too."""
    there = [one for one in book.parent.glob(f"{escape(book.stem)}.*") if one.is_dir()]
    tops = [one for beside in there for one in beside.iterdir() if one.name not in _PASSING]
    return sorted(file for top in tops for file in ([top] if top.is_file() else top.rglob("*")) if file.is_file())


def _state(book: Path) -> list[tuple[str, int, int, int]]:
    """What changes whenever the book or a file beside it is written."""
    said = ((one, one.stat()) for one in (book, *_files(book)))
    return [(str(one), found.st_ino, found.st_size, found.st_mtime_ns) for one, found in said]


def _seal(words: Sequence[str], book: Path) -> str:
    found = hashlib.blake2b(digest_size=20)
    told = [sys.argv[0], *(os.environ.get(one, "") for one in ("HUIFANG_CALLED", "HUIFANG_LANG", "PATH"))]
    told += [words[0], str(book.resolve()), *words[2:], stamp(), _minute(words)]
    found.update(json.dumps(told, ensure_ascii=True).encode())
    for one in (book, *_files(book)):
        with one.open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
        found.update(one.name.encode(errors="surrogateescape"))
    return found.hexdigest()


def _minute(words: Sequence[str]) -> str:
    """The minute it is in China: what a run works by that isn't told a day; one that is still asks which day today is."""
    is_told = any(one.startswith("--date") for one in words)
    return time.strftime("%Y-%m-%d" if is_told else "%Y-%m-%d %H:%M", time.gmtime(time.time() + 8 * 3600))


def _sum(said: str, code: int) -> str:
    return hashlib.blake2b(f"{code}{said}".encode(), digest_size=10).hexdigest()


def _notes(book: Path) -> list[dict[str, object]]:
    path = folder_of(book) / NAME
    if not path.exists():
        return []
    found: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _write(book: Path, notes: list[dict[str, object]]) -> None:
    path = folder_of(book) / NAME
    if not path.parent.is_dir():
        return
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(notes, file, ensure_ascii=False)
    shutil.copymode(book, part)
    part.replace(path)
