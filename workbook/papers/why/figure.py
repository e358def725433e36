"""为什么 for a figure of 指标结果: its numerator and denominator rows, told and as a sheet of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time

import numpy as np

from workbook.papers.pages.page import Page
from workbook.papers.pages.shown import Sheetful, said
from workbook.papers.scripts.day_results import Day
from workbook.papers.why.asked import rows_saying
from workbook.papers.why.customer import reader
from workbook.rulebook.sorts.model import Metric
from workbook.rules.metrics.cells import TOTAL, Behind, as_it_stood, behind
from workbook.rules.metrics.windows import Window, in_force, windows
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says
from workbook.rules.world.world import World
from workbook.words.tongue import declared, named, worded

RESULTS, DETAIL, REGISTERED = "指标结果", "指标明细", "登记时间"
SHOWN, BACK = 6, 24
TOP, BOTTOM, UNDUE, LATER = "分子", "只在分母", "没到期不计", "期末以后才有，不计"
MEANWHILE = "期末以后才做到，不算进分子"
ORDER = (TOP, BOTTOM, UNDUE, LATER)


@dataclass(frozen=True, slots=True)
class Counted:
    """One row behind a figure: how it counts, whether it was put down after the period, what became of it since."""

    frame: Frame
    at: int
    group: str
    side: str
    late: bool
    after: str = ""


def of_figure(day: Day, results: Frame, row: int) -> Iterable[str]:
    """What is told about one figure."""
    cell = reader(results, row)
    key = cell("行键")
    yield worded(
        "指标 {cell} {cell2}，{cell3}，{cell4}（{key}），{said}",
        cell=cell("编号"),
        cell2=cell("名称"),
        cell3=cell("期"),
        cell4=cell("分组"),
        key=key,
        said=said(day.world.now),
    )
    made = worded("分子 {cell}", cell=cell("分子")) + (
        worded("，分母 {cell}", cell=cell("分母")) if cell("分母") else ""
    )
    yield (
        worded("{made}，值 {cell}", made=made, cell=cell("值") or worded("无"))
        + (worded("，目标 {cell}，达标 {cell2}", cell=cell("目标"), cell2=cell("达标")) if cell("目标") else "")
        + "。"
    )
    yield worded("    因为 {because}", because=day.because(results, row) or cell("因由"))
    rows = rows_of(day, cell("编号"), cell("期"), cell("分组"))
    if rows is None:
        yield worded("它由别的指标算出来（加权或比于），没有自己的行；问那些指标。")
        return
    yield from _sides(rows)
    yield _closing(day, cell("编号"), cell("期"))
    yield worded(
        "全部的行：huifang why 工作簿 “{key}” --rows，列进【{detail}】，每一行能点过去。", key=key, detail=named(DETAIL)
    )


def _sides(rows: list[Counted]) -> Iterable[str]:
    for side, words in ((TOP, declared("算进分子的")), (BOTTOM, declared("只算进分母的"))):
        mine = [one for one in rows if one.side.startswith(side)]
        cells = worded("、").join(_named(one) for one in mine[:SHOWN])
        more = worded(" 等") if len(mine) > SHOWN else ""
        yield worded(
            "{words} {count} 行{rest}。",
            words=worded(words),
            count=len(mine),
            rest=worded("：{cells}{more}", cells=cells, more=more) if mine else "",
        )
    late = [one for one in rows if one.late and one.side != LATER]
    if late:
        yield worded(
            "其中 {count} 行是期末以后才登记的：{late}。",
            count=len(late),
            late=worded("、").join(_named(one) for one in late[:SHOWN]),
        )
    later = [one for one in rows if one.side == LATER]
    if later:
        named = worded("、").join(_named(one) for one in later[:SHOWN])
        yield worded(
            "照期末的样子算：另有 {count} 行是期末以后才有的，不算在里面：{named}。", count=len(later), named=named
        )
    waiting = [one for one in rows if one.side == UNDUE]
    if waiting:
        yield worded(
            "另有 {count} 行还没到期，不算没做到，分母里没有：{waiting}。",
            count=len(waiting),
            waiting=worded("、").join(_named(one) for one in waiting[:SHOWN]),
        )


def _named(one: Counted) -> str:
    place = _place(one)
    return f"{place}" if place else _key(one)


def _key(one: Counted) -> str:
    return str(says(one.frame.key()).objects()[one.at] or "")


def _place(one: Counted) -> str:
    """Where the row stands; of a duty where the row stands that it comes from."""
    if one.frame.rows[one.at]:
        return str(one.frame.place(one.at))
    for link in one.frame.links.get("源行", []):
        at = int(link.at[one.at])
        if at >= 0 and link.frame.rows[at]:
            return str(link.frame.place(at))
    return ""


def _state(one: Counted) -> str:
    return reader(one.frame, one.at)("状态") if one.frame.name == "义务" else ""


def _closing(day: Day, rule_id: str, period: str) -> str:
    span = _window(day, rule_id, period)
    if span is None or span[1].last == Window("").last:
        return worded("接下来：没有期，随时照现在的行算。")
    last = span[1].last
    over = last < day.world.today
    return worded("接下来：这一期 {last} 结束", last=last) + (
        worded("，已经过了。") if over else worded("，到那天为止还会变。")
    )


def _window(day: Day, rule_id: str, period: str) -> tuple[Metric, Window] | None:
    for rule in day.world.book.by_id(Metric).get(rule_id, []):
        for span in windows(day.world, rule, BACK):
            if span.key == period and in_force(day.world, rule, span):
                return rule, span
    return None


def rows_of(day: Day, rule_id: str, period: str, group: str) -> list[Counted] | None:
    """The rows behind one figure; None for one that is made of other figures."""
    found = _window(day, rule_id, period)
    if found is None or found[0].method == "加权":
        return None
    rule, span = found
    there = as_it_stood(day.world, rule, span)
    rows = _counted(there, rule, span, group)
    if rows is None or there is day.world:
        return rows
    known = {_key(one) for one in rows}
    since = _counted(day.world, rule, span, group) or []
    hit = {_key(one) for one in since if one.side == TOP}
    stood = [replace(one, after=MEANWHILE if one.side == BOTTOM and _key(one) in hit else "") for one in rows]
    return [*stood, *(replace(one, side=LATER, late=True) for one in since if _key(one) not in known)]


def _counted(world: World, rule: Metric, span: Window, group: str) -> list[Counted] | None:
    """The rows of one window in one workbook; None where the rule rests."""
    nothing: Behind | None = None
    made = world.attempt(rule, lambda: behind(world, rule, span), nothing)
    if made is None:
        return None
    late = _late(made, span)
    sides = [
        UNDUE if undue else TOP if hit else BOTTOM
        for hit, undue in zip(made.hit.tolist(), made.undue.tolist(), strict=True)
    ]
    one_sided = rule.method != "比率"
    rows = zip(made.rows.at.tolist(), made.group, sides, late, strict=True)
    return [
        Counted(made.rows.frame, at, own, side, put_later)
        for at, own, side, put_later in rows
        if group in {TOTAL, own} and not (one_sided and side == BOTTOM)
    ]


def _late(made: Behind, span: Window) -> list[bool]:
    """Rows put down after the period: their 登记时间 says so."""
    column = made.rows.frame.typed.get(REGISTERED)
    if column is None or column.kind != "moment":
        return [False] * len(made.rows)
    end = np.datetime64(datetime.combine(span.last, time.max), "us")
    return [bool(one) for one in column.data[made.rows.at] > end]


def detail_page(day: Day, results: Frame, row: int) -> Page | None:
    """指标明细 of one figure: numerator first; every row with the cell it stands in, late ones and those not due apart."""
    cell = reader(results, row)
    rows = rows_of(day, cell("编号"), cell("期"), cell("分组"))
    if rows is None:
        return None
    rows = sorted(rows, key=lambda one: (ORDER.index(one.side), one.late, one.at))
    readers = [reader(one.frame, one.at) for one in rows]
    sheet = Sheetful(len(rows))
    sheet.add("计入", [one.side for one in rows], wide=11)
    sheet.add("格", [_place(one) for one in rows], "链接", most=24)
    sheet.add("主键", [_key(one) for one in rows], most=34)
    sheet.add("客户编号", [say("客户编号") or None for say in readers], most=14)
    sheet.add("员工编号", [say("责任人") or say("员工编号") or None for say in readers], most=14)
    sheet.add("分组", [one.group for one in rows], most=20)
    sheet.add("说明", [_remark(one) for one in rows], wide=36)
    title = worded(
        "{cell} {cell2} {cell3} {cell4}：分子 {cell5}",
        cell=cell("编号"),
        cell2=cell("名称"),
        cell3=cell("期"),
        cell4=cell("分组"),
        cell5=cell("分子"),
    )
    title += (
        worded("，分母 {cell}，值 {cell2}", cell=cell("分母"), cell2=cell("值") or worded("无")) if cell("分母") else ""
    )
    return sheet.page(DETAIL, title=title)


def _remark(one: Counted) -> str | None:
    parts = [worded("期末以后才有") if one.side == LATER else worded("期末以后才登记")] if one.late else []
    parts += [one.after] if one.after else []
    state = _state(one)
    parts += [worded("{state}，还没到期，不算没做到", state=state) if one.side == UNDUE else state] if state else []
    return worded("；").join(parts) or None


def figure_named(day: Day, asked: str) -> int:
    """The row of 指标结果 that a 行键, or the number of a metric (its newest total), names; −1 for none."""
    if not day.world.book.all(Metric):
        return -1
    results = day.sheet(RESULTS)
    rows = rows_saying(results, "行键", asked)
    if not len(rows):
        mine = rows_saying(results, "编号", asked)
        totals = rows_saying(results, "分组", TOTAL)
        rows = np.intersect1d(mine, totals)[-1:]
    return int(rows[-1]) if len(rows) else -1
