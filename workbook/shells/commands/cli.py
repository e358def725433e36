"""The command line: huifang 校验、清单、记录表、登记、考核、日报 over one workbook."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from workbook.shells.commands import commands
from workbook.shells.commands.arguments import parser
from workbook.shells.files.kept_in import hinted
from workbook.shells.outside import tongues
from workbook.shells.outside.called import Told
from workbook.words.faults import Fault
from workbook.words.tongue import worded


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; every Fault ends here as one sentence and its cure."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if not isinstance(sys.stdout, Told):
        sys.stdout = Told(sys.stdout)
    if not isinstance(sys.stderr, Told):
        sys.stderr = Told(sys.stderr)
    words = sys.argv[1:] if arguments is None else arguments
    if not tongues.speak_as_told(words):
        tongues.speak_as_book(next(filter(None, map(hinted, _books(words))), None))
    said = parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.whole = said.command == "why"
    try:
        return commands.run(said)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print(worded("停下了。没有写完的文件不会留下半截。"), file=sys.stderr)
        return 3


def _books(words: Sequence[str]) -> list[Path]:
    """The workbooks that a command is about: whoever keeps one in English reads English, whatever becomes of the command."""
    if words[:1] == ["consolidate"]:
        return [one for word in words[1:] if word for one in sorted(Path(word).glob("*.xls[xm]"))]
    return [Path(word) for word in words if word.endswith((".xlsx", ".xlsm"))]


def ended() -> int:
    """The exit code of a process that was called with a command, when all it said has left."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # what libraries think of a file is nothing that staff can mend
    try:
        try:
            code = main()
        except SystemExit as left:  # argparse: help, or a word it doesn't know
            code = left.code if isinstance(left.code, int) else 2
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:  # whoever read what we say has gone
        code = 3
    return code


def command() -> NoReturn:
    """A process of its own: gone as soon as its work is done.

    An ending Python frees what it holds piece by piece; after a large workbook that alone takes a third of a second.
    """
    os._exit(ended())


if __name__ == "__main__":
    command()
