"""A workbook's sheets as typed frames, and all that is wrong in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from workbook.sheets.beside import beside
from workbook.sheets.clean import STORED, empty
from workbook.sheets.codes import Codes
from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid
from workbook.sheets.headers import accepted, find
from workbook.sheets.kept_part import typed
from workbook.sheets.keys import drop_second_keys, note_ends, note_repeats, note_same_rows
from workbook.sheets.lines import child
from workbook.sheets.links import CUSTOMERS, Targets, check_customers, check_others, no_customers, read_meant
from workbook.sheets.part import Part
from workbook.sheets.schema import LIST, Schema, is_list
from workbook.words.issues import Issue
from workbook.words.place import Place
from workbook.words.sheet_names import by_name, folded, sheet_name

ROW = "行号"
_TEXT = pd.StringDtype(storage="pyarrow", na_value=np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What stands in a workbook.

    Shapes:
        frames: sheet → one row per good row: 行号 (the sheet's row), each declared column, then other columns as text.
        cells: sheet → heading → number of the sheet's column (1-based); only headings that are there.
        header: sheet → row of its header (1-based).
        issues: all that is wrong, in the order of sheets, rows and columns.
        names: sheet → how the workbook calls it.
        ends: sheet → its last row that holds anything (1-based).
        unread: sheet → where it stands, of those of which no row could be read (no header, no column it can't do without).
    """

    frames: Mapping[str, pd.DataFrame]
    cells: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    header: Mapping[str, int] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    ends: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, Place] = field(default_factory=dict)

    def named(self, sheet: str) -> str:
        """How the workbook calls a sheet, or would call it."""
        return sheet_name(self.names.get(sheet) or sheet)


def tables(
    grids: Sequence[Grid],
    schema: Schema,
    codes: Codes,
    *,
    wanted: Collection[str] | None = None,
    whole: bool = False,
) -> Tables:
    """The sheets of `schema` out of the cells of a workbook; only the `wanted` ones where given.

    A wrong cell becomes missing and an issue; a row without a value it needs, with a key that stands above already, or
    with a customer nobody knows is left out with an issue. Sheets that aren't there are empty frames.

    Shapes:
        whole: the sheets are all there is: without 【客户】 nobody knows any customer.

    Examples:
        >>> from workbook.sheets.grid import grid
        >>> from workbook.sheets.schema import STANDARD
        >>> rows = [["客户编号", "客户名称", "电话"], ["C1", "甲", "138 0013 8000"], ["C2", None, None]]
        >>> found = tables([grid("客户", rows)], STANDARD, Codes())
        >>> found.frames["客户"][["行号", "客户编号", "手机"]].to_dict("records")
        [{'行号': 2, '客户编号': 'C1', '手机': '13800138000'}]
        >>> print(found.issues[0])
        【停·必填的格是空的】客户!B3：客户名称是空的。
            怎么改：填上客户名称；不需要这一行就整行删去。
    """
    there = _there(grids, schema, wanted)
    parts = {name: typed(grid, schema.sheet(name), schema, codes) for name, grid in there.items()}
    is_wanted = (wanted is None or CUSTOMERS in wanted) and CUSTOMERS in schema.sheets
    _settle(parts, whole=whole and is_wanted)
    issues = list(no_customers(parts)) if is_wanted else []
    frames = {name: one.copy(deep=False) for name, one in _empties(schema).items() if _is_wanted(name, wanted)}
    for name, one in parts.items():
        frames[name] = _frame(one) if one.usable else _empty(one.sheet).copy(deep=False)
        frames.update(_children(one, schema, codes) if one.usable else {})
    order = {one.grid.name: place for place, one in enumerate(parts.values(), 1)}
    for one in parts.values():
        issues.extend(one.issues)
    issues.sort(key=lambda found: (order.get(found.place.sheet, 0), found.place.row, found.place.column))
    found = {name: one for name, one in parts.items() if one.header.columns}
    return Tables(
        frames=frames,
        cells={name: one.cells for name, one in found.items()},
        header={name: one.first - 1 for name, one in found.items()},
        issues=tuple(issues),
        names={name: grid.name for name, grid in there.items()},
        ends={name: one.end for name, one in found.items()},
        unread={name: Place(one.grid.name) for name, one in parts.items() if one.issues and not one.usable},
    )


def headings_there(grids: Sequence[Grid], schema: Schema) -> dict[str, list[str]]:
    """Sheet → the headings that stand there, declared or not; no cell below them is read.

    Examples:
        >>> from workbook.sheets.grid import grid
        >>> from workbook.sheets.schema import STANDARD
        >>> headings_there([grid("客户", [["客户编号", "电话", "会员等级"]])], STANDARD)
        {'客户': ['客户编号', '手机', '会员等级']}
    """
    found = {
        name: find(grid, accepted(schema.sheet(name).columns)) for name, grid in _there(grids, schema, None).items()
    }
    return {name: [*head.columns, *head.extras] for name, head in found.items() if head is not None}


def as_series(values: pa.Array) -> pd.Series:
    """A cleaned column as a frame holds it.

    Examples:
        >>> as_series(pa.array(["甲", None])).tolist()
        ['甲', nan]
    """
    return pd.Series(_array(values), copy=False)


def _there(grids: Sequence[Grid], schema: Schema, wanted: Collection[str] | None) -> dict[str, Grid]:
    """The sheets of the workbook that the schema knows, by the schema's names."""
    found: dict[str, Grid] = {}
    known_as = by_name(schema.sheets)
    for grid in grids:
        name = unicodedata.normalize("NFKC", grid.name).strip()
        name = grid.name if is_list(grid.name) else name
        if name not in schema.sheets:
            name = known_as.get(folded(name)) or known_as.get(folded(grid.name.strip()), name)
        known = schema.sheets.get(name)
        readable = is_list(name) or (known is not None and not known.virtual and "." not in name)
        if readable and _is_wanted(name, wanted):
            found.setdefault(name, grid)
    return found


def _is_wanted(name: str, wanted: Collection[str] | None) -> bool:
    """Whether a sheet, or the child of a sheet, or one of the lists, is asked for."""
    return wanted is None or name in wanted or name.partition(".")[0] in wanted or (is_list(name) and LIST in wanted)


def _settle(parts: Mapping[str, Part], *, whole: bool) -> None:
    """What shows only with several rows or sheets side by side; customers first, for others hang on them."""
    for one in parts.values():
        drop_second_keys(one)
    targets = Targets(parts, whole=whole)
    for one in parts.values():
        read_meant(one, targets)
    for one in parts.values():
        check_customers(one, targets)
    for one in parts.values():
        check_others(one, targets)
        note_repeats(one)
        note_same_rows(one)
        note_ends(one)


def _frame(one: Part) -> pd.DataFrame:
    """The rows that stay, as pandas keeps them."""
    rows = np.flatnonzero(one.keep)
    whole = len(rows) == len(one.keep)
    mask = pa.array(one.keep)
    nothing = {stored: pa.nulls(len(rows), _kept_as(stored)) for stored in STORED.values()}  # one for all such columns

    def kept(values: pa.Array) -> Any:
        absent = values.null_count == len(values)
        return _array(nothing[values.type] if absent else values if whole else values.filter(mask))

    columns = dict(zip(one.values, beside(kept, one.values.values(), len(rows)), strict=True))
    return _assembled({ROW: one.grid.numbers(one.header.row + 1)[rows], **columns}, len(rows))


def _children(one: Part, schema: Schema, codes: Codes) -> dict[str, pd.DataFrame]:
    """The frames that its 明细 and 多选(表) columns open."""
    made: dict[str, pd.DataFrame] = {}
    for column in one.sheet.columns:
        sheet = schema.sheets.get(f"{one.sheet.name}.{column.heading}")
        if sheet is not None:
            made[sheet.name] = _pandas(child(one, column, sheet, codes))
    return made


@lru_cache(maxsize=8)
def _empties(schema: Schema) -> Mapping[str, pd.DataFrame]:
    """Every sheet without a row."""
    return {name: _empty(sheet) for name, sheet in schema.sheets.items()}


@lru_cache(maxsize=512)
def _empty(sheet: Sheet) -> pd.DataFrame:
    """No rows, and every column in its own type."""
    return _pandas({ROW: pa.array([], pa.int64()), **{column.heading: empty(column.type) for column in sheet.columns}})


def _pandas(columns: Mapping[str, pa.Array]) -> pd.DataFrame:
    """Columns as pandas keeps them: text stays in Arrow, the rest is NumPy."""
    return _assembled({heading: _array(values) for heading, values in columns.items()}, len(columns[ROW]))


def _assembled(columns: Mapping[str, Any], height: int) -> pd.DataFrame:
    """Columns of one height beside each other."""
    return pd.DataFrame(columns, index=pd.RangeIndex(height), copy=False)


def _kept_as(stored: pa.DataType) -> pa.DataType:
    """The type in which pandas keeps text without copying it."""
    return pa.large_string() if pa.types.is_string(stored) else stored


def _array(values: pa.Array) -> Any:
    """One column as pandas keeps it."""
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return pd.array(values, dtype=_TEXT)
    return values.to_numpy(zero_copy_only=False, writable=True)
