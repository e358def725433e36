"""违规登记: an entry that names a clause by its own name means its code (rule-language §3.12)."""

from __future__ import annotations

from dataclasses import replace

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.sorts.model import Sanction
from workbook.sheets.choices import plain
from workbook.sheets.tables import Tables
from workbook.words.issues import Kind, issue
from workbook.words.place import Place

ENTRIES, CODE = "违规登记", "条款代码"


def by_code(facts: Tables, book: Rulebook) -> Tables:
    """The tables with the code where an entry writes a name that exactly one clause has; each is told (注)."""
    if ENTRIES not in facts.frames or CODE not in facts.frames[ENTRIES]:
        return facts
    meant = _meant(book)
    frame = facts.frames[ENTRIES]
    held = frame[CODE].fillna("").astype(str).tolist()
    found = {at: meant[plain(word)] for at, word in enumerate(held) if word and plain(word) in meant}
    if not found:
        return facts
    frame = frame.copy()
    told = []
    for at, code in found.items():
        place = Place(ENTRIES, int(frame["行号"].iloc[at]), facts.cells[ENTRIES].get(CODE, 0))
        told.append(issue(Kind.ALIAS_FOLDED, place, heading=CODE, value=held[at], code=code))
    frame[CODE] = frame[CODE].replace({held[at]: code for at, code in found.items()})
    return replace(facts, frames={**facts.frames, ENTRIES: frame}, issues=(*facts.issues, *told))


def _meant(book: Rulebook) -> dict[str, str]:
    """Names that are exactly one clause's, and nobody's code, with its code."""
    codes = book.by_id(Sanction)
    taken = {plain(code) for code in codes}
    named: dict[str, set[str]] = {}
    for code, versions in codes.items():
        for one in versions:
            if one.name and plain(one.name) not in taken:
                named.setdefault(plain(one.name), set()).add(code)
    return {name: next(iter(held)) for name, held in named.items() if len(held) == 1}
