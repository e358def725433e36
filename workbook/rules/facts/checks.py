"""检查清单: items that must hold, each with its result, and what their failing blocks (rule-language §3.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from workbook.rulebook.cells.conditions import test
from workbook.rulebook.cells.notations import columns
from workbook.rulebook.sorts.model import Check
from workbook.rules.facts.brought import brought
from workbook.rules.facts.holds import holds, passes
from workbook.rules.facts.joins import codes_of
from workbook.rules.facts.operands import told
from workbook.rules.facts.people import people
from workbook.rules.world.frames import Frame, Link, result, stacked
from workbook.rules.world.in_force import in_force
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Mask, Vec, constant, empty, flags, same_words, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.tongue import named, worded

DONE = "完成"
"""拦截: the row is no done-mark while it fails."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """One item over one sheet: which rows it concerns, which pass, which pass by waiver."""

    check: Check
    concerns: Mask
    passes: Mask
    waived: Mask


def failing(world: World, frame: Frame, what: str) -> Mask:
    """Rows of a sheet for which some item that blocks `what` fails."""
    mine = [check for check in world.book.all(Check) if check.sheet == frame.name and what in check.blocks]
    rows = np.zeros(len(frame), dtype=bool)
    for name in dict.fromkeys(check.id for check in mine):
        for verdict in verdicts(world, frame, [check for check in mine if check.id == name]):
            rows |= verdict.concerns & ~verdict.passes
    return rows


def verdicts(world: World, frame: Frame, checks: Sequence[Check]) -> list[Verdict]:
    """The verdict of each item; items with one 任一组 word share one verdict."""
    single = [check for check in checks if not check.any_of]
    found = [_verdict(world, frame, check) for check in single]
    for word in dict.fromkeys(check.any_of for check in checks if check.any_of):
        members = [_verdict(world, frame, check) for check in checks if check.any_of == word]
        concerns = np.logical_or.reduce([member.concerns for member in members])
        good = np.logical_or.reduce([member.concerns & member.passes for member in members])
        waived = np.logical_or.reduce([member.waived for member in members])
        found.append(Verdict(members[0].check, concerns, good, waived))
    return found


def _verdict(world: World, frame: Frame, check: Check) -> Verdict:
    key = (id(frame), id(check))
    if ("verdict", key) not in world.memory:
        none = np.zeros(len(frame), dtype=bool)
        resting = Verdict(check, none, ~none, none)
        world.memory[("verdict", key)] = world.attempt(check, lambda: _judged(world, frame, check), resting)
    found: Verdict = world.memory[("verdict", key)]
    return found


def _judged(world: World, frame: Frame, check: Check) -> Verdict:
    scope = Scope(world, whole(frame), typed=True)
    concerns = holds(check.when, scope) & in_force(frame, check, world.today)
    good = _must(world, frame, check, scope, concerns)
    waived = ~told(scope.vec(check.waiver)).missing() & ~good if check.waiver else np.zeros(len(frame), dtype=bool)
    if DONE in check.blocks:  # else everybody on the list would be called again on the first day
        waived |= brought(frame) & ~good
    return Verdict(check, concerns, good | waived, waived)


def _must(world: World, frame: Frame, check: Check, scope: Scope, concerns: Mask) -> Mask:
    if check.must.startswith("唯一"):
        return _unique(world, frame, check, concerns)
    if check.must == "连号":
        return np.ones(len(frame), dtype=bool)
    if check.must.startswith("见于"):
        sheet, _, column = check.must.removeprefix("见于").strip().partition(".")
        other = world.frame(sheet)
        values = scope.vec(check.column)
        mine, theirs = same_words(says(values), says(world.column(other, column)))
        return np.asarray(np.isin(mine, theirs[theirs >= 0]) | values.missing())
    return passes(test(check.must), scope.vec(check.column), scope)


def _unique(world: World, frame: Frame, check: Check, concerns: Mask) -> Mask:
    """唯一 alone, or together with further columns; empty values are not compared."""
    beside = columns(check.must.removeprefix("唯一").strip()) if check.must != "唯一" else ()
    view = View(frame, np.flatnonzero(concerns))
    codes = codes_of(world, [(view, [check.column, *beside])], typed=True)[0]
    counts = np.bincount(codes[codes >= 0], minlength=1)
    good = np.ones(len(frame), dtype=bool)
    good[view.at] = (codes < 0) | (counts[np.maximum(codes, 0)] < 2)
    return good


def missing_numbers(values: Vec) -> list[str]:
    """连号: the numbers left out of each series of numbered words.

    Examples:
        >>> missing_numbers(text(["K001", "K002", "K005", "甲"]))
        ['K003', 'K004']
    """
    series: dict[tuple[str, int], list[int]] = {}
    for word in values.words:
        match = re.fullmatch(r"(.*?)(\d+)", str(word))
        if match:
            series.setdefault((match[1], len(match[2]) if match[2].startswith("0") else 0), []).append(int(match[2]))
    gaps: list[str] = []
    for (front, width), held in sorted(_joined_widths(series).items()):
        present = set(held)
        gaps += [f"{front}{number:0{width}d}" for number in range(min(present), max(present)) if number not in present]
    return gaps


def _joined_widths(series: dict[tuple[str, int], list[int]]) -> dict[tuple[str, int], list[int]]:
    """K009 and K010 are one series: numbers without a leading zero join the padded series of their width."""
    joined: dict[tuple[str, int], list[int]] = {}
    for (front, width), held in series.items():
        padded = [w for (f, w) in series if f == front and w]
        for number in held:
            fits = width or next((w for w in padded if len(str(number)) == w), 0)
            joined.setdefault((front, fits), []).append(number)
    return joined


def check_results(world: World, checks: Sequence[Check], *, only_failed: bool = False) -> Frame:
    """One row per item and row it concerns, passed or not (or only what fails); for 连号 one row per missing number."""
    sheet = world.schema.sheets["检查结果"]
    parts: list[Frame] = []
    for name in dict.fromkeys(check.sheet for check in checks):
        if (name == "今日清单" or name.startswith("名单")) and (name, None) not in world.sheets:
            continue  # looked at after the list is made
        mine = [check for check in checks if check.sheet == name]
        frame = world.attempt(mine[0], partial(world.frame, name), None)
        if frame is None:
            continue
        nothing = result(sheet, {}, 0)
        for verdict in verdicts(world, frame, mine):
            if verdict.check.must != "连号":
                told = partial(_rows, world, frame, verdict, only_failed=only_failed)
                parts.append(world.attempt(verdict.check, told, nothing))
        series = [check for check in mine if check.must == "连号"]
        parts += [world.attempt(check, partial(_gaps, world, frame, check), nothing) for check in series]
    return stacked(sheet, parts) if parts else result(sheet, {}, 0)


def _rows(world: World, frame: Frame, verdict: Verdict, *, only_failed: bool) -> Frame:
    check = verdict.check
    asked = np.flatnonzero(verdict.concerns)
    kept = np.flatnonzero(~verdict.passes[asked]) if only_failed else np.arange(len(asked))
    rows, size = asked[kept], len(kept)
    scope = Scope(world, View(frame, rows), typed=True)
    owner = nobody = empty(Type("引用", "员工"), size)
    if check.owner:  # asked of every row: a name that nobody has is said also on a day when nothing fails
        everywhere = Scope(world, View(frame, asked), typed=True)
        owner = world.attempt(check, lambda: people(world, check.owner, everywhere).take(kept), nobody)
    passed = flags(verdict.passes[rows])
    if verdict.waived.any():
        words = np.append(passed.words, "豁免").astype(object)
        passed = Vec(passed.type, np.where(verdict.waived[rows], 2, passed.data), words)
    columns_ = {
        **_same(check, size),
        "主键": frame.key().take(rows),
        "值": says(scope.vec(check.column)),
        "通过": passed,
        "责任人": owner,
    }
    made = result(world.schema.sheets["检查结果"], columns_, size, {"源行": Link(frame, rows)})
    made.because = lambda position: f"{check.because}：{frame.place(int(rows[position]), check.column[0])}"
    return made


def _same(check: Check, size: int) -> dict[str, Vec]:
    word = {
        "编号": check.id, "表": check.sheet, "项": item_name(check), "级别": check.level,
        "拦截": "、".join(check.blocks) or None, "提示": check.cure or None,
    }  # fmt: skip
    return {heading: constant(value, size, Type("文本")) for heading, value in word.items()}


def item_name(check: Check) -> str:
    """What an item is called when it is missing."""
    return check.any_of or check.item or ".".join(check.column)


def item_heading(frame: Frame, check: Check) -> str:
    """The column of its row that an item looks at, or by which it looks further (升级批准人.岗位: 升级批准人)."""
    first = check.column[0]
    link = frame.sheet.reference(first) if len(check.column) > 1 else None
    return link.heading if link is not None else first


def _gaps(world: World, frame: Frame, check: Check) -> Frame:
    scope = Scope(world, whole(frame), typed=True)
    values = scope.vec(check.column)
    numbers = missing_numbers(values.without(~holds(check.when, scope)))
    size = len(numbers)
    columns_ = {
        **_same(check, size),
        "主键": text(numbers),
        "值": text(numbers),
        "通过": flags(np.zeros(size, dtype=bool)),
    }
    made = result(world.schema.sheets["检查结果"], columns_, size)
    made.because = lambda position: worded(
        "{rule}：【{sheet}】没有 {number}", rule=check.because, sheet=named(frame.name), number=numbers[position]
    )
    return made
