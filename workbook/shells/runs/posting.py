"""日报 on its way: letters made of the day, planned against what was sent, carried or written to files."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Literal

from workbook.day import Day
from workbook.papers.letters.letters import Letter
from workbook.papers.letters.letters import key as letter_key
from workbook.papers.letters.outbox import ASK, SENDING, SENT, Plan, plan
from workbook.papers.letters.sent_page import Line, sent_page
from workbook.papers.pages.masking import scrub
from workbook.papers.pages.on_paper import Letterhead, letterhead, office_of
from workbook.papers.pages.page import Page
from workbook.papers.pages.translated import pages_out
from workbook.papers.reports.day_summary import nobody
from workbook.papers.reports.recipients import recipient
from workbook.papers.reports.reports import letters, missed, reports
from workbook.papers.reports.sending_days import turn_of
from workbook.rulebook.sorts.model import Report
from workbook.shells.files import books, new_book
from workbook.shells.files.books import Workbook
from workbook.shells.mail import owed, sent
from workbook.shells.mail.carriers import Carrier, folder_carrier, yagmail_carrier
from workbook.shells.mail.memory import BEGUN, RUN, Memory, remembered
from workbook.shells.mail.sending import Delivered, deliver
from workbook.shells.outside.calm import calm
from workbook.shells.outside.carried import carried
from workbook.shells.outside.settings import account
from workbook.shells.runs.run import day_of, grids_of, opened_day, run_key, run_page
from workbook.shells.safety.beside import PREVIEW, called
from workbook.words.faults import BookFault, MailFault
from workbook.words.issues import Kind
from workbook.words.tongue import declared, worded

SETTINGS = "huifang.toml"
JOB, DAILY, LATELY = "日报", "每日", declared("补发：")
LATE = time(23, 59)
UNHEARD = (Kind.NO_READER, Kind.NO_ADDRESS, Kind.NO_OVERSEER)


def templates() -> dict[str, str]:
    """Every template by its file name."""
    folder = carried("_templates", "templates")
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.j2"))}


def post(
    place: Path | Workbook,
    day: Day,
    job: str,
    *,
    dry_run: bool,
    folder: Path | None,
    env: Mapping[str, str],
    say: Callable[[str], None],
) -> int:
    """Sends the day's letters and those still owed, each once; the exit code. With nobody to write to it says why.

    Raises:
        MailFault: no account, or the server can't be reached; nothing was sent.
    """
    with calm():
        known = remembered(books.at(place).path, day.world)
        made = _made(place, day, known)
        return leave(place, day, job, made, known, dry_run=dry_run, folder=folder, env=env, say=say)


def leave(
    place: Path | Workbook,
    day: Day,
    job: str,
    made: Sequence[Letter],
    known: Memory,
    *,
    dry_run: bool,
    folder: Path | None,
    env: Mapping[str, str],
    say: Callable[[str], None],
) -> int:
    """Sends these letters of a day and those that its workbook still owes, each once; the exit code.

    Raises:
        MailFault: no account, or the server can't be reached; nothing was sent.
    """
    book, late = books.at(place).path, []
    if not dry_run:
        late = [_again(letter, day) for letter in known.owed if not _told(letter, made)]
    told = [f"  {one.what}{one.cure}" for one in day.issues if one.kind in UNHEARD]
    letters_ = (*late, *made)
    half = [
        key for key, state in known.marks.items() if state == SENDING and all(key not in one.keys for one in letters_)
    ]
    if not letters_ and not half:
        say("\n".join([worded("没有信要发：{nobody}", nobody=nobody(day)), *told]))
        return 0
    planned = plan(letters_, known.marks)
    if dry_run:
        where = folder or called(book.parent, PREVIEW)
        outcome = deliver(planned, folder_carrier(where), None, day.world.now, say)
        say(worded("预演：{count} 封信写在“{where}”，没有发出去。", count=len(outcome.sent), where=where))
    else:
        carrier = yagmail_carrier(account(env, settings(book)))
        outcome = Posting(place, day, job, known, say).carry(planned, carrier)
        say(worded("日报：{outcome}。", outcome=outcome))
    for line in told:
        say(line)
    for letter, reason in (*outcome.failed, *outcome.held):
        say(
            worded(
                "  {name}（信号 {key}）：{reason}", name=letter.name or letter.recipient, key=letter.key, reason=reason
            )
        )
    for key in half:
        say(worded("  信号 {key}：{ask}", key=key, ask=ASK))
    return 3 if outcome.failed or outcome.held or half else 0


def _made(place: Path | Workbook, day: Day, known: Memory) -> tuple[Letter, ...]:
    """The letters of today, after those whose own day had no run: each of these as it stood on its day."""
    attach = partial(workbook_bytes, day=day)
    found: list[Letter] = []
    since = last_run(day)
    for (on, is_late), owing in missed(day, since or day.world.now, ("邮件",)).items():
        ids = [name for name in owing if not _has_left(name, _turn(day, name, on), known)]
        if not ids:
            continue
        then = opened_day(grids_of(place, lambda _: None), datetime.combine(on, LATE), lambda _: None).finished()
        results = reports(then, carriers=("邮件",), only=ids, by=day.world.now)
        found += letters(then, results, templates(), attach=attach, daily=False, marks=known.marks, late=is_late)
    results = tuple(one for one in reports(day, carriers=("邮件",)) if one.on == day.world.today)
    return (*found, *letters(day, results, templates(), attach=attach, marks=known.marks))


def _turn(day: Day, report: str, on: date) -> str:
    """What the last letter of a report on a day before today is called by: its day, and its minute if it is a later one."""
    rule = next(one for one in day.world.book.all(Report) if one.id == report)
    return f"{on} {turn_of(day.world, rule, on, day.world.now)}".strip()


def _has_left(report: str, period: str, known: Memory) -> bool:
    """Whether the report of a day went to somebody: before its minute there may have been a run, after it another."""
    front = letter_key(report, period, "")
    return any(key.startswith(front) for key in known.marks)


def last_run(day: Day) -> datetime | None:
    """When letters were last on their way, on a day before today; before there was one, the last whole day's work.

    Of a day with several runs it is the first: what has left since then doesn't leave again.
    """
    frame = day.world.found("运行记录")
    if not len(frame):
        return None
    jobs = day.world.column(frame, "作业").objects()
    days = day.world.column(frame, "日期").data.astype("datetime64[D]").tolist()
    begun = day.world.column(frame, "始").data.astype("datetime64[s]").tolist()
    for job in (JOB, DAILY):
        before = [
            at if at and at.date() == on else datetime.combine(on, time())
            for on, at, one in zip(days, begun, jobs, strict=True)
            if one == job and on and on < day.world.today
        ]
        if before:
            last: date = max(one.date() for one in before)
            return min(one for one in before if one.date() == last)
    return None


def _told(letter: Letter, made: Sequence[Letter]) -> bool:
    """Whether what an owed letter tells of is told anew today."""
    today = {key for one in made for key in one.keys}
    return any(key in today for key in letter.keys)


def _again(letter: Letter, day: Day) -> Letter:
    """An owed letter on a later day: to the mailbox that its reader has now, and it says that it is late."""
    person = letter.key.rpartition("|")[2]
    address = recipient(day.world, person).address
    hold = "" if address and address != letter.recipient else letter.hold
    late = letter.day < day.world.today and not letter.subject.startswith((LATELY, worded(LATELY)))
    subject = f"{worded(LATELY)}{letter.subject}" if late else letter.subject
    return replace(letter, recipient=address or letter.recipient, hold=hold, subject=subject)


@dataclass(frozen=True, slots=True)
class Posting:
    """Letters on their way, between two looks at the workbook: what is planned stands in it before, what became of it after."""

    place: Path | Workbook
    day: Day
    job: str
    known: Memory
    say: Callable[[str], None]

    def carry(self, planned: Plan, carrier: Carrier) -> Delivered:
        """Hands the letters over; each is kept whole until it has left."""
        box, now = sent.outbox(books.at(self.place).path), self.day.world.now
        going = [letter for letter, _ in planned.send]
        waiting = [letter for letter, _ in planned.hold if letter.hold]
        owed.keep(box.parent, (*going, *waiting), self.known.book)
        ours = sent.mark(box, RUN, BEGUN, now, secrets.token_hex(8), self.known.book)
        lines = dict(self.known.lines)
        self._write({**lines, **_lines(going, SENDING, now)})
        if isinstance(self.place, Path) and not self.place.exists():  # what is marked beside it would be lost with it
            raise MailFault(
                worded("找不到“{name}”，一封也没发。", name=self.place.name),
                worded("看看共享盘连着没有；找到了再运行一次。"),
            )
        outcome = deliver(planned, carrier, box, now, self.say, book=self.known.book, ours=ours)
        gone = [letter for letter, _ in outcome.sent]
        owed.drop(self.known.folders, [letter.key for letter in gone])
        owed.drop(self.known.folders, [one.key for one in self.known.owed if _told(one, gone)])
        half = {key for key, state in sent.marks(box, self.known.book).items() if state == SENDING}
        lines |= _lines(gone, SENT, now)
        for letter, why in (*outcome.failed, *((one, why) for one, why in outcome.held if one.hold)):
            lines |= _lines([letter], SENDING if letter.key in half else sent.REFUSED, now, why)
        self._write(lines)
        return outcome

    def _write(self, lines: Mapping[str, Line]) -> None:
        """Both sheets; a workbook that can't be written now keeps what it holds, for the outbox beside it knows."""
        try:
            writer = books.at(self.place).writer(letterhead(self.day.world))
            writer.put(sent_page(lines.values(), self.known.book))
            writer.put(run_page(self.day, JOB, {}))
            writer.save(run_key=run_key(self.day, self.job))
        except BookFault as fault:
            self.say(worded("发件记录没写进工作簿，先记在旁边：{what}", what=fault.what))


def _lines(letters_: Sequence[Letter], state: str, at: datetime, why: str = "") -> dict[str, Line]:
    return {key: Line(key, state, at, why) for letter in letters_ for key in letter.keys}


def workbook_bytes(pages: Sequence[Page], day: Day) -> bytes:
    """A small workbook of these pages, to travel with a letter."""
    head = Letterhead(scrub(office_of(day.world.book)), day.world.today)
    created = datetime.combine(day.world.today, time())
    return new_book.packed(pages_out(pages, day.tongue), head=head, created=created)


def settings(book: Path) -> Path | None:
    """huifang.toml beside the workbook, or in the folder where the command runs."""
    return next((path for path in (book.parent / SETTINGS, Path(SETTINGS)) if path.exists()), None)


def settle(place: Path | Workbook, key: str, now: datetime, *, was_sent: bool) -> None:
    """A letter that was left half sent, or that never left: a person says what became of it."""
    book = books.at(place).path
    known = remembered(book, day_of(place, now, lambda _: None).world)
    decision: Literal["sent", "again"] = "sent" if was_sent else "again"
    sent.resolve(sent.outbox(book), key, decision, now, known.open, known.book)
    if was_sent:
        owed.drop(known.folders, [key])
