"""Which rulebooks stand on which, and their rows laid over each other: what comes later replaces or adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbook.rulebook.load.apart import apart
from workbook.rulebook.load.rows import Row, Source, merged
from workbook.words.faults import RuleFault
from workbook.words.nearest import nearest
from workbook.words.tongue import worded


def stacked(wanted: Sequence[str], shelf: Mapping[str, Source]) -> list[Source]:
    """The wanted rulebooks and all they stand on, bases first, told apart where two call different rules the same.

    Raises:
        RuleFault: an id that isn't on the shelf.
    """
    order: list[Source] = []

    def add(book: str) -> None:
        if any(found.id == book for found in order):
            return
        if book not in shelf:
            raise RuleFault(
                worded("没有“{book}”这本规则书。", book=book),
                worded("最像的是“{nearest}”；全部见 huifang rulebooks。", nearest=nearest(book, shelf)),
            )
        for base in shelf[book].based_on:
            add(base)
        order.append(shelf[book])

    for book in wanted:
        add(book)
    return apart(order)


def laid(layers: Iterable[Mapping[str, Sequence[Row]]]) -> dict[str, tuple[Row, ...]]:
    """Rows of several rulebooks laid over each other, bases first: by rule sheet, still unread."""
    rows: dict[str, tuple[Row, ...]] = {}
    for layer in layers:
        for sheet, written in layer.items():
            rows[sheet] = merged(rows.get(sheet, ()), written)
    return rows
