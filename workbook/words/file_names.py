"""Words of people as a part of a file's name."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[\\/:*?\"<>|\x00-\x1f]")


def safe_name(words: str) -> str:
    """Words as a part of a file's name.

    Examples:
        >>> safe_name(" 王/丽:华. ")
        '王丽华'
    """
    return _UNSAFE.sub("", words).strip(" .")
