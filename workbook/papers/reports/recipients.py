"""收件: whom a report goes to, and which rows each of them may read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from workbook.papers.letters.outbox import Recipient
from workbook.papers.reports.finished import Reader
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Report
from workbook.rules.facts.people import STAFF, people
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.world import World
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import HEADING, named, worded

BY_MAIL = "邮件"


def readers(day: Day, rule: Report, scope: Scope) -> tuple[Reader, ...]:
    """The people of 收件 as staff; whoever a row names reads only such rows, a fixed post reads all.

    With 拆分 but a fixed post everybody of it reads all parts. A letter for nobody, or for someone without a mailbox,
    is an issue.
    """
    if not rule.to:
        return ()
    fixed = not any("{" in written for written in rule.to)
    nobody: dict[str, tuple[int, ...] | None] = {}
    who = (lambda: _fixed(day.world, rule.to)) if fixed else (lambda: _by_row(day.world, rule.to, scope))
    named = day.world.attempt(rule, who, nobody)
    found = [Reader(one, recipient(day.world, one, why(rule)), rows) for one, rows in named.items()]
    if rule.carrier == BY_MAIL:
        for reader in found:
            if not reader.recipient.address:
                no_address(day.world, reader.id, f"“{rule.name or rule.id}”")
        missed = len(scope) - len(
            {row for rows in named.values() for row in (range(len(scope)) if rows is None else rows)}
        )
        if missed:
            some = worded("里有 {missed} 行", missed=missed) if found else ""
            day.world.note(_nobody(rule, f"“{rule.name or rule.id}”{some}"))
    return tuple(found)


def unreached(world: World) -> Iterable[Issue]:
    """Letters whose 收件 is fixed and means nobody, or nobody with a mailbox: seen before any of them is due.

    An office that has no staff yet is asked nothing.
    """
    letters = [rule for rule in world.book.all(Report) if rule.carrier == BY_MAIL and rule.to]
    for rule in letters if len(world.frame(STAFF)) else ():
        if any("{" in written for written in rule.to):
            continue
        report, named = f"“{rule.name or rule.id}”", _fixed(world, rule.to)
        if not named:
            yield _nobody(rule, report)
        elif not any(recipient(world, one).address for one in named):
            yield issue(
                Kind.NO_ADDRESS,
                rule.at("收件"),
                who=worded("收件“{several}”", several=" | ".join(rule.to)),
                report=report,
            )


def _nobody(rule: Report, report: str) -> Issue:
    return issue(Kind.NO_READER, rule.at("收件"), report=report, to=" | ".join(rule.to))


def own_counts(day: Day, rule: Report, scope: Scope) -> tuple[tuple[str, int], ...]:
    """How many of some rows belong to each person who reads only their own."""
    if not any("{" in written for written in rule.to):
        return ()
    nobody: dict[str, tuple[int, ...] | None] = {}
    found = day.world.attempt(rule, lambda: _by_row(day.world, rule.to, scope), nobody)
    return tuple((one, len(rows or ())) for one, rows in found.items())


def _fixed(world: World, notation: Sequence[str]) -> dict[str, tuple[int, ...] | None]:
    """Everybody a notation without columns means: each alternative only when those before it mean nobody."""
    staff = world.frame(STAFF)
    one = Scope(world, View(staff, np.zeros(min(1, len(staff)), dtype=np.int64)))
    found = people(world, notation, one, first=False).objects()
    return dict.fromkeys(str(found[0]).split("、")) if len(found) and found[0] else {}


def _by_row(world: World, notation: Sequence[str], scope: Scope) -> dict[str, tuple[int, ...] | None]:
    """Each person with their own rows."""
    found: dict[str, list[int]] = {}
    for at, held in enumerate(people(world, notation, scope, first=False).objects()):
        for one in str(held).split("、") if held else ():
            found.setdefault(one, []).append(at)
    return {one: tuple(rows) for one, rows in found.items()}


def recipient(world: World, number: str, reason: str = "") -> Recipient:
    """A member of staff as the reader of a letter; no address when 员工 holds none."""
    staff = world.frame(STAFF)
    at = _row(world, number)
    if at < 0:
        return Recipient("", number, reason, number)
    address = world.column(staff, "邮箱").objects()[at] or ""
    name = world.column(staff, "姓名").objects()[at] or number
    return Recipient(str(address).strip(), str(name), reason, number)


def no_address(world: World, number: str, report: str) -> None:
    """An issue at the empty mailbox."""
    staff, at = world.frame(STAFF), _row(world, number)
    who = recipient(world, number).name
    place = staff.place(at, "邮箱") if at >= 0 else Place(STAFF)
    world.note(issue(Kind.NO_ADDRESS, place, who=who, report=report))


def why(rule: Report) -> str:
    """The end of the sentence “您收到这封信，因为…”.

    Examples:
        >>> why(Report(name="月扣款表", source="处罚台账", to=("岗位:客服主管", "部门:客服部")))
        '“月扣款表”按规定发给岗位是客服主管的人'
        >>> why(Report(name="个人扣款", source="处罚台账", to=("{员工编号}",)))
        '“个人扣款”里有写着您的行'
    """
    title = f"“{rule.name or rule.id}”"
    first = rule.to[0] if rule.to else ""
    if "{" in first or not first:
        return worded("{title}里有写着您的行", title=title)
    heading, colon, word = first.replace("：", ":").partition(":")
    if not colon:
        return worded("{title}按规定发给{first}", title=title, first=first)
    return worded(
        "{title}按规定发给{heading}是{word}的人", title=title, heading=named(heading, HEADING), word=word.strip()
    )


def _row(world: World, number: str) -> int:
    ids: Iterable[object] = world.frame(STAFF).key().objects()
    return next((at for at, one in enumerate(ids) if one == number), -1)
