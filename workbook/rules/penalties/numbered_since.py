"""Fines for a row that had no number then: once the very row has one, the line is its line, and no second one is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product

from workbook.rulebook.sorts.model import Sanction
from workbook.rules.penalties.finding_acts import trigger
from workbook.rules.penalties.unread_rows import behind
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says, text
from workbook.rules.world.world import World
from workbook.sheets.columns import Column
from workbook.sheets.types import Type
from workbook.sheets.unnumbered import told_by
from workbook.words.tongue import worded

CODE, TRIGGER, REASON = "代码", "触发行", "因由"
NAMING = (TRIGGER, "对象编号", "通知键")
"""Columns in which a row's number may stand; 行键 stays, as reversals and people name the line by it."""


def numbered_since(world: World, frame: Frame) -> Frame:
    """The ledger as found; lines of rows that were known by what they say are named by the number they have now."""
    if CODE not in frame.typed or TRIGGER not in frame.typed or not len(frame):
        return frame
    codes, triggers = (says(frame.typed[one]).objects().tolist() for one in (CODE, TRIGGER))
    held = {(code, row) for code, row in zip(codes, triggers, strict=True) if code and row}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for code, row in sorted(held):
        free = (
            (said, number) for said, number in _now(world, code, row) if (code, _put(row, said, number)) not in held
        )
        if one := next(free, None):
            found[code, row] = one
            held.add((code, _put(row, *one)))
    return _renamed(frame, [found.get(pair) for pair in zip(codes, triggers, strict=True)]) if found else frame


def _renamed(frame: Frame, now: list[tuple[str, str] | None]) -> Frame:
    """Lines with what their row said then replaced by its number, which their reason tells."""
    typed = {**frame.typed}
    for heading in (one for one in NAMING if one in typed):
        words = zip(says(typed[heading]).objects().tolist(), now, strict=True)
        typed[heading] = text([_put(word, *one) if word and one else word for word, one in words], Type("文本"))
    reasons = says(typed[REASON]).objects().tolist() if REASON in typed else [None] * len(frame)
    told = [
        worded("{reason}；起因那一行当时没有编号，现在是 {number}", reason=reason or "", number=one[1])
        if one
        else reason
        for reason, one in zip(reasons, now, strict=True)
    ]
    return replace(frame, typed=typed | {REASON: text(told, Type("长文"))}, computed={})


def _now(world: World, code: str, row: str) -> Iterator[tuple[str, str]]:
    """What the row behind a line said of itself, and the number of each row that says so now."""
    for rule in world.book.by_id(Sanction).get(code, ()):
        parts = row.split("·")[1 if trigger(rule)[0] == "义务" else 0 :]
        for sheet in behind(world, rule):
            frame = world.found(sheet)
            if frame.sheet.key is None or frame.sheet.key.heading not in frame.typed:
                continue
            begins = ["·".join(parts[:end]) for end in range(len(parts), 0, -1)]
            if world.remembered("台账编号", sheet, partial(_numbers, frame)) & {*begins}:
                continue
            said = world.remembered("台账补号", sheet, partial(_told, world, frame))
            for one in begins:
                yield from ((one, number) for number in said.get(one, ()))


def _numbers(frame: Frame) -> set[object]:
    return {*frame.key().objects().tolist()}


def _told(world: World, frame: Frame) -> dict[str, list[str]]:
    """What each row would be known by if it had no number → the numbers of the rows that say so."""
    columns = [_words(world, frame, one) for one in told_by(frame.sheet) if one.heading in frame.typed]
    made: dict[str, list[str]] = {}
    for number, *words in zip(says(frame.key()).objects().tolist(), *columns, strict=True):
        for parts in product(*words):
            same = made.setdefault("·".join(part for part in parts if part), [])
            same.append(number)
            if len(same) > 1:  # as equal rows without a number are told apart
                made.setdefault("·".join([*(part for part in parts if part), str(len(same))]), []).append(number)
    return made


def _words(world: World, frame: Frame, column: Column) -> list[list[str | None]]:
    """What each cell of a column may have been written as: a number may stand for a name."""
    target = column.type.target
    values = says(frame.typed[column.heading]).objects().tolist()
    names: dict[object, str] = {}
    if target and target in world.schema.sheets:
        other = world.found(target)
        called = other.sheet.called
        if called and called.heading in other.typed:
            names = dict(zip(other.key().objects(), says(other.typed[called.heading]).objects(), strict=True))
    return [[value, names[value]] if names.get(value, value) != value else [value] for value in values]


def _put(row: str, said: str, number: str) -> str:
    """A key with what its row said replaced by the number.

    Examples:
        >>> _put("W3·甲·2026-11-20", "甲·2026-11-20", "E6")
        'W3·E6'
    """
    return f"·{row}·".replace(f"·{said}·", f"·{number}·").strip("·")
