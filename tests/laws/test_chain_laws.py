"""Laws of 问题链: every problem is in one, numbers stay, and only a verification behind a solution closes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from days import CUSTOMERS, STAFF, day
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.day import Day
from workbook.rules.owed.chain_sheet import found
from workbook.rules.owed.chain_steps import Step
from workbook.rules.world.vectors import says

NOW = "2026-05-20 09:00"
NUMBERS = [str(row["客户编号"]) for row in CUSTOMERS]

RECORDS = st.lists(
    st.tuples(
        st.sampled_from(NUMBERS), st.integers(0, 79), st.sampled_from(["满意", "不满意", ""]), st.sampled_from(["", "换了"]),
        st.sampled_from(["", "漏水", "噪音"]),
    ),
    max_size=12,
)  # fmt: skip
EVENTS = st.lists(
    st.tuples(st.sampled_from(NUMBERS), st.integers(0, 79), st.one_of(st.none(), st.integers(0, 30))), max_size=5
)


def on(days: int) -> str:
    """So many days after the first of March."""
    return str(date(2026, 3, 1) + timedelta(days))


def office(
    records: list[tuple[str, int, str, str, str]], events: list[tuple[str, int, int | None]], **more: object
) -> Day:
    """An office with these records and complaints."""
    kept = [
        {
            "记录编号": f"H{n}", "客户编号": who, "回访时间": f"{on(at)} 10:00", "方式": "电话", "结果代码": "完成",
            "满意度": said or None, "处理意见": done or None, "问题类别": kind or None,
        }
        for n, (who, at, said, done, kind) in enumerate(records)
    ]  # fmt: skip
    complaints = [
        {
            "事件编号": f"E{n}", "客户编号": who, "事件类型": "投诉", "发生时间": f"{on(at)} 09:00",
            "处理完成时间": None if solved is None or at + solved > 79 else f"{on(at + solved)} 18:00",
        }
        for n, (who, at, solved) in enumerate(events)
    ]  # fmt: skip
    return day("", NOW, 员工=STAFF, 客户=CUSTOMERS, 回访记录=kept, 事件=complaints, **more)  # type: ignore[arg-type]


def ids(one: Day) -> dict[str, str]:
    """Number of each chain, by its members."""
    frame = one.sheet("问题链")
    return dict(zip(says(frame.typed["成员"]).objects(), says(frame.typed["链号"]).objects(), strict=True))


def closes(steps: Sequence[Step]) -> bool:
    """Whether the last problem was solved and then verified in another row."""
    said = [step.said for step in steps]
    return said[-1] == "验证" and "解决" in said[:-1]


@pytest.mark.hypothesis
@settings(max_examples=25)
@given(RECORDS, EVENTS)
def test_every_problem_is_followed_and_only_a_verification_closes(records, events) -> None:
    """Each row that tells of a problem stands in one chain of its customer; closed and open are told apart by the last steps."""
    one = office(records, events)
    chains = found(one.world)
    held = [chains.steps(at) for at in range(len(chains))]
    verified = [chain.closed >= 0 for chain in chains.held]
    told = [f"H{n}" for n, record in enumerate(records) if record[2] == "不满意"] + [
        f"E{n}" for n in range(len(events))
    ]
    begun = [
        step.key for steps in held for step in steps if step.begins and step.role in {"问题", "投诉"}
    ]  # fmt: skip

    assert sorted(told) == sorted(begun)
    assert all(len({step.person for step in steps}) == 1 for steps in held)
    assert [closes(steps) for steps in held] == verified
    assert [not chain.next for chain in chains.held] == verified


@pytest.mark.hypothesis
@settings(max_examples=15)
@given(RECORDS, EVENTS)
def test_a_number_is_one_chains_and_stays(records, events) -> None:
    """No two chains share one; a second run over what the first wrote gives each the same."""
    first = office(records, events)
    given_ids = ids(first)
    assert len(given_ids) == len(set(given_ids.values()))

    rows = [{"链号": number, "成员": members} for members, number in given_ids.items()]
    assert given_ids == ids(office(records, events, 问题链=rows) if rows else first)
