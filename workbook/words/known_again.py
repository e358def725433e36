"""What follows of the very same rules is worked out once in a program that stays loaded, however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

from workbook.words.tongue import Tongue, heard

P = ParamSpec("P")
R = TypeVar("R")
KEPT = 16
"""Rules of so many workbooks, or days, at once."""


def known_again(make: Callable[P, R]) -> Callable[P, R]:
    """A function that remembers what it gave; for what hangs on its arguments and the spoken language alone.

    What it gives is shared by all who ask and mustn't be altered. Arguments are known again by their hash: rules, sheets
    and words are equal to themselves only.

    Examples:
        >>> seen = []
        >>> twice = known_again(lambda one: seen.append(one) or one * 2)
        >>> twice(2), twice(2), seen
        (4, 4, [2])
    """

    @lru_cache(maxsize=KEPT)
    def kept(_: Tongue | None, *what: Hashable) -> R:
        return make(*what)  # type: ignore[call-arg, arg-type]

    @wraps(make)
    def asked(*what: P.args, **named: P.kwargs) -> R:
        return kept(heard(), *cast("tuple[Hashable, ...]", (*what, *named.values())))

    return asked
