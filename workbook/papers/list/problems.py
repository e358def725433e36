"""问题 as a sheet: all that is wrong in the workbook and the rules, each with its cell, its cure and its first day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbook.papers.list.gathered import Family, Problem, families
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.shown import Sheetful, values
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.leaving import note_unclear_marks
from workbook.rulebook.sorts.model import Check
from workbook.rules.facts.checks import item_heading, item_name
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Vec
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import MANY, Issue, Kind
from workbook.words.place import Place
from workbook.words.tongue import worded

PROBLEMS, DETAILS = "问题", "问题明细"
SEEN = ("编号", "表", "主键", "项", "值", "级别", "提示")
HOLDS = "任务"
"""What an item of a checklist blocks where its row yields no call."""
LISTED = 5000
"""Cells that 问题明细 lists at most, of each line as many; the rest is counted."""
At = NDArray[np.intp]


def problems_pages(day: Day) -> tuple[Page, ...]:
    """问题, keyed so that a problem keeps its first day and staff's notes until it is gone; 问题明细 where lines tell of many."""
    gathered = tuple(_families(day))
    found, listed = _lines(gathered), _listed(gathered)
    keys = [problem.key for problem in found]
    first = _first_days(day)
    today = day.world.today
    sheet = Sheetful(len(found))
    sheet.add("级别", [problem.level for problem in found], wide=8)
    sheet.add("代码", [worded(problem.title) for problem in found], wide=19)
    sheet.add("表", [problem.place.sheet for problem in found], wide=11)
    sheet.add("格", [str(problem.place) for problem in found], "链接", wide=18)
    sheet.add("处数", [problem.count if problem.count > 1 else None for problem in found], "整数", wide=8, centred=True)
    sheet.add("内容", [problem.what for problem in found], wide=60, wrap=True)
    sheet.add("怎么改", [problem.cure for problem in found], wide=44, wrap=True)
    sheet.add("行键", keys, hidden=True)
    made = sheet.page(PROBLEMS, key="行键")
    days = [
        first.get(key) or first.get(f"{one.title}·{one.place}", today)
        for key, one in zip(made.keys, found, strict=True)
    ]
    sheet.add("首见", days, "日期")
    sheet.add("末见", [today] * len(found), "日期")
    marks = [(at, problem.level) for at, problem in enumerate(found)]
    page = replace(sheet.page(PROBLEMS, key="行键", marks=marks), links=((0, "处数", ""),))  # earlier links are gone
    if not listed and DETAILS not in day.world.tables.cells:
        return (page,)
    details = _details(listed, sum(one.count for one in found if one.count > 1))
    begins = {_line(one): at for at, one in reversed(list(enumerate(listed)))}
    top = 2 + bool(details.title) + bool(details.note)
    links = [
        (at, "处数", f"{DETAILS}!A{top + begins[_line(one)]}")
        for at, one in enumerate(found)
        if one.count > 1 and _line(one) in begins
    ]
    return replace(page, links=(*page.links, *links)), details


def _line(problem: Problem) -> tuple[str, str, str]:
    """Where a problem's family begins in 问题明细: at its first cell."""
    return problem.level, problem.title, str(problem.place)


def _details(listed: Sequence[Problem], many: int) -> Page:
    """Each cell of what 问题 tells together, to be filtered."""
    sheet = Sheetful(len(listed))
    sheet.add("级别", [one.level for one in listed], wide=8)
    sheet.add("代码", [worded(one.title) for one in listed], wide=19)
    sheet.add("表", [one.place.sheet for one in listed], wide=11)
    sheet.add("格", [str(one.place) for one in listed], "链接", wide=18)
    sheet.add("内容", [one.what for one in listed], wide=60, wrap=True)
    sheet.add("怎么改", [one.cure for one in listed], wide=44, wrap=True)
    rest = worded("后面还有 {count} 处没有列，先改这些。", count=many - len(listed)) if many > len(listed) else ""
    note = worded("【问题】里一行说了许多处的，这里一处一行，点“格”过去改；按“代码”“内容”筛。每次重做。") + rest
    marks = [(at, one.level) for at, one in enumerate(listed)]
    return sheet.page(DETAILS, marks=marks, title=DETAILS, note=note)


def problems(day: Day) -> list[Problem]:
    """All that is wrong, the worst first; the same thing in many rows of a column once, with its count."""
    return _lines(_families(day))


def _lines(found: Iterable[Family]) -> list[Problem]:
    return sorted((line for family in found for line in family.lines()), key=lambda one: one.order)


def _listed(found: Iterable[Family]) -> list[Problem]:
    """Each cell of what `problems` tells together."""
    many = [one for one in found if one.count > MANY]
    many.sort(key=lambda one: next(one.members(1)).order)
    each = max(LISTED // max(len(many), 1), MANY)
    return [member for one in many for member in one.members(each)]


def stops(day: Day) -> int:
    """How much is wrong on level 停, items of checklists included: the one count of exit codes, first lines and letters."""
    frame = day.checked(only_failed=True)  # first: what keeps a checklist from being worked is wrong too
    told = {found.place for found in day.issues if found.kind in {Kind.CHECK_FAILED, Kind.CHECK_STOPS}}
    plain = len({_of_issue(found) for found in day.issues if found.kind.level == "停"})
    failed = frame.typed["通过"].matching(lambda word: word == "否")
    failed &= frame.typed["级别"].matching(lambda word: word == "停")
    at_cell = Cells(day, frame)
    places = [at_cell.place(int(at)) for at in failed.nonzero()[0]] if told else []
    return plain + int(failed.sum()) - sum(place in told for place in places)


def doubts(day: Day) -> int:
    """How many cells 问题 asks to look at, on level 疑; nothing of it keeps a run from ending well."""
    return sum(one.count for one in problems(day) if one.level == "疑")


def stops_told(world: World) -> int | None:
    """How much the sheet 问题 as it stands says is wrong on level 停; None where there is no such sheet."""
    frame = world.found(PROBLEMS)
    if PROBLEMS not in world.tables.cells:
        return None
    stop = world.column(frame, "级别").matching(lambda word: word == "停")
    many = world.column(frame, "处数").of(Type("整数")).data[stop]
    return int(np.where(np.isnan(many), 1, many).sum())


def _families(day: Day) -> Iterator[Family]:
    _ = day.checked(only_failed=True)  # what keeps a checklist from being worked stands among the issues
    note_unclear_marks(day.world)
    issues = day.issues
    yield from families(dict.fromkeys(map(_of_issue, issues)))
    yield from _gaps(day, {found.place for found in issues if found.kind in {Kind.CHECK_FAILED, Kind.CHECK_STOPS}})


def _of_issue(found: Issue) -> Problem:
    return Problem(found.kind.level, found.kind.title, found.place, found.what, found.cure)


def _gaps(day: Day, told: AbstractSet[Place]) -> Iterator[Family]:
    """Items of checklists that fail, as staff mend them: the cell, what it lacks, what to do. `told`: cells told already."""
    frame = day.checked(only_failed=True)
    failed = np.flatnonzero(frame.typed["通过"].matching(lambda word: word == "否"))
    columns = {heading: frame.typed[heading].objects() for heading in SEEN}
    cells = Cells(day, frame)
    if told:
        failed = np.array([at for at in failed.tolist() if cells.place(at) not in told], dtype=failed.dtype)
    checks = {check.id: check for check in day.world.book.all(Check)}

    def one(at: int) -> Problem:
        row = {heading: column[at] for heading, column in columns.items()}
        name, words = _name(checks, row), {"key": row["主键"] or "", "item": row["项"]}
        held = worded("“{value}”", value=row["值"]) if row["值"] else worded("是空的")
        what = worded("{name}：{key} 的{item}{held}。", name=name, held=held, **words)
        if row["值"] and row["值"] == row["主键"]:
            what = worded("{name}：缺 {value}。", name=name, value=row["值"])
        place = cells.place(at) or Place(str(row["表"]))
        cure = row["提示"] or worded("补上或改好这一格。")
        holds = row["编号"] in checks and HOLDS in checks[row["编号"]].blocks
        return Problem(str(row["级别"] or "疑"), Kind.CHECK_FAILED.title, place, what, cure, holds=holds)

    for group in _alike([frame.typed[heading] for heading in ("编号", "表", "项", "级别")], frame.typed["值"], failed):
        row = {heading: column[group[0]] for heading, column in columns.items()}
        name, item = _name(checks, row), row["项"]
        together = (
            worded("{name}：{item}是空的，", name=name, item=item)
            if not row["值"]
            else worded("{name}：缺 {value} 等，", name=name, value=row["值"])
            if row["值"] == row["主键"]
            else worded("{name}：{item}不对，例如“{value}”，", name=name, item=item, value=row["值"])
        )
        if row["编号"] in checks and HOLDS in checks[row["编号"]].blocks:
            together += worded("改好以前这些行不列进清单，")
        yield Family(len(group), lambda at, group=group: one(int(group[at])), together)  # type: ignore[misc]


def _alike(vecs: Sequence[Vec], value: Vec, failed: At) -> list[At]:
    """The failing results by what is the same of them, and whether the cell is empty; each in its order."""
    if not len(failed):
        return []
    codes = np.stack([*(vec.data[failed] for vec in vecs), value.missing()[failed]], axis=1)
    turn = np.lexsort(codes.T[::-1])  # by the first column, then by the second; of equal ones the first comes first
    return np.split(failed[turn], np.flatnonzero((np.diff(codes[turn], axis=0) != 0).any(axis=1)) + 1)


def _name(checks: Mapping[str, Check], row: Mapping[str, str]) -> str:
    check = checks.get(row["编号"])
    return (check.name if check else "") or row["编号"]


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
