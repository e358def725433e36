"""Rows of 定额结果, whatever their period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbook.rulebook.sorts.model import Quota
from workbook.rules.owed.closed_periods import RESULTS
from workbook.rules.owed.counting import Counted
from workbook.rules.world.frames import Frame, Link, result
from workbook.rules.world.vectors import NAT, Array, Mask, Positions, Vec, constant, flags, moments, numbers
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.tongue import named, worded

ROLLING, NEVER = "滚动", "从未"
MET, RUNNING, SHORT, OVER = range(4)
STATES = np.array(["达标", "未满", "缺", "超"], dtype=object)
DATE, TEXT, PERIOD = Type("日期"), Type("文本"), Type("期")


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What the rows of results have in common, whatever their period: one entry each.

    Shapes:
        labels: the period of each as text (empty: never counted). states: positions in STATES.
    """

    key: Positions
    labels: Vec
    first: Array
    last: Array
    needed: Array
    actual: Array
    newest: Array
    due: Array
    states: Positions
    closed: Mask
    opens: Array
    by_day: Mask
    provisional: Mask
    because: Callable[[int], str]


def written(world: World, rule: Quota, turn: int, found: Counted, rows: Rows) -> Frame:
    """The rows as a frame of 定额结果; `turn` is the place of the rule among those of its 编号."""
    size, keys = len(rows.key), found.keys
    names = keys.names.take(rows.key)
    said = names.objects()
    row_keys = [f"{rule.id}·{key}·{label or NEVER}" for key, label in zip(said, rows.labels.objects(), strict=True)]
    lacking = np.maximum(np.round(rows.needed - rows.actual, 6), 0) * (
        rule.bound != "至多"
    )  # room that is left isn't owed
    columns = {
        "行键": Vec(TEXT, np.arange(size, dtype=np.int32), np.array([*row_keys, None], dtype=object)[:-1]),
        "规则": constant(rule.id, size, TEXT),
        "键": names.of(TEXT),
        "期": rows.labels.of(PERIOD),
        "期始": moments(_day(rows.first), DATE),
        "期末": moments(_day(rows.last), DATE),
        "要求": numbers(rows.needed),
        "实际": numbers(rows.actual),
        "缺额": numbers(lacking),
        "超额": numbers(np.maximum(np.round(rows.actual - rows.needed, 6), 0)),
        "上次": moments(rows.newest),
        "到期": moments(rows.due),
        "状态": Vec(TEXT, rows.states.astype(np.int32), STATES),
        "已结束": flags(rows.closed),
        "起点": moments(rows.first),
        "开放": moments(np.where(rows.closed & rows.by_day & (rule.period.name != ROLLING), NAT, rows.opens)),
        "按日": flags(rows.by_day),
        "暂估": flags(rows.provisional),
        "条": numbers(np.full(size, turn)),
    }
    made = result(world.schema.sheets[RESULTS], columns, size)
    if keys.frame is not None:
        link = Link(keys.frame, keys.at[rows.key])
        made.links = {"键行": [link], keys.frame.name: [link]}
    made.because = rows.because
    return made


def _day(at: Array) -> Array:
    return at.astype("datetime64[D]").astype("datetime64[us]")


def because(rule: Quota, found: Counted, key: int, cells: str) -> str:
    """The rule, the cell of the key, and the rows that were counted for it."""
    keys, places = found.keys, []
    if keys.frame is not None and keys.at[key] >= 0:
        heading = keys.frame.sheet.key.heading if keys.frame.sheet.key else ""
        places.append(str(keys.frame.place(int(keys.at[key]), heading)))
    places.append(cells or worded("【{name}】没有算数的行", name=named(found.rows.frame.name)))
    return f"{rule.because}：{'、'.join(places)}"
