"""What the looks of a row say: colours of cells and of letters, strokes, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workbook.papers.brought.found import returned
from workbook.papers.brought.legend import GONE, Legend, colour
from workbook.papers.brought.seen import Seen
from workbook.words.tongue import worded


@dataclass(frozen=True, slots=True)
class Looks:
    """What a row looks like.

    Shapes:
        fill: the word for the colour behind most of its cells, ink: of most of its letters; '' for none.
        is_struck: whether most of its cells are struck through. notes: what is noted at its cells.
    """

    fill: str
    ink: str
    is_struck: bool
    notes: tuple[str, ...]


def looks(cells: Sequence[Seen]) -> Looks:
    """What the cells of a row have in common, and every note."""
    ours = tuple({returned(""), "没有收："})  # what this program wrote on rows that it gave back
    notes = tuple(note for cell in cells if (note := " ".join(cell.note.split())) and not note.startswith(ours))
    filled = [cell for cell in cells if cell.text]
    struck = sum(cell.is_struck for cell in filled)
    return Looks(_most(cells, "fill"), _most(filled, "ink"), struck * 2 > len(filled), notes)


def _most(cells: Sequence[Seen], of: str) -> str:
    """The colour of more than half of the cells."""
    words = Counter(word for cell in cells if (shade := getattr(cell, of)) and (word := colour(shade)))
    if not words:
        return ""
    word = max(words, key=lambda one: words[one], default="")
    return word if words[word] * 2 > len(cells) else ""


def coloured(seen: Looks, told: Legend) -> list[tuple[str, str]]:
    """Each colour of a row in words, with what the list says that it means ('' where it doesn't)."""
    named = [(seen.fill, worded("{word}底", word=seen.fill)), (seen.ink, worded("{word}字", word=seen.ink))]
    return [(words, told.colours.get(word, "")) for word, words in named if word]


def is_gone(meaning: str) -> bool:
    """Whether a stroke or a colour says that a customer isn't one any more; a stroke of which nothing is said does."""
    return not meaning or GONE.search(meaning) is not None
