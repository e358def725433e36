"""What stands beside the numbers of a cell: the name with its brackets, words about whose number it is."""

from __future__ import annotations

import re
import unicodedata

NUMBER = re.compile(
    r"(?:(?:\+|00)?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)"
    r"|(?<!\d)(?:(?:\+|00)86[-\s]?\(?0?[1-9]\d{1,2}\)?[-\s]|\(?0[1-9]\d{1,2}\)?[-\s]?)\d{3,4}[-\s]?\d{4}(?!\d)"
    r"(?:\s*(?:转|-|分机号?[:：]?|ext\.?)\s*\d{1,5}(?!\d))?"
    r"|[48]00[-\s]?\d{3}[-\s]?\d{4}"
    r"|(?<!\d)[2-9]\d{6,7}(?!\d)"
)
ABROAD = re.compile(r"(?<![\d+])(?:\+|00(?!1[3-9]\d{9}(?!\d)))(?!86)[1-9]\d{0,2}[-\s]?\(?\d[\d\s()-]{5,14}\d")
"""A number in another country, with its code."""
_EDGES = " /／、,，;；:：-—"
_PAIRS = {"(": ")", "（": "）", "[": "]", "【": "】"}
_HOLLOW = re.compile(rf"[(（\[【][{re.escape(_EDGES)}]*[)）\]】]")
_LOOSE = re.compile(rf"(?<=[(（\[【])[{re.escape(_EDGES)}]+|[{re.escape(_EDGES)}]+(?=[)）\]】])")
_PLAIN = re.compile(r"联系|电话|手机|座机|固话|号码?|tel|phone|mobile|[\W_]+", re.IGNORECASE)


def without_numbers(text: str) -> str:
    """What is left of a text when its numbers are taken out: the name beside them, with its brackets.

    Examples:
        >>> without_numbers("柳一帆（13900000101/13900000102）"), without_numbers("沈二桐(老板13900000101)")
        ('柳一帆', '沈二桐(老板)')
        >>> without_numbers("季三石（大）"), without_numbers("（池四海）"), without_numbers("范五味(")
        ('季三石（大）', '池四海', '范五味')
    """
    left, count = NUMBER.subn(" ", ABROAD.sub("13000000000", unicodedata.normalize("NFKC", text)))
    return _tidy(_LOOSE.sub("", _HOLLOW.sub(" ", left)) if count else text)


def words_beside(text: str) -> str:
    """What a cell of numbers says beside them: 李太太, （微信）; '' for what only says that they are numbers.

    Examples:
        >>> words_beside("13900000101 李太太"), words_beside("电话：13900000101/13900000102"), words_beside("13900000101")
        ('李太太', '', '')
    """
    parts = NUMBER.split(ABROAD.sub("13000000000", unicodedata.normalize("NFKC", text)))
    left = [part for one in parts if (part := _tidy(one)) and _PLAIN.sub("", part)]
    return "、".join(left) if len(parts) > 1 else ""


def _tidy(text: str) -> str:
    """A text without signs and single brackets at its ends, and without a pair around all of it."""
    closing = {shut: opened for opened, shut in _PAIRS.items()}
    while text:
        text = text.strip(_EDGES).strip()
        first, last = text[:1], text[-1:]
        inner = text[1:-1]
        if first in _PAIRS and last == _PAIRS[first] and not {first, last} & {*inner}:
            text = inner
        elif first in closing or (first in _PAIRS and _PAIRS[first] not in text):
            text = text[1:]
        elif last in _PAIRS or (last in closing and closing[last] not in text):
            text = text[:-1]
        else:
            break
    return text
