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


class Told:
    """A stream that says commands as they were called."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, words: str) -> int:
        """Passes words on; their number is that of the words given."""
        self._stream.write(as_called(words))
        return len(words)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
