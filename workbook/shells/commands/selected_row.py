"""What a button does about the selected row: its record form, or why its customer is on today's list or not."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from workbook.shells.live.open_book import OpenBook, turn_to
from workbook.shells.outside import clocks
from workbook.shells.runs import run
from workbook.words.faults import BookFault
from workbook.words.tongue import named, worded

if TYPE_CHECKING:
    from workbook.day import Day

TASK, CUSTOMER, PERSON, LEAVER = "任务编号", "客户编号", "员工编号", "交出"
FRONT, LIST = "首页", "今日清单"
STAFF, PREVIEW = "员工", "交接预览"
LEDGERS = ("处罚台账", "抽样台账", "指标结果", "员工")
AT_ONCE = 30
"""Forms of so many selected rows at most."""


def selected(workbook: OpenBook, day: Day) -> list[dict[str, str]]:
    """The selected rows, each as heading → text; rows above and below the list are left out.

    Raises:
        BookFault: nothing is selected, or no row of a sheet that the program knows.
    """
    from workbook.sheets.headers import accepted, find
    from workbook.shells.live.read import grid_of

    place = _selection(workbook)
    if place is None:
        raise BookFault(worded("没有选中单元格。"), worded("先点一下【今日清单】里要看的那一行，再点按钮。"))
    sheet = place.sheet
    grid, name = workbook.in_chinese(grid_of(sheet)), workbook.named(sheet)
    known = day.world.schema.sheets.get(name)
    words = accepted(known.columns) if known is not None else {one: one for one in (CUSTOMER, TASK, LEAVER)}
    header = find(grid, words) if grid.columns else None
    if header is None:
        raise BookFault(
            worded("【{name}】不是回访的表。", name=sheet.name),
            worded("先点一下【今日清单】或【客户】里的一行，再点按钮。"),
        )
    first, last = place.row, place.row + place.shape[0] - 1
    columns = {**header.extras, **header.columns}
    rows = []
    for row in range(max(first, header.row + 2), min(last, grid.height) + 1):
        cells = {heading: grid.columns[index][row - 1].as_py() or "" for heading, index in columns.items()}
        if any(cells.values()):
            rows.append({heading: text.strip() for heading, text in cells.items()})
    if not rows:
        raise BookFault(
            worded("选中的不是【{name}】里的一行。", name=sheet.name),
            worded("先点一下表头下面有内容的一行，再点按钮。"),
        )
    return rows


def _selection(workbook: OpenBook) -> Any:
    """What is selected; buttons stand on the front page, and from there it is the row in today's list."""
    place = workbook.book.app.selection
    if place is not None and workbook.named(place.sheet) == FRONT:
        turn_to(workbook.book, LIST)
        place = workbook.book.app.selection
    return place


def why(workbook: OpenBook) -> None:
    """Says why the customer of the selected row is or isn't on today's list."""
    from workbook.papers.why.why import is_unknown
    from workbook.papers.why.why import why as told

    day = run.day_of(workbook, clocks.now())
    row = selected(workbook, day)[0]
    name = workbook.named(workbook.book.app.selection.sheet)
    sheet = day.world.schema.sheets.get(name)
    key = sheet.key.heading if sheet is not None and sheet.key is not None else ""
    own = row.get(key) if name in LEDGERS else ""
    who = own or row.get(CUSTOMER) or row.get(TASK) or row.get(key)
    if not who:
        raise BookFault(
            worded("这一行没有客户编号。"), worded("先点一下【今日清单】或【客户】里写着客户编号的一行，再点按钮。")
        )
    print(told(day, who, whole=False))
    answer = told(day, who)
    if not is_unknown(answer):
        _linked(workbook, day, answer)


def _linked(workbook: OpenBook, day: Day, answer: str) -> None:
    """The answer as a sheet too; a protected workbook takes none, and has the answer all the same."""
    from workbook.shells.runs.detail import write_answer

    with suppress(BookFault):
        print(write_answer(workbook, day, answer))


def handover(workbook: OpenBook) -> None:
    """What the person of the selected row would hand over, laid out; or what was agreed to, carried out."""
    from workbook.shells.runs.handing_sheet import hand_over_by_sheet

    now = clocks.now()
    row = selected(workbook, run.day_of(workbook, now))[0]
    name = workbook.named(workbook.book.app.selection.sheet)
    who = row.get(PERSON) if name == STAFF else row.get(LEAVER) if name == PREVIEW else ""
    if not who:
        raise BookFault(
            worded("没有选中交出的人。"),
            worded(
                "先点一下【{staff}】里他的那一行，或【{preview}】里的一行，再按“交接”。",
                staff=named(STAFF),
                preview=named(PREVIEW),
            ),
        )
    hand_over_by_sheet(workbook, now, who, print)


def form(workbook: OpenBook) -> None:
    """Prints the forms of the selected rows into one workbook and opens it."""
    from workbook.papers.forms.forms import forms
    from workbook.shells.commands.commands import office
    from workbook.shells.files import form_book

    day = run.day_of(workbook, clocks.now())
    rows = selected(workbook, day)[:AT_ONCE]
    wanted = {row.get(TASK) or row.get(CUSTOMER) or "" for row in rows} - {""}
    made = forms(day, only=wanted)
    if not made:
        raise BookFault(
            worded("选中的行今天没有记录表。"), worded("选【今日清单】里的一行；没有问卷的任务不印记录表。")
        )
    folder, customer = workbook.path.parent, made[0].customer
    [path] = form_book.write_all(folder, made, day.world.today, office=office(day), named=customer)
    workbook.book.app.books.open(str(path))
    print(worded("印好了 {count} 张记录表：{path}", count=len(made), path=path))
