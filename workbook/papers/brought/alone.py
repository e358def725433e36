"""Names that stand without a number in one list and with it in another: the same person, where there is only one of that name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from workbook.papers.brought.beside import without_numbers
from workbook.papers.brought.headings import BOTH, LANDLINE, NAME, PHONE
from workbook.papers.brought.mapped import Customer, Table
from workbook.papers.brought.values import numbers
from workbook.sheets.headers import plain
from workbook.words.tongue import worded

_SEX = re.compile(r"\s*[(（\[【]\s*(?:男|女|先生|女士|小姐|太太)\s*[)）\]】]$")
Name = tuple[str, str]


class Alone:
    """Under which numbers each name stands, in the workbook and in all the lists; a room keeps its own people."""

    def __init__(self, customers: Sequence[Customer]) -> None:
        self.phones: dict[Name, dict[str, None]] = {}
        self.bare: set[Name] = set()
        self.there = Counter(
            (plain(self.named(name)), plain(room)) for _, name, phone, room in customers if name and not phone
        )
        for _, name, phone, room in customers:
            self._add(name, phone, room)

    def meet(self, table: Table, row: int) -> None:
        """One row of a list."""
        self._add(*written(table, row))

    def _add(self, name: str, phone: str, room: str) -> None:
        if not name:
            return
        whose = plain(self.named(name)), plain(room)
        there = self.phones.setdefault(whose, {})
        if phone:
            there[phone] = None
        else:
            self.bare.add(whose)

    @staticmethod
    def named(name: str) -> str:
        """A name without what is written of the sex behind it.

        Examples:
            >>> [Alone.named(one) for one in ("沈二桐（女）", "王五(大)")]
            ['沈二桐', '王五(大)']
        """
        return _SEX.sub("", unicodedata.normalize("NFKC", name)) or name

    def number(self, name: str, phone: str, room: str) -> str:
        """The number by which somebody is told from others: where none is written, the only one of that name."""
        there = self.phones.get((plain(self.named(name)), plain(room)), {})
        return next(iter(there)) if not phone and len(there) == 1 else phone

    def joined(self, name: str, room: str) -> str:
        """What to say where a name stands with its number in one row and without in another, and is one customer."""
        whose = plain(self.named(name)), plain(room)
        if whose not in self.bare or len(self.phones.get(whose, {})) != 1:
            return ""
        return worded("“{name}”一处有号码、一处没有，名单里只有这一位叫这个名字：当作同一位，合成一户", name=name)

    def apart(self, name: str, phone: str, room: str) -> str:
        """What to say of a name without a number, where several of that name have one: nobody knows which they are."""
        there = self.phones.get((plain(self.named(name)), plain(room)), {})
        if phone or len(there) < 2:
            return ""
        return worded(
            "叫“{name}”的有 {count} 个号码，这一行没有写号码，看不出是哪一位：收作另一户；是其中一位，补上号码再导入",
            name=name,
            count=len(there),
        )

    def unclear(self, name: str, room: str) -> str:
        """What to say of a number that the lists have for a name of customers without one, where nobody knows whose it is."""
        whose = plain(self.named(name)), plain(room)
        if not self.there[whose] or (self.there[whose] == 1 and len(self.phones[whose]) < 2):
            return ""
        return worded(
            "【客户】里有没写号码的“{name}”，叫这个名字的不止一位，看不出是不是这一位：收作另一户；是同一位，在【客户】里补上号码再导入",
            name=name,
        )


def written(table: Table, row: int) -> tuple[str, str, str]:
    """Name, number and room of a row, as its cells say them."""
    name = table.text(row, BOTH) or table.text(row, NAME)
    found = [one for text in (table.text(row, PHONE), name, table.text(row, LANDLINE)) for one in numbers(text)]
    mobile = next((one for one in found if one.startswith("1")), found[0] if found else "")
    return without_numbers(name) or name, mobile, table.text(row, "房号")
