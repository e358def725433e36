"""A program that stays loaded between two presses in Excel: xlwings' own server, which worksheet functions have too.

It stays as long as Excel does, so a newer program on the disk isn't the one that a press would run.
"""

from __future__ import annotations

import sys

from workbook.shells.outside.stamped import stamp
from workbook.words.tongue import declared

SERVER = "xlwings.com_server"
"""Loaded in that server and nowhere else."""
OLDER = declared(
    "程序更新过了，Excel 里装着的还是旧的，这次什么也没做。\n怎么改：存好盘，关掉 Excel 的所有窗口，再打开，再点一次。"
)

_began: list[str] = []


def is_older() -> bool:
    """Whether the program was changed since the first press that it did; never where each press starts it anew."""
    if SERVER not in sys.modules:
        return False
    mark = stamp()
    if not _began:
        _began.append(mark)
    return _began[0] != mark
