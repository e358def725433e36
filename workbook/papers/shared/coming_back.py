"""What comes back of a clerk's book, cell by cell: as it was sent, as it is with us now, as the clerk left it.

Only the clerk changed it: it is taken. Both did: both are kept, for a person to decide. Nobody's cell is cleared by a copy
that is older than one that came before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from workbook.papers.shared.found_rows import Cells, Found, Leaf, plain, same
from workbook.papers.shared.mark import NEW

OWNER, OWNER_NAME, STAFF, TURN, TIME = "责任人", "责任人姓名", "员工编号", "序", "回访时间"
CUSTOMER = "客户编号"


@dataclass(frozen=True, slots=True)
class Shape:
    """One sheet as it travels.

    Shapes:
        mark: the heading by which a row is known in the clerk's book. key: the one by which it is known in ours; '' where
        rows are known by what they hold. typed: headings that are the clerk's to fill; every: those of a row of their own.
        whole: a row is one answer: cells of two people are never mixed in it.
    """

    sheet: str
    mark: str
    key: str
    typed: AbstractSet[str]
    every: AbstractSet[str]
    whole: bool

    def fills(self, mark: str) -> AbstractSet[str]:
        """The headings that count in a row."""
        return self.every if mark.startswith(NEW) else self.typed

    def state(self, mark: str, cells: Cells) -> dict[str, str]:
        """What counts of a row's cells."""
        fills = self.fills(mark)
        return {heading: text for heading, text in cells.items() if heading in fills}


@dataclass(slots=True)
class Change:
    """One row that something comes of.

    Shapes:
        row: where it stands with us; below 0 where it is added. put: cells to write. whole: for an added row all that is known
        of it. clash: headings on which a person must decide, with what each side says. state: the clerk's cells.
        remarks: what else is to be said. why: why there is a clash.
    """

    shape: Shape
    mark: str
    state: dict[str, str]
    row: int = 0
    put: dict[str, str] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)
    clash: dict[str, tuple[str, str]] = field(default_factory=dict)
    why: str = ""
    remarks: list[str] = field(default_factory=list)


BOTH = "主簿里也改过"
RECORDED = "收过以后登记了，又改了"
GONE = "主簿里没有这一行了"
KEYED = "编号不能由交回来改"
UNKNOWN = "任务编号改过，认不出是哪一件"


def changes(
    shape: Shape,
    sent: Leaf,
    back: Leaf,
    ours: Ours,
    before: Mapping[str, Sequence[Cells]],
    *,
    is_older: bool,
    clerk: str,
    day: str,
) -> Iterator[Change]:
    """What comes of each row of a sheet that came back.

    Shapes:
        before: mark of a row → what came back of it before, oldest first.
    """
    out = {one.cells[shape.mark]: one for one in sent.rows if shape.mark in one.cells}
    taken: set[str] = set()
    one_book = _Coming(shape, out, back, ours, is_older, clerk, day)
    for one in back.rows:
        mark = one.cells.get(shape.mark, "")
        if mark and mark not in out:
            mark = _meant(shape, one, out, back)
            if not mark:
                yield from one_book.unknown(one, before)
                continue
        if not mark or (mark.startswith(NEW) and mark in taken):
            mark = f"{NEW}{digest(shape.state(NEW, one.cells))}"
        taken.add(mark)
        made = one_book.row(mark, one, before.get(mark, ()))
        if made is not None:
            ours.keep(made)
            yield made


@dataclass(frozen=True, slots=True)
class _Coming:
    """One sheet of one book on its way in."""

    shape: Shape
    out: Mapping[str, Found]
    back: Leaf
    ours: Ours
    is_older: bool
    clerk: str
    day: str

    def unknown(self, one: Found, before: Mapping[str, Sequence[Cells]]) -> Iterator[Change]:
        """A row whose mark was changed into something that we never sent."""
        state = self.shape.state("", one.cells)
        made = Change(self.shape, f"?{digest(one.cells)}", state, why=UNKNOWN)
        if state and not any(dict(old) == state for old in before.get(made.mark, ())):
            made.clash = {heading: ("", text) for heading, text in state.items()}
            made.whole = {heading: text for heading, text in one.cells.items() if heading != self.shape.mark}
            yield made

    def row(self, mark: str, one: Found, before: Sequence[Cells]) -> Change | None:
        """What comes of one row; None where it says nothing new."""
        shape, base = self.shape, self.out.get(mark, Found(0, {}))
        fills, is_own = shape.fills(mark), mark.startswith(NEW)
        sent = shape.state(mark, base.cells)
        latest: Cells = before[-1] if before and not self.is_older else sent
        there = self.back.columns
        state = {**latest, **{heading: one.cells.get(heading, "") for heading in fills if heading in there}}
        state = {heading: text for heading, text in state.items() if text}
        known = [sent, *before] if self.is_older else [latest]
        new = [heading for heading in sorted(fills) if not any(same(state, old, heading) for old in known)]
        if not new:
            return None
        made = Change(shape, mark, state)
        made.remarks += _foreign(shape, base, one, there)
        place = self.ours.of(mark, before[-1] if is_own and before else base.cells)
        if place is None:
            self._nowhere(made, base, new, has_come=bool(before))
            return made
        made.row = place.row
        held = [heading for heading in fills if not same(place.cells, latest, heading)]
        held = [
            heading for heading in held if heading in latest or heading in state or not self._ours(mark, heading, place)
        ]
        moved = shape.whole and any(not same(place.cells, state, heading) for heading in held)
        for heading in new:
            if same(place.cells, state, heading):
                continue
            if moved or heading in held or (heading == shape.key and not is_own):
                made.clash[heading] = (place.cells.get(heading, ""), state.get(heading, ""))
            else:
                made.put[heading] = state.get(heading, "")
        if made.clash:
            is_recorded = shape.whole and bool(latest) and not any(place.cells.get(heading) for heading in fills)
            made.why = KEYED if not held else RECORDED if is_recorded else BOTH
        if made.put and shape.whole and not is_own:
            self._name(made, base, place)
        return made

    def _ours(self, mark: str, heading: str, place: Found) -> bool:
        """Whether a cell holds what was written there beside the clerk's own: whose call, of which day, which customer."""
        text = plain(place.cells.get(heading, ""))
        told = {STAFF: self.clerk, TIME: plain(f"{self.day} 00:00:00")}
        return text == told.get(heading) or (heading == CUSTOMER and mark.startswith(NEW))

    def _nowhere(self, made: Change, base: Found, new: Sequence[str], *, has_come: bool) -> None:
        """No row of ours: a new one is added, and a task too, for 登记 to judge; else a person decides."""
        is_own, shape = made.mark.startswith(NEW), made.shape
        made.whole = {**({} if is_own else base.cells), **made.state}
        if has_come or not (is_own or shape.whole):
            made.clash = {heading: ("", made.state.get(heading, "")) for heading in new}
            made.why = RECORDED if has_come else GONE
            return
        made.put = {heading: made.state[heading] for heading in new if heading in made.state}
        if not is_own:
            made.remarks.append("主簿今天没有列这一件，收在清单下面，登记时再认")
            self._name(made, base, base)

    def _name(self, made: Change, base: Found, place: Found) -> None:
        """Whoever had the task when the book went out has made the call, whoever has it now."""
        moved = place.cells.get(OWNER_NAME) != base.cells.get(OWNER_NAME)
        if (place.cells.get(OWNER) != self.clerk or moved) and STAFF not in made.state:
            made.put[STAFF] = self.clerk
            made.whole = {**made.whole, STAFF: self.clerk} if made.whole else made.whole
            if moved:
                made.remarks.append(f"这一件已改派给 {place.cells.get(OWNER_NAME) or '别人'}，记在交回的人名下")


def _foreign(shape: Shape, base: Found, one: Found, there: Mapping[str, int]) -> Iterator[str]:
    """Cells that the program writes, and that somebody changed all the same."""
    if not base.cells or not shape.whole:
        return
    for heading, text in one.cells.items():
        ours = heading in base.cells and heading in there and heading not in shape.typed and heading != TURN
        if ours and plain(text) != plain(base.cells[heading]):
            yield f"“{heading}”改成了“{text}”，这一列由程序写，没有收"


def _meant(shape: Shape, one: Found, out: Mapping[str, Found], back: Leaf) -> str:
    """The row that was meant where its mark was changed: the only missing one that says the same otherwise."""
    left = {row.cells.get(shape.mark, "") for row in back.rows}
    fixed = [heading for heading in one.cells if heading not in shape.typed and heading not in (shape.mark, TURN)]
    like = [
        mark
        for mark, row in out.items()
        if mark not in left and not mark.startswith(NEW) and fixed and all(same(row.cells, one.cells, h) for h in fixed)
    ]
    return like[0] if len(like) == 1 else ""


def digest(cells: Cells) -> str:
    """A short name for what a row holds."""
    said = "\n".join(f"{heading}\t{plain(text)}" for heading, text in sorted(cells.items()))
    return hashlib.blake2b(said.encode(), digest_size=6).hexdigest()


class Ours:
    """The rows of one sheet of ours, found by key, or by what they hold; with what is being put into them.

    Shapes:
        added: rows that are to be added, each with all its cells; the first is known as row −1.
    """

    def __init__(self, shape: Shape, found: Callable[[], Leaf]) -> None:
        self._shape, self._found = shape, found
        self.added: list[dict[str, str]] = []

    @cached_property
    def leaf(self) -> Leaf:
        """The sheet, looked at when something is to be put into it."""
        return self._found()

    @cached_property
    def _by_key(self) -> dict[str, int]:
        return {key: one.row for key, one in self.leaf.by(self._shape.key).items()} if self._shape.key else {}

    @cached_property
    def _rows(self) -> dict[int, dict[str, str]]:
        return {one.row: dict(one.cells) for one in self.leaf.rows}

    def of(self, mark: str, cells: Cells) -> Found | None:
        """Our row of a mark, or of what it held when it was last seen; None where there is none."""
        is_own = mark.startswith(NEW)
        row = 0 if is_own else self._by_key.get(mark, 0)
        if not row and cells and (is_own or mark.startswith("行")):
            row = next((number for number, held in self._rows.items() if self._says(held, mark, cells)), 0)
        return Found(row, self._rows[row]) if row else None

    def _says(self, held: Cells, mark: str, cells: Cells) -> bool:
        wanted = {
            heading: text for heading, text in self._shape.state(mark, cells).items() if heading in self.leaf.columns
        }
        is_task = self._shape.whole and bool(held.get(self._shape.key))
        return bool(wanted) and not is_task and all(same(held, wanted, heading) for heading in wanted)

    def cells(self, row: int) -> Cells:
        """What a row holds by now."""
        return self._rows.get(row, {})

    def keep(self, made: Change) -> None:
        """What is put into a row counts for the next copy of it."""
        if made.clash and not made.put:
            return
        if not made.row:
            self.added.append(dict(made.whole))
            made.row = -len(self.added)
            self._rows[made.row] = self.added[-1]
            if not made.mark.startswith(NEW):
                self._by_key[made.mark] = made.row
            return
        self._rows[made.row].update(made.put)
