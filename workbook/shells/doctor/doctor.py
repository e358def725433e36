"""huifang doctor: what on this computer, and in a workbook, would keep the work from being done, each with its cure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from workbook.shells.doctor import book as doctor_book
from workbook.shells.doctor import excel, python
from workbook.shells.doctor.findings import Check, Finding, examined
from workbook.shells.macros.places import Machine
from workbook.words.tongue import declared


def findings(here: Machine, now: datetime, book: Path | None = None) -> Iterator[Finding]:
    """Everything that is looked at, from Python up to the workbook; each as soon as it is known."""
    checks: list[tuple[str, Check]] = [
        ("Python", partial(python.python, here)),
        (declared("程序包"), python.packages),
        (declared("表格程序"), partial(excel.programs, here)),
        ("xlwings", partial(excel.carrier, here)),
        (declared("按钮"), partial(excel.installed, here)),
        (declared("启动"), partial(excel.starts, here)),
        (declared("宏"), partial(excel.trust, here)),
        (declared("宏"), partial(excel.office_trust, here)),
        (declared("节假日"), partial(python.calendar, now)),
        (declared("时区"), partial(python.zone, now)),
        (declared("字体"), partial(python.fonts, here)),
        (declared("发信"), partial(doctor_book.mailbox, book, here.env)),
    ]
    if book is not None:
        checks += [
            (declared("工作簿"), partial(doctor_book.file, book)),
            (declared("归档"), partial(doctor_book.archived, book)),
            (declared("规则"), partial(doctor_book.rules, book)),
            (declared("编号"), partial(doctor_book.keys, book, now)),
            (declared("定时"), partial(doctor_book.timer, here, book)),
        ]
    return examined(checks)
