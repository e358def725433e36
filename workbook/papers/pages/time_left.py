"""剩余 and 逾期 in words: how long there still is, or how late it is, in the unit that the rule counts."""

from __future__ import annotations

import numpy as np

from workbook.clock.days import Calendar
from workbook.rulebook.sorts.model import Duty, Sample
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, text
from workbook.rules.world.world import World
from workbook.words.spans import Span
from workbook.words.tongue import worded

DAY = np.timedelta64(1, "D")
LEFT = "剩余/逾期"
CLOCK_DAYS = 2
"""From so many days on, what is due at a minute is told in days too."""


def tell(world: World, frame: Frame) -> list[str | None]:
    """One phrase for each row: 还有 2 天, 今天到期, 逾期 3 工作日, 逾期 1 小时 20 分; without 到期 its age."""
    due, start = frame.typed["到期"].data, frame.typed["起点"].data
    by_clock = frame.typed["按日"].matching(lambda word: word == "否") & ~np.isnat(due)
    today = np.datetime64(world.today, "D")
    found: list[str | None] = [None] * len(frame)
    for row in np.flatnonzero(by_clock).tolist():
        found[row] = to_the_minute(int((due[row] - world.instant) / np.timedelta64(1, "s")))
    calendars = _working(world, frame)
    for row in np.flatnonzero(~by_clock & ~np.isnat(due)).tolist():
        found[row] = to_the_day(due[row].astype("datetime64[D]"), today, calendars[row])
    for row in np.flatnonzero(np.isnat(due) & ~np.isnat(start)).tolist():
        found[row] = waiting(int((today - start[row].astype("datetime64[D]")) / DAY))
    return found


def to_the_day(due: np.datetime64, today: np.datetime64, calendar: Calendar | None) -> str:
    """What is due on a day; a calendar counts working days, unless there are none between.

    Examples:
        >>> day = np.datetime64
        >>> [to_the_day(day(at), day("2026-03-09"), None) for at in ("2026-03-11", "2026-03-09", "2026-03-06")]
        ['还有 2 天', '今天到期', '逾期 3 天']
    """
    if due == today:
        return worded("今天到期")
    first, last = min(due, today), max(due, today)
    count = int(calendar.between(np.array([first]), np.array([last]))[0]) if calendar else 0
    length = _working_days(count) if count else _days(int((last - first) / DAY))
    return _told(length, is_late=bool(due < today))


def _days(count: int) -> str:
    return worded("1 天") if count == 1 else worded("{count} 天", count=count)


def _working_days(count: int) -> str:
    return worded("1 工作日") if count == 1 else worded("{count} 工作日", count=count)


def _told(length: str, *, is_late: bool) -> str:
    return worded("逾期 {length}", length=length) if is_late else worded("还有 {length}", length=length)


def to_the_minute(seconds: int) -> str:
    """What is due at a minute, so many seconds from now.

    Examples:
        >>> to_the_minute(-4800), to_the_minute(1500), to_the_minute(3 * 86400 + 60), to_the_minute(20)
        ('逾期 1 小时 20 分', '还有 25 分', '还有 3 天', '还有不到 1 分')
    """
    is_late, minutes = seconds < 0, abs(seconds) // 60
    if minutes >= CLOCK_DAYS * 1440:
        return _told(_days(minutes // 1440), is_late=is_late)
    if not minutes:
        return worded("逾期不到 1 分") if is_late else worded("还有不到 1 分")
    hours, rest = divmod(minutes, 60)
    parts = [worded("{count} 小时", count=hours) if hours else "", worded("{count} 分", count=rest) if rest else ""]
    return _told(" ".join(part for part in parts if part), is_late=is_late)


def waiting(days: int) -> str | None:
    """The age of what has no due time.

    Examples:
        >>> waiting(3), waiting(0)
        ('已等 3 天', None)
    """
    if days == 1:
        return worded("已等 1 天")
    return worded("已等 {days} 天", days=days) if days > 0 else None


def by_clock(world: World) -> bool:
    """Whether some rule's due times are minutes, so that a page shows the time beside the day."""
    duties = world.book.all(Duty)
    spans = [length for rule in duties for length in (rule.span, rule.until_)]
    return any(isinstance(length, Span) and length.is_instant for length in spans)


def clock(frame: Frame) -> list[str | None]:
    """到期 as a time of day; empty for what may be done all day."""
    due = frame.typed["到期"].data
    timed = frame.typed["按日"].matching(lambda word: word == "否") & ~np.isnat(due)
    return [str(at.astype("datetime64[m]"))[11:] if own else None for at, own in zip(due, timed, strict=True)]


def dress(world: World, frame: Frame) -> None:
    """Puts the phrases beside tasks or reminders as 剩余/逾期, so that reports may show them too."""
    frame.typed[LEFT] = text(tell(world, frame))
    frame.computed.pop(LEFT, None)


def _working(world: World, frame: Frame) -> Array:
    """The calendar of each row whose rule counts working days; None for the others."""
    of_rule: dict[str, Calendar] = {}
    timed: tuple[Duty | Sample, ...] = (*world.book.all(Duty), *world.book.all(Sample))
    for rule in timed:
        lengths = (rule.span, rule.until_) if isinstance(rule, Duty) else (rule.span,)
        if any(isinstance(length, Span) and length.family == "工作日" for length in lengths):
            of_rule.setdefault(rule.id, world.calendar(rule.calendar))
    rules = frame.typed["规则"]
    known = [next((of_rule[part] for part in str(word).split("、") if part in of_rule), None) for word in rules.words]
    calendars = np.empty(len(known) + 1, dtype=object)
    calendars[:-1] = known
    return calendars[rules.data]
