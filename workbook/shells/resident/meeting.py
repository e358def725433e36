"""Where a press and the resident program meet: a folder of the user's own, and a note there that only this version reads.

The note's name is a stamp over every file of the program, so a press can't meet one that was loaded from other code.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

WARM = "HUIFANG_WARM"
"""Set to 1 by the buttons: a press may be done by the resident program, and leaves one behind."""

_LONGEST = 100  # characters that a socket's path may have on every system


class Note(NamedTuple):
    """What the resident program leaves for those who come: where it listens, the word that proves both, who it is."""

    address: str
    key: bytes
    process: int


def is_wanted(env: Mapping[str, str]) -> bool:
    """Whether a press may be done by the resident program."""
    return env.get(WARM, "") == "1"


def folder(env: Mapping[str, str]) -> Path | None:
    """The user's own folder for it, made where it isn't; None where there is none that nobody else can enter."""
    if sys.platform == "win32":
        base, name = env.get("LOCALAPPDATA", ""), "huifang"
    else:
        base = env.get("XDG_RUNTIME_DIR", "") or env.get("TMPDIR", "") or "/tmp"  # noqa: S108 - looked at below
        name = f"huifang-{os.getuid()}"
    if not base or not Path(base).is_dir():
        return None
    found = Path(base) / name
    with suppress(OSError):
        found.mkdir(mode=0o700, exist_ok=True)
        if _is_ours(found) and len(str(found)) < _LONGEST - 30:
            return found
    return None


def _is_ours(place: Path) -> bool:
    """Whether it is a folder that this user owns and nobody else enters; on Windows the profile sees to that."""
    said = place.lstat()
    if sys.platform == "win32":
        return stat.S_ISDIR(said.st_mode)
    return stat.S_ISDIR(said.st_mode) and said.st_uid == os.getuid() and not said.st_mode & 0o077


def note_in(place: Path, mark: str) -> Path:
    """The note of the program with this stamp."""
    return place / f"{mark}.json"


def write(path: Path, note: Note) -> None:
    """Leaves a note that only its user reads."""
    part = path.with_suffix(".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"address": note.address, "key": note.key.hex(), "process": note.process}, file)
    part.replace(path)


def read(path: Path) -> Note | None:
    """The note that was left; None where there is none, or another user's."""
    try:
        if sys.platform != "win32" and path.stat().st_uid != os.getuid():
            return None
        said = json.loads(path.read_text(encoding="utf-8"))
        return Note(str(said["address"]), bytes.fromhex(said["key"]), int(said["process"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
