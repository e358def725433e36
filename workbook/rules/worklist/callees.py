"""Whose number is dialled: the customer's, else that of the row behind a task, else of a row that one speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Mask, Positions, Vec, says
from workbook.rules.world.world import World
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.types import Type
from workbook.words.place import Place

CUSTOMERS, STAFF = "客户", "员工"
CALLED_FIRST = ("手机", "座机")
Line = tuple[str, int]
"""A sheet and a position in it: one whose number can be dialled."""
Lines = list[tuple[str, Positions]]


def phones(sheet: Sheet) -> list[Column]:
    """The columns that hold a number to dial, the one that is dialled first in front; staff aren't called."""
    if sheet.ours or sheet.virtual or sheet.name == STAFF:
        return []
    if sheet.name == CUSTOMERS:
        return [column for heading in CALLED_FIRST if (column := sheet.column(heading))]
    return [column for column in sheet.columns if column.type.name == "电话"]


def numbers(world: World, sheet: str) -> Vec:
    """The number by which each row of a sheet is called."""
    return world.remembered(f"拨打号码 {sheet}", "", partial(_numbers, world, sheet))


def _numbers(world: World, sheet: str) -> Vec:
    frame = world.frame(sheet)
    columns = [says(world.column(frame, column.heading)) for column in phones(frame.sheet)]
    found = columns[0]
    for column in columns[1:]:
        found = found.otherwise(column)
    return found


def cell(world: World, line: Line) -> Place:
    """The cell that holds the number of a line, or should."""
    frame = world.frame(line[0])
    headings = [column.heading for column in phones(frame.sheet)]
    filled = (heading for heading in headings if not world.column(frame, heading).missing()[line[1]])
    return frame.place(line[1], next(filled, headings[0]))


def lines(world: World, frame: Frame) -> Lines:
    """For tasks or records: the rows that may hold the number, the one that is asked first in front (−1: none)."""
    found = [(CUSTOMERS, world.frame(CUSTOMERS).lookup(frame.typed["客户编号"]))] if "客户编号" in frame.typed else []
    behind = frame.links.get("源行", [])
    found += [(link.frame.name, link.at) for link in behind if phones(link.frame.sheet)]
    found += _spoken_of(world, frame, np.arange(len(frame)))
    for link in behind:
        found += _spoken_of(world, link.frame, link.at)
    return found


def _spoken_of(world: World, frame: Frame, at: Positions) -> Iterator[tuple[str, Positions]]:
    """The rows that the references of some rows name, as far as they hold numbers."""
    for column in frame.sheet.columns:
        target = world.schema.sheets.get(column.type.target)
        if target is None or target.name == CUSTOMERS or column.heading not in frame.typed or not phones(target):
            continue
        yield target.name, np.append(world.frame(target.name).lookup(frame.typed[column.heading]), -1)[at]


def dialled(world: World, frame: Frame) -> Iterator[tuple[str, Positions, Mask]]:
    """Sheet, position there, and for which rows it is the one that is called: the first that holds a number."""
    open_ = np.ones(len(frame), dtype=bool)
    for sheet, at in lines(world, frame):
        holds = open_ & (at >= 0) & ~np.append(numbers(world, sheet).missing(), True)[at]
        yield sheet, at, holds
        open_ &= ~holds


def number_called(world: World, frame: Frame, held: Vec) -> Vec:
    """`held`, and where it is empty the number that a task's rows hold."""
    if not held.missing().any():
        return held
    for sheet, at, mine in dialled(world, frame):
        if mine.any():
            there = numbers(world, sheet).take(np.where(mine, at, -1))
            held = held.otherwise(there.of(Type("电话")) if there.type != held.type else there)
    return held
