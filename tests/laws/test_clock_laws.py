"""What must hold for all days, spans, windows, hours and periods."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.clock import periods
from workbook.clock.days import DayRow, Days, calendars
from workbook.clock.due import breach, due, extended, is_late, lateness
from workbook.clock.hours import HOUR, Hours, paused, stays
from workbook.words.spans import UNITS, Span, canonical, span
from workbook.words.windows import DAY, common, merged, minus, windows, written

# a calendar with own days off and own days worked, and days far outside its tables
OWN = [
    DayRow(date(2026, 7, 6), date(2026, 7, 17), "放假"),
    DayRow(date(2026, 7, 11), date(2026, 7, 12), "上班"),
    DayRow(date(1999, 3, 1), date(1999, 3, 31), "放假"),
]
CALENDAR = calendars(OWN, 2024, 2026).of("国家")
OFFICE = Hours(((540, 720), (840, 1080)), CALENDAR)

some_days = st.dates(date(2023, 1, 1), date(2029, 1, 1)) | st.dates(date(1900, 1, 1), date(9000, 1, 1))
some_moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(microsecond=0))
steps = st.integers(-400, 400)
micros = st.integers(0, 400 * 60).map(lambda minutes: minutes * 60_000_000)
kinds = st.sampled_from(periods.PERIODS[:-1])
parts = st.lists(st.tuples(st.integers(0, DAY), st.integers(0, DAY)), max_size=4).map(merged)
spans = st.builds(
    lambda unit, number, clock: Span(Decimal(number), unit, clock if UNITS[unit][0] not in ("分钟", "班时") else ""),
    st.sampled_from(list(UNITS)),
    st.integers(0, 60),
    st.sampled_from(["", "00:00", "09:00", "23:59"]),
)
quick = settings(max_examples=60, deadline=None)


def on(*each: date) -> Days:
    return np.array(each, dtype="M8[D]")


def at(*each: datetime) -> Days:
    return np.array(each, dtype="M8[us]")


# -- words


@quick
@given(spans)
def test_what_a_span_says_is_read_back(one: Span) -> None:
    """Text and span are two forms of one thing; the canonical text stays as it is."""
    assert one == span(str(one))
    assert str(one) == canonical(str(one))


@quick
@given(st.text("0123456789半天工作日小时月内 :.一二十个", max_size=9))
def test_a_canonical_text_means_the_same_and_is_final(text: str) -> None:
    """Whatever people type."""
    found = canonical(text)

    assert (found is None) == (span(text) is None)
    if found is not None:
        assert span(text) == span(found)
        assert found == canonical(found)


@quick
@given(parts, parts)
def test_windows_split_into_common_and_rest(a: tuple[tuple[int, int], ...], b: tuple[tuple[int, int], ...]) -> None:
    """Minute by minute; and the text is read back."""
    held = [{minute for start, end in one for minute in range(start, end)} for one in (a, b, common(a, b), minus(a, b))]

    assert held[0] & held[1] == held[2]
    assert held[0] - held[1] == held[3]
    assert merged([*common(a, b), *minus(a, b)]) == a
    assert (a or None) == windows(written(a))


# -- working days


@quick
@given(some_days, steps, steps)
def test_working_days_add_up(start: date, a: int, b: int) -> None:
    """From a working day, a days and b days more are a + b days."""
    first = CALENDAR.on_or_after(on(start))

    assert CALENDAR.add(first, a + b) == CALENDAR.add(CALENDAR.add(first, a), b)


@quick
@given(some_days, steps)
def test_counting_undoes_adding(start: date, n: int) -> None:
    """n working days later there are n working days between, and the way back ends where it began."""
    first = CALENDAR.on_or_after(on(start))
    then = CALENDAR.add(first, n)

    assert n == CALENDAR.between(first, then)
    assert -n == CALENDAR.between(then, first)
    assert first == CALENDAR.add(then, -n)


@quick
@given(some_days, some_days, steps)
def test_a_later_start_or_more_days_never_end_earlier(one: date, other: date, n: int) -> None:
    """Monotone in both; n = 0 stands between -1 and 1."""
    first, second = sorted((one, other))
    ends = [CALENDAR.add(on(first), k)[0] for k in range(n, n + 3)]

    assert sorted(ends) == ends
    assert CALENDAR.add(on(first), n)[0] <= CALENDAR.add(on(second), n)[0]


@quick
@given(some_days, steps)
def test_every_answer_is_a_working_day(start: date, n: int) -> None:
    """And nothing lies between a day and the next working day but days off."""
    assert CALENDAR.is_working(CALENDAR.add(on(start), n))
    nearest = CALENDAR.on_or_after(on(start))
    assert nearest >= on(start) >= CALENDAR.on_or_before(on(start))
    assert not CALENDAR.is_working(np.arange(on(start)[0], nearest[0])).any()


@quick
@given(some_days, st.integers(0, 60))
def test_adding_is_walking(start: date, n: int) -> None:
    """The table and the closed form give what a walk day by day gives, at their seams too."""
    day, left = start, n
    while left:
        day += timedelta(1)
        left -= int(CALENDAR.is_working(on(day))[0])

    assert n == CALENDAR.between(on(start), on(day))
    assert n == 0 or on(day) == CALENDAR.add(on(start), n)


# -- business hours


@quick
@given(some_moments, micros, micros)
def test_business_hours_add_up(start: datetime, a: int, b: int) -> None:
    """Forwards and backwards."""
    for sign in (1, -1):
        twice = OFFICE.add(OFFICE.add(at(start), sign * a / HOUR), sign * b / HOUR)

        assert OFFICE.add(at(start), sign * (a + b) / HOUR) == twice


@quick
@given(some_moments, micros)
def test_counting_business_hours_undoes_adding(start: datetime, n: int) -> None:
    """The hours between start and end are those that were added, and the end lies inside the windows."""
    end = OFFICE.add(at(start), n / HOUR)

    assert n == OFFICE.micros(at(start), end)
    assert at(start) <= end
    if n:
        minute = int((end - end.astype("M8[D]"))[0].astype(int)) / 60_000_000
        assert CALENDAR.is_working(end)
        assert any(first < minute <= last for first, last in ((540, 720), (840, 1080)))


@quick
@given(st.lists(some_moments, min_size=3, max_size=3))
def test_business_hours_between_are_a_difference(three: list[datetime]) -> None:
    """Additive, and never more than the clock."""
    a, b, c = (at(one) for one in sorted(three))

    assert OFFICE.micros(a, c) == OFFICE.micros(a, b) + OFFICE.micros(b, c)
    assert 0 <= OFFICE.micros(a, c) <= (c - a).astype(np.int64)


# -- due times


@quick
@given(some_moments, some_moments, spans, st.sampled_from(["次日", "当日"]), st.sampled_from(["不动", "后移", "前移"]))
def test_a_later_start_is_never_due_earlier(
    one: datetime, other: datetime, length: Span, count: str, roll: str
) -> None:
    """For every unit, way of counting and rolling."""
    how = {"count_from": count, "roll": roll}
    found = due(at(*sorted((one, other))), length, CALENDAR, OFFICE, **how)  # type: ignore[arg-type]

    assert found.at[0] <= found.at[1]


@quick
@given(some_moments, spans, st.sampled_from(["后移", "前移"]))
def test_rolling_ends_on_a_working_day_on_its_side(start: datetime, length: Span, roll: str) -> None:
    """Instants don't roll; rolling a day that is worked changes nothing."""
    plain = due(at(start), length, CALENDAR, OFFICE)
    rolled = due(at(start), length, CALENDAR, OFFICE, roll=roll)  # type: ignore[arg-type]

    if UNITS[length.unit][0] in ("分钟", "班时") or CALENDAR.is_working(plain.at):
        assert plain.at == rolled.at
    else:
        assert CALENDAR.is_working(rolled.at)
        assert (rolled.at > plain.at) == (roll == "后移")


@quick
@given(some_moments, st.sampled_from(["月", "季", "半年", "年"]), st.integers(1, 40), st.integers(1, 6))
def test_months_keep_the_day_number_or_end_the_month(start: datetime, unit: str, k: int, n: int) -> None:
    """k spans at once, never chained: the day is the start's, unless that month is too short for it."""
    found = due(at(start), Span(Decimal(n), unit), CALENDAR, None, times=k).at
    day: date = found.astype("M8[D]")[0].item()
    months = (day.year - start.year) * 12 + day.month - start.month

    assert k * n * UNITS[unit][1] == months
    assert start.day == day.day or (day.day < start.day and (day + timedelta(1)).day == 1)


@quick
@given(some_moments, some_moments, spans)
def test_late_begins_with_the_breach(start: datetime, done: datetime, length: Span) -> None:
    """On time is never more than 0 late, late never less; one microsecond before the breach all is well."""
    found = due(at(start), length, CALENDAR, OFFICE)
    amount = lateness(found, at(done), length.unit, CALENDAR, OFFICE)[0]

    assert (amount >= 0) if is_late(found, at(done)) else (amount <= 0)
    assert is_late(found, breach(found))
    assert not is_late(found, breach(found) - np.timedelta64(1, "us"))


@quick
@given(some_moments, spans, st.lists(st.tuples(some_moments, st.sampled_from("等做")), max_size=6))
def test_a_pause_never_brings_the_due_time_forward(
    start: datetime, length: Span, rows: list[tuple[datetime, str]]
) -> None:
    """A clock that stood still from start to end is due later by at most that time; no pause changes nothing."""
    key, end = np.zeros(len(rows), dtype=np.int64), at(datetime(2028, 1, 1))
    moments, states = at(*(moment for moment, _ in rows)), [state for _, state in rows]
    plain = due(at(start), length, CALENDAR, OFFICE)
    stops = stays(key, moments, states, {"等"}, start=at(start), end=end)
    later = extended(plain, length, stops, CALENDAR, OFFICE)

    assert plain.at <= later.at
    assert 0 <= paused(key, moments, states, {"等"}, start=at(start), end=end)[0] <= (end - at(start)).astype(int)[0]
    assert len(stops.key) or plain.at == later.at


# -- periods


@quick
@given(st.lists(some_days, min_size=2, max_size=5), kinds)
def test_keys_sort_as_text_like_days(each: list[date], period: str) -> None:
    """Later days never have smaller keys, and each day lies inside the bounds of its key."""
    found = periods.keys(on(*sorted(each)), period).tolist()

    assert sorted(found) == found
    for day, key in zip(sorted(each), found, strict=True):
        first, last = periods.bounds(key)
        assert first <= day <= last


@quick
@given(some_days, kinds, st.integers(-40, 40))
def test_periods_tile_the_line(day: date, period: str, n: int) -> None:
    """The next period begins the day after; shifting there and back is nothing; all days of one share its key."""
    key = periods.between(day, day, period)[0]
    first, last = periods.bounds(key)

    assert last + timedelta(1) == periods.bounds(periods.shifted(key, 1))[0]
    assert first - timedelta(1) == periods.bounds(periods.shifted(key, -1))[1]
    assert key == periods.shifted(periods.shifted(key, n), -n)
    assert {key} == set(periods.keys(on(first, day, last), period).tolist())


@quick
@given(some_days, st.integers(0, 400), kinds)
def test_periods_between_are_the_keys_of_the_days(first: date, length: int, period: str) -> None:
    """No period twice, none left out, in order."""
    last = first + timedelta(length)
    each = np.arange(np.datetime64(first), np.datetime64(last) + 1)

    assert list(dict.fromkeys(periods.keys(each, period).tolist())) == periods.between(first, last, period)
