"""Worksheet functions for people who write formulas of their own: when something is due, a working day, a fine.

Excel takes them through xlwings and the module macros/excel/HuifangFunctions.bas. A macro's function can't be called
回访.到期: no full stop may stand in its name, and Chinese ones break on computers set to another language. So macros have
plain names (HF_DUE), and Excel 2024 and 365, which know LAMBDA, have the Chinese ones as names of the workbook.

A function asks nothing but its arguments: holidays, settings and rules are areas of the workbook, so that Excel knows
when to ask anew. What can't be answered is said in the cell, in a sentence.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any

import numpy as np
import xlwings as xw

from workbook.sheets.grid import Grid, grid
from workbook.shells.macros.function_names import HOLIDAYS, SANCTIONS, SETTINGS
from workbook.words.faults import Fault
from workbook.words.tongue import named, worded

if TYPE_CHECKING:
    from workbook.clock.days import Calendar
    from workbook.rulebook.load.load import Rulebook
    from workbook.rulebook.sorts.penalties import Sanction

Answer = datetime | float | str


def _answering(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """The function, its troubles told in the cell; an empty first argument gives an empty cell."""

    @wraps(function)
    def asked(first: Any, *rest: Any) -> Answer:
        if first is None or first == "":
            return ""
        try:
            return function(first, *rest)
        except Fault as fault:
            return fault.what

    return asked


@xw.func(category="回访")
@xw.arg("holidays", ndim=2)
@_answering
def HF_DUE(start: Any, span: Any, holidays: Any = None) -> Any:
    """到期：从起点起，过了这段时长是什么时候。时长写成 3工作日、24小时、1月；节假日写成 节假日!A1:H600，可以不写。"""
    from workbook.clock.due import due
    from workbook.words.spans import span as span_of

    moment, said = _moment(start), span_of(str(span or ""))
    if said is None:
        raise Fault(worded("“{span}”不是时长，写成 3工作日、24小时 或 1月。", span=span or ""), "")
    if said.family == "班时":
        raise Fault(worded("班时要看上班时间，公式里算不出；写成小时，或看【今日清单】。"), "")
    found = due(np.array([moment], "M8[us]"), said, _calendar(holidays, moment.year), None)
    return found.at[0].astype(datetime)


@xw.func(category="回访")
@xw.arg("holidays", ndim=2)
@_answering
def HF_WORKDAY(day: Any, number: Any, holidays: Any = None) -> Any:
    """工作日加：这一天以后（负数是以前）第几个工作日，调休算在内。节假日写成 节假日!A1:H600，可以不写。"""
    moment = _moment(day)
    found = _calendar(holidays, moment.year).add(np.array([moment.date()], "M8[D]"), _whole(number, worded("天数")))
    return datetime.combine(found[0].astype(date), datetime.min.time())


@xw.func(category="回访")
@xw.arg("settings", ndim=2)
@xw.arg("sanctions", ndim=2)
@_answering
def HF_FINE(
    code: Any, day: Any, nth: Any = 1, quantity: Any = 1, settings: Any = None, sanctions: Any = None, base: Any = None
) -> Any:
    """罚款：条款代码在这一天、第几次、多少数量要多少元；按 设置!A1:H400 的规则书和 处罚标准!A1:AH600。基额只有按比例的才要写。"""
    from workbook.rules.penalties.pricing import money
    from workbook.words.money import said

    rule = _sanction(str(code), _moment(day).date(), settings, sanctions)
    paths = {step.price.base for step in rule.amount if step.price is not None and step.price.base is not None}
    if paths and base in (None, ""):
        raise Fault(
            worded(
                "“{id}”按{paths}的比例算，最后一格要写上它的数。",
                id=rule.id,
                paths=worded("、").join(".".join(path) for path in paths),
            ),
            "",
        )
    sum_ = money(rule, _whole(nth or 1, worded("第几次")), _number(1 if quantity is None else quantity, worded("数量")), {
        path: _number(base, worded("基额")) for path in paths
    })  # fmt: skip
    if sum_.amount is not None:
        return float(sum_.amount)
    if sum_.low is not None and sum_.high is not None:
        return worded("{said}到{said2}，由人定", said=said(sum_.low), said2=said(sum_.high))
    return worded("、").join(sum_.words) or worded("由人定")


# -- what the cells hold


def _moment(value: Any) -> datetime:
    """A day or moment out of a cell, however it was typed."""
    from workbook.sheets.moments import moments

    found, _ = moments(grid("", [[value]]).columns[0])
    if not found[0].is_valid:
        raise Fault(worded("“{value}”不是日期，写成 2026-03-09 或 2026-03-09 14:30。", value=value), "")
    return found[0].as_py()  # type: ignore[no-any-return]


def _number(value: Any, name: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise Fault(worded("{name}“{value}”不是数。", name=name, value=value), "") from None


def _whole(value: Any, name: str) -> int:
    number = _number(value, name)
    if not number.is_integer():
        raise Fault(worded("{name}“{value}”不是整数。", name=name, value=value), "")
    return int(number)


# -- calendars and rules, made once for what the areas hold


def _grid(name: str, rows: Any) -> Grid | None:
    """An area as a sheet; None when there is none."""
    return grid(name, rows) if isinstance(rows, list) and rows else None


def _calendar(holidays: Any, year: int) -> Calendar:
    return _calendars(_frozen(holidays), year)


@lru_cache(64)
def _calendars(holidays: str, year: int) -> Calendar:
    from workbook.opening import calendars_of
    from workbook.rulebook.load.load import Rulebook
    from workbook.sheets.codes import Codes
    from workbook.sheets.schema import STANDARD
    from workbook.sheets.tables import tables

    found = _grid(HOLIDAYS, _thawed(holidays))
    facts = tables([found] if found is not None else [], STANDARD, Codes(), wanted=[HOLIDAYS])
    return calendars_of(facts, Rulebook(), datetime(year, 1, 1)).of()


def _sanction(code: str, day: date, settings: Any, sanctions: Any) -> Sanction:
    """The row of 处罚标准 with this code that is in force on a day."""
    from workbook.rulebook.sorts.model import Sanction
    from workbook.rules.facts.operands import fold

    rows = [rule for rule in _rules(_frozen(settings), _frozen(sanctions)).all(Sanction) if fold(rule.id) == fold(code)]
    if not rows:
        raise Fault(worded("【{sanctions}】里没有“{code}”。", sanctions=named(SANCTIONS), code=code), "")
    valid = [r for r in rows if r.is_in_force(day)]
    if not valid:
        raise Fault(worded("“{code}”在 {isoformat} 不生效。", code=code, isoformat=day.isoformat()), "")
    return valid[-1]


@lru_cache(8)
def _rules(settings: str, sanctions: str) -> Rulebook:
    from workbook.rulebook.load.layers import stacked
    from workbook.rulebook.load.load import rulebook
    from workbook.rulebook.load.named import rulebooks_of
    from workbook.rulebook.load.own import own_rows
    from workbook.rules.facts.prepared import BASE
    from workbook.shells.outside.shelf import shelf

    areas = ((SETTINGS, settings), (SANCTIONS, sanctions))
    grids = [found for name, rows in areas if (found := _grid(name, _thawed(rows))) is not None]
    return rulebook(stacked([BASE, *rulebooks_of(grids)], shelf()), own_rows(grids))


def _frozen(rows: Any) -> str:
    """An area as something that can be remembered by."""
    filled = [row for row in rows if any(cell is not None for cell in row)] if isinstance(rows, (list, tuple)) else []
    return json.dumps(filled, default=str, ensure_ascii=False)


def _thawed(rows: str) -> Any:
    return json.loads(rows)
