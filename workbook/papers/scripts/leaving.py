"""What may leave the office: no row marked 机密 or 绝密 without 放行号, no column that its reader may not see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from workbook.rulebook.sorts.model import Report, Script
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import links
from workbook.rules.world.vectors import Mask, Positions, says
from workbook.rules.world.world import Unknown, World
from workbook.sheets.columns import PRIVACY, Sheet
from workbook.words.issues import Kind, issue

SECRET, MARK, PASS = {"机密", "绝密"}, "密级", "放行号"
STAFF = "员工"
LEAVING = {"邮件", "文件", "名单"}
OUTSIDES = ("内部", "外组", "对外")
_HOLE = re.compile(r"\{([^{}]+)\}")


def leaves(rule: Report) -> bool:
    """Whether what a report shows goes out of the workbook."""
    return rule.carrier in LEAVING or rule.outside != "内部"


def secret(world: World, frame: Frame, rows: Positions) -> Mask:
    """Rows that are marked, or that stand on a marked row or customer, however far behind, without its 放行号.

    An answer leads to its record, a fine or a failed check to the row it came from, and that to its customer.
    """
    if not world.remembered("密件", "", lambda: _has_marks(world)):
        return np.zeros(len(rows), dtype=bool)
    return np.append(_tainted(world, frame, ()), False)[rows]


def _tainted(world: World, frame: Frame, before: tuple[str, ...]) -> Mask:
    """The rows of a frame that are marked, or stand on one that is; a sheet met again on the way adds nothing."""
    found = _marked(world, frame)
    for other, to in _behind(world, frame):
        if other.name not in before:
            found = found | np.append(_held(world, other, (*before, frame.name)), False)[to]
    return found


def _held(world: World, frame: Frame, before: tuple[str, ...]) -> Mask:
    """The same, once per run; what is remembered keeps its frame, so that no other takes its place."""
    kept: tuple[Frame, Mask] = world.remembered(
        "密件之下", (before, id(frame)), lambda: (frame, _tainted(world, frame, before))
    )
    return kept[1]


def _marked(world: World, frame: Frame) -> Mask:
    """Rows that are marked themselves, or with a word that nobody knows, and have no 放行号."""
    heading = _mark(frame.sheet)
    if not heading:
        return np.zeros(len(frame), dtype=bool)
    hit = says(world.column(frame, heading)).matching(lambda word: word in SECRET) | _unclear(world, frame, heading)
    return hit & ~_passed(world, frame, frame.all) if hit.any() else hit


def _mark(sheet: Sheet) -> str:
    """The heading under which staff mark the rows of a sheet; empty where they don't."""
    if sheet.ours or sheet.virtual:
        return ""
    return next((one.heading for one in sheet.columns if one.heading.endswith(MARK)), "")


def note_unclear_marks(world: World) -> None:
    """Names each mark that was not understood, whether or not anything leaves today."""
    for sheet in world.schema.sheets.values():
        if heading := _mark(sheet):
            _unclear(world, world.frame(sheet.name), heading)


def _unclear(world: World, frame: Frame, heading: str) -> Mask:
    """Rows whose mark was not understood: they may be secret, so they stay until the cell is mended; said at it."""
    unknown = [one for one in world.tables.issues if one.kind is Kind.UNKNOWN_CODE and one.place.sheet == frame.name]
    cells = {one.place: dict(one.words) for one in unknown if dict(one.words)["heading"] == heading}
    for place, words in cells.items():
        told = {name: words[name] for name in ("heading", "value", "choices")}
        world.note(issue(Kind.MARK_UNCLEAR, place, **told))
    return np.isin(frame.rows, [place.row for place in cells])


def _has_marks(world: World) -> bool:
    sheets = (sheet for sheet in world.schema.sheets.values() if _mark(sheet))
    return any(_marked(world, world.frame(sheet.name)).any() for sheet in sheets)


def _behind(world: World, frame: Frame) -> Iterable[tuple[Frame, Positions]]:
    """The rows behind those of a frame: what they come from, what they refer to, what 表 and 主键 name; not people."""
    for held in frame.links.values():
        yield from ((link.frame, link.at) for link in held if link.frame.name != STAFF)
    for column in frame.sheet.columns:
        if column.type.target and column.type.target != STAFF:
            yield from ((link.frame, link.at) for link in links(world, frame, column.heading))
    if "表" in frame.typed and "主键" in frame.typed:
        sheets, keys = frame.typed["表"], frame.typed["主键"]
        for name in (str(word) for word in sheets.words):
            if name in world.schema.sheets and name != STAFF and not world.schema.sheets[name].ours:
                there = world.frame(name)
                yield there, np.where(sheets.matching(lambda word, own=name: word == own), there.lookup(keys), -1)  # type: ignore[misc]


def _passed(world: World, frame: Frame, at: Positions) -> Mask:
    try:
        return ~world.column(frame, PASS).take(at).missing()
    except Unknown:
        return np.zeros(len(at), dtype=bool)


def privacy(world: World, frame: Frame, name: str) -> str:
    """The 密级 of the column a path leads to; what is computed is 公开.

    Examples:
        >>> from workbook.rules.world.frames import bare
        >>> from workbook.sheets.schema import STANDARD
        >>> privacy(None, bare(STANDARD.sheet("客户")), "手机")
        '个人'
    """
    *way, last = name.split(".")
    for step in way:
        further = links(world, frame, step)
        if not further:
            return "公开"
        frame = further[0].frame
    declared = frame.sheet.column(last)
    return declared.privacy if declared else "公开"


def unsealed(world: World, frame: Frame, ids: Sequence[str], outside: str) -> bool:
    """Whether these words may leave: nothing in them is filled from a column that may not; else an issue names it."""
    forbidden = {"机密", "内部"} if outside == "对外" else {"机密"}
    good = True
    for script in _all(world, ids, set()):
        for name in dict.fromkeys(_HOLE.findall(f"{script.text}{script.text_en}")):
            if not name.startswith("+") and _strictest(world, frame, name.strip()) in forbidden:
                world.note(issue(Kind.SEALED_WORDS, script.at("正文"), script=script.id, path=name.strip()))
                good = False
    return good


def _all(world: World, ids: Iterable[str], seen: set[str]) -> Iterable[Script]:
    """The scripts of these numbers, and those that stand in them ({+编号})."""
    for one in ids:
        if one in seen:
            continue
        seen.add(one)
        for script in world.book.all(Script):
            if script.id == one:
                yield script
                inner = [name[1:].strip() for name in _HOLE.findall(script.text) if name.startswith("+")]
                yield from _all(world, inner, seen)


def _strictest(world: World, frame: Frame, name: str) -> str:
    """The 密级 of a name in the rows themselves or in those behind them."""
    behind = [link.frame for way in ("对象", "源行", "键行", "客户") for link in links(world, frame, way)]
    return max((privacy(world, one, name) for one in (frame, *behind)), key=PRIVACY.index)
