"""Units that stand in a heading or above a table: below 金额（万元） and 单位：万元 a 2.6 is 26000 yuan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid
from workbook.sheets.headers import Header
from workbook.words.issues import Issue, Kind
from workbook.words.place import Place

MONEY = "金额"
COUNTED = ("整数", "小数", MONEY)
_TIMES = ("秒", "分钟", "小时", "天", "周", "月", "年")
_NOTE = re.compile(r"[(（\[【](?:单位\s*[:：]?)?\s*([^()（）\[\]【】]+?)\s*[)）\]】]\s*[*＊]?$")
_SCALE = re.compile(r"(?:人民币)?((?:十|百|千|万|百万|千万|亿)(?:元|圆|块)?)")
_ABOVE = re.compile(r"(?:金额)?单位\s*[:：]?\s*(?:人民币)?((?:十|百|千|万|百万|千万|亿)(?:元|圆|块)?)")
_NUMBER = r"^\s*[+-]?[\d,，.]*\d\s*$"


def with_units(grid: Grid, sheet: Sheet, header: Header) -> tuple[Grid, tuple[Issue, ...]]:
    """The grid with the unit behind each number of such columns, and what is said of them."""
    columns = list(grid.columns)
    issues: list[Issue] = []
    above = next(_above(grid, header), None)
    for column in sheet.columns:
        at = header.columns.get(column.heading)
        if at is None or column.type.name not in COUNTED:
            continue
        own, row = _own(grid, header, at), header.row
        if own and own in column.heading:
            continue  # it was declared so
        if own in _TIMES and any(one in column.heading and one != own for one in _TIMES):
            place = Place(grid.name, grid.top + row, grid.left + at)
            issues.append(Issue(Kind.UNIT_ODD, place, (("heading", column.heading), ("unit", own))))
            continue
        found = _SCALE.fullmatch(own)
        if found:
            unit, place = found[1], Place(grid.name, grid.top + row, grid.left + at)
        elif above is not None and not own and column.type.name == MONEY:
            unit, place = above
        else:
            continue
        body = columns[at].slice(row + 1)
        plain = pc.fill_null(pc.match_substring_regex(body, _NUMBER), False)
        if not pc.any(plain).as_py():
            continue
        written = pc.if_else(plain, pc.binary_join_element_wise(pc.utf8_trim_whitespace(body), unit, ""), body)
        columns[at] = pa.concat_arrays([columns[at].slice(0, row + 1), written])
        first = written.filter(plain)[0].as_py()
        issues.append(Issue(Kind.UNIT_READ, place, (("heading", column.heading), ("unit", unit), ("value", first))))
    return (replace(grid, columns=tuple(columns)) if issues else grid), tuple(issues)


def _own(grid: Grid, header: Header, at: int) -> str:
    """The note in brackets behind a heading, in the lowest of its rows that says anything."""
    for row in range(header.row, -1, -1):
        if text := grid.columns[at][row].as_py():
            found = _NOTE.search(text.strip())
            return found[1] if found else ""
    return ""


def _above(grid: Grid, header: Header) -> Iterator[tuple[str, Place]]:
    """单位：万元 above the headings."""
    for at, column in enumerate(grid.columns):
        for row, text in enumerate(column.slice(0, header.row).to_pylist()):
            if text and (found := _ABOVE.fullmatch(text.strip())):
                yield found[1], Place(grid.name, grid.top + row, grid.left + at)
