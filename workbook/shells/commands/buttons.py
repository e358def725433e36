"""What each button does: a command over the workbook that is open, its outcome said in one message box.

Macros and the ribbon call these by name and hand nothing over: RunPython
"import workbook.shells.commands.buttons as b; b.today()".
"""

from __future__ import annotations

from workbook.shells.commands import commands
from workbook.shells.commands.arguments import parser
from workbook.shells.live.open_book import OpenBook, press
from workbook.words.tongue import declared, worded


def _run(book: OpenBook, *words: str) -> int:
    """A command as the command line would say it, over the open book."""
    name, *more = words
    said = parser().parse_args([name, "工作簿", *more])
    said.book = book
    return commands.run(said)


def check() -> None:
    """校验: every issue, into 【问题】."""
    press(declared("校验"), lambda book: _run(book, "check"))


def today() -> None:
    """今日清单: who is to be contacted today."""
    press(declared("今日清单"), lambda book: _run(book, "today"), show="今日清单")


def forms() -> None:
    """记录表: a form for each task of today's list."""
    press(declared("记录表"), lambda book: _run(book, "forms"))


def form_here() -> None:
    """记录表 of the selected row alone, opened to be printed."""
    from workbook.shells.commands import selected_row

    press(declared("这一行的记录表"), selected_row.form)


def record() -> None:
    """登记: typed results into 回访记录."""
    press(declared("登记"), lambda book: _run(book, "record"))


def tally() -> None:
    """考核: sanctions and metrics."""
    press(declared("考核"), lambda book: _run(book, "tally"))


def close() -> None:
    """关账: last month's account is signed, after a question."""
    question = worded("现在给上个月关账吗？\n关了以后，上个月的【处罚台账】不再添行，以后再来的事记在下个月。")
    press(declared("关账"), _close, question=question)


def _close(book: OpenBook) -> int:
    said = parser().parse_args(["close", "上月", "工作簿"])
    said.book = book
    return commands.run(said)


def mail() -> None:
    """日报: the day's letters leave, after a question."""
    question = worded("现在把今天的日报发出去吗？\n想先看看，点“取消”，再点“日报预演”。")
    press(declared("日报"), lambda book: _run(book, "mail"), question=question)


def mail_preview() -> None:
    """日报 as files: nothing leaves."""
    press(declared("日报预演"), lambda book: _run(book, "mail", "--dry-run"))


def daily() -> None:
    """一天的全套: 登记, 今日清单, 考核, 日报; after a question, for letters leave."""
    question = worded("登记、今日清单、考核一起做，并把今天的日报发出去，好吗？\n不想发信，就分开点各个按钮。")
    press(declared("一天的全套"), lambda book: _run(book, "daily"), question=question, show="今日清单")


def why_here() -> None:
    """为什么: why the customer of the selected row is or isn't on today's list."""
    from workbook.shells.commands import selected_row

    press(declared("为什么"), selected_row.why)


def handover_here() -> None:
    """交接: what the selected person would hand over, on a sheet; what is agreed to there, when pressed again."""
    from workbook.shells.commands import selected_row

    press(declared("交接"), selected_row.handover, show="交接预览")


def try_rules() -> None:
    """试算: the rules as they stand edited in the open book, against those of the last run; the paper opens."""
    from workbook.shells.commands import looking_ahead

    press(declared("试算"), looking_ahead.try_here)


def change_here() -> None:
    """从某天起改: a row that takes the selected rule's place from a day on, laid ready."""
    from workbook.shells.commands import selected_rule

    press(declared("从某天起改"), selected_rule.change)


def copy_here() -> None:
    """照抄一条: the selected rule once more, under a number of its own."""
    from workbook.shells.commands import selected_rule

    press(declared("照抄一条"), selected_rule.copy)


def stop_here() -> None:
    """停用／恢复: the selected rule stopped, or taken up again; after a question."""
    from workbook.shells.commands import selected_rule

    question = worded("停用选中的这一条规则吗？已经停用的，就恢复。\n只停几天，不用这个按钮：写在那一行的“停用期”里。")
    press(declared("停用／恢复"), selected_rule.stop, question=question)


def mend_rules() -> None:
    """改错格: cells of the rules that look misspelt, each asked before it is written."""
    from workbook.shells.commands import selected_rule

    press(declared("改错格"), selected_rule.mend)


def share() -> None:
    """分发: a book for each clerk, beside the workbook."""
    press(declared("分发"), lambda book: _run(book, "share"), show="今日清单")


def collect() -> None:
    """收回: what clerks typed into their books, into the open one."""
    press(declared("收回"), lambda book: _run(book, "collect"), show="今日清单")


def bring() -> None:
    """收名单: a list of somebody's own, shown first; taken in when the preview says so and it is pressed again."""
    from workbook.shells.commands import chosen_list

    press(declared("收名单"), chosen_list.bring, show="导入预览")


def undo() -> None:
    """撤销: what the last run changed goes back."""
    press(declared("撤销"), lambda book: _run(book, "undo"))
