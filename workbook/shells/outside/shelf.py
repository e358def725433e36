"""The rulebooks that come with the program, as written in workbook/rulebooks/*.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from workbook.rulebook.load.rows import Source, all_text, source
from workbook.shells.outside.carried import carried

FOLDER = Path(__file__).parents[2] / "rulebooks"
_ID = re.compile(r"^规则书: *[\"']?([^\s\"'#]+)", re.MULTILINE)


class Shelf(Mapping[str, Source]):
    """Every rulebook by id; one is read when it is first asked for, as a run needs two or three of them all."""

    def __init__(self, folder: Path) -> None:
        self._texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
        # a file that names no book stays, under its own name, so that whoever asks for all is told what is wrong
        self._files = {found[1] if (found := _ID.search(text)) else name: name for name, text in self._texts.items()}
        self._read: dict[str, Source] = {}

    def __getitem__(self, book: str) -> Source:
        """The rulebook of this id.

        Raises:
            RuleFault: its file isn't a rulebook.
            KeyError: there is none.
        """
        if book not in self._read:
            name = self._files[book]
            self._read[book] = source(self._texts[name], name)
        return self._read[book]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@cache
def shelf(folder: Path = FOLDER) -> Shelf:
    """The shelf in `folder`."""
    return Shelf(folder)


@cache
def notes() -> Mapping[str, Any]:
    """What every sheet and column means, in words for staff (docs/meanings.yaml, which the package carries)."""
    text = carried("_meanings.yaml", "docs/meanings.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = all_text(text)
    return found
