"""What each command does: a day over a workbook, and a part of it shown, written, printed or sent."""

from __future__ import annotations

import os
import shutil
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.shells.commands import beginnings, clerks, cut_short, disputes, looking_ahead, many, rules, upkeep
from workbook.shells.commands.arguments import parser
from workbook.shells.files import books
from workbook.shells.outside import clocks
from workbook.shells.runs import run as runs
from workbook.shells.safety import saving, unchanged
from workbook.words.file_names import safe_name
from workbook.words.issues import Kind, grouped
from workbook.words.tongue import declared, named, worded

if TYPE_CHECKING:
    from workbook.day import Day

LEDGER = "处罚台账"
ISSUES = {"问题", "问题明细"}
NAMED = 5  # how many are told by name
TALLY_SHEETS = {LEDGER, *ISSUES, "指标结果", "定额结果", "历史", "抽样台账"}


def run(said: Namespace) -> int:
    """Runs the command that was said; the exit code."""
    with unchanged.one_run():
        return cut_short.watched(said, _COMMANDS[said.command])


def _verdict(day: Day) -> int:
    from workbook.papers.list.problems import stops

    return 1 if stops(day) else 0


def check(said: Namespace) -> int:
    """校验: every issue, into 【问题】; failing items of checklists counted; beside each changed rule what it now does."""
    from workbook.papers.list import every_sheet
    from workbook.papers.list.problems import problems

    day = runs.day_of(said.book, clocks.now(said.date)).finished()
    beside = rules.read_back(day)
    if day.overtyped:  # what was typed over our sheets is known when they are made
        every_sheet.pages(day, lambda _: False)
    for paragraph in grouped(day.issues):
        print(paragraph)
    found = [one for one in problems(day) if one.title != Kind.COLUMN_UNFILLED.title]  # told above; usual in a new book
    counts = {level: sum(one.count for one in found if one.level == level) for level in "停疑注"}
    gaps = sum(one.count for one in found if one.title == Kind.CHECK_FAILED.title)
    told = worded("、").join(
        worded("{level} {number} 处", level=level, number=number) for level, number in counts.items() if number
    )
    print(
        worded("没有要改的地方。")
        if not found
        else worded("{told}，其中检查没有通过 {gaps} 处，见【问题】。", told=told, gaps=gaps)
        if gaps
        else told
    )
    for words in beside:
        for row, text in words.texts.items():
            print(worded("{sheet}!第{row}行 {words}", sheet=named(words.sheet), row=row, words=text))
    runs.write(said.book, day, "校验", only=lambda name: name in ISSUES, beside=beside)
    return _verdict(day)


def today(said: Namespace) -> int:
    """今日清单, 未入选说明, lists of texts, reminders and issues."""
    day = runs.day_of(said.book, clocks.now(said.date))
    runs.write(said.book, day, "今日清单", only=runs.is_todays)
    print(_told_list(day))
    return _verdict(day)


def _told_list(day: Day) -> str:
    from workbook.papers.list.first_days import old_debts
    from workbook.papers.list.left_out import off_the_list, out_of_hours
    from workbook.papers.list.problems import doubts, stops

    listed, waiting = len(day.listed), len(day.not_listed)
    late = int(day.listed.typed["状态"].matching(lambda word: word == "逾期").sum()) if listed else 0
    wrong = stops(day)
    return _nobody(day) + worded(
        "做好了：今日清单 {listed} 件（逾期 {late} 件），另有 {waiting} 位客户今天不联系，原因见【未入选说明】。",
        listed=listed,
        late=late,
        waiting=waiting,
    ) + "".join((
        out_of_hours(day),
        off_the_list(day),
        worded("有 {wrong} 处要改，见【问题】。", wrong=wrong) if wrong else "",
        worded("有 {many} 处请看一眼，见【问题】。", many=many) if (many := doubts(day)) else "",
        f"\n{old}" if (old := old_debts(day)) else "",
    ))  # fmt: skip


def _nobody(day: Day) -> str:
    """A first line where nobody can be called, as all customers are gone."""
    kinds = {Kind.CUSTOMERS_NONE, Kind.SHEET_MISSING}  # a sheet that is missing rests something only where it is named
    found = (one for one in day.world.tables.issues if one.kind in kinds and dict(one.words).get("rests") != "")
    gone = next(found, None)
    return "" if gone is None else worded("清单排不出来：{what}{cure}", what=gone.what, cure=gone.cure) + "\n"


def forms(said: Namespace) -> int:
    """记录表: an A4 form for each task, and the other papers of the rulebook."""
    from workbook.papers.forms.forms import forms as forms_of
    from workbook.papers.forms.forms import unprinted
    from workbook.papers.forms.notices import notices
    from workbook.papers.forms.slips import slips
    from workbook.shells.files import form_book, slip_book
    from workbook.shells.runs import form_links

    day = runs.day_of(said.book, clocks.now(said.date))
    made = forms_of(day, only={said.only} if said.only else None)
    folder = said.to or books.at(said.book).path.parent
    saving.make_folder(folder)
    named = made[0].customer if said.only and made else ""
    written = form_book.write_all(folder, made, day.world.today, office=office(day), each=said.each, named=named)
    others = (*slips(day, only=said.only), *notices(day, only=said.only))
    paper = slip_book.write(folder, others, day.world.today, office=office(day), named=safe_name(named))
    for path in (*written, *([paper] if paper else [])):
        print(f"{path}")
    places = form_book.places(folder, made, day.world.today, each=said.each, named=named)
    if missed := form_links.lead(said.book, day, places):
        print(missed)
    print(worded("印好了 {count} 张记录表。", count=len(made)) if made else worded("今天没有要印的记录表。"))
    if not said.only and (lacking := unprinted(day, made)):
        names = worded("、").join(lacking[:NAMED]) + ("…" if len(lacking) > NAMED else "")
        text = declared("今日清单上另有 {count} 件没有印（{names}）：话术或问卷里缺字，或检查拦下了，补上再印。")
        print(worded(text, count=len(lacking), names=names))
    for one in others:
        print(_told_slips(one.title, one.many, is_printed=bool(one.papers)))
    for paragraph in grouped([found for found in day.issues if found.kind.level == "停"]):
        print(paragraph)
    return _verdict(day)


def _told_slips(title: str, many: int, *, is_printed: bool) -> str:
    if is_printed:
        return worded("单据“{title}”{many} 张。", title=title, many=many)
    return worded(
        "单据“{title}”有 {many} 张，太多，没有印。要印：在【报告】里给它的“若”加条件，或用 --only 写一个编号。",
        title=title,
        many=many,
    )


def office(day: Day) -> str:
    """The office's name as its settings say."""
    from workbook.papers.pages.on_paper import office_of

    return office_of(day.world.book)


def record(said: Namespace) -> int:
    """登记: typed results into 回访记录."""
    now = clocks.now(said.date)
    from workbook.shells.runs.register import register

    done = register(said.book, now, said.forms, say=print)
    print(_told_rows(done.rows))
    if done.wrong and done.rows is None:
        print(worded("上次查出 {wrong} 处要改，还写在【问题】里；改好了就运行 huifang check 再查。", wrong=done.wrong))
    elif done.wrong:
        print(worded("有 {wrong} 处要改，见【问题】。", wrong=done.wrong))
    return 1 if done.refused or done.wrong else 0


def _told_rows(number: int | None) -> str:
    if number is None:
        return worded("没有新的结果要登记。")
    return (
        worded("登记了 {number} 条回访记录。", number=number)
        if number
        else worded("一条也没有登记：照上面写的改好，再运行一次。")
    )


def tally(said: Namespace) -> int:
    """考核: sanctions and metrics."""
    from workbook.papers.list.left_out import off_the_list

    day = runs.day_of(said.book, clocks.now(said.date))
    counts = runs.write(
        said.book, day, "考核", only=lambda name: name in TALLY_SHEETS or name.startswith(runs.REPORTED)
    )
    fined, measured = counts.get("处罚台账", 0), counts.get("指标结果", 0)
    told = worded("做好了：处罚台账 {counts} 行，指标 {counts2} 行。", counts=fined, counts2=measured)
    print(f"{told}{off_the_list(day)}")
    _keep(said.book, day)
    return _verdict(day)


def close(said: Namespace) -> int:
    """关账: a month's account, signed."""
    from workbook.shells.runs import closing

    now, book, month = clocks.now(said.date), said.book, said.month
    if isinstance(book, Path) and month.endswith((".xlsx", ".xlsm")):  # the workbook may come first
        book, month = Path(month), str(book)
    day = runs.day_of(book, now)
    meant = closing.month_of(month, day.world.now)
    print(closing.close(book, day, meant, said.by))
    return _verdict(day)


def _keep(book: Path | books.Workbook, day: Day) -> None:
    """The reports that are files of their own."""
    from workbook.shells.runs import filing

    for path in filing.keep(books.at(book).path.parent, day):
        print(worded("存好了 {path}", path=path))


def mail(said: Namespace) -> int:
    """日报: letters out, each once."""
    from workbook.shells.runs import posting

    if said.sent or said.again:
        posting.settle(said.book, said.sent or said.again, clocks.now(said.date), was_sent=bool(said.sent))
        print(worded("记下了。"))
        return 0
    day = runs.day_of(said.book, clocks.now(said.date)).finished()
    if not said.dry_run and len(day.sheet(LEDGER)):  # what a letter tells is booked
        runs.write(said.book, day, "日报", only=lambda name: name == LEDGER)
    outcome = posting.post(said.book, day, "日报", dry_run=said.dry_run, folder=said.outbox, env=os.environ, say=print)
    return outcome or _verdict(day)


def daily(said: Namespace) -> int:
    """The whole day: results in, list, tallies, mail; with nobody at the desk once, written down, told when it fails."""
    if not said.unattended:
        return _daily(said)
    from workbook.shells.timers.unattended import due

    run_, now = due(said.unattended, said.book, said.tell)
    return run_.run(lambda: _daily(said), now)


def _daily(said: Namespace) -> int:
    now = clocks.now(said.date)
    from workbook.shells.runs import posting
    from workbook.shells.runs.register import listed, register

    done = register(said.book, now, [], say=print, relist=False)
    day = done.day or runs.day_of(said.book, now, known=done.grids)
    done = replace(done, day=None, grids=())  # the cells as found are half of what a large workbook takes
    listed(said.book, day, "每日", done, only=lambda _: True, say=print)
    if done.rows is not None:
        print(_told_rows(done.rows))
    print(_told_list(day))
    _keep(said.book, day)
    outcome = posting.post(
        said.book, day.finished(), "每日", dry_run=said.dry_run, folder=said.outbox, env=os.environ, say=print
    )
    return outcome or _verdict(day) or int(done.refused > 0)


def demo(said: Namespace) -> int:
    """The sample's day, with mail going to files."""
    folder = said.to or Path("out")
    saving.make_folder(folder)
    book = folder / "sample.xlsx"
    shutil.copyfile(upkeep.sample(), book)
    shutil.rmtree(saving.folder_of(book), ignore_errors=True)
    when = said.date or "2026-03-16"
    for words in (
        ["daily", str(book), "--date", when, "--dry-run", "--outbox", str(folder / "mail")],
        ["forms", str(book), "--date", when, "--to", str(folder)],
    ):
        run(parser().parse_args(words))
    print(worded("\n结果都在“{resolve}”里：", resolve=folder.resolve()))
    print(worded("  {name}          打开看【今日清单】【未入选说明】【处罚台账】【指标结果】【问题】", name=book.name))
    print(worded("  记录表-*.xlsx        可打印的 A4 记录表，填好可以收回"))
    print(worded("  mail/                要发的信（演示只写文件，不发出去）"))
    return 0


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "check": check, "today": today, "forms": forms, "record": record, "tally": tally, "close": close, "mail": mail,
    "daily": daily, "try": looking_ahead.try_rules, "calendar": looking_ahead.calendar, "why": disputes.why,
    "sample": disputes.sample, "handover": disputes.handover, "undo": disputes.undo, "import": beginnings.bring,
    "new": beginnings.new, "rulebooks": rules.rulebooks, "lint": rules.lint, "rule": rules.rule, "case": rules.case, "demo": demo,
    "build": upkeep.build, "install": upkeep.install, "uninstall": upkeep.uninstall, "schedule": upkeep.schedule,
    "unschedule": upkeep.unschedule, "share": clerks.share, "collect": clerks.collect, "consolidate": many.consolidate,
    "archive": upkeep.archive, "doctor": upkeep.doctor,
}  # fmt: skip
