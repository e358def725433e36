"""追踪: a row that may be a step, whose problem it is, and which rows are near to one (customer, number, named row)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from workbook.rulebook.sorts.model import Trace
from workbook.rules.facts.by_hand import MADE_FROM
from workbook.rules.facts.joins import customer_heading
from workbook.rules.facts.operands import fold
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array, Mask, Vec, says
from workbook.rules.world.world import World

Node: TypeAlias = tuple[str, str]
"""A row by sheet and key."""
BEGINS = ("问题", "投诉")
TASK, CUSTOMERS = "任务编号", "客户"


@dataclass(slots=True, eq=False)
class Happened:
    """One row at one of its times, with the steps that it may be and the rule that says so.

    Shapes:
        begins: somebody says here that something is wrong.
    """

    node: Node
    frame: Frame
    at: int
    time: np.datetime64
    steps: dict[str, Trace]
    customer: str = ""
    person: str = ""
    product: str = ""
    kinds: tuple[str, ...] = ("",)
    links: tuple[Node, ...] = ()
    numbers: tuple[str, ...] = ()
    begins: bool = field(init=False)

    def __post_init__(self) -> None:
        self.begins = not self.steps.keys().isdisjoint(BEGINS)

    @property
    def place(self) -> str:
        """Where it stands."""
        return str(self.frame.place(self.at))


def words(vec: Vec) -> list[str]:
    """A column as people read it; empty is empty."""
    return [str(word or "") for word in says(vec).objects().tolist()]


def column(world: World, frame: Frame, heading: str, rows: Array) -> list[str]:
    """One column of some rows as people read it; without a heading nothing."""
    if not heading:
        return [""] * len(rows)
    return words(world.column(frame, heading).take(rows))


def references(frame: Frame, sources: set[str]) -> list[tuple[str, str]]:
    """The columns that name rows of these sheets, each with its sheet."""
    return [(one.heading, one.type.target) for one in frame.sheet.columns if one.type.target in sources]


def _phones(world: World, frame: Frame) -> list[Vec]:
    return [says(world.column(frame, one.heading)) for one in frame.sheet.columns if one.type.name == "电话"]


def _bare(number: str) -> str:
    return "".join(sign for sign in number.partition("转")[0] if sign.isdigit())


def owners_of(world: World, first: Sequence[Happened]) -> dict[str, str]:
    """Telephone number → the one customer who has it; a number that two customers share names nobody."""
    sheets = {one.frame.name: one.frame for one in first}
    if not any(_phones(world, frame) for frame in sheets.values()):
        return {}
    customers = world.frame(CUSTOMERS)
    keys = words(customers.key())
    held: dict[str, set[str]] = {}
    for vec in _phones(world, customers):
        for key, number in zip(keys, words(vec), strict=True):
            if number and key:
                held.setdefault(_bare(number), set()).add(key)
    for one in first:  # the number he called from, with his own number beside it
        for number in one.numbers if one.customer else ():
            held.setdefault(number, set()).add(one.customer)
    return {number: next(iter(several)) for number, several in held.items() if len(several) == 1}


def numbers_of(world: World, frame: Frame, rows: Array) -> list[tuple[str, ...]]:
    """The telephone numbers that stand in each of these rows."""
    columns = [[_bare(word) for word in words(vec.take(rows))] for vec in _phones(world, frame)]
    return [tuple(filter(None, one)) for one in zip(*columns, strict=True)] if columns else [()] * len(rows)


def person_of(one: Happened, owners: dict[str, str]) -> str:
    """The customer; of a row that names none whoever has its telephone number, else the number itself."""
    if one.customer:
        return fold(one.customer)
    number = next(iter(one.numbers), "")
    return fold(owners[number]) if number in owners else f"☎{number}" if number else ""


def near_to(
    world: World, frame: Frame, persons: set[str], owners: dict[str, str], nodes: set[Node], sources: set[str]
) -> Mask:
    """Rows of somebody who has had a problem, or that name a row which is one."""
    rows = np.zeros(len(frame), dtype=bool)
    heading = customer_heading(frame)
    if heading:
        rows |= says(world.column(frame, heading)).matching(lambda word: fold(word) in persons)
    known = {number for number, key in owners.items() if fold(key) in persons}
    known |= {person[1:] for person in persons if person.startswith("☎")}
    for vec in _phones(world, frame):
        rows |= vec.matching(lambda word: _bare(word) in known)
    for heading, target in references(frame, sources):
        named = {key for sheet, key in nodes if sheet == target}
        rows |= says(world.column(frame, heading)).matching(named.__contains__)
    keys = {key for _, key in nodes}
    if frame.sheet.key and frame.sheet.key.heading in frame.typed:
        rows |= says(frame.key()).matching(lambda word: (frame.name, word) in nodes)
    if MADE_FROM in frame.typed:
        rows |= says(frame.typed[MADE_FROM]).matching(lambda word: word in keys)
    if TASK in frame.typed:
        rows |= frame.typed[TASK].matching(lambda word: any(part in keys for part in word.split("·")))
    return rows
