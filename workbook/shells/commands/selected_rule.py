"""What a button does about the selected row of a rule sheet: changed from a day on, copied, stopped or taken up again."""

from __future__ import annotations

from datetime import date, timedelta

from workbook.rulebook.load import edits
from workbook.rulebook.load.rows import TABLES
from workbook.shells.commands.rules import laid_ready
from workbook.shells.files.kept_in import name_as_kept
from workbook.shells.live.open_book import OpenBook
from workbook.shells.outside import clocks
from workbook.shells.runs import mending, ruling
from workbook.words.faults import BookFault
from workbook.words.tongue import worded


def change(workbook: OpenBook) -> None:
    """A row that takes the selected one's place from tomorrow on, laid ready; its first cell to write in is selected."""
    now, place = clocks.now(), _selected(workbook)
    since = now.date() + timedelta(days=1)
    added = ruling.rule(workbook, lambda rows: edits.change(rows, place, {}, since, None), now, lambda _: None)
    print(laid_ready(place.partition("!")[0], added, since))
    _turn_to(workbook, place, added)


def copy(workbook: OpenBook) -> None:
    """The selected rule once more, under a number of its own, below the last one."""
    now, place = clocks.now(), _selected(workbook)
    added = ruling.rule(workbook, lambda rows: edits.copy(rows, place, "", {}), now, lambda _: None)
    print(worded("抄在第 {added} 行，编号另起了一个。改好要改的格，点“校验”，看它现在做什么。", added=added[0]))
    _turn_to(workbook, place, added)


def stop(workbook: OpenBook) -> None:
    """The selected rule stopped; one that is stopped taken up again."""
    now, place = clocks.now(), _selected(workbook)
    today: date = now.date()
    ruling.rule(workbook, lambda rows: edits.toggled(rows, place, today), now, print)


def mend(workbook: OpenBook) -> None:
    """Cells of the rule sheets that look misspelt, mended after a question each time."""

    def ask(question: str) -> bool:
        return bool(workbook.book.app.alert(question, title=worded("改错格"), buttons="yes_no") == "yes")

    lines: list[str] = []

    def asked(question: str) -> bool:
        return ask("\n".join([*lines, "", question]) if mending.is_sure(question) else question)

    mending.mend(workbook, asked, lines.append)
    print("\n".join(lines))


def _selected(workbook: OpenBook) -> str:
    """The selected row of a rule sheet, as a place: 时限!第9行.

    Raises:
        BookFault: nothing of a rule sheet is selected.
    """
    found = workbook.book.app.selection
    name = workbook.named(found.sheet) if found is not None else ""
    if name not in TABLES:
        raise BookFault(
            worded("选中的不是一条规则。"), worded("先点一下【时限】【处罚标准】这样的规则表里的一行，再点按钮。")
        )
    return f"{name}!第{found.row}行"


def _turn_to(workbook: OpenBook, place: str, added: range) -> None:
    """The new row comes into view."""
    sheet = workbook.book.sheets[name_as_kept(place.partition("!")[0], workbook.names)]
    sheet.activate()
    sheet.range((added[0], 1)).select()
