"""The commands and what stands behind each: their words, in Chinese, and what is said of a wrong one."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from workbook.shells.commands.help import EPILOG, HELP
from workbook.shells.commands.own_arguments import (
    beginning_arguments,
    clerk_arguments,
    dispute_arguments,
    upkeep_arguments,
)
from workbook.shells.outside import tongues
from workbook.words.tongue import declared, worded

MOVED = ("--from", "--to", "--as", "--date")


class Words(argparse.ArgumentParser):
    """The words of a command, and in Chinese what is wrong with them."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Of `rule` the options may stand between the cells: they go last."""
        words = list(args if args is not None else sys.argv[1:])
        if self.prog.endswith(" rule"):
            at = [n for n, word in enumerate(words) if word.partition("=")[0] in MOVED or (n and words[n - 1] in MOVED)]
            words = [*(word for n, word in enumerate(words) if n not in at), *(words[n] for n in at)]
        return super().parse_known_args(words, namespace)

    def error(self, message: str) -> NoReturn:
        """Says what is wrong, and ends with 2."""
        for pattern, sentence in _WRONG:
            if found := re.search(pattern.replace("COMMAND", worded("命令")), message):
                message = worded(sentence).format(*found.groups())
                break
        self.exit(2, worded("命令写错了：{message}。全部写法见 {prog} --help\n", message=message, prog=self.prog))


_WRONG = (
    (r"required: (.+)", declared("还缺 {0}")),
    (r"argument COMMAND: invalid choice: '(.+?)'", declared("没有“{0}”这个命令")),
    (r"unrecognized arguments: (.+)", declared("不认识 {0}")),
    (r"argument (.+): expected .*argument", declared("{0} 后面要写一个值")),
    (r"argument (.+): (?:invalid|ignored|ambiguous).*?'(.+?)'", declared("{0} 不能写“{1}”")),
)
"""What argparse says, and what we say instead."""


def parser() -> argparse.ArgumentParser:
    """Every command with its help."""
    main_parser = Words(
        prog="huifang", description=worded("回访：一本 Excel 工作簿里的客服回访——今日清单、记录表、登记、考核、日报。"),
        epilog=worded(EPILOG), formatter_class=argparse.RawDescriptionHelpFormatter, add_help=False,
    )  # fmt: skip
    _common(main_parser)
    groups = main_parser.add_subparsers(dest="command", metavar=worded("命令"), required=True, title=worded("命令"))
    for name, words in HELP.items():
        one = groups.add_parser(
            name,
            help=worded(words),
            description=worded(words),
            epilog=worded(EPILOG),
            add_help=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        _common(one)
        _arguments(one, name)
        beginning_arguments(one, name)
        dispute_arguments(one, name)
        clerk_arguments(one, name)
        upkeep_arguments(one, name)
    return main_parser


def _common(one: argparse.ArgumentParser) -> None:
    """The words that argparse itself puts on a page of help."""
    for group, title in zip(one._action_groups, (worded("要写的"), worded("可以加的")), strict=False):  # noqa: SLF001 - there is no public way
        group.title = title
    one.add_argument("-h", "--help", action="help", help=worded("看这一页"))
    there = tongues.languages()
    words = worded(
        "说哪种话：{languages}；不写就照环境变量 {variable}",
        languages=worded("、").join(there),
        variable=tongues.VARIABLE,
    )
    one.add_argument("--lang", metavar=worded("语言"), choices=there, default=argparse.SUPPRESS, help=words)


RULE = {
    "change": "change",
    "copy": "copy",
    "stop": "stop",
    "resume": "resume",
    "改": "change",
    "抄": "copy",
    "停": "stop",
    "恢复": "resume",
    "toggle": "toggle",
}
"""What `rule` does, in both languages."""
OF_A_DAY = {
    "check",
    "today",
    "forms",
    "record",
    "tally",
    "close",
    "mail",
    "daily",
    "try",
    "calendar",
    "why",
    "handover",
    "rule",
    "share",
    "collect",
}
BOOK = OF_A_DAY | {"sample", "undo", "archive"}
DATED = OF_A_DAY | {"import", "new", "demo", "consolidate", "archive"}


def _arguments(one: argparse.ArgumentParser, name: str) -> None:
    if name == "close":
        one.add_argument("month", metavar=worded("月"), help=worded("要关的月，例如 2026-03；写“上月”就是上个月"))
        one.add_argument("--by", metavar=worded("姓名"), default="", help=worded("谁签的字"))
    if name == "rule":
        one.add_argument(
            "does",
            metavar=worded("做什么"),
            choices=RULE,
            help=worded("change、copy、stop、resume；也可以写 改、抄、停、恢复"),
        )
    if name in BOOK:
        one.add_argument("book", metavar=worded("工作簿"), type=Path, help=worded("要用的 .xlsx 或 .xlsm"))
    if name in DATED:
        one.add_argument(
            "--date",
            metavar=worded("日期"),
            default="",
            help=worded('当作这一天来算，例如 2026-03-09 或 "2026-03-09 14:00"；不写就是现在'),
        )
    if name in {"mail", "daily", "share", "consolidate"}:
        one.add_argument("--dry-run", action="store_true", help=worded("不发信，只把要发的信写成文件"))
        one.add_argument(
            "--outbox",
            metavar=worded("文件夹"),
            type=Path,
            help=worded("预演的信写到哪里（默认：工作簿旁的 发件预演）"),
        )
    if name == "mail":
        one.add_argument("--sent", metavar=worded("信号"), help=worded("上次发到一半的信：确实发出去了，记作已发"))
        one.add_argument("--again", metavar=worded("信号"), help=worded("上次发到一半的信：没有发出去，再发一次"))
    if name == "forms":
        one.add_argument("--each", action="store_true", help=worded("每位责任人一本"))
        one.add_argument("--only", metavar=worded("编号"), default="", help=worded("只印这一件：任务编号或客户编号"))
    if name in {"forms", "demo", "share"}:
        one.add_argument("--to", metavar=worded("文件夹"), type=Path, help=worded("写到哪里（默认：工作簿旁）"))
    if name == "record":
        one.add_argument(
            "--forms",
            metavar=worded("记录表"),
            type=Path,
            nargs="*",
            default=[],
            help=worded("填好的记录表；不写就只登记【今日清单】里填的"),
        )
    if name == "rulebooks":
        one.add_argument(
            "rulebook", metavar=worded("规则书"), nargs="?", help=worded("只讲这一本：要做什么、什么时候、代价多少")
        )
    if name == "lint":
        one.add_argument(
            "target", metavar=worded("工作簿或规则书"), help=worded("检查这本工作簿里的规则，或这本规则书")
        )
        one.add_argument(
            "--fix", action="store_true", help=worded("照改法改好规则表里的格：先列出改前改后，问过才写；撤销一次全退")
        )
        one.add_argument("--yes", action="store_true", help=worded("和 --fix 一起：有把握的不问就写；要您定的仍然不动"))
    if name == "rule":
        one.add_argument(
            "who", metavar=worded("哪条"), help=worded("编号或名称；几张表里都有的写 时限!W5a，或一行：时限!第8行")
        )
        one.add_argument(
            "cells",
            metavar=worded("列=值"),
            nargs="*",
            default=[],
            help=worded('要改的格，例如 时长=5天 "若=且 客户.客户类别: VIP"'),
        )
        one.add_argument(
            "--from", dest="first", metavar=worded("日子"), default="", help=worded("从这一天起（含），例如 2026-04-01")
        )
        one.add_argument("--to", dest="last", metavar=worded("日子"), default="", help=worded("到这一天为止（含）"))
        one.add_argument(
            "--as", dest="number", metavar=worded("编号"), default="", help=worded("copy：抄来的这一条叫什么")
        )
    if name == "case":
        one.add_argument(
            "files", metavar=worded("情景文件"), type=Path, nargs="+", help=worded("tests/cases/*.yaml 那样的文件")
        )
        one.add_argument(
            "--again",
            action="store_true",
            help=worded("每个情景再跑一次：给回第一次写下的表，结果要一样，台账不多一行"),
        )
