"""Draws the atlas of a rulebook: columns as declared, as rules make them, and those that results have besides."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import DUTIES, RECORDS, TASKS, TODAY, Known, Spot, stored_in
from workbook.rulebook.sorts.model import SHEETS, CodeRow, Decide, Derive, Duty, Question, Quota, Sample
from workbook.sheets.schema import Schema, is_list
from workbook.sheets.types import Type
from workbook.words.known_again import known_again

SETTING = re.compile(r"\{设置\.([^{}.]+)\}")
COUNTS_AS = Type("代码", "接触|尝试|跳过|无效")
STATES = Type("代码", "取消|按时|提前|迟|暂缓|待起|作废|错过|未到|预告|待办|今日到期|逾期")
QUOTA_STATES = Type("代码", "达标|未满|缺|超")
LEVELS = Type("代码", "停|疑|注")

# columns that results have beside those of their sheet, and columns whose words are known: 列:类型
BESIDE: Mapping[str, str] = {
    "回访记录": "计为",
    "今日清单": "状态 源表:文本 源编号:编号 对象编号:编号 起点:时点 开放:时点 按日:是否 暂估:是否 出:文本 计为"
    " 方式:代码(@联系方式) 方向:代码(@方向) 联系方式:代码(@联系方式) 第几段:整数",
    "义务": "状态 按日:是否 计起:时点 说明:文本",
    "定额结果": "状态 起点:时点 开放:时点 按日:是否 暂估:是否 条:整数",
    "检查结果": "级别",
    "日历": "星期:代码(周一|周二|周三|周四|周五|周六|周日)",
    "抽样台账": "抽取日:日期",
    "处罚台账": "规则:文本 名称:文本 方向:代码(罚|赔|费|奖) 计量:文本 事情:文本",
    "指标结果": "规则:文本",
    "答卷": "次序:整数 题面:文本",
}  # fmt: skip
_KNOWN = {
    "计为": COUNTS_AS,
    "级别": LEVELS,
    ("定额结果", "状态"): QUOTA_STATES,
    ("义务", "状态"): STATES,
    ("今日清单", "状态"): STATES,
}


def atlas(book: Rulebook, schema: Schema, cells: Mapping[str, Iterable[str]] | None = None) -> Atlas:
    """The atlas of a rulebook over the sheets it declares.

    Shapes:
        cells: sheet → headings that stand there in the workbook; what nobody declared is read as text.
    """
    return _drawn(book, schema, tuple((name, tuple(there)) for name, there in (cells or {}).items()))


@known_again
def _drawn(book: Rulebook, schema: Schema, cells: tuple[tuple[str, tuple[str, ...]], ...]) -> Atlas:
    made = Atlas(book, schema)
    for name, sheet in schema.sheets.items():
        made.columns[name] = {
            c.heading: Known(Spot(name), c.heading, c.type, required=c.required) for c in sheet.columns
        }
    for name, sort in SHEETS.items():
        headings = [f.metadata["heading"] for f in dataclasses.fields(sort) if "heading" in f.metadata]
        made.columns[name] = {heading: Known(Spot(name), heading) for heading in headings}
    for name, written in BESIDE.items():
        for word in written.split():
            heading, _, kind = word.partition(":")
            type_ = _KNOWN.get((name, heading)) or _KNOWN.get(heading) or Type.parse(kind)
            made.columns[name][heading] = Known(Spot(name), heading, type_)
    _answers(made)
    _carried(made)
    _derived(made)
    _decided(made)
    for (name, heading), found in book.silent.items():
        own = made.columns.setdefault(name, {})
        own.setdefault(heading, Known(Spot(name), heading, found.type))
        own.setdefault(f"{heading}·理由", Known(Spot(name), f"{heading}·理由", Type("文本")))
    for name, there in cells:
        own = made.columns.setdefault(name, {})
        for heading in there:
            own.setdefault(heading, Known(Spot(name), heading))
    sheets = tuple(dict.fromkeys((*schema.sheets, *SHEETS)))
    for name, heading in (("历史", "表"), ("检查结果", "表"), (DUTIES, "源表"), (TODAY, "源表")):
        made.columns[name][heading] = dataclasses.replace(made.columns[name][heading], words=sheets)
    for name in (*TASKS[1:], "名单", *(one for one in made.columns if is_list(one))):
        made.columns[name] = {**made.columns[TODAY], **made.columns.get(name, {}), "状态": made.columns[TODAY]["状态"]}
    return made


def _answers(made: Atlas) -> None:
    for question in made.book.all(Question):
        sheet, column = stored_in(question)
        made.columns.setdefault(sheet, {}).setdefault(column, Known(Spot(sheet), column))


def _carried(made: Atlas) -> None:
    """附带 adds columns of 回访记录 to the tasks; their 类别 is one of the codes, or what a rule says."""
    rules = (*made.book.all(Duty), *made.book.all(Quota), *made.book.all(Sample))
    kinds = [rule.kind for rule in rules if rule.kind]
    codes = [word for row in made.book.all(CodeRow) if row.list == "回访类别" for word in (row.code, *row.aliases)]
    words = tuple(dict.fromkeys((*codes, *kinds))) if codes and not any("{" in kind for kind in kinds) else ()
    made.columns[TODAY]["类别"] = Known(Spot(TODAY), "类别", Type("文本"), words=words)
    headings = {heading for rule in rules for heading, _ in rule.carry}
    for name in ("事件", "工单"):
        reference = made.schema.sheets[RECORDS].reference(name)
        headings |= {reference.heading} if reference else set()
    for heading in sorted(headings):
        known = made.columns[RECORDS].get(heading) or Known(Spot(RECORDS), heading, Type("文本"))
        made.columns[TODAY].setdefault(heading, dataclasses.replace(known, spot=Spot(TODAY), required=False))


def _derived(made: Atlas) -> None:
    first: set[tuple[str, str]] = set()
    for way in made.book.all(Derive):
        own = made.columns.setdefault(way.sheet, {})
        if (way.sheet, way.column) not in first:
            first.add((way.sheet, way.column))
            try:
                type_ = Type.parse(way.type or "小数")
            except ValueError:
                type_ = None
            own[way.column] = Known(Spot(way.sheet), way.column, type_, required=bool(way.default))
        for method, tail, kind in (("名次", "末", "整数"), ("滚动最大", "止", "日期")):
            if way.method == method:
                own[f"{way.column}·{tail}"] = Known(Spot(way.sheet), f"{way.column}·{tail}", Type(kind))


def _decided(made: Atlas) -> None:
    rules: dict[tuple[str, str], list[Decide]] = {}
    for row in made.book.all(Decide):
        rules.setdefault((row.sheet, row.column), []).append(row)
    for (sheet, column), rows in rules.items():
        own = made.columns.setdefault(sheet, {})
        own[f"{column}·理由"] = Known(Spot(sheet), f"{column}·理由", Type("文本"))
        if column in own:
            continue  # what staff type wins, and may be any of its own words
        values = [part for row in rows for part in decided_values(row)] + _from_settings(made, rows)
        closed = tuple(dict.fromkeys(values)) if not any("{" in value for value in values) else ()
        kind = "多选" if any(row.hit == "全部" for row in rows) else "文本"
        own[column] = Known(
            Spot(sheet), column, Type(kind), required=any(row.when.always for row in rows), words=closed
        )


def _from_settings(made: Atlas, rules: list[Decide]) -> list[str]:
    """What a decision may give where a setting says it: the words its type allows, or `{设置.名}` when it may be any."""
    ids, cells = {rule.id for rule in rules}, ["值", "参数"] if rules[0].method == "份额" else ["值"]
    written = [
        str(row.cells.get(cell, "")) for row in made.book.rows.get("判定", ()) if row.id in ids for cell in cells
    ]
    named = dict.fromkeys(name for text in written for name in SETTING.findall(text))
    return [word for name in named for word in setting_words(made, name) or [f"{{设置.{name}}}"]]


def setting_words(made: Atlas, name: str) -> list[str]:
    """All words a setting may hold, as far as its type closes them."""
    setting = made.book.settings.get(name)
    try:
        kind = Type.parse(setting.type or "文本") if setting else Type("文本")
    except ValueError:
        return []
    if kind.name == "是否":
        return ["是", "否"]
    return [row.code for row in made.book.all(CodeRow) if row.list == kind.group] if kind.group else list(kind.words)


def decided_values(row: Decide) -> list[str]:
    """The values one row of a decision may give."""
    if row.method == "份额":
        parts = row.share.replace("：", ":").replace("，", ",").replace("、", ",").split(",")
        return [part.partition(":")[0].strip() for part in parts if part.strip()]
    return [row.value] if row.value else []
