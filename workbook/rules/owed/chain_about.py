"""问题链: the chains of one customer or of some rows alone, where nothing of them hangs on the chains of others.

What a step means depends on the steps before it, a chain's number on who had it: so all is taken that touches what is
asked about, and what touches that. Where a number may be asked for by others too, all chains are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.rulebook.sorts.model import Trace
from workbook.rules.facts.joins import customer_heading
from workbook.rules.facts.operands import fold
from workbook.rules.owed.chain_links import named_keys
from workbook.rules.owed.chain_numbers import known_of
from workbook.rules.owed.chain_people import Near, known_numbers, numbers_of, persons_of, told
from workbook.rules.owed.chain_rows import BEGINS, Group, groups_of, owners, sources_of, those
from workbook.rules.owed.chain_sheet import SHEET, before, found, made_of
from workbook.rules.owed.chain_sheet import told as as_sheet
from workbook.rules.owed.chain_steps import Chains
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Mask, Positions, Vec, says
from workbook.rules.world.world import World

Row = tuple[str, str]
"""A sheet and a key."""
_TURN = re.compile(r"-\d+$")
MOST = 2_000
"""Rows up to which it is worth while to leave the others out."""


def about(world: World, customer: str = "", rows: Iterable[Row] = ()) -> tuple[Chains, Frame]:
    """The chains that may concern a customer (by key) or some rows, with their rows of 问题链; others may be among them."""
    narrow = None if (SHEET, None) in world.sheets else _narrow(world, customer, rows)
    if narrow is not None:
        return narrow
    return found(world), world.frame(SHEET)


def _narrow(world: World, customer: str, rows: Iterable[Row]) -> tuple[Chains, Frame] | None:
    """They alone; None where others have a say in them."""
    rules = world.book.all(Trace)
    groups = groups_of(world, rules)
    touched = _Touched(world, groups, sources_of(rules), {fold(customer)} - {""})
    for name, key in rows:
        touched.keys.setdefault(name, set()).add(key)
    if not touched.grown():
        return None
    chains = made_of(world, those(world, rules, groups, touched.rows))
    sheet = as_sheet(world, chains)
    return (chains, sheet) if _is_alone(world, chains, sheet, touched) else None


def _is_alone(world: World, chains: Chains, sheet: Frame, touched: _Touched) -> bool:
    """Whether no other chain has a say in the numbers: none had one of them, and none may be called the same."""
    known = known_of(before(world))
    given = pa.array(known.number, pa.string())
    mine = pc.is_in(known.member, value_set=chains.member_words())
    kept = given.filter(mine)
    if pc.any(pc.and_(pc.is_in(given, value_set=kept), pc.invert(mine))).as_py():
        return False
    keys = chains.happened.key.take(chains.first).objects().tolist()
    numbers, had = says(sheet.typed["链号"]).objects().tolist(), set(kept.to_pylist())
    fresh = [(str(key or ""), number) for key, number in zip(keys, numbers, strict=True) if number not in had]
    if any(number != f"L-{key}" for key, number in fresh):
        return False
    return not touched.begins_elsewhere({word for key, _ in fresh for word in (key, _TURN.sub("", key))})


@dataclass(eq=False)
class _Touched:
    """Rows that touch each other: by who it is about, by number, by what they name.

    Shapes:
        persons: folded keys. keys: sheet → the keys of these rows and of those they name.
        rows: which rows of each sheet; live: those that are a step at all.
    """

    world: World
    groups: Sequence[Group]
    sources: Sequence[str]
    persons: set[str]
    keys: dict[str, set[str]] = field(default_factory=dict)
    rows: dict[str, Mask] = field(default_factory=dict)
    live: dict[str, Mask] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._owners = owners(self.world, self.groups)
        self._frames = {group.frame.name: group.frame for group in self.groups}
        self._near = {name: Near(self.world, frame, self.sources) for name, frame in self._frames.items()}
        self._nameless: set[str] = set()
        for name, frame in self._frames.items():
            self.rows[name], self.live[name] = np.zeros((2, len(frame)), dtype=bool)
        for group in self.groups:
            self.live[group.frame.name] |= group.steps > 0

    def grown(self) -> bool:
        """Takes what touches, till nothing more does; whether they stayed few."""
        while True:
            numbers, many = known_numbers(self.persons, self._owners), 0
            for name, frame in self._frames.items():
                near, keys = self._near[name], self.keys.get(name, set())
                more = near.rows(self.persons, numbers, self.keys) | near.has_key(keys)
                if name in self._nameless:  # rows without a key can't be told from each other
                    more |= says(frame.key()).missing()
                more &= self.live[name] & ~self.rows[name]
                self.rows[name] |= more
                many += int(more.sum())
                self._learn(frame, np.flatnonzero(more))
            if not many:
                return True
            if sum(int(rows.sum()) for rows in self.rows.values()) > MOST:
                return False

    def _learn(self, frame: Frame, rows: Positions) -> None:
        """Who these rows are about, and which rows they are and name."""
        if not len(rows):
            return
        customer = told(self.world, frame, customer_heading(frame), rows)
        person = persons_of(customer, numbers_of(self.world, frame, rows), self._owners)
        self.persons.update(_words(person))
        keys = says(frame.key()).take(rows)
        self.keys.setdefault(frame.name, set()).update(_words(keys))
        if keys.missing().any():
            self._nameless.add(frame.name)
        for sheet, named in named_keys(self.world, frame, rows, self.sources):
            self.keys.setdefault(sheet, set()).update(named)

    def begins_elsewhere(self, keys: set[str]) -> bool:
        """Whether another row where a problem began has one of these keys."""
        for group in self.groups:
            name = group.frame.name
            if (self._near[name].has_key(keys) & (group.steps & BEGINS > 0) & ~self.rows[name]).any():
                return True
        return False


def _words(vec: Vec) -> set[str]:
    return {str(word) for word in vec.objects() if word is not None}
