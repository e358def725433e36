"""Which rulebooks a workbook uses: one row of its sheet 设置; and rules that its rows call by another number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from workbook.rulebook.cells.conditions import split
from workbook.rulebook.load.apart import TOLD, told_anew
from workbook.rulebook.load.own import own_rows
from workbook.rulebook.load.rows import TABLES
from workbook.sheets.grid import Grid
from workbook.sheets.headers import SEARCHED
from workbook.sheets.texts import fold_all

NAME = "规则书"


def rulebooks_of(grids: Sequence[Grid]) -> tuple[str, ...]:
    """The ids that the workbook's 设置 names in its row 规则书, several divided by 、; none when there is no such row.

    Examples:
        >>> from workbook.sheets.grid import grid
        >>> rulebooks_of([grid("设置", [["名", "值"], ["规则书", "甲、乙"], ["启用日", None]])])
        ('甲', '乙')
        >>> rulebooks_of([])
        ()
    """
    return tuple(dict.fromkeys(split(setting(grids, NAME))))


def setting(grids: Sequence[Grid], name: str) -> str:
    """What the workbook's own 设置 says, before any rule is read, in the lowest such row; empty when it says nothing."""
    rows = own_rows([found for found in grids if found.name == "设置"]).get("设置", ())
    return next((str(row.cells.get("值", "")) for row in reversed(rows) if row.id == name), "")


def called(found: Grid, names: Mapping[str, str]) -> Grid:
    """A sheet of facts whose columns of rule numbers say the numbers that these stand for; others are as they were.

    Examples:
        >>> from workbook.sheets.grid import grid
        >>> made = called(grid("违规登记", [["条款代码", "事由"], ["F9", "F9"], ["F1", None]]), {"F9": "F2"})
        >>> [column.to_pylist() for column in made.columns]
        [['条款代码', 'F2', 'F1'], ['事由', 'F9', None]]
    """
    if found.name in TABLES:
        return found
    anew, plain = told_anew(names), dict(zip(_plain(names), names.values(), strict=True))

    def told(word: str | None) -> str | None:
        if word is None or word in TOLD:
            return word
        return plain.get(_plain([word])[0]) or anew(word)

    def column(cells: pa.Array) -> pa.Array:
        if not TOLD & set(cells.slice(0, SEARCHED).to_pylist()):
            return cells
        coded = cells.dictionary_encode()
        words = pa.array([told(word) for word in coded.dictionary.to_pylist()], pa.string())
        return words.take(coded.indices)

    return replace(found, columns=tuple(map(column, found.columns)))


def _plain(words: Iterable[str]) -> list[str]:
    """Words as staff mean them, however they wrote the letters: ｆ9 is F9."""
    return [str(one) for one in fold_all(pa.array(list(words), pa.string())).to_pylist()]
