"""What would mend the cells that lint found: each cure is tried on the rules, and kept when the fault is gone and none comes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workbook.rulebook.lint.rewrites import Rewrite, close, is_slip, offered, rewrites
from workbook.rulebook.load.rows import Row
from workbook.words.issues import Issue, Kind
from workbook.words.place import Place
from workbook.words.tongue import worded

Rows = Mapping[str, tuple[Row, ...]]
Faults = Callable[[Rows], Sequence[Issue]]
MONEY = ("金额", "承担人", "数量", "翻倍自", "重计")
"""Cells that decide money: only another spelling of the same is written without asking."""
MOST_TRIED = 6
_INSIDE = re.compile(r"“([^”]+)”")


@dataclass(frozen=True, slots=True)
class Cure:
    """One cell mended: what stood there and what is to stand there; `sure`: nobody needs to be asked.

    Shapes:
        others: what else it may be.
    """

    place: Place
    heading: str
    before: str
    after: str
    sure: bool
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = f"{self.place} {self.heading}：{self.before or '空'} → {self.after}"
        if self.sure:
            return told
        also = worded("（或 {others}）", others=worded("、").join(self.others)) if self.others else ""
        return worded("{told}{also}  要您定", told=told, also=also)


def cures(own: Rows, faults: Faults, known: Callable[[Issue], Iterable[str]], year: int) -> tuple[Cure, ...]:
    """The cures of all faults on the workbook's own rule sheets; the sure ones fit together.

    Shapes:
        faults: what lint says of rule rows. known: for a name that isn't there, the names that are. year: this year.
    """
    found: dict[tuple[Place, str], Cure] = {}
    rows, left = own, _at(faults(own))
    for _ in range(sum(len(one) for one in left.values())):
        fault = next((one for members in left.values() for one in members if (one.place, one.what) not in found), None)
        if fault is None:
            break
        cure, mended = _cure(rows, fault, left, faults, known, year)
        found[(fault.place, fault.what)] = cure or Cure(fault.place, "", "", "", sure=False)
        if cure is not None and cure.sure:
            rows, left = mended, _at(faults(mended))
    return tuple(cure for cure in found.values() if cure.after)


def _at(issues: Iterable[Issue]) -> dict[tuple[Kind, Place], list[Issue]]:
    """What is wrong, by cell; notes are nothing to mend."""
    found: dict[tuple[Kind, Place], list[Issue]] = {}
    for one in issues:
        if one.kind.level != "注":
            found.setdefault((one.kind, one.place), []).append(one)
    return found


def _cure(
    rows: Rows,
    fault: Issue,
    left: Mapping[tuple[Kind, Place], list[Issue]],
    faults: Faults,
    known: Callable[[Issue], Iterable[str]],
    year: int,
) -> tuple[Cure | None, Rows]:
    """The cell of one fault mended, and the rows with it."""
    row = next((one for one in rows.get(fault.place.sheet, ()) if one.place.row == fault.place.row), None)
    heading = next((name for name, at in (row.columns if row else {}).items() if at == fault.place.column), "")
    if row is None or not heading:
        return None, rows
    if fault.kind is Kind.UNKNOWN_RULE_COLUMN:
        return _renamed(rows, fault, row, heading, left, faults, known)
    cell = str(row.cells.get(heading, ""))
    if not cell and fault.kind is not Kind.RULE_VALUE_MISSING:
        return None, rows
    good: list[tuple[Rewrite, Rows]] = []
    for one in _likely(cell, fault, _elsewhere(rows, row, heading), known, year)[:MOST_TRIED]:
        trial = _with(rows, row, heading, one.text)
        if _mends(faults(trial), fault, left):
            good.append((one, trial))
            if one.same:
                break
    if not good:
        return None, rows
    best, trial = good[0]
    sure = best.same and (heading not in MONEY or _digits(best.text) == _digits(cell))
    others = tuple(one.text for one, _ in good[1:])
    return Cure(fault.place, heading, cell, best.text, sure=sure and not others, others=others), trial


def _likely(
    cell: str, fault: Issue, kept: Sequence[str], known: Callable[[Issue], Iterable[str]], year: int
) -> list[Rewrite]:
    """Other texts for the cell, those that say the same first."""
    if not cell:
        return [Rewrite(one, same=False) for one in offered(f"{fault.what}{fault.cure}")]
    words = dict(fault.words)
    name = next((words[one] for one in ("path", "sheet", "target", "setting") if one in words and one != "sheet"), "")
    if fault.kind is Kind.UNKNOWN_SHEET:
        name = words["sheet"]
    names = close(name.rpartition(".")[2], known(fault)) if name else []
    made = [
        Rewrite(one.text, one.same and len(names) == 1 and is_slip(name, _path(name, nearest)))
        for nearest in names
        for one in rewrites(cell, name, worded("改成“{path}”", path=_path(name, nearest)))
        if one.text != cell
    ]
    word = _word(cell, fault)
    made += rewrites(cell, word, f"{fault.what}{fault.cure}", kept=kept, year=year)
    return sorted(dict.fromkeys(made), key=lambda one: not one.same)


def _path(name: str, nearest: str) -> str:
    """The last name of a path changed."""
    front, dot, _ = name.rpartition(".")
    return f"{front}{dot}{nearest}"


def _word(cell: str, fault: Issue) -> str:
    """The part of the cell that lint speaks of: the last quoted piece of the cell that isn't all of it."""
    quoted = [one for one in _INSIDE.findall(fault.what + fault.cure) if one in cell]
    parts = [one for one in quoted if one != cell]
    return parts[-1] if parts else quoted[-1] if quoted else cell


def _elsewhere(rows: Rows, row: Row, heading: str) -> list[str]:
    return [str(one.cells[heading]) for one in rows.get(row.sheet, ()) if one is not row and one.cells.get(heading)]


def _with(rows: Rows, row: Row, heading: str, text: str) -> Rows:
    changed = replace(row, cells={**row.cells, heading: text})
    return {**rows, row.sheet: tuple(changed if one.place == row.place else one for one in rows[row.sheet])}


def _mends(after: Sequence[Issue], fault: Issue, before: Mapping[tuple[Kind, Place], list[Issue]]) -> bool:
    """Whether this fault is gone from its cell and nothing came that wasn't there; a row read at last may show more."""
    now = _at(after)
    fewer = len(now.get((fault.kind, fault.place), ())) < len(before.get((fault.kind, fault.place), ()))
    row = (fault.place.sheet, fault.place.row)
    return fewer and all(key in before or ((key[1].sheet, key[1].row) == row and key[1] != fault.place) for key in now)


def _renamed(
    rows: Rows,
    fault: Issue,
    row: Row,
    heading: str,
    left: Mapping[tuple[Kind, Place], list[Issue]],
    faults: Faults,
    known: Callable[[Issue], Iterable[str]],
) -> tuple[Cure | None, Rows]:
    """A heading that isn't known, for all rows under it. Its place has no row: the shell knows where headings stand."""
    names = [name for name in close(heading, known(fault)) if name not in row.columns]
    for name in names:
        trial = {
            **rows,
            row.sheet: tuple(
                replace(
                    one,
                    cells={name if key == heading else key: cell for key, cell in one.cells.items()},
                    columns={name if key == heading else key: at for key, at in one.columns.items()},
                )
                for one in rows[row.sheet]
            ),
        }
        if _mends(faults(trial), fault, left):
            place = Place(row.sheet, 0, fault.place.column)
            return Cure(
                place, "表头", heading, name, sure=len(names) == 1 and is_slip(heading, name), others=tuple(names[1:])
            ), trial
    return None, rows


def _digits(text: str) -> str:
    return "".join(re.findall(r"[\d.]+", text))
