"""What staff typed about tasks, as found: from rows of 今日清单 or from filled forms, before anything is understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbook.rulebook.sorts.model import Question
from workbook.rules.facts.answers import RECORDS, stored_in
from workbook.rules.worklist.held_before import before
from workbook.rules.worklist.tasks import linked, task_sheet
from workbook.rules.world.world import World
from workbook.sheets.columns import Column
from workbook.sheets.grid import Grid
from workbook.sheets.headers import accepted, find
from workbook.sheets.texts import tidy
from workbook.words.place import Place

LIST = "今日清单"
OUTCOME, TIME, PROMISED, NOTE, STAFF = "结果代码", "回访时间", "约定时间", "备注", "员工编号"
VERSION, WAY = "话术版本", "方向"
BROUGHT = {"customer": "客户编号", "owner": "责任人", "channel": "联系方式", "version": VERSION}
"""What a row of paper says of itself, beside what was typed."""
OWN = (OUTCOME, TIME, PROMISED, NOTE)
OURS = {"记录编号", "任务编号", "规则", "计划到期", "话术版本", "题单"}
"""Columns of 回访记录 that the program fills itself."""
ON_LIST = Place(LIST)


@dataclass(frozen=True, slots=True)
class Filled:
    """What staff typed about one task.

    Shapes:
        answers: 题号 (or another column of 回访记录, such as 原因 or 员工编号) → text. task_id: '' where staff added a
        line of their own; `customer` then says whom. attempt: which try the paper was made for; None when it doesn't
        say. owner, channel, version: whose row it was, how it was to be done, which words the paper showed. made_on: of
        which day the paper is; '' for the list, which says it for all its rows. places: heading → where that cell stood.
    """

    task_id: str
    answers: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    time: str = ""
    promised: str = ""
    note: str = ""
    customer: str = ""
    attempt: int | None = None
    owner: str = ""
    channel: str = ""
    version: str = ""
    made_on: str = ""
    where: Place = ON_LIST
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, str]:
        """Every cell that holds something, by heading.

        Examples:
            >>> Filled("W2·E1", {"满意度": "满意", "改进点": " "}, outcome="完成").cells
            {'结果代码': '完成', '满意度': '满意'}
        """
        own = dict(zip(OWN, (self.outcome, self.time, self.promised, self.note), strict=True))
        return {heading: text for heading, text in {**own, **self.answers}.items() if text.strip()}

    def at(self, heading: str) -> Place:
        """Where a cell stood, or where it would stand."""
        return self.places.get(heading, self.where)


def filled(task_id: str, cells: Mapping[str, str], **facts: object) -> Filled:
    """A `Filled` out of cells by heading."""
    answers = {heading: text for heading, text in cells.items() if heading not in OWN}
    outcome, time, promised, note = (cells.get(heading, "") for heading in OWN)
    return Filled(task_id, answers, outcome, time, promised, note, **facts)  # type: ignore[arg-type]


def typed_rows(world: World, grids: Sequence[Grid]) -> tuple[Filled, ...]:
    """The rows of 今日清单 in which staff typed something, as they left them.

    Columns that the program writes are not theirs; columns that 回访记录 doesn't know are their own business. Whose name
    was typed over the row's person has made the call.
    """
    grid = next((one for one in grids if one.name.strip() == LIST), None)
    sheet = world.schema.sheets[LIST]
    header = find(grid, accepted(sheet.columns)) if grid is not None else None
    if grid is None or header is None:
        return ()
    columns = {heading: grid.columns[index].slice(header.row + 1) for heading, index in header.columns.items()}
    columns |= {h: grid.columns[index].slice(header.row + 1) for h, index in header.extras.items() if h == VERSION}
    texts = {heading: tidy(cells).to_pylist() for heading, cells in columns.items()}
    numbers = {**header.columns, **{h: i for h, i in header.extras.items() if h in typed_headings(world)}}
    ours = {column.heading for column in sheet.columns if not column.typed}
    typed = {heading: index for heading, index in numbers.items() if heading not in ours}
    for heading, index in typed.items():
        texts[heading] = tidy(grid.columns[index].slice(header.row + 1)).to_pylist()
    first = grid.top + header.row + 1
    people, moved = world.frame("员工").key().objects(), before(world).moved
    found = []
    for at in range(grid.height - header.row - 1):
        cells = {heading: texts[heading][at] for heading in typed if texts[heading][at]}
        if not cells:
            continue
        places = {heading: Place(grid.name, first + at, grid.left + index) for heading, index in typed.items()}
        key, nth = _cell(texts, "任务编号", at), _cell(texts, "第几次", at)
        facts = {name: _cell(texts, heading, at) for name, heading in BROUGHT.items()}
        given = next((str(people[moved[part]]) for part in key.split("、") if part in moved), "")
        facts |= {"owner": given} if given else {}
        attempt = int(nth) if nth.isdigit() else None
        found.append(filled(key, cells, attempt=attempt, where=Place(grid.name, first + at), places=places, **facts))
    return tuple(found)


def may_be_typed(world: World, grid: Grid) -> bool:
    """Whether a cell of 今日清单 that may be staff's holds anything; a world over the rules alone will do.

    It may say so of a column that the program fills; it never says no where `typed_rows` finds a row.
    """
    sheet = world.schema.sheets[LIST]
    header = find(grid, accepted(sheet.columns))
    if header is None:
        return False
    records = {column.heading for column in world.schema.sheets[RECORDS].columns}
    theirs = {column.heading for column in sheet.columns if column.typed} | (records - OURS) | _asked(world)
    ours = {column.heading for column in sheet.columns if not column.typed} | linked(world.schema.sheets[RECORDS])
    places = {**header.columns, **header.extras}
    cells = (grid.columns[place].slice(header.row + 1) for heading, place in places.items() if heading in theirs - ours)
    return any(len(tidy(one).drop_null()) for one in cells)


def _cell(texts: Mapping[str, list[str | None]], heading: str, at: int) -> str:
    return (texts[heading][at] or "") if heading in texts else ""


def typed_headings(world: World) -> set[str]:
    """What staff may type about a task: answers, and columns of 回访记录 that neither the program nor a rule fills."""
    carried = {column.heading for column in task_sheet(world).columns if not column.typed} - {WAY}
    records = {column.heading for column in world.schema.sheets[RECORDS].columns}
    return (records - OURS - carried) | _asked(world)


def _asked(world: World) -> set[str]:
    """What questions are called, and the columns that they answer into."""
    return {name for question in world.book.all(Question) for name in (question.question, stored_in(question)[1])}


def answer_column(world: World, question: Question) -> Column:
    """The declared column that a question answers into."""
    sheet, heading = stored_in(question)
    declared = world.schema.sheets[sheet].column(heading)
    if declared is None:  # a rulebook's questions are declared when the day is opened
        raise ValueError(f"{sheet} has no column {heading}")
    return declared
