"""A rule in words; in a language that has no words for rules, cell by cell under their headings."""

from __future__ import annotations

import re
from typing import Any

from workbook.papers.starter.rule_sheets import written_rows
from workbook.papers.words.asides import asides
from workbook.papers.words.book import MANY, TOLD, with_values
from workbook.papers.words.columns_made import derive
from workbook.papers.words.telling import Telling
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.sorts.model import SHEETS, Derive, Question, Rule, Script
from workbook.words.tongue import HEADING, SHEET, WORD, heard, named, worded

__all__ = ["MANY", "TELLERS", "what"]

TELLERS: dict[type[Any], tuple[Any, str]] = {sort: (tell, how) for _, sort, tell, how in TOLD} | {
    Derive: (derive, "one")
}
LONGEST = 40
LEFT_OUT = {"备注", "条款", "依据", "说明", "提示", "启用", "生效日", "失效日", "接替", "停用期"}
_WORD = re.compile(r"[^\s:：,，;；、.{}|=()（）]+")


def what(telling: Telling, now: Rulebook, book: Rulebook, rule: Rule) -> str:
    """The rule in words, with its smaller clauses.

    Shapes:
        now: the rules as they stand, for the values of settings. book: the rules with their rows as written.
    """
    if isinstance(rule, Question):
        form, asked, label = rule.form, named(rule.question, HEADING), rule.label
        rest = "" if rule.required else worded("（可以不答）")
        return worded("问卷“{form}”问“{question}”：{label}{rest}", form=form, question=asked, label=label, rest=rest)
    if isinstance(rule, Script):
        text = rule.text[:LONGEST] + ("…" if len(rule.text) > LONGEST else "")
        return worded("{use}话术“{name}”：{text}", use=rule.use, name=rule.name or rule.id, text=text)
    if heard() is not None and (told := _by_cells(book, rule)):
        return told
    if type(rule) not in TELLERS:
        return rule.name or rule.id
    tell, how = TELLERS[type(rule)]
    said = tell(telling, [rule] if how == MANY else rule)
    return with_values("；".join((said, *asides(telling, rule))), now)


def _by_cells(book: Rulebook, rule: Rule) -> str:
    """Its cells as they stand, under the headings of the sheet; names and words in them as people read them there."""
    sheet = next((name for name, sort in SHEETS.items() if sort is type(rule)), "")
    sources = (row for source in book.sources for row in source.rows.get(sheet, ()))
    row = next((one for one in (*book.typed.get(sheet, ()), *sources) if one.place == rule.place), None)
    lines = list(written_rows(sheet, [row])) if row is not None else []
    cells = {heading: text for line in lines for heading, text in line.items() if text and heading not in LEFT_OUT}
    return worded("；").join(
        worded("{heading}：{text}", heading=named(heading, HEADING), text=_WORD.sub(_said, text))
        for heading, text in cells.items()
    )


def _said(found: re.Match[str]) -> str:
    """A name of a sheet or of a column, or a fixed word; anything else as it stands."""
    kinds = (WORD, HEADING, SHEET)
    return next((said for kind in kinds if (said := named(found[0], kind)) != found[0]), found[0])
