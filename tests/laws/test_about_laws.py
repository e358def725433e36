"""Laws of 为什么: the chains of one customer or of one row are the same whether all are worked out or these alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from days import CUSTOMERS, STAFF, day
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.day import Day
from workbook.opening import reading
from workbook.papers.why.chain import chains_of_customer, chains_of_row
from workbook.rulebook.sorts.model import Trace
from workbook.rules.owed.chain_about import about
from workbook.rules.owed.chain_sheet import SHEET
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says
from workbook.sheets.grid import Grid, grid
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.cases import given as scenario
from workbook.shells.runs.founding import founded

DEMOS = sorted(system for system, source in shelf().items() if source.demo)
SHOWN = datetime(2026, 3, 20, 9)
SCENARIOS: Sequence[Mapping[str, object]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "chains.yaml").read_text("utf-8")
)
NOW = "2026-05-20 09:00"
Rows = Sequence[Mapping[str, Any]]


def demo(system: str) -> tuple[Grid, ...]:
    """The sheets of a new workbook with the rulebook's demonstration."""
    made, _ = founded([system], "", SHOWN, shelf()[system].demo)
    return tuple(grid(page.name, [page.headings, *page.rows]) for page in made)


def told(one: Day, customers: Iterable[str], rows: Iterable[tuple[str, int]]) -> list[tuple[str, ...]]:
    """What is said of the chains of each customer, and of each row."""
    found = [tuple(chains_of_customer(one, key)) for key in customers]
    return found + [tuple(chains_of_row(one, [(one.world.frame(sheet), at)])) for sheet, at in rows]


def keys(frame: Frame) -> list[str]:
    """Every key that there is."""
    return [str(key) for key in says(frame.key()).objects() if key is not None]


def same(alone: Day, whole: Day) -> int:
    """Every customer's and every row's chains, once worked out alone and once among all; so many lines there were."""
    customers = [*keys(whole.world.frame("客户")), "没有这个人"]
    sheets = dict.fromkeys(
        rule.source for rule in whole.world.book.all(Trace) if rule.source in whole.world.schema.sheets
    )
    rows = [(sheet, at) for sheet in sheets for at in range(len(whole.world.frame(sheet)))]
    _ = whole.sheet(SHEET)
    expected = told(whole, customers, rows)
    assert expected == told(alone, customers, rows)
    return sum(map(len, expected))


@pytest.mark.parametrize("system", DEMOS)
def test_a_demonstrations_chains_are_the_same_alone(system: str) -> None:
    """Whoever and whichever row is asked about, by the rules of every rulebook."""
    book = reading(demo(system), shelf(), [system], SHOWN)
    same(book.day(SHOWN), book.day(SHOWN))


@pytest.mark.parametrize("case", SCENARIOS, ids=lambda case: str(case["name"]))
def test_a_scenarios_chains_are_the_same_alone(case: Mapping[str, object]) -> None:
    """Linked rows, shared telephones, several kinds, late records, numbers that the sheet gave."""
    same(*(scenario(case, shelf()) for _ in range(2)))


RECORD = st.fixed_dictionaries(
    {
        "who": st.sampled_from(["C1", "C2", "c1", None]), "at": st.integers(1, 40),
        "kind": st.sampled_from([None, "漏水", "噪音、漏水"]), "said": st.sampled_from(["满意", "不满意", None]),
        "done": st.sampled_from([None, "换了"]), "event": st.sampled_from([None, None, "E1", "E2", "X9"]),
        "key": st.sampled_from(["H", "E", "E1-"]),
    }
)  # fmt: skip
EVENT = st.fixed_dictionaries(
    {
        "who": st.sampled_from(["C1", "C2", "C3", None]),
        "at": st.integers(1, 40),
        "solved": st.sampled_from([None, 0, 9]),
    }
)
MEMBERS = st.lists(
    st.tuples(
        st.sampled_from(["L-E1", "L-E2", "L-E1-2", "L-H1"]),
        st.lists(
            st.sampled_from(["事件·E1", "事件·E2", "回访记录·H1", "回访记录·E2", "回访记录·旧"]), min_size=1, max_size=3
        ),
    ),
    max_size=3,
    unique_by=lambda row: row[0],
)


def office(records: Rows, events: Rows, known: Sequence[tuple[str, list[str]]]) -> Day:
    """An office whose keys run into each other."""
    kept = [
        {
            "记录编号": f"{one['key']}{n}", "客户编号": one["who"], "回访时间": f"{on(one['at'])} 10:00", "方式": "电话",
            "结果代码": "完成", "满意度": one["said"], "处理意见": one["done"], "问题类别": one["kind"],
            "事件编号": one["event"],
        }
        for n, one in enumerate(records)
    ]  # fmt: skip
    complaints = [
        {
            "事件编号": f"E{n}", "客户编号": one["who"], "事件类型": "投诉", "发生时间": f"{on(one['at'])} 09:00",
            "处理完成时间": None if one["solved"] is None else f"{on(one['at'] + one['solved'])} 18:00",
        }
        for n, one in enumerate(events)
    ]  # fmt: skip
    chains = [{"链号": number, "成员": "、".join(them)} for number, them in known]
    sheets: Mapping[str, Rows] = {"回访记录": kept, "事件": complaints, "问题链": chains}
    return day("", NOW, 员工=STAFF, 客户=CUSTOMERS, **{name: rows for name, rows in sheets.items() if rows})


def on(days: int) -> date:
    """So many days after the last of March."""
    return date(2026, 3, 31) + timedelta(days)


@pytest.mark.hypothesis
@settings(max_examples=40)
@given(st.lists(RECORD, max_size=8), st.lists(EVENT, max_size=4), MEMBERS)
def test_chains_that_run_into_each_other_are_the_same_alone(
    records: Rows, events: Rows, known: list[tuple[str, list[str]]]
) -> None:
    """Rows of nobody, rows that name another's row, kept numbers that several claim, keys that are called the same."""
    same(*(office(records, events, known) for _ in range(2)))


def test_who_is_asked_about_is_worked_out_alone() -> None:
    """Others' chains are left out, and the sheet isn't made, where nobody else has a say."""
    records = [{"who": who, "at": at, "kind": None, "said": "不满意", "done": None, "event": None, "key": "H"}
               for at, who in enumerate(["C1", "C2", "C3", "C1"], 1)]  # fmt: skip
    one = office(records, [], [])

    chains, sheet = about(one.world, "C1")

    assert (1, ["L-H0"]) == (len(chains), says(sheet.typed["链号"]).objects().tolist())
    assert (SHEET, None) not in one.world.sheets


def test_a_number_that_another_may_claim_is_looked_at_among_all() -> None:
    """A record and a complaint of the same key: who is called after it first is told by all chains."""
    records = [{"who": "C1", "at": 9, "kind": None, "said": "不满意", "done": None, "event": None, "key": "E"}]
    events = [{"who": "C2", "at": 2, "solved": None}]

    chains, sheet = about(office(records, events, []).world, "C1")

    assert (2, ["L-E0", "L-E0-2"]) == (len(chains), says(sheet.typed["链号"]).objects().tolist())
