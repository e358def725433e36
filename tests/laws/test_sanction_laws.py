"""What holds for every penalty, whatever the entries are."""

from __future__ import annotations

import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

sys.path.insert(0, str(Path(__file__).parents[1]))  # the small worlds of the tests next door

from worlds import office, rows, written

from workbook.rulebook.cells.amounts import amount
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.penalties.pricing import money
from workbook.words.money import yuan

RULES = """
处罚标准:
  - {编号: A, 触发: 登记, 金额: 50, 阶梯组: 甲, 翻倍自: 3}
  - {编号: B, 触发: 登记, 金额: 20, 数量: "{数量}", 阶梯组: 甲, 翻倍自: 3}
  - {编号: C, 触发: 登记, 金额: "1:20; 2:40; 3+:劝退"}
  - {编号: D, 触发: 登记, 金额: 20, 计入阶梯: 否, 承担人: "{员工}:30%,{员工.组长}:70%"}
"""
BASE = {"A": 50, "B": 20, "D": 20}
QUICK = settings(max_examples=10, deadline=None)


@some.composite
def entries(draw, at_least: int = 0):
    """Entries of two months, two people, three objects."""
    days = some.dates(
        min_value=__import__("datetime").date(2024, 3, 1), max_value=__import__("datetime").date(2024, 4, 30)
    )
    one = some.tuples(
        days,
        some.sampled_from(["S1", "S2"]),
        some.sampled_from("ABCD"),
        some.sampled_from(["X", "Y", "Z"]),
        some.integers(1, 3),
    )
    made = draw(some.lists(one, min_size=at_least, max_size=14))
    return [
        {"登记编号": f"V{n:02}", "时间": str(day), "员工编号": who, "条款代码": code, "对象编号": what, "数量": count}
        for n, (day, who, code, what, count) in enumerate(made)
    ]


def ledger(made, now: str = "2024-05-31"):
    return office(RULES, now, {"违规登记": made}).frame("处罚台账") if made else None


def priced(made, now: str = "2024-05-31"):
    """Entry → (number of its notice, sum), the shares added up."""
    found = ledger(made, now)
    sums = defaultdict(Decimal)
    for key, nth, sum_ in rows(found, "触发行", "第几次", "金额") if found is not None else ():
        sums[key, nth] += yuan(sum_ or 0)
    return {key: (nth, sum_) for (key, nth), sum_ in sums.items()}


@QUICK
@given(entries())
def test_a_charge_costs_its_base_or_twice_its_base(made):
    """Never four times, however often it happens."""
    prices = priced(made)
    for entry in made:
        if entry["条款代码"] in BASE:
            base = BASE[entry["条款代码"]] * (entry["数量"] if entry["条款代码"] == "B" else 1)
            assert prices[entry["登记编号"]][1] in {yuan(base), yuan(2 * base)}


@QUICK
@given(entries())
def test_no_sum_is_below_nothing(made):
    """Neither a line nor a person's month."""
    found = ledger(made)
    months = defaultdict(float)
    for who, day, sum_ in rows(found, "承担人", "日期", "金额") if found is not None else ():
        assert (sum_ or 0) >= 0
        months[who, day[:7]] += sum_ or 0
    assert all(total >= 0 for total in months.values())


@QUICK
@given(entries())
def test_the_counter_starts_anew_in_each_month(made):
    """What happened in March changes no price of April."""
    april = [entry for entry in made if entry["时间"] >= "2024-04"]

    assert priced(april) == {
        key: value for key, value in priced(made).items() if key in {entry["登记编号"] for entry in april}
    }


@QUICK
@given(entries(), some.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_sum(made, chance):
    """Shuffled entries cost the same, one by one."""
    shuffled = list(made)
    chance.shuffle(shuffled)

    assert priced(made) == priced(shuffled)


@QUICK
@given(entries(at_least=1))
def test_a_later_entry_changes_no_earlier_price(made):
    """Adding what happened afterwards leaves the lines before it as they were."""
    before = [entry for entry in made if entry["时间"] < max(entry["时间"] for entry in made)]

    assert priced(before) == {
        key: value for key, value in priced(made).items() if key in {entry["登记编号"] for entry in before}
    }


@settings(max_examples=6, deadline=None)
@given(entries(at_least=1), some.integers(0, 13))
def test_the_ledger_only_grows_and_a_withdrawn_entry_adds_up_to_nothing(made, which):
    """Written lines stay as they are; taking an entry back appends its reversal, and a second run appends nothing."""
    gone = made[which % len(made)]["登记编号"]
    world = office(RULES, "2024-05-31", {"违规登记": made})
    first = world.frame("处罚台账")
    then = [entry | ({"状态": "撤销"} if entry["登记编号"] == gone else {}) for entry in made]
    later = office(RULES, "2024-06-01", {"违规登记": then, "处罚台账": written(first)})
    found = later.frame("处罚台账")
    once_more = office(RULES, "2024-06-02", {"违规登记": then, "处罚台账": written(found)}).frame("处罚台账")

    headings = ("行键", "金额", "员工编号", "第几次")
    assert rows(first, *headings) == rows(found, *headings)[: len(first)]
    assert 0 == sum(sum_ or 0 for key, sum_ in rows(found, "触发行", "金额") if key == gone)
    assert rows(found, *headings) == rows(once_more, *headings)


@QUICK
@given(some.integers(1, 40), some.integers(1, 5), some.decimals("0.01", "9999", places=2), some.integers(2, 9))
def test_a_plain_price_is_exact_to_the_fen(nth, count, price, double_from):
    """factor × quantity, doubled or not, rounded once."""
    rule = Sanction(id="A", amount=amount(f"{price}"), double_from=double_from)
    times = 2 if nth >= double_from else 1

    assert yuan(price * count * times) == money(rule, nth, float(count), {}).amount


def standing(found) -> list[tuple[object, ...]]:
    """Code, entry, step and sum of each line that stands."""
    lines = rows(found, "行键", "冲销", "代码", "触发行", "金额", "处理")
    undone = {line[1] for line in lines if line[1]}
    return sorted((line[2:] for line in lines if not line[1] and line[0] not in undone), key=str)


@QUICK
@given(entries(at_least=3), some.data())
def test_whatever_comes_late_or_goes_the_ledger_stands_as_if_booked_at_once(made, data):
    """Some entries are booked first, then others come and some are withdrawn: the same lines stand as in one run."""
    names = [entry["登记编号"] for entry in made]
    early = data.draw(some.sets(some.sampled_from(names), min_size=1))
    gone = data.draw(some.sets(some.sampled_from(names), max_size=3))
    last = [entry | ({"状态": "撤销"} if entry["登记编号"] in gone else {}) for entry in made]
    book = written(ledger([entry for entry in made if entry["登记编号"] in early]))
    once = ledger(last)
    twice = office(RULES, "2024-06-01", {"违规登记": last, "处罚台账": book}).frame("处罚台账")

    assert standing(once) == standing(twice)
    third = office(RULES, "2024-06-02", {"违规登记": last, "处罚台账": written(twice)}).frame("处罚台账")
    assert len(twice) == len(third), "and a further run adds nothing"
