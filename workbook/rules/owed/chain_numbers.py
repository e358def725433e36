"""问题链: the number of each chain."""

from __future__ import annotations

import numpy as np

from workbook.rules.owed.chain_steps import Chains
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says


def chain_numbers(chains: Chains, before: Frame | None) -> list[str]:
    """A chain keeps the number that the sheet gave it, whatever came late; a new one is called after its first row.

    Shapes:
        before: the sheet as it was found; None where there was none.
    """
    known = _known(before) if before is not None else {}
    taken: set[str] = {number for numbers in known.values() for number in numbers}
    given: set[str] = set()
    held = [known.get(member, ()) for member in chains.member_words().to_pylist()] if known else []
    ends = np.searchsorted(chains.of[chains.members], np.arange(len(chains) + 1)).tolist()
    keys = chains.happened.key.take(chains.first).objects().tolist()
    found: list[str] = []
    for at, own in enumerate(keys):
        mine = [number for numbers in held[ends[at] : ends[at + 1]] for number in numbers if number not in given]
        if not mine:
            number = _fresh(str(own or ""), taken)
        elif len(mine) == 1:
            number = mine[0]
        else:
            number = max(dict.fromkeys(mine), key=mine.count)
        given.add(number)
        taken.add(number)
        found.append(number)
    return found


def _fresh(key: str, taken: set[str]) -> str:
    own = number = f"L-{key}"
    turn = 1
    while number in taken:
        turn += 1
        number = f"{own}-{turn}"
    return number


def _known(before: Frame) -> dict[str, list[str]]:
    """Member → the numbers under which the sheet, as it was found, has it."""
    held: dict[str, list[str]] = {}
    rows = zip(says(before.typed["链号"]).objects(), says(before.typed["成员"]).objects(), strict=True)
    for number, members in rows:
        for member in str(members or "").split("、") if number else ():
            if member:
                held.setdefault(member, []).append(str(number))
    return held
