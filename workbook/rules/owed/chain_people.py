"""追踪: whose problem a row is about, and which rows are near to one (customer, number, named row)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

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
from workbook.sheets.texts import fold_all

TASK, CUSTOMERS = "任务编号", "客户"
TELEPHONE = "☎"


def told(world: World, frame: Frame, heading: str, rows: Positions) -> Vec:
    """One column of some rows as people read it; without a heading nothing."""
    return says(world.column(frame, heading)).take(rows).compact() if heading else empty(TEXT, len(rows))


def references(frame: Frame, sources: Collection[str]) -> list[tuple[str, str]]:
    """The columns that name rows of these sheets, each with its sheet."""
    return [(one.heading, one.type.target) for one in frame.sheet.columns if one.type.target in sources]


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
    person = _folded(customer).of(TEXT)
    if not numbers:
        return person
    number = numbers[0]
    for more in numbers[1:]:
        number = number.otherwise(more)
    return person.otherwise(number.mapped(lambda one: fold(owners[one]) if one in owners else f"{TELEPHONE}{one}"))


def _folded(vec: Vec) -> Vec:
    """Each word as it is compared; what is nothing then is empty."""
    words = fold_all(pa.array(vec.words, pa.string())).dictionary_encode()
    blank = words.dictionary.index("").as_py()
    codes = np.append(words.indices.to_numpy(), -1).astype(np.int32)
    codes[codes == (-2 if blank < 0 else blank)] = -1
    return Vec(vec.type, codes[vec.data], words.dictionary.to_numpy(zero_copy_only=False))


def known_numbers(persons: Collection[str], owners: Mapping[str, str]) -> set[str]:
    """The telephone numbers of these persons."""
    known = {number for number, key in owners.items() if fold(key) in persons}
    return known | {person[1:] for person in persons if person.startswith(TELEPHONE)}


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A column of words as Arrow has them, which is asked several times; starts: where the words of a cell with several begin."""

    words: pa.Array
    codes: Positions
    starts: Positions | None = None

    @classmethod
    def of(cls, vec: Vec) -> _Held:
        return cls(pa.array(vec.words, pa.string()), vec.data)

    @classmethod
    def parts(cls, vec: Vec) -> _Held:
        """What stands between two points (规则·源编号·…)."""
        told = pc.split_pattern(pa.array(vec.words, pa.string()), "·")
        return cls(told.flatten(), vec.data, told.offsets.to_numpy()[:-1])

    def among(self, wanted: Collection[str]) -> Mask:
        """Which rows hold one of some words, written in the same way."""
        if not wanted or not len(self.words):
            return np.zeros(len(self.codes), dtype=bool)
        hit = pc.is_in(self.words, value_set=pa.array([*wanted], pa.string())).to_numpy(zero_copy_only=False)
        if self.starts is not None:
            hit = np.logical_or.reduceat(hit, self.starts)
        return np.append(hit, False)[self.codes]


class Near:
    """Which rows of a sheet are near to somebody, or to a row; the columns that tell it are made ready once."""

    def __init__(self, world: World, frame: Frame, sources: Collection[str]) -> None:
        heading = customer_heading(frame)
        self._frame = frame
        self._persons = _Held.of(_folded(says(world.column(frame, heading)))) if heading else None
        self._numbers = [_Held.of(numbers) for numbers in numbers_of(world, frame)]
        self._named = [
            (_Held.of(says(world.column(frame, heading))), target) for heading, target in references(frame, sources)
        ]
        self._keys = _Held.of(says(frame.key()))
        self._is_named = frame.sheet.key is not None and frame.sheet.key.heading in frame.typed
        self._origins = [_Held.of(says(frame.typed[MADE_FROM]))] if MADE_FROM in frame.typed else []
        self._origins += [_Held.parts(frame.typed[TASK])] if TASK in frame.typed else []

    def rows(self, persons: Collection[str], numbers: Collection[str], begun: Mapping[str, Collection[str]]) -> Mask:
        """Rows of somebody, or with their number, or that name a row.

        Shapes:
            persons: folded keys. begun: sheet → keys.
        """
        found = np.zeros(len(self._frame), dtype=bool)
        if self._persons is not None:
            found |= self._persons.among(persons)
        for held in self._numbers:
            found |= held.among(numbers)
        for held, target in self._named:
            found |= held.among(begun.get(target, ()))
        if self._is_named:
            found |= self.has_key(begun.get(self._frame.name, ()))
        keys = {key for several in begun.values() for key in several}
        for held in self._origins:
            found |= held.among(keys)
        return found

    def has_key(self, keys: Collection[str]) -> Mask:
        """Rows with one of these keys."""
        return self._keys.among(keys)
