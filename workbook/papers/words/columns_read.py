"""Which columns of which sheets the rules of a workbook read: only those are put before staff."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from workbook.rulebook.load.rows import Row
from workbook.sheets.columns import Sheet
from workbook.sheets.schema import Schema

_PLACES = ("表", "源表", "目标表", "来源", "计数表", "名册", "总体表", "完成表", "对每", "起表")
_PROSE = {"条款", "名称", "备注", "依据", "说明", "提示", "缘由", "版本", "题面", "正文", "外文", "主题"}
_STANDING = {"结果代码": ("回访记录",), "分派": ("员工", "客户"), "问卷": ("回访记录",), "话术": ("回访记录",)}
_MADE = ("来源规则", "来源编号")
_MARKERS = ("本行", "对象", "源行", "键行")
_SOURCES = ("源表", "总体表", "计数表", "来源", "表")
_NAME = re.compile(r"[\w·]+(?:\.[\w·]+)*")
RECORDS = "回访记录"
CHAINED = ("满意度", "问题", "处理意见")
_BRACES = re.compile(r"\{([^{}]*)\}")


def used(rows: Mapping[str, Sequence[Row]], schema: Schema) -> dict[str, set[str]]:
    """Sheet → headings that a rule names, or that the way to them needs.

    A word of a rule counts as a column when a sheet that the rule is about has one of that name; a column too many
    does no harm.

    Examples:
        >>> from workbook.sheets.schema import STANDARD
        >>> from workbook.words.place import Place
        >>> cells = {"源表": "事件", "若": {"客户.客户类别": "VIP"}, "起点": "发生时间", "责任": "{员工编号}"}
        >>> found = used({"时限": [Row("时限", cells, Place("时限", 2))]}, STANDARD)
        >>> sorted(found["事件"]), sorted(found["客户"])
        (['发生时间', '员工编号', '客户编号'], ['客户类别'])
    """
    found: dict[str, set[str]] = {}
    every = [row for row in chain.from_iterable(rows.values()) if not _offered(row)]
    sources = {
        str(row.cells[place]) for row in every for place in _SOURCES if row.cells.get(place)
    } & schema.sheets.keys()
    for row in every:
        about = _about(row, schema)
        for name in _names(row):
            path = tuple(name.split("."))
            wide = path[0] in _MARKERS
            for sheet in {*about, *(sources if wide else ())}:
                _follow(schema.sheets[sheet], path[1:] if wide else path, schema, found)
            if len(path) > 1 and path[0] in schema.sheets:  # 员工.绩效工资 of a fine, whatever it is about
                _follow(schema.sheets[path[0]], path[1:], schema, found)
        if row.sheet == "开单" and str(row.cells.get("目标表")) in schema.sheets:
            found.setdefault(str(row.cells["目标表"]), set()).update(_MADE)
    found.setdefault(RECORDS, set()).update(CHAINED if rows.get("追踪") else ())
    return found


def _offered(row: Row) -> bool:
    """Chains that every office is given: they make no sheet of their own, and ask records only for what is told there."""
    return row.sheet == "追踪" and row.cells.get("可缺") == "是"


def touched(rows: Mapping[str, Sequence[Row]], schema: Schema) -> set[str]:
    """Sheets that some rule is about, by name or by a path through a reference."""
    about = set(
        chain.from_iterable(_about(row, schema) for row in chain.from_iterable(rows.values()) if not _offered(row))
    )
    return about | used(rows, schema).keys()


def _about(row: Row, schema: Schema) -> set[str]:
    """The sheets whose columns a rule may name without more."""
    named = {str(row.cells[place]) for place in _PLACES if row.cells.get(place)}
    words = set(
        re.split(r"[\s.,，、]+", f"{row.cells.get('触发', '')} {row.cells.get('对象', '')} {row.cells.get('存到', '')}")
    )
    listed = (
        {"违规登记"} if row.sheet == "处罚标准" and str(row.cells.get("触发", "登记")).startswith("登记") else set()
    )
    return (named | words | listed | set(_STANDING.get(row.sheet, ()))) & schema.sheets.keys()


def _names(row: Row) -> Iterable[str]:
    """Every word of a rule that may be a column; of prose only what stands in braces."""
    for heading, cell in row.cells.items():
        texts = list(_texts(cell))
        prose = heading in _PROSE
        for text in texts:
            yield from (name for part in _BRACES.findall(text) for name in _NAME.findall(part))
            yield from () if prose else _NAME.findall(text)
        yield from _NAME.findall(heading.partition("·")[2])


def _texts(cell: Any) -> Iterable[str]:
    """The texts of a cell, whatever its shape."""
    if isinstance(cell, Mapping):
        yield from cell
        yield from chain.from_iterable(_texts(part) for part in cell.values())
    elif isinstance(cell, list):
        yield from chain.from_iterable(_texts(part) for part in cell)
    else:
        yield str(cell)


def _follow(sheet: Sheet, path: tuple[str, ...], schema: Schema, found: dict[str, set[str]]) -> None:
    """Note the columns along a path; its first name may be a column, a reference, or a sheet."""
    if not path:
        return
    link = sheet.reference(path[0]) if len(path) > 1 else None
    column = link or sheet.column(path[0])
    if column is not None:
        found.setdefault(sheet.name, set()).add(column.heading)
    target = schema.sheets.get(link.type.target if link else path[0] if len(path) > 1 else "")
    if target is not None:
        _follow(target, path[1:], schema, found)
