"""The rule sheets of a workbook as pages: raw rows written so that reading them back gives the same rules."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from workbook.papers.pages.fields import YES_NO
from workbook.papers.pages.page import Field, Page
from workbook.papers.pages.plain_tables import width
from workbook.papers.pages.shown import fitted
from workbook.papers.starter.choosing import choices
from workbook.papers.starter.usual import BEHIND, Notes, about, folded
from workbook.rulebook.cells import notations
from workbook.rulebook.cells.conditions import condition
from workbook.rulebook.load.rows import LISTED_BY, TABLES, Cell, Row
from workbook.rulebook.sorts.model import DATED, REGISTER, SHEETS, Carry, Rule, headings
from workbook.sheets.columns import Column
from workbook.sheets.register import short
from workbook.words.tongue import CHINESE, declared, spoken, worded

# what each sheet is for, in the words of its first line; a title is never a heading of its sheet
TITLES = {
    "登记表": "登记表：工作簿里有哪些表和列",
    "代码": "可选的词：下拉框里的字从这里来",
    "设置": "可改的数和词：只改“值”这一列",
    "计算": "推算出来的列",
    "判定": "给每一行下的结论：等级、状态、归属",
    "检查清单": "必须齐备的项，缺了会拦住什么",
    "流程": "状态只能这样一步步走",
    "开单": "遇到什么就在另一张表添一行",
    "时限": "从什么时候起，多久以内，谁要做完什么",
    "定额": "每人每期至少或至多几次",
    "抽样": "抽多少来访",
    "追踪": "一件问题从发现追到验证：哪些行是哪一步",
    "处罚标准": "迟了、错了扣多少",
    "指标": "各种率和数怎么算",
    "联系限制": "什么人、什么时候不联系",
    "分派": "谁来做",
    "问卷": "回访时问什么",
    "话术": "怎么说、不说什么",
    "结果代码": "一通电话的结果，各算什么",
    "报告": "列哪些行，给谁，什么时候",
}
_OFF = declared("不要的规则在“启用”写“否”，不要删行。")
IN_CHINESE = declared("规则的格照中文写。")
"""Said where all around is in another language."""
_CHANGE = declared(
    "改期限、金额就改那一格；从某天起改、只对一类改：空行里写“接替”和要改的格；停一阵写“停用期”。少用的列点上面的 ＋。"
)
_NOTES = {
    "登记表": "一行是一列。加一行就多一列；改类型前先看有没有规则在用它。",
    "代码": "同一组的词排在一起；别名读进来时换成代码。",
    "设置": "空着而“必需”为“是”的，用到它的规则都不算；依据写着为什么要由本单位定。",
    "问卷": "一行是一道题，按行的次序问。",
}
_LEAST = {
    "编号": 11.0,
    "名称": 20.0,
    "名": 16.0,
    "值": 20.0,
    "备注": 16.0,
    "停用期": 24.0,
    "接替": 11.0,
    "时长": 12.0,
    "金额": 18.0,
    "承担人": 16.0,
}
_MOST = dict.fromkeys(("条款", "说明", "写入", "公式"), 40.0) | dict.fromkeys(("依据", "列", "块", "提示"), 32.0)
_MOST |= {"正文": 70.0, "题面": 46.0}
_LAST = ("条款", "优先", "生效日", "失效日", "接替", "停用期", "启用", "备注")
_FIRST, _ROOM = 4, 200  # below title, note and headings; so many rows ready for typing


def rule_pages(rows: Mapping[str, Sequence[Row]], notes: Notes | None = None) -> tuple[Page, ...]:
    """One page for each rule sheet, words first, then rules, in the order of the manual; those without rows hidden.

    Shapes:
        notes: what is noted on headings, as docs/meanings.yaml has it.
    """
    return tuple(_page(sheet, written_rows(sheet, rows.get(sheet, ())), notes or {}) for sheet in TABLES)


def written_rows(sheet: str, rows: Iterable[Row]) -> list[dict[str, str]]:
    """Rule rows as they stand on a sheet: every cell a text, alternatives as further rows with the same 编号.

    Examples:
        >>> from workbook.words.place import Place
        >>> cells = {"编号": "R1", "来源": "事件", "若": [{"事件类型": "投诉", "严重": "是"}, {"金额": "超过100"}]}
        >>> written_rows("报告", [Row("报告", cells, Place("报告", 2))])
        [{'编号': 'R1', '来源': '事件', '若': '事件类型: 投诉；严重: 是'}, {'编号': 'R1', '若': '金额: 超过100'}]
    """
    found = [line for row in rows for line in (_register_lines(row) if sheet == REGISTER else _lines(row))]
    return sorted(found, key=_by_group(found)) if sheet == "代码" else found


def _by_group(found: Sequence[Mapping[str, str]]) -> Any:
    """The groups of 代码 stay together, each where its first word stood."""
    groups = list(dict.fromkeys(line.get("组", "") for line in found))
    return lambda line: groups.index(line.get("组", ""))


def _lines(row: Row) -> Iterable[dict[str, str]]:
    """One rule row, and one more for each further alternative of its groups."""
    name = LISTED_BY.get(row.sheet, "编号")
    first: dict[str, str] = {}
    further: list[dict[str, str]] = []
    for heading, cell in row.cells.items():
        groups = _groups(cell) if _is_group(row.sheet, heading) and isinstance(cell, list) else [cell]
        first[heading] = _text(groups[0])
        for place, group in enumerate(groups[1:]):
            if place == len(further):
                further.append({name: row.id} if row.id else {})
            further[place][heading] = _text(group)
    yield first
    yield from further


def _groups(cell: list[Any]) -> list[Cell]:
    return list(cell) or [""]


def _is_group(sheet: str, heading: str) -> bool:
    """Whether a cell of this heading is read as a group of tests."""
    return _reads(sheet, heading) is condition


def _reads(sheet: str, heading: str) -> Any:
    """The function that reads a heading's cells; None where there is no such heading."""
    declared = dataclasses.fields(SHEETS[sheet]) if sheet in SHEETS else ()
    found = (f.metadata["read"] for f in declared if f.metadata.get("heading") == heading.partition("·")[0])
    return next(found, None)


def _text(cell: Any) -> str:
    """A cell as typed on a sheet."""
    if isinstance(cell, Mapping):
        return "；".join(f"{name}: {_text(part)}" for name, part in cell.items())
    return ",".join(map(_text, cell)) if isinstance(cell, list) else str(cell)


def _register_lines(row: Row) -> Iterable[dict[str, str]]:
    """The columns that one row of 登记表 declares, each a row of its own."""
    declared = row.cells.get("列", "")
    if not isinstance(declared, list):
        yield {heading: _text(cell) for heading, cell in row.cells.items()}
        return
    for word in declared:
        made = short(str(word))
        yield {"表": str(row.cells.get("表", "")), **_declared(made.column, typeless=made.typeless)}


def _declared(column: Column, *, typeless: bool) -> dict[str, str]:
    """One column in the headings of 登记表; only what isn't usual."""
    said = {
        "列": column.heading,
        "英文": column.ident if column.ident != column.heading else "",
        "类型": "" if typeless else str(column.type),
        "用途": "、".join(column.role.split()),
        "必填": "是" if column.required and not column.plays("主键") else "",
        "密级": column.privacy if column.privacy != "公开" else "",
    }
    return {heading: text for heading, text in said.items() if text}


def _page(sheet: str, lines: Sequence[Mapping[str, str]], notes: Notes) -> Page:
    """The page of one rule sheet, with every column; what no row fills and few people need is folded away."""
    filled = {heading for line in lines for heading, text in line.items() if text}
    known = [h for h in _ordered(sheet) if h in filled or sheet != "设置" or h not in {"编号", "名称"}]
    spread = [h for line in lines for h in line if h not in known]
    shown = list(dict.fromkeys((*known, *spread)))
    fields = [_field(sheet, heading, lines, shown) for heading in shown]
    return Page(
        name=sheet,
        fields=tuple(
            replace(one, about=about(sheet, one.heading, notes, _words(sheet, one.heading)),
                    folded=folded(sheet, one.heading, filled=one.heading in filled)) for one in fields
        ),
        rows=tuple(tuple(line.get(heading) or None for heading in shown) for line in lines),
        title=worded(TITLES[sheet]),
        note=_note(sheet),
        group="规则",
        hidden=sheet in BEHIND or not lines,
        room=_ROOM,
        frozen=2,
    )  # fmt: skip


def _note(sheet: str) -> str:
    """What stands below a sheet's title."""
    lines = [_NOTES[sheet]] if sheet in _NOTES else [_CHANGE, _OFF] if sheet in DATED else [_OFF]
    return "".join(map(worded, lines)) + (worded(IN_CHINESE) if spoken() != CHINESE else "")


def _ordered(sheet: str) -> list[str]:
    """The headings of a sheet as people read them: what the rule is about, then what its task brings with it."""
    if not issubclass(SHEETS.get(sheet, Rule), Carry):
        return list(headings(sheet))
    common = {one.name for one in dataclasses.fields(Rule)}
    brought = {one.metadata["heading"] for one in dataclasses.fields(Carry) if one.name not in common}
    last = [heading for heading in headings(sheet) if heading in _LAST]
    first = [heading for heading in headings(sheet) if heading not in brought and heading not in last]
    return [*first, *(heading for heading in headings(sheet) if heading in brought), *last]


def _words(sheet: str, heading: str) -> tuple[str, ...]:
    """The closed list of a column; () when it has none."""
    read = _reads(sheet, heading)
    return YES_NO if read is notations.flag else tuple(getattr(read, "words", ()))


def _field(sheet: str, heading: str, lines: Sequence[Mapping[str, str]], shown: Sequence[str]) -> Field:
    """A column as wide as its texts need, within reason."""
    most = _MOST.get(heading, 32.0 if _is_group(sheet, heading) else 24.0)
    texts = [line.get(heading) for line in lines]
    offered = _words(sheet, heading) or choices(sheet, heading, shown, _FIRST)
    return Field(
        heading,
        width=max(
            _LEAST.get(heading, 22.0 if _is_group(sheet, heading) else 0.0), fitted(heading, "文本", texts, most)
        ),
        typed=(sheet, heading) == ("设置", "值"),
        choices=offered,
        wrap=any(text and width(text) + 2 > most for text in texts),
    )
