"""Writes sample.xlsx out of docs/sample.yaml: one invented office, a fortnight, and a few honest mistakes.

    python docs/make_sample.py [where]

Beside it, out of docs/sample-en.yaml, sample-en.xlsx: the same kind of office for people who don't read Chinese.

The same bytes every time: no clock, no chance. Its day is Monday 16 March 2026, 09:00 (--date 2026-03-16). The
program's own sheets stand as its last run left them, on the Sunday before.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from workbook.day import Day  # noqa: E402
from workbook.opening import opened  # noqa: E402
from workbook.papers.list.every_sheet import pages as results  # noqa: E402
from workbook.papers.pages.on_paper import Letterhead  # noqa: E402
from workbook.papers.pages.page import Field, Page, Value  # noqa: E402
from workbook.papers.pages.shown import fitted  # noqa: E402
from workbook.shells.files import new_book, reading  # noqa: E402
from workbook.shells.outside.shelf import shelf  # noqa: E402
from workbook.shells.outside.tongues import tongue  # noqa: E402
from workbook.shells.runs.founding import founded, translated  # noqa: E402
from workbook.shells.runs.run import run_page  # noqa: E402
from workbook.words.tongue import speaking  # noqa: E402

FACTS = HERE / "sample.yaml"
TYPED_AS_A_NUMBER = ("客户", "手机", "C031")

Rows = Sequence[Mapping[str, str]]


def facts(file: Path = FACTS) -> dict[str, Any]:
    """The office, its dates, and the rows of each sheet; every scalar is text."""
    return dict(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))


def with_own_columns(page: Page, rows: Rows) -> Page:
    """The sheet with columns that only this office has, and its one telephone number that is a number."""
    own = [one for one in dict.fromkeys(heading for row in rows for heading in row) if one not in page.headings]
    cells: list[list[Value]] = [[row.get(heading) for heading in own] for row in rows]
    fields = [Field(one, width=fitted(one, "文本", column)) for one, column in zip(own, zip(*cells, strict=True))]
    made = [(*row, *more) for row, more in zip(page.rows, cells, strict=True)]
    sheet, heading, key = TYPED_AS_A_NUMBER
    if page.name == sheet:
        at = page.headings.index(heading)
        made = [(*row[:at], int(str(row[at])), *row[at + 1 :]) if row[0] == key else row for row in made]
    return replace(page, fields=(*page.fields, *fields), rows=tuple(made))


def last_run(made: Sequence[Page], tables: Mapping[str, str], rulebook: str, now: datetime) -> Day:
    """The day of the last run, over the workbook as it stands."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.xlsx"
        new_book.write(path, made, head=None, tables=tables, created=now)
        return opened(reading.read(path), shelf(), [rulebook], now).finished()


def filled(blank: Page, found: Page) -> Page:
    """An empty sheet of results with the rows of a run, in its own columns."""
    known = {one.heading: at for at, one in enumerate(found.fields)}
    fields = []
    for one in blank.fields:
        own = found.fields[known[one.heading]] if one.heading in known else one
        fields.append(replace(one, width=max(one.width, own.width), kind=own.kind))
    shown = (*fields, *(one for one in found.fields if one.heading not in blank.headings))
    places = [known.get(one.heading) for one in shown]
    rows = tuple(tuple(None if at is None else row[at] for at in places) for row in found.rows)
    return replace(blank, fields=shown, rows=rows, marks=found.marks)


def main(where: Path = HERE.parent / "sample.xlsx", *, file: Path = FACTS, language: str = "") -> None:
    """Write one, in a language."""
    with speaking(tongue(language)):
        _write(where, facts(file))


def _write(where: Path, said: Mapping[str, Any]) -> None:
    rows = {sheet: written for sheet, written in said.items() if isinstance(written, list)}
    now = datetime.fromisoformat(said["上次运行"])
    pages, tables = founded([said["规则书"]], said["单位"], datetime.fromisoformat(said["建立"]), rows)
    kept = tables.keys() & rows.keys()
    made = [with_own_columns(page, rows[page.name]) if page.name in kept else page for page in pages]
    day = last_run(made, tables, said["规则书"], now)
    found = {page.name: page for page in results(day)}
    made = [filled(page, found[page.name]) if page.name in found else page for page in made]
    made.insert([page.name for page in made].index("设置"), run_page(day, "每日", {}))
    shown, names = translated(made, tables)
    new_book.write(where, shown, head=Letterhead(said["单位"], None), tables=names, created=now)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
    main(*map(Path, sys.argv[2:3] or [HERE.parent / "sample-en.xlsx"]), file=HERE / "sample-en.yaml", language="en")
