"""What a manager's letter begins with: what waits for a decision, whose work is late, and both in the subject."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.papers.letters.letters import SHOWN_ROWS, Section
from workbook.papers.list.problems import stops
from workbook.papers.overview.loads import people
from workbook.papers.overview.waiting import waiting
from workbook.papers.scripts.day_results import Day

WAITING = "等您决定"


def decisions(day: Day) -> list[Section]:
    """What a manager must decide, then whose work is late: before any figure."""
    waits = list(waiting(day, stops(day), day.sheet("处罚台账"), {}))
    late = [one for one in people(day) if one.late or one.behind]
    most = max((one.late + one.behind for one in late), default=1)
    asked = tuple((one.what, one.about, str(one.since or "")) for one in waits[:SHOWN_ROWS])
    whose = tuple((one.name, str(one.late), str(one.behind), str(one.calls)) for one in late[:SHOWN_ROWS])
    bars = tuple(round(100 * (one.late + one.behind) / most) for one in late[:SHOWN_ROWS])
    found = [
        Section(WAITING, headings=("什么事", "谁、哪一件", "从哪天"), rows=asked, ahead=True),
        Section(
            "谁的逾期", "", ("姓名", "逾期", "定额还差", "今天联系"), whose, frozenset({1, 2, 3}), bars=bars, ahead=True
        ),
    ]
    return [one for one in found if one.rows]


def counts(day: Day, first: Sequence[Section]) -> str:
    """Whose day it is and how it stands, for the line that is read before the letter is opened."""
    listed = day.listed
    late = int(listed.typed["状态"].matching(lambda word: word == "逾期").sum())
    waits = sum(len(one.rows) for one in first if one.title == WAITING)
    told = [f"等您决定 {waits}"] * bool(waits) + [f"逾期 {late}"] * bool(late) + [f"今天 {len(listed)}"]
    office = day.world.book.value("单位名称")
    return f" {office}：{'，'.join(told)}" if office else f" {'，'.join(told)}"
