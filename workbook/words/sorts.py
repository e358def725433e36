"""What all issues of one kind share."""

from __future__ import annotations

from typing import NamedTuple


class Sort(NamedTuple):
    """Level, title, sentence and cure; `what` and `cure` hold {names} that each issue fills."""

    level: str
    title: str
    what: str
    cure: str
