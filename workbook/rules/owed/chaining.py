"""追踪: problems become chains — what belongs to which, whether it is solved, verified, come back, and what comes next.

A loop over rows, one after the other: what a step means depends on all steps before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from workbook.rulebook.sorts.model import Trace
from workbook.rules.facts.operands import fold
from workbook.rules.owed.chain_people import BEGINS, Happened, Node

UNCLEAR = "{place} 没写是哪个问题，{count} 条链都可能，不能当验证"
FOREIGN = "{place} 写的是另一位客户，不能当验证"
UNSOLVED = "{place} 客户说好了，可是还没有写哪天解决、怎么解决的"


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was made: which row, what it is called, and which step of 追踪 it was."""

    of: Happened
    said: str
    role: str

    @property
    def rule(self) -> Trace:
        """The rule that says so."""
        return self.of.steps.get(self.role) or next(iter(self.of.steps.values()))


@dataclass(slots=True, eq=False)
class Chain:
    """One problem from its first row on.

    Shapes:
        next: the step that comes next (追踪.步); empty once it is verified. open: complaints that nobody has solved.
    """

    product: str = ""
    kind: str = ""
    steps: list[Step] = field(default_factory=list)
    times: int = 0
    open: set[Node] = field(default_factory=set)
    solved_by: Happened | None = None
    solved: bool = False
    closed_at: np.datetime64 | None = None
    next: str = ""
    remarks: dict[str, None] = field(default_factory=dict)
    since: np.datetime64 | None = None

    @property
    def first(self) -> Happened:
        """Where it began."""
        return self.steps[0].of

    @property
    def last(self) -> np.datetime64:
        """When the last step was made."""
        return self.steps[-1].of.time

    def add(self, one: Happened, said: str, role: str, kind: str = "") -> None:
        """One step more; what the row says of product and kind is known from here on."""
        self.steps.append(Step(one, said, role))
        self.product, self.kind = self.product or one.product, self.kind or kind

    def turns_to(self, step: str, one: Happened) -> None:
        """What comes next, from this row on."""
        self.next, self.since = step, one.time

    def fits(self, one: Happened, kind: str) -> int:
        """How much of product and kind is the same; −1 where one of them is another."""
        pairs = ((self.product, one.product), (self.kind, kind))
        if any(mine and theirs and fold(mine) != fold(theirs) for mine, theirs in pairs):
            return -1
        return sum(bool(mine and theirs) for mine, theirs in pairs)


class Chaining:
    """The chains so far, by person and by row."""

    def __init__(self, window: int) -> None:
        self.window = window
        self.chains: list[Chain] = []
        self.by_person: dict[str, list[Chain]] = {}
        self.by_node: dict[Node, list[Chain]] = {}
        self.named_by: dict[Node, list[Node]] = {}

    def take(self, one: Happened) -> None:
        """One row more."""
        for kind in one.kinds:
            if one.begins:
                self._report(one, kind)
            else:
                self._answer(one, kind)
        for target in one.links:
            self.named_by.setdefault(target, []).append(one.node)

    # -- which chain

    def _linked(self, one: Happened, kind: str) -> list[Chain]:
        """Chains that the row is named with: its own, those of rows it names, those of rows that name it."""
        nodes = (one.node, *one.links, *self.named_by.get(one.node, ()))
        found = dict.fromkeys(chain for node in nodes for chain in self.by_node.get(node, ()))
        return [chain for chain in found if chain.fits(one, kind) >= 0]

    def _same(self, one: Happened, kind: str, among: Iterable[Chain]) -> list[Chain]:
        """Of these chains those that agree best with the row."""
        scored = [(chain.fits(one, kind), chain) for chain in among]
        best = max((score for score, _ in scored), default=-1)
        return [chain for score, chain in scored if score == best >= 0]

    def _report(self, one: Happened, kind: str) -> None:
        """Somebody says that something is wrong."""
        found = self._linked(one, kind)
        mine = self.by_person.get(one.person, []) if one.person else []
        if not found:
            near = [chain for chain in mine if _days(chain.last, one.time) <= self.window]
            found = self._same(one, kind, near)
        chain = found[-1] if found else Chain()
        if not found:
            self.chains.append(chain)
            if one.person:
                self.by_person.setdefault(one.person, []).append(chain)
        self.by_node.setdefault(one.node, []).append(chain)
        _reported(chain, one, kind)

    def _answer(self, one: Happened, kind: str) -> None:
        """A call, a solution, a verification: of an open chain, else of none."""
        found = [chain for chain in self._linked(one, kind) if chain.next]
        mine = self.by_person.get(one.person, []) if one.person else []
        if not found and not one.links:  # a row that names another row is about that one
            found = self._same(one, kind, [chain for chain in mine if chain.next])
        for chain in found:
            self.by_node.setdefault(one.node, []).append(chain)
            if "验证" in one.steps and _of_another(chain, one):
                chain.add(one, "回访", "验证")
                chain.remarks[FOREIGN.format(place=one.place)] = None
            elif len(found) > 1 and "验证" in one.steps:
                chain.add(one, "回访", "验证")
                chain.remarks[UNCLEAR.format(place=one.place, count=len(found))] = None
            else:
                _answered(chain, one, kind)


def chains(happened: Sequence[Happened], window: int) -> list[Chain]:
    """The chains that these rows make, in the order in which they began.

    Shapes:
        window: days after the last step in which the same customer's same problem is the same chain, the last included.
    """
    made = Chaining(window)
    for one in happened:
        made.take(one)
    return made.chains


def _days(before: np.datetime64, after: np.datetime64) -> int:
    return int((after.astype("datetime64[D]") - before.astype("datetime64[D]")).astype(int))


def _of_another(chain: Chain, one: Happened) -> bool:
    """Whether the row says that it is about somebody else than the chain is."""
    mine = next((step.of.customer for step in chain.steps if step.of.customer), "")
    return bool(mine and one.customer) and fold(mine) != fold(one.customer)


def _reported(chain: Chain, one: Happened, kind: str) -> None:
    step = next(step for step in BEGINS if step in one.steps)
    fresh = not chain.steps
    again = "又出现" if chain.closed_at is not None else "验证没过" if chain.solved and step == "问题" else ""
    chain.add(one, again or (step if fresh or step == "投诉" else "再次反映"), step, kind)
    if step == "问题" or not set(one.links) & {held.of.node for held in chain.steps}:
        chain.times += 1  # a complaint that was opened from the call says the same once more
    failed, chain.solved, chain.closed_at = chain.solved, False, None
    if step == "投诉":
        chain.open.add(one.node)
    if chain.open or (failed and again == "验证没过"):
        chain.turns_to("解决", one)
    else:
        chain.turns_to("再访" if fresh or again else "投诉", one)


def _answered(chain: Chain, one: Happened, kind: str) -> None:
    if chain.solved and "验证" in one.steps and one is not chain.solved_by:
        chain.add(one, "验证", "验证", kind)
        chain.next, chain.closed_at, chain.since = "", one.time, one.time
    elif "解决" in one.steps:
        _solved(chain, one, kind)
    else:
        called = any(step.said.endswith("回访") for step in chain.steps)
        chain.add(one, "回访" if called or chain.solved else "第二次回访", "再访", kind)
        if chain.solved:
            return
        if "验证" in one.steps:
            chain.remarks[UNSOLVED.format(place=one.place)] = None
        if chain.next == "再访":
            chain.turns_to("解决", one)


def _solved(chain: Chain, one: Happened, kind: str) -> None:
    """One complaint is solved; the chain is when none is left open."""
    was_open = one.node in chain.open
    chain.open.discard(one.node)
    if chain.open:
        chain.add(one, "解决一件" if was_open else "处理", "解决", kind)
        return
    chain.add(one, "解决", "解决", kind)
    chain.remarks.clear()
    chain.solved, chain.solved_by = True, one
    chain.turns_to("验证", one)
