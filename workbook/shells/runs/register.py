"""登记 over a workbook: typed results move into 回访记录, their cells are cleared, and the list is made anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbook.day import Day
from workbook.rules.recording.register import recorded
from workbook.rules.recording.typed_cells import LIST, Filled, typed_rows
from workbook.sheets.grid import Grid
from workbook.shells.files import books, form_book
from workbook.shells.files.books import Workbook
from workbook.shells.runs import run

RECORDS, JOB = "回访记录", "登记"


@dataclass(frozen=True, slots=True)
class Done:
    """What 登记 did: how many rows 回访记录 gained (None: nothing new was typed), and what kept others out (停).

    `day`: the day as it stands where nothing was written; else `grids`, the sheets as they were found.
    """

    rows: int | None = None
    refused: int = 0
    grids: Sequence[Grid] = ()
    day: Day | None = None


def register(
    place: Path | Workbook, now: datetime, forms: Sequence[Path], *, say: Callable[[str], None], relist: bool = True
) -> Done:
    """What 登记 did; why rows didn't make it is said and stands in 【问题】.

    With `relist` today's list is made anew afterwards, as a second step of the same run.

    Raises:
        BookFault: a file can't be read or written; nothing was changed.
    """
    grids = run.grids_of(place)
    day = run.opened_day(grids, now, books.at(place).tell)
    run.refuse_frozen(day)
    typed = [*typed_rows(day.world, grids), *(one for form in forms for one in form_book.read(form))]
    if not typed:
        return Done(day=day)
    made = recorded(day, typed, records=next((grid for grid in grids if grid.name == RECORDS), None))
    book = books.at(place).writer()
    run.append(book, day, RECORDS, made.rows)
    book.set_cells(LIST, dict.fromkeys(_typed_cells(made.finished)))
    book.save(run_key=run.run_key(day, JOB))
    for line in (*(str(found) for found in made.issues), *made.opened):
        say(line)
    if relist:
        after = run.day_of(place, now, known=grids)
        for found in made.issues:
            after.world.note(found)
        run.write(place, after, JOB, only=run.is_todays)
    refused = sum(found.kind.level == "停" for found in made.issues)
    return Done(len(made.rows) if made.rows or made.issues else None, refused, grids)


def _typed_cells(finished: Sequence[Filled]) -> list[tuple[int, int]]:
    """The cells of 今日清单 whose words stand in 回访记录 now."""
    places = (place for row in finished for place in row.places.values())
    return [(place.row, place.column) for place in places if place.sheet == LIST and place.column]
