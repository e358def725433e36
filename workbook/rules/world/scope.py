"""What a path means: a column of the tested row, of its parents, of the asking row, of the day, of a setting."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from workbook.rulebook.cells.tree import Path
from workbook.rules.world.frames import Frame, Link
from workbook.rules.world.vectors import TEXT, Positions, Vec, constant, empty
from workbook.rules.world.world import Unknown, World
from workbook.sheets.types import Type

CHAINED = {"完成", "到期", "违约"}
BEHIND = {"源行", "键行", "对象", "完成行"}


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Some rows of a frame, in an order of their own; −1 stands for no row."""

    frame: Frame
    at: Positions

    def __len__(self) -> int:
        return len(self.at)

    def pick(self, positions: Positions) -> View:
        """The rows at `positions` of this view."""
        return View(self.frame, self.at[positions])


def whole(frame: Frame) -> View:
    """Every row of a frame."""
    return View(frame, frame.all)


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The rows being tested, and the rows beside them: who asks (本行) and the fan-out object (对象)."""

    world: World
    rows: View
    asking: View | None = None
    object: View | None = None
    typed: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    def pick(self, positions: Positions) -> Scope:
        """The same scope for some of its rows."""
        return replace(
            self,
            rows=self.rows.pick(positions),
            asking=None if self.asking is None else self.asking.pick(positions),
            object=None if self.object is None else self.object.pick(positions),
        )

    def vec(self, path: Path) -> Vec:
        """The values a path leads to, one for each tested row.

        Raises:
            Unknown: a name on the way doesn't exist.
        """
        first, rest = path[0], path[1:]
        if first == "设置" and rest:
            return self.world.setting(rest[0], len(self))
        if first == "今日" and rest:
            return self._walk(self._today(), rest)
        if path == ("今日",):
            return constant(self.world.today, len(self), Type("日期"))
        if path == ("现在",):
            return constant(self.world.now, len(self), Type("时点"))
        if first == "本行" and rest:
            return self._walk(self.rows if self.asking is None else self.asking, rest)
        if first == "对象" and rest and self.object is not None:
            return self._walk(self.object, rest)
        return self._walk(self.rows, path)

    def _today(self) -> View:
        calendar = self.world.frame("日历")
        days = calendar.typed["日期"].data
        at = int(np.searchsorted(days, np.datetime64(self.world.today, "us")))
        return View(calendar, np.full(len(self), at, dtype=np.int64))

    def _walk(self, view: View, path: Path) -> Vec:
        if len(path) == 1:
            return self.world.column(view.frame, path[0], typed=self.typed).take(view.at)
        result: Vec | None = None
        failure: Unknown | None = None
        for link in links(self.world, view.frame, path[0], typed=self.typed):
            try:
                found = self._walk(View(link.frame, _through(link, view.at)), path[1:])
            except Unknown as error:
                failure = error
                continue
            result = found if result is None else result.otherwise(found)
        if result is None and path[0] in BEHIND:
            return empty(TEXT, len(view))  # none of today's rows has such a row behind it; lint knows the column's name
        if result is None:
            raise failure or Unknown(view.frame.name, path[0], [column.heading for column in view.frame.sheet.columns])
        return result


def _through(link: Link, at: Positions) -> Positions:
    return np.where(at < 0, -1, link.at[at]) if len(link.at) else np.full(len(at), -1, dtype=np.int64)


def links(world: World, frame: Frame, name: str, *, typed: bool = False) -> list[Link]:
    """Where a name on a path leads from a frame: its own links, its references, or a derived reference column."""
    own = frame.links.get(name, [])
    declared = frame.sheet.reference(name)
    heading = declared.heading if declared else name
    target = declared.type.arg if declared else ""
    if not target and own:
        return own
    if not target:
        try:
            values = world.column(frame, heading)
        except Unknown:
            return own
        target = values.type.arg if values.type.name == "引用" else ""
        if not target:
            return own
    key = f"{heading}·typed" if typed else heading
    if key not in frame.found:
        ids = world.column(frame, heading, typed=typed)
        frame.found[key] = world.frame(target).lookup(ids)
    return [*own, Link(world.frame(target), frame.found[key])]
