"""问题链: each problem that is followed, its number, its steps, what comes next, whose turn it is and by when."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbook.rulebook.sorts.model import Trace
from workbook.rules.owed.chain_numbers import chain_numbers
from workbook.rules.owed.chain_rounds import walked
from workbook.rules.owed.chain_rows import Happened, happenings
from workbook.rules.owed.chain_steps import Chains, with_steps
from workbook.rules.owed.chain_turns import turns_of
from workbook.rules.world.frames import Frame, Link, result
from workbook.rules.world.vectors import NAT, TEXT, Array, Mask, Vec, moments, numbers, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.tongue import worded

SHEET, WINDOW = "问题链", "问题链天数"
RUNNING, LATE, CLOSED = "没关", "逾期", "关了"
NEXT = {"再访": "第二次回访", "投诉": "登记投诉", "解决": "解决", "验证": "验证"}


def found(world: World) -> Chains:
    """Every chain of the workbook, in the order in which they began."""
    return world.remembered("问题链的各步", "", lambda: _found(world))


def _found(world: World) -> Chains:
    return made_of(world, happenings(world, world.book.all(Trace)))


def made_of(world: World, happened: Happened) -> Chains:
    """The chains that some rows make, in the order in which they began."""
    return with_steps(happened, walked(happened, int(float(world.book.value(WINDOW) or 30))))


def before(world: World) -> Frame | None:
    """The sheet as it was found; None where there was none."""
    return world.found(SHEET) if SHEET in world.tables.cells else None


def chain_sheet(world: World) -> Frame:
    """问题链 as a sheet of results: one row a chain, open or closed."""
    return told(world, found(world))


def told(world: World, found_: Chains) -> Frame:
    """Some chains as rows of that sheet."""
    held, happened = found_.held, found_.happened
    turns = turns_of(world, found_)
    now = np.datetime64(world.now, "us")
    closed = _times(happened.time, [one.closed for one in held])
    runs = np.array([bool(one.next) for one in held], dtype=bool)
    late = ~np.isnat(turns.breached) & (turns.breached <= now)
    began = happened.time[found_.first]
    until = np.where(np.isnat(closed), now, closed)
    days = (until.astype("M8[D]") - began.astype("M8[D]")).astype(np.int64)
    products, kinds = happened.product.words, found_.kinds
    columns = {
        "链号": text(chain_numbers(found_, before(world))),
        "状态": Vec(TEXT, np.where(runs, late, 2).astype(np.int32), np.array([RUNNING, LATE, CLOSED], dtype=object)),
        "客户编号": _coded([one.customer for one in held], happened.customer.words, Type("引用", "客户")),
        "产品": _coded([one.product for one in held], products),
        "类别": _coded([one.kind for one in held], kinds),
        "起于": moments(began),
        "天数": numbers(days.astype(float), Type("整数")),
        "工作日": numbers(world.calendar().between(began, until).astype(float), Type("整数")),
        "第几次": numbers([float(one.times) for one in held], Type("整数")),
        "步骤": text(found_.lines()),
        "接下来": text([NEXT.get(one.next) for one in held]),
        "轮到": text([person or None for person in turns.person], Type("引用", "员工")),
        "轮到时间": moments(np.where(runs, _times(happened.time, [one.since for one in held]), NAT)),
        "最迟": moments(turns.due),
        "规则": text([rule or None for rule in turns.rule]),
        "说明": text(_remarks(found_, runs)),
        "关于": moments(closed),
        "成员": text(found_.all_members()),
    }
    frame = result(world.schema.sheets[SHEET], columns, len(held))
    frame.typed["客户名称"] = _names(world, frame)
    frame.because = lambda row: found_.reasons[row]
    return frame


def _times(times: Array, rows: Sequence[int]) -> Array:
    """The times of these rows; none where there is no row."""
    return np.append(times, NAT)[np.array(rows, dtype=np.int64)]


def _coded(codes: Sequence[int], words: Array, kind: Type = TEXT) -> Vec:
    return Vec(kind, np.array(codes, dtype=np.int32), words).compact()


def _names(world: World, frame: Frame) -> Vec:
    customers = world.frame("客户")
    at = customers.lookup(frame.typed["客户编号"])
    frame.links["客户"] = [Link(customers, at)]
    return world.column(customers, "客户名称").take(at)


def _remarks(chains: Chains, runs: Mask) -> list[str | None]:
    """What is to be known of each open chain beside its steps."""
    person = chains.happened.person.data[chains.first]
    others = np.bincount(person[runs] + 1, minlength=int(person.max(initial=-1)) + 2)[person + 1] - 1
    others = np.where(runs & (person >= 0), others, 0)
    told = {int(count): worded("这位客户还有 {count} 条没关的链", count=count) for count in np.unique(others) if count}
    found = [told.get(count) for count in others.tolist()]
    open_ = [(at, one) for at, one in enumerate(chains.held) if one.remarks and one.next]
    rows = sorted({row for _, one in open_ for _, row, _ in one.remarks})
    place = dict(zip(rows, chains.places_of(np.array(rows, dtype=np.int64)), strict=True))
    for at, one in open_:
        said = [worded(sentence, place=place[row], count=count) for sentence, row, count in one.remarks]
        found[at] = worded("；").join([*dict.fromkeys(said), *filter(None, [found[at]])])
    return found
