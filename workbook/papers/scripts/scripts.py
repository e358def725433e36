"""话术: words to say and send, filled strictly: an empty placeholder is an issue naming its cell, and nothing is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from workbook.rulebook.sorts.model import Script
from workbook.rules.facts.holds import holds
from workbook.rules.worklist.worklist import PLACE, Worklist
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, links
from workbook.rules.world.vectors import Array, Vec, empty, says
from workbook.rules.world.world import Unknown, World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import worded

_PLACE = re.compile(r"(\{[^{}]+\})")
LAST = 1_000_000


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words for one task; empty when something is missing. `version` is what the record keeps."""

    text: str
    version: str = ""


@dataclass(slots=True, eq=False)
class _Words:
    """Texts of many rows in the making: None once a placeholder of a row was empty."""

    texts: list[str | None]
    missing: list[tuple[int, Script, str]] = field(default_factory=list)


def spoken(world: World, tasks: Frame, position: int, script_ids: Sequence[str]) -> Spoken:
    """The words for one task: the first script of each 编号 that applies on this day; several are joined by lines."""
    return all_spoken(world, tasks, np.array([position]), [tuple(script_ids)])[0]


def list_spoken(world: World, day: Worklist, on: date | None = None) -> list[Spoken]:
    """The words for each row of today's list; a merged row says those of each part, filled from that part's own row.

    `on`: the day whose versions are meant, when it isn't today: a call noted down later was made with the words of its day.
    """
    tasks, sieve = day.sieve.tasks, day.sieve
    held = tasks.typed["话术"].objects()
    rows: list[int] = []
    parts: list[int] = []
    for place, position in enumerate(day.listed.typed[PLACE].data.astype(int).tolist()):
        members = sieve.members.get(position, [position])
        rows += members
        parts += [place] * len(members)
    own = [sieve.scripts.get(row, str(held[row] or "")) for row in rows]
    said = all_spoken(
        world,
        tasks,
        np.array(rows, dtype=np.int64),
        [tuple(part for part in ids.split("、") if part) for ids in own],
        on,
    )
    joined: list[list[Spoken]] = [[] for _ in range(len(day.listed))]
    for place, words in zip(parts, said, strict=True):
        joined[place].append(words)
    return [_joined(words) for words in joined]


def _joined(parts: Sequence[Spoken]) -> Spoken:
    texts = [part.text for part in parts if part.text]
    return Spoken(
        "\n".join(dict.fromkeys(texts)), "、".join(dict.fromkeys(part.version for part in parts if part.version))
    )


def all_spoken(
    world: World, tasks: Frame, rows: Array, wanted: Sequence[Sequence[str]], on: date | None = None
) -> list[Spoken]:
    """The words for many tasks at once; `wanted` names the scripts of each of `rows`."""
    texts: list[list[str]] = [[] for _ in rows]
    versions: list[list[str]] = [[] for _ in rows]
    failed = np.zeros(len(rows), dtype=bool)
    for script_id in dict.fromkeys(one for ids in wanted for one in ids):
        mine = np.array([place for place, ids in enumerate(wanted) if script_id in ids], dtype=np.int64)
        for script, places in _chosen(world, tasks, rows, mine, script_id, on):
            made = _filled(world, tasks, rows[places], script, on)
            for at, script_, name in made.missing:
                _report(world, tasks, at, script_, name)
            for place, words in zip(places.tolist(), made.texts, strict=True):
                if words is None:
                    failed[place] = True
                else:
                    texts[place].append(words)
                    versions[place].append(f"{script.id}{'@' + script.version if script.version else ''}")
    return [
        Spoken("") if bad else Spoken("\n".join(parts), "、".join(kept))
        for bad, parts, kept in zip(failed.tolist(), texts, versions, strict=True)
    ]


def _chosen(
    world: World, tasks: Frame, rows: Array, places: Array, script_id: str, on: date | None = None
) -> list[tuple[Script, Array]]:
    """The script in force for each place: by 优先, the first whose 若 holds."""
    versions = [script for script in world.book.all(Script) if script.id == script_id]
    mine = [script for script in versions if script.is_in_force(on or world.today)]
    if versions and not mine and on is None:
        first = versions[0]
        what = first.at("生效日" if first.since else "失效日")
        world.note(issue(Kind.SCRIPT_NOT_IN_FORCE, what, script=script_id, day=world.today, tasks=len(places)))
    found: list[tuple[Script, Array]] = []
    for script in sorted(mine, key=lambda one: one.order if one.order is not None else LAST):
        holding = _holding(world, tasks, rows[places], script)
        if holding.any():
            found.append((script, places[holding]))
        places = places[~holding]
    return found


def chosen(world: World, tasks: Frame, position: int, script_id: str) -> Script | None:
    """The script of one task, if any of that 编号 applies."""
    found = _chosen(world, tasks, np.array([position]), np.array([0]), script_id)
    return found[0][0] if found else None


def filled(world: World, tasks: Frame, position: int, script: Script) -> str | None:
    """A script's text for one task; None with an issue when a placeholder is empty."""
    made = _filled(world, tasks, np.array([position]), script)
    for at, script_, name in made.missing:
        _report(world, tasks, at, script_, name)
    return made.texts[0]


def _holding(world: World, tasks: Frame, rows: Array, script: Script) -> Array:
    if script.when.always:
        return np.ones(len(rows), dtype=bool)
    view = View(tasks, rows)
    return world.attempt(
        script, lambda: holds(script.when, Scope(world, view, asking=view)), np.zeros(len(rows), dtype=bool)
    )


def _filled(world: World, tasks: Frame, rows: Array, script: Script, on: date | None = None) -> _Words:
    """A script's text for many tasks, in each customer's language."""
    if not script.text_en:
        return _body(world, tasks, rows, script, script.text, on)
    spoken_in = values(world, tasks, rows, "客户.语言").objects()
    foreign = np.array([word not in {None, "", "中文"} for word in spoken_in], dtype=bool)
    made = _Words([None] * len(rows))
    for body, which in ((script.text, ~foreign), (script.text_en, foreign)):
        at = np.flatnonzero(which)
        part = _body(world, tasks, rows[at], script, body, on)
        made.missing += part.missing
        for place, words in zip(at.tolist(), part.texts, strict=True):
            made.texts[place] = words
    return made


def _body(world: World, tasks: Frame, rows: Array, script: Script, body: str, on: date | None) -> _Words:
    pieces = _PLACE.split(body)
    made = _Words([])
    columns: list[Sequence[str | None]] = []
    for piece in pieces:
        name = piece[1:-1].strip() if piece.startswith("{") else ""
        if name.startswith("+"):
            fragments = _fragments(world, tasks, rows, name[1:].strip(), on)
            made.missing += fragments.missing
            columns.append(fragments.texts)
        elif name:
            held = values(world, tasks, rows, name).objects().tolist()
            made.missing += [(int(rows[at]), script, name) for at, word in enumerate(held) if not word]
            columns.append([word or None for word in held])
        else:
            columns.append([piece] * len(rows))
    made.texts = [
        None if None in parts else "".join(part for part in parts if part) for parts in zip(*columns, strict=True)
    ]
    return made


def _fragments(world: World, tasks: Frame, rows: Array, script_id: str, on: date | None) -> _Words:
    """{+编号}: one block for each row of that 编号 whose 若 holds."""
    made = _Words([""] * len(rows))
    for script in world.book.all(Script):
        if script.id != script_id or not script.is_in_force(on or world.today):
            continue
        at = np.flatnonzero(_holding(world, tasks, rows, script))
        part = _filled(world, tasks, rows[at], script, on)
        made.missing += part.missing
        for place, words in zip(at.tolist(), part.texts, strict=True):
            before = made.texts[place]
            made.texts[place] = None if words is None or before is None else before + words
    return made


def value(world: World, tasks: Frame, position: int, name: str) -> str | None:
    """What a placeholder stands for in one task; None when it is empty or unknown."""
    found = values(world, tasks, np.array([position]), name).objects()[0]
    return None if found is None else str(found)


def values(world: World, tasks: Frame, rows: Array, name: str) -> Vec:
    """What a placeholder stands for in each task: a column of it, of its caller (员工), of the rows behind it, a setting."""
    path = tuple(part.strip() for part in name.split("."))
    if path[0] == "员工" and len(path) > 1:
        path = ("责任人", *path[1:])
    found = empty(Type("文本"), len(rows))
    for view in (View(tasks, rows), *_behind(world, tasks, rows)):
        try:
            found = found.otherwise(says(Scope(world, view, asking=view).vec(path)))
        except Unknown:
            continue
        if not found.missing().any():
            break
    return found


def _behind(world: World, tasks: Frame, rows: Array) -> list[View]:
    """The rows behind each task: its object and its source row."""
    return [View(link.frame, link.at[rows]) for name in ("对象", "源行", "键行") for link in links(world, tasks, name)]


def _report(world: World, tasks: Frame, position: int, script: Script, name: str) -> None:
    """Which cell is empty: the customer's, the source row's or a setting."""
    first, _, rest = name.partition(".")
    place, where = script.place, f"“{name}”"
    if first == "设置":
        setting = world.book.settings.get(rest)
        where, place = worded("【设置】的{rest}", rest=rest), setting.place if setting else place
    elif first == "员工":
        where = worded("责任人的{rest}", rest=rest)
    else:
        found = _cell(world, tasks, position, name)
        if found:
            place, where = found
    world.note(issue(Kind.PLACEHOLDER_EMPTY, place, script=script.id, path=name, where=where))


def _cell(world: World, tasks: Frame, position: int, name: str) -> tuple[Place, str] | None:
    """The cell that a placeholder would have been filled from."""
    first, _, rest = name.partition(".")
    for link_name in (first, "源行", "键行", "客户"):
        heading = rest if link_name == first or first in {"源行", "键行"} else name
        for link in links(world, tasks, link_name):
            at = int(link.at[position])
            if at >= 0 and link.frame.sheet.column(heading) is not None:
                return link.frame.place(at, heading), worded(
                    "【{name}】的{heading}", name=link.frame.name, heading=heading
                )
    return None
