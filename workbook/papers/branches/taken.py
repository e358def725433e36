"""A branch's day as an account: only numbers, its ledger and what waits go up; no telephone, nothing marked 密件."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from workbook.papers.branches.account import LINE, Account, Waits, Wrong
from workbook.papers.branches.figures import figures
from workbook.papers.list.gathered import LEVELS, Problem
from workbook.papers.list.ledgers import FINES, METRICS
from workbook.papers.list.problems import problems
from workbook.papers.list.today import owner_names
from workbook.papers.overview.months import months, satisfied
from workbook.papers.overview.standing import overdue
from workbook.papers.overview.waiting import EVENTS, waiting
from workbook.papers.pages.masking import scrub
from workbook.papers.pages.shown import values
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.leaving import secret
from workbook.papers.starter.introduced import introducing
from workbook.rules.facts.sides import awards
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Array, Mask, Vec
from workbook.words.money import exact, yuan
from workbook.words.tongue import worded

OFFICE, SHOWN = "单位名称", "演示日"
RUNS, FACTS = "运行记录", ("回访记录", "事件", "工单")
RULES = (
    "设置",
    "登记表",
    "计算",
    "判定",
    "检查清单",
    "流程",
    "开单",
    "时限",
    "定额",
    "抽样",
    "处罚标准",
    "指标",
    "联系限制",
)
"""The rule sheets that numbers depend on."""
UNTOLD = {"备注", "名称", "条款", "说明", "依据", "类型", "名", "编号"}
OF_EACH = {OFFICE, "启用日", SHOWN, "日报收件"}
"""Settings that every branch has for itself."""
MOST_MARKS, MOST_PLACES = 2000, 3
SUM, HIDDEN = "金额", "（密件）"


def account(day: Day) -> Account:
    """What the head office takes from a branch's finished day."""
    world = day.world
    today = np.datetime64(world.today, "D")
    month = str(np.datetime64(world.today, "M"))
    this = next((one for one in months(day, day.sheet(METRICS)) if one.name == month), None)
    liked, asked = satisfied(day, day.sheet(METRICS)).get(month, (None, None))
    ledger = day.sheet(FINES)
    done = day.sheet("义务").typed["完成时间"].data.astype("datetime64[D]") == today
    lines, withheld = _lines(day, ledger)
    fines, amount, given = _sums(ledger, month)
    found = problems(day)
    levels: Counter[str] = Counter()
    for one in found:
        levels[one.level] += one.count
    return Account(
        name=scrub(world.book.value(OFFICE)),
        moment=f"{world.now:%Y-%m-%d %H:%M}",
        last_run=_last_run(day),
        expected=str(world.calendar().on_or_before(np.array([today]))[0]),
        newest=_newest(day),
        shown=world.book.value(SHOWN) or "",
        listed=len(day.listed),
        late=int(overdue(day.listed).sum()),
        done=int(done.sum()),
        chores=len(day.reminders),
        due=this.due if this else 0,
        kept=this.kept if this else 0,
        liked=liked,
        asked=asked,
        fines=fines,
        amount=str(amount),
        awards=str(given),
        unbooked=int((ledger.rows == 0).sum()),
        withheld=withheld,
        problems={level: levels[level] for level in LEVELS},
        books=tuple(world.book.ids),
        waits=tuple(_waits(day, ledger)),
        wrong=tuple(_wrong(day)),
        figures=figures(day),
        lines=lines,
        rules=_rules(day),
        marks=_marks(day),
    )


def _last_run(day: Day) -> str:
    """When the branch ran last, as its 运行记录 says."""
    frame = day.world.found(RUNS)
    began = frame.typed["始"].data
    known = began[~np.isnat(began)]
    return values_of(known.max()) if len(known) else ""


def values_of(moment: np.datetime64) -> str:
    """A moment to the minute."""
    return str(moment.astype("datetime64[m]")).replace("T", " ")


def _newest(day: Day) -> str:
    """The day of the last thing that happened, up to now."""
    days: list[np.datetime64] = []
    for name in FACTS:
        frame = day.world.found(name)
        time = frame.sheet.time
        if time is not None and time.heading in frame.typed and len(frame):
            at = frame.typed[time.heading].data
            at = at[at <= day.world.instant]
            days += [at.max()] if len(at) else []
    return str(max(days).astype("datetime64[D]")) if days else ""


# -- the ledger


def _lines(day: Day, ledger: Frame) -> tuple[tuple[tuple[str | None, ...], ...], int]:
    """The lines that stand in the branch's own 处罚台账, with how far each has come by now; and how many are 密件."""
    at = np.flatnonzero(ledger.rows > 0)
    kept = at[~secret(day.world, ledger, at)]
    scope = Scope(day.world, View(ledger, kept))
    names = {rule.id: scrub(rule.name) for rules in day.world.book.rules.values() for rule in rules if rule.name}
    columns: list[list[str | None]] = []
    for heading in LINE:
        if heading == "姓名":
            columns.append(_texts(owner_names(scope, "员工编号")))
        elif heading == "条款":
            columns.append([names.get(str(code)) for code in scope.vec(("代码",)).objects()])
        elif heading == "因由":
            columns.append([scrub(day.because(ledger, one)) or None for one in kept.tolist()])
        else:
            columns.append(_texts(scope.vec((heading,))) if heading in ledger.typed else [None] * len(kept))
    keys = columns[LINE.index("行键")]
    for place, row in enumerate(ledger.rows[kept].tolist()):
        keys[place] = keys[place] or f"第{row}行"
    return tuple(zip(*columns, strict=True)), len(at) - len(kept)


def _texts(vec: Vec) -> list[str | None]:
    """Cells as they are written, without telephones."""
    return [scrub(str(value)) if value is not None else None for value in values(vec)]


def _sums(ledger: Frame, month: str) -> tuple[int, Decimal, Decimal]:
    """A month's lines in the branch's ledger: how many, what they come to, and its awards apart."""
    own: Mask = (ledger.rows > 0) & ledger.typed["账期"].matching(lambda period: period == month)
    given = awards(ledger)

    def total(rows: Mask) -> Decimal:
        sums = values(ledger.typed[SUM].take(np.flatnonzero(rows)))
        return yuan(sum((exact(str(one)) for one in sums if one is not None), exact(0)))

    return int((own & ~given).sum()), total(own & ~given), total(own & given)


# -- what waits, and what is wrong


def _waits(day: Day, ledger: Frame) -> list[Waits]:
    events = day.world.frame(EVENTS)
    sealed = np.flatnonzero(secret(day.world, events, events.all)).tolist()
    hidden = {str(events.place(at, "事件编号")) for at in sealed}
    return [
        Waits(
            one.what,
            HIDDEN if one.place in hidden else scrub(one.about),
            _day(one.since),
            one.place,
            one.is_late,
        )
        for one in waiting(day, 0, ledger, {})  # cells to mend are told apart
    ]


def _day(one: date | None) -> str:
    return str(one) if one else ""


def _wrong(day: Day) -> list[Wrong]:
    """The kinds of problems with how many there are and where the first stand; what the cells hold stays in the branch."""
    found: dict[tuple[str, str], list[Problem]] = {}
    for one in problems(day):
        found.setdefault((one.level, one.title), []).append(one)
    made = []
    for (level, title), held in found.items():
        count, first = sum(one.count for one in held), dict.fromkeys(str(one.place) for one in held[:MOST_PLACES])
        if level != "注":
            made.append(Wrong(level, title, count, "、".join(first) + "…" * (count > len(first))))
    return made


# -- what tells it from others


def _rules(day: Day) -> Mapping[str, Mapping[str, str]]:
    """The cells of the rules that numbers depend on, as they are written."""
    found: dict[str, dict[str, str]] = {}
    of_each = OF_EACH | introducing(day.world.book.rows)
    for sheet in RULES:
        for row in day.world.book.rows.get(sheet, ()):
            if sheet == "设置" and row.id in of_each:
                continue
            name = key = f"{sheet} {row.name}"
            turn = 1
            while key in found:
                turn += 1
                key = worded("{name}（第 {turn} 行）", name=name, turn=turn)
            cells = {heading: _cell(cell) for heading, cell in row.cells.items() if heading not in UNTOLD and cell}
            found[key] = {heading: cell for heading, cell in cells.items() if cell}
    return found


def _cell(cell: object) -> str:
    if isinstance(cell, Mapping):
        return "；".join(f"{name}: {_cell(inner)}" for name, inner in cell.items())
    return ",".join(map(_cell, cell)) if isinstance(cell, list | tuple) else scrub(str(cell).strip())


def _marks(day: Day) -> tuple[int, ...]:
    """A number for each record by its own number, customer and time: two copies of one book share them."""
    made: list[Array] = []
    for name in FACTS:
        frame, sheet = day.world.tables.frames.get(name), day.world.schema.sheets[name]
        if frame is None or not len(frame):
            continue
        asked = [one.heading for one in (sheet.key, sheet.time) if one is not None]
        own = [heading for heading in dict.fromkeys((*asked, "客户编号")) if heading in frame]
        made.append(pd.util.hash_pandas_object(frame[own].astype(str), index=False).to_numpy())
    return tuple(np.unique(np.concatenate(made))[:MOST_MARKS].tolist()) if made else ()
