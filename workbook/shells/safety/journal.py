"""What was done to a book, one line a change; enough to undo run by run."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """One change: `did` is write or undo, `copy` names the copy made before, `before` and `after` are fingerprints."""

    did: str
    run: str
    copy: str
    before: str
    after: str


class Journal:
    """The lines of one book, oldest first; each is on disk before the change it tells of."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "journal.jsonl"

    def add(self, line: Line) -> None:
        """Write one more line."""
        with self._path.open("ab") as file:
            if file.tell() and not self._ends_whole():
                file.write(b"\n")
            file.write(json.dumps(asdict(line), ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def lines(self) -> list[Line]:
        """All lines; one that a crash cut short is left out."""
        if not self._path.exists():
            return []
        found = []
        for text in self._path.read_text("utf-8", errors="replace").splitlines():
            try:
                found.append(Line(**json.loads(text)))
            except (ValueError, TypeError):
                continue
        return found

    def last_run(self, now: str) -> list[Line]:
        """The changes of the last run that isn't undone, oldest first; `now` is the book's present fingerprint.

        Changes belong to one run when they carry its key and nobody touched the book between them. A line that never
        came true doesn't count: the program died before the file took its place, so the next state is the one before.
        """
        done, _ = self._standing(now)
        run = done[-1:]
        for line in reversed(done[:-1]):
            if line.run != run[0].run or line.after != run[0].before:
                break
            run.insert(0, line)
        return run

    def gone(self, now: str) -> frozenset[str]:
        """The copies made before writings that don't stand: undone since, or never come true."""
        return frozenset(line.copy for line in self._standing(now)[1])

    def since(self, count: int, now: str) -> list[tuple[Line, bool]]:
        """The changes after the first `count` lines that came true; those that surely did with True.

        Where somebody changed the book before the next line, nobody knows.
        """
        return [(line, state == line.after) for line, state in self._true(now, count)]

    def _true(self, now: str, first: int = 0) -> list[tuple[Line, str]]:
        """The lines that came true, each with the state that followed it."""
        lines = self.lines()
        followed_by = [*(line.before for line in lines[1:]), now]
        pairs = list(zip(lines, followed_by, strict=False))[first:]
        return [(line, state) for line, state in pairs if not state == line.before != line.after]

    def _standing(self, now: str) -> tuple[list[Line], list[Line]]:
        """The writings that stand, oldest first; and those that don't."""
        done: list[Line] = []
        for line, _ in self._true(now):
            if line.did == "write":
                done.append(line)
                continue
            while done and done[-1].run == line.run and done[-1].before != line.after:
                done.pop()
            if done:
                done.pop()
        return done, [line for line in self.lines() if line.did == "write" and line not in done]

    def _ends_whole(self) -> bool:
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
