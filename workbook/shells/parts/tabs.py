"""The tabs of a workbook: their colour, where a new one stands, which are shown."""

from __future__ import annotations

from collections.abc import Collection

from workbook.papers.pages.groups import group_of, is_ours
from workbook.shells.parts import xmltree
from workbook.shells.parts.look import TABS
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.paper import SHEET_ORDER
from workbook.shells.parts.xmltree import Node, add, child, children

HIDING = {"hidden", "veryHidden"}


def colour(frame: Node, group: str) -> None:
    """The tab in the colour of what the sheet is for."""
    properties = child(frame, "sheetPr")
    properties = add(frame, "sheetPr", SHEET_ORDER) if properties is None else properties
    if group in TABS and child(properties, "tabColor") is None:
        add(properties, "tabColor", ("tabColor", "outlinePr", "pageSetUpPr"), rgb=TABS[group])


def added(wiring: Wiring, name: str, group: str, *, hidden: bool) -> None:
    """A new sheet behind the last one of its like, shown or not."""
    alike = [one for one in wiring.sheets if is_ours(one) and group_of(one) == group]
    wiring.add_sheet(name, alike[-1] if alike else "")
    if hidden:
        hide(wiring, name)


def hide(wiring: Wiring, name: str) -> None:
    """A sheet is there, but not shown; the last one that is shown stays."""
    root, sheets = _sheets(wiring)
    shown = [one for one in sheets if one.get("state", "visible") not in HIDING]
    mine = [one for one in shown if one.get("name") == name]
    if mine and len(shown) > 1:
        mine[0].set("state", "hidden")
        wiring.package.write(wiring.main, xmltree.to_bytes(root))


def show(wiring: Wiring, names: Collection[str]) -> None:
    """Sheets that somebody must look into are shown."""
    root, sheets = _sheets(wiring)
    hidden = [one for one in sheets if one.get("name") in names and one.get("state", "") in HIDING]
    for one in hidden:
        del one.attrib["state"]
    if hidden:
        wiring.package.write(wiring.main, xmltree.to_bytes(root))


def _sheets(wiring: Wiring) -> tuple[Node, list[Node]]:
    root = xmltree.parse(wiring.package.read(wiring.main), wiring.main)
    return root, list(children(child(root, "sheets"), "sheet"))
