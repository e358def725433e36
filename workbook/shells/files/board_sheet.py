"""Writing a board into its sheet: each section where staff have it by now, charts that end where their tables do.

A sheet that staff made their own stays as it is. One that holds the table of an earlier version, or nothing, gets the
board: rows of that table which staff added stand below it afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbook.papers.pages.board import At, Board, Section
from workbook.shells.files.our_sheet import Pen
from workbook.shells.parts import charts, furniture, paper, xmltree
from workbook.shells.parts.links import location, quoted_name
from workbook.shells.parts.look import BOARD
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.pixels import moved_buttons, widths
from workbook.shells.parts.refs import area, box
from workbook.shells.parts.relations import declare, free, relate
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.styles import Styles
from workbook.shells.parts.xmltree import add, child, children, local
from workbook.words.place import letters

_HEIGHT = b' ht="%g" customHeight="1"'
_BACK = re.compile(rb"\s(?:hidden|collapsed)=(?:\"[^\"]*\"|'[^']*')")
Shift = tuple[int, int]


def write(wiring: Wiring, styles: Styles, board: Board, *, lay: bool) -> bool:
    """Whether the sheet took the board; `lay`: it may be laid out anew where it isn't yet."""
    part = wiring.part(board.name)
    sheet = SheetXml(wiring.package.read(part), part)
    sheet.usual()
    rows = {row.number: row for row in sheet.rows()}
    shared = {one.shared for row in rows.values() for one in row.cells.values() if one.shared is not None}
    if not Laying(wiring, styles, board, sheet, rows, wiring.shared_texts(shared)).write(lay=lay):
        return False
    furniture.state_extent(sheet.frame, rows, 1)
    wiring.package.write(part, *sheet.chunks(*(rows[number].xml(sheet.prefix) for number in sorted(rows))))
    return True


@dataclass(slots=True)
class Laying:
    """A board on its way into one sheet."""

    wiring: Wiring
    styles: Styles
    board: Board
    sheet: SheetXml
    rows: dict[int, Row]
    texts: Mapping[int, str]

    def write(self, *, lay: bool) -> bool:
        """The sections where they stand; False where the sheet takes none."""
        found = self._found()
        if found is None:
            if not lay or not self._is_free():
                return False
            self._lay()
            found = {section.anchor: (0, 0) for section in self.board.sections}
        fills = [(section, found[section.anchor]) for section in self.board.sections if section.anchor in found]
        pen = Pen(self.styles.index, self.sheet.prefix, self.wiring.is_1904)
        for section, shift in fills:
            self._fill(section, shift, pen)
        self._link(fills)
        self._reach(found)
        return True

    # -- where things stand

    def _found(self) -> dict[At, Shift] | None:
        """How far each section was moved; None where the sheet holds no board."""
        seen: dict[str, list[At]] = {}
        for number, line in self.rows.items():
            for column, one in line.cells.items():
                if words := one.text(self.texts).strip():
                    seen.setdefault(words, []).append((number, column))
        found: dict[At, Shift] = {}
        for section in self.board.sections:
            row, column = section.anchor
            shifts = [(at[0] - row, at[1] - column) for at in seen.get(str(section.spots[section.anchor].value), ())]
            if shifts:
                found[section.anchor] = min(shifts, key=lambda shift: abs(shift[0]) + abs(shift[1]))
        return found if len(found) * 2 > len(self.board.sections) else None

    def _is_free(self) -> bool:
        """Whether nothing stands there but a table of an earlier version."""
        if not any(one.inner is not None for row in self.rows.values() for one in row.cells.values()):
            return True
        return self._header() > 0

    def _header(self) -> int:
        """The row with the headings of that table; 0 for none."""
        for number, row in self.rows.items():
            words = [one.text(self.texts).strip() for _, one in sorted(row.cells.items())]
            if tuple(word for word in words if word) == self.board.before:
                return number
        return 0

    # -- laying it out

    def _lay(self) -> None:
        frame, board = self.sheet.frame, self.board
        header = self._header()
        old = [row for number, row in sorted(self.rows.items()) if number > header > 0]
        for number in [number for number in self.rows if number >= header > 0]:
            del self.rows[number]
        place = board.last[0] + 2
        for row in old:
            words = row.cells[min(row.cells)].text(self.texts) if row.cells else ""
            said = [one for one in row.cells.values() if one.text(self.texts).strip()]
            if said and not words.startswith(board.ours) and not (not words and len(said) == 1):
                row.number, row.attributes = place, _BACK.sub(b"", row.attributes)
                self.rows[place] = row
                place += 1
        before = widths(frame)
        gone = {"cols", "autoFilter", "hyperlinks", "rowBreaks"}
        xmltree.remove(node for node in list(frame) if local(node) in gone)
        columns = add(frame, "cols", paper.SHEET_ORDER)
        for column, characters in enumerate(board.wide, 1):
            facts = {"min": str(column), "max": str(column), "width": f"{characters + 0.71:g}", "customWidth": "1"}
            add(columns, "col", **facts)
        for number, points in board.high.items():
            row = self.rows.setdefault(number, Row(number))
            if number > 2 or b"ht=" not in row.attributes:
                row.drop(b"ht", b"customHeight")
                row.attributes += _HEIGHT % points
        self._print()
        self._redden()
        self._draw()
        moved_buttons(self.wiring, self.sheet.part, before, widths(frame))

    def _print(self) -> None:
        """On one page, upright."""
        paper.set_up(self.sheet.frame, landscape=False, pages_down=1, dated=True)
        views = child(self.sheet.frame, "sheetViews")
        if next(xmltree.anywhere(self.sheet.frame, "pane"), None) is None:
            views = add(self.sheet.frame, "sheetViews", paper.SHEET_ORDER) if views is None else views
            view = child(views, "sheetView")
            view = add(views, "sheetView", showGridLines="0", workbookViewId="0") if view is None else view
            xmltree.remove(children(view, "selection"))
            furniture.freeze(view, self.board.frozen)
        name = quoted_name(self.board.name)
        row, column = self.board.last
        self.wiring.undefine(self.board.name, ("_xlnm._FilterDatabase", "_xlnm.Print_Titles"))
        self.wiring.define(self.board.name, {"_xlnm.Print_Area": f"{name}!$A$1:${letters(column)}${row}"})

    def _redden(self) -> None:
        """Numbers above nought that somebody should see, in red."""
        spots = sorted(at for section in self.board.sections for at in section.red)
        if not spots:
            return
        where = " ".join(area(row, column, row, column) for row, column in spots)
        highest = max(
            (int(rule.get("priority", "0")) for rule in xmltree.anywhere(self.sheet.frame, "cfRule")), default=0
        )
        block = add(self.sheet.frame, "conditionalFormatting", paper.SHEET_ORDER, sqref=where)
        rule = add(block, "cfRule", type="cellIs", dxfId=str(self.styles.mark("逾期")), priority=str(highest + 1))
        rule.set("operator", "greaterThan")
        add(rule, "formula").text = "0"

    def _draw(self) -> None:
        """The charts, in the drawing of the sheet."""
        package, part = self.wiring.package, self.sheet.part
        if self.wiring.is_strict:
            return
        own = self.wiring.related(part, "drawing")
        drawing = own[0] if own else free(package, "xl/drawings/drawing{}.xml")
        if not own:
            package.write(drawing, charts.drawing_part())
            declare(package, f"/{drawing}", charts.DRAWING)
            relation = relate(package, part, f"{self.wiring.relation_space}/drawing", drawing)
            add(self.sheet.frame, "drawing", paper.SHEET_ORDER).set(f"{{{self.wiring.relation_space}}}id", relation)
        made = []
        for chart in self.board.charts:
            name = free(package, "xl/charts/chart{}.xml")
            package.write(name, charts.chart_part(chart, self.board.name))
            declare(package, f"/{name}", charts.CHART)
            made.append((chart, relate(package, drawing, f"{self.wiring.relation_space}/chart", name)))
        held = package.read(drawing)
        package.write(drawing, charts.with_anchors(held, charts.anchors(made, 1 + held.count(b"Anchor>"))))

    # -- filling it

    def _fill(self, section: Section, shift: Shift, pen: Pen) -> None:
        for (row, column), spot in sorted(section.spots.items()):
            number, place = row + shift[0], column + shift[1]
            if number < 1 or place < 1:
                continue
            line = self.rows.setdefault(number, Row(number))
            old = line.cells.get(place)
            if spot.is_typed and old is not None:
                continue
            style = old.style if old is not None and old.style else pen.style(BOARD[spot.look])
            line.cells[place] = pen.cell(spot.value, style)
            line.drop(b"spans")

    def _link(self, fills: Iterable[tuple[Section, Shift]]) -> None:
        """Cells that lead somewhere; links that staff set elsewhere stay."""
        links: dict[At, str] = {}
        for section, (down, right) in fills:
            for (row, column), spot in section.spots.items():
                if not spot.is_typed:
                    links[row + down, column + right] = location(spot.link, self.wiring.sheets) if spot.link else ""
        found = child(self.sheet.frame, "hyperlinks")
        for link in list(children(found, "hyperlink")):
            row, column, _, _ = box(link.get("ref", "A1"))
            if (row, column) in links and found is not None:
                found.remove(link)
        for (row, column), place in sorted(links.items()):
            if place:
                if found is None:
                    found = add(self.sheet.frame, "hyperlinks", paper.SHEET_ORDER)
                add(found, "hyperlink", ref=area(row, column, row, column), location=place)
        if found is not None and len(found) == 0:
            xmltree.remove([found])

    def _reach(self, found: Mapping[At, Shift]) -> None:
        """Every chart over one of the tables ends where the table does now."""
        lasts: dict[int, int] = {}
        for chart in self.board.charts:
            section = max((one for one in found if one[0] <= chart.head), default=None)
            first = chart.head + 1 + (found[section][0] if section else 0)
            lasts[first] = first - 1 + max(chart.rows, charts.FEWEST)
        for drawing in self.wiring.related(self.sheet.part, "drawing"):
            for part in self.wiring.related(drawing, "chart"):
                held = self.wiring.package.read(part)
                self.wiring.package.write(part, charts.reaching(held, self.board.name, lasts))
