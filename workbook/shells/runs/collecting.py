"""收回: what clerks typed into their books comes into the workbook in one writing, each cell once, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from workbook.day import Day
from workbook.papers.list.today import LIST
from workbook.papers.list.whose_row import shows_another_than_sent
from workbook.papers.pages.on_paper import letterhead
from workbook.papers.shared.clerk_book import CUSTOMER, NAME, TASK, headings, shared_sheets
from workbook.papers.shared.coming_back import STAFF, Change, Ours, changes
from workbook.papers.shared.decisions import Clash, Line, Past, clashes_of, past
from workbook.papers.shared.found_rows import Found, leaf
from workbook.papers.shared.mark import NEW, ROW
from workbook.papers.shared.on_the_way import astray
from workbook.papers.shared.recognised import come_back, recognised
from workbook.papers.shared.shape import Shape
from workbook.rules.recording.typed_cells import typed_headings
from workbook.rules.recording.typed_rows import list_day
from workbook.sheets.grid import Grid
from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.runs import deciding, landing, run
from workbook.shells.runs.returning import Copy
from workbook.words.issues import Issue
from workbook.words.place import letters
from workbook.words.tongue import worded

JOB, TIME = "收回", "回访时间"


@dataclass(slots=True)
class Collected:
    """What 收回 did: cells taken, rows added, cells that wait for a decision, files that could not be taken, columns lost."""

    cells: int = 0
    rows: int = 0
    waiting: int = 0
    refused: int = 0
    astray: int = 0


@dataclass(slots=True, eq=False)
class Collection:
    """One collecting on its way: our sheets as they will be, the lines that tell of it, and what is to be decided."""

    day: Day
    grids: Sequence[Grid]
    say: Callable[[str], None]
    known: Past
    clashes: dict[str, Clash]
    shapes: dict[str, Shape] = field(default_factory=dict)
    ours: dict[str, Ours] = field(default_factory=dict)
    put: dict[str, dict[tuple[int, str], str]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)
    done: Collected = field(default_factory=Collected)
    marks: dict[str, set[str]] = field(default_factory=dict)

    def sheet(self, name: str) -> Ours:
        """Our rows of a sheet."""
        if name not in self.ours:
            called = self.day.world.tables.named(name) if name != LIST else LIST
            mark, sheet, key = TASK if name == LIST else "", self.day.world.schema.sheets[name], self.shapes[name].key
            by_words = any(one == name and row.startswith((NEW, "行")) for _, one, row in self.known.states)
            whole = name == LIST or not key or by_words or any(one.startswith("行") for one in self.marks.get(name, ()))
            only = None if whole else (key, self.marks.get(name, set()))
            self.ours[name] = Ours(self.shapes[name], partial(leaf, self.grids, called, sheet, mark, only=only))
        return self.ours[name]

    def look(self, copies: Sequence[Copy]) -> None:
        """The marks that are asked for, so that of a large sheet of ours only these rows are looked at."""
        for name in self.shapes if copies or self.clashes else ():
            found = self.marks.setdefault(name, {one.mark for one in self.clashes.values() if one.sheet == name})
            for copy in copies if name != LIST else ():
                for grids in (copy.sent, copy.grids):
                    called, sheet = self.day.world.tables.named(name), self.day.world.schema.sheets[name]
                    found |= set(leaf(grids, called, sheet, ROW).by(ROW))

    # -- one book

    def take(self, copy: Copy) -> None:
        """All that is new in one clerk's book."""
        mark, saved = copy.mark, _moment(copy.saved)
        is_older = bool(saved) and saved < self.known.saved.get(mark.id, "")
        before, many = replace(self.done), 0
        odd: list[Issue] = []
        names = {grid.name.strip() for grid in copy.sent}
        for name, shape in self.shapes.items():
            called = self.day.world.tables.named(name) if name != LIST else LIST
            sheet = self.day.world.schema.sheets[name]
            sent = leaf(copy.sent, called, sheet, shape.mark)
            back = come_back(copy.grids, sent, names, sheet, shape.mark)
            ours = self.sheet(name)
            known = recognised(shape, sent, back, lambda one, ours=ours: bool(ours.of(one, {})))  # type: ignore[misc]
            odd += astray(shape, sent, back, known, copy.path.name, partial(self._called_there, name))
            past_rows = self.known.rows(mark.id, name)
            for made in changes(
                shape, sent, back, known, ours, past_rows, is_older=is_older, clerk=mark.clerk, day=mark.day,
                shows_another=partial(shows_another_than_sent, self.day),
            ):  # fmt: skip
                many += 1
                self._settle(made, copy)
        more = {one: getattr(self.done, one) - getattr(before, one) for one in ("cells", "rows", "waiting")}
        took = worded("收进 {cells} 格，添 {rows} 行，要定 {waiting} 格", **more)
        words = worded("；这一份比收过的旧，只收没见过的") if is_older else ""
        words += worded("；是 {day} 的清单，不是今天的", day=mark.day) if mark.on < self.today else ""
        words += worded("；它还开着，没存盘的下次再收") if copy.is_open else ""
        took = took if many else worded("没有新的")
        self.say(
            worded("{name}（{file}）：{took}{words}。", name=mark.name, file=copy.path.name, took=took, words=words)
        )
        for one in odd:
            self.say(f"  {one}")
            self.done.astray += one.kind.level == "停"
        if many or odd:
            self._note(copy, "", "", "", "；".join([f"{took}{words}", *(one.what for one in odd)]), copy.seal)

    def _settle(self, made: Change, copy: Copy) -> None:
        """One row: its cells put, its clashes kept, its line written."""
        name, mark = made.shape.sheet, copy.mark
        self._date(made, copy)
        self._customer(made)
        row = self._called(made)
        put = self.put.setdefault(name, {})
        if made.row > 0:
            put.update({(made.row, heading): text for heading, text in made.put.items()})
            self.done.cells += len(made.put)
        elif made.put:
            self.sheet(name).added[-made.row - 1].update(made.put)
            self.done.rows += 1
            self.done.cells += len(made.put)
        for heading, (ours, theirs) in made.clash.items():
            whole = json.dumps(dict(made.whole), ensure_ascii=False) if made.whole else ""
            by = self.known.by.get((name, made.mark, heading, ours), worded("主簿里填的")) if ours else ""
            place = self._place(name, made.row, heading) if made.row > 0 else ""
            clash = Clash(
                mark.id, name, made.mark, heading, ours, by, theirs, mark.name, copy.saved, made.why, row, place, whole
            )
            self.clashes[clash.key] = clash
            self.done.waiting += 1
        cells = "；".join(f"{heading}={text}" for heading, text in sorted(made.state.items()))
        taken_in, unsettled = (worded("、").join(sorted(some)) for some in (made.put, made.clash))
        told = [
            *([worded("收进 {put}", put=taken_in)] if taken_in else []),
            *([worded("要定 {clash}（{why}）", clash=unsettled, why=worded(made.why))] if unsettled else []),
            *made.remarks,
        ]
        for words in made.remarks:
            self.say(worded("  {row}：{words}。", row=row, words=words))
        self._note(copy, name, row, cells, "；".join(told), json.dumps(made.state, ensure_ascii=False), made.mark)

    @property
    def today(self) -> date:
        """The day of the list that stands in the workbook."""
        listed = list_day(self.day.world)
        return self.day.world.today if listed is None else listed.astype("datetime64[D]").item()

    def _date(self, made: Change, copy: Copy) -> None:
        """What was typed on the list of an earlier day was done on that day, unless it says otherwise."""
        if made.shape.whole and made.put and copy.mark.on < self.today and not made.state.get(TIME):
            made.put[TIME] = copy.mark.day
            made.remarks.append(worded("没有写回访时间，当作 {day}（那天的清单）", day=copy.mark.day))

    def _customer(self, made: Change) -> None:
        """A line of the clerk's own names the customer, perhaps only by name or number to call."""
        if not made.shape.whole or not made.mark.startswith(NEW) or made.state.get(CUSTOMER) or not made.put:
            return
        if who := deciding.customer_of(self.day, made.state):
            made.put[CUSTOMER] = who
        else:
            made.remarks.append(worded("看不出是哪一位客户，登记前填上客户编号"))

    def _called(self, made: Change) -> str:
        """A row as people call it."""
        ours = self.sheet(made.shape.sheet)
        cells = {**(ours.cells(made.row) if made.row else {}), **made.whole, **made.state}
        sheet = self.day.world.schema.sheets[made.shape.sheet]
        key = sheet.key.heading if sheet.key is not None and made.shape.sheet != LIST else ""
        return _words(cells, key) or made.mark.removeprefix(NEW)

    def _called_there(self, name: str, row: Found) -> str:
        """A row of a clerk's book as people call it."""
        sheet = self.day.world.schema.sheets[name]
        return _words(row.cells, sheet.key.heading if sheet.key is not None and name != LIST else "")

    def _place(self, name: str, row: int, heading: str) -> str:
        found = self.sheet(name).leaf
        return f"{found.name}!{letters(found.columns[heading])}{row}" if heading in found.columns else ""

    def _note(self, copy: Copy, sheet: str, row: str, cells: str, outcome: str, state: str, mark: str = "") -> None:
        now = self.day.world.now
        line = Line(
            now, copy.mark.name, copy.path.name, copy.saved, sheet, row, cells, outcome, state, copy.mark.id, mark
        )
        self.lines.append(line)
        self.known.add(copy.mark.id, sheet, mark, state, copy.mark.name, _moment(copy.saved))


def _words(cells: Mapping[str, str], key: str) -> str:
    words = [cells.get(one, "") for one in dict.fromkeys((key, CUSTOMER, NAME, "主题"))]
    return " ".join(word for word in words if word)


def shapes_of(day: Day, found: Sequence[Grid]) -> dict[str, Shape]:
    """How each sheet of a clerk's book travels."""
    on_list = leaf(found, LIST, day.world.schema.sheets[LIST], TASK)
    ours = {column.heading for column in day.world.schema.sheets[LIST].columns if not column.typed}
    typed = frozenset(h for h in on_list.columns if h not in ours and h in typed_headings(day.world)) | {STAFF}
    own = typed | {CUSTOMER, NAME, "电话", "主题", "联系方式"}
    made = {LIST: Shape(LIST, TASK, TASK, typed, own, whole=True)}
    for sheet in shared_sheets(day):
        seen = frozenset(headings(day, sheet))
        key = sheet.key.heading if sheet.key is not None else ""
        made[sheet.name] = Shape(sheet.name, ROW, key, seen, seen, whole=False)
    return made


def collect(place: Path | Workbook, now: datetime, copies: Sequence[Copy], *, say: Callable[[str], None]) -> Collected:
    """Takes the clerks' books in and carries out what was decided on 交回冲突; nothing is written where nothing is new.

    Raises:
        BookFault: the workbook can't be read or written; nothing was changed.
    """
    grids = run.grids_of(place)
    day = run.opened_day(grids, now, books.at(place).tell, books.at(place).path)
    run.refuse_frozen(day)
    known = past(grids)
    made = Collection(day, grids, say, known, {one.key: one for one in clashes_of(grids)}, shapes_of(day, grids))
    made.look(copies)
    deciding.decide(made)
    for copy in sorted(copies, key=lambda one: (_moment(one.saved), one.mark.clerk, one.path.name)):
        if (copy.mark.id, copy.seal) in known.files:
            say(worded("{name}（{name2}）：这一份收过了。", name=copy.mark.name, name2=copy.path.name))
        else:
            made.take(copy)
    if made.lines:
        book = books.at(place).writer(letterhead(day.world))
        landing.write(book, made)
        book.save(run_key=run.run_key(day, JOB))
    made.done.waiting = len(made.clashes)
    return made.done


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""
