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
        lines = self.lines()
        followed_by = [*(line.before for line in lines[1:]), now]
        done: list[Line] = []
        for line, state in zip(lines, followed_by, strict=False):
            if state == line.before != line.after:
                continue
            if line.did == "write":
                done.append(line)
                continue
            while done and done[-1].run == line.run and done[-1].before != line.after:
                done.pop()
            if done:
                done.pop()
        run = done[-1:]
        for line in reversed(done[:-1]):
            if line.run != run[0].run or line.after != run[0].before:
                break
            run.insert(0, line)
        return run

    def _ends_whole(self) -> bool:
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
