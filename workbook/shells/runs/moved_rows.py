"""Rows of 今日清单 move while it is made anew: what 问题 says of them goes along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workbook.day import Day
from workbook.papers.list.overtyped import LOOSE, TURN
from workbook.papers.list.problems import DETAILS, PROBLEMS
from workbook.papers.pages.page import Page, Value, key_text
from workbook.papers.pages.prints import printed_anew
from workbook.shells.files.our_sheet import Put
from workbook.shells.files.writer import Writer
from workbook.words.addresses import Addresses
from workbook.words.issues import Issue

LIST, KEY = "今日清单", "任务编号"
CELL, MANY = "格", "处数"
GONE = 0
TELLING = {PROBLEMS, DETAILS}
"""Pages that speak of rows, written when the others stand."""


def put(book: Writer, day: Day, pages: Sequence[Page]) -> dict[str, Put]:
    """Writes every page, those that speak of rows last; what became of each, by its name."""
    made: dict[str, Put] = {}
    for page in pages:
        if page.name in TELLING:
            page = told_anew(page, day.moved, day)
        made[page.name] = book.put(page, {one.key for one in day.taken if one.report == page.name})
        if page.name == LIST:
            day.moved = moves(day, made[LIST])
    return made


def moves(day: Day, put: Put) -> dict[int, int]:
    """Where each row of the list as it was read stands now; 0: it has left the list."""
    before = day.world.found(LIST)
    if KEY not in before.typed:
        return {}
    there = {**put.below, **put.rows}
    parts = {part: row for key, row in there.items() for part in key.split("、")}
    found = dict(put.own)
    for row, key in zip(before.rows.tolist(), before.typed[KEY].objects().tolist(), strict=True):
        text = key_text(key) if key is not None else ""
        if text:
            found[int(row)] = there.get(text, parts.get(text.partition("、")[0], GONE))
    return found


def told_anew(page: Page, moved: Mapping[int, int], day: Day) -> Page:
    """The page with the addresses of rows as they are now.

    What was wrong with a row that has left the list is wrong no more; of two rows that are one now it is told once.
    """
    if not any(old != new for old, new in moved.items()):
        return page
    named: list[int] = []

    def now(row: int) -> int:
        named.append(row)
        return moved.get(row, row)

    say = Addresses({LIST: now}, day.tongue).renamed
    anew = [tuple(say(value) if isinstance(value, str) else value for value in row) for row in page.rows]
    rows = printed_anew(page, anew, LOOSE.get(page.name, TURN))
    if not page.key:
        return replace(page, rows=tuple(rows))
    where, many, key = (page.headings.index(heading) for heading in (CELL, MANY, page.key))
    left: dict[Value, int] = {}
    for at, row in enumerate(rows):
        named.clear()
        say(str(page.rows[at][where]))
        if row[many] or all(moved.get(one, one) != GONE for one in named):
            left.setdefault(row[key], at)
    place = {at: turn for turn, at in enumerate(left.values())}
    return replace(
        page,
        rows=tuple(rows[at] for at in place),
        marks=tuple((place[at], mark) for at, mark in page.marks if at in place),
        links=tuple((place.get(link[0], 0), *link[1:]) for link in page.links if link[0] in place or not link[2]),
    )


def told_issue(found: Issue, moved: Mapping[int, int]) -> Issue:
    """The issue at its row as it stands now."""
    place = found.place
    if place.sheet != LIST or moved.get(place.row, GONE) == GONE:
        return found
    return replace(found, place=replace(place, row=moved[place.row]))
