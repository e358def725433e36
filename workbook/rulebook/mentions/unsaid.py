"""What rules read without any cell naming it: a sheet's own time, days on and off a roster, references between sheets."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import STAFF, Known, Spot
from workbook.rulebook.sorts.model import Derive, Duty, Metric, Quota, Rule, Sample, Sanction, Spawn

ROSTER = ("起", "止", "入职日", "建档日", "离职日")

PERSON, ENTRIES = "员工编号", "违规登记"
ENTERED = ("条款代码", "状态", "对象编号", "责令时间", "改正时间")

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
            yield from _entries(here, rule)
        case _:
            pass
    for name in sheets:
        declared = here.schema.sheets.get(name)
        if declared is not None and declared.time is not None:
            yield Known(Spot(name), declared.time.heading)
    yield from _links(here, rule)


def _entries(here: Atlas, rule: Sanction) -> Iterable[Known]:
    """What a fine takes from the row that staff wrote: who, for what, withdrawn or not, set right by when."""
    for spot in here.acts(rule):
        declared = here.schema.sheets.get(spot.sheet)
        if declared is None or declared.ours or declared.virtual:
            continue
        person = declared.column(PERSON) or declared.playing(STAFF)
        headings = [person.heading] if person is not None else []
        headings += ENTERED if spot.sheet == ENTRIES else ()
        yield from (Known(spot, heading) for heading in headings if declared.column(heading) is not None)


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
