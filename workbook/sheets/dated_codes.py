"""Codes that a spreadsheet took for days: a room 3-3 stored as 3 March."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.texts import Flaw, positions
from workbook.words.issues import Kind

_DAY = r"^\d{4}-\d\d-\d\d 00:00:00$"
_CODE = r"^\d{1,4}([-/]\d{1,4})+$"


def undated(texts: pa.Array, *, codes: bool) -> tuple[pa.Array, list[Flaw]]:
    """The texts with days turned back into the code that was typed, each a flaw; a column of days is left alone.

    Shapes:
        codes: the column holds numbers of things; of other texts only those beside codes of this shape are meant.

    Examples:
        >>> undated(pa.array(["13-1-101", "2026-03-03 00:00:00"]), codes=True)[0].to_pylist()
        ['13-1-101', '3-3']
    """
    if not pc.any(pc.ends_with(texts, " 00:00:00")).as_py():
        return texts, []
    days = pc.fill_null(pc.match_substring_regex(texts, _DAY), False)
    found = positions(days)
    others = len(texts) - texts.null_count - len(found)
    alike = pc.sum(pc.match_substring_regex(texts, _CODE)).as_py() or 0
    if not found or (others < len(found) and not alike) or not (codes or alike):
        return texts, []
    typed = pc.replace_substring_regex(texts, pattern=r"^\d{4}-0?(\d+)-0?(\d+) 00:00:00$", replacement=r"\1-\2")
    values = pc.if_else(days, typed, texts)
    return values, [Flaw(at, Kind.CODE_IS_DAY, (("value", values[at].as_py()),)) for at in found]
