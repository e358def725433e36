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
            yield from _told(name, sheet.key.heading, old, now[name])


def begins_with(new: pa.Table, old: pa.Table) -> bool:
    """Whether a sheet is as it was, but for rows below."""
    is_wide = set(old.column_names) <= set(new.column_names)
    return is_wide and len(old) <= len(new) and bool(new.select(old.column_names).slice(0, len(old)).equals(old))


def _told(name: str, key: str, old: pa.Table, new: pa.Table) -> Iterable[Amended]:
    """The cells of one sheet; where they are too many, that they are."""
    if key not in new.column_names:
        return
    here, there = _same_rows(old[key], new[key])
    gone = np.ones(len(old), dtype=bool)
    gone[here] = False
    gone &= ~np.asarray(_plain(old[key]).is_null())
    columns = {
        heading: _differing(old[heading].take(here), new[heading].take(there)) for heading in _both(key, old, new)
    }
    count = int(gone.sum()) + sum(len(at) for at in columns.values())
    if count > MOST:
        changed = [here[at] for at in columns.values()] + [np.flatnonzero(gone)]
        rows = len(pc.unique(old[key].take(np.concatenate(changed))))
        what = worded("{rows} 行、{count} 格和上次不一样，太多了，不逐格记；上次的样子在备份里", rows=rows, count=count)
        yield Amended(name, "", "", "", what)
        return
    lines = new[ROW].to_numpy() if ROW in new.column_names else np.zeros(len(new), dtype=np.int64)
    for heading, at in columns.items():
        told = (as_text(_plain(side[heading].take(places[at]))) for side, places in ((old, here), (new, there)))
        keys = old[key].take(here[at]).to_pylist()
        for place, key_, was, is_ in zip(there[at], keys, *(one.to_pylist() for one in told), strict=True):
            yield Amended(name, str(key_), heading, was or "", is_ or "", int(lines[place]))
    for left in np.flatnonzero(gone).tolist():
        yield Amended(name, str(old[key][left].as_py()), WHOLE, _row(old, left), "")


def _both(key: str, old: pa.Table, new: pa.Table) -> list[str]:
    """The columns that both have, beside the key."""
    return [heading for heading in old.column_names if heading in new.column_names and heading not in {key, ROW}]


def _differing(old: pa.ChunkedArray, new: pa.ChunkedArray) -> np.ndarray:
    """Where two columns of like rows say different things."""
    mine, other = _plain(old), _plain(new)
    if mine.type != other.type:
        mine, other = as_text(mine), as_text(other)
    if mine.equals(other):
        return np.empty(0, dtype=np.int64)
    differ = pc.fill_null(pc.not_equal(mine, other), fill_value=False)
    return np.flatnonzero(np.asarray(pc.or_(differ, pc.xor(mine.is_null(), other.is_null()))))


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
