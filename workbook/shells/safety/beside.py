"""What lies beside a workbook, by name alone: nothing is loaded to know it."""

from __future__ import annotations

from pathlib import Path

NOTE = "正在运行.jsonl"
"""Where a run says that it has begun, until it ends."""


def folder_of(path: Path) -> Path:
    """Where a book's copies and journal lie: 回访.xlsx → 回访.huifang, beside it."""
    return path.with_name(f"{path.stem}.huifang")


def archive_of(path: Path) -> Path:
    """Where a book's archive lies: 回访.xlsx → 回访.归档, beside it."""
    return path.with_name(f"{path.stem}.归档")


def was_cut(book: Path) -> bool:
    """Whether a run is noted that didn't end, or is still at work."""
    note = folder_of(book) / NOTE
    return note.exists() and note.stat().st_size > 0
