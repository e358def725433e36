"""Drop-downs of the rule sheets: the lists on the hidden sheet 选项, and which cell offers which of them.

What a cell offers follows the sheet that its row speaks of: INDIRECT over the names 列_表 and 条件_表, which Excel and
LibreOffice both follow. Every list only offers; anything else may be typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from workbook.papers.pages.page import Field, Page, Value
from workbook.papers.starter.asking import of_tasks, questions
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.said import ITS_SHEET
from workbook.rulebook.sorts.model import DATED, CodeRow, Decide, Derive
from workbook.sheets.columns import Column
from workbook.sheets.schema import Schema, is_list
from workbook.words.place import letters
from workbook.words.tongue import worded

CHOICES = "选项"
COLUMNS, TESTS = "列_", "条件_"
TASKS = "任务"
"""What limits, assignments and outcomes are about: not a sheet, but with tests of its own."""
_PLAIN = re.compile(r"[\w一-鿿]+")
_SPANS = ("当日", "1天", "3天", "7天", "1工作日", "3工作日", "24小时", "1周", "1月", "3月", "半年", "1年")
_PERIODS = ("日", "周", "半月", "月", "双月", "季", "半年", "年", "全部", "滚动 1月", "滚动 90天")
_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("时长", "提前", "满", "重计", "窗"), _SPANS),
    **dict.fromkeys(("期", "阶梯窗"), _PERIODS),
    "时段": ("09:00-12:00,14:00-18:00", "09:00-18:00", "14:00-18:00"),
    "日别": ("工作日", "休息日", "周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "过期": ("保留", "作废", "3天"),
    "计法": ("行数", "去重 客户编号", "合计 金额"),
    "金额": ("50", "100", "1:20; 2:40; 3+:100", "10%×{员工.绩效工资}"),
    "目标": (">=95%", ">=90%", "<=3"),
    "率": ("5%", "10%", "20%"),
    "须": ("非空", "唯一", "连号", ">=60"),
    "拦截": ("完成", "任务", "打印", "打分"),
    "满次后": ("上报", "结", "换 拜访"),
    "标记": ("红", "黄", "绿"),
    "重试": (*_SPANS, "1: 2小时; 2: 1天 换半天; 3+: 结 失联"),
    "何时": ("月末工作日 17:00", "节前最后工作日 15:00", "次日 9:00", "周一 8:30", "每月5日 9:00", "工作日 18:00"),
    "定于": ("季初", "每月1日", "月末工作日", "每年1月1日"),
    "计次键": ("员工编号,日期", "员工编号,对象编号,日期", "按量"),
}
_NAMED = {
    **dict.fromkeys(("源表", "对每", "完成表", "计数表", "名册", "总体表", "目标表", "起表"), "表名"),
    **dict.fromkeys(("责任", "违规人", "承担人", "收件", "谁", "无人时"), "人"),
    "触发": "触发", "出": "出成", "类别": "回访类别", "联系方式": "联系方式", "处理": "处理词",
}  # fmt: skip
"""Heading → name of a list on the sheet 选项."""
_FIXED = {
    "联系限制": TASKS,
    "问卷": "客户",
    "话术": "客户",
    "结果代码": TASKS,
    "处罚标准": "违规登记",
}
_ELSEWHERE = {
    "对象若": ("对每", "名册"), "完成若": ("完成表", ""), "完成列": ("完成表", ""), "来源若": ("来源", ""),
    "命中若": ("来源", ""), "取列": ("来源", ""), "起若": ("起表", ""), "起点": ("起表", ""), "解除列": ("起表", ""),
    "放行列": ("起表", ""), "首起": ("名册", ""),
}  # fmt: skip
"""Heading → the heading whose sheet it is about instead, and what else if the rule sheet hasn't got that."""
_ABOUT = {"候选若": "员工", "计入若": "回访记录", "免若": TASKS, "期若": "日历", "时机若": "日历"}
_COLUMNS = {
    "列", "起点", "完成列", "时间列", "键", "取列", "等待列", "免责列", "豁免列", "取消时", "首起", "状态列", "分组", "拆分",
    "分单位", "分层", "截止", "解除列", "放行列",
}  # fmt: skip
_TYPICAL = {
    "是否": "是",
    "日期": "过去30天",
    "时点": "过去30天",
    "整数": ">=1",
    "小数": ">=1",
    "金额": ">=1",
    "百分": ">=50%",
}
_CODED = ("代码", "多选", "是否")
_MOST = 150


def choices(sheet: str, heading: str, shown: Sequence[str], first: int) -> tuple[str, ...]:
    """The drop-down of one column as a field has it: words, or one that begins with = and names where they stand.

    Shapes:
        shown: the headings of the rule sheet, left to right. first: its first row of rules.
    """
    base = heading.partition("·")[0]
    if base == "接替" and sheet in DATED:
        return (f"={sheet}!$A${first}:$A${first + _MOST}",)
    if base in {"问卷", "话术"} and sheet not in {"问卷", "话术"}:
        place = "$A" if base == "话术" else f"${letters(1)}"
        return (f"={base}!{place}$4:{place}${4 + _MOST}",)
    if base in _NAMED:
        return (f"={_NAMED[base]}",)
    if (sheet, base) in {(sheet, ITS_SHEET.get(sheet, "")), ("计算", "来源")}:
        return ("=表名",)
    if base.endswith("若") or base in _COLUMNS:
        made = _narrowed(sheet, base, shown, first)
        return (made,) if made else ()
    return _WORDS.get(base, ())


def _narrowed(sheet: str, heading: str, shown: Sequence[str], first: int) -> str:
    """The list that follows what the row says of its sheet."""
    kind = TESTS if heading.endswith("若") else COLUMNS
    if heading in _ABOUT:
        return f"={kind}{_ABOUT[heading]}"
    if sheet == "分派" and "对象" in shown:  # 任务, or the sheet before the full stop of 客户.归属员工
        cell = f"${letters(shown.index('对象') + 1)}{first}"
        return f'=INDIRECT("{kind}"&IF(ISERROR(FIND(".",{cell})),"{TASKS}",LEFT({cell},FIND(".",{cell})-1)))'
    own = ITS_SHEET.get(sheet, "")
    named = [name for name in _ELSEWHERE.get(heading, ()) if name in shown] or ([own] if own in shown else [])
    if not named:
        return f"={kind}{_FIXED[sheet]}" if sheet in _FIXED else ""
    cell = f"${letters(shown.index(named[0]) + 1)}{first}"
    if named[0] == "完成表" and own in shown:
        cell = f'IF({cell}="",${letters(shown.index(own) + 1)}{first},{cell})'
    return f'=INDIRECT("{kind}"&{cell})'


def choices_page(book: Rulebook, schema: Schema) -> Page:
    """The hidden sheet with every list, a column each; the workbook calls each column by its heading."""
    lists = dict(_lists(book, schema))
    deep = max(map(len, lists.values()))
    rows: list[tuple[Value, ...]] = [
        tuple(words[at] if at < len(words) else None for words in lists.values()) for at in range(deep)
    ]
    return Page(
        CHOICES,
        tuple(Field(name, width=18) for name in lists),
        tuple(rows),
        title=worded("规则表下拉框里的词"),
        note=worded("由程序写出，不用改。规则表里也可以写这里没有的词。"),
        hidden=True,
        lists=tuple((name, name) for name in lists),
    )


def _lists(book: Rulebook, schema: Schema) -> Iterable[tuple[str, list[str]]]:
    words = _groups(book)
    made: dict[str, list[str]] = {}
    makers: tuple[Derive | Decide, ...] = (*book.all(Derive), *book.all(Decide))
    for rule in makers:
        made.setdefault(rule.sheet, []).append(rule.column)
    names = [name for name in schema.sheets if "." not in name]
    yield "表名", names
    jobs = words.get("岗位", [])
    heads = [job for job in jobs if "主管" in job or "经理" in job][:1]
    people = ["{归属员工}", "{员工编号}", "{责任人}", *(f"{{归属员工}}|岗位:{job}" for job in heads)]
    yield "人", [*people, *(f"岗位:{job}" for job in jobs), "{归属员工.组长}"]
    yield "触发", ["登记", *_triggers(book)]
    yield "出成", ["任务", "提醒", *(name for name in names if is_list(name)), "无"]
    for name, group in (("回访类别", "回访类别"), ("联系方式", "联系方式"), ("处理词", "处理")):
        yield name, words.get(group) or ["电话"]
    for name in names:
        if _PLAIN.fullmatch(name):
            columns = [column.heading for column in schema.sheets[name].columns]
            yield COLUMNS + name, list(dict.fromkeys([*columns, *made.get(name, ())])) or [""]
            asked = list(questions(name, schema, words))
            yield TESTS + name, [*list(_tests(name, schema, words))[: _MOST - len(asked)], *asked] or [""]
    yield TESTS + TASKS, list(of_tasks(schema, words))[:_MOST] or [""]
    yield COLUMNS + TASKS, ["客户编号", "规则", "类别", "主题", "到期", "责任人", "联系方式"]


def _triggers(book: Rulebook) -> Iterable[str]:
    """What a fine may hang on, in the words of 触发."""
    for word, sheet in (("义务", "时限"), ("定额", "定额"), ("检查", "检查清单"), ("指标", "指标")):
        for name in dict.fromkeys(row.id for row in book.rows.get(sheet, ()) if row.id):
            yield f"{word} {name}"


def _tests(name: str, schema: Schema, words: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Whole tests of a sheet's columns, those of words first; then of the sheets that its references lead to."""
    sheet = schema.sheets[name]
    for column in sorted(sheet.columns, key=lambda one: one.type.name not in _CODED):
        yield from (f"{column.heading}: {word}" for word in _values(column, words))
    for column in sheet.columns:
        parent = schema.sheets.get(column.type.target) if column.type.target else None
        if parent is not None and parent.name != name:
            lead = re.sub("编号$|号$", "", column.heading)
            coded = [one for one in parent.columns if one.type.name in _CODED]
            yield from (f"{lead}.{one.heading}: {word}" for one in coded for word in _values(one, words))


def _values(column: Column, words: Mapping[str, Sequence[str]]) -> Iterable[str]:
    kind = column.type
    if kind.name in {"代码", "多选"}:
        listed = kind.words or words.get(kind.group or "", ())
        return [word for word in listed if _PLAIN.fullmatch(word)] or ["非空"]
    return [_TYPICAL.get(kind.name, "非空")]


def _groups(book: Rulebook) -> dict[str, list[str]]:
    """The words of each group of 代码."""
    found: dict[str, list[str]] = {}
    for row in book.all(CodeRow):
        found.setdefault(row.list, []).append(row.code)
    return found
