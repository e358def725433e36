"""A foreign book without what makes a reader of looks slow: a million empty rows with a format, thousands of merged areas."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from workbook.shells.parts import xmltree
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.xmltree import child

LARGE = 8 << 20
"""Bytes of a sheet from which it is worth a look."""
MANY = 2_000
"""Merged areas of a sheet from which they are told apart: the reader dresses the cells of each, one after the other."""
_MERGE = len('<mergeCell ref="A1:B2"/>')
Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Lean:
    """Where the book lies, and the merged areas (first row, first column, last row, last column) that it lacks, by sheet."""

    path: Path
    merged: Mapping[str, Sequence[Area]] = field(default_factory=dict)


@contextmanager
def lean(path: Path) -> Iterator[Lean]:
    """The same book, a copy that goes again where something was left out of it; the file itself isn't touched.

    Raises:
        BookFault: a part can't be read.
    """
    with zipfile.ZipFile(path) as archive:
        sizes = {one.filename: one.file_size for one in archive.infolist() if one.file_size > MANY * _MERGE}
    if not sizes:
        yield Lean(path)
        return
    package = Package(path)
    merged: dict[str, Sequence[Area]] = {}
    for name, part in Wiring(package).sheets.items():
        if sizes.get(part, 0) > LARGE:
            _shed(package, part)
        if part in sizes and bytes(package.read(part)).count(b"mergeCell ") > MANY:
            merged[name] = _apart(package, part)
    if not package.touched:
        yield Lean(path)
        return
    with TemporaryDirectory() as place:
        copy = Path(place) / path.name
        package.save(copy)
        yield Lean(copy, merged)


def _shed(package: Package, part: str) -> None:
    sheet = SheetXml(package.read(part), part)
    sheet.usual()
    if sheet.shed(0, ()):
        package.write(part, *sheet.chunks(*sheet.rewritten((), lambda _: None)))


def _apart(package: Package, part: str) -> Sequence[Area]:
    """The merged areas of a sheet, which goes without them."""
    sheet = SheetXml(package.read(part), part)
    sheet.usual()
    areas = sheet.merged()
    if (found := child(sheet.frame, "mergeCells")) is not None:
        xmltree.remove([found])
        package.write(part, *sheet.chunks(*sheet.rewritten((), lambda _: None)))
    return areas
