"""Whole columns of text made plain: blanks at the ends, invisible signs, full-width letters, error words."""

from __future__ import annotations

import re
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from workbook.words.issues import Kind

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")

_INVISIBLE = "[\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
_INVISIBLE_BYTES = tuple(map(re.compile, (rb"\xe2\x80[\x8b-\x8f\xaa-\xae]", rb"\xe2\x81\xa0", rb"\xef\xbb\xbf")))
_QUOTED = '^[“”"「『＂]\\s*([^“”"「」『』＂]+?)\\s*[“”"」』＂]$'
_BRIEFLY_QUOTED = '^[“”"「『＂]([^“”"「」『』＂]{1,6})[“”"」』＂]$'
_STOPPED = "^([^。，；、\\s]{1,12})。$"
_RETURN = re.compile(rb"\r")


class Flaw(NamedTuple):
    """What is wrong with the value at one position; `words` beside its heading and value."""

    at: int
    kind: Kind
    words: tuple[tuple[str, str], ...] = ()


DOTTED_PLATE = r"^([\x{4e00}-\x{9fff}][a-z])[·•・‧. ]([a-z0-9]{4,6})$"
"""A number plate as it stands on the car, with a dot, in small letters: 鄂a·12345."""


def tidy(cells: pa.Array) -> pa.Array:
    """The cells without blanks at the ends and without invisible signs; what is empty then is null.

    Examples:
        >>> tidy(pa.array(["  C001 " + chr(0x200B), chr(0x3000), "", None])).to_pylist()
        ['C001', None, None, None]
    """
    data = characters(cells)
    if any(sign.search(data) for sign in _INVISIBLE_BYTES):
        cells = pc.replace_substring_regex(cells, pattern=_INVISIBLE, replacement="")
    if _RETURN.search(data):
        cells = pc.replace_substring_regex(cells, pattern=r"\r\n?", replacement="\n")
    trimmed = pc.utf8_trim_whitespace(cells)
    empty = pc.equal(pc.binary_length(trimmed), 0)
    return pc.if_else(empty, None, trimmed) if pc.any(empty).as_py() else trimmed


def bare(texts: pa.Array, *, named: bool) -> pa.Array:
    """The texts without marks of quotation around the whole of one, and names without a full stop behind them.

    Shapes:
        named: words that name something; of other texts only a short one loses its marks.

    Examples:
        >>> bare(pa.array(["“ZC03”", '"无"', "「重要」", "“甲”和“乙”", "门面。", None]), named=True).to_pylist()
        ['ZC03', '无', '重要', '“甲”和“乙”', '门面', None]
        >>> bare(pa.array(["“无”", "“这一次服务得真是不错”", "好。"]), named=False).to_pylist()
        ['无', '“这一次服务得真是不错”', '好。']
    """
    for pattern in (_QUOTED, _STOPPED) if named else (_BRIEFLY_QUOTED,):
        found = pc.match_substring_regex(texts, pattern)
        if pc.any(found).as_py():
            texts = pc.replace_substring_regex(texts, pattern=pattern, replacement=r"\1")
    return texts


def folded(texts: pa.Array) -> pa.Array:
    """The texts with full-width letters and digits made plain (NFKC).

    Examples:
        >>> folded(pa.array(["Ｃ００１", "C002", None])).to_pylist()
        ['C001', 'C002', None]
    """
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return texts
    return pc.utf8_trim_whitespace(pc.utf8_normalize(texts, form="NFKC"))


def fold_all(texts: pa.Array) -> pa.Array:
    """The texts as they are compared: full-width letters made plain, small letters, no blanks at the ends, no dot in a plate.

    Examples:
        >>> fold_all(pa.array(["鄂Ａ·12345", " a型", "鄂A12345", None])).to_pylist()
        ['鄂a12345', 'a型', '鄂a12345', None]
    """
    plain = pc.utf8_lower(pc.utf8_trim_whitespace(folded(texts)))
    dotted = pc.any(pc.match_substring_regex(plain, DOTTED_PLATE)).as_py()
    return pc.replace_substring_regex(plain, pattern=DOTTED_PLATE, replacement=r"\1\2") if dotted else plain


def prose(texts: pa.Array) -> pa.Array:
    """The texts as people read them: a day or a time that a spreadsheet keeps as a moment loses its other half.

    Examples:
        >>> prose(pa.array(["2026-10-09 00:00:00", "1899-12-31 09:00:00", "照旧"])).to_pylist()
        ['2026-10-09', '09:00:00', '照旧']
    """
    if pc.any(pc.ends_with(texts, " 00:00:00")).as_py():
        texts = pc.replace_substring_regex(texts, pattern=r"^(\d{4}-\d\d-\d\d) 00:00:00$", replacement=r"\1")
    if pc.any(pc.starts_with(texts, "1899-12-31 ")).as_py():
        texts = pc.replace_substring_regex(texts, pattern=r"^1899-12-31 (\d\d:\d\d:\d\d)", replacement=r"\1")
    return texts


def without_errors(texts: pa.Array) -> tuple[pa.Array, list[Flaw]]:
    """The texts with error words such as #N/A made null, and where they stood."""
    if not pc.any(pc.starts_with(texts, "#")).as_py():
        return texts, []
    wrong = pc.is_in(texts, value_set=pa.array(ERRORS))
    flaws = [Flaw(at, Kind.ERROR_CELL, (("value", texts[at].as_py()),)) for at in positions(wrong)]
    return (pc.if_else(wrong, None, texts) if flaws else texts), flaws


def without(texts: pa.Array, blanks: tuple[str, ...]) -> pa.Array:
    """The texts with words that mean "nothing here" made null, however wide they are typed, with a full stop or none.

    Examples:
        >>> without(pa.array(["／", "无。", "无锡", None]), ("无", "/")).to_pylist()
        [None, None, '无锡', None]
    """
    if not blanks:
        return texts
    words = pc.utf8_rtrim(folded(texts), characters="。.")
    empty = pc.is_in(words, value_set=folded(pa.array(blanks)))
    return pc.if_else(empty, None, texts) if pc.any(empty).as_py() else texts


def is_ascending(values: pa.Array) -> bool:
    """Whether each value is greater than the one above it, and none is missing; a column of keys often is.

    Examples:
        >>> is_ascending(pa.array(["C1", "C2", "C3"])), is_ascending(pa.array(["C1", "C1"]))
        (True, False)
    """
    if values.null_count or len(values) < 2:
        return not values.null_count and bool(len(values))
    for last in (min(len(values), 64), len(values)):  # most columns show at once that they aren't
        rises = pc.less(values.slice(0, last - 1), values.slice(1, last - 1))
        if not pc.all(rises).as_py():
            return False
    return True


def positions(mask: pa.Array) -> list[int]:
    """Where a mask is true."""
    found: list[int] = pc.indices_nonzero(mask).to_pylist()
    return found


def characters(cells: pa.Array) -> memoryview | bytes:
    """The characters of the column, one after another (those of a whole buffer that it is a slice of)."""
    data = cells.buffers()[2] if len(cells) else None
    return memoryview(data) if data is not None else b""
