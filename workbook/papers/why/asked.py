"""What somebody asks about: a cell (指标结果!E7), a telephone number, or words; and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.papers.scripts.day_results import Day
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Positions, Vec, says
from workbook.sheets.phones import phones
from workbook.sheets.texts import fold_all
from workbook.words.place import ARCHIVED
from workbook.words.tongue import named

_CELL = re.compile(
    r"【?(?P<sheet>[^!！】]+)】?[!！](?P<old>归档)?(?:\$?[A-Za-z]{0,3}\$?|第)(?P<row>\d+)行?(?:[A-Za-z]{1,3}列)?"
)
_NUMBER = re.compile(r"[+\d][\d\s()\-—–转]{6,}")
PHONES = ("手机", "座机")
COMPUTED = ("指标结果", "今日清单", "未入选说明", "提醒", "问题链")
"""Sheets that each run writes anew: a cell of theirs is looked up by the key of its row."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row of one sheet."""

    frame: Frame
    at: int


def is_key(column: Vec, key: str) -> np.ndarray:
    """Which rows carry a word, written in whatever width or case."""
    if not len(column.words):
        return np.zeros(len(column), dtype=bool)
    wanted, words = (fold_all(pa.array(one, pa.string())) for one in ([key], column.words))
    return np.asarray(np.append(pc.equal(words, wanted[0]).to_numpy(zero_copy_only=False), False)[column.data])


def has_key(column: Vec, key: str) -> np.ndarray:
    """Which rows carry a key as it is written."""
    if not len(column.words):
        return np.zeros(len(column), dtype=bool)
    return np.asarray(np.append(column.words == key, False)[column.data])


def row_of_cell(day: Day, asked: str) -> Row | None:
    """The row that an address names, as the workbook was found."""
    found = _CELL.fullmatch(asked.strip())
    names = {named(name): name for name in day.world.tables.frames}
    sheet = found["sheet"].strip() if found else ""
    sheet = names.get(sheet, sheet)
    if not found or sheet not in day.world.tables.frames:
        return None
    frame = day.world.found(sheet) if sheet in COMPUTED else day.sheet(sheet)
    at = np.flatnonzero(frame.rows == int(found["row"]) + (ARCHIVED if found["old"] else 0))
    return Row(frame, int(at[0])) if len(at) else None


def key_of(row: Row) -> str:
    """By what a row is known."""
    return str(says(row.frame.key()).objects()[row.at] or "")


def by_phone(day: Day, customers: Frame, asked: str) -> list[tuple[int, str]]:
    """Customers with a telephone number, each with the heading it stands under; nothing where it is no number."""
    if not _NUMBER.fullmatch(asked):
        return []
    wanted = _bare(phones(pa.array([asked]))[0][0].as_py() or asked)
    found = []
    for heading in PHONES:
        column = says(day.world.column(customers, heading))
        found += [(int(at), heading) for at in np.flatnonzero(column.matching(lambda word: _bare(word) == wanted))]
    return found


def _bare(number: str) -> str:
    return "".join(sign for sign in number.partition("转")[0] if sign.isdigit())


def rows_saying(frame: Frame, heading: str, word: str) -> Positions:
    """The rows of a frame whose column says a word; none where it has no such column."""
    if heading not in frame.typed:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(is_key(says(frame.typed[heading]), word))
