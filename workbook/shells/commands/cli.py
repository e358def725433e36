"""The command line: huifang 校验、清单、记录表、登记、考核、日报 over one workbook."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from workbook.shells.commands import commands
from workbook.shells.commands.arguments import parser
from workbook.shells.outside.called import NAME, Told, called
from workbook.words.faults import Fault


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; every Fault ends here as one sentence and its cure."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if called() != NAME and not isinstance(sys.stdout, Told):
        sys.stdout, sys.stderr = Told(sys.stdout), Told(sys.stderr)
    said = parser().parse_args(arguments)
    try:
        return commands.run(said)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print("停下了。没有写完的文件不会留下半截。", file=sys.stderr)
        return 3


def command() -> NoReturn:
    """A process of its own: gone as soon as its work is done.

    An ending Python frees what it holds piece by piece; after a large workbook that alone takes a third of a second.
    """
    try:
        try:
            code = main()
        except SystemExit as left:  # argparse: help, or a word it doesn't know
            code = left.code if isinstance(left.code, int) else 2
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:  # whoever read what we say has gone
        code = 3
    os._exit(code)


if __name__ == "__main__":
    command()
