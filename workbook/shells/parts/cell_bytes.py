"""One cell, one row as bytes of a sheet part: values to XML and back, styles untouched."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from html import unescape
from numbers import Integral, Real
from typing import NamedTuple

from workbook.papers.pages.page import Value
from workbook.shells.parts.entities import escape

LONGEST_TEXT = 32_767
EXACT = 10**15
"""Whole numbers below it keep all their digits in Excel."""

MICROSECONDS_A_DAY = 86_400_000_000
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def clean(text: str) -> str:
    """Text as Excel can hold it: no control characters, one line feed a line, at most 32,767 UTF-16 units.

    Examples:
        >>> clean("甲" + chr(7) + chr(13) + chr(10) + "乙").split()
        ['甲', '乙']
    """
    if not text.isprintable():
        text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) * 2 > LONGEST_TEXT and len(units := text.encode("utf-16-le")) > LONGEST_TEXT * 2:
        text = units[: LONGEST_TEXT * 2].decode("utf-16-le", "ignore")
    return text


def serial(moment: date, *, is_1904: bool) -> int | float | None:
    """The number Excel keeps for a day or moment; None before its calendar begins.

    Examples:
        >>> serial(date(2026, 10, 9), is_1904=False), serial(datetime(2026, 10, 9, 12), is_1904=True)
        (46304, 44842.5)
        >>> serial(date(1900, 1, 1), is_1904=False), serial(date(1899, 12, 31), is_1904=False)
        (1, None)
    """
    whole = datetime(moment.year, moment.month, moment.day)
    days = (whole - (datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30))).days
    if not is_1904 and days < 61:
        days -= 1  # Excel believes in 29 February 1900
    if days < (0 if is_1904 else 1):
        return None
    if not isinstance(moment, datetime):
        return days
    passed = (moment.replace(tzinfo=None) - whole) // timedelta(microseconds=1)
    return days + passed / MICROSECONDS_A_DAY if passed else days


class Cell(NamedTuple):
    """A cell without its address: the attributes after r="…" and what stands inside (None for an empty element)."""

    attributes: bytes = b""
    inner: bytes | None = None

    @property
    def style(self) -> int:
        """The index of its format; 0 is the book's default."""
        return _style_of(self.attributes)

    @property
    def kind(self) -> bytes:
        """Excel's own letter: s shared text, inlineStr, str, b, e, n."""
        return _kind_of(self.attributes)

    @property
    def formula(self) -> bytes | None:
        """The whole formula element, or None."""
        if self.inner is None or not (b"<f" in self.inner or b":f" in self.inner):
            return None
        found = _FORMULA.search(self.inner)
        return found[0] if found else None

    @property
    def shared(self) -> int | None:
        """Which shared text it shows, if it does."""
        found = _V.search(self.inner or b"") if self.kind == b"s" else None
        return int(found[1]) if found and found[1].isdigit() else None

    def text(self, shared: Mapping[int, str]) -> str:
        """What stands in it, as plain text; '' when empty."""
        if self.inner is None:
            return ""
        if self.kind == b"inlineStr":
            return plain(self.inner)
        found = _V.search(self.inner)
        if not found:
            return ""
        if self.kind == b"s":
            return shared.get(int(found[1]), "") if found[1].isdigit() else ""
        return unescape(found[1].decode()) if self.kind == b"str" else _number_text(found[1].decode())

    def unanswered(self) -> Cell:
        """The same formula without the answer Excel remembered; a cell without formula is returned as it is."""
        if not self.formula:
            return self
        return Cell(_TYPE_ATTRIBUTE.sub(b"", self.attributes), _ANSWER.sub(b"", self.inner or b""))


@lru_cache
def _style_of(attributes: bytes) -> int:
    found = _STYLE.search(attributes)
    return int(found[1]) if found else 0


@lru_cache
def _kind_of(attributes: bytes) -> bytes:
    found = _TYPE.search(attributes)
    return found[1] if found else b"n"


_STYLE = re.compile(rb"\ss=[\"'](\d+)[\"']")
_TYPE = re.compile(rb"\st=[\"'](\w+)[\"']")
_TYPE_ATTRIBUTE = re.compile(rb"\st=[\"']\w+[\"']")
_V = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]*)<")
_ANSWER = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?(?:/>|>[^<]*</(?:[\w.-]+:)?v>)")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f(?:\s[^>]*?)?(?:/>|>[^<]*</(?:[\w.-]+:)?f>)")
_PHONETIC = re.compile(rb"<(?:[\w.-]+:)?rPh\b.*?</(?:[\w.-]+:)?rPh>", re.DOTALL)
_T = re.compile(rb"<(?:[\w.-]+:)?t(?:\s[^>]*)?>([^<]*)<")


def plain(rich: bytes) -> str:
    """The text of a string element: runs joined, phonetic guides left out."""
    if b"rPh" in rich:
        rich = _PHONETIC.sub(b"", rich)
    text = unescape(b"".join(_T.findall(rich)).decode())
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _number_text(text: str) -> str:
    """12.0 as people write it: 12."""
    return text.removesuffix(".0")


class Tags(NamedTuple):
    """The patterns of one namespace prefix (b'' or b'x:')."""

    prefix: bytes
    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    any_row: re.Pattern[bytes]
    odd: tuple[re.Pattern[bytes], ...]

    def is_odd(self, xml: bytes, start: int, end: int) -> bool:
        """Whether a stretch of rows is legal but not in the one form that the patterns know.

        Each pattern begins with a word of its own and is found as fast as bytes can be looked through; all in one takes
        ten times as long.
        """
        marks = (b"<!", b"<?", b"AlternateContent", b"]]>", b"-->")
        return any(xml.find(mark, start, end) >= 0 for mark in marks) or any(
            one.search(xml, start, end) for one in self.odd
        )


@lru_cache
def tags(prefix: bytes) -> Tags:
    """Patterns for rows and cells in canonical form (r comes first, double quotes)."""
    p = re.escape(prefix)
    odd = (rb'<%sc(?! r="[A-Z]+\d+")[\s/>]' % p, rb'<%srow(?! r="\d+")[\s/>]' % p)
    return Tags(
        prefix,
        re.compile(rb'<%srow r="(\d+)"([^>]*?)(/?)>' % p),
        re.compile(rb'<%sc r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</%sc>)' % (p, p), re.DOTALL),
        re.compile(rb'<%srow(?: r="(\d+)")?([^>]*?)(/?)>' % p),
        tuple(map(re.compile, odd)),
    )


def text_cell(text: str, style: int, prefix: bytes) -> Cell:
    """The cell that shows a text in a format."""
    attributes, text = _style_attribute(style), clean(text)
    if not text:
        return Cell(attributes)
    if "_x" in text:
        text = LOOKS_ESCAPED.sub("_x005F_", text)
    space = b' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() or "\n" in text else b""
    inner = b"<%sis><%st%s>%s</%st></%sis>" % (prefix, prefix, space, escape(text).encode(), prefix, prefix)
    return Cell(attributes + b' t="inlineStr"', inner)


@lru_cache
def empty_cell(style: int) -> Cell:
    """The cell that shows nothing in a format."""
    return Cell(_style_attribute(style))


@lru_cache
def _style_attribute(style: int) -> bytes:
    return b' s="%d"' % style if style else b""


def is_missing(value: object) -> bool:
    """None, NaN and NaT: what isn't equal to itself is nothing."""
    return value is None or value != value  # noqa: PLR0124


def cell(value: Value, style: int, prefix: bytes, *, is_1904: bool) -> Cell:
    """The cell that shows a value in a format; text is always text, numbers that Excel can't hold are text too."""
    if type(value) is str:
        return text_cell(value, style, prefix)
    if is_missing(value):
        return empty_cell(style)
    attributes = _style_attribute(style)
    if isinstance(value, bool):
        return Cell(attributes + b' t="b"', b"<%sv>%d</%sv>" % (prefix, value, prefix))
    if isinstance(value, date):
        days = serial(value, is_1904=is_1904)
        value = value.isoformat(sep=" ") if days is None and isinstance(value, datetime) else value.isoformat()
        if days is not None:
            return Cell(attributes, b"<%sv>%s</%sv>" % (prefix, repr(days).encode(), prefix))
    elif isinstance(value, (Real, Decimal)) and (shown := _shown(value)) is not None:
        return Cell(attributes, b"<%sv>%s</%sv>" % (prefix, shown, prefix) if shown else None)
    return text_cell(str(value), style, prefix)


def _shown(value: Real | Decimal) -> bytes | None:
    """A number as the file keeps it, b'' if it is infinite, None if only text would keep all its digits."""
    if isinstance(value, Integral):
        return b"%d" % int(value) if abs(int(value)) < EXACT else None
    exact = float(value)
    if not math.isfinite(exact):
        return b""
    return repr(int(exact) if exact.is_integer() and abs(exact) < EXACT else exact).encode()
