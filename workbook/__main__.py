"""python -m workbook is huifang: what is known, or can be handed to the loaded program, loads nothing here."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

from workbook.shells.outside import tongues
from workbook.shells.resident import asking, finished


def start() -> NoReturn:
    """A process of its own."""
    words = sys.argv[1:]
    tongues.speak_as_told(words)
    code = finished.known(words)
    if code is not None:
        asking.leave_behind(words, unless_noted=True)  # the next press may have something to do
    else:
        code = asking.asked(words)
    if code is None:
        gc.disable()  # what is loaded stays: looking for garbage in it costs a tenth of a small run
        from workbook.shells.commands.cli import ended

        code = finished.noted(words, ended)
        asking.leave_behind(words)
    os._exit(code)  # an ending Python frees what it holds piece by piece, which takes long after a large workbook


if __name__ == "__main__":
    start()
