"""截至 and 已结束: numbers as they were when their period ended, and as they were told."""

from __future__ import annotations

from worlds import office, rows, written

from workbook.day import Day
from workbook.papers.why.figure import detail_page, figure_named

RULES = """
登记表:
  - {表: 卖, 列: ["卖号:编号#", "时间:时点@!"]}
  - {表: 簿, 列: ["簿号:编号#", "卖号:引用(卖)!", "时间:时点@!", "登记时间:时点"]}
计算: [{表: 卖, 列: 登记数, 类型: 整数, 方法: 计数, 来源: 簿}]
指标:
  - {编号: N, 表: 卖, 分子若: {登记数: 1以上}, 时间列: 时间}
  - {编号: H, 表: 卖, 分子若: {登记数: 1以上}, 时间列: 时间, 截至: 期末}
  - {编号: R, 表: 卖, 分子若: {登记数: 1以上}, 时间列: 时间, 截至: 期末登记}
"""
SOLD = [{"卖号": f"X{n}", "时间": f"2024-03-31 1{n}:00"} for n in (1, 2, 3)]
# the first at once, the second typed in on the next morning, the third done on the next morning
NOTED = [
    {"簿号": "B1", "卖号": "X1", "时间": "2024-03-31 20:00", "登记时间": None},
    {"簿号": "B2", "卖号": "X2", "时间": "2024-03-31 20:30", "登记时间": "2024-04-01 08:00"},
    {"簿号": "B3", "卖号": "X3", "时间": "2024-04-01 08:30", "登记时间": "2024-04-01 08:30"},
]


def march(world, month: str = "2024-03") -> dict[object, tuple[object, ...]]:
    found = rows(world.frame("指标结果"), "编号", "期", "分子", "分母", "已结束", "现值")
    return {one[0]: one[2:] for one in found if one[1] == month}


def test_a_rate_at_closing_knows_only_what_was_there():
    """As things stand 3 of 3; what had happened by then 2; what had been registered by then 1; the rest stands apart."""
    found = march(office(RULES, "2024-04-02 09:00", {"卖": SOLD, "簿": NOTED}))

    assert (3, 3, "否", None) == found["N"]
    assert (2, 3, "否", 1) == found["H"]
    assert (1, 3, "否", 1) == found["R"]


def test_a_closed_period_stays_as_it_was_told():
    """A week later a row goes: March says what it said, and beside it what it would be now."""
    first = office(RULES, "2024-04-08 09:00", {"卖": SOLD, "簿": NOTED})
    assert "是" == march(first)["N"][2]
    kept = written(first.frame("指标结果"))
    found = march(office(RULES, "2024-04-09 09:00", {"卖": SOLD, "簿": NOTED[1:], "指标结果": kept}))

    assert (3, 3, "是", 0.666667) == found["N"]
    assert (2, 3, "是", None) == found["H"], "other rows, the same rate"


def test_a_period_that_is_not_closed_yet_follows_its_rows():
    """Five days for what was left over; then it stays (设置 指标封账天数)."""
    first = office(RULES, "2024-04-03 09:00", {"卖": SOLD, "簿": NOTED})
    kept = written(first.frame("指标结果"))
    found = march(office(RULES, "2024-04-05 09:00", {"卖": SOLD, "簿": NOTED[1:], "指标结果": kept}))

    assert (2, 3, "否", None) == found["N"]


def behind(day: Day, figure: str) -> dict[str, tuple[str, str]]:
    """The rows of 指标明细 by key: how they count, and what is said of them."""
    page = detail_page(day, day.sheet("指标结果"), figure_named(day, figure))
    at = [page.headings.index(heading) for heading in ("主键", "计入", "说明")]
    return {row[at[0]]: (row[at[1]], row[at[2]] or "") for row in page.rows}


def test_the_rows_of_a_figure_at_closing_are_those_of_then():
    """What came later is listed apart: done since, or there since; as things stand now all count."""
    late = {"卖号": "X4", "时间": "2024-03-31 21:00"}
    rules = RULES.replace('"时间:时点@!"]}\n  - {表: 簿', '"时间:时点@!", "登记时间:时点"]}\n  - {表: 簿', 1)
    sold = [*SOLD, {**late, "登记时间": "2024-04-01 10:00"}]
    day = Day(office(rules, "2024-04-02 09:00", {"卖": sold, "簿": NOTED}))

    since = "期末以后才做到，不算进分子"
    expected = {
        "X1": ("分子", ""),
        "X2": ("只在分母", since),
        "X3": ("只在分母", since),
        "X4": ("期末以后才有，不计", "期末以后才有"),
    }
    assert expected == behind(day, "R·2024-03·合计")
    assert {"X1": "分子", "X2": "分子", "X3": "只在分母", "X4": "只在分母"} == {
        key: side for key, (side, _) in behind(day, "H·2024-03·合计").items()
    }
    assert {"X1": "分子", "X2": "分子", "X3": "分子", "X4": "只在分母"} == {
        key: side for key, (side, _) in behind(day, "N·2024-03·合计").items()
    }


DONE = """
登记表: [{表: 单, 列: ["单号:编号#", "时间:时点@!", "办结:时点", "约定:时点"]}]
时限: [{编号: T, 源表: 单, 起点: 时间, 方式: 内, 时长: 1天, 完成列: 办结, 责任: "岗位:组长", 出: 提醒}]
指标:
  - {编号: N, 表: 单, 分子若: {办结: 非空}}
  - {编号: H, 表: 单, 分子若: {办结: 非空}, 截至: 期末}
  - {编号: R, 表: 单, 分子若: {办结: 非空}, 截至: 期末登记}
  - {编号: A, 表: 单, 分子若: {约定: 非空}, 截至: 期末}
"""


def test_what_was_done_after_the_end_was_not_done_at_the_end():
    """The row was there, its done-mark came on the next morning; a day that was agreed on was agreed on already."""
    made = [
        {"单号": "1", "时间": "2026-03-30 10:00", "办结": "2026-03-31 23:59", "约定": "2026-04-09 10:00"},
        {"单号": "2", "时间": "2026-03-30 11:00", "办结": "2026-04-01 00:00", "约定": None},
        {"单号": "3", "时间": "2026-03-31", "办结": "2026-03-31", "约定": None},
        {"单号": "4", "时间": "2026-03-31 11:00", "办结": None, "约定": None},
    ]
    found = march(office(DONE, "2026-04-02 09:00", {"单": made}), "2026-03")

    assert {"N": (3, 4), "H": (2, 4), "R": (2, 4), "A": (1, 4)} == {name: one[:2] for name, one in found.items()}
    assert (0.75, 0.75, None) == (found["H"][3], found["R"][3], found["A"][3])
