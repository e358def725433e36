"""A page or a board in the language of its workbook: names of sheets, headings, fixed words, places; nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from workbook.papers.pages.board import Board, Section, Spot
from workbook.papers.pages.page import OUTSIDE, Field, Links, Page, Value
from workbook.papers.pages.plain_tables import width
from workbook.papers.pages.prints import PRINT, as_read
from workbook.rulebook.load.translated import (
    GROUP,
    MEANT,
    SETTINGS,
    at_home,
    group_out,
    heading_out,
    kind_of,
    meant_out,
    sheet_out,
    word_out,
)
from workbook.sheets.grid import grid
from workbook.words.place import ARCHIVED, Place
from workbook.words.place import number as letters_number
from workbook.words.sheet_names import sheet_name
from workbook.words.terms import SHEET, terms
from workbook.words.tongue import Tongue, heard, named

CHOICES = "选项"
AIR, ARROW = 2.0, 3.0
_RANGE = re.compile(r"=([\w·]+)!")
_PLAIN = str.maketrans({"（": " (", "）": ")", "：": ": ", "；": "; ", "、": ", ", "，": ", "})
_REASONS = ("因由", "说明", "步骤", "主题")
"""Columns whose texts the program joins, and in which it names cells: 客户!C7."""
_PLACES = ("格", "现在在哪一格", "先看", "在那家的哪里")
"""Columns that name a cell without leading to it."""
_JOINED = (*_REASONS, "规则", "谁、哪一件")
"""The same of the tables in letters."""


def page_out(page: Page, tongue: Tongue) -> Page:
    """A page as a workbook of that language has it; what drop-downs of rules offer is in the language of rules."""
    if page.name == CHOICES:
        return replace(page, name=sheet_out(page.name, tongue))
    fields = tuple(_field_out(one, page.name, tongue) for one in page.fields)
    new = {old.heading: one.heading for old, one in zip(page.fields, fields, strict=True)}
    rows = page.rows
    for at, one in enumerate(page.fields):
        rows = _column_out(rows, at, page.name, one, tongue)
    if page.name == SETTINGS:
        rows = _settings_out(page, rows, tongue)
    made = replace(
        page,
        name=sheet_name(sheet_out(page.name, tongue)),
        fields=fields,
        rows=rows,
        key=new.get(page.key, page.key),
        print_to=new.get(page.print_to, page.print_to),
        lit=tuple(new.get(one, one) for one in page.lit),
        passing=tuple(heading_out(one, tongue) for one in page.passing),
        lists=tuple((name, new.get(heading, heading)) for name, heading in page.lists),
        links=links_out(page.links, tongue),
        paper=tuple(sheet_out(one, tongue) for one in page.paper),
        group=page.group,
    )
    return _printed_out(page, made, tongue) if PRINT in page.headings else made


def _printed_out(page: Page, made: Page, tongue: Tongue) -> Page:
    """The page with prints of what a reader makes of it, who reads Chinese again."""
    (found,) = at_home([grid(made.name, [made.headings, *made.rows])], tongue)
    at = page.headings.index(PRINT)
    rows = zip(made.rows, as_read(page, found), strict=True)
    return replace(made, rows=tuple((*row[:at], one, *row[at + 1 :]) for row, one in rows))


def _settings_out(page: Page, rows: tuple[tuple[Value, ...], ...], tongue: Tongue) -> tuple[tuple[Value, ...], ...]:
    """What is said of the settings that every book has; 是 and 否 where that is the type."""
    at = {heading: page.headings.index(heading) for heading in ("值", "类型") if heading in page.headings}
    said = [page.headings.index(heading) for heading in ("依据", "说明") if heading in page.headings]
    told = []
    for old, row in zip(page.rows, rows, strict=True):
        cells = list(row)
        if len(at) == 2 and old[at["类型"]] == "是否" and isinstance(old[at["值"]], str):
            cells[at["值"]] = word_out(str(old[at["值"]]), tongue)
        for place in said:
            if isinstance(text := old[place], str) and (other := tongue.texts.gettext(text)) != text:
                cells[place] = other
        told.append(tuple(cells))
    return tuple(told)


def links_out(links: Links, tongue: Tongue) -> Links:
    """Cells that lead somewhere."""
    return tuple((row, heading_out(heading, tongue), place_out(place, tongue)) for row, heading, place in links)


def place_out(place: str, tongue: Tongue) -> str:
    """A place such as 客户!C7, or a sheet."""
    if not place or OUTSIDE in place:
        return place
    sheet, bang, cell = place.rpartition("!") if "!" in place else (place, "", "")
    return f"{sheet_name(sheet_out(sheet, tongue))}{bang}{cell}"


def places_out(text: str, tongue: Tongue) -> str:
    """A text that names cells of ours."""
    if "!" not in text:
        return text

    def told(found: re.Match[str]) -> str:
        sheet, old, within, row, column, cell = found.groups()
        number = int(old) + ARCHIVED if old else int(row or cell)
        place = Place(sheet, number, letters_number(within or column) if within or column else 0)
        return place.told.replace(named(sheet), sheet_name(sheet_out(sheet, tongue)), 1)

    return _places(tongue).sub(told, text)


def reason_out(text: str) -> str:
    """因由, or an answer that names cells of ours, as it is told in the language that is spoken."""
    own = heard()
    return text if own is None else places_out(text, own).translate(_PLAIN)


@lru_cache(maxsize=4)
def _places(tongue: Tongue) -> re.Pattern[str]:
    names = sorted(terms(tongue, SHEET).there, key=len, reverse=True)
    sheets = "|".join(map(re.escape, names))
    return re.compile(rf"({sheets})!(?:归档第(\d+)行(?:([A-Z]{{1,3}})列)?|第(\d+)行|([A-Z]{{1,3}})(\d+))")


def value_out(sheet: str, heading: str, value: Value, tongue: Tongue) -> Value:
    """One cell's value under a heading."""
    kind = kind_of(sheet, heading)
    if not isinstance(value, str) or not kind:
        return value
    if kind == MEANT:
        return meant_out(value, tongue)
    if kind == GROUP:
        return group_out(value, tongue)
    return sheet_out(value, tongue) if kind == SHEET else word_out(value, tongue, kind)


def cell_out(heading: str, text: str, tongue: Tongue) -> str:
    """One cell of a letter under its Chinese heading."""
    if heading in _JOINED:
        return places_out(text, tongue).translate(_PLAIN)
    return str(value_out("", heading, text, tongue))


def _field_out(one: Field, sheet: str, tongue: Tongue) -> Field:
    heading = heading_out(one.heading, tongue)
    choices = one.choices
    if len(choices) == 1 and choices[0].startswith("="):
        choices = (range_out(choices[0], tongue),)
    elif kind_of(sheet, one.heading):
        choices = tuple(str(value_out(sheet, one.heading, word, tongue)) for word in choices)
    across = one.width
    if not one.hidden and heading != one.heading:
        across = max(across, _least(heading), LATIN.get(one.heading, 0.0))
    return replace(one, heading=heading, choices=choices, width=across, meant=one.heading)


def _least(heading: str) -> float:
    """So wide that a heading takes two lines at most, broken between words."""
    words = heading.split()
    half = -(-width(heading) // 2) + 1 if len(words) > 1 else 0
    return max(half, *map(width, words)) + AIR + ARROW


LATIN = {
    "客户名称": 20.0, "责任人姓名": 14.0, "话术": 40.0, "主题": 18.0, "上次情况": 18.0, "所为何事": 18.0,
    "剩余/逾期": 18.0, "事项": 34.0,
    "联系人": 12.0, "规则": 10.0, "状态": 12.0, "原因": 18.0,
}  # fmt: skip
"""How wide words take that are written in letters, where Chinese ones take fewer."""


def range_out(formula: str, tongue: Tongue) -> str:
    """A drop-down's range, =代码!$B$4:$B$10, in the names of the book's sheets."""

    def named(found: re.Match[str]) -> str:
        name = sheet_name(sheet_out(found[1], tongue))
        return f"={name}!" if name.isidentifier() else f"='{name}'!"

    return _RANGE.sub(named, formula)


def _column_out(
    rows: tuple[tuple[Value, ...], ...], at: int, sheet: str, one: Field, tongue: Tongue
) -> tuple[tuple[Value, ...], ...]:
    """The rows with one column in that language, each distinct value told once."""
    told: dict[Value, Value] = {}
    for value in {row[at] for row in rows if isinstance(row[at], str)}:
        new: Value = value
        if one.kind == "链接":
            new = places_out(str(value), tongue) if "!" in str(value) else place_out(str(value), tongue)
        elif one.heading in _PLACES:
            new = places_out(str(value), tongue)
        elif one.heading in _REASONS:
            new = places_out(str(value), tongue).translate(_PLAIN)
        else:
            new = value_out(sheet, one.heading, value, tongue)
        if new != value:
            told[value] = new
    if not told:
        return rows
    return tuple(
        (*row[:at], told.get(row[at], row[at]) if isinstance(row[at], str) else row[at], *row[at + 1 :]) for row in rows
    )


def board_out(board: Board, tongue: Tongue) -> Board:
    """A board: its links and the names that stand on it; its words were said when it was made."""
    return replace(
        board,
        name=sheet_out(board.name, tongue),
        sections=tuple(_section_out(one, tongue) for one in board.sections),
    )


def _section_out(section: Section, tongue: Tongue) -> Section:
    return replace(section, spots={at: _spot_out(spot, tongue) for at, spot in section.spots.items()})


def _spot_out(spot: Spot, tongue: Tongue) -> Spot:
    value = spot.value
    if value and spot.look in {"导航", "去处"}:
        value = places_out(str(value), tongue) if "!" in str(value) else sheet_out(str(value), tongue)
    return replace(spot, value=value, link=place_out(spot.link, tongue) if spot.link else "")


def tables_out(tables: Mapping[str, str], tongue: Tongue) -> dict[str, str]:
    """The names of Excel tables, by the sheets they lie on."""
    names = {sheet: sheet_name(sheet_out(sheet, tongue)) for sheet in tables}
    return {names[sheet]: f"{names[sheet].replace(' ', '')}Table" for sheet in tables}


def pages_out(pages: Sequence[Page], tongue: Tongue | None) -> tuple[Page, ...]:
    """Pages in a language; None is Chinese."""
    return tuple(pages) if tongue is None else tuple(page_out(page, tongue) for page in pages)
