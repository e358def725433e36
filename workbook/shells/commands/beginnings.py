"""The commands by which an office's data come into a workbook: new, import."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from workbook.shells.outside import clocks
from workbook.words.faults import Fault

if TYPE_CHECKING:
    from workbook.shells.macros.sources import Flavour


def new(said: Namespace) -> int:
    """A new workbook."""
    from workbook.shells.commands import upkeep
    from workbook.shells.runs.founding import SHOWN, found, practice

    buttons: Flavour | None = "libreoffice" if said.libreoffice else "excel" if said.macro else None
    book = said.book.with_suffix(".xlsm") if buttons else said.book
    if book.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise Fault(f"“{book.name}”不是 Excel 工作簿的名字。", f"写成 {book.stem}.xlsx。没有改动任何文件。")
    if book.suffix.lower() == ".xlsm" and not buttons:
        raise Fault(f"“{book.name}”要带按钮才行。", f"加上 --macro，或写成 {book.stem}.xlsx。没有改动任何文件。")
    if book.exists():
        raise Fault(f"“{book.name}”已经有了。", "换个名字，或先把它移走。没有改动任何文件。")
    wanted = [part.strip() for part in said.rulebook.replace("、", ",").split(",") if part.strip()]
    if not wanted and said.demo:
        practice(book, upkeep.sample(), buttons)
        print(f'建好了：{book}。里面是样例，试试 huifang today "{book}"。')
        return 0
    if not wanted:
        raise Fault("没有说用哪一本规则书。", "加上 --rulebook 规则书；全部见 huifang rulebooks。先练习：只写 --demo。")
    found(book, wanted, said.office, clocks.now(said.date), demo=said.demo, buttons=buttons)
    if said.demo:
        print(f'建好了：{book}。里面是 {SHOWN} 前后的示范，试试 huifang today "{book}" --date {SHOWN}。')
    else:
        print(f'建好了：{book}。先在【员工】和【客户】里填人，再运行 huifang today "{book}"。')
    return 0


def bring(said: Namespace) -> int:
    """导入: a foreign list, shown first; taken in with --yes, or when the person at the screen says so."""
    from workbook.shells.runs.bringing import bring as brought

    def sure(told: str) -> bool:
        if said.yes or not sys.stdin.isatty():
            return bool(said.yes)
        return input(f"{told}收进去吗？写 是 或 否：").strip() in {"是", "y", "yes"}

    done = brought(said.source, said.book, clocks.now(said.date), sure=sure, say=print)
    if not done.taken:
        print("还没有收。看【导入预览】和【导入对应】，不对的在黄格里改；对了就再运行一次，后面加 --yes。")
        return 0
    print(f"收好了：【客户】多了 {len(done.made.customers)} 户。再运行 huifang today 看今天的清单。")
    if done.refused is not None:
        print(f"没有收的 {len(done.made.refused)} 行在“{done.refused.name}”里，批注写着原因；改好再导入那一个。")
    return 1 if done.refused is not None else 0
