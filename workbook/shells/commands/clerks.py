"""The commands about several clerks: share, collect."""

from __future__ import annotations

from argparse import Namespace

from workbook.shells.files import books
from workbook.shells.outside import clocks
from workbook.words.tongue import worded


def share(said: Namespace) -> int:
    """分发: a book for each clerk; with --mail it is sent to them."""
    from workbook.shells.runs import sharing

    day, given = sharing.share(
        said.book, clocks.now(said.date), folder=said.to, only=said.only, forms=said.forms, say=print
    )
    if not given:
        print(worded("今天的清单上没有可以分发的。"))
        return 0
    again = f'huifang collect "{books.at(said.book).path}"'
    print(
        worded(
            "分发了 {count} 本，都在“{parent}”。填好以后按“收回”，或运行 {again}。",
            count=len(given),
            parent=given[0].path.parent,
            again=again,
        )
    )
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
        print(
            worded(
                "没有找到分发出去的本子。它们平时在“{folder_of}”；在别处就写上文件夹或文件。",
                folder_of=sharing.folder_of(path),
            )
        )
    done = taken(said.book, clocks.now(said.date), found, say=print)
    if done.cells or done.rows:
        print(worded("收进 {cells} 格，添了 {rows} 行。", cells=done.cells, rows=done.rows))
    elif not (done.waiting or done.astray):
        print(worded("没有新的要收。"))
    if done.waiting:
        print(
            worded(
                "有 {waiting} 格两边写得不一样，见【交回冲突】：在黄格里选取哪个，再收回一次。", waiting=done.waiting
            )
        )
    return int(bool(refused or done.astray))
