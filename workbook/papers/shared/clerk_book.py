"""A clerk's own book as pages: their rows of 今日清单 as the main book has them, and what is known of just these customers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial

from workbook.papers.list.today import LIST, OWNER, dressed
from workbook.papers.pages.fields import field
from workbook.papers.pages.masking import HIDDEN
from workbook.papers.pages.page import Field, Page, Value
from workbook.papers.pages.shown import kind_of
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.leaving import secret
from workbook.papers.shared.clerk_reminders import customers_of, of_clerk, shareable
from workbook.papers.shared.found_rows import Found, Leaf, as_value, leaf
from workbook.papers.shared.mark import NEW, ROW, Mark, mark_page
from workbook.rules.world.vectors import says
from workbook.sheets.columns import Sheet
from workbook.sheets.grid import Grid
from workbook.words.place import letters, number
from workbook.words.tongue import declared, worded

TASK, CUSTOMERS, CUSTOMER, NAME = "任务编号", "客户", "客户编号", "客户名称"
SPARE_CALLS, SPARE_FACTS = 8, 30
"""Rows made ready for what the list doesn't have, and for new facts of each sheet."""
TOGETHER = "、"
HOW = declared("结果填在黄格里，填完存盘就行。清单上没有的客户，写在最下面的空行里。文件改名、排序、隐藏列都不要紧。")
UNLISTED = declared(
    "清单上没有的客户写在这几行：客户名称（同名的再写电话）、结果代码，备注写谈了什么；客户打来的，备注里写来电。"
)
HINTED = ("上次情况", "所为何事", "话术")
"""The first of these columns that is there says below the list what its empty lines are for."""
FACTS = declared("这些客户以前的记录，供查看。有新的写在下面的空行里；改过的格也会收回去。")


@dataclass(frozen=True, slots=True)
class Part:
    """What one clerk gets. `held`: rows of theirs that may not leave the workbook."""

    mark: Mark
    pages: tuple[Page, ...]
    rows: int
    held: int


def is_shared(sheet: Sheet) -> bool:
    """Whether a sheet is about customers: those are at hand in a clerk's book, and may be added to."""
    if sheet.ours or sheet.virtual or "." in sheet.name:
        return False
    return sheet.name == CUSTOMERS or link_of(sheet) is not None


def link_of(sheet: Sheet) -> str | None:
    """The heading that says which customer a row is about."""
    found = sheet.playing("客户")
    return found.heading if found is not None and found.type.target == CUSTOMERS else None


def shared_sheets(day: Day) -> list[Sheet]:
    """The sheets of the workbook that a clerk's book has too, customers first."""
    there = day.world.tables.cells
    found = [sheet for name, sheet in day.world.schema.sheets.items() if name in there and is_shared(sheet)]
    return sorted(found, key=lambda sheet: sheet.name != CUSTOMERS)


def headings(day: Day, sheet: Sheet) -> list[str]:
    """The declared columns of a sheet that a clerk may see: none that is 机密."""
    cells = day.world.tables.cells[sheet.name]
    known = [column for column in sheet.columns if column.heading in cells and column.privacy != "机密"]
    return [column.heading for column in sorted(known, key=lambda column: cells[column.heading])]


def parts(day: Day, page: Page, grids: Sequence[Grid], main: str) -> tuple[list[Part], int, int]:
    """What each clerk gets of the list; how many rows have nobody; how many may not leave.

    Shapes:
        page: the whole list. grids: the workbook as it stands with it: what was typed already is shown.
    """
    frame = dressed(day)
    listed = {str(key): at for at, key in enumerate(frame.typed[TASK].objects())}
    hidden = secret(day.world, frame, frame.all)
    page = without_sealed(day, page)
    at = {heading: place for place, heading in enumerate(page.headings)}
    owners = [str(row[at[OWNER]] or "") for row in page.rows]
    out = [key in listed and bool(hidden[listed[key]]) for key in page.keys]
    people = dict.fromkeys(one for owner in owners for one in owner.split(TOGETHER) if one)
    staff = day.world.frame("员工")
    names = dict(zip(staff.key().objects(), says(day.world.column(staff, "姓名")).objects(), strict=True))
    typed = leaf(grids, LIST, day.world.schema.sheets[LIST]).by(TASK)
    owed = shareable(day, without_sealed)
    about = {str(row[at[CUSTOMER]]) for row in page.rows if row[at[CUSTOMER]]}
    about |= {one for clerk in people for one in customers_of(owed, clerk, TOGETHER)}
    whose = {sheet.name: _customers(day, sheet.name, about) for sheet in shared_sheets(day)}
    leaves = {
        name: leaf(grids, day.world.tables.named(name), day.world.schema.sheets[name], numbers=rows)
        for name, rows in whose.items()
    }
    made = []
    for clerk in people:
        mine = [n for n, owner in enumerate(owners) if clerk in owner.split(TOGETHER)]
        rows = [n for n in mine if not out[n]]
        keys = [page.keys[n] for n in rows]
        book = _Book(day, page, rows, [typed.get(key) for key in keys], leaves, whose, owed, clerk)
        said = str(names.get(clerk) or clerk)
        mark = Mark(book.number(main), clerk, said, day.world.today.isoformat(), main)
        made.append(Part(mark, (*book.pages(), mark_page(mark)), len(rows), len(mine) - len(rows)))
    return made, sum(not owner for owner in owners), sum(out)


def _customers(day: Day, name: str, wanted: AbstractSet[str]) -> dict[int, str]:
    """Row of a sheet, as it stands with the list → the customer it is about, for those that are wanted."""
    frame, sheet = day.world.frame(name), day.world.schema.sheets[name]
    vec = frame.key() if name == CUSTOMERS else frame.typed[str(link_of(sheet))]
    open_ = ~secret(day.world, frame, frame.all) & says(vec).matching(lambda word: word in wanted)
    rows, words = open_.nonzero()[0].tolist(), says(vec).objects()[open_]
    return {frame.number(row): str(word) for row, word in zip(rows, words, strict=True)}


def without_sealed(day: Day, page: Page) -> Page:
    """The list without columns that are 机密, and with what such columns hold covered where a text quotes it."""
    sheets = [sheet for sheet in day.world.schema.sheets.values() if not (sheet.ours or sheet.virtual)]
    sealed = [(sheet.name, column.heading) for sheet in sheets for column in sheet.columns if column.privacy == "机密"]
    if not sealed:
        return page
    shut = {heading for _, heading in sealed}
    words = {str(word) for name, heading in sealed if name in day.world.tables.frames
             for word in says(day.world.column(day.world.frame(name), heading)).objects() if word}  # fmt: skip
    keep = [at for at, one in enumerate(page.fields) if one.heading not in shut or one.typed]

    def covered(value: Value) -> Value:
        if isinstance(value, str):
            for word in (one for one in words if len(one) > 1 and one in value):
                value = value.replace(word, HIDDEN)
        return value

    at = page.headings.index(TASK)
    rows = tuple(tuple(row[n] if n == at else covered(row[n]) for n in keep) for row in page.rows)
    return replace(
        page,
        fields=tuple(page.fields[n] for n in keep),
        rows=rows,
        print_to="" if page.print_to in shut else page.print_to,
    )


def _first(page: Page) -> int:
    """The row of the sheet on which its first line stands."""
    return 2 + bool(page.title) + bool(page.note)


@dataclass(frozen=True, slots=True)
class _Book:
    """One clerk's book in the making."""

    day: Day
    page: Page
    rows: Sequence[int]
    typed: Sequence[Found | None]
    leaves: Mapping[str, Leaf]
    whose: Mapping[str, Mapping[int, str]]
    owed: Page
    clerk: str

    @property
    def customers(self) -> dict[str, None]:
        """The customers of the clerk's rows, in their order."""
        at = self.page.headings.index(CUSTOMER)
        return dict.fromkeys(str(self.page.rows[row][at]) for row in self.rows if self.page.rows[row][at])

    @property
    def about(self) -> dict[str, None]:
        """The customers of whom the book knows: those of the list, then those of the clerk's reminders."""
        return {**self.customers, **dict.fromkeys(customers_of(self.owed, self.clerk, TOGETHER))}

    def number(self, main: str) -> str:
        """The book's number: the same tasks about the same customers on the same day make the same book."""
        rows = self._mine(CUSTOMERS, self.customers) if CUSTOMERS in self.leaves else []
        known = [sorted(one.cells.items()) for one in rows]
        said = [main, self.clerk, self.day.world.today.isoformat(), [self.page.keys[row] for row in self.rows], known]
        return hashlib.blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=8).hexdigest()

    def pages(self) -> Iterator[Page]:
        """The list, what else the clerk owes, then the sheets about the list's customers."""
        facts = [self._facts(sheet) for sheet in shared_sheets(self.day)]
        yield self._list(facts[0] if facts else None)
        if (
            owed := of_clerk(self.owed, self.clerk, TOGETHER, partial(self._here, {one.name: one for one in facts}))
        ) is not None:
            yield owed
        yield from facts

    def _here(self, facts: Mapping[str, Page], sheet: str, column: str, row: int) -> str:
        """A cell of the main workbook in this book; '' where its row isn't here, or its column."""
        page = facts.get(self.day.world.tables.named(sheet))
        heading = next(
            (name for name, at in self.day.world.tables.cells.get(sheet, {}).items() if at == number(column)), ""
        )
        turn = (
            next((n for n, one in enumerate(self._mine(sheet)) if one.row == row), None) if page is not None else None
        )
        if page is None or turn is None or heading not in page.headings:
            return ""
        return f"{page.name}!{letters(page.headings.index(heading) + 1)}{_first(page) + turn}"

    def _list(self, customers: Page | None) -> Page:
        page, at = self.page, {heading: place for place, heading in enumerate(self.page.headings)}
        made = []
        for turn, (row, typed) in enumerate(zip(self.rows, self.typed, strict=True), 1):
            cells = list(page.rows[row])
            if "序" in at:
                cells[at["序"]] = turn
            for place, one in enumerate(page.fields if typed is not None else ()):
                if one.typed and typed is not None and one.heading in typed.cells:
                    cells[place] = as_value(typed.cells[one.heading], one.kind)
            made.append(tuple(cells))
        hinted = next((heading for heading in HINTED if heading in at and not page.fields[at[heading]].typed), "")
        spare: list[tuple[Value, ...]] = [
            tuple(
                f"{NEW}{n}" if one.heading == TASK else worded(UNLISTED) if n == 1 and one.heading == hinted else None
                for one in page.fields
            )
            for n in range(1, SPARE_CALLS + 1)
        ]
        marks = dict(page.marks)
        own = tuple((n, marks[row]) for n, row in enumerate(self.rows) if row in marks)
        fields = tuple(
            replace(one, choices=() if one.choices[:1] and one.choices[0].startswith("=") else one.choices)
            for one in page.fields
        )
        return replace(page, fields=fields, rows=(*made, *spare), marks=own, links=self._links(customers), passing=(),
                       group="今天", note=worded(HOW))  # fmt: skip

    def _links(self, customers: Page | None) -> tuple[tuple[int, str, str], ...]:
        """From each name to the customer's row of this very book."""
        if customers is None or CUSTOMER not in customers.headings or NAME not in self.page.headings:
            return ()
        key, column = customers.headings.index(CUSTOMER), self.page.headings.index(CUSTOMER)
        first = _first(customers)
        there = {str(row[key]): first + n for n, row in enumerate(customers.rows) if row[key]}
        links = []
        for n, row in enumerate(self.rows):
            if number := there.get(str(self.page.rows[row][column])):
                links.append((n, NAME, f"{customers.name}!{letters(key + 1)}{number}"))
        return tuple(links)

    def _mine(self, name: str, about: Mapping[str, None] | None = None) -> list[Found]:
        """The rows of a sheet about these customers; of customers in the order of the list."""
        whose, wanted = self.whose[name], self.about if about is None else about
        rows = [one for one in self.leaves[name].rows if whose.get(one.row) in wanted]
        if name != CUSTOMERS:
            return rows
        turn = {customer: n for n, customer in enumerate(wanted)}
        return sorted(rows, key=lambda one: turn[whose[one.row]])

    def _facts(self, sheet: Sheet) -> Page:
        name, key = self.day.world.tables.named(sheet.name), sheet.key
        shown = [column for heading in headings(self.day, sheet) if (column := sheet.column(heading)) is not None]
        rows = self._mine(sheet.name)
        kinds = [kind_of(column.type) for column in shown]
        cells = [
            [as_value(one.cells.get(column.heading, ""), kind) for one in rows]
            for column, kind in zip(shown, kinds, strict=True)
        ]
        fields = [replace(field(column, held), choices=self._choices(column.type)) for column, held in
                  zip(shown, cells, strict=True)]  # fmt: skip
        marks: list[Value] = [
            one.cells.get(key.heading, "") if key is not None and one.cells.get(key.heading) else f"行{one.row}"
            for one in rows
        ]
        spare = range(1, SPARE_FACTS + 1)
        lines = [*zip(*cells, marks, strict=True), *((*(None for _ in shown), f"{NEW}{n}") for n in spare)]
        return Page(name, (*fields, Field(ROW, width=6, hidden=True)), tuple(lines), note=worded(FACTS), group="登记",
                    frozen=min(2, len(fields)))  # fmt: skip

    def _choices(self, kind: object) -> tuple[str, ...]:
        name = getattr(kind, "name", "")
        if name == "是否":
            return ("是", "否")
        codes = self.day.world.codes.of(kind) if name == "代码" else None  # type: ignore[arg-type]
        return tuple(code.code for code in codes or ())
