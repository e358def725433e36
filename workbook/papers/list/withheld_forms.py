"""拦截 打印: tasks whose form a check holds back, each with an issue that says which item."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from workbook.rulebook.sorts.model import Check, Question, Script
from workbook.rules.facts.checks import Verdict, item_heading, item_name, verdicts
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, links
from workbook.rules.world.vectors import Mask, says
from workbook.rules.world.world import World
from workbook.words.issues import Kind, issue
from workbook.words.tongue import worded

PRINT = "打印"


def withheld(world: World, listed: Frame) -> Mask:
    """Which rows of today's list get no form: a check fails for the row, its customer, its source row, its words."""
    rows = np.zeros(len(listed), dtype=bool)
    checks = [check for check in world.book.all(Check) if PRINT in check.blocks]
    for name in dict.fromkeys((check.id, check.sheet) for check in checks):
        mine = [check for check in checks if (check.id, check.sheet) == name]
        for frame, at in _behind(world, listed, name[1]):
            for verdict in verdicts(world, frame, mine):
                bad = verdict.concerns & ~verdict.passes
                hit = np.append(bad, False)[at]
                rows |= hit
                _note(world, frame, verdict, np.unique(at[hit]))
    return rows


def _behind(world: World, listed: Frame, sheet: str) -> Iterable[tuple[Frame, np.ndarray]]:
    """The rows of a checked sheet that stand behind each task; −1 for none."""
    if sheet == listed.name:
        yield listed, listed.all
    elif sheet in {"话术", "问卷"}:
        yield from _words(world, listed, sheet)
    else:
        for name in ("客户", "源行", "键行", "对象"):
            for link in links(world, listed, name):
                if link.frame.name == sheet:
                    yield link.frame, link.at


def _words(world: World, listed: Frame, sheet: str) -> Iterable[tuple[Frame, np.ndarray]]:
    """The scripts, or the questions, that each task uses."""
    rules = world.book.all(Script) if sheet == "话术" else world.book.all(Question)
    held = [str(word or "").split("、") for word in listed.typed[sheet].objects()]
    for at, rule in enumerate(rules):
        used = np.array([rule.id in names for names in held], dtype=bool)
        if used.any():
            yield world.frame(sheet), np.where(used, at, -1)


def _note(world: World, frame: Frame, verdict: Verdict, rows: np.ndarray) -> None:
    check = verdict.check
    values = says(Scope(world, View(frame, rows), typed=True).vec(check.column)).objects()
    for row, held in zip(rows.tolist(), values, strict=True):
        found = f"“{held}”" if held else "是空的"
        cure = (check.cure or "补上或改好这一格").rstrip("。")
        place = frame.place(row, item_heading(frame, check))
        name = check.name or check.id
        words = {
            "name": name,
            "item": item_name(check),
            "found": found,
            "cure": worded("{cure}；改好以前这一张不印。", cure=cure),
        }
        world.note(issue(Kind.CHECK_STOPS if check.level == "停" else Kind.CHECK_FAILED, place, **words))
