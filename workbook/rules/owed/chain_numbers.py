"""问题链: the number of each chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbook.rules.owed.chain_steps import Chains
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Positions, says


class Known(NamedTuple):
    """Members of chains as the sheet has them, each with the number it stood under."""

    member: pa.Array
    number: Array


_NOTHING = Known(pa.array([], pa.string()), np.empty(0, dtype=object))


def chain_numbers(chains: Chains, before: Frame | None) -> list[str]:
    """A chain keeps the number that the sheet gave it, whatever came late; a new one is called after its first row.

    Shapes:
        before: the sheet as it was found; None where there was none.
    """
    known = known_of(before)
    names, of, number = _held(chains, known)
    size = len(names) + 1
    once = np.unique(of * size + number)
    by_chain, by_number = np.bincount(once // size, minlength=len(chains)), np.bincount(once % size, minlength=size)
    alone = (by_chain[of] == 1) & (by_number[number] == 1)  # nobody else asks for this number, and it for no other
    found = np.full(len(chains), None, dtype=object)
    found[of[alone]] = names[number[alone]]
    fresh = np.ones(len(chains), dtype=bool)
    fresh[of[alone]] = False
    others = np.flatnonzero(fresh)
    of, several = of[~alone], names[number[~alone]].tolist()
    begins, ends = (np.searchsorted(of, others, side).tolist() for side in ("left", "right"))
    keys = chains.happened.key.take(chains.first[others]).objects().tolist()
    taken, given, turns = set(names.tolist()), set[str](), dict[str, int]()
    for at, key, begin, end in zip(others.tolist(), keys, begins, ends, strict=True):
        mine = Counter(one for one in several[begin:end] if one not in given)
        own = max(mine, key=mine.__getitem__) if mine else _fresh(str(key or ""), taken, turns)
        found[at] = own
        given.add(own)
        taken.add(own)
    named: list[str] = found.tolist()
    return named


def _fresh(key: str, taken: Collection[str], turns: dict[str, int]) -> str:
    """A number that nobody has; `turns` remembers how far each key has come, as thousands of rows may lack one."""
    own = number = f"L-{key}"
    while number in taken:
        turns[own] = turns.get(own, 1) + 1
        number = f"{own}-{turns[own]}"
    return number


def _held(chains: Chains, known: Known) -> tuple[Array, Positions, Positions]:
    """The numbers that were given; and of each member of a chain that had one the chain and that number, in order."""
    number, names = pd.factorize(known.number)
    alike = known.member.dictionary_encode()
    order = np.argsort(alike.indices.to_numpy(), kind="stable")
    ends = np.append(np.searchsorted(alike.indices.to_numpy()[order], np.arange(len(alike.dictionary) + 1)), len(order))
    at = pc.fill_null(pc.index_in(chains.member_words(), value_set=alike.dictionary), -1).to_numpy()
    many = (ends[1:] - ends[:-1])[at] * (at >= 0)
    steps = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    held = number[order][np.repeat(ends[at], many) + steps]
    return np.asarray(names, dtype=object), np.repeat(chains.of[chains.members], many), held


def known_of(before: Frame | None) -> Known:
    """Each member with each number under which the sheet, as it was found, has it."""
    if before is None:
        return _NOTHING
    numbers, members = (says(before.typed[heading]) for heading in ("链号", "成员"))
    rows = np.flatnonzero(~numbers.missing() & ~members.missing())
    told = pc.split_pattern(pa.array(members.words, pa.string()).take(pa.array(members.data[rows])), "、")
    member, number = told.flatten(), np.repeat(numbers.take(rows).objects(), np.diff(told.offsets.to_numpy()))
    filled = pc.not_equal(member, "").to_numpy(zero_copy_only=False)
    return Known(member.filter(pa.array(filled)), number[filled])
