"""Keys stand once, values that must not repeat don't, and nothing ends before it starts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.columns import Column
from workbook.sheets.headers import plain
from workbook.sheets.part import COUNTERS, Mask, Part
from workbook.sheets.texts import is_ascending
from workbook.words.issues import Issue, Kind
from workbook.words.place import row_words

RANGES = (
    ("开始日", "结束日"),
    ("开始日期", "结束日期"),
    ("开始时间", "结束时间"),
    ("起始日", "截止日"),
    ("入职日", "离职日"),
    ("生日", "建档日"),
    ("受理时间", "完成时间"),
    ("发生时间", "处理完成时间"),
)
"""Headings that are a range wherever they stand, without a role."""


def drop_second_keys(part: Part) -> None:
    """Of rows with one key only the first stays."""
    key = part.sheet.key
    if key is None or not part.usable or is_ascending(part.values[key.heading]):
        return
    first, second = _repeats(part.values[key.heading], part.keep)
    for at in np.flatnonzero(second).tolist():
        words = (("value", part.said(at, key.heading)), ("first", row_words(part.number(int(first[at])))))
        part.note(Kind.DUPLICATE_KEY, at, key.heading, *words)
    part.keep &= ~second


def note_repeats(part: Part) -> None:
    """An issue for each row that repeats what must not repeat; the rows stay."""
    for column in part.sheet.columns:
        if column.unique and part.usable:
            _note_repeats(part, column)


def note_same_rows(part: Part) -> None:
    """An issue for each row of a sheet without numbers that repeats another in every cell; the rows stay.

    Words alone may repeat: a fact says when or about whom.
    """
    if part.sheet.key is not None or part.sheet.ours or not part.usable:
        return
    facts = [one.heading for one in part.sheet.columns if one.type.kind == "moment" or one.type.target]
    held = [np.asarray(part.values[heading].is_valid()) for heading in facts]
    left = np.flatnonzero(part.keep & np.logical_or.reduce(held)) if held else np.zeros(0, dtype=np.int64)
    together = np.zeros(len(left), dtype=np.int64)
    for heading, values in part.values.items():
        if len(left) and plain(heading) not in COUNTERS and values.null_count < len(values):
            codes = values.take(pa.array(left)).dictionary_encode().indices.fill_null(-1).to_numpy() + 1
            pairs = together * (int(codes.max()) + 1) + codes
            _, together, count = np.unique(pairs, return_inverse=True, return_counts=True)
            alike = count[together] > 1
            left, together = left[alike], together[alike]
    order = np.argsort(together, kind="stable")
    rows, groups = left[order], together[order]
    first = rows[np.searchsorted(groups, groups)]
    for at, above in sorted(zip(rows.tolist(), first.tolist(), strict=True)):
        if at != above:
            part.issues.append(Issue(Kind.SAME_ROW, part.row(at), (("first", row_words(part.number(above))),)))


def note_ends(part: Part) -> None:
    """An issue for each row that ends before it starts; a day without a time lasts until its midnight."""
    ranges = [(part.sheet.start, part.sheet.end)]
    ranges += [(part.sheet.column(start), part.sheet.column(end)) for start, end in RANGES]
    for start, end in dict.fromkeys(ranges):
        if start and end and part.usable and {start.type.kind, end.type.kind} == {"moment"}:
            _note_ends(part, start, end)


def _note_ends(part: Part, start: Column, end: Column) -> None:
    """The rows of one range."""
    began, ended = (part.values[column.heading].to_numpy(zero_copy_only=False) for column in (start, end))
    is_day = ended == ended.astype("M8[D]")
    early = np.where(is_day, ended < began.astype("M8[D]"), ended < began)
    for at in np.flatnonzero(early & part.keep).tolist():
        words = (
            ("end", f"{end.heading} {part.said(at, end.heading)} "),
            ("start", f"{start.heading} {part.said(at, start.heading)}"),
        )
        part.note(Kind.ENDS_BEFORE_START, at, end.heading, *words)


def _note_repeats(part: Part, column: Column) -> None:
    """The repeats of one column, or of several together."""
    columns = [part.values[heading] for heading in column.unique if heading in part.values]
    together = np.zeros(len(part.keep), dtype=np.int64)
    whole = part.keep.copy()
    for values in columns:
        encoded = values.dictionary_encode()
        together = together * (len(encoded.dictionary) + 1) + encoded.indices.fill_null(0).to_numpy()
        together = np.unique(together, return_inverse=True)[1]
        whole &= np.asarray(values.is_valid())
    first, second = _repeats(pa.array(together), whole)
    for at in np.flatnonzero(second).tolist():
        words = (("value", part.said(at, column.heading)), ("first", row_words(part.number(int(first[at])))))
        part.note(Kind.DUPLICATE_VALUE, at, column.heading, *words)


def _repeats(values: pa.Array, counted: Mask) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Mask]:
    """For each row the position of the first counted row with its value; and whether it isn't that row itself."""
    rows = (
        pc.if_else(pa.array(counted), values, None)
        .dictionary_encode()
        .indices.fill_null(-1)
        .to_numpy()
        .astype(np.int64)
    )
    order = np.arange(len(rows), dtype=np.int64)
    first = np.full(int(rows.max(initial=-1)) + 2, -1, dtype=np.int64)
    first[rows[::-1]] = order[::-1]  # of many assignments to one place the last stays, here the topmost row
    found = first[rows]
    return found, (rows >= 0) & (found != order)
