"""分发: a book for each clerk beside the workbook, or by mail; the same list gives the same books, however often asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from workbook.papers.letters.letters import SHARED as JOB
from workbook.papers.pages.on_paper import letterhead, office_of
from workbook.papers.pages.translated import pages_out
from workbook.rules.world.vectors import says
from workbook.shells.files import books, form_book, new_book, reading
from workbook.shells.files.books import Workbook
from workbook.shells.files.widths import widths
from workbook.shells.runs import run
from workbook.shells.safety import saving, sent_kept
from workbook.shells.safety.beside import PREVIEW, SHARED, called
from workbook.words.faults import Fault
from workbook.words.file_names import safe_name
from workbook.words.nearest import near
from workbook.words.tongue import worded

if TYPE_CHECKING:
    from workbook.day import Day
    from workbook.papers.pages.page import Page
    from workbook.papers.shared.clerk_book import Part
    from workbook.papers.shared.mark import Mark
    from workbook.sheets.grid import Grid

LIST = "今日清单"
OPEN = "分发带号码"
"""The setting in which an office says that clerks' own customers' numbers may go to them by mail."""


@dataclass(frozen=True, slots=True)
class Given:
    """One clerk's book as it was given. `fresh`: it wasn't there before."""

    mark: Mark
    path: Path
    rows: int
    fresh: bool


def folder_of(book: Path) -> Path:
    """Where the clerks' books of a workbook lie: 回访.xlsx → 回访-分发, beside it."""
    return called(book.parent, SHARED, before=book.stem)


def share(
    place: Path | Workbook, now: datetime, *, folder: Path | None, only: str, forms: bool, say: Callable[[str], None]
) -> tuple[Day, list[Given]]:
    """Today's list made anew, and a book for everybody who has a row of it.

    Raises:
        BookFault: the workbook or a clerk's book can't be written.
        Fault: nobody is called like `only`; nothing was written.
    """
    from workbook.papers.list.today import today_page
    from workbook.papers.shared.clerk_book import parts

    day = run.day_of(place, now)
    if only:
        _known(day, only)
    run.write(place, day, LIST, only=run.is_todays)
    book = books.at(place).path
    grids = run.grids_of(place, lambda _: None)
    made, nobody, sealed = parts(day, _as_wide(today_page(day), grids, book), grids, book.name)
    if only:
        made = [one for one in made if only in (one.mark.clerk, one.mark.name)]
    where = folder or folder_of(book)
    saving.make_folder(where)
    names = [one.mark.name for one in made]
    given = [_give(book, where, part, day, twice=names.count(part.mark.name) > 1) for part in made]
    for one in given:
        say(
            worded(
                "{name}：{rows} 件，{rest}：{name2}",
                name=one.mark.name,
                rows=one.rows,
                rest=worded("做好了") if one.fresh else worded("已经发过，没有变"),
                name2=one.path.name,
            )
        )
    for text, number in (
        (worded("还没有责任人，留在主簿里"), nobody),
        (worded("的客户是密件，没有放行号，不放进各人的本子，留在主簿里"), sealed),
    ):
        if number:
            say(worded("有 {number} 件{words}。", number=number, words=text))
    if forms:
        _forms(day, where, {one.mark.clerk for one in given}, say)
    return day, given


def _known(day: Day, who: str) -> None:
    """Nothing, where somebody of 员工 has this name or number.

    Raises:
        Fault: nobody has.
    """
    staff = day.world.frame("员工")
    names, keys = (
        [str(word) for word in vec.objects() if word is not None]
        for vec in (says(day.world.column(staff, "姓名")), staff.key())
    )
    if who in names or who in keys:
        return
    like = near(who, [*names, *keys])
    raise Fault(
        worded("【员工】里没有“{who}”，没有分发。", who=who),
        worded("改成“{like}”再运行一次，或在【员工】里加上这一位。", like=like)
        if like
        else worded("写【员工】里的姓名或编号，例如“{name}”。", name=next(iter(names), "S1")),
    )


def _as_wide(page: Page, grids: Sequence[Grid], book: Path) -> Page:
    """The list with its columns as wide as staff left them."""
    from workbook.papers.shared.found_rows import leaf

    found, there = widths(book, LIST), leaf(grids, LIST, mark=page.key, numbers=()).columns
    wide = {heading: found[column] for heading, column in there.items() if column in found}
    return replace(page, fields=tuple(replace(one, width=wide.get(one.heading, one.width)) for one in page.fields))


def _give(book: Path, where: Path, part: Part, day: Day, *, twice: bool) -> Given:
    """One clerk's book; one that was given already isn't written over, whatever stands in it by now."""
    mark = part.mark
    name = "-".join(
        safe_name(one) for one in (book.stem, f"{mark.name}（{mark.clerk}）" if twice else mark.name, mark.day)
    )
    kept = sent_kept.find(book, mark.id)
    if kept is not None and (there := _there(where, mark.id)) is not None:
        return Given(mark, there, part.rows, fresh=False)
    path, turn = where / f"{name}.xlsx", 1
    while path.exists():
        turn += 1
        path = where / f"{name}-{turn}.xlsx"
    if kept is None:
        with TemporaryDirectory() as desk:
            made = Path(desk) / "本.xlsx"
            new_book.write(made, pages_out(part.pages, day.tongue), head=letterhead(day.world), created=day.world.now)
            kept = sent_kept.keep(book, mark.id, made)
    sent_kept.copy(kept, path, like=book)
    return Given(mark, path, part.rows, fresh=True)


def _there(where: Path, number: str) -> Path | None:
    """The clerk's book of a number in a folder, whatever it is called there."""
    from workbook.papers.shared.mark import SHEET, mark_of
    from workbook.words.faults import Fault

    for path in sorted(where.glob("*.xls[xm]")):
        if path.name.startswith(("~$", ".")):
            continue
        try:
            mark = mark_of(reading.read(path, only=(SHEET,)))
        except Fault:
            continue
        if mark is not None and mark.id == number:
            return path
    return None


def _forms(day: Day, where: Path, clerks: set[str], say: Callable[[str], None]) -> None:
    """Each clerk's record forms beside their book."""
    from workbook.papers.forms.forms import forms as forms_of

    made = [one for one in forms_of(day) if one.owner in clerks]
    written = form_book.write_all(where, made, day.world.today, office=office_of(day.world.book), each=True)
    say(
        worded(
            "记录表 {count} 张，每人一本：{written}",
            count=len(made),
            written=worded("、").join(path.name for path in written),
        )
        if made
        else worded("没有要印的记录表。")
    )


def post(
    place: Path | Workbook, day: Day, given: list[Given], *, dry_run: bool, folder: Path | None,
    env: Mapping[str, str] = os.environ, say: Callable[[str], None],
) -> int:  # fmt: skip
    """Each clerk's book as an attachment to their own mailbox, once; the exit code.

    Raises:
        Fault: the office hasn't said that numbers may leave by mail.
        MailFault: no account, or the server can't be reached; nothing was sent.
    """
    from workbook.papers.letters.letters import Attachment, letter
    from workbook.papers.letters.outbox import plan
    from workbook.papers.reports.recipients import recipient
    from workbook.shells.mail.carriers import folder_carrier, yagmail_carrier
    from workbook.shells.mail.memory import remembered
    from workbook.shells.mail.sending import deliver
    from workbook.shells.outside.settings import account
    from workbook.shells.runs.posting import Posting, settings, templates

    if not dry_run and day.world.book.value(OPEN) != "是":
        raise Fault(
            worded("各人的工作簿里有客户的完整号码，没有发信；工作簿已经做好，在文件夹里。"),
            worded("放在共享文件夹里分给各人；单位同意用邮件分发的，在【设置】的“{open}”写 是，再做一次。", open=OPEN),
        )
    book = books.at(place).path
    known, letters = remembered(book, day.world), []
    for one in given:
        words = worded(
            "附件是您今天的清单，{rows} 件。在黄格里填结果，存盘以后把这个文件发回来，"
            "或放回共享文件夹；改了文件名也不要紧。",
            rows=one.rows,
        )
        letters.append(letter(
            (), templates=templates(), report=JOB, day=day.world.today,
            address=recipient(day.world, one.mark.clerk).address, name=one.mark.name, person=one.mark.clerk,
            subject=worded("{job} {day} {name}：今日清单 {rows} 件", job=JOB, rows=one.rows,
                           day=one.mark.day, name=one.mark.name),
            period=f"{one.mark.day}·{one.mark.id}", opening=words, why=worded("清单里有归您的客户"),
            attachments=(Attachment(one.path.name, (sent_kept.find(book, one.mark.id) or one.path).read_bytes()),),
        ))  # fmt: skip
    planned = plan(letters, known.marks)
    if dry_run:
        where = folder or called(book.parent, PREVIEW)
        outcome = deliver(planned, folder_carrier(where), None, day.world.now, say)
        say(worded("预演：{count} 封信写在“{where}”，没有发出去。", count=len(outcome.sent), where=where))
    else:
        outcome = Posting(place, day, JOB, known, say).carry(planned, yagmail_carrier(account(env, settings(book))))
        say(worded("{job}：{outcome}。", job=JOB, outcome=outcome))
    for left, reason in (*outcome.failed, *outcome.held):
        say(worded("  {name}（信号 {key}）：{reason}", name=left.name or left.recipient, key=left.key, reason=reason))
    return 3 if outcome.failed or outcome.held else 0
