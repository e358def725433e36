"""导入: a foreign list into a workbook of ours; shown first, taken in when somebody says so, each row once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from workbook.day import Day
from workbook.papers.brought.again import PROMISED, asked_of, compared
from workbook.papers.brought.begun import begun_days
from workbook.papers.brought.begun_columns import sheets_begun
from workbook.papers.brought.columns import lists_of
from workbook.papers.brought.found import Brought, Held, Said
from workbook.papers.brought.goes import columns_go
from workbook.papers.brought.happened import NUMBER as EVENT_NUMBER
from workbook.papers.brought.headings import KEY, LANDLINE, LIKED, NAME, PHONE
from workbook.papers.brought.mapped import Line, Office, column_lines, word_lines
from workbook.papers.brought.means import WAY, with_usual
from workbook.papers.brought.moved import CALL, MORE
from workbook.papers.brought.one_row import ROOM
from workbook.papers.brought.one_row import WAY as WISH
from workbook.papers.brought.pages import answers, mapping_page, not_understood
from workbook.papers.brought.preview import OTHER, PREVIEW, Waiting, preview_page, summary, waiting
from workbook.papers.brought.rows import brought
from workbook.papers.list.first_days import beyond, brought_debts
from workbook.papers.pages.on_paper import letterhead
from workbook.papers.shared.found_rows import leaf
from workbook.rulebook.load.silent import columns_made
from workbook.rulebook.mentions.asked_for import readers
from workbook.rulebook.sorts.model import Duty, Quota, Sample
from workbook.rules.facts.spawn import added_columns
from workbook.rules.world.frames import Frame
from workbook.sheets.grid import Grid
from workbook.sheets.headers import plain
from workbook.shells.files import books, looks, returned
from workbook.shells.files.books import Workbook
from workbook.shells.files.writer import Writer
from workbook.shells.runs import run
from workbook.words.faults import Fault
from workbook.words.tongue import WORD, named, worded

JOB = "导入"
SHEETS = 3
CUSTOMERS, STAFF, RECORDS, PROMISES, EVENTS = "客户", "员工", "回访记录", "预约", "事件"
REACHED = (CUSTOMERS, RECORDS, PROMISES, EVENTS)
"""What a list can be brought into."""


@dataclass(frozen=True, slots=True)
class Import:
    """What became of a list. `asked`: headings and words that somebody should say something about."""

    made: Brought
    asked: int
    taken: bool
    refused: Path | None = None


def bring(
    source: Path, place: Path | Workbook, now: datetime, *, sure: Callable[[str], bool], say: Callable[[str], None],
    grids: Sequence[Grid] = (),
) -> Import:  # fmt: skip
    """Reads a list, writes 导入对应 and 导入预览 into the workbook, and takes its rows in if `sure` of the summary.

    Raises:
        Fault: the list can't be read, or nothing in it looks like customers; nothing was changed.
    """
    grids = grids or run.grids_of(place)
    day = run.opened_day(grids, now, books.at(place).tell, books.at(place).path)
    said = {**answers(grids), **waiting(grids).answers}
    office = _office(day, {}, now)
    wrong = not_understood(said, office)
    office = replace(office, answers={key: one.text for key, one in said.items() if key not in wrong})
    leaves = looks.leaves(source)
    found, missed = lists_of(leaves, office)
    if not found:
        why = worded("；").join(worded("【{name}】{why}", name=name, why=why) for name, _, why in missed[:SHEETS])
        raise Fault(
            worded("“{name}”里没有看出客户名单：找不到像“姓名”“客户名称”“电话”这样的一行表头。", name=source.name),
            worded("{why}。给它加上一行表头再试。没有改动任何文件。", why=why)
            if why
            else worded("给它加上一行表头再试。没有改动任何文件。"),
        )
    made = brought(found, office)
    compared(made, _held(grids, day, made, office), office)
    made.left += [Said(name, row, 0, why) for name, row, why in missed]
    targets = {one.target for table in found for one in table.targets.values()}
    if elsewhere := beyond(day, {*REACHED, *_begun_by(targets, office)}, office.begun_parts):
        made.doubts.insert(0, Said(found[0].block.leaf.name, 0, 0, elsewhere))
    lines = [*column_lines(found), *word_lines(made.unknown)]
    _refuse_unread(wrong, lines, say)
    book = books.at(place).writer(letterhead(day.world))
    asked = sum(line.asked for line in lines)
    say(
        summary(made)
        + (
            worded("有 {asked} 处不认得，在【{preview}】“请定”的黄格里定。", asked=asked, preview=named(PREVIEW))
            if asked
            else ""
        )
    )
    happened = [one["发生时间"].date() for one in made.events if isinstance(one["发生时间"], datetime)]
    if old := brought_debts(day, [*happened, *begun_days(made, office)]):
        say(old)
    there = {one.block.leaf.name for one in found}
    if elsewhere:
        say(elsewhere)
    if whole := list(dict.fromkeys(name for name, _, _ in missed if name not in there)):
        say(
            worded(
                "{sheets}整张没有收，为什么、怎么改见【{preview}】的“跳过”。",
                sheets=worded("、").join(f"【{one}】" for one in whole),
                preview=named(PREVIEW),
            )
        )
    agreed = (made.is_new or bool(made.refused)) and sure(summary(made))
    taken = agreed and made.is_new
    book.put(mapping_page(lines, office))
    goes = columns_go(found, made, office)
    book.put(preview_page(made, lines, office, str(source.resolve()), goes=goes, before=old, taken=taken))
    book.show([PREVIEW])
    if taken:
        _take(book, day, made)
    book.save(run_key=run.run_key(day, JOB))
    if not agreed or not made.refused:
        return Import(made, asked, taken)
    back = returned.write(source, leaves, [table.block for table in found], made.refused)
    return Import(made, asked, taken, refused=back)


def _refuse_unread(wrong: Mapping[tuple[str, str], str], lines: Sequence[Line], say: Callable[[str], None]) -> None:
    """Answers that nobody can follow: those that this list needs end it, others are told.

    Raises:
        Fault: this list needs one of them.
    """
    needed = {("列" if one.sort == "列" else one.where, plain(one.word)) for one in lines}
    if mine := [told for key, told in wrong.items() if key in needed]:
        raise Fault(f"{'；'.join(mine)}。", worded("在那一格里改成有的，或清空它，再来一次。没有改动任何东西。"))
    for told in wrong.values():
        say(worded("{told}；这份名单用不着它，别的照收。", told=told))


def bring_by_sheet(
    place: Path | Workbook,
    now: datetime,
    chosen: Callable[[], Path | None],
    say: Callable[[str], None],
    *,
    sure: Callable[[str], bool] = lambda _: False,
) -> Import | None:
    """The list that waits in 【导入预览】, taken in where somebody says so, else shown anew; or another one, shown.

    None where nobody chose a list.

    Raises:
        Fault: as `bring`.
    """
    grids = run.grids_of(place)
    held = waiting(grids)
    source: Path | None = Path(held.source) if held.source and held.decided != OTHER else None
    if source is not None and not source.is_file():
        say(worded("“{name}”不在原来的地方了，另选一份。", name=source.name))
        source, held = None, Waiting()
    waits, is_agreed = source is not None, source is not None and held.is_agreed
    source = source or chosen()
    if source is None:
        return None
    return bring(source, place, now, sure=lambda told: is_agreed or (waits and sure(told)), say=say, grids=grids)


def _office(day: Day, said: Mapping[tuple[str, str], str], now: datetime) -> Office:
    world = day.world
    staff, customers = world.frame(STAFF), world.frame(CUSTOMERS)

    def texts(frame: Frame, heading: str) -> list[str]:
        vec = world.column(frame, heading)
        return [str(one or "") for one in vec.objects()]

    people = list(zip(texts(staff, "员工编号"), texts(staff, "姓名"), strict=True)) if len(staff) else []
    columns = [texts(customers, one) for one in (KEY, NAME, PHONE, LANDLINE, ROOM)]
    there = [(key, name, phone or line, room) for key, name, phone, line, room in zip(*columns, strict=True)]
    sheet = world.schema.sheets[CUSTOMERS]
    events, outcomes = _names(day, EVENTS, "事件类型"), _names(day, RECORDS, "结果代码")
    extras = {*world.tables.cells.get(CUSTOMERS, {})}
    means, liked = with_usual(_names(day, RECORDS, WAY)), _names(day, RECORDS, LIKED)
    more = dict(zip(columns[0], _by_row(MORE, [texts(customers, one) for one in MORE]), strict=True))
    told_by = ((RECORDS, CALL), (EVENTS, EVENT_NUMBER), (PROMISES, PROMISED))
    told = frozenset(one for name, heading in told_by for one in texts(world.frame(name), heading) if one)
    wordy = [one.heading for one in world.schema.sheets[EVENTS].columns if one.type.name in {"文本", "长文"}]
    fixed = [
        one.id
        for one in (rule for sort in (Duty, Quota, Sample) for rule in world.book.all(sort))
        if one.channel and WISH not in one.channel
    ]
    return Office(
        sheet, world.codes, people, there, now.date(), said, events, _read(day), outcomes, extras, means, liked, wordy,
        more, told, list(dict.fromkeys(fixed)), sheets_begun(world.book, world.schema, REACHED),
    )  # fmt: skip


def _begun_by(targets: set[str], office: Office) -> set[str]:
    """The sheets that rules begin at that a list's columns reach."""
    return {name for name, one in office.begun.items() if {f"{name}.{start}" for start in one.starts} & targets}


def _by_row(headings: Sequence[str], columns: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(headings, row, strict=True)) for row in zip(*columns, strict=True)]


def _names(day: Day, sheet: str, heading: str) -> dict[str, str]:
    """Every word for a code of a column, with the code."""
    column = day.world.schema.sheets[sheet].column(heading)
    options = (day.world.codes.of(column.type) if column else None) or ()
    return {
        plain(name): one.code
        for one in options
        for name in (*one.aliases, one.label, one.code, named(one.code, WORD))
        if name
    }


def _read(day: Day) -> set[str]:
    """The columns of 【客户】 that staff fill and rules go by."""
    world = day.world
    made = columns_made(world.book.rules)
    staffs = {(CUSTOMERS, one.heading) for one in world.schema.sheets[CUSTOMERS].columns} - made
    found = readers(world.book, world.schema, frozenset(staffs))
    return {heading for _, heading in staffs if f"{CUSTOMERS}.{heading}" in found.hard | found.soft}


def _take(book: Writer, day: Day, made: Brought) -> None:
    """The rows into their sheets, below those that are there; cells that the list says anew into theirs."""
    wanted = _columns(day, made)
    _change(book, day, made, wanted)
    rows = [{**dict.fromkeys(wanted, ""), **row} if not n else row for n, row in enumerate(made.customers)]
    run.append(book, day, CUSTOMERS, rows)
    run.append(book, day, EVENTS, made.events)
    for name, begun in made.begun.items():
        run.append(book, day, name, [one.row for one in begun])
    run.append(book, day, RECORDS, made.records)
    run.append(book, day, PROMISES, made.promised)


def _change(book: Writer, day: Day, made: Brought, wanted: Collection[str]) -> None:
    """What the list says anew of rows that are there; a column of the list's own that the sheet lacks is added."""
    for name in dict.fromkeys(one.sheet for one in made.changes):
        mine = [one for one in made.changes if one.sheet == name]
        cells, called = day.world.tables.cells[name], day.world.tables.named(name)
        fresh = added_columns(day.world, name, wanted if name == CUSTOMERS else {one.heading for one in mine})
        head = day.world.tables.header[name]
        book.set_cells(called, {(head, column): one for one, column in fresh.items()}, are_headings=True)
        columns = {**cells, **fresh}
        book.set_cells(called, {(one.row, columns[one.heading]): one.value for one in mine})


def _held(grids: Sequence[Grid], day: Day, made: Brought, office: Office) -> dict[str, list[Held]]:
    """What the workbook holds of these customers."""
    found = {}
    keys, numbers = asked_of(made), {str(row[EVENT_NUMBER]) for row in made.events}
    wanted: dict[str, tuple[str, set[str]]] = {
        CUSTOMERS: (KEY, keys), RECORDS: (KEY, keys), PROMISES: (KEY, keys), EVENTS: (EVENT_NUMBER, numbers),
        **{name: (office.begun[name].who, {str(one.row[office.begun[name].who]) for one in rows})
           for name, rows in made.begun.items()},
    }  # fmt: skip
    for name, only in wanted.items():
        sheet = day.world.schema.sheets[name]
        rows = leaf(grids, day.world.tables.named(name), sheet, only=only).rows
        found[name] = [Held(one.row, one.cells) for one in rows]
    return found


def _columns(day: Day, made: Brought) -> list[str]:
    """What is brought for 【客户】; with columns of the office's own also those that rules read and the sheet hasn't got.

    A strange column beside a missing one would be taken for it: rules would rest until somebody says that it isn't.
    """
    there = {*day.world.tables.cells.get(CUSTOMERS, {})}
    declared = {one.heading for one in day.world.schema.sheets[CUSTOMERS].columns}
    wanted = {heading for row in made.customers for heading, value in row.items() if value is not None}
    wanted |= {one.heading for one in made.changes if one.sheet == CUSTOMERS}
    return sorted(wanted if wanted <= there | declared else wanted | (_read(day) - there))
