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


def findings(here: Machine, now: datetime, book: Path | None = None) -> Iterator[Finding]:
    """Everything that is looked at, from Python up to the workbook; each as soon as it is known."""
    checks: list[tuple[str, Check]] = [
        ("Python", partial(python.python, here)),
        ("程序包", python.packages),
        ("表格程序", partial(excel.programs, here)),
        ("xlwings", partial(excel.carrier, here)),
        ("按钮", partial(excel.installed, here)),
        ("启动", partial(excel.starts, here)),
        ("宏", partial(excel.trust, here)),
        ("宏", partial(excel.office_trust, here)),
        ("节假日", partial(python.calendar, now)),
        ("时区", partial(python.zone, now)),
        ("字体", partial(python.fonts, here)),
        ("发信", partial(doctor_book.mailbox, book, here.env)),
    ]
    if book is not None:
        checks += [
            ("工作簿", partial(doctor_book.file, book)),
            ("归档", partial(doctor_book.archived, book)),
            ("规则", partial(doctor_book.rules, book)),
            ("编号", partial(doctor_book.keys, book, now)),
            ("定时", partial(doctor_book.timer, here, book)),
        ]
    return examined(checks)
