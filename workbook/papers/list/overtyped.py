"""Printed cells of our own sheets that staff typed in: each told at its cell, and what they typed stays until they clear it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from workbook.papers.list.whose_row import Strange, another, strange_rows
from workbook.papers.pages.fields import value
from workbook.papers.pages.kept_prints import changes, kept_changes
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.plain_words import plain
from workbook.papers.pages.prints import Changed, Shifted, printed
from workbook.papers.pages.shown import said
from workbook.papers.pages.translated import page_out
from workbook.papers.scripts.day_results import Day
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import text
from workbook.sheets.grid import Grid, found_text
from workbook.sheets.schema import is_list
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import declared, worded

LIST, CUSTOMERS = "今日清单", "客户"
OURS = (LIST, "提醒", "未入选说明", "问题", "问题链", "待定日期", "指标结果")
FLEETING = ("问题", "指标结果")
"""Sheets whose rows go when they are done with, whatever stands in them."""
TURN = ("序",)
LOOSE = {LIST: ("序", "责任人姓名")}
"""Printed columns that say nothing of their own: whose name is typed over another's is given the task."""
HONOURED = {LIST: ("联系方式",)}
"""Printed columns that staff may change until the result is recorded: the call was made the way that stands there."""
PHONES = dict.fromkeys(("电话", "号码", "号码分写"), ("手机", "座机"))
WHERE, TASK, CUSTOMER, NAME, REMARK = "在哪里填", "任务编号", "客户编号", "客户名称", "备注"

Found = Mapping[str, Sequence[Changed | Shifted]]


class Overtyped:
    """By sheet: what changed in the printed cells of our own sheets, looked for when somebody asks.

    Of a sheet that was compared before, as it stands now, no cell is read; the others are let go once they are compared.
    """

    def __init__(self, grids: Sequence[Grid]) -> None:
        ours = {_plain(one.name): one for one in grids if one.name.strip() in OURS or is_list(one.name)}
        known = {name: kept_changes(one) for name, one in ours.items()}
        self._found: dict[str, Sequence[Changed | Shifted] | None] = dict(known)
        self._waiting = {name: one for name, one in ours.items() if known[name] is None}

    def __call__(self) -> Found:
        """The sheets in which anything changed; one without prints says nothing."""
        while self._waiting:
            name, one = self._waiting.popitem()
            self._found[name] = changes(one)
        return {name: cells for name, cells in self._found.items() if cells}


def _plain(name: str) -> str:
    return name.strip().replace("：", ":")


def guarded(day: Day, page: Page, wanted: Callable[[str], bool]) -> Page:
    """The page with the words that staff typed over it, and a fresh print of what the program would have there.

    Each such cell has its issue. A page that isn't to be written gets no prints, and a ledger none: its rows stay as they are.
    """
    name = _plain(page.name)
    if not page.key or page.append or not (name in OURS or is_list(page.name)):
        return page
    shown = page
    if found := day.overtyped.get(name):
        shown = _over(day, page, found)
    return printed(page, LOOSE.get(name, TURN), shown) if wanted(page.name) else shown


def _over(day: Day, page: Page, found: Sequence[Changed | Shifted]) -> Page:
    at = {heading: n for n, heading in enumerate(page.headings)}
    turn = {key: n for n, key in enumerate(page.keys)}
    rows, kept = list(page.rows), set(page.kept)
    told = page_out(page, day.tongue).rows if day.tongue else page.rows
    strange = strange_rows(day) if page.name == LIST else {}
    _stay(day, strange, rows, turn, at)
    for one in found:
        place = Place(page.name, one.row, one.column)
        if isinstance(one, Shifted):
            many = sum(one.heading in row.cells for row in strange.values())
            rests = worded("，填了结果的 {many} 行先放着", many=many) if many else ""
            day.world.note(issue(Kind.PRINTED_MOVED, place, heading=one.heading, count=one.many, rests=rests))
            continue
        if one.heading not in at or (one.row in strange and one.heading in strange[one.row].cells):
            continue
        is_told = one.heading not in HONOURED.get(page.name, ())
        key = one.said.get(page.key, "")
        row = turn.get(key, -1)
        column = at[one.heading]
        held = said(rows[row][column], page.fields[column].kind) if row >= 0 else _was(day, one)
        meant = (page.rows[row][column], told[row][column]) if row >= 0 else ()
        if plain(one.text) in {plain(found_text(cell) or "") for cell in meant}:
            continue  # it has come to be what they typed
        if row >= 0:
            cells = list(rows[row])
            cells[column] = _value(one.text, page.fields[column].kind)
            rows[row] = tuple(cells)
        elif is_told and page.name not in FLEETING and not _another(day, page, one):
            kept.add(key)
        if is_told:
            _note(day, page, one, place, held, row=row)
    return replace(page, rows=tuple(rows), kept=frozenset(kept))


def _stay(
    day: Day, strange: Mapping[int, Strange], rows: list[tuple[Value, ...]], turn: Mapping[str, int], at: Mapping[str, int]
) -> None:  # fmt: skip
    """Rows that wait because they show another customer keep what they show: written over, nobody would know."""
    for one in strange.values():
        row = turn.get(one.task, -1)
        if row >= 0:
            cells = list(rows[row])
            for heading, words in one.cells.items():
                cells[at[heading]] = words
            rows[row] = tuple(cells)
        day.world.note(one.issue)


def _another(day: Day, page: Page, one: Changed) -> str:
    """The other customer whose name or number was typed over a row of the list; '' where it is nobody's."""
    at = _customer(day, one) if page.name == LIST else -1
    return another(day, one.heading, one.text, at) if at >= 0 else ""


def _value(words: str, kind: str) -> Value:
    """What somebody typed as a cell of the column holds it."""
    whole = words.removesuffix(" 00:00:00") if kind == "日期" else words
    return value(Type(kind if kind != "链接" else "文本"), whole)


# -- what is said


def _note(day: Day, page: Page, one: Changed, place: Place, held: str, *, row: int) -> None:
    at = _customer(day, one)
    name = _said(day, day.world.frame(CUSTOMERS), at, NAME) if at >= 0 else ""
    called = f"{one.said.get(CUSTOMER, '')} {name}".strip() or one.said.get(page.key, "")
    was = worded("（原是“{held}”）", held=held) if held else ""
    rests = "" if row >= 0 else worded("，今天不再列的这一行也留着") if page.name not in FLEETING else ""
    day.world.note(
        issue(
            Kind.PRINTED_OVER, place, key=called, heading=one.heading, held=was, value=one.text, rests=rests,
            hint=_hint(day, page, one),
        )
    )  # fmt: skip


def _hint(day: Day, page: Page, one: Changed) -> str:
    """Where it is to be typed instead."""
    if other := _another(day, page, one):
        return worded("清空这一格，程序再写；这一行不是{other}的，{other}的结果写在自己那一行。", other=other)
    cell = _customer_cell(day, one)
    if cell:
        return worded("改在 {where}；这里不要了，就清空这一格，程序再写。", where=cell)
    source = one.said.get(WHERE) or (_source_cell(day, one) if page.name == LIST else "")
    remark = (
        worded("这一行的“{heading}”", heading=REMARK)
        if any(field.heading == REMARK and field.typed for field in page.fields)
        else worded("右边自己加的一列")
    )
    if source:
        text_ = declared("核对 {where}，这一件从那里来；要记的话写在{remark}。这里不要了，就清空这一格，程序再写。")
        return worded(text_, where=source, remark=remark)
    return worded("把要记的写在{remark}；这里不要了，就清空这一格，程序再写。", remark=remark)


def _customer_cell(day: Day, one: Changed) -> str:
    """The cell of 客户 that the printed one was taken from; '' where it isn't a fact about a customer."""
    customers = day.world.frame(CUSTOMERS)
    at = _customer(day, one)
    if at < 0:
        return ""
    headings = [one.heading, *PHONES.get(one.heading, ())]
    known = [heading for heading in headings if customers.sheet.column(heading) is not None]
    known.sort(key=lambda heading: not one.was(_said(day, customers, at, heading)))
    return str(customers.place(at, known[0])) if known and known[0] != CUSTOMER else ""


def _was(day: Day, one: Changed) -> str:
    """What was printed in a row that isn't listed any more, where the customer's own row still says it; else ''."""
    customers, at = day.world.frame(CUSTOMERS), _customer(day, one)
    headings = (one.heading, *PHONES.get(one.heading, ()))
    known = (
        [_said(day, customers, at, heading) for heading in headings if customers.sheet.column(heading)]
        if at >= 0
        else []
    )
    return next((words for words in known if one.was(words)), "")


def _said(day: Day, customers: Frame, at: int, heading: str) -> str:
    return str(day.world.column(customers, heading).objects()[at] or "")


def _customer(day: Day, one: Changed) -> int:
    """The row of 客户 that the changed row speaks of; −1 for none."""
    number = one.said.get(CUSTOMER, "")
    return int(day.world.frame(CUSTOMERS).lookup(text([number]))[0]) if number else -1


def _source_cell(day: Day, one: Changed) -> str:
    """The cell, or the row, that a line of the list comes from."""
    listed = day.listed
    tasks = listed.typed[TASK].objects()
    found = [n for n, task in enumerate(tasks) if task == one.said.get(TASK)]
    for link in listed.links.get("源行", []) if found else ():
        at = int(link.at[found[0]])
        if at >= 0 and link.frame.number(at):
            return str(link.frame.place(at, one.heading))
    return ""
