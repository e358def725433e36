"""Two customers with one number: who isn't to be called by it is named beside the other one, whose task stays."""

from __future__ import annotations

import numpy as np

from workbook.rules.owed.attempts import stopped
from workbook.rules.worklist.callees import CUSTOMERS, cell, dialled, numbers
from workbook.rules.worklist.limits import Sieve
from workbook.rules.worklist.wrong_numbers import BY_NUMBER, called, found
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Mask
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue
from workbook.words.tongue import worded


def name_shared_numbers(world: World, held: Sieve) -> None:
    """Calls and texts that go out to a number of which another customer said no, or at which nobody was found.

    They stay: a family's number may be meant both ways, only a person knows.
    """
    customers = world.frame(CUSTOMERS)
    quiet = Scope(world, whole(customers)).vec(("勿扰",)).matching(lambda word: word == "是")
    quiet |= stopped(world, len(customers))
    wrong = np.zeros(len(customers), dtype=bool)
    wrong[[place for sheet, place in found(world).wrong if sheet == CUSTOMERS]] = True
    if not (quiet | wrong).any():
        return
    held_by = numbers(world, CUSTOMERS)
    first = {int(held_by.data[at]): at for at in np.flatnonzero((quiet | wrong) & ~held_by.missing())[::-1].tolist()}
    for at in _called_now(world, held).tolist():
        other = first.get(int(held_by.data[at]), at)
        if not (other == at or quiet[at] or wrong[at]):
            why = worded("那一位不愿接到联系") if quiet[other] else worded("那一位的电话打过，号码是错的")
            lines = (CUSTOMERS, at), (CUSTOMERS, other)
            key, whose = (called(world, line) for line in lines)
            world.note(issue(Kind.NUMBER_SHARED, cell(world, lines[0]), key=key, other=whose, why=why))


def _called_now(world: World, held: Sieve) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The customers whose own number today's calls and texts go to, each once."""
    going: Mask = held.tasks.typed["联系方式"].matching(lambda word: word in BY_NUMBER) & held.inside
    found_at = [at[mine & going] for sheet, at, mine in dialled(world, held.tasks) if sheet == CUSTOMERS]
    return np.unique(np.concatenate(found_at)).astype(np.int64) if found_at else np.array([], dtype=np.int64)
