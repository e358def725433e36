"""What comes back of a clerk's book, cell by cell: as it was sent, as it is with us now, as the clerk left it.

Only the clerk changed it: it is taken. Both did: both are kept, for a person to decide. Nobody's cell is cleared by a copy
that is older than one that came before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from workbook.papers.shared.found_rows import CUSTOMER, Cells, Found, Leaf, nearest, plain, same
from workbook.papers.shared.mark import NEW
from workbook.papers.shared.recognised import UNKNOWN, Recognised
from workbook.papers.shared.shape import Shape
from workbook.rules.recording.typed_cells import OUTCOME
from workbook.words.tongue import declared, worded

OWNER, OWNER_NAME, STAFF, TIME = "责任人", "责任人姓名", "员工编号", "回访时间"


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


BOTH = declared("主簿里也改过")
RECORDED = declared("收过以后登记了，又改了")
GONE = declared("主簿里没有这一行了")
KEYED = declared("编号不能由交回来改")
UNKNOWN_ROW = declared("编号改过或删了，认不出是哪一行")
OTHERS = declared("这一行写着别人的名字或电话，不知道打给了谁")
PASTED = declared("别人清单上的行，贴到这一本里来的")


def changes(
    shape: Shape,
    sent: Leaf,
    back: Leaf,
    known: Recognised,
    ours: Ours,
    before: Mapping[str, Sequence[Cells]],
    *,
    is_older: bool,
    clerk: str,
    day: str,
    shows_another: Callable[[Cells, Cells], bool] = lambda sent, back: False,  # noqa: ARG005 - a sheet that shows nobody
) -> Iterator[Change]:
    """What comes of each row of a sheet that came back.

    Shapes:
        known: the rows of `back`. shows_another: whether a row shows another customer than it was sent for.
        before: mark of a row → what came back of it before, oldest first.
    """
    out = {one.cells[shape.mark]: one for one in sent.rows if shape.mark in one.cells}
    one_book = _Coming(shape, out, back, ours, is_older, clerk, day, shows_another)
    for one, mark in known.rows:
        if mark.startswith(UNKNOWN):
            yield from one_book.unknown(one, mark, before)
        elif mark in known.foreign:
            yield from one_book.foreign(one, mark, before)
        elif (made := one_book.row(mark, one, before.get(mark, ()))) is not None:
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
    shows_another: Callable[[Cells, Cells], bool]

    def unknown(self, one: Found, mark: str, before: Mapping[str, Sequence[Cells]]) -> Iterator[Change]:
        """A row whose mark was changed into something that we never sent."""
        state = self.shape.state("", one.cells)
        made = Change(self.shape, mark, state, why=UNKNOWN_ROW)
        if state and not any(dict(old) == state for old in before.get(mark, ())):
            made.clash = {heading: ("", text) for heading, text in state.items()}
            made.whole = {heading: text for heading, text in one.cells.items() if heading != self.shape.mark}
            yield made

    def foreign(self, one: Found, mark: str, before: Mapping[str, Sequence[Cells]]) -> Iterator[Change]:
        """A row of somebody else's book that was pasted into this one: what it says otherwise than ours, a person decides."""
        state, place = self.shape.state(mark, one.cells), self.ours.of(mark, {})
        if place is None or any(dict(old) == state for old in before.get(mark, ())):
            return
        made = Change(self.shape, mark, state, row=place.row, why=PASTED)
        made.clash = {
            heading: (place.cells.get(heading, ""), text)
            for heading, text in sorted(state.items())
            if not same(place.cells, state, heading)
        }
        if made.clash:
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
        place = self.ours.of(mark, before[-1] if is_own and before else base.cells)
        if shape.whole and not is_own and self.shows_another(base.cells, one.cells):
            ours = place or Found(0, {})
            made.row, made.why, made.whole = ours.row, OTHERS, {} if place else {**base.cells, **state}
            made.clash = {heading: (ours.cells.get(heading, ""), state.get(heading, "")) for heading in new}
            return made
        if place is None:
            self._nowhere(made, base, new, has_come=bool(before))
            return made
        made.row = place.row
        held = [heading for heading in fills if not same(place.cells, latest, heading)]
        held = [
            heading for heading in held if heading in latest or heading in state or not self._ours(mark, heading, place)
        ]
        moved = shape.whole and any(not same(place.cells, state, heading) for heading in held)
        if moved and OUTCOME in new:  # what stands beside our result goes with it, or stays with it
            new += [heading for heading in held if heading not in new and heading not in state]
        for heading in new:
            if same(place.cells, state, heading):
                continue
            if moved or heading in held or (heading == shape.key and not is_own):
                made.clash[heading] = (place.cells.get(heading, ""), state.get(heading, ""))
            else:
                made.put[heading] = state.get(heading, "")
        if made.clash and (is_own or mark.startswith("行")):
            made.whole = dict(place.cells)  # it has no number: by this it is found again
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
        if is_own and shape.whole:
            made.put.setdefault(STAFF, self.clerk)  # whoever wrote the line has made the call
        elif not is_own:
            made.remarks.append(worded("主簿今天没有列这一件，收在清单下面，登记时再认"))
            self._name(made, base, base)

    def _name(self, made: Change, base: Found, place: Found) -> None:
        """Whoever had the task when the book went out has made the call, whoever has it now."""
        moved = place.cells.get(OWNER_NAME) != base.cells.get(OWNER_NAME)
        if (place.cells.get(OWNER) != self.clerk or moved) and STAFF not in made.state:
            made.put[STAFF] = self.clerk
            made.whole = {**made.whole, STAFF: self.clerk} if made.whole else made.whole
            if moved:
                made.remarks.append(
                    worded(
                        "这一件已改派给 {cells}，记在交回的人名下", cells=place.cells.get(OWNER_NAME) or worded("别人")
                    )
                )


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
            wanted = self._wanted(mark, cells)
            row = next((number for number, held in self._rows.items() if self._says(held, wanted)), 0)
            row = row or self._nearest(wanted)
        return Found(row, self._rows[row]) if row else None

    def _wanted(self, mark: str, cells: Cells) -> dict[str, str]:
        state = self._shape.state(mark, cells)
        return {heading: text for heading, text in state.items() if heading in self.leaf.columns}

    def _says(self, held: Cells, wanted: Cells) -> bool:
        return bool(wanted) and not self._is_task(held) and all(same(held, wanted, heading) for heading in wanted)

    def _nearest(self, wanted: Cells) -> int:
        """The only row that says most of it: somebody mended a cell of it meanwhile."""
        found = nearest({number: held for number, held in self._rows.items() if not self._is_task(held)}, wanted)
        return found[0] if len(found) == 1 else 0

    def _is_task(self, held: Cells) -> bool:
        return self._shape.whole and bool(held.get(self._shape.key))

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
