"""Cells of our own sheets that lead somewhere: to a row in this workbook, or to a form in a file beside it."""

from __future__ import annotations

from workbook.papers.pages.page import OUTSIDE, Page
from workbook.shells.files.our_sheet import Put
from workbook.shells.parts.furniture import Layout, link_cells
from workbook.shells.parts.links import location
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package
from workbook.shells.parts.refs import box
from workbook.shells.parts.relations import let_go, outside, reach_out
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.xmltree import Node, child, children


def link(page: Page, sheet: SheetXml, layout: Layout, done: Put, wiring: Wiring, package: Package) -> None:
    """Make the cells of link fields lead to the places they name, and others where the page says."""
    keys, first = page.keys, layout.header + 1
    rows = [done.rows[key] for key in keys] or list(range(first, first + len(page.rows)))
    named = [at for at, one in enumerate(page.fields) if one.kind == "链接"]
    wanted = [(row, page.headings[at], str(line[at] or "")) for at in named for row, line in enumerate(page.rows)]
    links: dict[tuple[int, int], str] = {}
    files: dict[tuple[int, int], str] = {}
    for row, heading, place in (*wanted, *page.links):
        if not place:
            continue  # its column is named all the same: links of an earlier run go
        cell = rows[row], layout.columns[heading]
        file, _, inner = place.rpartition(OUTSIDE)
        if target := location(inner, (inner,) if file else wiring.sheets):
            links[cell] = target
            files |= {cell: file} if file else {}
    space = wiring.relation_space
    made = reach_out(package, sheet.part, f"{space}/hyperlink", list(files.values()))
    columns = {layout.columns[page.headings[at]] for at in named} | {
        layout.columns[heading] for _, heading, _ in page.links
    }
    gone = link_cells(sheet.frame, columns, layout, links, dict(zip(files, made, strict=True)), f"{{{space}}}id")
    let_go(package, sheet.part, gone)


def leads(frame: Node, wiring: Wiring, part: str) -> dict[tuple[int, int], str]:
    """Where cells lead to: #'客户'!A7, or with a file of its own in front of it."""
    found, files = {}, outside(wiring.package, part)
    relation = f"{{{wiring.relation_space}}}id"
    for link in children(child(frame, "hyperlinks"), "hyperlink"):
        row, column, _, _ = box(link.get("ref", "A1"))
        file = files.get(link.get(relation, ""), "")
        if link.get("location") and (file or not link.get(relation)):
            found[row, column] = f"{file}#{link.get('location', '')}"
    return found
