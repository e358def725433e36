"""日报 on its way: letters made of the day, planned against what was sent, carried or written to files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from workbook.day import Day
from workbook.papers.letters.outbox import plan
from workbook.papers.pages.page import Page
from workbook.papers.reports.day_summary import nobody
from workbook.papers.reports.reports import letters, reports
from workbook.shells.files import new_book
from workbook.shells.mail import sent
from workbook.shells.mail.carriers import folder_carrier, yagmail_carrier
from workbook.shells.mail.sending import deliver
from workbook.shells.outside.settings import account
from workbook.words.issues import Kind

TEMPLATES = Path(__file__).parents[3] / "templates"
PACKED = Path(__file__).parents[2] / "_templates"
SETTINGS = "huifang.toml"


def templates() -> dict[str, str]:
    """Every template by its file name."""
    folder = PACKED if PACKED.exists() else TEMPLATES
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.j2"))}


def post(
    book: Path, day: Day, *, dry_run: bool, folder: Path | None, env: Mapping[str, str], say: Callable[[str], None]
) -> int:
    """Sends the day's letters, each once; the exit code. With nobody to write to it says why.

    Raises:
        MailFault: no account, or the server can't be reached; nothing was sent.
    """
    made = letters(day, reports(day, carriers=("邮件",)), templates(), attach=partial(workbook_bytes, day=day))
    missed = [f"  {one.what}{one.cure}" for one in day.issues if one.kind in (Kind.NO_READER, Kind.NO_ADDRESS)]
    if not made:
        say("\n".join([f"没有信要发：{nobody(day)}", *missed]))
        return 0
    box = sent.outbox(book)
    if dry_run:
        where = folder or book.parent / "发件预演"
        outcome = deliver(plan(made, sent.marks(box)), folder_carrier(where), None, day.world.now, say)
        say(f"预演：{len(outcome.sent)} 封信写在“{where}”，没有发出去。")
    else:
        outcome = deliver(
            plan(made, sent.marks(box)), yagmail_carrier(account(env, settings(book))), box, day.world.now, say
        )
        say(f"日报：{outcome}。")
    for line in missed:
        say(line)
    for letter, reason in (*outcome.failed, *outcome.held):
        say(f"  {letter.name or letter.recipient}（信号 {letter.key}）：{reason}")
    return 3 if outcome.failed or outcome.held else 0


def workbook_bytes(pages: Sequence[Page], day: Day) -> bytes:
    """A small workbook of these pages, to travel with a letter."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "附件.xlsx"
        new_book.write(path, pages, created=datetime.combine(day.world.today, time()))
        return path.read_bytes()


def settings(book: Path) -> Path | None:
    """huifang.toml beside the workbook, or in the folder where the command runs."""
    return next((path for path in (book.parent / SETTINGS, Path(SETTINGS)) if path.exists()), None)


def settle(book: Path, key: str, *, was_sent: bool) -> None:
    """A letter that a run left half sent: a person says what became of it."""
    sent.resolve(sent.outbox(book), key, "sent" if was_sent else "again")
