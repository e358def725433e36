"""Rows of a sheet of ours in which staff did nothing: found in one pass over its bytes, neither parsed nor rebuilt."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape

from workbook.papers.pages.page import Page, key_text
from workbook.shells.parts.cell_bytes import plain
from workbook.shells.parts.furniture import Layout
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.sheet_part import SheetXml
from workbook.words.place import letters

Texts = Callable[[set[int]], Mapping[int, str]]
TRIED = 2  # how many rows are asked for the look of all others


@dataclass(frozen=True, slots=True)
class Untouched:
    """The key of each such row by its number, and the format of each column there."""

    keys: Mapping[int, str] = field(default_factory=dict)
    styles: Mapping[int, int] = field(default_factory=dict)


def sorted_rows(
    sheet: SheetXml, layout: Layout, page: Page, noted: Collection[int], texts: Texts
) -> tuple[dict[int, Row], Untouched]:
    """The rows of a sheet, those apart that are as the program wrote them.

    Such a row has cells in the program's columns only, each in the format of its column, no formula, no note, no height
    that somebody set, and nothing in its `typed` columns. Whatever else a row holds, it is parsed.
    """
    key = layout.columns[page.key]
    typed = {layout.columns[one.heading] for one in page.fields if one.typed and one.heading in layout.columns}
    best: list[re.Match[bytes]] = []
    styles: dict[int, int] = {}
    for sample in _samples(sheet, layout.header):
        looks = {column: sample.cells[column].style for column in layout.columns.values() if column in sample.cells}
        pattern = _pattern(sheet.prefix, sorted(layout.columns.values()), looks, key, typed)
        found = [one for one in sheet.matches(pattern) if int(one[1]) > layout.header and int(one[1]) not in noted]
        if len(found) > len(best):
            best, styles = found, looks
        if len(best) * 2 > sheet.count():
            break
    keys = _keys(best, texts)
    if page.kept:
        best = [one for one in best if keys[int(one[1])] not in page.kept]
        keys = _keys(best, texts)
    rows = {row.number: row for row in sheet.rows_between([one.span() for one in best])}
    return rows, Untouched(keys, styles)


def _samples(sheet: SheetXml, header: int) -> Iterable[Row]:
    """The last row and the first below the header."""
    last = next((row for row in sheet.last_rows() if row.number > header and row.cells), None)
    first = next((row for row in sheet.first_rows(header + 1) if row.number > header and row.cells), None)
    return [row for row in (last, first) if row is not None][:TRIED]


def _pattern(
    prefix: bytes, columns: Iterable[int], looks: Mapping[int, int], key: int, typed: Collection[int]
) -> re.Pattern[bytes]:
    """One whole row: its cells in order, each in its format; those of the key as groups."""
    p = re.escape(prefix)
    end, words = rb"</%sc>" % p, rb'<%sis><%st(?: xml:space="preserve")?>[^<]*</%st></%sis>' % (p, p, p, p)
    value = rb"(?:/>|><%sv>[^<]*</%sv>%s|>%s%s)" % (p, p, end, words, end)
    held = rb"(?:/>|><%sv>([^<]*)</%sv>%s|>(%s)%s)" % (p, p, end, words, end)
    cells = []
    for column in columns:
        style = b' s="%d"' % looks[column] if looks.get(column) else b""
        start = rb'<%sc r="%s\d+"%s' % (p, letters(column).encode(), style)
        if column == key:
            cells.append(rb'%s(?: t="(\w+)")?%s' % (start, held))
        elif column in typed:
            cells.append(rb"(?:%s/>)?" % start)
        else:
            cells.append(rb'(?:%s(?: t="\w+")?%s)?' % (start, value))
    opening = rb'<%srow r="(\d+)"(?: (?:spans|ht|x14ac:dyDescent)="[^"]*")*>' % p
    return re.compile(opening + b"".join(cells) + rb"</%srow>" % p)


def _keys(found: Collection[re.Match[bytes]], texts: Texts) -> dict[int, str]:
    shared = texts({int(one[3]) for one in found if one[2] == b"s"})
    return {int(one[1]): key_text(_text(one, shared)) for one in found}


def _text(found: re.Match[bytes], shared: Mapping[int, str]) -> str:
    """What stands in the key's cell."""
    if found[4] is not None:
        return plain(found[4])
    if found[3] is None:
        return ""
    if found[2] == b"s":
        return shared.get(int(found[3]), "")
    return unescape(found[3].decode()).removesuffix(".0")
