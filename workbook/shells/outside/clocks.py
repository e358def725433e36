"""The only place that reads the clock; --date replaces it."""

from __future__ import annotations

from datetime import datetime

from workbook.words.faults import Fault


def now(said: str = "") -> datetime:
    """The moment of the run: now to the minute, or the day (at 09:00) or minute that was said.

    Raises:
        Fault: not a date.
    """
    if not said:
        return datetime.now().replace(second=0, microsecond=0)
    try:
        body = said.strip().replace("/", "-")
        return datetime.fromisoformat(body if len(body) > 10 else f"{body} 09:00")
    except ValueError:
        raise Fault(f"“{said}”不是日期。", '写成 --date 2026-03-09 或 --date "2026-03-09 14:00"。') from None
