"""Who reads the whole day: setting 日报收件, else whoever heads a post or leads somebody (rule-language §1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from workbook.rules.facts.people import READERS, STAFF, of_setting
from workbook.rules.facts.presence import struck
from workbook.rules.world.vectors import says
from workbook.rules.world.world import World
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import worded

POSTS = "看全部的岗位"
"""The setting that says which words in a post make it a head's."""
_APART = re.compile(r"[,，、;；|\s]+")


def overseers(world: World) -> list[str]:
    """Their staff numbers, in the order of the sheet; those who have left are nobody."""
    written = of_setting(world, READERS)
    if written is not None:
        return written
    staff = world.frame(STAFF)
    words = [word for word in _APART.split(world.book.value(POSTS).casefold()) if word]
    posts, ids = says(world.column(staff, "岗位")).objects(), staff.key().objects()
    gone = (world.column(staff, "离职日").data < np.datetime64(world.today, "us")) | struck(staff)
    leaders = set(world.column(staff, "组长").objects()) - {None}
    return [
        str(ids[at])
        for at in range(len(staff))
        if ids[at] is not None
        and not gone[at]
        and (ids[at] in leaders or any(word in (posts[at] or "").casefold() for word in words))
    ]


def unseen(world: World) -> tuple[Issue, ...]:
    """An issue at 员工 where letters go out, and nobody gets the whole; without any mailbox there are no letters."""
    return world.remembered("没有人看全部", "", lambda: tuple(_unseen(world)))


def _unseen(world: World) -> Iterable[Issue]:
    staff = world.frame(STAFF)
    if not len(staff) or world.column(staff, "邮箱").missing().all() or overseers(world):
        return
    setting = world.book.settings.get(READERS)
    why = (
        worded("【设置】“日报收件”写的“{value}”现在没有人", value=setting.value)
        if setting is not None and setting.value
        else worded("【员工】里没有一个岗位像主管的")
    )
    yield issue(
        Kind.NO_OVERSEER,
        Place(STAFF, world.tables.header.get(STAFF, 0), world.tables.cells[STAFF].get("岗位", 0)),
        why=why,
    )
