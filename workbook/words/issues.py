"""What is wrong at one place of a workbook, as a value: one form, its sentence and its cure from the catalogue.

An issue is a value. It is collected beside the data, never raised, so that one bad row doesn't stop the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbook.words.kinds import Kind
from workbook.words.place import ARCHIVED, Place, letters

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
        return self.kind.value.what.format(**dict(self.words))

    @property
    def cure(self) -> str:
        """What to do now, with an example to copy."""
        return self.kind.value.cure.format(**dict(self.words))

    def __str__(self) -> str:
        return f"【{self.kind.level}·{self.kind.title}】{self.place}：{self.what}\n    怎么改：{self.cure}"


def issue(kind: Kind, place: Place, **words: object) -> Issue:
    """An issue of `kind` at `place`; every {name} of the kind's sentence must be given.

    Raises:
        KeyError: a name is missing. A fault in our code.
    """
    made = Issue(kind, place, tuple((name, str(value)) for name, value in words.items()))
    _ = made.what, made.cure
    return made


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
        cells = "、".join(_short(found.place) for found in members[:MANY])
        printed.append(f"{members[0]}\n    共 {len(members)} 处：{cells}…，全部见【问题】表。")
    return printed


def _short(place: Place) -> str:
    """The address without its sheet."""
    if place.row > ARCHIVED:
        return str(place).rpartition("!")[2]
    return f"{letters(place.column)}{place.row}" if place.column else f"第{place.row}行"
