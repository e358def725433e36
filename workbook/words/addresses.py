"""Addresses inside sentences (事件!D7, 事件!第7行, Events!row 7) that go along when rows move."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from workbook.words.place import ARCHIVED, Place, number
from workbook.words.terms import SHEET, terms
from workbook.words.tongue import Tongue, speaking, worded

Now = Mapping[str, Callable[[int], int]]
"""Sheet, by its Chinese name → from the number of a row to the number it has now; archived rows lie above ARCHIVED."""
_OLD_CELL, _OLD, _ROW = "{sheet}!归档第{row}行{column}列", "{sheet}!归档第{row}行", "{sheet}!第{row}行"
_OPEN = {"row": r"(\d+)", "column": "([A-Z]{1,3})"}


class Addresses:
    """Where sentences name a cell or a row of one of some sheets, in Chinese and in the language of their workbook.

    Examples:
        >>> now = {"事件": lambda row: row - 2 if row > 3 else ARCHIVED + row - 1}
        >>> Addresses(now).renamed("W3：事件!D7；事件!第2行；客户!C2")
        'W3：事件!D5；事件!归档第1行；客户!C2'
    """

    def __init__(self, now: Now, own: Tongue | None = None) -> None:
        self._now, self._own = now, own
        known = terms(own, SHEET) if own is not None else None
        self._home = {known.out(name): name for name in now} if known is not None else {}
        names = "|".join(re.escape(name) for name in sorted({*now, *self._home}, key=len, reverse=True))
        shapes = [shape for tongue in dict.fromkeys((None, own)) for shape in _shapes(tongue)]
        self._found = re.compile(rf"({names})!(?:{'|'.join(shapes)}|([A-Z]{{1,3}})(\d+)(?![\d!A-Za-z]))")

    def renamed(self, text: str) -> str:
        """The sentence with every address as it is now."""
        return self._found.sub(self._one, text) if self._now and "!" in text else text

    def _one(self, there: re.Match[str]) -> str:
        sheet = self._home.get(there[1], there[1])
        *_, column, cell = there.groups()
        said = [one for one in there.groups()[1:-2] if one is not None]
        row, within = int(cell or said[0]), column or (said[1] if len(said) > 1 else "")
        is_old = cell is None and not any(there[0] == place for place in self._told(sheet, row))
        place = Place(sheet, self._now[sheet](row + ARCHIVED * is_old), number(within) if within else 0)
        with speaking(self._own):
            return place.told if there[1] in self._home else str(place)

    def _told(self, sheet: str, row: int) -> tuple[str, str]:
        place = Place(sheet, row)
        with speaking(self._own):
            return str(place), place.told


def _shapes(tongue: Tongue | None) -> list[str]:
    """How an archived cell, an archived row and a row are told, behind the sheet's name."""
    with speaking(tongue):
        told = [worded(text).partition("!")[2] for text in (_OLD_CELL, _OLD, _ROW)]
    return [re.sub(r"\\{(\w+)\\}", lambda one: _OPEN[one[1]], re.escape(text)) for text in told]
