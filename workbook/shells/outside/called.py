"""How the program was called: what it tells people to type is what they can type."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TextIO

NAME = "huifang"
VARIABLE = "HUIFANG_CALLED"
"""start.py says here how it was called itself."""

FEWEST = 7
"""Digits that a telephone has at least."""
_TURNED = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
_COMMAND = re.compile(rf"\b{NAME} (?=[a-z]+\b|--help)")


def called() -> str:
    """Huifang where that is a command; else what starts the program on this computer.

    A button's Python is the one of the project's folder: there it is start.py that people can type.
    """
    said = os.environ.get(VARIABLE)
    if said:
        return said
    if Path(sys.argv[0]).stem == NAME or shutil.which(NAME):
        return NAME
    starter = Path(sys.prefix).parent / "start.py"
    python = "python" if sys.platform == "win32" else "python3"
    return f"{python} start.py" if starter.is_file() else f"{python} -m workbook"


def as_called(words: str) -> str:
    """Words with every `huifang today` as this computer has it.

    Examples:
        >>> as_called("huifang 是程序的名字，huifang.toml 是设置。")
        'huifang 是程序的名字，huifang.toml 是设置。'
    """
    return _COMMAND.sub(f"{called()} ", words) if NAME in words else words


def spoken(words: str) -> str:
    r"""Words as they may stand on a screen and in a log: no mark that moves a cursor or turns a line, no whole telephone.

    Examples:
        >>> spoken("备注“\x1b[2J改打 138-1234-5678”看不懂。")
        '备注“[2J改打 138****5678”看不懂。'
    """
    return covered(quiet(words))


def quiet(words: str) -> str:
    """Words without the marks that nobody sees and a terminal obeys."""
    return words if words.isascii() and words.isprintable() else _UNSEEN.sub("", _TURNED.sub(" ", words))


def covered(words: str) -> str:
    """Words with the telephones in them covered."""
    if sum(map(str.isnumeric, words)) < FEWEST:
        return words
    from workbook.papers.pages.masking import scrub

    return scrub(words)


class Told:
    """A stream that says commands as they were called, and nothing that cells have no business to say there.

    `whole`: it was asked for one customer, whose number may be said.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream, self.whole = stream, False

    def write(self, words: str) -> int:
        """Passes words on; their number is that of the words given."""
        said = quiet(words) if self.whole else spoken(words)
        self._stream.write(as_called(said))
        return len(words)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
