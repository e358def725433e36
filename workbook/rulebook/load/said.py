"""Sentences of rule cells made into the 计算 rows they stand for, so that all that reads columns reads them too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workbook.rulebook.cells.conditions import colon, split
from workbook.rulebook.cells.plain import plain
from workbook.rulebook.cells.sentences import begins_like_one, sentence
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.load.answering import Land, answering
from workbook.rulebook.load.rows import Cell, Row
from workbook.rulebook.sorts.model import REGISTER
from workbook.sheets.schema import STANDARD
from workbook.words.tongue import worded

DERIVED = "计算"
_SILENT = {REGISTER, "设置", "代码", "话术", "问卷"}
_GROUP_OF: Mapping[str, Mapping[str, str]] = {
    "计算": {"来源若": "来源", "命中若": "来源"},
    "开单": {"对象若": "对每"},
    "时限": {"对象若": "对每", "完成若": "完成表"},
    "抽样": {"对象若": "对每", "完成若": "完成表"},
    "定额": {"对象若": "名册", "期若": "=日历"},
    "联系限制": {"起若": "起表"},
    "分派": {"候选若": "=员工"},
    "报告": {"时机若": "=日历"},
}
"""Rule sheet → heading of a group → the heading that names its sheet, or =表; all others stand on the rule's own rows."""
ITS_SHEET = {
    "时限": "源表", "开单": "源表", "定额": "计数表", "抽样": "总体表", "报告": "来源", "指标": "表", "判定": "表",
    "检查清单": "表", "流程": "表", "计算": "表",
}  # fmt: skip
"""Rule sheet → the heading that names the sheet its row is about."""

_COLUMNS = {("检查清单", "列"), ("指标", "列"), ("处罚标准", "数量")}
"""Cells that name one column: a question may stand there without braces."""
_TRIGGERS = {
    "登记": "违规登记",
    "义务": "义务",
    "定额": "定额结果",
    "达标": "定额结果",
    "检查": "检查结果",
    "指标": "指标结果",
}
_BRACED = re.compile(r"\{((?:[^{}]|\{[^{}]*\})*)\}")


def said(rows: Mapping[str, Sequence[Row]]) -> dict[str, tuple[Row, ...]]:
    """The rule rows with every sentence replaced by the column that answers it, and 计算 rows for these columns."""
    if not any(_asks(cell, heading) for sheet in rows for row in rows[sheet] for heading, cell in row.cells.items()):
        return {sheet: tuple(found) for sheet, found in rows.items()}
    registers: list[Mapping[str, Any]] = [row.cells for row in rows.get(REGISTER, ())]
    schema, _ = STANDARD.with_rows(registers)
    work = _Work(Land.of(schema, rows))
    result = {sheet: tuple(map(work.row, found)) for sheet, found in rows.items()}
    made = list[Row]()
    while work.made:  # a group inside a sentence may hold sentences itself
        fresh, work.made = work.made, []
        made += [work.row(one) for one in fresh]
    result[DERIVED] = (*result.get(DERIVED, ()), *made)
    return result


def _asks(cell: Cell, heading: str) -> bool:
    """Whether a cell may hold a sentence at all: cheap, and asked of every cell."""
    text = f"{heading}{cell}"
    return any(word in text for word in _MARKS)


_MARKS = ("第几", "次数", "连续几次", "几项", "几个", "合计", "平均", "最大", "最小", "上次", "首次", "名次", "占比")


class Misread(str):
    """A cell with a sentence that can't be read: whoever reads the cell says why."""

    error: NotUnderstood

    @classmethod
    def of(cls, cell: Any, error: NotUnderstood) -> Misread:
        """The cell as it was written, with what is wrong with it."""
        groups: list[Any] = cell if isinstance(cell, list) else [cell]
        told = [
            "；".join(f"{h}: {group[h]}" for h in group) if isinstance(group, dict) else str(group) for group in groups
        ]
        found = cls("；或 ".join(told))
        found.error = error
        return found


@dataclass(slots=True)
class _Work:
    """Rewrites rows one by one and gathers what they need."""

    land: Land
    made: list[Row] = field(default_factory=list)
    known: set[tuple[str, str]] = field(default_factory=set)

    def row(self, row: Row) -> Row:
        if row.sheet in _SILENT or not any(_asks(cell, heading) for heading, cell in row.cells.items()):
            return row
        cells: dict[str, Cell] = {}
        columns = dict(row.columns)
        for heading, cell in row.cells.items():
            base, dot, column = heading.partition("·")
            try:
                if dot and base.endswith("若"):
                    named = f"{base}·{self._name(row, base, column)}"
                    columns[named] = columns.get(heading, 0)
                    cells[named] = cell
                else:
                    cells[heading] = self._cell(row, heading, cell)
            except NotUnderstood as error:
                cells[heading] = Misread.of(cell, error)
        return replace(row, cells=cells, columns=columns)

    def _cell(self, row: Row, heading: str, cell: Cell) -> Cell:
        if isinstance(cell, list):
            return [self._cell(row, heading, one) for one in cell]
        if isinstance(cell, Mapping):
            return {
                self._name(row, heading, name): self._braces(row, heading, test) if isinstance(test, str) else test
                for name, test in cell.items()
            }
        if heading.endswith("若"):
            clauses = split(plain(cell), "；;\n")
            told = [self._clause(row, heading, one) for one in clauses]
            return cell if told == clauses else "；".join(told)
        bare = (row.sheet, heading) in _COLUMNS and begins_like_one(cell)
        return self._name(row, heading, cell) if bare else self._braces(row, heading, cell)

    def _clause(self, row: Row, heading: str, text: str) -> str:
        at = colon(text)
        if at < 0:
            if begins_like_one(text):  # its brackets are open, or the test is missing
                _ = sentence(text)
            return text
        name, test = text[:at], text[at + 1 :]
        told, asked = self._name(row, heading, name), self._braces(row, heading, test)
        return text if (told, asked) == (name, test) else f"{told}: {asked.strip()}"

    def _braces(self, row: Row, heading: str, text: str) -> str:
        """A cell with {sentence} in it: the columns a report shows, what a formula reckons with."""
        return _BRACED.sub(lambda found: f"{{{self._name(row, heading, found[1], beside=True)}}}", text)

    def _name(self, row: Row, heading: str, text: str, *, beside: bool = False) -> str:
        """The column that answers a sentence; any other name as it is.

        Shapes:
            beside: it stands in braces, where a bare name is the rule's own row.
        """
        front, said_ = _front(text.strip())
        if said_ is None:
            return text
        own = row.sheet if row.sheet in ITS_SHEET else ""
        where = self._sheet(row, "" if beside and heading.endswith("若") else heading)
        if front == "本行":
            where = self._own(row, own)
        elif front == "对象":
            where = str(row.cells.get("对每", ""))
        elif front:
            where = self.land.opened(where, front)
        if where and (self.land.has(where, said_) or (where, said_) in self.known):
            return text
        if not where:
            raise NotUnderstood(
                worded("“{words}”在这里问不了", words=text),
                worded("这一格不是某张表的行；先在【计算】里写成一列，再用列名。"),
            )
        asked = self.land.in_full(sentence(said_))
        for one in answering(asked, where, self.land):
            key = (one.sheet, one.column)
            if key in self.known:
                continue
            self.known.add(key)
            named = {h: row.cells[h] for h in ("编号", "条款") if row.cells.get(h)}
            spots = dict.fromkeys((h for cells in one.rows for h in cells), row.columns.get(heading, 0))
            self.made += [Row(DERIVED, {**named, **cells}, row.place, spots, book=row.book) for cells in one.rows]
        return f"{front}.{asked.name}" if front else asked.name

    def _own(self, row: Row, own: str) -> str:
        if row.sheet == "处罚标准":
            written = str(row.cells.get("触发", "")) or "登记"
            if written.startswith("表"):
                return written.removeprefix("表").strip(" :：")
            return next((sheet for word, sheet in _TRIGGERS.items() if written.startswith(word)), "")
        if row.sheet == "分派":
            return str(row.cells.get("对象", "")).partition(".")[0].replace("任务", "")
        return str(row.cells.get(ITS_SHEET.get(own, ""), "")) or self.land.table(row)

    def _sheet(self, row: Row, heading: str) -> str:
        via = _GROUP_OF.get(row.sheet, {}).get(heading, "")
        if via.startswith("="):
            return via[1:]
        named = str(row.cells.get(via, "")) if via else ""
        return named or self._own(row, row.sheet)


def _front(text: str) -> tuple[str, str | None]:
    """The path before a sentence and the sentence, or None where there is none."""
    if begins_like_one(text):
        return "", text
    head, dot, tail = text.partition(".")
    while dot:
        if begins_like_one(tail):
            return head, tail
        more, dot, tail = tail.partition(".")
        head = f"{head}.{more}"
    return "", None
