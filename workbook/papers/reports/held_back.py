"""What checks keep back from a report: single rows (须), or the whole of it (检查 拦截 报告)."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Check, Report, Script
from workbook.rules.facts.checks import Verdict, item_name, verdicts
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import links
from workbook.rules.world.vectors import Mask, Positions
from workbook.words.issues import Kind, issue
from workbook.words.tongue import worded

MOST = 50


def kept_rows(day: Day, rule: Report, frame: Frame, rows: Positions) -> tuple[Positions, tuple[str, ...]]:
    """The rows that pass every item of 须, and a sentence for each other one that says which item it fails."""
    if not rule.needs or not len(rows):
        return rows, ()
    failing = _failing(day, frame, rule.needs)
    bad = np.logical_or.reduce([mask[rows] for _, mask in failing]) if failing else np.zeros(len(rows), dtype=bool)
    keys = frame.key().objects()
    told: list[str] = []
    for at in rows[bad].tolist():
        checks = [check for check, mask in failing if mask[at]]
        told.append(
            worded(
                "{keys} 没有列出：{several}没有通过",
                keys=keys[at],
                several="、".join(dict.fromkeys(map(item_name, checks))),
            )
        )
        if len(told) <= MOST:
            _note_row(day, rule, frame, at, checks[0])
    return rows[~bad], tuple(told)


def _failing(day: Day, frame: Frame, ids: tuple[str, ...]) -> list[tuple[Check, Mask]]:
    """Every item of these checklists with the rows of the report that fail it, also through the row's parent."""
    found: list[tuple[Check, Mask]] = []
    checks = [check for check in day.world.book.all(Check) if check.id in ids]
    for sheet in dict.fromkeys(check.sheet for check in checks):
        mine = [check for check in checks if check.sheet == sheet]
        if sheet == frame.name:
            found += [(one.check, _bad(one)) for one in verdicts(day.world, frame, mine)]
            continue
        for link in links(day.world, frame, sheet):
            judged = verdicts(day.world, link.frame, mine)
            found += [(one.check, np.append(_bad(one), False)[link.at]) for one in judged]
    return found


def _bad(verdict: Verdict) -> Mask:
    return np.asarray(verdict.concerns & ~verdict.passes)


def _note_row(day: Day, rule: Report, frame: Frame, at: int, check: Check) -> None:
    place = frame.place(at, check.column[0] if check.sheet == frame.name else "")
    words = {"key": frame.key().objects()[at], "item": item_name(check), "cure": _cure(check)}
    day.world.note(issue(Kind.REPORT_ROW_HELD, place, report=rule.name or rule.id, **words))


def _cure(check: Check) -> str:
    return check.cure or worded("补上{item_name}。", item_name=item_name(check))


def held_back(day: Day, rule: Report, frame: Frame, rows: Positions) -> str:
    """Why the whole report waits: a failing item of a check that blocks it, a letter without words; '' when none does.

    On the report's own sheet only its own rows count, so that an old gap elsewhere doesn't stop it for ever.
    """
    checks = [check for check in day.world.book.all(Check) if any(_blocks(block, rule) for block in check.blocks)]
    found: list[str] = list(_wordless(day, rule))
    for check in checks:
        other = frame if check.sheet == rule.source else day.sheet(check.sheet)
        for verdict in verdicts(day.world, other, [check]):
            bad = _bad(verdict)
            at = [row for row in (rows.tolist() if other is frame else range(len(other))) if bad[row]]
            if at:
                place = other.place(at[0], check.column[0])
                more = worded("等 {count} 处", count=len(at)) if len(at) > 1 else ""
                found.append(
                    worded(
                        "{name}的{item_name}没有通过（{place}{more}）",
                        name=check.name or check.id,
                        item_name=item_name(check),
                        place=place,
                        more=more,
                    )
                )
                words = {"report": rule.name or rule.id, "item": item_name(check), "cure": _cure(check)}
                day.world.note(issue(Kind.REPORT_HELD, place, **words))
    return "；".join(found)


def _wordless(day: Day, rule: Report) -> Iterable[str]:
    """A letter whose 话术 has no version in force today would leave without its words."""
    versions = [script for script in day.world.book.all(Script) if script.id == rule.script]
    if rule.carrier == "邮件" and versions and not any(one.is_in_force(day.world.today) for one in versions):
        item = worded("“话术 {script} 今天生效”这一条", script=rule.script)
        cure = "改好它的“生效日”“失效日”，或添一行同编号、从今天起生效的话术。"
        day.world.note(
            issue(Kind.REPORT_HELD, versions[0].at("失效日"), report=rule.name or rule.id, item=item, cure=cure)
        )
        yield worded("{item}没有通过", item=item)


def _blocks(block: str, rule: Report) -> bool:
    return re.sub(r"\s+", " ", block.strip()) in {f"报告 {rule.id}", f"报告{rule.id}"}
