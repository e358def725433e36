"""The command line: huifang 校验、清单、记录表、登记、考核、日报 over one workbook."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from workbook.shells.commands import commands
from workbook.words.faults import Fault

EPILOG = """退出码：0 顺利 · 1 做完了，但有“停”级的问题要改 · 2 命令写错了 · 3 没有做成
（文件打不开、邮箱登不上……），什么都没改；信没有发全也是 3。
口令（邮箱密码）只从环境变量 HUIFANG_MAIL_PASSWORD 或系统钥匙串读，从不写在表里。"""


class Words(argparse.ArgumentParser):
    """The words of a command, and in Chinese what is wrong with them."""

    def error(self, message: str) -> NoReturn:
        """Says what is wrong, and ends with 2."""
        for pattern, sentence in _WRONG:
            if found := re.search(pattern, message):
                message = sentence.format(*found.groups())
                break
        self.exit(2, f"命令写错了：{message}。全部写法见 {self.prog} --help\n")


_WRONG = (
    (r"required: (.+)", "还缺 {0}"),
    (r"argument 命令: invalid choice: '(.+?)'", "没有“{0}”这个命令"),
    (r"unrecognized arguments: (.+)", "不认识 {0}"),
    (r"argument (.+): expected .*argument", "{0} 后面要写一个值"),
    (r"argument (.+): (?:invalid|ignored|ambiguous).*'(.+?)'", "{0} 不能写“{1}”"),
)
"""What argparse says, and what we say instead."""


def parser() -> argparse.ArgumentParser:
    """Every command with its help."""
    main_parser = Words(
        prog="huifang", description="回访：一本 Excel 工作簿里的客服回访——今日清单、记录表、登记、考核、日报。",
        epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter, add_help=False,
    )  # fmt: skip
    _in_chinese(main_parser)
    groups = main_parser.add_subparsers(dest="command", metavar="命令", required=True, title="命令")
    for name, words in commands.HELP.items():
        one = groups.add_parser(
            name,
            help=words,
            description=words,
            epilog=EPILOG,
            add_help=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        _in_chinese(one)
        _arguments(one, name)
        _upkeep_arguments(one, name)
    return main_parser


def _in_chinese(one: argparse.ArgumentParser) -> None:
    """The words that argparse itself puts on a page of help."""
    for group, title in zip(one._action_groups, ("要写的", "可以加的"), strict=False):  # noqa: SLF001 - there is no public way
        group.title = title
    one.add_argument("-h", "--help", action="help", help="看这一页")


BOOK = {"check", "today", "forms", "record", "tally", "mail", "daily", "why", "undo"}
DATED = {"check", "today", "forms", "record", "tally", "mail", "daily", "why", "new", "demo"}


def _arguments(one: argparse.ArgumentParser, name: str) -> None:
    if name in BOOK:
        one.add_argument("book", metavar="工作簿", type=Path, help="要用的 .xlsx 或 .xlsm")
    if name in DATED:
        one.add_argument(
            "--date",
            metavar="日期",
            default="",
            help='当作这一天来算，例如 2026-03-09 或 "2026-03-09 14:00"；不写就是现在',
        )
    if name in {"mail", "daily"}:
        one.add_argument("--dry-run", action="store_true", help="不发信，只把要发的信写成文件")
        one.add_argument("--outbox", metavar="文件夹", type=Path, help="预演的信写到哪里（默认：工作簿旁的 发件预演）")
    if name == "mail":
        one.add_argument("--sent", metavar="信号", help="上次发到一半的信：确实发出去了，记作已发")
        one.add_argument("--again", metavar="信号", help="上次发到一半的信：没有发出去，再发一次")
    if name == "forms":
        one.add_argument("--each", action="store_true", help="每位责任人一本")
        one.add_argument("--only", metavar="编号", default="", help="只印这一件：任务编号或客户编号")
    if name in {"forms", "demo"}:
        one.add_argument("--to", metavar="文件夹", type=Path, help="写到哪里（默认：工作簿旁）")
    if name == "record":
        one.add_argument(
            "--forms",
            metavar="记录表",
            type=Path,
            nargs="*",
            default=[],
            help="填好的记录表；不写就只登记【今日清单】里填的",
        )
    if name == "why":
        one.add_argument("who", metavar="客户编号", help="客户编号或任务编号")
    if name == "new":
        one.add_argument(
            "--rulebook",
            metavar="规则书",
            required=True,
            help="规则书编号，几本之间用逗号隔开；全部见 huifang rulebooks",
        )
        one.add_argument("--office", metavar="单位名", default="客户服务部", help="印在首页和记录表上")
        one.add_argument("--demo", action="store_true", help="带上示范数据")
        one.add_argument("--macro", action="store_true", help="带按钮的（.xlsm）")
        one.add_argument("book", metavar="新工作簿", type=Path, help="要建的 .xlsx；带按钮的是 .xlsm")
    if name == "rulebooks":
        one.add_argument("rulebook", metavar="规则书", nargs="?", help="只讲这一本：要做什么、什么时候、代价多少")
    if name == "lint":
        one.add_argument("target", metavar="工作簿或规则书", help="检查这本工作簿里的规则，或这本规则书")
    if name == "case":
        one.add_argument("files", metavar="情景文件", type=Path, nargs="+", help="tests/cases/*.yaml 那样的文件")


def _upkeep_arguments(one: argparse.ArgumentParser, name: str) -> None:
    """What stands behind the commands about a computer."""
    if name == "build":
        words = "给这一本配上按钮，另存成 .xlsm；不写就用样例做出全部三个文件"
        one.add_argument("book", metavar="工作簿", type=Path, nargs="?", help=words)
        one.add_argument("--to", metavar="文件夹", type=Path, help="写到哪里（默认：工作簿旁；不写工作簿时是 dist）")
    if name in {"new", "build"}:
        one.add_argument("--libreoffice", action="store_true", help="按钮给 LibreOffice 用，不给 Excel 用")
    if name == "doctor":
        one.add_argument("book", metavar="工作簿", type=Path, nargs="?", help="连这本一起查：文件、规则、编号、邮箱")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; every Fault ends here as one sentence and its cure."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    said = parser().parse_args(arguments)
    try:
        return commands.run(said)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print("停下了。没有写完的文件不会留下半截。", file=sys.stderr)
        return 3


def command() -> NoReturn:
    """A process of its own: gone as soon as its work is done.

    An ending Python frees what it holds piece by piece; after a large workbook that alone takes a third of a second.
    """
    try:
        try:
            code = main()
        except SystemExit as left:  # argparse: help, or a word it doesn't know
            code = left.code if isinstance(left.code, int) else 2
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:  # whoever read what we say has gone
        code = 3
    os._exit(code)


if __name__ == "__main__":
    command()
