"""追踪: problems become chains — what belongs to which, whether it is solved, verified, come back, and what comes next.

A loop over rows, one after the other: what a step means depends on all steps before it. It works on numbers only: what
can be told of all rows beforehand is told by column, and so is what is said about rows and steps afterwards
(`chain_steps.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from workbook.rules.owed.chain_rows import BEGINS, PROBLEM, SOLVED, VERIFIED, Happened
from workbook.rules.world.spellings import Words, classes
from workbook.rules.world.vectors import Array, Mask, Vec
from workbook.words.tongue import declared

UNCLEAR = declared("{place} 没写是哪个问题，{count} 条链都可能，不能当验证")
FOREIGN = declared("{place} 写的是另一位客户，不能当验证")
UNSOLVED = declared("{place} 客户说好了，可是还没有写哪天解决、怎么解决的")

CALLED = frozenset({"回访", "第二次回访"})
Remark = tuple[str, int, int]
"""A sentence, the row that it is about, and a count in it."""


@dataclass(slots=True, eq=False)
class Chain:
    """One problem from its first row on; rows, products and kinds are numbers, −1 stands for none.

    Shapes:
        steps: (row, what it is called, which step of 追踪 it was).
        like_product, like_kind: numbers that are equal where these are the same when folded.
        next: the step that comes next (追踪.步); empty once it is verified. open: complaints that nobody has solved.
        since: the row from which on that is so. closed: the row that verified it. customer: whom it is about.
    """

    product: int = -1
    kind: int = -1
    like_product: int = -1
    like_kind: int = -1
    steps: list[tuple[int, str, str]] = field(default_factory=list)
    times: int = 0
    open: set[int] = field(default_factory=set)
    solved_by: int = -1
    solved: bool = False
    called: bool = False
    closed: int = -1
    next: str = ""
    since: int = -1
    customer: int = -1
    remarks: dict[Remark, None] = field(default_factory=dict)

    def turns_to(self, step: str, row: int) -> None:
        """What comes next, from this row on."""
        self.next, self.since = step, row


class Chaining:
    """The chains so far, by person and by row."""

    def __init__(self, happened: Happened, window: int) -> None:
        self.window = window
        self.chains: list[Chain] = []
        self.kinds, several = several_of(happened.kind)
        self.several = [*map(several.__getitem__, happened.kind.data.tolist())]
        self.node: list[int] = happened.node.tolist()
        self.steps: list[int] = happened.steps.tolist()
        self.person: list[int] = happened.person.data.tolist()
        self.product: list[int] = happened.product.data.tolist()
        self.customer: list[int] = happened.customer.data.tolist()
        self.day: list[int] = happened.time.astype("M8[D]").astype(np.int64).tolist()
        self.names: list[bool] = happened.names.tolist()
        self.links = happened.links
        self.touching: list[bool] = _touching(happened).tolist()
        self.same_customer = folded(happened.customer.words)
        self.like_product = [*map([*folded(happened.product.words), -1].__getitem__, self.product)]
        self.like_kind = [*folded(self.kinds), -1]  # the last: no kind
        self.by_person: dict[int, list[Chain]] = {}
        self.by_node: dict[int, list[Chain]] = {}
        self.named_by: dict[int, list[int]] = {}

    def take(self, row: int) -> None:
        """One row more."""
        step = self._report if self.steps[row] & BEGINS else self._answer
        for kind in self.several[row]:
            step(row, kind)
        for target in self.links.get(row, ()):
            self.named_by.setdefault(target, []).append(self.node[row])

    # -- which chain

    def _same(self, row: int, kind: int, among: Iterable[Chain]) -> tuple[list[Chain], list[Chain]]:
        """Of these chains those that don't tell of another product or kind; and of them those that agree best."""
        product, like = self.like_product[row], self.like_kind[kind]
        fits: list[Chain] = []
        best: list[Chain] = []
        most = 0
        for chain in among:
            score = 0
            if product >= 0 and chain.like_product >= 0:
                if product != chain.like_product:
                    continue
                score = 1
            if like >= 0 and chain.like_kind >= 0:
                if like != chain.like_kind:
                    continue
                score += 1
            fits.append(chain)
            if score > most:
                best, most = [chain], score
            elif score == most:
                best.append(chain)
        return fits, best

    def _linked(self, row: int, kind: int) -> list[Chain]:
        """Chains that the row is named with: its own, those of rows it names, those of rows that name it."""
        node, known = self.node[row], self.by_node
        found = (
            chain
            for one in (node, *self.links.get(row, ()), *self.named_by.get(node, ()))
            for chain in known.get(one, ())
        )
        return self._same(row, kind, dict.fromkeys(found))[0]

    def _report(self, row: int, kind: int) -> None:
        """Somebody says that something is wrong."""
        person, day = self.person[row], self.day[row]
        found = self._linked(row, kind) if self.touching[row] else []
        if not found and person in self.by_person:
            near = [one for one in self.by_person[person] if day - self.day[one.steps[-1][0]] <= self.window]
            found = self._same(row, kind, near)[1]
        chain = found[-1] if found else Chain()
        if not found:
            self.chains.append(chain)
            if person >= 0:
                self.by_person.setdefault(person, []).append(chain)
        self.by_node.setdefault(self.node[row], []).append(chain)
        self._reported(chain, row, kind)

    def _answer(self, row: int, kind: int) -> None:
        """A call, a solution, a verification: of an open chain, else of none."""
        found = [one for one in self._linked(row, kind) if one.next] if self.touching[row] else []
        if not found and not self.names[row]:  # a row that names another row is about that one
            found = self._same(row, kind, [one for one in self.by_person.get(self.person[row], ()) if one.next])[1]
        verifies = self.steps[row] & VERIFIED
        for chain in found:
            self.by_node.setdefault(self.node[row], []).append(chain)
            if verifies and self._is_of_another(chain, row):
                self._add(chain, row, "回访", "验证")
                chain.remarks[FOREIGN, row, 1] = None
            elif verifies and len(found) > 1:
                self._add(chain, row, "回访", "验证")
                chain.remarks[UNCLEAR, row, len(found)] = None
            else:
                self._answered(chain, row, kind)

    def _is_of_another(self, chain: Chain, row: int) -> bool:
        """Whether the row says that it is about somebody else than the chain is."""
        mine, theirs = chain.customer, self.customer[row]
        return mine >= 0 and theirs >= 0 and self.same_customer[mine] != self.same_customer[theirs]

    # -- what it is to the chain

    def _add(self, chain: Chain, row: int, said: str, role: str, kind: int = -1) -> None:
        """One step more; what the row says of product and kind is known from here on."""
        chain.steps.append((row, said, role))
        chain.called = chain.called or said in CALLED
        if chain.customer < 0:
            chain.customer = self.customer[row]
        if chain.product < 0:
            chain.product, chain.like_product = self.product[row], self.like_product[row]
        if chain.kind < 0:
            chain.kind, chain.like_kind = kind, self.like_kind[kind]

    def _reported(self, chain: Chain, row: int, kind: int) -> None:
        step = "问题" if self.steps[row] & PROBLEM else "投诉"
        fresh = not chain.steps
        again = "又出现" if chain.closed >= 0 else "验证没过" if chain.solved and step == "问题" else ""
        self._add(chain, row, again or (step if fresh or step == "投诉" else "再次反映"), step, kind)
        links = self.links.get(row)
        if step == "问题" or not links or all(self.node[held] not in links for held, _, _ in chain.steps):
            chain.times += 1  # a complaint that was opened from the call says the same once more
        failed, chain.solved, chain.closed = chain.solved, False, -1
        if step == "投诉":
            chain.open.add(self.node[row])
        if chain.open or (failed and again == "验证没过"):
            chain.turns_to("解决", row)
        else:
            chain.turns_to("再访" if fresh or again else "投诉", row)

    def _answered(self, chain: Chain, row: int, kind: int) -> None:
        steps = self.steps[row]
        if chain.solved and steps & VERIFIED and row != chain.solved_by:
            self._add(chain, row, "验证", "验证", kind)
            chain.closed = row
            chain.turns_to("", row)
        elif steps & SOLVED:
            self._solved(chain, row, kind)
        else:
            self._add(chain, row, "回访" if chain.called or chain.solved else "第二次回访", "再访", kind)
            if chain.solved:
                return
            if steps & VERIFIED:
                chain.remarks[UNSOLVED, row, 1] = None
            if chain.next == "再访":
                chain.turns_to("解决", row)

    def _solved(self, chain: Chain, row: int, kind: int) -> None:
        """One complaint is solved; the chain is when none is left open."""
        was_open = self.node[row] in chain.open
        chain.open.discard(self.node[row])
        if chain.open:
            self._add(chain, row, "解决一件" if was_open else "处理", "解决", kind)
            return
        self._add(chain, row, "解决", "解决", kind)
        chain.remarks.clear()
        chain.solved, chain.solved_by = True, row
        chain.turns_to("验证", row)


def several_of(kinds: Vec) -> tuple[Array, list[tuple[int, ...]]]:
    """Every kind, and the kinds that each word tells of, the last that of a row without a word; none is −1."""
    parts = [[part for part in str(word).split("、") if part] for word in kinds.words]
    words = list(dict.fromkeys(part for several in parts for part in several))
    number = {word: at for at, word in enumerate(words)}
    of_word = [tuple(number[part] for part in several) or (-1,) for several in parts]
    return np.array(words, dtype=object), [*of_word, (-1,)]


def _touching(happened: Happened) -> Mask:
    """The rows that may be linked with another: they name one, one names them, or there are several of the same node."""
    linked = np.bincount(happened.node, minlength=happened.nodes.size) > 1
    linked[[node for named in happened.links.values() for node in named]] = True
    found = linked[happened.node]
    found[[*happened.links]] = True
    return found


def folded(words: Array) -> list[int]:
    """For each word a number that it shares with those it is equal to when folded."""
    alike = classes(Words(words)) if len(words) > 1 else None
    found: list[int] = np.arange(len(words)).tolist() if alike is None else alike[:-1].tolist()
    return found


def chains(happened: Happened, window: int) -> list[Chain]:
    """The chains that these rows make, in the order in which they began.

    Shapes:
        window: days after the last step in which the same customer's same problem is the same chain, the last included.
    """
    made = Chaining(happened, window)
    for row in range(len(happened)):
        made.take(row)
    return made.chains
