"""处罚标准: who pays what, in the words of the regulations that were catalogued."""

from __future__ import annotations

import pytest
from runs import Office
from worlds import STAFF, column, kinds, office, rows, written

from workbook.rulebook.sorts.model import Sanction
from workbook.rules.penalties.passes import charges, priced
from workbook.rules.world.frames import said_because
from workbook.words.issues import Kind

ARCHIVE = """
登记表:
  - 表: 用户档案
    列: ["档案编号:编号#", "车架号:编号", "档案类型:代码(新车|保养)!", "交车时间:时点@!", "员工编号:引用(员工)!",
         "移交时间:时点", "齐全时间:时点"]
时限:
  - {源表: 用户档案, 起点: 交车时间, 方式: 内, 责任: "{员工编号}", 出: 提醒, 行: [
      {编号: SK1, 若: {档案类型: 新车}, 时长: 3工作日, 完成列: 移交时间},
      {编号: SK4, 若: {档案类型: 保养}, 时长: 1工作日, 完成列: 齐全时间}]}
  - {编号: SKC, 源表: 处罚台账, 若: {代码: "SK-01,SK-02,SK-03,SK-04,SK-05a,SK-05b,SK-05c"}, 起点: 责令时间,
     方式: 内, 时长: 1工作日, 完成列: 改正时间, 责任: "{员工编号}", 出: 提醒}
定额:
  - {编号: SKQ, 计数表: 处罚台账, 若: {代码: "SK-03,SK-04,SK-05a,SK-05b,SK-05c,SK-REP"}, 计法: 去重 通知键,
     时间列: 日期, 键: 员工编号, 名册: 员工, 对象若: {岗位: 服务顾问}, 期: 月, 界: 至多, 数: 2, 出: 无}
处罚标准:
  - {阶梯窗: 月, 阶梯组: 销售档案, 翻倍自: 2, 行: [
      {编号: SK-01, 条款: 罚则1, 触发: 义务 SK1, 金额: 50, 计量: 车次},
      {编号: SK-02, 条款: 罚则2, 触发: 登记, 金额: 20, 数量: "{数量}", 计量: 项}]}
  - {阶梯窗: 月, 阶梯组: 服务档案, 翻倍自: 3, 行: [
      {编号: SK-03, 触发: 登记, 金额: 50},
      {编号: SK-04, 触发: 义务 SK4, 金额: 50},
      {触发: 登记, 数量: "{数量}", 计量: 项, 互斥组: SK-05, 互斥键: "员工编号,对象编号,项目", 行: [
        {编号: SK-05b, 金额: 50, 优先: 1}, {编号: SK-05c, 金额: 20, 优先: 2}, {编号: SK-05a, 金额: 20, 优先: 3}]}]}
  - {编号: SK-PAY, 条款: 罚则6, 触发: 定额 SKQ, 金额: "10%..30%×{员工.绩效工资}", 决定: 是, 计入阶梯: 否}
  - {编号: SK-LOSS, 触发: 登记, 金额: 20, 数量: "{数量}", 计量: 件, 计入阶梯: 否}
  - {编号: SK-REP, 触发: 义务 SKC, 金额: "{源行.基额}", 重计: 1工作日, 阶梯组: "{源行.阶梯组}"}
"""


def entry(number: str, at: str, who: str | None, code: str, **more: object) -> dict[str, object]:
    return {"登记编号": number, "时间": at, "员工编号": who, "条款代码": code, **more}


def file(number: str, kind: str, delivered: str, who: str, **done: str) -> dict[str, object]:
    return {"档案编号": number, "档案类型": kind, "交车时间": delivered, "员工编号": who, **done}


def total(ledger, who: str, month: str = "") -> float:
    found = rows(ledger, "员工编号", "日期", "金额")
    return sum(amount or 0 for person, day, amount in found if person == who and day.startswith(month))


# -- files handed over late


@pytest.mark.parametrize(("now", "expected"), [("2024-03-06 23:59", []), ("2024-03-07 00:00", [("2024-03-07", 50)])])
def test_a_new_car_file_costs_fifty_from_the_day_after_its_third_working_day(now, expected):
    """Delivered on Friday 1 March, due on Wednesday: no fine on that day, 50 on Thursday."""
    world = office(ARCHIVE, now, {"用户档案": [file("D1", "新车", "2024-03-01 10:00", "S1")]})

    assert expected == rows(world.frame("处罚台账"), "日期", "金额")


SERVICE_FILES = [file("D1", "保养", "2024-03-01 10:00", "S2", 齐全时间="2024-03-05 09:00")]
SERVICE_ENTRIES = [
    entry("V1", "2024-03-12 10:00", "S2", "SK-05a", 对象编号="D2", 项目="结算单", 数量=1),
    entry("V2", "2024-03-20 10:00", "S2", "SK-05b", 对象编号="D3", 项目="接车单", 数量=1),
]


def test_the_third_notice_of_a_month_costs_double_and_puts_a_range_up_for_decision():
    """50 + 20 + 100 = 170; of 3,000 performance pay the range is 300 to 900, and it is no sum yet."""
    world = office(ARCHIVE, "2024-03-31 18:00", {"用户档案": SERVICE_FILES, "违规登记": SERVICE_ENTRIES})

    ledger = world.frame("处罚台账")
    assert 170 == total(ledger, "S2")
    assert [
        ("SK-04", "2024-03-05", 1, 1, 50, None, None, "否"),
        ("SK-05a", "2024-03-12", 2, 1, 20, None, None, "否"),
        ("SK-05b", "2024-03-20", 3, 2, 100, None, None, "否"),
        ("SK-PAY", "2024-03-20", None, 1, None, 300, 900, "是"),
    ] == rows(ledger, "代码", "日期", "第几次", "倍数", "金额", "下限", "上限", "待决定")


def test_the_counter_starts_again_with_the_month():
    """The next late file, on 2 April, is a first one: 50, and nothing is put up for decision in April."""
    late = file("D5", "保养", "2024-03-29 10:00", "S2")
    world = office(ARCHIVE, "2024-04-02 18:00", {"用户档案": [*SERVICE_FILES, late], "违规登记": SERVICE_ENTRIES})

    april = [row[1:] for row in rows(world.frame("处罚台账"), "日期", "代码", "第几次", "金额") if row[0] > "2024-04"]
    assert [("SK-04", 1, 50)] == april


def test_a_loss_is_paid_on_top_and_neither_raises_nor_is_raised():
    """One late file (50) and two lost documents (2 × 20) are 90."""
    lost = [entry("V1", "2024-03-08 10:00", "S2", "SK-LOSS", 对象编号="D9", 数量=2)]
    world = office(ARCHIVE, "2024-03-31 18:00", {"用户档案": SERVICE_FILES, "违规登记": lost})

    assert 90 == total(world.frame("处罚台账"), "S2")


def test_a_breach_and_an_entry_share_the_counter_of_their_ladder():
    """Late file on the 7th (50), unsigned document on the 18th: the second notice, 2 × 20 × 2 = 80."""
    entries = [entry("V1", "2024-03-18 10:00", "S1", "SK-02", 对象编号="D2", 数量=2)]
    world = office(
        ARCHIVE,
        "2024-03-31",
        {"用户档案": [file("D1", "新车", "2024-03-01", "S1", 移交时间="2024-03-08")], "违规登记": entries},
    )

    assert [("SK-01", 50), ("SK-02", 80)] == rows(world.frame("处罚台账"), "代码", "金额")


def test_several_items_on_one_file_are_one_notice():
    """The money of both items adds up, the counter moves by one."""
    entries = [
        entry("V1", "2024-03-05 10:00", "S1", "SK-02", 对象编号="D1", 数量=1),
        entry("V2", "2024-03-05 16:00", "S1", "SK-02", 对象编号="D1", 数量=2),
        entry("V3", "2024-03-06 10:00", "S1", "SK-02", 对象编号="D2", 数量=1),
    ]
    world = office(ARCHIVE, "2024-03-31", {"违规登记": entries})

    assert [(1, 20), (1, 40), (2, 40)] == rows(world.frame("处罚台账"), "第几次", "金额")


def test_the_graver_code_of_an_exclusive_group_stays_and_the_other_is_shown_at_nothing():
    """A signature that is missing on one document is fined once, whatever else is wrong with that document."""
    entries = [
        entry("V1", "2024-03-06 10:00", "S2", "SK-05a", 对象编号="D1", 项目="委托书", 数量=1),
        entry("V2", "2024-03-06 10:00", "S2", "SK-05b", 对象编号="D1", 项目="委托书", 数量=1),
        entry("V3", "2024-03-06 10:00", "S2", "SK-05a", 对象编号="D1", 项目="接车单", 数量=1),
    ]
    world = office(ARCHIVE, "2024-03-31", {"违规登记": entries})

    ledger = world.frame("处罚台账")
    assert [("SK-05a", "V1", 0), ("SK-05a", "V3", 20), ("SK-05b", "V2", 50)] == rows(ledger, "代码", "触发行", "金额")
    assert "不重复罚" in said_because(ledger, 0)
    assert 2 == len(world.frame("处罚台账", ("SK-05a", "SK-05b")))


# -- what isn't put right is fined again


def ordered(ordered_at: str, corrected_at: str | None, now: str):
    fact = {"用户档案": SERVICE_FILES}
    line = written(office(ARCHIVE, "2024-03-09", fact).frame("处罚台账"))
    line[0] |= {"责令时间": ordered_at, "改正时间": corrected_at}
    return office(ARCHIVE, now, {**fact, "处罚台账": line})


@pytest.mark.parametrize(
    ("corrected", "expected"),
    [("2024-03-14 10:00", ["2024-03-13", "2024-03-14"]), ("2024-03-12 17:00", [])],
)
def test_each_working_day_without_correction_costs_the_original_sum(corrected, expected):
    """Ordered on Monday 11 March: due on Tuesday; corrected on Thursday it is charged for Wednesday and Thursday."""
    world = ordered("2024-03-11 09:00", corrected, "2024-03-31")

    again_ = [row[1:] for row in rows(world.frame("处罚台账"), "代码", "日期", "金额", "阶梯组") if row[0] == "SK-REP"]
    assert [(day, 50, "服务档案") for day in expected] == again_


def test_repeats_raise_the_counter_but_are_not_doubled_themselves():
    """Late file, three days of delay (n = 2, 3, 4 at 50 each), a fault on the 20th: the fifth notice, doubled."""
    facts = {"用户档案": SERVICE_FILES, "违规登记": [entry("V1", "2024-03-20 10:00", "S2", "SK-03", 对象编号="D7")]}
    first = office(ARCHIVE, "2024-03-09", {"用户档案": SERVICE_FILES})
    line = written(first.frame("处罚台账"))
    line[0] |= {"责令时间": "2024-03-11 09:00", "改正时间": "2024-03-15 10:00"}
    world = office(ARCHIVE, "2024-03-31", {**facts, "处罚台账": line})

    ladder = rows(world.frame("处罚台账"), "代码", "第几次", "金额")
    assert [("SK-04", 1, 50), ("SK-REP", 2, 50), ("SK-REP", 3, 50), ("SK-REP", 4, 50), ("SK-03", 5, 100)] == ladder[:-1]
    assert "SK-PAY" == ladder[-1][0]


def test_a_car_kept_too_long_costs_fifty_a_day():
    """Stocked on 1 February, day 30 is 2 March; returned on the 5th it is three days over: 150 to the keeper."""
    rules = """
    登记表: [{表: 车辆, 列: ["车号:编号#", "入库:日期@!", "调回:日期"]}]
    时限: [{编号: VD, 源表: 车辆, 起点: 入库, 方式: 内, 时长: 30天, 完成列: 调回, 责任: "岗位:组长", 出: 提醒}]
    处罚标准: [{编号: VH-08, 触发: 义务 VD, 金额: 50, 重计: 1天}]
    """
    world = office(rules, "2024-03-31", {"车辆": [{"车号": "C1", "入库": "2024-02-01", "调回": "2024-03-05"}]})

    expected = [("L1", "2024-03-03", 1, 50), ("L1", "2024-03-04", 2, 50), ("L1", "2024-03-05", 3, 50)]
    assert expected == rows(world.frame("处罚台账"), "员工编号", "日期", "重计号", "金额")


# -- ladders


ATTENDANCE = """
取用: [考勤]
处罚标准:
  - {编号: CA-01, 触发: 表 考勤, 若: {签到: ">08:30"}, 金额: "1-2:1%×{员工.基本工资}; 3+:5%×{员工.基本工资}",
     计次键: "员工编号,日期", 计量: 次}
"""


def present(*days: str) -> list[dict[str, object]]:
    return [{"员工编号": "S1", "日期": day.split()[0], "签到": day.split()[1]} for day in days]


def test_lateness_costs_a_share_of_pay_that_grows_with_the_third_time():
    """Base pay 4,000, late on four days of March: 40 + 40 + 200 + 200 = 480; the first in April is 40 again."""
    late = present("2024-03-04 08:35", "2024-03-05 08:31", "2024-03-11 08:40", "2024-03-18 08:32", "2024-04-02 08:31")
    world = office(ATTENDANCE, "2024-04-30", {"考勤": late})

    assert [40, 40, 200, 200, 40] == column(world.frame("处罚台账"), "金额")


def test_signing_in_at_the_very_minute_is_not_late():
    """08:30 is on time, 08:31 is not."""
    world = office(ATTENDANCE, "2024-04-30", {"考勤": present("2024-03-04 08:30", "2024-03-05 08:31")})

    assert ["2024-03-05"] == column(world.frame("处罚台账"), "日期")


MONTHLY = """
处罚标准:
  - {编号: AT-01, 触发: 登记, 金额: "1:20; 2:40; 3+:劝退", 阶梯组: 迟到}
  - {编号: AT-03, 触发: 登记, 金额: "1:20; 2:40; 3+:劝退", 阶梯组: 迟到}
"""


def test_the_third_lateness_brings_no_money_but_a_decision():
    """20 + 40 = 60; the third time names 劝退, waits for a person and adds nothing."""
    days = ["2024-03-04 08:35", "2024-03-11 08:31", "2024-03-18 08:40"]
    world = office(
        MONTHLY, "2024-03-31", {"违规登记": [entry(f"V{n}", day, "S1", "AT-01") for n, day in enumerate(days)]}
    )

    found = rows(world.frame("处罚台账"), "金额", "处理", "待决定")
    assert [(20, None, "否"), (40, None, "否"), (None, "劝退", "是")] == found


def test_codes_of_one_ladder_feed_one_counter():
    """Barred from the morning meeting once, late once: the lateness is already the second time."""
    entries = [entry("V1", "2024-03-04 08:35", "S1", "AT-03"), entry("V2", "2024-03-05 08:35", "S1", "AT-01")]
    world = office(MONTHLY, "2024-03-31", {"违规登记": entries})

    assert [("AT-03", 20), ("AT-01", 40)] == rows(world.frame("处罚台账"), "代码", "金额")


def test_people_have_counters_of_their_own_and_the_unknown_one_has_none():
    """Two people late once each pay 20 each; entries without a person never add up to a second time."""
    entries = [entry("V1", "2024-03-04 08:35", "S1", "AT-01"), entry("V2", "2024-03-05 08:35", "S2", "AT-01")]
    entries += [entry("V3", "2024-03-06 08:35", None, "AT-01"), entry("V4", "2024-03-07 08:35", None, "AT-01")]
    world = office(MONTHLY, "2024-03-31", {"违规登记": entries})

    assert [20, 20, 20, 20] == column(world.frame("处罚台账"), "金额")
    assert ["FINE_NOBODY"] == kinds(world)


def test_a_rolling_window_forgets_what_lies_further_back():
    """Within any seven days the second time doubles; a week later it is a first time again."""
    rules = "处罚标准: [{编号: R, 触发: 登记, 金额: 10, 翻倍自: 2, 阶梯窗: 滚动 7天}]"
    days = ["2024-03-01", "2024-03-05", "2024-03-12", "2024-03-20", "2024-03-21"]
    world = office(rules, "2024-03-31", {"违规登记": [entry(f"V{day}", day, "S1", "R") for day in days]})

    assert [(1, 10), (2, 20), (1, 10), (1, 10), (2, 20)] == rows(world.frame("处罚台账"), "第几次", "金额")


# -- field work


OUTREACH = """
取用: [请假]
设置: [{名: 计次口径, 值: 按日, 类型: 代码(按日|按项), 依据: 未写}]
登记表:
  - {表: 外访, 列: ["外访编号:编号#", "员工编号:引用(员工)!", "时间:时点@!", "种类:代码(潜客面谈|潜客电话|老客回访)!"]}
  - {表: 礼品, 列: ["礼品编号:编号#", "员工编号:引用(员工)!", "日期:日期@!", "价值:金额!", "客户签收:是否"]}
  - {表: 巡展, 列: ["巡展编号:编号#", "日期:日期@!", "现场照片:是否"]}
  - {表: 巡展参加, 列: ["参加编号:编号#", "巡展编号:引用(巡展)!", "员工编号:引用(员工)!", "日期:日期@", "缺条:整数"]}
定额:
  - {计数表: 外访, 键: 员工编号, 名册: 员工, 对象若: {岗位: 大客户专员}, 期: 日, 免计: 请假, 出: 提醒, 行: [
      {编号: KQ1, 若: {种类: 潜客面谈}, 数: 2}, {编号: KQ2, 若: {种类: 潜客电话}, 数: 5},
      {编号: KQ3, 若: {种类: 老客回访}, 数: 2}, {编号: KQ0, 出: 无}]}
  - {编号: KQ4, 计数表: 巡展, 若: {现场照片: 是}, 期: 月, 数: 4, 出: 提醒, 责任: "岗位:市场专员"}
处罚标准:
  - {触发: "定额 KQ1,KQ2,KQ3", 数量: "{缺额}", 金额: "1-5:20; 6+:20,劝退", 阶梯组: KA-03, 阶梯窗: 年, 行: [
      {编号: KA-03, 若: {设置.计次口径: 按日}, 计次键: "键,期"},
      {编号: KA-03i, 若: {设置.计次口径: 按项}, 计次键: 按量}]}
  - {编号: KA-02, 触发: 表 礼品, 若: {客户签收: 否}, 金额: "10×{价值}"}
  - {编号: KA-06, 触发: 定额 KQ4, 违规人: "岗位:市场专员", 金额: 50}
  - {编号: KA-07, 触发: 表 巡展参加, 若: {缺条: 1以上}, 金额: 20, 数量: "{缺条}"}
  - {编号: RW-01, 方向: 奖, 触发: 达标 KQ0, 金额: 20}
"""
FIELD = [{"员工编号": "K1", "姓名": "丁", "岗位": "大客户专员"}, {"员工编号": "M1", "姓名": "戊", "岗位": "市场专员"}]


def outing(day: str, kind: str, times: int) -> list[dict[str, object]]:
    return [
        {"外访编号": f"{day}{kind}{n}", "员工编号": "K1", "时间": f"{day} 10:00", "种类": kind} for n in range(times)
    ]


def field(now: str, sheets: dict[str, list[dict[str, object]]], rules: str = OUTREACH):
    return office(rules, now, {"员工": FIELD, **sheets}).frame("处罚台账")


def test_gaps_of_a_day_are_priced_by_the_missing_contact_and_the_outing_is_paid():
    """1 meeting, 5 calls, no old customer: gaps 1 + 2 = 3, fine 60, allowance 20, and one notice for the day."""
    made = [*outing("2024-03-06", "潜客面谈", 1), *outing("2024-03-06", "潜客电话", 5)]
    ledger = field("2024-03-07 09:00", {"外访": made})

    day = [row[1:] for row in rows(ledger, "日期", "代码", "方向", "数量", "第几次", "金额") if row[0] == "2024-03-06"]
    assert [("KA-03", "罚", 1, 1, 20), ("KA-03", "罚", 2, 1, 40), ("RW-01", "奖", 1, 1, 20)] == day


def days_out(missing: int) -> list[dict[str, object]]:
    """March 2024 from the 1st: so many days on which one old-customer visit is missing, and nothing else."""
    found = []
    for day in range(1, missing + 1):
        for kind, times in (("潜客面谈", 2), ("潜客电话", 5), ("老客回访", 1)):
            found += outing(f"2024-03-{day:02}", kind, times)
    return found


def test_more_than_five_days_of_gaps_in_a_year_bring_the_sanction():
    """The sixth day still costs its 20 and puts 劝退 up for decision."""
    ledger = field("2024-03-07 09:00", {"外访": days_out(6)})

    found = [row[1:] for row in rows(ledger, "代码", "第几次", "金额", "处理") if row[0] == "KA-03"]
    assert [(n, 20, None) for n in range(1, 6)] + [(6, 20, "劝退")] == found


def test_counted_by_missing_contact_each_of_them_is_a_step():
    """By item a day with 7 missing contacts climbs seven steps: 7 × 20, and the sanction is reached."""
    ledger = field(
        "2024-03-02 09:00",
        {"外访": [*outing("2024-03-01", "潜客面谈", 2)]},
        OUTREACH.replace("值: 按日", "值: 按项"),
    )

    found = [row[1:] for row in rows(ledger, "代码", "数量", "第几次", "金额", "处理") if row[0] == "KA-03i"]
    assert [(5, 5, 100, None), (2, 7, 40, "劝退")] == found


def test_a_gift_that_did_not_arrive_costs_ten_times_its_value():
    """A gift worth 80 costs 800."""
    gifts = [{"礼品编号": "G1", "员工编号": "K1", "日期": "2024-03-06", "价值": 80, "客户签收": "否"}]

    found = rows(field("2024-03-06 12:00", {"礼品": gifts}), "代码", "金额")
    assert [800] == [amount for code, amount in found if code == "KA-02"]


def test_each_missing_record_of_a_roadshow_costs_twenty():
    """Three records instead of five: 2 × 20 = 40."""
    shows = [{"巡展编号": "X1", "日期": "2024-03-01", "现场照片": "是"}]
    took_part = [{"参加编号": "P1", "巡展编号": "X1", "员工编号": "K1", "日期": "2024-03-01", "缺条": 2}]

    ledger = field("2024-03-01 12:00", {"巡展": shows, "巡展参加": took_part})
    assert [("KA-07", 2, 40)] == [row for row in rows(ledger, "代码", "数量", "金额") if row[0] == "KA-07"]


def test_too_few_roadshows_in_a_month_are_one_breach_of_the_marketer():
    """Three of four with photos: 50 once, dated the last of the month, to whoever holds the post."""
    shows = [{"巡展编号": f"X{n}", "日期": f"2024-03-0{n}", "现场照片": "是"} for n in (1, 2, 3)]
    ledger = field("2024-04-01 09:00", {"巡展": shows})

    found = [row[1:] for row in rows(ledger, "代码", "日期", "员工编号", "期", "金额") if row[0] == "KA-06"]
    assert [("2024-03-31", "M1", "2024-03", 50)] == [row for row in found if row[2] == "2024-03"]


# -- rewards by steps


REWARDS = """
登记表: [{表: 成绩, 列: ["编号:编号#", "员工编号:引用(员工)!", "日期:日期@!", "客户数:整数", "总额:金额"]}]
处罚标准:
  - {方向: 奖, 触发: 表 成绩, 若: {客户数: 10以上}, 互斥组: LR-2, 互斥键: "触发行", 行: [
      {编号: LR-2c, 金额: 2000, 若: {总额: 200000以上}},
      {编号: LR-2b, 金额: 1000, 若: {总额: 150000以上}},
      {编号: LR-2a, 金额: 500, 若: {总额: 100000以上}}]}
"""


@pytest.mark.parametrize(("customers", "sum_", "expected"), [(11, 156000, 1000), (9, 250000, 0), (10, 100000, 500)])
def test_only_the_highest_step_of_a_reward_is_paid(customers, sum_, expected):
    """11 customers and 156,000 earn 1,000; 9 customers earn nothing, whatever they bought."""
    done = [{"编号": "Y", "员工编号": "S1", "日期": "2024-12-31", "客户数": customers, "总额": sum_}]

    assert expected == total(office(REWARDS, "2024-12-31", {"成绩": done}).frame("处罚台账"), "S1")


def test_the_heaviest_of_a_group_is_found_after_pricing():
    """留 最重: what costs more stays, however the rows stand in the sheet."""
    rules = """
    处罚标准:
      - {触发: 登记, 互斥组: 烟, 互斥键: "员工编号,日期", 留: 最重, 行: [
          {编号: CO-05, 金额: 20, 数量: "{数量}"}, {编号: CO-04, 金额: 50}]}
    """
    entries = [entry("V1", "2024-03-04", "S1", "CO-05", 数量=3), entry("V2", "2024-03-04", "S1", "CO-04")]
    world = office(rules, "2024-03-31", {"违规登记": entries})

    assert [("CO-04", 0), ("CO-05", 60)] == rows(world.frame("处罚台账"), "代码", "金额")


# -- who pays


def test_an_unknown_offender_leads_to_the_group_and_the_other_code_is_not_added():
    """A window left open, person not found: 20 to the leader of the group, and the second code for it costs nothing."""
    rules = """
    处罚标准:
      - {触发: 登记, 互斥组: 窗, 互斥键: "对象编号,日期", 违规人: "{员工编号}|岗位:组长＠组:{组别}|组:{组别}",
         金额: 20, 行: [{编号: TD-05}, {编号: VH-03}]}
    """
    found = {"对象编号": "C1", "组别": "一组"}
    entries = [entry("V1", "2024-03-07", None, "TD-05", **found), entry("V2", "2024-03-07", None, "VH-03", **found)]
    world = office(rules, "2024-03-31", {"违规登记": entries})

    assert [("TD-05", "L1", 20), ("VH-03", "L1", 0)] == rows(world.frame("处罚台账"), "代码", "员工编号", "金额")


def test_a_group_without_a_leader_pays_together():
    """组:{组别} names everybody in it, in the order of the sheet."""
    rules = '处罚标准: [{编号: VH-05, 触发: 登记, 违规人: "{员工编号}|组:{组别}", 方向: 赔, 金额: "{价值}"}]'
    world = office(rules, "2024-03-31", {"违规登记": [entry("V1", "2024-03-07", None, "VH-05", 组别="一组", 价值=300)]})

    assert [("S1、L1", "S1、L1", 300)] == rows(world.frame("处罚台账"), "员工编号", "承担人", "金额")


def test_shares_are_divided_after_pricing_and_lose_no_fen():
    """Half to the person, half to the leader: 100.01 becomes 50.01 and 50.00 on two lines."""
    rules = '处罚标准: [{编号: P, 触发: 登记, 承担人: "{员工}:50%,{员工.组长}:50%", 金额: "{价值}"}]'
    world = office(rules, "2024-03-31", {"违规登记": [entry("V1", "2024-03-07", "S1", "P", 价值=100.01)]})

    ledger = world.frame("处罚台账")
    assert [("S1", 50.01), ("L1", 50)] == rows(ledger, "承担人", "金额")
    assert [("S1、L1", 100.01)] == rows(world.frame("处罚台账", ("P",)), "承担人", "基额")


def test_a_person_who_has_left_still_pays_for_what_he_did():
    """Left on the 20th; the entry of the 5th stays his, and the post is looked up as it was on that day."""
    staff = [
        {**STAFF[0], "离职日": "2024-03-20"},
        STAFF[2],
        {"员工编号": "N1", "姓名": "新", "岗位": "销售顾问", "入职日": "2024-03-21"},
    ]
    rules = '处罚标准: [{编号: A, 触发: 登记, 违规人: "{员工编号}|岗位:销售顾问", 金额: 10}]'
    entries = [
        entry("V1", "2024-03-05", "S1", "A"),
        entry("V2", "2024-03-06", None, "A"),
        entry("V3", "2024-03-25", None, "A"),
    ]
    world = office(rules, "2024-03-31", {"员工": staff, "违规登记": entries})

    assert ["S1", "S1", "N1"] == column(world.frame("处罚台账"), "员工编号")


def test_a_check_that_fails_is_paid_by_whom_the_row_names():
    """A slip without a valid signature costs the adviser its value; once signed, the charge stands all the same."""
    rules = """
    登记表: [{表: 装饰单, 列: ["单号:编号#", "员工编号:引用(员工)!", "日期:日期@!", "金额:金额!", "经理签字:是否"]}]
    检查清单: [{编号: OS, 表: 装饰单, 列: 经理签字, 须: 是, 级别: 疑, 提示: 当日签字}]
    处罚标准: [{编号: OR-03, 方向: 赔, 触发: 检查 OS, 违规人: "{源行.员工编号}", 金额: "{源行.金额}"}]
    """
    slip = {"单号": "Z1", "员工编号": "S1", "日期": "2024-03-05", "金额": 260}
    world = office(rules, "2024-03-06", {"装饰单": [slip]})
    ledger = world.frame("处罚台账")
    assert [("S1", "2024-03-05", "Z1", 260)] == rows(ledger, "员工编号", "日期", "对象编号", "金额")

    later = office(rules, "2024-03-07", {"装饰单": [{**slip, "经理签字": "是"}], "处罚台账": written(ledger)})
    assert [260] == column(later.frame("处罚台账"), "金额")


# -- dates


def test_an_act_is_judged_by_the_version_in_force_on_its_day():
    """Until the end of June 20, from July on 30; before the rules began nothing."""
    rules = """
    设置: [{名: 启用日, 值: 2024-03-01, 类型: 日期}]
    处罚标准: [{编号: A, 触发: 登记, 行: [{金额: 20, 失效日: 2024-06-30}, {金额: 30, 生效日: 2024-07-01}]}]
    """
    days = ["2024-02-29", "2024-03-01", "2024-06-30", "2024-07-01", "2024-08-01"]
    world = office(rules, "2024-07-31", {"违规登记": [entry(f"V{day}", day, "S1", "A") for day in days]})

    assert [("2024-03-01", 20), ("2024-06-30", 20), ("2024-07-01", 30)] == rows(world.frame("处罚台账"), "日期", "金额")


def test_a_withdrawn_entry_is_no_charge():
    """状态 撤销 takes an entry back."""
    entries = [entry("V1", "2024-03-05", "S1", "A", 状态="撤销"), entry("V2", "2024-03-06", "S1", "A", 状态="确认")]
    world = office("处罚标准: [{编号: A, 触发: 登记, 金额: 20}]", "2024-03-31", {"违规登记": entries})

    assert ["V2"] == column(world.frame("处罚台账"), "触发行")


# -- what can't be priced


@pytest.mark.parametrize(
    ("rule", "more", "kind"),
    [
        ('{编号: A, 触发: 登记, 金额: 20, 数量: "{数量}"}', {}, "FINE_NEEDS_NUMBER"),
        ('{编号: A, 触发: 登记, 金额: "10×{价值}"}', {}, "FINE_NEEDS_NUMBER"),
        ('{编号: A, 触发: 登记, 金额: "10%×{员工.绩效工资}"}', {"员工编号": "X9"}, "FINE_BASE_MISSING"),
        ("{编号: B, 触发: 登记, 金额: 20}", {}, "UNKNOWN_FINE_CODE"),
        ("{编号: A, 触发: 表 培训, 金额: 20}", {}, "FINE_AUTOMATIC"),
    ],
)
def test_what_cannot_be_priced_is_kept_without_a_sum_and_named(rule, more, kind):
    """Unknown code, missing quantity, missing value, missing pay: no sum is invented."""
    world = office(
        f"取用: [培训]\n处罚标准: [{rule}]", "2024-03-31", {"违规登记": [entry("V1", "2024-03-05", "S1", "A") | more]}
    )

    ledger = world.frame("处罚台账")
    assert [None] * len(ledger) == column(ledger, "金额")
    assert kind in kinds(world)
    assert (kind == "FINE_AUTOMATIC") == (len(ledger) == 0)


@pytest.mark.parametrize(
    ("rule", "count", "named"),
    [
        ("{编号: A, 触发: 登记, 金额: 20}", 3, True),
        ("{编号: A, 触发: 登记, 处理: 旷工}", 2, True),
        ("{编号: A, 触发: 登记, 金额: 20}", 1, False),
        ("{编号: A, 触发: 登记, 金额: 20}", None, False),
        ('{编号: A, 触发: 登记, 金额: 20, 数量: "{数量}"}', 3, False),
        ('{编号: A, 触发: 登记, 金额: "20×{数量}"}', 3, False),
    ],
)
def test_a_number_that_the_clause_does_not_use_is_named(rule: str, count: int | None, named: bool) -> None:
    """数量 3 of a clause that counts a row once: the fine is of one, and 问题 says so."""
    row = entry("V1", "2024-03-05", "S1", "A") | {"数量": count}
    world = office(f"处罚标准: [{rule}]", "2024-03-31", {"违规登记": [row]})

    world.frame("处罚台账")
    assert named == ("FINE_COUNT_UNUSED" in kinds(world))


def test_the_name_of_a_clause_means_its_code_and_likeness_looks_at_names() -> None:
    """A name that two clauses share means neither; the code that is told is that of the name that is like it."""
    rules = """
处罚标准:
  - {编号: A, 名称: 接待未核实联系人与电话, 条款: 要核实, 触发: 登记, 金额: 20}
  - {编号: B, 名称: 迟到, 条款: 要准时, 触发: 登记, 金额: 5}
  - {编号: C, 名称: 迟到, 条款: 要准时, 触发: 登记, 金额: 9}
"""
    said = ("接待未核实联系人与电话", "接待没核实联系人和电话", "迟到")
    entries = [entry(f"V{at}", "2026-03-05", "S1", word) for at, word in enumerate(said)]
    day = Office(rules, {"违规登记": entries}).looked_at("2026-03-09 09:00")
    ledger = day.sheet("处罚台账")
    told = [dict(one.words) for one in day.issues if one.kind in (Kind.ALIAS_FOLDED, Kind.UNKNOWN_FINE_CODE)]

    assert {("A", 20), (said[1], None), (said[2], None)} == set(rows(ledger, "代码", "金额"))
    assert [{"heading": "条款代码", "value": said[0], "code": "A"}] == [one for one in told if "heading" in one]
    assert "A" == next(one["nearest"] for one in told if one.get("code") == said[1])


def test_a_rule_without_a_sum_waits_for_a_person():
    """金额 empty: the ledger names it and adds nothing."""
    world = office(
        "处罚标准: [{编号: A, 触发: 登记}]", "2024-03-31", {"违规登记": [entry("V1", "2024-03-05", "S1", "A")]}
    )

    assert [(None, "是")] == rows(world.frame("处罚台账"), "金额", "待决定")


def test_a_rule_that_reads_a_missing_column_rests_and_the_others_go_on():
    """The issue names the column; the other code is priced."""
    rules = '处罚标准: [{编号: A, 触发: 登记, 金额: "2×{没有}"}, {编号: B, 触发: 登记, 金额: 5}]'
    entries = [entry("V1", "2024-03-05", "S1", "A"), entry("V2", "2024-03-05", "S1", "B")]
    world = office(rules, "2024-03-31", {"违规登记": entries})

    assert [("B", 5)] == rows(world.frame("处罚台账"), "代码", "金额")
    assert ["UNKNOWN_COLUMN"] == kinds(world)


def test_a_code_that_rests_on_an_empty_setting_is_not_called_unknown():
    """The empty setting has its own issue; the entry needs no second one."""
    rules = """
    设置: [{名: 罚款, 值: "", 类型: 金额, 依据: 原文未写}]
    处罚标准: [{编号: A, 触发: 登记, 金额: "{设置.罚款}"}]
    """
    world = office(rules, "2024-03-31", {"违规登记": [entry("V1", "2024-03-05", "S1", "A")]}, sound=False)

    assert 0 == len(world.frame("处罚台账"))
    assert [] == kinds(world)


# -- what others read


def test_the_charges_of_one_code_open_the_row_and_the_person_behind_them():
    """源行 leads to the row that set it off, 员工 to the one who pays."""
    entries = [entry("V1", "2024-03-05", "S1", "A", 事由="吵闹")]
    world = office("处罚标准: [{编号: A, 触发: 登记, 金额: 20}]", "2024-03-31", {"违规登记": entries})
    found = charges(world, world.book.all(Sanction))

    from workbook.rules.world.scope import Scope, whole

    scope = Scope(world, whole(found))
    assert ["吵闹"] == scope.vec(("源行", "事由")).objects().tolist()
    assert ["甲"] == scope.vec(("员工", "姓名")).objects().tolist()
    assert [20] == priced(world, found, "金额").data.tolist()


def test_a_fine_for_the_last_in_a_ranking_waits_for_a_person():
    """Two months are over: whoever is last in the ranking is put up for decision, nobody is dismissed by a program."""
    rules = """
    登记表: [{表: 来客, 列: ["来客号:编号#", "员工编号:引用(员工)!", "日期:日期@!", "成交:是否"]}]
    指标: [{编号: K1, 表: 来客, 分子若: {成交: 是}, 期: 双月, 分组: 员工编号, 名次: 是}]
    处罚标准: [{编号: RC-11, 触发: 指标 K1, 若: {名次: "={末名次}"}, 处理: "再培训,劝退", 决定: 是}]
    """
    came = [
        {"来客号": f"{who}{n}", "员工编号": who, "日期": "2024-01-10", "成交": "是" if n < won else "否"}
        for who, won in (("S1", 1), ("S2", 3), ("L1", 1))
        for n in range(4)
    ]
    found = rows(office(rules, "2024-03-01", {"来客": came}).frame("处罚台账"), "员工编号", "日期", "处理", "待决定")

    assert [("L1", "2024-02-29", "再培训、劝退", "是"), ("S1", "2024-02-29", "再培训、劝退", "是")] == found
