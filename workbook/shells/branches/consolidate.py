"""One run over a folder of branches: each book read once, never written; the head office's book and letters made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from workbook.papers.branches import branch as naming
from workbook.papers.branches.account import Account, read
from workbook.papers.branches.branch import Branch, Known, Note, branches
from workbook.papers.branches.head_letters import letters
from workbook.papers.branches.ledger import refreshed, vanished
from workbook.papers.branches.pages import pages
from workbook.papers.branches.rules_apart import apart
from workbook.papers.branches.state import states
from workbook.papers.branches.sums import otherwise, sums
from workbook.papers.branches.whole import Unread, Whole
from workbook.shells.branches import finding, head_book
from workbook.shells.branches.finding import Found
from workbook.shells.branches.head_book import NEVER
from workbook.shells.branches.kept import Kept
from workbook.shells.branches.spread import spread
from workbook.shells.branches.worked import Outcome, Task, program
from workbook.shells.files import reading
from workbook.shells.mail.memory import remembered
from workbook.shells.runs import posting
from workbook.shells.safety import saving
from workbook.words.faults import BookFault, Fault
from workbook.words.tongue import spoken, worded

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What a run came to: how many books were read anew, and the exit code of its letters."""

    whole: Whole
    worked: int
    letters: int


def consolidate(
    folder: Path,
    book: Path,
    now: datetime,
    *,
    scheduler: str = "",
    dry_run: bool = False,
    outbox: Path | None = None,
    env: Mapping[str, str],
    say: Say,
) -> Done:
    """The head office's day over a folder.

    Raises:
        Fault: the folder isn't one, the cluster can't be reached, the head office's book is another one or can't be
            written; nothing was changed. MailFault: the letters can't leave; the book is written.
    """
    if book.exists():
        saving.check_writable(book)
    before = head_book.there(book)
    looked = dict(finding.found(finding.files(folder, book), folder))
    if not looked:
        raise Fault(
            worded("“{folder}”里没有工作簿。", folder=folder),
            worded("把各分店的 .xlsx 放进去再汇总。没有改动任何文件。"),
        )
    first: dict[str, Found] = {}
    for one in looked.values():
        if isinstance(one, Found):
            first.setdefault(one.seal, one)
    accounts, failed, fresh = _accounts(
        list(first.values()), Kept(book, f"{program()}{spoken()}", now.date()), now, scheduler, say
    )
    whole = _whole(looked, accounts, failed, before, now)
    if not book.exists():
        head_book.begin(book, pages(whole), now)
    day, stands = head_book.own_day(book, now), head_book.there(book)  # somebody may have sorted it meanwhile
    head_book.write(book, pages(whole), refreshed(whole, stands.lines, stands.columns), day)
    known = remembered(book, day.world)
    made = letters(day, whole, posting.templates(), partial(posting.workbook_bytes, day=day))
    code = posting.leave(book, day, head_book.JOB, made, known, dry_run=dry_run, folder=outbox, env=env, say=say)
    return Done(whole, fresh, code)


def _accounts(
    found: Sequence[Found], kept: Kept, now: datetime, scheduler: str, say: Say
) -> tuple[dict[str, Account], dict[str, Outcome], int]:
    """The account of each file, from beside the book or worked anew; what failed; how many were worked."""
    there = {one.file: kept.find(one.seal) for one in found}
    wanted = [one for one in found if there[one.file] is None]
    if len(found) > len(wanted):
        say(
            worded(
                "{count} 家没有变，用今天算过的；读 {count2} 家。", count=len(found) - len(wanted), count2=len(wanted)
            )
        )
    seals = {one.file: one.seal for one in wanted}
    accounts = {file: one for file, one in there.items() if one is not None}
    failed: dict[str, Outcome] = {}
    for at, done in enumerate(_outcomes(wanted, now, scheduler, say), 1):
        if done.account:
            accounts[done.file] = read(done.account)
            if done.file in seals:
                kept.keep(seals[done.file], done.account)
        else:
            failed[done.file] = done
        if at % 20 == 0 and at < len(wanted):
            say(worded("读了 {at}/{count} 家…", at=at, count=len(wanted)))
    kept.sweep()
    return {one.file: accounts[one.file] for one in found if one.file in accounts}, failed, len(wanted)


def _outcomes(wanted: Sequence[Found], now: datetime, scheduler: str, say: Say) -> Iterator[Outcome]:
    """What becomes of each file; one that changed since it was looked at, or can't be opened any more, is told."""
    if not wanted:
        return
    gone: list[Outcome] = []

    def load(one: Found) -> Task:
        try:
            data = reading.whole(one.path)
        except BookFault as fault:
            gone.append(Outcome(one.file, what=fault.what, cure=fault.cure))
            data = b""
        else:
            if finding.sealed(data) != one.seal:
                gone.append(
                    Outcome(
                        one.file, what=worded("正在读的时候它被改了，没有算。"), cure=worded("等那家存好，再汇总一次。")
                    )
                )
        return Task(one.file, data, now, program(), spoken())

    for done in spread([partial(load, one) for one in wanted], len(wanted), scheduler, say):
        yield next((one for one in gone if one.file == done.file), done)


def _whole(
    looked: Mapping[str, Found | BookFault],
    accounts: Mapping[str, Account],
    failed: Mapping[str, Outcome],
    before: head_book.There,
    now: datetime,
) -> Whole:
    """All branches together, and all that is to be said of their books."""
    known = [one.known for one in before.known]
    counted, told = branches(accounts, known)
    notes = [*_unread(looked, failed, known), *_twins(looked, accounts), *told, *_open(counted, looked)]
    notes += [*states(counted, now.date()), *otherwise(counted), *apart(counted)]
    out = _out(looked, notes, before, counted)
    notes += [_missing(one) for one in out if one.known.file not in looked]
    whole = Whole(now, counted, out, notes, sums(counted))
    notes += vanished(whole, before.lines)
    return whole


def _unread(
    looked: Mapping[str, Found | BookFault], failed: Mapping[str, Outcome], known: Sequence[Known]
) -> Iterator[Note]:
    names = {one.file: one.name for one in known}
    seals = {one.seal: failed[file] for file, one in looked.items() if isinstance(one, Found) and file in failed}
    for file, one in looked.items():
        fault = one if isinstance(one, BookFault) else seals.get(one.seal)
        if fault is not None:
            name = names.get(file) or naming.called(file, None, looked)
            yield Note(name, file, "停", False, fault.what, fault.cure)


def _twins(looked: Mapping[str, Found | BookFault], accounts: Mapping[str, Account]) -> Iterator[Note]:
    """The same bytes under another name."""
    first: dict[str, str] = {}
    for file, one in looked.items():
        other = first.setdefault(one.seal, file) if isinstance(one, Found) else file
        if other != file and other in accounts:
            name = naming.called(other, accounts[other], looked)
            what = worded("和“{other}”一字不差，只算了那一份。", other=other)
            cure = worded("移走多的一份；该是另一家的，就换成它自己的本子。")
            yield Note(name, file, "停", False, what, cure, twin=True)


def _open(counted: Sequence[Branch], looked: Mapping[str, Found | BookFault]) -> Iterator[Note]:
    for one in counted:
        found = looked[one.file]
        if isinstance(found, Found) and found.lock:
            what = worded("正在别人的电脑上开着（旁边有“{lock}”），读的是上次存下的样子。", lock=found.lock)
            yield Note(one.name, one.file, "疑", True, what, worded("请那家存盘、关掉，再汇总一次。"), state="正开着")


def _out(
    looked: Mapping[str, Found | BookFault], notes: Sequence[Note], before: head_book.There, counted: Sequence[Branch]
) -> list[Unread]:
    """The branches whose numbers aren't in: books that couldn't be read, and branches of earlier runs without a book."""
    inside = {one.id for one in counted}
    by_file = {one.known.file: one for one in before.known if one.known.id not in inside}
    gone = [one for file, one in by_file.items() if file not in looked]
    broken = [one for one in notes if not one.counted and not one.twin]
    new = [Unread(Known(f"{one.file}{NEVER}", one.branch, one.file)) for one in broken]
    return [*gone, *(by_file.get(note.file, one) for note, one in zip(broken, new, strict=True))]


def _missing(one: Unread) -> Note:
    what = worded("没有“{file}”这个文件了", file=one.known.file) + (
        worded("，上次算到 {last}。", last=one.last) if one.last else "。"
    )
    cure = worded("请那家把本子放回来，再汇总一次；关了店，就在【分店一览】里删去这一行。")
    return Note(one.known.name, one.known.file, "停", False, what, cure)
