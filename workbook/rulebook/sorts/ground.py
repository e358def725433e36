"""The sheets that name things: 设置, 代码."""

from __future__ import annotations

from dataclasses import dataclass

from workbook.rulebook.cells import notations
from workbook.rulebook.cells.rule import Rule, cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Rule):
    """设置: one number or word that an office may change."""

    id: str = cell("名", required=True)
    value: str = cell("值")
    type: str = cell("类型", required=True, default="文本")
    needed: bool = cell("必需", notations.flag, default=True)
    why: str = cell("依据")
    hint: str = cell("说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow(Rule):
    """代码: one stored word."""

    list: str = cell("组", required=True)
    code: str = cell("代码", required=True)
    label: str = cell("显示名")
    aliases: tuple[str, ...] = cell("别名", notations.words, ())
    rank: int | None = cell("次序", notations.integer, None)
    hint: str = cell("提示")
