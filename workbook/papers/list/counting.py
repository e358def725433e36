"""How a number below a report is counted, in plain words and without the language of rules."""

from __future__ import annotations

from functools import partial

from workbook.papers.scripts.day_results import Day
from workbook.papers.words.book import with_values
from workbook.papers.words.metrics import metric
from workbook.papers.words.phrases import Speaker
from workbook.papers.words.telling import Telling
from workbook.rulebook.sorts.model import Metric
from workbook.rules.facts.asked import charted
from workbook.rules.metrics.cells import held_back
from workbook.words.tongue import SHEET, heard, named, worded


def how_counted(day: Day, rule: Metric) -> str:
    """What a number counts, and how many rows of its sheet a check keeps from counting."""
    held = day.world.attempt(rule, partial(held_back, day.world, rule), 0)
    rest = worded("；另有 {count} 行没有通过检查，补全以前不算", count=held) if held else ""
    return _counted(day, rule) + rest


def _counted(day: Day, rule: Metric) -> str:
    """In a language that has no words for rules: of which sheet, and where the rule stands."""
    if heard() is not None and not rule.sheet:
        return worded("怎么数，写在【{rules}】的 {id}", rules=named("指标", SHEET), id=rule.id)
    if heard() is not None:
        return worded(
            "数的是【{sheet}】的行；怎么数，写在【{rules}】的 {id}",
            sheet=named(rule.sheet, SHEET),
            rules=named("指标", SHEET),
            id=rule.id,
        )
    world = day.world
    teller: Telling = world.remembered("话", "", lambda: Telling(charted(world), Speaker(charted(world))))
    return with_values(metric(teller, rule), world.book)
