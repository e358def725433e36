"""Is a cell that somebody typed otherwise silently something else?

    python tests/retyped.py                     every respelling of the first and the last filled cell of every column
    python tests/retyped.py wine-service …      of some demonstrations
    python tests/retyped.py --every 7           every seventh
    python tests/retyped.py --only 日·无年       of one kind

Days, numbers, words and blanks of every sheet of facts are typed as people type them (respelling.py), one cell at a time.
Each either leaves what counts as it was, or leaves an issue at its cell, its row or its heading. What does neither is
silent; the last line counts.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from changing import Cells
from respelling import RESPELT
from shown_office import BARE, LETTERS, Office, office
from silent import unsaid

from workbook.papers.list.problems import Problem
from workbook.sheets.part import Part
from workbook.shells.outside.shelf import shelf
from workbook.words.issues import Issue

NOES = {"空·无", "空·0", "空·没有"}
"""What is an answer where 是 and 否 or numbers stand, and may be one elsewhere."""
ANSWERS = ("是否", "整数", "小数", "金额", "百分")


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell (row and column counted from 0), and how it is typed otherwise."""

    sheet: str
    row: int
    column: int
    change: str


def spots(made: Office) -> Iterator[Spot]:
    """The first and the last filled cell of every column, and its first blank one, in every way that it can be typed."""
    for sheet, head in made.heads.items():
        rows = range(head + 1, len(made.cells[sheet]))
        key = made.key(sheet)
        for column in range(len(made.cells[sheet][head])):
            if column == key:
                continue  # the row of another number
            declared = made.part(sheet).sheet.column(str(made.cells[sheet][head][column]))
            answers = declared is not None and declared.type.name in ANSWERS
            filled = [row for row in rows if made.cells[sheet][row][column] not in (None, "")]
            blank = [row for row in rows if row not in filled and any(made.cells[sheet][row])]
            for row in dict.fromkeys([*filled[:1], *filled[-1:], *blank[:1]]):
                value = made.cells[sheet][row][column]
                for change, typed in RESPELT.items():
                    if typed(value) is not None and not (change in NOES and (answers or change != "空·0")):
                        yield Spot(sheet, row, column, change)


def retyped(made: Office, spot: Spot) -> Cells:
    """The sheet with that cell typed otherwise."""
    cells = [list(row) for row in made.cells[spot.sheet]]
    cells[spot.row][spot.column] = RESPELT[spot.change](cells[spot.row][spot.column])
    return cells


def silence(made: Office, spot: Spot) -> tuple[str, ...]:
    """The sheets of results that it altered without a word."""
    heading = str(made.cells[spot.sheet][made.heads[spot.sheet]][spot.column])

    def named(issues: Iterable[Issue | Problem]) -> bool:
        for one in issues:
            said = f"{one.what}{one.cure}"
            here = one.place.sheet == spot.sheet
            if here and (one.place.row == spot.row + 1 or heading in said):
                return True
            if heading in said and f"{spot.sheet}!" in said:
                return True
        return False

    def is_idle(alone: Part) -> bool:
        old = made.part(spot.sheet)
        if old.keep.tolist() != alone.keep.tolist() or not (old.usable and alone.usable) or spot.sheet == "节假日":
            return False
        differ = [one for one in old.values if one not in alone.values or not old.values[one].equals(alone.values[one])]
        return not differ

    altered = unsaid(made, spot.sheet, retyped(made, spot), named, is_idle)
    return altered if set(altered) - {LETTERS} else ()  # a letter shows other words as they are


def told(made: Office, spot: Spot, altered: Sequence[str]) -> str:
    """What was silent, in a line."""
    cells = made.cells[spot.sheet]
    heading, old = cells[made.heads[spot.sheet]][spot.column], cells[spot.row][spot.column]
    new = RESPELT[spot.change](old)
    return f"{made.system}: {spot.sheet}.{heading} 第{spot.row + 1}行 {spot.change}: {old!r} → {new!r}: {'、'.join(altered)}"


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("systems", nargs="*")
    words.add_argument("--every", type=int, default=1)
    words.add_argument("--only", choices=RESPELT, action="append")
    asked = words.parse_args()
    tried, silent, passed = Counter[str](), Counter[str](), 0
    for system in asked.systems or sorted({*shelf()} - BARE):
        made = office(system)
        wanted = [one for one in spots(made) if not asked.only or one.change in asked.only]
        for spot in wanted[-passed % asked.every :: asked.every]:
            tried[spot.change] += 1
            altered = silence(made, spot)
            if altered:
                silent[spot.change] += 1
                print(told(made, spot, altered), flush=True)
        passed += len(wanted)
    print(*(f"{name}: tried {tried[name]}, silent {silent[name]}" for name in RESPELT), sep="\n")
    print(f"tried {tried.total()}, silent {silent.total()}")
    return int(bool(silent))


if __name__ == "__main__":
    sys.exit(main())
