"""追踪: whose problem a row is about, and which rows are near to one (customer, number, named row)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbook.rules.facts.by_hand import MADE_FROM
from workbook.rules.facts.joins import customer_heading
from workbook.rules.facts.operands import fold
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import TEXT, Mask, Positions, Vec, empty, says
from workbook.rules.world.world import World

TASK, CUSTOMERS = "任务编号", "客户"
TELEPHONE = "☎"


def told(world: World, frame: Frame, heading: str, rows: Positions) -> Vec:
    """One column of some rows as people read it; without a heading nothing."""
    return says(world.column(frame, heading)).take(rows).compact() if heading else empty(TEXT, len(rows))


def references(frame: Frame, sources: Collection[str]) -> list[tuple[str, str]]:
    """The columns that name rows of these sheets, each with its sheet."""
    return [(one.heading, one.type.target) for one in frame.sheet.columns if one.type.target in sources]


def among(vec: Vec, words: Collection[str]) -> Mask:
    """Which rows of a text column hold one of these words, written in the same way."""
    found = pd.Series(vec.words, dtype=object).isin(list(words)).to_numpy(bool)
    return np.append(found, False)[vec.data]


def numbers_of(world: World, frame: Frame, rows: Positions | None = None) -> list[Vec]:
    """The telephone numbers that stand in each of these rows (all of them unless said), as digits."""
    at = frame.all if rows is None else rows
    headings = [one.heading for one in frame.sheet.columns if one.type.name == "电话"]
    return [told(world, frame, heading, at).mapped(_bare) for heading in headings]


def _bare(number: str) -> str | None:
    return "".join(sign for sign in number.partition("转")[0] if sign.isdigit()) or None


def owners_of(world: World, first: Iterable[tuple[Vec, Sequence[Vec]]]) -> dict[str, str]:
    """Telephone number → the one customer who has it; a number that two customers share names nobody.

    Shapes:
        first: of the rows where something began, sheet by sheet, the customer and the numbers.
    """
    first = list(first)
    if not any(numbers for _, numbers in first):
        return {}
    customers = world.frame(CUSTOMERS)
    held: dict[str, set[str]] = {}
    # in the rows: the number he called from, with his own number beside it
    for keys, columns in ((says(customers.key()), numbers_of(world, customers)), *first):
        for numbers in columns:
            both = ~keys.missing() & ~numbers.missing()
            pairs = pd.DataFrame({"number": numbers.data[both], "key": keys.data[both]}).drop_duplicates()
            for number, key in pairs.itertuples(index=False):
                held.setdefault(numbers.words[number], set()).add(str(keys.words[key]))
    return {number: next(iter(several)) for number, several in held.items() if len(several) == 1}


def persons_of(customer: Vec, numbers: Sequence[Vec], owners: Mapping[str, str]) -> Vec:
    """The customer; of a row that names none whoever has its telephone number, else the number itself."""
    person = customer.mapped(lambda word: fold(word) or None, TEXT)
    if not numbers:
        return person
    number = numbers[0]
    for more in numbers[1:]:
        number = number.otherwise(more)
    return person.otherwise(number.mapped(lambda one: fold(owners[one]) if one in owners else f"{TELEPHONE}{one}"))


def near_to(
    world: World,
    frame: Frame,
    persons: Collection[str],
    owners: Mapping[str, str],
    begun: Mapping[str, Collection[str]],
    sources: Collection[str],
) -> Mask:
    """Rows of somebody who has had a problem, or that name a row which is one.

    Shapes:
        begun: sheet → the keys of the rows where a problem began.
    """
    rows = np.zeros(len(frame), dtype=bool)
    heading = customer_heading(frame)
    if heading:
        rows |= says(world.column(frame, heading)).matching(lambda word: fold(word) in persons)
    known = {number for number, key in owners.items() if fold(key) in persons}
    known |= {person[1:] for person in persons if person.startswith(TELEPHONE)}
    for numbers in numbers_of(world, frame):
        rows |= among(numbers, known)
    for heading, target in references(frame, sources):
        rows |= among(says(world.column(frame, heading)), begun.get(target, ()))
    if frame.sheet.key and frame.sheet.key.heading in frame.typed:
        rows |= among(says(frame.key()), begun.get(frame.name, ()))
    keys = {key for several in begun.values() for key in several}
    if MADE_FROM in frame.typed:
        rows |= among(says(frame.typed[MADE_FROM]), keys)
    if TASK in frame.typed:
        rows |= _parts_among(frame.typed[TASK], keys)
    return rows


def _parts_among(vec: Vec, words: Collection[str]) -> Mask:
    """Which rows hold one of these words between two points (规则·源编号·…)."""
    if not len(vec.words):
        return np.zeros(len(vec), dtype=bool)
    parts = pc.split_pattern(pa.array(vec.words, pa.string()), "·")
    hit = pc.is_in(parts.flatten(), value_set=pa.array(sorted(words), pa.string())).to_numpy(zero_copy_only=False)
    found = np.logical_or.reduceat(hit, parts.offsets.to_numpy()[:-1])
    return np.append(found, False)[vec.data]
