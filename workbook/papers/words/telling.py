"""Who tells rules: what it knows of the rulebook, and how it says rows and names of rules."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.papers.words.days import days
from workbook.papers.words.phrases import Speaker
from workbook.rulebook.cells.tree import Condition
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import Ground
from workbook.rulebook.sorts.model import Check, Duty, Metric, Quota, Sample

PERSONS, CALENDAR = ("客户", "员工"), "日历"


def called(sheet: str) -> str:
    """A row of a sheet as people call it."""
    return sheet if sheet in PERSONS else f"【{sheet}】"


@dataclass(frozen=True, slots=True)
class Telling:
    """What those who tell a rule know: the rulebook, and what kind of column is tested."""

    here: Atlas
    speaker: Speaker

    def rows(self, sheet: str, when: Condition, ground: Ground | None = None) -> str:
        """Some rows of a sheet."""
        if sheet == CALENDAR and (rhythm := days(when)):
            return rhythm
        said = self.speaker.when(when, ground or Ground((self.here.when(sheet, when),)))
        if sheet in PERSONS:
            return f"{said}的{sheet}" if said else f"每位{sheet}"
        return f"【{sheet}】里{said}的" if said else f"【{sheet}】的每一行"

    def name(self, rule_id: str) -> str:
        """What another rule is called."""
        for sort in (Duty, Quota, Sample, Check, Metric):
            for rule in self.here.book.all(sort):
                if rule.id == rule_id:
                    return f"“{rule.name}”" if rule.name else rule_id
        return rule_id
