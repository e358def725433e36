"""Two facts in one cell, and cells that say there is none."""

from __future__ import annotations

import pytest
from days import day
from worlds import column, kinds, office, rows

from workbook.sheets.codes import Codes
from workbook.sheets.grid import grid
from workbook.sheets.schema import STANDARD
from workbook.sheets.tables import tables


@pytest.mark.parametrize(
    ("typed", "number", "odd"),
    [
        ("0571-88886666转801", "057188886666转801", False),
        ("0571-88886666 分机 801", "057188886666转801", False),
        ("13800000001转802", "13800000001转802", False),
        ("13800000001 13900000002", "13800000001", True),
        ("138 0000 0001 139 0000 0002", "13800000001", True),
        ("0571-88886666 13800000001", "057188886666", True),
        ("138 0000 0001", "13800000001", False),
        ("8888666转12", "8888666转12", True),
        ("1380000000113900000002", None, True),
    ],
)
def test_a_telephone_cell_gives_one_number_that_can_be_dialled(typed: str, number: str | None, odd: bool) -> None:
    """The first of two, an extension apart; what is neither is none."""
    found = tables([grid("客户", [["客户编号", "客户名称", "手机"], ["C1", "甲", typed]])], STANDARD, Codes())
    (held,) = found.frames["客户"]["手机"].tolist()

    assert (number, ["ODD_PHONE"] * odd) == (None if held != held else held, [one.kind.name for one in found.issues])


@pytest.mark.parametrize(
    ("codes", "read", "said"),
    [
        (["13-1-101", "2026-03-03 00:00:00"], ["13-1-101", "3-3"], ["CODE_IS_DAY"]),
        (["C1", "2026-12-05 00:00:00"], ["C1", "12-5"], ["CODE_IS_DAY"]),
        (["2026-03-03 00:00:00", "2026-03-04 00:00:00"], ["2026-03-03", "2026-03-04"], ["CODES_ARE_DAYS"]),
        (["1910-12-15 00:00:00", "2026-03-03 00:00:00"], ["4002", "46084"], ["CODE_IS_DAY"] * 2),
        (["300001", "2721-05-17 00:00:00"], ["300001", "300002"], ["CODE_IS_DAY"]),
        (["45000", "2026-03-03 00:00:00"], ["45000", "46084"], ["CODE_IS_DAY"]),
        (["C1、C2", "C3"], ["C1、C2", "C3"], ["SEVERAL_NUMBERS"]),
    ],
)
def test_a_number_of_a_thing_is_one_and_no_day(codes: list[str], read: list[str], said: list[str]) -> None:
    """A room 3-3 is read as it was typed, a number among numbers as well; numbers that are days throughout are asked about."""
    found = tables([grid("客户", [["客户编号", "客户名称"], *([code, "甲"] for code in codes)])], STANDARD, Codes())

    assert (read, said) == (found.frames["客户"]["客户编号"].tolist(), [one.kind.name for one in found.issues])


def test_a_room_among_texts_is_a_room_and_a_day_among_remarks_a_day() -> None:
    """房号 is text: a day beside rooms was a room; a remark may be a day."""
    found = tables(
        [
            grid(
                "客户",
                [
                    ["客户编号", "客户名称", "房号", "地址"],
                    ["C1", "甲", "2-101", "东"],
                    ["C2", "乙", "2026-03-03 00:00:00", "2026-03-03 00:00:00"],
                ],
            )
        ],
        STANDARD,
        Codes(),
    )

    assert ["3-3", "2026-03-03"] == found.frames["客户"][["房号", "地址"]].iloc[1].tolist()
    assert ["客户!C3"] == [str(one.place) for one in found.issues]


RULES = """
登记表: [{表: 记录, 列: ["记录号:编号#", "客户编号:引用(客户)", "时间:时点@", "需求:长文", "免责:文本", "完成:时点"]},
  {表: 线索, 列: ["线索号:编号#", "客户编号:引用(客户)", "内容:长文", "来源规则:文本", "来源编号:编号"]}]
开单: [{编号: O, 名称: 线索, 条款: 有需求就记, 源表: 记录, 若: {需求: 非空}, 目标表: 线索,
  写入: "客户编号={客户编号}；内容={需求}"}]
时限: [{编号: D, 名称: 办, 条款: 一天, 源表: 记录, 起点: 时间, 方式: 内, 时长: 1天, 完成列: 完成, 免责列: 免责, 责任: S1, 出: 无}]
"""


@pytest.mark.parametrize("nothing", ["没有", "无", "没有。", "暂无", "/", "—", " 无 "])
def test_no_demand_opens_no_row_and_no_excuse_excuses(nothing: str) -> None:
    """A cell that says 没有 says that there is nothing; one that begins so may say more."""
    one = {"客户编号": "C1", "时间": "2024-03-01 10:00"}
    written = [{**one, "记录号": "R1", "需求": nothing, "免责": nothing}, {**one, "记录号": "R2", "需求": "没有人来修"}]
    world = office(RULES, "2024-03-08", {"客户": [{"客户编号": "C1", "客户名称": "甲"}], "记录": written})

    assert ["没有人来修"] == column(world.frame("线索"), "内容")
    assert [("R1", None), ("R2", None)] == rows(world.frame("义务"), "源编号", "免责")


def test_two_things_that_a_fine_counts_as_one_are_asked_about() -> None:
    """计次键 is a text that lists two."""
    rules = """
登记表: [{表: 漏检, 列: ["单号:编号#", "时间:时点@", "员工编号:引用(员工)", "表名:文本"]}]
处罚标准: [{编号: F, 名称: 漏填, 条款: 每张五十, 触发: 表 漏检, 违规人: "{员工编号}", 计次键: 表名, 金额: 50}]
"""
    missed = [{"单号": "1", "时间": "2024-03-01 10:00", "员工编号": "S1", "表名": "交车检查表、PDI检查表"}]
    world = office(rules, "2024-03-08", {"漏检": missed})
    _ = world.frame("处罚台账")

    assert ["TWO_THINGS"] == kinds(world)


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        ("节假日", [["开始日", "结束日", "名称", "类别"], ["2026-05-09", "2026-05-06", "厂休", "放假"]]),
        ("员工", [["员工编号", "姓名", "岗位", "入职日", "离职日"], ["S1", "甲", "客服", "2026-03-09", "2026-03-02"]]),
        ("请假", [["员工编号", "起", "止"], ["S1", "2026-03-09", "2026-03-02"]]),
    ],
)
def test_a_range_typed_backwards_is_named_wherever_it_stands(sheet: str, rows: list[list[object]]) -> None:
    """With both cells."""
    found = tables([grid(sheet, rows)], STANDARD, Codes(), wanted=[sheet])

    assert ["ENDS_BEFORE_START"] == [one.kind.name for one in found.issues]


def test_a_month_typed_as_a_day_is_its_month() -> None:
    """A date cell at the first of a month is the month without a word; another day is asked about."""
    made, _ = STANDARD.with_rows([{"表": "样", "列": ["行:文本", "月份:期"]}])
    months = [["行", "月份"], ["1", "2026-03-01 00:00:00"], ["2", "2026-03-05"], ["3", "2026-04"]]
    found = tables([grid("样", months)], made, Codes(), wanted=["样"])

    assert ["2026-03", "2026-03", "2026-04"] == found.frames["样"]["月份"].tolist()
    assert [("MONTH_IS_DAY", "样!B3")] == [(one.kind.name, str(one.place)) for one in found.issues]


@pytest.mark.parametrize("joined", ["C1、C2", "C1/C2", "C1和C2", "C1 & C2", "甲酒行，C2"])
def test_two_customers_in_one_cell_are_no_slip_for_a_third(joined: str) -> None:
    """C12 is somebody else, however alike it looks: the cure is to write one in a cell."""
    customers = [{"客户编号": f"C{n}", "客户名称": name} for n, name in ((1, "甲酒行"), (2, "乙店"), (12, "丙店"))]
    event = {"事件编号": "E1", "客户编号": joined, "事件类型": "发货", "发生时间": "2026-03-06"}
    found = [str(one) for one in day("", 客户=customers, 事件=[event]).issues if one.kind.title == "客户没登记"]

    assert 1 == len(found)
    assert "这里像是C1、C2" in found[0]
    assert "C12" not in found[0]
