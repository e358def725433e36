"""What rules read without any cell naming it: a sheet's own time, days on and off a roster, references between sheets."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import Known, Spot
from workbook.rulebook.sorts.model import Derive, Duty, Metric, Quota, Rule, Sample, Sanction, Spawn

ROSTER = ("起", "止", "入职日", "建档日", "离职日")

ORIGIN = ("来源规则", "来源编号")
"""By these a row that was opened is known again."""


def unsaid(here: Atlas, rule: Rule) -> Iterable[Known]:
    """Columns that are read without any cell naming them: times, days on and off a roster, references."""
    sheets: list[str] = []
    match rule:
        case Derive(source=source) if source:
            sheets = [source]
        case Duty(source=source, start=()) if source:
            sheets = [source, rule.done_sheet]
        case Duty() | Sample(time=""):
            sheets = [rule.done_sheet, rule.population if isinstance(rule, Sample) else ""]
        case Metric(sheet=sheet, time=()):
            sheets = [sheet]
        case Quota():
            sheets = [] if rule.time else [rule.counted]
            roster = here.keys(rule)
            yield from (Known(Spot(roster), heading) for heading in ROSTER)
        case Spawn():
            yield from (Known(Spot(rule.target), heading) for heading in ORIGIN)
        case Sanction():
            sheets = [spot.sheet for spot in here.acts(rule)]
        case _:
            pass
    for name in sheets:
        declared = here.schema.sheets.get(name)
        if declared is not None and declared.time is not None:
            yield Known(Spot(name), declared.time.heading)
    yield from _links(here, rule)


def _links(here: Atlas, rule: Rule) -> Iterable[Known]:
    """The references by which two sheets belong together where no 关联 says how."""
    match rule:
        case Derive(join=None):
            pair = (rule.sheet, rule.source)
        case Duty(done_join=None):
            pair = (rule.source, rule.done_sheet)
        case Sample(done_join=None):
            pair = (rule.population, rule.done_sheet)
        case _:
            return
    for name, other in (pair, pair[::-1]):
        declared = here.schema.sheets.get(name) if other else None
        for column in declared.columns if declared is not None else ():
            if column.type.target in {other, "客户"}:
                yield Known(Spot(name), column.heading)
