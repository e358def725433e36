"""What is worked out of a sheet before 开单 has added all its rows is forgotten, and worked out anew of the whole sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbook.rules.world.frames import Frame

Sheets = dict[tuple[str, tuple[str, ...] | None], Frame]
Memory = dict[tuple[str, Any], Any]


@dataclass(slots=True, eq=False)
class Early:
    """What was known when a sheet was first read before it was whole.

    Shapes:
        sheets, memory: what had been made; columns: what had been computed of each frame there was.
        names: the sheets that were read so and aren't whole yet.
    """

    sheets: frozenset[tuple[str, tuple[str, ...] | None]]
    memory: frozenset[tuple[str, Any]]
    columns: Mapping[Frame, frozenset[str]]
    names: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, sheets: Sheets, memory: Memory, facts: Mapping[str, Frame]) -> Early:
        """All that has been computed up to now."""
        columns = {frame: frozenset(frame.computed) for frame in (*facts.values(), *sheets.values())}
        return cls(frozenset(sheets), frozenset(memory), columns)

    def whole(self, name: str) -> bool:
        """Whether `name`, which has all its rows now, was the last one wanting."""
        self.names.discard(name)
        return not self.names

    def forget_since(self, sheets: Sheets, memory: Memory, facts: Mapping[str, Frame], name: str) -> None:
        """Takes out what came since and may stand on fewer rows than there are; `name` itself stays."""
        for key in [one for one in sheets if one not in self.sheets and one != (name, None)]:
            del sheets[key]
        for memo in [one for one in memory if one not in self.memory]:
            del memory[memo]
        for frame in {*facts.values(), *(sheets[key] for key in self.sheets)}:
            known = self.columns.get(frame, frozenset())
            for heading in [one for one in frame.computed if one not in known]:
                del frame.computed[heading]
