"""Foreign lists with their looks: .xlsx as people see it, .xls, .ods and .csv as far as they tell."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from workbook.papers.brought.seen import At, Leaf, Seen
from workbook.words.faults import BookFault
from workbook.words.place import letters

WITH_LOOKS = {".xlsx", ".xlsm"}
PLAIN = {".xls", ".xlsb", ".ods"}
TEXTS = {".csv", ".txt", ".tsv"}
LONGEST = 4_000
_ENCODINGS = ("utf-8-sig", "gb18030")
_NO_FILL = {"00000000", "FFFFFFFF", ""}


def leaves(path: Path) -> list[Leaf]:
    """Every sheet of a file that holds anything.

    Raises:
        BookFault: it isn't there, can't be read, or is no list.
    """
    ending = path.suffix.lower()
    if ending not in WITH_LOOKS | PLAIN | TEXTS:
        raise BookFault(
            f"“{path.name}”不是名单。", "要 Excel（.xlsx、.xls）、WPS 或 LibreOffice（.ods）存的表，或 .csv。"
        )
    if not path.is_file():
        raise BookFault(f"找不到“{path.name}”。", f"看看它是不是改了名或挪了地方：{path.parent}。")
    try:
        found = _seen(path) if ending in WITH_LOOKS else _texts(path) if ending in TEXTS else _plain(path)
    except BookFault:
        raise
    except Exception as error:
        raise BookFault(
            f"“{path.name}”读不了，像是坏了或有密码。", "用 Excel 打开它，另存为 .xlsx 再试一次。"
        ) from error
    for leaf in found:
        _refuse_endless(path, leaf)
    return [leaf for leaf in found if leaf.cells]


def _refuse_endless(path: Path, leaf: Leaf) -> None:
    """No cell holds more than anybody types: whoever looks for names and numbers in it would look for hours."""
    for (row, column), cell in leaf.cells.items():
        if isinstance(cell.value, str) and len(cell.value) > LONGEST:
            where = f"【{leaf.name}】{letters(column)}{row}"
            raise BookFault(
                f"“{path.name}”的{where} 有 {len(cell.value)} 个字，一次收不下。",
                "删短这一格，不超过四千字，存一次再来。",
            )


def _seen(path: Path) -> list[Leaf]:
    from workbook.shells.files import reading

    reading.look_everywhere(path)  # bombs, passwords and damage first
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    return [_leaf(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _leaf(sheet: Any) -> Leaf:
    cells: dict[At, Seen] = {}
    for at, cell in sheet._cells.items():  # noqa: SLF001 - rows asked for would make all the cells that aren't there
        if cell.value is not None or getattr(cell, "comment", None):
            cells[at] = _cell(cell)
    across, filled = [], set()
    for area in sheet.merged_cells.ranges:
        first = cells.get((area.min_row, area.min_col))
        if first is None or first.value is None:
            continue
        if area.max_col > area.min_col:
            across.append((area.min_row, area.min_col, area.max_col))
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                if (row, column) not in cells:
                    cells[row, column] = first
                    filled.add((row, column))
    hidden = frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden)
    return Leaf(sheet.title, cells, tuple(across), hidden, frozenset(filled))


def _cell(cell: Any) -> Seen:
    fill = cell.fill.fgColor.rgb if cell.fill is not None and cell.fill.fill_type == "solid" else ""
    fill = fill if isinstance(fill, str) and fill not in _NO_FILL else ""
    note = cell.comment.text if cell.comment is not None else ""
    return Seen(cell.value, fill[-6:], bool(cell.font and cell.font.strike), note)


def _plain(path: Path) -> list[Leaf]:
    """What the fast reader gives: values without looks."""
    import fastexcel

    from workbook.shells.files import reading

    reading.packed(path)
    reader = fastexcel.read_excel(path)
    found = []
    for name in reader.sheet_names:
        sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        columns = [column.to_pylist() for column in sheet.to_arrow().columns]
        found.append(
            _of_rows(name, [[line[at] for line in columns] for at in range(len(columns[0]) if columns else 0)])
        )
    return found


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
        raise BookFault(f"“{path.name}”里的字认不出来。", "用 Excel 打开它，另存为 .xlsx 再试一次。")
    first = text.partition("\n")[0]
    apart = max(",\t;", key=first.count)
    return [_of_rows(path.stem, csv.reader(io.StringIO(text, newline=""), delimiter=apart))]


def _of_rows(name: str, rows: Iterable[Sequence[str | None]]) -> Leaf:
    cells = {
        (row, column): Seen(value)
        for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1)
        if value is not None and value.strip()
    }
    return Leaf(name, cells)
