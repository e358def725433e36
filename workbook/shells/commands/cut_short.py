"""What is said of a run that was cut short: whether it had written, and that it is finished now."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from workbook.shells.commands.help import HELP
from workbook.shells.files import books
from workbook.shells.outside import clocks
from workbook.shells.safety.begun import Begun, begun, done
from workbook.words.tongue import worded

LEAVES_AS_IT_IS = frozenset({
    "forms", "try", "sample", "new", "rulebooks", "case", "demo", "build", "install", "uninstall", "schedule",
    "unschedule", "doctor",
})  # fmt: skip
"""Commands that never write into a workbook that is there."""
TITLES = {name: words.partition("：")[0] for name, words in HELP.items() if name not in LEAVES_AS_IT_IS}
"""All others: those may be cut short between one writing and the next."""
WITHIN = {"daily": {"check", "today", "record", "tally", "mail"}, "record": {"check", "today"}, "today": {"check"}}
"""What is done again when another command is done."""
ONCE = {"undo", "rule"}
"""Commands that do more when they are given twice."""
FAILED = 3


def _title(command: str) -> str:
    """What a command is called, as its help says it."""
    return re.split("[：:]", worded(HELP.get(command, command)))[0]


def watched(said: Namespace, work: Callable[[Namespace], int]) -> int:
    """The command's exit code; a command that was cut short before it is spoken of."""
    path = _written(said) if said.command in TITLES else None
    if path is None or not path.is_file():
        return work(said)
    words = " ".join(f"{name}={value}" for name, value in sorted(vars(said).items()) if name not in {"book", "lang"})
    with begun(path.resolve(), said.command, words, f"{clocks.now():%Y-%m-%d %H:%M}") as cut:
        last = cut[-1] if cut else None
        if last is None:
            return work(said)
        did = done(path, last)
        print(_told(last, is_written=bool(did)))
        if said.command in ONCE and (last.command, last.words) == (said.command, words) and did and did[-1][1]:
            names = "”“".join(line.run for line, _ in did)
            what = worded("已经撤销了“{names}”", names=names) if said.command == "undo" else worded("要改的已经写好了")
            print(worded("那一次{what}，这次没有再做；还要再做一次，就再运行一次。", what=what))
            return 0
        code = work(said)
        name = _title(last.command)
        if last.command == said.command or last.command in WITHIN.get(said.command, ()):
            print(
                worded("断掉的“{name}”，这次做完了。", name=name)
                if code != FAILED
                else worded("断掉的“{name}”，还没有全做完：见上面。", name=name)
            )
        else:
            print(worded("断掉的“{name}”要做完，就再运行一次“{name}”。", name=name))
        return code


def _written(said: Namespace) -> Path | None:
    """The workbook that a command is about to write into, if it does."""
    if said.command == "consolidate":
        from workbook.shells.branches.finding import BOOK

        return Path(said.to or said.folder / BOOK)
    if said.command == "lint":
        return Path(said.target) if said.fix else None
    if said.command == "why" and not said.rows:
        return None
    if said.command == "close" and said.month.endswith((".xlsx", ".xlsm")):  # the workbook may come first
        return Path(said.month)
    book = said.book
    return book if isinstance(book, Path) else books.at(book).path


def _told(cut: Begun, *, is_written: bool) -> str:
    how = worded("写进去的都是完整的，没有写到一半的") if is_written else worded("工作簿还是它以前的样子，没有动过")
    return worded(
        "上次的“{titles}”（{at}）没有做完就断了；{how}。",
        titles=_title(cut.command),
        at=cut.at,
        how=how,
    )
