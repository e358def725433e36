"""Lint finds each planted fault at its cell, and leaves the shipped rulebooks alone."""
# ruff: noqa: E501 - sheets written as text have rows as wide as sheets

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from textwrap import dedent

import pytest
from offices import STAFF, table

from workbook.opening import opened
from workbook.papers.scripts.wording import doubts
from workbook.rulebook.lint.rulebook import lint
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.own import own_rows
from workbook.rulebook.load.rows import source
from workbook.rulebook.sorts.model import Derive
from workbook.rules.facts.prepared import codes_of, schema_of
from workbook.sheets.grid import Grid, grid
from workbook.shells.outside.shelf import shelf
from workbook.words.issues import Issue, Kind

CODES = """
# 代码
组 | 代码 | 别名 | 次序
客户类别 | VIP | 大客户 |
客户类别 | 普通 | |
事件类型 | 投诉 | |
事件类型 | 发货 | |
回访类别 | 关怀 | |
岗位 | 客服专员 | |
岗位 | 客服主管 | 主管 |
等级 | 高 | | 2
等级 | 低 | | 1
"""
DUTY = """
# 时限
编号 | 条款 | 源表 | 若 | 起点 | 方式 | 时长 | 完成列 | 出
D1 | 第一条 | 事件 | {when} | 发生时间 | 内 | 3天 | 处理完成时间 | 提醒
"""


def _grids(text: str) -> Iterable[Grid]:
    """Sheets as text: # 名称, then rows of cells divided by |; a blank line ends a sheet."""
    for part in text.split("# ")[1:]:
        name, *lines = [line for line in part.splitlines() if line.strip()]
        yield grid(name.strip(), [[cell.strip() or None for cell in line.split("|")] for line in lines])


def book_of(text: str) -> Rulebook:
    """The rules of an office whose rule sheets are these, on the common base."""
    return rulebook(stacked(["基础"], shelf()), own_rows(list(_grids(text))))


def found(text: str, *, notes: bool = False) -> list[Issue]:
    """What lint says of these rule sheets (without notes)."""
    book = book_of(text)
    schema, _ = schema_of(book)
    issues = (*book.issues, *lint(book, schema, codes_of(book)))
    return [one for one in issues if notes or one.kind.level != "注"]


def seen(text: str, *, notes: bool = False) -> list[tuple[Kind, str]]:
    """Kind and cell of everything lint says."""
    return [(one.kind, str(one.place)) for one in found(text, notes=notes)]


def said(text: str) -> str:
    """The only thing lint says, in its words."""
    (one,) = found(text)
    return f"{one.what}{one.cure}"


# -- the shipped rulebooks


@pytest.mark.parametrize("book_id", list(shelf()))
def test_a_shipped_rulebook_has_nothing_but_notes(book_id: str) -> None:
    """No 停 and no 疑 in any rulebook that comes with the program."""
    book = rulebook(stacked(["基础", book_id], shelf()))
    schema, refused = schema_of(book)

    found = (*lint(book, schema, codes_of(book)), *doubts(book))

    assert ([], []) == (refused, [str(one) for one in found if one.kind.level != "注"])


def test_a_sound_sheet_has_no_faults() -> None:
    """The little office of these tests is clean before anything is planted."""
    assert [] == seen(CODES + DUTY.format(when="事件类型: 投诉"))


# -- conditions


@pytest.mark.parametrize(
    ("when", "kind", "words"),
    [
        ("事件类别: 投诉", Kind.UNKNOWN_COLUMN, "事件类型"),
        ("客户.客户类型: VIP", Kind.UNKNOWN_COLUMN, "客户.客户类别"),
        ("客户类别: VIP", Kind.UNKNOWN_COLUMN, "客户.客户类别"),
        ("顾客.客户类别: VIP", Kind.UNKNOWN_COLUMN, "客户.客户类别"),
        ("数量: >{库存}", Kind.UNKNOWN_COLUMN, "库存"),
        ("事件类型: 投拆", Kind.NEVER_HOLDS, "投诉"),
        ("事件类型: 发货,投拆", Kind.LINT, "投诉"),
        ("事件类型: 不是 投拆", Kind.LINT, "投诉"),
        ("事件类型: 含 退", Kind.NEVER_HOLDS, "投诉"),
        ("严重: 严重", Kind.NEVER_HOLDS, "是、否"),
        ("数量: [10..5]", Kind.NEVER_HOLDS, "[5..10]"),
        ("数量: (5..5]", Kind.NEVER_HOLDS, "方括号"),
        ("发生时间: [2026-03-09..2026-03-01]", Kind.NEVER_HOLDS, "小的写在前面"),
        ("数量: >=3件", Kind.BAD_TEST, "只写数字：3"),
        ("数量: 很多", Kind.BAD_TEST, "写成数字"),
        ("金额: >数量", Kind.BAD_TEST, "{数量}"),
        ("金额: 20%", Kind.LINT, "去掉百分号"),
        ("客户.回访间隔: >30", Kind.BAD_TEST, "30天"),
        ("客户.回访间隔: 3 个工作日", Kind.NEVER_HOLDS, "3工作日"),
        ("客户.生日: 09:00", Kind.NEVER_HOLDS, "没有几点几分"),
        ("发生时间: >3天", Kind.BAD_TEST, "今日-3天"),
        ("发生时间: 上个礼拜天", Kind.BAD_TEST, "2026-03-09"),
        ("发生时间: <{数量}", Kind.BAD_TEST, "同是数或同是日期"),
        ("事件类型: >投诉", Kind.BAD_TEST, "次序"),
        ("责任部门: >一部", Kind.LINT, "比大小"),
        ("数量: 含 3", Kind.BAD_TEST, "[甲..乙]"),
        ("数量: 形如 手机", Kind.BAD_TEST, "文字"),
        ("责任部门: 单位", Kind.LINT, "{单位}"),
        ("通知时间: >发生时间+2小时", Kind.BAD_TEST, "{发生时间}+2小时"),
        ("设置.没有的: 是", Kind.BAD_TEST, "这个设置"),
        ("客户.归属员工.组长.姓名: 甲", Kind.BAD_TEST, "最多三段"),
        ("事件类型 投诉", Kind.BAD_TEST, "缺冒号"),
    ],
)
def test_a_planted_fault_in_a_condition_is_found_at_its_cell(when: str, kind: Kind, words: str) -> None:
    """Unknown names, wrong operators, tests that can't hold: each at 时限!D2 with a cure that helps."""
    faults = found(CODES + DUTY.format(when=when))

    assert [(kind, "时限!D2")] == [(one.kind, str(one.place)) for one in faults]
    assert words in f"{faults[0].what}{faults[0].cure}"


@pytest.mark.parametrize(
    "when",
    [
        "事件类型: 投诉；严重: 不是 是", "数量: [1..5),12", "发生时间: 过去90天", "发生时间: 工作日,周六", "发生时间: [09:00..18:00)",
        "客户.等级: 高以上", "客户.客户类别: 大客户", "客户.生日: 周年 本月", "金额: >{数量}", "发生时间: <今日-3天", "客户.回访间隔: <=1月",
        "通知时间: >{发生时间}+2小时", "内容: 含 {产品}", '责任部门: "单位"', "设置.种子: 1", "今日.工作日: 是", "客户.归属员工.部门: {责任部门}",
    ],
)  # fmt: skip
def test_a_condition_as_the_manual_writes_it_is_left_alone(when: str) -> None:
    """Nothing is said of tests that hold sometimes."""
    assert [] == seen(CODES + DUTY.format(when=when))


def test_a_spread_group_is_faulted_at_its_own_column() -> None:
    """若·列 has a cell of its own."""
    text = """
# 时限
编号 | 条款 | 源表 | 若·事件类型 | 若·严重 | 起点 | 方式 | 时长 | 完成列 | 出
D1 | 一 | 事件 | 投诉 | 很 | 发生时间 | 内 | 3天 | 处理完成时间 | 提醒
"""

    assert [(Kind.NEVER_HOLDS, "时限!E2")] == seen(CODES + text)


def test_a_fault_in_an_alternative_is_found_in_the_row_that_adds_it() -> None:
    """A further row with the same 编号 and only 若 filled has its own row number."""
    text = DUTY.format(when="事件类型: 投诉") + "D1 | | | 事件类型: 退货 | | | | |\nD1 | | | 事件类型: 发货 | | | | |\n"

    assert [(Kind.NEVER_HOLDS, "时限!D3")] == seen(CODES + text)


def test_the_asking_row_is_suggested_where_the_name_is_its_own() -> None:
    """A bare name in 完成若 is the record's; the duty's row needs 本行."""
    text = """
# 时限
编号 | 条款 | 源表 | 起点 | 方式 | 时长 | 完成表 | 完成若 | 话术
D1 | 一 | 事件 | 发生时间 | 内 | 3天 | 回访记录 | 回访时间: >{发生时间} | S1

# 话术
编号 | 正文
S1 | 您好。
"""

    assert "改成“本行.发生时间”" in said(CODES + text)


def test_a_value_that_no_decision_gives_never_holds() -> None:
    """The words of a 判定 are known, so a slip in a later rule is found."""
    text = """
# 判定
编号 | 条款 | 表 | 列 | 若 | 值
G1 | 一 | 事件 | 缓急 | 严重: 是 | 急
G1 | | | | | 缓
"""

    assert [(Kind.NEVER_HOLDS, "时限!D2")] == seen(CODES + text + DUTY.format(when="缓急: 很急"))
    assert [] == seen(CODES + text + DUTY.format(when="缓急: 急"))


@pytest.mark.parametrize(
    ("kind", "word", "finds"),
    [
        ("文本", "很急", []),
        ("代码(@等级)", "低", []),
        ("代码(@等级)", "很急", [(Kind.NEVER_HOLDS, "时限!D2")]),
    ],
)
def test_a_word_that_a_setting_may_hold_can_occur(kind: str, word: str, finds: list[tuple[Kind, str]]) -> None:
    """The office may change the setting that a decision gives: to any word of its type."""
    text = f"""
# 设置
名 | 值 | 类型 | 依据
叫法 | 高 | {kind} | 未写

# 判定
编号 | 条款 | 表 | 列 | 若 | 值
G1 | 一 | 事件 | 缓急 | 严重: 是 | {{设置.叫法}}
G1 | | | | | 缓
"""

    assert finds == seen(CODES + text + DUTY.format(when=f"缓急: {word}"))
    assert [] == seen(CODES + text + DUTY.format(when="缓急: 缓"))


def test_a_test_for_a_rule_that_is_not_there_names_the_nearest() -> None:
    """规则: D9 in a metric over 义务 is no rule of this book; resting and switched-off rules are."""
    text = """
# 指标
编号 | 条款 | 表 | 若 | 方法
M1 | 一 | 义务 | 规则: D9；状态: 逾期 | 计数
M2 | 一 | 义务 | 规则: D1；状态: 超时 | 计数
"""

    assert [(Kind.UNKNOWN_RULE, "指标!D2"), (Kind.NEVER_HOLDS, "指标!D3")] == seen(CODES + DUTY.format(when="") + text)


# -- cells that name columns, sheets and rules


@pytest.mark.parametrize(
    ("heading", "cell", "kind"),
    [
        ("源表", "事项", Kind.UNKNOWN_SHEET),
        ("起点", "发生日期", Kind.UNKNOWN_COLUMN),
        ("起点", "数量", Kind.BAD_RULE_VALUE),
        ("起点", "D7.完成", Kind.UNKNOWN_RULE),
        ("时长", "3工时", Kind.BAD_RULE_VALUE),
        ("时长", "{数量}", Kind.BAD_RULE_VALUE),
        ("时长", "{设置.几天}", Kind.BAD_RULE_VALUE),
        ("责任", "{负责}", Kind.UNKNOWN_COLUMN),
        ("责任", "{发生时间}", Kind.BAD_RULE_VALUE),
        ("责任", "岗位:客服经理", Kind.NEVER_HOLDS),
        ("完成列", "办结时间", Kind.UNKNOWN_COLUMN),
        ("问卷", "Q9", Kind.UNKNOWN_RULE),
        ("话术", "S9", Kind.UNKNOWN_RULE),
        ("类别", "关心", Kind.LINT),
        ("出", "任物", Kind.BAD_RULE_VALUE),
        ("过期", "作费", Kind.BAD_RULE_VALUE),
    ],
)
def test_a_slip_in_any_cell_of_a_duty_is_found_there(heading: str, cell: str, kind: Kind) -> None:
    """Sheets, columns, rules, units, people and words: each fault stands at the cell that holds it."""
    cells = {
        "编号": "D1",
        "条款": "一",
        "源表": "事件",
        "起点": "发生时间",
        "方式": "内",
        "时长": "3天",
        "完成列": "处理完成时间",
        "出": "提醒",
    }
    cells[heading] = cell
    cells["出"] = "任务" if heading == "类别" else cells["出"]
    text = f"\n# 时限\n{' | '.join(cells)}\n{' | '.join(cells.values())}\n"
    column = "ABCDEFGHIJ"[list(cells).index(heading)]

    assert (kind, f"时限!{column}2") in seen(CODES + text)


def test_an_unknown_setting_in_a_test_is_found() -> None:
    """A tested path 设置.名 must be there; the cure names the nearest."""
    text = "\n# 设置\n名 | 值 | 类型 | 依据\n开关 | 是 | 是否 | 未写\n" + DUTY.format(when="数量: >{设置.开关量}")

    assert "最像的是“开关”" in said(CODES + text)


def test_an_unknown_heading_of_a_rule_sheet_is_found() -> None:
    """A column that no rule sheet has is named with the nearest heading."""
    text = "\n# 定额\n编号 | 条款 | 计数表 | 期 | 责任人 | 出\nQ1 | 一 | 事件 | 月 | {员工编号} | 提醒\n"

    assert (Kind.UNKNOWN_RULE_COLUMN, "定额!E2") in seen(CODES + text)


# -- 计算


@pytest.mark.parametrize(
    ("formula", "kind", "words"),
    [
        ("{数量}×{单价}", Kind.UNKNOWN_COLUMN, "单价"),
        ("{发生时间}+{数量}", Kind.BAD_FORMULA, "日期"),
        ("{发生时间}-{通知时间}", Kind.BAD_FORMULA, "相差"),
        ("{内容}+1", Kind.BAD_FORMULA, "两边"),
        ("取大({数量},{发生时间})", Kind.BAD_FORMULA, "混在一起"),
        ("相差({发生时间})", Kind.BAD_FORMULA, "2 到 3 项"),
        ('相差({发生时间},{通知时间},"个月")', Kind.BAD_FORMULA, "工作日"),
        ("最大({数量})", Kind.BAD_FORMULA, "取大"),
        ("({数量}", Kind.BAD_FORMULA, "缺“)”"),
        ("字数({数量})", Kind.BAD_FORMULA, "文字"),
    ],
)
def test_a_planted_fault_in_a_formula_is_found_at_its_cell(formula: str, kind: Kind, words: str) -> None:
    """Unknown columns, mixed kinds, wrong units and missing brackets."""
    faults = found(f"\n# 计算\n表 | 列 | 类型 | 公式\n事件 | 甲 | 小数 | {formula}\n")

    assert [(kind, "计算!D2")] == [(one.kind, str(one.place)) for one in faults]
    assert words in f"{faults[0].what}{faults[0].cure}"


def test_the_year_of_a_date_may_be_a_number() -> None:
    """期键(日期,年) is digits; a month is none."""
    text = "\n# 计算\n表 | 列 | 类型 | 公式\n事件 | 甲 | 整数 | 期键({发生时间},%s)\n"

    assert [] == seen(text % "年")
    assert [(Kind.BAD_FORMULA, "计算!D2")] == seen(text % "月")


def test_a_source_without_a_usable_join_is_found() -> None:
    """员工 and 节假日 have nothing in common."""
    text = "\n# 计算\n表 | 列 | 类型 | 方法 | 来源 | 关联\n员工 | 节数 | 整数 | 计数 | 节假日 |\n"

    assert [(Kind.LINT, "计算!F2")] == seen(text)


def test_rules_that_wait_for_each_other_are_found_with_the_way_round() -> None:
    """甲 needs 乙 and 乙 needs 甲."""
    text = "\n# 计算\n表 | 列 | 类型 | 公式\n事件 | 甲 | 小数 | {乙}+1\n事件 | 乙 | 小数 | {甲}+1\n"
    (fault,) = found(text)

    assert (Kind.RULE_CYCLE, "计算!B2") == (fault.kind, str(fault.place))
    assert "事件.甲 → 事件.乙 → 事件.甲" in fault.what


def test_a_circle_through_duties_columns_and_quotas_is_found() -> None:
    """A duty that starts from a column counted over its own results."""
    text = (
        CODES
        + """
# 计算
表 | 列 | 类型 | 方法 | 来源 | 关联 | 来源若 | 取列
客户 | 末次迟 | 时点 | 最近 | 义务 | 客户编号 | 规则: D1 | 违约时间

# 时限
编号 | 条款 | 源表 | 起点 | 方式 | 时长 | 完成列 | 出
D1 | 一 | 客户 | 末次迟 | 内 | 3天 | 建档日 | 提醒
"""
    )

    assert [Kind.RULE_CYCLE] == [kind for kind, _ in seen(text)]


def test_a_column_that_reads_other_duties_is_no_circle() -> None:
    """Only the rules that a test names are waited for."""
    text = (
        CODES
        + """
# 计算
表 | 列 | 类型 | 方法 | 来源 | 关联 | 来源若 | 取列
客户 | 末次迟 | 时点 | 最近 | 义务 | 客户编号 | 规则: D2 | 违约时间

# 时限
编号 | 条款 | 源表 | 起点 | 方式 | 时长 | 完成列 | 出
D1 | 一 | 客户 | 末次迟 | 内 | 3天 | 建档日 | 提醒
D2 | 一 | 客户 | 建档日 | 内 | 3天 | 建档日 | 提醒
"""
    )

    assert [] == seen(text)


# -- 判定


def decided(*tests: str, column: str = "数量") -> list[tuple[Kind, str]]:
    """What is said of a decision with these tests on one column, the last row without any."""
    rows = "".join(
        f"G1 | 一 | 事件 | 档 | {f'{column}: {one}' if one else ''} | 值{number}\n" for number, one in enumerate(tests)
    )
    return seen(f"{CODES}\n# 判定\n编号 | 条款 | 表 | 列 | 若 | 值\n{rows}")


def test_a_row_that_earlier_rows_forestall_is_found() -> None:
    """500 以上 behind 100 以上 is never reached, nor anything behind a row without a test."""
    assert [(Kind.LINT, "判定!E3")] == decided("100以上", "500以上", "")
    assert [(Kind.LINT, "判定!E3")] == decided("", "500以上")
    assert [] == decided("500以上", "100以上", "")


def test_a_gap_between_bands_is_found() -> None:
    """Between 5 and 6 lie numbers that no row takes."""
    assert [(Kind.LINT, "判定!E3")] == decided("[0..5]", "(6..10]")
    assert [(Kind.LINT, "判定!E3")] == decided("<5", ">5")


def test_overlapping_bands_are_found() -> None:
    """8 lies in both bands; a number at which two bands meet belongs to one of them only."""
    assert [(Kind.LINT, "判定!E3")] == decided("[0..10]", "[8..20]", "")
    assert [(Kind.LINT, "判定!E3")] == decided("[0..5]", "[5..10]", "")
    assert [] == decided("[0..5)", "[5..10]", "")


def test_whole_numbers_have_no_gap_between_five_and_six() -> None:
    """[1..5] and [6..10] leave nothing out of a column of whole numbers."""
    text = """
# 登记表
表 | 列 | 类型
事件 | 件数 | 整数

# 判定
编号 | 条款 | 表 | 列 | 若 | 值
G1 | 一 | 事件 | 档 | 件数: [1..5] | 甲
G1 | | | | 件数: [6..10] | 乙
"""

    assert [] == seen(text)


def test_shares_over_a_hundred_per_cent_are_found() -> None:
    """70 and 40 per cent are more than there is."""
    text = "\n# 判定\n编号 | 条款 | 表 | 列 | 方法 | 依据 | 参数\nG1 | 一 | 客户 | 级 | 份额 | 建档日 升 | A:70%,B:40%,C:余\n"

    assert [(Kind.LINT, "判定!G2")] == seen(text)


# -- 检查清单 流程 开单


def test_an_item_that_stops_must_say_what_to_do() -> None:
    """级别 停 without 提示; and a 拦截 that isn't one."""
    text = "\n# 检查清单\n编号 | 条款 | 表 | 列 | 级别 | 拦截 | 提示\nK1 | 一 | 事件 | 内容 | 停 | 完成 |\nK2 | 一 | 事件 | 内容 | 疑 | 完工 | 补写\n"

    assert [(Kind.LINT, "检查清单!G2"), (Kind.BAD_RULE_VALUE, "检查清单!F3")] == seen(text)


def test_states_that_lead_nowhere_are_found() -> None:
    """丙 can't be reached, from 乙 there is no way to the end, 了 is no state of the group."""
    steps = "\n# 流程\n编号 | 条款 | 表 | 状态列 | 从 | 到 | 终\nF1 | 一 | 事件 | 进度 | | 甲 |\nF1 | | | | 甲 | 完 | 是\nF1 | | | | 甲 | 乙 |\nF1 | | | | 丙 | 完 |\n"
    grids = [grid("登记表", [["表", "列", "类型"], ["事件", "进度", "代码(甲|乙|丙|完)"]]), *_grids(steps)]
    book = rulebook(stacked(["基础"], shelf()), own_rows(grids))
    schema, _ = schema_of(book)
    faults = [(one.kind, str(one.place)) for one in lint(book, schema, codes_of(book)) if one.kind.level != "注"]

    assert [(Kind.LINT, "流程!F4"), (Kind.LINT, "流程!E5")] == faults


def test_rows_that_open_rows_for_ever_are_found() -> None:
    """A complaint that opens a complaint needs something that a person types."""
    text = (
        CODES
        + "\n# 开单\n编号 | 条款 | 源表 | 若 | 目标表 | 写入\nO1 | 一 | 事件 | 事件类型: 投诉{more} | 事件 | 客户编号={{客户编号}}；事件类型=投诉；发生时间={{发生时间}}\n"
    )

    assert [(Kind.LINT, "开单!D2")] == seen(text.format(more=""))
    assert [] == seen(text.format(more="；处理结果: 非空"))


def test_rows_are_not_opened_in_sheets_that_only_people_keep() -> None:
    """Neither in 客户, nor in a register without 来源编号."""
    text = (
        CODES
        + "\n# 开单\n编号 | 条款 | 源表 | 若 | 目标表 | 写入\nO1 | 一 | 事件 | 严重: 是 | 客户 | 客户名称=甲\nO2 | 一 | 事件 | 严重: 是 | 培训 | 主题=甲\n"
    )

    assert [(Kind.LINT, "开单!E2"), (Kind.LINT, "开单!E3")] == seen(text)


def test_a_text_that_no_question_asks_for_is_named_before_rows_are_opened_without_it() -> None:
    """意见 where the questions ask 缺点; a column that is asked, or the remark beside every call, is well."""
    text = (
        CODES
        + "\n# 问卷\n问卷 | 条款 | 题号 | 题面 | 必答\nQ | 一 | 建议 | 您有什么建议？ | 否\n"
        + "\n# 开单\n编号 | 条款 | 源表 | 若 | 目标表 | 写入\nO1 | 一 | 回访记录 | 满意度: 不满意 | 事件 | "
        + "客户编号={{客户编号}}；事件类型=投诉；发生时间={{回访时间}}；内容={{{said}}}\n"
    )
    opened = {
        said: [(kind, place) for kind, place in seen(text.format(said=said)) if place.startswith("开单!")]
        for said in ("意见", "建议", "备注")
    }

    assert {"意见": [(Kind.LINT, "开单!F2")], "建议": [], "备注": []} == opened


# -- 时限 定额 抽样


def test_a_chain_over_two_sheets_is_found() -> None:
    """D2 starts from D1 but stands on another sheet."""
    text = (
        CODES
        + """
# 时限
编号 | 条款 | 源表 | 起点 | 方式 | 时长 | 完成列 | 出
D1 | 一 | 事件 | 发生时间 | 内 | 3天 | 处理完成时间 | 提醒
D2 | 一 | 工单 | D1.完成 | 内 | 3天 | 完成时间 | 提醒
"""
    )

    assert [(Kind.LINT, "时限!D3")] == seen(text)


def test_a_duty_without_length_end_or_done_mark_is_found() -> None:
    """方式 内 needs 时长, 至 needs 截止, and every duty a way to be done."""
    text = """
# 时限
编号 | 条款 | 源表 | 起点 | 方式 | 时长 | 截止 | 完成列 | 出
D1 | 一 | 事件 | 发生时间 | 内 | | | 处理完成时间 | 提醒
D2 | 一 | 事件 | 发生时间 | 至 | | | 处理完成时间 | 提醒
D3 | 一 | 事件 | 发生时间 | 第 | 90分钟 | | | 提醒
"""

    assert [
        (Kind.RULE_VALUE_MISSING, "时限!F2"), (Kind.RULE_VALUE_MISSING, "时限!G3"), (Kind.LINT, "时限!F4"), (Kind.LINT, "时限!H4"),
    ] == seen(text)  # fmt: skip


def test_a_done_sheet_without_a_join_is_found() -> None:
    """节假日 and 培训 share nothing."""
    text = "\n# 时限\n编号 | 条款 | 源表 | 起点 | 方式 | 时长 | 完成表 | 完成关联 | 出\nD1 | 一 | 节假日 | 开始日 | 内 | 3天 | 培训 | | 提醒\n"

    assert [(Kind.LINT, "时限!H2")] == seen(text)


def test_two_rows_of_one_duty_at_once_are_found() -> None:
    """Both rows would be owed; with tests that shut each other out they are two cases."""
    twice = DUTY.format(when="") + "D1 | 一 | 事件 | | 发生时间 | 内 | 5天 | 处理完成时间 | 提醒\n"
    apart = (
        DUTY.format(when="严重: 是") + "D1 | 一 | 事件 | 严重: 不是 是 | 发生时间 | 内 | 5天 | 处理完成时间 | 提醒\n"
    )

    assert [(Kind.LINT, "时限!A3")] == seen(CODES + twice)
    assert [] == seen(CODES + apart)


def test_gaps_and_overlaps_of_versions_are_found() -> None:
    """March has no row in force; then June has two."""
    text = """
# 处罚标准
编号 | 条款 | 触发 | 金额 | 生效日 | 失效日
P1 | 一 | 登记 | 20 | 2026-01-01 | 2026-02-28
P1 | 一 | 登记 | 30 | 2026-04-01 | 2026-06-30
P1 | 一 | 登记 | 50 | 2026-06-01 |
"""
    faults = found(text)

    assert [(Kind.LINT, "处罚标准!E3"), (Kind.LINT, "处罚标准!E4")] == [(one.kind, str(one.place)) for one in faults]
    assert "2026-03-01 到 2026-03-31 没有哪一行生效" in faults[0].what
    assert "2026-06-01 到 2026-06-30 这几天两个版本都生效" in faults[1].what


def test_limits_on_conduct_bring_no_tasks_and_least_numbers_need_a_roster() -> None:
    """至多 with 出 任务, 滚动 with 至多, 至少 without 名册."""
    text = (
        CODES
        + """
# 定额
编号 | 条款 | 计数表 | 键 | 期 | 界 | 数 | 名册 | 出 | 话术
Q1 | 一 | 回访记录 | 客户编号 | 月 | 至多 | 2 | 客户 | 任务 | S1
Q2 | 一 | 回访记录 | 客户编号 | 滚动 30天 | 至多 | 2 | 客户 | 无 |
Q3 | 一 | 回访记录 | 客户编号 | 月 | 至少 | 1 | | 无 |

# 话术
编号 | 正文
S1 | 您好。
"""
    )

    assert [(Kind.LINT, "定额!I2"), (Kind.LINT, "定额!E3"), (Kind.LINT, "定额!H4")] == seen(text)


def test_a_sample_needs_a_rate_or_a_number() -> None:
    """Neither, both, strata without a rate, substitutes where all are called."""
    text = """
# 抽样
编号 | 条款 | 总体表 | 率 | 数 | 分层 | 跳过 | 完成列 | 出
A1 | 一 | 工单 | | | | | 交款日期 | 提醒
A2 | 一 | 工单 | 20% | 5 | | | 交款日期 | 提醒
A3 | 一 | 工单 | | 5 | 服务类型 | | 交款日期 | 提醒
A4 | 一 | 工单 | 100% | | | 联系限制 | 交款日期 | 提醒
"""

    assert [
        (Kind.RULE_VALUE_MISSING, "抽样!D2"), (Kind.LINT, "抽样!E3"), (Kind.LINT, "抽样!F4"), (Kind.LINT, "抽样!G5"),
    ] == seen(text)  # fmt: skip


# -- 处罚标准 指标


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1:20; 3+:40", "缺第 2 次"),
        ("1:20; 2-4:40", "缺第 5 次以后"),
        ("2+:40", "缺第 1 次"),
        ("1-3:20; 3+:40", "第 3 次写了两格"),
    ],
)
def test_a_gap_in_a_ladder_is_found(amount: str, words: str) -> None:
    """From the first notice to the last, each has one step."""
    text = f"\n# 处罚标准\n编号 | 条款 | 触发 | 金额\nP1 | 一 | 登记 | {amount}\n"

    assert words in said(text)
    assert [(Kind.LINT, "处罚标准!D2")] == seen(text)


def test_members_of_a_ladder_must_count_alike() -> None:
    """One counter can't have two windows."""
    text = "\n# 处罚标准\n编号 | 条款 | 触发 | 金额 | 阶梯组 | 阶梯窗 | 翻倍自\nP1 | 一 | 登记 | 20 | 甲 | 月 | 2\nP2 | 一 | 登记 | 30 | 甲 | 年 | 3\n"

    assert [(Kind.LINT, "处罚标准!F3"), (Kind.LINT, "处罚标准!G3")] == seen(text)


def test_a_fine_on_an_unknown_rule_or_on_words_is_found() -> None:
    """触发 names a duty that isn't there; a price needs numbers."""
    text = (
        CODES
        + DUTY.format(when="")
        + """
# 处罚标准
编号 | 条款 | 触发 | 金额 | 数量
P1 | 一 | 义务 D7 | 20 | 1
P2 | 一 | 登记 | 5%×{员工.入职日} | 1
P3 | 一 | 罚款 | 20 | 1
"""
    )

    assert [
        (Kind.UNKNOWN_RULE, "处罚标准!C2"), (Kind.BAD_RULE_VALUE, "处罚标准!D3"), (Kind.BAD_RULE_VALUE, "处罚标准!C4"),
    ] == seen(text)  # fmt: skip


def test_a_fine_on_a_duty_that_never_falls_due_is_found() -> None:
    """方式 挂 is never a breach; 取消若 alone would let a late one off."""
    text = """
# 时限
编号 | 条款 | 源表 | 起点 | 方式 | 时长 | 完成列 | 取消若 | 出
D1 | 一 | 事件 | 发生时间 | 挂 | | 处理完成时间 | | 提醒
D2 | 一 | 事件 | 发生时间 | 内 | 3天 | 处理完成时间 | 严重: 否 | 提醒

# 处罚标准
编号 | 条款 | 触发 | 金额
P1 | 一 | 义务 D1,D2 | 20
"""

    assert [(Kind.LINT, "时限!E2"), (Kind.LINT, "时限!H3")] == seen(text)


def test_a_target_without_its_per_cent_is_found() -> None:
    """A share is at most 100 %, so 90 means 90 %."""
    text = "\n# 指标\n编号 | 条款 | 表 | 分子若 | 目标\nM1 | 一 | 事件 | 严重: 是 | >=90\nM2 | 一 | 事件 | 严重: 是 | >=90%\n"

    assert [(Kind.LINT, "指标!E2")] == seen(text)


def test_metrics_that_stand_on_each_other_or_on_nothing_are_found() -> None:
    """M1 over M2 over M1; a part of the rows tested on a column that these rows haven't got."""
    text = """
# 指标
编号 | 条款 | 表 | 方法 | 分子若 | 比于
M1 | 一 | 事件 | 计数 | | M2
M2 | 一 | 事件 | 计数 | | M1
M3 | 一 | 事件 | 比率 | 满意度: 满意 |
M4 | 一 | 事件 | 计数 | | M9
"""

    assert {(Kind.RULE_CYCLE, "指标!A2"), (Kind.UNKNOWN_COLUMN, "指标!E4"), (Kind.UNKNOWN_RULE, "指标!F5")} == set(
        seen(text)
    )


# -- 联系限制 分派 结果代码


def test_limits_that_say_too_little_or_twice_are_found() -> None:
    """频次 without 次数, 时段 that are none, two windows for the same calls."""
    text = """
# 联系限制
编号 | 条款 | 类型 | 日别 | 时段 | 次数 | 期 | 超限时
L1 | 一 | 频次 | | | | 月 | 拦截
L2 | 一 | 时段 | 工作天 | 上午 | | |
L3 | 一 | 时段 | 工作日 | 09:00-12:00 | | |
L4 | 一 | 时段 | 工作日 | 14:00-18:00 | | |
"""

    assert [
        (Kind.RULE_VALUE_MISSING, "联系限制!F2"), (Kind.BAD_RULE_VALUE, "联系限制!D3"), (Kind.BAD_RULE_VALUE, "联系限制!E3"),
        (Kind.LINT, "联系限制!E5"),
    ] == seen(text)  # fmt: skip


def test_dealing_out_needs_candidates_and_a_person() -> None:
    """均衡 among everybody, and an owner taken from a column that names nobody."""
    text = (
        "\n# 分派\n编号 | 条款 | 对象 | 方法 | 候选若\nA1 | 一 | 任务 | 均衡 |\nA2 | 一 | 客户.归属员工 | {建档日} |\n"
    )

    assert [(Kind.LINT, "分派!E2"), (Kind.BAD_RULE_VALUE, "分派!D3")] == seen(text)


def test_outcomes_that_never_end_are_found() -> None:
    """重试 without 最多, 下次 without its column in 须填."""
    text = "\n# 结果代码\n编号 | 计为 | 重试 | 最多 | 下次 | 须填\n忙 | 尝试 | 1天 | | |\n再约 | 尝试 | | | {约定时间} | 备注\n"

    assert [(Kind.LINT, "结果代码!D2"), (Kind.LINT, "结果代码!F3")] == seen(text)


# -- 问卷 话术 报告


@pytest.mark.parametrize("question", ["说明", "状态"])
def test_a_question_called_like_a_column_that_the_list_fills_itself_is_named(question: str) -> None:
    """What staff type there is the program's at the next run, and 登记 never gets it; 备注 and 结果代码 are staff's own."""
    text = "# 问卷\n问卷 | 题号 | 类型 | 题面\nQ | %s | 文本 | 怎么了？\n"

    def about(name: str) -> list[str]:
        return [one.what for one in found(text % name) if "登记时收不到" in one.what]

    [told] = about(question)
    assert f"【今日清单】自己有“{question}”这一列" in told
    assert [] == about("客户说明")


def test_a_question_that_looks_ahead_is_found() -> None:
    """The answer isn't there yet; and a 组 must have words."""
    text = """
# 问卷
问卷 | 题号 | 条款 | 类型 | 题面 | 若
WQ | 甲 | 一 | 是否 | 好吗？ | 乙: 是
WQ | 乙 | 一 | 是否 | 行吗？ |
WQ | 丙 | 一 | 单选(没有的) | {客户.名子}满意吗？ |
"""

    assert [(Kind.LINT, "问卷!F2"), (Kind.LINT, "问卷!D4"), (Kind.UNKNOWN_COLUMN, "问卷!E4")] == seen(text)


def test_a_placeholder_that_nothing_fills_is_found() -> None:
    """The words of a duty over 事件 know the event's columns and the customer's, not those of a job."""
    text = (
        CODES
        + """
# 时限
编号 | 条款 | 源表 | 起点 | 方式 | 时长 | 完成表 | 话术
D1 | 一 | 事件 | 发生时间 | 内 | 3天 | 回访记录 | S1

# 话术
编号 | 正文
S1 | {客户.客户名称}您好，我是{员工.姓名}，{产品}和{源行.产品}，{设置.种子}。
S2 | {客户.名称}您好，{+S9}。
"""
    )
    faults = found(text)

    assert [(Kind.UNKNOWN_RULE, "话术!B3"), (Kind.PLACEHOLDER_UNKNOWN, "话术!B3")] == sorted(
        ((one.kind, str(one.place)) for one in faults), key=lambda pair: pair[0].name, reverse=True
    )
    assert any("客户.客户名称" in one.cure for one in faults)


def test_a_task_without_words_is_doubted() -> None:
    """A call needs a script; a reminder to staff doesn't."""
    text = CODES + DUTY.format(when="").replace("提醒", "任务")

    assert [Kind.NO_SCRIPT] == [kind for kind, _ in seen(text)]


def test_reports_show_what_there_is_to_somebody() -> None:
    """A column that isn't there, a letter to nobody, a metric and a block that are none."""
    text = """
# 报告
编号 | 条款 | 载体 | 来源 | 列 | 收件 | 块
R1 | 一 | 表 | 事件 | 发生时间,客户.客户名,因由 | |
R2 | 一 | 邮件 | 事件 | 内容 | |
R3 | 一 | 表 | 事件 | 内容,指标 M9 | | 图 M1
"""

    assert [
        (Kind.UNKNOWN_COLUMN, "报告!E2"),
        (Kind.LINT, "报告!F3"),
        (Kind.UNKNOWN_RULE, "报告!E4"),
        (Kind.BAD_RULE_VALUE, "报告!G4"),
    ] == seen(text)


def test_what_may_not_leave_the_house_is_named_on_outside_pages() -> None:
    """机密 is doubted, 个人 only noted, for it will be covered."""
    text = """
# 登记表
表 | 列 | 类型 | 密级
客户 | 底价 | 金额 | 机密

# 报告
编号 | 条款 | 来源 | 列 | 对外
R1 | 一 | 客户 | 客户编号,手机,底价 | 对外
"""

    assert [(Kind.LINT, "报告!D2")] == seen(text)
    assert (Kind.LINT_NOTE, "报告!D2") in seen(text, notes=True)


# -- 登记表 代码 设置


def test_words_settings_and_registers_are_looked_at() -> None:
    """An alias of two words, a rank twice, a value of the wrong type, a reference to a sheet without a key."""
    text = """
# 代码
组 | 代码 | 别名 | 次序
急 | 特急 | 急 | 1
急 | 加急 | 急 | 1

# 设置
名 | 值 | 类型 | 依据
几天 | 三四天 | 时长 | 未写

# 登记表
表 | 列 | 类型
事件 | 属于 | 引用(节假日)
事件 | 内容 | 整数
"""

    assert {
        (Kind.LINT, "登记表!C2"), (Kind.LINT, "登记表!C3"), (Kind.LINT, "代码!C3"), (Kind.LINT, "代码!D3"), (Kind.BAD_SETTING, "设置!B2"),
    } == set(seen(text))  # fmt: skip


def test_what_nobody_reads_is_noted() -> None:
    """A setting and a column without a reader are notes, and so is a rule without its clause."""
    text = (
        "\n# 设置\n名 | 值 | 类型 | 依据\n几天 | 3天 | 时长 | 未写\n\n# 登记表\n表 | 列 | 类型\n事件 | 颜色 | 文本\n"
        + DUTY.format(when="").replace("第一条", "")
    )
    notes = [one for one in seen(CODES + text, notes=True) if one[0].level == "注"]

    assert {(Kind.LINT_NOTE, "设置!A2"), (Kind.LINT_NOTE, "登记表!B2"), (Kind.NO_CLAUSE, "时限!B2")} <= set(notes)


def test_a_rule_that_rests_is_looked_at_too() -> None:
    """An empty setting doesn't hide the other slips of its rule."""
    text = "\n# 设置\n名 | 值 | 类型 | 依据\n几天 | | 时长 | 未写\n" + DUTY.format(when="事件类型: 投拆").replace(
        "3天", "{设置.几天}"
    )

    assert [(Kind.SETTING_EMPTY, "设置!第2行"), (Kind.NEVER_HOLDS, "时限!D2")] == seen(CODES + text)


# -- against the engine


CIRCLES = {
    "a column of itself": "计算:\n  - {表: 客户, 列: 甲, 公式: '{甲}+1'}\n",
    "two duties": """
        时限:
          - {编号: D1, 源表: 客户, 起点: D2.完成, 方式: 内, 时长: 1天, 完成列: 生日, 出: 提醒}
          - {编号: D2, 源表: 客户, 起点: D1.完成, 方式: 内, 时长: 1天, 完成列: 生日, 出: 提醒}
        """,
    "the day a roster begins": """
        检查清单:
          - {编号: K, 表: 客户, 列: 差, 拦截: 列 建档日}
        计算:
          - {表: 客户, 列: 差, 类型: 整数, 方法: 计数, 来源: 定额结果, 关联: 客户编号=键, 来源若: {规则: Q}}
        定额:
          - {编号: Q, 计数表: 事件, 键: 客户编号, 名册: 客户, 期: 月, 出: 无}
        """,
    "a fine on what it changes": """
        计算:
          - {表: 客户, 列: 罚数, 类型: 整数, 方法: 计数, 来源: 处罚台账, 关联: 客户编号=对象编号, 来源若: {代码: P}}
        时限:
          - {编号: D, 源表: 客户, 若: {罚数: "0"}, 起点: 建档日, 方式: 内, 时长: 1天, 完成列: 生日, 出: 无}
        处罚标准:
          - {编号: P, 触发: 义务 D, 金额: "20"}
        """,
}
SPAWN = """
        登记表:
          - {{表: 工单, 列: ["原单:引用(工单)"]}}
        计算:
          - {{表: 客户, 列: 单数, 类型: 整数, 方法: 计数, 来源: 工单}}
          - {{表: 工单, 列: 后单, 类型: 整数, 方法: 计数, 来源: 工单, 关联: 工单编号=原单}}
          - {{表: 工单, 列: 客户单数, 类型: 整数, 公式: "{{客户.单数}}"}}
        开单:
          - {{编号: O, 源表: {source}, 若: {{{when}}}, 目标表: 工单, 写入: "客户编号={{客户编号}}；工单类型=返工；受理时间={{{at}}}；原单={{工单编号}}；问题={{{what}}}"}}
        """
FROM_JOB = {"source": "工单", "at": "受理时间"}
CIRCLES |= {
    "a row for each parent that counts its rows": SPAWN.format(
        when="完成时间: 非空, 客户.单数: '1'", what="问题", **FROM_JOB
    ),
    "a row that is written what counts it": SPAWN.format(when="完成时间: 非空", what="客户单数", **FROM_JOB),
}
STRAIGHT = {
    "a row that opens a row of its own sheet": SPAWN.format(when="完成时间: 非空", what="问题", **FROM_JOB),
    "a row that looks at the row before it": SPAWN.format(when="完成时间: 非空", what="原单.问题", **FROM_JOB),
    "a row that opens one unless it has one": SPAWN.format(when="完成时间: 非空, 后单: '0'", what="问题", **FROM_JOB),
    "a row that looks at its job": SPAWN.format(
        source="回访记录", when="工单编号: 非空", at="回访时间", what="工单.问题"
    ),
    "another rule's results": """
        计算:
          - {表: 客户, 列: 末次, 类型: 时点, 方法: 最近, 来源: 义务, 关联: 客户编号, 来源若: {规则: D1}, 取列: 到期}
        时限:
          - {编号: D1, 源表: 客户, 起点: 建档日, 方式: 内, 时长: 1天, 完成列: 生日, 出: 无}
          - {编号: D2, 源表: 客户, 起点: 末次, 方式: 内, 时长: 1天, 完成列: 生日, 出: 无}
        """,
    "an owner that reads the owner before": """
        分派:
          - {编号: F, 对象: 客户.归属员工, 若: {归属员工: 空}, 方法: 轮流, 候选若: {岗位: 客服}}
        """,
}


@pytest.mark.parametrize(
    ("rules", "is_circle"), [(one, True) for one in CIRCLES.values()] + [(one, False) for one in STRAIGHT.values()]
)
def test_lint_sees_the_circles_that_the_engine_meets(rules: str, is_circle: bool) -> None:
    """What waits for itself over real rows is named without any row, and nothing else is."""
    written = source("规则书: 圈\n基于: 基础\n" + dedent(rules), "圈.yaml")
    customer = {"客户编号": "C1", "客户名称": "甲", "建档日": "2026-01-05"}
    job = {
        "工单编号": "J1",
        "客户编号": "C1",
        "工单类型": "修",
        "受理时间": "2026-03-02 10:00",
        "完成时间": "2026-03-03",
    }
    call = {
        "记录编号": "H1",
        "客户编号": "C1",
        "工单编号": "J1",
        "回访时间": "2026-03-04",
        "方式": "电话",
        "结果代码": "完成",
    }
    sheets = [table("客户", [customer]), table("员工", STAFF), table("工单", [job]), table("回访记录", [call])]
    day = opened(sheets, {**shelf(), "圈": written}, ["圈"], datetime(2026, 3, 9, 9), whole=False)
    for one in day.world.book.all(Derive):
        if one.sheet == "客户":
            day.world.attempt(one, partial(day.world.column, day.world.frame("客户"), one.column), None)
    day.finished()
    schema, _ = schema_of(day.world.book)
    named = [one.kind for one in lint(day.world.book, schema, codes_of(day.world.book))]

    assert is_circle is (Kind.RULE_CYCLE in {one.kind for one in day.issues})
    assert is_circle is (Kind.RULE_CYCLE in named)


@pytest.mark.parametrize(
    ("whens", "way"),
    [
        ({"甲": "乙: 是", "乙": "甲: 是"}, "甲 → 乙 → 甲"),
        ({"甲": "甲: 否", "乙": "甲: 是"}, "甲 → 甲"),
        ({"甲": "丙: 是", "乙": "甲: 是", "丙": "乙: 是"}, "甲 → 丙 → 乙 → 甲"),
    ],
)
def test_questions_that_wait_for_each_other_are_named_by_the_day_too(whens: dict[str, str], way: str) -> None:
    """Whoever runs check or today learns it before anybody calls."""
    asked = "\n".join(
        f"  - {{问卷: Q, 题号: {name}, 类型: 是否, 题面: 问, 若: {{{when}}}}}" for name, when in whens.items()
    )
    written = source(f"规则书: 圈\n基于: 基础\n问卷:\n{asked}\n", "圈")
    day = opened(
        [grid("客户", [["客户编号", "客户名称"]])], {**shelf(), "圈": written}, ["圈"], datetime(2026, 3, 9, 9)
    )

    assert [f"这些规则互相等着对方的结果：问卷 Q 的 {way}。"] == [
        one.what for one in day.issues if one.kind.name == "RULE_CYCLE"
    ]
