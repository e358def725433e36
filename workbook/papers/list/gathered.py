"""The same gap in hundreds of rows is one line: how many, the first cells, whether it keeps calls back; all of them beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workbook.words.issues import MANY
from workbook.words.kinds import Kind
from workbook.words.place import Place, letters
from workbook.words.tongue import worded

LEVELS = ("停", "疑", "注")


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of 问题. `count`: cells that it speaks of, the first of them at `place`. `holds`: it keeps calls back."""

    level: str
    title: str
    place: Place
    what: str
    cure: str
    count: int = 1
    holds: bool = False
    family: str = ""

    @property
    def order(self) -> tuple[int, bool, bool, Place, str]:
        """By level; gaps that a checklist found come after what is plainly wrong; then what keeps calls back; then by place."""
        return LEVELS.index(self.level), self.title == Kind.CHECK_FAILED.title, not self.holds, self.place, self.what

    @property
    def key(self) -> str:
        """The same problem from run to run."""
        if self.count == 1:
            return f"{self.title}·{self.place}"
        return (
            f"{self.title}·{self.place.sheet}!{letters(self.place.column) if self.place.column else ''}·{self.family}"
        )


@dataclass(frozen=True, slots=True)
class Family:
    """Problems of one sort in one column. `one` makes each of them; `together` is what all of them say, '' for the first."""

    count: int
    one: Callable[[int], Problem]
    together: str = ""

    def lines(self) -> Iterator[Problem]:
        """A line for each, or where they are many one for all, with the first cells."""
        if self.count <= MANY:
            yield from self.members(self.count)
            return
        first = list(self.members(MANY))
        cells = worded("、").join(short(one.place) for one in first)
        what = worded(
            "{what}共 {count} 处：{cells}……，全部见【问题明细】。",
            what=self.together or first[0].what,
            count=self.count,
            cells=cells,
        )
        yield replace(first[0], what=what, count=self.count, family=self.together or first[0].title)

    def members(self, most: int) -> Iterator[Problem]:
        """The first of them, each for itself."""
        return (self.one(at) for at in range(min(self.count, most)))


def families(found: Iterable[Problem]) -> Iterator[Family]:
    """Problems by level, title and column; where all of a column say a few things, by what they say."""
    columns: dict[tuple[str, str, str, int], list[Problem]] = {}
    for one in found:
        columns.setdefault((one.level, one.title, one.place.sheet, one.place.column), []).append(one)
    for members in columns.values():
        members.sort(key=lambda one: one.order)
        said: dict[str, list[Problem]] = {}
        for one in members:
            said.setdefault(one.what, []).append(one)
        for alike in said.values() if len(said) <= MANY else (members,):
            yield _family(alike, is_alike=len(said) <= MANY)


def _family(members: Sequence[Problem], *, is_alike: bool) -> Family:
    together = members[0].what if is_alike else worded("{what}像这样的", what=members[0].what)
    return Family(len(members), members.__getitem__, together)


def short(place: Place) -> str:
    """The address without its sheet."""
    return place.told.rpartition("!")[2]
