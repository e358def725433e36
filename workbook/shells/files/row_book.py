"""A workbook whose rows may leave and come back: row by row as bytes, and everything that counts rows goes along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

import numpy as np

from workbook.shells.archive.store import MARK
from workbook.shells.files import readdressed
from workbook.shells.files.in_place import Book
from workbook.shells.parts import book_names, kept_looks, row_furniture, shared_texts, xmltree
from workbook.shells.parts.entities import escape
from workbook.shells.parts.row_moves import Moves, hangs, is_own, letters_of, moved, relettered, renumbered
from workbook.shells.parts.sheet_part import SheetXml
from workbook.shells.parts.tables import Table
from workbook.shells.parts.xmltree import anywhere, local
from workbook.words.addresses import Now
from workbook.words.place import Place, number
from workbook.words.tongue import worded

_ROW = rb'<%srow r="(\d+)"[^>]*?(?:/>|>.*?</%srow>)'
_FORMULA = re.compile(rb"(<(?:[\w.-]+:)?f(?:\s[^>]*)?>)([^<]+)(</(?:[\w.-]+:)?f>)")
_CELL_FORMULA = re.compile(
    rb'<(?:[\w.-]+:)?c r="([A-Z]+)(\d+)"[^>]*>\s*<(?:[\w.-]+:)?f(?:\s[^>]*)?>([^<]+)</', re.DOTALL
)
_LOOKS = re.compile(
    rb"(<(?:[\w.-]+:)?(?:f|formula|formula1|formula2)(?:\s[^>]*)?>)([^<]+)(</(?:[\w.-]+:)?(?:f|formula|formula1|formula2)>)"
)
"""Formulas of another sheet or a chart: in cells, colours, drop-downs."""
_STYLE = re.compile(rb'\ss="(\d+)"')


@dataclass(slots=True)
class Cut:
    """Rows as they stood: number → element, its texts inside it; and the formats that it uses."""

    rows: dict[int, bytes]
    looks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class RowBook(Book):
    """One workbook; nothing reaches the disk before `save`."""

    @property
    def mark(self) -> str:
        """What it holds out of sight about its archive."""
        return book_names.held(self._wiring, MARK)

    def hold(self, word: str) -> None:
        """It holds this from now on."""
        book_names.hold(self._wiring, MARK, word)

    def stays(self, sheet: str, header: int) -> tuple[str, dict[int, str]]:
        """Why no row of a sheet can leave, '' if some can; and rows that can't, each with what hangs on it."""
        part = self._wiring.part(sheet)
        xml = self._sheet(part)
        if any(xml.arrays()) or any(xml.matches(re.compile(rb't="dataTable"'))):
            return worded("有数组公式"), {}
        if any(xml.matches(re.compile(rb't="shared"'))):
            return worded("有连着填的公式（在 Excel 里存成普通公式才能归档）"), {}
        held = {local(node) for node in xml.frame.iter()}
        if held & {"controls", "oleObjects", "scenarios"}:
            return worded("有按钮或嵌入的对象"), {}
        rows = [int(one[1]) for one in xml.matches(self._row(xml))]
        if rows != sorted(set(rows)):
            return worded("各行不是从上往下排的（用 Excel 打开存一次就好）"), {}
        last, found = max(rows, default=0), dict[int, str]()
        for why, top, bottom in row_furniture.pinned(self._wiring, xml, header, last):
            found |= dict.fromkeys(range(max(top, header + 1), min(bottom, last) + 1), why)
        for one in xml.matches(_CELL_FORMULA):
            row = int(one[2])
            if not is_own(unescape(one[3].decode()), row, sheet):
                found.setdefault(row, worded("有公式用到别的行"))
        return "", found

    def hanging(self, moves: Moves) -> Iterator[str]:
        """Formulas that look at rows which leave, and where they stand."""
        own = self._wiring.part(moves.sheet)
        names = [Table(self._wiring, part).name for part in self._wiring.related(own, "table")]
        gone = set(moves.gone.tolist())
        for sheet, part in self._wiring.sheets.items():
            if not part:
                continue
            mine, xml = part == own, self._sheet(part)
            for one in xml.matches(_CELL_FORMULA):
                inside = mine and int(one[2]) in gone
                if not inside and hangs(unescape(one[3].decode()), moves, own=mine, tables=names):
                    yield str(Place(sheet, int(one[2]), number(one[1].decode())))
            for node in xml.frame.iter():
                is_formula = local(node) in row_furniture.FORMULAS and node.text
                if is_formula and hangs(node.text or "", moves, own=mine, tables=names, laid=True):
                    yield worded("{sheet}的下拉、颜色或验证规则", sheet=sheet)
        yield from self._elsewhere(moves, names)

    def _elsewhere(self, moves: Moves, tables: Sequence[str]) -> Iterator[str]:
        """Names, charts and pivot tables."""
        package = self._wiring.package
        root = xmltree.parse(package.read(self._wiring.main), self._wiring.main)
        for name in anywhere(root, "definedName"):
            word = name.get("name", "")
            if not word.startswith("_xlnm.") and hangs(name.text or "", moves, own=False, tables=tables):
                yield worded("名称“{word}”", word=word)
        for part in package.names:
            if "/charts/" in part and part.endswith(".xml") and "/_rels/" not in part:
                chart = xmltree.parse(package.read(part), part)
                if any(hangs(one.text or "", moves, own=False, tables=tables) for one in anywhere(chart, "f")):
                    yield worded("图表（{rpartition}）", rpartition=part.rpartition("/")[2])
            if "pivotCacheDefinition" in part and part.endswith(".xml"):
                cache = xmltree.parse(package.read(part), part)
                for one in anywhere(cache, "worksheetSource"):
                    if one.get("sheet") == moves.sheet or one.get("name", "") in tables:
                        yield worded("数据透视表（{rpartition}）", rpartition=part.rpartition("/")[2])

    def cut(self, moves: Moves) -> Cut:
        """The rows leave; what stays moves up."""
        part = self._wiring.part(moves.sheet)
        xml, wanted = self._sheet(part), set(moves.gone.tolist())
        rows: dict[int, bytes] = {}
        kept: list[bytes] = []
        for one in xml.matches(self._row(xml)):
            at = int(one[1])
            if at in wanted:
                rows[at] = one[0]
            else:
                kept.append(self._moved(one[0], at, moves, xml.prefix))
        rows = shared_texts.inside(rows, b"".join(self._shared_parts.values()))
        looks = {int(one) for row in rows.values() for one in _STYLE.findall(row)}
        styles = self._wiring.styles
        made = Cut(rows, kept_looks.written(self._package.read(styles), styles, looks))
        self._follow(xml, moves, kept)
        return made

    def put_back(self, moves: Moves, rows: Iterable[tuple[int, bytes]]) -> None:
        """Rows come back, each at its number; what stands there moves down."""
        part = self._wiring.part(moves.sheet)
        xml = self._sheet(part)
        there = [(moves.row(int(one[1])), self._moved(one[0], int(one[1]), moves, xml.prefix))
                 for one in xml.matches(self._row(xml))]  # fmt: skip
        new = [(at, _as_row(row, at, xml.prefix)) for at, row in rows]
        whole = [row for _, row in sorted([*there, *new], key=lambda one: one[0])]
        self._follow(xml, moves, whole)
        xml.stretch(max((at for at, _ in [*there, *new]), default=1), 1)

    def restyled(self, looks: Mapping[str, Mapping[str, str]]) -> dict[int, int]:
        """Formats that rows had when they left, in this book: number then → number now."""
        part = self._wiring.styles
        xml, now = kept_looks.restored(self._package.read(part), part, looks)
        self._package.write(part, xml)
        self._styles = None
        return now

    def dressed(self, row: bytes, looks: Mapping[int, int], columns: Mapping[int, int]) -> bytes:
        """An archived row in the formats and the columns of now."""
        if any(then != now for then, now in looks.items()):
            row = _STYLE.sub(lambda one: b' s="%d"' % looks.get(int(one[1]), 0), row)
        if any(then != now for then, now in columns.items()):
            row = relettered(row, lambda one: letters_of(columns.get(number(one.decode()), number(one.decode()))), b"")
        return row

    def forget_texts(self) -> None:
        """Shared texts that no cell shows any more are emptied; their numbers stay."""
        used = shared_texts.shown(self._package.read(part) for part in self._wiring.sheets.values() if part)
        for part, texts in self._shared_parts.items():
            self._package.write(part, *shared_texts.emptied(texts, used))

    def readdress(self, now: Now) -> None:
        """The program's own sheets name rows by where they stand now."""
        readdressed.readdress(self._wiring, now)

    def settle(self) -> None:
        """Excel computes anew when it opens the book."""
        self._settle(calculation_order=True)

    # -- inside

    @property
    def _shared_parts(self) -> dict[str, bytes]:
        parts = self._wiring.related(self._wiring.main, "sharedStrings")
        return {part: self._package.read(part) for part in parts if part in self._package}

    def _sheet(self, part: str) -> SheetXml:
        xml = SheetXml(self._package.read(part), part)
        xml.settle()
        xml.usual()
        return xml

    def _row(self, xml: SheetXml) -> re.Pattern[bytes]:
        return re.compile(_ROW % (re.escape(xml.prefix), re.escape(xml.prefix)), re.DOTALL)

    def _moved(self, row: bytes, at: int, moves: Moves, prefix: bytes) -> bytes:
        """A row that stays, at its new place."""
        if at <= moves.header:
            return row
        if _has_formula(row):
            row = _FORMULA.sub(lambda one: one[1] + _formula(one[2], moves) + one[3], row)
        now = moves.row(at)
        return row if now == at else renumbered(row, now, prefix)

    def _follow(self, xml: SheetXml, moves: Moves, rows: Sequence[bytes]) -> None:
        """The sheet with these rows, and all that hangs on them; formulas of other sheets that look at it."""
        row_furniture.follow(self._wiring, xml, moves)
        self._write(xml, *rows)
        for sheet, part in self._wiring.sheets.items():
            if part and part != xml.part:
                self._other(part, moves)
            own = self._wiring.names(sheet) if part == xml.part else {}
            areas = {name: _name(text, moves) for name, text in own.items() if name.startswith("_xlnm.")}
            if areas:
                self._wiring.define(sheet, areas)
        self._others(moves)

    def _other(self, part: str, moves: Moves) -> None:
        data = self._package.read(part)
        if moves.sheet.encode() not in data:
            return

        def one(found: re.Match[bytes]) -> bytes:
            text = unescape(found[2].decode())
            return found[1] + escape(moved(text, moves, own=False)).encode() + found[3]

        self._package.write(part, _LOOKS.sub(one, data))

    def _others(self, moves: Moves) -> None:
        """Names of the book and charts."""
        root = xmltree.parse(self._package.read(self._wiring.main), self._wiring.main)
        changed = False
        for name in anywhere(root, "definedName"):
            if not name.get("name", "").startswith("_xlnm.") and name.text:
                now = moved(name.text, moves, own=False)
                changed |= now != name.text
                name.text = now
        if changed:
            self._package.write(self._wiring.main, xmltree.to_bytes(root))
        for part in self._package.names:
            if "/charts/" in part and part.endswith(".xml") and "/_rels/" not in part:
                self._other(part, moves)


def _has_formula(row: bytes) -> bool:
    return b"<f" in row or b":f" in row


def _formula(text: bytes, moves: Moves) -> bytes:
    return escape(moved(unescape(text.decode()), moves, own=True)).encode()


def _as_row(row: bytes, at: int, prefix: bytes) -> bytes:
    """An archived row at its number; its formulas look at their own row there."""
    found = re.search(rb'row r="(\d+)"', row)
    was = int(found[1]) if found else at
    if was != at and _has_formula(row):
        row = _FORMULA.sub(lambda one: one[1] + _own_formula(one[2], was, at) + one[3], row)
    return renumbered(row, at, prefix)


def _own_formula(text: bytes, was: int, now: int) -> bytes:
    only = Moves("", 0, np.empty(0, np.int64), np.empty(0, np.int64))
    return escape(moved(unescape(text.decode()), only, own=True, by=now - was)).encode()


def _name(text: str, moves: Moves) -> str:
    """The areas of a name that belongs to the sheet (filter, what is printed)."""
    if "," in text:
        return text
    sheet, bang, areas = text.rpartition("!")
    there = moves.areas(areas)
    if (
        not bang
        or not there
        or there == areas.replace("$", "")
        or not re.fullmatch(r"\$?[A-Z]+\$?\d+(:\$?[A-Z]+\$?\d+)?", areas)
    ):
        return text
    return sheet + bang + re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", there)
