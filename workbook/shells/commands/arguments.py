"""The commands and what stands behind each: their words, in Chinese, and what is said of a wrong one."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from workbook.shells.commands.help import EPILOG, HELP

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
    for name, words in HELP.items():
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
        _beginning_arguments(one, name)
        _dispute_arguments(one, name)
        _clerk_arguments(one, name)
        _upkeep_arguments(one, name)
    return main_parser


def _in_chinese(one: argparse.ArgumentParser) -> None:
    """The words that argparse itself puts on a page of help."""
    for group, title in zip(one._action_groups, ("要写的", "可以加的"), strict=False):  # noqa: SLF001 - there is no public way
        group.title = title
    one.add_argument("-h", "--help", action="help", help="看这一页")


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
WHO = "客户编号、名称、电话，任务编号，员工，处罚台账或指标结果的一行，或一格（指标结果!E7）"
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
        one.add_argument("month", metavar="月", help="要关的月，例如 2026-03；写“上月”就是上个月")
        one.add_argument("--by", metavar="姓名", default="", help="谁签的字")
    if name == "rule":
        one.add_argument(
            "does", metavar="做什么", choices=RULE, help="change、copy、stop、resume；也可以写 改、抄、停、恢复"
        )
    if name in BOOK:
        one.add_argument("book", metavar="工作簿", type=Path, help="要用的 .xlsx 或 .xlsm")
    if name in DATED:
        one.add_argument(
            "--date",
            metavar="日期",
            default="",
            help='当作这一天来算，例如 2026-03-09 或 "2026-03-09 14:00"；不写就是现在',
        )
    if name in {"mail", "daily", "share", "consolidate"}:
        one.add_argument("--dry-run", action="store_true", help="不发信，只把要发的信写成文件")
        one.add_argument("--outbox", metavar="文件夹", type=Path, help="预演的信写到哪里（默认：工作簿旁的 发件预演）")
    if name == "mail":
        one.add_argument("--sent", metavar="信号", help="上次发到一半的信：确实发出去了，记作已发")
        one.add_argument("--again", metavar="信号", help="上次发到一半的信：没有发出去，再发一次")
    if name == "forms":
        one.add_argument("--each", action="store_true", help="每位责任人一本")
        one.add_argument("--only", metavar="编号", default="", help="只印这一件：任务编号或客户编号")
    if name in {"forms", "demo", "share"}:
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
    if name == "rulebooks":
        one.add_argument("rulebook", metavar="规则书", nargs="?", help="只讲这一本：要做什么、什么时候、代价多少")
    if name == "lint":
        one.add_argument("target", metavar="工作簿或规则书", help="检查这本工作簿里的规则，或这本规则书")
        one.add_argument(
            "--fix", action="store_true", help="照改法改好规则表里的格：先列出改前改后，问过才写；撤销一次全退"
        )
        one.add_argument("--yes", action="store_true", help="和 --fix 一起：有把握的不问就写；要您定的仍然不动")
    if name == "rule":
        one.add_argument("who", metavar="哪条", help="编号或名称；几张表里都有的写 时限!W5a，或一行：时限!第8行")
        one.add_argument(
            "cells", metavar="列=值", nargs="*", default=[], help='要改的格，例如 时长=5天 "若=且 客户.客户类别: VIP"'
        )
        one.add_argument("--from", dest="first", metavar="日子", default="", help="从这一天起（含），例如 2026-04-01")
        one.add_argument("--to", dest="last", metavar="日子", default="", help="到这一天为止（含）")
        one.add_argument("--as", dest="number", metavar="编号", default="", help="copy：抄来的这一条叫什么")
    if name == "case":
        one.add_argument("files", metavar="情景文件", type=Path, nargs="+", help="tests/cases/*.yaml 那样的文件")
        one.add_argument(
            "--again", action="store_true", help="每个情景再跑一次：给回第一次写下的表，结果要一样，台账不多一行"
        )


def _beginning_arguments(one: argparse.ArgumentParser, name: str) -> None:
    """What stands behind the commands by which data come into a workbook, or many workbooks into one."""
    if name == "consolidate":
        one.add_argument("folder", metavar="文件夹", type=Path, help="放着各分店工作簿的文件夹，里面还可以分文件夹")
        one.add_argument(
            "--to", metavar="工作簿", type=Path, help="总部的那一本写到哪里（默认：文件夹里的 总部汇总.xlsx）"
        )
        words = "用一个开着的 Dask 集群来算，写它的地址，例如 tcp://10.0.0.5:8786；不写就在这台电脑上算"
        one.add_argument("--scheduler", metavar="地址", default="", help=words)
    if name == "import":
        one.add_argument("source", metavar="名单", type=Path, help="要收的 .xlsx、.xls、.ods 或 .csv")
        one.add_argument("--into", metavar="工作簿", type=Path, required=True, dest="book", help="收进哪一本")
        one.add_argument("--yes", action="store_true", help="看过【导入预览】了，照它收进去")
    if name == "new":
        one.add_argument(
            "--rulebook",
            metavar="规则书",
            default="",
            help="规则书编号，几本之间用逗号隔开；全部见 huifang rulebooks；只写 --demo 就是样例",
        )
        one.add_argument("--office", metavar="单位名", default="客户服务部", help="印在首页和记录表上")
        one.add_argument("--demo", action="store_true", help="带上示范数据")
        one.add_argument("--macro", action="store_true", help="带按钮的（.xlsm）")
        one.add_argument("book", metavar="新工作簿", type=Path, help="要建的 .xlsx；带按钮的是 .xlsm")


def _dispute_arguments(one: argparse.ArgumentParser, name: str) -> None:
    """What one asks when a result is disputed, or takes back."""
    if name == "why":
        one.add_argument("who", metavar="问谁", help=WHO)
        one.add_argument("--all", action="store_true", help="全部说出来，不止一屏")
        rows = "问的是指标：分子、分母的每一行列进【指标明细】；问别的：回答写进【为什么】，说到的格能点过去"
        one.add_argument("--rows", action="store_true", help=rows)
    if name == "handover":
        one.add_argument("who", metavar="谁", help="交出的人：员工编号或姓名")
        one.add_argument("--to", metavar="接收人", nargs="*", default=[], help="交给谁；不写就在同岗位在岗的人里分")
        since = "从哪天起才是接收人的，例如 2026-04-01；到那天运行时自己换，【交接安排】里记一行（只写一个 --to）"
        one.add_argument("--since", metavar="日期", default="", help=since)
        one.add_argument("--apply", action="store_true", help="真的交接：改【客户】【事件】，写【历史】，出交接单")
        sheet = "预览写进【交接预览】；里面“照办”选了“是”的，再运行一次就交接（“交接”按钮就是这样做的）"
        one.add_argument("--sheet", action="store_true", help=sheet)
    if name == "undo":
        one.add_argument(
            "--run", metavar="运行", default="", help="只撤中间的这一次，例如 2026-03-10-交接；后来改过的不动"
        )
        one.add_argument("--rest", action="store_true", help="和 --run 一起：后来改过的格照旧，只退没动过的")
        one.add_argument("--times", metavar="几次", type=int, default=1, help="一连撤销几次运行，从最近的一次退起")
    if name == "sample":
        one.add_argument("--verify", action="store_true", help="重抽每一行，说一样还是哪里不一样")


def _clerk_arguments(one: argparse.ArgumentParser, name: str) -> None:
    """What stands behind the commands about several clerks."""
    if name == "share":
        one.add_argument("--only", metavar="员工", default="", help="只给这一位：员工编号或姓名")
        one.add_argument("--forms", action="store_true", help="各人的记录表也放进去")
        one.add_argument("--mail", action="store_true", help="发到各人的邮箱（附件），发过的不再发")
    if name == "collect":
        words = "收哪些：文件夹或文件，叫什么名字都行；不写就收工作簿旁边分发的文件夹"
        one.add_argument("files", metavar="文件", type=Path, nargs="*", default=[], help=words)


def _upkeep_arguments(one: argparse.ArgumentParser, name: str) -> None:
    """What stands behind the commands about a computer."""
    if name == "try":
        one.add_argument("--month", metavar="月份", default="", help="试算这个月，例如 2026-03；不写就是上个月")
        one.add_argument("--from", dest="first", metavar="日子", default="", help="从这一天起，例如 2026-03-01")
        one.add_argument("--to", dest="last", metavar="日子", default="", help="到这一天止；不写就是今天")
        one.add_argument(
            "--against",
            metavar="以前",
            default="",
            help="和哪种规则比：一本旧工作簿，或 2026-03-10 这样的日子（那天用的规则）；不写就是上次运行时的规则",
        )
        one.add_argument("--folder", metavar="文件夹", type=Path, help="试算写到哪里（默认：工作簿旁）")
    if name == "build":
        words = "给这一本配上按钮，另存成 .xlsm；不写就用样例做出全部三个文件"
        one.add_argument("book", metavar="工作簿", type=Path, nargs="?", help=words)
        one.add_argument("--to", metavar="文件夹", type=Path, help="写到哪里（默认：工作簿旁；不写工作簿时是 dist）")
    if name in {"schedule", "unschedule"}:
        one.add_argument("book", metavar="工作簿", type=Path, help="每天要做的那一本")
    if name == "schedule":
        one.add_argument("--at", metavar="钟点", default="08:30", help="北京时间几点，例如 08:30")
    if name in {"schedule", "daily"}:
        one.add_argument("--tell", metavar="邮箱", default="", help="没有跑成时告诉谁（默认：发信的邮箱自己）")
    if name == "archive":
        which = one.add_mutually_exclusive_group(required=True)
        which.add_argument("--before", metavar="日期", default="", help="这天以前的行归档，例如 2025-01-01")
        which.add_argument("--back", action="store_true", help="归档的行全部退回工作簿")
        one.add_argument("--dry-run", action="store_true", help="只说哪些行会走、哪些留下和为什么，什么都不动")
    if name == "daily":
        words = "没人看着时用（schedule 自己加上）：到了这个钟点才做，一天只做一次，写记录，没有跑成就发信"
        one.add_argument("--unattended", metavar="钟点", default="", help=words)
    if name in {"new", "build"}:
        one.add_argument("--libreoffice", action="store_true", help="按钮给 LibreOffice 用，不给 Excel 用")
    if name == "doctor":
        one.add_argument("book", metavar="工作簿", type=Path, nargs="?", help="连这本一起查：文件、规则、编号、邮箱")
