"""【为什么】: an answer as a sheet, its words line by line, and beside them every cell they name, to be clicked."""

from __future__ import annotations

import re
from collections.abc import Collection

from workbook.papers.pages.page import Page
from workbook.papers.pages.shown import Sheetful
from workbook.words.tongue import named as sheet_said
from workbook.words.tongue import worded

ANSWER = "为什么"


def answer_page(answer: str, sheets: Collection[str]) -> Page:
    """The lines of an answer; a line that names several cells goes on below itself, one cell a row.

    Shapes:
        sheets: the names of the sheets that the workbook has.
    """
    known = {said for name in sheets if name != ANSWER for said in (name, sheet_said(name))}
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    row = re.escape(worded("第{row}行", row="0")).replace("0", "[0-9]+")
    places = re.compile(rf"(?:{names})!(?:[A-Z]{{1,3}}[0-9]+|第[0-9]+行|{row})") if names else None
    told: list[str | None] = []
    cells: list[str | None] = []
    for words in answer.splitlines():
        named = list(dict.fromkeys(places.findall(words))) if places is not None else []
        told += [words.replace("    ", "　　", 1), *(None for _ in named[1:])]
        cells += named or [None]
    sheet = Sheetful(len(told))
    sheet.add("说明", told, wide=100, wrap=True)
    sheet.add("格", cells, "链接", most=30)
    return sheet.page(ANSWER, title=worded("为什么：问到的这一件，和它说到的每一格"))
