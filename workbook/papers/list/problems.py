"""问题 as a sheet: all that is wrong in the workbook and the rules, each with its cell, its cure and its first day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.shown import Sheetful, values
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Check
from workbook.rules.facts.checks import item_heading, item_name
from workbook.rules.world.frames import Frame
from workbook.words.issues import Issue, Kind
from workbook.words.place import Place

PROBLEMS, RESULTS = "问题", "检查结果"
LEVELS = ("停", "疑", "注")
SEEN = ("编号", "表", "主键", "项", "值", "级别", "提示")
MOST_GAPS = 2000
"""Failed checks listed at most; the rest is counted, and every one stands in the office's own gap reports."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the sheet."""

    level: str
    title: str
    place: Place
    what: str
    cure: str

    @property
    def order(self) -> tuple[int, bool, Place, str]:
        """By level; gaps that a checklist found come after what is plainly wrong; then by place."""
        return LEVELS.index(self.level), self.title == Kind.CHECK_FAILED.title, self.place, self.what


def problems_page(day: Day) -> Page:
    """问题, keyed by title and cell, so that a problem keeps its first day and staff's notes until it is gone."""
    found = problems(day)
    keys = [f"{problem.title}·{problem.place}" for problem in found]
    first = _first_days(day)
    today = day.world.today
    sheet = Sheetful(len(found))
    sheet.add("级别", [problem.level for problem in found], wide=8)
    sheet.add("代码", [problem.title for problem in found], most=24)
    sheet.add("表", [problem.place.sheet for problem in found], most=18)
    sheet.add("格", [str(problem.place) for problem in found], "链接", most=24)
    sheet.add("内容", [problem.what for problem in found], wide=60, wrap=True)
    sheet.add("怎么改", [problem.cure for problem in found], wide=44, wrap=True)
    sheet.add("行键", keys, hidden=True)
    made = sheet.page(PROBLEMS, key="行键")
    sheet.add("首见", [first.get(key, today) for key in made.keys], "日期")
    sheet.add("末见", [today] * len(found), "日期")
    return sheet.page(PROBLEMS, key="行键", marks=[(at, problem.level) for at, problem in enumerate(found)])


def problems(day: Day) -> list[Problem]:
    """All that is wrong, the worst first."""
    return sorted(_all(day), key=lambda problem: problem.order)


def stops(day: Day) -> int:
    """How much is wrong on level 停, items of checklists included: the one count of exit codes, first lines and letters."""
    told = {found.place for found in day.issues if found.kind in {Kind.CHECK_FAILED, Kind.CHECK_STOPS}}
    plain = sum(problem.level == "停" for problem in dict.fromkeys(map(_of_issue, day.issues)))
    frame = day.checked(only_failed=True)
    failed = frame.typed["通过"].matching(lambda word: word == "否")
    failed &= frame.typed["级别"].matching(lambda word: word == "停")
    at_cell = Cells(day, frame)
    places = [at_cell.place(int(at)) for at in failed.nonzero()[0]] if told else []
    return plain + int(failed.sum()) - sum(place in told for place in places)


def _all(day: Day) -> Iterable[Problem]:
    issues = day.issues
    yield from dict.fromkeys(_of_issue(found) for found in issues)
    told = {found.place for found in issues if found.kind in {Kind.CHECK_FAILED, Kind.CHECK_STOPS}}
    yield from (gap for gap in _gaps(day) if gap.place not in told)


def _of_issue(found: Issue) -> Problem:
    return Problem(found.kind.level, found.kind.title, found.place, found.what, found.cure)


def _gaps(day: Day) -> Iterable[Problem]:
    """Items of checklists that fail, as staff mend them: the cell, what it lacks, what to do."""
    frame = day.checked(only_failed=True)
    failed = frame.typed["通过"].matching(lambda word: word == "否").nonzero()[0].tolist()
    names = {check.id: check.name or check.id for check in day.world.book.all(Check)}
    columns = {heading: frame.typed[heading].objects() for heading in SEEN}
    cells = Cells(day, frame)
    for at in failed[:MOST_GAPS]:
        row = {heading: column[at] for heading, column in columns.items()}
        held = f"“{row['值']}”" if row["值"] else "是空的"
        what = f"{names.get(row['编号'], row['编号'])}：{row['主键'] or ''} 的{row['项']}{held}。"
        if row["值"] and row["值"] == row["主键"]:
            what = f"{names.get(row['编号'], row['编号'])}：缺 {row['值']}。"
        place = cells.place(at) or Place(str(row["表"]))
        cure = row["提示"] or "补上或改好这一格。"
        yield Problem(str(row["级别"] or "疑"), Kind.CHECK_FAILED.title, place, what, cure)
    if len(failed) > MOST_GAPS:
        rest = f"还有 {len(failed) - MOST_GAPS} 处缺项没有列在这里。"
        cure = "先改上面的，再运行一次；或在【报告】里按人列缺项。"
        yield Problem("注", Kind.CHECK_FAILED.title, Place(RESULTS), rest, cure)


class Cells:
    """The cells that results of checklists speak of: of the row the column that its item looks at."""

    def __init__(self, day: Day, frame: Frame) -> None:
        self._frame = frame
        self._items = {(one.id, one.sheet, item_name(one)): one for one in day.world.book.all(Check)}
        self._said = [frame.typed[heading].objects() for heading in ("编号", "表", "项")]

    def place(self, position: int) -> Place | None:
        """The cell one result speaks of; None where it speaks of none."""
        words = tuple(str(column[position]) for column in self._said)
        check = self._items.get((words[0], words[1], words[2]))
        for link in self._frame.links.get("源行", []):
            at = int(link.at[position])
            if at >= 0:
                heading = words[2] if check is None else item_heading(link.frame, check)
                return link.frame.place(at, heading) if link.frame.number(at) else None
        return None


def _first_days(day: Day) -> dict[str, Value]:
    """When each problem was first seen, as the sheet of the last run says."""
    if PROBLEMS not in day.world.tables.cells:
        return {}
    before = day.world.found(PROBLEMS)
    keys = before.typed["行键"].objects().tolist()
    return {str(key): seen for key, seen in zip(keys, values(before.typed["首见"]), strict=True) if key and seen}
