"""In which language a workbook is kept, by what it calls its sheets; its grids come in as Chinese ones."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.sheets.grid import Grid
from workbook.shells.outside.tongues import tongue_of
from workbook.words.tongue import Tongue

if TYPE_CHECKING:
    from workbook.shells.files.writer import Writer

_OUTLINE, _MOST = "xl/workbook.xml", 1 << 20
_ROW = re.compile(r"(?:row|第)\s*(\d+)行?", re.IGNORECASE)
_NAMES = re.compile(r'<(?:\w+:)?sheet [^>]*?name="([^"]*)"')


def tongue_of_grids(grids: Iterable[Grid]) -> Tongue | None:
    """The language of the workbook that these sheets were read from."""
    return tongue_of({grid.called or grid.name for grid in grids})


def hinted(path: Path) -> Tongue | None:
    """The language of a workbook file by the names of its sheets, before it is looked at; None where it tells none."""
    if not path.is_file():
        return None
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_OUTLINE) as part:
            return tongue_of(set(_NAMES.findall(part.read(_MOST).decode("utf-8", "replace"))))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return None  # whoever reads it says what is wrong with it


def in_chinese(grids: Sequence[Grid], names: Collection[str] = ()) -> tuple[Grid, ...]:
    """A workbook's sheets as they are called and written in Chinese.

    Shapes:
        names: of all its sheets, where only some were read.
    """
    own = tongue_of(names or {grid.called or grid.name for grid in grids})
    if own is None:
        return tuple(grids)
    from workbook.rulebook.load.translated import at_home

    return at_home(grids, own)


def names_in_chinese(names: Sequence[str]) -> tuple[str, ...]:
    """The sheets of a workbook by their Chinese names, in their order."""
    own = tongue_of(names)
    if own is None:
        return tuple(names)
    from workbook.rulebook.load.translated import sheet_home

    return tuple(sheet_home(name, own) for name in names)


def writing(book: Writer) -> Writer:
    """What writes into a workbook, in the language that it is kept in."""
    own = tongue_of(book.sheet_names)
    if own is None:
        return book
    from workbook.shells.files.translating import Translating

    return Translating(book, own)


def name_as_kept(name: str, names: Collection[str]) -> str:
    """What a workbook of these sheets calls the sheet of a Chinese name."""
    own = tongue_of(names)
    if own is None or name in names:
        return name
    from workbook.rulebook.load.translated import sheet_out

    return sheet_out(name, own)


def asked_in_chinese(place: str, own: Tongue | None) -> str:
    """A place as somebody asks for it, Fines!A8, by the Chinese name of its sheet."""
    if own is None:
        return place
    from workbook.rulebook.load.translated import sheet_home
    from workbook.words.terms import SETTING, terms

    if "!" not in place:
        return terms(own, SETTING).home(place)
    sheet, _, cell = place.replace("！", "!").rpartition("!")
    row = _ROW.fullmatch(cell.strip())
    return f"{sheet_home(sheet.strip('[]'), own)}!{f'第{row[1]}行' if row else terms(own, SETTING).home(cell)}"


def cells_in_chinese(cells: Mapping[str, str], own: Tongue | None) -> dict[str, str]:
    """Cells of a rule as somebody names them, Time allowed=4天, by their Chinese headings; the language of rules stays."""
    if own is None:
        return dict(cells)
    from workbook.rulebook.load.translated import RULE_FLAGS, heading_home, word_home

    told = {heading_home(heading, own): text for heading, text in cells.items()}
    return {heading: word_home(text, own) if heading in RULE_FLAGS else text for heading, text in told.items()}
