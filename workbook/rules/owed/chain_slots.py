"""问题链: what is known of all chains so far, by column, and what a row of each of them changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.rulebook.sorts.model import STEPS
from workbook.rules.owed.chaining import FOREIGN, UNCLEAR, UNSOLVED
from workbook.rules.world.vectors import Array, Mask, Positions

SAID = ("问题", "投诉", "再次反映", "又出现", "验证没过", "回访", "第二次回访", "验证", "解决一件", "处理", "解决")
"""What a step is called, by number."""
(
    _PROBLEM, _COMPLAINT, _MORE, _AGAIN, _FAILED, _CALL, _SECOND, _VERIFIED, _ONE, _HANDLED, _SOLVED,
) = range(len(SAID))  # fmt: skip
PROBLEM, COMPLAINT, CALL, SOLUTION, PROOF = map(STEPS.index, ("问题", "投诉", "再访", "解决", "验证"))
REMARKS = (FOREIGN, UNCLEAR, UNSOLVED)
OVER = -1
"""What comes next once a chain is verified."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Rows that are taken at once, one for each chain; of each what `Happened` says of it, and how it is told.

    Shapes:
        turn: the order of rows. kind: one of its kinds, −1 for none. like_…: numbers that are equal where the words are
            the same when folded. same: so for customers.
    """

    turn: Positions
    row: Positions
    kind: Positions
    like_kind: Positions
    product: Positions
    like_product: Positions
    customer: Positions
    same: Positions
    solves: Mask
    verifies: Mask

    def take(self, at: Positions) -> Row:
        """Some of them."""
        return Row(*(getattr(self, name)[at] for name in self.__slots__))


class Slots:
    """Chains by number; their steps and remarks so far."""

    def __init__(self, size: int) -> None:
        self.product, self.like_product, self.kind, self.like_kind, self.customer, self.same = np.full((6, size), -1)
        self.times, self.opened = np.zeros((2, size), dtype=np.int64)
        self.solved_by, self.closed, self.since, self.last = np.full((4, size), -1)
        self.next = np.full(size, OVER)
        self.cleared = np.full(size, -1)
        self.solved, self.called = np.zeros((2, size), dtype=bool)
        self.steps: list[tuple[Positions, ...]] = []
        self.remarks: list[tuple[Positions, ...]] = []

    def add(
        self, chain: Positions, one: Row, said: Array, role: Array | int, kind: Array | int, like: Array | int
    ) -> None:
        """One step more for each; what the row says of product and kind is known from here on."""
        self.steps.append((chain, one.turn, one.row, said, np.broadcast_to(role, len(chain))))
        self.last[chain] = one.row
        self.called[chain] |= (said == _CALL) | (said == _SECOND)
        lacking = self.customer[chain] < 0
        self.customer[chain] = np.where(lacking, one.customer, self.customer[chain])
        self.same[chain] = np.where(lacking, one.same, self.same[chain])
        lacking = self.product[chain] < 0
        self.product[chain] = np.where(lacking, one.product, self.product[chain])
        self.like_product[chain] = np.where(lacking, one.like_product, self.like_product[chain])
        lacking = self.kind[chain] < 0
        self.kind[chain] = np.where(lacking, kind, self.kind[chain])
        self.like_kind[chain] = np.where(lacking, like, self.like_kind[chain])

    def report(self, chain: Positions, one: Row, *, fresh: Mask, complains: Mask, opens: Mask, repeats: Mask) -> None:
        """Somebody says that something is wrong.

        Shapes:
            complains: it is a complaint; opens: one that wasn't open. repeats: it says the same as a row before it.
        """
        failed = self.solved[chain]
        reopened, unproved = self.closed[chain] >= 0, failed & ~complains
        again = reopened | unproved
        said = np.where(
            reopened, _AGAIN,
            np.where(unproved, _FAILED, np.where(complains, _COMPLAINT, np.where(fresh, _PROBLEM, _MORE))),
        )  # fmt: skip
        self.add(chain, one, said, np.where(complains, COMPLAINT, PROBLEM), one.kind, one.like_kind)
        self.times[chain] += ~repeats
        self.solved[chain], self.closed[chain] = False, -1
        self.opened[chain] += opens
        waits = (self.opened[chain] > 0) | (failed & again & ~reopened)
        self.next[chain] = np.where(waits, SOLUTION, np.where(fresh | again, CALL, COMPLAINT))
        self.since[chain] = one.row

    def answer(self, chain: Positions, one: Row, among: Positions, was_open: Mask) -> Mask:
        """A call, a solution, a verification; of which the complaint isn't open any more.

        Shapes:
            among: how many chains the row may be about. was_open: the row's own complaint is open in the chain.
        """
        foreign = one.verifies & (self.same[chain] >= 0) & (one.same >= 0) & (self.same[chain] != one.same)
        unclear = one.verifies & ~foreign & (among > 1)
        own = ~foreign & ~unclear
        proves = own & self.solved[chain] & one.verifies & (one.row != self.solved_by[chain])
        solves = own & ~proves & one.solves
        calls = own & ~proves & ~solves
        left = self.opened[chain] - (was_open & solves)
        partly, wholly = solves & (left > 0), solves & (left == 0)
        was_solved = self.solved[chain]
        call = np.where(self.called[chain] | was_solved, _CALL, _SECOND)
        said = np.select(
            [proves, wholly, partly & was_open, partly, calls], [_VERIFIED, _SOLVED, _ONE, _HANDLED, call], _CALL
        )
        role = np.select([solves, calls], [SOLUTION, CALL], PROOF)
        self.add(chain, one, said, role, np.where(own, one.kind, -1), np.where(own, one.like_kind, -1))
        for number, mine in enumerate((foreign, unclear, calls & ~was_solved & one.verifies)):
            count = np.where(mine & unclear, among, 1)
            self.remarks.append(
                (chain[mine], one.turn[mine], np.full(int(mine.sum()), number), one.row[mine], count[mine])
            )
        self.opened[chain] = left
        self.closed[chain[proves]] = one.row[proves]
        done = chain[wholly]
        self.solved[done], self.solved_by[done], self.cleared[done] = True, one.row[wholly], one.turn[wholly]
        asks = calls & ~was_solved & (self.next[chain] == CALL)
        turns = proves | wholly | asks
        following = np.select([proves, wholly], [OVER, PROOF], SOLUTION)
        self.next[chain[turns]], self.since[chain[turns]] = following[turns], one.row[turns]
        return np.asarray(was_open & solves)
