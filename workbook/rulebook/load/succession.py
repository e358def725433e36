"""Rows that take another's place (接替) and rules that pause (停用期), written out as the plain dated rows they stand for.

A row with 接替: X is a change of rule X: what it fills is new, what it leaves blank is as before. From its 生效日 to its
失效日, and where its 若 holds, it counts; elsewhere X goes on. Both keep the number X, so whatever names X means both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from workbook.rulebook.cells import notations
from workbook.rulebook.cells.day_ranges import days
from workbook.rulebook.cells.rule import day
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.load import scopes
from workbook.rulebook.load.rows import Row, is_further
from workbook.rulebook.sorts.model import DATED, PARTED, headings
from workbook.words.issues import Issue, Kind, issue
from workbook.words.nearest import nearest
from workbook.words.tongue import named, worded

INSTEAD, PAUSE, SINCE, UNTIL = "接替", "停用期", "生效日", "失效日"
_SCOPES = ("若", "对象若")
_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Changed:
    """The rows with all changes written out; numbers that only name another rule (other → rule); what is wrong."""

    rows: Mapping[str, tuple[Row, ...]]
    names: Mapping[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A row in force between two days; `cut`: a change or a pause ended it there, not its own 失效日."""

    row: Row
    first: date | None = None
    last: date | None = None
    cut: bool = False

    def within(self, first: date | None, last: date | None) -> _Piece | None:
        """What is left of it between two days."""
        begin = max(filter(None, (self.first, first)), default=None)
        end = min(filter(None, (self.last, last)), default=None)
        return None if begin and end and begin > end else replace(self, first=begin, last=end, cut=True)

    def outside(self, first: date | None, last: date | None) -> Iterator[_Piece]:
        """What is left of it before and after."""
        parts = (self.within(None, first - _DAY) if first else None, self.within(last + _DAY, None) if last else None)
        return (part for part in parts if part)

    def written(self) -> Row:
        """The plain row."""
        dates = {SINCE: self.first, UNTIL: self.last}
        left = {heading: cell for heading, cell in self.row.cells.items() if heading not in {*dates, INSTEAD, PAUSE}}
        return replace(self.row, cells={**left, **{name: on.isoformat() for name, on in dates.items() if on}})


def changed(rows: Mapping[str, tuple[Row, ...]]) -> Changed:
    """Every change and every pause carried out."""
    touched = [s for s, written in rows.items() if any(r.cells.get(INSTEAD) or r.cells.get(PAUSE) for r in written)]
    if not touched:
        return Changed(rows)
    issues: list[Issue] = []
    names: dict[str, str] = {}
    made = dict(rows)
    for sheet in touched:
        made[sheet] = tuple(_sheet(sheet, rows[sheet], names, issues))
    return Changed(made, {name: _last(name, names) for name in names}, tuple(issues))


def _sheet(sheet: str, written: Sequence[Row], names: dict[str, str], issues: list[Issue]) -> Iterable[Row]:
    """One sheet's rows; a changed rule stands where it stood."""
    if sheet not in DATED:
        for row in written:
            issues += [_unfit(row, heading) for heading in (INSTEAD, PAUSE) if row.cells.get(heading)]
        return [_without(row) for row in written]
    units = list(_units(written))
    ids = {row.id for row, _ in units if not row.cells.get(INSTEAD)} - {""}
    changes: dict[str, list[Row]] = {}
    stays: list[tuple[Row, tuple[Row, ...]]] = []
    for row, further in units:
        old = str(row.cells.get(INSTEAD, "")).strip()
        if not old:
            stays.append((row, further))
            continue
        target = _last(old, names)
        if target not in ids:
            place, guess = row.at(INSTEAD), nearest(old, ids)
            issues.append(issue(Kind.UNKNOWN_RULE, place, rule=row.name or sheet, target=old, nearest=guess))
            continue
        if row.id and row.id != target and row.id not in ids:
            names[row.id] = target
        try:
            changes.setdefault(target, []).append(_whole(row, further))
        except NotUnderstood as error:
            issues.append(_unread(row, error))
    paused = {row.id for row, _ in stays if row.cells.get(PAUSE)} | {""}
    wanted = changes.keys() | paused
    result: list[Row] = []
    told: set[str] = set()
    for row, further in stays:
        is_plain = row.id not in wanted or (not row.id and not row.cells.get(PAUSE))
        if is_plain:
            result += [row, *further]
        elif row.id not in told:
            told.add(row.id)
            same = [(one, more) for one, more in stays if one.id == row.id] if row.id else [(row, further)]
            try:
                result += _rule(sheet, [_whole(*one) for one in same], changes.get(row.id, ()), issues)
            except NotUnderstood:  # its reader names the cell
                result += [line for one, more in same for line in (one, *more)]
    return result


def _rule(sheet: str, old: Sequence[Row], changes: Sequence[Row], issues: list[Issue]) -> list[Row]:
    """The rows of one rule after its changes, each in force when and where it should be."""
    pieces = [piece for row in _filled(sheet, old) for piece in _pieces(row, issues)]
    for change in changes:
        try:
            pieces = _after(sheet, pieces, change, issues)
        except NotUnderstood as error:
            issues.append(_unread(change, error))
    return [piece.written() for piece in pieces]


def _after(sheet: str, pieces: Sequence[_Piece], change: Row, issues: list[Issue]) -> list[_Piece]:
    """The pieces of a rule once a change is laid over them.

    Raises:
        NotUnderstood: it says for whom in a way that several different rows can't share.
    """
    own = {heading: cell for heading, cell in change.cells.items() if cell and heading not in {INSTEAD, "编号", PAUSE}}
    first, last = (_day(own.get(SINCE)), _day(own.get(UNTIL)))
    result: list[_Piece] = []
    issues += _narrow(pieces, own, change)
    scoped = [heading for heading in _SCOPES if heading in own and not scopes.adds(own[heading])]
    if scoped and len({str([piece.row.cells.get(one) for one in scoped]) for piece in pieces}) > 1:
        raise NotUnderstood(
            worded("这条规则有几行，条件各不相同"), worded("前面加一个“且”，就是在各行的条件上再加这几个。")
        )
    for piece in pieces:
        here = piece.within(first, last)
        if sheet == "检查清单" and own.get("列") and own["列"] != piece.row.cells.get("列"):
            result.append(piece)
            continue
        fresh = _patched(piece, own, change)
        if (here is None and piece.cut) or any(fresh.cells.get(heading) == scopes.NEVER for heading in _SCOPES):
            result.append(piece)
            continue
        if here is None:  # it had ended by itself; the change begins it anew
            result.append(piece)
            begun = _Piece(fresh, first, last)
        else:
            result += piece.outside(first, last)
            rest = scopes.left(piece.row.cells, fresh.cells, _SCOPES) if sheet in PARTED else ()
            spared = piece.row.spared.union(
                *(scopes.turned(piece.row.cells.get(one), fresh.cells.get(one)) for one in _SCOPES)
            )
            result += [
                replace(here, row=replace(piece.row, cells={**piece.row.cells, **one}, spared=spared)) for one in rest
            ]
            ends = here.last if piece.cut or UNTIL in own or first is None else None
            begun = replace(here, row=fresh, last=ends, cut=piece.cut)
        if notations.flag(str(own.get("启用") or "是")):
            paused = replace(fresh, cells={**fresh.cells, PAUSE: change.cells.get(PAUSE, "")})
            result += _paused(replace(begun, row=paused), issues)
    return result


def _narrow(pieces: Sequence[_Piece], own: Mapping[str, Any], change: Row) -> Iterator[Issue]:
    """A change whose 若 says nothing any more of a column that the rule asked for."""
    for heading in _SCOPES if change.sheet in PARTED else ():
        if heading not in own or scopes.adds(own[heading]):
            continue
        asked = [{path for path, _ in group} for group in scopes.groups(own[heading], open_too=True)]
        before = {
            path for piece in pieces for group in scopes.groups(piece.row.cells.get(heading)) for path in dict(group)
        }
        if gone := sorted(path for path in before if not all(path in paths for paths in asked)):
            why = worded(
                "接替 {cells} 的这一行不再问 {gone}，别的行也会照它算",
                cells=change.cells[INSTEAD],
                gone=worded("、").join(gone),
            )
            hint = worded(
                "写成“且 {own}”，就在原来的条件上再加；真的不问了，写 {gone}: 任意。", own=own[heading], gone=gone[0]
            )
            yield issue(Kind.LINT, change.at(heading), rule=change.cells[INSTEAD], why=why, hint=hint)


def _patched(piece: _Piece, own: Mapping[str, Any], change: Row) -> Row:
    """The old row with what the change fills."""
    cells = {heading: cell for heading, cell in piece.row.cells.items() if heading != "启用"} | dict(own)
    for heading in _SCOPES:
        if heading in own:
            cells[heading] = scopes.with_more(piece.row.cells.get(heading, ""), own[heading])
    return replace(change, cells={**cells, "编号": piece.row.id}, spared=piece.row.spared)


def _pieces(row: Row, issues: list[Issue]) -> list[_Piece]:
    """A row as it stands: from 生效日 to 失效日, without its pauses."""
    return _paused(_Piece(row, _day(row.cells.get(SINCE)), _day(row.cells.get(UNTIL))), issues)


def _paused(piece: _Piece, issues: list[Issue]) -> list[_Piece]:
    """A piece without the days of its 停用期."""
    said = str(piece.row.cells.get(PAUSE) or "").strip()
    parts = [piece]
    for one in filter(None, re.split(r"[,，、;；\n]", said)):
        try:
            first, last = days(one)
        except NotUnderstood as error:
            place, hint = piece.row.at(PAUSE), worded("{why}；写成 2026-04-01..2026-04-15。", why=error.why)
            issues.append(issue(Kind.BAD_RULE_VALUE, place, rule=piece.row.name, heading=PAUSE, value=said, hint=hint))
            continue
        parts = [left for part in parts for left in _apart(part, first, last)]
    return parts


def _apart(piece: _Piece, first: date, last: date | None) -> Iterable[_Piece]:
    """A piece without some days; itself when they don't touch it."""
    return piece.outside(first, last) if piece.within(first, last) else (piece,)


def _filled(sheet: str, rows: Sequence[Row]) -> Iterable[Row]:
    """Rows of one checklist with the sheet that only the first of them names."""
    said = next((row.cells["表"] for row in rows if row.cells.get("表")), None)
    for row in rows:
        fits = sheet != "检查清单" or not said or row.cells.get("表")
        yield row if fits else replace(row, cells={**row.cells, "表": said})  # type: ignore[dict-item]


def _units(written: Sequence[Row]) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    """Each row with the rows below it that only add alternatives to it."""
    unit: list[Row] = []
    for row in written:
        if unit and row.id == unit[0].id and is_further(row) and not row.cells.get(PAUSE):
            unit.append(row)
            continue
        if unit:
            yield unit[0], tuple(unit[1:])
        unit = [row]
    if unit:
        yield unit[0], tuple(unit[1:])


def _whole(row: Row, further: Sequence[Row]) -> Row:
    """A row with its alternatives and its spread groups (若·列) in one cell each."""
    known = headings(row.sheet)
    cells = {heading: cell for heading, cell in row.cells.items() if "·" not in heading or heading in known}
    groups = {heading.partition("·")[0] for heading in (h for one in (row, *further) for h in one.cells)}
    for heading in (name for name in groups if name in known and name.endswith("若")):
        if further or any(name.startswith(f"{heading}·") for name in row.cells):
            said = [group for one in (row, *further) for group in scopes.gathered(one.cells, heading)]
            cells[heading] = scopes.written(said) if said else ""
    return replace(row, cells=cells)


def _day(cell: object) -> date | None:
    """A date cell; one that can't be read is named where the row is read."""
    try:
        return day(str(cell)) if cell else None
    except NotUnderstood:
        return None


def _last(name: str, names: Mapping[str, str]) -> str:
    """The rule that a number names in the end."""
    seen: set[str] = set()
    while name in names and name not in seen:
        seen.add(name)
        name = names[name]
    return name


def _unread(change: Row, error: NotUnderstood) -> Issue:
    """A change whose tests can't be read or laid over the rule."""
    rule, value, hint = change.cells[INSTEAD], change.cells.get("若", ""), f"{error.why}；{error.hint}"
    return issue(Kind.BAD_RULE_VALUE, change.at("若"), rule=rule, heading="若", value=value, hint=hint)


def _without(row: Row) -> Row:
    return replace(row, cells={heading: cell for heading, cell in row.cells.items() if heading not in {INSTEAD, PAUSE}})


def _unfit(row: Row, heading: str) -> Issue:
    hint = worded("【{sheet}】的行不接替也不停用：直接改那一格，或用生效日和失效日。", sheet=named(row.sheet))
    return issue(
        Kind.BAD_RULE_VALUE, row.at(heading), rule=row.name, heading=heading, value=row.cells[heading], hint=hint
    )
