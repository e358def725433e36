"""处罚台账: what was written stays, what is new is added, what lost its cause is reversed."""

from __future__ import annotations

import pytest
from worlds import column, kinds, office, rows, written

from workbook.rules.world.frames import said_because

PRESENT = """
取用: [考勤]
处罚标准: [{编号: CA-01, 触发: 表 考勤, 若: {签到: ">08:30"}, 金额: "1%×{员工.基本工资}", 计次键: "员工编号,日期"}]
"""


def entry(number: str, at: str, who: str | None, code: str, **more: object) -> dict[str, object]:
    return {"登记编号": number, "时间": at, "员工编号": who, "条款代码": code, **more}


def present(*days: str) -> list[dict[str, object]]:
    return [{"员工编号": "S1", "日期": day.split()[0], "签到": day.split()[1]} for day in days]


PLAIN = "处罚标准: [{编号: A, 条款: 第九条, 触发: 登记, 金额: 20, 翻倍自: 2}]"


def second_run(then: list[dict[str, object]], typed: dict[str, object] | None = None, now: str = "2024-04-10"):
    """The ledger of one entry on 5 March, and the run after the entries became `then`."""
    world = office(PLAIN, "2024-03-31", {"违规登记": [entry("V1", "2024-03-05", "S1", "A")]})
    found = written(world.frame("处罚台账"))
    found[0] |= typed or {}
    return office(PLAIN, now, {"违规登记": then, "处罚台账": found})


def test_a_second_run_adds_nothing():
    """Same facts, same rows, none of them new."""
    world = second_run([entry("V1", "2024-03-05", "S1", "A")])

    ledger = world.frame("处罚台账")
    assert [("A·V1", 20)] == rows(ledger, "行键", "金额")
    assert [2] == ledger.rows.tolist()
    assert "A（第九条）：违规登记!B2；本月第 1 次" == said_because(ledger, 0)


def test_an_earlier_entry_that_comes_late_moves_the_later_one_up():
    """It is the first; the line that was the first is reversed and booked anew as the second: 60 in all, not 40."""
    world = second_run([entry("V1", "2024-03-05", "S1", "A"), entry("V0", "2024-03-02", "S1", "A")])

    ledger = world.frame("处罚台账")
    assert [("V1", 1, 20), ("V0", 1, 20), ("V1", 2, 40), ("V1", 1, -20)] == rows(ledger, "触发行", "第几次", "金额")
    assert [2, 0, 0, 0] == ledger.rows.tolist()
    assert "第 1 次变成第 2 次，冲销重记" in said_because(ledger, 3)


LADDER = "处罚标准: [{编号: A, 触发: 登记, 金额: '1:20; 2:40; 3+:劝退'}]"


def third_of(typed: dict[str, object], now: str = "2024-03-20"):
    """Three entries are booked, staff type beside the third, then the first is withdrawn."""
    entries = [entry(f"V{n}", f"2024-03-0{n}", "S1", "A") for n in (1, 2, 3)]
    found = written(office(LADDER, "2024-03-10", {"违规登记": entries}).frame("处罚台账"))
    found[2] |= typed
    gone = [entries[0] | {"状态": "撤销"}, *entries[1:]]
    return office(LADDER, now, {"违规登记": gone, "处罚台账": found})


def test_a_step_that_went_away_pulls_the_later_ones_down():
    """The second is now the first, and a dismissal that waited is off the table."""
    world = third_of({})

    ledger = rows(world.frame("处罚台账"), "行键", "第几次", "金额", "处理", "待决定")
    assert [("A·V2·第2笔", 1, 20, None, "否"), ("A·V3·第2笔", 2, 40, None, "否")] == ledger[3:5]
    assert [-20, -40, None] == [row[2] for row in ledger[5:]]
    assert "否" == ledger[2][4], "nobody waits for a ruling on a line that was reversed"
    again = office(
        LADDER,
        "2024-03-21",
        {
            "违规登记": [entry("V2", "2024-03-02", "S1", "A"), entry("V3", "2024-03-03", "S1", "A")],
            "处罚台账": written(world.frame("处罚台账")),
        },
    )
    assert len(ledger) == len(again.frame("处罚台账"))


@pytest.mark.parametrize("typed", [{"裁决": "劝退", "裁决人": "L1"}, {"缴款日": "2024-03-11"}])
def test_what_was_ruled_or_paid_is_shown_with_what_it_would_be(typed: dict[str, object]):
    """The line stays; a person reads both."""
    world = third_of(typed)

    assert 1 == [row[0] for row in rows(world.frame("处罚台账"), "行键")].count("A·V3")
    assert "A·V3·第2笔" not in column(world.frame("处罚台账"), "行键")
    assert "FINE_STEP_MOVED" in kinds(world)
    told = next(str(one) for one in world.issues if one.kind.name == "FINE_STEP_MOVED")
    assert "第 3 次 劝退" in told
    assert "第 2 次 40" in told


def test_a_charge_without_money_is_reversed_like_any_other():
    """A card made void: its cause goes, the line is undone."""
    rules = "处罚标准: [{编号: A, 触发: 登记, 处理: 废卡, 决定: 否}]"
    found = written(office(rules, "2024-03-10", {"违规登记": [entry("V1", "2024-03-05", "S1", "A")]}).frame("处罚台账"))
    gone = [entry("V1", "2024-03-05", "S1", "A", 状态="撤销")]
    world = office(rules, "2024-03-11", {"违规登记": gone, "处罚台账": found})

    assert [("A·V1", "废卡", None), ("A·V1·冲销", None, "A·V1")] == rows(
        world.frame("处罚台账"), "行键", "处理", "冲销"
    )


def test_steps_that_stay_booked_are_climbed_though_nothing_raises_them_again():
    """A gap in a checklist was fined and is filled since: the line stays, and the next gap is the second."""
    rules = """
    登记表: [{表: 卡, 列: ["卡号:编号#", "员工编号:引用(员工)", "日期:日期@!", "签字:文本"]}]
    检查清单: [{编号: K, 表: 卡, 列: 签字, 须: 非空}]
    处罚标准: [{编号: A, 触发: 检查 K, 违规人: "{源行.员工编号}", 金额: '1:20; 2:40'}]
    """

    def card(number: str, day: str, sign: str | None) -> dict[str, object]:
        return {"卡号": number, "员工编号": "S1", "日期": day, "签字": sign}

    first = office(rules, "2024-03-06", {"卡": [card("K1", "2024-03-05", None)]})
    found = written(first.frame("处罚台账"))
    then = [card("K1", "2024-03-05", "甲"), card("K2", "2024-03-08", None)]
    world = office(rules, "2024-03-09", {"卡": then, "处罚台账": found})

    assert [(1, 20), (2, 40)] == rows(world.frame("处罚台账"), "第几次", "金额")


@pytest.mark.parametrize("then", [[], [entry("V1", "2024-03-05", "S1", "A", 状态="撤销")]])
def test_an_unpaid_line_whose_cause_is_gone_is_reversed(then):
    """The line stays, another undoes it on the same day; together they are nothing."""
    world = second_run([*then, entry("V9", "2024-03-07", "S2", "A")])

    ledger = world.frame("处罚台账")
    found = [row for row in rows(ledger, "行键", "冲销", "日期", "金额") if row[0].startswith("A·V1")]
    assert [("A·V1", None, "2024-03-05", 20), ("A·V1·冲销", "A·V1", "2024-03-05", -20)] == found
    assert 0 == sum(row[-1] for row in found)
    assert "冲销" in said_because(ledger, 2)


def test_a_reversal_is_made_once_and_the_fine_may_come_back():
    """After the reversal was written nothing changes; when the entry is valid again a line of its own is added."""
    first = second_run([entry("V1", "2024-03-05", "S1", "A", 状态="撤销")])
    found = written(first.frame("处罚台账"))
    quiet = office(
        PLAIN, "2024-04-11", {"违规登记": [entry("V1", "2024-03-05", "S1", "A", 状态="撤销")], "处罚台账": found}
    )
    back = office(PLAIN, "2024-04-12", {"违规登记": [entry("V1", "2024-03-05", "S1", "A")], "处罚台账": found})

    assert [20, -20] == column(quiet.frame("处罚台账"), "金额")
    assert [("A·V1", 20), ("A·V1·冲销", -20), ("A·V1·第2笔", 20)] == rows(back.frame("处罚台账"), "行键", "金额")


def test_a_paid_line_whose_cause_is_gone_is_asked_about():
    """Nothing is reversed behind a payment; a person decides."""
    world = second_run([entry("V1", "2024-03-05", "S1", "A", 状态="撤销")], {"缴款日": "2024-03-06"})

    assert [20] == column(world.frame("处罚台账"), "金额")
    assert ["PAID_BUT_GONE"] == kinds(world)


def test_a_written_line_that_would_be_otherwise_today_is_named_and_kept():
    """The entry now names somebody else: the ledger stays, the difference is listed."""
    world = second_run([entry("V1", "2024-03-05", "S2", "A")])

    assert [("S1", 20)] == rows(world.frame("处罚台账"), "员工编号", "金额")
    assert ["FINE_DIFFERS"] == kinds(world)


LOST = """
登记表:
  - {表: 礼, 列: ["礼号:编号#", "日:日期@!", "员工编号:引用(员工)!", "价值:金额"]}
  - {表: 名, 列: ["名号:编号#", "礼号:引用(礼)!"]}
计算:
  - {表: 礼, 列: 名数, 类型: 整数, 方法: 计数, 来源: 名, 关联: 礼号}
  - {表: 礼, 列: 缺名, 类型: 整数, 公式: "5-{名数}"}
  - {表: 礼, 列: 天数, 类型: 整数, 公式: '相差({今日.日期},{日},"天")'}
处罚标准:
  - {编号: G1, 触发: 表 礼, 金额: "10×{价值}"}
  - {编号: G2, 触发: 表 礼, 金额: "20", 数量: "{缺名}"}
  - {编号: G3, 触发: 表 礼, 金额: "1", 数量: "{天数}"}
"""


def lost(day: str, value: int, names: int, found: list[dict[str, object]] | None = None):
    """A present of some value with some names beside it: ten times its value, twenty a missing name, a yuan a day."""
    gift = {"礼号": "L1", "日": "2024-03-05", "员工编号": "S1", "价值": value}
    facts = {"礼": [gift], "名": [{"名号": f"N{n}", "礼号": "L1"} for n in range(names)]}
    return office(LOST, day, facts | ({"处罚台账": found} if found else {}))


def test_a_sum_that_later_typing_changes_is_named_though_nobody_entered_the_fine():
    """Another value, names that came late: the lines stay and are named; what grows with the days alone is not."""
    found = written(lost("2024-03-10", 80, 2).frame("处罚台账"))

    other, quiet = lost("2024-03-12", 60, 4, found), lost("2024-03-12", 80, 2, found)

    for world in (other, quiet):
        assert [800, 60, 5] == column(world.frame("处罚台账"), "金额")
    said = [(one.place.row, one.what) for one in other.issues if one.kind.name == "FINE_DIFFERS"]
    assert [
        (2, "G1·L1·L1台账上是S1 2024-03-05 800.00 元，现在算出来是S1 2024-03-05 600.00 元，台账没有改。"),
        (3, "G2·L1·L1台账上是S1 2024-03-05 60.00 元，现在算出来是S1 2024-03-05 20.00 元，台账没有改。"),
    ] == said
    assert "FINE_DIFFERS" not in kinds(quiet)


def test_lines_of_codes_that_no_longer_exist_are_left_alone():
    """A rule that was taken out doesn't take the past with it."""
    world = office(PLAIN, "2024-03-31", {"违规登记": [entry("V1", "2024-03-05", "S1", "A")]})
    found = written(world.frame("处罚台账"))
    later = office(
        "处罚标准: [{编号: B, 触发: 登记, 金额: 1}]",
        "2024-04-10",
        {"处罚台账": found, "违规登记": [entry("V9", "2024-04-01", "S1", "B")]},
    )

    assert [("A", 20), ("B", 1)] == rows(later.frame("处罚台账"), "代码", "金额")


def test_a_priced_line_follows_when_the_missing_number_is_typed_in():
    """A line without a sum is no fine yet; with the quantity it gets one."""
    rules = '处罚标准: [{编号: A, 触发: 登记, 金额: 20, 数量: "{数量}"}]'
    first = office(rules, "2024-03-31", {"违规登记": [entry("V1", "2024-03-05", "S1", "A")]})
    found = written(first.frame("处罚台账"))
    later = office(rules, "2024-04-01", {"违规登记": [entry("V1", "2024-03-05", "S1", "A", 数量=2)], "处罚台账": found})

    assert [("A·V1", None), ("A·V1·第2笔", 40)] == rows(later.frame("处罚台账"), "行键", "金额")


def test_what_staff_typed_stays_and_a_ruling_ends_the_waiting():
    """裁决 and 裁决金额 are kept; the line waits for nobody any more."""
    rules = '处罚标准: [{编号: A, 触发: 登记, 金额: "10%..30%×{员工.绩效工资}"}]'
    entries = [entry("V1", "2024-03-05", "S1", "A")]
    first = office(rules, "2024-03-31", {"违规登记": entries})
    found = written(first.frame("处罚台账"))
    assert "是" == found[0]["待决定"]
    found[0] |= {"裁决": "扣 20%", "裁决金额": 600, "裁决人": "L1"}
    later = office(rules, "2024-04-01", {"违规登记": entries, "处罚台账": found})

    assert [(300, 900, "否", "扣 20%", 600)] == rows(
        later.frame("处罚台账"), "下限", "上限", "待决定", "裁决", "裁决金额"
    )


def test_rows_without_a_number_of_their_own_are_known_by_what_they_hold():
    """A row put in above the others changes no key, so nothing is fined twice."""
    before = office(PRESENT, "2024-03-31", {"考勤": present("2024-03-05 08:40")})
    found = written(before.frame("处罚台账"))
    after = office(PRESENT, "2024-03-31", {"考勤": present("2024-03-01 08:00", "2024-03-05 08:40"), "处罚台账": found})

    assert [("CA-01·S1·2024-03-05·S1·2024-03-05", 40)] == rows(after.frame("处罚台账"), "行键", "金额")


EXCLUSIVE = """
处罚标准: [{触发: 登记, 互斥组: 烟, 互斥键: "员工编号,日期", 行: [{编号: 重, 金额: 50}, {编号: 轻, 金额: 20}]}]
"""


def test_a_graver_entry_that_comes_later_undoes_the_milder_line_and_back_again():
    """20 is written, then reversed for 50; when the 50 is withdrawn the 20 counts again, on a line of its own."""
    mild, grave = entry("V1", "2024-03-05", "S1", "轻"), entry("V2", "2024-03-05", "S1", "重")
    first = office(EXCLUSIVE, "2024-03-06", {"违规登记": [mild]}).frame("处罚台账")
    then = office(EXCLUSIVE, "2024-03-07", {"违规登记": [mild, grave], "处罚台账": written(first)}).frame("处罚台账")
    gone = [mild, grave | {"状态": "撤销"}]
    last = office(EXCLUSIVE, "2024-03-08", {"违规登记": gone, "处罚台账": written(then)}).frame("处罚台账")

    assert [("轻·V1", 20), ("重·V2", 50), ("轻·V1·冲销", -20)] == rows(then, "行键", "金额")
    assert [("轻·V1·第2笔", 20), ("重·V2·冲销", -50)] == rows(last, "行键", "金额")[3:]


def test_what_was_struck_out_and_then_stands_alone_is_charged():
    """A line at nothing is no fine: when the other code is withdrawn the sum is charged after all."""
    mild, grave = entry("V1", "2024-03-05", "S1", "轻"), entry("V2", "2024-03-05", "S1", "重")
    first = office(EXCLUSIVE, "2024-03-06", {"违规登记": [mild, grave]}).frame("处罚台账")
    gone = [mild, grave | {"状态": "撤销"}]
    last = office(EXCLUSIVE, "2024-03-08", {"违规登记": gone, "处罚台账": written(first)}).frame("处罚台账")

    expected = [("轻·V1", 0), ("重·V2", 50), ("轻·V1·第2笔", 20), ("重·V2·冲销", -50)]
    assert expected == rows(last, "行键", "金额")


def test_too_much_of_something_is_fined_on_the_day_it_went_over():
    """Two absences a month are free: the third, on the 9th, is fined at once and not at the end of the month."""
    rules = """
    取用: [请假]
    定额: [{编号: Q, 计数表: 请假, 键: 员工编号, 名册: 员工, 期: 月, 界: 至多, 数: 2, 出: 无}]
    处罚标准: [{编号: L, 触发: 定额 Q, 金额: 30, 数量: "{超额}"}]
    """
    away = [
        {"员工编号": "S1", "起": f"2024-03-{day:02} 09:00", "止": f"2024-03-{day:02} 18:00"} for day in (3, 5, 9, 11)
    ]
    world = office(rules, "2024-03-15", {"请假": away})

    assert [("S1", "2024-03-09", "2024-03", 2, 60)] == rows(
        world.frame("处罚台账"), "员工编号", "日期", "期", "数量", "金额"
    )


def test_periods_that_are_no_longer_computed_keep_their_fines():
    """A gap of long ago is not computed any more: its line stands, nothing is reversed."""
    rules = """
    登记表: [{表: 巡展, 列: ["巡展编号:编号#", "日期:日期@!"]}]
    定额: [{编号: Q, 计数表: 巡展, 期: 月, 数: 1}]
    处罚标准: [{编号: K, 触发: 定额 Q, 违规人: "岗位:组长", 金额: 50}]
    """
    old = {
        "行键": "K·Q·全部·2019-01··2019-01",
        "日期": "2019-01-31",
        "代码": "K",
        "员工编号": "L1",
        "触发行": "Q·全部·2019-01",
    }
    line = old | {"期": "2019-01", "倍数": 1, "金额": 50}
    world = office(rules, "2024-03-15", {"处罚台账": [line], "巡展": [{"巡展编号": "X", "日期": "2024-02-01"}]})

    assert [50] == column(world.frame("处罚台账"), "金额")


NUMBERED = """
登记表: [{表: 打卡, 列: ["打卡编号:编号#", "员工编号:引用(员工)", "时刻:时点@!", "结论:文本"]}]
处罚标准: [{编号: A, 触发: 表 打卡, 若: {结论: 迟到}, 金额: "1:20; 2:40"}]
"""


def clocked(*rows_: tuple[str, str, str]) -> list[dict[str, object]]:
    return [{"打卡编号": number, "员工编号": who, "时刻": f"2024-03-{at}", "结论": "迟到"} for number, who, at in rows_]


@pytest.mark.parametrize(
    "then",
    [
        [("K1", "L1", "04 09:00"), ("K2", "S1", "05 09:00"), ("K3", "S2", "06 09:00")],
        [("K1", "S2", "06 09:00"), ("K2", "S1", "05 09:00"), ("K3", "L1", "04 09:00")],
        [("N7", "S1", "05 09:00"), ("N8", "S2", "06 09:00"), ("K1", "L1", "04 09:00")],
    ],
)
def test_an_export_that_is_numbered_anew_fines_nobody_twice(then):
    """One more row on top, another order, other numbers: what was booked stays, only the new row is charged."""
    first = office(NUMBERED, "2024-03-10", {"打卡": clocked(("K1", "S1", "05 09:00"), ("K2", "S2", "06 09:00"))})
    book = written(first.frame("处罚台账"))
    world = office(NUMBERED, "2024-03-11", {"打卡": clocked(*then), "处罚台账": book})

    ledger = rows(world.frame("处罚台账"), "员工编号", "日期", "金额", "冲销")
    assert [("S1", "2024-03-05", 20, None), ("S2", "2024-03-06", 20, None), ("L1", "2024-03-04", 20, None)] == ledger
    names = column(world.frame("处罚台账"), "行键")
    assert len(names) == len(set(names))
    again = office(NUMBERED, "2024-03-12", {"打卡": clocked(*then), "处罚台账": written(world.frame("处罚台账"))})
    assert ledger == rows(again.frame("处罚台账"), "员工编号", "日期", "金额", "冲销")


def test_what_was_ruled_stays_with_its_fact_when_numbers_shift():
    """A ruling typed beside S1's line is S1's, whatever number the fact has now; a fact that is gone is reversed."""
    first = office(NUMBERED, "2024-03-10", {"打卡": clocked(("K1", "S1", "05 09:00"), ("K2", "S2", "06 09:00"))})
    book = written(first.frame("处罚台账"))
    book[0] |= {"裁决": "免", "裁决金额": 0}
    world = office(
        NUMBERED, "2024-03-11", {"打卡": clocked(("K1", "L1", "04 09:00"), ("K2", "S1", "05 09:00")), "处罚台账": book}
    )

    found = rows(world.frame("处罚台账"), "员工编号", "金额", "裁决", "冲销")
    assert ("S1", 20, "免", None) == found[0]
    assert [("L1", 20, None, None)] == [row for row in found if row[0] == "L1"]
    assert [20, -20] == [row[1] for row in found if row[0] == "S2"]


def test_a_row_pasted_again_under_a_new_number_is_doubted():
    """Same person, minute and finding: both are charged, and a person is asked; another minute is another fact."""
    facts = [("K1", "S1", "05 09:00"), ("K2", "S1", "05 09:00"), ("K3", "S1", "05 14:00"), ("K4", "S2", "05 09:00")]
    world = office(NUMBERED, "2024-03-10", {"打卡": clocked(*facts)})

    assert 4 == len(world.frame("处罚台账"))
    told = [str(one) for one in world.issues if one.kind.name == "SAME_FACT"]
    assert 1 == len(told)
    assert "打卡!A3" in told[0]
    assert "打卡!第2行" in told[0]


@pytest.mark.parametrize(("cell", "word", "waiting"), [("登记编号", None, 0), ("时间", "3月5日", 1)])
def test_a_row_that_cannot_be_read_takes_no_fine_back(cell, word, waiting):
    """A day written 3月5日 stops the row: the line waits until it is mended; without its number the row is known again."""
    stopped = entry("V1", "2024-03-05", "S1", "A") | {cell: word}
    second = entry("V2", "2024-03-06", "S1", "A")
    first = office(PLAIN, "2024-03-31", {"违规登记": [entry("V1", "2024-03-05", "S1", "A"), second]})
    book = written(first.frame("处罚台账"))

    world = office(PLAIN, "2024-04-10", {"违规登记": [stopped, second], "处罚台账": book})

    assert [(20, None), (40, None)] == rows(world.frame("处罚台账"), "金额", "冲销")
    assert ["【违规登记】有读不成的行，台账里 1 笔现在找不到起因，先不冲销。"] * waiting == [
        one.what for one in world.issues if one.kind.name == "FINE_WAITS"
    ]


def test_once_mended_the_fine_stands_once_and_a_struck_row_is_reversed():
    """Back as it was: nothing new. Gone for good: reversed."""
    whole = [entry("V1", "2024-03-05", "S1", "A"), entry("V2", "2024-03-06", "S2", "A")]
    book = written(office(PLAIN, "2024-03-31", {"违规登记": whole}).frame("处罚台账"))
    stopped = office(PLAIN, "2024-04-10", {"违规登记": [{**whole[0], "时间": "3月5日"}, whole[1]], "处罚台账": book})
    book = written(stopped.frame("处罚台账"))

    mended = office(PLAIN, "2024-04-11", {"违规登记": whole, "处罚台账": book})
    struck = office(PLAIN, "2024-04-11", {"违规登记": whole[1:], "处罚台账": book})

    assert [20, 20] == column(mended.frame("处罚台账"), "金额")
    assert [20, 20, -20] == column(struck.frame("处罚台账"), "金额")


@pytest.mark.parametrize(
    ("typed", "held", "made"),
    [
        ({"金额": 2}, "S1 2024-03-05 2.00 元", "S1 2024-03-05 20.00 元"),
        ({"金额": 2, "缴款日": "2024-03-06"}, "S1 2024-03-05 2.00 元", "S1 2024-03-05 20.00 元"),
        ({"账期": "2024-05"}, "账期 2024-05", "账期 2024-03"),
    ],
)
def test_a_sum_or_a_month_that_was_changed_by_hand_is_named(typed: dict[str, object], held: str, made: str):
    """The ledger keeps what stands there; what it would be is said, whoever changed it. A ruling has its own columns."""
    world = second_run([entry("V1", "2024-03-05", "S1", "A")], typed)

    _ = world.frame("处罚台账")
    assert [("FINE_DIFFERS", held, made)] == [
        (found.kind.name, dict(found.words)["held"], dict(found.words)["made"]) for found in world.issues
    ]


def test_a_ruled_sum_is_nobodys_doubt():
    """裁决 says that a person decided."""
    typed = {"金额": 2, "裁决": "减轻", "裁决金额": 2, "裁决人": "S9"}
    world = second_run([entry("V1", "2024-03-05", "S1", "A")], typed)

    assert [] == kinds(world)


LATE = """
时限: [{编号: D, 名称: 处理, 条款: 一天内, 源表: 事件, 若: {事件类型: 投诉}, 起点: 发生时间, 方式: 内, 时长: 1天,
  完成列: 处理完成时间, 责任: "{员工编号}", 出: 无}]
处罚标准: [{编号: F, 触发: 义务 D, 金额: "50", 翻倍自: 2}]
"""
BY_ROW = """
处罚标准: [{编号: F, 触发: 表 事件, 若: {事件类型: 投诉}, 违规人: "{员工编号}", 金额: "50", 翻倍自: 2}]
"""
STOPPED = {"事件编号": "E9", "客户编号": "K1", "事件类型": "投诉", "发生时间": "哪天", "员工编号": "S1"}


def complaint(number: str | None, customer: str, who: str = "乙") -> dict[str, object]:
    return {
        "事件编号": number,
        "客户编号": customer,
        "事件类型": "投诉",
        "发生时间": "2024-03-05",
        "员工编号": who,
    }


def complained(rules: str, now: str, events: list[dict[str, object]], book: list[dict[str, object]] | None = None):
    customers = [{"客户编号": f"K{one}", "客户名称": f"客户{one}"} for one in (1, 2, 3)]
    return office(rules, now, {"客户": customers, "事件": events, **({"处罚台账": book} if book else {})}).frame(
        "处罚台账"
    )


@pytest.mark.parametrize("rules", [LATE, BY_ROW])
@pytest.mark.parametrize("others", [[], [STOPPED]])
@pytest.mark.parametrize("typed", [{}, {"缴款日": "2024-03-20"}])
def test_a_row_that_gets_its_number_later_is_not_fined_twice(rules, others, typed):
    """As 编号还空着 asks for it: the line stays, under the row's number, whatever else on the sheet can't be read."""
    first = complained(rules, "2024-03-10", [complaint(None, "客户1"), complaint("E2", "K2", "S1"), *others])
    assert "客户1·投诉·2024-03-05·乙" in column(first, "对象编号")
    book = [line | (typed if line["员工编号"] == "S2" else {}) for line in written(first)]

    mended = [complaint("E6", "客户1"), complaint("E2", "K2", "S1"), *others]
    then = complained(rules, "2024-03-21", mended, book)

    told = [("S2", "E6", 50, 1, None), ("S1", "E2", 50, 1, None)]
    assert sorted(told) == sorted(rows(then, "员工编号", "对象编号", "金额", "第几次", "冲销"))
    mine = next(at for at, who in enumerate(column(then, "员工编号")) if who == "S2")
    assert said_because(then, mine).endswith("；起因那一行当时没有编号，现在是 E6")
    assert 1 == said_because(then, mine).count("起因那一行")
    again = complained(rules, "2024-03-22", [*mended, complaint("E7", "K3")], written(then))
    assert [("E6", 50, 1), ("E7", 100, 2)] == sorted(
        row[1:] for row in rows(again, "员工编号", "对象编号", "金额", "第几次") if row[0] == "S2"
    )


def test_a_ruling_stays_with_the_row_that_got_its_number_later():
    """Two rows of one person and day: the ruled line is of the first customer's, and only what is new is charged."""
    first = complained(BY_ROW, "2024-03-10", [complaint(None, "K1")])
    book = [written(first)[0] | {"裁决": "免", "裁决金额": 0}]
    then = complained(BY_ROW, "2024-03-11", [complaint("E5", "K2"), complaint("E6", "K1")], book)

    assert [("E6", 50, "免"), ("E5", 50, None)] == rows(then, "对象编号", "金额", "裁决")


def test_two_rows_that_said_the_same_keep_a_line_each_when_both_get_numbers():
    first = complained(BY_ROW, "2024-03-10", [complaint(None, "K1"), complaint(None, "K1")])
    then = complained(BY_ROW, "2024-03-11", [complaint("E5", "K1"), complaint("E6", "K1")], written(first))

    second, both = "K1·投诉·2024-03-05·乙·2", rows(first, "对象编号", "金额")
    assert [("E6" if what == second else "E5", sum_, None) for what, sum_ in both] == rows(
        then, "对象编号", "金额", "冲销"
    )
    assert {50, 100} == set(column(then, "金额"))


def test_a_row_without_a_number_that_is_struck_is_reversed():
    """Another customer's row, numbered, is another fact."""
    first = complained(BY_ROW, "2024-03-10", [complaint(None, "K1")])
    then = complained(BY_ROW, "2024-03-11", [complaint("E6", "K2", "S1")], written(first))

    assert [("S2", 50), ("S1", 50), ("S2", -50)] == rows(then, "员工编号", "金额")
