"""Days and instants out of text: 2026-03-09, 2026/3/9 14:30, 2026年3月9日 下午2:30, 20260309, and serial numbers."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbook.sheets.texts import Flaw, folded, positions
from workbook.sheets.years import without_year
from workbook.words.issues import Kind

Ints: TypeAlias = NDArray[np.int64]

# a number typed into a cell of dates reads as a day of 1900 to 1909: nobody means those, nor days beyond 2199
FIRST, LAST = np.datetime64("1910-01-01", "us"), np.datetime64("2200-01-01", "us")

_DAY = r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?"
_WEEKDAY = r"\s*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
_HALF = "上午|早上|凌晨|中午|下午|傍晚|晚上|夜里"
_TIME = (
    rf"(?:[T\s]*(?P<before>{_HALF})?\s*(?P<H>\d{{1,2}})(?:\s*[:点时]\s*(?:(?P<M>\d{{1,2}})(?:\s*[:分]\s*"
    r"(?:(?P<S>\d{1,2})(?P<f>\.\d+)?\s*秒?)?)?)?)?\s*(?P<after>[AaPp][Mm])?)?"
)
WRITTEN = f"^{_DAY}{_WEEKDAY}{_TIME}$"
COMPACT = r"^(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:[T\s]*(?P<H>\d\d):?(?P<M>\d\d)(?::?(?P<S>\d\d))?)?$"
SERIAL = r"^\d{5}(\.\d+)?$"

_USUAL = pa.array([len("2026-03-09 14:30:00"), len("2026-03-09 14:29:59.962")], pa.int32())

_BEFORE_NOON = ("上午", "早上", "凌晨", "AM")
_AFTER_NOON = ("下午", "傍晚", "晚上", "夜里", "PM")
_NIGHT = ("晚上", "夜里")


def moments(texts: pa.Array, *, date1904: bool = False, day: bool = False) -> tuple[pa.Array, list[Flaw]]:
    """The moments the texts say, to the second, or only their `day`. What is none is null and a flaw.

    Units:
        date1904: serial numbers count days from 1904-01-01 instead of 1899-12-30.

    Examples:
        >>> values, flaws = moments(pa.array(["2026年3月9日 下午2:30", "46304", "2025/2/30", "3月9日"]))
        >>> [str(value) for value in values], [flaw.at for flaw in flaws]
        (['2026-03-09 14:30:00', '2026-10-09 00:00:00', 'None', 'None'], [2, 3])
    """
    found = _straight(texts)
    if found is None:
        found = _mixed(texts, date1904=date1904)
    missing = np.isnat(found)
    whole = (
        np.where(missing, 0, found.astype(np.int64)) + 500_000
    ) // 1_000_000  # NaT as a number is beyond all seconds
    found = np.where(missing, found, whole.astype("M8[s]").astype("M8[us]"))
    if day:
        found = found.astype("M8[D]").astype("M8[us]")
    found = np.where((found >= FIRST) & (found < LAST), found, np.datetime64("NaT", "us"))
    values = pa.array(found, pa.timestamp("us"))
    return values, [_flaw(at, texts) for at in positions(pc.and_(values.is_null(), texts.is_valid()))]


def _flaw(at: int, texts: pa.Array) -> Flaw:
    """That a text is no day, or that only its year is missing."""
    meant = without_year(folded(texts.slice(at, 1))[0].as_py())
    return Flaw(at, Kind.BAD_DATE) if meant is None else Flaw(at, Kind.DATE_NO_YEAR, (("example", meant),))


def _straight(texts: pa.Array) -> NDArray[np.datetime64] | None:
    """All at once, when every text is written as 2026-03-09 or 2026-03-09 14:30:00."""
    try:
        return _numpy(pc.cast(texts, pa.timestamp("us")))
    except pa.ArrowInvalid:
        return None


def _mixed(texts: pa.Array, *, date1904: bool) -> NDArray[np.datetime64]:
    """Most cells come as the spreadsheet's own moments, known by their length; only the others are taken apart."""
    usual = pc.is_in(pc.binary_length(texts), value_set=_USUAL)
    plain = _straight(texts.filter(usual))
    if plain is None or not len(plain):
        return _spelled(texts, date1904=date1904)
    rows = np.asarray(usual)
    found = np.full(len(texts), np.datetime64("NaT", "us"))
    found[rows] = plain
    found[~rows] = _spelled(texts.filter(pc.invert(usual)), date1904=date1904)
    return found


def _spelled(texts: pa.Array, *, date1904: bool) -> NDArray[np.datetime64]:
    """Texts in any spelling; each distinct one is looked at once."""
    encoded = texts.dictionary_encode()
    words = np.append(_crooked(encoded.dictionary, date1904=date1904), np.datetime64("NaT", "us"))
    return np.asarray(words[encoded.indices.fill_null(-1).to_numpy()])


def _crooked(texts: pa.Array, *, date1904: bool) -> NDArray[np.datetime64]:
    """One spelling beside the other; NaT for what is no moment."""
    plain = folded(texts)
    found = _assembled(pc.extract_regex(plain, WRITTEN))
    if np.isnat(found).any():
        found = np.where(np.isnat(found), _assembled(pc.extract_regex(plain, COMPACT)), found)
    is_serial = pc.match_substring_regex(plain, SERIAL)
    if pc.any(is_serial).as_py():
        days = pc.cast(pc.if_else(is_serial, plain, None), pa.float64()).to_numpy(zero_copy_only=False)
        seconds = np.nan_to_num(np.round(days * 86_400)).astype(np.int64)
        start = np.datetime64("1904-01-01" if date1904 else "1899-12-30", "us")
        found = np.where(np.isnan(days), found, start + seconds.astype("m8[s]"))
    return found


def _assembled(fields: pa.Array) -> NDArray[np.datetime64]:
    """The moments out of their parts; NaT where the calendar or the clock has no such moment."""
    parts = {field.name: fields.field(field.name) for field in fields.type}
    valid = fields.is_valid().to_numpy(zero_copy_only=False)
    year, month, day = (_int(parts[name], valid) for name in "ymd")
    hour, minute, second = (_int(parts[name], valid) for name in "HMS")
    hour = _twenty_four(hour, parts)
    first = ((year - 1970) * 12 + month - 1).astype("M8[M]").astype("M8[D]")
    date = first + (day - 1).astype("m8[D]")
    real = valid & (month >= 1) & (month <= 12) & (day >= 1) & (date.astype("M8[M]") == first.astype("M8[M]"))
    real &= ((hour <= 23) | ((hour == 24) & (minute == 0) & (second == 0))) & (minute <= 59) & (second <= 59)
    micro = _fraction(parts["f"]) if "f" in parts else 0
    clock = (hour * 60 + minute) * 60 + second - (hour == 24)  # 24:00 ends its day, it doesn't begin the next
    moment = date.astype("M8[us]") + clock.astype("m8[s]") + micro
    return np.where(real, moment, np.datetime64("NaT", "us"))


def _twenty_four(hour: Ints, parts: dict[str, pa.Array]) -> Ints:
    """The hour of the day, where 下午, 晚上 or PM stands beside one of twelve."""
    if "before" not in parts:
        return hour
    word = pc.if_else(pc.equal(parts["before"], ""), pc.utf8_upper(parts["after"]), parts["before"])
    if not pc.any(pc.not_equal(word, "")).as_py():
        return hour
    said = np.array(word.fill_null("").to_pylist(), dtype=object)
    early, late, night = (np.isin(said, words) for words in (_BEFORE_NOON, _AFTER_NOON, _NIGHT))
    later = (late & (hour < 12)) | ((said == "中午") & (hour < 11)) | (night & (hour == 12))
    earlier = early & (hour == 12)
    return np.asarray(hour + 12 * later - 12 * earlier)


def _int(part: pa.Array, valid: NDArray[np.bool_]) -> Ints:
    """A part as whole numbers; 0 where it isn't written."""
    written = pc.if_else(pc.equal(part, ""), "0", part)
    values = pc.cast(written, pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    return np.where(valid, values, 0)


def _fraction(part: pa.Array) -> NDArray[np.timedelta64]:
    """Fractions of a second."""
    share = pc.cast(pc.if_else(pc.equal(part, ""), "0", part), pa.float64()).fill_null(0).to_numpy(zero_copy_only=False)
    return np.asarray(np.round(share * 1_000_000).astype("m8[us]"))


def _numpy(values: pa.Array) -> NDArray[Any]:
    """An Arrow column as NumPy keeps it."""
    return np.asarray(values.to_numpy(zero_copy_only=False))
