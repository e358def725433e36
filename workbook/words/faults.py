"""What can go wrong with the world, as one tree of exceptions.

    Fault                 one sentence and its cure; caught once, in a shell
    ├── BookFault         the workbook can't be read or written (missing, locked, damaged, .xls, password)
    ├── RuleFault         the rules can't be used at all (unknown rulebook, circular duties)
    ├── PaperFault        a template can't be filled
    └── MailFault         no account, refused login, refused message

What is wrong *inside* a workbook is never a fault but an `Issue` (issues.py). What is wrong in our own code is a plain
ValueError with English words.
"""

from __future__ import annotations

from workbook.words.tongue import worded


class Fault(Exception):
    """The world went wrong. `what` is one sentence, `cure` what the reader can do now; both complete."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what, cure)
        self.what = what
        self.cure = cure

    def __str__(self) -> str:
        return worded("{what}\n怎么改：{cure}", what=self.what, cure=self.cure)


class BookFault(Fault):
    """The workbook can't be read or written; nothing was changed."""


class RuleFault(Fault):
    """The rules can't be used at all; nothing was computed."""


class PaperFault(Fault):
    """A template can't be filled; nothing was printed."""


class MailFault(Fault):
    """A letter can't leave; it stays in the outbox."""
