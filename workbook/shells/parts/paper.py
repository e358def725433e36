"""A sheet on paper: A4 as wide as the page, its head and foot, and where a new page begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbook.shells.parts import xmltree
from workbook.shells.parts.xmltree import Node, add, child, local
from workbook.words.tongue import declared, worded

SHEET_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
FOOTER = declared("&L&A&C第 &P 页，共 &N 页&R&D")
"""What stands below every sheet of paper: the sheet, the page of how many, the day it was printed."""
FOOT = declared("&L&A&C第 &P 页，共 &N 页")
"""The same where the head says of which day it is: a second day, as the machine writes days, only confuses."""

TITLES = 2
"""Columns at the left that stand on each sheet of paper where a page is several wide."""
MARGINS = {"left": "0.4", "right": "0.4", "top": "0.65", "bottom": "0.6", "header": "0.3", "footer": "0.3"}

_HEAD = re.compile(r'&L.*&C(&B.*&B|&"[^"]*".*)&R.*', re.DOTALL)
"""A head that we wrote, as Excel keeps it and as LibreOffice does, which names the font for the bold middle."""
_HEADS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def set_up(frame: Node, *, landscape: bool, across: int = 1, pages_down: int = 0, dated: bool = False) -> None:
    """On A4, `across` pages wide; `pages_down` 0 takes as many pages as there are rows; a `dated` one says its day itself."""
    properties = child(frame, "sheetPr")
    properties = add(frame, "sheetPr", SHEET_ORDER) if properties is None else properties
    if child(properties, "pageSetUpPr") is None:
        add(properties, "pageSetUpPr", fitToPage="1")
    xmltree.remove(node for node in frame if local(node) in {"printOptions", "pageSetup", "headerFooter"})
    add(frame, "printOptions", SHEET_ORDER, horizontalCentered="1")
    margins = child(frame, "pageMargins")
    margins = add(frame, "pageMargins", SHEET_ORDER) if margins is None else margins
    for side, inches in MARGINS.items():
        margins.set(side, inches)
    wide = {"fitToWidth": str(across)} if across > 1 else {}
    add(
        frame, "pageSetup", SHEET_ORDER,
        paperSize="9", orientation="landscape" if landscape else "portrait", **wide, fitToHeight=str(pages_down),
    )  # fmt: skip
    add(add(frame, "headerFooter", SHEET_ORDER), "oddFooter").text = worded(FOOT if dated else FOOTER)


def head_paper(frame: Node, words: Sequence[str]) -> None:
    """The head of each sheet of paper, left, middle and right; one that staff wrote themselves stays."""
    if not words:
        return
    found = child(frame, "headerFooter")
    found = add(frame, "headerFooter", SHEET_ORDER) if found is None else found
    head = child(found, "oddHeader")
    if head is None:
        head = add(
            found, "oddHeader", ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
        )
    elif head.text and not _HEAD.fullmatch(head.text):
        return
    head.text = paper_head(words)
    foot = child(found, "oddFooter")
    if words[2] and foot is not None and foot.text == worded(FOOTER):
        foot.text = worded(FOOT)


def paper_head(words: Sequence[str]) -> str:
    """Three words as a spreadsheet program keeps the head of a page.

    Examples:
        >>> paper_head(("甲&乙站", "月扣款表", "2026-03"))
        '&L甲&&乙站&C&B月扣款表&B&R2026-03'
    """
    left, middle, right = (word.replace("&", "&&")[:70] for word in words)
    return f"&L{left}&C&B{middle}&B&R{right}"


def break_pages(frame: Node, rows: Sequence[int]) -> None:
    """Begin a new sheet of paper below each of these rows."""
    xmltree.remove(node for node in list(frame) if local(node) == "rowBreaks")
    if rows:
        many = str(len(rows))
        breaks = add(frame, "rowBreaks", SHEET_ORDER, count=many, manualBreakCount=many)
        for row in rows:
            add(breaks, "brk", id=str(row), max="16383", man="1")
