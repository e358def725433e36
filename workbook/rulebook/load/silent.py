"""Columns whose rules all rest because a setting is empty: they are there and hold nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbook.rulebook.load.rows import Row
from workbook.rulebook.sorts.model import Decide, Derive, Rule
from workbook.sheets.types import Type

MAKERS = ("判定", "计算")
Column = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Silent:
    """A column that is there and empty until the settings are filled in."""

    type: Type
    settings: tuple[str, ...] = ()

    def because_of(self, *settings: str) -> Silent:
        """The same column, waiting for these settings too."""
        return Silent(self.type, tuple(dict.fromkeys((*self.settings, *settings))))


def silent(resting: Mapping[str, Sequence[Row]], rules: Mapping[type[Rule], Sequence[Rule]]) -> Mapping[Column, Silent]:
    """The columns that only resting rows would make.

    Shapes:
        resting: empty setting → the rows that name it. rules: those that are left. Keys of the result: (表, 列).
    """
    made = columns_made(rules)
    found: dict[Column, Silent] = {}
    for setting, rows in resting.items():
        for row in rows:
            column = (str(row.cells.get("表", "")), str(row.cells.get("列", "")))
            if row.sheet in MAKERS and column not in made:
                usual = "小数" if row.sheet == "计算" else "多选" if row.cells.get("命中") == "全部" else "文本"
                known = found.get(column, Silent(column_type(str(row.cells.get("类型", "")), usual)))
                found[column] = known.because_of(setting)
    return found


def columns_made(rules: Mapping[type[Rule], Sequence[Rule]]) -> set[Column]:
    """The columns that 计算 and 判定 make."""
    makers = [rule for sort in (Derive, Decide) for rule in rules.get(sort, ())]
    return {(rule.sheet, rule.column) for rule in makers if isinstance(rule, (Derive, Decide))}


def column_type(written: str, usual: str) -> Type:
    """The type a column is given; the usual one where the cell is empty or names none."""
    try:
        return Type.parse(written or usual)
    except ValueError:
        return Type(usual)
