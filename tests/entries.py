"""Entries of 违规登记 as they come over two months: late, in any order, some withdrawn again."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as some


@some.composite
def entries(draw, first: date, most: int, delays: list[int]):
    """(day typed in, day withdrawn or 999, entry) of each; days count from `first`, `delays` from the act to its typing."""
    made = []
    for number in range(draw(some.integers(1, most))):
        on = draw(some.integers(0, 60))
        typed = on + draw(some.sampled_from(delays))
        gone = typed + draw(some.sampled_from([1, 20, 40])) if draw(some.booleans()) else 999
        entry = {
            "登记编号": f"V{number}",
            "时间": str(first + timedelta(on)),
            "员工编号": draw(some.sampled_from(["S1", "S2"])),
            "条款代码": draw(some.sampled_from("AABC")),
        }
        made.append((typed, gone, entry))
    return made
