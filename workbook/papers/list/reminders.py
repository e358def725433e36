"""名单 and 提醒 as sheets: what is to be sent to whom, and what staff owe that is no call."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.papers.list.today import (
    CALLED_AT,
    CLOCK,
    MARKS,
    OWNER,
    OWNER_NAME,
    missing_numbers,
    numbers_to_call,
    owner_names,
    put_due,
)
from workbook.papers.pages.page import Page
from workbook.papers.pages.shown import Sheetful
from workbook.papers.pages.time_left import LEFT, dress
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Duty, Quota, Sample
from workbook.rules.worklist.callees import cell
from workbook.rules.worklist.wrong_numbers import WAITS
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import choose, says
from workbook.sheets.types import Type

LISTS, REMINDERS = "名单", "提醒"


def list_pages(day: Day) -> Iterable[Page]:
    """One sheet for each list that has lines today, or had some before."""
    return (list_page(day, name) for name in list_names(day))


def list_names(day: Day) -> list[str]:
    """名单:短信 and its like, as rules name them."""
    today = [str(word) for word in day.worklist.lines.typed["出"].objects() if word is not None]
    before = [name.replace("：", ":") for name in day.world.tables.cells]
    return [name for name in dict.fromkeys((*today, *before)) if name.startswith(f"{LISTS}:")]


def list_page(day: Day, name: str) -> Page:
    """One list: number and text of each customer, keyed by task; staff note when it was sent."""
    frame = day.sheet(name)
    scope = Scope(day.world, whole(frame))
    called = scope.vec(("联系方式",)).matching(lambda way: way in CALLED_AT)
    frame.typed["号码"] = choose(called, numbers_to_call(scope), frame.typed["号码"])
    frame.computed.pop("号码", None)
    missing_numbers(day, frame, "号码")
    sheet = Sheetful(len(frame))
    for heading in ("日期", "客户编号", "客户名称", "号码"):
        sheet.vec(heading, scope.vec((heading,)), most=22)
    sheet.vec("正文", scope.vec(("正文",)), wide=60, wrap=True)
    sheet.vec("字数", scope.vec(("字数",)), wide=8)
    sheet.add("已发时间", kind="时点", typed=True, wide=17.5)
    sheet.vec("规则", scope.vec(("规则",)), most=14)
    sheet.add("因由", [day.because(frame, at) or None for at in range(len(frame))], wide=50)
    sheet.vec("任务编号", scope.vec(("任务编号",)), hidden=True)
    unwritten = scope.vec(("正文",)).missing().nonzero()[0].tolist()
    return sheet.page(day.world.tables.named(name), key="任务编号", marks=[(at, "停") for at in unwritten])


def reminders_page(day: Day) -> Page:
    """提醒: who owes what until when, and the cell or sheet where it is noted as done."""
    frame = day.reminders
    dress(day.world, frame)
    scope = Scope(day.world, whole(frame))
    sheet = Sheetful(len(frame))
    sheet.vec(OWNER_NAME, owner_names(scope))
    sheet.vec("事项", scope.vec(("事项",)), most=28)
    for heading in ("客户编号", "客户名称", "源编号"):
        sheet.vec(heading, says(scope.vec((heading,))), most=22)
    sheet.vec("起点", scope.vec(("起点",)).of(Type("日期")))
    put_due(scope, sheet)
    sheet.vec(LEFT, scope.vec((LEFT,)), wide=16)
    sheet.vec("状态", scope.vec(("状态",)), wide=10)
    sheet.add("在哪里填", where_done(day, frame), "链接", most=20)
    sheet.vec("规则", scope.vec(("规则",)), most=14)
    sheet.add("因由", [day.because(frame, at) or None for at in range(len(frame))], wide=50)
    sheet.vec(OWNER, says(scope.vec((OWNER,))), hidden=True)
    sheet.vec("任务编号", scope.vec(("任务编号",)), hidden=True)
    states = scope.vec(("状态",)).objects()
    marks = [(at, MARKS[state]) for at, state in enumerate(states) if state in MARKS]
    return sheet.page(REMINDERS, key="任务编号", marks=marks, passing=(CLOCK,))


def where_done(day: Day, frame: Frame) -> list[str | None]:
    """The cell of the source row that closes each duty, or the sheet that wants a new row."""
    rules = {rule.id: rule for rule in day.world.book.all(Duty)}
    closed: tuple[Duty | Sample, ...] = (*rules.values(), *day.world.book.all(Sample))
    sheets = {rule.id: rule.done_sheet for rule in closed if rule.done_sheet}
    sheets |= {rule.id: rule.counted for rule in day.world.book.all(Quota)}
    found: list[str | None] = []
    for position, rule_id in enumerate(frame.typed["规则"].objects()):
        rule = rules.get(str(rule_id))
        heading = rule.done_column[0] if rule and rule.done_column else ""
        number = _number_cell(day, frame, position) if str(rule_id) == WAITS else None
        found.append(number or sheets.get(str(rule_id)) or _source_cell(frame, position, heading))
    return found


def _number_cell(day: Day, frame: Frame, position: int) -> str | None:
    """The cell that holds the number which proved wrong."""
    for link in frame.links.get("源行", []):
        if link.at[position] >= 0:
            return str(cell(day.world, (link.frame.name, int(link.at[position]))))
    return None


def _source_cell(frame: Frame, position: int, heading: str) -> str | None:
    for link in frame.links.get("源行", []):
        at = int(link.at[position])
        if at >= 0 and link.frame.number(at):
            return str(link.frame.place(at, heading))
    return None
