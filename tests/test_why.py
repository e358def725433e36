"""为什么 for whatever a person disputes: a number, a person, a fine, a figure, a draw, a task that vanished, a cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bookshelf import table
from days import CALLS, CUSTOMERS, EVENTS, STAFF, again, day

from workbook.day import Day
from workbook.papers.list.every_sheet import pages
from workbook.papers.why.figure import detail_page, figure_named
from workbook.papers.why.linked import answer_page
from workbook.papers.why.why import SCREEN, UNKNOWN, why
from workbook.shells.commands.cli import main

RULES = (
    CALLS
    + """
处罚标准:
  - {编号: F1, 名称: 迟打, 条款: 迟一单罚五十, 触发: 义务 W1, 违规人: "{源行.员工编号}", 金额: "50", 翻倍自: 2}
  - {编号: F2, 名称: 抄错, 条款: 抄错罚二十, 触发: 登记, 金额: "20", 翻倍自: 2}
指标:
  - {编号: M1, 名称: 按时率, 条款: 三日内, 表: 义务, 若: {规则: W1}, 分子若: {状态: "按时,提前"}, 时间列: 起点, 期: 月}
"""
)
LATE_DAY = "2026-03-09 12:00"
DEEDS = (
    {"登记编号": "V1", "时间": "2026-03-03 09:00", "员工编号": "S2", "条款代码": "F2", "状态": "确认"},
    {"登记编号": "V2", "时间": "2026-03-04 09:00", "员工编号": "S2", "条款代码": "F2", "状态": "确认"},
)


def shop(now: str = LATE_DAY, **more: object) -> Day:
    """An office with a late call, two deeds and a rate."""
    return day(RULES, now, 违规登记=DEEDS, **more)  # type: ignore[arg-type]


def next_run(now: str, **more: object) -> Day:
    """The run after the one of the 9th has written its sheets."""
    one = shop()
    made = [page for page in pages(one, lambda _: True) if page.rows]
    return again(one, made, RULES, now, 违规登记=DEEDS, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", ["13800138001", "138-0013-8001", "+86 138 0013 8001", "１３８００１３８００１"])
def test_a_number_finds_its_customer_however_it_is_written(asked: str) -> None:
    """With the cell it stands in."""
    told = why(shop(), asked)

    assert "是 1 位客户的号码（客户!" in told.splitlines()[0]
    assert "C1 甲酒行（客户!第2行）" in told


def test_a_number_of_two_customers_tells_of_both() -> None:
    """A landline that a second customer gives as well."""
    two = [*CUSTOMERS, {"客户编号": "C4", "客户名称": "丁", "座机": "0571-8888 6666"}]
    told = why(shop(客户=two), "057188886666")

    assert "是 2 位客户的号码" in told
    assert "C2 乙商贸" in told
    assert "C4 丁" in told


def test_a_customer_is_told_what_comes_next() -> None:
    """The day on which the next duty is due, and whose."""
    assert "接下来：2026-03-09 到货回访（W1，" in why(shop(), "C2")


@pytest.mark.parametrize("asked", ["S2", "林悦", "员工!A3"])
def test_a_person_is_told_load_fines_and_what_comes_next(asked: str) -> None:
    """By number, name or cell."""
    told = why(shop(), asked)

    assert told.startswith("S2 林悦（员工!第3行）")
    assert "今天在岗" in told
    assert "【处罚台账】里有他 3 笔；本月 110.00 元" in told
    assert "接下来：" in told.splitlines()[-1]


def test_somebody_on_leave_is_told_the_row_that_says_so() -> None:
    """The row of 请假, not an older one."""
    leave = [
        {"员工编号": "S2", "起": "2026-03-09", "止": "2026-03-10"},
        {"员工编号": "S2", "起": "2026-05-01", "止": "2026-05-02"},
    ]

    assert "今天不在：请假 2026-03-09 到 2026-03-10（请假!第2行）" in why(shop(请假=leave), "S2")


def test_a_fine_tells_its_row_its_clause_its_sum_and_the_one_before() -> None:
    """The second of the month is doubled, and says which was the first."""
    one = shop()
    key = next(str(key) for key in one.sheet("处罚台账").typed["行键"].objects() if "V2" in str(key))
    told = why(one, key)

    assert "规则 F2（抄错罚二十）" in told
    assert "起因：V2，在 违规登记!第3行。" in told
    assert "基额 20.00，数量 1，是第 2 次，倍数 2" in told
    assert "以前同类的 1 笔：2026-03-03 F2 20.00" in told
    assert told.splitlines()[-1].startswith("接下来：")


def test_a_fine_in_the_sheet_is_found_by_its_cell() -> None:
    """As it was written by the run before."""
    one = next_run("2026-03-10 09:00")

    assert "（处罚台账!第2行）" in why(one, "处罚台账!G2")


def test_a_figure_tells_its_rows_and_leaves_out_what_is_not_due() -> None:
    """E1 is late, E2 is due on the day of the run only: it hasn't failed."""
    one = shop()
    told = why(one, "M1·2026-03·合计")

    assert "分子 0，分母 1，值 0" in told
    assert "只算进分母的 1 行：事件!第2行" in told
    assert "另有 1 行还没到期，不算没做到，分母里没有：事件!第3行" in told


def test_the_rows_of_a_figure_stand_on_a_sheet_of_their_own() -> None:
    """Numerator, denominator and what isn't counted; each line with its cell."""
    one = shop()
    made = detail_page(one, one.sheet("指标结果"), figure_named(one, "M1"))

    assert made is not None
    cells = [dict(zip(made.headings, row, strict=True)) for row in made.rows]
    assert [("只在分母", "事件!第2行"), ("没到期不计", "事件!第3行")] == [(row["计入"], row["格"]) for row in cells]


def test_a_row_put_down_after_the_period_is_told_apart() -> None:
    """A record of February written down in March."""
    rules = CALLS + (
        "\n登记表: [{表: 回访记录, 列: [登记时间:时点]}]\n指标: [{编号: M2, 名称: 件数, 表: 回访记录, 方法: 计数, 期: 月}]\n"
    )
    records = [
        {"记录编号": f"K{n}", "回访时间": f"2026-02-1{n} 10:00", "方式": "电话", "结果代码": "完成", "登记时间": put}
        for n, put in enumerate(("2026-02-11 10:00", "2026-03-02 10:00"))
    ]
    told = why(day(rules, LATE_DAY, 回访记录=records), "M2·2026-02·合计")

    assert "算进分子的 2 行" in told
    assert "其中 1 行是期末以后才登记的：回访记录!第3行" in told


def done(one: dict[str, object]) -> list[dict[str, object]]:
    """A record that closes the call about E1."""
    return [{"记录编号": "K1", "客户编号": "C1", "事件编号": "E1", "方式": "电话", "结果代码": "完成", **one}]


@pytest.mark.parametrize(
    ("change", "why_not"),
    [
        (
            lambda: next_run("2026-03-10 09:00", 回访记录=done({"回访时间": "2026-03-09 15:00"})),
            "做完它的是 回访记录!第2行",
        ),
        (lambda: next_run("2026-03-10 09:00", 事件=EVENTS[1:]), "那一行现在没有了"),
        (
            lambda: next_run("2026-03-10 09:00", 客户=CUSTOMERS[1:]),
            "· 事件!B2 客户编号“C1”在【客户】表里没有能用的一行",
        ),
        (
            lambda: next_run("2026-03-10 09:00", 事件=[{**EVENTS[0], "事件类型": "退货"}, EVENTS[1]]),
            "这一行现在不合规则 W1（发货后三日内回访）",
        ),
    ],
)
def test_a_task_that_vanished_says_what_took_it_away(change: Callable[[], Day], why_not: str) -> None:
    """Done, its row struck out, or its row changed: with the cell."""
    told = why(change(), "W1·E1")

    assert "上次的清单上有它（今日清单!第" in told
    assert why_not in told
    assert "接下来：" in told


def test_its_customer_is_told_of_it_too() -> None:
    """What stood on the list of yesterday and doesn't today."""
    one = next_run("2026-03-10 09:00", 回访记录=done({"回访时间": "2026-03-09 15:00"}))

    assert "上次清单上的 W1·E1（今日清单!第" in why(one, "C1")


def test_an_answer_is_one_screen_unless_more_is_wanted() -> None:
    """Many events of one customer."""
    many = [{**EVENTS[0], "事件编号": f"E{n}"} for n in range(1, 60)]
    one = shop(事件=many)
    short, whole = why(one, "C1", whole=False).splitlines(), why(one, "C1").splitlines()

    assert SCREEN == len(short)
    assert f"……另有 {len(whole) - SCREEN + 1} 行" in short[-1]


def test_nobody_of_that_name_is_said() -> None:
    """A number nobody has."""
    assert why(shop(), "13999999999").startswith(UNKNOWN)
    assert len(STAFF) == 3


def test_an_answer_as_a_sheet_has_every_cell_it_names_beside_its_words() -> None:
    """A line that names two goes on below itself; a name that is the end of another sheet's is no place."""
    told = "C1 甲（客户!第2行）\n    因为 事件!C7 和 大客户!AB12、客户!C7；外面!C7\n接下来：没有。"
    page = answer_page(told, ("客户", "大客户", "事件", "为什么"))

    assert [
        ("C1 甲（客户!第2行）", "客户!第2行"),
        ("　　因为 事件!C7 和 大客户!AB12、客户!C7；外面!C7", "事件!C7"),
        (None, "大客户!AB12"),
        (None, "客户!C7"),
        ("接下来：没有。", None),
    ] == [row[:2] for row in page.rows]


def test_all_of_an_answer_stands_on_the_sheet() -> None:
    """Of a real one: each line, in order, and only cells of sheets that are there."""
    told = why(shop(), "C1")
    page = answer_page(told, ("客户", "事件"))

    assert [line.strip() for line in told.splitlines()] == [str(row[0]).strip() for row in page.rows if row[0]]
    assert {"客户!第2行"} <= {row[1] for row in page.rows if row[1]}
    assert all(str(row[1]).startswith(("客户!", "事件!")) for row in page.rows if row[1])


def test_the_place_on_the_list_is_the_one_that_people_see(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is late stands first on the sheet, though its hour is later."""
    book = tmp_path / "样例.xlsx"
    main(["new", "--demo", str(book)])
    main(["today", str(book), "--date", "2026-03-16 09:00"])
    rows = table(book, "今日清单")
    for row in (rows[0], rows[4]):
        capsys.readouterr()
        main(["why", str(book), str(row["客户编号"]), "--date", "2026-03-16 09:00"])
        assert f"今天在清单上：第 {row['序']} 行，{row['主题']}" in capsys.readouterr().out
