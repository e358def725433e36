"""The half of the test engine that speaks UNO; runs under the system's Python, answers one JSON line with another.

What a cell takes and gives is what Excel's Range.Value would: a text that looks like a number becomes one unless the
cell is formatted as text, a leading apostrophe keeps it a text, a leading = makes a formula.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
import traceback
from pathlib import Path

import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.beans import PropertyValue
from com.sun.star.lang import Locale

VALUES, FORMULAS, EVERYTHING = 1 | 2 | 4, 16, 1023
DATES, LOGICAL, TEXT = 6, 1024, 256
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
POINT = 2540 / 72
NUMBER = re.compile(r"[+-]?(\d+(,\d{3})*|\d*)(\.\d*)?([eE][+-]?\d+)?%?")
DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")


def prop(name: str, value: object) -> PropertyValue:
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def url(path: str) -> str:
    return uno.systemPathToFileUrl(str(Path(path).resolve()))


class Side:
    """Orders over one running office; documents by number."""

    def __init__(self, address: str) -> None:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(300):
            try:
                self.context = resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
                break
            except Exception:  # noqa: BLE001 - whatever it is, the office isn't there yet
                time.sleep(0.2)
        else:
            raise SystemExit("the office did not start")
        self.desktop = self._service("com.sun.star.frame.Desktop")
        self.docs: dict[int, object] = {}

    def _service(self, name: str) -> object:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def _keep(self, doc: object) -> int:
        number = max(self.docs, default=0) + 1
        self.docs[number] = doc
        return number

    # -- documents

    def new(self) -> int:
        return self._keep(
            self.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (prop("Hidden", True),))
        )

    def open(self, path: str, hidden: bool = True) -> int:
        facts = (prop("Hidden", hidden), prop("MacroExecutionMode", 0))
        doc = self.desktop.loadComponentFromURL(url(path), "_blank", 0, facts)
        if doc is None:
            raise ValueError(f"can't open {path}")
        return self._keep(doc)

    def visible(self) -> list[int]:
        """The documents that somebody opened in this office."""
        found = []
        components = self.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            doc = components.nextElement()
            if hasattr(doc, "Sheets"):
                known = next((number for number, one in self.docs.items() if one == doc), None)
                found.append(known or self._keep(doc))
        return found

    def path(self, doc: int) -> str:
        return uno.fileUrlToSystemPath(self.docs[doc].URL) if self.docs[doc].URL else ""

    def close(self, doc: int) -> None:
        self.docs.pop(doc).close(True)

    def save(self, doc: int, path: str) -> None:
        one = FILTERS[Path(path).suffix.lower()]
        self.docs[doc].storeToURL(url(path), (prop("FilterName", one),))

    def save_as(self, doc: int, path: str) -> None:
        one = FILTERS[Path(path).suffix.lower()]
        self.docs[doc].storeAsURL(url(path), (prop("FilterName", one),))

    def calculate(self, doc: int) -> None:
        self.docs[doc].calculateAll()

    def run(self, doc: int, code: str) -> object:
        """A few lines of UNO that arrange what a test needs: `doc`, `sheets`, `uno` and `prop` are at hand."""
        names = {"doc": self.docs[doc], "sheets": self.docs[doc].Sheets, "uno": uno, "prop": prop, "out": None}
        exec(code, names)
        return names["out"]

    def message(self, title: str, text: str, buttons: str, mode: str) -> str:
        """A message box in front of the open document."""
        frame = self.desktop.getCurrentFrame()
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "WARNINGBOX" if mode == "critical" else "INFOBOX")
        window = frame.ContainerWindow
        many = {"ok": 1, "ok_cancel": 2, "yes_no": 3}[buttons]
        if many > 1:
            kind = uno.Enum("com.sun.star.awt.MessageBoxType", "QUERYBOX")
        box = window.Toolkit.createMessageBox(window, kind, many, title, text)
        return {0: "cancel", 1: "ok", 2: "yes", 3: "no"}[box.execute()]

    # -- sheets

    def _sheet(self, doc: int, sheet: str) -> object:
        return self.docs[doc].Sheets.getByName(sheet)

    def sheets(self, doc: int) -> list[str]:
        return list(self.docs[doc].Sheets.ElementNames)

    def active(self, doc: int) -> str:
        return self.docs[doc].CurrentController.ActiveSheet.Name

    def activate(self, doc: int, sheet: str) -> None:
        self.docs[doc].CurrentController.setActiveSheet(self._sheet(doc, sheet))

    def add(self, doc: int, sheet: str, at: int) -> None:
        self.docs[doc].Sheets.insertNewByName(sheet, at)

    def remove(self, doc: int, sheet: str) -> None:
        self.docs[doc].Sheets.removeByName(sheet)

    def rename(self, doc: int, sheet: str, name: str) -> None:
        self._sheet(doc, sheet).Name = name

    def shown(self, doc: int, sheet: str, value: bool | None = None) -> bool:
        if value is not None:
            self._sheet(doc, sheet).IsVisible = value
        return bool(self._sheet(doc, sheet).IsVisible)

    def copy_sheet(self, source: int, sheet: str, target: int, at: int) -> None:
        """The sheet stands in the other document, at the front there, as Excel leaves it."""
        sheets = self.docs[target].Sheets
        before = set(sheets.ElementNames)
        if source == target:
            name = next(f"{sheet}_{n}" for n in range(2, 99) if f"{sheet}_{n}" not in before)
            sheets.copyByName(sheet, name, at)
        else:
            # LibreOffice falls over when it makes a code module for a sheet that comes from another book
            basic = self.docs[target].BasicLibraries
            had_macros, basic.VBACompatibilityMode = basic.VBACompatibilityMode, False
            sheets.importSheet(self.docs[source], sheet, at)
            basic.VBACompatibilityMode = had_macros
        [name] = set(sheets.ElementNames) - before
        self.activate(target, name)

    def used(self, doc: int, sheet: str) -> list[int]:
        cursor = self._sheet(doc, sheet).createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        area = cursor.RangeAddress
        return [area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1]

    def selection(self, doc: int) -> list[object]:
        found = self.docs[doc].CurrentController.getSelection()
        area = found.RangeAddress
        return [found.Spreadsheet.Name, area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1]

    def select(self, doc: int, sheet: str, box: list[int]) -> None:
        self.docs[doc].CurrentController.select(self._cells(doc, sheet, box))

    # -- cells

    def _cells(self, doc: int, sheet: str, box: list[int]) -> object:
        top, left, bottom, right = box
        return self._sheet(doc, sheet).getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    def read(self, doc: int, sheet: str, box: list[int]) -> list[list[object]]:
        """Values; a day as {"d": seconds of this calendar}, a truth as {"b": …}, an error as {"e": …}."""
        cells, formats = self._cells(doc, sheet, box), self.docs[doc].NumberFormats
        out = [[None if value == "" else value for value in row] for row in cells.getDataArray()]
        top, left = box[0] - 1, box[1] - 1
        blocks = cells.getCellFormatRanges().createEnumeration()
        while blocks.hasMoreElements():
            block = blocks.nextElement()
            kind = formats.getByKey(block.NumberFormat).Type
            mark = "d" if kind & DATES else "b" if kind & LOGICAL else ""
            if mark:
                area = block.RangeAddress
                for row in range(area.StartRow - top, area.EndRow - top + 1):
                    for column in range(area.StartColumn - left, area.EndColumn - left + 1):
                        if isinstance(out[row][column], float):
                            out[row][column] = {mark: out[row][column]}
        wrong = cells.queryFormulaCells(4)
        for area in wrong.RangeAddresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    word = self._sheet(doc, sheet).getCellByPosition(column, row).String
                    out[row - top][column - left] = {"e": word if word.startswith("#") else "#VALUE!"}
        return out

    def is_1904(self, doc: int) -> bool:
        return self.docs[doc].NullDate.Year == 1904

    def write(self, doc: int, sheet: str, box: list[int], rows: list[list[object]]) -> None:
        cells, formats = self._cells(doc, sheet, box), self.docs[doc].NumberFormats
        plain, other = [], []
        is_text = self._is_text(cells, formats, box)
        for r, row in enumerate(rows):
            line = []
            for c, value in enumerate(row):
                taken, formula = taken_as(value, is_text(r, c))
                line.append(taken)
                if formula or isinstance(taken, bool):
                    other.append((r, c, formula or taken))
            plain.append(tuple("" if one is None else float(one) if isinstance(one, bool) else one for one in line))
        cells.setDataArray(tuple(plain))
        whole = self._sheet(doc, sheet)
        for r, c, what in other:
            cell = whole.getCellByPosition(box[1] - 1 + c, box[0] - 1 + r)
            if isinstance(what, str):
                cell.setFormula(what)
            else:
                key = formats.getStandardFormat(LOGICAL, Locale())
                cell.NumberFormat = key

    def _is_text(self, cells: object, formats: object, box: list[int]) -> object:
        texts = set()
        blocks = cells.getCellFormatRanges().createEnumeration()
        while blocks.hasMoreElements():
            block = blocks.nextElement()
            if formats.getByKey(block.NumberFormat).Type & TEXT:
                area = block.RangeAddress
                texts.add((area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1))

        def told(row: int, column: int) -> bool:
            at = box[0] + row, box[1] + column
            return any(t <= at[0] <= b and left <= at[1] <= r for t, left, b, r in texts)

        return told

    def formulas(self, doc: int, sheet: str, box: list[int]) -> list[list[str]]:
        return [list(row) for row in self._cells(doc, sheet, box).getFormulaArray()]

    def clear(self, doc: int, sheet: str, box: list[int], everything: bool) -> None:
        cells = self._cells(doc, sheet, box)
        cells.clearContents(EVERYTHING if everything else VALUES | FORMULAS)
        if everything:
            cells.ConditionalFormat = self._empty_conditions(cells)
            cells.Validation = self._no_validation(cells)

    def _empty_conditions(self, cells: object) -> object:
        rules = cells.ConditionalFormat
        while rules.Count:
            rules.removeByIndex(0)
        return rules

    def _no_validation(self, cells: object) -> object:
        rule = cells.Validation
        rule.Type = uno.Enum("com.sun.star.sheet.ValidationType", "ANY")
        return rule

    def copy(self, doc: int, sheet: str, box: list[int], to: str, target: list[int]) -> None:
        """A block onto another place; a larger place takes it again and again."""
        source, goal = self._cells(doc, sheet, box), self._sheet(doc, to)
        height, width = box[2] - box[0] + 1, box[3] - box[1] + 1
        for row in range(target[0], target[2] + 1, height):
            for column in range(target[1], target[3] + 1, width):
                goal.copyRange(goal.getCellByPosition(column - 1, row - 1).CellAddress, source.RangeAddress)

    def rows(self, doc: int, sheet: str, box: list[int], what: str, value: object = None) -> object:
        rows = self._cells(doc, sheet, box).Rows
        if what == "hidden":
            if value is not None:
                rows.IsVisible = not value
            states = {not rows.getByIndex(at).IsVisible for at in range(rows.Count)}
            return states.pop() if len(states) == 1 else None
        if value is not None:
            rows.Height = round(float(value) * POINT)
        return rows.getByIndex(0).Height / POINT

    def columns(self, doc: int, sheet: str, box: list[int], what: str, value: object = None) -> object:
        columns = self._cells(doc, sheet, box).Columns
        if what == "hidden":
            if value is not None:
                columns.IsVisible = not value
            return not columns.getByIndex(0).IsVisible
        if value is not None:
            columns.Width = round(float(value) * 200)
        return columns.getByIndex(0).Width / 200

    def number_format(self, doc: int, sheet: str, box: list[int], value: str | None = None) -> str:
        cells, formats = self._cells(doc, sheet, box), self.docs[doc].NumberFormats
        if value is not None:
            key = formats.queryKey(value, Locale(), False)
            cells.NumberFormat = key if key >= 0 else formats.addNew(value, Locale())
        return formats.getByKey(cells.NumberFormat).FormatString

    def look(self, doc: int, sheet: str, box: list[int], what: str, value: object = None) -> object:
        """CellBackColor, CharColor, CharHeight, CharFontName, CharUnderline …"""
        cells = self._cells(doc, sheet, box)
        if value is not None:
            setattr(cells, what, value)
        return getattr(cells, what)

    def link(self, doc: int, sheet: str, box: list[int], address: str, text: str) -> None:
        """The cell becomes a text field that leads somewhere."""
        cell = self._cells(doc, sheet, box).getCellByPosition(0, 0)
        cell.String = ""
        field = self.docs[doc].createInstance("com.sun.star.text.TextField.URL")
        field.URL, field.Representation = address, text
        cell.insertTextContent(cell.createTextCursor(), field, False)

    def unmerge(self, doc: int, sheet: str, box: list[int]) -> None:
        self._cells(doc, sheet, box).merge(False)

    def is_merged(self, doc: int, sheet: str, box: list[int]) -> bool:
        return bool(self._cells(doc, sheet, box).getIsMerged())

    def choices(self, doc: int, sheet: str, box: list[int], words: list[str] | None = None) -> str:
        """The words of a drop-down, as its formula."""
        cells = self._cells(doc, sheet, box)
        rule = cells.Validation
        if words is not None:
            rule.Type = uno.Enum("com.sun.star.sheet.ValidationType", "LIST")
            rule.setFormula1(";".join(f'"{word}"' for word in words))
            cells.Validation = rule
        return cells.Validation.getFormula1()

    def rules(self, doc: int, sheet: str, box: list[int]) -> list[list[object]]:
        """The conditional formats that touch a place: number of the format, place of the rule in it, its formula."""
        found = []
        whole = self._sheet(doc, sheet)
        for one in whole.ConditionalFormats.getConditionalFormats():
            areas = one.Range.RangeAddresses
            if any(a.StartRow < box[2] and a.EndRow >= box[0] - 1 for a in areas):
                for at in range(one.getCount()):
                    entry = one.getByIndex(at)
                    formula = entry.Formula1 if hasattr(entry, "Formula1") else ""
                    found.append([one.ID, at, "=" + formula])
        return found

    def drop_rule(self, doc: int, sheet: str, box: list[int], number: int, place: int) -> None:
        """One rule of a format goes; by way of its cells, for the format's own list refuses."""
        whole = self._sheet(doc, sheet)
        one = next(one for one in whole.ConditionalFormats.getConditionalFormats() if one.ID == number)
        for area in one.Range.RangeAddresses:
            cells = whole.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
            rules = cells.ConditionalFormat
            rules.removeByIndex(place)
            cells.ConditionalFormat = rules

    def add_rule(self, doc: int, sheet: str, box: list[int], formula: str, colour: int) -> None:
        styles = self.docs[doc].StyleFamilies.getByName("CellStyles")
        name = f"colour{colour:06x}"
        if not styles.hasByName(name):
            styles.insertByName(name, self.docs[doc].createInstance("com.sun.star.style.CellStyle"))
            styles.getByName(name).CharColor = colour
        cells = self._cells(doc, sheet, box)
        rules = cells.ConditionalFormat
        facts = (
            prop("Operator", uno.Enum("com.sun.star.sheet.ConditionOperator", "FORMULA")),
            prop("Formula1", formula.lstrip("=")),
            prop("StyleName", name),
        )
        rules.addNew(facts)
        cells.ConditionalFormat = rules

    def print_area(self, doc: int, sheet: str, box: list[int] | None = None) -> str:
        one = self._sheet(doc, sheet)
        if box is not None:
            one.setPrintAreas((self._cells(doc, sheet, box).RangeAddress,))
        return ",".join(
            one.getCellRangeByPosition(a.StartColumn, a.StartRow, a.EndColumn, a.EndRow).AbsoluteName
            for a in one.getPrintAreas()
        )

    # -- tables

    def tables(self, doc: int, sheet: str) -> list[list[object]]:
        found = []
        ranges = self.docs[doc].DatabaseRanges
        place = self._sheet(doc, sheet).RangeAddress.Sheet
        for name in ranges.ElementNames:
            area = ranges.getByName(name).DataArea
            if area.Sheet == place:
                found.append([name, area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1])
        return found

    def resize(self, doc: int, name: str, box: list[int]) -> None:
        one = self.docs[doc].DatabaseRanges.getByName(name)
        area = one.DataArea
        area.StartRow, area.StartColumn, area.EndRow, area.EndColumn = (number - 1 for number in box)
        one.DataArea = area


def taken_as(value: object, in_text: bool) -> tuple[object, str]:
    """What a cell holds after it was given a value, and the formula if it became one."""
    if isinstance(value, bool) or not isinstance(value, str):
        return (float(value) if isinstance(value, int) and not isinstance(value, bool) else value), ""
    if value.startswith("'"):
        return value[1:], ""
    if in_text:
        return value, ""
    if value.startswith("=") and len(value) > 1:
        return "", value
    if NUMBER.fullmatch(value) and any(letter.isdigit() for letter in value):
        share = value.endswith("%")
        return float(value.rstrip("%").replace(",", "")) / (100 if share else 1), ""
    if DAY.fullmatch(value):
        import datetime as dt

        year, month, day = map(int, DAY.fullmatch(value).groups())
        return float((dt.date(year, month, day) - dt.date(1899, 12, 30)).days), ""
    if value.upper() in {"TRUE", "FALSE"}:
        return value.upper() == "TRUE", ""
    return value, ""


class InTurn(unohelper.Base, XCallback):
    """One order, done when the office's own thread comes to it, between two of its events.

    An order that comes over the bridge is done by a thread of its own, which paints what it changed while the office
    paints too: a sheet that was imported into a shown book ended it now and then (TransferTab → TabBar → Invalidate).
    """

    def __init__(self, side: Side, name: str, arguments: list[object]) -> None:
        self.side, self.name, self.arguments = side, name, arguments
        self.answer: dict[str, object] = {}
        self.done = threading.Event()

    def notify(self, _: object) -> None:
        self.answer = answered(self.side, self.name, self.arguments)
        self.done.set()

    def waited_for(self, queue: object) -> dict[str, object]:
        queue.addCallback(self, None)
        while not self.done.wait(5):
            self.side.desktop.getName()  # raises when the office is gone
        return self.answer


def answered(side: Side, name: str, arguments: list[object]) -> dict[str, object]:
    """What comes of an order."""
    try:
        return {"ok": getattr(side, name)(*arguments)}
    except Exception:  # noqa: BLE001 - it is told to the other side
        return {"wrong": traceback.format_exc()}


def main(address: str, shown: str = "") -> None:
    """Orders in, answers out, until the input ends; in an office that is `shown` each waits for its turn."""
    side = Side(address)
    queue = side._service("com.sun.star.awt.AsyncCallback") if shown else None
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name, arguments = json.loads(line)
        if queue is None:
            answer = answered(side, name, arguments)
        else:
            try:
                answer = InTurn(side, name, arguments).waited_for(queue)
            except Exception:  # noqa: BLE001 - the office is gone, which is told too
                answer = {"wrong": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
