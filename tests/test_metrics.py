"""指标: numerator, denominator, value, target, rank and what came before."""

from __future__ import annotations

import pytest
from worlds import column, kinds, office, rows

from workbook.rulebook.sorts.model import Metric
from workbook.rules.metrics.metrics import metric_results
from workbook.rules.world.frames import said_because
from workbook.rules.world.scope import Scope, whole

CALLS = """
取用: []
登记表:
  - 表: 通话
    列: ["通话编号:编号#", "客户号:编号", "员工编号:引用(员工)", "日期:日期@", "满意:是否", "分:小数", "区域:文本"]
"""


def calls(*made: tuple[object, ...]) -> list[dict[str, object]]:
    """(customer, staff, day, satisfied, points[, area]) of each call."""
    headings = ("客户号", "员工编号", "日期", "满意", "分", "区域")
    return [{"通话编号": f"T{n}", **dict(zip(headings, one, strict=False))} for n, one in enumerate(made)]


MADE = calls(
    ("C1", "S1", "2024-01-10", "是", 5),
    ("C1", "S1", "2024-02-10", "是", 4),
    ("C2", "S1", "2024-02-11", "否", 2),
    ("C3", "S2", "2024-02-12", "是", 5),
    ("C1", "S1", "2024-03-01", "是", 3),
    ("C1", "S1", "2024-03-02", "是", 4),
    ("C2", "S1", "2024-03-03", "否", 1),
    ("C3", "S2", "2024-03-04", "否", 2),
)


def shown(rule: str, *headings: str, sheets=None, now: str = "2024-03-05", month: str | None = "2024-03"):
    world = office(f"{CALLS}指标: [{rule}]", now, {"通话": MADE, **(sheets or {})})
    found = rows(world.frame("指标结果"), "期", *headings)
    return [row[1:] for row in found if month is None or row[0] == month]


def test_a_rate_shows_its_parts_per_group_and_in_total():
    """Two of three, none of one, two of four."""
    rule = "{编号: M, 表: 通话, 分子若: {满意: 是}, 分组: 员工编号}"

    expected = [("S1", 2, 3, 0.666667), ("S2", 0, 1, 0), ("合计", 2, 4, 0.5)]
    assert expected == shown(rule, "分组", "分子", "分母", "值")


def test_the_running_month_and_the_two_before_it_are_shown():
    """January, February and March, the total row last in each."""
    found = shown("{编号: M, 表: 通话, 方法: 计数, 分组: 员工编号}", "期", "分组", "值", month=None)

    expected = [
        *[("2024-01", "S1", 1), ("2024-01", "合计", 1)],
        *[("2024-02", "S1", 2), ("2024-02", "S2", 1), ("2024-02", "合计", 3)],
        *[("2024-03", "S1", 3), ("2024-03", "S2", 1), ("2024-03", "合计", 4)],
    ]
    assert expected == found


def test_a_daily_metric_shows_as_many_days_as_are_looked_back_on():
    """Friday's batch is called on Saturday and looked at on Monday: it is still there."""
    daily = "指标: [{编号: M1, 表: 通话, 方法: 计数, 期: 日}]"
    world = office(CALLS + daily, "2024-02-12", {"通话": MADE})
    told = office(CALLS + "设置: [{名: 补看天数, 值: 3, 类型: 整数}]\n" + daily, "2024-02-12", {"通话": MADE})

    days = column(metric_results(world, world.book.all(Metric)), "期")
    assert {"2024-02-10", "2024-02-11"} <= set(days)
    assert ("2024-02-05", "2024-02-12") == (min(days), max(days))
    assert "2024-02-09" == min(column(metric_results(told, told.book.all(Metric)), "期"))


def test_how_many_periods_are_shown_may_be_said():
    """back=0: the running month only."""
    world = office(f"{CALLS}指标: [{{编号: M, 表: 通话, 方法: 计数}}]", "2024-03-05", {"通话": MADE})

    assert ["2024-03"] == column(metric_results(world, world.book.all(Metric), back=0), "期")


def test_a_customer_called_twice_counts_once_when_customers_are_counted():
    """去重: two customers in March for S1, one of them satisfied."""
    rule = "{编号: M, 表: 通话, 分子若: {满意: 是}, 列: 客户号, 分组: 员工编号}"

    assert [("S1", 1, 2, 0.5), ("S2", 0, 1, 0), ("合计", 1, 3, 0.333333)] == shown(rule, "分组", "分子", "分母", "值")
    assert [(3,)] == shown("{编号: M, 表: 通话, 方法: 去重数, 列: 客户号}", "值")
    assert [(3,)] == shown("{编号: M, 表: 通话, 方法: 计数, 列: 去重 客户号}", "值")


@pytest.mark.parametrize(
    ("method", "expected"),
    [("合计", (10, None, 10)), ("平均", (10, 4, 2.5)), ("中位", (None, 4, 2.5))],
)
def test_sums_means_and_medians(method, expected):
    """3, 4, 1 and 2 points in March."""
    assert [expected] == shown(f"{{编号: M, 表: 通话, 方法: {method}, 列: 分}}", "分子", "分母", "值")


def test_nothing_to_divide_by_gives_no_value_at_all():
    """A month without calls: neither 0 % nor 100 %, and no target is met or missed."""
    rule = '{编号: M, 表: 通话, 若: {区域: 北}, 分子若: {满意: 是}, 目标: ">=90%"}'

    assert [(0, 0, None, None)] == shown(rule, "分子", "分母", "值", "达标")


def test_a_target_is_compared_with_the_exact_share():
    """Two of three misses 67 %, two of four meets 50 %."""
    rule = '{编号: M, 表: 通话, 分子若: {满意: 是}, 分组: 员工编号, 目标: ">=50%"}'

    expected = [("S1", 0.5, 0.166667, "是"), ("S2", 0.5, -0.5, "否"), ("合计", 0.5, 0, "是")]
    assert expected == shown(rule, "分组", "目标", "差", "达标")


def test_a_target_may_be_each_persons_own():
    """月目标 of the person the group is."""
    staff = [
        {"员工编号": "S1", "姓名": "甲", "岗位": "客服", "月目标": 4},
        {"员工编号": "S2", "姓名": "乙", "岗位": "客服", "月目标": 1},
    ]
    rule = '{编号: M, 表: 通话, 方法: 计数, 分组: 员工编号, 目标: ">={员工.月目标}"}'

    expected = [("S1", 4, -1, "否"), ("S2", 1, 0, "是"), ("合计", None, None, "否")]
    assert expected == shown(rule, "分组", "目标", "差", "达标", sheets={"员工": staff})


def test_ranks_are_shared_by_equals_and_the_last_place_is_known():
    """3, 1 and 1 calls: first, second, second; the last place is the second, shared by two."""
    made = [*MADE, *calls(("C9", "L1", "2024-03-05", "是", 1))[:1]]
    made[-1]["通话编号"] = "T99"
    rule = "{编号: M, 表: 通话, 方法: 计数, 分组: 员工编号, 名次: 是}"

    expected = [("S1", 1, 2), ("L1", 2, 2), ("S2", 2, 2), ("合计", None, None)]
    assert expected == shown(rule, "分组", "名次", "末名次", sheets={"通话": made})


def test_where_little_is_wanted_the_least_comes_first():
    """A target of at most so many turns the ranking round."""
    rule = '{编号: M, 表: 通话, 方法: 计数, 分组: 员工编号, 名次: 是, 目标: "<=1"}'

    assert [("S2", 1), ("S1", 2), ("合计", None)] == shown(rule, "分组", "名次")


def test_the_period_before_stands_beside():
    """February had two calls of S1, March has three; the oldest month shown knows its past too."""
    rule = "{编号: M, 表: 通话, 方法: 计数, 分组: 员工编号, 上期: 是}"

    assert [("S1", 2, 1), ("S2", 1, 0), ("合计", 3, 1)] == shown(rule, "分组", "上期", "变动")
    assert [("S1", None, None), ("合计", 0, 1)] == shown(rule, "分组", "上期", "变动", month="2024-01")
    assert ["2024-02", "2024-03", "2024-04"] == sorted(
        {row[0] for row in shown(rule, "期", now="2024-04-05", month=None)}
    )


SOLD = """
登记表:
  - {表: 销售, 列: ["销售编号:编号#", "员工编号:引用(员工)!", "日期:日期@!", "台数:整数"]}
  - {表: 登记簿, 列: ["行号编号:编号#", "员工编号:引用(员工)!", "日期:日期@!"]}
指标:
  - {编号: N, 表: 销售, 方法: 合计, 列: 台数, 分组: 员工编号}
  - {编号: R, 表: 登记簿, 比于: N, 分组: 员工编号}
  - {编号: A, 表: 登记簿, 方法: 计数, 比于: N2, 分组: 员工编号}
  - {编号: N2, 表: 销售, 方法: 合计, 列: 台数}
"""


def test_one_metric_may_be_measured_against_another():
    """Register rows over phones sold, per person and in total; who sold and registered nothing has 0, not nothing."""
    sold = [
        {"销售编号": f"X{n}", "员工编号": who, "日期": "2024-03-01", "台数": count}
        for n, (who, count) in enumerate([("S1", 4), ("S2", 5)])
    ]
    entered = [{"行号编号": f"Y{n}", "员工编号": "S1", "日期": "2024-03-02"} for n in range(3)]
    world = office(SOLD, "2024-03-05", {"销售": sold, "登记簿": entered})

    def march(rule: str):
        found = rows(world.frame("指标结果", (rule,)), "期", "分组", "分子", "分母", "值")
        return [row[1:] for row in found if row[0] == "2024-03"]

    assert [("S1", 3, 4, 0.75), ("S2", 0, 5, 0), ("合计", 3, 9, 0.333333)] == march("R")
    assert [("S1", 3, 9, 0.333333), ("合计", 3, 9, 0.333333)] == march("A")


def test_a_weighted_metric_is_the_mean_of_others():
    """Weights 2 and 1 over 50 % and 100 %; where one has no value the other stands alone."""
    rules = f"""{CALLS}
指标:
  - {{编号: M1, 表: 通话, 分子若: {{满意: 是}}, 分组: 员工编号}}
  - {{编号: M2, 表: 通话, 若: {{分: 3以上}}, 分子若: {{分: 3以上}}, 分组: 员工编号}}
  - {{编号: W, 方法: 加权, 权重: "M1:2,M2:1"}}
"""
    world = office(rules, "2024-03-05", {"通话": MADE})

    found = [row[1:] for row in rows(world.frame("指标结果", ("W",)), "期", "分组", "值") if row[0] == "2024-03"]
    assert {("S1", 0.777778), ("S2", 0), ("合计", 0.666667)} == set(found)


def test_metrics_that_wait_for_each_other_are_named_and_rest():
    """比于 in a ring is a cycle, not an endless run."""
    rules = f"{CALLS}指标: [{{编号: A, 表: 通话, 比于: B}}, {{编号: B, 表: 通话, 比于: A}}]"
    world = office(rules, "2024-03-05", {"通话": MADE})

    assert 0 == len(world.frame("指标结果", ("A",)))
    assert ["RULE_CYCLE"] == kinds(world)


def test_all_time_is_one_period():
    """期 全部 takes every row, dated or not."""
    made = [*MADE, {"通话编号": "T99", "员工编号": "S1", "满意": "是"}]

    assert [("全部", 9)] == shown(
        "{编号: M, 表: 通话, 方法: 计数, 期: 全部}", "期", "值", sheets={"通话": made}, month=None
    )


def test_rows_without_any_time_belong_to_the_running_period():
    """客户 has no time of its own."""
    customers = [{"客户编号": f"C{n}", "客户名称": "某"} for n in range(3)]
    rule = "{编号: M, 表: 客户, 方法: 计数}"

    assert [("2024-01", 0), ("2024-02", 0), ("2024-03", 3)] == shown(
        rule, "期", "值", sheets={"客户": customers}, month=None
    )


def test_a_rolling_period_reaches_back_from_today():
    """The last 30 days up to 5 March: from 5 February on."""
    rule = "{编号: M, 表: 通话, 方法: 计数, 期: 滚动 30天}"

    assert ("近30天", 7) == shown(rule, "期", "值", month=None)[-1]


def test_what_is_dated_after_now_is_not_counted_yet():
    """A replay of 2 March doesn't know the calls of the 3rd and 4th."""
    assert [(2,)] == shown("{编号: M, 表: 通话, 方法: 计数}", "值", now="2024-03-02")


def test_rows_that_a_check_keeps_from_being_done_count_in_no_metric():
    """拦截 完成: a call without an area is not finished."""
    rules = f"""{CALLS}
检查清单: [{{编号: K, 表: 通话, 列: 区域, 拦截: 完成, 提示: 写明区域}}]
指标: [{{编号: M, 表: 通话, 方法: 计数}}]
"""
    made = calls(("C1", "S1", "2024-03-01", "是", 1, "北"), ("C2", "S1", "2024-03-01", "是", 1, None))
    world = office(rules, "2024-03-05", {"通话": made})

    assert 1 == column(world.frame("指标结果"), "值")[-1]


def test_several_groups_make_one_label_and_an_empty_one_is_seen():
    """区域 and 员工编号 together; a call without an area has a row of its own."""
    made = calls(("C1", "S1", "2024-03-01", "是", 1, "北"), ("C2", "S1", "2024-03-01", "是", 1, None))
    rule = '{编号: M, 表: 通话, 方法: 计数, 分组: "区域,员工编号"}'

    assert [("北·S1", 1), ("（空）·S1", 1), ("合计", 2)] == shown(rule, "分组", "值", sheets={"通话": made})


def test_each_number_says_what_stands_behind_it():
    """Rule, clause, how many rows, and what they have in common."""
    rules = (
        f"{CALLS}指标: [{{编号: M, 条款: 第三条, 表: 通话, 若: {{分: 2以上}}, 分子若: {{满意: 是}}, 分组: 员工编号}}]"
    )
    world = office(rules, "2024-03-05", {"通话": MADE})
    found = world.frame("指标结果")
    at = column(found, "行键").index("M·2024-03·S1")

    assert "M（第三条）：通话 2 行，若 分: 2以上，分子若 满意: 是，员工编号 是 S1" == said_because(found, at)
    assert ["甲", "乙"] == [
        name for name in Scope(world, whole(found)).vec(("员工", "姓名")).objects()[-3:].tolist() if name is not None
    ]


def test_fines_add_up_in_a_metric_without_what_was_reversed():
    """合计 over 处罚台账 reads the priced ledger; a line and its reversal are no fine."""
    rules = """
    处罚标准: [{编号: A, 触发: 登记, 金额: 20}]
    指标: [{编号: M, 表: 处罚台账, 方法: 合计, 列: 金额, 分组: 员工编号}, {编号: N, 表: 处罚台账, 方法: 计数}]
    """
    entries = [{"登记编号": f"V{n}", "时间": "2024-03-01", "员工编号": "S1", "条款代码": "A"} for n in range(2)]
    gone = {"行键": "A·V9", "日期": "2024-03-02", "代码": "A", "员工编号": "S2", "触发行": "V9", "倍数": 1, "金额": 20}
    world = office(rules, "2024-03-05", {"违规登记": entries, "处罚台账": [gone]})

    march = [row[1:] for row in rows(world.frame("指标结果"), "期", "编号", "分组", "值") if row[0] == "2024-03"]
    assert [("M", "S1", 40), ("M", "合计", 40), ("N", "合计", 2)] == march


def test_a_metric_is_judged_by_its_dates():
    """In force from March on: February isn't shown."""
    rule = "{编号: M, 表: 通话, 方法: 计数, 生效日: 2024-03-01}"

    assert ["2024-03"] == [row[0] for row in shown(rule, "期", month=None)]
