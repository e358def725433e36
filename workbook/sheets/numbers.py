"""Numbers out of text: 12, 1,234.50, １２, 20%."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.texts import Flaw, folded, positions
from workbook.words.issues import Kind

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
_GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$"
_SHARE = r"^(.*\d)\s*%$"


def numbers(texts: pa.Array, *, whole: bool = False) -> tuple[pa.Array, list[Flaw]]:
    """The numbers the texts say; `whole` wants integers. What is none is null and a flaw.

    Examples:
        >>> values, flaws = numbers(pa.array(["1,234.5", "２０％", "三", None]))
        >>> values.to_pylist(), [flaw.at for flaw in flaws]
        ([1234.5, 0.2, None, None], [2])
    """
    values = _straight(texts)
    if values is None:
        values = _crooked(texts)
    flaws = [Flaw(at, Kind.BAD_NUMBER) for at in positions(pc.and_(values.is_null(), texts.is_valid()))]
    if whole:
        broken = pc.not_equal(values, pc.round(values))
        if pc.any(broken).as_py():
            flaws += [Flaw(at, Kind.NOT_WHOLE) for at in positions(broken)]
            values = pc.if_else(broken, None, values)
    return values, flaws


def _straight(texts: pa.Array) -> pa.Array | None:
    """All at once, when every text is a plain number."""
    try:
        values = pc.cast(texts, pa.float64())
    except pa.ArrowInvalid:
        return None
    return values if pc.all(pc.is_finite(values)).as_py() is not False else None


def _crooked(texts: pa.Array) -> pa.Array:
    """One text beside the other: thousands set off, shares, full-width digits; null for what is no number."""
    plain = folded(texts)
    grouped = pc.match_substring_regex(plain, _GROUPED)
    plain = pc.if_else(grouped, pc.replace_substring(plain, ",", ""), plain)
    share = pc.match_substring_regex(plain, _SHARE)
    plain = pc.if_else(share, pc.replace_substring_regex(plain, pattern=_SHARE, replacement=r"\1"), plain)
    fits = pc.match_substring_regex(plain, _NUMBER)
    values = pc.cast(pc.replace_substring(pc.if_else(fits, plain, None), "+", "", max_replacements=1), pa.float64())
    values = pc.if_else(share, pc.divide(values, 100.0), values)
    return pc.if_else(pc.is_finite(values), values, None)
