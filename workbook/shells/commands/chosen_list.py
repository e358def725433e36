"""收名单 over the open workbook: the list that waits in its preview, or one that somebody picks in a file chooser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from workbook.shells.live.open_book import OpenBook
from workbook.shells.outside import clocks
from workbook.words.tongue import declared, worded

TITLE = declared("回访：选要收的名单")
KINDS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "txt", "tsv")


def bring(workbook: OpenBook) -> None:
    """A list shown in 【导入预览】, or taken in as that page says."""
    from workbook.shells.commands.beginnings import told
    from workbook.shells.runs.bringing import bring_by_sheet

    done = bring_by_sheet(workbook, clocks.now(), lambda: chosen(workbook.book.app), print)
    told(done, worded("对了就在它第一行的黄格“您定”里选“是”，再按一次“收名单”"))


def chosen(app: Any) -> Path | None:
    """The file that somebody picks; None when nobody does. Excel for the Mac tells no other program, so there the system asks."""
    if sys.platform == "darwin":
        picked = _on_a_mac()
    else:
        kinds = ";".join(f"*.{one}" for one in KINDS)
        kind = worded("名单")
        picked = app.api.GetOpenFilename(f"{kind} ({kinds}),{kinds}", 1, worded(TITLE))
    return Path(str(picked)) if picked else None


def _on_a_mac() -> str:
    kinds = ", ".join(f'"{one}"' for one in KINDS)
    title = worded(TITLE)
    words = f'POSIX path of (choose file with prompt "{title}" of type {{{kinds}}})'
    done = subprocess.run(["osascript", "-e", words], capture_output=True, encoding="utf-8", check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
