"""Scenario files: the tests a supervisor can read (given these sheets, expect these rows)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workbook.day import Day
from workbook.opening import opened
from workbook.rulebook.load.rows import Source, all_text
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Vec, says
from workbook.rules.world.world import Unknown
from workbook.sheets.grid import Grid, grid
from workbook.shells.runs.again import left_by, news
from workbook.words.faults import RuleFault
from workbook.words.issues import RESTING
from workbook.words.tongue import named, worded

RowsOf = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One scenario: its file and name, and what differs (empty: passed)."""

    file: str
    name: str
    differs: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Nothing differs."""
        return not self.differs


def run(path: Path, shelf: Mapping[str, Source], *, again: bool = False) -> Iterable[Outcome]:
    """Every scenario of a file, worked like a workbook; with `again` a second time over what the first run wrote."""
    text = path.read_text(encoding="utf-8")
    for case in all_text(text) or []:
        yield Outcome(path.name, case.get("name", "?"), tuple(_differences(case, shelf, again=again)))


def _differences(case: Mapping[str, Any], shelf: Mapping[str, Source], *, again: bool) -> Iterable[str]:
    try:
        day = given(case, shelf)
    except RuleFault as fault:
        yield str(fault)
        return
    yield from _unmet(day, case)
    if again:
        grids = left_by(day, grids_of(case))
        second = opened(grids, shelf, _wanted(case), moment(case["now"]), whole=False)
        yield from (
            worded("再跑一次，{difference}", difference=difference)
            for difference in (*_unmet(second, case), *news(second, grids))
        )
        yield from _redealt(day, second)


def _redealt(first: Day, second: Day) -> Iterable[str]:
    """Tasks that a second run over the same facts gives to somebody else, for another minute, or in another order."""
    shown = ("任务编号", "责任人", "计划时间", "到期", "说明")
    before, after = (rows_of(day, "今日清单", shown) for day in (first, second))
    if before != after:
        lost, more = (
            [_shown(row) for row in one if row not in other][:3] for one, other in ((before, after), (after, before))
        )
        yield worded("再跑一次，【今日清单】不一样了：{lost} → {more}", lost=lost, more=more)


def _unmet(day: Day, case: Mapping[str, Any]) -> Iterable[str]:
    for expected, rows in (case.get("expect") or {}).items():
        sheet, _, how = expected.partition(".")
        sheet, how = (expected, "") if how not in {"没有", "行数"} else (sheet, how)
        try:
            yield from _compared(day, sheet, how, rows)
        except Unknown as error:
            yield worded("{expected}：没有 {error}", expected=expected, error=error)
    if "问题" not in (
        case.get("expect") or {}
    ):  # a scenario that doesn't speak of a resting rule must not pass by luck
        yield from (worded("有规则没有算：{what}", what=found.what) for found in day.issues if found.kind in RESTING)


def given(case: Mapping[str, Any], shelf: Mapping[str, Source]) -> Day:
    """The day that a scenario describes."""
    return opened(grids_of(case), shelf, _wanted(case), moment(case["now"]), whole=False)


def grids_of(case: Mapping[str, Any]) -> list[Grid]:
    """The sheets that a scenario gives."""
    return [_grid(sheet, rows) for sheet, rows in (case.get("given") or {}).items() if rows]


def _wanted(case: Mapping[str, Any]) -> list[str]:
    books = case.get("rulebook", [])
    return [books] if isinstance(books, str) else list(books)


def moment(text: str) -> datetime:
    """A scenario's now."""
    body = text.strip().replace("T", " ")
    return datetime.fromisoformat(body if len(body) > 10 else f"{body} 09:00")


def _grid(sheet: str, rows: Sequence[RowsOf]) -> Grid:
    opened_rows = [row for written in rows for row in _repeated(written)]
    head = list(dict.fromkeys(heading for row in opened_rows for heading in row))
    return grid(sheet, [head, *[[row.get(heading) or None for heading in head] for row in opened_rows]])


def _repeated(row: RowsOf) -> Iterable[RowsOf]:
    """重复: 37 writes the row 37 times, {n} counting from 1."""
    if "重复" not in row:
        return [row]
    plain = {heading: value for heading, value in row.items() if heading != "重复"}
    return [{h: str(v).replace("{n}", str(n)) for h, v in plain.items()} for n in range(1, int(row["重复"]) + 1)]


def _compared(day: Day, sheet: str, how: str, expected: Any) -> Iterable[str]:
    if how == "行数":
        yield from _counted(day, sheet, expected)
        return
    wanted = [expected] if isinstance(expected, Mapping) else expected
    headings = list(dict.fromkeys(heading for row in wanted for heading in row))
    actual = rows_of(day, sheet, headings)
    for row in wanted:
        found = any(all(equal(value, have.get(heading)) for heading, value in row.items()) for have in actual)
        if found and how == "没有":
            yield worded("【{sheet}】不该有 {shown}", sheet=named(sheet), shown=_shown(row))
        elif not found and how != "没有":
            yield worded(
                "【{sheet}】缺 {shown}；有 {value}",
                sheet=named(sheet),
                shown=_shown(row),
                value=[_shown(have) for have in actual[:8]],
            )


def _counted(day: Day, sheet: str, expected: Any) -> Iterable[str]:
    tests = expected if isinstance(expected, list) else [expected]
    for one in tests:
        condition, number = (one.get("条件", {}), one["数"]) if isinstance(one, Mapping) else ({}, one)
        actual = rows_of(day, sheet, list(condition))
        hits = [row for row in actual if all(equal(value, row.get(heading)) for heading, value in condition.items())]
        if len(hits) != int(number):
            had = [_shown(row) for row in (hits or actual)[:6]]
            yield worded(
                "【{sheet}】{shown} 应有 {number} 行，有 {count} 行：{had}",
                sheet=named(sheet),
                shown=_shown(condition),
                number=number,
                count=len(hits),
                had=had,
            )


def _shown(row: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{heading}: {value}" for heading, value in row.items()) + "}"


def equal(expected: str, actual: Any) -> bool:
    """Partial equality of one cell: dates by day when only a day is given, numbers as numbers, the rest as text."""
    wanted = str(expected).strip()
    have = "" if actual is None else str(actual).strip()
    if wanted == have:
        return True
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", wanted):
        return have[:10] == wanted
    try:
        return abs(float(_plain(wanted)) - float(_plain(have))) < 1e-9
    except ValueError:
        return False


def _plain(number: str) -> str:
    return str(float(number[:-1]) / 100) if number.endswith("%") else number.replace(",", "")


def rows_of(day: Day, sheet: str, headings: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a sheet of the day, with only the wanted columns, as people read them."""
    if sheet == "问题":
        return [
            {
                "级别": found.kind.level,
                "表": found.place.sheet,
                "格": str(found.place).partition("!")[2] or str(found.place),
                "内容": found.what,
                "怎么改": found.cure,
                "代码": found.kind.title,
                "标题": found.kind.title,
            }
            for found in day.finished().issues
        ]
    if sheet == "话术文":
        return _texts(day)
    if sheet.startswith("报告:"):
        return _report(day, sheet.partition(":")[2])
    return _rows(day, day.sheet(sheet), headings)


def _rows(day: Day, frame: Frame, headings: Sequence[str]) -> list[dict[str, Any]]:
    columns = {heading: _column(day, frame, heading).objects() for heading in headings if heading != "因由"}
    rows = [{heading: values[position] for heading, values in columns.items()} for position in range(len(frame))]
    if frame.name == "指标结果" and "值" in headings:
        for row, whole_part in zip(rows, frame.typed["分母"].data, strict=True):
            row["值"] = "无" if row["值"] is None and whole_part == 0 else row["值"]
    if "因由" in headings:
        for position, row in enumerate(rows):
            row["因由"] = day.because(frame, position)
    return rows


def _column(day: Day, frame: Frame, heading: str) -> Vec:
    vec = Scope(day.world, whole(frame)).vec(tuple(heading.split(".")))
    return says(vec) if vec.kind != "number" else vec


def _texts(day: Day) -> list[dict[str, Any]]:
    base = _rows(day, day.listed, ["任务编号", "规则", "客户编号", "话术"])
    return [{**row, "正文": said.text or None} for row, said in zip(base, day.scripts, strict=True)]


def _report(day: Day, report: str) -> list[dict[str, Any]]:
    from workbook.papers.reports.reports import reports

    found = reports(day, among={report})
    return [
        dict(zip(result.headings, (_text(value) for value in row), strict=False))
        for result in found
        for row in result.rows
    ]


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value
