"""Who saved a workbook last, and when, as the program that saved it says inside."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

PART = "docProps/core.xml"
CHINA = timezone(timedelta(hours=8))
_BY = re.compile(rb"<cp:lastModifiedBy>([^<]*)</cp:lastModifiedBy>")
_AT = re.compile(rb"<dcterms:modified[^>]*>([^<]*)</dcterms:modified>")


def last_saved(path: Path) -> tuple[str, datetime | None]:
    """Name and moment; empty where the workbook doesn't say."""
    try:
        with zipfile.ZipFile(path) as book:
            said = book.read(PART)
    except (OSError, KeyError, zipfile.BadZipFile):
        return "", None
    by, at = _BY.search(said), _AT.search(said)
    return (
        by[1].decode("utf-8", "replace").strip() if by else "",
        _moment(at[1].decode("ascii", "ignore")) if at else None,
    )


def _moment(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return found.astimezone(CHINA).replace(tzinfo=None, microsecond=0) if found.tzinfo else found
