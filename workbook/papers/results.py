"""The sheets that the program writes, as fields in the order people read them, and as empty pages of a new workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from workbook.papers.fields import field
from workbook.papers.pages import Field, Page, sheet_name
from workbook.rulebook.rows import Row
from workbook.sheets.columns import Sheet
from workbook.sheets.schema import Schema

TITLES = {
    "今日清单": "今日清单", "提醒": "提醒：员工自己要办的事", "未入选说明": "今天没有列入的客户，和原因", "问题": "要改的格和规则",
    "处罚台账": "处罚台账", "抽样台账": "抽样台账", "指标结果": "指标结果", "历史": "历史：状态、归属和等级的变动", "运行记录": "运行记录",
}  # fmt: skip
_NOTES = {
    "今日清单": "黄色的列由您填：结果代码、回访时间、备注；填好后点【登记】。红是逾期，橙是今天到期。",
    "提醒": "红是逾期，橙是今天到期；办完在原表填上日期，明天就不再列。",
    "未入选说明": "今日清单的客户加上这里的客户，就是全部客户。",
    "问题": "停：这一行没有算；疑：算了，请看一眼；注：供参考。",
    "处罚台账": "只加行，不改行；黄色的列由您填：责令、改正、裁决和缴款。",
    "抽样台账": "每一次抽样的总体、应抽数和抽中的行，照种子可以重抽出同样的结果。",
}
# what comes first and what staff never need to see; columns in neither follow in the order they are declared
_FIRST = {
    "今日清单": (
        *("序", "计划时间", "客户编号", "客户名称", "称谓", "电话", "客户类别", "主题", "联系方式", "到期", "剩余", "逾期"),
        *("状态", "责任人", "规则", "说明", "结果代码", "回访时间", "约定时间", "备注"),
    ),
    "问题": ("级别", "表", "格", "内容", "怎么改", "首见", "末见"),
    "提醒": ("事项", "责任人", "到期", "剩余", "逾期", "状态", "起点", "规则"),
}
_HIDDEN = {
    "今日清单": ("任务编号", "优先", "类别", "方式理由", "第几次", "问卷", "话术", "题单"),
    "问题": ("行键", "代码", "因由"),
    "提醒": ("任务编号",),
    "处罚台账": ("行键", "触发行", "通知键", "重计号", "冲销"),
    "抽样台账": ("行键",),
    "指标结果": ("行键",),
    "运行记录": ("行键",),
    "历史": ("序号",),
    "名单": ("任务编号",),
}
_LEDGERS = ("处罚台账", "抽样台账", "历史", "运行记录")
_WIDTHS = {"序": 6, "内容": 46, "怎么改": 46, "说明": 30, "备注": 24, "正文": 60, "主题": 18, "事项": 26, "原因": 14}


def result_fields(sheet: Sheet, lists: Mapping[str, str] | None = None) -> tuple[Field, ...]:
    """The fields of a sheet of ours: first what people read first, 因由 last, keys hidden.

    Examples:
        >>> from workbook.sheets.schema import STANDARD
        >>> [one.heading for one in result_fields(STANDARD.sheet("问题")) if not one.hidden]
        ['级别', '表', '格', '内容', '怎么改', '首见', '末见']
    """
    name = "名单" if sheet.name.startswith("名单") else sheet.name
    first, hidden = _FIRST.get(name, ()), _HIDDEN.get(name, ())
    rest = [column.heading for column in sheet.columns if column.heading not in (*first, *hidden)]
    made = {column.heading: field(column, lists, hidden=column.heading in hidden) for column in sheet.columns}
    ordered = [made[heading] for heading in (*hidden, *first, *rest) if heading in made]
    return tuple(
        replace(one, width=_WIDTHS[one.heading], wrap=one.wrap or _WIDTHS[one.heading] > 20)
        if one.heading in _WIDTHS
        else one
        for one in ordered
    )


def result_pages(rows: Mapping[str, Sequence[Row]], schema: Schema, lists: Mapping[str, str]) -> tuple[Page, ...]:
    """Empty pages for the sheets that these rules will fill, each with its headings."""
    return tuple(result_page(schema.sheet(name), lists) for name in result_names(rows))


def result_page(sheet: Sheet, lists: Mapping[str, str] | None = None) -> Page:
    """One sheet of ours, still without rows."""
    key = sheet.key
    return Page(
        name=sheet_name(sheet.name),
        fields=result_fields(sheet, lists),
        title=TITLES.get(sheet.name, sheet.name.partition("·")[2] and f"{sheet.name.partition('·')[2]}名单" or sheet.name),
        note=_NOTES.get(sheet.name, ""),
        key=key.heading if key is not None else "",
        append=sheet.name in _LEDGERS,
    )


def result_names(rows: Mapping[str, Sequence[Row]]) -> tuple[str, ...]:
    """The sheets of ours that these rules fill: today's first."""
    filled = {
        "处罚台账": "处罚标准" in rows,
        "抽样台账": "抽样" in rows,
        "指标结果": "指标" in rows,
        "历史": bool({"流程", "分派"} & rows.keys()) or any(row.cells.get("留痕") == "是" for row in rows.get("判定", ())),
    }
    return (
        *("今日清单", "提醒"),
        *sorted(_lists(rows)),
        *("未入选说明", "问题"),
        *(name for name, is_filled in filled.items() if is_filled),
        "运行记录",
    )


def _lists(rows: Mapping[str, Sequence[Row]]) -> Iterable[str]:
    """The lists that rules send tasks to, such as 名单:短信."""
    cells = (str(row.cells.get(heading, "")) for written in rows.values() for row in written for heading in ("出", "改道"))
    return {cell for cell in cells if cell.startswith("名单")}
