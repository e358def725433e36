"""方法 of 分派 that chooses among people: 均衡, 轮流, 本月最少."""

from __future__ import annotations

import re

_LEAST = re.compile(r"本(周|月|季|年)(?:度)?(?:得|派|分|轮)?(?:得|到)?最少")


def least_of(method: str) -> str:
    """The period of 本月最少; empty for any other method.

    Examples:
        >>> least_of("本月最少"), least_of("均衡")
        ('月', '')
    """
    found = _LEAST.fullmatch(method.strip())
    return found[1] if found else ""


def chooses(method: str) -> bool:
    """Whether a method names nobody outright but chooses among 候选若."""
    return method in {"均衡", "轮流"} or bool(least_of(method))
