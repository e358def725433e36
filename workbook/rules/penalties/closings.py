"""关账: months that a person has signed; nothing is booked into them any more, and they are looked after."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

from workbook.rules.penalties.costs import RULED, SUM, costs
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue
from workbook.words.money import exact, said, yuan

SHEET, MONTH, PRINT, LEDGER = "关账", "月", "指纹", "处罚台账"
AS_RULED = "r"
"""How the fingerprint of a month begins whose ruled sums are in it."""
_MONTH = re.compile(r"\d{4}-\d{2}")


class Account(NamedTuple):
    """A month's account: how many lines, what is to be paid, what is given, what still waits for a person, a fingerprint."""

    lines: int
    amount: float
    awards: float
    waiting: int
    print: str


def closed_months(world: World) -> dict[str, int]:
    """The months signed off, each with its place in 关账."""
    frame = world.found(SHEET)
    months = says(frame.typed[MONTH]).objects()
    return {str(month): at for at, month in enumerate(months) if month and _MONTH.fullmatch(str(month))}


def is_frozen(world: World, day: date) -> bool:
    """A day of a month that was signed off, or of one before it."""
    return f"{day:%Y-%m}" <= max(closed_months(world), default="")


def account(frame: Frame, month: str) -> Account:
    """What the ledger says of a month."""
    mine = np.flatnonzero(frame.typed["账期"].matching(lambda word: word == month))
    sums = np.nan_to_num(costs(frame)[mine])
    given = frame.typed["方向"].matching(lambda side: side == "奖")[mine]
    waits = frame.typed["状态"].matching(lambda word: word in {"待裁决", "申诉中"})[mine]
    keys = frame.typed["行键"].objects()[mine]
    lines = sorted(f"{key}={said(yuan(exact(float(one))))}" for key, one in zip(keys, sums.tolist(), strict=True))
    mark = AS_RULED + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
    paid, gifts = sums[~given].sum(), sums[given].sum()
    return Account(len(mine), round(float(paid), 2), round(float(gifts), 2), int(waits.sum()), mark)


def _print_of_sums(frame: Frame, month: str) -> str:
    """The fingerprint as earlier versions signed it: of what the rules gave, whatever was ruled."""
    return account(replace(frame, typed={**frame.typed, RULED: frame.typed[SUM]}, computed={}), month).print[1:]


def note_closings(world: World, kept: Frame) -> None:
    """Signed months whose lines aren't what they were when they were signed."""
    frame = world.found(SHEET)
    for month, at in closed_months(world).items():
        signed = frame.typed[PRINT].objects()[at]
        there = account(kept, month)
        mark = there.print if not signed or str(signed).startswith(AS_RULED) else _print_of_sums(kept, month)
        if signed and mark != signed:
            was = frame.typed["金额"].data[at]
            place = frame.place(at, MONTH)
            told = "" if np.isnan(was) else said(yuan(exact(float(was))))
            world.note(
                issue(Kind.CLOSED_MONTH_TOUCHED, place, month=month, held=told, made=said(yuan(exact(there.amount))))
            )
