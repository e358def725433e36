"""Half days: 2026-03-16 上午 in a column where something begins or ends."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_DAY = r"^\s*(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?:\s*日)?)\s*(?:T?0?0:00(?::00)?)?\s*[（(]?"
_REST = r"(?:半天)?[)）]?\s*$"
_NOON = r"\1 12:00"


def halves(cells: pa.Array, *, end: bool) -> pa.Array:
    """The same cells with half days as moments: a morning ends at noon, an afternoon begins there.

    Examples:
        >>> halves(pa.array(["2026-03-16 上午", "2026年3月16日下午", "2026-03-16 14:00", None]), end=True).to_pylist()
        ['2026-03-16 12:00', '2026年3月16日', '2026-03-16 14:00', None]
        >>> halves(pa.array(["2026-03-16 上午半天", "2026/3/16（下午）", "2026-03-16 全天"]), end=False).to_pylist()
        ['2026-03-16', '2026/3/16 12:00', '2026-03-16']
    """
    for words, is_noon in (("全天|整天", False), ("中午", True), ("上午|早上", end), ("下午", not end)):
        cells = pc.replace_substring_regex(cells, f"{_DAY}(?:{words}){_REST}", _NOON if is_noon else r"\1")
    return cells
