"""What is wrong at one place of a workbook, as a value: one form, its sentence and its cure from the catalogue.

An issue is a value. It is collected beside the data, never raised, so that one bad row doesn't stop the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from string import Formatter

from workbook.words.kinds import Kind
from workbook.words.place import ARCHIVED, Place, letters
from workbook.words.tongue import CHINESE, HEADING, SHEET, WORD, declared, named, spoken, worded

__all__ = ["RESTING", "Issue", "Kind", "grouped", "issue"]

RESTING = {Kind.RULE_RESTS, Kind.RULE_CYCLE, Kind.UNKNOWN_COLUMN, Kind.UNKNOWN_SHEET, Kind.UNKNOWN_SETTING}
"""What says that a rule wasn't worked at all."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong at one place. `words` fill the sentence of its kind."""

    kind: Kind
    place: Place
    words: tuple[tuple[str, str], ...] = ()

    @property
    def what(self) -> str:
        """What is wrong, with the value as found."""
        return self._said(self.kind.value.what)

    @property
    def cure(self) -> str:
        """What to do now, with an example to copy."""
        return self._said(self.kind.value.cure)

    @property
    def level(self) -> str:
        """停, 疑 or 注, as it is said."""
        return worded(self.kind.level)

    @property
    def title(self) -> str:
        """The title of its kind, as it is said."""
        return worded(self.kind.title)

    def _said(self, text: str) -> str:
        """A sentence of its kind; names of sheets and columns are as people see them."""
        words = dict(self.words)
        if spoken() != CHINESE:
            words |= {name: _named(words[name], kind) for name, kind in _NAMES.items() if name in words}
        return worded(text).format(**words)

    def __str__(self) -> str:
        return worded(
            "【{level}·{title}】{place}：{what}\n    怎么改：{cure}",
            level=self.level, title=self.title, place=self.place.told, what=self.what, cure=self.cure,
        )  # fmt: skip


_NAMES = {
    "sheet": SHEET,
    "called": SHEET,
    "heading": HEADING,
    "headings": HEADING,
    "columns": HEADING,
    "end": HEADING,
    "start": HEADING,
    "rule": WORD,
    "rules": WORD,
}
"""Words of an issue that are names, and of what."""
_JOINTS = (declared("、"), declared("”“"))


def _named(names: str, kind: str) -> str:
    """One name, or several between 、."""
    for joint in _JOINTS:
        if joint in names:
            return worded(joint).join(named(name, kind) for name in names.split(joint))
    return named(names, kind)


def issue(kind: Kind, place: Place, **words: object) -> Issue:
    """An issue of `kind` at `place`; every {name} of the kind's sentence must be given.

    Raises:
        KeyError: a name is missing. A fault in our code.
    """
    for name in _asked(kind) - words.keys():
        raise KeyError(name)
    return Issue(kind, place, tuple((name, str(value)) for name, value in words.items()))


@cache
def _asked(kind: Kind) -> frozenset[str]:
    """The words that the sentence and the cure of a kind need."""
    pieces = chain(*(Formatter().parse(text) for text in (kind.value.what, kind.value.cure)))
    return frozenset(name for _, name, _, _ in pieces if name)


MANY = 5


def grouped(issues: Iterable[Issue]) -> list[str]:
    """Printed issues, sorted by level and place; more than five of one kind in one column become one paragraph.

    Examples:
        >>> bad = [issue(Kind.BAD_DATE, Place("客户", row, 3), heading="生日", value="x") for row in range(2, 40)]
        >>> print(grouped(bad)[0].splitlines()[-1])
            共 38 处：C2、C3、C4、C5、C6…，全部见【问题】表。
    """
    families: dict[tuple[int, str, int, Kind], list[Issue]] = {}
    for found in issues:
        family = ("停疑注".index(found.kind.level), found.place.sheet, found.place.column, found.kind)
        families.setdefault(family, []).append(found)
    printed: list[str] = []
    for _, members in sorted(families.items(), key=lambda item: (item[0][:3], item[0][3].name)):
        members.sort(key=lambda found: found.place)
        if len(members) <= MANY:
            printed.extend(str(found) for found in members)
            continue
        cells = worded("、").join(_short(found.place) for found in members[:MANY])
        printed.append(
            worded(
                "{first}\n    共 {count} 处：{cells}…，全部见【问题】表。",
                first=members[0],
                count=len(members),
                cells=cells,
            )
        )
    return printed


def _short(place: Place) -> str:
    """The address without its sheet."""
    if place.row > ARCHIVED:
        return place.told.rpartition("!")[2]
    return f"{letters(place.column)}{place.row}" if place.column else worded("第{row}行", row=place.row)
