"""How the parts of a workbook hang together: sheets, relationships, content types, names, shared texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from functools import cached_property

from workbook.shells.outside.tongues import tongue_of
from workbook.shells.parts import xmltree
from workbook.shells.parts.cell_bytes import plain
from workbook.shells.parts.package import Package
from workbook.shells.parts.xmltree import Node, add, child, children, local
from workbook.words.faults import BookFault
from workbook.words.tongue import worded

TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"
MAIN_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
R_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
R_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"

BOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip


class Wiring:
    """The plan of one workbook package; edits go straight into the package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        found = self.related("", "officeDocument")
        if not found or found[0] not in package:
            raise BookFault(
                worded("“{name}”不是 Excel 工作簿。", name=package.path.name), worded("选一个 .xlsx 或 .xlsm 文件。")
            )
        self.main = found[0]
        root = self._root
        self.space = xmltree.space(root)[1:-1]
        self.is_strict = "purl.oclc.org" in self.space
        self.is_1904 = _flag(child(root, "workbookPr"), "date1904")

    @property
    def _root(self) -> Node:
        return xmltree.parse(self.package.read(self.main), self.main)

    @property
    def relation_space(self) -> str:
        """The namespace of r:id and of relationship types."""
        return R_STRICT if self.is_strict else R_TRANSITIONAL

    @cached_property
    def sheets(self) -> dict[str, str]:
        """Worksheet names in their order, and their parts ('' for chart and dialog sheets)."""
        targets = {key: (kind, target) for key, kind, target in self._relations(self.main)}
        found: dict[str, str] = {}
        for sheet in children(child(self._root, "sheets"), "sheet"):
            kind, target = targets.get(sheet.get(f"{{{self.relation_space}}}id", ""), ("", ""))
            found[sheet.get("name", "")] = target if kind == "worksheet" else ""
        return found

    def part(self, sheet: str) -> str:
        """The part of a worksheet; names differ in case only count as one, as in Excel.

        Raises:
            BookFault: there is no such worksheet.
        """
        name = self.known(sheet)
        if name and self.sheets[name]:
            return self.sheets[name]
        raise BookFault(
            worded("工作簿里找不到“{sheet}”这张表。", sheet=sheet),
            worded("加上这张表；已有而名字不同，就把表名改成“{sheet}”。", sheet=sheet),
        )

    def known(self, sheet: str) -> str:
        """The name as the book spells it, or ''."""
        return self._named(sheet) or self._translated(sheet)

    def _named(self, sheet: str) -> str:
        return next((name for name in self.sheets if name.casefold() == sheet.casefold()), "")

    def _translated(self, sheet: str) -> str:
        """The name in the language that the book is kept in, or ''."""
        own = tongue_of(self.sheets)
        if own is None:
            return ""
        from workbook.rulebook.load.translated import sheet_out

        return self._named(sheet_out(sheet, own))

    # -- relationships

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        """(id, kind, target part) of a part's relationships; outside targets are left out."""
        folder, name = posixpath.split(part)
        where = posixpath.join(folder, "_rels", name + ".rels")
        if where not in self.package:
            return []
        found = []
        for relation in xmltree.parse(self.package.read(where), where):
            if relation.get("TargetMode") != "External" and local(relation):
                target = relation.get("Target", "")
                target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found.append((relation.get("Id", ""), posixpath.basename(relation.get("Type", "")), target))
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of one kind that a part points to, e.g. table, comments."""
        return [target for _, its_kind, target in self._relations(part) if its_kind == kind]

    def _relate(self, kind: str, target: str) -> str:
        """A new relationship from the workbook; returns its id."""
        folder, name = posixpath.split(self.main)
        where = posixpath.join(folder, "_rels", name + ".rels")
        root = xmltree.parse(self.package.read(where), where)
        taken = {relation.get("Id") for relation in root}
        fresh = next(name for name in (f"rId{n}" for n in range(1, len(taken) + 2)) if name not in taken)
        near = posixpath.relpath(target, folder or ".")
        add(root, "Relationship", Id=fresh, Type=f"{self.relation_space}/{kind}", Target=near)
        self.package.write(where, xmltree.to_bytes(root))
        return fresh

    def _declare(self, part: str, kind: str) -> None:
        """A new content type override."""
        root = xmltree.parse(self.package.read(TYPES), TYPES)
        add(root, "Override", PartName=f"/{part}", ContentType=f"{MAIN_TYPES}{kind}+xml")
        self.package.write(TYPES, xmltree.to_bytes(root))

    def _free(self, pattern: str) -> str:
        taken = {name.casefold() for name in self.package.names}
        place = posixpath.dirname(self.main)
        names = (posixpath.join(place, pattern.format(n)) for n in range(1, len(taken) + 2))
        return next(name for name in names if name.casefold() not in taken)

    # -- additions

    def add_sheet(self, name: str, after: str = "") -> str:
        """A new empty worksheet behind another one, else at the end; returns its part."""
        part = self._free("worksheets/sheet{}.xml")
        self.package.write(part, EMPTY_SHEET.format(self.space, self.relation_space).encode())
        self._declare(part, "worksheet")
        relation = self._relate("worksheet", part)
        root = self._root
        sheets = child(root, "sheets")
        if sheets is None:
            raise xmltree.unreadable(self.main)
        highest = max((int(sheet.get("sheetId", "0")) for sheet in sheets), default=0)
        made = add(sheets, "sheet", name=name, sheetId=str(highest + 1))
        made.set(f"{{{self.relation_space}}}id", relation)
        before = next((sheet for sheet in sheets if sheet.get("name") == after), None)
        if before is not None:
            before.addnext(made)
            _make_room(root, list(children(sheets, "sheet")).index(made))
        self.package.write(self.main, xmltree.to_bytes(root))
        del self.sheets
        return part

    @cached_property
    def styles(self) -> str:
        """The part with formats, made if there is none."""
        found = self.related(self.main, "styles")
        if found:
            return found[0]
        part = self._free("styles{}.xml")
        self.package.write(part, EMPTY_STYLES.format(self.space).encode())
        self._declare(part, "styles")
        self._relate("styles", part)
        return part

    def names(self, sheet: str) -> dict[str, str]:
        """The defined names that belong to one sheet, and their formulas."""
        index = str(list(self.sheets).index(sheet))
        found = children(child(self._root, "definedNames"), "definedName")
        return {name.get("name", ""): name.text or "" for name in found if name.get("localSheetId") == index}

    def define(self, sheet: str, formulas: Mapping[str, str]) -> None:
        """Set names that belong to one sheet; _xlnm._FilterDatabase is kept hidden."""
        if all(self.names(sheet).get(name) == formula for name, formula in formulas.items()):
            return
        root = self._root
        index = str(list(self.sheets).index(sheet))
        names = child(root, "definedNames")
        if names is None:
            names = add(root, "definedNames", BOOK_ORDER)
        for name, formula in formulas.items():
            same = (n for n in names if n.get("name") == name and n.get("localSheetId") == index)
            node = next(same, None)
            if node is None:
                node = add(names, "definedName", name=name, localSheetId=index)
                if name == "_xlnm._FilterDatabase":
                    node.set("hidden", "1")
            node.text = formula
        self.package.write(self.main, xmltree.to_bytes(root))

    def undefine(self, sheet: str, names: Collection[str]) -> None:
        """Drop names that belong to one sheet."""
        root, index = self._root, str(list(self.sheets).index(sheet))
        held = child(root, "definedNames")
        gone = [n for n in children(held, "definedName") if n.get("localSheetId") == index and n.get("name") in names]
        if gone:
            xmltree.remove(gone)
            xmltree.remove([held] if held is not None and len(held) == 0 else [])
            self.package.write(self.main, xmltree.to_bytes(root))

    # -- calculation

    def recalculate(self) -> None:
        """Have Excel compute every formula when it next opens the book."""
        root = self._root
        found = child(root, "calcPr")
        if _flag(found, "fullCalcOnLoad"):
            return
        (add(root, "calcPr", BOOK_ORDER) if found is None else found).set("fullCalcOnLoad", "1")
        self.package.write(self.main, xmltree.to_bytes(root))

    def forget_calculation_order(self) -> None:
        """Drop calcChain: an entry for a cell that lost its formula makes Excel offer a repair. Excel rebuilds it."""
        for part in self.related(self.main, "calcChain"):
            self.package.drop(part)
            folder, name = posixpath.split(self.main)
            where = posixpath.join(folder, "_rels", name + ".rels")
            for place, attribute, ending in ((where, "Target", "calcChain.xml"), (TYPES, "PartName", "/" + part)):
                root = xmltree.parse(self.package.read(place), place)
                xmltree.remove(node for node in root if (node.get(attribute) or "").endswith(ending))
                self.package.write(place, xmltree.to_bytes(root))

    # -- shared texts

    def shared_texts(self, wanted: Collection[int]) -> dict[int, str]:
        """The shared texts with these numbers; only they are decoded."""
        parts = self.related(self.main, "sharedStrings") if wanted else []
        if not parts or parts[0] not in self.package:
            return {}
        xml = self.package.read(parts[0])
        found: dict[int, str] = {}
        start, last = 0, max(wanted)
        for index, end in enumerate(_END_OF_TEXT.finditer(xml)):
            if index in wanted:
                found[index] = plain(xml[start : end.end()])
            start = end.end()
            if index >= last:
                break
        return found


def _make_room(root: Node, place: int) -> None:
    """What names sheets by their place counts on, from a sheet that was put in between."""
    for name in children(child(root, "definedNames"), "definedName"):
        if int(name.get("localSheetId", "-1")) >= place:
            name.set("localSheetId", str(int(name.get("localSheetId", "0")) + 1))
    for view in children(child(root, "bookViews"), "workbookView"):
        for fact in ("activeTab", "firstSheet"):
            if int(view.get(fact, "0")) >= place:
                view.set(fact, str(int(view.get(fact, "0")) + 1))


_END_OF_TEXT = re.compile(rb"</(?:[\w.-]+:)?si>|<(?:[\w.-]+:)?si\s*/>")

EMPTY_SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="{}" xmlns:r="{}">'
    '<sheetFormatPr defaultRowHeight="16.5"/><sheetData/></worksheet>'
)
EMPTY_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{}">'
    '<fonts count="1"><font><sz val="11"/><name val="等线"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)


def _flag(node: Node | None, name: str) -> bool:
    return node is not None and node.get(name, "0") in {"1", "true"}
