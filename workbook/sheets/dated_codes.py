"""Codes that a spreadsheet took for days: a room 3-3 stored as 3 March, a number 4002 shown as 15 December 1910."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.texts import Flaw, positions
from workbook.words.issues import Kind

_DAY = r"^\d{4}-\d\d-\d\d 00:00:00$"
_CODE = r"^\d{1,4}([-/]\d{1,4})+$"
_WHOLE = r"^\d+$"
_OFFICE_DAYS = np.datetime64("1990-01-01"), np.datetime64("2100-01-01")
"""Outside of these nobody numbers a thing by its day."""


def undated(texts: pa.Array, *, codes: bool, date1904: bool = False) -> tuple[pa.Array, list[Flaw]]:
    """The texts with days turned back into the code that was typed, each a flaw.

    A column that is days throughout stays; of numbers of things one flaw says so.

    Shapes:
        codes: the column holds numbers of things; of other texts only those beside codes of this shape are meant.

    Examples:
        >>> undated(pa.array(["13-1-101", "2026-03-03 00:00:00"]), codes=True)[0].to_pylist()
        ['13-1-101', '3-3']
        >>> undated(pa.array(["1910-12-15 00:00:00", "1910-12-16 00:00:00"]), codes=True)[0].to_pylist()
        ['4002', '4003']
    """
    if not pc.any(pc.ends_with(texts, " 00:00:00")).as_py():
        return texts, []
    days = pc.fill_null(pc.match_substring_regex(texts, _DAY), False)
    found = positions(days)
    if not found:
        return texts, []
    others = texts.filter(pc.invert(days)).drop_null()
    alike = pc.sum(pc.match_substring_regex(others, _CODE)).as_py() or 0
    serials, far = _serials(texts.filter(days), date1904=date1904)
    counted = codes and not alike and (far or _whole(others))
    if not counted and len(others) < len(found) and not alike:
        return texts, [Flaw(found[0], Kind.CODES_ARE_DAYS, (("value", texts[found[0]].as_py()[:10]),))] if codes else []
    if not (codes or alike):
        return texts, []
    typed = pc.replace_substring_regex(texts, pattern=r"^\d{4}-0?(\d+)-0?(\d+) 00:00:00$", replacement=r"\1-\2")
    values = pc.replace_with_mask(texts, days, serials) if counted else pc.if_else(days, typed, texts)
    return values, [Flaw(at, Kind.CODE_IS_DAY, (("value", values[at].as_py()),)) for at in found]


def _whole(others: pa.Array) -> bool:
    """Whether all the other numbers are whole ones."""
    return bool(len(others)) and bool(pc.all(pc.match_substring_regex(others, _WHOLE)).as_py())


def _serials(days: pa.Array, *, date1904: bool) -> tuple[pa.Array, bool]:
    """The numbers that a spreadsheet shows as these days, and whether a day among them is none that an office knows."""
    at: Any = np.array([day[:10] for day in days.to_pylist()], dtype="M8[D]")
    began = np.datetime64("1904-01-01" if date1904 else "1899-12-30")
    first, last = _OFFICE_DAYS
    numbers = (at - began).astype(np.int64)
    return pa.array(numbers).cast(days.type), bool(((at < first) | (at >= last)).any())
