"""The only place that reads the clock; --date replaces it. The office's zone is China's, whatever the computer's is."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from workbook.words.faults import Fault
from workbook.words.tongue import worded

CHINA = timezone(timedelta(hours=8))
"""Asia/Shanghai, which has known no summer time since 1991."""


def now(said: str = "") -> datetime:
    """The moment of the run in the office's zone: now to the minute, or the day (at 09:00) or minute that was said.

    Raises:
        Fault: not a date.
    """
    if not said:
        return datetime.now(CHINA).replace(second=0, microsecond=0, tzinfo=None)
    try:
        body = said.strip().replace("/", "-")
        return datetime.fromisoformat(body if len(body) > 10 else f"{body} 09:00")
    except ValueError:
        raise Fault(
            worded("“{said}”不是日期。", said=said), worded('写成 --date 2026-03-09 或 --date "2026-03-09 14:00"。')
        ) from None


def other_zone() -> str:
    """How the computer's zone is written (UTC+00:00) when it isn't the office's; else nothing."""
    offset = datetime.now().astimezone().utcoffset() or timedelta()
    if offset == timedelta(hours=8):
        return ""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
