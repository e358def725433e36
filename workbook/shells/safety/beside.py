"""What lies beside a workbook, by name alone: nothing is loaded to know it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

NOTE = "正在运行.jsonl"
"""Where a run says that it has begun, until it ends."""


def folder_of(path: Path) -> Path:
    """Where a book's copies and journal lie: 回访.xlsx → 回访.huifang, beside it."""
    return path.with_name(f"{path.stem}.huifang")


def archive_of(path: Path) -> Path:
    """Where a book's archive lies: 回访.xlsx → 回访.归档, beside it."""
    return path.with_name(f"{path.stem}.归档")


def lock_of(path: Path) -> Path | None:
    """The file that says somebody has this workbook open; reading it is still fine, writing isn't."""
    for lock in (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#"):
        with suppress(OSError):  # too long a name for a file: there is none
            if path.with_name(lock).exists():
                return path.with_name(lock)
    return None


def was_cut(book: Path) -> bool:
    """Whether a run is noted that didn't end, or is still at work."""
    note = folder_of(book) / NOTE
    return note.exists() and note.stat().st_size > 0
