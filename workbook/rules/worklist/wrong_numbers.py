"""计为 无效: a number that proved wrong isn't called again; whoever keeps the file is asked for a new one."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from workbook.rulebook.sorts.model import Carry, Duty
from workbook.rules.facts.people import people
from workbook.rules.worklist.callees import CUSTOMERS, Line, Lines, cell, dialled, lines, numbers
from workbook.rules.worklist.limits import Sieve
from workbook.rules.world.frames import Frame, Link, result
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, moments, says, text
from workbook.rules.world.vectors import numbers as figures
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import worded

RECORDS, LIST, CALLED = "回访记录", "今日清单", "拨打号码"
BY_NUMBER = ("电话", "短信")
WAITS = "号码不对"
NONE = "没有号码"
"""What 历史 says of a record where no number stood: the one that is typed afterwards is another."""
KEEPERS = ("归属员工", "员工编号")


@dataclass(frozen=True, slots=True)
class Wrong:
    """The last call by the number that a row holds still found it wrong: `row` of 回访记录."""

    record: str
    row: int


@dataclass(frozen=True, slots=True)
class Found:
    """Whose number is wrong, by the row that holds it; and of which number records spoke, where 历史 doesn't say yet."""

    wrong: dict[Line, Wrong] = field(default_factory=dict)
    fresh: dict[str, tuple[int, str]] = field(default_factory=dict)


def mark(number: str | None) -> str:
    """A number that can be compared, and not be read: 138****0001#1f0a; '' for none.

    Examples:
        >>> mark("13800000001")[:12], mark(None), mark("13800000001") == mark("13800010001")
        ('138****0001#', '', False)
    """
    if not number:
        return ""
    return f"{number[:3]}****{number[-4:]}#{blake2b(number.encode(), digest_size=2).hexdigest()}"


def found(world: World) -> Found:
    """What the records say of numbers: only a call or a text that went out tells anything about one."""
    return world.remembered(WAITS, "", lambda: _found(world))


def _found(world: World) -> Found:
    records = world.frame(RECORDS)
    counts = world.column(records, "计为")
    at = world.column(records, "回访时间").data
    out = _by_number(world, records) & (at <= world.instant)
    invalid = counts.matching(lambda word: word == "无效") & out
    if not invalid.any():
        return Found()
    whose = lines(world, records)
    near = [(sheet, np.isin(to, np.unique(to[invalid & (to >= 0)]))) for sheet, to in whose]
    telling = invalid | (
        counts.matching(lambda word: word == "接触") & out & np.logical_or.reduce([m for _, m in near])
    )
    rows = np.flatnonzero(telling)
    rows = rows[np.argsort(at[rows], kind="stable")]
    marks, fresh = _marks(world, records, rows, {row for row in rows.tolist() if any(_of_row(whose, row))})
    last: dict[tuple[Line, str], int] = {}
    for row in rows.tolist():
        for line in _of_row(whose, row):
            last[line, marks[row]] = row
            if not invalid[row]:
                last.pop((line, ""), None)
            elif not any(_number(world, one) for one in _of_row(whose, row)):
                last[line, ""] = row  # somebody has taken the number out, and there is no other one
    keys = says(records.key()).objects()
    wrong = {
        line: Wrong(str(keys[row] or row), row)
        for (line, called), row in last.items()
        if invalid[row] and called == mark(_number(world, line))
    }
    return Found(wrong, fresh)


def _by_number(world: World, records: Frame) -> Mask:
    """Records of calls and texts that went out: a visit, and a customer who rings himself, say nothing of the number."""
    way, direction = world.column(records, "方式"), world.column(records, "方向")
    return (way.missing() | way.matching(lambda word: word in BY_NUMBER)) & ~direction.matching(
        lambda word: word == "来电"
    )


def _of_row(whose: Lines, row: int) -> Iterator[Line]:
    return ((sheet, int(at[row])) for sheet, at in whose if at[row] >= 0)


def _number(world: World, line: Line) -> str | None:
    held = numbers(world, line[0])
    code = int(held.data[line[1]])
    return str(held.words[code]) if code >= 0 else None


def _marks(
    world: World, records: Frame, rows: Array, linked: Container[int]
) -> tuple[dict[int, str], dict[str, tuple[int, str]]]:
    """Of which number each record speaks: as 历史 noted it, as the list showed it, else the one that stands there now.

    Shapes:
        linked: records of somebody whose number may be written down some day.
    """
    noted, listed = _noted(world), _listed(world)
    now = _numbers_of(world, records)
    keys = says(records.key()).objects()
    tasks = records.typed["任务编号"].objects() if "任务编号" in records.typed else np.full(len(records), None)
    marks: dict[int, str] = {}
    fresh: dict[str, tuple[int, str]] = {}
    for row in rows.tolist():
        key = str(keys[row] or row)
        known = noted.get(key) or mark(listed.get(str(tasks[row] or "")) or now[row])
        marks[row] = "" if known == NONE else known
        if key not in noted and (marks[row] or row in linked):
            fresh[key] = row, marks[row] or NONE
    return marks, fresh


def _numbers_of(world: World, records: Frame) -> list[str | None]:
    called: list[str | None] = [None] * len(records)
    for sheet, at, mine in dialled(world, records):
        held = numbers(world, sheet)
        for row in np.flatnonzero(mine).tolist():
            called[row] = str(held.words[held.data[at[row]]])
    return called


def _noted(world: World) -> dict[str, str]:
    """Which number each record was about, as 历史 says."""
    if "历史" not in world.tables.frames:
        return {}
    past = world.found("历史")
    rows = np.flatnonzero(past.typed["列"].matching(lambda word: word == CALLED))
    keys, marks = past.typed["主键"].objects(), past.typed["新值"].objects()
    return {str(keys[row]): str(marks[row] or "") for row in rows.tolist()}


def _listed(world: World) -> dict[str, str]:
    """The number that 今日清单 shows beside each task: whoever rang up read it there."""
    if LIST not in world.tables.frames:
        return {}
    listed = world.found(LIST)
    tasks, shown = listed.typed["任务编号"].objects(), says(listed.typed["电话"]).objects()
    return {str(task): str(number) for task, number in zip(tasks, shown, strict=True) if task and number}


def wait_for_number(world: World, held: Sieve) -> None:
    """Calls and texts to a number that proved wrong wait until there is another one."""
    wrong = found(world).wrong
    if not wrong:
        return
    by_number: Mask = held.tasks.typed["联系方式"].matching(lambda word: word in BY_NUMBER) & held.inside
    waiting: dict[Line, np.datetime64] = {}
    begun = _begun(held.tasks)
    rows = np.zeros(len(held.tasks), dtype=bool)
    for sheet, at, mine in _asked(world, held.tasks):
        own = mine & by_number & np.isin(at, [place for name, place in wrong if name == sheet])
        for row in np.flatnonzero(own)[np.argsort(at[own], kind="stable")].tolist():
            line = sheet, int(at[row])
            waiting[line] = min(waiting.get(line, begun[row]), begun[row])
        rows |= own
    held.drop(rows, WAITS, worded("上次打的号码不对，补了新号码再列"), "")
    dates = world.column(world.frame(RECORDS), "回访时间").data.astype("datetime64[D]").astype(str)
    for line in waiting:
        date = str(dates[wrong[line].row])
        world.note(issue(Kind.WRONG_NUMBER, cell(world, line), key=called(world, line), date=date, sheet=line[0]))
    world.memory[(WAITS, "行")] = waiting


def _begun(tasks: Frame) -> Array:
    """Since when each task could have been made; long ago where nothing says so."""
    opens, start = tasks.typed["开放"].data, tasks.typed["起点"].data
    since = np.where(np.isnat(opens), start, opens)
    return np.where(np.isnat(since), np.datetime64("1900-01-01", "us"), since)


def _due(world: World, found_on: Array, wanted_since: Array) -> Array:
    """The working day after the number was found wrong, or after a call first waited for it."""
    since = np.maximum(found_on, wanted_since).astype("datetime64[D]")
    return world.calendar().add(since, 1).astype("datetime64[us]")


def _asked(world: World, tasks: Frame) -> Iterator[tuple[str, Positions, Mask]]:
    """Whose number each task dials; where no row holds one, each that should."""
    none = np.ones(len(tasks), dtype=bool)
    for sheet, at, mine in dialled(world, tasks):
        none &= ~mine
        yield sheet, at, mine
    if none.any():
        yield from ((sheet, at, none & (at >= 0)) for sheet, at in lines(world, tasks))


def called(world: World, line: Line) -> str:
    """C1 张三; 三表卡 K0001 张三."""
    frame = world.frame(line[0])
    name = frame.sheet.called or next(
        (one for one in frame.sheet.columns if one.privacy == "个人" and one.type.name == "文本"), None
    )
    words = [line[0]] if line[0] != CUSTOMERS else []
    words.append(str(says(frame.key()).objects()[line[1]] or ""))
    words.append(str(says(world.column(frame, name.heading)).objects()[line[1]] or "") if name else "")
    return " ".join(word for word in words if word)


def changes(world: World) -> list[tuple[str, str, str]]:
    """What records found out about numbers and 历史 doesn't hold yet: (记录编号, mark, 结果代码)."""
    outcomes = world.frame(RECORDS).typed["结果代码"].objects()
    return [(key, called, str(outcomes[row])) for key, (row, called) in found(world).fresh.items()]


def reminders(world: World) -> list[tuple[Carry, Frame]]:
    """提醒 for whoever keeps the file: a new number is wanted, for each row whose task waits for it."""
    waiting: dict[Line, np.datetime64] = world.memory.get((WAITS, "行"), {})
    sheets = dict.fromkeys(sheet for sheet, _ in waiting)
    return [
        _reminder(world, sheet, {at: since for (name, at), since in waiting.items() if name == sheet})
        for sheet in sheets
    ]


def _reminder(world: World, sheet: str, waiting: dict[int, np.datetime64]) -> tuple[Carry, Frame]:
    wrong, held, records = found(world).wrong, world.frame(sheet), world.frame(RECORDS)
    at = np.array(list(waiting), dtype=np.int64)
    rows = np.array([wrong[sheet, position].row for position in waiting], dtype=np.int64)
    rule = Duty(
        id=WAITS,
        name=worded("补新号码"),
        clause=worded("号码不对，要先有新号码再联系"),
        emits="提醒",
        place=Place(sheet),
    )
    scope, caller = Scope(world, View(held, at)), Scope(world, View(records, rows))
    keeper: Vec = people(world, ("{员工编号}",), caller)
    own = next((column for heading in KEEPERS if (column := held.sheet.column(heading))), None)
    if own is not None and own.type.target == "员工":
        keeper = people(world, (f"{{{own.heading}}}",), scope).otherwise(keeper)
    when = world.column(records, "回访时间").take(rows)
    whose = held.sheet.playing("客户")
    due = _due(world, when.data, np.array(list(waiting.values()), dtype="datetime64[us]"))
    today = np.datetime64(world.today, "us")
    late = np.where(due < today, world.calendar().between(due, np.full(len(at), today)), np.nan)
    states = np.select([due < today, due == today], ["逾期", "今日到期"], "待办").tolist()
    columns = {
        "任务编号": text([f"{WAITS}·{wrong[sheet, position].record}" for position in waiting]),
        "规则": text([WAITS] * len(at)),
        "源表": text([sheet] * len(at)),
        "源编号": says(held.key()).take(at),
        "责任人": keeper,
        "起点": when,
        "开放": when,
        "到期": moments(due),
        "按日": text(["是"] * len(at)),
        "状态": text(states, Type("文本")),
        "迟量": figures(late),
        "单位": text(["工作日"] * len(at)),
    }
    if sheet == CUSTOMERS:
        columns["客户编号"] = held.key().take(at)
    elif whose is not None:
        columns["客户编号"] = world.column(held, whose.heading).take(at)
    made = result(world.schema.sheets["义务"], columns, len(at), {"源行": Link(held, at)})
    made.because = lambda position: f"{WAITS}：{records.place(int(rows[position]), '结果代码')}"
    return rule, made
