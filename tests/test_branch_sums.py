"""What goes up of a branch, and how the numbers of many become one: shares, means, weights, targets, what can't be added."""

from __future__ import annotations

from dataclasses import replace

from days import STAFF, day

from workbook.papers.branches.account import Account, Figure, read, written
from workbook.papers.branches.branch import Branch
from workbook.papers.branches.rules_apart import apart
from workbook.papers.branches.sums import Sum, otherwise, sums
from workbook.papers.branches.taken import account

PLAIN = Figure(
    "w1", "M1", "及时率", "2026-03", "合计", "合计", own=False, top=1.0, bottom=2.0, value=0.5, how="比率", share=True
)
SECRET = "密户某某"
RULES = """
登记表: [{表: 客户, 列: ["放行号:文本"]}]
代码: [{组: 回访类别, 行: [{代码: 发货}]}]
时限:
  - {编号: W1, 源表: 事件, 起点: 发生时间, 方式: 内, 时长: 1天, 完成列: 金额, 出: 提醒, 责任: "{员工编号}"}
处罚标准: [{编号: F1, 名称: 迟交, 触发: 登记, 金额: "50"}]
指标:
  - {编号: M1, 名称: 各客户事件, 表: 事件, 方法: 计数, 期: 月, 时间列: 发生时间, 分组: 客户编号}
  - {编号: M2, 名称: 各人事件, 表: 事件, 方法: 计数, 期: 月, 时间列: 发生时间, 分组: "员工编号,事件类型"}
  - {编号: M3, 名称: 各类事件, 表: 事件, 方法: 计数, 期: 月, 时间列: 发生时间, 分组: 事件类型}
"""


def branches(*figures: tuple[Figure, ...]) -> list[Branch]:
    """A branch for each tuple of figures."""
    return [
        Branch(f"店{at}", f"店{at}", f"店{at}.xlsx", Account(f"店{at}", "2026-03-16 09:00", figures=own))
        for at, own in enumerate(figures)
    ]


def one(*figures: tuple[Figure, ...], what: str = "w1") -> Sum:
    (found,) = [found for found in sums(branches(*figures)) if found.what == what and found.group == "合计"]
    return found


def share(top: float, bottom: float, **more: object) -> Figure:
    return replace(PLAIN, top=top, bottom=bottom, value=top / bottom if bottom else None, **more)  # type: ignore[arg-type]


def test_a_small_branch_does_not_weigh_as_much_as_a_large_one() -> None:
    """1 of 1 and 50 of 100 is 51 of 101, not three quarters; a branch where nothing was due changes nothing."""
    found = one((share(1, 1),), (share(50, 100),), (share(0, 0),))

    assert (51, 101, round(51 / 101, 10), 3) == (found.top, found.bottom, found.value, len(found.members))


def test_a_mean_is_the_sum_over_the_many() -> None:
    """平均 5 of two and 2 of one is 12/3."""
    mean = replace(PLAIN, how="平均", share=False)
    found = one((replace(mean, top=10.0, bottom=2.0, value=5.0),), (replace(mean, top=2.0, bottom=1.0, value=2.0),))

    assert (12, 3, 4) == (found.top, found.bottom, found.value)


def test_a_median_has_no_sum_and_says_so() -> None:
    """Each branch keeps its own."""
    found = one((replace(PLAIN, how="中位", top=None, bottom=5.0, value=3.0, share=False),))

    assert (None, "中位数不能相加") == (found.value, found.why)


def test_weights_are_laid_on_the_sums_not_on_the_branches() -> None:
    """加权 of 51/101 and 1/4, one to three."""
    other = {"what": "w2", "id": "M2", "name": "满意率"}
    both = Figure(
        "w3",
        "M3",
        "得分",
        "2026-03",
        "合计",
        "合计",
        False,
        0.0,
        4.0,
        0.0,
        "加权",
        False,
        "",
        (("M1", 1.0), ("M2", 3.0)),
    )
    found = one((share(1, 1), share(1, 2, **other), both), (share(50, 100), share(0, 2, **other), both), what="w3")

    assert round((51 / 101 + 3 * 0.25) / 4, 9) == round(found.value or 0, 9)
    assert (None, None) == (found.top, found.bottom)


def test_a_number_over_a_number_is_added_above_and_below() -> None:
    """比于: 3 complaints of 10 deliveries and 1 of 30 are 4 of 40; over a mean there is no sum."""
    over = replace(PLAIN, how="计数", over="计数")
    found = one((replace(over, top=3.0, bottom=10.0),), (replace(over, top=1.0, bottom=30.0),))
    assert (4, 40, 0.1) == (found.top, found.bottom, found.value)

    assert "不能相加" in one((replace(over, over="平均"),)).why


def test_a_target_judges_the_sum_where_all_want_the_same() -> None:
    """90 % asked of 51/101 is missed; two targets judge nothing."""
    aim = {"aim": "90%以上", "sign": ">=", "bound": 0.9}
    missed = one((share(1, 1, **aim),), (share(50, 100, **aim),))
    assert ("90%以上", "否") == (missed.aim, missed.met)
    other = one((share(1, 1, **aim),), (share(1, 1, aim="80%以上", sign=">=", bound=0.8),))
    assert ("各家不同", "") == (other.aim, other.met)


def test_a_renumbered_metric_is_added_and_a_changed_one_is_not() -> None:
    """By how it is worked out, whatever number it bears."""
    made = branches((share(1, 2),), (share(1, 2),), (share(1, 2, id="M9", name="准时率"),), (share(1, 2, what="w9"),))
    found = {(one.what, one.id): len(one.members) for one in sums(made)}

    assert {("w1", "M1"): 3, ("w9", "M1"): 1} == found
    assert {"店2": "注", "店3": "疑"} == {note.branch: note.level for note in otherwise(made)}


def test_of_two_branches_with_other_rules_one_is_asked() -> None:
    """Without a majority the first is the measure; a rule that only one has is named too."""
    rules = ({"时限 D3": {"时长": "3天"}}, {"时限 D3": {"时长": "7天"}, "时限 D9": {"时长": "1天"}})
    made = [
        Branch(f"店{at}", f"店{at}", "", Account("", "2026-03-16 09:00", rules=own)) for at, own in enumerate(rules)
    ]

    assert ["店1"] == [note.branch for note in apart(made) if "D3" in note.what]
    assert "时限 D3 的时长是“7天”（1 家是“3天”）" in " ".join(note.what for note in apart(made))
    assert "D9" in " ".join(note.what for note in apart(made))


def test_neither_secret_customers_nor_telephones_go_up() -> None:
    """密件: no line, no figure, no name; people and customers are never summed over branches, kinds are."""
    customers = [
        {"客户编号": "C1", "客户名称": SECRET, "资料密级": "绝密", "手机": "13800138001", "归属员工": "S2"},
        {"客户编号": "C2", "客户名称": "平常 13800138002", "手机": "13800138002", "归属员工": "S2"},
    ]
    events = [
        {"事件编号": f"E{n}", "客户编号": f"C{n}", "事件类型": "投诉", "发生时间": "2026-03-02 10:00", "员工编号": "S2"}
        for n in (1, 2)
    ]
    line = {"代码": "F1", "日期": "2026-03-05", "员工编号": "S2", "金额": "50", "状态": "提出", "账期": "2026-03"}
    lines = [line | {"行键": f"F1·E{n}", "触发行": f"E{n}", "对象编号": f"C{n}"} for n in (1, 2)]
    found = account(day(RULES, 客户=customers, 事件=events, 员工=STAFF, 处罚台账=lines).finished())
    text = written(replace(found, marks=()))

    assert SECRET not in text
    assert "1380013800" not in text
    assert {"C2"} == {one.group for one in found.figures if one.id == "M1" and one.group != "合计"}
    assert {"M1": True, "M2": True, "M3": False} == {one.id: one.own for one in found.figures}
    assert "（密件）" in {one.about for one in found.waits}
    assert found == read(written(found))
