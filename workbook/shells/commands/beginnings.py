"""The commands by which an office's data come into a workbook: new, import."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from workbook.shells.outside import clocks
from workbook.words.faults import Fault
from workbook.words.tongue import named, worded

if TYPE_CHECKING:
    from workbook.shells.macros.sources import Flavour
    from workbook.shells.runs.bringing import Import


def new(said: Namespace) -> int:
    """A new workbook."""
    from workbook.shells.commands import upkeep
    from workbook.shells.runs.founding import SHOWN, found, practice

    buttons: Flavour | None = "libreoffice" if said.libreoffice else "excel" if said.macro else None
    book = said.book.with_suffix(".xlsm") if buttons else said.book
    if book.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise Fault(
            worded("“{name}”不是 Excel 工作簿的名字。", name=book.name),
            worded("写成 {stem}.xlsx。没有改动任何文件。", stem=book.stem),
        )
    if book.suffix.lower() == ".xlsm" and not buttons:
        raise Fault(
            worded("“{name}”要带按钮才行。", name=book.name),
            worded("加上 --macro，或写成 {stem}.xlsx。没有改动任何文件。", stem=book.stem),
        )
    if book.exists():
        raise Fault(worded("“{name}”已经有了。", name=book.name), worded("换个名字，或先把它移走。没有改动任何文件。"))
    wanted = [part.strip() for part in said.rulebook.replace("、", ",").split(",") if part.strip()]
    if not wanted and said.demo:
        practice(book, upkeep.sample(), buttons)
        print(worded('建好了：{book}。里面是样例，试试 huifang today "{book}"。', book=book))
        return 0
    if not wanted:
        raise Fault(
            worded("没有说用哪一本规则书。"),
            worded(
                "加上 --rulebook 规则书；全部见 huifang rulebooks，没有像的写 --rulebook 基础，自己写。先练习：只写 --demo。"
            ),
        )
    found(book, wanted, said.office, clocks.now(said.date), demo=said.demo, buttons=buttons)
    if said.demo:
        print(
            worded(
                '建好了：{book}。里面是 {shown} 前后的示范，试试 huifang today "{book}" --date {shown}。',
                book=book,
                shown=SHOWN,
            )
        )
    else:
        print(worded('建好了：{book}。先在【员工】和【客户】里填人，再运行 huifang today "{book}"。', book=book))
    return 0


def bring(said: Namespace) -> int:
    """导入: a foreign list, shown first; taken in with --yes, or when the person at the screen says so."""
    from workbook.shells.runs.bringing import bring as brought
    from workbook.shells.runs.bringing import bring_by_sheet

    def sure(told: str) -> bool:
        if said.yes or not sys.stdin.isatty():
            return bool(said.yes)
        return input(worded("{told}收进去吗？写 是 或 否：", told=told)).strip() in {"是", "y", "yes"}

    if said.source is None:
        done = bring_by_sheet(said.book, clocks.now(said.date), _nothing_waits, print, sure=sure)
    else:
        done = brought(said.source, said.book, clocks.now(said.date), sure=sure, say=print)
    return told(done, worded("对了就在它第一行的黄格选“是”再按“收名单”，或再运行一次，后面加 --yes"))


def _nothing_waits() -> None:
    raise Fault(
        worded("没有说收哪一份名单。"), worded("写成 huifang import 名单.xlsx --into 回访.xlsx。没有改动任何文件。")
    )


def told(done: Import | None, how: str) -> int:
    """Says what became of a list; the exit code."""
    if done is None:
        print(worded("没有选名单，什么也没有做。"))
        return 0
    made = done.made
    if done.taken:
        begun = (
            worded("，【{sheet}】多了 {count} 行", sheet=named(name), count=count)
            for name, count in made.begun_rows.items()
        )
        print(
            worded(
                "收好了：【客户】多了 {count} 户{more}。再做“今日清单”（huifang today）看今天找谁。",
                count=len(made.customers),
                more="".join(begun),
            )
        )
    elif done.refused is None and (made.is_new or made.refused):
        print(worded("还没有收。看【导入预览】，不认得的在黄格里定；{how}。", how=how))
    else:
        print(worded("里面没有新的，没有要收的。"))
    if done.refused is not None:
        print(
            worded(
                "没有收的 {count} 行在“{name}”里，批注写着原因；改好再导入那一个。",
                count=len(made.refused),
                name=done.refused.name,
            )
        )
    return 1 if done.refused is not None else 0
