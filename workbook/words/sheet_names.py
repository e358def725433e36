r"""How a sheet is called in a workbook: one mapping, used by whoever reads and whoever writes.

A spreadsheet takes no : \ / ? * [ ] in a name, no ' at its ends, and 31 characters at most. Signs become their wide
twins; a longer name keeps its beginning and ends with a mark made of the whole, so that two long ones stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b

LONGEST_NAME = 31
_MARK = 4
_WIDE = str.maketrans({":": "：", "\\": "＼", "/": "／", "?": "？", "*": "＊", "[": "［", "]": "］"})


def sheet_name(text: str) -> str:
    """The name of a sheet in a workbook; a name that a workbook may have stays as it is.

    Examples:
        >>> sheet_name("名单:短信"), sheet_name("进/出库"), sheet_name("进／出库")
        ('名单：短信', '进／出库', '进／出库')
        >>> len(sheet_name("长" * 40)), sheet_name("长" * 40) == sheet_name("长" * 41)
        (31, False)
    """
    plain = _plain(text)
    if len(plain) <= LONGEST_NAME:
        return plain or "表"
    mark = blake2b(plain.encode(), digest_size=_MARK // 2).hexdigest()
    return f"{plain[: LONGEST_NAME - _MARK - 1].strip()}~{mark}"


def by_name(known: Iterable[str]) -> Mapping[str, str]:
    """Known names by what a workbook may call them (in small letters), also by a long one cut off at its end."""
    found: dict[str, str] = {}
    cut: dict[str, list[str]] = {}
    for name in known:
        found.setdefault(folded(name), name)
        cut.setdefault(_plain(name)[:LONGEST_NAME].strip("' ").casefold(), []).append(name)
    return {**{short: names[0] for short, names in cut.items() if len(names) == 1}, **found}


def folded(name: str) -> str:
    """A name so that two that a workbook takes for one are equal."""
    return sheet_name(name).casefold()


def twins(names: Iterable[str]) -> list[tuple[str, str]]:
    """Different names that a workbook can't tell apart.

    Examples:
        >>> twins(["进/出库", "客户", "进／出库", "ab", "AB"])
        [('进/出库', '进／出库'), ('ab', 'AB')]
    """
    first: dict[str, str] = {}
    found = []
    for name in dict.fromkeys(names):
        before = first.setdefault(folded(name), name)
        if before != name:
            found.append((before, name))
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\x00-\x1f]", "", text).translate(_WIDE).strip("' ")
