"""The known name nearest to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache


def nearest(name: str, known: Iterable[str]) -> str:
    """The most similar of `known`, or the first of them, or a dash when there are none.

    Examples:
        >>> nearest("客户类型", ["客户类别", "状态"])
        '客户类别'
    """
    return _nearest(name, tuple(str(candidate) for candidate in known))


@lru_cache(maxsize=1024)
def _nearest(name: str, names: tuple[str, ...]) -> str:
    """The same slip is looked up again and again: rules of one sheet are read together."""
    found = get_close_matches(name, names, n=1, cutoff=0.0)
    return found[0] if found else (names[0] if names else "—")


_ALIKE = 0.5


def near(name: str, known: Iterable[str]) -> str:
    """The most similar of `known` where one is like it; else nothing: an unlike name is no help.

    Examples:
        >>> near("张山", ["张三", "李四"]), near("欧阳", ["张三", "李四"]), near("K7", ["W1·K7"])
        ('张三', '', 'W1·K7')
    """
    found = get_close_matches(name, [str(candidate) for candidate in known], n=1, cutoff=_ALIKE)
    return found[0] if found else ""
