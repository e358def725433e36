"""The numbers of rules that a record names, spelt as the rules are."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from workbook.rulebook.load.load import Rulebook
from workbook.rules.world.vectors import Mask, Vec

NAMES_RULES = ("回访记录", "规则")
"""Sheet and column."""


def spelt(book: Rulebook, named: Vec) -> Vec:
    """The column with each number as its rule writes it: ｗ5A is W5a; one that no rule has stays as it is typed."""
    known = numbers(book)
    written = {str(word): _spelt(str(word), known) for word in named.words}
    if all(word == other for word, other in written.items()):
        return named
    return named.mapped(lambda word: written[word])


def naming(named: Vec, rule: str) -> Mask:
    """Which cells of such a column name a rule, alone or among others."""
    return named.matching(lambda held: rule in held.split("、"))


def numbers(book: Rulebook) -> Mapping[str, str]:
    """Folded → as written, of every rule on every rule sheet, those that rest or are switched off too."""
    written = (row.id for rows in book.rows.values() for row in rows if row.id)
    return {_folded(one): one for one in written} | {_folded(new): old for new, old in book.names.items()}


def _spelt(word: str, known: Mapping[str, str]) -> str:
    return "、".join(known.get(_folded(one), one) for one in word.split("、"))


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip(" 。.").casefold()
