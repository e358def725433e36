"""计为 无效: a number that proved wrong isn't called again; whoever keeps the file is asked for a new one."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from workbook.rulebook.sorts.model import Carry, Duty
from workbook.rules.facts.people import people
from workbook.rules.worklist.limits import Sieve
from workbook.rules.world.frames import Frame, Link, result
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Mask, moments, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.place import Place

RECORDS, CUSTOMERS, CALLED, LIST = "回访记录", "客户", "拨打号码", "今日清单"
BY_NUMBER = ("电话", "短信")
WAITS = "号码不对"


@dataclass(frozen=True, slots=True)
class Wrong:
    """The last call to a customer found the number wrong.

    Shapes:
        record: its 记录编号. row: its row in 回访记录. customer: position in 客户. mark: of the number that was called.
        stands: the customer has no other number yet.
    """

    record: str
    row: int
    customer: int
    mark: str
    is_new: bool
    stands: bool


def mark(number: str | None) -> str:
    """A number that can be compared, and not be read: 138****0001#1f0a; '' for none.

    Examples:
        >>> mark("13800000001")[:12], mark(None), mark("13800000001") == mark("13800010001")
        ('138****0001#', '', False)
    """
    if not number:
        return ""
    return f"{number[:3]}****{number[-4:]}#{blake2b(number.encode(), digest_size=2).hexdigest()}"


def wrong(world: World) -> dict[int, Wrong]:
    """By customer (position in 客户): whose number is the one that proved wrong still."""
    return {customer: one for customer, one in _proved(world).items() if one.stands}


def _proved(world: World) -> dict[int, Wrong]:
    return world.remembered(WAITS, "", lambda: _found_wrong(world))


def _found_wrong(world: World) -> dict[int, Wrong]:
    """By customer: the last call found the number wrong."""
    records, customers = world.frame(RECORDS), world.frame(CUSTOMERS)
    counts = world.column(records, "计为")
    if not counts.matching(lambda word: word == "无效").any():
        return {}
    at = world.column(records, "回访时间").data
    whose = customers.lookup(records.typed["客户编号"])
    by_number = records.typed["方式"].matching(lambda word: word in BY_NUMBER) | records.typed["方式"].missing()
    reached = counts.matching(lambda word: word == "接触") & by_number
    telling = (counts.matching(lambda word: word == "无效") | reached) & (at <= world.instant) & (whose >= 0)
    rows = np.flatnonzero(telling)
    rows = rows[np.argsort(at[rows], kind="stable")]
    last = dict(zip(whose[rows].tolist(), rows.tolist(), strict=True))
    invalid = counts.matching(lambda word: word == "无效")
    keys, noted, now, listed = says(records.key()).objects(), _noted(world), numbers(world), _listed(world)
    tasks = says(records.typed["任务编号"]).objects()
    found: dict[int, Wrong] = {}
    for customer, row in last.items():
        if not invalid[row]:
            continue
        record = str(keys[row] or row)
        called = noted.get(record) or listed.get(str(tasks[row])) or mark(now[customer])
        stands = called == mark(now[customer]) or not now[customer]
        found[customer] = Wrong(record, row, customer, called, record not in noted, stands)
    return found


def numbers(world: World) -> list[str | None]:
    """The number by which each customer is called: the mobile, else the landline."""
    scope = Scope(world, whole(world.frame(CUSTOMERS)))
    found: list[str | None] = says(scope.vec(("手机",)).otherwise(scope.vec(("座机",)))).objects().tolist()
    return found


def _noted(world: World) -> dict[str, str]:
    """Which number each record was about, as 历史 says."""
    if "历史" not in world.tables.frames:
        return {}
    past = world.found("历史")
    rows = np.flatnonzero(past.typed["列"].matching(lambda word: word == CALLED))
    keys, marks = past.typed["主键"].objects(), past.typed["新值"].objects()
    return {str(keys[row]): str(marks[row] or "") for row in rows.tolist()}


def _listed(world: World) -> dict[str, str]:
    """Which number each task was listed with: who finds it wrong may have typed the right one before 登记."""
    if LIST not in world.tables.frames:
        return {}
    found = world.found(LIST)
    pairs = zip(says(found.typed["任务编号"]).objects(), says(found.typed["电话"]).objects(), strict=True)
    return {str(task): mark(number) for task, number in pairs if task and number}


def wait_for_number(world: World, held: Sieve) -> None:
    """Calls and texts to a number that proved wrong wait until there is another one."""
    found = wrong(world)
    if not found:
        return
    customers = world.frame(CUSTOMERS)
    at = customers.lookup(held.tasks.typed["客户编号"])
    by_number: Mask = held.tasks.typed["联系方式"].matching(lambda word: word in BY_NUMBER)
    rows = by_number & np.isin(at, list(found))
    held.drop(rows, WAITS, "上次打的号码不对，补了新号码再列", "")
    keys, names = says(customers.key()).objects(), says(world.column(customers, "客户名称")).objects()
    dates = world.column(world.frame(RECORDS), "回访时间").data.astype("datetime64[D]").astype(str)
    for position in sorted(set(at[rows].tolist())):
        key = f"{keys[position]} {names[position] or ''}".strip()
        place = customers.place(position, "手机")
        world.note(issue(Kind.WRONG_NUMBER, place, key=key, date=str(dates[found[position].row])))
    world.memory[(WAITS, "客户")] = sorted(set(at[rows].tolist()))


def changes(world: World) -> list[tuple[str, str, str]]:
    """Numbers that proved wrong and aren't in 历史 yet: (记录编号, mark, 结果代码)."""
    outcomes = world.frame(RECORDS).typed["结果代码"].objects()
    return [
        (one.record, one.mark, str(outcomes[one.row])) for one in _proved(world).values() if one.is_new and one.mark
    ]


def reminders(world: World) -> list[tuple[Carry, Frame]]:
    """提醒 for whoever keeps the file: a new number is wanted, for each customer whose task waits for it."""
    waiting: list[int] = world.memory.get((WAITS, "客户"), [])
    if not waiting:
        return []
    found, customers, records = wrong(world), world.frame(CUSTOMERS), world.frame(RECORDS)
    at = np.array(waiting, dtype=np.int64)
    rows = np.array([found[position].row for position in waiting], dtype=np.int64)
    rule = Duty(id=WAITS, name="补新号码", clause="号码不对，要先有新号码再联系", emits="提醒", place=Place(CUSTOMERS))
    keeper = people(world, ("{归属员工}",), Scope(world, View(customers, at)))
    caller = people(world, ("{员工编号}",), Scope(world, View(records, rows)))
    when = world.column(records, "回访时间").take(rows)
    columns = {
        "任务编号": text([f"{WAITS}·{found[position].record}" for position in waiting]),
        "规则": text([WAITS] * len(at)),
        "源表": text([CUSTOMERS] * len(at)),
        "源编号": customers.key().take(at),
        "客户编号": customers.key().take(at),
        "责任人": keeper.otherwise(caller),
        "起点": when,
        "开放": when,
        "到期": moments(np.full(len(at), np.datetime64(world.today, "us"))),
        "按日": text(["是"] * len(at)),
        "状态": text(["待办"] * len(at), Type("文本")),
    }
    made = result(world.schema.sheets["义务"], columns, len(at), {"源行": Link(customers, at)})
    made.because = lambda position: f"{WAITS}：{records.place(int(rows[position]), '结果代码')}"
    return [(rule, made)]
