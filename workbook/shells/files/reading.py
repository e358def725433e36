"""Workbook files into grids: every cell as text, at its own address."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.grid import EXACT_DIGITS, UNCALCULATED, Cell, Grid, rounded
from workbook.sheets.schema import LIST, is_list
from workbook.shells.files import kept_grids
from workbook.shells.parts.archive import check_sizes, damaged, unopened
from workbook.shells.parts.guard import WHOLE, Guard, Scan
from workbook.shells.safety import unchanged
from workbook.words.faults import BookFault

_ERRORS = {
    "NA": "#N/A",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "GettingData": "#GETTING_DATA",
}
_ERROR = re.compile(r"Error\((\w+)\)")
_WORTH_KEEPING = 1 << 16  # bytes of sheet
_WORTH_A_READER = 20 << 20  # bytes of sheet, about a quarter of a second
_LONGEST = 309  # digits of the greatest number


def read(
    path: Path,
    *,
    only: Collection[str] | None = None,
    meanwhile: Callable[[], None] = lambda: None,
    known: Sequence[Grid] = (),
    kept: Path | None = None,
    data: bytes | None = None,
) -> tuple[Grid, ...]:
    """The sheets of a workbook in their order, hidden ones too; only those named in `only` where given.

    `meanwhile` is done once every sheet was looked at and while readers take them: they leave Python free for it.
    A sheet whose bytes are those of a `known` one, or of one kept in the folder `kept`, is that one. `data`: the whole
    file, where it was read already or lies on another machine.

    Raises:
        BookFault: the file isn't there, isn't a workbook, has a password, is broken or too big.
    """
    # the reader frees its memory to the system; taking it from there again halves the time of cleaning
    pa.set_memory_pool(pa.system_memory_pool())
    data = whole(path) if data is None else data
    guard = Guard(data, path.name)
    names = [name for name in guard.outline.sheets if only is None or _is_named(name, only)]
    seals = {name: guard.seal(name) for name in names if guard.size(name) > _WORTH_KEEPING}
    by_seal = {grid.seal: grid for grid in known if grid.seal}
    there = {name: by_seal.get(seal) or kept_grids.find(kept, seal) for name, seal in seals.items()}
    found = {name: kept_grids.renamed(grid, name) for name, grid in there.items() if grid is not None}
    unknown = [name for name in names if name not in found]
    try:
        for part in WHOLE if unknown else ():
            guard.look(part)
        for grid in _grids(data, guard, unknown, meanwhile):
            found[grid.name] = replace(grid, seal=seals.get(grid.name, ""))
            kept_grids.keep(kept, found[grid.name], path)
        if kept is not None:
            kept_grids.sweep(kept, set(seals.values()))
        return tuple(found[name] for name in names)
    except BookFault:
        raise
    except BaseException as error:
        # the reader's own panic stands beside Exception, not below it
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError, GeneratorExit)):
            raise
        raise damaged(path.name) from error


def sheet_names(path: Path) -> tuple[str, ...]:
    """The names of a workbook's sheets, in order.

    Raises:
        BookFault: as `read`.
    """
    return tuple(Guard(whole(path), path.name).outline.sheets)


def look_everywhere(path: Path) -> None:
    """Looks at every part of a workbook that a reader of looks will take: one that reads cell by cell and makes merged ones.

    Raises:
        BookFault: as `read`, or it holds more than such a reader gets through.
    """
    Guard(whole(path), path.name).look_everywhere()


def packed(path: Path) -> None:
    """Looks at a file of another program, a zip or not, before its reader does.

    Raises:
        BookFault: it was made to harm.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            check_sizes(archive, path.name)


def whole(path: Path) -> bytes:
    """The whole file, read once: what was looked at is what is read.

    Raises:
        BookFault: it isn't there, isn't a file, or can't be opened now.
    """
    if path.name.startswith("~$"):
        raise BookFault(f"“{path.name}”是 Excel 打开文件时留的记号，不是工作簿。", f"改用“{path.name[2:]}”。")
    try:
        if not (stat.S_ISREG(kind := path.stat().st_mode) or stat.S_ISDIR(kind)):  # reading it may never end
            raise BookFault(f"“{path.name}”不是文件，是管道一类的。", "写上工作簿的路径，例如 回访.xlsx。")
        data = path.read_bytes()
    except FileNotFoundError:
        raise BookFault(f"找不到“{path.name}”。", f"看看它是不是改了名或挪了地方：{path.parent}。") from None
    except IsADirectoryError:
        raise BookFault(f"“{path.name}”是一个文件夹。", "写上里面那个 .xlsx 的名字。") from None
    except OSError as error:
        raise unopened(path.name, error) from error
    unchanged.looked_at(path, data)
    return data


def _is_named(name: str, only: Collection[str]) -> bool:
    """Whether a sheet is asked for; 名单 asks for every list."""
    plain = unicodedata.normalize("NFKC", name).strip()
    return name in only or plain in only or (is_list(name) and LIST in only)


def _grids(data: bytes, guard: Guard, names: Sequence[str], meanwhile: Callable[[], None]) -> tuple[Grid, ...]:
    """The sheets, the largest first; while readers take those that were looked at, the guard looks at the next.

    A reader takes one sheet at a time and learns all shared texts when it opens, so there is a second one only where
    the sheets after the first are worth it.
    """
    import fastexcel

    largest = sorted(names, key=guard.size, reverse=True)
    count = 2 if sum(map(guard.size, largest[1:])) > _WORTH_A_READER and (os.cpu_count() or 1) > 1 else 1
    with ExitStack() as stack:
        lanes = [stack.enter_context(ThreadPoolExecutor(max_workers=1)) for _ in range(count)]
        opening = [lane.submit(fastexcel.read_excel, data) for lane in lanes if names]
        work = [0] * count
        reading: dict[str, Future[Grid]] = {}
        for name in largest:
            own = work.index(min(work))
            work[own] += guard.size(name)
            reading[name] = lanes[own].submit(_taken, opening[own], guard, name, guard.scan(name))
        meanwhile()
        if names:
            opening[0].result()
        return tuple(reading[name].result() for name in names)


def _taken(opening: Future[Any], guard: Guard, name: str, scan: Scan) -> Grid:
    """One sheet through a reader that was opened before it on the same thread."""
    return _grid(opening.result(), guard, name, scan)


def _grid(reader: Any, guard: Guard, name: str, scan: Scan) -> Grid:
    """One sheet. The quick way tells neither where a sheet begins nor which cells hold errors."""
    options: dict[str, Any] = {"header_row": None, "skip_rows": 0, "dtypes": "string"}
    errors: tuple[Cell, ...] = ()
    left = 1
    if scan.starts_in_a and not scan.has_errors:
        batch = reader.load_sheet(name, eager=True, **options)
    else:
        sheet = reader.load_sheet(name, **options)
        batch, found = sheet.to_arrow_with_errors()
        left = _left(sheet)
        errors = tuple(_error(cell, left) for cell in (found.errors if found else ()))
    columns, damaged = _damaged(tuple(batch.columns), left, guard, name)
    hollow = tuple((row, column, UNCALCULATED) for row, column in scan.hollow)
    return Grid(
        name=name,
        columns=columns,
        left=left,
        date1904=guard.outline.date1904,
        errors=tuple(sorted((*errors, *hollow))),
        damaged=damaged,
        merged=scan.merged,
        totals=scan.totals,
    )


def _left(sheet: Any) -> int:
    """The number of the first column that holds anything."""
    columns = sheet.available_columns()
    return int(columns[0].absolute_index) + 1 if columns else 1


def _error(cell: Any, left: int) -> Cell:
    """An error cell as the reader tells it, counted from 0 and from the first column."""
    row, column = cell.position
    word = _ERROR.search(cell.detail)
    return row + 1, column + left, _ERRORS.get(word[1] if word else "", "错误值")


def _damaged(
    columns: tuple[pa.Array, ...], left: int, guard: Guard, name: str
) -> tuple[tuple[pa.Array, ...], tuple[Cell, ...]]:
    """Numbers with more digits than a spreadsheet keeps, and the columns with zeros where digits were lost.

    Only the file tells such numbers from texts that look the same.
    """
    found: dict[tuple[int, int], str] = {}
    for index, column in enumerate(columns):
        length = pc.binary_length(column)
        long = pc.and_(pc.greater(length, EXACT_DIGITS), pc.less_equal(length, _LONGEST))
        if pc.any(long).as_py():
            digits = pc.and_(long, pc.match_substring_regex(column, r"^-?\d+$"))
            for at in pc.indices_nonzero(digits).to_pylist():
                found[at + 1, index + left] = rounded(column[at].as_py())
    if not found:
        return columns, ()
    numeric = guard.numeric(name, {column for _, column in found})
    damaged = tuple((row, column, found[row, column]) for row, column in numeric if (row, column) in found)
    return _replaced(columns, left, damaged), damaged


def _replaced(columns: tuple[pa.Array, ...], left: int, cells: tuple[Cell, ...]) -> tuple[pa.Array, ...]:
    """The columns with a few cells changed."""
    made = list(columns)
    for index in {column - left for _, column, _ in cells}:
        values = made[index].to_pylist()
        for row, column, text in cells:
            if column - left == index:
                values[row - 1] = text
        made[index] = pa.array(values, pa.string())
    return tuple(made)
