"""Words that decide something and aren't what they look like: a sign more than another, a word for nothing, no rule."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbook.rulebook.mentions.compared import Compared
from workbook.rules.facts.asked import asked
from workbook.rules.world.frames import Frame
from workbook.rules.world.rule_words import NAMES_RULES, numbers
from workbook.rules.world.world import World
from workbook.sheets.texts import fold_all
from workbook.sheets.types import PROSE
from workbook.words.issues import Issue, Kind, issue
from workbook.words.nearest import nearest
from workbook.words.tongue import worded

SHORT = ("文本", "代码", "多选")
_SIGNS = r"[\s。，、；：？！?!,;:…“”\"'‘’「」『』《》【】]+"
_UNKNOWN = re.compile(r"待[定补填]|待确认|未知|不详|不明|不清楚|同上|〃|略|none|null|0|(?:无|没有|没)[?？]+")
"""What says that nobody knows yet. 无 may be the answer."""


def odd_words(world: World) -> tuple[Issue, ...]:
    """A doubt at the first cell of each such word, with how many rows hold it."""
    return world.remembered("怪词", "", lambda: tuple(_found(world)))


def _found(world: World) -> Iterator[Issue]:
    told = asked(world)
    yield from _strange_rules(world)
    yield from _empty_words(world, told)
    yield from _near_words(world, told)


def _strange_rules(world: World) -> Iterator[Issue]:
    sheet, heading = NAMES_RULES
    if sheet not in world.tables.frames or heading not in (records := world.found(sheet)).typed:
        return
    known = dict.fromkeys(numbers(world.book).values())
    for word in map(str, records.typed[heading].words):
        names = [one for one in word.split("、") if one not in known]
        if not names:
            continue
        yield from _at(
            records, heading, word, Kind.RULE_STRANGE, rule="、".join(names), nearest=nearest(names[0], known)
        )


def _empty_words(world: World, told: Compared) -> Iterator[Issue]:
    for frame, heading in _columns(world, told.asked):
        for word in map(str, frame.typed[heading].words):
            if _UNKNOWN.fullmatch(word.casefold().rstrip("。.")):
                yield from _at(frame, heading, word, Kind.WORD_EMPTY)


def _near_words(world: World, told: Compared) -> Iterator[Issue]:
    """Of two words that differ in their signs alone the one with more of them is odd, wherever the other stands."""
    columns = [one for one in _columns(world, told.columns) if one[0].typed[one[1]].type.name in SHORT]
    held = [str(word) for frame, heading in columns for word in frame.typed[heading].words]
    words = pa.array(dict.fromkeys([*told.words, *held]), pa.string())
    folded = fold_all(words)
    bare = pc.replace_substring_regex(folded, pattern=_SIGNS, replacement="")
    signs = pc.not_equal(bare, folded)
    alike = pc.is_in(bare, value_set=bare.filter(signs))  # the rest, mostly all, has no other to be taken for
    words, folded, bare = words.filter(alike), folded.filter(alike), bare.filter(alike)
    groups: dict[str, dict[str, str]] = defaultdict(dict)  # word without signs → folded → as it is written
    for word, one, other in zip(words.to_pylist(), folded.to_pylist(), bare.to_pylist(), strict=True):
        groups[other].setdefault(one, word)
    odd: dict[str, str] = {}
    for written in groups.values():
        plain, *others = sorted(written, key=len)
        odd |= {one: written[plain] for one in others if plain}
    if not odd:
        return
    for frame, heading in columns:
        own = frame.typed[heading].words
        for word, one in zip(own, fold_all(pa.array(own, pa.string())).to_pylist(), strict=True):
            if one in odd:
                yield from _at(frame, heading, str(word), Kind.WORD_NEAR, near=odd[one])


def _columns(world: World, asked: Iterable[tuple[str, str]]) -> list[tuple[Frame, str]]:
    """The asked columns of text that people fill in as they like: a list of words says itself what isn't in it."""
    found = []
    for sheet, heading in sorted(asked):
        declared = world.schema.sheets.get(sheet)
        column = declared.column(heading) if declared and not (declared.ours or declared.virtual) else None
        if column is None or sheet not in world.tables.frames:
            continue
        name = column.type.name
        is_number = name == "编号" and not column.plays("主键")
        if name not in PROSE and not is_number and (name not in SHORT or world.codes.of(column.type) is not None):
            continue
        frame = world.found(sheet)
        if heading in frame.typed:
            found.append((frame, heading))
    return found


def _at(frame: Frame, heading: str, word: str, kind: Kind, **said: str) -> Iterator[Issue]:
    """A doubt at the first cell that holds the word."""
    rows = np.flatnonzero(frame.typed[heading].matching(lambda one: one == word))
    if len(rows):
        more = worded("，这样的有 {count} 行", count=len(rows)) if len(rows) > 1 else ""
        yield issue(kind, frame.place(int(rows[0]), heading), heading=heading, value=word, rows=more, **said)
