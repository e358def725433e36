"""问题链 by rounds: the first row of every problem's people at once, then the second …; what it comes to is the same.

Rows that touch each other (by who it is about, by what they name) are taken one after the other; those that don't stand
side by side. `chaining.py` says the same of one row after the other, and does it where few are left to stand beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from workbook.rulebook.sorts.model import STEPS
from workbook.rules.owed.chain_named import NAMES, OWN, Links, Members, Met, nodes_of, stepping, ways_of
from workbook.rules.owed.chain_rows import BEGINS, PROBLEM, SOLVED, VERIFIED, Happened
from workbook.rules.owed.chain_slots import OVER, REMARKS, Row, Slots
from workbook.rules.owed.chain_walk import Walk, beside, walk_of
from workbook.rules.owed.chaining import Chain, chains, folded, several_of
from workbook.rules.world.vectors import Array, Mask, Positions, Vec

FEW = 48
"""So many sets of rows that touch each other are quicker taken side by side than row by row."""


def walked(happened: Happened, window: int, few: int = FEW) -> Walk:
    """The chains that these rows make.

    Shapes:
        window: days after the last step in which the same customer's same problem is the same chain, the last included.
        few: below so many side by side the rest is taken row by row.
    """
    node, links = nodes_of(happened)
    kinds, several = several_of(happened.kind)
    together = _together(happened, node, links)
    size = np.bincount(together)
    sizes = np.sort(size)[::-1]
    longest = int(sizes[few - 1]) if len(sizes) >= few else 0  # the rows of a set up to which there are enough sets
    long_ = size[together] > longest
    alone = np.flatnonzero(long_)
    apart = np.flatnonzero(~long_)
    parts = []
    if len(alone):
        parts.append(walk_of(chains(_some(happened, alone), window), kinds, alone))
    if len(apart):
        parts.append(_Rounds(happened, window, kinds, several, node, links, together, apart).walk())
    return beside(parts, kinds)


def _together(happened: Happened, node: Positions, links: Links) -> Positions:
    """For each row the set of rows that touch each other to which it belongs."""
    nodes, person = int(node.max(initial=-1)) + 1, happened.person.data.astype(np.int64)
    known = np.flatnonzero(person >= 0)
    label = np.arange(nodes + int(person.max(initial=-1)) + 1)
    one = np.concatenate([node[known], node[links.row]])
    other = np.concatenate([nodes + person[known], links.node])
    while True:
        low = np.minimum(label[one], label[other])
        lower = label.copy()
        np.minimum.at(lower, label[one], low)
        np.minimum.at(lower, label[other], low)
        while not np.array_equal(lower, further := lower[lower]):
            lower = further
        if np.array_equal(lower, label):
            return np.unique(label[node], return_inverse=True)[1].reshape(-1)
        label = lower


def _some(happened: Happened, rows: Positions) -> Happened:
    """Some of the rows, all of those that touch them among them."""
    place = dict(zip(rows.tolist(), range(len(rows)), strict=True))
    plain = {name: getattr(happened, name)[rows] for name in ("group", "at", "time", "steps", "node", "names")}
    words = {name: getattr(happened, name).take(rows) for name in ("key", "customer", "person", "product", "kind")}
    links = {place[row]: named for row, named in happened.links.items() if row in place}
    return replace(happened, links=links, **plain, **words)


class _Rounds:
    """Rows, each once for each of its kinds, and what has become of them."""

    def __init__(
        self, happened: Happened, window: int, kinds: Array, several: Sequence[tuple[int, ...]], node: Positions,
        links: Links, together: Positions, rows: Positions,
    ) -> None:  # fmt: skip
        self.happened, self.window, self.kinds, self.node = happened, window, kinds, node
        many = np.array([len(one) for one in several], dtype=np.int64)
        flat = np.array([kind for one in several for kind in one], dtype=np.int64)
        code = happened.kind.data.astype(np.int64)
        each = many[code][rows]  # the last of `several` is of rows without a kind
        self.row = np.repeat(rows, each)
        self.kind = flat[(np.cumsum(many) - many)[code[self.row]] + stepping(each)]
        self.day = happened.time.astype("M8[D]").astype(np.int64)
        self.person = happened.person.data.astype(np.int64)
        self.begins = (happened.steps & BEGINS) > 0
        self.touching = _touching(node, links)
        self.ways = ways_of(node, links, self.touching | (many[code] > 1))
        self.self_named = np.zeros(len(node), dtype=bool)
        self.self_named[links.row[node[links.row] == links.node]] = True
        self.members, self.slots = Members(int(node.max()) + 1, self.ways), Slots(len(self.row))
        self.like_product = _like(happened.product)
        self.same = _like(happened.customer)
        self.like_kind = np.append(np.array(folded(kinds), dtype=np.int64), -1)  # the last: no kind
        mine = self.person[self.row]
        begun = np.bincount(mine[self.begins[self.row] & (mine >= 0)], minlength=int(self.person.max(initial=-1)) + 1)
        self.first, self.had = np.cumsum(begun) - begun, np.zeros(len(begun), dtype=np.int64)
        self.of_person = np.full(int(begun.sum()), -1, dtype=np.int64)
        order = np.argsort(together[self.row], kind="stable")
        size = np.bincount(together[self.row])
        place = stepping(size)
        self.order = order[np.argsort(place, kind="stable")]
        self.ends = np.cumsum(np.bincount(place))

    def walk(self) -> Walk:
        """All rounds, one after the other."""
        start = 0
        for end in self.ends.tolist():
            self._round(np.sort(self.order[start:end]))
            start = end
        return self._done()

    def _round(self, turns: Positions) -> None:
        rows, kinds = self.row[turns], self.kind[turns]
        happened = self.happened
        steps = happened.steps[rows]
        one = Row(
            turns, rows, kinds, self.like_kind[kinds], happened.product.data[rows].astype(np.int64),
            self.like_product[rows], happened.customer.data[rows].astype(np.int64), self.same[rows],
            (steps & SOLVED) > 0, (steps & VERIFIED) > 0,
        )  # fmt: skip
        begins, met = self.begins[rows], self.members.met(rows)
        at, chain = self._fitting(one, *_once(met, self.touching[rows]))[:2]
        self._reports(one, np.flatnonzero(begins), met, at, chain, complains=(steps & PROBLEM) == 0)
        running = ~begins[at] & (self.slots.next[chain] != OVER) if len(at) else np.zeros(0, dtype=bool)
        self._answers(one, begins, met, at[running], chain[running])

    def _fitting(self, one: Row, at: Positions, chain: Positions) -> tuple[Positions, Positions, Positions]:
        """Of these chains those that don't tell of another product or kind than their row, and how much they agree."""
        mine, theirs = one.like_product[at], self.slots.like_product[chain]
        both = (mine >= 0) & (theirs >= 0)
        fits, agree = ~(both & (mine != theirs)), both.astype(np.int64)
        mine, theirs = one.like_kind[at], self.slots.like_kind[chain]
        both = (mine >= 0) & (theirs >= 0)
        fits &= ~(both & (mine != theirs))
        agree += both
        return at[fits], chain[fits], agree[fits]

    def _of_person(self, one: Row, at: Positions) -> tuple[Positions, Positions]:
        """The chains of the people whom some rows are about."""
        person = self.person[one.row[at]]
        at, person = at[person >= 0], person[person >= 0]
        many = self.had[person]
        return np.repeat(at, many), self.of_person[np.repeat(self.first[person], many) + stepping(many)]

    def _best(self, one: Row, at: Positions, chain: Positions) -> tuple[Positions, Positions]:
        """Of these chains those that agree best with their row."""
        at, chain, agree = self._fitting(one, at, chain)
        most = np.zeros(len(one.row), dtype=np.int64)
        np.maximum.at(most, at, agree)
        best = agree == most[at]
        return at[best], chain[best]

    def _reports(
        self, one: Row, at: Positions, met: Met, linked: Positions, chain: Positions, *, complains: Mask
    ) -> None:
        """Somebody says that something is wrong: in a chain that the row is named with, else near it, else in a new one."""
        if not len(at):
            return
        slots, chosen = self.slots, np.full(len(one.row), -1, dtype=np.int64)
        chosen[linked] = chain  # the last of several
        near, theirs = self._of_person(one, at[chosen[at] < 0])
        recent = self.day[one.row[near]] - self.day[slots.last[theirs]] <= self.window
        near, theirs = self._best(one, near[recent], theirs[recent])
        chosen[near] = theirs
        fresh = chosen < 0
        chosen[fresh] = one.turn[fresh]
        new = at[fresh[at]]
        person = self.person[one.row[new]]
        known, person = new[person >= 0], person[person >= 0]
        self.of_person[self.first[person] + self.had[person]] = chosen[known]
        self.had[person] += 1
        meets = met.chain == chosen[met.at]
        opened, repeats = np.zeros((2, len(one.row)), dtype=bool)
        opened[met.at[meets & (met.why == OWN) & self.members.open[met.entry]]] = True
        repeats[met.at[meets & (met.why == NAMES)]] = True
        repeats |= self.self_named[one.row]
        opens = complains & ~opened
        self.members.come(self.node[one.row[at]], chosen[at], is_open=opens[at])
        slots.report(
            chosen[at], one.take(at), fresh=fresh[at], complains=complains[at], opens=opens[at],
            repeats=(repeats & complains)[at],
        )  # fmt: skip

    def _answers(self, one: Row, begins: Mask, met: Met, at: Positions, chain: Positions) -> None:
        """A call, a solution, a verification: of running chains that the row is named with, else of those of its people."""
        lacking = ~begins & ~self.happened.names[one.row]
        lacking[at] = False
        near, theirs = self._of_person(one, np.flatnonzero(lacking))
        runs = self.slots.next[theirs] != OVER
        near, theirs = self._best(one, near[runs], theirs[runs])
        at, chain = np.concatenate([at, near]), np.concatenate([chain, theirs])
        if not len(at):
            return
        order = np.argsort(at, kind="stable")
        at, chain = at[order], chain[order]
        size, own = len(self.row), (met.why == OWN) & self.members.open[met.entry]
        pair, entry = met.at[own] * size + met.chain[own], met.entry[own]
        was_open = np.isin(at * size + chain, pair) if len(pair) else np.zeros(len(at), dtype=bool)
        self.members.come(self.node[one.row[at]], chain, is_open=np.zeros(len(at), dtype=bool))
        shut = self.slots.answer(chain, one.take(at), np.bincount(at)[at], was_open)
        if len(pair):
            self.members.open[entry[np.isin(pair, (at * size + chain)[shut])]] = False

    def _done(self) -> Walk:
        """What has become of them."""
        slots, members = self.slots, self.members
        if not slots.steps:
            return walk_of((), self.kinds, self.row)
        of, turn, row, said, role = (np.concatenate(one) for one in zip(*slots.steps, strict=True))
        order = np.lexsort((turn, of))
        of = of[order]
        start = np.flatnonzero(np.append(True, of[1:] != of[:-1]))
        numbers = of[start]
        place = np.full(len(self.row), -1, dtype=np.int64)
        place[numbers] = np.arange(len(numbers))
        steps = (*STEPS, "")  # the last: it is over
        held = [
            Chain(
                product=product, kind=kind, times=times, closed=closed, next=steps[following], since=since,
                customer=customer,
            )
            for product, kind, times, closed, following, since, customer in zip(
                *(
                    getattr(slots, name)[numbers].tolist()
                    for name in ("product", "kind", "times", "closed", "next", "since", "customer")
                ),
                strict=True,
            )
        ]  # fmt: skip
        nodes = np.unique(self.happened.node)
        entries = np.flatnonzero(members.open[: members.count])
        open_ = zip(place[members.chain[entries]].tolist(), nodes[members.node[entries]].tolist(), strict=True)
        for at, node in open_:
            held[at].open.add(node)
        for at, sentence, row_, count in self._remarks(place):
            held[at].remarks[sentence, row_, count] = None
        start = np.append(start, len(order))
        return Walk(held, self.kinds, start, row[order], said[order], role[order])

    def _remarks(self, place: Positions) -> Iterator[tuple[int, str, int, int]]:
        """What is to be said of chains, since each was last solved, in the order of rows."""
        if not self.slots.remarks:
            return
        chain, turn, sentence, row, count = (np.concatenate(one) for one in zip(*self.slots.remarks, strict=True))
        stays = turn > self.slots.cleared[chain]
        order = np.flatnonzero(stays)[np.argsort(turn[stays], kind="stable")]
        for at, said, on, many in zip(
            *(one[order].tolist() for one in (place[chain], sentence, row, count)), strict=True
        ):
            yield at, REMARKS[said], on, many


def _touching(node: Positions, links: Links) -> Mask:
    """Rows that may be linked with another: they name one, one names them, or there are several of the same node."""
    linked = np.bincount(node) > 1
    linked[links.node] = True
    found = linked[node]
    found[links.row] = True
    return np.asarray(found)


def _once(met: Met, touching: Mask) -> tuple[Positions, Positions]:
    """Each chain that a row meets, where it is met first."""
    at, chain = met.at[touching[met.at]], met.chain[touching[met.at]]
    if not len(at):
        return at, chain
    _, first = np.unique(at * (int(chain.max()) + 1) + chain, return_index=True)
    first.sort()
    return at[first], chain[first]


def _like(vec: Vec) -> Positions:
    """For each row a number that it shares with those that say the same when folded; −1 where it says nothing."""
    return vec.key_codes()
