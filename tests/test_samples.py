"""抽样: how many are drawn and which, the ledger that keeps it, and the duties that follow."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import kinds, office, rows

from workbook.rulebook.sorts.model import Sample
from workbook.rules.owed.draw import Urn, lot, required, seats, turns, urn
from workbook.rules.owed.samples import draws
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import View
from workbook.rules.world.vectors import Mask
from workbook.rules.world.world import World

OUTCOMES = """
结果代码:
  - {编号: 完成, 计为: 接触}
  - {编号: 无人接, 计为: 尝试}
"""
ALL_JOBS = OUTCOMES + "抽样: [{编号: S, 总体表: 工单, 率: 100%, 完成表: 回访记录, 完成关联: 工单编号}]"
FIFTH = (
    OUTCOMES
    + "抽样: [{编号: S, 总体表: 工单, 率: 20%, 分单位: 单位, 分层: 服务类型, 完成表: 回访记录, 完成关联: 工单编号}]"
)


def customer(number: str, **more: object) -> dict[str, object]:
    return {"客户编号": number, "客户名称": f"户{number}", **more}


def job(number: str, at: str = "2026-03-05 10:00", **more: object) -> dict[str, object]:
    return {
        "工单编号": number,
        "客户编号": "C",
        "工单类型": "上门",
        "受理时间": "2026-03-01 09:00",
        "完成时间": at,
        **more,
    }


def jobs(**sizes: int) -> list[dict[str, object]]:
    return [job(f"{name}{n}", 服务类型=name) for name, size in sizes.items() for n in range(size)]


def run(rules: str, now: str, sheets: Mapping[str, Sequence[Mapping[str, object]]]) -> World:
    return office(rules, now, {"客户": [customer("C")], **sheets})


def ledger(world: World, *headings: str) -> list[tuple[object, ...]]:
    return rows(world.frame("抽样台账"), *headings)


def drawn(world: World) -> set[object]:
    return {key for key, how in ledger(world, "源编号", "抽中") if how in {"抽中", "替补"}}


def typed(frame: Frame) -> list[dict[str, object]]:
    """The ledger as the next run finds it."""
    headings = [column.heading for column in frame.sheet.columns if column.heading != "因由"]
    return [dict(zip(headings, row, strict=True)) for row in rows(frame, *headings)]


def next_run(rules: str, now: str, sheets: Mapping[str, Sequence[Mapping[str, object]]], before: World) -> World:
    return run(rules, now, {**sheets, "抽样台账": typed(before.frame("抽样台账"))})


# -- how many


def test_a_fifth_of_98_jobs_is_20_split_7_11_2() -> None:
    """安检 7.55, 抄表 10.61, 维修 1.84: floors 7, 10, 1, the two seats left go to the largest remainders."""
    world = run(FIFTH, "2026-03-06 09:00", {"工单": jobs(安检=37, 抄表=52, 维修=9)})

    assert Counter({"抄表": 11, "安检": 7, "维修": 2}) == Counter(
        stratum for stratum, how in ledger(world, "层", "抽中") if how == "抽中"
    )
    assert {("2026-03-05", 98, 20)} == {row[:3] for row in ledger(world, "期", "总体数", "应抽", "源编号") if row[3]}


@pytest.mark.parametrize(
    ("total", "rate", "wanted"),
    [(5, "0.2", 1), (6, "0.2", 2), (100, "0.07", 7), (1, "0.01", 1), (0, "1", 0), (7, "1", 7)],
)
def test_a_share_is_rounded_up_and_at_least_one(total: int, rate: str, wanted: int) -> None:
    """0.07 of 100 is 7, not 8: the product is exact."""
    assert wanted == required(total, Decimal(rate), None, 1)


def test_a_rare_kind_gets_a_seat_while_there_are_seats_for_all() -> None:
    """Thirteen of 33, 30 and 2: the 2 get one, from the kind most beyond its share; one seat for three kinds is one."""
    assert {"安检": 6, "抄表": 6, "维修": 1} == seats(13, {"安检": 33, "抄表": 30, "维修": 2})
    assert 1 == sum(seats(1, {"a": 1, "b": 1, "c": 1}).values())


def test_each_unit_draws_apart() -> None:
    """Five of the east bring one, six of the west two."""
    east = [job(f"E{n}", 单位="东") for n in range(5)]
    west = [job(f"W{n}", 单位="西") for n in range(6)]
    world = run(FIFTH, "2026-03-06 09:00", {"工单": [*east, *west]})

    assert Counter({"西": 2, "东": 1}) == Counter(unit for unit, how in ledger(world, "单位", "抽中") if how == "抽中")


def test_a_draw_needs_a_rate_or_a_number() -> None:
    """Both or neither: the rule rests with a reason."""
    both = run(ALL_JOBS.replace("率: 100%", "率: 100%, 数: 3"), "2026-03-06 09:00", {"工单": [job("R1")]})
    neither = run(ALL_JOBS.replace("率: 100%, ", ""), "2026-03-06 09:00", {"工单": [job("R1")]})

    assert ([], ["RULE_RESTS"]) == (ledger(both, "源编号"), kinds(both))
    assert ([], ["RULE_RESTS"]) == (ledger(neither, "源编号"), kinds(neither))


def test_the_number_may_be_a_column_of_the_one_who_draws() -> None:
    """数 {对象.月目标}: two for one manager, one for the other; who has none written draws nothing and is named."""
    rules = "抽样: [{编号: W, 总体表: 工单, 期: 日, 对每: 员工, 数: '{对象.月目标}'}]"
    staff = [
        {"员工编号": f"M{n}", "姓名": f"经{n}", "岗位": "经理", "月目标": goal} for n, goal in enumerate([2, 1, None])
    ]
    world = run(rules, "2026-03-06 09:00", {"员工": staff, "工单": [job(f"R{n}") for n in range(9)]})

    assert {"M0": 2, "M1": 1} == Counter(person for person, how in ledger(world, "对象编号", "抽中") if how == "抽中")
    assert ["MISSING_FACT"] == kinds(world)


def test_rows_of_one_number_draw_from_what_the_rows_before_left() -> None:
    """All repairs, and a fifth of the rest."""
    rules = "抽样: [{编号: S, 总体表: 工单, 行: [{若: {服务类型: 维修}, 率: 100%}, {率: 20%}]}]".replace(
        "{率: 20%}", "{率: 20%, 优先: 2}"
    )
    world = run(rules, "2026-03-06 09:00", {"工单": jobs(维修=3, 安检=10)})
    found = Counter(str(key)[:2] for key, how in ledger(world, "源编号", "抽中") if how == "抽中")

    assert {"维修": 3, "安检": 2} == found


def test_a_dated_rate_holds_for_the_days_that_begin_under_it() -> None:
    """All until Wednesday, a tenth from Thursday on."""
    rules = """
抽样:
  - {编号: S, 总体表: 工单, 率: 100%, 失效日: 2026-03-04}
  - {编号: S, 总体表: 工单, 率: 10%, 生效日: 2026-03-05}
"""
    made = [job(f"{day}{n}", f"2026-03-0{day} 10:00") for day in (4, 5) for n in range(10)]
    world = run(rules, "2026-03-06 09:00", {"工单": made})

    assert {"2026-03-04": 10, "2026-03-05": 1} == Counter(
        day for day, how in ledger(world, "期", "抽中") if how == "抽中"
    )


def test_a_population_that_is_not_there_stops_only_its_rule() -> None:
    """The rule is named with the nearest sheet; another draw goes on, and what was drawn before stays listed."""
    rules = "抽样: [{编号: X, 总体表: 没有的表, 率: 10%}, {编号: S, 总体表: 工单, 率: 100%}]"
    line = {"行键": "1", "规则": "X", "期": "2026-03-05", "源编号": "R9", "抽中": "抽中"}
    world = run(rules, "2026-03-06 09:00", {"工单": [job("R1")], "抽样台账": [line]})

    assert {("X", "R9"), ("S", "R1")} == {row[:2] for row in ledger(world, "规则", "源编号") if row[1]}
    assert ["R1"] == [key for (key,) in rows(world.frame("义务"), "源编号")]
    assert ["UNKNOWN_SHEET"] == kinds(world)


# -- which periods


def test_monday_draws_friday_saturday_and_sunday_each_by_itself() -> None:
    """Six, one and eleven jobs bring 2, 1 and 3, not four out of eighteen; older days have their line with 0."""
    sizes = {"2026-03-06": 6, "2026-03-07": 1, "2026-03-08": 11}
    made = [job(f"{day}-{n}", f"{day} 10:00") for day, size in sizes.items() for n in range(size)]
    world = run(FIFTH, "2026-03-09 09:00", {"工单": made})

    assert {"2026-03-06": 2, "2026-03-07": 1, "2026-03-08": 3} == Counter(
        day for day, how in ledger(world, "期", "抽中") if how == "抽中"
    )
    assert [(f"2026-03-0{day}", 0, 0, None) for day in range(2, 6)] == [
        row for row in ledger(world, "期", "总体数", "应抽", "源编号") if row[1] == 0
    ]


def test_no_job_of_the_running_day_and_none_before_the_day_of_use_is_drawn() -> None:
    """A day is drawn when it is over; 启用日 cuts off what lies before."""
    rules = ALL_JOBS + "\n设置: [{名: 启用日, 值: 2026-03-05, 类型: 日期}]"
    made = [job("A", "2026-03-04 10:00"), job("B", "2026-03-05 23:59"), job("D", "2026-03-06 00:01"), job("E", "")]
    world = run(rules, "2026-03-06 20:00", {"工单": made})

    assert [("B", "抽中")] == ledger(world, "源编号", "抽中")


def test_an_empty_day_writes_one_line_with_nothing() -> None:
    """N = 0: required 0, and the reason says that the sheet holds no row."""
    rules = ALL_JOBS.replace("编号: S,", "编号: S, 条款: 全访,") + "\n设置: [{名: 启用日, 值: 2026-03-05, 类型: 日期}]"
    world = run(rules, "2026-03-06 09:00", {})

    assert [("S·2026-03-05····0", 0, 0, None, None)] == ledger(world, "行键", "总体数", "应抽", "抽中", "次第")
    assert "S（全访）：【工单】没有一行，总体 0 抽 0" == world.frame("抽样台账").because(0)  # type: ignore[misc]
    assert 0 == len(world.frame("义务"))


def test_a_month_missed_by_more_than_the_look_back_is_drawn_all_the_same() -> None:
    """The newest closed period is never skipped."""
    rules = ALL_JOBS.replace("率: 100%", "期: 月, 率: 100%")
    world = run(rules, "2026-03-25 09:00", {"工单": [job("A", "2026-02-10 10:00"), job("B", "2026-01-31 10:00")]})

    assert {"A"} == drawn(world)


def test_a_whole_sheet_is_drawn_once_in_the_running_period() -> None:
    """时间列 无: customers, once a quarter, from the first run in it."""
    rules = "抽样: [{编号: S, 总体表: 客户, 期: 季, 时间列: 无, 数: 2, 时长: 1季}]"
    customers = {"客户": [customer(f"C{n}") for n in range(9)]}
    first = run(rules, "2026-04-03 09:00", customers)
    second = next_run(rules, "2026-05-20 09:00", customers, first)

    assert (2, {"2026-Q2"}) == (len(drawn(first)), {label for (label,) in ledger(first, "期")})
    assert drawn(first) == drawn(second)
    assert {"2026-07-03"} == {due for (due,) in rows(first.frame("义务"), "到期")}


# -- who is drawn


def test_each_manager_draws_apart_and_never_himself() -> None:
    """Five of last week's records for each manager; 若 may look at the one who draws."""
    rules = (
        OUTCOMES
        + """
抽样:
  - {编号: W, 总体表: 回访记录, 若: {计为: 接触, 员工编号: "不是 {对象.员工编号}"}, 期: 周, 数: 5,
     对每: 员工, 对象若: {岗位: 经理}, 时长: 7天, 责任: "{对象.员工编号}", 出: 提醒}
"""
    )
    staff = [{"员工编号": f"M{n}", "姓名": f"经{n}", "岗位": "经理"} for n in (1, 2)]
    calls = [
        {
            "记录编号": f"H{n}",
            "客户编号": "C",
            "回访时间": "2026-03-04 10:00",
            "方式": "电话",
            "结果代码": "完成",
            "员工编号": "M1" if n < 3 else "S9",
        }
        for n in range(10)
    ]
    world = run(rules, "2026-03-09 09:00", {"员工": staff, "回访记录": calls})
    found = [row[:2] for row in ledger(world, "对象编号", "源编号", "抽中") if row[2] == "抽中"]

    assert {"M1": 5, "M2": 5} == Counter(person for person, _ in found)
    assert not {("M1", f"H{n}") for n in range(3)} & set(found)
    assert {("M1", "M1", "2026-03-16"), ("M2", "M2", "2026-03-16")} == set(
        rows(world.frame("义务"), "对象编号", "责任人", "到期")
    )


def no_contact(*numbers: str) -> object:
    """A limit that forbids some rows."""

    def blocked(view: View) -> Mask:
        return np.isin(view.frame.key().take(view.at).objects().astype(str), numbers)

    return blocked


def test_who_may_not_be_contacted_is_skipped_for_the_next_in_the_draw() -> None:
    """The skipped line says why, the substitute says for whom."""
    rules = "抽样: [{编号: S, 总体表: 客户, 期: 季, 时间列: 无, 数: 2, 跳过: 联系限制}]"
    customers = {"客户": [customer(f"C{n}") for n in range(4)]}
    order = [
        key
        for key, _ in sorted(
            ledger(run(rules, "2026-04-03 09:00", customers), "源编号", "次第"), key=lambda row: row[1]
        )
    ]
    world = run(rules, "2026-04-03 09:00", customers)
    frame = draws(world, world.book.all(Sample), no_contact(str(order[0]), str(order[2])))  # type: ignore[arg-type]

    assert [
        (order[0], "跳过", "现在不能联系这位客户"),
        (order[1], "抽中", None),
        (order[2], "跳过", "现在不能联系这位客户"),
        (order[3], "替补", f"替 {order[0]}"),
    ] == rows(frame, "源编号", "抽中", "原因")


def test_when_nobody_may_be_contacted_seats_stay_empty() -> None:
    """All are skipped, and the ledger shows that fewer were drawn than required."""
    world = run("抽样: [{编号: S, 总体表: 客户, 期: 季, 时间列: 无, 数: 2, 跳过: 联系限制}]", "2026-04-03 09:00", {})
    frame = draws(world, world.book.all(Sample), no_contact("C"))  # type: ignore[arg-type]

    assert [("C", "跳过", 1)] == rows(frame, "源编号", "抽中", "应抽")


# -- the ledger keeps it


def test_a_second_run_adds_nothing() -> None:
    """What the ledger holds is read, not drawn again, even with another seed and without the reserve lines."""
    sheets = {"工单": jobs(安检=30, 抄表=20)}
    first = run(FIFTH, "2026-03-06 09:00", sheets)
    second = next_run(FIFTH, "2026-03-06 15:00", sheets, first)
    kept = [line for line in typed(first.frame("抽样台账")) if line["抽中"] != "备选"]
    other = run(FIFTH + "\n设置: [{名: 种子, 值: 别的, 类型: 文本}]", "2026-03-07 09:00", {**sheets, "抽样台账": kept})

    assert ledger(first, "行键", "抽中", "次第") == ledger(second, "行键", "抽中", "次第")
    assert drawn(first) == drawn(other)


def test_a_late_row_of_a_full_draw_is_drawn_too() -> None:
    """100 %: the job typed after the draw is a line of its own, the first stays as it was."""
    first = run(ALL_JOBS, "2026-03-06 09:00", {"工单": [job("K1")]})
    second = next_run(ALL_JOBS, "2026-03-06 15:00", {"工单": [job("K1"), job("K2")]}, first)
    found = [row for row in ledger(second, "源编号", "总体数", "应抽", "抽中", "原因") if row[0]]

    assert [("K1", 1, 1, "抽中", None), ("K2", 2, 2, "抽中", "补录的行")] == found


def test_a_redraw_keeps_both_draws_and_only_the_new_one_is_owed() -> None:
    """重抽 gives new lines with their number and the typed reason; duties follow the newest draw."""
    sheets = {"工单": jobs(安检=40)}
    first = run(FIFTH, "2026-03-06 09:00", sheets)
    second = next_run(FIFTH, "2026-03-06 10:00", sheets, first)
    frame = draws(second, second.book.all(Sample), None, {"2026-03-05": "名单外泄"})
    third = run(FIFTH, "2026-03-06 11:00", {**sheets, "抽样台账": typed(frame)})
    lines = [
        row
        for row in rows(frame, "期", "重抽号", "源编号", "抽中", "原因")
        if row[0] == "2026-03-05" and row[3] == "抽中"
    ]

    assert Counter({0: 8, 1: 8}) == Counter(row[1] for row in lines)
    assert {"名单外泄"} == {row[4] for row in lines if row[1] == 1}
    assert {row[2] for row in lines if row[1] == 0} != {row[2] for row in lines if row[1] == 1}
    assert {row[2] for row in lines if row[1] == 1} == {key for (key,) in rows(third.frame("义务"), "源编号")}
    assert len(frame) == len(third.frame("抽样台账"))


# -- duties


def test_a_drawn_row_is_owed_from_the_day_of_the_draw_until_its_record() -> None:
    """Drawn on Monday for Friday, due on Monday; a record of the job closes it and stands in the ledger."""
    record = {
        "记录编号": "H",
        "客户编号": "C",
        "工单编号": "R1",
        "回访时间": "2026-03-09 10:00",
        "方式": "电话",
        "结果代码": "完成",
    }
    made = {"工单": [job("R1", "2026-03-06 10:00"), job("R2", "2026-03-06 11:00")], "回访记录": [record]}
    world = run(ALL_JOBS, "2026-03-09 15:00", made)

    assert [
        ("S·R1·2026-03-06", "C", "2026-03-09", "2026-03-09", "按时", "2026-03-09 10:00"),
        ("S·R2·2026-03-06", "C", "2026-03-09", "2026-03-09", "今日到期", None),
    ] == sorted(rows(world.frame("义务"), "任务编号", "客户编号", "起点", "到期", "状态", "完成时间"))
    assert {("R1", "2026-03-09 10:00"), ("R2", None)} == {row for row in ledger(world, "源编号", "完成时间") if row[0]}


@pytest.mark.parametrize(
    ("said", "due"), [(None, "2026-03-09"), ("2026-03-07", "2026-03-07"), ("2026-03-10", "2026-03-10")]
)
def test_a_line_that_does_not_say_when_it_was_drawn_was_drawn_on_the_next_working_day(
    said: str | None, due: str
) -> None:
    """A ledger kept by hand: Friday's job is due on Monday, unless 抽取日 says otherwise."""
    line = {"行键": "1", "规则": "S", "期": "2026-03-06", "源编号": "R1", "抽中": "抽中", "次第": 1, "抽取日": said}
    world = run(ALL_JOBS, "2026-03-10 09:00", {"工单": [job("R1", "2026-03-06 10:00")], "抽样台账": [line]})

    assert [(due, "今日到期" if due == "2026-03-10" else "逾期")] == rows(world.frame("义务"), "到期", "状态")


def test_a_draw_without_a_done_mark_is_done_when_the_ledger_says_so() -> None:
    """完成时间 typed beside the line closes the duty."""
    rules = "抽样: [{编号: S, 总体表: 工单, 率: 100%, 出: 提醒}]"
    line = {
        "行键": "1",
        "规则": "S",
        "期": "2026-03-05",
        "源编号": "R1",
        "抽中": "抽中",
        "完成时间": "2026-03-06 11:00",
    }
    world = run(rules, "2026-03-06 15:00", {"工单": [job("R1")], "抽样台账": [line]})

    assert [("按时", "2026-03-06 11:00")] == rows(world.frame("义务"), "状态", "完成时间")


def test_a_ledger_line_opens_the_row_it_drew() -> None:
    """源行. and the population's own name lead there, also for lines of earlier runs."""
    rules = (
        ALL_JOBS
        + """
计算:
  - {表: 抽样台账, 列: 类, 类型: 文本, 公式: "{源行.服务类型}"}
  - {表: 抽样台账, 列: 户, 类型: 文本, 公式: "{工单.客户.客户名称}"}
"""
    )
    made = [job("R1", 服务类型="安检"), job("R2", 服务类型="维修")]
    first = run(rules, "2026-03-06 09:00", {"工单": made[:1]})
    world = next_run(rules, "2026-03-06 15:00", {"工单": made}, first)
    frame = world.frame("抽样台账")
    columns = [world.column(frame, name).objects().tolist() for name in ("源编号", "类", "户")]

    assert [("R1", "安检", "户C"), ("R2", "维修", "户C")] == [row for row in zip(*columns, strict=True) if row[0]]
    assert "S：工单!第3行，总体 2 抽 2，次第" in frame.because(len(frame) - 1)  # type: ignore[misc]


# -- laws

sizes = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(1, 60), min_size=1, max_size=7)


@settings(max_examples=200, deadline=None)
@given(sizes, st.data())
def test_seats_add_up_and_lie_within_one_of_the_exact_share(strata: dict[str, int], data: st.DataObject) -> None:
    """No stratum gets more rows than it has; only the seat for each that is there may take one more away."""
    there = sum(strata.values())
    total = data.draw(st.integers(0, there))
    given_ = seats(total, strata)

    assert total == sum(given_.values())
    assert all(0 <= given_[name] <= size for name, size in strata.items())
    assert total < len(strata) or all(given_.values())
    tiny = any(total * size < there for size in strata.values())
    for name, size in strata.items():
        off = given_[name] - total * size / there
        assert -1 - 1e-9 < off < 1 + 1e-9 or (tiny and given_[name] >= 1)


@settings(max_examples=100, deadline=None)
@given(sizes, st.integers(1, 100), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_draw(strata: dict[str, int], percent: int, random: object) -> None:
    """The same rows in any order give the same lots, the same turns and the same drawn ones."""
    keys = [f"{name}{n}" for name, size in strata.items() for n in range(size)]
    shuffled = keys.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def result(order: list[str]) -> dict[str, str]:
        vessel = _full(order, percent)
        lots = [lot(("1", "S", "2026-03-05", "", ""), key) for key in order]
        return {
            order[row]: vessel.ask(order[row].rstrip("0123456789"), order[row], blocked=False)[0]
            for row in turns(lots, order)
        }

    assert result(keys) == result(shuffled)


def _full(keys: list[str], percent: int) -> Urn:
    strata = Counter(key.rstrip("0123456789") for key in keys)
    return urn(required(len(keys), Decimal(percent) / 100, None, 1), strata, {}, strata)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(1, 30))
def test_skipping_fills_every_seat_while_somebody_may_be_contacted(blocked: list[bool], wanted: int) -> None:
    """As many are drawn as are wanted and free; each substitute stands for one skipped row, and no one twice."""
    wanted = min(wanted, len(blocked))
    vessel = urn(wanted, {"": len(blocked)}, {}, {"": len(blocked)})
    found = [vessel.ask("", str(row), blocked=held) for row, held in enumerate(blocked)]
    substitutes = [why for how, why in found if how == "替补"]

    assert min(wanted, blocked.count(False)) == sum(how in {"抽中", "替补"} for how, _ in found)
    assert len(substitutes) == len(set(substitutes)) <= sum(how == "跳过" for how, _ in found)
    assert all(blocked[row] for row, (how, _) in enumerate(found) if how == "跳过")


kinds_of_job = st.lists(st.sampled_from(["安检", "抄表", "维修"]), max_size=12)


@settings(max_examples=10, deadline=None)
@given(early=kinds_of_job, late=kinds_of_job, reserve=st.booleans())
def test_late_rows_never_push_a_drawn_one_out(early: list[str], late: list[str], reserve: bool) -> None:
    """What was drawn stays drawn, its lines stay as they were, and the total is what the larger population asks for."""
    before = [job(f"A{n}", 服务类型=kind) for n, kind in enumerate(early)]
    after = [*[job(f"B{n}", 服务类型=kind) for n, kind in enumerate(late)], *before]
    rules = FIFTH + "\n设置: [{名: 启用日, 值: 2026-03-05, 类型: 日期}]"
    first = run(rules, "2026-03-06 09:00", {"工单": before} if before else {})
    lines = [line for line in typed(first.frame("抽样台账")) if reserve or line["抽中"] != "备选"]
    second = run(rules, "2026-03-06 15:00", {**({"工单": after} if after else {}), "抽样台账": lines})

    assert drawn(first) <= drawn(second)
    assert lines == typed(second.frame("抽样台账"))[: len(lines)]
    free = len(after) - sum(line["源编号"] is not None for line in lines)
    assert min(math.ceil(len(after) / 5), len(drawn(first)) + free) == len(drawn(second))


@settings(max_examples=8, deadline=None)
@given(st.permutations([job(f"A{n}", 服务类型="安检抄表维修"[n % 3 * 2 : n % 3 * 2 + 2]) for n in range(23)]))
def test_shuffling_the_sheet_changes_no_line(shuffled: list[dict[str, object]]) -> None:
    """Row order is no part of the draw."""
    plain = sorted(shuffled, key=lambda row: str(row["工单编号"]))
    first, second = (run(FIFTH, "2026-03-06 09:00", {"工单": made}) for made in (plain, shuffled))
    wanted = ("行键", "抽中", "次第", "层")

    assert sorted(ledger(first, *wanted)) == sorted(ledger(second, *wanted))
