"""判定: a conclusion about each row of a sheet, with the test that led to it (rule-language §3.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation
from functools import partial

import numpy as np

from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.sorts.model import Decide
from workbook.rules.facts.derive import default
from workbook.rules.facts.fixed_days import last_fixed, world_on
from workbook.rules.facts.holds import clause_holds, holds
from workbook.rules.facts.joins import sort_keys, sorted_by
from workbook.rules.world.frames import Frame
from workbook.rules.world.in_force import in_force
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, choose, empty, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.tongue import worded

ROUNDING = {"进一": ROUND_CEILING, "四舍五入": ROUND_HALF_UP, "去尾": ROUND_FLOOR}
SHOWN = 50


def decided(world: World, frame: Frame, rows: Sequence[Decide]) -> Vec:
    """The concluded column; its reasons stand in `列·理由`. A value typed by staff wins, the difference is listed."""
    first = rows[0]
    nothing = empty(Type("文本"), len(frame)), empty(Type("文本"), len(frame))
    conclude = _by_cut if first.method != "条件" else _by_test
    day = world.attempt(first, partial(last_fixed, world, first), None)
    if first.fixed and (day is None or world.now != datetime.combine(day, time())):  # else this is that day's own book
        conclude = partial(_held, day=day)
    concluded, reasons = world.attempt(first, partial(conclude, world, frame, rows), nothing)
    frame.computed[f"{first.column}·理由"] = reasons
    typed = frame.typed.get(first.column)
    if typed is None:
        return concluded
    return _staff_wins(world, frame, first, typed, concluded)


def _held(world: World, frame: Frame, rows: Sequence[Decide], *, day: date | None) -> tuple[Vec, Vec]:
    """What was concluded on the last fixed day; a row that wasn't there yet is “otherwise” till the next."""
    first, usual = rows[0], next((row.value for row in rows if row.when.always and row.method == "条件"), None)
    if day is None:
        return text([usual] * len(frame)), text([None] * len(frame))
    there = world_on(world, day)
    then = there.frame(first.sheet)
    at = then.lookup(frame.key())
    held, reasons = (there.column(then, name) for name in (first.column, f"{first.column}·理由"))
    return choose(at >= 0, held.take(at), text([usual] * len(frame))), says(reasons).take(at)


def _by_test(world: World, frame: Frame, rows: Sequence[Decide]) -> tuple[Vec, Vec]:
    first, size = rows[0], len(frame)
    scope = Scope(world, whole(frame))
    unknown = _gaps(world, frame, rows) if first.missing == "不判" else np.zeros(size, bool)
    hits = [
        world.attempt(row, partial(holds, row.when, scope), np.zeros(size, bool))
        & in_force(frame, row, world.today)
        & ~unknown
        for row in rows
    ]
    kind = Type("文本")
    values = [default(row.value, scope, kind) for row in rows]
    if first.hit == "全部":
        return _all_hits(hits, values, rows)
    result, reasons = empty(kind, size), empty(Type("文本"), size)
    taken = np.zeros(size, dtype=bool)
    double: Mask = np.zeros(size, dtype=bool)
    for row, hit, value in zip(rows, hits, values, strict=True):
        fresh = hit & ~taken
        if first.hit == "唯一":
            double |= hit & taken & (says(value).objects() != says(result).objects())
        result = choose(fresh, value, result)
        reasons = choose(fresh, text([row.reason or None] * size), reasons)
        taken |= hit
    if double.any():
        _note(world, frame, first, double, Kind.TWO_VALUES, values="、".join(dict.fromkeys(row.value for row in rows)))
        result = result.without(double)
    _note(world, frame, first, ~taken & ~unknown, Kind.NO_MATCH)
    return result, reasons


def _all_hits(hits: list[Mask], values: list[Vec], rows: Sequence[Decide]) -> tuple[Vec, Vec]:
    size = len(hits[0])
    shown = [says(value).objects() for value in values]
    concluded, reasons = [], []
    for position in range(size):
        hit = [index for index in range(len(rows)) if hits[index][position]]
        concluded.append("、".join(dict.fromkeys(shown[i][position] for i in hit if shown[i][position])) or None)
        reasons.append("、".join(rows[i].reason for i in hit if rows[i].reason) or None)
    return text(concluded, Type("多选")), text(reasons)


def _gaps(world: World, frame: Frame, rows: Sequence[Decide]) -> Mask:
    """缺值 不判: rows where a tested column is empty get no conclusion; the issue names the columns."""
    scope = Scope(world, whole(frame))
    paths = list(dict.fromkeys(clause.path for row in rows for clause in row.when.clauses()))
    missing = {path: scope.vec(path).missing() for path in paths}
    unknown = np.zeros(len(frame), dtype=bool)
    for gap in missing.values():
        unknown |= gap
    for position in np.flatnonzero(unknown)[:SHOWN]:
        columns = "、".join(".".join(path) for path, gap in missing.items() if gap[position])
        place = frame.place(int(position))
        world.note(issue(Kind.MISSING_FACT, place, rule=rows[0].id, key=str(place), columns=columns))
    return unknown


def _by_cut(world: World, frame: Frame, rows: Sequence[Decide]) -> tuple[Vec, Vec]:
    """前若干 and 份额: ranking cuts over all rows that meet 若; a row tied with the last one inside is inside."""
    first = rows[0]
    inside = np.flatnonzero(holds(first.when, Scope(world, whole(frame))) & in_force(frame, first, world.today))
    view = View(frame, inside)
    order = sorted_by(world, view, first.measure)
    ties = _tied(world, view, order, first)
    words: list[str | None] = [None] * len(frame)
    reasons: list[str | None] = [None] * len(frame)
    start = 0
    for value, share in shares(first):
        end = start + _cut(share, len(order), first.rounding) if share is not None else len(order)
        end = min(max(end, start), len(order))
        wanted = end
        while share is not None and 0 < end < len(order) and end > start and ties[end] == ties[end - 1]:
            end += 1
        if end > wanted:
            world.note(
                issue(
                    Kind.SHARE_OVER,
                    frame.place(int(inside[order[end - 1]])),
                    rule=first.id,
                    value=value,
                    extra=end - wanted,
                )
            )
        for rank in range(start, end):
            words[int(inside[order[rank]])] = value
            reasons[int(inside[order[rank]])] = first.reason or worded(
                "第 {rank} 名，共 {count} 个", rank=rank + 1, count=len(order)
            )
        start = end
    for row in rows[1:]:
        later = holds(row.when, Scope(world, whole(frame)))
        for position in np.flatnonzero(later):
            if words[position] is None:
                words[position], reasons[position] = row.value, row.reason or None
    return text(words), text(reasons)


def shares(rule: Decide) -> list[tuple[str, Decimal | int | None]]:
    """The cuts of 参数: one value with `20%` or `5`, or `A:20%,B:50%,C:余` (None = the rest).

    Raises:
        NotUnderstood: it isn't written so.
    """
    if rule.method == "前若干":
        return [(rule.value, _share(rule.share))]
    parts = [part.split(":") for part in re.split(r"[,，、]", rule.share.replace("：", ":"))]
    if any(len(part) != 2 for part in parts):
        raise NotUnderstood(worded("参数“{share}”不是各份的份额", share=rule.share), worded("写成 A:20%,B:50%,C:余。"))
    return [(name.strip(), _share(share)) for name, share in parts]


def _share(written: str) -> Decimal | int | None:
    body = written.strip()
    if body in {"余", "其余"}:
        return None
    try:
        return Decimal(body[:-1]) / 100 if body.endswith("%") else int(body)
    except (ValueError, InvalidOperation):
        raise NotUnderstood(worded("参数里的“{written}”不是份额", written=written), worded("写成 20% 或 5。")) from None


def _cut(share: Decimal | int, total: int, rounding: str) -> int:
    """How many rows a share takes: from its own exact number."""
    return share if isinstance(share, int) else int((share * total).quantize(Decimal(1), ROUNDING[rounding]))


def _tied(world: World, view: View, order: Positions, rule: Decide) -> list[tuple[float, ...]]:
    keys = sort_keys(world, view, rule.measure)
    return [tuple(float(key[position]) for key in keys) for position in order]


def _staff_wins(world: World, frame: Frame, rule: Decide, typed: Vec, concluded: Vec) -> Vec:
    held, made = says(typed).objects(), says(concluded).objects()
    both: Array = ~typed.missing() & ~concluded.missing()
    for position in np.flatnonzero(both & (held != made))[:SHOWN]:
        place = frame.place(int(position), rule.column)
        words = {"key": str(place), "heading": rule.column, "typed": held[position], "concluded": made[position]}
        world.note(issue(Kind.STAFF_DIFFERS, place, **words))
    return typed.otherwise(concluded)


def _note(world: World, frame: Frame, rule: Decide, rows: Mask, kind: Kind, **words: str) -> None:
    for position in np.flatnonzero(rows)[:SHOWN]:
        place = frame.place(int(position))
        world.note(issue(kind, place, rule=rule.id, key=str(place), **words))


__all__ = ["clause_holds", "decided", "shares"]
