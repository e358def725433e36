"""Child sheets: the lines inside the cells of a 明细 column, and the members of a 多选 over a sheet, as rows."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from workbook.sheets.clean import clean, shown
from workbook.sheets.codes import Codes
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.part import Part
from workbook.words.issues import Kind

_LINE = re.compile(r"[\n；;]")
_PART = re.compile(r"[,，、]")


def child(parent: Part, column: Column, sheet: Sheet, codes: Codes) -> dict[str, pa.Array]:
    """The rows that one column opens: the parent's 行号 and key, then the parts.

    Shapes:
        returns: 行号 and each heading of `sheet` → m values, the lines of all kept rows in order.
    """
    parts = sheet.columns[1:] if parent.sheet.key else sheet.columns
    rows, cells = _split(parent, column, parts)
    whole = np.ones(len(rows), dtype=bool)
    made: dict[str, pa.Array] = {"行号": pa.array([parent.number(at) for at in rows], pa.int64())}
    if parent.sheet.key:
        made[sheet.columns[0].heading] = parent.values[parent.sheet.key.heading].take(pa.array(rows, pa.int64()))
    for index, part in enumerate(parts):
        found = clean(pa.array([line[index] for line in cells], pa.string()), part, codes)
        for wrong in found.wrong:
            words = dict(wrong.words)
            said = (("value", words.pop("value")), *((name, word) for name, word in words.items() if name != "heading"))
            heading = f"{column.heading}的{part.heading}"
            parent.note(wrong.kind, rows[wrong.at], column.heading, ("heading", heading), *said)
        whole &= np.asarray(found.values.is_valid())
        made[part.heading] = found.values
    return {heading: values.filter(pa.array(whole)) for heading, values in made.items()}


def _split(parent: Part, column: Column, parts: tuple[Column, ...]) -> tuple[list[int], list[list[str]]]:
    """The position of the parent row and the parts of each whole line; a line that isn't whole is an issue."""
    rows: list[int] = []
    cells: list[list[str]] = []
    example = ",".join(part.heading for part in parts)
    for at, text in enumerate(parent.values[column.heading].to_pylist()):
        if not text or not parent.keep[at]:
            continue
        lines = text.split("、") if column.type.name == "多选" else _LINE.split(text)
        for line in filter(None, map(str.strip, lines)):
            found = [line] if len(parts) == 1 else [word.strip() for word in _PART.split(line)]
            if len(found) == len(parts) and all(found):
                rows.append(at)
                cells.append(found)
            else:
                parent.note(Kind.BAD_LINES, at, column.heading, ("value", shown(line)), ("example", example))
    return rows, cells
