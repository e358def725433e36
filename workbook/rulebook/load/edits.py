"""Rule rows changed, copied, stopped and taken up again: which cells of a rule sheet that writes, and which rows it adds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from workbook.rulebook.cells.rule import day
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.load.rows import Row
from workbook.rulebook.load.succession import INSTEAD, PAUSE, SINCE, UNTIL
from workbook.rulebook.sorts.model import DATED, SHEETS, headings
from workbook.words.faults import Fault
from workbook.words.nearest import nearest
from workbook.words.tongue import declared, named, worded

Rows = Mapping[str, Sequence[Row]]
Cells = Mapping[str, str]
OFF = "启用"
NAMED_BY = {"设置": "名", "问卷": "题号", "代码": "代码", "计算": "列"}
"""What a row is called by where that isn't its 编号."""
NOTHING = declared("没有改动任何文件。")
_LINE, _CELL = re.compile(r"^第\s*(\d+)\s*行$"), re.compile(r"^\$?[A-Za-z]{0,3}\$?(\d+)$")
_PART = re.compile(r"[,，、;；\n]")


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be written on one rule sheet.

    Shapes:
        cells: (Excel row, heading) → text. added: rows below the last one, heading → text.
    """

    sheet: str
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    added: Sequence[Cells] = ()


def asked(rows: Rows, name: str) -> list[Row]:
    """The rows that a name means: 编号 or 名称, 时限!W5a, or the row of a cell: 时限!A8, 时限!第8行.

    Raises:
        Fault: none, or rows of several sheets.

    Examples:
        >>> from workbook.words.place import Place
        >>> rows = {"时限": [Row("时限", {"编号": "W5a"}, Place("时限", 8)), Row("时限", {"编号": "W3"}, Place("时限", 9))]}
        >>> [asked(rows, one)[0].place.row for one in ("W5a", "时限!W3", "时限!A9", "时限!第9行")]
        [8, 9, 9, 9]
    """
    name = name.strip()
    sheet, mark, rest = name.replace("！", "!").partition("!")
    sheet = sheet.strip("【】")
    here = bool(mark) and sheet in rows
    within, wanted = ([sheet], rest.strip()) if here else (list(rows), name)
    if here and (line := _LINE.match(wanted)):  # said as a row: a rule may be called 9 too
        return _at(rows[sheet], int(line[1]))
    for heading in ("", "名称"):
        hits = [row for one in within for row in rows[one] if wanted and _called(row, heading) == wanted]
        if len({row.sheet for row in hits}) > 1:
            places = "、".join(dict.fromkeys(f"{row.sheet}!{wanted}" for row in hits))
            hint = worded(
                "写清是哪张表的，例如 {sheet}!{wanted}。{nothing}",
                sheet=hits[0].sheet,
                wanted=wanted,
                nothing=worded(NOTHING),
            )
            raise Fault(worded("叫“{wanted}”的规则不止一处：{places}。", wanted=wanted, places=places), hint)
        if hits:
            return hits
    if here and (cell := _CELL.match(wanted)):
        return _at(rows[sheet], int(cell[1]))
    known = [said for one in within for row in rows[one] for said in (_called(row), _called(row, "名称")) if said]
    hint = worded(
        "最像的是“{nearest}”；写编号、名称，或 时限!第8行。{nothing}",
        nearest=nearest(wanted, known),
        nothing=worded(NOTHING),
    )
    raise Fault(worded("工作簿的规则表里没有“{wanted}”。", wanted=wanted), hint)


def _at(rows: Sequence[Row], line: int) -> list[Row]:
    found = [row for row in rows if row.place.row == line]
    if not found:
        raise Fault(
            worded("第 {line} 行不是一条规则。", line=line),
            worded("点表头下面有内容的一行。{nothing}", nothing=worded(NOTHING)),
        )
    return found


def _called(row: Row, heading: str = "") -> str:
    return str(row.cells.get(heading or NAMED_BY.get(row.sheet, "编号"), "")).strip()


def change(rows: Rows, name: str, cells: Cells, since: date | None, until: date | None) -> Edit:
    """Cells of a rule changed: from a day on, or for some rows only, in a row that takes its place; else in its own cells.

    Without cells, a row is laid ready that begins on the day: somebody writes into it what changes.

    Raises:
        Fault: no such rule or heading; or its sheet knows no such row.
    """
    found = asked(rows, name)
    sheet, rule = found[0].sheet, _called(found[0])
    _refuse_unknown(sheet, cells)
    if not cells and since is None:
        raise Fault(
            worded("没有写要改成什么。"), worded("例如 时长=5天；几格就写几个。{nothing}", nothing=worded(NOTHING))
        )
    if not cells and until is None and str(found[0].cells.get(SINCE, "")) == str(since) and found[0].cells.get(INSTEAD):
        raise Fault(
            worded("{place} 已经是从 {since} 起的改动。", place=found[0].place, since=since),
            worded("把要改的格直接写在这一行。{nothing}", nothing=worded(NOTHING)),
        )
    items = {str(row.cells.get("列", "")) for row in found}
    if sheet == "检查清单" and len(found) > 1 and cells.get("列") not in items:
        told = "、".join(sorted(items))
        raise Fault(
            worded("“{rule}”有 {count} 项，不知道改哪一项。", rule=rule, count=len(found)),
            worded("写明 列=其中一项：{told}；或点那一行。{nothing}", told=told, nothing=worded(NOTHING)),
        )
    narrowed = any(str(cells.get(one, "")).lstrip().startswith(("且", "并且")) for one in ("若", "对象若"))
    if since is None and until is None and not narrowed and len(found) == 1:
        return Edit(sheet, {(found[0].place.row, heading): text for heading, text in cells.items()})
    _refuse_undated(sheet, "从某天起改")
    if not rule:
        raise Fault(
            worded("{place} 没有编号，别的行说不出它。", place=found[0].place),
            worded("先给它写一个编号。{nothing}", nothing=worded(NOTHING)),
        )
    return Edit(sheet, added=[{INSTEAD: _own(found[0]), **_item(found), **cells, **_days(since, until)}])


def copy(rows: Rows, name: str, new: str, cells: Cells) -> Edit:
    """A rule's rows once more, under another number, with some cells changed.

    Raises:
        Fault: no such rule or heading; the number is taken.
    """
    found = asked(rows, name)
    sheet = found[0].sheet
    by = NAMED_BY.get(sheet, "编号")
    _refuse_unknown(sheet, cells)
    taken = {_called(row) for row in rows[sheet]}
    number = (
        new
        or str(cells.get(by, ""))
        or next(name for turn in range(2, len(taken) + 3) if (name := f"{_called(found[0])}-{turn}") not in taken)
    )
    if number in taken:
        raise Fault(
            worded("【{sheet}】已经有“{number}”。", sheet=named(sheet), number=number),
            worded("另写一个编号。{nothing}", nothing=worded(NOTHING)),
        )
    added = [{**_texts(row), by: number} for row in found]
    added[0] |= {**cells, by: number}
    return Edit(sheet, added=added)


def stop(rows: Rows, name: str, cells: Cells, since: date | None, until: date | None) -> Edit:
    """A rule switched off: for good, on some days, or (若=且 …) for some rows only.

    Raises:
        Fault: no such rule or heading; or its sheet knows no such row.
    """
    found = asked(rows, name)
    sheet = found[0].sheet
    _refuse_unknown(sheet, cells)
    if cells:
        _refuse_undated(sheet, "只停一部分")
        return Edit(sheet, added=[{INSTEAD: _own(found[0]), **cells, OFF: "否", **_days(since, until)}])
    if since is None and until is None:
        return Edit(sheet, {(row.place.row, OFF): "否" for row in found})
    _refuse_undated(sheet, "停几天")
    if since is None:
        raise Fault(worded("没有写从哪天起停。"), worded("加上 --from 日期。{nothing}", nothing=worded(NOTHING)))
    said = f"{since}..{until or ''}" if until != since else f"{since}"
    return Edit(
        sheet,
        {
            (row.place.row, PAUSE): "、".join(filter(None, (str(row.cells.get(PAUSE, "")).strip(), said)))
            for row in found
        },
    )


def resume(rows: Rows, name: str, today: date) -> Edit:
    """A rule in force again from today on: 启用 is blank, a pause ends yesterday, one that is to come is dropped.

    Raises:
        Fault: no such rule; or it isn't stopped.
    """
    found = asked(rows, name)
    cells: dict[tuple[int, str], str] = {}
    for row in found:
        if str(row.cells.get(OFF, "")).strip() in {"否", "×", "不", "FALSE"}:
            cells[row.place.row, OFF] = ""
        said = str(row.cells.get(PAUSE, "")).strip()
        if said and (left := "、".join(filter(None, (_ended(one, today) for one in _PART.split(said))))) != said:
            cells[row.place.row, PAUSE] = left
    if not cells:
        raise Fault(
            worded("“{called}”没有停用。", called=_called(found[0]) or name),
            worded("不用恢复。{nothing}", nothing=worded(NOTHING)),
        )
    return Edit(found[0].sheet, cells)


def toggled(rows: Rows, name: str, today: date) -> Edit:
    """A rule stopped; one that is stopped taken up again.

    Raises:
        Fault: no such rule.
    """
    try:
        return resume(rows, name, today)
    except Fault:
        return stop(rows, name, {}, None, None)


def _ended(pause: str, today: date) -> str:
    """A pause as it stands when it ends yesterday; nothing of one that hasn't begun."""
    first, dots, last = pause.strip().partition("..")
    try:
        begins = day(first.strip())
        ends = day(last.strip()) if last.strip() else None if dots else begins
    except NotUnderstood:
        return pause
    if begins is None or begins >= today:
        return ""
    return pause.strip() if ends is not None and ends < today else f"{begins}..{today - timedelta(days=1)}"


def _own(row: Row) -> str:
    """The rule that a row belongs to: one that changes another has that one's number."""
    return str(row.cells.get(INSTEAD, "")).strip() or _called(row)


def _item(found: Sequence[Row]) -> Cells:
    """Of a checklist with several items, the one that is meant."""
    one = found[0]
    return {"列": str(one.cells["列"])} if one.sheet == "检查清单" and len(found) == 1 and one.cells.get("列") else {}


def _days(since: date | None, until: date | None) -> Cells:
    return {name: str(one) for name, one in ((SINCE, since), (UNTIL, until)) if one}


def _texts(row: Row) -> dict[str, str]:
    return {heading: str(cell) for heading, cell in row.cells.items() if cell}


def _refuse_undated(sheet: str, what: str) -> None:
    if sheet not in DATED:
        raise Fault(
            worded("【{sheet}】的行不能{what}。", sheet=named(sheet), what=what),
            worded("直接改那一格：不写 --from、--to，也不写 且。{nothing}", nothing=worded(NOTHING)),
        )


def _refuse_unknown(sheet: str, cells: Cells) -> None:
    known = headings(sheet) if sheet in SHEETS else ()
    for heading in cells:
        if heading.partition("·")[0] not in known:
            raise Fault(
                worded("【{sheet}】没有“{heading}”这一列。", sheet=named(sheet), heading=heading),
                worded("最像的是“{nearest}”。{nothing}", nearest=nearest(heading, known), nothing=worded(NOTHING)),
            )
