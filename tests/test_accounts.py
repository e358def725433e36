"""账期: a month that was told stays as it was told; what changes later counts in the month that books it."""

from __future__ import annotations

from worlds import column, office, rows, written

from workbook.rules.world.frames import said_because

RULES = """
处罚标准: [{编号: A, 触发: 登记, 金额: 500}]
指标: [{编号: M, 表: 处罚台账, 方法: 合计, 列: 金额, 时间列: 账期}]
"""
RAN = [{"行键": "2024-04-01-每日", "日期": "2024-04-01", "作业": "每日"}]


def entry(number: str, at: str, **more: object) -> dict[str, object]:
    return {"登记编号": number, "时间": at, "员工编号": "S1", "条款代码": "A", **more}


def months(world) -> dict[object, object]:
    return dict(rows(world.frame("指标结果"), "期", "值"))


def march():
    """The ledger as the first run of April books it: March is open still."""
    return office(RULES, "2024-04-01", {"违规登记": [entry("V1", "2024-03-05")]})


def test_a_fine_counts_in_its_own_month_as_long_as_that_is_open():
    """Booked on the first of April by the first run there: it is March's."""
    world = march()

    assert [("2024-03-05", "2024-04-01", "2024-03")] == rows(world.frame("处罚台账"), "日期", "登账日", "账期")
    assert 500 == months(world)["2024-03"]


def test_a_reversal_counts_in_the_month_that_books_it():
    """March said 500 and goes on saying it; April gives 500 back."""
    gone = [entry("V1", "2024-03-05", 状态="撤销"), entry("V2", "2024-04-02")]
    world = office(
        RULES, "2024-04-10", {"违规登记": gone, "处罚台账": written(march().frame("处罚台账")), "运行记录": RAN}
    )

    booked = rows(world.frame("处罚台账"), "日期", "登账日", "账期", "金额")
    assert ("2024-03-05", "2024-04-10", "2024-04", -500) in booked
    assert [500, 0] == [months(world)[one] for one in ("2024-03", "2024-04")]


def test_an_entry_that_comes_late_counts_in_the_month_that_books_it():
    """March was told on the first of April; a second fine of March is April's."""
    late = [entry("V1", "2024-03-05"), entry("V2", "2024-03-06")]
    world = office(
        RULES, "2024-04-10", {"违规登记": late, "处罚台账": written(march().frame("处罚台账")), "运行记录": RAN}
    )

    assert ["2024-03", "2024-04"] == column(world.frame("处罚台账"), "账期")
    assert [500, 500] == [months(world)[one] for one in ("2024-03", "2024-04")]


def test_lines_older_than_the_column_count_in_the_month_of_their_day():
    """An old book: neither 登账日 nor 账期."""
    old = [
        {k: v for k, v in line.items() if k not in {"登账日", "账期"}} for line in written(march().frame("处罚台账"))
    ]
    world = office(RULES, "2024-04-10", {"违规登记": [entry("V1", "2024-03-05")], "处罚台账": old, "运行记录": RAN})

    assert [("2024-03-05", "2024-03")] == rows(world.frame("处罚台账"), "登账日", "账期")


LADDER = "处罚标准: [{编号: A, 触发: 登记, 金额: '1:20; 2:40; 3+:劝退', 计次键: '员工编号,日期'}]"
THREE = [
    {**entry(f"V{day}{turn}", f"2024-03-0{day}"), "对象编号": f"X{turn}"} for day in (1, 2, 3) for turn in (1, 2, 3)
]


def test_one_notice_has_one_sanction():
    """Three entries of one day are the third notice: one dismissal waits for a decision, two lines belong to it."""
    ledger = office(LADDER, "2024-03-06", {"违规登记": THREE}).frame("处罚台账")

    assert [("劝退", "是"), (None, "否"), (None, "否")] == rows(ledger, "处理", "待决定")[-3:]
    assert "和 A·V31·X1 是同一张罚单，处理记在那一笔" in said_because(ledger, 7)


def test_the_sanction_passes_on_when_its_charge_goes_away():
    """The first entry is withdrawn: the second of the notice waits now, once; a further run adds nothing."""
    book = written(office(LADDER, "2024-03-06", {"违规登记": THREE}).frame("处罚台账"))
    then = [one | ({"状态": "撤销"} if one["登记编号"] == "V31" else {}) for one in THREE]
    ledger = office(LADDER, "2024-03-07", {"违规登记": then, "处罚台账": book}).frame("处罚台账")

    assert ["A·V32·X2·第2笔"] == [key for key, open_ in rows(ledger, "行键", "待决定") if open_ == "是"]
    again = office(LADDER, "2024-03-08", {"违规登记": then, "处罚台账": written(ledger)}).frame("处罚台账")
    assert len(ledger) == len(again)


def test_lines_that_wait_already_keep_their_sanction():
    """A book from before: three dismissals wait; none is taken back, none is added."""
    book = written(office(LADDER, "2024-03-06", {"违规登记": THREE}).frame("处罚台账"))
    book = [line | ({"处理": "劝退", "待决定": "是"} if line["第几次"] == 3 else {}) for line in book]
    ledger = office(LADDER, "2024-03-07", {"违规登记": THREE, "处罚台账": book}).frame("处罚台账")

    assert 3 == column(ledger, "待决定").count("是")
    assert 9 == len(ledger)


def test_each_thing_made_void_waits_for_itself():
    """废卡 is said of each card, not of the notice."""
    rules = "处罚标准: [{编号: A, 触发: 登记, 处理: 废卡, 计次键: '员工编号,日期'}]"
    ledger = office(rules, "2024-03-06", {"违规登记": THREE[:3]}).frame("处罚台账")

    assert ["是", "是", "是"] == column(ledger, "待决定")


def test_a_line_booked_without_a_sum_is_priced_once_its_rule_is_there():
    """The code was unknown on the day of booking; the sum comes with a line of its own, once."""
    entries = [entry("V1", "2024-03-05")]
    nobody = office("处罚标准: [{编号: B, 触发: 登记, 金额: 20}]", "2024-03-06", {"违规登记": entries})
    book = written(nobody.frame("处罚台账"))
    ledger = office(RULES, "2024-03-08", {"违规登记": entries, "处罚台账": book}).frame("处罚台账")
    assert [("A·V1", None), ("A·V1·第2笔", 500)] == rows(ledger, "行键", "金额")
    again = office(RULES, "2024-03-09", {"违规登记": entries, "处罚台账": written(ledger)}).frame("处罚台账")
    assert 2 == len(again)


def test_a_line_typed_into_the_sheet_counts_where_the_run_first_sees_it():
    """Typed in April about March, which was told: it is April's, and stays so once it is written."""
    book = written(march().frame("处罚台账"))
    book.append({"日期": "2024-03-20", "代码": "A", "员工编号": "S2", "金额": 30})
    entries = [entry("V1", "2024-03-05")]
    world = office(RULES, "2024-04-10", {"违规登记": entries, "处罚台账": book, "运行记录": RAN})

    assert ("2024-03-20", "2024-04-10", "2024-04") == rows(world.frame("处罚台账"), "日期", "登账日", "账期")[1]
