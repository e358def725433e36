"""Whatever is appealed, overturned, comes late or is signed off: the ledger adds up, and signed months stand still."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

sys.path.insert(0, str(Path(__file__).parents[1]))  # the small worlds of the tests next door

from entries import entries
from worlds import office, rows, written

from workbook.rules.penalties.closings import account

RULES = """
处罚标准:
  - {编号: A, 触发: 登记, 金额: 50, 阶梯组: 甲, 翻倍自: 2}
  - {编号: B, 触发: 登记, 金额: "1:20; 2:40; 3+:劝退"}
  - {编号: C, 触发: 登记, 金额: 30, 承担人: "{员工编号}:50%,{员工.组长}:50%"}
"""
FIRST = date(2024, 3, 1)
LAST = 130


@some.composite
def lives(draw):
    """Entries typed in and withdrawn on their days; what people type beside lines; on which days months are signed."""
    made = draw(entries(FIRST, 6, [0, 0, 2, 31, 45]))
    said = some.sampled_from(
        [
            {"缴款日": "2024-05-20"},
            {"确认人": "L1"},
            {"申诉日": "2024-03-20"},
            {"申诉日": "2024-03-20", "复核结论": "维持", "复核人": "L1"},
            {"申诉日": "2024-03-20", "复核结论": "撤销", "复核人": "L1"},
            {"申诉日": "2024-03-20", "复核结论": "改判", "复核金额": 7, "复核人": "L1"},
            {"裁决": "执行", "裁决人": "L1"},
        ]
    )
    typings = draw(some.lists(some.tuples(some.integers(0, LAST), some.integers(0, 9), said), max_size=6))
    closings = draw(some.sets(some.integers(32, LAST), max_size=3))
    return made, typings, closings


def book_at(made, at, ledger, closings):
    known = [one | ({"状态": "撤销"} if gone <= at else {}) for typed, gone, one in made if typed <= at]
    sheets = {"违规登记": known, "处罚台账": ledger, "关账": closings}
    return office(RULES, f"{FIRST + timedelta(at)} 09:00", {name: lines for name, lines in sheets.items() if lines})


@settings(max_examples=25, deadline=None)
@given(lives(), some.sets(some.integers(0, LAST), min_size=1, max_size=6))
def test_the_ledger_adds_up_and_a_signed_month_stands_still(life, runs):
    """After each run: lines that stand are the whole sum; a further run adds nothing; no line ever changes its sum or month;
    a signed month's account is for good what was signed, and a run inside it changes nothing."""
    made, typings, signings = life
    ledger, closed = [], []
    signed: dict[str, tuple[object, ...]] = {}
    for at in sorted({*runs, *signings, *(day for day, _, _ in typings), LAST}):
        for day, which, words in typings:
            if day == at and ledger:
                line = ledger[which % len(ledger)]
                if not line["冲销"]:
                    line.update(words)
        world = book_at(made, at, ledger, closed)
        frame = world.frame("处罚台账")
        assert all(one.kind.name != "CLOSED_MONTH_TOUCHED" for one in world.issues)
        before = [(one["行键"], one["金额"], one["账期"]) for one in ledger]
        assert before == rows(frame, "行键", "金额", "账期")[: len(ledger)]
        ledger = written(frame)
        whole = sum(one["金额"] or 0 for one in ledger)
        assert whole == sum(one["金额"] or 0 for one in ledger if one["状态"] not in {"冲销", "已冲销"})
        assert len(ledger) == len(book_at(made, at, ledger, closed).frame("处罚台账")), "a further run adds nothing"
        for month, was in signed.items():
            assert was == tuple(account(frame, month))[:3], month
        if at in signings:
            now = FIRST + timedelta(at)
            month = f"{now.replace(day=1) - timedelta(1):%Y-%m}"
            if month not in signed:
                found = account(frame, month)
                closed = [*closed, {"行键": month, "月": month, "金额": found.amount, "指纹": found.print}]
                signed[month] = tuple(found)[:3]
            inside = (now.replace(day=1) - timedelta(1) - FIRST).days
            frozen = book_at(made, inside, ledger, closed).frame("处罚台账")
            assert len(ledger) == len(frozen), "a run inside a signed month adds nothing"
            assert [one["行键"] for one in ledger] == [key for (key,) in rows(frozen, "行键")]
