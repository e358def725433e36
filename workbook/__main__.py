"""python -m workbook is huifang: a press that the resident program can do is handed to it, before anything is loaded."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

from workbook.shells.resident import asking


def start() -> NoReturn:
    """A process of its own."""
    code = asking.asked(sys.argv[1:])
    if code is None:
        gc.disable()  # what is loaded stays: looking for garbage in it costs a tenth of a small run
        from workbook.shells.commands.cli import ended

        code = ended()
        asking.leave_behind(sys.argv[1:])
    os._exit(code)  # an ending Python frees what it holds piece by piece, which takes long after a large workbook


if __name__ == "__main__":
    start()
