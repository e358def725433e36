"""One column of a sheet as a plain typed column of Parquet and back: every cell comes back as the text it was read as."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.moments import moments

Say = Callable[[pa.Array], pa.Array]


class Kept(NamedTuple):
    """A column as it is kept: what people read, how a cell's text is told from it, and the texts that can't be told so."""

    values: pa.Array
    way: str
    odd: pa.Array | None


def _second(values: pa.Array) -> pa.Array:
    return values.cast(pa.timestamp("s")).cast(pa.string())


def _minute(values: pa.Array) -> pa.Array:
    return pc.utf8_slice_codeunits(_second(values), 0, 16)


def _day(values: pa.Array) -> pa.Array:
    return pc.utf8_slice_codeunits(_second(values), 0, 10)


def _number(values: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(values.cast(pa.string()), pattern=r"\.0$", replacement="")


WAYS: dict[str, Say] = {"秒": _second, "分": _minute, "日": _day, "数": _number, "文": lambda values: values}


def kept(texts: pa.Array, kind: str, *, date1904: bool) -> Kept:
    """A column of texts; `kind` is that of the column's declared type, '' where nobody declared it.

    Examples:
        >>> made = kept(pa.array(["2024-03-01 00:00:00", "去年", None]), "moment", date1904=False)
        >>> str(made.values.type), made.way, made.odd.to_pylist(), told(made.values, made.way, made.odd).to_pylist()
        ('timestamp[ms]', '秒', [None, '去年', None], ['2024-03-01 00:00:00', '去年', None])
        >>> kept(pa.array(["13800138000", "0571"]), "", date1904=False).values.to_pylist()
        ['13800138000', '0571']
    """
    values = texts
    ways: tuple[str, ...] = ("文",)
    if kind == "moment":
        values, ways = moments(texts, date1904=date1904)[0].cast(pa.timestamp("ms")), ("秒", "分", "日")
    elif kind == "number":
        values, ways = _numbers(texts), ("数",)
    best = Kept(texts, "文", None)
    for way in ways if values.null_count < len(values) else ():
        odd = pc.if_else(pc.fill_null(pc.equal(WAYS[way](values), texts), fill_value=False), None, texts)
        if best.way == "文" or best.odd is None or odd.null_count > best.odd.null_count:
            best = Kept(values, way, odd)
    if best.odd is not None and best.odd.null_count == len(best.odd):
        return best._replace(odd=None)
    return best


def told(values: pa.Array, way: str, odd: pa.Array | None) -> pa.Array:
    """The texts that a column was read as."""
    texts = WAYS[way](values)
    return texts if odd is None else pc.coalesce(odd, texts)


def _numbers(texts: pa.Array) -> pa.Array:
    """Whole numbers where all are, else decimals; nothing where it isn't written as one."""
    is_number = pc.fill_null(pc.match_substring_regex(texts, r"^-?\d{1,15}(\.\d{1,9})?$"), fill_value=False)
    values = pc.if_else(is_number, texts, None).cast(pa.float64())
    whole = pc.all(pc.fill_null(pc.equal(pc.floor(values), values), fill_value=True)).as_py()
    return values.cast(pa.int64()) if whole else values
