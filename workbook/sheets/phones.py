"""Phone numbers: digits only, and whether they look like a number one can call."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.texts import Flaw, folded
from workbook.words.issues import Kind

_MOBILE = r"^1[3-9]\d{9}$"
_CALLABLE = re.compile(
    r"1[3-9]\d{9}"  # mobile
    r"|0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}"  # landline with its area
    r"|[48]00\d{7}"  # 400 and 800
    r"|1[012]\d{1,3}|9[56]\d{3,6}"  # short numbers of services
)
_PARTS = re.compile(
    r"(?:(1[3-9]\d)(\d{4})(\d{4})|(0(?:10|2\d)|0[3-9]\d{2})(\d{4})(\d{3,4})|([48]00)(\d{3})(\d{4}))(转\d+)?"
)
_EXTENSION = re.compile(r"(?P<number>.*\d)\s*(?:-|转|分机|ext\.?)\s*(?P<extension>\d{1,6})", re.IGNORECASE)
_SEVERAL = re.compile(r"[/、,;|\n]|\s{2,}| 或 ?|或")
_APART = re.compile(r"转|分机|ext", re.IGNORECASE)
_LENGTHS = range(3, 13)  # of a number that one may try; more digits are two numbers, or none
_SHORTEST = 7
_BARE = re.compile(r"[\d+() .\-—–]*")
_ABROAD = re.compile(r"\+(?!86)\d[\d ()\-]{6,18}|00(?!86)\d[\d ()\-]{6,18}")


def phones(texts: pa.Array) -> tuple[pa.Array, list[Flaw]]:
    """The digits of each number; odd ones are a flaw, and null when they hold no number at all.

    Examples:
        >>> values, flaws = phones(pa.array(["+86 138-0013-8000", "0571-88886666", "88886666", "微信联系"]))
        >>> values.to_pylist(), [flaw.at for flaw in flaws]
        (['13800138000', '057188886666', '88886666', None], [2, 3])
        >>> phones(pa.array(["+1 415 555 2671", "00852-23456789"]))[0].to_pylist()  # as dialled, and no mobile of ours
        ['0014155552671', '0085223456789']
    """
    plain = folded(texts)
    straight = pc.match_substring_regex(plain, _MOBILE)
    if pc.all(straight).as_py() is not False:
        return plain, []
    flaws: list[Flaw] = []
    values: list[str | None] = plain.to_pylist()
    for at in pc.indices_nonzero(pc.invert(straight)).to_pylist():
        text = values[at] or ""
        values[at], fits = _number(text)
        if not fits:
            flaws.append(Flaw(at, Kind.ODD_PHONE))
    return pa.array(values, pa.string()), flaws


def spaced(number: str) -> str:
    """A number as people write it: on the list, on forms, in sentences; as it is where it has no usual spaces.

    Examples:
        >>> spaced("13800002002"), spaced("057188886666转801"), spaced("01088886666"), spaced("12345")
        ('138 0000 2002', '0571 8888 6666 转801', '010 8888 6666', '12345')
    """
    found = _PARTS.fullmatch(number)
    return " ".join(part for part in found.groups() if part) if found else number


def _number(text: str) -> tuple[str | None, bool]:
    """The number to call, an extension set apart from it, and whether it surely is one.

    Examples:
        >>> _number("0571-88886666转801"), _number("13800138000 13900139000"), _number("1.38E+10")
        (('057188886666转801', True), ('13800138000', False), (None, False))
    """
    if _ABROAD.fullmatch(text):
        return f"00{_digits(text).removeprefix('00')}", True
    whole = _home(_digits(text))
    if _CALLABLE.fullmatch(whole) and not _APART.search(text):
        return whole, True
    with_extension = _EXTENSION.fullmatch(text)
    if with_extension:
        number = _home(_digits(with_extension["number"]))
        if _CALLABLE.fullmatch(number):
            return f"{number}转{with_extension['extension']}", True
        if len(number) in _LENGTHS and _APART.search(text):
            return f"{number}转{with_extension['extension']}", False
    first = _first(text)
    if first:
        return first, False
    return (whole if len(whole) in _LENGTHS else None) if _BARE.fullmatch(text) else None, False


def _first(text: str) -> str | None:
    """The first number that can be called, of several in one cell, or beside words."""
    parts = _SEVERAL.split(text)
    for part in (*parts, *(" ".join(parts[0].split(" ")[:end]) for end in range(1, len(parts[0].split(" "))))):
        number = _home(_digits(part))
        if (len(parts) > 1 or part != text) and _CALLABLE.fullmatch(number) and len(number) >= _SHORTEST:
            return number
    return None


def _digits(text: str) -> str:
    """The digits alone."""
    return "".join(sign for sign in text if sign in "0123456789")


def _home(digits: str) -> str:
    """The number as called at home: without 86 or 0086 before a mobile or an area, without 0 before a mobile."""
    for prefix in ("0086", "86", "0"):
        rest = digits.removeprefix(prefix)
        if rest != digits and re.fullmatch(_MOBILE, rest):
            return rest
    for prefix in ("0086", "86"):
        rest = digits.removeprefix(prefix)
        if rest != digits and _CALLABLE.fullmatch("0" + rest.lstrip("0")) and len(rest) >= 9:
            return "0" + rest.lstrip("0")
    return digits
