"""Personal data covered before it leaves: phones, names, and whole columns by their 密级.

What a report calls 对外 decides: 内部 stays as it is, 外组 covers the 个人 columns, 对外 also drops the 内部 ones.
机密 columns leave only with an approval. Free text is scrubbed of anything that reads like a phone number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

Outside = Literal["内部", "外组", "对外"]

HIDDEN = "***"

_APART = r"[-\s.·•,/_~()（）\[\]【】\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff]"
_OPEN, _CLOSED = r"[(（\[【]", r"[)）\]】]"
_GROUPS = (
    (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (6, 5), (5, 6), (4, 7), (3, 2, 3, 3), (3, 3, 3, 2), (3, 4, 2, 2),
    (1,) * 11,
)  # fmt: skip


def _grouped(sizes: tuple[int, ...]) -> str:
    """The pattern of a mobile number written in groups of these sizes, up to three marks between two groups."""
    first = "1" if sizes[0] == 1 else rf"1[3-9]\d{{{sizes[0] - 2}}}"
    rest = [r"\d" if size == 1 else rf"\d{{{size}}}" for size in sizes[1:]]
    return f"{_APART}{{1,3}}".join([first, *(["[3-9]", *rest[1:]] if sizes[0] == 1 else rest)])


_COUNTRY = rf"(?:{_OPEN}(?=(?:\+|00)?86{_CLOSED}))?(?:\+|00)?86{_APART}{{0,3}}"
_MOBILE = (
    rf"(?:{_COUNTRY}(?:\(0\))?)?(?:{_OPEN}(?=1[3-9]\d{_CLOSED}))?0?"
    rf"(?P<mobile>1[3-9]\d{{9}}|{'|'.join(_grouped(sizes) for sizes in _GROUPS)})"
)
_TOWN = r"(?:10|2\d|[3-9][1-9]\d|701)"
_LOCAL = rf"[2-9]\d{{2,3}}{_APART}{{0,3}}\d{{4}}"
_LANDLINE = rf"(?:{_COUNTRY}{_OPEN}?0?|{_OPEN}?0)(?P<area>{_TOWN}){_APART}{{0,3}}(?P<local>{_LOCAL})"
_BEFORE = r"(?:电话|座机|致电|来电|回电|[Tt][Ee][Ll])[:\uFF1A.\s]{0,3}"
_CALLED = rf"(?P<called>{_BEFORE})(?P<short>{_LOCAL})"
_ABROAD = r"(?P<abroad>(?:\+|00)(?!86)[1-9]\d{8,13})"
_PHONE = re.compile(rf"(?<!\d)(?:{_MOBILE}|{_LANDLINE}|{_CALLED}|{_ABROAD})(?!\d)")
_ENOUGH = re.compile(rf"\d(?:{_APART}{{0,3}}\d){{6}}")
"""So many digits as the shortest number has: without them there is nothing to look for."""
_SPELT = {
    ord(mark): str(digit)
    for digit, marks in enumerate(("〇零", "一壹幺", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for mark in marks
}
_SAID = "".join(map(chr, _SPELT))
_SPOKEN = re.compile(rf"(?<![{_SAID}])[一壹幺][{_SAID}]{{10}}(?![{_SAID}])")
_PLAIN = {
    code: str(unicodedata.digit(chr(code)))
    for low, high in (
        (0xFF10, 0xFF1A),
        (0x2460, 0x2469),
        (0x24EA, 0x24EB),
        (0x1D7CE, 0x1D800),
        (0x2070, 0x207A),
        (0xB2, 0xBA),
    )
    for code in range(low, high)
    if unicodedata.digit(chr(code), None) is not None
} | {0xFF0B: "+", 0xFF0D: "-", 0xFF0E: ".", 0xFF0F: "/", 0xFF3F: "_", 0xFF5E: "~", 0xFF3B: "[", 0xFF3D: "]"}
"""Digits that are written as something else, and the marks between them in full width; each is one sign for one."""
_MAILBOX = re.compile(r"\s*([^@\s])[^@\s]*(@[^@\s]+)\s*")
_NUMERIC = re.compile(r"[\dXx\s+\-–—.()\uFF08\uFF09/、,\uFF0C;\uFF1B转*]+")


def phone(text: str) -> str:
    """The number with its middle covered; what holds no digits is left alone.

    Examples:
        >>> phone("13812345678"), phone("057188886666"), phone("0571-88886666"), phone("88886666")
        ('138****5678', '0571****6666', '0571****6666', '****6666')
        >>> phone("138****5678"), phone("12345"), phone("同上")
        ('138****5678', '*****', '同上')
    """
    plain = _plainly(text)
    scrubbed = scrub(plain)
    if scrubbed != plain:
        return scrubbed
    if "****" in plain:
        return text
    digits = sum(mark.isdecimal() for mark in plain)
    if not digits:
        return text
    return "****" + plain.strip()[-4:] if digits >= 7 else "*" * digits


def name(text: str) -> str:
    """The first character and two stars, whatever the length.

    Examples:
        >>> name("张三"), name("欧阳建国"), name("张**"), name("")
        ('张**', '欧**', '张**', '')
    """
    kept = text.strip()[:1]
    return f"{kept}**" if kept else text


@lru_cache(1 << 16)
def scrub(text: str) -> str:
    """Free text with every mobile or landline number covered.

    A bare number of seven or eight digits counts as a landline only after 电话, 座机, 致电 …: dates and
    serial numbers look the same.

    Examples:
        >>> scrub("已联系 138-1234-5678,改打(0571)88886666,单号 20260302100000")
        '已联系 138****5678,改打0571****6666,单号 20260302100000'
        >>> scrub("座机88886666;合同 88886666;+86 13812345678")
        '座机****6666;合同 88886666;138****5678'
        >>> scrub("香港 0085223456789"), scrub("+14155552671")
        ('香港 ****6789', '****2671')
    """
    plain = _plainly(text)
    return _PHONE.sub(_covered, plain) if _tells(plain) else text


def reveals(text: str) -> bool:
    """Whether the text still holds a whole phone number.

    Examples:
        >>> reveals("回电 13812345678"), reveals("回电 138****5678"), reveals("2026-03-09 13:30")
        (True, False, False)
    """
    return _tells(_plainly(text))


def _plainly(text: str) -> str:
    """The text with its digits written as digits; eleven numerals in a row are taken for digits where they can be a number."""
    plain = text.translate(_PLAIN)
    return _SPOKEN.sub(lambda found: found[0].translate(_SPELT), plain) if _SPOKEN.search(plain) else plain


def _tells(plain: str) -> bool:
    return _ENOUGH.search(plain) is not None and _PHONE.search(plain) is not None


def _covered(match: re.Match[str]) -> str:
    """One number that was found, with its middle covered."""
    if match["mobile"]:
        digits = re.sub(r"\D", "", match["mobile"])
        return f"{digits[:3]}****{digits[-4:]}"
    if match["area"]:
        return f"0{match['area']}****{match['local'][-4:]}"
    if match["abroad"]:
        return f"****{match['abroad'][-4:]}"
    return f"{match['called']}****{match['short'][-4:]}"


def masked(
    frame: pd.DataFrame, privacies: Mapping[str, str], outside: Outside, *, approved: bool = False
) -> pd.DataFrame:
    """The rows as the reader outside may see them; the frame given stays as it was.

    Shapes:
        frame: any columns; `privacies` names the 密级 of some of them, the rest are 公开.
        returns: the same rows in the same order. 个人 columns become covered text (missing stays missing), 公开 text
            columns lose their phone numbers, 内部 columns are gone when `outside` is 对外, and 机密 columns are gone
            unless `approved`, even inside.

    Examples:
        >>> import pandas as pd
        >>> rows = pd.DataFrame({"客户名称": ["张三"], "手机": ["13812345678"], "等级": ["A"]}, dtype="str")
        >>> masked(rows, {"客户名称": "个人", "手机": "个人", "等级": "内部"}, "对外").to_dict("list")
        {'客户名称': ['张**'], '手机': ['138****5678']}
    """
    dropped = {"内部"} if outside == "对外" else set()
    if not approved:
        dropped.add("机密")
    kept = [column for column in frame.columns if privacies.get(str(column), "公开") not in dropped]
    shown = frame[kept].copy()
    if outside == "内部":
        return shown
    for column in kept:
        if privacies.get(str(column)) in {"个人", "机密"}:
            shown[column] = _each(shown[column], _person)
        elif shown[column].dtype.kind not in "iufbM":
            shown[column] = _each(shown[column], lambda value: scrub(str(value)))
    return shown


def _person(value: object) -> str:
    """One personal value covered by what it looks like: a number, a mailbox, or words."""
    if not isinstance(value, str):
        return HIDDEN
    if mailbox := _MAILBOX.fullmatch(value):
        return f"{mailbox[1]}***{mailbox[2]}"
    return phone(value) if _NUMERIC.fullmatch(_plainly(value)) else name(value)


def _each(column: pd.Series, cover: Callable[[object], str]) -> pd.Series:
    """The column as text with `cover` applied once to each distinct value."""
    import pandas as pd

    codes, values = pd.factorize(column)
    covered = pd.array([cover(value) for value in values], dtype="str")
    return pd.Series(covered.take(codes, allow_fill=True), index=column.index, name=column.name)
