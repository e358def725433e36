"""Names of sheets and columns and fixed words of cells, there and back: a catalogue read from both sides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from workbook.words.tongue import HEADING, SETTING, SHEET, TYPE, WORD, Tongue

__all__ = ["HEADING", "SETTING", "SHEET", "TYPE", "WORD", "Terms", "terms"]

_BETWEEN = "\x04"  # as gettext divides what a text is the name of from the text


class Terms(NamedTuple):
    """The names of one kind: Chinese → the other language, and (in small letters, without blanks) back."""

    there: Mapping[str, str]
    back: Mapping[str, str]

    def out(self, term: str) -> str:
        """A name in the other language; one that has none is itself."""
        return self.there.get(term, term)

    def home(self, term: str) -> str:
        """A name in Chinese; one that is none of ours is itself."""
        return self.back.get(plain(term), term)


def plain(term: str) -> str:
    """A name as compared."""
    return "".join(term.split()).casefold()


@lru_cache(maxsize=16)
def terms(tongue: Tongue, kind: str) -> Terms:
    """The names of a kind that a language has."""
    held: Mapping[object, object] = getattr(tongue.texts, "_catalog", {})
    begins = f"{kind}{_BETWEEN}"
    there = {
        key.removeprefix(begins): str(value)
        for key, value in held.items()
        if isinstance(key, str) and key.startswith(begins) and value
    }
    return Terms(there, {plain(value): key for key, value in there.items()})
