"""What stands around the rows of a sheet: panes, widths, filters, drop-downs, colours by mark, links, print set-up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbook.papers.pages.on_paper import pages_across
from workbook.papers.pages.page import Field, Page
from workbook.shells.parts import xmltree
from workbook.shells.parts.look import MARK_COLOURS, WHOLE, choice_list
from workbook.shells.parts.paper import SHEET_ORDER, set_up
from workbook.shells.parts.refs import area, box, stretched
from workbook.shells.parts.row_bytes import Row
from workbook.shells.parts.xmltree import Node, add, anywhere, child, children, local
from workbook.words.place import letters

MOST_LINKS = 65_530
MOMENT, LEAST_FOR_MOMENT = Field("时点", "时点", 17.5), 16.5
"""What 2026-03-16 14:30 takes, and what it takes at least."""
PROMPT = 255  # letters that Excel shows beside a cell


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a page stands on its sheet: header row, and the column of each heading (the mark's too, if it has one)."""

    header: int
    columns: Mapping[str, int]
    is_new: bool = False

    @property
    def first(self) -> int:
        """The leftmost column."""
        return min(self.columns.values())

    @property
    def last(self) -> int:
        """The rightmost column."""
        return max(self.columns.values())

    def body(self, last_row: int) -> tuple[int, int, int, int]:
        """The rows under the header; never less than one."""
        return self.header + 1, self.first, max(last_row, self.header + 1), self.last


def dress(frame: Node, page: Page, layout: Layout) -> None:
    """A new sheet's set-up: frozen header, no grid, A4 fitted to the width, page numbers."""
    xmltree.remove(node for node in frame if local(node) == "sheetViews")
    view = add(add(frame, "sheetViews", SHEET_ORDER), "sheetView", showGridLines="0", workbookViewId="0")
    freeze(view, layout.header, page.frozen)
    set_up(frame, landscape=page.landscape, across=pages_across(page))


def freeze(view: Node, rows: int, columns: int = 0) -> None:
    """Rows at the top, and columns at the left, that don't scroll."""
    cell, pane = f"{letters(columns + 1)}{rows + 1}", "bottomRight" if columns else "bottomLeft"
    left = {"xSplit": str(columns)} if columns else {}
    add(view, "pane", **left, ySplit=str(rows), topLeftCell=cell, activePane=pane, state="frozen")
    add(view, "selection", pane=pane, activeCell=cell, sqref=cell)


def state_extent(frame: Node, rows: Mapping[int, Row], last: int) -> None:
    """The area in which anything stands."""
    columns = [column for row in rows.values() for column in row.cells] or [1]
    found = child(frame, "dimension")
    if found is None:
        found = add(frame, "dimension", SHEET_ORDER)
    found.set("ref", area(min(rows, default=1), min(columns), max([*rows, last]), max(columns)))


def widen(frame: Node, fields: Mapping[int, Field]) -> None:
    """Give columns their width, and hide those that are hidden; columns that already have a width keep it."""
    groups = child(frame, "cols")
    if groups is None:
        if not fields:
            return
        groups = add(frame, "cols", SHEET_ORDER)
    for column, field in sorted(fields.items()):
        covering = next((g for g in groups if int(g.get("min", "0")) <= column <= int(g.get("max", "0"))), None)
        if covering is not None and not field.hidden:
            continue
        if covering is None:
            covering = add(groups, "col", min=str(column), max=str(column))
        covering = _cut(covering, column)
        covering.set("width", f"{field.width + 0.71:g}")
        covering.set("customWidth", "1")
        if field.hidden:
            covering.set("hidden", "1")
    groups[:] = sorted(groups, key=lambda group: int(group.get("min", "0")))


def room_for_moments(frame: Node, columns: Iterable[int]) -> None:
    """Columns in which a day with its time would show as ### are given the width for it; a hidden one stays hidden."""
    groups = child(frame, "cols")
    for column in sorted(set(columns)):
        covering = next(
            (g for g in children(groups, "col") if int(g.get("min", "0")) <= column <= int(g.get("max", "0"))), None
        )
        if covering is None:
            widen(frame, {column: MOMENT})
            groups = child(frame, "cols")
        elif float(covering.get("width", "0")) < LEAST_FOR_MOMENT and covering.get("hidden") not in {"1", "true"}:
            one = _cut(covering, column)
            one.set("width", f"{MOMENT.width + 0.71:g}")
            one.set("customWidth", "1")
    if groups is not None:
        groups[:] = sorted(groups, key=lambda group: int(group.get("min", "0")))


def fold(frame: Node, fields: Mapping[int, Field]) -> None:
    """Columns that nobody needs today go behind a +; typed ones that were there come out again when they are needed."""
    groups = child(frame, "cols")
    for column, field in sorted(fields.items()):
        covering = next(
            (g for g in children(groups, "col") if int(g.get("min", "0")) <= column <= int(g.get("max", "0"))), None
        )
        if covering is None or not (field.folded or (field.typed and covering.get("outlineLevel"))):
            continue
        one = _cut(covering, column)
        for name in ("hidden", "outlineLevel"):
            if field.folded:
                one.set(name, "1")
            else:
                one.attrib.pop(name, "")
    if groups is not None:
        groups[:] = sorted(groups, key=lambda group: int(group.get("min", "0")))
        facts = child(frame, "sheetFormatPr")
        if facts is not None and any(group.get("outlineLevel") for group in groups):
            facts.set("outlineLevelCol", "1")


def _cut(group: Node, column: int) -> Node:
    """Split a run of columns so that one of them stands alone."""
    first, last = int(group.get("min", "0")), int(group.get("max", "0"))
    for start, end in ((first, column - 1), (column + 1, last)):
        if start <= end:
            group.addnext(twin := add(group, "col"))
            for name, value in group.attrib.items():
                twin.set(name, value)
            twin.set("min", str(start))
            twin.set("max", str(end))
    group.set("min", str(column))
    group.set("max", str(column))
    return group


def filter_rows(frame: Node, layout: Layout, last_row: int) -> str:
    """Let the filter over the header reach the last row; returns its area, '' when the sheet has none any more."""
    found = child(frame, "autoFilter")
    if found is None and layout.is_new:
        found = add(frame, "autoFilter", SHEET_ORDER, ref=area(layout.header, layout.first, layout.header, layout.last))
    if found is None:
        return ""
    top, left, bottom, right = box(found.get("ref", "A1"))
    if top != layout.header:
        return ""
    found.set("ref", area(top, left, max(last_row, top + 1), right))
    for sort in (*children(found, "sortState"), *children(frame, "sortState")):
        top_sorted, left, _, right = box(sort.get("ref", "A1"))
        sort.set("ref", area(top_sorted, left, max(last_row, top_sorted), right))
        for condition in children(sort, "sortCondition"):
            condition.set("ref", stretched(condition.get("ref", "A1"), top_sorted, bottom, max(last_row, top_sorted)))
    return found.get("ref", "")


def drop_downs(frame: Node, fields: Sequence[Field], layout: Layout, last_row: int) -> None:
    """Each field's list of choices over the rows; lists of other columns stay."""
    top, _, bottom, _ = layout.body(last_row)
    listed = {layout.columns[field.heading]: field for field in fields if choice_list(field)}
    ours = [
        rule for rule in anywhere(frame, "dataValidation")
        if rule.get("type") == "list" and _columns(rule) and _columns(rule) <= listed.keys()
    ]  # fmt: skip
    parents = [rule.getparent() for rule in ours]
    xmltree.remove(ours)
    for column, field in listed.items():
        rules = child(frame, "dataValidations")
        rules = add(frame, "dataValidations", SHEET_ORDER) if rules is None else rules
        rule = add(rules, "dataValidation", type="list", allowBlank="1", sqref=area(top, column, bottom, column))
        if field.told and len(field.told) <= PROMPT:
            rule.set("showInputMessage", "1")
            rule.set("prompt", field.told)
        add(rule, "formula1").text = choice_list(field)
    _recount("dataValidation", [child(frame, "dataValidations"), *parents])


def _columns(rule: Node) -> set[int]:
    """The columns a drop-down stands in."""
    areas = rule.get("sqref") or " ".join(node.text or "" for node in rule if local(node) == "sqref")
    boxes = [box(one) for one in areas.split()]
    return {column for _, left, _, right in boxes for column in range(left, min(right, left + 50) + 1)}


def _recount(name: str, lists: Iterable[Node | None]) -> None:
    """Keep a list's count true; take out the list, and the extension around it, once nothing is left in it."""
    for members in lists:
        if members is None:
            continue
        left = sum(1 for _ in children(members, name))
        members.set("count", str(left))
        parent = members.getparent()
        if left or parent is None:
            continue
        parent.remove(members)
        if local(parent) == "ext" and len(parent) == 0:
            extensions = parent.getparent()
            xmltree.remove([parent])
            xmltree.remove([extensions] if extensions is not None and len(extensions) == 0 else [])


def colour_marks(
    frame: Node, heading: str, layout: Layout, last_row: int, number: Callable[[str], int], lit: Sequence[str] = (),
) -> None:  # fmt: skip
    """Colour each row by its mark, or only its `lit` cells; `number` gives the differential format of a mark."""
    column = layout.columns.get(heading)
    if column is None:
        return
    ours = re.compile(rf'\$?{letters(column)}\$?\d+="({"|".join(MARK_COLOURS)})"')
    known: dict[str, str] = {}
    for block in list(children(frame, "conditionalFormatting")):
        for rule in list(children(block, "cfRule")):
            formula = child(rule, "formula")
            found = ours.fullmatch((formula.text or "") if formula is not None else "")
            if found:
                known[found[1]] = rule.get("dxfId", "")
                block.remove(rule)
        if child(block, "cfRule") is None:
            xmltree.remove([block])
    highest = max((int(rule.get("priority", "0")) for rule in anywhere(frame, "cfRule")), default=0)
    top, left, bottom, right = layout.body(last_row)
    whole = area(top, left, bottom, right)
    cells = " ".join(area(top, at, bottom, at) for one in lit if (at := layout.columns.get(one)))
    blocks: dict[str, Node] = {}
    for place, mark in enumerate(MARK_COLOURS, highest + 1):
        where = whole if mark in WHOLE or not cells else cells
        if where not in blocks:
            blocks[where] = add(frame, "conditionalFormatting", SHEET_ORDER, sqref=where)
        rule = add(
            blocks[where], "cfRule", type="expression", dxfId=known.get(mark) or str(number(mark)), priority=str(place)
        )
        add(rule, "formula").text = f'${letters(column)}{top}="{mark}"'


def link_cells(
    frame: Node, columns: Iterable[int], layout: Layout, links: Mapping[tuple[int, int], str],
    ids: Mapping[tuple[int, int], str], relation: str,
) -> set[str]:  # fmt: skip
    """Replace the links in our link columns by these, (row, column) to a place; the relationships that nothing uses now.

    Shapes:
        ids: of those that lead into another file, the relationship to it. relation: the attribute that holds one.
    """
    ours, gone = set(columns), set[str]()
    found = child(frame, "hyperlinks")
    if found is not None:
        for link in list(children(found, "hyperlink")):
            row, column, _, _ = box(link.get("ref", "A1"))
            if column in ours and row > layout.header:
                gone.add(link.get(relation, ""))
                found.remove(link)
    for (row, column), place in sorted(links.items())[:MOST_LINKS]:
        if found is None:
            found = add(frame, "hyperlinks", SHEET_ORDER)
        made = add(found, "hyperlink", ref=area(row, column, row, column), location=place)
        if (row, column) in ids:
            made.set(relation, ids[row, column])
    used = {link.get(relation, "") for link in children(found, "hyperlink")}
    if found is not None and len(found) == 0:
        xmltree.remove([found])
    return gone - used - {""}


def part_cells(frame: Node, layout: Layout) -> None:
    """Undo merged cells under the header of our columns: they would hide rows."""
    merges = child(frame, "mergeCells")
    if merges is None:
        return
    for merge in list(children(merges, "mergeCell")):
        _, left, bottom, right = box(merge.get("ref", "A1"))
        if bottom > layout.header and any(left <= column <= right for column in layout.columns.values()):
            merges.remove(merge)
    _recount("mergeCell", [merges])


def stretch_areas(frame: Node, first_row: int, old_last: int, new_last: int) -> None:
    """Let drop-downs, conditional formats and the filter that reached the last row reach the new one."""
    for node in frame.iter():
        name = local(node)
        if name in {"conditionalFormatting", "dataValidation", "ignoredError", "protectedRange"} and node.get("sqref"):
            node.set("sqref", stretched(node.get("sqref", ""), first_row, old_last, new_last))
        elif name == "sqref" and node.text:
            node.text = stretched(node.text, first_row, old_last, new_last)
        elif name in {"autoFilter", "sortState"} and node.get("ref"):
            node.set("ref", stretched(node.get("ref", ""), first_row, old_last, new_last))
