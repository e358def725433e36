"""封顶: however often it counts, one charge costs no more; and sums that supervisors write without saying of what."""

from __future__ import annotations

import pytest
from worlds import office, rows

from workbook.rulebook.cells.amounts import amount
from workbook.rulebook.cells.goals import by_group, goals
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.cells.tries import ending

ENTRY = {"登记编号": "V1", "时间": "2024-03-05", "员工编号": "S1", "条款代码": "A"}


def fines(price: str, *entries: dict[str, object], more: str = "") -> list[object]:
    """What each entry costs."""
    rules = f"处罚标准: [{{编号: A, 条款: 第九条, 触发: 登记, 金额: '{price}', 数量: '{{数量}}'{more}}}]"
    world = office(rules, "2024-03-31", {"违规登记": [{**ENTRY, **one} for one in entries]})
    return [one for (one,) in rows(world.frame("处罚台账"), "金额")]


@pytest.mark.parametrize(
    ("price", "units", "cost"),
    [
        ("50，封顶200", 3, 150),
        ("50，封顶200", 4, 200),
        ("50，封顶200", 5, 200),
        ("50元，最多罚 200元", 9, 200),
        ("50，每次封顶200", 9, 200),
        ("50", 9, 450),
    ],
)
def test_one_fine_costs_no_more_than_its_cap(price: str, units: int, cost: int) -> None:
    """Up to the cap it counts by unit; at it and beyond it stays there."""
    assert [cost] == fines(price, {"数量": units})


def test_a_doubled_fine_stops_at_its_cap_too() -> None:
    """30, then twice 30, but no more than 50; the cap is of each fine, not of all together."""
    second = {"登记编号": "V2", "时间": "2024-03-06", "数量": 1}

    assert [30, 50] == fines("30，封顶50", {"数量": 1}, second, more=", 翻倍自: 2")


def month(*days: str, price: str = "1-4:50; 5+:0") -> dict[str, list[object]]:
    """What each month costs when so many acts fall on these days, in the order of their days."""
    acts = [{"登记编号": f"V{at}", "时间": day, "数量": 1, "对象编号": f"O{at}"} for at, day in enumerate(days)]
    entries = [{**ENTRY, **one} for one in acts]
    rules = f"处罚标准: [{{编号: A, 条款: 第九条, 触发: 登记, 金额: '{price}', 阶梯窗: 月}}]"
    world = office(rules, "2024-04-30", {"违规登记": entries})
    found: dict[str, list[object]] = {}
    for day, cost in sorted(rows(world.frame("处罚台账"), "日期", "金额")):
        found.setdefault(str(day)[:7], []).append(cost)
    return found


def test_a_month_that_costs_no_more_than_its_cap_is_a_ladder() -> None:
    """Four of 50, then nothing; the act of the 31st is March's, the one of the 1st begins April anew."""
    five = ("2024-03-05", "2024-03-28", "2024-03-29", "2024-03-30")

    assert {"2024-03": [50, 50, 50, 50]} == month(*five)
    assert {"2024-03": [50, 50, 50, 50, 0], "2024-04": [50]} == month(*five, "2024-03-31", "2024-04-01")


def test_an_act_written_down_late_takes_its_place_under_the_cap() -> None:
    """Written last, done first: it is one of the four, and the month costs no more."""
    late = ("2024-03-28", "2024-03-29", "2024-03-30", "2024-03-31", "2024-03-02")

    assert {"2024-03": [50, 50, 50, 50, 0]} == month(*late)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("封顶200", "“封顶200”只写了封顶"),
        ("50，当月封顶200", "“当月封顶200”是几笔合起来的封顶"),
        ("50，每月最多罚200元", "“每月最多罚200元”是几笔合起来的封顶"),
        ("50，一个月不超过4次", "“一个月不超过4次”是几笔合起来的封顶"),
        ("5%", "“5%”没有说是什么的 5%"),
        ("减半", "“减半”没有写出数"),
        ("第一次50，以后100", "“第一次50”说的是第几次，没有写成阶梯"),
        ("50，再犯100", "“再犯100”说的是第几次，没有写成阶梯"),
        ("50，以后100", "“以后100”说的是第几次，没有写成阶梯"),
        ("第一次警告，以后劝退", "“第一次警告”说的是第几次，没有写成阶梯"),
        ("罚50", "“罚50”不像金额，也不像处理"),
        ("50起", "“50起”不像金额，也不像处理"),
        ("五十", "“五十”不像金额，也不像处理"),
        ("10+{迟量}", "“10+{迟量}”是算式，金额里不算"),
    ],
)
def test_a_sum_that_says_too_little_is_named(cell: str, why: str) -> None:
    """None of them becomes a fine of 0.05 yuan, or a sanction called 减半."""
    with pytest.raises(NotUnderstood) as caught:
        amount(cell)

    assert why == caught.value.why


@pytest.mark.parametrize("word", ["停借3个月", "警告1次", "以后不予报销", "缓发工资"])
def test_a_sanction_may_hold_a_number(word: str) -> None:
    """What is done for a while or once is no sum."""
    (step,) = amount(word)

    assert (None, (word,)) == (step.price, step.sanctions)


def test_a_ladder_in_words_is_shown_as_one() -> None:
    """The cure is what the cell should have said."""
    with pytest.raises(NotUnderstood) as caught:
        amount("第一次50，以后100")

    assert "1:50; 2+:100" in str(caught.value.hint)
    assert [(1, 50), (2, 100)] == [(step.first, step.price.factor) for step in amount("1:50; 2+:100") if step.price]


def test_a_share_of_a_sum_is_worked_out() -> None:
    """50%×80 is 40."""
    assert [40] == fines("50%×80", {"数量": 1})


def test_what_comes_after_the_last_try_is_something_that_can_be_done() -> None:
    """改发短信 is another way; 算了 is nothing that the program does."""
    with pytest.raises(NotUnderstood):
        ending("算了")
    assert "换 短信" == ending("改发短信")


@pytest.mark.parametrize(
    ("cell", "same"),
    [
        ("90%", "90%以上"),
        ("9.5％", "9.5%以上"),
        ("100%", "100%"),
        ("0%", "0%"),
        ("A: 90%; 其余: 80%", "A: 90%以上; 其余: 80%以上"),
    ],
)
def test_a_bare_share_is_the_least_that_is_wanted(cell: str, same: str) -> None:
    """95 % meets a target of 90 %; the whole, and nothing at all, are meant as they stand."""
    bare, plain = goals(cell), goals(same)

    assert (plain.items, by_group(plain)) == (bare.items, by_group(bare))
