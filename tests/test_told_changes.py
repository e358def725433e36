"""Changes that supervisors ask for: cells typed into a new workbook, a right and a wrong case, and the words beside the row."""
# ruff: noqa: E501 - explanations as the sheet shows them

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from changes import Desk
from told import case_of, faults, notes, told

MONDAY = "2026-03-09 09:00"
CUSTOMERS = (
    {
        "客户编号": "C1",
        "客户名称": "甲店",
        "客户类别": "VIP",
        "手机": "13800000001",
        "归属员工": "S1",
        "建档日": "2026-03-01",
        "状态": "在用",
    },
    {
        "客户编号": "C2",
        "客户名称": "乙店",
        "客户类别": "经销商",
        "手机": "13800000002",
        "归属员工": "S1",
        "建档日": "2026-03-01",
        "状态": "在用",
    },
)


def wine(folder: Path) -> Desk:
    """A wine dealer's office: two on the phones, their chief, two customers."""
    desk = Desk(folder, "wine-service")
    desk.rows(
        "员工",
        {"员工编号": "S1", "姓名": "张三", "岗位": "客服专员", "入职日": "2025-01-01"},
        {"员工编号": "S2", "姓名": "李四", "岗位": "客服专员", "入职日": "2025-01-01"},
        {"员工编号": "M1", "姓名": "王五", "岗位": "客服部主管", "入职日": "2024-01-01"},
    )
    desk.rows("客户", *CUSTOMERS)
    return desk


def cars(folder: Path) -> Desk:
    """A car dealer's sales room: one seller and his group's chief."""
    desk = Desk(folder, "dealership-fines")
    desk.rows(
        "员工",
        {"员工编号": "S1", "姓名": "张三", "岗位": "销售顾问", "入职日": "2025-01-01", "组长": "S2"},
        {"员工编号": "S2", "姓名": "李四", "岗位": "销售组长", "入职日": "2024-01-01"},
    )
    return desk


def event(desk: Desk, key: str, customer: str, what: str, at: str, **more: object) -> None:
    """One row of 【事件】."""
    desk.rows(
        "事件", {"事件编号": key, "客户编号": customer, "事件类型": what, "发生时间": at, "员工编号": "S1", **more}
    )


def call(desk: Desk, key: str, customer: str, at: str, result: str = "完成", **more: object) -> None:
    """One row of 【回访记录】."""
    row = {
        "记录编号": key,
        "客户编号": customer,
        "回访时间": at,
        "方向": "去电",
        "方式": "电话",
        "类别": "到货",
        "员工编号": "S1",
    }
    desk.rows("回访记录", {**row, "结果代码": result, **more})


def breach(desk: Desk, key: str, at: str, code: str = "AT-09") -> None:
    """One row of 【违规登记】."""
    desk.rows("违规登记", {"登记编号": key, "时间": at, "员工编号": "S1", "条款代码": code})


# -- what is typed


def two_days_later(desk: Desk) -> None:
    """The visit after a delivery on the fifth day."""
    desk.change("时限", "W5a", 时长="5天")


def sooner_by_a_setting(desk: Desk) -> None:
    """First talk within two days."""
    desk.change("设置", "首谈期限", 值="2天")


def a_day_for_vips(desk: Desk) -> None:
    """Papers of VIPs within a day, of the others within three."""
    desk.change("时限", "W3", 若="事件类型: 成交；客户.客户类别: 不是 VIP")
    desk.copy("时限", "W3", 若="事件类型: 成交；客户.客户类别: VIP", 时长="1天")


def ladder_by_quarter(desk: Desk) -> None:
    """50 the first time, 100 from the second on, counted anew each quarter."""
    desk.change("处罚标准", "AT-09", 金额="1:50; 2+:100", 阶梯窗="季")


def half_by_the_chief(desk: Desk) -> None:
    """Half of it is borne by the group's chief."""
    desk.change("处罚标准", "AT-09", 承担人="{员工编号}:50%,{员工.组长}:50%")


def once_a_week_but_first_talks(desk: Desk) -> None:
    """One phone call a week; first talks are exempt."""
    desk.add(
        "联系限制", 编号="L9", 名称="一周一次电话", 类型="频次", 若="联系方式: 电话；规则: 不是 W2", 次数="1", 期="周",
        超限时="顺延", 条款="本单位",
    )  # fmt: skip


def in_the_morning(desk: Desk) -> None:
    """Calls on working days from ten to half past eleven."""
    desk.change("联系限制", "W6a", 时段="10:00-11:30")


def reported_after_two(desk: Desk) -> None:
    """Nobody answers twice: the chief is told."""
    desk.change("结果代码", "无人接", 最多="2")


def advice_when_unhappy(desk: Desk) -> None:
    """A record of an unhappy customer isn't complete without his advice."""
    desk.add(
        "检查清单", 编号="B9", 名称="不满意要写建议", 表="回访记录", 若="满意度: 不满意", 列="建议", 拦截="完成",
        提示="补上客户的建议。", 条款="本单位",
    )  # fmt: skip


def waits_for_the_message(desk: Desk) -> None:
    """The three days run from the day the message was sent; till then nothing is owed."""
    desk.change("时限", "W5a", 起点="短信时间")


def no_newcomers(desk: Desk) -> None:
    """Who is here less than ninety days doesn't owe daily reviews."""
    desk.change("定额", "FQ8", 对象若="岗位: 销售顾问；离职日: 空；入职日: <今日-90天")


def seniors_get_customers(desk: Desk) -> None:
    """New customers go to those who are here over ninety days."""
    desk.change("分派", "W1", 候选若="岗位: 客服专员；入职日: <今日-90天")


def satisfaction_by_quarter(desk: Desk) -> None:
    """The rate of satisfied customers by quarter."""
    desk.change("指标", "WM2", 期="季")


def no_weather(desk: Desk) -> None:
    """Greetings on holidays rest."""
    desk.change("时限", "W10a", 启用="否")


def five_days_from_march(desk: Desk) -> None:
    """The visit on the fifth day for deliveries from the fifth of March on; earlier ones as before."""
    desk.add("时限", 接替="W5a", 生效日="2026-03-05", 时长="5天")


def vips_by_instead(desk: Desk) -> None:
    """Papers of VIPs within a day; whatever names the rule follows."""
    desk.add("时限", 接替="W3", 若="且 客户.客户类别: VIP", 时长="1天")


def rests_for_some_days(desk: Desk) -> None:
    """No papers are owed for what happened in the first days of March."""
    desk.change("时限", "W3", 停用期="2026-03-01..2026-03-04")


CHANGES: dict[Callable[[Desk], None], Callable[[Path], Desk]] = {
    two_days_later: wine, sooner_by_a_setting: wine, a_day_for_vips: wine, ladder_by_quarter: cars, half_by_the_chief: cars,
    once_a_week_but_first_talks: wine, in_the_morning: wine, reported_after_two: wine, advice_when_unhappy: wine,
    waits_for_the_message: wine, no_newcomers: cars, seniors_get_customers: wine, satisfaction_by_quarter: wine,
    no_weather: wine, five_days_from_march: wine, vips_by_instead: wine, rests_for_some_days: wine,
}  # fmt: skip


def test_a_change_is_a_few_cells(tmp_path: Path) -> None:
    """Half of them at most ten cells, none more than twenty-five, and no heading."""
    counts = []
    for number, (typing, office) in enumerate(CHANGES.items()):
        (folder := tmp_path / str(number)).mkdir()
        desk = office(folder)
        typing(desk)
        counts.append(desk.cells)

    assert (True, True) == (median(counts) <= 10, max(counts) <= 25), counts


@pytest.mark.parametrize("typing", CHANGES, ids=lambda typing: typing.__name__)
def test_lint_finds_nothing_to_mend_in_it(typing: Callable[[Desk], None], tmp_path: Path) -> None:
    """The cells are right as typed."""
    desk = CHANGES[typing](tmp_path)
    typing(desk)

    assert [] == faults(desk)


# -- what comes of it


def test_another_day(tmp_path: Path) -> None:
    """A span changed: due on the fifth day and not before; the case says both days."""
    desk = wine(tmp_path)
    two_days_later(desk)
    event(desk, "E1", "C2", "发货", "2026-03-02 10:00")
    event(desk, "E2", "C1", "发货", "2026-03-06 10:00")

    assert [("C1", "2026-03-11"), ("C2", "2026-03-07")] == [
        (who, due) for who, rule, due in desk.out(MONDAY, "义务", "客户编号", "规则", "到期") if rule == "W5a"
    ]
    assert (
        "【事件】里事件类型为“发货”的，发生时间后 5 天那天，电话联系客户：到货回访；【回访记录】里有一条类别为“到货”或空着、方向不为“来电”的记录算做完；"
        "用话术 WS5a；用问卷 WQ3。"
        "不论哪天的事都照这一行，以前的也算。\n"
        "例：C1，发生时间 3 月 6 日 10:00 → 3 月 11 日那天（原来 3 月 9 日那天），现在未到；共 2 行。\n"
        "代替规则书里的时长：3天 → 5天。"
    ) == told(desk, MONDAY)["时限 10"]


def test_a_setting(tmp_path: Path) -> None:
    """A setting changed is told with the rules that use it and a case of one of them."""
    desk = wine(tmp_path)
    sooner_by_a_setting(desk)
    event(desk, "E1", "C2", "客户分配", "2026-03-05 10:00")

    assert ("W2", "C2", "2026-03-07") in desk.out(MONDAY, "义务", "规则", "客户编号", "到期")
    assert (
        "“首谈期限”现在是 2天（原来 3天），用到它的规则：W2。\n"
        "W2：例：C2，首次起点 3 月 5 日 10:00 → 最晚 3 月 7 日（原来最晚 3 月 8 日），现在逾期 2 天。"
    ) == told(desk, MONDAY)["设置 24"]


def test_a_class_of_its_own(tmp_path: Path) -> None:
    """Handed in on the second day: late for a VIP, in time for the others; both rows are told together."""
    desk = wine(tmp_path)
    a_day_for_vips(desk)
    for customer in ("C1", "C2"):
        event(desk, f"E{customer}", customer, "成交", "2026-03-02 10:00", 资料移交时间="2026-03-04 10:00")

    assert [("W-P1", "W3·EC1", "50")] == desk.out(MONDAY, "处罚台账", "代码", "触发行", "金额")
    said = told(desk, MONDAY)
    assert "例：C2，发生时间 3 月 2 日 10:00 → 最晚 3 月 5 日（和原来一样），张三，现在按时。" == case_of(
        said["时限 8"]
    )
    assert "例：C1，发生时间 3 月 2 日 10:00 → 最晚 3 月 3 日（原来最晚 3 月 5 日），张三，现在迟 1 天。" == case_of(
        said["时限 9"]
    )
    assert (
        "编号 W3 共 2 行：第 8 行不论哪天都管；第 9 行不论哪天都管。日子重合的几行各照自己的“若”，一件事合了两行就算两次。"
        in said["时限 9"]
    )
    assert [] == [one for one in notes(desk, "W3") if "撞上" in one]


def test_a_class_of_its_own_that_the_other_row_keeps_too(tmp_path: Path) -> None:
    """Copied and only the copy changed: the same customer twice, and lint says so at the row."""
    desk = wine(tmp_path)
    desk.copy("时限", "W3", 若="事件类型: 成交；客户.客户类别: VIP")
    event(desk, "E1", "C1", "成交", "2026-03-02 10:00")

    assert ["和第 8 行 成交资料移交 撞上：C1 这一件会列两次（共 1 件）。"] == [
        one for one in notes(desk, "W3") if "撞上" in one
    ]


def test_a_ladder_that_begins_again(tmp_path: Path) -> None:
    """50, then 100 in the same quarter, 50 again in the next."""
    desk = cars(tmp_path)
    ladder_by_quarter(desk)
    for number, at in enumerate(("2026-01-10 19:00", "2026-03-03 19:00", "2026-04-02 19:00")):
        breach(desk, f"V{number}", at)
    now = "2026-04-05 09:00"

    assert [("2026-01-10", "50"), ("2026-03-03", "100"), ("2026-04-02", "50")] == desk.out(
        now, "处罚台账", "日期", "金额"
    )
    assert (
        "【违规登记】里写了这个条款代码，第 1 次每次罚 50.00 元，第 2 次起每次罚 100.00 元（乘以次数）；次数每季从头数。不论哪天的事都照这一行，以前的也算。\n"
        "例：张三，1 月 10 日，第 1 次 → 罚 50.00 元（原来罚 100.00 元）；3 月 3 日，第 2 次 → 罚 100.00 元；4 月 2 日，第 1 次 → 罚 50.00 元；共 3 行。\n"
        "代替规则书里的金额：100 → 1:50; 2+:100；阶梯窗：空 → 季。"
    ) == told(desk, now)["处罚标准 20"]


def test_half_each(tmp_path: Path) -> None:
    """Both pay 50; another code stays with the seller alone."""
    desk = cars(tmp_path)
    half_by_the_chief(desk)
    breach(desk, "V1", "2026-03-03 19:00")
    breach(desk, "V2", "2026-03-03 11:00", "AT-04")
    now = "2026-04-05 09:00"

    assert [("AT-04", "S1", "20"), ("AT-09", "S1", "50"), ("AT-09", "S2", "50")] == desk.out(
        now, "处罚台账", "代码", "承担人", "金额"
    )
    said = told(desk, now)["处罚标准 20"]
    assert "；这一行的员工出 50%、员工的组长出 50%。" in said
    assert (
        "例：张三，3 月 3 日 → 罚 50.00 元（张三出）（原来罚 100.00 元）；3 月 3 日 → 罚 50.00 元（李四出）；共 2 行。"
        == case_of(said)
    )


def test_a_cap_with_an_exemption(tmp_path: Path) -> None:
    """Called this week already: the visit waits till Monday, the first talk doesn't."""
    desk = wine(tmp_path)
    once_a_week_but_first_talks(desk)
    event(desk, "E1", "C2", "发货", "2026-03-06 10:00")
    event(desk, "E2", "C1", "客户分配", "2026-03-08 10:00")
    for customer in ("C1", "C2"):
        call(desk, f"R{customer}", customer, "2026-03-09 08:30", 类别="关怀")

    assert [("C1", "W2")] == desk.out(MONDAY, "今日清单", "客户编号", "规则")
    assert (
        "联系方式为“电话”、规则不为“首次沟通”的任务：同一客户每周最多 1 次，再多就往后推。下次运行起就照这一行。\n"
        "例：C2 的“到货回访” → 今天不联系（频次已满），下次 3 月 16 日。\n"
        "是本单位新加的一行。"
    ) == told(desk, MONDAY)["联系限制 10"]


def test_other_hours(tmp_path: Path) -> None:
    """Calls come at ten; by the rulebook it was two in the afternoon."""
    desk = wine(tmp_path)
    in_the_morning(desk)
    event(desk, "E1", "C2", "发货", "2026-03-06 10:00")

    assert [("C2", "2026-03-09 10:00")] == desk.out(MONDAY, "今日清单", "客户编号", "计划时间")
    assert "例：C2 的“到货回访” → 3 月 9 日 10:00 联系（原来 3 月 9 日 14:00 联系）。" == case_of(
        told(desk, MONDAY)["联系限制 8"]
    )


def test_after_two_failures(tmp_path: Path) -> None:
    """Two unanswered calls are reported, one isn't."""
    desk = wine(tmp_path)
    reported_after_two(desk)
    for key, customer, days in (("E1", "C2", (5, 6)), ("E2", "C1", (6,))):
        event(desk, key, customer, "发货", "2026-03-02 10:00")
        for on in days:
            call(
                desk,
                f"{key}-{on}",
                customer,
                f"2026-03-0{on} 14:30",
                "无人接",
                任务编号=f"W5a·{key}",
                规则="W5a",
                事件编号=key,
            )

    reported = [
        (who, "上报" in said)
        for who, rule, said in desk.out(MONDAY, "今日清单", "客户编号", "规则", "说明")
        if rule == "W5a"
    ]
    assert [("C1", False), ("C2", True)] == reported
    assert told(desk, MONDAY)["结果代码 7"].startswith("不算谈过，还要再打，1 天后再打，最多 2 次，满了上报。")


def test_what_must_be_filled(tmp_path: Path) -> None:
    """Unhappy without advice fails, with advice passes, happy isn't asked."""
    desk = wine(tmp_path)
    advice_when_unhappy(desk)
    for number, mood, advice in ((4, "满意", None), (5, "不满意", "包装要牢"), (6, "不满意", None)):
        call(desk, f"R{number}", "C2", f"2026-03-0{number} 14:30", 满意度=mood, 建议=advice)

    assert [("R5", "是"), ("R6", "否")] == [
        (key, passed) for key, rule, passed in desk.out(MONDAY, "检查结果", "主键", "编号", "通过") if rule == "B9"
    ]
    assert (
        "【回访记录】里满意度为“不满意”的，建议要填，不然这一行不算完成。以前的行也照它算。\n例：R6 的建议空着 → 不通过。\n是本单位新加的一行。"
    ) == told(desk, MONDAY)["检查清单 38"]


def test_waiting_for_a_date(tmp_path: Path) -> None:
    """Nothing is owed till the message was sent; then three days from that."""
    desk = wine(tmp_path)
    waits_for_the_message(desk)
    event(desk, "E1", "C2", "发货", "2026-03-02 10:00", 短信时间="2026-03-05 10:00")
    event(desk, "E2", "C1", "发货", "2026-03-02 10:00")

    assert [("C2", "2026-03-08")] == [
        (who, due) for who, rule, due in desk.out(MONDAY, "义务", "客户编号", "规则", "到期") if rule == "W5a"
    ]
    assert "例：C2，短信时间 3 月 5 日 10:00 → 3 月 8 日那天（原来 3 月 5 日那天），现在逾期 1 天。" == case_of(
        told(desk, MONDAY)["时限 10"]
    )


def test_a_share_by_seniority(tmp_path: Path) -> None:
    """The newcomer owes no daily review, his colleague does."""
    desk = cars(tmp_path)
    no_newcomers(desk)
    desk.rows("员工", {"员工编号": "S3", "姓名": "赵六", "岗位": "销售顾问", "入职日": "2026-03-20"})
    desk.rows("八步骤评价", {"评价编号": "P1", "日期": "2026-04-03", "员工编号": "S1", "评价人": "S2", "评语": "好"})
    now = "2026-04-04 09:00"

    assert {"S1"} == {key for rule, key in desk.out(now, "定额结果", "规则", "键") if rule == "FQ8"}
    assert "入职日早于今日往前 90 天的员工，每日至少 1 条【八步骤评价】" in told(desk, now)["定额 8"]


def test_whose_turn(tmp_path: Path) -> None:
    """A new customer doesn't go to the newcomer though he has nothing in hand."""
    desk = wine(tmp_path)
    seniors_get_customers(desk)
    desk.rows("员工", {"员工编号": "S3", "姓名": "赵六", "岗位": "客服专员", "入职日": "2026-03-01"})
    desk.rows(
        "客户",
        {
            "客户编号": "C5",
            "客户名称": "丙店",
            "客户类别": "经销商",
            "手机": "13800000005",
            "建档日": "2026-03-08",
            "状态": "在用",
        },
    )

    assert "例：C5 → 归李四。" == case_of(told(desk, MONDAY)["分派 7"])


def test_a_rate_by_quarter(tmp_path: Path) -> None:
    """January and March in one rate; without any record the words say so."""
    desk = wine(tmp_path)
    satisfaction_by_quarter(desk)
    assert "【回访记录】现在还没有行。" == case_of(told(desk, MONDAY)["指标 5"])
    call(desk, "R1", "C2", "2026-01-05 14:30", 满意度="满意")
    call(desk, "R2", "C2", "2026-03-05 14:30", 满意度="满意")

    assert ("WM2", "2026-Q1", "合计", "2", "2") in desk.out(MONDAY, "指标结果", "编号", "期", "分组", "分子", "分母")
    assert "例：2026-Q1 合计 → 2/2 · 100.00%；共 2 行。" == case_of(told(desk, MONDAY)["指标 5"])


def test_a_rule_that_rests(tmp_path: Path) -> None:
    """No greetings any more, and the words say what there was."""
    desk = wine(tmp_path)
    no_weather(desk)
    desk.rows("节假日", {"开始日": "2026-03-09", "结束日": "2026-03-09", "名称": "店庆", "类别": "节日"})

    assert [] == [row for row in desk.out(MONDAY, "义务", "规则") if row == ("W10a",)]
    assert told(desk, MONDAY)["时限 14"].startswith("停用了，这一条不再算。原来：【节假日】里类别为“节日”的，")


def test_from_a_day_on(tmp_path: Path) -> None:
    """Delivered on the fourth: third day; on the fifth: fifth day."""
    desk = wine(tmp_path)
    five_days_from_march(desk)
    event(desk, "E1", "C2", "发货", "2026-03-04 10:00")
    event(desk, "E2", "C1", "发货", "2026-03-05 10:00")

    assert [("C1", "2026-03-10"), ("C2", "2026-03-07")] == [
        (who, due) for who, rule, due in desk.out(MONDAY, "义务", "客户编号", "规则", "到期") if rule == "W5a"
    ]
    (said,) = told(desk, MONDAY).values()
    assert said.splitlines()[0].endswith("用问卷 WQ3。2026 年 3 月 5 日起（含）的事照这一行。")
    assert [
        "例：C1，发生时间 3 月 5 日 10:00 → 3 月 10 日那天（原来 3 月 8 日那天），现在未到。",
        "这一行没有管到的，仍照 W5a 原来的。",
        "接替 W5a，时长：3天 → 5天。",
    ] == said.splitlines()[1:]


def test_a_class_taken_out_of_a_rule(tmp_path: Path) -> None:
    """One row with 接替: late for the VIP, in time for the other, and the fine follows by itself."""
    desk = wine(tmp_path)
    vips_by_instead(desk)
    for customer in ("C1", "C2"):
        event(desk, f"E{customer}", customer, "成交", "2026-03-02 10:00", 资料移交时间="2026-03-04 10:00")

    assert [("W-P1", "W3·EC1", "50")] == desk.out(MONDAY, "处罚台账", "代码", "触发行", "金额")
    (said,) = told(desk, MONDAY).values()
    assert "例：C1，发生时间 3 月 2 日 10:00 → 最晚 3 月 3 日（原来最晚 3 月 5 日），张三，现在迟 1 天。" == case_of(
        said
    )
    assert said.endswith(
        "接替 W3，若：事件类型: 成交；金额: 不是 <0 → 且 客户.客户类别: VIP；时长：{设置.资料期限} → 1天。"
    )


def test_off_for_some_days(tmp_path: Path) -> None:
    """Sold on the third: nothing owed; on the fifth: as ever."""
    desk = wine(tmp_path)
    rests_for_some_days(desk)
    event(desk, "E1", "C2", "成交", "2026-03-03 10:00")
    event(desk, "E2", "C1", "成交", "2026-03-05 10:00")

    assert [("C1", "2026-03-08")] == [
        (who, due) for who, rule, due in desk.out(MONDAY, "义务", "客户编号", "规则", "到期") if rule == "W3"
    ]
    assert "2026-03-01..2026-03-04 这几天不算，别的日子照旧。" in told(desk, MONDAY)["时限 8"]


def test_another_row_of_the_same_rule(tmp_path: Path) -> None:
    """A row that only adds tests is told as part of its rule."""
    desk = wine(tmp_path)
    line = desk.copy("时限", "W3")
    for heading in ("名称", "源表", "起点", "方式", "时长", "完成列", "责任", "出", "主题", "条款"):
        desk.change("时限", line, **{heading: None})
    desk.change("时限", line, 若="事件类型: 订货")
    event(desk, "E1", "C1", "订货", "2026-03-02 10:00")

    said = told(desk, MONDAY)
    assert said[f"时限 {line}"].startswith(
        "和第 8 行是同一条，两行满足一行就算：【事件】里事件类型为“成交”、金额在 0 以上或空着，或者事件类型为“订货”的，"
    )


def test_nothing_changed_nothing_told(tmp_path: Path) -> None:
    """A new workbook has no words beside its rules."""
    assert {} == told(wine(tmp_path), MONDAY)
