"""Sections of docs/reliability.md, each written by the command that measures it."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"


def write(name: str, text: str) -> None:
    """Puts a section between its two marks on the page."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    whole = PAGE.read_text(encoding="utf-8")
    assert begin in whole and end in whole, f"{PAGE.name} has no place for {name}"
    front, back = whole.partition(begin)[0], whole.partition(end)[2]
    PAGE.write_text(f"{front}{begin}\n{text}\n{end}{back}", encoding="utf-8", newline="\n")
