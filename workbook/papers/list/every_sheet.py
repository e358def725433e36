"""Every sheet the program writes, as values: today's list, what it leaves out, what is wrong, and the ledgers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from workbook.papers.list.chains import CHAINS, chain_pages
from workbook.papers.list.ledgers import because_by_rule, ledger_pages
from workbook.papers.list.open_dates import OPEN_DATES, open_dates_pages
from workbook.papers.list.overtyped import guarded
from workbook.papers.list.problems import PROBLEMS, problems_pages
from workbook.papers.list.reminders import REMINDERS, list_pages, reminders_page
from workbook.papers.list.today import LIST, dressed, layout_of, today_page
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.shown import Sheetful, values
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Spawn
from workbook.rules.facts.by_hand import MADE_BY, MADE_FROM

NOT_LISTED = "未入选说明"
USUAL = ("客户编号", "客户名称", "原因", "说明", "规则", "下次日期")


def pages(day: Day, wanted: Callable[[str], bool] = lambda _: True) -> tuple[Page, ...]:
    """Those wanted, in the order in which people open them; sheets that this rulebook doesn't fill are left out.

    运行记录 is written by the shell, and reports come from `reports.report_page`. Ask for the reports first: what is
    wrong with them then stands in 问题 too.
    """
    _ = spawned_rows(day)  # what 开单 finds wrong stands in 问题 too
    day.world.sheets[(LIST, None)] = dressed(day)
    made = [today_page(day), *list_pages(day)]
    if len(day.reminders) or REMINDERS in day.world.tables.cells:
        made.append(reminders_page(day))
    made.append(not_listed_page(day))
    if wanted(CHAINS):
        made.extend(chain_pages(day))
    if wanted(OPEN_DATES):
        made.extend(open_dates_pages(day))
    ledgers = tuple(ledger_pages(day, wanted))
    told = {page.name: guarded(day, page, wanted) for page in (*made, *ledgers)}
    if PROBLEMS in day.overtyped:
        guarded(day, problems_pages(day)[0], wanted)  # what was typed over 问题 stands in it too
    problems, *details = (guarded(day, page, wanted) for page in problems_pages(day))
    listed = (*details, problems)  # 问题 leads to 问题明细, which is there by then
    order = (*(told[page.name] for page in made), *listed, *(told[page.name] for page in ledgers))
    return tuple(page for page in order if wanted(page.name))


def not_listed_page(day: Day) -> Page:
    """未入选说明: each customer who isn't called today, and why not; with the list it adds up to all customers."""
    frame = day.not_listed
    layout = layout_of(day, NOT_LISTED)
    sheet = Sheetful(len(frame))
    for heading in (*(layout.columns if layout and layout.columns else USUAL), "客户编号"):
        if heading in frame.typed:
            sheet.vec(heading, frame.typed[heading], most=34)
    reasons = because_by_rule(day)
    held = frame.typed["规则"]
    said = [_said(str(word), reasons) for word in held.words] + [None]
    sheet.add("因由", [said[code] for code in held.data], wide=50)
    return sheet.page(NOT_LISTED, key="客户编号")


def _said(rules: str, reasons: Mapping[str, str]) -> str | None:
    return "；".join(reasons.get(rule, rule) for rule in rules.split("、")) or None


def spawned_rows(day: Day) -> Mapping[str, list[Mapping[str, Value]]]:
    """The rows that 开单 adds to staff's sheets, by sheet; a second run finds them there and gives none."""
    found: dict[str, list[Mapping[str, Value]]] = {}
    for sheet, rule in {rule.target: rule for rule in day.world.book.all(Spawn)}.items():
        frame = day.world.attempt(rule, partial(day.world.frame, sheet), None)
        if frame is None or MADE_BY not in frame.typed or MADE_FROM not in frame.typed:
            continue
        made = ~frame.typed[MADE_BY].missing() & ~frame.typed[MADE_FROM].missing()
        rows = np.flatnonzero((frame.rows == 0) & made)
        if not len(rows):
            continue  # naming a column of a long sheet makes it
        columns = {heading: values(vec.take(rows)) for heading, vec in frame.typed.items()}
        fresh = [
            {heading: column[at] for heading, column in columns.items() if column[at] is not None}
            for at in range(len(rows))
        ]
        if fresh:
            found[sheet] = list(fresh)
    return found
