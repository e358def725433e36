"""收回: what clerks typed into their books comes into the workbook in one writing, each cell once, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from workbook.day import Day
from workbook.papers.list.today import LIST
from workbook.papers.shared.clerk_book import CUSTOMER, NAME, TASK, headings, shared_sheets
from workbook.papers.shared.coming_back import STAFF, Change, Ours, Shape, changes
from workbook.papers.shared.decisions import (
    CLASHES,
    OURS,
    THEIRS,
    Clash,
    Line,
    Past,
    clashes_of,
    past,
)  # fmt: skip
from workbook.papers.shared.found_rows import leaf
from workbook.papers.shared.mark import NEW, ROW
from workbook.rules.recording.typed_cells import typed_headings
from workbook.rules.recording.typed_rows import list_day
from workbook.rules.world.vectors import says
from workbook.sheets.grid import Grid
from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.runs import landing, run
from workbook.shells.runs.returning import Copy
from workbook.words.place import letters

JOB, TIME = "收回", "回访时间"


@dataclass(slots=True)
class Collected:
    """What 收回 did: cells taken, rows added, cells that wait for a decision, files that could not be taken."""

    cells: int = 0
    rows: int = 0
    waiting: int = 0
    refused: int = 0


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
                sent = leaf(copy.sent, self.day.world.tables.named(name), self.day.world.schema.sheets[name], ROW)
                found |= set(sent.by(ROW))

    # -- one book

    def take(self, copy: Copy) -> None:
        """All that is new in one clerk's book."""
        mark, saved = copy.mark, _moment(copy.saved)
        is_older = bool(saved) and saved < self.known.saved.get(mark.id, "")
        before, many = replace(self.done), 0
        for name, shape in self.shapes.items():
            called = self.day.world.tables.named(name) if name != LIST else LIST
            sheet = self.day.world.schema.sheets[name]
            sent = leaf(copy.sent, called, sheet, shape.mark)
            back = leaf(copy.grids, called, sheet, shape.mark, anywhere=name == LIST)
            if not back.rows:
                continue
            past_rows = self.known.rows(mark.id, name)
            for made in changes(
                shape, sent, back, self.sheet(name), past_rows, is_older=is_older, clerk=mark.clerk, day=mark.day
            ):
                many += 1
                self._settle(made, copy)
        took = (
            f"收进 {self.done.cells - before.cells} 格，添 {self.done.rows - before.rows} 行，"
            f"要定 {self.done.waiting - before.waiting} 格"
        )
        words = ("；这一份比收过的旧，只收没见过的" if is_older else "") + (
            "；它还开着，没存盘的下次再收" if copy.is_open else ""
        )
        self.say(f"{mark.name}（{copy.path.name}）：{took if many else '没有新的'}{words}。")
        if many:
            self._note(copy, "", "", "", f"{took}{words}", copy.seal)

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
            by = self.known.by.get((name, made.mark, heading, ours), "主簿里填的") if ours else ""
            place = self._place(name, made.row, heading) if made.row > 0 else ""
            clash = Clash(
                mark.id, name, made.mark, heading, ours, by, theirs, mark.name, copy.saved, made.why, row, place, whole
            )
            self.clashes[clash.key] = clash
            self.done.waiting += 1
        cells = "；".join(f"{heading}={text}" for heading, text in sorted(made.state.items()))
        told = [*([f"收进 {'、'.join(sorted(made.put))}"] if made.put else []),
                *([f"要定 {'、'.join(sorted(made.clash))}（{made.why}）"] if made.clash else []), *made.remarks]  # fmt: skip
        for words in made.remarks:
            self.say(f"  {row}：{words}。")
        self._note(copy, name, row, cells, "；".join(told), json.dumps(made.state, ensure_ascii=False), made.mark)

    def _date(self, made: Change, copy: Copy) -> None:
        """What was typed on the list of an earlier day was done on that day, unless it says otherwise."""
        listed = list_day(self.day.world)
        today = self.day.world.today if listed is None else listed.astype("datetime64[D]").tolist()
        if made.shape.whole and made.put and copy.mark.on < today and not made.state.get(TIME):
            made.put[TIME] = copy.mark.day
            made.remarks.append(f"没有写回访时间，当作 {copy.mark.day}（那天的清单）")

    def _customer(self, made: Change) -> None:
        """A line of the clerk's own names the customer, perhaps only by name or number to call."""
        if not made.shape.whole or not made.mark.startswith(NEW) or made.state.get(CUSTOMER) or not made.put:
            return
        customers = self.day.world.frame("客户")
        for heading, column in ((NAME, NAME), ("电话", "手机"), ("电话", "座机")):
            wanted = made.state.get(heading, "")
            here = says(self.day.world.column(customers, column)).objects() == wanted
            if wanted and int(here.sum()) == 1:
                made.put[CUSTOMER] = str(customers.key().objects()[here][0])
                return
        made.remarks.append("看不出是哪一位客户，登记前填上客户编号")

    def _called(self, made: Change) -> str:
        """A row as people call it."""
        ours = self.sheet(made.shape.sheet)
        cells = {**(ours.cells(made.row) if made.row else {}), **made.whole, **made.state}
        sheet = self.day.world.schema.sheets[made.shape.sheet]
        key = sheet.key.heading if sheet.key is not None and made.shape.sheet != LIST else ""
        words = [cells.get(one, "") for one in dict.fromkeys((key, CUSTOMER, NAME, "主题"))]
        return " ".join(word for word in words if word) or made.mark.removeprefix(NEW)

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

    # -- what was decided

    def decide(self) -> None:
        """The clashes on which a person has chosen: done, and off the sheet."""
        rows: dict[tuple[str, str], list[Clash]] = {}
        for one in list(self.clashes.values()):
            if one.take == OURS:
                self._decided(one)
            elif one.take == THEIRS and one.sheet in self.shapes:
                rows.setdefault((one.sheet, f"{one.book}|{one.mark}"), []).append(one)
        for (name, _), members in rows.items():
            self._take_theirs(name, members)

    def _take_theirs(self, name: str, members: Sequence[Clash]) -> None:
        """The clerk's cells of one row, into our row or, where there is none any more, a new one below."""
        ours, first = self.sheet(name), members[0]
        is_own = first.mark.startswith((NEW, "?"))
        place = None if is_own else ours.of(first.mark, {})
        cells = {one.heading: one.theirs for one in members}
        if place is None:
            known = json.loads(first.whole) if first.whole else {}
            ours.added.append({**known, **{heading: text for heading, text in cells.items() if text}})
            self.done.rows += 1
        else:
            self.put.setdefault(name, {}).update({(place.row, heading): text for heading, text in cells.items()})
        self.done.cells += len(cells)
        for one in members:
            self._decided(one)

    def _decided(self, one: Clash) -> None:
        self.clashes.pop(one.key)
        self.decided.append(one.key)
        now = self.day.world.now
        words = f"定了取{one.take}：{one.theirs if one.take == THEIRS else one.ours}"
        state = f"{one.take}·{now.isoformat()}"
        self.lines.append(Line(now, one.by, "", one.saved, CLASHES, one.row, f"{one.heading}={one.theirs}", words, state,
                               one.book, f"{one.sheet}·{one.mark}·{one.heading}"))  # fmt: skip


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
    day = run.opened_day(grids, now, books.at(place).tell)
    run.refuse_frozen(day)
    known = past(grids)
    made = Collection(day, grids, say, known, {one.key: one for one in clashes_of(grids)}, shapes_of(day, grids))
    made.look(copies)
    made.decide()
    for copy in sorted(copies, key=lambda one: (_moment(one.saved), one.mark.clerk, one.path.name)):
        if (copy.mark.id, copy.seal) in known.files:
            say(f"{copy.mark.name}（{copy.path.name}）：这一份收过了。")
        else:
            made.take(copy)
    if made.lines:
        book = books.at(place).writer()
        landing.write(book, made)
        book.save(run_key=run.run_key(day, JOB))
    made.done.waiting = len(made.clashes)
    return made.done


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""
