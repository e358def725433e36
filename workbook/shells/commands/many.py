"""The commands over many workbooks at once: consolidate."""

from __future__ import annotations

import os
from argparse import Namespace

from workbook.shells.outside import clocks


def consolidate(said: Namespace) -> int:
    """汇总: a folder of branches into the head office's book, then its letters."""
    from workbook.shells.branches import consolidate as runs
    from workbook.shells.runs.run import say

    book = said.to or said.folder / runs.BOOK
    done = runs.consolidate(
        said.folder, book, clocks.now(said.date), scheduler=said.scheduler, dry_run=said.dry_run, outbox=said.outbox,
        env=os.environ, say=say,
    )  # fmt: skip
    whole = done.whole
    for note in sorted(whole.notes, key=lambda one: ("停疑注".index(one.level), one.branch)):
        if not note.counted:
            print(f"【{note.level}】{note.branch}（{note.file}）：{note.what}\n    怎么改：{note.cure}")
    doubts = sum(note.counted for note in whole.notes)
    print(f"做好了“{book}”：{whole.told}" + (f"，另有 {doubts} 处要看一眼，见【要看的分店】。" if doubts else "。"))
    print(f"读了 {done.worked} 家。")
    return done.letters or int(any(not note.counted for note in whole.notes))
