"""What a button's press starts in the click test: the live shell over the office that runs already.

pressed.py ADDRESS DAY COMMAND     COMMAND as macros hand it to RunPython

What the message box will say is printed just before.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

import xlwings  # noqa: E402
from engine import ENGINE, activated  # noqa: E402
from office import Office  # noqa: E402

from workbook.shells.outside import clocks  # noqa: E402


def main(address: str, day: str, command: str) -> None:
    """One press, over the workbook in front."""
    activated()
    app = xlwings.App(impl=ENGINE.apps.join(Office(address), has_window=True))
    app.books.active.set_mock_caller()
    clocks.now = lambda said="": datetime.fromisoformat(f"{said or day} 09:00")
    exec(command)
    app.impl.office.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
