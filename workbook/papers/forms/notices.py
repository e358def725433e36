"""处罚通知单: what a person is told of a line of 处罚台账 on paper: facts, clause, sum, the times before, how to appeal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from workbook.papers.forms.forms import Form
from workbook.papers.forms.related import Table
from workbook.papers.forms.slips import MOST, Slips
from workbook.papers.list.today import owner_names
from workbook.papers.pages.shown import said, values
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.sorts.model import Sanction
from workbook.rules.penalties.costs import costing
from workbook.rules.penalties.ledger import picked
from workbook.rules.penalties.telling import judged_by
from workbook.rules.world.frames import Frame, said_because
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Mask, says
from workbook.words.tongue import HEADING, named, worded

LEDGER, TITLE = "处罚台账", "处罚通知单"
SHOWN = (
    "行键",
    "日期",
    "登账日",
    "状态",
    "代码",
    "承担人",
    "员工编号",
    "事情",
    "金额",
    "下限",
    "上限",
    "处理",
    "申诉截止",
    "前几次",
    "版本",
)
CLOSED = {"冲销", "已冲销", "不另罚"}
_BEFORE = re.compile(r"(\d{4}-\d{2}-\d{2})（(.+?)）(?:、|$)")


def notices(day: Day, *, only: str = "") -> tuple[Slips, ...]:
    """A paper for each line booked today that costs somebody something; `only` names a line, a person or a thing."""
    if not day.world.book.all(Sanction):
        return ()
    frame = costing(day.sheet(LEDGER))
    rows = np.flatnonzero(_wanted(frame, only, np.datetime64(day.world.today, "us")))
    if not len(rows):
        return ()
    papers = _papers(day, frame, picked(frame, rows)) if len(rows) <= MOST else ()
    return (Slips(named(TITLE), papers, len(rows)),)


def _wanted(frame: Frame, only: str, today: np.datetime64) -> Mask:
    typed = frame.typed
    owed = ~typed["状态"].matching(lambda word: word in CLOSED) & ~typed["方向"].matching(lambda side: side == "奖")
    if not only:
        return np.asarray(owed & (typed["登账日"].data == today))
    named = [says(typed[heading]).matching(lambda word: word == only) for heading in ("行键", "员工编号", "对象编号")]
    return np.asarray(owed & np.logical_or.reduce(named))


def _papers(day: Day, frame: Frame, mine: Frame) -> tuple[Form, ...]:
    scope = Scope(day.world, whole(mine))
    columns = {heading: [said(one) for one in values(scope.vec((heading,)))] for heading in SHOWN}
    columns["金额"] = [said(one, "金额") for one in values(scope.vec(("金额",)))]
    names = [str(one or "") for one in values(owner_names(scope, "员工编号"))]
    rules = day.world.book.by_id(Sanction)
    earlier = _earlier(day, frame, columns["前几次"])
    to = day.world.book.value("申诉找谁") or worded("主管")
    return tuple(
        _paper({heading: column[at] or "" for heading, column in columns.items()}, names[at], rules, earlier, to,
               said_because(mine, at))
        for at in range(len(mine))
    )  # fmt: skip


def _paper(
    line: Mapping[str, str],
    name: str,
    rules: Mapping[str, Sequence[Sanction]],
    earlier: Mapping[str, tuple[str, ...]],
    to: str,
    why: str,
) -> Form:
    rule = judged_by(rules.get(line["代码"], ()), line["版本"], line["日期"])
    who = f"{name}（{line['员工编号']}）" if line["员工编号"] else worded("没有认定到人")
    facts = [
        (worded("被通知人"), who),
        (worded("哪一天"), line["日期"]),
        (worded("什么事"), line["事情"]),
        (named("条款", HEADING), f"{line['代码']}　{rule.clause if rule else ''}".strip()),
        (worded("依据的格"), why.partition("：")[2] or why),
        (named("金额", HEADING), worded("{amount} 元", amount=line["金额"]) if line["金额"] else worded("由人裁决")),
        (named("登账日", HEADING), line["登账日"]),
    ]
    if line["承担人"] and line["承担人"] != line["员工编号"]:
        facts.insert(1, (worded("由谁出"), line["承担人"]))
    if line["处理"]:
        facts.append((named("处理", HEADING), f"{line['处理']}（{line['状态']}）"))
    facts += [(worded("按哪一版"), line["版本"]), (worded("这一笔的编号"), line["行键"])]
    heads = tuple(named(one, HEADING) for one in ("日期", "条款", "金额", "状态"))
    before = [earlier[key] for _, key in _BEFORE.findall(line["前几次"]) if key in earlier]
    return Form(
        task_id="",
        customer_id=line["行键"],
        customer=name or line["行键"],
        owner="",
        owner_name="",
        title=named(TITLE),
        facts=tuple(facts),
        tables=(
            Table(
                worded("在它前面的几次"),
                heads,
                tuple(before),
            ),
        )
        if before
        else (),
        spoken=worded("不同意，怎样申诉"),
        script=appeal(line["申诉截止"], to),
        signatures=(worded("被通知人"), worded("经办人")),
    )


def appeal(until: str, to: str) -> tuple[str, ...]:
    """How to appeal, and what becomes of it."""
    when = worded("在 {until} 以前（含当天）", until=until) if until else worded("尽快")
    return (
        worded(
            "请先核对上面写的格。不同意的，{when}找{to}，当面或书面说明理由，由{to}在【处罚台账】这一行记下申诉日和申诉理由。",
            when=when,
            to=to,
        ),
        worded(
            "复核以后，结论是维持、撤销或改判，写明复核人。撤销和改判都另添一行冲销，原来这一行不删不改；已经缴了的退还。"
        ),
        worded("签字只表示收到了这一张，不表示同意。"),
    )


def _earlier(day: Day, frame: Frame, told: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The lines that papers name as earlier ones, by their 行键."""
    wanted = {key for one in told if one for _, key in _BEFORE.findall(one)}
    rows = np.flatnonzero(frame.typed["行键"].matching(lambda key: key in wanted)) if wanted else np.empty(0, np.int64)
    mine = picked(frame, rows)
    scope = Scope(day.world, whole(mine))
    columns = [[said(one) for one in values(scope.vec((heading,)))] for heading in ("行键", "日期", "名称")]
    sums = [said(one, "金额") for one in values(scope.vec(("金额",)))]
    states = [said(one) for one in values(scope.vec(("状态",)))]
    return {
        str(key): (on or "", what or "", sum_ or "", state or "")
        for key, on, what, sum_, state in zip(*columns, sums, states, strict=True)
    }
