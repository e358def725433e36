"""What a command does about days that aren't worked by: rules tried over days past, and dates that a notice will move."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from workbook.shells.live.open_book import OpenBook
from workbook.shells.outside import clocks
from workbook.shells.runs import run as runs
from workbook.shells.runs import trying
from workbook.words.tongue import worded


def try_rules(said: Namespace) -> int:
    """试算: the rules as they are now against those of before, over a span; into a file beside the book."""
    asked = trying.Asked(said.month, said.first, said.last, said.against, said.folder)
    made = trying.tried(said.book, clocks.now(said.date), asked)
    for row in made.paper.top.rows:
        print(_told(row))
    for line in made.paper.unknown[:1] if made.found.is_same else ():
        print(line)
    print(worded("试算写在“{path}”；工作簿里什么也没有写。", path=made.path))
    return 0


def try_here(workbook: OpenBook) -> None:
    """What the button does: last month by the rules as they stand edited; the paper opens, a box says what differs most."""
    made = trying.tried(workbook, clocks.now())
    workbook.book.app.books.open(str(made.path))
    for row in made.paper.top.rows[:5]:
        print(_told(row))
    for line in made.paper.unknown[:1] if made.found.is_same else ():
        print(line)
    print(worded("\n试算打开了：{name}。工作簿里什么也没有写。", name=made.path.name))


def _told(row: Sequence[str]) -> str:
    what, before, after, change = row
    return (
        worded("{what}：{before} → {after}（{change}）", what=what, before=before, after=after, change=change)
        if change
        else what
    )


def calendar(said: Namespace) -> int:
    """待定日期: open duties that hang on days off nobody has published; once they are entered, old → new."""
    from workbook.papers.list.open_dates import OPEN_DATES, dates, told

    day = runs.day_of(said.book, clocks.now(said.date))
    found = dates(day)
    for line in told(day, found):
        print(line)
    runs.write(said.book, day, "放假安排", only=lambda name: name == OPEN_DATES)
    return 0
