"""Is anything silently wrong? Every column and some rows of every demonstration are changed, one at a time.

    python tests/silent.py --all                every change of every demonstration
    python tests/silent.py --all --write        … and what came out is written into docs/reliability.md
    python tests/silent.py wine-service …       of some
    python tests/silent.py --every 40           every fortieth change, over all
    python tests/silent.py --all --keep FILE    goes on where it was broken off, as long as the program is the same

A column is renamed, emptied, retyped and doubled; a row is pasted twice, loses its number, has it in other letters, stands
below an empty row, is followed by totals. Each change either leaves what counts as it was (duties, quotas, fines, the
list, reminders, metrics, failed checks, letters), or leaves an issue at its place: at the heading or a cell of the
column, at the row, or one that says its name. What does neither is silent. The last line counts what was tried and what
was silent. Changes that no cell of the demonstration can show aren't counted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from changing import CHANGES, ONLY_LAST, ROW_CHANGES, Cells
from pages import write
from shown_office import BARE, Office, fingerprint, office

from workbook.papers.list.problems import Problem, problems
from workbook.sheets.keys import drop_second_keys
from workbook.sheets.part import Part
from workbook.shells.outside.shelf import shelf
from workbook.words.issues import Issue

ALL = (*CHANGES, *ROW_CHANGES)
HOME = Path(__file__).resolve().parents[1]
TOOLS = [HOME / "tests" / name for name in ("silent.py", "changing.py", "shown_office.py")]
Spot = tuple[str, int, str]
"""Sheet, column or row (counted from 0), change."""


@dataclass(frozen=True, slots=True)
class Silent:
    """A change that altered what counts and left no issue at its place."""

    system: str
    sheet: str
    where: str
    change: str
    altered: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.system}: {self.sheet}.{self.where} {self.change}: {'、'.join(self.altered)}"


@dataclass(slots=True)
class Tally:
    """What was tried, how often, of how many columns and rows, and what was silent."""

    tried: Counter[str] = field(default_factory=Counter)
    columns: int = 0
    rows: int = 0
    silent: list[Silent] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """What else was tried."""
        self.tried += other.tried
        self.columns += other.columns
        self.rows += other.rows
        self.silent += other.silent


def changes(made: Office) -> Iterator[Spot]:
    """Every sheet that holds rows: every column, and the first, the middle and the last row; every change."""
    for sheet, head in made.heads.items():
        for at in range(len(made.cells[sheet][head])):
            yield from ((sheet, at, change) for change in CHANGES)
        last = len(made.cells[sheet]) - 1
        for at in sorted({head + 1, (head + 1 + last) // 2, last}):
            yield from ((sheet, at, change) for change in ROW_CHANGES if at == last or change not in ONLY_LAST)


def changed(made: Office, spot: Spot) -> Cells | None:
    """The sheet after a change; None where no cell shows it."""
    sheet, at, change = spot
    cells = [list(row) for row in made.cells[sheet]]
    if change in CHANGES:
        CHANGES[change](cells, made.heads[sheet], at)
    else:
        ROW_CHANGES[change](cells, made.heads[sheet], at, made.key(sheet))
        if change == "编号空着" and all(value is None for value in cells[at]):
            return None  # a row that holds nothing is none: it was taken away
    return None if cells == made.cells[sheet] else cells


def said(made: Office, spot: Spot) -> str:
    """What a change is about: the heading of the column, or the row as Excel counts it."""
    sheet, at, change = spot
    return str(made.cells[sheet][made.heads[sheet]][at]) if change in CHANGES else f"第{at + 1}行"


def named(made: Office, spot: Spot, cells: Cells, issues: Iterable[Issue | Problem]) -> bool:
    """Whether a new issue stands at the changed column or row, or says the name of the column."""
    sheet, at, change = spot
    if change in ROW_CHANGES:
        return any(one.place.sheet == sheet and one.place.row in {at + 1, len(cells)} for one in issues)
    heading, width = said(made, spot), len(made.cells[sheet][made.heads[sheet]])
    for one in issues:
        here = one.place.sheet == sheet
        if here and one.place.column in {at + 1, width + 1}:  # a doubled column stands to the right of all others
            return True
        if here and heading in f"{one.what}{one.cure}":
            return True
        if heading in one.what and sheet in f"{one.what}{one.cure}":
            return True
    return False


def is_idle(made: Office, spot: Spot, new: Part) -> bool:
    """Whether a change reaches nothing: the same rows are read, or only a column differs at which nobody looks."""
    sheet, _, change = spot
    old = made.part(sheet)
    if change in ROW_CHANGES:
        return made.key(sheet) >= 0 and old.usable and new.usable and _rows(old) == _rows(new)
    heading = said(made, spot)
    if old.keep.tolist() != new.keep.tolist() or old.usable != new.usable or not old.usable or sheet == "节假日":
        return False
    strange = {*old.values} ^ {*new.values}
    differ = {one for one in old.values if one in new.values and not old.values[one].equals(new.values[one])} | strange
    for one in differ:
        column = old.sheet.column(one)
        if one in made.read.get(sheet, ()) or (one != heading and one not in strange):
            return False
        if column is not None and (column.type.target or column.type.name in {"明细", "多选"} or column.plays("主键")):
            return False
    return True


def _rows(part: Part) -> dict[str, list[object]]:
    """The rows that stay, column by column."""
    return {name: [one for one, kept in zip(held.to_pylist(), part.keep) if kept] for name, held in part.values.items()}


def silence(made: Office, spot: Spot, cells: Cells, *, brief: bool = True) -> tuple[str, ...]:
    """The sheets of results that a change altered without a word; `brief` asks for the day only where it may matter."""
    return unsaid(
        made,
        spot[0],
        cells,
        lambda issues: named(made, spot, cells, issues),
        lambda alone: brief and is_idle(made, spot, alone),
        brief=brief,
    )


def unsaid(
    made: Office,
    sheet: str,
    cells: Cells,
    named: Callable[[Iterable[Issue | Problem]], bool],
    is_idle: Callable[[Part], bool],
    *,
    brief: bool = True,
) -> tuple[str, ...]:
    """The sheets of results that other cells altered where no new issue is `named` as theirs."""
    if brief:
        alone = made.part(sheet, cells)
        drop_second_keys(alone)
        if is_idle(alone) or named(_new(made, alone.issues)):
            return ()
    found = made.day(sheet, cells)
    if brief and named(_new(made, found.issues)):
        return ()
    after = fingerprint(found)
    altered = tuple(name for name, marks in made.before.items() if marks != after[name])
    if not altered or named(_new(made, (*found.finished().issues, *problems(found)))):
        return ()
    return altered


def _new(made: Office, issues: Iterable[Issue | Problem]) -> list[Issue | Problem]:
    return [one for one in issues if one not in made.known]


def tried(made: Office, chosen: Iterable[Spot]) -> Iterator[tuple[Spot, Silent | None]]:
    """Each chosen change that a cell can show, and what is silent about it."""
    for spot in chosen:
        cells = changed(made, spot)
        if cells is not None:
            altered = silence(made, spot, cells)
            yield spot, Silent(made.system, spot[0], said(made, spot), spot[2], altered) if altered else None


def run(
    systems: Sequence[str],
    every: int = 1,
    sorts: Sequence[str] = ALL,
    tell: Callable[[object], None] = print,
    kept: Kept | None = None,
) -> Tally:
    """Every n-th change of these demonstrations; those that are kept aren't tried again."""
    whole = Tally()
    passed = 0
    for system in systems:
        tally = kept.tallies.get(system) if kept else None
        if tally is None:
            made = office(system)
            wanted = [one for one in changes(made) if one[2] in sorts]
            tally = _tally(made, wanted[-passed % every :: every], tell)
            passed += len(wanted)
        whole.add(tally)
        if kept:
            kept.keep(system, tally)
    return whole


def _tally(made: Office, wanted: Iterable[Spot], tell: Callable[[object], None]) -> Tally:
    tally = Tally()
    places: set[tuple[str, int, bool]] = set()
    for spot, one in tried(made, wanted):
        tally.tried[spot[2]] += 1
        places.add((spot[0], spot[1], spot[2] in CHANGES))
        if one:
            tally.silent.append(one)
            tell(one)
    tally.columns = sum(is_column for *_, is_column in places)
    tally.rows = len(places) - tally.columns
    return tally


class Kept:
    """What was tried by the program as it is now, in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.program = _digest()
        held = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        same = held.get("program") == self.program
        self.tallies = {name: _read(one) for name, one in held.get("tried", {}).items()} if same else {}

    def keep(self, system: str, tally: Tally) -> None:
        """Notes what one demonstration gave."""
        self.tallies[system] = tally
        held = {"program": self.program, "tried": {name: _held(one) for name, one in self.tallies.items()}}
        self.file.write_text(json.dumps(held, ensure_ascii=False, indent=1), encoding="utf-8")


def _held(one: Tally) -> dict[str, Any]:
    silent = [asdict(each) for each in one.silent]
    return {"tried": dict(one.tried), "columns": one.columns, "rows": one.rows, "silent": silent}


def _read(held: dict[str, Any]) -> Tally:
    silent = [Silent(**{**one, "altered": tuple(one["altered"])}) for one in held["silent"]]
    return Tally(Counter(held["tried"]), held["columns"], held["rows"], silent)


def _digest() -> str:
    """Which program and which rulebooks these are, and how they were tried."""
    whole = hashlib.sha256()
    for path in sorted([*(HOME / "workbook").rglob("*.py"), *(HOME / "workbook").rglob("*.yaml"), *TOOLS]):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def page(tally: Tally, systems: Sequence[str]) -> str:
    """What came out, as the section of the page."""
    silent = Counter(one.change for one in tally.silent)
    whole = sorted({*shelf()} - BARE)
    which = f"全部 {len(whole)} 本规则书的演示" if [*systems] == whole else f"{len(systems)} 本：{'、'.join(systems)}"
    count, wrong = tally.tried.total(), len(tally.silent)
    lines = [
        f"试了{which}；{tally.columns} 列，{tally.rows} 行；改动 {count} 次，没有出声而结果变了的 **{wrong}** 次。",
        "",
        "| 改动 | 试了 | 没有出声 |",
        "|---|---:|---:|",
        *(f"| {name} | {tally.tried[name]} | {silent[name]} |" for name in ALL),
        *(["", *(f"- {one}" for one in tally.silent)] if tally.silent else []),
    ]
    return "\n".join(lines)


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("systems", nargs="*")
    words.add_argument("--all", action="store_true")
    words.add_argument("--write", action="store_true")
    words.add_argument("--keep", type=Path)
    words.add_argument("--every", type=int, default=1)
    words.add_argument("--only", choices=ALL, action="append")
    asked = words.parse_args()
    began = time.monotonic()
    kept = Kept(asked.keep) if asked.keep and asked.every == 1 and not asked.only else None
    systems = asked.systems or sorted({*shelf()} - BARE)
    tally = run(systems, asked.every, asked.only or ALL, lambda one: print(one, flush=True), kept)
    silent = Counter(one.change for one in tally.silent)
    print(*(f"{name}: tried {tally.tried[name]}, silent {silent[name]}" for name in ALL), sep="\n")
    print(f"{len(systems)} demonstrations, {time.monotonic() - began:.0f} seconds")
    print(f"tried {tally.tried.total()}, silent {len(tally.silent)}")
    if asked.write and asked.every == 1 and not asked.only:
        write("silent", page(tally, systems))
    return int(bool(tally.silent))


if __name__ == "__main__":
    sys.exit(main())
