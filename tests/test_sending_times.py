"""何时 of a report: on which days it falls due, and from which minute on it leaves."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.days import day
from workbook.papers.reports.reports import missed, reports
from workbook.rulebook.cells.sendings import sendings
from workbook.rulebook.cells.tree import NotUnderstood


def due(when: str, now: str, since: str = "", more: str = "") -> list[str]:
    """The days of the report that is due at `now`."""
    office = day(f"报告: [{{编号: R, 来源: 事件, 列: 事件编号, 何时: '{when}'{more}}}]", now)
    return [one.on.isoformat() for one in reports(office, since=date.fromisoformat(since) if since else None)]


def owing(when: str, now: str, since: str) -> list[tuple[str, bool]]:
    """The days of the letter that are made up for at `now`, and whether each is late."""
    rules = f"报告: [{{编号: R, 来源: 事件, 列: 事件编号, 载体: 邮件, 收件: '岗位:客服主管', 何时: '{when}'}}]"
    return [(on.isoformat(), late) for on, late in missed(day(rules, now), datetime.fromisoformat(since), ("邮件",))]


@pytest.mark.parametrize(
    ("when", "now", "expected"),
    [
        ("月末工作日 17:00", "2026-01-30 16:59", []),
        ("月末工作日 17:00", "2026-01-30 17:00", ["2026-01-30"]),
        ("月末工作日 17:00", "2026-01-31 18:00", []),  # a Saturday
        ("月末工作日 17:00", "2026-02-28 18:00", ["2026-02-28"]),  # a Saturday that is worked
        ("节前最后工作日 15:00", "2026-02-14 15:00", ["2026-02-14"]),
        ("节前最后工作日 15:00", "2026-02-13 15:00", []),
        ("节前最后工作日 15:00", "2026-02-14 14:59", []),
        ("节后首个工作日 9:00", "2026-02-24 09:00", ["2026-02-24"]),
        ("次日 9:00", "2026-03-09 09:00", ["2026-03-08"]),
        ("次日 9:00", "2026-03-09 08:59", []),
        ("工作日 次工作日 9:00", "2026-03-09 09:00", ["2026-03-06"]),  # Friday's leaves on Monday
        ("工作日 次工作日 9:00", "2026-03-08 09:00", []),
        ("周一 8点半，周五 下午5点", "2026-03-09 08:30", ["2026-03-09"]),
        ("周一 8点半，周五 下午5点", "2026-03-13 16:59", []),
        ("周一 8点半，周五 下午5点", "2026-03-13 17:00", ["2026-03-13"]),
        ("31日 17:00", "2026-02-28 17:00", ["2026-02-28"]),
        ("每年12月31日 9:00", "2026-12-31 09:00", ["2026-12-31"]),
        ("每日 17:00", "2026-03-09 17:30", ["2026-03-09"]),
    ],
)
def test_a_report_leaves_on_its_day_from_its_minute_on(when: str, now: str, expected: list[str]) -> None:
    """Before the minute, on another day, beside a holiday: not due."""
    assert expected == due(when, now)


def test_a_minute_stands_beside_a_group_of_days() -> None:
    """时机若 says the days, 何时 only the minute."""
    more = ', 时机若: {日: "6"}'

    assert ["2026-03-06"] == due("17:00", "2026-03-06 17:00", more=more)
    assert [] == due("17:00", "2026-03-06 16:00", more=more)
    assert [] == due("17:00", "2026-03-09 17:00", more=more)


def test_what_had_no_run_after_its_minute_is_made_up_for() -> None:
    """The run of the last day came at noon: the letter of 17:00 is late; the one of the next morning isn't."""
    assert [("2026-01-30", True)] == owing("月末工作日 17:00", "2026-02-02 09:00", "2026-01-30")
    assert [] == owing("月末工作日 17:00", "2026-02-02 09:00", "2026-01-31")
    assert [("2026-03-08", False)] == owing("次日 9:00", "2026-03-09 09:30", "2026-03-08 10:00")
    assert [] == owing("次日 9:00", "2026-03-09 08:30", "2026-03-08 10:00")
    assert [("2026-03-07", True), ("2026-03-08", False)] == owing("次日 9:00", "2026-03-09 09:30", "2026-03-08 08:00")


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("月未工作日 17:00", "月末工作日"),
        ("节前工作曰 15:00", "节前最后工作日"),
        ("周末工作日 9:00", "月末工作日"),
        ("25:00", "17:00"),
    ],
)
def test_a_time_that_is_none_is_named_with_the_nearest(written: str, nearest: str) -> None:
    """Nothing is guessed: the cell says what it may have meant."""
    with pytest.raises(NotUnderstood) as caught:
        sendings(written)

    assert nearest in caught.value.hint
