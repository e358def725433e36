"""The list leads to the forms that were just made of it: a click on a row's number opens its form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from workbook.papers.list.today import LIST
from workbook.papers.pages.on_paper import letterhead
from workbook.rules.recording.typed_rows import LISTING, RUNS
from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.outside.calm import calm
from workbook.shells.runs import run
from workbook.shells.safety import forms_kept
from workbook.words.faults import Fault
from workbook.words.tongue import speaking, worded

if TYPE_CHECKING:
    from workbook.day import Day

JOB = "记录表"


def lead(place: Path | Workbook, day: Day, made: Mapping[str, tuple[Path, str]]) -> str:
    """Notes where the forms lie; where today's list stands in the workbook, it leads there. What couldn't be done, else ''.

    Shapes:
        made: by task, the file and the sheet of its form.
    """
    workbook = books.at(place)
    forms_kept.keep(workbook.path, day.world.today, made)
    if not made or not _is_todays(day):
        return ""
    from workbook.papers.list.every_sheet import pages

    day.forms_made = forms_kept.places(workbook.path, day.world.today)
    try:
        run.refuse_frozen(day)
        with calm(), speaking(day.tongue):
            book = workbook.writer(letterhead(day.world))
            for page in pages(day, lambda name: name == LIST):
                book.put(page)
            book.save(run_key=run.run_key(day, JOB))
    except Fault as fault:
        return worded("【今日清单】这一次没有带上记录表的链接，下次做清单时补上。{fault}", fault=fault)
    return ""


def _is_todays(day: Day) -> bool:
    """Whether the list that stands in the workbook is this day's."""
    runs = day.world.found(RUNS)
    made = runs.typed["日期"].data[runs.typed["作业"].matching(lambda word: word in LISTING)]
    made = made[~np.isnat(made)]
    today = np.datetime64(day.world.today, "D")
    return LIST in day.world.tables.cells and bool(len(made)) and bool(made.max().astype("datetime64[D]") == today)
