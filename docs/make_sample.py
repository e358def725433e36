"""Writes sample.xlsx: one invented office, the fortnight of 2 to 15 March 2026, with a few honest mistakes in it.

    python docs/make_sample.py [where]

The same bytes every time: no clock, no chance. Its day is Monday 16 March 2026, 09:00 (--date 2026-03-16). The
program's own sheets stand as its last run left them, on the Sunday before.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from sample_facts import Row, sheets  # noqa: E402

from workbook.day import Day, opened  # noqa: E402
from workbook.papers.output import pages as results  # noqa: E402
from workbook.papers.pages import Field, Page, Value  # noqa: E402
from workbook.shells import files, newbook  # noqa: E402
from workbook.shells.founding import founded  # noqa: E402
from workbook.shells.run import run_page  # noqa: E402
from workbook.shells.shelf import shelf  # noqa: E402

OFFICE = "晴川净水服务站"
RULEBOOK = "sample-office"
FOUNDED = datetime(2026, 3, 2, 8, 30)
LAST_RUN = datetime(2026, 3, 15, 13, 30)


def with_slips(kept: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The sheets with what tired people do to them: a day in words, full-width digits, a row pasted twice."""
    happened, done, calls = kept["事件"], kept["工单"], kept["回访记录"]
    the(kept["客户"], 客户编号="C012")["生日"] = "1979年8月1日"
    the(kept["客户"], 客户编号="C041")["生日"] = "1990/2/30"
    the(happened, 客户编号="C036", 事件类型="送货")["发生时间"] = "2026/3/9 10:30"
    the(happened, 客户编号="C016", 事件类型="送货")["客户编号"] = "C106"
    wide = the(happened, 客户编号="C027", 事件类型="成交")
    wide["事件编号"] = "".join(chr(ord(letter) + 0xFEE0) for letter in wide["事件编号"])
    the(done, 工单编号="W013")["收费"] = "１２０"
    done.append(dict(the(done, 工单编号="W031")))
    the(calls, 客户编号="C030", 类别="送后")["回访时间"] = "2026年3月8日 10:10"
    the(calls, 客户编号="C036", 类别="送后")["结果代码"] = ""
    middle = happened.index(the(happened, 客户编号="C053", 事件类型="表扬"))
    happened[middle:middle] = [{}, {}]
    return kept


def the(rows: Iterable[Row], **words: str) -> Row:
    """The first row that says this."""
    return next(row for row in rows if words.items() <= row.items())


def with_own_column(page: Page) -> Page:
    """客户 with a column that the office added for itself, and one number typed as a number."""
    told = {"C027": "邻居介绍", "C030": "早春面馆", "C044": "传单"}
    phone, key = page.headings.index("手机"), page.headings.index("客户编号")
    rows = []
    for row in page.rows:
        cells: list[Value] = [*row, told.get(str(row[key]))]
        if row[key] == "C031":
            cells[phone] = int(str(row[phone]))
        rows.append(tuple(cells))
    return replace(page, fields=(*page.fields, Field("谁介绍的", width=14)), rows=tuple(rows))


def last_run(made: Sequence[Page], tables: dict[str, str]) -> Day:
    """The day of the last run, over the workbook as it stands."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.xlsx"
        newbook.write(path, made, tables=tables, created=LAST_RUN)
        return opened(files.read(path), shelf(), [RULEBOOK], LAST_RUN).finished()


def filled(blank: Page, found: Page) -> Page:
    """An empty sheet of results with the rows of a run, in its own columns."""
    known = {one.heading: at for at, one in enumerate(found.fields)}
    further = [one for one in found.fields if one.heading not in blank.headings]
    fields = []
    for one in blank.fields:
        own = found.fields[known[one.heading]] if one.heading in known else one
        fields.append(replace(one, width=max(one.width, own.width), kind=own.kind))
    shown = (*fields, *further)
    rows = tuple(
        tuple(row[known[one.heading]] if one.heading in known else None for one in shown) for row in found.rows
    )
    return replace(blank, fields=shown, rows=rows, marks=found.marks)


def main(where: Path = HERE.parent / "sample.xlsx") -> None:
    """Write it."""
    pages, tables = founded([RULEBOOK], OFFICE, FOUNDED, with_slips(sheets()))
    made = [with_own_column(page) if page.name == "客户" else page for page in pages]
    day = last_run(made, tables)
    found = {page.name: page for page in results(day)}
    made = [filled(page, found[page.name]) if page.name in found else page for page in made]
    made.insert([page.name for page in made].index("设置"), run_page(day, "每日", {}))
    newbook.write(where, made, tables=tables, created=LAST_RUN)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
