"""Which cells of the rule sheets differ between two rulebooks: was, is, and where it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.rows import Row
from workbook.rulebook.sorts.model import SHEETS, Rule

SILENT = {"演示日", "规则书"}
"""Settings that are no rule."""
ON = "启用"


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell that differs: rule (编号 and name), heading, its text in both; `where` links to the cell as it is now."""

    sheet: str
    rule: str
    heading: str
    before: str
    after: str
    where: str


def edits(before: Rulebook, after: Rulebook) -> tuple[Edit, ...]:
    """What differs, rule sheet by rule sheet; a rule that only follows a changed setting isn't told again."""
    return tuple(one for sheet, sort in SHEETS.items() for one in _of_sheet(sheet, sort, before, after))


def _of_sheet(sheet: str, sort: type[Rule], before: Rulebook, after: Rulebook) -> Iterable[Edit]:
    was, now = _rules(before, sort), _rules(after, sort)
    old_rows, new_rows = _rows(before, sheet), _rows(after, sheet)
    for key in dict.fromkeys((*was, *now)):
        old, new = was.get(key), now.get(key)
        shown = new or old
        assert shown is not None
        if sheet == "设置" and shown.id in SILENT:
            continue
        called = " ".join(dict.fromkeys(word for word in (shown.id, shown.name) if word))
        if old is None or new is None:
            words = ("没有", "新加的") if old is None else ("有", "停用或删去")
            yield Edit(sheet, called, "整条", *words, str(new.place) if new is not None and new.header else "")
            continue
        for field in dataclasses.fields(sort):
            heading = field.metadata.get("heading")
            if heading is None or getattr(old, field.name) == getattr(new, field.name):
                continue
            said = [
                _said(rows, rule, heading, getattr(rule, field.name))
                for rows, rule in ((old_rows, old), (new_rows, new))
            ]
            if said[0] != said[1]:
                place = str(new.at(heading)) if new.header else ""
                yield Edit(sheet, called, heading, said[0], said[1], place)


def _rules(book: Rulebook, sort: type[Rule]) -> dict[tuple[str, ...], Rule]:
    """Every rule by what names it: 编号 and how many of that name stand above."""
    found: dict[tuple[str, ...], Rule] = {}
    counts: dict[str, int] = {}
    for rule in book.all(sort):
        name = "·".join(str(getattr(rule, part, "")) for part in ("id", "list", "code", "form", "sheet", "column"))
        name = rule.id if sort.__name__ not in {"CodeRow", "Derive", "Question"} else name
        counts[name] = counts.get(name, 0) + 1
        found[name, str(counts[name])] = rule
    return found


def _rows(book: Rulebook, sheet: str) -> Mapping[tuple[str, int, str], Row]:
    return {(row.place.sheet, row.place.row, row.book): row for row in book.rows.get(sheet, ())}


def _said(rows: Mapping[tuple[str, int, str], Row], rule: Rule, heading: str, value: Any) -> str:
    """A cell as written; where the row itself leaves it empty, what it means."""
    row = rows.get((rule.place.sheet, rule.place.row, rule.book))
    if row is not None:
        spread = [
            f"{name.partition('·')[2]}: {_plain(cell)}"
            for name, cell in row.cells.items()
            if name.startswith(f"{heading}·") and cell
        ]
        if spread:
            return "，".join(spread)
        if row.cells.get(heading):
            return _plain(row.cells[heading])
    if value is None or value in ("", (), False):
        return "（空）"
    return "是" if value is True else str(value) if isinstance(value, (str, int)) else "（空）"


def _plain(cell: Any) -> str:
    """A cell of a sheet or of a rulebook as one line of text."""
    if isinstance(cell, Mapping):
        return "，".join(f"{name}: {_plain(part)}" for name, part in cell.items())
    if isinstance(cell, list):
        return "；或 ".join(_plain(part) for part in cell)
    return " ".join(str(cell).split())
