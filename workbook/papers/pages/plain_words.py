"""Cells as they are compared: however a program writes a moment, a number or its line ends, it is the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np

from workbook.sheets.grid import DECIMALS, EXACT_DIGITS

_FRACTION = rf"-?\d{{1,{EXACT_DIGITS}}}\.\d+"
_MOMENT = r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
_IS_FRACTION, _IS_MOMENT = re.compile(_FRACTION), re.compile(_MOMENT)
_HALF = timedelta(microseconds=500_000)
_APART, _AIR = "\u241f", "\u2420"
"""Between the words of a column while they are one, and for the blank of a moment: signs that are printed, that nobody types."""
_EXACT = re.compile(rf"{_APART}(?:{_FRACTION}|{_MOMENT})(?![^{_APART}])")
_MOMENTS = re.compile(rf"(?:{_APART}\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d)+", re.ASCII)
_MOMENT_LENGTH = len(_APART.encode()) + 19


def plain(words: str) -> str:
    """A cell as it is compared.

    Examples:
        >>> plain("2026-03-09 00:00:00"), plain("138 0000 2002"), plain("5.50"), plain("013"), plain(" 甲 乙 ")
        ('2026-03-09', '13800002002', '5.5', '013', '甲乙')
    """
    if words.isalnum():
        return words
    if words[:1].isdigit() or words[:1] == "-":
        if _IS_MOMENT.fullmatch(words):
            try:
                moment = datetime.fromisoformat(words) + _HALF
            except ValueError:
                return "".join(words.split())
            said = moment.replace(microsecond=0).isoformat(sep=" ")
            return said.removesuffix(" 00:00:00")
        if _IS_FRACTION.fullmatch(words):
            return format(round(Decimal(words), DECIMALS).normalize(), "f")
    words = "".join(words.split())
    return words if words.isprintable() else "".join(filter(str.isprintable, words))


def plain_bytes(words: Sequence[str]) -> list[bytes]:
    """Each of many cells as it is compared, in UTF-8: all of them looked through as one text.

    Examples:
        >>> plain_bytes(["2026-03-09 08:30", "5.50", " a  b"])
        [b'2026-03-09 08:30:00', b'5.5', b'ab']
    """
    whole = _APART + _APART.join(words)
    if not words or whole.count(_APART) != len(words) or _AIR in whole:
        return [plain(one).encode("utf-8", "replace") for one in words]
    if _MOMENTS.fullmatch(whole) and _are_moments(encoded := whole.encode()):
        return encoded.replace(b" 00:00:00", b"").split(_APART.encode())[1:]
    if ":" in whole or "." in whole:
        whole = _EXACT.sub(lambda found: _APART + plain(found[0][1:]).replace(" ", _AIR), whole)
    whole = "".join(whole.split())
    if not whole.isprintable():
        whole = "".join(filter(str.isprintable, whole))
    return whole.encode("utf-8", "replace").replace(_AIR.encode(), b" ").split(_APART.encode())[1:]


def _are_moments(whole: bytes) -> bool:
    """Whether words that look like moments, to the second, all are: none on a day or at an hour that there isn't."""
    signs = np.frombuffer(whole, np.uint8).reshape(-1, _MOMENT_LENGTH)[:, len(_APART.encode()) :]
    try:
        found = np.ascontiguousarray(signs).view("S19").ravel().astype("datetime64[s]")
    except ValueError:
        return False
    return bool((found >= np.datetime64("0001-01-01", "s")).all())
