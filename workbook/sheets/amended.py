"""Facts as a run counted them, and what somebody has changed in them since: column by column, whole columns at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.part import as_text
from workbook.sheets.schema import Schema
from workbook.sheets.tables import ROW, Tables
from workbook.words.tongue import worded

WHOLE = "（整行）"
MOST = 2000
"""So many cells of one sheet are told one by one; a list that was pasted over as a whole is told as one line."""


class Amended(NamedTuple):
    """One cell that was counted and says something else now; `heading` WHOLE: the row is gone. `row`: where it stands."""

    sheet: str
    key: str
    heading: str
    old: str
    new: str
    row: int = 0


def counted(found: Tables, schema: Schema) -> dict[str, pa.Table]:
    """The sheets that staff keep and whose rows have a key, as they stand."""
    made: dict[str, pa.Table] = {}
    for name in found.cells:
        sheet = schema.sheets.get(name)
        if sheet is None or sheet.ours or sheet.virtual or "." in name or sheet.key is None:
            continue
        frame = found.frames[name]
        there = [heading for heading in frame.columns if heading in found.cells[name] or heading == ROW]
        if sheet.key.heading in there:
            made[name] = pa.table({heading: _arrow(frame[heading]) for heading in there})
    return made


def _arrow(values: pd.Series) -> pa.ChunkedArray | pa.Array:
    made = pa.array(values, from_pandas=True)
    return made.cast(pa.string()) if pa.types.is_large_string(made.type) else made


def amended(before: Mapping[str, pa.Table], now: Mapping[str, pa.Table], schema: Schema) -> Iterable[Amended]:
    """What was counted before and is different now; sheets that went away as a whole are left out, rows that are new too."""
    for name, old in before.items():
        sheet = schema.sheets.get(name)
        if name not in now or begins_with(now[name], old):
            continue
        if sheet is not None and sheet.key is not None and sheet.key.heading in old.column_names:
            yield from _told(name, list(_amended(name, sheet.key.heading, old, now[name])))


def begins_with(new: pa.Table, old: pa.Table) -> bool:
    """Whether a sheet is as it was, but for rows below."""
    is_wide = set(old.column_names) <= set(new.column_names)
    return is_wide and len(old) <= len(new) and bool(new.select(old.column_names).slice(0, len(old)).equals(old))


def _told(name: str, found: list[Amended]) -> list[Amended]:
    if len(found) <= MOST:
        return found
    rows = len({one.key for one in found})
    return [
        Amended(
            name,
            "",
            "",
            "",
            worded(
                "{rows} 行、{count} 格和上次不一样，太多了，不逐格记；上次的样子在备份里", rows=rows, count=len(found)
            ),
        )
    ]


def _amended(name: str, key: str, old: pa.Table, new: pa.Table) -> Iterable[Amended]:
    if key not in new.column_names:
        return
    here, there = _same_rows(old[key], new[key])
    rows = new[ROW].to_numpy() if ROW in new.column_names else np.zeros(len(new), dtype=np.int64)
    kept = np.zeros(len(old), dtype=bool)
    kept[here] = True
    for heading in old.column_names:
        if heading in {key, ROW} or heading not in new.column_names:
            continue
        mine, other = (_plain(side[heading].take(at)) for side, at in ((old, here), (new, there)))
        if mine.type != other.type:
            mine, other = as_text(mine), as_text(other)
        if mine.equals(other):
            continue
        differ = pc.or_(
            pc.fill_null(pc.not_equal(mine, other), fill_value=False), pc.xor(mine.is_null(), other.is_null())
        )
        at = np.flatnonzero(np.asarray(differ))
        said = zip(at.tolist(), as_text(mine.take(at)).to_pylist(), as_text(other.take(at)).to_pylist(), strict=True)
        for place, was, is_ in said:
            yield Amended(
                name, str(old[key][int(here[place])].as_py()), heading, was or "", is_ or "", int(rows[there[place]])
            )
    for gone in np.flatnonzero(~kept).tolist():
        if (said_key := old[key][gone].as_py()) is not None:
            yield Amended(name, str(said_key), WHOLE, _row(old, gone), "")


def _plain(values: pa.ChunkedArray) -> pa.Array:
    return values.combine_chunks()


def _same_rows(old: pa.ChunkedArray, new: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the rows that both have, by key; of a key that stands twice the first."""
    if len(old) <= len(new) and new.slice(0, len(old)).equals(old) and not old.null_count:
        at = np.arange(len(old), dtype=np.int64)
        return at, at
    mine, other = (pd.Index(pd.Series(side.to_pandas(), dtype=object)) for side in (old, new))
    first = ~other.duplicated()
    where = np.flatnonzero(first)
    found = other[first].get_indexer(mine)
    here = np.flatnonzero((found >= 0) & ~pd.isna(np.asarray(mine)))
    return here, where[found[here]]


def _row(table: pa.Table, at: int) -> str:
    """A whole row in words, so that it can be written again."""
    cells = ((heading, as_text(_plain(table[heading].slice(at, 1)))[0].as_py()) for heading in table.column_names)
    return "；".join(f"{heading}={word}" for heading, word in cells if word and heading != ROW)
