"""Writes workbook/clock/notices.py: what the `holidays` library of this environment says of China's days off.

    python docs/days_off.py            after `pip install --upgrade holidays`

`tests/test_clock.py` holds that what stands there is what the library says.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

import numpy as np

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from workbook.clock.published import asked  # noqa: E402

TARGET = HOME / "workbook" / "clock" / "notices.py"
FIRST, LAST = 2001, 2050


def lines(days: Iterable[tuple[int, str]]) -> str:
    """A line for each year."""
    named = sorted((np.datetime64(number, "D").item(), name) for number, name in days)
    years = groupby((one for one in named if one[0].year <= LAST), key=lambda one: one[0].year)
    return "\n".join(f"{year} " + " ".join(f"{day:%m%d}{name}" for day, name in found) for year, found in years)


def text() -> str:
    """The whole module."""
    known = asked(FIRST, LAST)
    tables = {
        name: lines((known.first + int(at), "") for at in marks.nonzero()[0])
        for name, marks in (("OFF", known.off), ("EXTRA", known.extra), ("LEGAL", known.legal))
    }
    tables["FESTIVALS"] = lines(known.festivals)
    head = (
        '"""What the library `holidays` says of China, year by year; written by `python docs/days_off.py`."""\n\n'
        f'HOLIDAYS = "{version("holidays")}"  # its version\n'
        f"FIRST, LAST = {FIRST}, {LAST}\nLAST_NOTICE = {known.last_year}\n\n"
    )
    return head + "\n".join(f'{name} = """\\\n{words}\n"""' for name, words in tables.items()) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
