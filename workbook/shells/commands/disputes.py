"""The commands for what people dispute or take back: why, sample, handover, undo."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from workbook.shells.files.kept_in import asked_in_chinese
from workbook.shells.outside import clocks
from workbook.shells.outside.calm import calm
from workbook.shells.runs import run as runs
from workbook.words.tongue import WORD, named, worded


def why(said: Namespace) -> int:
    """One customer, explained."""
    from workbook.papers.why.why import is_unknown
    from workbook.papers.why.why import why as told

    day = runs.day_of(said.book, clocks.now(said.date), tell=lambda _: None)
    said.who = asked_in_chinese(said.who, day.tongue)
    with calm():
        sentence = told(day, said.who, whole=said.all)
    print(sentence)
    if said.rows and not is_unknown(sentence):
        from workbook.shells.runs.detail import list_rows

        print(list_rows(said.book, day, said.who, told(day, said.who)))
    return 1 if is_unknown(sentence) else 0


def sample(said: Namespace) -> int:
    """The draws of 抽样台账, or all of them drawn again."""
    from workbook.papers.why.redraw import told

    lines, differ = told(runs.day_of(said.book, clocks.now(), tell=lambda _: None), verify=said.verify)
    print("\n".join(lines))
    return 1 if differ else 0


def handover(said: Namespace) -> int:
    """交接: a preview, or done with its slip."""
    from workbook.shells.runs.handing import hand_over

    now = clocks.now(said.date)
    if said.sheet:
        from workbook.shells.runs.handing_sheet import hand_over_by_sheet

        return 1 if hand_over_by_sheet(said.book, now, said.who, print) else 0
    since = clocks.now(said.since).date() if said.since else None
    left = hand_over(said.book, now, said.who, tuple(said.to), since=since, apply=said.apply, say=print)
    return 1 if left else 0


def undo(said: Namespace) -> int:
    """Back to before the last run, or before the last few."""
    from workbook.shells.live.saved import undo_file
    from workbook.shells.safety import written

    if said.run:
        from workbook.shells.live.in_the_middle import undo_run

        undo_run(said.book, said.run, rest=said.rest, say=print)
        return 0
    for _ in range(said.times):
        undone = undo_file(said.book) if isinstance(said.book, Path) else said.book.undo()
        written.undone(said.book if isinstance(said.book, Path) else said.book.path, undone)
        print(worded("撤销了“{undone}”，工作簿回到那次运行以前的样子。", undone=_told(undone)))
    return 0


def _told(run: str) -> str:
    """The key of a run, 2026-03-16-改规则, as people read it."""
    day, dash, job = run.rpartition("-")
    return f"{day}{dash}{named(job, WORD)}"
