"""问题链: each problem that is followed, its number, its steps, what comes next, whose turn it is and by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from workbook.rulebook.sorts.model import Trace
from workbook.rules.owed.chain_rows import happenings
from workbook.rules.owed.chain_turns import turns_of
from workbook.rules.owed.chaining import Chain, chains
from workbook.rules.world.frames import Frame, Link, result
from workbook.rules.world.vectors import NAT, Vec, moments, numbers, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type

SHEET, WINDOW = "问题链", "问题链天数"
RUNNING, LATE, CLOSED = "没关", "逾期", "关了"
NEXT = {"再访": "第二次回访", "投诉": "登记投诉", "解决": "解决", "验证": "验证"}
DAY = np.timedelta64(1, "D")


def found(world: World) -> list[Chain]:
    """Every chain of the workbook, in the order in which they began."""
    rules = world.book.all(Trace)
    window = int(float(world.book.value(WINDOW) or 30))
    return world.remembered("问题链的各步", "", lambda: chains(happenings(world, rules), window) if rules else [])


def chain_sheet(world: World) -> Frame:
    """问题链 as a sheet of results: one row a chain, open or closed."""
    held = found(world)
    turns = turns_of(world, held)
    now = np.datetime64(world.now, "us")
    states = [
        CLOSED if not one.next else LATE if not np.isnat(turn.breached) and turn.breached <= now else RUNNING
        for one, turn in zip(held, turns, strict=True)
    ]
    began = np.array([one.first.time for one in held], dtype="M8[us]")
    until = np.array([now if one.closed_at is None else one.closed_at for one in held], dtype="M8[us]")
    days = (until.astype("M8[D]") - began.astype("M8[D]")).astype(np.int64)
    running = Counter(one.first.person for one in held if one.next)
    customers = [next((step.of.customer for step in one.steps if step.of.customer), "") for one in held]
    columns = {
        "链号": text(_ids(world, held)),
        "状态": text(states),
        "客户编号": text([one or None for one in customers], Type("引用", "客户")),
        "产品": text([one.product or None for one in held]),
        "类别": text([one.kind or None for one in held]),
        "起于": moments(began),
        "天数": numbers(days.astype(float), Type("整数")),
        "工作日": numbers(world.calendar().between(began, until).astype(float), Type("整数")),
        "第几次": numbers([float(one.times) for one in held], Type("整数")),
        "步骤": text(["\n".join(_steps(one)) for one in held]),
        "接下来": text([NEXT.get(one.next) for one in held]),
        "轮到": text([turn.person or None for turn in turns], Type("引用", "员工")),
        "轮到时间": moments([one.since if one.next and one.since is not None else NAT for one in held]),
        "最迟": moments([turn.due for turn in turns]),
        "规则": text([turn.rule or None for turn in turns]),
        "说明": text(["；".join(_remarks(one, running)) or None for one in held]),
        "关于": moments([NAT if one.closed_at is None else one.closed_at for one in held]),
        "成员": text(["、".join(_members(one)) for one in held]),
    }
    frame = result(world.schema.sheets[SHEET], columns, len(held))
    frame.typed["客户名称"] = _names(world, frame)
    frame.because = lambda row: because(held[row])
    return frame


def because(one: Chain) -> str:
    """The rules and the cells that a chain stands on."""
    parts: dict[str, None] = {}
    for step in one.steps:
        parts[f"{step.rule.id}：{step.of.place}"] = None
    return "；".join(parts)


def _names(world: World, frame: Frame) -> Vec:
    customers = world.frame("客户")
    at = customers.lookup(frame.typed["客户编号"])
    frame.links["客户"] = [Link(customers, at)]
    return world.column(customers, "客户名称").take(at)


def _steps(one: Chain) -> Iterable[str]:
    """Each step in a line: the day, what it was, where it stands."""
    for step in one.steps:
        yield f"{str(step.of.time)[:10]} {step.said} {step.of.place} {step.of.node[1]}"


def _members(one: Chain) -> Iterable[str]:
    return dict.fromkeys("·".join(step.of.node) for step in one.steps)


def _remarks(one: Chain, running: Counter[str]) -> Iterable[str]:
    if not one.next:
        return
    yield from one.remarks
    others = running[one.first.person] - 1 if one.first.person else 0
    if others:
        yield f"这位客户还有 {others} 条没关的链"


# -- the number


def _ids(world: World, held: Sequence[Chain]) -> list[str]:
    """A chain keeps the number that the sheet gave it, whatever came late; a new one is called after its first row."""
    before = _known(world)
    taken: set[str] = {number for numbers_ in before.values() for number in numbers_}
    given: set[str] = set()
    ids: list[str] = []
    for one in held:
        known = [number for member in _members(one) for number in before.get(member, ()) if number not in given]
        number = max(dict.fromkeys(known), key=known.count) if known else _fresh(one, taken)
        given.add(number)
        taken.add(number)
        ids.append(number)
    return ids


def _fresh(one: Chain, taken: set[str]) -> str:
    own = number = f"L-{one.first.node[1]}"
    turn = 1
    while number in taken:
        turn += 1
        number = f"{own}-{turn}"
    return number


def _known(world: World) -> dict[str, list[str]]:
    """Member → the numbers under which the sheet, as it was found, has it."""
    if SHEET not in world.tables.cells:
        return {}
    sheet = world.found(SHEET)
    held: dict[str, list[str]] = {}
    rows = zip(says(sheet.typed["链号"]).objects(), says(sheet.typed["成员"]).objects(), strict=True)
    for number, members in rows:
        for member in str(members or "").split("、"):
            if number and member:
                held.setdefault(member, []).append(str(number))
    return held
