"""Rows of one rule that lean on each other: cells left blank mean the row above, several rows mean several alternatives."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from workbook.rulebook.cells.conditions import condition
from workbook.rulebook.cells.tree import ALWAYS, Condition
from workbook.rulebook.load.rows import Row
from workbook.words.place import Place


def only_conditions(row: Row, fields: Mapping[str, dataclasses.Field[Any]]) -> bool:
    """A further row with the same 编号 and only 若-cells filled: an alternative."""
    own = [heading for heading, raw in row.cells.items() if raw and heading not in {"编号", "名", "组"}]
    return bool(own) and all(h in fields and fields[h].metadata["read"] is condition for h in own)


_SHARED = {
    "判定": ("表", "列", "方法", "依据", "参数", "取整", "命中", "缺值", "留痕", "定于"),
    "检查清单": ("表",),
    "流程": ("表", "状态列"),
    "问卷": ("问卷",),
}


def filled_down(row: Row, previous: Row | None, fields: Mapping[str, Any]) -> Row:
    """Later rows of one decision, checklist or flow need not repeat the sheet and column."""
    if previous is None or not row.id or previous.id != row.id:
        return row
    missing = {
        h: previous.cells[h]
        for h in _SHARED.get(row.sheet, ())
        if h in fields and not row.cells.get(h) and previous.cells.get(h)
    }
    return dataclasses.replace(row, cells={**row.cells, **missing}) if missing else row


def and_then(first: Condition, second: Condition) -> Condition:
    """Both conditions, without a needless “always”."""
    if first is ALWAYS:
        return second
    return Condition(tuple(a + b for a in first.alternatives for b in second.alternatives))


def spread_rows(
    sheet: str, header: Mapping[str, int], table: Iterable[tuple[int, Mapping[str, str]]]
) -> tuple[Row, ...]:
    """Rule rows as they stand on a sheet: (Excel row, heading → text) with the column numbers of its header."""
    return tuple(
        Row(
            sheet,
            {h: text for h, text in cells.items() if text or (sheet, h) == ("设置", "值")},
            Place(sheet, number),
            dict(header),
            book="本工作簿",
        )
        for number, cells in table
        if any(cells.values())
    )
