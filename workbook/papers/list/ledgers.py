"""处罚台账, 抽样台账, 定额结果 and 历史 as sheets that only grow, and 指标结果 as it is today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from workbook.clock.periods_said import in_words, is_plain
from workbook.papers.list.counting import how_counted
from workbook.papers.list.metric_kinds import NUMBER, SHARE, kind
from workbook.papers.list.today import owner_names
from workbook.papers.pages.page import KINDS, Page, Value
from workbook.papers.pages.shown import Sheetful, said, values
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Metric, Quota, Sample, Sanction
from workbook.rules.worklist.history import new_history
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Positions, says
from workbook.words.money import exact
from workbook.words.tongue import worded

FINES, DRAWS, QUOTAS, METRICS, HISTORY = "处罚台账", "抽样台账", "定额结果", "指标结果", "历史"
FINE_HIDDEN = ("触发行", "期", "重计号", "阶梯组", "通知键", "前几次", "版本")
FINE_SEEN = (
    "代码",
    "对象编号",
    "数量",
    "基额",
    "第几次",
    "倍数",
    "金额",
    "下限",
    "上限",
    "处理",
    "待决定",
    "冲销",
    "申诉截止",
)
NAMED = (("员工", "姓名"), ("客户", "客户名称"))
"""Whose numbers people know by a name, and where that stands."""
PAYS = ("承担人",)
"""Who pays a line of the ledger: a colleague's number, or a part of the office."""
VERDICTS = ("维持", "撤销", "改判")
FINE_TYPED = {"责令时间": 17.5, "改正时间": 17.5, "裁决": 18.0, "裁决金额": 12.0, "裁决人": 10.0, "缴款日": 12.5,
              "确认人": 10.0, "申诉日": 12.5, "申诉理由": 18.0, "复核结论": 10.0, "复核金额": 12.0, "复核人": 10.0}  # fmt: skip


def ledger_pages(day: Day, wanted: Callable[[str], bool]) -> Iterable[Page]:
    """The ledgers this rulebook fills, each with the rows that its sheet hasn't got yet.

    One that isn't wanted is worked out all the same, so that what is wrong with it is told.
    """
    made = ((Sanction, FINES, fines_page), (Metric, METRICS, metrics_page), (Sample, DRAWS, _draws_page),
            (Quota, QUOTAS, _quotas_page))  # fmt: skip
    for sort, name, page in made:
        if day.world.book.all(sort):
            day.sheet(name)
            if wanted(name):
                yield page(day)
    fresh = new_history(day.world)
    if len(fresh) or HISTORY in day.world.tables.cells:
        yield _history(day, fresh)


def fresh_rows(day: Day, name: str, frame: Frame, rows: Positions | None = None) -> Positions:
    """The rows whose key the sheet doesn't hold yet."""
    there = set(day.world.found(name).typed["行键"].objects().tolist()) if name in day.world.tables.cells else set()
    keys = frame.typed["行键"].objects()
    wanted = (
        frame.all if rows is None else rows
    )  # a line that stands there is never written again, even without its key
    return np.array([row for row in wanted.tolist() if keys[row] not in there and not frame.rows[row]], dtype=np.int64)


def fines_page(day: Day) -> Page:
    """处罚台账: one line a fine or reward, never changed afterwards; staff rule on it beside."""
    frame = day.sheet(FINES)
    scope = Scope(day.world, View(frame, fresh_rows(day, FINES, frame)))
    rules = day.world.book.all(Sanction)
    ranged = any(step.price is not None and step.price.high is not None for rule in rules for step in rule.amount)
    sheet = Sheetful(len(scope))
    for heading in ("日期", "登账日", "账期", "状态", "员工编号"):
        sheet.vec(heading, scope.vec((heading,)))
    sheet.vec("姓名", owner_names(scope, "员工编号"))
    sheet.vec("承担人", scope.vec(("承担人",)), hidden=not any(rule.payer for rule in rules))
    for heading in FINE_SEEN:
        sheet.vec(heading, scope.vec((heading,)), most=20, hidden=heading in {"下限", "上限"} and not ranged)
    _reasons(day, sheet, scope, wrap=True)  # before what staff write, which needs no paper
    for heading, wide in FINE_TYPED.items():
        declared = frame.sheet.column(heading)
        kind = declared.type.name if declared and declared.type.name in KINDS else "文本"
        sheet.add(heading, kind=kind, typed=True, wide=wide, choices=VERDICTS if heading == "复核结论" else ())
    for heading in (*FINE_HIDDEN, "行键"):
        sheet.vec(heading, scope.vec((heading,)), hidden=True)
    return sheet.page(FINES, key="行键", append=True, print_to="因由")


def _reasons(day: Day, sheet: Sheetful, scope: Scope, *, wrap: bool = False) -> None:
    told = [day.because(scope.rows.frame, at) or None for at in scope.rows.at.tolist()]
    sheet.add("因由", told, wide=50, wrap=wrap)


def _plain(day: Day, name: str, frame: Frame, rows: Positions | None = None) -> Page:
    """A ledger in the order of its declared columns, its key last and out of sight."""
    scope = Scope(day.world, View(frame, fresh_rows(day, name, frame, rows)))
    sheet = Sheetful(len(scope))
    for column in frame.sheet.columns:
        if column.heading == "期":
            _period(sheet, scope)
        elif column.heading == "键":
            sheet.vec("键", scope.vec(("键",)), hidden=True)
            sheet.add("对谁", _whose(day, scope), most=26)
        elif column.heading not in {"行键", "因由"}:
            sheet.vec(column.heading, scope.vec((column.heading,)).of(column.type), most=22)
    _reasons(day, sheet, scope)
    sheet.vec("行键", scope.vec(("行键",)), hidden=True)
    return sheet.page(name, key="行键", append=True)


def _period(sheet: Sheetful, scope: Scope) -> None:
    """期, and where it is more than a year, a month or a day in words beside it."""
    periods = values(scope.vec(("期",)))
    plain = is_plain(periods)
    sheet.add("期", periods, most=28, hidden=not plain)
    if not plain:
        sheet.add("期间", [in_words(one) for one in periods], most=28)


def _whose(day: Day, scope: Scope) -> list[Value]:
    """The customers or people that keys name, with their numbers; a key that names neither as it stands."""
    keys = scope.vec(("键",))
    found: list[Value] = keys.objects().tolist()
    for sheet, heading in NAMED:
        frame = day.world.frame(sheet)
        found = _named(day, found, frame, heading, frame.lookup(says(keys)))
    return found


def _named(day: Day, found: Sequence[Value], frame: Frame, heading: str, at: Positions) -> list[Value]:
    """Numbers with the names of the rows that they mean; −1 means none."""
    names = day.world.column(frame, heading).take(at).objects()
    return [f"{own} {name}" if name and name != own else own for own, name in zip(found, names, strict=True)]


def _draws_page(day: Day) -> Page:
    return _plain(day, DRAWS, day.sheet(DRAWS))


def _quotas_page(day: Day) -> Page:
    """定额结果: periods that are over don't change any more."""
    frame = day.sheet(QUOTAS)
    return _plain(day, QUOTAS, frame, frame.typed["已结束"].matching(lambda word: word == "是").nonzero()[0])


def _history(day: Day, fresh: Frame) -> Page:
    """历史: which states, owners and conclusions this run saw change."""
    sheet = Sheetful(len(fresh))
    for column in fresh.sheet.columns:
        if column.heading not in {"序号", "因由"}:
            sheet.vec(column.heading, fresh.typed[column.heading], most=20)
    ids = fresh.typed["规则"].objects()
    reasons = because_by_rule(day)
    sheet.add("因由", [reasons.get(str(one)) for one in ids], wide=50)
    sheet.vec("序号", fresh.typed["序号"], hidden=True)
    return sheet.page(HISTORY, key="序号", append=True)


def because_by_rule(day: Day) -> dict[str, str]:
    """编号（条款） of every rule."""
    return {rule.id: rule.because for rules in day.world.book.rules.values() for rule in reversed(rules)}


# -- 指标结果


def metrics_page(day: Day) -> Page:
    """指标结果: each number with what it is made of; shares as shares, sums as sums, the newest period first."""
    frame = day.sheet(METRICS)
    order = _newest_first(frame)
    scope = Scope(day.world, View(frame, order))
    rules = {rule.id: rule for rule in day.world.book.all(Metric)}
    ids = [str(one) for one in scope.vec(("编号",)).objects()]
    kinds = {one: kind(day, rules[one]) for one in dict.fromkeys(ids)}
    shares = [kinds[one] == SHARE for one in ids]
    whole = {heading: values(scope.vec((heading,))) for heading in ("分子", "分母", "值", "差", "上期", "变动")}
    sheet = Sheetful(len(order))
    for heading in ("编号", "名称"):
        sheet.vec(heading, scope.vec((heading,)), most=28)
    _period(sheet, scope)
    sheet.add("分组", group_names(day, scope, rules=True), most=26)
    sheet.add("分子", whole["分子"], "小数", wide=10)
    sheet.add("分母", whole["分母"], "小数", wide=10)
    numbers = list(zip(whole["值"], shares, strict=True))
    sheet.add(
        "比率", [("无" if value is None else value) if share else None for value, share in numbers], "百分", wide=10
    )
    sums = {kinds[one] for one in ids} - {SHARE}
    sheet.add(
        "值", [None if share else value for value, share in numbers], sums.pop() if len(sums) == 1 else NUMBER, wide=12
    )
    if any(rule.target for rule in rules.values()):
        sheet.add("要求", [_aim(rules[one]) for one in ids], wide=12)
        sheet.add("离要求", [_step(value, share) for value, share in zip(whole["差"], shares, strict=True)], wide=14)
        sheet.vec("达标", scope.vec(("达标",)), wide=8)
    if any(rule.rank for rule in rules.values()):
        sheet.vec("名次", scope.vec(("名次",)), wide=8)
    if any(rule.previous for rule in rules.values()):
        sheet.add("上一期", _told(whole["上期"], ids, kinds))
        sheet.add("比上期", [_step(value, share) for value, share in zip(whole["变动"], shares, strict=True)], wide=14)
    later = values(scope.vec(("现值",)))
    if any(value is not None for value in later):
        sheet.add("现值", _told(later, ids, kinds), wide=12)
    raw = values(scope.vec(("不扣除值",)))
    if any(value is not None for value in raw):
        sheet.add("不扣除暂停", _told(raw, ids, kinds), wide=12)
    printed = next(one.heading for one in reversed(sheet.fields) if not one.hidden)  # why: rule by rule, for the screen
    told = {one: worded("{rule}：{how}。", rule=rules[one].because, how=how_counted(day, rules[one])) for one in kinds}
    sheet.add("因由", [told[one] for one in ids], wide=50, wrap=False)
    sheet.vec("已结束", scope.vec(("已结束",)), hidden=True)
    sheet.vec("行键", scope.vec(("行键",)), hidden=True)
    missed = scope.vec(("达标",)).objects()
    return sheet.page(
        METRICS, key="行键", print_to=printed, marks=[(at, "今日") for at, met in enumerate(missed) if met == "否"]
    )


def _told(cells: Sequence[Value], ids: Sequence[str], kinds: Mapping[str, str]) -> list[Value]:
    """Numbers in words, each as its metric is written."""
    return [said(value, kinds[one]) or None for value, one in zip(cells, ids, strict=True)]


def group_names(day: Day, scope: Scope, *, rules: bool = False) -> list[Value]:
    """分组 as people read it: names of staff and customers (and of `rules`) beside their numbers."""
    frame = scope.rows.frame
    found = values(scope.vec(("分组",)))
    by_rule = {rule.id for rule in day.world.book.all(Metric) if rule.by == (("规则",),)}
    if by_rule and rules:
        called = {rule.id: rule.name for rules in day.world.book.rules.values() for rule in rules if rule.name}
        own = scope.vec(("编号",)).objects()
        found = [_beside(one, called) if id_ in by_rule else one for id_, one in zip(own, found, strict=True)]
    for target, heading in NAMED:
        for link in frame.links.get(target, []):
            found = _named(day, found, link.frame, heading, link.at[scope.rows.at])
    paid = {rule.id for rule in day.world.book.all(Metric) if rule.by == (PAYS,)}
    if paid:
        staff, heading = NAMED[0]
        people = day.world.frame(staff)
        named = _named(day, found, people, heading, people.lookup(says(scope.vec(("分组",)))))
        ids = scope.vec(("编号",)).objects()
        found = [name if one in paid else own for one, own, name in zip(ids, found, named, strict=True)]
    return found


def _beside(number: Value, names: Mapping[str, str]) -> Value:
    """A rule's number with what it is called."""
    name = names.get(str(number))
    return f"{number} {name}" if name and name != number else number


def _newest_first(frame: Frame) -> Positions:
    """Metric by metric as the rulebook has them; in each the newest period first, its groups in their order."""
    ids, periods = (frame.typed[heading].objects().tolist() for heading in ("编号", "期"))
    own = list(zip(ids, periods, strict=True))
    turn = {one: at for at, one in enumerate(dict.fromkeys(ids))}
    latest = {key: row for row, key in enumerate(own)}
    rows = sorted(range(len(frame)), key=lambda row: (turn[ids[row]], -latest[own[row]], row))
    return np.array(rows, dtype=np.int64)


def _aim(rule: Metric) -> str | None:
    return rule.target.text if rule.target else None


def _step(value: Value, share: bool) -> str | None:  # noqa: FBT001
    """A difference: points of per cent for shares."""
    if value is None or isinstance(value, str):
        return None
    number = exact(str(value)) * (100 if share else 1)
    return f"{number:+.2f}" + (worded(" 个百分点") if share else "")
