"""Where the form of each task lies that was made today, kept beside the workbook: the list leads there."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

from workbook.papers.pages.page import OUTSIDE
from workbook.shells.safety import saving
from workbook.words.faults import Fault

NAME = "记录表在哪里.json"


def keep(book: Path, day: date, made: Mapping[str, tuple[Path, str]]) -> None:
    """Notes the file and the sheet of each task's form; those of the same day that were noted before stay.

    What can't be reached from the book's own folder, as on another drive, isn't noted.
    """
    noted = _read(book, day)
    for task, (path, sheet) in made.items():
        with suppress(ValueError):
            way = os.path.relpath(path.resolve(), book.resolve().parent)
            noted[task] = f"{Path(way).as_posix()}{OUTSIDE}{sheet}"
    folder = saving.folder_of(book)
    with suppress(Fault, OSError):  # a list without links is a list
        saving.make_folder(folder)
        text = json.dumps({"日期": day.isoformat(), "任务": noted}, ensure_ascii=False)
        saving.replace(folder / NAME, partial(_write, text=text))


def places(book: Path, day: date) -> dict[str, str]:
    """By task: the way to its file from the book's folder, and the sheet; only files that are there."""
    there: dict[str, bool] = {}
    found = {}
    for task, place in _read(book, day).items():
        way = place.rpartition(OUTSIDE)[0]
        if way not in there:
            there[way] = (book.parent / way).is_file()
        if there[way]:
            found[task] = place
    return found


def _read(book: Path, day: date) -> dict[str, str]:
    with suppress(OSError, ValueError, AttributeError):
        said = json.loads((saving.folder_of(book) / NAME).read_text(encoding="utf-8"))
        if said.get("日期") == day.isoformat():
            return {str(task): str(place) for task, place in said.get("任务", {}).items()}
    return {}


def _write(path: Path, *, text: str) -> None:
    path.write_text(text, encoding="utf-8")
