"""Workbook files into grids: what didn't change from beside the book, the rest through the fast reader."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from workbook.sheets.grid import Grid, from_origin, waiting
from workbook.sheets.schema import LIST, is_list
from workbook.shells.files import kept_grids, sheet_reader
from workbook.shells.files.kept_grids import Kept
from workbook.shells.files.kept_in import in_chinese, names_in_chinese
from workbook.shells.parts.archive import check_sizes, damaged, unopened
from workbook.shells.parts.guard import WHOLE, Guard
from workbook.shells.safety import unchanged
from workbook.words.faults import BookFault
from workbook.words.tongue import worded

_WORTH_KEEPING = 1 << 16
"""Bytes of a sheet; beside such a one every sheet is kept, as a reader learns all shared texts for the smallest."""


def read(
    path: Path,
    *,
    only: Collection[str] | None = None,
    later: Callable[[str], bool] = lambda _: False,
    meanwhile: Callable[[], None] = lambda: None,
    known: Sequence[Grid] = (),
    kept: Path | None = None,
    data: bytes | None = None,
) -> tuple[Grid, ...]:
    """The sheets of a workbook in their order, hidden ones too; only those named in `only` where given.

    `meanwhile` is done once every sheet was looked at and while readers take them: they leave Python free for it.
    A sheet whose bytes are those of a `known` one, or of one kept in the folder `kept`, is that one. It is taken from
    there, and one that is wanted `later` is read, when somebody asks for its cells. `data`: the whole file, where it was
    read already or lies on another machine.

    Raises:
        BookFault: the file isn't there, isn't a workbook, has a password, is broken or too big.
    """
    # the reader frees its memory to the system; taking it from there again halves the time of cleaning
    pa.set_memory_pool(pa.system_memory_pool())
    data = whole(path) if data is None else data
    source = _Source(data, Guard(data, path.name), Kept(kept, path))
    guard = source.guard
    every = guard.outline.sheets
    said = dict(zip(every, names_in_chinese(list(every)), strict=True))
    names = [name for name in every if only is None or _is_named(name, only) or _is_named(said[name], only)]
    seals = seals_of(guard, names)
    there = {(grid.called or grid.name, grid.seal): grid for grid in known if grid.seal}
    found: dict[str, Grid] = {}
    for name in names:
        seal = seals.get(name, "")
        if seal and (name, seal) in there:
            found[name] = there[name, seal]
        elif seal in source.kept or later(said[name]):
            found[name] = waiting(name, seal, _Origin(source, name, seal))
    unknown = [name for name in names if name not in found]
    for grid in source.read(unknown, meanwhile):
        seal = seals.get(grid.name, "")
        if seal:
            source.kept.keep(seal, kept_grids.batch(grid))
        found[grid.name] = from_origin(replace(grid, seal=seal), _Origin(source, grid.name, seal))
    if only is None:
        source.kept.sweep(set(seals.values()))
    return in_chinese([found[name] for name in names], every)


def seals_of(guard: Guard, names: Collection[str]) -> dict[str, str]:
    """The seals of some sheets, where any sheet of the book is worth keeping."""
    is_large = any(guard.size(name) > _WORTH_KEEPING for name in guard.outline.sheets)
    return {name: guard.seal(name) for name in names} if is_large else {}


@dataclass(frozen=True, slots=True)
class _Source:
    """A workbook's bytes, looked at, and what is kept beside it."""

    data: bytes
    guard: Guard
    kept: Kept

    def read(self, names: Sequence[str], meanwhile: Callable[[], None] = lambda: None) -> tuple[Grid, ...]:
        """Some sheets, from the bytes.

        Raises:
            BookFault: they are broken or too big.
        """
        try:
            for part in WHOLE if names else ():
                self.guard.look(part)
            return sheet_reader.grids(self.data, self.guard, names, meanwhile)
        except BookFault:
            raise
        except BaseException as error:
            # the reader's own panic stands beside Exception, not below it
            if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError, GeneratorExit)):
                raise
            raise damaged(self.guard.name) from error


@dataclass(frozen=True, slots=True)
class _Origin:
    """One sheet of a source."""

    source: _Source
    name: str
    seal: str

    def cells(self) -> Grid:
        """The sheet as it is kept; else as it is read now."""
        there = self.source.kept.find(self.seal) if self.seal else None
        if there is not None:
            return kept_grids.grid_of(there, self.name, self.seal)
        (read_now,) = self.source.read([self.name])
        if self.seal:
            self.source.kept.keep(self.seal, kept_grids.batch(read_now))
        return read_now

    def find(self, key: str) -> pa.RecordBatch | None:
        """What was made of it under a key."""
        return self.source.kept.find(f"{self.seal}.{key}")

    def grown(self, key: str) -> tuple[pa.RecordBatch, int] | None:
        """What was made of its first rows under a key, before others were added, and how many these are."""
        return self.source.kept.grown(f"{self.seal}.{key}")

    def keep(self, key: str, made: pa.RecordBatch) -> None:
        """Keeps it in place of what was made of it by other declarations."""
        self.source.kept.keep(f"{self.seal}.{key}", made)


def sheet_names(path: Path) -> tuple[str, ...]:
    """The names of a workbook's sheets, in order; Chinese ones, in whatever language it is kept.

    Raises:
        BookFault: as `read`.
    """
    return names_in_chinese(list(Guard(whole(path), path.name).outline.sheets))


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
        raise BookFault(
            worded("“{name}”是 Excel 打开文件时留的记号，不是工作簿。", name=path.name),
            worded("改用“{name}”。", name=path.name[2:]),
        )
    try:
        if not (stat.S_ISREG(kind := path.stat().st_mode) or stat.S_ISDIR(kind)):  # reading it may never end
            raise BookFault(
                worded("“{name}”不是文件，是管道一类的。", name=path.name), worded("写上工作簿的路径，例如 回访.xlsx。")
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise BookFault(
            worded("找不到“{name}”。", name=path.name),
            worded("看看它是不是改了名或挪了地方：{parent}。", parent=path.absolute().parent),
        ) from None
    except IsADirectoryError:
        raise BookFault(
            worded("“{name}”是一个文件夹。", name=path.name), worded("写上里面那个 .xlsx 的名字。")
        ) from None
    except OSError as error:
        raise unopened(path.name, error) from error
    unchanged.looked_at(path, data)
    return data


def _is_named(name: str, only: Collection[str]) -> bool:
    """Whether a sheet is asked for; 名单 asks for every list."""
    plain = unicodedata.normalize("NFKC", name).strip()
    return name in only or plain in only or (is_list(name) and LIST in only)
