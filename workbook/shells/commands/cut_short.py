"""What is said of a run that was cut short: whether it had written, and that it is finished now."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from workbook.shells.files import books
from workbook.shells.outside import clocks
from workbook.shells.safety.begun import Begun, begun, done

TITLES = {
    "check": "校验", "today": "今日清单", "record": "登记", "tally": "考核", "close": "关账", "mail": "日报",
    "daily": "一天的全套", "handover": "交接", "undo": "撤销", "import": "导入", "rule": "改规则",
}  # fmt: skip
"""Commands that write into a workbook or send letters."""
WITHIN = {"daily": {"check", "today", "record", "tally", "mail"}, "record": {"check", "today"}, "today": {"check"}}
"""What is done again when another command is done."""
ONCE = {"undo", "rule"}
"""Commands that do more when they are given twice."""
FAILED = 3


def watched(said: Namespace, work: Callable[[Namespace], int]) -> int:
    """The command's exit code; a command that was cut short before it is spoken of."""
    book = getattr(said, "book", None)
    if said.command not in TITLES or book is None:
        return work(said)
    path = book if isinstance(book, Path) else books.at(book).path
    if said.command == "close" and said.month.endswith((".xlsx", ".xlsm")):  # the workbook may come first
        path = Path(said.month)
    if not path.is_file():
        return work(said)
    words = " ".join(f"{name}={value}" for name, value in sorted(vars(said).items()) if name != "book")
    with begun(path.resolve(), said.command, words, f"{clocks.now():%Y-%m-%d %H:%M}") as cut:
        last = cut[-1] if cut else None
        if last is None:
            return work(said)
        did = done(path, last)
        print(_told(last, is_written=bool(did)))
        if said.command in ONCE and (last.command, last.words) == (said.command, words) and did and did[-1][1]:
            names = "”“".join(line.run for line, _ in did)
            what = f"已经撤销了“{names}”" if said.command == "undo" else "要改的已经写好了"
            print(f"那一次{what}，这次没有再做；还要再做一次，就再运行一次。")
            return 0
        code = work(said)
        name = TITLES[last.command]
        if last.command == said.command or last.command in WITHIN.get(said.command, ()):
            print(f"断掉的“{name}”，这次做完了。" if code != FAILED else f"断掉的“{name}”，还没有全做完：见上面。")
        else:
            print(f"断掉的“{name}”要做完，就再运行一次“{name}”。")
        return code


def _told(cut: Begun, *, is_written: bool) -> str:
    how = "写进去的都是完整的，没有写到一半的" if is_written else "工作簿还是它以前的样子，没有动过"
    return f"上次的“{TITLES.get(cut.command, cut.command)}”（{cut.at}）没有做完就断了；{how}。"
