"""Words beside each other as people list them."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMBER = re.compile(r"\d[\d,.]*%?")


def quoted(word: str) -> str:
    """A word in quotes, a number as it is."""
    return word if NUMBER.fullmatch(word) else f"“{word}”"


def either(words: Sequence[str]) -> str:
    """One of a few words.

    Examples:
        >>> either(["“甲”"]), either(["1", "7"]), either(["“甲”", "“乙”", "“丙”"])
        ('“甲”', '1 或 7', '“甲”“乙”“丙”之一')
    """
    if len(words) > 2:
        return f"{''.join(words) if not words[0][:1].isdigit() else '、'.join(words)}之一"
    return (
        "".join(words[:1]) if len(words) < 2 else f"{words[0]}或{words[1]}" if "“" in words[0] else " 或 ".join(words)
    )
