"""A sheet's typed columns as they were made the last time: taken again where cells, declarations and program are the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from workbook.sheets.codes import Codes
from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid
from workbook.sheets.grown_part import grown
from workbook.sheets.headers import Header
from workbook.sheets.part import Part, part
from workbook.sheets.schema import Schema
from workbook.words.issues import Issue, Kind
from workbook.words.place import Place
from workbook.words.tongue import spoken

SAID = b"part"


def typed(grid: Grid, sheet: Sheet, schema: Schema, codes: Codes) -> Part:
    """What `part` makes of a sheet; where it was made of the same cells before, they needn't even be read."""
    origin = grid.origin
    if origin is None or not grid.seal:
        return part(grid, sheet, schema, codes)
    key = _key(grid.name, sheet, schema, codes)
    found = origin.find(key)
    if found is not None:
        return _again(grid, sheet, found)
    before = origin.grown(key)
    longer = grown(_again(grid, sheet, before[0]), before[1], grid, schema, codes) if before is not None else None
    made = part(grid, sheet, schema, codes) if longer is None else longer
    if made.usable and made.grid is grid:  # with merged cells it stands on cells of its own
        origin.keep(key, _batch(made))
    return made


def _key(name: str, sheet: Sheet, schema: Schema, codes: Codes) -> str:
    """What counts beside the cells: what the sheet is called, all that is declared, and in which language issues are told."""
    said = (name, spoken(), repr(sheet), _written(schema), _written(codes))
    return hashlib.blake2b("\n".join(said).encode(), digest_size=12).hexdigest()


@lru_cache(maxsize=8)
def _written(declared: Schema | Codes) -> str:
    """All sheets or all words as one text: long, and asked for with each sheet of a workbook."""
    return repr(declared)


def _batch(made: Part) -> pa.RecordBatch:
    """A part as one table: its columns, which rows stay, and the rest as words beside them."""
    grid, header = made.grid, made.header
    said = {
        "headings": list(made.values),
        "header": [header.row, dict(header.columns), dict(header.extras), header.twice],
        "grid": [grid.top, grid.left, grid.height],
        "end": made.end,
        "members": made.members,
        "issues": [(one.kind.name, one.place.sheet, one.place.row, one.place.column, one.words) for one in made.issues],
    }
    columns = [*made.values.values(), pa.array(made.keep)]
    schema = pa.schema([(str(at), column.type) for at, column in enumerate(columns)], {SAID: json.dumps(said)})
    return pa.record_batch(columns, schema=schema)


def _again(grid: Grid, sheet: Sheet, found: pa.RecordBatch) -> Part:
    """The part of a table."""
    said: Mapping[str, Any] = json.loads(found.schema.metadata[SAID])
    *columns, keep = found.columns
    row, declared, extras, twice = said["header"]
    top, left, height = said["grid"]
    return Part(
        sheet,
        Grid(grid.name, (pa.nulls(height, pa.string()),), top, left),  # what is asked of it now is where rows stand
        Header(row, declared, extras, tuple((heading, at) for heading, at in twice)),
        dict(zip(said["headings"], columns, strict=True)),
        np.array(keep.to_numpy(zero_copy_only=False)),
        [
            Issue(Kind[kind], Place(name, at, column), tuple((word, value) for word, value in words))
            for kind, name, at, column, words in said["issues"]
        ],
        True,
        dict(said["members"]),
        said["end"],
    )
