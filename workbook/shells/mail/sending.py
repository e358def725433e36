"""Letters leave here: yagmail keeps the account and the connection, each letter is marked before and after."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbook.papers.letters import outbox as outboxes
from workbook.papers.letters.letters import SHARED, Attachment, Letter, message_id
from workbook.papers.letters.message import message
from workbook.papers.pages.masking import reveals
from workbook.shells.mail import sent
from workbook.shells.mail.carriers import Carrier
from workbook.shells.mail.door import Refused
from workbook.words.faults import MailFault
from workbook.words.tongue import declared, worded

_BETWEEN_TAGS = re.compile(rb">([^<]+)<")
_FRACTION = re.compile(r"\d+\.\d+")
_APART = b"\0"
"""Between two cells, which come in any order: no XML holds it and no number is written with it, so 150 above a day is none."""

Reasons = tuple[tuple[Letter, str], ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of each letter, with the reason where it didn't leave."""

    sent: Reasons = ()
    failed: Reasons = ()
    held: Reasons = ()
    skipped: Reasons = ()

    def __str__(self) -> str:
        counts = (
            (self.sent, declared("发出")),
            (self.failed, declared("没发出")),
            (self.held, declared("等人定")),
            (self.skipped, declared("已发过")),
        )
        return worded("，").join(
            worded("{word} {count} 封", word=worded(word), count=len(group)) for group, word in counts if group
        ) or worded("没有信要发")


def deliver(
    made: outboxes.Plan,
    carrier: Carrier,
    outbox: Path | None,
    now: datetime,
    say: Callable[[str], None],
    *,
    open_phones: bool = False,
    book: str = "",
    ours: sent.Own | None = None,
) -> Delivered:
    """Send what the plan sends, each letter once: mark sending, hand over, mark sent.

    Shapes:
        outbox: where marks are kept; None leaves no mark (a preview).
        book: the workbook's own name, in each mark. ours: the line by which this run knows its outbox again.
        open_phones: let attachments leave that hold whole phone numbers; otherwise their letters wait.

    Raises:
        MailFault: another run is sending, or the outbox can't be read or written. A letter's own trouble never raises.
    """
    try:
        with sent.alone(outbox, there=bool(book)) if outbox else nullcontext():
            # Another run may have sent some since the plan was made.
            fresh = outboxes.plan((letter for letter, _ in made.send), sent.marks(outbox, book) if outbox else {})
            leaving, waiting = _guarded(fresh.send, open_phones=open_phones)
            gone, failed = _each(leaving, carrier, outbox, now, say, book, ours)
    finally:
        carrier.close()
    return Delivered(gone, failed, (*made.hold, *fresh.hold, *waiting), (*made.skip, *fresh.skip))


def _guarded(leaving: Reasons, *, open_phones: bool) -> tuple[Reasons, Reasons]:
    """The letters that may leave, and those whose attachments still tell phone numbers."""
    may: list[tuple[Letter, str]] = []
    wait: list[tuple[Letter, str]] = []
    covered: set[bytes] = set()  # letters of a day tell many of the same rows
    tells: dict[tuple[str, bytes], bool] = {}  # and several bring the same file
    for letter, reason in leaving:
        free = open_phones or letter.report == SHARED
        for file in () if free else letter.attachments:
            if (file.mime, file.content) not in tells:
                tells[file.mime, file.content] = tells_phones(file, covered)
        telling = [] if free else [file.name for file in letter.attachments if tells[file.mime, file.content]]
        if telling:
            wait.append((letter, worded("附件“{telling}”里有完整的电话号码，遮住后再发", telling="”“".join(telling))))
        else:
            may.append((letter, reason))
    return tuple(may), tuple(wait)


def tells_phones(file: Attachment, covered: set[bytes] | None = None) -> bool:
    """Whether a workbook or text file holds a whole phone number; other kinds of file are not looked into.

    `covered`: cells that were looked at before and told none; those of this file are added.
    """
    stream, covered = io.BytesIO(file.content), set() if covered is None else covered
    if not zipfile.is_zipfile(stream):
        return file.mime.startswith("text/") and reveals(file.content.decode("utf-8", "replace"))
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                found = set(_BETWEEN_TAGS.findall(archive.read(name))) - covered
                if reveals(_whole(_APART.join(found))):
                    return True
                covered |= found
            elif name.endswith((".csv", ".txt")) and reveals(_whole(archive.read(name))):
                return True
    return False


def _whole(words: bytes) -> str:
    """Words without fractions: eleven of their digits may look like a number."""
    return _FRACTION.sub("", words.decode("utf-8", "replace"))


def _each(
    leaving: Reasons,
    carrier: Carrier,
    outbox: Path | None,
    now: datetime,
    say: Callable[[str], None],
    book: str,
    ours: sent.Own | None,
) -> tuple[Reasons, Reasons]:
    """Hand over one letter after the other; when no letter can leave at all, the rest are not tried."""
    gone: list[tuple[Letter, str]] = []
    failed: list[tuple[Letter, str]] = []
    for number, (letter, _) in enumerate(leaving, 1):
        try:
            carrier.ready()
        except MailFault as fault:
            rest = leaving[number - 1 :]
            say(worded("{fault}（还有 {count} 封信待发，没有丢。）", fault=fault, count=len(rest)))
            failed.extend((waiting, str(fault)) for waiting, _ in rest)
            break
        whom = f"{number}/{len(leaving)} {letter.subject} → {letter.name} <{letter.recipient}>"
        if reason := _hand_over(letter, carrier, outbox, now, book, ours):
            failed.append((letter, reason))
            say(worded("没发出 {whom}：{reason}", whom=whom, reason=reason))
        else:
            gone.append((letter, ""))
            say(worded("已发 {whom}", whom=whom) if outbox else worded("已写 {whom}", whom=whom))
    return tuple(gone), tuple(failed)


def _hand_over(
    letter: Letter, carrier: Carrier, outbox: Path | None, now: datetime, book: str, ours: sent.Own | None
) -> str:
    """Carry one letter between its two marks; the reason when it did not leave."""

    def mark(state: str, why: str = "") -> None:
        if outbox is not None:
            sent.mark(outbox, letter.keys, state, now, why, book, there=True, ours=ours)

    mail = message(letter, carrier.sender, now, message_id(letter.key, carrier.sender))
    mark(outboxes.SENDING)
    try:
        carrier.send(mail)
    except Refused as fault:
        mark(sent.REFUSED, fault.what)
        return str(fault)
    except MailFault as fault:
        return str(fault)
    mark(outboxes.SENT)
    return ""
