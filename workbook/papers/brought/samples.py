"""What a list brings beside its customers — calls made, calls promised, things that happened: how many, and the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbook.papers.brought.found import Brought, Row
from workbook.papers.brought.headings import KEY, NAME, ours
from workbook.papers.brought.mapped import Office
from workbook.papers.brought.seen import said
from workbook.words.tongue import worded

WITH = "一并收"
FEW = 5
_NUMBER = {"回访记录": "记录编号", "预约": "预约编号", "事件": "事件编号"}
_FIRST = ("回访时间", "约定时间", "发生时间", "事件类型", "方式", "结果代码")
_LONGEST = 60


def samples(made: Brought, known: Mapping[str, str], office: Office) -> Iterator[tuple[str, str, str, str]]:
    """For each sheet that gets rows: their number, then the first of them; `known` names the customers who are there."""
    names = {**known, **{str(row[KEY]): str(row.get(NAME) or "") for row in made.customers}}
    begun = [(name, [one.row for one in rows]) for name, rows in made.begun.items()]
    for sheet, rows in (("回访记录", made.records), ("预约", made.promised), ("事件", made.events), *begun):
        if not rows:
            continue
        more = worded("，先看 {few} 条", few=FEW) if len(rows) > FEW else ""
        yield WITH, sheet, "", worded("共 {count} 条{more}。", count=len(rows), more=more)
        for row in rows[:FEW]:
            yield WITH, sheet, said(row.get(KEY)), _told(row, names, _NUMBER.get(sheet) or office.begun[sheet].key)


def _told(row: Row, names: Mapping[str, str], number: str) -> str:
    """Whom it is about, when, what; then the rest, each under its heading."""
    key = said(row.get(KEY))
    first = [names.get(key) or key, *(ours(said(row.get(one))) for one in _FIRST)]
    passed = {number, KEY, *_FIRST}
    rest = [f"{ours(heading)} {ours(said(value)[:_LONGEST])}" for heading, value in row.items()
            if heading not in passed and said(value)]  # fmt: skip
    return "　".join([*(one for one in first if one), *rest])
