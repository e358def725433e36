"""Spans, windows, working days, business hours, due times and periods, against days known from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from holidays import country_holidays

from workbook.clock import notices, periods
from workbook.clock.almanac import almanac
from workbook.clock.days import DayRow, Days, calendars
from workbook.clock.due import Due, breach, due, extended, hour_unknown, is_late, lateness
from workbook.clock.hours import HOUR, Hours, paused, stays
from workbook.clock.published import Published, asked, published
from workbook.words.spans import Span, canonical, span
from workbook.words.windows import common, merged, minus, windows, written

DAY_OFF_2026 = (
    ("元旦", "2026-01-01", "2026-01-03"),
    ("春节", "2026-02-15", "2026-02-23"),
    ("清明节", "2026-04-04", "2026-04-06"),
    ("劳动节", "2026-05-01", "2026-05-05"),
    ("端午节", "2026-06-19", "2026-06-21"),
    ("中秋节", "2026-09-25", "2026-09-27"),
    ("国庆节", "2026-10-01", "2026-10-07"),
)
MADE_UP_2026 = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
PLAN_2027 = (
    ("2027-01-01", "2027-01-03"),
    ("2027-02-05", "2027-02-11"),
    ("2027-04-03", "2027-04-05"),
    ("2027-05-01", "2027-05-03"),
    ("2027-06-09", "2027-06-09"),
    ("2027-09-15", "2027-09-15"),
    ("2027-10-01", "2027-10-07"),
)


def days(*texts: str) -> Days:
    return np.array(texts, dtype="M8[D]")


def moments(*texts: str) -> Days:
    return np.array(texts, dtype="M8[us]")


def said(*texts: str) -> Span:
    found = span(" ".join(texts))
    assert found is not None
    return found


def day(text: str) -> date:
    return date.fromisoformat(text)


def row(first: str, last: str = "", kind: str = "放假", calendar: str = "", name: str = "") -> DayRow:
    return DayRow(day(first), day(last or first), kind, calendar, name)


def every_day(first: str, last: str) -> Days:
    return np.arange(np.datetime64(first), np.datetime64(last) + 1)


CHINA = calendars([], 2024, 2026).of("国家")
OFFICE = Hours(((540, 720), (840, 1080)), CHINA)


def due_on(start: str, text: str, **how: object) -> str:
    found = due(moments(start), said(text), CHINA, OFFICE, **how)  # type: ignore[arg-type]
    return str(found.at.astype("M8[D]" if found.by_day else "M8[m]")[0])


# -- spans


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("3工作日", "3", "工作日"),
        ("24小时", "24", "小时"),
        ("１５　分钟", "15", "分钟"),
        ("2班时", "2", "班时"),
        ("半月", "15", "天"),
        ("当日", "0", "天"),
        ("7日", "7", "天"),
        ("1周", "1", "周"),
        ("三个月", "3", "月"),
        ("二十一天", "21", "天"),
        ("1季", "1", "季"),
        ("半年", "1", "半年"),
        ("2年", "2", "年"),
        ("1.5小时", "1.5", "小时"),
        ("1.0天", "1", "天"),
        ("24小时以内", "24", "小时"),
    ],
)
def test_a_span_is_a_number_and_a_unit(text: str, number: str, unit: str) -> None:
    """Each way of writing a span."""
    assert Span(Decimal(number), unit) == span(text)


@pytest.mark.parametrize(
    "text",
    ["", "3", "天", "尽快", "-3天", "1.5天", "1e3天", "一个半月", "99999天", "9999年", "24小时 09:00", "1天 24:30"],
)
def test_what_is_no_span_is_none(text: str) -> None:
    """Nothing is guessed."""
    assert span(text) is None
    assert canonical(text) is None


def test_at_once_is_what_the_setting_says() -> None:
    """立即 takes the office's own span."""
    assert Span(Decimal(30), "分钟") == span("立即", Span(Decimal(30), "分钟"))
    assert Span(Decimal(0), "天") == span("马上")


def test_a_clock_time_makes_a_day_an_instant() -> None:
    """1天 09:00 is due at nine on the next day."""
    assert Span(Decimal(1), "天", "09:00") == span("1天 9:00")
    assert said("1天 09:00").is_instant
    assert not said("1天").is_instant
    assert Span(Decimal(1), "天") == span("1天 24:00")


def test_spans_of_one_family_compare_by_amount() -> None:
    """Two weeks are fourteen days, a quarter is three months."""
    assert [("天", 14), ("月", 3), ("分钟", 90)] == [
        (one.family, one.amount) for one in (said("2周"), said("1季"), said("1.5小时"))
    ]


def test_the_canonical_text_keeps_the_words_of_the_office() -> None:
    """半月, 当日 and 立即 stay words; the rest becomes number and unit."""
    typed = ("３ 个工作日", "半个月", "当天", "立刻 09:00", "7日", "半年")

    assert ["3工作日", "半月", "当日", "立即 09:00", "7天", "半年"] == [canonical(text) for text in typed]


# -- windows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00-12:00,14:00-18:00", ((540, 720), (840, 1080))),
        ("14:00～18:00；９：００—１２：００", ((540, 720), (840, 1080))),
        ("9:00 至 12:00、11:30-13:00", ((540, 780),)),
        ("9点-17点半", ((540, 1050),)),
        ("00:00-24:00", ((0, 1440),)),
        ("22:00-06:00", None),
        ("09:00-09:00", None),
        ("09:00-25:00", None),
        ("09:00", None),
        ("", None),
    ],
)
def test_windows_are_minutes_of_the_day(text: str, expected: object) -> None:
    """Sorted, merged, half-open; a window that ends before it begins is none."""
    assert expected == windows(text)


def test_windows_are_cut_and_taken_away() -> None:
    """A customer's wish cuts the office hours, his nap is taken away."""
    office, wish, nap = ((540, 720), (840, 1080)), ((600, 900),), ((840, 870),)

    assert ((600, 720), (840, 900)) == common(office, wish)
    assert ((600, 720), (870, 900)) == minus(common(office, wish), nap)
    assert office == windows(written(office))
    assert () == merged([])


# -- working days


def test_each_day_of_2026_is_as_announced() -> None:
    """The notice for 2026, day by day."""
    year = every_day("2026-01-01", "2026-12-31")
    off = np.concatenate([every_day(first, last) for _, first, last in DAY_OFF_2026])
    expected = (np.is_busday(year) & ~np.isin(year, off)) | np.isin(year, days(*MADE_UP_2026))

    assert expected.tolist() == CHINA.is_working(year).tolist()


def test_each_day_from_2010_to_2026_is_as_the_library_says() -> None:
    """One by one through 17 years, whichever years were asked for."""
    library = country_holidays("CN", years=range(2009, 2028))
    all_days = every_day("2010-01-01", "2026-12-31")
    expected = [library.is_working_day(one) for one in all_days.tolist()]

    for first, last in ((2010, 2026), (2026, 2026)):
        assert expected == calendars([], first, last).of().is_working(all_days).tolist()


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2026-04-30", 3, "2026-05-08"),
        ("2024-03-01", 3, "2024-03-06"),
        ("2024-03-01", 5, "2024-03-08"),
        ("2026-03-06", 1, "2026-03-09"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-05-01", 0, "2026-05-06"),
        ("2026-05-06", 0, "2026-05-06"),
        ("2026-05-06", -1, "2026-04-30"),
        ("2026-05-03", -1, "2026-04-30"),
        ("NaT", 3, "NaT"),
    ],
)
def test_the_nth_working_day(start: str, n: int, expected: str) -> None:
    """Worked examples of the regulations and the edges of the May holiday."""
    assert expected == str(CHINA.add(days(start), n)[0])
    assert expected == str(CHINA.add(days(start), np.array([n]))[0])


def test_working_days_are_counted_after_the_first_day() -> None:
    """(after, until], the other way round with a minus, and 0 where a day is missing."""
    after, until = days("2026-04-30", "2026-05-08", "NaT"), days("2026-05-08", "2026-04-30", "2026-05-08")

    assert [3, -3, 0] == CHINA.between(after, until).tolist()


def test_a_day_far_outside_the_tables_is_answered_by_the_week() -> None:
    """A year typed as 9999 or 1900 moves on from Monday to Friday instead of crashing."""
    far = days("9999-12-30", "1900-01-05")  # a Thursday and a Friday

    assert ["9999-12-31", "1900-01-08"] == CHINA.add(far, 1).astype(str).tolist()
    assert ["9999-12-29", "1900-01-04"] == CHINA.add(far, -1).astype(str).tolist()
    assert [True, True, False] == CHINA.is_working(days("9999-12-30", "1900-01-05", "1900-01-06")).tolist()


def test_days_beyond_the_last_published_year_are_provisional() -> None:
    """The library's notices end with 2026; of 2027 only the legal holidays are known."""
    asked = days("2026-12-31", "2027-01-01", "NaT")

    assert np.datetime64("2026-12-31") == CHINA.published_until
    assert [False, True, False] == CHINA.provisional(asked).tolist()
    assert [False, False] == CHINA.is_working(days("2027-01-01", "2027-10-04")).tolist()


def test_a_plan_typed_in_full_publishes_the_next_year() -> None:
    """Once 节假日 holds every legal holiday and a make-up day, 2027 is no estimate, and days in lieu are forgotten."""
    plan = [row(first, last) for first, last in PLAN_2027]
    made_up = row("2027-02-20", kind="上班")
    asked = days("2027-05-04", "2027-10-08", "2027-02-20")

    for unfinished in ([*plan[:3], made_up], plan):
        book = calendars(unfinished, 2026, 2027)
        assert np.datetime64("2026-12-31") == book.published_until
        assert not book.of().is_working(asked)[0]
    full = calendars([*plan, made_up], 2026, 2027)
    assert np.datetime64("2027-12-31") == full.published_until
    assert [True, True, True] == full.of().is_working(asked).tolist()
    assert not full.of().provisional(days("2027-12-31")).any()


def test_the_exchange_rests_on_make_up_days() -> None:
    """交易 is Monday to Friday less the days off; a shared row for a make-up Saturday doesn't open it."""
    book = calendars([row("2026-03-07", kind="上班"), row("2026-03-14", kind="上班", calendar="交易")], 2026, 2026)
    saturdays = days("2026-05-09", "2026-03-07", "2026-03-14")

    assert [True, True, False] == book.of("国家").is_working(saturdays).tolist()
    assert [False, False, True] == book.of("交易").is_working(saturdays).tolist()


def test_rows_of_the_sheet_win_over_the_published_days() -> None:
    """A row without 历 counts for all, 国家 also for 公司, 公司 for itself and over the others."""
    book = calendars(
        [
            row("2026-03-02"),
            row("2026-03-03", calendar="国家"),
            row("2026-03-04", "2026-03-06", calendar="公司"),
            row("2026-03-05", kind="上班", calendar="国家"),
            row("2026-05-04", kind="上班", calendar="公司"),
            row("2026-03-02", kind="上班", calendar="公司"),
        ],
        2026,
        2026,
    )
    asked = days("2026-03-02", "2026-03-03", "2026-03-05", "2026-05-04")

    assert [False, False, True, False] == book.of("国家").is_working(asked).tolist()
    assert [False, True, True, False] == book.of("交易").is_working(asked).tolist()
    assert [True, False, False, True] == book.of("公司").is_working(asked).tolist()


def test_a_short_row_wins_over_a_long_one() -> None:
    """One day worked in the middle of a week off, whichever row stands first."""
    rows = [row("2026-07-08", kind="上班"), row("2026-07-06", "2026-07-10")]
    asked = every_day("2026-07-06", "2026-07-10")

    for several in (rows, rows[::-1]):
        assert [False, False, True, False, False] == calendars(several, 2026, 2026).of().is_working(asked).tolist()


def test_an_unknown_calendar_is_a_fault_of_ours() -> None:
    """Rule sheets allow only the three names."""
    with pytest.raises(ValueError, match="no calendar"):
        calendars([], 2026, 2026).of("农历")


def test_the_sheet_of_days() -> None:
    """May 2026: the holiday with its days in lieu, the first and the last working day, the period keys."""
    sheet = almanac(
        calendars([row("2026-05-10", kind="节日", name="母亲节")], 2026, 2026),
        np.datetime64("2026-05-01"),
        np.datetime64("2026-05-31"),
    )
    by_day = sheet.set_index(sheet["日期"].dt.day)

    assert list(range(1, 32)) == sheet["行号"].tolist()
    assert "datetime64[us]" == str(sheet["日期"].dtype)
    assert {"星期", "工作日", "放假", "节日", "月末", "季末", "周", "本月", "上月", "次月"} == set(
        sheet.select_dtypes("str")
    )
    assert [1, 2, 3, 4, 5] == by_day.index[by_day["放假"] == "是"].tolist()
    assert {1: "劳动节", 10: "母亲节"} == by_day["节日"].dropna().to_dict()
    assert [6.0, 1.0] == [by_day["日"][6], by_day["月第几工作日"][6]]
    assert 1.0 == by_day["月倒数第几工作日"][29]
    assert by_day["月第几工作日"][[1, 10]].isna().all()
    assert ["周六", "是", "否"] == by_day.loc[9, ["星期", "工作日", "放假"]].tolist()
    assert ["2026-W19", "2026-05", "2026-04", "2026-06"] == by_day.loc[9, ["周", "本月", "上月", "次月"]].tolist()
    assert [31] == by_day.index[by_day["月末"] == "是"].tolist()
    assert not (sheet["季末"] == "是").any()


def test_the_days_off_of_the_sheet_are_those_of_the_notice() -> None:
    """The weekend beside a holiday is part of it; a weekend alone isn't."""
    sheet = almanac(calendars([], 2026, 2026), np.datetime64("2026-01-01"), np.datetime64("2026-12-31"))
    expected = np.concatenate([every_day(first, last) for _, first, last in DAY_OFF_2026])

    assert expected.tolist() == sheet["日期"][sheet["放假"] == "是"].dt.date.tolist()


def test_a_festival_stands_on_its_own_day() -> None:
    """Not on the days off around it; two on one day share the cell."""
    book = calendars([], 2020, 2026)
    sheet = almanac(book, np.datetime64("2026-01-01"), np.datetime64("2026-12-31"))
    named = sheet.dropna(subset="节日")
    expected = ["元旦", "农历除夕", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]
    both = almanac(book, np.datetime64("2020-10-01"), np.datetime64("2020-10-01"))

    assert expected == named["节日"].tolist()
    assert date(2026, 2, 17) == named["日期"].dt.date.tolist()[2]
    assert {"中秋节", "国庆节"} == set(both["节日"][0].split("、"))


def test_a_sheet_of_no_days_is_empty() -> None:
    """The first day after the last: no rows, the same columns."""
    sheet = almanac(calendars([], 2026, 2026), np.datetime64("2026-01-02"), np.datetime64("2026-01-01"))

    assert (0, 17) == sheet.shape


# -- business hours


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-03-06T17:30", 1, "2026-03-09T09:30"),
        ("2026-03-06T11:00", 2, "2026-03-06T15:00"),
        ("2026-03-06T12:30", 0.5, "2026-03-06T14:30"),
        ("2026-03-06T10:00", 6, "2026-03-06T18:00"),
        ("2026-04-30T17:00", 2, "2026-05-06T10:00"),
        ("2026-05-08T18:00", 7, "2026-05-09T18:00"),
        ("2026-03-07T10:00", 0, "2026-03-07T10:00"),
        ("2026-03-09T10:00", -1, "2026-03-09T09:00"),
        ("2026-03-09T09:30", -1, "2026-03-06T17:30"),
        ("2026-03-09T14:30", -1, "2026-03-09T11:30"),
        ("NaT", 1, "NaT"),
    ],
)
def test_business_hours_pass_only_in_the_windows(start: str, hours: float, expected: str) -> None:
    """Breaks, nights, weekends and holidays don't count; a make-up Saturday does."""
    assert expected == str(OFFICE.add(moments(start), hours).astype("M8[m]")[0])


def test_business_hours_between_two_instants() -> None:
    """Forwards, backwards, over a weekend, and unknown."""
    start = moments("2026-03-06T11:00", "2026-03-09T10:00", "2026-03-06T18:00", "NaT")
    end = moments("2026-03-06T15:00", "2026-03-06T17:00", "2026-03-09T09:00", "2026-03-09T09:00")

    np.testing.assert_array_equal([2.0, -2.0, 0.0, np.nan], OFFICE.between(start, end))


def test_an_office_without_hours_is_a_fault_of_ours() -> None:
    """An empty setting stops its rules before they come here."""
    with pytest.raises(ValueError, match="window"):
        Hours((), CHINA)
    with pytest.raises(ValueError, match="business hours"):
        due(moments("2026-03-06"), said("2班时"), CHINA, None)


def test_time_in_a_state_is_replayed_from_history() -> None:
    """Rows in any order; a state that began earlier counts from the start, an open one to the end."""
    key = np.array([1, 0, 0, 0, 1, -1])
    at = moments("2026-03-01", "2026-03-02T12:00", "2026-03-02T10:00", "2026-03-02T16:00", "2026-03-03", "2026-03-01")
    state = ["等料", "处理", "等料", "等料", "处理", "等料"]
    start, end = moments("2026-03-02T09:00", "2026-03-02T00:00"), moments("2026-03-02T18:00", "2026-03-05")

    assert [4.0, 24.0] == (paused(key, at, state, {"等料"}, start=start, end=end) / HOUR).tolist()
    assert [0, 0] == paused(key, at, state, {"停"}, start=start, end=end).tolist()


def test_of_two_states_at_one_moment_the_later_row_counts() -> None:
    """Two changes typed with the same time."""
    at = moments("2026-03-02T10:00", "2026-03-02T10:00")
    start, end = moments("2026-03-02T09:00"), moments("2026-03-02T12:00")

    for state, expected in ((["等", "做"], 0.0), (["做", "等"], 2.0)):
        assert [expected] == (paused(np.array([0, 0]), at, state, {"等"}, start=start, end=end) / HOUR).tolist()


# -- due times


@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        ("2026-04-30T10:00", "3工作日", "2026-05-08"),
        ("2024-03-01T10:00", "3工作日", "2024-03-06"),
        ("2024-03-04T10:00", "7天", "2024-03-11"),
        ("2026-10-01", "7天", "2026-10-08"),
        ("2026-01-31", "1月", "2026-02-28"),
        ("2025-08-31", "6月", "2026-02-28"),
        ("2025-08-31", "半年", "2026-02-28"),
        ("2025-12-31", "1季", "2026-03-31"),
        ("2024-02-29", "1年", "2025-02-28"),
        ("2026-06-01", "半月", "2026-06-16"),
        ("2024-03-01", "90天", "2024-05-30"),
        ("2026-03-28", "2周", "2026-04-11"),
        ("2026-03-06T23:59", "当日", "2026-03-06"),
        ("2026-05-02T10:00", "0工作日", "2026-05-06"),
        ("2024-03-05T14:00", "24小时", "2024-03-06T14:00"),
        ("2026-03-06T14:10", "30分钟", "2026-03-06T14:40"),
        ("2026-03-06T16:30", "24小时", "2026-03-07T16:30"),
        ("2026-03-06T17:30", "2班时", "2026-03-09T10:30"),
        ("2026-03-06T17:30", "1天 09:00", "2026-03-07T09:00"),
        ("2026-04-30T17:30", "1工作日 17:00", "2026-05-06T17:00"),
        ("2026-03-06T17:30", "当日 18:00", "2026-03-06T18:00"),
    ],
)
def test_when_a_span_is_over(start: str, text: str, expected: str) -> None:
    """Worked examples of the regulations, unit by unit."""
    assert expected == due_on(start, text)


@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        ("2026-03-02", "3天", "2026-03-04"),
        ("2026-03-02", "1周", "2026-03-08"),
        ("2026-03-01", "2月", "2026-04-30"),
        ("2026-03-05", "2工作日", "2026-03-06"),
        ("2026-03-07", "2工作日", "2026-03-10"),
        ("2026-03-02", "当日", "2026-03-02"),
    ],
)
def test_the_first_day_counts_when_the_rule_says_so(start: str, text: str, expected: str) -> None:
    """起算 当日; a Saturday can't be the first of two working days."""
    assert expected == due_on(start, text, count_from="当日")


@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        ("2026-03-31", "1月", "2026-02-28"),
        ("2026-05-06", "1工作日", "2026-04-30"),
        ("2026-05-03", "0工作日", "2026-04-30"),
        ("2026-03-09", "7天", "2026-03-02"),
        ("2026-03-09T10:00", "24小时", "2026-03-08T10:00"),
        ("2026-03-09T09:30", "1班时", "2026-03-06T17:30"),
    ],
)
def test_backwards_is_the_mirror_image(start: str, text: str, expected: str) -> None:
    """方式 前."""
    assert expected == due_on(start, text, back=True)


def test_backwards_the_first_day_may_count_too() -> None:
    """The mirror image of 起算 当日: one day nearer to the start."""
    found = [due_on("2026-05-01", text, back=True, count_from="当日") for text in ("2月", "3天", "2工作日")]

    assert ["2026-03-02", "2026-04-29", "2026-04-29"] == found


def test_a_due_day_off_moves_only_when_told() -> None:
    """顺延: 5 May 2026 is the last day of the holiday."""
    rolls = {roll: due_on("2026-04-28", "7天", roll=roll) for roll in ("不动", "后移", "前移")}

    assert {"不动": "2026-05-05", "后移": "2026-05-06", "前移": "2026-04-30"} == rolls
    assert "2026-05-06T09:00" == due_on("2026-04-28", "7天 09:00", roll="后移")
    assert "2026-05-05T10:00" == due_on("2026-05-04T10:00", "24小时", roll="后移")


def test_multiples_are_added_to_the_start_and_never_chained() -> None:
    """31 January and two months is 31 March, though one month is 28 February."""
    found = due(moments(*["2026-01-31"] * 3), said("1月"), CHINA, None, times=np.array([1, 2, 13]))

    assert ["2026-02-28", "2026-03-31", "2027-02-28"] == found.at.astype("M8[D]").astype(str).tolist()


def test_no_start_has_no_due_time() -> None:
    """NaT stays NaT for every unit, and nothing about it is late."""
    for text in ("3天", "3工作日", "1月", "2小时", "2班时", "1天 09:00"):
        found = due(moments("NaT"), said(text), CHINA, OFFICE, roll="后移")

        assert np.isnat(found.at).all()
        assert not is_late(found, moments("2026-03-01")).any()
        assert np.isnan(lateness(found, moments("2026-03-01"), said(text).unit, CHINA, OFFICE)).all()


def test_a_due_day_lasts_until_midnight_and_an_instant_to_the_second() -> None:
    """24:00 is the end of the day; 14:00:00 is on time, 14:00:01 isn't."""
    on_day, at_two = Due(moments("2024-03-06"), by_day=True), Due(moments("2024-03-06T14:00"), by_day=False)

    assert moments("2024-03-07") == breach(on_day)
    assert moments("2024-03-06T14:00:01") == breach(at_two)
    assert not is_late(on_day, moments("2024-03-06T23:59:59"))
    assert not is_late(at_two, moments("2024-03-06T14:00:00.9"))
    assert is_late(at_two, moments("2024-03-06T14:00:01"))


def test_parts_of_a_second_are_never_late() -> None:
    """Neither those of the start nor those of the done mark."""
    found = due(moments("2024-03-05T14:00:00.7"), said("24小时"), CHINA, OFFICE)
    done = moments("2024-03-06T14:00:00.9")

    assert moments("2024-03-06T14:00:01") == breach(found)
    assert [0.0] == lateness(found, done, "小时", CHINA, OFFICE).tolist()


@pytest.mark.parametrize(
    ("start", "text", "done", "expected"),
    [
        ("2024-03-01", "5工作日", "2024-03-11T09:00", 1.0),
        ("2024-03-01", "5工作日", "2024-03-09T09:00", 0.0),
        ("2024-03-01", "5工作日", "2024-03-06", -2.0),
        ("2024-03-04", "7天", "2024-03-12T08:00", 1.0),
        ("2024-03-04", "7天", "2024-03-11T23:00", 0.0),
        ("2026-03-06T14:10", "30分钟", "2026-03-06T14:45", 5.0),
        ("2026-03-06T16:30", "24小时", "2026-03-07T17:00", 30.0),
        ("2026-03-06T17:30", "2班时", "2026-03-09T11:30", 1.0),
        ("2026-03-06", "1天 12:00", "2026-03-07T18:00", 0.25),
        ("2026-03-05", "1工作日 12:00", "2026-03-09T12:00", 1.0),
        ("2026-03-05", "1工作日 12:00", "2026-03-07T12:00", 0.5),
    ],
)
def test_how_late_in_the_unit_of_the_span(start: str, text: str, done: str, expected: float) -> None:
    """Working days in working days, days in days, hours in minutes."""
    one = said(text)
    found = due(moments(start), one, CHINA, OFFICE)

    assert [expected] == lateness(found, moments(done), one.unit, CHINA, OFFICE).tolist()


def test_a_date_without_an_hour_can_not_breach_an_instant_of_that_day() -> None:
    """Start or done at exactly midnight means that nobody typed the hour."""
    found = Due(moments(*["2026-03-06T14:00"] * 3, "2026-03-06T00:00"), by_day=False)
    start = moments("2026-03-06T10:00", "2026-03-05T14:00", "2026-03-05T14:00", "2026-03-05")
    done = moments("2026-03-06", "2026-03-06T15:00", "2026-03-07", "2026-03-06T10:00")

    assert [True, False, False, True] == hour_unknown(found, start, done).tolist()
    assert not hour_unknown(Due(found.at, by_day=True), start, done).any()


def history(*rows: tuple[str, str]) -> Iterator[object]:
    yield np.zeros(len(rows), dtype=np.int64)
    yield moments(*(at for at, _ in rows))
    yield [state for _, state in rows]


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        ("24小时", [("2026-03-02T12:00", "等"), ("2026-03-02T15:00", "做")], "2026-03-03T13:00"),
        ("24小时", [("2026-03-03T11:00", "等"), ("2026-03-04T11:00", "做")], "2026-03-03T10:00"),
        ("4班时", [("2026-03-02T11:00", "等"), ("2026-03-02T15:00", "做")], "2026-03-02T18:00"),
        ("3工作日", [("2026-03-04T11:00", "等"), ("2026-03-09T11:00", "做")], "2026-03-10"),
        ("3工作日", [("2026-03-04T11:00", "等"), ("2026-03-04T17:00", "做")], "2026-03-05"),
        ("3天", [("2026-03-03T11:00", "等"), ("2026-03-04T09:00", "做"), ("2026-03-06T09:00", "等")], "2026-03-10"),
        ("1天 09:00", [("2026-03-02T11:00", "等"), ("2026-03-04T10:00", "做")], "2026-03-05T09:00"),
    ],
)
def test_a_clock_that_stood_still_is_due_later(text: str, rows: list[tuple[str, str]], expected: str) -> None:
    """停表 from Monday 2 March 10:00 to Tuesday 10 March: what began after the due time saves nothing."""
    one, start, end = said(text), moments("2026-03-02T10:00"), moments("2026-03-10")
    key, at, state = history(*rows)
    stops = stays(key, at, state, {"等"}, start=start, end=end)  # type: ignore[arg-type]
    found = extended(due(start, one, CHINA, OFFICE), one, stops, CHINA, OFFICE)

    assert expected == str(found.at.astype("M8[D]" if found.by_day else "M8[m]")[0])


# -- periods


def test_keys_of_each_period() -> None:
    """ISO weeks belong to the year of their Thursday; no moment has no key."""
    asked = moments("2026-03-05T10:00", "2027-01-01", "NaT")
    expected = {
        "日": ["2026-03-05", "2027-01-01", None],
        "周": ["2026-W10", "2026-W53", None],
        "半月": ["2026-03a", "2027-01a", None],
        "月": ["2026-03", "2027-01", None],
        "双月": ["2026-M2", "2027-M1", None],
        "季": ["2026-Q1", "2027-Q1", None],
        "半年": ["2026-H1", "2027-H1", None],
        "年": ["2026", "2027", None],
        "全部": ["全部", "全部", None],
    }

    assert expected == {period: periods.keys(asked, period).tolist() for period in periods.PERIODS}
    assert [] == periods.keys(moments(), "月").tolist()


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("2026-03-05", "2026-03-05", "2026-03-05"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2028-02b", "2028-02-16", "2028-02-29"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-M6", "2026-11-01", "2026-12-31"),
        ("2026-Q2", "2026-04-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("全部", "0001-01-01", "9999-12-31"),
    ],
)
def test_a_key_knows_its_first_and_last_day(key: str, first: str, last: str) -> None:
    """The shape of the key says which kind of period it is."""
    assert (day(first), day(last)) == periods.bounds(key)


@pytest.mark.parametrize("key", ["", "2026-13", "2026-02-30", "2025-W53", "2026-Q5", "2026-H3", "2026-M7", "3月", "26"])
def test_what_is_no_key_is_refused(key: str) -> None:
    """Neither is it a word for days."""
    with pytest.raises(ValueError):
        periods.bounds(key)
    assert periods.named(key, date(2026, 3, 9)) is None


def test_periods_that_touch_a_stretch_of_days() -> None:
    """From the first day's period to the last day's; none when the days are the wrong way round."""
    assert ["2025-W52", "2026-W01"] == periods.between(day("2025-12-28"), day("2025-12-29"), "周")
    assert ["2025-12", "2026-01"] == periods.between(day("2025-12-31"), day("2026-01-01"), "月")
    assert ["全部"] == periods.between(day("2025-12-31"), day("2026-01-01"), "全部")
    assert [] == periods.between(day("2026-01-02"), day("2026-01-01"), "月")


def test_the_next_and_the_previous_period() -> None:
    """Over the end of the year; all time has no neighbour."""
    asked = (("2026-01a", -1), ("2026-M6", 1), ("2026-H2", 1), ("2026-02-28", 1), ("2026", -1), ("全部", 3))

    assert ["2025-12b", "2027-M1", "2027-H1", "2026-03-01", "2025", "全部"] == [
        periods.shifted(key, n) for key, n in asked
    ]


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("今日", "2026-03-09", "2026-03-09"),
        ("昨日", "2026-03-08", "2026-03-08"),
        ("明天", "2026-03-10", "2026-03-10"),
        ("本周", "2026-03-09", "2026-03-15"),
        ("上周", "2026-03-02", "2026-03-08"),
        ("上月", "2026-02-01", "2026-02-28"),
        ("上个月", "2026-02-01", "2026-02-28"),
        ("下季", "2026-04-01", "2026-06-30"),
        ("本季度", "2026-01-01", "2026-03-31"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("上半年", "2026-01-01", "2026-06-30"),
        ("上个半年", "2025-07-01", "2025-12-31"),
        ("下半月", "2026-03-16", "2026-03-31"),
        ("过去90天", "2025-12-10", "2026-03-09"),
        ("过去1天", "2026-03-09", "2026-03-09"),
        ("过去3月", "2025-12-10", "2026-03-09"),
        ("过去两周", "2026-02-24", "2026-03-09"),
        ("未来7天", "2026-03-09", "2026-03-15"),
        ("未来1月", "2026-03-09", "2026-04-08"),
        ("过去2工作日", "2026-03-06", "2026-03-09"),
        ("未来2工作日", "2026-03-09", "2026-03-10"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-03", "2026-03-01", "2026-03-31"),
        ("2026-03-09", "2026-03-09", "2026-03-09"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
    ],
)
def test_words_for_days(word: str, first: str, last: str) -> None:
    """Seen from Monday 9 March 2026."""
    assert (day(first), day(last)) == periods.named(word, date(2026, 3, 9), CHINA)


@pytest.mark.parametrize("word", ["现在", "03-25", "周二", "工作日", "过去3小时", "过去0天", "未来", "过去两"])
def test_other_words_are_not_for_days(word: str) -> None:
    """They belong to other tests of a condition."""
    assert periods.named(word, date(2026, 3, 9), CHINA) is None
    assert periods.named("过去2工作日", date(2026, 3, 9)) is None


@pytest.mark.parametrize("years", [(2026, 2026), (2023, 2029), (2010, 2035), (2001, 2049), (2030, 2060), (1990, 2020)])
def test_days_off_are_those_that_the_library_says(years: tuple[int, int]) -> None:
    """`notices.py` saves loading the library; whatever version of it is here, the answer is its own."""
    ours, theirs = published(*years), asked(*years)

    for field in Published._fields:
        assert np.array_equal(getattr(theirs, field), getattr(ours, field)), field


def test_another_version_of_the_library_is_asked_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written down with an older library counts no longer."""
    monkeypatch.setattr(notices, "HOLIDAYS", "0.1")
    monkeypatch.setattr(notices, "OFF", "2026 0303")

    assert np.array_equal(asked(2026, 2026).off, published.__wrapped__(2026, 2026).off)
