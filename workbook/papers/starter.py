"""A new office workbook as pages: front page, staff's sheets, the program's sheets, and every rule as a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from workbook.papers.fields import field, value
from workbook.papers.front import FRONT, front, named
from workbook.papers.pages import Field, Page, Value
from workbook.papers.results import result_pages
from workbook.papers.rulesheets import rule_pages
from workbook.papers.uses import touched, used
from workbook.rulebook.load import laid
from workbook.rulebook.named import NAME
from workbook.rulebook.rows import Row, Source
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.schema import STANDARD, Schema
from workbook.words.place import Place, letters

Demo = Mapping[str, Sequence[Mapping[str, str]]]

STAFF = ("客户", "事件", "工单", "回访记录", "员工", "违规登记", "节假日")
_ONLY_WHEN_USED = ("事件", "工单", "违规登记")
# columns that staff need to do their work, whatever the rules read
_NEEDED: dict[str, tuple[str, ...]] = {
    "客户": ("联系人", "称谓", "手机", "地址", "客户类别", "归属员工", "勿扰", "建档日", "状态"),
    "事件": ("内容", "员工编号"),
    "工单": ("完成时间", "员工编号"),
    "回访记录": ("任务编号", "规则", "客户编号", "类别", "员工编号", "备注"),
    "员工": ("部门", "邮箱", "手机", "入职日", "离职日"),
    "违规登记": ("员工编号", "事由", "对象编号"),
    "节假日": ("结束日", "历"),
}
_WINDOWS = ("可联系时段", "休息时段")
_TITLES = {
    "客户": "客户：一行一户", "事件": "事件：成交、发货、投诉、重大信息……一行一件", "工单": "工单：一行一单",
    "回访记录": "回访记录：一行一次，登记时由程序添加，也可以手填", "员工": "员工：一行一人，离职的填离职日，不要删行",
    "违规登记": "违规登记：查到一次记一行", "节假日": "节假日：本单位的放假、上班和要问候的节日，比公布的日历优先",
}  # fmt: skip
_ROSTER_ROWS = 200


def starter(
    sources: Sequence[Source], schema: Schema, *, demo: Demo | None = None, office: str, today: date
) -> tuple[Page, ...]:
    """The pages of a new workbook that works by these rulebooks.

    Shapes:
        sources: the rulebooks, bases first, as `stacked` gives them. schema: with all columns that they add.
        demo: first rows by sheet, texts as in a rulebook; rows of 设置 only change 值.
    """
    held = {sheet: tuple(rows) for sheet, rows in (demo or {}).items()}
    rows = _rules(sources, held.get("设置", ()))
    rules = rule_pages(rows)
    facts = _facts(sources, rows, schema, held)
    lists = _ranges([*facts, *rules])
    filled = [_filled(page, schema, held, lists) for page in facts]
    results = result_pages(rows, schema, lists)
    today_first, later = results[:2], results[2:]
    words = [page for page in rules if page.name in {"设置", "代码"}]
    others = [page for page in rules if page not in words]
    pages = [*today_first, *filled, *later, *reversed(words), *others]
    return (front(sources, [page.name for page in pages], office=office, today=today), *pages)


def tables_of(pages: Iterable[Page], schema: Schema) -> dict[str, str]:
    """Sheet → name of its Excel table, for the sheets that staff fill row by row."""
    kept = (page.name for page in pages if (sheet := schema.sheets.get(page.name)) and not sheet.ours)
    return {name: f"{name}表" for name in kept}


def _rules(sources: Sequence[Source], changed: Sequence[Mapping[str, str]]) -> dict[str, tuple[Row, ...]]:
    """All rule rows, the names of the rulebooks first in 设置."""
    ids = "、".join(book.id for book in named(sources))
    name = {"名": NAME, "值": ids, "类型": "文本", "必需": "否", "说明": "本工作簿照这些规则书做；几本之间用顿号隔开"}
    own = tuple(Row("设置", dict(cells), Place("设置")) for cells in changed)
    rows = laid([*(book.rows for book in sources), {"设置": own}] if own else [book.rows for book in sources])
    return {**rows, "设置": (Row("设置", name, Place("设置")), *rows.get("设置", ()))}


def _facts(
    sources: Sequence[Source], rows: Mapping[str, Sequence[Row]], schema: Schema, demo: dict[str, tuple[Mapping[str, str], ...]]
) -> list[Page]:
    """Staff's sheets with the columns that matter, still without rows; first rows of lookup sheets go to `demo`."""
    for book in sources:
        for sheet, first in book.data.items():
            demo.setdefault(sheet, first)
    reads, about = used(rows, schema), touched(rows, schema)
    taken = {name for book in sources for name in book.takes}
    declared = [name for name, sheet in schema.sheets.items() if not (sheet.ours or sheet.virtual or "." in name)]
    registers = [name for name in declared if name not in STANDARD.sheets or name in taken or name in demo]
    standard = [name for name in STAFF if name not in _ONLY_WHEN_USED or name in about or name in demo]
    has_windows = any(row.cells.get("类型") == "时段" for row in rows.get("联系限制", ()))
    pages = []
    for name in dict.fromkeys((*standard, *registers)):
        sheet = schema.sheets[name]
        wanted = {*reads.get(name, ()), *_NEEDED.get(name, ()), *(heading for row in demo.get(name, ()) for heading in row)}
        wanted |= set(_WINDOWS) if name == "客户" and has_windows else set()
        pages.append(_empty(sheet, [one for one in sheet.columns if _is_kept(one, sheet, wanted)]))
    return pages


def _is_kept(column: Column, sheet: Sheet, wanted: set[str]) -> bool:
    """Needed to read a row, or asked for, or brought by the rulebook itself."""
    standard = STANDARD.sheets.get(sheet.name)
    is_brought = standard is None or standard.column(column.heading) is None or sheet.name not in STAFF
    return column.required or bool(column.role) and not column.type.target or is_brought or column.heading in wanted


def _empty(sheet: Sheet, columns: Sequence[Column]) -> Page:
    """One of staff's sheets: title, what must be filled, headings."""
    required = "、".join(column.heading for column in columns if column.required)
    hints = "；".join(f"{column.heading}：{column.note}" for column in columns if column.note)
    return Page(
        name=sheet.name,
        fields=tuple(field(column) for column in columns),
        title=_TITLES.get(sheet.name, sheet.name),
        note="".join((f"必填：{required}。" if required else "", f"{hints}。" if hints else "", "列的次序可以换，也可以另加列。")),
    )


def _filled(page: Page, schema: Schema, demo: Demo, lists: Mapping[str, str]) -> Page:
    """The sheet with drop-downs and its first rows, or one blank row in the formats that the first one typed will have."""
    sheet = schema.sheets[page.name]
    columns = [column for one in page.fields if (column := sheet.column(one.heading))]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        tuple(value(column.type, row.get(column.heading)) for column in columns) for row in demo.get(page.name, ())
    )
    shown = tuple(_sized(field(column, lists), rows, place) for place, column in enumerate(columns))
    return replace(page, fields=shown, rows=rows or ((None,) * len(columns),))


def _sized(one: Field, rows: Sequence[tuple[Value, ...]], place: int) -> Field:
    """Wide enough for the texts that stand there, within reason."""
    longest = max((len(str(row[place]).encode("gb18030")) for row in rows if isinstance(row[place], str)), default=0)
    return one if one.wrap else replace(one, width=max(one.width, min(longest + 3, 34)))


def _ranges(pages: Sequence[Page]) -> dict[str, str]:
    """Where the words of drop-downs stand: each group of 代码, the outcomes, and the keys of 员工."""
    found: dict[str, str] = {}
    for page in pages:
        first = 2 + bool(page.title) + bool(page.note)
        if page.name == "代码":
            at = page.headings.index("组")
            column = letters(page.headings.index("代码") + 1)
            for group, members in groupby(enumerate(page.rows, first), key=lambda pair: pair[1][at]):
                numbers = [number for number, _ in members]
                found[str(group)] = f"=代码!${column}${numbers[0]}:${column}${numbers[-1]}"
        elif page.name == "结果代码":
            column = letters(page.headings.index("编号") + 1)
            found[page.name] = f"=结果代码!${column}${first}:${column}${first + len(page.rows) - 1}"
        elif page.name == "员工":
            column = letters(page.headings.index("员工编号") + 1)
            found[page.name] = f"=员工!${column}${first}:${column}${first + _ROSTER_ROWS - 1}"
    return found


__all__ = ["FRONT", "starter", "tables_of"]
