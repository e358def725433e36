"""Declared columns that a filled sheet hasn't got, each with the headings there that may mean it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import pandas as pd
import pyarrow as pa
from pandas.api.types import is_string_dtype as is_text

from workbook.sheets.clean import clean
from workbook.sheets.codes import Codes
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.headers import plain
from workbook.sheets.part import ALIKE, COUNTERS
from workbook.sheets.schema import STANDARD, Schema
from workbook.sheets.tables import Tables
from workbook.sheets.types import Type
from workbook.words.place import Place

FITS = 0.6
_LOOKED_AT = 200
_OPEN = ("文本", "长文", "文件", "明细", "编号", "期")


@dataclass(frozen=True, slots=True)
class Gap:
    """A column that isn't there.

    Shapes:
        place: the header row. guesses: headings nobody knows that may mean it, the likeliest first: those that are
            called alike, then those whose cells fit its type. strange: all headings that nobody knows.
    """

    column: Column
    place: Place
    guesses: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()

    @property
    def maybe(self) -> tuple[str, ...]:
        """The guesses; of a column that takes any text everything strange."""
        return self.guesses or (self.strange if self.column.type.name in _OPEN else ())


def gaps(
    found: Tables, schema: Schema, codes: Codes, known: Mapping[str, Collection[str]]
) -> dict[tuple[str, str], Gap]:
    """The declared columns of staff's sheets that have rows but not this column.

    Shapes:
        known: sheet → headings that mean something although they aren't declared.
        returns: (表, 列) → its gap, in the order of the schema.
    """
    lacking: dict[tuple[str, str], Gap] = {}
    for name, sheet, there in _of_staff(found, schema):
        frame = found.frames[name]
        if not len(frame):
            continue
        declared = {column.heading for column in sheet.columns} | {*known.get(name, ())}
        strange = [
            one for one in there if one not in declared and plain(one) not in COUNTERS and frame[one].notna().any()
        ]
        texts = {one: _texts(frame[one]) for one in strange}
        for column in sheet.columns:
            if column.heading not in there:
                guesses = _guesses(column, texts, found, schema, codes)
                lacking[name, column.heading] = Gap(column, Place(name, found.header[name]), guesses, tuple(strange))
    return lacking


def unfilled(found: Tables, schema: Schema, brought: Collection[str] = ()) -> dict[tuple[str, str], Place]:
    """(表, 列) → where its heading stands, of declared columns of staff's sheets that have rows and no value in any.

    Shapes:
        brought: sheets whose first rows the rules bring; without a row they aren't new but emptied. Nor is a list
            that rules look words up in: nothing ever happens there by which it would fill.
    """
    hollow: dict[tuple[str, str], Place] = {}
    for name, sheet, there in _of_staff(found, schema):
        frame = found.frames[name]
        if not len(frame) and name not in brought and not _is_looked_up(sheet):
            continue
        for column in sheet.columns:
            if column.heading in there and not frame[column.heading].notna().any():
                hollow[name, column.heading] = Place(name, found.header[name], there[column.heading])
    return hollow


def _of_staff(found: Tables, schema: Schema) -> Iterator[tuple[str, Sheet, Mapping[str, int]]]:
    """The sheets that staff keep, each with the columns that are there."""
    for name, there in found.cells.items():
        sheet = schema.sheets.get(name)
        if sheet is not None and not sheet.ours and not sheet.virtual:
            yield name, sheet, there


def _is_looked_up(sheet: Sheet) -> bool:
    """Whether a sheet of the rules' own is a list of words: its rows have no time and speak of no other row."""
    return (
        sheet.name not in STANDARD.sheets and sheet.time is None and not any(one.type.target for one in sheet.columns)
    )


def _guesses(
    column: Column, strange: Mapping[str, pa.Array], found: Tables, schema: Schema, codes: Codes
) -> tuple[str, ...]:
    """The strange headings that may mean a column."""
    names = (column.heading, *column.aliases)
    alike = {one: max(SequenceMatcher(None, one, name).ratio() for name in names) for one in strange}
    fits = [one for one, texts in strange.items() if _fits(texts, column, found, schema, codes)]
    near = [one for one in strange if alike[one] >= ALIKE and (one in fits or column.type.name in _OPEN)]
    rest = [one for one in fits if one not in near and column.type.name not in _OPEN]
    return tuple(sorted((*near, *rest), key=lambda one: -alike[one]))


def _texts(values: pd.Series) -> pa.Array:
    """The first cells of a column that hold anything."""
    return pa.array(values.dropna().head(_LOOKED_AT).astype(str).tolist(), pa.string())


def _fits(texts: pa.Array, column: Column, found: Tables, schema: Schema, codes: Codes) -> bool:
    """Whether most of the cells could stand in the column."""
    if not len(texts):
        return False
    target = schema.sheets.get(column.type.target or schema.members(column.type))
    if target is not None:
        words = [found.frames[target.name][one.heading] for one in (target.key, target.called) if one is not None]
        sought = texts.to_pylist()
        have = {str(word) for each in words for word in (each[each.isin(sought)] if is_text(each) else each.dropna())}
        return sum(text in have for text in sought) >= FITS * len(texts)
    read = clean(texts, column, codes)
    if column.type.name == "电话" and clean(texts, replace(column, type=Type("日期")), codes).values.null_count == 0:
        return False  # the eight digits of a day read as a landline
    return bool((len(texts) - read.values.null_count) >= FITS * len(texts))
