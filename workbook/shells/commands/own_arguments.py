"""What stands behind the commands that few others share their words with."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbook.papers.starter.introduced import UNNAMED
from workbook.words.tongue import declared, worded

WHO = declared("客户编号、名称、电话，任务编号，员工，处罚台账或指标结果的一行，或一格（指标结果!E7）")


class OneQuestion(argparse.Action):
    """Several words are one question: a number with its spaces (138 0000 2002), a name of two words."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - argparse calls it with them
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """Keeps the words, joined by spaces."""
        setattr(namespace, self.dest, " ".join(values or ()))


def beginning_arguments(one: argparse.ArgumentParser, name: str) -> None:
    """What stands behind the commands by which data come into a workbook, or many workbooks into one."""
    if name == "consolidate":
        one.add_argument(
            "folder", metavar=worded("文件夹"), type=Path, help=worded("放着各分店工作簿的文件夹，里面还可以分文件夹")
        )
        one.add_argument(
            "--to",
            metavar=worded("工作簿"),
            type=Path,
            help=worded("总部的那一本写到哪里（默认：文件夹里的 总部汇总.xlsx）"),
        )
        words = worded("用一个开着的 Dask 集群来算，写它的地址，例如 tcp://10.0.0.5:8786；不写就在这台电脑上算")
        one.add_argument("--scheduler", metavar=worded("地址"), default="", help=words)
    if name == "import":
        words = worded("要收的 .xlsx、.xls、.ods 或 .csv；不写，就是【导入预览】里等着的那一份，照它的黄格做")
        one.add_argument("source", metavar=worded("名单"), type=Path, nargs="?", help=words)
        one.add_argument(
            "--into", metavar=worded("工作簿"), type=Path, required=True, dest="book", help=worded("收进哪一本")
        )
        one.add_argument("--yes", action="store_true", help=worded("看过【导入预览】了，照它收进去"))
    if name == "new":
        one.add_argument(
            "--rulebook",
            metavar=worded("规则书"),
            default="",
            help=worded("规则书编号，几本之间用逗号隔开；全部见 huifang rulebooks；只写 --demo 就是样例"),
        )
        one.add_argument(
            "--office",
            metavar=worded("单位名"),
            default=worded(UNNAMED),
            help=worded("印在首页和记录表上；话术里报的单位名也用它"),
        )
        one.add_argument("--demo", action="store_true", help=worded("带上示范数据"))
        one.add_argument("--macro", action="store_true", help=worded("带按钮的（.xlsm）"))
        one.add_argument("book", metavar=worded("新工作簿"), type=Path, help=worded("要建的 .xlsx；带按钮的是 .xlsm"))


def dispute_arguments(one: argparse.ArgumentParser, name: str) -> None:
    """What one asks when a result is disputed, or takes back."""
    if name == "why":
        one.add_argument("who", metavar=worded("问谁"), nargs="+", action=OneQuestion, help=worded(WHO))
        one.add_argument("--all", action="store_true", help=worded("全部说出来，不止一屏"))
        rows = worded("问的是指标：分子、分母的每一行列进【指标明细】；问别的：回答写进【为什么】，说到的格能点过去")
        one.add_argument("--rows", action="store_true", help=rows)
    if name == "handover":
        one.add_argument("who", metavar=worded("谁"), help=worded("交出的人：员工编号或姓名"))
        one.add_argument(
            "--to", metavar=worded("接收人"), nargs="*", default=[], help=worded("交给谁；不写就在同岗位在岗的人里分")
        )
        since = worded(
            "从哪天起才是接收人的，例如 2026-04-01；到那天运行时自己换，【交接安排】里记一行（只写一个 --to）"
        )
        one.add_argument("--since", metavar=worded("日期"), default="", help=since)
        one.add_argument(
            "--apply", action="store_true", help=worded("真的交接：改【客户】【事件】，写【历史】，出交接单")
        )
        sheet = worded("预览写进【交接预览】；里面“照办”选了“是”的，再运行一次就交接（“交接”按钮就是这样做的）")
        one.add_argument("--sheet", action="store_true", help=sheet)
    if name == "undo":
        one.add_argument(
            "--run",
            metavar=worded("运行"),
            default="",
            help=worded("只撤中间的这一次，例如 2026-03-10-交接；后来改过的不动"),
        )
        one.add_argument("--rest", action="store_true", help=worded("和 --run 一起：后来改过的格照旧，只退没动过的"))
        one.add_argument(
            "--times", metavar=worded("几次"), type=int, default=1, help=worded("一连撤销几次运行，从最近的一次退起")
        )
    if name == "sample":
        one.add_argument("--verify", action="store_true", help=worded("重抽每一行，说一样还是哪里不一样"))


def clerk_arguments(one: argparse.ArgumentParser, name: str) -> None:
    """What stands behind the commands about several clerks."""
    if name == "share":
        one.add_argument("--only", metavar=worded("员工"), default="", help=worded("只给这一位：员工编号或姓名"))
        one.add_argument("--forms", action="store_true", help=worded("各人的记录表也放进去"))
        one.add_argument("--mail", action="store_true", help=worded("发到各人的邮箱（附件），发过的不再发"))
    if name == "collect":
        words = worded("收哪些：文件夹或文件，叫什么名字都行；不写就收工作簿旁边分发的文件夹")
        one.add_argument("files", metavar=worded("文件"), type=Path, nargs="*", default=[], help=words)


def upkeep_arguments(one: argparse.ArgumentParser, name: str) -> None:
    """What stands behind the commands about a computer."""
    if name == "try":
        one.add_argument(
            "--month", metavar=worded("月份"), default="", help=worded("试算这个月，例如 2026-03；不写就是上个月")
        )
        one.add_argument(
            "--from", dest="first", metavar=worded("日子"), default="", help=worded("从这一天起，例如 2026-03-01")
        )
        one.add_argument(
            "--to", dest="last", metavar=worded("日子"), default="", help=worded("到这一天止；不写就是今天")
        )
        one.add_argument(
            "--against",
            metavar=worded("以前"),
            default="",
            help=worded(
                "和哪种规则比：一本旧工作簿，或 2026-03-10 这样的日子（那天用的规则）；不写就是上次运行时的规则"
            ),
        )
        one.add_argument("--folder", metavar=worded("文件夹"), type=Path, help=worded("试算写到哪里（默认：工作簿旁）"))
    if name == "install":
        words = worded(
            "Windows：Excel 里按第二次起快，Python 装着不退，关了 Excel 才走；--no-warm 每按一次另起；都不写就照上次装的"
        )
        one.add_argument("--warm", action=argparse.BooleanOptionalAction, default=None, help=words)
    if name == "build":
        words = worded("给这一本配上按钮，另存成 .xlsm；不写就用样例做出全部三个文件")
        one.add_argument("book", metavar=worded("工作簿"), type=Path, nargs="?", help=words)
        one.add_argument(
            "--to", metavar=worded("文件夹"), type=Path, help=worded("写到哪里（默认：工作簿旁；不写工作簿时是 dist）")
        )
    if name in {"schedule", "unschedule"}:
        one.add_argument("book", metavar=worded("工作簿"), type=Path, help=worded("每天要做的那一本"))
    if name == "schedule":
        one.add_argument("--at", metavar=worded("钟点"), default="08:30", help=worded("北京时间几点，例如 08:30"))
    if name in {"schedule", "daily"}:
        one.add_argument(
            "--tell", metavar=worded("邮箱"), default="", help=worded("没有跑成时告诉谁（默认：发信的邮箱自己）")
        )
    if name == "archive":
        which = one.add_mutually_exclusive_group(required=True)
        which.add_argument(
            "--before", metavar=worded("日期"), default="", help=worded("这天以前的行归档，例如 2025-01-01")
        )
        which.add_argument("--back", action="store_true", help=worded("归档的行全部退回工作簿"))
        one.add_argument("--dry-run", action="store_true", help=worded("只说哪些行会走、哪些留下和为什么，什么都不动"))
    if name == "daily":
        words = worded("没人看着时用（schedule 自己加上）：到了这个钟点才做，一天只做一次，写记录，没有跑成就发信")
        one.add_argument("--unattended", metavar=worded("钟点"), default="", help=words)
    if name in {"new", "build"}:
        one.add_argument("--libreoffice", action="store_true", help=worded("按钮给 LibreOffice 用，不给 Excel 用"))
    if name == "doctor":
        one.add_argument(
            "book", metavar=worded("工作簿"), type=Path, nargs="?", help=worded("连这本一起查：文件、规则、编号、邮箱")
        )
