"""The commands over many workbooks at once: consolidate."""

from __future__ import annotations

import os
from argparse import Namespace

from workbook.shells.outside import clocks
from workbook.shells.outside.tongues import speak_as_book
from workbook.words.tongue import named, worded


def consolidate(said: Namespace) -> int:
    """汇总: a folder of branches into the head office's book, then its letters."""
    from workbook.shells.branches import consolidate as runs
    from workbook.shells.branches import finding
    from workbook.shells.branches.finding import BOOK
    from workbook.shells.files.kept_in import hinted
    from workbook.shells.runs.run import say
    from workbook.shells.safety.beside import called

    book = said.to or called(said.folder, BOOK)
    first = next((one for one in (book, *finding.files(said.folder, book)) if one.is_file()), book)
    speak_as_book(hinted(first))
    book = said.to or called(said.folder, BOOK)
    done = runs.consolidate(
        said.folder, book, clocks.now(said.date), scheduler=said.scheduler, dry_run=said.dry_run, outbox=said.outbox,
        env=os.environ, say=say,
    )  # fmt: skip
    whole = done.whole
    for note in sorted(whole.notes, key=lambda one: ("停疑注".index(one.level), one.branch)):
        if not note.counted:
            print(
                worded(
                    "【{level}】{branch}（{file}）：{what}\n    怎么改：{cure}",
                    level=named(note.level),
                    branch=note.branch,
                    file=note.file,
                    what=note.what,
                    cure=note.cure,
                )
            )
    doubts = sum(note.counted for note in whole.notes)
    print(
        worded("做好了“{book}”：{told}", book=book, told=whole.told)
        + (worded("，另有 {doubts} 处要看一眼，见【要看的分店】。", doubts=doubts) if doubts else "。")
    )
    print(worded("读了 {worked} 家。", worked=done.worked))
    return done.letters or int(any(not note.counted for note in whole.notes))
