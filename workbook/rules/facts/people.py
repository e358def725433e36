"""People in rules: whom `{归属员工} | 岗位:客服主管` means for each row (rule-language §1.7)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from workbook.rulebook.cells.conditions import path
from workbook.rulebook.cells.notations import choices
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rules.facts.derive import filled
from workbook.rules.facts.operands import fold
from workbook.rules.facts.presence import struck
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Array, Mask, Positions, Vec, constant, empty, says, text
from workbook.rules.world.world import NOT_TO_BE_COMPUTED, Unknown, World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.tongue import worded

STAFF = "员工"
READERS = "日报收件"
"""The setting that says who gets the day's letter."""
ONE, SEVERAL = Type("引用", STAFF), Type("多选")
_AND = re.compile(r"\s*[＠@]\s*")
_SEARCH = re.compile(r"^([^:：{}]+?)\s*[:：]\s*(.+)$")
_COLUMNS = {"组": "组别", "岗": "岗位"}


def people(world: World, notation: Sequence[str], scope: Scope, *, first: bool = True, on: Array | None = None) -> Vec:
    """The staff number of each row: the first alternative that leads to somebody.

    `{路径}` is whoever stands there; `岗位:X`, `部门:X`, `组:X` search 员工 from the top (any column of it may stand
    before the colon); `＠` keeps those that both sides mean. Several people are joined with 、 unless only the first
    is wanted. People who have left (by 离职日 or 状态), or have not yet joined, are nobody.

    Shapes:
        on: the day each row is judged on (NaT: today). Then a path means whom it names, gone since or not.
    """
    found = empty(SEVERAL, len(scope))
    for written in notation:
        if not found.missing().any():
            break
        found = found.otherwise(_alternative(world, written, scope, on))
    if first:
        return found.mapped(lambda several: several.split("、")[0], ONE)
    return found


def of_setting(world: World, name: str) -> list[str] | None:
    """Whom a setting means (岗位:经理|部门:客服), perhaps nobody; None where it is empty, or says no people, which is noted."""
    setting, staff = world.book.settings.get(name), world.frame(STAFF)
    if setting is None or not setting.value or not len(staff):
        return None
    one = Scope(world, View(staff, np.zeros(1, dtype=np.int64)))
    try:
        held = people(world, choices(setting.value), one, first=False).objects()[0]
    except (NotUnderstood, Unknown, *NOT_TO_BE_COMPUTED):
        words = {"setting": name, "value": setting.value, "type": "人", "example": "岗位:经理|部门:客服"}
        world.note(issue(Kind.BAD_SETTING, setting.at("值"), **words))
        return None
    return str(held).split("、") if held else []


def _alternative(world: World, written: str, scope: Scope, on: Array | None) -> Vec:
    parts = [_part(world, part, scope, on) for part in _AND.split(written.strip()) if part]
    found = parts[0]
    for other in parts[1:]:
        found = _both(found, other)
    return found


def _part(world: World, written: str, scope: Scope, on: Array | None) -> Vec:
    if search := _SEARCH.match(written):
        heading = _COLUMNS.get(search[1], search[1])
        return _searched(world, heading, _words(search[2], scope), on)
    if "{" in written:
        return _named(world, _words(written, scope), on)
    return _written(world, written, scope)


def _words(template: str, scope: Scope) -> Vec:
    """The text of each row: a fixed word, one column, or a mixture."""
    if "{" not in template:
        return constant(template.strip(), len(scope), Type("文本"))
    if re.fullmatch(r"\{[^{}]+\}", template.strip()):
        return says(scope.vec(path(template.strip()[1:-1])))
    return filled(template, scope)


def _written(world: World, word: str, scope: Scope) -> Vec:
    """A staff number or a name, written out in the rule."""
    staff = world.frame(STAFF)
    ids, names = staff.key().objects(), world.column(staff, "姓名").objects()
    for number, name in zip(ids, names, strict=True):
        if number is not None and fold(word) in {fold(number), fold(name or "")}:
            return constant(number, len(scope), SEVERAL)
    raise NotUnderstood(
        worded("“{word}”不像人的写法", word=word),
        worded("写成 {归属员工}、{员工.组长}、岗位:客服主管 或 部门:{责任部门}。"),
    )


def _named(world: World, values: Vec, on: Array | None) -> Vec:
    """Whoever stands in a column; without a day those who have left are nobody."""
    if on is not None:
        return values.of(SEVERAL)
    staff = world.frame(STAFF)
    left = (world.column(staff, "离职日").data < np.datetime64(world.today, "us")) | struck(staff)
    gone = set(staff.key().objects()[left])
    if not gone:
        return values.of(SEVERAL)
    return values.mapped(lambda held: "、".join(one for one in held.split("、") if one not in gone) or None, SEVERAL)


def _searched(world: World, heading: str, wanted: Vec, on: Array | None) -> Vec:
    """Everybody of 员工 whose column holds the wanted word, in the order of the sheet."""
    staff = world.frame(STAFF)
    ids, held = staff.key().objects(), says(world.column(staff, heading)).objects()
    members = [{fold(one) for one in word.split("、")} if word else set() for word in held]
    days, of_row = _days(world, wanted, on)
    there = [_there(world, day) for day in days]
    if on is None:
        there = [one & ~struck(staff) for one in there]
    asked = wanted.data.astype(np.int64) * len(days) + of_row
    distinct, back = np.unique(asked, return_inverse=True)
    found: list[str | None] = []
    for one in distinct.tolist():
        word, day = divmod(one, len(days))
        want = {fold(part) for part in str(wanted.words[word]).split("、")} if word >= 0 else set()
        hit = [ids[row] for row in np.flatnonzero(there[day]) if want & members[row] and ids[row] is not None]
        found.append("、".join(hit) or None)
    return text(found, SEVERAL).take(back.reshape(-1))


def _days(world: World, wanted: Vec, on: Array | None) -> tuple[Array, Positions]:
    """The distinct days of the rows, and which of them each row has."""
    today = np.datetime64(world.today, "D")
    if on is None:
        return np.array([today]), np.zeros(len(wanted), dtype=np.int64)
    days, back = np.unique(np.where(np.isnat(on), today, on.astype("datetime64[D]")), return_inverse=True)
    return (days, back.reshape(-1)) if len(days) else (np.array([today]), np.zeros(0, dtype=np.int64))


def _there(world: World, day: np.datetime64) -> Mask:
    """Which rows of 员工 had joined and not left on a day."""
    staff = world.frame(STAFF)
    joined, left = world.column(staff, "入职日").data, world.column(staff, "离职日").data
    return np.asarray(~(joined > day) & ~(left < day))


def _both(left: Vec, right: Vec) -> Vec:
    """Those of the left side that the right side means too."""
    width = len(right.words) + 1
    pairs, back = np.unique((left.data.astype(np.int64) + 1) * width + right.data + 1, return_inverse=True)
    found: list[str | None] = []
    for pair in pairs.tolist():
        one, other = divmod(pair, width)
        mine = str(left.words[one - 1]).split("、") if one else []
        theirs = set(str(right.words[other - 1]).split("、")) if other else set()
        found.append("、".join(person for person in mine if person in theirs) or None)
    return text(found, SEVERAL).take(back.reshape(-1))
