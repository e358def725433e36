"""The commands about several clerks: share, collect."""

from __future__ import annotations

from argparse import Namespace

from workbook.shells.files import books
from workbook.shells.outside import clocks


def share(said: Namespace) -> int:
    """分发: a book for each clerk; with --mail it is sent to them."""
    from workbook.shells.runs import sharing

    day, given = sharing.share(
        said.book, clocks.now(said.date), folder=said.to, only=said.only, forms=said.forms, say=print
    )
    if not given:
        print("今天的清单上没有可以分发的。")
        return 0
    print(f"分发了 {len(given)} 本，都在“{given[0].path.parent}”。填好以后运行 huifang collect，或按“收回”。")
    if not said.mail:
        return 0
    return sharing.post(said.book, day, given, dry_run=said.dry_run, folder=said.outbox, say=print)


def collect(said: Namespace) -> int:
    """收回: what the clerks typed, into the workbook."""
    from workbook.shells.runs import sharing
    from workbook.shells.runs.collecting import collect as taken
    from workbook.shells.runs.returning import copies

    path = books.at(said.book).path
    found, refused = copies(path, said.files, sharing.folder_of(path), print)
    if not found and not refused:
        print(f"没有找到分发出去的本子。它们平时在“{sharing.folder_of(path)}”；在别处就写上文件夹或文件。")
    done = taken(said.book, clocks.now(said.date), found, say=print)
    print(f"收进 {done.cells} 格，添了 {done.rows} 行。" if done.cells or done.rows else "没有新的要收。")
    if done.waiting:
        print(f"有 {done.waiting} 格两边写得不一样，见【交回冲突】：在黄格里选取哪个，再收回一次。")
    return 1 if refused else 0
