"""Which rows of the workbook's rule sheets differ from what was shipped, and what stood there before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbook.papers.starter.rule_sheets import written_rows
from workbook.rulebook.cells.plain import plain
from workbook.rulebook.load.layers import laid
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.rows import Row
from workbook.words.issues import RESTING, Issue
from workbook.words.tongue import worded

UNTOLD = ("备注", "条款", "依据", "说明", "提示")
"""Cells that people write for each other: another word there changes nothing that the program does."""
WHAT = {"代码": ("组", "代码"), "计算": ("表", "列"), "问卷": ("问卷", "题号"), "登记表": ("表", "列")}
"""What names a row where it isn't its 编号."""

Line = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a rule sheet that an office changed or added; `before` is the shipped row that it stands for.

    Shapes:
        cells: heading → text, as it stands on the sheet; before: the same of the shipped row, None where there was none.
    """

    row: Row
    cells: Line
    before: Line | None = None
    shipped: Row | None = None

    @property
    def sheet(self) -> str:
        """The rule sheet."""
        return self.row.sheet

    @property
    def instead(self) -> str:
        """The rule that the row changes (接替), as it is written there."""
        return self.cells.get("接替", "").strip()

    @property
    def differs(self) -> tuple[str, ...]:
        """Headings whose cells are not what was shipped, in the order of the sheet."""
        before = self.before or {}
        return tuple(
            heading
            for heading in dict.fromkeys((*before, *self.cells))
            if _same(self.cells.get(heading, "")) != _same(before.get(heading, "")) and heading not in UNTOLD
        )


def changes(book: Rulebook) -> tuple[Change, ...]:
    """Every changed row that stands in the workbook, by sheet and in its order; a row typed as shipped is none."""
    shipped = laid(source.rows for source in book.sources)
    found = [change for sheet, own in book.typed.items() for change in _of_sheet(sheet, own, shipped.get(sheet, ()))]
    shown = _shown(book) if book.value("演示日") else set()
    return tuple(one for one in found if (one.cells.get("名"), one.cells.get("值")) not in shown)


def _shown(book: Rulebook) -> set[tuple[str | None, str | None]]:
    """The settings that a demonstration brings filled in."""
    return {(row.get("名"), row.get("值")) for source in book.sources for row in source.demo.get("设置", ())}


def _of_sheet(sheet: str, own: Sequence[Row], shipped: Sequence[Row]) -> Iterable[Change]:
    """The changed rows of one sheet: a row with a shipped twin is as it was; the others replace what is left, in order."""
    left: dict[str, list[tuple[Line, Row]]] = {}
    for row in shipped:
        for line in written_rows(sheet, [row]):
            left.setdefault(_name(sheet, line), []).append((line, row))
    fresh: list[tuple[Row, Line]] = []
    for row in own:
        typed: Line = {heading: str(cell) for heading, cell in row.cells.items()}
        there = left.get(_name(sheet, typed), [])
        twin = next((one for one in there if not _differing(sheet, typed, one[0])), None)
        if twin is None:
            fresh.append((row, typed))
        else:
            there.remove(twin)
    for row, cells in sorted(fresh, key=lambda one: one[0].place):
        there = left.get(_name(sheet, cells), [])
        before = there.pop(0) if there else None
        if before is None or _differing(sheet, cells, before[0]):
            yield Change(row, cells, before[0] if before else None, before[1] if before else None)


def _name(sheet: str, line: Line) -> str:
    named = WHAT.get(sheet, ("名",) if sheet == "设置" else ("编号",))
    return "/".join(line.get(heading, "") for heading in named)


def _differing(sheet: str, one: Line, other: Line) -> bool:
    """Whether two rows say different things; of a setting only its value counts."""
    if sheet == "设置":
        return _same(one.get("值", "")) != _same(other.get("值", ""))
    headings = {*one, *other} - set(UNTOLD)
    return any(_same(one.get(heading, "")) != _same(other.get(heading, "")) for heading in headings)


def _same(cell: str) -> str:
    """A cell without what makes no difference: blanks, and which kind of sign was typed."""
    return "".join(plain(cell).split()).replace("；", ";").replace("：", ":").replace("，", ",")


def resting(issues: Iterable[Issue], change: Change) -> str:
    """Why a row that can be read isn't computed: it names a column or a word that isn't there; '' when it is."""
    of = (one for one in issues if one.kind in RESTING and one.place.sheet == change.sheet)
    why = next((one.what for one in of if one.place.row == change.row.place.row), "")
    return worded("这一行现在没有算：{why}怎么改见【问题】。", why=why) if why else ""
