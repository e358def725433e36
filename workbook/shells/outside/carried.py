"""What the program needs beside its own code: as it travels with the package, or as it stands in the project."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[2]
PROJECT = PACKAGE.parent


def carried(packed: str, place: str) -> Path:
    """A file or folder: `packed` in the package, else `place` in the project.

    Examples:
        >>> carried("_not_there", "start.py").name
        'start.py'
    """
    found = PACKAGE / packed
    return found if found.exists() else PROJECT / place
