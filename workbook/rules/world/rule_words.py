"""The numbers of rules that a record names, spelt as the rules are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from workbook.rulebook.load.load import Rulebook
from workbook.rules.world.vectors import Vec

NAMES_RULES = ("回访记录", "规则")
"""Sheet and column."""


def spelt(book: Rulebook, named: Vec) -> Vec:
    """The column with each number as its rule writes it: ｗ5A is W5a; one that no rule has stays as it is typed."""
    known = numbers(book)
    written = {str(word): _spelt(str(word), known) for word in named.words}
    if all(word == other for word, other in written.items()):
        return named
    return named.mapped(lambda word: written[word])


def strangers(book: Rulebook, words: Iterable[str]) -> dict[str, list[str]]:
    """Each word that names what no rule is called, and those names; rules that rest or are switched off are known."""
    known = {*numbers(book).values()}
    found = {word: [one for one in word.split("、") if one not in known] for word in words}
    return {word: names for word, names in found.items() if names}


def numbers(book: Rulebook) -> Mapping[str, str]:
    """Folded → as written, of every rule on every rule sheet."""
    written = (row.id for rows in book.rows.values() for row in rows if row.id)
    return {_folded(one): one for one in written} | {_folded(new): old for new, old in book.names.items()}


def _spelt(word: str, known: Mapping[str, str]) -> str:
    return "、".join(known.get(_folded(one), one) for one in word.split("、"))


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip(" 。.").casefold()
