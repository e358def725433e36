"""问题链: the steps of all chains by column, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbook.rulebook.sorts.model import STEPS, Trace
from workbook.rules.owed.chain_rows import BEGINS, Group, Happened
from workbook.rules.owed.chain_slots import SAID
from workbook.rules.owed.chain_walk import Walk
from workbook.rules.owed.chaining import Chain
from workbook.rules.world.vectors import Array, Positions, text
from workbook.words.tongue import WORD, named, worded

NEVER = np.iinfo(np.int64).max
MOST = 500
"""Steps of one chain that are told; a cell holds 32,767 characters."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was made: which row, when, what it is called, and the rule that says so.

    Shapes:
        begins: the row tells of a problem. role: which step of 追踪 it was.
    """

    sheet: str
    key: str
    place: str
    time: np.datetime64
    said: str
    role: str
    rule: Trace
    person: str
    begins: bool


@dataclass(eq=False)
class Chains:
    """Every chain with its steps as columns.

    Shapes:
        start: n + 1 positions in the columns of steps, where each chain's begin.
        row: of each step its row in `happened`; said, role: what it is called (SAID), and which step of 追踪 (STEPS) it was.
    """

    happened: Happened
    held: Sequence[Chain]
    kinds: Array
    start: Positions
    row: Positions
    said: Positions
    role: Positions

    def __len__(self) -> int:
        return len(self.held)

    @cached_property
    def of(self) -> Positions:
        """The chain of each step."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))

    @cached_property
    def first(self) -> Positions:
        """The row in which each chain began."""
        return self.row[self.start[:-1]]

    @cached_property
    def members(self) -> Positions:
        """The steps in which a row comes into its chain for the first time."""
        node = self.happened.node[self.row]
        return _first_of(self.of, node, self.happened.nodes.size)

    @cached_property
    def rule(self) -> tuple[Positions, list[Trace]]:
        """The rule by which each row was made a step: a number for each step, and the rules."""
        group, steps = self.happened.group[self.row], self.happened.steps[self.row].astype(np.int64)
        told, number = np.unique((group << 16) | (steps << 8) | self.role, return_inverse=True)
        groups = self.happened.groups
        return number, [groups[one >> 16].rule(one >> 8 & 255, STEPS[one & 255]) for one in told.tolist()]

    @cached_property
    def reasons(self) -> list[str]:
        """The rules and the cells that each chain stands on."""
        number, rules = self.rule
        ids, same = np.unique([rule.id for rule in rules] or [""], return_inverse=True)
        number, size = same[number], self.happened.nodes.size

        def told(steps: Positions) -> pa.Array:
            return pc.binary_join_element_wise(pa.array(ids[number[steps]], pa.string()), self._places(steps), "：")

        once = _first_of(self.of, number * size + self.happened.node[self.row], len(ids) * size)
        return self._joined(once, told, "；")

    def lines(self) -> list[str]:
        """The steps of each chain, each in a line: the day, what it was, where it stands."""
        words = pa.array([named(word, WORD) for word in SAID], pa.string())

        def told(steps: Positions) -> pa.Array:
            days = pa.array(np.datetime_as_string(self.happened.time[self.row[steps]], "D"))
            said = words.take(pa.array(self.said[steps]))
            return pc.binary_join_element_wise(days, said, self._places(steps), self._keys(steps), " ")

        return self._joined(np.arange(len(self.row)), told, "\n")

    def member_words(self) -> pa.Array:
        """Of each of the `members` its sheet and key."""
        return self._members(self.members)

    def all_members(self) -> list[str]:
        """The rows of each chain, each once."""
        return self._joined(self.members, self._members, "、")

    def _members(self, steps: Positions) -> pa.Array:
        sheets = self._told(lambda group, rows: [group.frame.name] * len(rows), self.row[steps])
        return pc.binary_join_element_wise(sheets, self._keys(steps), "·")

    def _places(self, steps: Positions) -> pa.Array:
        """Where the rows of these steps stand."""
        return self._told(lambda group, rows: group.frame.places(rows), self.row[steps])

    def _keys(self, steps: Positions) -> pa.Array:
        """The keys of the rows of these steps."""
        key = self.happened.key
        return pa.array(np.append(key.words, "")[key.data[self.row[steps]]], pa.string())

    def least(self, values: Array) -> Positions:
        """For each chain its step with the least value, the first of equal ones; −1 where all are NEVER."""
        found = np.full(len(self), -1, dtype=np.int64)
        if len(self):
            least = np.minimum.reduceat(values, self.start[:-1])
            steps = np.flatnonzero((values == least[self.of]) & (values < NEVER))[::-1]
            found[self.of[steps]] = steps
        return found

    def about(self, rows: Iterable[tuple[str, str]]) -> list[int]:
        """The chains that these rows (sheet and key) are steps of."""
        happened = self.happened
        nodes = [happened.nodes.of(sheet, text([key]))[0] for sheet, key in rows]
        found: list[int] = np.unique(self.of[np.isin(happened.node[self.row], nodes)]).tolist()
        return found

    def places_of(self, rows: Positions) -> list[str]:
        """Where these rows of `happened` stand."""
        found: list[str] = self._told(lambda group, at: group.frame.places(at), rows).to_pylist()
        return found

    def steps(self, at: int) -> list[Step]:
        """The steps of one chain, as they are told."""
        happened, (number, rules) = self.happened, self.rule
        mine = np.arange(self.start[at], self.start[at + 1])
        told = zip(mine.tolist(), self._keys(mine).to_pylist(), self._places(mine).to_pylist(), strict=True)
        found = []
        for step, key, place in told:
            row = self.row[step]
            group = happened.groups[happened.group[row]]
            person = happened.person.data[row]
            found.append(
                Step(
                    group.frame.name,
                    key,
                    place,
                    happened.time[row],
                    SAID[self.said[step]],
                    STEPS[self.role[step]],
                    rules[number[step]],
                    "" if person < 0 else str(happened.person.words[person]),
                    bool(happened.steps[row] & BEGINS),
                )
            )
        return found

    def _told(self, tell: Callable[[Group, Positions], Sequence[str]], rows: Positions) -> pa.Array:
        """What is said of these rows of `happened`, sheet by sheet."""
        found = np.empty(len(rows), dtype=object)
        group = self.happened.group[rows]
        for number, one in enumerate(self.happened.groups):
            mine = np.flatnonzero(group == number)
            found[mine] = tell(one, self.happened.at[rows[mine]])
        return pa.array(found, pa.string())

    def _joined(self, steps: Positions, tell: Callable[[Positions], pa.Array], between: str) -> list[str]:
        """What is told of some steps, those of each chain as one text: so much as a cell can hold, and how much more there is."""
        chain_of = self.of[steps]
        starts = np.searchsorted(chain_of, np.arange(len(self) + 1))
        turns, counts = np.arange(len(steps)) - starts[chain_of], np.diff(starts)
        shown = np.append(0, np.cumsum(np.minimum(counts, MOST))).astype(np.int32)
        held = pa.ListArray.from_arrays(pa.array(shown), tell(steps[turns < MOST]))
        found: list[str] = pc.binary_join(held, between).to_pylist()
        for at in np.flatnonzero(counts > MOST).tolist():
            found[at] += between + worded("……还有 {count} 处", count=counts[at] - MOST)
        return found


def _first_of(chain_of: Positions, values: Positions, size: int) -> Positions:
    """Where a value comes for the first time in its chain."""
    return np.flatnonzero(~pd.Series(chain_of * (size + 1) + values).duplicated().to_numpy())


def with_steps(happened: Happened, walk: Walk) -> Chains:
    """The chains of these rows."""
    return Chains(happened, walk.held, walk.kinds, walk.start, walk.row, walk.said, walk.role)
