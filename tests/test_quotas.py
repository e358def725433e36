"""定额: who owes how many in which period, what is still open, and what a rolling cadence is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import Office
from worlds import kinds, office, rows

from workbook.clock.periods import months_later
from workbook.papers.overview.loads import people
from workbook.rulebook.sorts.model import Quota
from workbook.rules.owed.quotas import one_of_groups, open_quotas
from workbook.rules.world.frames import Frame
from workbook.rules.world.world import World

OUTCOMES = """
结果代码:
  - {编号: 完成, 计为: 接触}
  - {编号: 无人接, 计为: 尝试}
  - {编号: 跳过, 计为: 跳过, 须填: "原因,批准人"}
"""
CALL = {"方式": "电话", "结果代码": "完成"}


def customer(number: str, **more: object) -> dict[str, object]:
    return {"客户编号": number, "客户名称": f"户{number}", **more}


def call(number: str, customer_id: str, at: str, **more: object) -> dict[str, object]:
    return {"记录编号": number, "客户编号": customer_id, "回访时间": at, **CALL, **more}


def results(world: World, *headings: str) -> list[tuple[object, ...]]:
    return rows(world.frame("定额结果"), *headings)


def opened(world: World, rule: str) -> Frame:
    return open_quotas(world, world.book.by_id(Quota)[rule])


# -- calendar periods

VISITS = """
登记表:
  - {表: 走访, 列: ["走访编号:编号#", "客户编号:引用(客户)!", "日期:日期@!", "金额:金额"]}
"""


def visit(number: str, customer_id: str, day: str, **more: object) -> dict[str, object]:
    return {"走访编号": number, "客户编号": customer_id, "日期": day, **more}


def test_a_half_year_without_a_visit_is_short_by_one() -> None:
    """An out-of-town partner visited in January has fulfilled the first half and owes one for the second."""
    world = office(
        VISITS + "定额: [{编号: J1, 计数表: 走访, 键: 客户编号, 名册: 客户, 期: 半年}]",
        "2025-01-05 09:00",
        {"客户": [customer("P1")], "走访": [visit("V1", "P1", "2024-01-10")]},
    )

    assert [
        ("2024-H1", 1, 1, 0, "达标", "是"),
        ("2024-H2", 1, 0, 1, "缺", "是"),
        ("2025-H1", 1, 0, 1, "未满", "否"),
    ] == results(world, "期", "要求", "实际", "缺额", "状态", "已结束")


CLASSES = (
    VISITS
    + """
定额:
  - {计数表: 走访, 键: 客户编号, 名册: 客户, 互斥组: 走访, 行: [
      {编号: JA, 期: 月, 对象若: {客户类别: 甲}},
      {编号: JB, 期: 季, 对象若: {客户类别: "甲,乙"}, 数: 2},
      {编号: JX, 期: 半年, 对象若: {片区: 外埠}, 优先: 1}]}
"""
)


def test_of_one_group_only_the_first_rule_that_fits_a_key_applies() -> None:
    """Out of town overrides the class, and a class that fits two rows is owed by the first of them."""
    world = office(
        CLASSES,
        "2026-03-09 09:00",
        {
            "客户": [
                customer("A", 客户类别="甲"),
                customer("B", 客户类别="乙"),
                customer("X", 客户类别="甲", 片区="外埠"),
            ]
        },
    )

    running = [row[:3] for row in results(world, "规则", "键", "要求", "已结束") if row[3] == "否"]

    assert [("JA", "A", 1), ("JB", "B", 2), ("JX", "X", 1)] == running
    assert ["JX", "JA", "JB"] == [rule.id for rule in one_of_groups(world)["走访"]]


def test_closed_periods_begin_with_the_day_of_use() -> None:
    """启用日 sets the first period; without rows the months since then are short."""
    world = office(
        VISITS + "设置: [{名: 启用日, 值: 2026-01-15, 类型: 日期}]\n定额: [{编号: J, 计数表: 走访, 期: 月, 数: 2}]",
        "2026-03-09 09:00",
        {"客户": [customer("A")], "走访": [visit("V1", "A", "2025-12-31"), visit("V2", "A", "2026-02-01")]},
    )

    assert [("全部", "2026-01", 2, "缺"), ("全部", "2026-02", 1, "缺"), ("全部", "2026-03", 2, "未满")] == results(
        world, "键", "期", "缺额", "状态"
    )


def test_a_rolling_debt_of_before_the_day_of_use_is_not_asked_for() -> None:
    """Who was due before 启用日 is due an interval after it; who falls due later keeps the day that the last call gives."""
    rules = """
设置: [{名: 启用日, 值: 2026-03-02, 类型: 日期}]
定额: [{编号: J, 计数表: 回访记录, 若: {计为: 接触}, 键: 客户编号, 名册: 客户, 期: 滚动 1月, 首起: 建档日}]
"""
    world = office(
        rules + OUTCOMES,
        "2026-03-09 09:00",
        {
            "客户": [customer("A", 建档日="2025-05-01"), customer("B", 建档日="2025-05-01"), customer("C")],
            "回访记录": [call("R1", "B", "2026-02-20 10:00")],
        },
    )

    assert [("A", "2026-04-02", "达标"), ("B", "2026-03-20", "达标"), ("C", "2026-03-09", "未满")] == [
        (key, str(due)[:10], state) for key, due, state in results(world, "键", "到期", "状态")
    ]


def test_without_a_day_of_use_one_closed_period_is_shown_and_old_rows_open_at_most_36() -> None:
    """The look-back follows the earliest row; nothing typed before that makes anybody late."""
    rules = VISITS + "定额: [{编号: J, 计数表: 走访, 期: 月}]"
    fresh = office(rules, "2026-03-09 09:00", {"客户": [customer("A")]})
    old = office(rules, "2026-03-09 09:00", {"客户": [customer("A")], "走访": [visit("V", "A", "2001-05-05")]})

    assert ["2026-02", "2026-03"] == [label for (label,) in results(fresh, "期")]
    assert 37 == len(old.frame("定额结果"))


def test_an_upper_bound_is_exceeded_at_once_and_kept_when_its_period_is_over() -> None:
    """Three of two is 超 while the quarter runs; two of two is 未满 now and 达标 afterwards."""
    rules = VISITS + "定额: [{编号: M, 计数表: 走访, 键: 客户编号, 名册: 客户, 期: 季, 界: 至多, 数: 2}]"
    visits = [visit(f"V{n}", "AAABB"[n], f"2026-02-{10 + n}") for n in range(5)]
    sheets = {"客户": [customer("A"), customer("B")], "走访": visits}
    running, later = office(rules, "2026-03-09 09:00", sheets), office(rules, "2026-04-01 09:00", sheets)
    wanted = ("键", "实际", "超额", "状态")

    assert [("A", 3, 1, "超"), ("B", 2, 0, "未满")] == [
        r[:4] for r in results(running, *wanted, "期") if r[4] == "2026-Q1"
    ]
    assert [("A", 3, 1, "超"), ("B", 2, 0, "达标")] == [
        r[:4] for r in results(later, *wanted, "期") if r[4] == "2026-Q1"
    ]


def test_who_went_over_a_bound_lacks_nothing_and_is_told_as_over() -> None:
    """Four of at most two: 超了 2; one of two has room that nobody owes, so only what is wanted at least is lacking."""
    rules = """
定额:
  - {编号: M, 名称: 请客, 条款: 每月至多两次, 计数表: 事件, 键: 员工编号, 名册: 员工, 期: 月, 界: 至多, 数: 2}
  - {编号: N, 名称: 走访, 条款: 每月三次, 计数表: 事件, 键: 员工编号, 名册: 员工, 对象若: {员工编号: S2}, 期: 月, 数: 3}
"""
    events = [
        {"事件编号": f"E{n}", "客户编号": "C1", "事件类型": "发货", "发生时间": f"2026-03-0{n + 1}", "员工编号": who}
        for n, who in enumerate(("S1", "S1", "S1", "S1", "S2"))
    ]
    told = {one.name: one.quota for one in people(Office(rules, {"事件": events}).looked_at("2026-03-09 09:00"))}

    assert {"赵敏": "超了 2", "林悦": 2} == {who: told.get(who) for who in ("赵敏", "林悦")}


def test_exactly_so_many_is_short_met_or_over() -> None:
    """恰好 2: one is short, two are met, three are over."""
    rules = VISITS + "定额: [{编号: M, 计数表: 走访, 键: 客户编号, 名册: 客户, 期: 月, 界: 恰好, 数: 2}]"
    visits = [visit(f"V{n}", "ABBCCC"[n], f"2026-02-{10 + n}") for n in range(6)]
    world = office(rules, "2026-03-01 09:00", {"客户": [customer(c) for c in "ABC"], "走访": visits})

    closed = [row[:2] for row in results(world, "键", "状态", "期") if row[2] == "2026-02"]

    assert [("A", "缺"), ("B", "达标"), ("C", "超")] == closed


def test_what_is_counted_may_be_rows_distinct_values_or_a_sum() -> None:
    """Four visits to one customer on three days bring 0.1 + 0.2 + 5 yuan."""
    rules = (
        VISITS
        + """
定额:
  - {计数表: 走访, 期: 月, 行: [{编号: R}, {编号: D, 计法: 去重 日期, 数: 3}, {编号: S, 计法: 合计 金额, 数: 5.3},
      {编号: T, 计法: 平均 金额}]}
"""
    )
    visits = [
        visit(f"V{n}", "A", f"2026-03-0{day}", 金额=yuan)
        for n, (day, yuan) in enumerate([(1, 0.1), (1, 0.2), (2, 5), (3, None)])
    ]
    world = office(rules, "2026-03-09 09:00", {"客户": [customer("A")], "走访": visits})

    running = [row[:3] for row in results(world, "规则", "实际", "状态", "已结束") if row[3] == "否"]

    assert [("R", 4, "达标"), ("D", 3, "达标"), ("S", 5.3, "达标")] == running
    assert ["RULE_RESTS"] == kinds(world)


def test_a_row_counts_for_each_person_it_names() -> None:
    """A visit with two people present counts for both."""
    rules = """
登记表: [{表: 外访, 列: ["外访编号:编号#", "日期:日期@!", "在场:多选"]}]
定额: [{编号: W, 计数表: 外访, 键: 在场, 名册: 员工, 期: 月}]
"""
    world = office(rules, "2026-03-09 09:00", {"外访": [{"外访编号": "1", "日期": "2026-03-02", "在场": "S1、L1"}]})

    assert [("S1", 1), ("S2", 0), ("L1", 1)] == [r[:2] for r in results(world, "键", "实际", "已结束") if r[2] == "否"]


def test_the_number_may_differ_from_key_to_key() -> None:
    """数 {月目标}: each person's own; who has none written owes nothing."""
    rules = """
登记表: [{表: 外访, 列: ["外访编号:编号#", "日期:日期@!", "员工编号:引用(员工)!"]}]
定额: [{编号: W, 计数表: 外访, 名册: 员工, 期: 月, 数: "{月目标}", 出: 提醒, 责任: "{员工编号}"}]
"""
    staff = [
        {"员工编号": "S1", "姓名": "甲", "岗位": "专员", "月目标": 3},
        {"员工编号": "S2", "姓名": "乙", "岗位": "专员"},
    ]
    done = [{"外访编号": "1", "日期": "2026-03-02", "员工编号": "S1"}]
    world = office(rules, "2026-03-09 09:00", {"员工": staff, "外访": done})

    assert [("S1", 3, 1, 2)] == [r[:4] for r in results(world, "键", "要求", "实际", "缺额", "已结束") if r[4] == "否"]
    assert [("W·S1·2026-03·2", "S1", "2026-03-31", "待办")] == rows(
        opened(world, "W"), "任务编号", "责任人", "到期", "状态"
    )


# -- days that aren't owed

FIELD = """
取用: [请假]
登记表: [{表: 外访, 列: ["外访编号:编号#", "时间:时点@!", "员工编号:引用(员工)!"]}]
设置: [{名: 启用日, 值: 2026-03-02, 类型: 日期}, {名: 上班时段, 值: "09:00-12:00,13:00-18:00", 类型: 时段}]
"""
DAILY = FIELD + "定额: [{编号: K, 计数表: 外访, 键: 员工编号, 名册: 员工, 期: 日, 期若: {工作日: 是}, 免计: 请假}]"
PERSON = {"员工编号": "S1", "姓名": "甲", "岗位": "专员"}


def test_only_days_that_count_are_owed() -> None:
    """A daily report on working days isn't owed at the weekend."""
    world = office(DAILY, "2026-03-09 09:00", {"员工": [PERSON]})

    assert [f"2026-03-0{day}" for day in (2, 3, 4, 5, 6, 9)] == [label for (label,) in results(world, "期")]


@pytest.mark.parametrize(
    ("begin", "end", "let_off"),
    [
        ("2026-03-04", "2026-03-05", ["2026-03-04", "2026-03-05"]),
        ("2026-03-04 00:00", "2026-03-05 12:00", ["2026-03-04"]),
        ("2026-03-04 09:00", "2026-03-04 18:00", ["2026-03-04"]),
        ("2026-03-04 09:00", "2026-03-04 17:00", []),
        ("2026-03-03 13:00", "2026-03-05 12:00", ["2026-03-04"]),
    ],
)
def test_a_day_wholly_on_leave_is_not_owed(begin: str, end: str, let_off: list[str]) -> None:
    """Wholly means from midnight to midnight, or all its business hours."""
    world = office(DAILY, "2026-03-09 09:00", {"员工": [PERSON], "请假": [{"员工编号": "S1", "起": begin, "止": end}]})
    every = {f"2026-03-0{day}" for day in (2, 3, 4, 5, 6, 9)}

    assert sorted(every - set(let_off)) == [label for (label,) in results(world, "期")]


def test_leaves_that_touch_are_one_and_a_week_is_let_off_only_when_all_of_it_is() -> None:
    """Two leaves that fill the week free it; one that leaves Friday open doesn't."""
    rules = FIELD + "定额: [{编号: K, 计数表: 外访, 键: 员工编号, 名册: 员工, 期: 周, 免计: 请假}]"
    two = [PERSON, {"员工编号": "S2", "姓名": "乙", "岗位": "专员"}]
    leave = [
        {"员工编号": "S1", "起": "2026-03-02", "止": "2026-03-04"},
        {"员工编号": "S1", "起": "2026-03-05", "止": "2026-03-06"},
        {"员工编号": "S2", "起": "2026-03-02", "止": "2026-03-05"},
    ]
    world = office(rules, "2026-03-09 09:00", {"员工": two, "请假": leave})

    assert ["S2"] == [key for key, week in results(world, "键", "期") if week == "2026-W10"]


def test_who_is_not_on_the_roster_on_the_last_day_owes_nothing() -> None:
    """Who joined in March or left in February owes no February."""
    rules = FIELD + "定额: [{编号: K, 计数表: 外访, 键: 员工编号, 名册: 员工, 期: 月}]"
    rules = rules.replace("2026-03-02", "2026-02-01")
    staff = [
        {**PERSON, "入职日": "2026-03-01"},
        {"员工编号": "S2", "姓名": "乙", "岗位": "专员", "离职日": "2026-02-27"},
        {"员工编号": "S3", "姓名": "丙", "岗位": "专员", "入职日": "2026-02-28", "离职日": "2026-02-28"},
    ]
    world = office(rules, "2026-03-09 09:00", {"员工": staff})

    assert [("S3", "2026-02"), ("S1", "2026-03")] == results(world, "键", "期")


def test_a_dated_rule_judges_the_periods_that_begin_under_it() -> None:
    """Two versions of one number: 1 a month until February, 2 from March on."""
    rules = (
        VISITS
        + """
设置: [{名: 启用日, 值: 2026-01-01, 类型: 日期}]
定额:
  - {编号: J, 计数表: 走访, 期: 月, 数: 1, 失效日: 2026-02-28}
  - {编号: J, 计数表: 走访, 期: 月, 数: 2, 生效日: 2026-03-01}
"""
    )
    world = office(rules, "2026-04-09 09:00", {"客户": [customer("A")]})

    assert [("2026-01", 1), ("2026-02", 1), ("2026-03", 2), ("2026-04", 2)] == results(world, "期", "要求")


# -- closed periods stay


def _kept(*rows_: tuple[str, str, int, str]) -> list[dict[str, object]]:
    return [
        {"行键": f"J·{key}·{label}", "规则": "J", "键": key, "期": label, "期始": f"{label}-01", "期末": f"{label}-28",
         "要求": needed, "实际": 0, "状态": state, "已结束": "是", "因由": "J：旧"}
        for key, label, needed, state in rows_
    ]  # fmt: skip


def test_a_closed_period_keeps_who_owed_how_much_but_counts_anew() -> None:
    """A later change of class changes no closed month; a visit typed late still counts in its month."""
    rules = VISITS + "定额: [{编号: J, 计数表: 走访, 键: 客户编号, 名册: 客户, 对象若: {客户类别: 甲}, 期: 月, 数: 2}]"
    world = office(
        rules,
        "2026-03-09 09:00",
        {
            "客户": [customer("A", 客户类别="乙"), customer("B", 客户类别="甲")],
            "走访": [visit("V1", "A", "2026-02-10")],
            "定额结果": _kept(("A", "2026-02", 1, "缺"), ("Z", "2026-02", 1, "缺"), ("A", "2019-02", 1, "缺")),
        },
    )

    assert [
        ("A", "2026-02", 1, 1, "达标"),
        ("B", "2026-03", 2, 0, "未满"),
        ("Z", "2026-02", 1, 0, "缺"),
        ("A", "2019-02", 1, 0, "缺"),
    ] == results(world, "键", "期", "要求", "实际", "状态")
    assert "J：旧" == world.frame("定额结果").because(3)  # type: ignore[misc]


def test_a_gap_of_a_rolling_cadence_stays_after_the_late_call() -> None:
    """The call that came too late starts a new turn; the gap before it stays, unless a call inside turns up."""
    rules = OUTCOMES + "定额: [{编号: J, 计数表: 回访记录, 键: 客户编号, 名册: 客户, 期: 滚动 1月}]"
    turn = {"行键": "J·A·2026-01-05", "规则": "J", "键": "A", "期": "2026-01-05", "期始": "2026-01-05"}
    gap = [{**turn, "期末": "2026-02-05", "要求": 1, "实际": 0, "缺额": 1, "状态": "缺", "已结束": "是"}]
    late = [call("1", "A", "2026-01-05 10:00"), call("2", "A", "2026-02-20 10:00")]
    sheets = {"客户": [customer("A")], "定额结果": gap}
    after = office(rules, "2026-03-09 09:00", {**sheets, "回访记录": late})
    found = office(rules, "2026-03-09 09:00", {**sheets, "回访记录": [*late, call("3", "A", "2026-02-05 23:00")]})
    wanted = ("期", "到期", "状态")

    assert [("2026-02-20", "2026-03-20", "达标"), ("2026-01-05", None, "缺")] == results(after, *wanted)
    assert [("2026-02-20", "2026-03-20", "达标")] == results(found, *wanted)


# -- rolling

ROLL = (
    OUTCOMES
    + """
定额: [{编号: T, 计数表: 回访记录, 键: 客户编号, 名册: 客户, 期: "滚动 {回访间隔}", 首起: 建档日}]
"""
)


@pytest.mark.parametrize(
    ("interval", "last", "now", "due", "state", "late"),
    [
        ("6月", "2025-08-31", "2026-02-27", "2026-02-28", "达标", None),
        ("6月", "2025-08-31", "2026-02-28", "2026-02-28", "未满", "今日到期"),
        ("1年", "2025-09-10", "2026-04-01", "2026-09-10", "达标", None),
        ("6月", "2025-09-10", "2026-04-01", "2026-03-10", "缺", "逾期"),
        ("半月", "2026-06-01", "2026-06-16", "2026-06-16", "未满", "今日到期"),
    ],
)
def test_the_due_day_is_the_last_call_and_todays_interval(
    interval: str, last: str, now: str, due: str, state: str, late: str | None
) -> None:
    """A change of the interval moves the day at once; on the due day it is asked for, the day after it is overdue."""
    world = office(
        ROLL,
        f"{now} 09:00",
        {"客户": [customer("A", 回访间隔=interval)], "回访记录": [call("1", "A", f"{last} 10:00")]},
    )

    assert [(due, state, f"{last} 10:00")] == results(world, "到期", "状态", "上次")
    assert ([late] if late else []) == [found for (found,) in rows(opened(world, "T"), "状态")]


def test_attempts_do_not_count_and_an_approved_skip_counts_on_its_planned_day() -> None:
    """Nobody answered: still due. Skipped with approval: the next one is the planned day and the interval."""
    calls = [
        call("1", "A", "2025-03-01 10:00"),
        call("2", "A", "2026-02-27 10:00", 结果代码="无人接"),
        call("3", "B", "2025-03-01 10:00"),
        call("4", "B", "2026-02-20 10:00", 结果代码="跳过", 计划到期="2026-03-01"),
    ]
    sheets = {"客户": [customer("A", 回访间隔="1年"), customer("B", 回访间隔="1年")], "回访记录": calls}
    world = office(ROLL, "2026-03-01 09:00", sheets)

    assert [("A", "2026-03-01", "未满"), ("B", "2027-03-01", "达标")] == results(world, "键", "到期", "状态")


def test_who_was_never_called_is_due_from_the_first_day_or_today() -> None:
    """首起 gives the start; without one it is due today and says 从未; who has no interval is named."""
    customers = [customer("A", 回访间隔="1年", 建档日="2025-06-01"), customer("B", 回访间隔="1年"), customer("C")]
    world = office(ROLL, "2026-03-09 09:00", {"客户": customers})

    assert [("A", "2026-06-01", "达标"), ("B", "2026-03-09", "未满")] == results(world, "键", "到期", "状态")
    assert [("T·B·从未", "今日到期", "从未", "B")] == rows(opened(world, "T"), "任务编号", "状态", "说明", "客户编号")
    assert ["MISSING_FACT"] == kinds(world)


def test_a_task_opens_so_long_before_it_is_due_as_its_lead_says() -> None:
    """提前 3天: the call of the 10th is on the list from the 7th."""
    rules = ROLL.replace("首起: 建档日", "提前: 3天, 责任: '{归属员工}|岗位:组长'")
    sheets = {"客户": [customer("A", 回访间隔="1月")], "回访记录": [call("1", "A", "2026-02-10 10:00")]}
    before, inside = (office(rules, f"2026-03-0{day} 09:00", sheets) for day in (6, 7))

    assert [] == rows(opened(before, "T"), "任务编号")
    assert [("2026-03-07", "2026-03-10", "待办", "L1")] == rows(opened(inside, "T"), "开放", "到期", "状态", "责任人")


def test_two_clocks_change_with_the_season() -> None:
    """Called in the high season, asked in the low one: the low season's fortnight counts from that call."""
    rules = (
        OUTCOMES
        + """
登记表: [{表: 季节表, 列: ["月:整数#", "季节:代码(旺季|淡季)!"]}]
计算: [{表: 日历, 列: 季节, 类型: 代码(旺季|淡季), 方法: 取值, 来源: 季节表, 关联: 月, 取列: 季节}]
定额:
  - {计数表: 回访记录, 键: 客户编号, 名册: 客户, 若: {方式: 电话}, 行: [
      {编号: CSa, 对象若: {今日.季节: 旺季}, 期: 滚动 1周},
      {编号: CSc, 对象若: {今日.季节: 淡季}, 期: 滚动 半月}]}
"""
    )
    seasons = [{"月": month, "季节": "旺季" if 4 <= month <= 10 else "淡季"} for month in range(1, 13)]
    sheets = {"客户": [customer("A")], "季节表": seasons, "回访记录": [call("1", "A", "2026-10-28 10:00")]}
    high, low = (office(rules, f"{day} 09:00", sheets) for day in ("2026-10-30", "2026-11-04"))

    assert [("CSa", "2026-11-04")] == results(high, "规则", "到期")
    assert [("CSc", "2026-11-12", "达标")] == results(low, "规则", "到期", "状态")


def test_a_rolling_upper_bound_can_not_be_meant() -> None:
    """The rule rests and says why; the others go on."""
    rules = (
        OUTCOMES
        + """
定额:
  - {计数表: 回访记录, 键: 客户编号, 名册: 客户, 期: 滚动 1月, 行: [{编号: U, 界: 至多}, {编号: N, 数: 2}, {编号: G}]}
"""
    )
    world = office(rules, "2026-03-09 09:00", {"客户": [customer("A")]})

    assert ["G"] == [rule for (rule,) in results(world, "规则")]
    assert ["RULE_RESTS"] == kinds(world)
    assert 2 == len(world.issues)


def test_a_rule_on_a_sheet_that_is_not_there_rests_alone() -> None:
    """It is named once; what 定额结果 held of it stays."""
    rules = VISITS + "定额: [{编号: J, 计数表: 走访, 名册: 没有的表, 期: 月}, {编号: K, 计数表: 走访, 期: 月}]"
    world = office(rules, "2026-03-09 09:00", {"定额结果": _kept(("A", "2026-02", 1, "缺"))})

    assert [("J", "2026-02"), ("K", "2026-02"), ("K", "2026-03")] == results(world, "规则", "期")
    assert ["UNKNOWN_SHEET"] == kinds(world)


# -- what is open, and why


def test_a_task_of_a_full_period_is_gone_and_a_met_one_says_why() -> None:
    """The running month is open for who lacks a call; the reason names the customer's cell and the rows counted."""
    rules = OUTCOMES + "定额: [{编号: G, 条款: 每月一次, 计数表: 回访记录, 键: 客户编号, 名册: 客户, 期: 月}]"
    sheets = {"客户": [customer("A"), customer("B")], "回访记录": [call("1", "A", "2026-03-02 10:00")]}
    world = office(rules, "2026-03-09 09:00", sheets)
    frame = world.frame("定额结果")

    assert [("G·B·2026-03", "客户", "B", "2026-03-01", "2026-03-31", "待办")] == rows(
        opened(world, "G"), "任务编号", "源表", "客户编号", "开放", "到期", "状态"
    )
    assert "G（每月一次）：客户!A2、回访记录!C2" == frame.because(2)  # type: ignore[misc]
    assert "G（每月一次）：客户!A3、【回访记录】没有算数的行" == frame.because(3)  # type: ignore[misc]


def test_a_quota_of_the_house_is_a_reminder_of_its_owner_and_opens_with_its_lead() -> None:
    """Without roster there is one key; 提前 5天 opens it on the 26th, and the leader is named."""
    rules = VISITS + "定额: [{编号: H, 计数表: 走访, 期: 月, 出: 提醒, 责任: '岗位:组长', 提前: 5天}]"
    early, open_ = (office(rules, f"2026-03-{day} 09:00", {"客户": [customer("A")]}) for day in (25, 26))
    wanted = ("任务编号", "责任人", "客户编号", "开放", "到期", "状态")

    assert [("H·全部·2026-03", "L1", None, "2026-03-26", "2026-03-31", "未到")] == rows(opened(early, "H"), *wanted)
    assert [("H·全部·2026-03", "L1", None, "2026-03-26", "2026-03-31", "待办")] == rows(opened(open_, "H"), *wanted)


def test_all_time_is_one_period_that_never_ends() -> None:
    """期 全部: counted from the beginning, without a due day."""
    rules = VISITS + "定额: [{编号: E, 计数表: 走访, 键: 客户编号, 名册: 客户, 期: 全部, 数: 2}]"
    world = office(rules, "2026-03-09 09:00", {"客户": [customer("A")], "走访": [visit("V", "A", "2001-05-05")]})

    assert [("全部", None, None, 1, "未满", "否")] == results(world, "期", "期始", "到期", "实际", "状态", "已结束")
    assert [("E·A·全部·2", None, "待办")] == rows(opened(world, "E"), "任务编号", "到期", "状态")


def test_nothing_is_owed_before_the_day_of_use() -> None:
    """启用日 in the future: no period, no rolling key."""
    begin = "\n设置: [{名: 启用日, 值: 2026-04-01, 类型: 日期}]"
    rules = (
        OUTCOMES
        + VISITS
        + "定额: [{编号: M, 计数表: 走访, 期: 月}, {编号: R, 计数表: 走访, 键: 客户编号, 名册: 客户, 期: 滚动 1月}]"
    )
    world = office(rules + begin, "2026-03-09 09:00", {"客户": [customer("A")]})

    assert [] == results(world, "行键")


def test_results_open_the_roster_row() -> None:
    """键行. and the roster's own name lead to the customer."""
    rules = (
        VISITS
        + "定额: [{编号: J, 计数表: 走访, 键: 客户编号, 名册: 客户, 期: 月}]\n"
        + """
计算: [{表: 定额结果, 列: 片, 类型: 文本, 公式: "{键行.片区}"}]
指标: [{编号: M, 表: 定额结果, 若: {规则: J}, 分子若: {客户.片区: 东}, 时间列: 期末}]
"""
    )
    world = office(rules, "2026-03-09 09:00", {"客户": [customer("A", 片区="东"), customer("B", 片区="西")]})

    assert [1, 2] == [int(world.frame("指标结果").typed[name].data[-1]) for name in ("分子", "分母")]


# -- laws

moments = st.datetimes(datetime(2025, 10, 1), datetime(2026, 3, 20))


@settings(max_examples=25, deadline=None)
@given(
    at=st.lists(st.tuples(st.sampled_from("ABC"), moments), max_size=20),
    name=st.sampled_from(["日", "周", "半月", "月", "季"]),
)
def test_each_row_is_counted_once_in_its_own_period(at: list[tuple[str, datetime]], name: str) -> None:
    """All cells together count the rows up to today that lie in the shown periods, each under its own key."""
    rules = VISITS + f"定额: [{{编号: J, 计数表: 走访, 键: 客户编号, 名册: 客户, 期: {name}}}]"
    visits = [visit(f"V{n}", key, day.isoformat(sep=" ")) for n, (key, day) in enumerate(at)]
    world = office(rules, "2026-03-09 09:00", {"客户": [customer(key) for key in "ABC"], "走访": visits})
    found = rows(world.frame("定额结果"), "键", "期始", "期末", "实际")
    today = date(2026, 3, 9)

    for key, first, last, actual in found:
        inside = [
            day
            for owner, day in at
            if owner == key and str(first) <= str(day.date()) <= str(last) and day.date() <= today
        ]
        assert len(inside) == actual
    assert len(found) == len(set(found)) or name == "日"


@settings(max_examples=12, deadline=None)
@given(
    customers=st.lists(
        st.tuples(st.dates(date(2025, 1, 1), date(2026, 3, 8)), st.integers(1, 24), st.integers(1, 24)),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_a_new_interval_moves_the_due_day_at_once(customers: list[tuple[date, int, int]]) -> None:
    """The due day is the last call and today's interval, whatever it was before; the turn keeps its name."""
    calls = [call(str(n), f"C{n}", f"{last} 10:00") for n, (last, _, _) in enumerate(customers)]
    for which in (1, 2):
        listed = [customer(f"C{n}", 回访间隔=f"{one[which]}月") for n, one in enumerate(customers)]
        world = office(ROLL, "2026-03-09 09:00", {"客户": listed, "回访记录": calls})
        due = [months_later(np.array([one[0]], dtype="M8[D]"), one[which])[0] for one in customers]
        named = [f"T·C{n}·{last}" for n, (last, _, _) in enumerate(customers)]

        assert [(str(day), name) for day, name in zip(due, named, strict=True)] == results(world, "到期", "行键")


@settings(max_examples=20, deadline=None)
@given(spans=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=5))
def test_days_on_leave_are_the_days_inside_some_leave(spans: list[tuple[int, int]]) -> None:
    """Leaves typed by the day free exactly their days, however they overlap."""
    monday = date(2026, 3, 2)
    leave = [
        {"员工编号": "S1", "起": str(monday + timedelta(start)), "止": str(monday + timedelta(start + length))}
        for start, length in spans
    ]
    rules = DAILY.replace("期若: {工作日: 是}, ", "")
    world = office(rules, "2026-03-16 09:00", {"员工": [PERSON], **({"请假": leave} if leave else {})})
    away = {str(monday + timedelta(day)) for start, length in spans for day in range(start, start + length + 1)}
    every = [str(monday + timedelta(day)) for day in range(15)]

    assert [day for day in every if day not in away] == [label for (label,) in results(world, "期")]
