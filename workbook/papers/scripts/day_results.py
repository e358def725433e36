"""What papers ask of a day: the finished results of one run, whoever computed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from workbook.papers.pages.prints import Changed, Shifted
from workbook.papers.scripts.scripts import Spoken
from workbook.rulebook.load.load import Rulebook
from workbook.rules.recording.drafts import Planned
from workbook.rules.world.frames import Frame
from workbook.sheets.grid import Grid
from workbook.words.issues import Issue
from workbook.words.tongue import Tongue


class Day(Planned, Protocol):
    """The results of one run; every part is computed when it is first asked for."""

    @property
    def not_listed(self) -> Frame:
        """未入选说明."""

    @property
    def reminders(self) -> Frame:
        """提醒."""

    @property
    def tongue(self) -> Tongue | None:
        """The language that its workbook is kept in; None is Chinese."""

    @property
    def overtyped(self) -> Mapping[str, Sequence[Changed | Shifted]]:
        """By sheet of ours: cells that the program had printed and that hold something else now."""

    @property
    def list_found(self) -> Grid | None:
        """今日清单 as it was found, before anything is written."""

    @property
    def forms_made(self) -> Mapping[str, str]:
        """By task: the file and the sheet of its form, where today's forms were made."""

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What is wrong in the sheets and in the rules."""

    def sheet(self, name: str) -> Frame:
        """Any sheet of the day, as it counts now."""

    def checked(self, *, only_failed: bool = False) -> Frame:
        """检查结果, or only what fails."""

    def script(self, position: int, on: date | None = None) -> Spoken:
        """The words for one row of 今日清单, as of a day."""

    def because(self, frame: Frame, position: int) -> str:
        """Why a row of results is there."""

    @property
    def shipped(self) -> Day:
        """The same facts by the rules as the rulebooks bring them."""

    def under(self, book: Rulebook) -> Day:
        """The same facts by other rules."""
