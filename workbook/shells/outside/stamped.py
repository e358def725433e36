"""What the program is made of, as one short word: it changes with every file of it, so older code knows itself.

Loaded before anything else by a press, so it loads nothing large.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).parents[2]
"""The program."""

_BESIDE = ("templates", "docs/meanings.yaml", "macros")


def stamp() -> str:
    """What changes with every file of the program, with the packages installed beside it, and with its Python."""
    found = hashlib.blake2b(digest_size=10)
    for one in (sys.executable, sys.version, str(HOME), os.environ.get("PYTHONPATH", "")):
        found.update(f"{one}\n".encode(errors="surrogateescape"))
    places = [HOME, *(HOME.parent / one for one in _BESIDE)]
    sides = (Path(one) for one in sys.path if one.endswith(("site-packages", "dist-packages")))
    for place in (*places, *sides):
        if place in places and place.is_dir():
            for line in sorted(_files(place)):
                found.update(line.encode(errors="surrogateescape"))
        elif place.exists():
            found.update(f"{place} {place.stat().st_mtime_ns}\n".encode(errors="surrogateescape"))
    return found.hexdigest()


def _files(place: Path | str) -> Iterator[str]:
    """Every file below a folder, with its size and when it was changed; what Python itself writes left out."""
    with os.scandir(place) as entries:
        for one in entries:
            if one.name == "__pycache__":
                continue
            if one.is_dir():
                yield from _files(one.path)
            else:
                said = one.stat()
                yield f"{one.path} {said.st_size} {said.st_mtime_ns}\n"
