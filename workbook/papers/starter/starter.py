"""A new office workbook as pages: front page, staff's sheets, the program's sheets, and every rule as a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from workbook.papers.pages.fields import field, value
from workbook.papers.pages.page import Field, Page, Value
from workbook.papers.starter.choosing import choices_page
from workbook.papers.starter.front import front, named
from workbook.papers.starter.introduced import spoken_names
from workbook.papers.starter.rule_sheets import rule_pages
from workbook.papers.starter.usual import Notes
from workbook.papers.words.columns_read import touched, used
from workbook.rulebook.load.layers import laid
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.named import NAME
from workbook.rulebook.load.rows import Row
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.schema import STANDARD, Schema
from workbook.words.place import Place, letters
from workbook.words.sheet_names import by_name, folded, sheet_name
from workbook.words.tongue import HEADING, declared, worded
from workbook.words.tongue import named as in_words

Demo = Mapping[str, Sequence[Mapping[str, str]]]
Rules = Mapping[str, Sequence[Row]]

STAFF = ("客户", "事件", "工单", "回访记录", "员工", "违规登记", "节假日")
_ONLY_WHEN_USED = ("事件", "工单", "违规登记")
# columns that staff need to do their work, whatever the rules read
_NEEDED: dict[str, tuple[str, ...]] = {
    "客户": ("联系人", "称谓", "手机", "地址", "客户类别", "归属员工", "勿扰", "建档日", "状态"),
    "事件": ("内容", "员工编号"),
    "工单": ("完成时间", "员工编号"),
    "回访记录": ("任务编号", "规则", "客户编号", "方向", "类别", "员工编号", "备注", "计划到期", "话术版本"),
    "员工": ("部门", "邮箱", "手机", "入职日", "离职日"),
    "违规登记": ("员工编号", "事由", "对象编号"),
    "节假日": ("结束日", "历"),
}
_UNSEEN = ("计划到期", "话术版本", "来源规则", "来源编号")  # 登记 and 开单 fill them, nobody reads them
_WINDOWS = ("可联系时段", "休息时段")
_TITLES = {
    "客户": "客户：一行一户",
    "事件": "事件：成交、发货、投诉……一行一件",
    "工单": "工单：一行一单",
    "回访记录": "回访记录：一行一次；【登记】时由程序添加，也可以手填",
    "员工": "员工：一行一人；离职的填离职日，不要删行",
    "违规登记": "违规登记：查到一次记一行",
    "节假日": "节假日：本单位的放假、上班和要问候的节日，比公布的日历优先",
}
_FREE = declared("列的次序可以换，右边可以另加列。")
_LEAST, _LEAST_OF_TYPE = {"地址": 24.0, "客户名称": 16.0}, {"电话": 13.5}
"""How wide columns stand before anybody has filled them: what will be written there is read whole."""
_FIRST = ("今日清单", "提醒", "问题链")
_ROSTER_ROWS = 200


def starter(
    book: Rulebook,
    schema: Schema,
    *,
    demo: Demo | None = None,
    office: str,
    today: date,
    results: Sequence[Page] = (),
    notes: Notes | None = None,
) -> tuple[Page, ...]:
    """The pages of a new workbook that works by these rulebooks.

    Shapes:
        schema: with all columns that the rulebooks add.
        demo: first rows by sheet, texts as in a rulebook; rows of 设置 only change 值.
        results: the sheets that the program will write, still empty.
        notes: what is noted on the headings of rule sheets, as docs/meanings.yaml has it.
    """
    held = {**book.data, **{sheet: tuple(rows) for sheet, rows in (demo or {}).items()}}
    rules = _rules(book, office, held.pop("设置", ()))
    facts = _facts(book, rules, schema, held)
    shown = rule_pages(rules, notes)
    lists = _ranges([*facts, *shown])
    filled = [_filled(page, schema, held, lists) for page in facts]
    words = [page for page in shown if page.name == "设置"]
    pages = [
        *(replace(page, group="今天") for page in results if page.name in _FIRST),
        *(replace(page, group="登记") for page in filled),
        *(replace(page, group="结果") for page in results if page.name not in _FIRST),
        *words,
        *(page for page in shown if page not in words),
        choices_page(book, schema),
    ]
    names = [page.name for page in pages if not page.hidden]
    return (replace(front(book.sources, names, office=office, today=today), group="首页"), *pages)


def tables_of(pages: Iterable[Page], schema: Schema) -> dict[str, str]:
    """Sheet → name of its Excel table, for the sheets that staff fill row by row."""
    kept = (page.name for page in pages if (sheet := schema.sheets.get(page.name)) and not sheet.ours)
    return {name: f"{name}表" for name in kept}


def _rules(book: Rulebook, office: str, changed: Sequence[Mapping[str, str]]) -> dict[str, Sequence[Row]]:
    """All rule rows; in 设置 first which rulebooks and whose office, then what the first rows change."""
    ids = "、".join(source.id for source in named(book.sources))
    first = (
        {"名": NAME, "值": ids, "类型": "文本", "必需": "否", "说明": "本工作簿照这些规则书做；几本之间用顿号隔开"},
        {"名": "单位名称", "值": office, "类型": "文本", "必需": "否", "说明": "印在记录表和信上"},
    )
    layers = [
        {"设置": [Row("设置", dict(cells), Place("设置")) for cells in rows]} for rows in (first, changed) if rows
    ]
    layers.insert(1, {"设置": spoken_names(book.rows, office)})
    settings = laid([layers[0], book.rows, *layers[1:]]).get("设置", ())
    return {**book.rows, "设置": settings}


def _facts(book: Rulebook, rules: Rules, schema: Schema, demo: Demo) -> list[Page]:
    """Staff's sheets with the columns that matter, still without rows."""
    reads, about = used(rules, schema), touched(rules, schema)
    declared = [name for name, sheet in schema.sheets.items() if not (sheet.ours or sheet.virtual or "." in name)]
    registers = [name for name in declared if name not in STANDARD.sheets or name in book.takes or name in demo]
    standard = [name for name in STAFF if name not in _ONLY_WHEN_USED or name in about or name in demo]
    has_windows = any(row.cells.get("类型") == "时段" for row in rules.get("联系限制", ()))
    shown = tuple(dict.fromkeys((*standard, *registers)))
    pages = []
    for name in shown:
        sheet, first = schema.sheets[name], demo.get(name, ())
        wanted = {*reads.get(name, ()), *_NEEDED.get(name, ()), *(heading for row in first for heading in row)}
        if name == "客户" and has_windows:
            wanted.update(_WINDOWS)
        if name == "回访记录":
            wanted.update(column.heading for column in sheet.columns if column.type.target in shown)
        pages.append(_empty(sheet, [column for column in sheet.columns if _is_kept(column, sheet, wanted)]))
    return pages


def _is_kept(column: Column, sheet: Sheet, wanted: set[str]) -> bool:
    """Whether a column is needed to read a row, or asked for, or brought by the rulebook itself."""
    standard = STANDARD.sheets.get(sheet.name)
    is_brought = sheet.name not in STAFF or standard is None or standard.column(column.heading) is None
    dates_rows = column.plays("主键") or column.plays("时间")
    return column.required or dates_rows or is_brought or column.heading in wanted


def _empty(sheet: Sheet, columns: Sequence[Column]) -> Page:
    """One of staff's sheets: title, what must be filled, headings."""
    required = worded("、").join(in_words(column.heading, HEADING) for column in columns if column.required)
    hints = "".join(
        worded("{heading}：{note}。", heading=in_words(column.heading, HEADING), note=column.note)
        for column in columns
        if column.note
    )
    return Page(
        name=sheet_name(sheet.name),
        fields=tuple(field(column) for column in columns),
        title=worded(_TITLES[sheet.name]) if sheet.name in _TITLES else in_words(sheet.name),
        note=(worded("必填：{required}。", required=required) if required else "") + hints + worded(_FREE),
    )


def _filled(page: Page, schema: Schema, demo: Demo, lists: Mapping[str, str]) -> Page:
    """The sheet with drop-downs and first rows, or one blank row in the formats that the first typed one will take."""
    declared = by_name(schema.sheets)[folded(page.name)]
    sheet = schema.sheets[declared]
    columns = [column for one in page.fields if (column := sheet.column(one.heading))]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        tuple(value(column.type, row.get(column.heading)) for column in columns) for row in demo.get(declared, ())
    )
    shown = tuple(
        _roomy(column, replace(field(column, [row[at] for row in rows], lists), hidden=column.heading in _UNSEEN))
        for at, column in enumerate(columns)
    )
    return replace(page, fields=shown, rows=rows or ((None,) * len(columns),))


def _roomy(column: Column, one: Field) -> Field:
    """The field with room for a number to call, a name or an address."""
    least = max(_LEAST.get(column.heading, 0.0), _LEAST_OF_TYPE.get(column.type.name, 0.0))
    return replace(one, width=max(one.width, least))


def _ranges(pages: Iterable[Page]) -> dict[str, str]:
    """Where the words of drop-downs stand: each group of 代码, the outcomes, and the keys of 员工."""
    found: dict[str, str] = {}
    for page in pages:
        first = 2 + bool(page.title) + bool(page.note)
        if page.name == "代码":
            group_at = page.headings.index("组")
            for group, members in groupby(enumerate(page.rows, first), key=lambda numbered: numbered[1][group_at]):
                numbers = [number for number, _ in members]
                found[str(group)] = _range(page, "代码", numbers[0], numbers[-1])
        elif page.name == "结果代码":
            found[page.name] = _range(page, "编号", first, first + len(page.rows) - 1)
        elif page.name == "员工":
            found[page.name] = _range(page, "员工编号", first, first + _ROSTER_ROWS - 1)
    return found


def _range(page: Page, heading: str, first: int, last: int) -> str:
    """Rows of one column as a drop-down names them."""
    column = letters(page.headings.index(heading) + 1)
    return f"={page.name}!${column}${first}:${column}${last}"
