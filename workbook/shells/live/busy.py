"""Excel's own troubles in plain words: a cell in edit mode, an open dialog, a protected sheet, a program that is gone."""

from __future__ import annotations

import sys
import time
from typing import Any

from workbook.words.faults import BookFault
from workbook.words.tongue import worded

BUSY = {-2147418111, -2147417846, -2146777998, -2146788248}
"""Codes with which Excel refuses a call: rejected, retry later, a cell is being edited, a dialog is open."""

GONE = {-2147023174, -2147023170, -2147417848}
"""Codes of a program that has been closed or has crashed."""

PROTECTED = ("protect", "保护", "read-only", "只读")
_TRIES, _PAUSE = 20, 0.1


def codes(found: BaseException) -> set[int]:
    """Every code that an error of Excel carries, its inner one too.

    Examples:
        >>> codes(Exception(-2147352567, "", (0, None, None, None, 0, -2146777998), None)) & BUSY
        {-2146777998}
    """
    inner = [part for argument in found.args if isinstance(argument, tuple) for part in argument]
    return {part for part in (*found.args, *inner) if isinstance(part, int) and part < 0}


def spoken(found: BaseException) -> BookFault | None:
    """The trouble as a sentence with its cure; None when it isn't one of Excel's."""
    known = codes(found)
    if known & BUSY or type(found).__name__ == "ExcelBusyError":
        return _busy()
    if known & GONE:
        return BookFault(
            worded("Excel 已经关掉，或没有回应。"), worded("重新打开工作簿，再点一次；做到一半的可以先点“撤销”。")
        )
    text = " ".join(str(part) for part in _flat(found.args)).lower()
    if known and any(word in text for word in PROTECTED):
        return BookFault(worded("有一张表或整本工作簿加了保护，写不进去。"), worded("在“审阅”里撤销保护，再点一次。"))
    return None


def _busy() -> BookFault:
    return BookFault(
        worded("Excel 正忙：有一格正在编辑，或有一个对话框开着。"),
        worded("按 Enter 或 Esc 结束编辑，关掉对话框，再点一次。"),
    )


def _flat(parts: tuple[Any, ...]) -> list[Any]:
    return [one for part in parts for one in (part if isinstance(part, tuple) else (part,))]


def wait_until_ready(app: Any) -> None:
    """Returns once the program takes orders.

    Excel refuses orders while somebody edits a cell, and xlwings would ask again without end; so it is asked here,
    a few times, before anything else.

    Raises:
        BookFault: it is still busy after two seconds.
    """
    native = getattr(app.api, "_inner", app.api) if sys.platform == "win32" else app
    name = "Interactive" if sys.platform == "win32" else "display_alerts"  # xlwings has no interactive on a Mac
    for left in reversed(range(_TRIES)):
        try:
            setattr(native, name, getattr(native, name))
        except Exception as found:
            if spoken(found) is None:
                raise
            if not left:
                raise _busy() from found
            time.sleep(_PAUSE)
        else:
            return
