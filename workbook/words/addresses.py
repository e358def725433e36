"""Addresses inside sentences (事件!D7, 事件!第7行, 事件!归档第3行) that go along when rows move."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from workbook.words.place import ARCHIVED, Place, number

Now = Mapping[str, Callable[[int], int]]
"""Sheet → from the number of a row to the number it has now; rows of the archive lie above ARCHIVED."""


def pattern(sheets: Mapping[str, object]) -> re.Pattern[str]:
    """Where a sentence names a cell or a row of one of some sheets."""
    names = "|".join(re.escape(name) for name in sorted(sheets, key=len, reverse=True))
    return re.compile(
        rf"(?P<sheet>{names})!(?:归档第(?P<old>\d+)行(?:(?P<in>[A-Z]{{1,3}})列)?|第(?P<row>\d+)行"
        r"|(?P<column>[A-Z]{1,3})(?P<cell>\d+)(?![\d!A-Za-z]))"
    )


def renamed(text: str, now: Now, found: re.Pattern[str]) -> str:
    """The sentence with every address as it is now; `found` is the pattern of these sheets.

    Examples:
        >>> now = {"事件": lambda row: row - 2 if row > 3 else ARCHIVED + row - 1}
        >>> renamed("W3：事件!D7；事件!第2行；客户!C2", now, pattern(now))
        'W3：事件!D5；事件!归档第1行；客户!C2'
    """

    def one(there: re.Match[str]) -> str:
        row = int(there["old"]) + ARCHIVED if there["old"] else int(there["row"] or there["cell"])
        column = there["in"] or there["column"]
        return str(Place(there["sheet"], now[there["sheet"]](row), number(column) if column else 0))

    return found.sub(one, text)
