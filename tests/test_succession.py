"""接替 and 停用期: the old rule ends where the new one begins, and everything that names it goes on."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.day import Day
from workbook.opening import opened
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.own import own_rows
from workbook.rulebook.sorts.model import Duty, Quota, Report, Sanction
from workbook.sheets.grid import Grid, grid
from workbook.shells.outside.shelf import shelf

Cells = dict[str, str]
HEAD = ("编号", "源表", "若", "起点", "方式", "时长", "完成列", "主题", "接替", "生效日", "失效日", "启用", "停用期")
OLD: Cells = {"编号": "A", "源表": "事件", "若": "事件类型: 发货", "起点": "发生时间", "方式": "第",
              "时长": "3天", "主题": "到货"}  # fmt: skip


def sheet(name: str, *rows: Cells, head: tuple[str, ...] = ()) -> Grid:
    shown = head or tuple(dict.fromkeys(heading for row in rows for heading in row))
    return grid(name, [shown, *[[row.get(heading) for heading in shown] for row in rows]])


def book(*rows: Cells, more: tuple[Grid, ...] = ()) -> Rulebook:
    return rulebook([], own_rows([sheet("时限", *rows, head=HEAD), *more]))


def told(found: Rulebook) -> list[tuple[str, str, str, str]]:
    """Each row in force: from, till, for whom, how long."""
    return [
        (
            str(rule.since or ""),
            str(rule.until or ""),
            " 或 ".join("；".join(f"{'.'.join(c.path)}: {c.test.text}" for c in group) for group in rule.when.alternatives),
            str(rule.span),
        )
        for rule in found.all(Duty)
    ]  # fmt: skip


SHIPPED = "事件类型: 发货"
VIP, NOT_VIP = f"{SHIPPED}；客户.客户类别: VIP", f"{SHIPPED}；客户.客户类别: 不是 VIP"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ({"接替": "A", "时长": "5天", "生效日": "2026-04-01"},),
            [("", "2026-03-31", SHIPPED, "3天"), ("2026-04-01", "", SHIPPED, "5天")],
            id="from a day on",
        ),
        pytest.param(
            ({"编号": "A", "接替": "A", "时长": "5天", "生效日": "2026-04-01", "失效日": "2026-04-30"},),
            [
                ("", "2026-03-31", SHIPPED, "3天"),
                ("2026-05-01", "", SHIPPED, "3天"),
                ("2026-04-01", "2026-04-30", SHIPPED, "5天"),
            ],
            id="for a month",
        ),
        pytest.param(
            ({"接替": "A", "启用": "否", "生效日": "2026-04-01", "失效日": "2026-04-10"},),
            [("", "2026-03-31", SHIPPED, "3天"), ("2026-04-11", "", SHIPPED, "3天")],
            id="off for a while",
        ),
        pytest.param(
            ({"接替": "A", "时长": "2天", "若": "且 客户.客户类别: VIP"},),
            [("", "", NOT_VIP, "3天"), ("", "", VIP, "2天")],
            id="for one class",
        ),
        pytest.param(
            ({"接替": "A", "若": "且 客户.客户类别: VIP", "启用": "否"},),
            [("", "", NOT_VIP, "3天")],
            id="off for one class",
        ),
        pytest.param(
            ({"接替": "A", "时长": "5天", "生效日": "2026-04-01"}, {"接替": "A", "时长": "4天", "生效日": "2026-07-01"}),
            [
                ("", "2026-03-31", SHIPPED, "3天"),
                ("2026-04-01", "2026-06-30", SHIPPED, "5天"),
                ("2026-07-01", "", SHIPPED, "4天"),
            ],
            id="twice",
        ),
        pytest.param(
            (
                {"接替": "A", "时长": "2天", "若": "且 客户.客户类别: VIP"},
                {"接替": "A", "主题": "新", "生效日": "2026-07-01"},
            ),
            [
                ("", "2026-06-30", NOT_VIP, "3天"),
                ("2026-07-01", "", NOT_VIP, "3天"),
                ("", "2026-06-30", VIP, "2天"),
                ("2026-07-01", "", VIP, "2天"),
            ],
            id="a second change keeps the first",
        ),
    ],
)  # fmt: skip
def test_a_change_counts_where_it_says_and_the_rule_goes_on_elsewhere(
    rows: tuple[Cells, ...], expected: list[tuple[str, str, str, str]]
) -> None:
    found = book(OLD, *rows)

    assert expected == told(found)
    assert [] == [str(one) for one in found.issues]
    assert {"A"} == {rule.id for rule in found.all(Duty)}


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        ("2026-04-01..2026-04-10", [("", "2026-03-31"), ("2026-04-11", "")]),
        ("2026年4月1日至2026年4月10日", [("", "2026-03-31"), ("2026-04-11", "")]),
        ("2026-04-01", [("", "2026-03-31"), ("2026-04-02", "")]),
        ("2026-04-01..", [("", "2026-03-31")]),
        ("2026-04-01~2026-04-02、2026-05-01", [("", "2026-03-31"), ("2026-04-03", "2026-04-30"), ("2026-05-02", "")]),
    ],
)  # fmt: skip
def test_a_rule_pauses(pause: str, expected: list[tuple[str, str]]) -> None:
    """One cell of its own row."""
    assert expected == [line[:2] for line in told(book({**OLD, "停用期": pause}))]


def test_a_pause_outlives_a_change() -> None:
    """A rule that pauses in April and is changed from March on pauses in April."""
    found = book({**OLD, "停用期": "2026-04-01..2026-04-10"}, {"接替": "A", "时长": "5天", "生效日": "2026-03-01"})

    assert [("", "2026-02-28", "3天"), ("2026-03-01", "2026-03-31", "5天"), ("2026-04-11", "", "5天")] == [
        (since, until, span) for since, until, _, span in told(found)
    ]


def test_a_change_begins_a_rule_anew_that_had_ended() -> None:
    """Somebody ended the old row by hand and wrote 接替 too."""
    found = book({**OLD, "失效日": "2026-03-31"}, {"接替": "A", "时长": "5天", "生效日": "2026-04-01"})

    assert [("", "2026-03-31", "3天"), ("2026-04-01", "", "5天")] == [(one[0], one[1], one[3]) for one in told(found)]


def test_a_new_number_is_another_name_of_the_old_rule() -> None:
    """A fine, a report and a chain that name either mean both."""
    more = (
        sheet("处罚标准", {"编号": "F", "触发": "义务 B", "金额": "50"}),
        sheet("报告", {"编号": "R", "来源": "今日清单", "若": "规则: B；主题: 含 B"}),
    )
    found = book(OLD, {"编号": "B", "接替": "A", "时长": "5天"}, {**OLD, "编号": "C", "起点": "B.完成"}, more=more)

    assert {"B": "A"} == found.names
    assert ["A", "C"] == [rule.id for rule in found.all(Duty)]
    assert (("A", "完成"),) == found.all(Duty)[1].start
    assert ["义务 A"] == [rule.trigger for rule in found.all(Sanction)]
    assert ["A", "含 B"] == [clause.test.text for clause in found.all(Report)[0].when.clauses()]


def test_a_change_of_whom_a_quota_asks_for_parts_the_roster() -> None:
    """对象若 is a scope too."""
    rows = (
        {"编号": "Q", "计数表": "回访记录", "键": "客户编号", "名册": "客户", "期": "月", "数": "1"},
        {"接替": "Q", "对象若": "客户类别: VIP", "数": "2"},
    )
    found = rulebook([], own_rows([sheet("定额", *rows)]))

    assert [("客户类别: 不是 VIP", 1), ("客户类别: VIP", 2)] == [
        ("；".join(f"{c.path[0]}: {c.test.text}" for c in rule.roster_when.clauses()), rule.number)
        for rule in found.all(Quota)
    ]


@pytest.mark.parametrize(
    ("row", "title", "word"),
    [
        ({"接替": "Z", "时长": "5天"}, "没有这条规则", "Z"),
        ({"接替": "A", "时长": "2天", "若": "客户.客户类别: VIP"}, "规则可能有误", "且 客户.客户类别: VIP"),
        ({"接替": "A", "若": "且 客户类别 VIP"}, "规则的格填得不对", "缺冒号"),
        ({"接替": "A", "停用期": "下个月"}, "规则的格填得不对", "2026-04-01..2026-04-15"),
        (
            {**OLD, "编号": "B", "停用期": "2026-04-15..2026-04-01"},
            "规则的格填得不对",
            "止于 2026-04-01，早于 2026-04-15",
        ),
        ({**OLD, "编号": "B", "生效日": "2026-04-15", "失效日": "2026-04-01"}, "规则可能有误", "一天也不生效"),
    ],
)
def test_what_a_change_gets_wrong_is_named(row: Cells, title: str, word: str) -> None:
    """With the cell to mend and how."""
    issues = book(OLD, row).issues

    assert [title] == [one.kind.title for one in issues]
    assert word in str(issues[0])
    assert 3 == issues[0].place.row


def test_a_sheet_whose_rows_are_one_decision_takes_no_change() -> None:
    """判定 goes by the order of its rows."""
    rows = ({"编号": "G", "表": "客户", "列": "级", "值": "A"}, {"编号": "G", "值": "B", "接替": "G"})

    issues = rulebook([], own_rows([sheet("判定", *rows)])).issues

    assert ["规则的格填得不对"] == [one.kind.title for one in issues]


# -- a law

CLASSES = ("VIP", "团购", "普通", "")
TESTS = st.sampled_from(["VIP", "不是 VIP", "VIP,团购", "非空", "空", "任意", "不是 普通,团购"])
DAYS = st.dates(date(2026, 3, 1), date(2026, 3, 31))


def day_of(rows: list[Cells], moments: list[str]) -> Day:
    sheets = [
        sheet("时限", *rows, head=HEAD),
        sheet("客户", *[{"客户编号": f"C{at}", "客户名称": "某", "客户类别": one} for at, one in enumerate(CLASSES)]),
        sheet("事件", *[
            {"事件编号": f"E{at}-{when}", "客户编号": f"C{at}", "事件类型": "发货", "发生时间": when}
            for at in range(len(CLASSES)) for when in moments
        ]),
        sheet("代码", *[{"组": "客户类别", "代码": one} for one in CLASSES if one], {"组": "事件类型", "代码": "发货"}),
    ]  # fmt: skip
    return opened(sheets, {"基础": shelf()["基础"]}, [], datetime(2026, 4, 10, 9), whole=False)


@settings(max_examples=25)
@given(st.lists(st.tuples(TESTS, DAYS, DAYS, st.booleans()), min_size=1, max_size=3))
def test_every_row_of_the_old_rule_is_asked_for_once_by_one_of_its_rows(
    changes: list[tuple[str, date, date, bool]],
) -> None:
    """Whatever changes are laid over each other: the last that fits a row on its day says how long; what one ended stays so."""
    moments = [f"2026-03-{day:02}" for day in (1, 5, 10, 17, 24, 31)]
    rows = [OLD]
    for at, (test, one, other, on) in enumerate(changes):
        dates = {"生效日": str(min(one, other)), "失效日": str(max(one, other))}
        rows.append(
            {"接替": "A", "若": f"且 客户.客户类别: {test}", "时长": f"{at + 10}天", "启用": "是" if on else "否"}
            | dates
        )
    expected = {}
    for at, kind in enumerate(CLASSES):
        for when in moments:
            days = 3
            for number, (test, one, other, on) in enumerate(changes):
                if days and str(min(one, other)) <= when <= str(max(one, other)) and fits(kind, test):
                    days = number + 10 if on else 0
            if days:
                expected[f"E{at}-{when}"] = days

    owed = day_of(rows, moments).sheet("义务").typed

    starts, ends = (owed[heading].data.astype("datetime64[D]") for heading in ("起点", "到期"))
    found = zip(owed["源编号"].objects().tolist(), (ends - starts).astype(int).tolist(), strict=True)
    assert sorted(expected.items()) == sorted(found)


def fits(kind: str, test: str) -> bool:
    """A test of the few above, by hand."""
    by_hand = {
        "VIP": kind == "VIP", "不是 VIP": kind != "VIP", "VIP,团购": kind in {"VIP", "团购"}, "非空": kind != "",
        "空": kind == "", "任意": True, "不是 普通,团购": kind not in {"普通", "团购"},
    }  # fmt: skip
    return by_hand[test]
