"""问题链: chains with their steps as columns, however they were followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from workbook.rulebook.sorts.model import STEPS
from workbook.rules.owed.chain_named import stepping
from workbook.rules.owed.chain_slots import SAID
from workbook.rules.owed.chaining import Chain
from workbook.rules.world.vectors import Array, Positions


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """Chains in the order in which they began.

    Shapes:
        held: what has become of each; `steps` is empty. kinds: the words of their kinds.
        start: n + 1 positions in the columns of steps, where each chain's begin.
        row: of each step its row in `Happened`. said, role: what it is called (SAID), and which step of 追踪 (STEPS) it was.
    """

    held: Sequence[Chain]
    kinds: Array
    start: Positions
    row: Positions
    said: Positions
    role: Positions


def walk_of(held: Sequence[Chain], kinds: Array, rows: Positions) -> Walk:
    """Chains that were followed one row after the other.

    Shapes:
        rows: the number of each of the rows in which they were followed.
    """
    said_as, role_as = ({word: at for at, word in enumerate(words)} for words in (SAID, STEPS))
    start = np.cumsum([0, *(len(one.steps) for one in held)])
    steps = list(chain.from_iterable(one.steps for one in held))
    number = np.append(rows, -1)
    for one in held:
        one.steps.clear()
        one.since, one.closed = int(number[one.since]), int(number[one.closed])
        one.remarks = {(sentence, int(rows[row]), count): None for sentence, row, count in one.remarks}
    return Walk(
        held, kinds, start,
        rows[np.array([row for row, _, _ in steps], dtype=np.int64)],
        np.array([said_as[said] for _, said, _ in steps], dtype=np.int64),
        np.array([role_as[role] for _, _, role in steps], dtype=np.int64),
    )  # fmt: skip


def beside(parts: Sequence[Walk], kinds: Array) -> Walk:
    """Chains that have no row in common, as one."""
    if len(parts) == 1:
        return parts[0]
    held = [one for part in parts for one in part.held]
    row, said, role = (
        np.concatenate([_NONE, *(getattr(part, name) for part in parts)]) for name in ("row", "said", "role")
    )
    size = np.concatenate([_NONE, *(np.diff(part.start) for part in parts)])
    begin = np.cumsum(size) - size
    order = np.argsort(row[begin], kind="stable")
    steps = np.repeat(begin[order], size[order]) + stepping(size[order])
    start = np.append(0, np.cumsum(size[order]))
    return Walk([held[at] for at in order.tolist()], kinds, start, row[steps], said[steps], role[steps])


_NONE = np.empty(0, dtype=np.int64)
