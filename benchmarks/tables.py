"""Tables on pages of docs, each written by the command that measures it, between two marks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def write(page: str, marks: tuple[str, str], lines: Iterable[str]) -> None:
    """Puts lines between the two marks of a page, in place of those that stood there."""
    path, (begin, end) = DOCS / page, marks
    text = path.read_text(encoding="utf-8")
    assert {begin, end} <= {line.strip() for line in text.splitlines()}, f"{page} has no place for {begin}"
    front, back = text.partition(begin)[0], text.partition(end)[2]
    path.write_text("\n".join([front + begin, *lines, end + back]), encoding="utf-8", newline="\n")
