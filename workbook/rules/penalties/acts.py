"""Acts: the rows that set off a fine, with the day, the person and the thing meant (rule-language §3.12)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from workbook.rulebook.cells.tree import Path
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Array, Positions, Vec

STAFF = "员工"


@dataclass(frozen=True, slots=True)
class ActScope(Scope):
    """The rows that set off a fine, and the person it falls on: `员工.` opens that person's row.

    `源行.` opens the row behind a result (义务, 检查结果), and the row itself where there is none behind it.
    """

    who: Vec | None = None

    def vec(self, path: Path) -> Vec:
        """The values a path leads to, one for each act."""
        frame = self.rows.frame
        if self.who is not None and path[0] == STAFF:
            return self._walk(View(self.world.frame(STAFF), self.offender()), path[1:]) if path[1:] else self.who
        if self.who is not None and path == ("员工编号",) and frame.sheet.column("员工编号") is None:
            return self.who
        if path[0] == "源行" and path[1:] and "源行" not in frame.links:
            return self._walk(self.rows, path[1:])
        return Scope.vec(self, path)

    def pick(self, positions: Positions) -> ActScope:
        """The same scope for some of its rows."""
        return replace(self, rows=self.rows.pick(positions), who=self.who.take(positions) if self.who else None)

    def offender(self) -> Positions:
        """The row of 员工 of each act's person; −1 where there is none."""
        if self.who is None:
            return np.full(len(self), -1, dtype=np.int64)
        return self.world.frame(STAFF).lookup(self.who)


@dataclass(frozen=True, slots=True, eq=False)
class Acts:
    """What one row of 处罚标准 fines.

    Shapes:
        at: positions in `frame`, the rows that set it off; the other columns have one value for each of them.
        day: midnight of the day of the act.
        who: the person unless 违规人 says otherwise; what: the car, card or order meant, unless 对象 does.
        period: of a quota or metric; key: what names the row for good; turn: 重计号, NaN where it isn't counted anew.
    """

    frame: Frame
    at: Positions
    day: Array
    who: Vec
    what: Vec
    period: Vec
    key: Vec
    turn: Array

    def pick(self, rows: Positions) -> Acts:
        """Some of them, or some of them several times."""
        return Acts(
            frame=self.frame,
            at=self.at[rows],
            day=self.day[rows],
            who=self.who.take(rows),
            what=self.what.take(rows),
            period=self.period.take(rows),
            key=self.key.take(rows),
            turn=self.turn[rows],
        )


def midnight(at: Array) -> Array:
    """The day of each moment, as it is kept."""
    return at.astype("datetime64[D]").astype("datetime64[us]")
