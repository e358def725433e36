"""The run that the system starts: once a day, written down, and somebody hears of it when it fails."""

from __future__ import annotations

import io
import os
import sys
import time as clock
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from pathlib import Path

from workbook.shells.mail.carriers import yagmail_carrier
from workbook.shells.outside import clocks
from workbook.shells.outside.called import spoken
from workbook.shells.outside.settings import account
from workbook.shells.runs.posting import settings
from workbook.shells.safety import saving
from workbook.shells.safety.beside import lock_of
from workbook.words.faults import Fault
from workbook.words.tongue import declared, worded

LOG, DONE = "定时运行.log", "定时运行到.txt"
FAILED = declared("没有做完")
PATIENCE, PAUSE = 3600.0, 60.0
"""How long a run waits for a workbook that somebody has open, and how often it looks (seconds)."""

LONGEST = 1 << 20
TOLD_LINES = 40


@dataclass(frozen=True, slots=True)
class Unattended:
    """One workbook's run without anybody: `tell` is an address, or '' for the mailbox that letters leave from."""

    book: Path
    at: time
    tell: str = ""
    patience: float = PATIENCE
    pause: float = PAUSE

    @property
    def folder(self) -> Path:
        """Where its log stands, beside the book's copies."""
        return saving.folder_of(self.book)

    def run(self, work: Callable[[], int], now: datetime) -> int:
        """Does the day's work if it is time and it wasn't done; the exit code. Never raises."""
        if now.time() < self.at or last_done(self.book) == f"{now:%Y-%m-%d}":
            return 0
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = self._tried(work)
        if code == 3:
            self._tell(said, now)
        else:
            self._mark(now)
        self._log(
            worded(
                "—— {now:%Y-%m-%d %H:%M}\n{rstrip}\n退出码 {code}\n",
                now=now,
                rstrip=said.getvalue().rstrip(),
                code=code,
            )
        )
        return code

    def _tried(self, work: Callable[[], int]) -> int:
        waited = 0.0
        while lock_of(self.book) is not None and waited < self.patience:
            clock.sleep(self.pause)
            waited += self.pause
        if waited:
            print(worded("工作簿在别的程序里开着，等了 {waited:.0f} 分钟。", waited=waited / 60))
        try:
            return work()
        except Fault as fault:
            print(fault)
        except Exception:  # noqa: BLE001 - nobody is there to see it: it goes to the log and by mail
            traceback.print_exc()
        return 3

    def _mark(self, now: datetime) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        saving.replace(self.folder / DONE, partial(_written, f"{now:%Y-%m-%d}"))

    def _log(self, text: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / LOG
        old = path.read_text("utf-8", errors="replace") if path.exists() else ""
        path.write_text((old + spoken(text))[-LONGEST:], encoding="utf-8")

    def _tell(self, said: io.StringIO, now: datetime) -> None:
        """A letter to whoever looks after the program; that it couldn't leave stands in the log."""
        lines = spoken("\n".join(said.getvalue().splitlines()[-TOLD_LINES:]))
        try:
            known = account(os.environ, settings(self.book))
            mail = EmailMessage(policy=SMTP)
            mail["From"], mail["To"] = known.sender, self.tell or known.user
            mail["Subject"] = worded(
                "回访{failed}：{name} {now:%Y-%m-%d}", failed=worded(FAILED), name=self.book.name, now=now
            )
            mail.set_content(
                worded(
                    "“{name}”{month} 月 {day} 日的一天全套{failed}：\n\n{lines}\n\n"
                    '照上面说的改好，再运行一次：huifang daily "{book}"\n全部记录在：{folder}\n',
                    name=self.book.name,
                    month=now.month,
                    day=now.day,
                    failed=worded(FAILED),
                    lines=lines,
                    book=self.book,
                    folder=self.folder / LOG,
                )
            )
            carrier = yagmail_carrier(known)
            try:
                carrier.ready()
                carrier.send(mail)
            finally:
                carrier.close()
            print(worded("告诉了 {mail}。", mail=mail["To"]), file=said)
        except Fault as fault:
            print(worded("没能发信告诉人：{fault}", fault=fault), file=said)


def _written(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")


def last_done(book: Path) -> str:
    """The day on which the last run without anybody was done; '' before there was one."""
    path = saving.folder_of(book) / DONE
    return path.read_text("utf-8", errors="replace").strip() if path.exists() else ""


def time_of(said: str) -> time:
    """08:30 as a time.

    Raises:
        Fault: it isn't one.
    """
    try:
        return datetime.strptime(said.strip().replace("\N{FULLWIDTH COLON}", ":"), "%H:%M").time()
    except ValueError:
        raise Fault(worded("“{said}”不是钟点。", said=said), worded("写成 --at 08:30。")) from None


def due(said: str, book: Path, tell: str) -> tuple[Unattended, datetime]:
    """The run of `--unattended 08:30`, and the moment it is."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # started without a window
            setattr(sys, name, io.StringIO())
    return Unattended(book, time_of(said), tell), clocks.now()
