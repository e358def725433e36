"""huifang doctor: what on this computer, and in a workbook, would keep the work from being done, each with its cure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from workbook.shells import doctor_book, doctor_excel, doctor_python
from workbook.shells.findings import Check, Finding, examined
from workbook.shells.places import Machine


def findings(here: Machine, now: datetime, book: Path | None = None) -> Iterator[Finding]:
    """Everything that is looked at, from Python up to the workbook; each as soon as it is known."""
    checks: list[tuple[str, Check]] = [
        ("Python", partial(doctor_python.python, here)),
        ("程序包", doctor_python.packages),
        ("表格程序", partial(doctor_excel.programs, here)),
        ("xlwings", partial(doctor_excel.carrier, here)),
        ("按钮", partial(doctor_excel.installed, here)),
        ("启动", partial(doctor_excel.starts, here)),
        ("宏", partial(doctor_excel.trust, here)),
        ("宏", partial(doctor_excel.office_trust, here)),
        ("节假日", partial(doctor_python.calendar, now)),
        ("字体", partial(doctor_python.fonts, here)),
        ("发信", partial(doctor_book.mailbox, book, here.env)),
    ]
    if book is not None:
        checks += [
            ("工作簿", partial(doctor_book.file, book)),
            ("规则", partial(doctor_book.rules, book)),
            ("编号", partial(doctor_book.keys, book, now)),
        ]
    return examined(checks)
