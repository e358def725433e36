"""What a manager's letter begins with: what waits for a decision, whose work is late, and both in the subject."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.papers.letters.letters import SHOWN_ROWS, Section
from workbook.papers.list.problems import stops
from workbook.papers.list.today import OWNER
from workbook.papers.overview.loads import people
from workbook.papers.overview.waiting import waiting
from workbook.papers.scripts.day_results import Day
from workbook.rules.world.vectors import says
from workbook.words.tongue import declared, worded

WAITING = declared("等您决定")
CHORES = 1
"""Which of a person's numbers counts chores: it is left out where none is late."""


def decisions(day: Day) -> list[Section]:
    """What a manager must decide, then whose work is late: before any figure."""
    waits = list(waiting(day, stops(day), day.sheet("处罚台账"), {}))
    late = [one for one in people(day) if one.late or one.quota]
    most = max((one.late + one.behind or 1 for one in late), default=1)
    heads = (declared("什么事"), declared("谁、哪一件"), declared("从哪天"), declared("期限"))
    shown = len(heads) if any(one.until for one in waits) else len(heads) - 1
    lines = ((worded(one.what), one.about, str(one.since or ""), one.until) for one in waits[:SHOWN_ROWS])
    asked = tuple(line[:shown] for line in lines)
    is_split = any(one.chores_late for one in late)  # the subject and the list count calls only
    named = ("姓名", "逾期", declared("要办的逾期"), declared("定额还差"), declared("今天联系"))
    numbers = [(one.late - one.chores_late, one.chores_late, one.quota or 0, one.calls) for one in late[:SHOWN_ROWS]]
    whose = tuple(
        (one.name, *(str(number) for at, number in enumerate(counted) if is_split or at != CHORES))
        for one, counted in zip(late, numbers, strict=False)
    )
    bars = tuple(round(100 * (one.late + one.behind) / most) for one in late[:SHOWN_ROWS])
    found = [
        Section(WAITING, headings=heads[:shown], rows=asked, ahead=True),
        Section(
            declared("谁的逾期"),
            "",
            tuple(heading for at, heading in enumerate(named, -1) if is_split or at != CHORES),
            whose,
            frozenset(range(1, len(named) - 1 + is_split)),
            bars=bars,
            ahead=True,
        ),
    ]
    return [one for one in found if one.rows]


def counts(day: Day, first: Sequence[Section]) -> str:
    """Whose day it is and how it stands, for the line that is read before the letter is opened."""
    listed = day.listed
    late = int(listed.typed["状态"].matching(lambda word: word == "逾期").sum())
    waits = sum(len(one.rows) for one in first if one.title == WAITING)
    told = [worded("等您决定 {waits}", waits=waits)] * bool(waits)
    return of_office(day, told, late, len(listed), chores(day))


def chores(day: Day, person: str | None = None) -> tuple[int, int]:
    """How many things are owed that are no calls, and how many of them are late: the office's, or one person's."""
    frame = day.reminders
    late = frame.typed["状态"].matching(lambda word: word == "逾期")
    if person is None:
        return len(frame), int(late.sum())
    own = says(frame.typed[OWNER]).matching(lambda word: person in word.split("、"))
    return int(own.sum()), int((own & late).sum())


def of_office(day: Day, told: Sequence[str], late: int, count: int | None, owed: tuple[int, int] = (0, 0)) -> str:
    """The office, how many calls there are (None: not said) and what else is owed, how many of each are late."""
    others, others_late = owed
    count = None if count == 0 and others else count
    told = [*told, *[worded("逾期 {late}", late=late)] * bool(late)]
    told += [] if count is None else [worded("今天 {count}", count=count)]
    if others:
        more = worded("（逾期 {late}）", late=others_late) if others_late else ""
        told += [worded("要办 {count}{more}", count=others, more=more)]
    line = worded("，").join(told)
    office = day.world.book.value("单位名称")
    words = worded("：").join(part for part in (office, line) if part)
    return f" {words}" if words else ""
