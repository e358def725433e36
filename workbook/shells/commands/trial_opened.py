"""What the button 试算 does: last month played by the rules as they stand edited, and the paper opened to be read."""

from __future__ import annotations

from workbook.shells.live.open_book import OpenBook
from workbook.shells.outside import clocks
from workbook.shells.runs import trying


def trial(workbook: OpenBook) -> None:
    """Plays last month, opens the paper, and says what differs most."""
    made = trying.tried(workbook, clocks.now())
    workbook.book.app.books.open(str(made.path))
    for what, before, after, change in made.paper.top.rows[:5]:
        print(f"{what}：{before} → {after}（{change}）" if change else what)
    print(f"\n试算打开了：{made.path.name}。工作簿里什么也没有写。")
