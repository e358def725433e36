"""追踪: rows by number, and which rows of other sheets a row names: by reference, by its task, by where it was opened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbook.rulebook.sorts.model import Duty, Sample, Spawn
from workbook.rules.facts.by_hand import MADE_BY, MADE_FROM
from workbook.rules.owed.chain_people import TASK, references, told
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Mask, Positions, Vec, says, text
from workbook.rules.world.world import World

Links = tuple[Mask, Positions, Positions]
"""Which rows name another row; and the rows (indices) with the numbers of those they name, as far as there are such."""
Named = tuple[int, str, str]
"""A row (index), the sheet and the key of a row that it names."""


class Nodes:
    """The rows of some sheets, by sheet and key, as numbers from 0 on."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self.size = 0
        self._keys: dict[str, tuple[int, Vec, pd.Index]] = {}
        for frame in frames:
            keys = says(frame.key())
            self._keys[frame.name] = (self.size, keys, pd.Index(keys.words, dtype=object))
            self.size += len(keys.words) + 1

    def own(self, sheet: str, rows: Positions) -> Positions:
        """The numbers of a sheet's own rows; those without a key share one."""
        base, keys, _ = self._keys[sheet]
        codes = keys.data[rows].astype(np.int64)
        return base + np.where(codes < 0, len(keys.words), codes)

    def of(self, sheet: str, keys: Vec) -> Positions:
        """The numbers of the rows with these keys; −1 where there is none."""
        if sheet not in self._keys or not len(keys.words):
            return np.full(len(keys), -1, dtype=np.int64)
        base, _, index = self._keys[sheet]
        keys = keys.compact()
        found = index.get_indexer(pd.Index(keys.words, dtype=object))
        return np.append(np.where(found < 0, -1, base + found), -1)[keys.data]


def links_of(world: World, frame: Frame, rows: Positions, nodes: Nodes, sources: Sequence[str]) -> Links:
    """What these rows name, each in the order: references, tasks, the row it was opened from."""
    names = np.zeros(len(rows), dtype=bool)
    found: list[tuple[Positions, Positions]] = []
    for heading, target in references(frame, sources):
        keys = told(world, frame, heading, rows)
        names |= ~keys.missing()
        found.append((np.arange(len(rows)), nodes.of(target, keys)))
    spoken = [*_by_task(world, frame, rows, sources), *_by_origin(world, frame, rows, sources)]
    at = np.array([row for row, _, _ in spoken], dtype=np.int64)
    names[at] = True
    node = np.full(len(at), -1, dtype=np.int64)
    for sheet in {sheet for _, sheet, _ in spoken}:
        mine = np.array([one == sheet for _, one, _ in spoken])
        node[mine] = nodes.of(sheet, text([key for _, one, key in spoken if one == sheet]))
    found.append((at, node))
    at, node = (np.concatenate(both) for both in zip(*found, strict=True))
    return names, at[node >= 0], node[node >= 0]


def named_keys(
    world: World, frame: Frame, rows: Positions, sources: Sequence[str]
) -> Iterator[tuple[str, Sequence[str]]]:
    """The keys that these rows name, each with the sheet it is of."""
    for heading, target in references(frame, sources):
        yield target, told(world, frame, heading, rows).words.tolist()
    for _, sheet, key in (*_by_task(world, frame, rows, sources), *_by_origin(world, frame, rows, sources)):
        yield sheet, (key,)


def _by_task(world: World, frame: Frame, rows: Positions, sources: Sequence[str]) -> Iterator[Named]:
    """The rows that their tasks are about (规则·源编号)."""
    if TASK not in frame.typed or frame.sheet.column(TASK) is frame.sheet.key:
        return
    origin = {rule.id: rule.source for rule in world.book.all(Duty)}
    origin |= {rule.id: rule.population for rule in world.book.all(Sample)}
    origin = {rule: sheet for rule, sheet in origin.items() if sheet in sources}
    tasks = says(frame.typed[TASK].take(rows)).compact()
    if not origin or not len(tasks.words):
        return
    rule = f"(^|、)({'|'.join(map(re.escape, origin))})·"
    speaks = pc.match_substring_regex(pa.array(tasks.words, pa.string()), rule).to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(np.append(speaks, False)[tasks.data]).tolist():
        for parts in (one.split("·") for one in tasks.words[tasks.data[row]].split("、")):
            if len(parts) > 1 and parts[0] in origin:
                yield row, origin[parts[0]], parts[1]


def _by_origin(world: World, frame: Frame, rows: Positions, sources: Sequence[str]) -> Iterator[Named]:
    """The row that each was opened from (来源编号); of one that staff opened themselves whichever has that number."""
    if MADE_FROM not in frame.typed:
        return
    opened = {rule.id: rule.source for rule in world.book.all(Spawn)}
    keys = says(frame.typed[MADE_FROM].take(rows)).compact()
    by = says(frame.typed[MADE_BY].take(rows)).objects() if MADE_BY in frame.typed else np.full(len(rows), None)
    for row in np.flatnonzero(~keys.missing()).tolist():
        for sheet in [opened.get(by[row], "")] if by[row] else sources:
            yield row, sheet, str(keys.words[keys.data[row]])
