"""What changed from one workbook file to another, sheet by sheet, as orders that an open book can follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from workbook.shells.files.linking import leads
from workbook.shells.files.staff_sheet import noted_rows
from workbook.shells.live.cells import At, Held, Sheet, both, same, sheet_of
from workbook.shells.live.locked import refuse_protected
from workbook.shells.parts import xmltree
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.refs import box
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.styles import BUILT_IN
from workbook.shells.parts.xmltree import Node, child, children

Box = tuple[int, int, int, int]
FURTHEST = 400
"""Columns whose width is looked at."""


@dataclass(slots=True)
class SheetChange:
    """One sheet's changes.

    Shapes:
        header: the row of its headings. now: cells to be given a value. fresh: those of them that have no look yet, and
        the row whose cell in that column gives them its look, drop-down and colours; 0 when the sheet has none to give.
        gone: cells to be wiped, look and all. texts: cells that are formatted as text. formats: number formats of cells
        that are given another one, or none. hidden: row → whether it is hidden. widths: column → width, hidden. parted: merged
        areas to be undone. tables: name → its new area. links: cell → the place it leads to. lists: column → the source
        of its drop-down. printed: the area to print. headings: column → its heading.
    """

    name: str
    header: int = 0
    now: dict[At, Held] = field(default_factory=dict)
    fresh: dict[At, int] = field(default_factory=dict)
    gone: set[At] = field(default_factory=set)
    texts: set[At] = field(default_factory=set)
    formats: dict[At, str] = field(default_factory=dict)
    hidden: dict[int, bool] = field(default_factory=dict)
    widths: dict[int, tuple[float, bool]] = field(default_factory=dict)
    parted: list[Box] = field(default_factory=list)
    tables: dict[str, Box] = field(default_factory=dict)
    links: dict[At, str] = field(default_factory=dict)
    lists: dict[int, str] = field(default_factory=dict)
    printed: str = ""
    headings: dict[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any((self.now, self.gone, self.hidden, self.widths, self.parted, self.tables, self.lists, self.printed))


def changed(
    before: Wiring, after: Wiring, parts: Collection[str], headers: Mapping[str, int], ours: Collection[str]
) -> list[SheetChange]:
    """The changes of the sheets that both files have; the later file was made out of the earlier one.

    Shapes:
        parts: those that may differ. headers: sheet → the row of its headings. ours: the sheets that the program writes.

    Raises:
        BookFault: a sheet that would change is protected.
    """
    found = []
    for name, part in before.sheets.items():
        if part not in parts:
            continue
        old, new = before.package.read(part), after.package.read(part)
        versions = both(old, new, before, after, part)
        one = _change(name, headers.get(name, 0), versions, is_lineage=True)
        old_frame, new_frame = SheetXml(old, part).frame, SheetXml(new, part).frame
        _furnish(one, old_frame, new_frame)
        known = leads(old_frame, before, part)
        now = leads(new_frame, after, part).items()
        one.links = {at: place for at, place in now if known.get(at) != place or at in one.now}
        one.tables = _resized(before, part, after, part)
        one.printed = _printed(before, after, name)
        _take_looks(one, *versions, _bad_givers(before, part, old_frame, is_ours=name in ours), is_lineage=True)
        _take_formats(one, *versions, after)
        if one:
            refuse_protected(name, old_frame)
            found.append(one)
    return found


def returned(
    before: Wiring, after: Wiring, places: Mapping[str, Collection[At]], headers: Mapping[str, int]
) -> list[SheetChange]:
    """The changes that bring some cells of a book back to what they are in another copy of it.

    Raises:
        BookFault: a sheet that would change is protected.
    """
    found = []
    for name, wanted in places.items():
        part, other = before.sheets.get(name, ""), after.sheets.get(name, "")
        if not part or not other:
            continue
        versions = values_of(before, part), values_of(after, other)
        one = _change(name, headers.get(name, 0), versions, is_lineage=False, only=set(wanted))
        wide = _tables(before, part)
        one.tables = {
            table: area
            for table, area in _resized(before, part, after, other).items()
            if not _leaves_out(wide[table], area, versions[0], set(wanted))
        }
        frame = SheetXml(before.package.read(part), part).frame
        _take_looks(one, *versions, _bad_givers(before, part, frame, is_ours=True), is_lineage=False)
        _take_formats(one, None, versions[1], after)
        if one:
            refuse_protected(name, frame)
            found.append(one)
    return found


def added(wiring: Wiring, name: str, header: int) -> SheetChange:
    """What a new sheet, brought from a book of its own, still lacks: links; in a 1904 book its days, counted anew."""
    part = wiring.sheets[name]
    one = SheetChange(name, header, links=leads(SheetXml(wiring.package.read(part), part).frame, wiring, part))
    if wiring.is_1904:
        found = values_of(wiring, part)
        one.now = dict(found.cells)
        _take_formats(one, None, found, wiring)
    return one


def values_of(wiring: Wiring, part: str) -> Sheet:
    """A whole sheet as values."""
    return sheet_of(SheetXml(wiring.package.read(part), part).rows(), wiring)


def _change(
    name: str, header: int, versions: tuple[Sheet, Sheet], *, is_lineage: bool, only: set[At] | None = None
) -> SheetChange:
    """What differs between two versions; in a lineage formats have the same numbers in both."""
    old, new = versions
    one = SheetChange(name, header)
    for at, value in new.cells.items():
        if only is not None and at not in only:
            continue
        is_fresh = at not in old.cells or (is_lineage and old.styles[at] != new.styles[at])
        if is_fresh or not same(old.cells[at], value):
            one.now[at] = value
        if is_fresh:
            one.fresh[at] = 0
    one.gone = {at for at in old.cells.keys() - new.cells.keys() if only is None or at in only}
    rows = (old.rows | new.rows) if only is None else {row for row, _ in only}
    one.hidden = {row: row in new.hidden for row in rows if (row in old.hidden) != (row in new.hidden)}
    one.headings = {column: str(value) for (row, column), value in new.cells.items() if row == header and value}
    return one


def _take_looks(one: SheetChange, old: Sheet, new: Sheet, bad: set[int], *, is_lineage: bool) -> None:
    """For each cell without a look the row in its column that has the wanted one, else the one that is usual there."""
    columns = {column for _, column in one.fresh}
    givers: dict[int, dict[int, int]] = {}
    usual: dict[int, Counter[int]] = {}
    for (row, column), style in old.styles.items():
        if column in columns and row > one.header and row not in bad | old.hidden and (row, column) not in one.gone:
            givers.setdefault(column, {})[style] = row
            usual.setdefault(column, Counter())[style] += 1
    for row, column in one.fresh:
        if row > one.header and column in givers:
            [(commonest, _)] = usual[column].most_common(1)
            wanted = new.styles[row, column] if is_lineage else commonest
            one.fresh[row, column] = givers[column].get(wanted, givers[column][commonest])


def _bad_givers(wiring: Wiring, part: str, frame: Node, *, is_ours: bool) -> set[int]:
    """Rows that can't lend their look: a note would come with it, a merged cell, or a link that leads elsewhere.

    Links on sheets of ours are set anew for each cell, so they don't matter there.
    """
    bad = {row for top, _, bottom, _ in _areas(frame) for row in range(top, min(bottom, top + 1000) + 1)}
    if not is_ours:
        bad |= {box(link.get("ref", "A1"))[0] for link in children(child(frame, "hyperlinks"), "hyperlink")}
    return bad | noted_rows(wiring, part)


def _take_formats(one: SheetChange, old: Sheet | None, new: Sheet, wiring: Wiring) -> None:
    """Which cells are formatted as text, for what is written there is taken as it stands; and formats nobody gives."""
    root = xmltree.parse(wiring.package.read(wiring.styles), wiring.styles)
    numbers = {str(number): code for code, number in BUILT_IN.items()}
    for node in children(child(root, "numFmts"), "numFmt"):
        numbers[node.get("numFmtId", "")] = node.get("formatCode", "")
    codes = [numbers.get(node.get("numFmtId", "0"), "") for node in children(child(root, "cellXfs"), "xf")]

    def code(style: int) -> str:
        return codes[style] if 0 <= style < len(codes) else ""

    one.texts = {at for at in one.now if at in new.styles and code(new.styles[at]) == "@"}
    for at, giver in one.fresh.items():
        wanted = code(new.styles[at])
        given = code(old.styles[giver, at[1]]) if giver and old is not None else None
        if wanted and wanted != given and not (given is None and wanted == "General"):
            one.formats[at] = wanted


def _furnish(one: SheetChange, old: Node, new: Node) -> None:
    """Merged areas that were undone, columns that came to be or were hidden, drop-downs with other words."""
    kept = set(_areas(new))
    one.parted = [area for area in _areas(old) if area not in kept]
    before, after = _columns(old), _columns(new)
    one.widths = {column: facts for column, facts in after.items() if before.get(column) != facts}
    words = _lists(old)
    one.lists = {column: source for column, source in _lists(new).items() if words.get(column, source) != source}


def _areas(frame: Node) -> list[Box]:
    return [box(merge.get("ref", "A1")) for merge in children(child(frame, "mergeCells"), "mergeCell")]


def _columns(frame: Node) -> dict[int, tuple[float, bool]]:
    """Width and hiding of each column that says so."""
    found: dict[int, tuple[float, bool]] = {}
    for group in children(child(frame, "cols"), "col"):
        facts = float(group.get("width", "8.43")), group.get("hidden", "0") in {"1", "true"}
        for column in range(int(group.get("min", "0")), min(int(group.get("max", "0")), FURTHEST) + 1):
            found[column] = facts
    return found


def _lists(frame: Node) -> dict[int, str]:
    """The source of each column's drop-down, for columns that have one from top to bottom."""
    found: dict[int, str] = {}
    for rule in xmltree.anywhere(frame, "dataValidation"):
        formula = next((node.text or "" for node in xmltree.anywhere(rule, "formula1")), "")
        areas = [box(one) for one in rule.get("sqref", "").split()]
        if rule.get("type") == "list" and formula.startswith('"'):
            found |= {left: formula.strip('"') for _, left, _, right in areas if left == right}
    return found


def _printed(before: Wiring, after: Wiring, sheet: str) -> str:
    """The area to print where it changed, as $A$1:$N$40."""
    name = "_xlnm.Print_Area"
    old, new = before.names(sheet).get(name, ""), after.names(sheet).get(name, "")
    return new.rpartition("!")[2] if new != old and "," not in new else ""


def _resized(before: Wiring, part: str, after: Wiring, other: str) -> dict[str, Box]:
    """Tables of a sheet whose area changed."""
    known = _tables(before, part)
    return {name: area for name, area in _tables(after, other).items() if known.get(name, area) != area}


def _leaves_out(wide: Box, narrow: Box, now: Sheet, ours: Collection[At]) -> bool:
    """Whether a table, made smaller, would lose cells that staff filled since: then it stays as it is."""
    (top, left, bottom, right), (_, _, last, edge) = wide, narrow
    return any(
        value is not None and at not in ours and top <= at[0] <= bottom and left <= at[1] <= right
        for at, value in now.cells.items()
        if at[0] > last or at[1] > edge
    )


def _tables(wiring: Wiring, part: str) -> dict[str, Box]:
    found = {}
    for where in wiring.related(part, "table"):
        root = xmltree.parse(wiring.package.read(where), where)
        found[root.get("displayName", "")] = box(root.get("ref", "A1"))
    return found
