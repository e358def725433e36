"""Work on several columns side by side: Arrow lets other threads go on while it works on a long one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

LONG = 20_000
"""Rows from which threads are worth their while."""


def beside(work: Callable[[T], R], items: Iterable[T], height: int) -> list[R]:
    """`work` done on each item, in order; several at a time where the columns are `height` rows long.

    Examples:
        >>> beside(lambda number: number * 2, [1, 2, 3], height=5)
        [2, 4, 6]
    """
    if height < LONG:
        return [work(item) for item in items]
    with ThreadPoolExecutor(max_workers=4) as workers:
        return list(workers.map(work, items))
