"""Which rows of one sheet belong to which rows of another (关联)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.rulebook.cells.notations import Join, Order
from workbook.rulebook.cells.tree import Condition, NotUnderstood
from workbook.rulebook.lint.joinable import SPOKEN_OF, speaks_of_rows
from workbook.rules.facts.holds import holds, ranks
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, links, whole
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, concat, says
from workbook.rules.world.world import World
from workbook.sheets.whose import customer_column
from workbook.words.tongue import named, worded


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Matching rows: the asking row at `left[k]` belongs with the source row at `right[k]`."""

    left: Positions
    right: Positions

    def keep(self, mask: Mask) -> Pairs:
        """Only some of the pairs."""
        return Pairs(self.left[mask], self.right[mask])


def default_join(asking: Frame, source: Frame) -> Join:
    """The only reference between two sheets, else their shared customer, else the row that 表 and 主键 speak of.

    Raises:
        NotUnderstood: there is none, or more than one.
    """
    if asking.sheet.key:
        down = [c for c in source.sheet.columns if c.type.name == "引用" and c.type.arg == asking.name]
        if len(down) == 1:
            return Join((((asking.sheet.key.heading,), (down[0].heading,)),))
        own = [c for c in down if c.heading == asking.sheet.key.heading]
        if own:
            return Join((((asking.sheet.key.heading,), (own[0].heading,)),))
    if source.sheet.key:
        up = [c for c in asking.sheet.columns if c.type.name == "引用" and c.type.arg == source.name]
        if len(up) == 1:
            return Join((((up[0].heading,), (source.sheet.key.heading,)),))
    shared = _shared_customer(asking, source)
    if shared is None and asking.sheet.key and speaks_of_rows(source.sheet):
        return Join((((asking.sheet.key.heading,), SPOKEN_OF),))
    if shared is None:
        raise NotUnderstood(
            worded(
                "【{name}】和【{source_name}】之间没有现成的联系",
                name=named(asking.name),
                source_name=named(source.name),
            ),
            worded("在“关联”里写明两边相同的列，例如 客户编号。"),
        )
    return shared


def _shared_customer(asking: Frame, source: Frame) -> Join | None:
    left = customer_heading(asking)
    right = customer_heading(source)
    return Join((((left,), (right,)),)) if left and right else None


def customer_heading(frame: Frame) -> str:
    """The column that names the customer; empty when none does."""
    return customer_column(frame.sheet)


def codes_of(world: World, views: list[tuple[View, list[tuple[str, ...]]]], *, typed: bool = False) -> list[Positions]:
    """Group numbers over several views at once: rows equal in all their columns get one number, −1 when any is empty."""
    sizes = [len(view) for view, _ in views]
    total = np.zeros(sum(sizes), dtype=np.int64)
    bad = np.zeros(sum(sizes), dtype=bool)
    for paths in zip(*(paths for _, paths in views), strict=True):
        columns = [Scope(world, view, typed=typed).vec(path) for (view, _), path in zip(views, paths, strict=True)]
        joined = concat([_comparable(column, columns) for column in columns])
        codes = joined.key_codes(exact=any(column.type.name == "引用" for column in columns))
        bad |= codes < 0
        if not total.any():  # the first column, and mostly the only one: its codes are small already
            total = np.maximum(codes, 0)
            continue
        total = total * (int(codes.max(initial=0)) + 1) + np.maximum(codes, 0)
        _, total = np.unique(total, return_inverse=True)
    total = np.where(bad, -1, total)
    return np.split(total, np.cumsum(sizes)[:-1])


def _comparable(column: Vec, beside: list[Vec]) -> Vec:
    """Columns of different kinds are compared as people read them; days against instants as days."""
    if len({other.kind for other in beside}) > 1:
        return says(column)
    return column


def matched(world: World, asking: View, source: View, join: Join) -> Pairs:
    """All pairs whose joined columns are equal, source rows in their order under each asking row."""
    if join.everything:
        left = np.repeat(np.arange(len(asking)), len(source))
        return Pairs(left, np.tile(np.arange(len(source)), len(asking)))
    lefts, rights = [pair[0] for pair in join.pairs], [pair[1] for pair in join.pairs]
    left_codes, right_codes = codes_of(world, [(asking, lefts), (source, rights)])
    sought = np.zeros(max(int(left_codes.max(initial=-1)), int(right_codes.max(initial=-1))) + 2, dtype=bool)
    sought[left_codes] = True
    sought[-1] = False  # where −1 points
    mine = np.flatnonzero(sought[right_codes])
    order = mine[np.argsort(right_codes[mine], kind="stable")]
    ranked = right_codes[order]
    first = np.searchsorted(ranked, left_codes, side="left")
    after = np.searchsorted(ranked, left_codes, side="right")
    counts = np.where(left_codes < 0, 0, after - first)
    left = np.repeat(np.arange(len(asking)), counts)
    offsets = np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
    return Pairs(left, order[np.repeat(first, counts) + offsets])


def related(world: World, asking: View, source: Frame, join: Join | None, when: Condition) -> Pairs:
    """Pairs of asking rows and source rows; `when` may compare the two (本行.列)."""
    own = join or default_join(asking.frame, source)
    view = whole(source)
    if join is None and any(theirs == SPOKEN_OF for _, theirs in own.pairs):  # two sheets may use the same keys
        view = view.pick(np.flatnonzero(source.typed["表"].matching(lambda name: name == asking.frame.name)))
    compares = any("本行" in path for path in when.references())
    if not when.always and not compares:
        view = view.pick(np.flatnonzero(holds(when, Scope(world, view))))
    pairs = matched(world, asking, view, own)
    pairs = Pairs(pairs.left, view.at[pairs.right])
    if compares and len(pairs.left):
        scope = Scope(world, View(source, pairs.right), asking=asking.pick(pairs.left))
        pairs = pairs.keep(holds(when, scope))
    return pairs


def sort_keys(world: World, view: View, order: tuple[Order, ...]) -> list[Array]:
    """Arrays to sort rows by, most important first; empties last unless the order says 空先."""
    keys: list[Array] = []
    scope = Scope(world, view)
    for part in order:
        values = scope.vec(part.path)
        gaps = values.missing()
        if values.kind == "text":
            try:
                rank = ranks(values, scope)
            except NotUnderstood:
                alphabet = (
                    np.argsort(np.argsort(values.words.astype(str))).astype(float) if len(values.words) else np.empty(0)
                )
                rank = np.append(alphabet, np.nan)[values.data]
        else:
            rank = values.data.astype(np.int64).astype(float) if values.kind == "moment" else values.data
        rank = np.where(gaps, 0.0, -rank if part.down else rank)
        keys += [~gaps if part.empties_first else gaps, rank]
    return keys


def sorted_by(world: World, view: View, order: tuple[Order, ...], groups: Positions | None = None) -> Positions:
    """Positions within the view in the wanted order (inside groups when given); ties keep the sheet's order."""
    keys = sort_keys(world, view, order)
    stack = [*reversed(keys)]
    if groups is not None:
        stack.append(groups)
    return np.lexsort(stack) if stack else np.arange(len(view))


def time_order(frame: Frame) -> tuple[Order, ...]:
    """By the sheet's own time, when it has one."""
    return (Order((frame.sheet.time.heading,)),) if frame.sheet.time else ()


def parents(world: World, frame: Frame, name: str) -> Positions:
    """The position of each row's parent through the first link of that name; −1 where none."""
    found = links(world, frame, name)
    return found[0].at if found else np.full(len(frame), -1, dtype=np.int64)
