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
from workbook.sheets.columns import PRIVACY
from workbook.words.issues import Kind, issue

SECRET, MARK, PASS = {"机密", "绝密"}, "密级", "放行号"
LEAVING = {"邮件", "文件", "名单"}
OUTSIDES = ("内部", "外组", "对外")
_HOLE = re.compile(r"\{([^{}]+)\}")


def leaves(rule: Report) -> bool:
    """Whether what a report shows goes out of the workbook."""
    return rule.carrier in LEAVING or rule.outside != "内部"


def secret(world: World, frame: Frame, rows: Positions) -> Mask:
    """Rows that are marked, or whose customer is, and that have no 放行号."""
    found = np.zeros(len(rows), dtype=bool)
    ways = [(frame, rows), *((link.frame, link.at[rows]) for link in links(world, frame, "客户"))]
    for marked, at in ways:
        heading = next((one.heading for one in marked.sheet.columns if one.heading.endswith(MARK)), "")
        if not heading or not len(marked):
            continue
        hit = says(world.column(marked, heading)).take(at).matching(lambda word: word in SECRET) & (at >= 0)
        if hit.any():
            found |= hit & ~_passed(world, marked, at)
    return found


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
