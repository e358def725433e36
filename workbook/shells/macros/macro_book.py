"""A workbook with macros out of one without: VBA project, ribbon and buttons are added, all else stays as it is.

The workbook stays a workbook of the office's own; nothing in it is written anew. The add-in is the same over a workbook
with one empty sheet.
"""

from __future__ import annotations

import posixpath
import re
from copy import deepcopy
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from workbook.papers.pages.page import Field, Page
from workbook.papers.starter.front import FRONT
from workbook.shells.files import new_book
from workbook.shells.macros import sheet_buttons, sources
from workbook.shells.macros.function_names import name_functions
from workbook.shells.macros.sources import Flavour
from workbook.shells.macros.vba_project import Module, project
from workbook.shells.parts import xmltree
from workbook.shells.parts.ooxml import BOOK_ORDER, Wiring
from workbook.shells.parts.package import Package
from workbook.shells.parts.paper import SHEET_ORDER
from workbook.shells.parts.relations import declare, relate
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.xmltree import add, child
from workbook.shells.safety import saving
from workbook.words.faults import BookFault

PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_VBA = ("application/vnd.ms-office.vbaProject", "http://schemas.microsoft.com/office/2006/relationships/vbaProject")
_RIBBON = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
MADE = datetime(2026, 1, 1)
"""The day that the add-in says it was made, so that it is the same bytes every time."""


def equip(source: Path, target: Path, flavour: Flavour = "excel") -> None:
    """Writes the workbook `source` as `target` (.xlsm) with our macros, and buttons on 首页; for Excel with the ribbon.

    Raises:
        BookFault: it can't be read or written, has macros already, or has no 首页 where buttons can stand.
    """
    package = Package(source)
    wiring = Wiring(package)
    if wiring.related(wiring.main, "vbaProject"):
        raise BookFault(f"“{source.name}”里已经有宏。", "不用再装：运行 huifang install，用功能区【回访】里的按钮。")
    _press_buttons(wiring)
    if flavour == "excel":
        name_functions(wiring)
    _carry(wiring, flavour, BOOK)
    saving.replace(target, package.save)


def addin(target: Path) -> None:
    """Writes huifang.xlam: the ribbon for every workbook that is open.

    Raises:
        BookFault: it can't be written there.
    """
    page = Page(
        "回访", (Field("说明", width=60),), (("功能区【回访】的按钮在这里；按下去，管的是当前打开的工作簿。",),)
    )
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.xlsx"
        new_book.write(plain, [page], head=None, created=MADE)
        package = Package(plain)
        _carry(Wiring(package), "excel", ADDIN)
        saving.replace(target, package.save)


def _carry(wiring: Wiring, flavour: Flavour, kind: str) -> None:
    """The VBA project with one module for the book and each sheet, as Office has it, and the ribbon."""
    package = wiring.package
    documents = [Module("ThisWorkbook", "book")]
    for number, part in enumerate(wiring.sheets.values(), 1):
        documents.append(Module(f"Sheet{number}", "sheet"))
        if part:
            _name_sheet(package, part, f"Sheet{number}")
    _name_book(wiring)
    place = posixpath.join(posixpath.dirname(wiring.main), "vbaProject.bin")
    package.write(place, project([*documents, *sources.modules(flavour)]))
    declare(package, f"/{place}", _VBA[0])
    relate(package, wiring.main, _VBA[1], place)
    declare(package, f"/{wiring.main}", kind)
    if flavour == "excel":
        package.write("customUI/customUI14.xml", sources.ribbon())
        relate(package, "", _RIBBON, "customUI/customUI14.xml")


def _name_sheet(package: Package, part: str, name: str) -> None:
    sheet = SheetXml(package.read(part), part)
    properties = child(sheet.frame, "sheetPr")
    (add(sheet.frame, "sheetPr", SHEET_ORDER) if properties is None else properties).set("codeName", name)
    package.write(part, *sheet.chunks(*sheet.rewritten((), lambda _: None)))


def _name_book(wiring: Wiring) -> None:
    root = xmltree.parse(wiring.package.read(wiring.main), wiring.main)
    properties = child(root, "workbookPr")
    (add(root, "workbookPr", BOOK_ORDER) if properties is None else properties).set("codeName", "ThisWorkbook")
    wiring.package.write(wiring.main, xmltree.to_bytes(root))


def _press_buttons(wiring: Wiring) -> None:
    """Buttons on 首页, one for each of the ribbon."""
    if not wiring.known(FRONT):
        raise BookFault(f"工作簿里没有【{FRONT}】，按钮没有地方放。", f"加一张名叫 {FRONT} 的空表，再做一次。")
    part, package = wiring.part(FRONT), wiring.package
    sheet = SheetXml(package.read(part), part)
    if child(sheet.frame, "legacyDrawing") is not None:
        raise BookFault(f"【{FRONT}】上有批注或控件，按钮放不上去。", "把它们删去，再做一次；内容先抄到别处。")
    taken = set(package.names)
    numbered = (f"xl/drawings/vmlDrawing{number}.vml" for number in range(1, len(taken) + 2))
    drawing = next(name for name in numbered if name not in taken)
    made = sheet_buttons.band(sheet, sources.buttons())
    package.write(drawing, sheet_buttons.drawing(made, 1 + max(_blocks(package), default=0)))
    declare(package, f"/{drawing}", _DRAWING)
    relation = relate(package, part, f"{wiring.relation_space}/vmlDrawing", drawing)
    add(sheet.frame, "legacyDrawing", SHEET_ORDER).set(f"{{{wiring.relation_space}}}id", relation)
    package.write(part, *sheet.chunks(*sheet_buttons.widened(sheet, made, partial(_topped, wiring))))


def _blocks(package: Package) -> list[int]:
    """The blocks of numbers that other drawings of the book use for their shapes."""
    drawings = [package.read(name) for name in package.names if name.endswith(".vml")]
    return [int(one) for part in drawings for one in re.findall(rb'idmap[^>]*\sdata="(\d+)', part)]


def _topped(wiring: Wiring, number: int) -> int:
    """The number of the cell format like `number`, but with its words at the top."""
    root = xmltree.parse(wiring.package.read(wiring.styles), wiring.styles)
    formats = child(root, "cellXfs")
    if formats is None or number >= len(formats):
        return number
    twin = deepcopy(formats[number])
    place = child(twin, "alignment")
    if place is None:
        place = add(twin, "alignment")
        twin.insert(0, place)
    place.set("vertical", "top")
    twin.set("applyAlignment", "1")
    formats.append(twin)
    formats.set("count", str(len(formats)))
    wiring.package.write(wiring.styles, xmltree.to_bytes(root))
    return len(formats) - 1
