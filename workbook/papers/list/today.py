"""今日清单 as a sheet: whom to call, what to say, and the cells to fill, as the office laid it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbook.papers.list.at_hand import ABOUT, APART, AT_HAND, CONTACT, LAST
from workbook.papers.list.left_over import note_left_over
from workbook.papers.list.typed_columns import (
    Typed,
    asked_today,
    is_record_column,
    put,
    record_column,
    short,
    typed_columns,
)  # fmt: skip
from workbook.papers.pages.page import Field, Links, Page
from workbook.papers.pages.shown import Sheetful, kind_of, values
from workbook.papers.pages.time_left import LEFT, by_clock, clock, dress
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.cells.conditions import path
from workbook.rulebook.cells.notations import Order
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.sorts.model import Carry, Duty, Quota, Report, Sample
from workbook.rules.facts.joins import sorted_by
from workbook.rules.recording.typed_cells import typed_headings
from workbook.rules.worklist.held_before import LISTED, MEANT
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Positions, Vec, says, text
from workbook.rules.world.world import Unknown
from workbook.words.issues import Kind, issue

LIST = "今日清单"
SPOKEN = ("话术", "话术版本")
MARKS = {"逾期": "逾期", "今日到期": "今日"}
OWNER, OWNER_NAME = "责任人", "责任人姓名"
CALL = ("序", "客户名称", "电话", CONTACT, "主题", "联系方式", LEFT, OWNER, LAST, ABOUT, "话术")
"""Whom to call, why and with what words: what stands on the screen, and on paper, in front of the cells to fill."""
LIT = (LEFT, "到期")
"""What is red where a call is late: a page of red names would say nothing."""
BESIDE = ("计划时间", "第几次", "客户编号", "客户类别", "到期", "状态", "说明", APART)
"""What is looked up now and then, right of what is filled."""
FROZEN = ("序", "客户名称", "电话")
CLOCK = "到期时刻"
FORMER = ("称谓",)
"""Columns of earlier versions: what they hold is ours, not something that staff typed."""
CALLED_AT = {"短信": ("手机",), "微信": ("手机",), "电话": ("手机", "座机"), "拜访": ("手机", "座机")}
LIMITS = {"主题": 10.5, "客户名称": 11.0, "规则": 14.0}
WIDE = {"说明": 26.0, "状态": 11.0, "计划时间": 17.5, "称谓": 6.5, "联系方式": 8.5, "第几次": 8.5, "电话": 12.5}
NARROW = {"序": 5.5, CONTACT: 7.0, LEFT: 9.0, OWNER: 10.5, LAST: 12.5, ABOUT: 12.0, "话术": 21.0, APART: 16.0}
COUNTS = {"第几次"}


def dressed(day: Day) -> Frame:
    """The day's list with the columns that only people need: 客户名称, 称谓, 客户类别, 电话, 剩余/逾期."""
    frame = day.listed
    if LEFT in frame.typed:
        return frame
    scope = Scope(day.world, whole(frame))
    for heading in ("客户名称", "称谓", "客户类别"):
        known = says(scope.vec(("客户", heading)))
        _put(frame, heading, frame.typed[heading].otherwise(known) if heading in frame.typed else known)
    _put(frame, "电话", numbers_to_call(scope))
    dress(day.world, frame)
    return frame


def _put(frame: Frame, heading: str, vec: Vec) -> None:
    frame.typed[heading] = vec
    frame.computed.pop(heading, None)


def numbers_to_call(scope: Scope) -> Vec:
    """The number for each 联系方式: for texts the mobile, else mobile or landline; else what the source row says."""
    columns = {heading: says(scope.vec(("客户", heading))).objects() for heading in ("手机", "座机")}
    ways = scope.vec(("联系方式",)).objects()
    wanted = [CALLED_AT.get(str(way), CALLED_AT["电话"]) for way in ways]
    found = [next((columns[one][at] for one in own if columns[one][at]), None) for at, own in enumerate(wanted)]
    known = np.array([any(column[at] for column in columns.values()) for at in range(len(scope))], dtype=bool)
    held = scope.rows.frame.typed["电话"]
    return text(found).otherwise(held.without(known))  # a text never goes to a customer's landline


def missing_numbers(day: Day, frame: Frame, heading: str) -> None:
    """An issue for each row that has no number for its 联系方式, at the cell to fill."""
    customers = day.world.frame("客户")
    ways = says(Scope(day.world, whole(frame)).vec(("联系方式",))).objects()
    at = customers.lookup(frame.typed["客户编号"])
    names = frame.typed["客户名称"].objects()
    for row in np.flatnonzero(frame.typed[heading].missing()).tolist():
        way = ways[row] or "电话"
        if at[row] < 0 or way not in CALLED_AT:
            continue
        place = customers.place(int(at[row]), "手机")
        key = f"{customers.key().objects()[at[row]]} {names[row] or ''}".strip()
        day.world.note(issue(Kind.NO_PHONE, place, key=key, channel=way))


def today_page(day: Day) -> Page:
    """今日清单, keyed by its hidden task number; a 报告 of that 编号 says which columns, in which order."""
    frame = dressed(day)
    missing_numbers(day, frame, "电话")
    note_left_over(day)
    layout = layout_of(day)
    rows = _order(day, frame, layout)
    scope = Scope(day.world, View(frame, rows))
    sheet = Sheetful(len(rows))
    draft = _Draft(day, sheet, scope, typed_columns(day), layout)
    for name in layout.columns if layout and layout.columns else (*CALL, *draft.typed, *BESIDE):
        draft.column(name)
    draft.further()
    states = scope.vec(("状态",)).objects()
    marks = [(at, MARKS[state]) for at, state in enumerate(states) if state in MARKS]
    printed = next((heading for heading in ("备注", "结果代码") if heading in sheet.headings), "")
    passing = (CLOCK, *FORMER, *SPOKEN, *_carried(day))
    page = sheet.page(LIST, key="任务编号", marks=marks, print_to=printed, passing=passing)
    frozen = len(FROZEN) if page.headings[: len(FROZEN)] == FROZEN else 0
    asked = asked_today(day)
    fields = tuple(
        replace(one, folded=one.heading in asked and not asked[one.heading], told=short(one) if one.typed else "")
        for one in page.fields
    )
    return replace(
        page, fields=fields, frozen=frozen, links=tuple(one for one in _cards(day, scope) if one[1] in page.headings),
        lit=tuple(one for one in LIT if one in page.headings),
    )  # fmt: skip


def _cards(day: Day, scope: Scope) -> Links:
    """From each name to the customer's own row; from each turn to the row's form, where today's forms were made."""
    customers = day.world.frame("客户")
    at = customers.lookup(says(scope.vec(("客户编号",))))
    places = [str(customers.place(int(one), "客户名称")) if one >= 0 else "" for one in at.tolist()]
    tasks = says(scope.vec(("任务编号",))).objects()
    forms = [day.forms_made.get(str(task), "") for task in tasks]
    return (
        *((row, "客户名称", place) for row, place in enumerate(places) if place),
        *((row, "序", place) for row, place in enumerate(forms) if place),
        *((0, heading, "") for heading in ("序", "客户名称")),  # all others are gone
    )


def layout_of(day: Day, name: str = LIST) -> Report | None:
    """The row of 报告 that lays out one of our own sheets; its last one counts."""
    return next((rule for rule in reversed(day.world.book.all(Report)) if rule.id == name), None)


def _order(day: Day, frame: Frame, layout: Report | None) -> Positions:
    """What is late first, then the planned order; or the office's. With 拆分 the rows of one value stand together."""
    late = frame.typed["状态"].matching(lambda word: word == "逾期")
    planned: Positions = np.argsort(~late, kind="stable").astype(np.int64)
    if layout is None:
        return planned
    order = (*([Order(layout.split)] if layout.split else []), *layout.sort)
    if not order:
        return planned
    return day.world.attempt(layout, lambda: sorted_by(day.world, whole(frame), order), frame.all)


def shown_turns(day: Day) -> dict[str, int]:
    """任务编号 → the 序 that people see: the page puts what is late first."""

    def found() -> dict[str, int]:
        keys = day.listed.typed["任务编号"].objects()
        return {str(keys[row]): at for at, row in enumerate(_order(day, day.listed, layout_of(day)).tolist(), 1)}

    return day.world.remembered("看到的序", "", found)


@dataclass(frozen=True, slots=True)
class _Draft:
    """The list on its way to a page."""

    day: Day
    sheet: Sheetful
    scope: Scope
    typed: Mapping[str, Typed]
    layout: Report | None

    def column(self, name: str) -> None:
        """One column by its name: ours, staff's, a path, or any column of 回访记录 to be filled."""
        sheet, scope = self.sheet, self.scope
        if name == "序":
            sheet.add(name, list(range(1, sheet.size + 1)), "整数", wide=NARROW[name], centred=True)
        elif name in {"剩余", "逾期", LEFT}:
            sheet.vec(LEFT, scope.vec((LEFT,)), wide=NARROW[LEFT], wrap=True)
        elif name == OWNER:
            sheet.vec(OWNER_NAME, owner_names(scope), wide=NARROW[OWNER])
        elif name in AT_HAND:
            sheet.vec(name, AT_HAND[name](self.day, scope), wide=NARROW[name], wrap=True)
        elif name == "到期":
            put_due(scope, sheet)
        elif name in {"话术", "因由", "规则"}:
            self.words(name)
        elif name in self.typed:
            put(sheet, self.typed[name])
        else:
            self.value(name)

    def value(self, name: str) -> None:
        """A column of the list or of what stands behind it."""
        try:
            vec = self.scope.vec(path(name))
        except (Unknown, NotUnderstood) as error:
            if is_record_column(self.day, name):
                put(self.sheet, record_column(self.day, name))
            elif self.layout is not None:
                known = error.known if isinstance(error, Unknown) else []
                self.day.world.attempt(self.layout, lambda: _unknown(LIST, name, known), None)
            return
        heading = unique_heading([*self.sheet.headings, *typed_headings(self.day.world)], name)
        look = {"most": LIMITS.get(name, 30.0), "wide": WIDE.get(name, 0.0)}
        look |= {"wrap": name in {"主题", "说明", "客户名称"}, "centred": name in COUNTS}
        self.sheet.vec(heading, vec, **look)

    def words(self, name: str) -> None:
        """What to say, why the row is there, by which rules."""
        day, sheet, frame, rows = self.day, self.sheet, self.scope.rows.frame, self.scope.rows.at.tolist()
        if name == "话术":
            spoken = [day.script(at) for at in rows]
            if any(one.text for one in spoken):
                sheet.add(name, [one.text or None for one in spoken], wide=NARROW[name], wrap=True)
        elif name == "因由":
            sheet.add(name, [day.because(frame, at) or None for at in rows], wide=40)
        else:
            sheet.vec(name, self.scope.vec((name,)), most=LIMITS[name])

    def further(self) -> None:
        """What a list can't do without: cells to fill, words, rules, reasons; and what 登记 needs, out of sight."""
        for column in self.typed.values():
            put(self.sheet, column)
        for name in ("话术", "规则", "因由"):
            if name not in self.sheet.headings:
                self.words(name)
        versions = [self.day.script(at).version or None for at in self.scope.rows.at.tolist()]
        if any(versions):
            self.sheet.add(SPOKEN[1], versions, hidden=True)
        for heading in (OWNER, MEANT):
            self.sheet.vec(heading, says(self.scope.vec((heading,))), hidden=True)
        self.sheet.vec(LISTED, owner_names(self.scope), hidden=True)
        for heading in _carried(self.day):
            vec = self.scope.vec((heading,)) if heading in self.scope.rows.frame.typed else None
            if vec is not None and not vec.missing().all():
                self.sheet.vec(heading, vec, hidden=True)
        self.sheet.vec("任务编号", self.scope.vec(("任务编号",)), hidden=True)


def _unknown(sheet: str, name: str, known: list[str]) -> None:
    raise Unknown(sheet, name, known)


def owner_names(scope: Scope, heading: str = OWNER) -> Vec:
    """The names of the people in a column; the number itself where 员工 doesn't know it.

    Of whoever has work, the number stands beside a name that two people have.
    """
    ids = says(scope.vec((heading,)))
    staff = scope.world.frame("员工")
    names = dict(zip(staff.key().objects(), scope.world.column(staff, "姓名").objects(), strict=True))
    if heading == OWNER:
        times = Counter(names.values())
        names = {one: f"{name}（{one}）" if name and times[name] > 1 else name for one, name in names.items()}
    return ids.mapped(lambda held: "、".join(str(names.get(one) or one) for one in held.split("、")))


def put_due(scope: Scope, sheet: Sheetful) -> None:
    """到期 as a day; where something is due at a minute, the time of day beside it."""
    vec = scope.vec(("到期",))
    sheet.add("到期", values(vec), kind_of(vec.type))
    if by_clock(scope.world):
        sheet.fields[-1] = Field("到期", "日期", 12.5)
        times = clock(scope.rows.frame)
        shown = [times[at] for at in scope.rows.at]
        if any(shown):
            sheet.add(CLOCK, shown, wide=11)


def _carried(day: Day) -> Sequence[str]:
    """What a record takes over from its task: 附带, the event or job it is about, 题单, 类别, 问卷."""
    book = day.world.book
    rules: tuple[Carry, ...] = (*book.all(Duty), *book.all(Sample), *book.all(Quota))
    named = (heading for rule in rules for heading, _ in rule.carry)
    return list(dict.fromkeys(("题单", "类别", "问卷", *named, "事件编号", "工单编号")))


def unique_heading(taken: Sequence[str], name: str) -> str:
    """The last name of a path, or the whole path where that is taken, or is where staff type."""
    last = name.rpartition(".")[2]
    return name if last in taken else last
