"""The commands about a computer and not about a day: build, install, uninstall, schedule, unschedule, doctor."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.shells.outside import clocks
from workbook.shells.outside.carried import PACKAGE, carried
from workbook.words.faults import Fault
from workbook.words.tongue import spoken, worded

if TYPE_CHECKING:
    from workbook.shells.doctor.findings import Finding


def build(said: Namespace) -> int:
    """The workbooks with buttons and the add-in; or one office's own workbook with buttons."""
    from workbook.shells.macros import build as builds

    if said.book is not None:
        made = [builds.equipped(said.book, said.to, "libreoffice" if said.libreoffice else "excel")]
    else:
        made = list(builds.build(said.to or Path("dist"), sample()))
    for path in made:
        print(worded("做好了：{path}", path=path))
    print(worded("第一次在 Excel 里用以前，照 {guide} 的十步试一遍。", guide=guide("装按钮.md")))
    return 0


def install(said: Namespace) -> int:
    """Our files where Excel and LibreOffice look, then whether the buttons will work."""
    from workbook.shells.doctor import excel
    from workbook.shells.macros import install as installs
    from workbook.shells.macros.places import machine

    for line in installs.install(machine(), warm=said.warm):
        print(line)
    looks = (excel.programs, excel.starts, excel.trust, excel.office_trust)
    return _told(found for look in looks for found in look(machine()))


def uninstall(said: Namespace) -> int:
    """All of it away again."""
    from workbook.shells.macros import install as installs
    from workbook.shells.macros.places import machine

    del said
    lines = list(installs.uninstall(machine()))
    print("\n".join(lines) if lines else worded("没有装过，什么都没动。"))
    return 0


def schedule(said: Namespace) -> int:
    """The day's work at its hour, every day."""
    from workbook.shells.macros.places import machine
    from workbook.shells.safety import saving
    from workbook.shells.timers.plan import Plan
    from workbook.shells.timers.systems import schedule as put
    from workbook.shells.timers.unattended import LOG, time_of

    if not said.book.is_file():
        raise Fault(worded("找不到“{book}”。", book=said.book), worded("核对路径。没有定时。"))
    plan = Plan(said.book.resolve(), time_of(said.at), machine().interpreter, said.tell)
    how = put(machine(), plan)
    print(
        worded(
            "定好了：每天 {at:%H:%M}（北京时间）自动做“{name}”的一天全套，用的是{how}。",
            at=plan.at,
            name=plan.book.name,
            how=how,
        )
    )
    print(worded("错过了（电脑关着）会补上，一天只做一次；工作簿开着会等一小时。"))
    print(
        worded(
            "每次的记录在：{folder_of}。不要了：huifang unschedule “{book}”。",
            folder_of=saving.folder_of(plan.book) / LOG,
            book=plan.book,
        )
    )
    return 0


def unschedule(said: Namespace) -> int:
    """No start any more."""
    from datetime import time

    from workbook.shells.macros.places import machine
    from workbook.shells.timers.plan import Plan
    from workbook.shells.timers.systems import unschedule as take

    was_there = take(machine(), Plan(said.book.resolve(), time(), machine().interpreter))
    print(worded("取消了，以后不再自动做。") if was_there else worded("没有给这一本定过时，什么都没动。"))
    return 0


def archive(said: Namespace) -> int:
    """Closed years out of the book, or back into it."""
    from datetime import date

    from workbook.shells.runs import archiving
    from workbook.shells.safety.beside import archive_of

    now = clocks.now(said.date)
    if said.back:
        count = archiving.back(said.book, now, print)
        if count:
            print(
                worded("退回了 {count} 行，归档空了。要撤销：huifang undo “{name}”。", count=count, name=said.book.name)
            )
        return 0
    try:
        before = date.fromisoformat(said.before)
    except ValueError:
        raise Fault(
            worded("--before 后面的“{before}”不是日子。", before=said.before),
            worded("写成 2025-01-01 这样，那天以前的归档。"),
        ) from None
    count = archiving.archive(said.book, before, now, print, dry=said.dry_run)
    if count and not said.dry_run:
        folder = archive_of(said.book)
        print(
            worded(
                "归档了 {count} 行，在旁边的“{name}”里，照样算数；抄走工作簿时要连它一起抄。",
                count=count,
                name=folder.name,
            )
        )
        print(
            worded(
                "里面有客户的姓名电话，和工作簿一样保管。要退回：huifang archive “{name}” --back。", name=said.book.name
            )
        )
    return 0


def doctor(said: Namespace) -> int:
    """体检 of this computer, and of a workbook."""
    from workbook.shells.doctor import doctor as doctors
    from workbook.shells.macros.places import machine

    return _told(doctors.findings(machine(), clocks.now(), said.book))


def _told(findings: Iterable[Finding]) -> int:
    """Each finding on its line as soon as it is known; 1 when something has to be mended."""
    marks = []
    for finding in findings:
        print(finding, flush=True)
        marks.append(finding.mark)
    print(worded("可以用了。") if "停" not in marks else worded("有 {count} 处要先改。", count=marks.count("停")))
    return 1 if "停" in marks else 0


def guide(name: str) -> Path:
    """A page of docs/, as it travels with the package or, for whoever stands in the project, in it."""
    found = PACKAGE / "_docs" / name
    return found if found.exists() else Path("docs") / name


def sample() -> Path:
    """sample.xlsx, or that of the language that is spoken, as it travels with the package or stands in the project."""
    own = carried(f"_sample-{spoken()}.xlsx", f"sample-{spoken()}.xlsx")
    path = own if own.exists() else carried("_sample.xlsx", "sample.xlsx")
    if not path.exists():
        raise Fault(
            worded("找不到 sample.xlsx。"), worded("重新装一遍程序，或用 huifang new --demo 建一本带示范数据的。")
        )
    return path
