"""What happened to a clerk's book on its way: rows, a sheet or the numbers gone, rows of others in it; each said once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from workbook.papers.shared.found_rows import Found, Leaf, plain
from workbook.papers.shared.mark import NEW
from workbook.papers.shared.recognised import UNKNOWN, Recognised
from workbook.papers.shared.shape import TURN, Shape
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place

SHOWN = 3


def astray(
    shape: Shape, sent: Leaf, back: Leaf, known: Recognised, file: str, called: Callable[[Found], str]
) -> Iterator[Issue]:
    """What of a sheet didn't come back as it went; `called` is what people call a row."""
    if not back.columns:
        if sent.columns:
            yield issue(Kind.RETURN_SHEET_GONE, Place(sent.name), file=file)
        return
    if known.is_unmarked:
        lost = sum(mark.startswith(UNKNOWN) for _, mark in known.rows)
        found = len(known.rows) - lost
        yield issue(Kind.RETURN_MARKS_GONE, Place(back.name), file=file, heading=shape.mark, found=found, lost=lost)
    if known.gone and not (known.is_unmarked and any(mark.startswith(UNKNOWN) for _, mark in known.rows)):
        first = known.gone[0]
        words = named(map(called, known.gone), len(known.gone))
        yield issue(Kind.RETURN_ROWS_GONE, Place(sent.name, first.row), file=file, count=len(known.gone), rows=words)
    foreign = [one for one, mark in known.rows if mark in known.foreign]
    if foreign:
        yield issue(
            Kind.RETURN_ROWS_FOREIGN, Place(back.name, foreign[0].row), file=file, count=len(foreign),
            rows=named(map(called, foreign), len(foreign)),
        )  # fmt: skip
    yield from _renamed(shape, sent, back)
    yield from _printed(shape, sent, back, known, file)


def _renamed(shape: Shape, sent: Leaf, back: Leaf) -> Iterator[Issue]:
    """Columns that clerks type in and that have another heading now: what stands below it belongs to nobody."""
    strange = {at: heading for heading, at in back.columns.items() if heading not in sent.columns}
    for heading in sent.columns:
        guess = strange.get(sent.columns[heading], "")
        held = [one.cells[guess] for one in back.rows if guess in one.cells]
        if heading in shape.typed and heading not in back.columns and held:
            place = Place(back.name, back.header, back.columns[guess])
            yield issue(Kind.COLUMN_ASTRAY, place, guess=guess, heading=heading, value=held[0])


def _printed(shape: Shape, sent: Leaf, back: Leaf, known: Recognised, file: str) -> Iterator[Issue]:
    """Cells that the program writes and that somebody mended all the same: they aren't taken, and that is said at the first."""
    if not shape.whole:
        return
    out = {one.cells[shape.mark]: one.cells for one in sent.rows if shape.mark in one.cells}
    ours = [one for one in back.columns if one in sent.columns and one not in shape.typed | {shape.mark, TURN}]
    rows = [(one, out[mark]) for one, mark in known.rows if mark in out and mark not in known.foreign]
    for heading in ours:
        changed = [
            (one.row, text)
            for one, went in rows
            if not one.cells.get(shape.mark, "").startswith(NEW)
            and (text := one.cells.get(heading, ""))
            and plain(text) != plain(went.get(heading, ""))
        ]
        if changed:
            place = Place(back.name, changed[0][0], back.columns[heading])
            words = named((text for _, text in changed), len(changed))
            yield issue(Kind.RETURN_PRINTED, place, file=file, heading=heading, value=words)


def named(words: Iterable[str], many: int) -> str:
    """The first few, and that there are more.

    Examples:
        >>> named(["甲", "乙", "丙", "丁"], 4), named(["甲"], 1)
        ('甲、乙、丙等', '甲')
    """
    return "、".join(islice(words, SHOWN)) + ("等" if many > SHOWN else "")
