"""问题链: which chains many rows are named with at once: their own, those of rows they name, those of rows that name them."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

import numpy as np

from workbook.rules.owed.chain_rows import Happened
from workbook.rules.world.vectors import Mask, Positions

OWN, NAMES, NAMED = range(3)
"""Why a row looks at a node: it is its own, it names it, or it is named by it."""


class Links(NamedTuple):
    """Which row names which node, in the order in which it names them; nodes are numbers from 0 on."""

    row: Positions
    node: Positions


class Ways(NamedTuple):
    """The nodes that each row looks at, one row after the other.

    Shapes:
        start: n + 1 positions where the nodes of each row begin. why: OWN, NAMES or NAMED.
    """

    start: Positions
    node: Positions
    why: Positions


class Met(NamedTuple):
    """Chains that some rows meet, in the order in which they look: which of the rows, the chain, why, and its entry."""

    at: Positions
    chain: Positions
    why: Positions
    entry: Positions


def nodes_of(happened: Happened) -> tuple[Positions, Links]:
    """The rows' nodes as small numbers, and which of them each row names; a node without a row is nobody's."""
    known, node = np.unique(happened.node, return_inverse=True)
    count = np.fromiter(map(len, happened.links.values()), np.int64, len(happened.links))
    row = np.repeat(np.fromiter(happened.links, np.int64, len(happened.links)), count)
    target = np.fromiter(chain.from_iterable(happened.links.values()), np.int64, int(count.sum()))
    order = np.argsort(row, kind="stable")
    row, target = row[order], target[order]
    at = np.minimum(np.searchsorted(known, target), max(len(known) - 1, 0))
    there = known[at] == target if len(known) else np.zeros(0, dtype=bool)
    return node.reshape(-1).astype(np.int64), Links(row[there], at[there])


def ways_of(node: Positions, links: Links, looks: Mask) -> Ways:
    """The nodes that each row looks at: its own, those it names, and those of earlier rows that name its own."""
    own = np.flatnonzero(looks)
    by_node = np.argsort(node, kind="stable")
    first = np.searchsorted(node[by_node], np.arange(int(node.max(initial=-1)) + 2))
    many = (first[1:] - first[:-1])[links.node]
    pair = np.repeat(np.arange(len(links.row)), many)
    row = by_node[np.repeat(first[links.node], many) + stepping(many)]
    later = row > links.row[pair]
    row, pair = row[later], pair[later]
    rows = np.concatenate([own, links.row, row])
    why = np.repeat([OWN, NAMES, NAMED], [len(own), len(links.row), len(row)])
    turn = np.concatenate([np.zeros(len(own), np.int64), np.arange(len(links.row)), links.row[pair]])
    order = np.lexsort((turn, why, rows))
    nodes = np.concatenate([node[own], links.node, node[links.row[pair]]])
    return Ways(np.searchsorted(rows[order], np.arange(len(node) + 1)), nodes[order], why[order])


def stepping(many: Positions) -> Positions:
    """0, 1, 2 … for each of these counts.

    Examples:
        >>> stepping(np.array([2, 0, 3])).tolist()
        [0, 1, 0, 1, 2]
    """
    return np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)


class Members:
    """Which chains a node has come into, in the order of coming: entries, each of which knows the one before it."""

    def __init__(self, nodes: int, ways: Ways) -> None:
        self._ways = ways
        self._last = np.full(nodes, -1, dtype=np.int64)
        self._before, self.chain, self.node = (np.empty(0, dtype=np.int64) for _ in range(3))
        self.open = np.empty(0, dtype=bool)
        self.count = 0

    def come(self, node: Positions, chain_: Positions, *, is_open: Mask) -> None:
        """Nodes come into chains; what stands beside each other is of one node."""
        size = len(node)
        if self.count + size > len(self.chain):
            more = max(self.count + size, 2 * len(self.chain)) - len(self.chain)
            self._before, self.chain, self.node = (
                np.append(one, np.empty(more, np.int64)) for one in (self._before, self.chain, self.node)
            )
            self.open = np.append(self.open, np.zeros(more, dtype=bool))
        fresh = np.arange(self.count, self.count + size)
        first = np.ones(size, dtype=bool)
        first[1:] = node[1:] != node[:-1]
        self._before[fresh] = np.where(first, self._last[node], fresh - 1)
        self.chain[fresh], self.node[fresh], self.open[fresh] = chain_, node, is_open
        self._last[node] = fresh
        self.count += size

    def met(self, rows: Positions) -> Met:
        """The chains that rows meet; one that is met in several ways stands there several times."""
        start, node, why = self._ways
        many = start[rows + 1] - start[rows]
        at = np.repeat(np.arange(len(rows)), many)
        way = np.repeat(start[rows], many) + stepping(many)
        ways, entry = np.arange(len(at)), self._last[node[way]]
        found: list[tuple[Positions, Positions]] = []
        while len(entry := entry[kept := entry >= 0]):
            ways = ways[kept]
            found.append((ways, entry))
            entry = self._before[entry]
        if not found:
            nothing = np.empty(0, dtype=np.int64)
            return Met(nothing, nothing, nothing, nothing)
        ways, entry = (np.concatenate(one) for one in zip(*found, strict=True))
        order = np.lexsort((entry, ways))
        ways, entry = ways[order], entry[order]
        return Met(at[ways], self.chain[entry], why[way[ways]], entry)
