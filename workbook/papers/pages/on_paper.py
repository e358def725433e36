"""What a sheet of paper says of itself: whose it is, what it is, and of which days."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from workbook.papers.pages.page import Page
from workbook.words.tongue import worded

if TYPE_CHECKING:
    from workbook.rulebook.load.load import Rulebook
    from workbook.rules.world.world import World

OFFICE = "客户服务部"
UNDATED = ("", "", "")
"""The paper of a page whose rows say themselves of which days they are."""
REPORT = "报告·"
"""What the names of sheets that show a report begin with."""


READABLE = {True: 242, False: 165}
"""How many characters of columns A4 holds across, lying and standing, before letters get smaller than six points."""
FACTS = "登记"
EASY = {True: 207, False: 141}
"""The same before they get smaller than seven tenths: as much as staff's own lists take, in which people look things up."""


def pages_across(page: Page) -> int:
    """How many sheets of paper a page is wide, so that it can be read.

    Examples:
        >>> from workbook.papers.pages.page import Field
        >>> wide = [Field(str(n), width=30) for n in range(12)]
        >>> pages = Page("甲", tuple(wide[:8])), Page("甲", tuple(wide)), Page("甲", tuple(wide), print_to="7")
        >>> [pages_across(one) for one in pages]
        [1, 2, 1]
    """
    end = page.headings.index(page.print_to) + 1 if page.print_to else len(page.fields)
    wide = sum(one.width for one in page.fields[:end] if not (one.hidden or one.folded))
    most = EASY if page.group == FACTS else READABLE
    return max(1, math.ceil(wide / most[page.landscape]))


def office_of(book: Rulebook) -> str:
    """What the office calls itself."""
    return book.value("单位名称") or OFFICE


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every writer of pages is given, so that no sheet goes without: whose paper it is, and as of when.

    `today` is None where sheets are still to be filled: such paper says no day.
    """

    office: str
    today: date | None

    def on(self, page: Page) -> Page:
        """The page with the head of its paper: the office, what it is, and its days where it says none of its own.

        Ledgers, figures of many periods and rows that staff keep say their days row by row. A page of the day without
        a row says that it has none, not only its headings.
        """
        name = page.name.removeprefix(REPORT)
        if page.key and not (page.rows or page.append or page.name.startswith(REPORT)) and self.today is not None:
            name = worded("{name}：现在没有要列的", name=name)
        of = "" if page.append or self.today is None else worded("截至 {day}", day=self.today)
        return replace(page, paper=(self.office, name, page.paper[2] if page.paper else of))


def letterhead(world: World) -> Letterhead:
    """That of an office on its day."""
    return Letterhead(office_of(world.book), world.today)


def stretch(first: date, last: date) -> str:
    """Days as paper says them.

    Examples:
        >>> stretch(date(2026, 3, 1), date(2026, 3, 31)), stretch(date(2026, 3, 9), date(2026, 3, 9))
        ('2026-03-01 至 2026-03-31', '2026-03-09')
    """
    return str(first) if first == last else worded("{first} 至 {last}", first=first, last=last)
