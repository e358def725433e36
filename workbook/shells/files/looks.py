"""Foreign lists with their looks: .xlsx as people see it, .xls, .ods and .csv as far as they tell."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from workbook.papers.brought.seen import LONGEST, At, Leaf, Seen
from workbook.shells.files.hues import rgb
from workbook.shells.files.lean import Area, lean
from workbook.words.faults import BookFault
from workbook.words.sheet_names import sheet_name
from workbook.words.tongue import worded

WITH_LOOKS = {".xlsx", ".xlsm"}
PLAIN = {".xls", ".xlsb", ".ods"}
TEXTS = {".csv", ".txt", ".tsv"}
KEPT = (str, int, float, bool, date)
_ENCODINGS = ("utf-8-sig", "gb18030")
_WHITE = "FFFFFF"


def leaves(path: Path) -> list[Leaf]:
    """Every sheet of a file that holds anything.

    Raises:
        BookFault: it isn't there, can't be read, or is no list.
    """
    ending = path.suffix.lower()
    if ending not in WITH_LOOKS | PLAIN | TEXTS:
        raise BookFault(
            worded("“{name}”不是名单。", name=path.name),
            worded("要 Excel（.xlsx、.xls）、WPS 或 LibreOffice（.ods）存的表，或 .csv。"),
        )
    if not path.is_file():
        raise BookFault(
            worded("找不到“{name}”。", name=path.name),
            worded("看看它是不是改了名或挪了地方：{parent}。", parent=path.absolute().parent),
        )
    try:
        found = _seen(path) if ending in WITH_LOOKS else _texts(path) if ending in TEXTS else _plain(path)
    except BookFault:
        raise
    except Exception as error:
        raise BookFault(
            worded("“{name}”读不了，像是坏了或有密码。", name=path.name),
            worded("用 Excel 打开它，另存为 .xlsx 再试一次。"),
        ) from error
    return [_readable(leaf) for leaf in found if leaf.cells]


def _readable(leaf: Leaf) -> Leaf:
    """Cells that hold more than anybody types are set apart: who looks for names and numbers in one would look for hours."""
    long = {at: cell for at, cell in leaf.cells.items() if isinstance(cell.value, str) and len(cell.value) > LONGEST}
    if not long:
        return leaf
    begun = {at: replace(cell, value=f"{str(cell.value)[:LONGEST]}…") for at, cell in long.items()}
    return replace(leaf, cells={**leaf.cells, **begun}, long=long)


def _seen(path: Path) -> list[Leaf]:
    from workbook.shells.files import reading

    reading.look_everywhere(path)  # bombs, passwords and damage first
    import openpyxl

    with lean(path) as found:
        book = openpyxl.load_workbook(found.path, data_only=True)
        return [_leaf(sheet, found.merged.get(sheet.title, ())) for sheet in book.worksheets]


def _leaf(sheet: Any, apart: Sequence[Area]) -> Leaf:
    """A sheet, and merged areas of it that the reader wasn't told of."""
    cells: dict[At, Seen] = {}
    shades: dict[bytes, tuple[str, str, bool]] = {}
    for at, cell in sheet._cells.items():  # noqa: SLF001 - rows asked for would make all the cells that aren't there
        comment = getattr(cell, "comment", None)
        if cell.value is None and not comment:
            continue
        style = cell._style.tobytes()  # noqa: SLF001 - looks are asked of one cell of each format: they are slow to ask
        if style not in shades:
            shades[style] = _shades(cell)
        fill, ink, is_struck = shades[style]
        cells[at] = Seen(cell.value, fill, is_struck, comment.text if comment else "", ink)
    across, filled = [], set()
    for top, left, bottom, right in apart or [
        (area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges
    ]:
        first = cells.get((top, left))
        others = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)][1:]
        for at in others if apart else ():
            cells.pop(at, None)  # nobody sees what lies below a merged area
        if first is None or first.value is None:
            continue
        if right > left:
            across.append((top, left, right))
        for at in others:
            if at not in cells:
                cells[at] = first
                filled.add(at)
    hidden = frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden)
    return Leaf(sheet.title, cells, tuple(across), hidden, frozenset(filled), is_shown=sheet.sheet_state == "visible")


def _shades(cell: Any) -> tuple[str, str, bool]:
    """What is behind a cell's letters, their own colour, and whether they are struck through."""
    fill = rgb(cell.fill.fgColor) if cell.fill is not None and cell.fill.fill_type == "solid" else ""
    font = cell.font
    ink = rgb(font.color) if font is not None and font.color is not None else ""
    return "" if fill == _WHITE else fill, ink, bool(font and font.strike)


def _plain(path: Path) -> list[Leaf]:
    """What the fast reader gives: values, and what is merged where the format tells (.xls); no looks."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    from workbook.shells.files import reading

    reading.packed(path)
    book = CalamineWorkbook.from_path(path)
    found = []
    for told in book.sheets_metadata:
        if told.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(told.name)
            rows = sheet.to_python(skip_empty_area=False)
            is_shown = told.visible == SheetVisibleEnum.Visible
            leaf = replace(_of_rows(sheet_name(told.name), rows), is_shown=is_shown)
            found.append(leaf if sheet.merged_cell_ranges is None else _with_merged(leaf, sheet.merged_cell_ranges))
    return found


def _with_merged(leaf: Leaf, areas: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> Leaf:
    """The sheet with the first value of each merged area in all its cells; places of areas count from 0."""
    cells, across, filled = dict(leaf.cells), [], set()
    for (top, left), (bottom, right) in areas:
        first = cells.get((top + 1, left + 1))
        if first is None:
            continue
        if right > left:
            across.append((top + 1, left + 1, right + 1))
        for row in range(top + 1, bottom + 2):
            for column in range(left + 1, right + 2):
                if (row, column) not in cells:
                    cells[row, column] = first
                    filled.add((row, column))
    return replace(leaf, cells=cells, across=tuple(across), filled=frozenset(filled), merges=True)


def _texts(path: Path) -> list[Leaf]:
    data = path.read_bytes()
    marked = ("utf-16",) if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ()
    for encoding in (*marked, *_ENCODINGS):  # Excel's “Unicode 文本” says by its first two bytes what it is
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BookFault(
            worded("“{name}”里的字认不出来。", name=path.name), worded("用 Excel 打开它，另存为 .xlsx 再试一次。")
        )
    first = text.partition("\n")[0]
    apart = max(",\t;", key=first.count)
    return [_of_rows(sheet_name(path.stem), csv.reader(io.StringIO(text, newline=""), delimiter=apart))]


def _of_rows(name: str, rows: Iterable[Sequence[Any]]) -> Leaf:
    cells = {
        (row, column): Seen(value if isinstance(value, KEPT) else str(value))
        for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1)
        if value is not None and (not isinstance(value, str) or value.strip())
    }
    return Leaf(name, cells, merges=False)
