"""What the program printed in a row, as a short word in a hidden cell of that row: a cell that staff changed is found by it.

It lives in the row, so that it goes where the row goes: sorted, copied, saved by another program, without the folder beside
the book. A row without it, or with one that isn't whole, says nothing: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbook.papers.pages.page import Field, Page, Value
from workbook.papers.pages.plain_words import plain, plain_bytes
from workbook.sheets.grid import Grid, found_text
from workbook.sheets.headers import SEARCHED
from workbook.words.titles import heading_of

PRINT = "印记"
FIELD = Field(PRINT, width=6, hidden=True)
VERSION = "1"
NAME, CELL = 4, 3
"""Signs for a heading, and for what stands below it: one change in 262,144 isn't seen."""
_ALPHABET = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype=np.uint8)
_VALUES = np.zeros(256, dtype=np.uint32)
_VALUES[_ALPHABET] = np.arange(64)
SWAPPED, FEW, MANY = 2, 10, 200
"""Up to two cells may have been exchanged on purpose; more than ten that are most of a column, or so many, weren't typed."""

Codes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Changed:
    """One printed cell that holds something else now.

    Shapes:
        row, column: where it stands, as Excel counts. said: every filled cell of its row by heading. code: of what was printed.
    """

    row: int
    column: int
    heading: str
    text: str
    code: int
    said: Mapping[str, str]

    def was(self, words: str) -> bool:
        """Whether these were printed."""
        return code_of(words) == self.code


@dataclass(frozen=True, slots=True)
class Shifted:
    """A column of which so many cells hold something else that it was moved or pasted, not typed. `row`: the first."""

    row: int
    column: int
    heading: str
    many: int


# -- one cell


def code_of(words: str) -> int:
    """What a cell's words come to."""
    return _short(crc32(plain(words).encode("utf-8", "replace")), CELL)


def _codes_of(words: Sequence[str]) -> Codes:
    """What the words of many cells come to."""
    sums = np.fromiter(map(crc32, plain_bytes(words)), dtype=np.uint32, count=len(words))
    return (sums ^ sums >> np.uint32(6 * CELL)) & np.uint32((1 << 6 * CELL) - 1)


def _short(number: int, signs: int) -> int:
    return (number ^ number >> 6 * signs) & ((1 << 6 * signs) - 1)


def _name(heading: str) -> int:
    return _short(crc32(heading.encode()), NAME)


def _signs(codes: Codes, count: int) -> NDArray[np.uint8]:
    """Numbers as letters: one row each.

    Examples:
        >>> bytes(_signs(np.array([1, 64], dtype=np.uint32), 3).ravel())
        b'AABABA'
    """
    shifts = np.arange(count - 1, -1, -1, dtype=np.uint32) * 6
    return np.asarray(_ALPHABET[codes[..., None] >> shifts & 63])


# -- a page


def is_printed(field: Field, loose: Collection[str]) -> bool:
    """Whether the program alone writes a column that people see."""
    return not (field.hidden or field.typed or field.heading in loose or field.heading == PRINT)


def printed(page: Page, loose: Collection[str] = (), shown: Page | None = None) -> Page:
    """The page with a print of each row, out of sight.

    Shapes:
        loose: headings that staff may change. shown: the same page with other words in some cells, to be written.
    """
    at = [n for n, one in enumerate(page.fields) if is_printed(one, loose)]
    columns = list(zip(*page.rows, strict=True)) if page.rows else [()] * len(page.fields)
    codes = np.stack([_codes(columns[n]) for n in at], axis=1) if at else np.zeros((len(page.rows), 0), dtype=np.uint32)
    said = _words([page.headings[n] for n in at], codes)
    shown = shown or page
    rows = tuple((*row, one) for row, one in zip(shown.rows, said, strict=True))
    return replace(shown, fields=(*shown.fields, FIELD), rows=rows, altered=shown is not page)


def printed_anew(page: Page, rows: Sequence[tuple[Value, ...]], loose: Collection[str] = ()) -> list[tuple[Value, ...]]:
    """Rows that a printed page holds now, with prints of what they say now; one that staff typed over keeps its print.

    Shapes:
        rows: as many as the page has, in its order. loose: as `printed` had them.
    """
    if PRINT not in page.headings:
        return list(rows)
    at = page.headings.index(PRINT)

    def prints(of: Sequence[tuple[Value, ...]]) -> list[Value]:
        bare = tuple((*row[:at], *row[at + 1 :]) for row in of)
        fields = (*page.fields[:at], *page.fields[at + 1 :])
        alone = replace(page, fields=fields, rows=bare, key="", marks=(), links=())  # two that moved may be one now
        return [row[-1] for row in printed(alone, loose).rows]

    both = zip(rows, page.rows, prints(page.rows), prints(rows), strict=True)
    return [(*row[:at], now if old[at] == was else old[at], *row[at + 1 :]) for row, old, was, now in both]


def _codes(column: Sequence[Value]) -> Codes:
    """One column, each distinct value once."""
    kinds = set(map(type, column)) - {type(None)}
    if kinds <= {str}:
        with suppress(UnicodeEncodeError):  # half a letter
            return found_codes(pa.array(column, pa.string()))
    if kinds == {datetime} and (told := _moments(column)) is not None:
        return found_codes(told)
    distinct = list(dict.fromkeys(column))
    known = dict(zip(distinct, _codes_of([found_text(one) or "" for one in distinct]).tolist(), strict=True))
    return np.fromiter(map(known.__getitem__, column), dtype=np.uint32, count=len(column))


def _moments(column: Sequence[Value]) -> pa.Array | None:
    """Moments as a reader gives them; None where one has parts of a second or an hour of its own place."""
    if any(isinstance(one, datetime) and one.tzinfo is not None for one in column):
        return None
    found = pa.array(column, pa.timestamp("us"))
    if (found.cast(pa.int64()).fill_null(0).to_numpy() % 1_000_000).any():
        return None
    return found.cast(pa.timestamp("s")).cast(pa.string())


def _words(headings: Sequence[str], codes: Codes) -> list[str]:
    """The print of each row; the codes of a row stand side by side."""
    if not codes.size:
        return [""] * len(codes)
    names = bytes(_signs(np.array([_name(one) for one in headings], dtype=np.uint32), NAME).ravel()).decode()
    signs = np.ascontiguousarray(_signs(codes, CELL).reshape(len(codes), -1))
    cells = signs.view(f"S{signs.shape[1]}").ravel().astype(str).tolist()
    return [f"{VERSION}{names}.{one}" for one in cells]


def as_read(page: Page, found: Grid) -> tuple[str, ...]:
    """The prints of a page whose reader gives it other words than were written: those that it will find.

    Shapes:
        page: with its prints. found: its headings and rows, in this order, as that reader gives them.
    """
    prints = [str(row[page.headings.index(PRINT)] or "") for row in page.rows]
    if not prints or not prints[0]:
        return tuple(prints)
    (names, (_, before)), *_ = groups_of(pa.array(prints, pa.string())).items()
    known = {said_as(one): one for one in page.headings}
    headings = [known[one] for one in names]
    for place, heading in enumerate(headings):
        column = page.headings.index(heading)
        own = _codes([row[column] for row in page.rows])
        there = found_codes(found.columns[column].slice(1))
        before[:, place] = np.where(before[:, place] == own, there, before[:, place])
    return tuple(_words(headings, before))


# -- a sheet


def changed(grid: Grid) -> Iterator[Changed | Shifted]:
    """The printed cells of a sheet that hold something else now; those that were emptied say nothing."""
    head = head_of(grid)
    if head is None:
        return
    top, columns = head
    prints = grid.columns[columns[PRINT]].slice(top + 1)
    known = {said_as(one): one for one in reversed(columns)}
    found: dict[str, Codes] = {}
    for names, (at, before) in groups_of(prints).items():
        for place, name in enumerate(names):
            heading = known.get(name, "")
            if heading:
                if heading not in found:
                    found[heading] = found_codes(grid.columns[columns[heading]].slice(top + 1))
                now = found[heading][at]
                apart = np.flatnonzero(now != before[:, place])
                if len(apart):
                    yield from _told(grid, top, columns, heading, at[apart], before[apart, place], now[apart], len(at))


def _told(
    grid: Grid, top: int, columns: Mapping[str, int], heading: str, rows: NDArray[np.int64], before: Codes, now: Codes,
    many: int,
) -> Iterator[Changed | Shifted]:  # fmt: skip
    """What became of one column: sorted or pasted as a whole, or typed in here and there."""
    filled = now != code_of("")
    count, column = int(filled.sum()), columns[heading]
    is_moved = len(rows) > SWAPPED and bool((np.sort(before) == np.sort(now)).all())
    if is_moved or (count > FEW and (count * 2 > many or count > MANY)):
        yield Shifted(grid.number(top + 1 + int(rows[0])), grid.left + column, heading, len(rows))
        return
    for row, code in zip(rows[filled].tolist(), before[filled].tolist(), strict=True):
        cells = {one: grid.columns[at][top + 1 + row].as_py() for one, at in columns.items()}
        said = {one: str(held) for one, held in cells.items() if held}
        yield Changed(grid.number(top + 1 + row), grid.left + column, heading, said[heading], code, said)


def head_of(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row of the headings, and the column of each; None where no row is printed."""
    for at, column in enumerate(grid.columns):
        first = column.slice(0, SEARCHED).to_pylist()
        if PRINT in first:
            top, columns = first.index(PRINT), {PRINT: at}
            for n, other in enumerate(grid.columns):
                columns.setdefault(heading_of(str(other[top].as_py() or "").strip()), n)
            columns.pop("", None)
            return top, columns
    return None


def groups_of(prints: pa.Array) -> dict[tuple[str, ...], tuple[NDArray[np.int64], Codes]]:
    """By its headings: the rows of each set of them and their codes side by side; a print that isn't whole is nobody's."""
    lengths = pc.fill_null(pc.binary_length(prints), 0).to_numpy(zero_copy_only=False)
    found: dict[tuple[str, ...], tuple[NDArray[np.int64], Codes]] = {}
    for length in np.unique(lengths).tolist():
        count, rest = divmod(length - len(VERSION) - 1, NAME + CELL)
        if count < 1 or rest:
            continue
        rows = np.flatnonzero(lengths == length)
        signs = _matrix(prints.take(pa.array(rows)), length)
        names = len(VERSION) + NAME * count
        is_whole = (signs < 128).all(axis=1) & (signs[:, 0] == ord(VERSION)) & (signs[:, names] == ord("."))
        is_whole &= (signs[:, :names] != ord(".")).all(axis=1)
        heads = np.ascontiguousarray(signs[:, :names]).view(f"S{names}").ravel()
        for head in dict.fromkeys(heads[is_whole].tolist() if (heads != heads[:1]).any() else heads[is_whole][:1]):
            at = is_whole & (heads == head)
            said = head.decode()
            key = tuple(said[n : n + NAME] for n in range(len(VERSION), names, NAME))
            found[key] = rows[at], _decoded(signs[at, names + 1 :], count)
    return dict(sorted(found.items(), key=lambda one: int(one[1][0][0])))


def _matrix(prints: pa.Array, length: int) -> NDArray[np.uint8]:
    """Texts of one length, their bytes side by side."""
    return np.frombuffer(b"".join(prints.cast(pa.binary()).to_pylist()), dtype=np.uint8).reshape(-1, length)


def _decoded(signs: NDArray[np.uint8], count: int) -> Codes:
    """The codes of each row, side by side."""
    values = _VALUES[signs.reshape(len(signs), count, CELL)]
    made = np.zeros((len(signs), count), dtype=np.uint32)
    for place in range(CELL):
        made = (made << np.uint32(6)) | values[:, :, place]
    return made


def found_codes(column: pa.Array) -> Codes:
    """One column as it was read."""
    coded = column.dictionary_encode()
    known = np.append(_codes_of(coded.dictionary.to_pylist()), np.uint32(code_of("")))
    at = coded.indices.fill_null(len(known) - 1)
    return np.asarray(known[at.to_numpy(zero_copy_only=False)])


def said_as(heading: str) -> str:
    """A heading as prints name it."""
    return bytes(_signs(np.array([_name(heading)], dtype=np.uint32), NAME).ravel()).decode()
