"""A file held for one run; the system lets go when the process ends, however it ends."""

from __future__ import annotations

import sys
from typing import IO

FAR = 1 << 30
"""Where a file is locked whose beginning others may read meanwhile."""

if sys.platform == "win32":  # pragma: no cover - the other system's half

    def hold(file: IO[bytes], at: int = 0) -> None:
        """Hold the file until it is closed, or raise OSError at once; Windows holds the one byte `at`."""
        import msvcrt

        file.seek(at)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def hold(file: IO[bytes], at: int = 0) -> None:
        """Hold the file until it is closed, or raise OSError at once; Windows holds the one byte `at`."""
        import fcntl

        del at
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
