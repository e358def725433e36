"""分店一览: every branch in a line, the sums on top."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.papers.branches.whole import NOT_COUNTED, OVERVIEW, REMARK, Whole, finished, whole_number
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.shown import Sheetful
from workbook.words.money import exact
from workbook.words.tongue import worded

ID, ALL = "代号", "合计"
NARROW = 5.2
"""Eighteen columns on one sheet of A4: counts stand under headings of two lines."""


def overview(whole: Whole) -> Page:
    """分店一览: a line for each branch, those that aren't in first, then those with most overdue; the sums on top."""
    own = sorted(whole.branches, key=lambda one: (-one.account.late, one.name))
    size = 1 + len(whole.unread) + len(own)
    blank: list[Value] = [None] * len(whole.unread)
    accounts = [one.account for one in own]

    def both(cells: Sequence[Value], total: Value = None) -> list[Value]:
        return [total, *blank, *cells]

    def counted(name: str) -> list[Value]:
        cells = [getattr(one, name) for one in accounts]
        return both(cells, sum(cells))

    def money(name: str) -> list[Value]:
        cells = [exact(getattr(one, name)) for one in accounts]
        return both(cells, sum(cells, exact(0)))

    sheet = Sheetful(size)
    states = _states(whole)
    stops, waits = ([one.problems.get("停", 0) for one in accounts], [len(one.waits) for one in accounts])
    due, kept = counted("due"), counted("kept")
    liked, asked = (_floats(both([getattr(one, name) for one in accounts])) for name in ("liked", "asked"))
    sheet.add("分店", [ALL, *(one.known.name for one in whole.unread), *(one.name for one in own)], wide=14)
    told = [whole.told, *(NOT_COUNTED for _ in blank), *(states.get(one.file, "好") for one in own)]
    sheet.add("情况", told, wide=14, wrap=True)
    sheet.add("上次运行", both([one.last_run or None for one in accounts]), wide=16.5)
    for heading, name in (("今天联系", "listed"), ("逾期", "late"), ("今天办完", "done"), ("要办的事", "chores")):
        sheet.add(heading, counted(name), "整数", wide=NARROW, centred=True)
    sheet.add("等人决定", both(waits, sum(waits)), "整数", wide=NARROW, centred=True)
    sheet.add("要改的格", both(stops, sum(stops)), "整数", wide=NARROW, centred=True)
    sheet.add("本月按时", kept, "整数", wide=NARROW, centred=True)
    sheet.add("本月到期", due, "整数", wide=NARROW, centred=True)
    sheet.add("按时率", _shares(kept, due), "百分", wide=NARROW + 2, centred=True)
    sheet.add("满意", liked, "整数", wide=NARROW, centred=True)
    sheet.add("答了的", asked, "整数", wide=NARROW, centred=True)
    sheet.add("满意率", _shares(liked, asked), "百分", wide=NARROW + 2, centred=True)
    sheet.add("本月罚单", counted("fines"), "整数", wide=NARROW, centred=True)
    sheet.add("本月罚款", money("amount"), "金额", wide=10.5)
    sheet.add("本月奖励", money("awards"), "金额", wide=9)
    sheet.add("还没登账", counted("unbooked"), "整数", wide=NARROW, centred=True)
    sheet.add(REMARK, typed=True, wide=14, wrap=True)
    sheet.add("规则书", both(["、".join(one.books[1:] or one.books) for one in accounts]), wide=18)
    sheet.add("算到", both([one.moment for one in accounts]), wide=17)
    sheet.add("文件", [None, *(one.known.file for one in whole.unread), *(one.file for one in own)], wide=24)
    sheet.add("上次读成", [None, *(one.last or None for one in whole.unread), *(None for _ in own)], hidden=True)
    sheet.add(ID, [ALL, *(one.known.id for one in whole.unread), *(one.id for one in own)], hidden=True)
    words = worded(
        "没有算进来的在最上面，其余逾期多的在前；按时率、满意率都是 分子÷分母，合计行是各家分子之和÷分母之和。"
    )
    marks = [(at, "逾期") for at in range(1, 1 + len(blank))]
    marks += [(at, "今日") for at, one in enumerate(own, 1 + len(blank)) if one.file in states]
    return finished(sheet, whole, OVERVIEW, words, key=ID, marks=marks, print_to=REMARK)


def _floats(cells: Sequence[Value]) -> list[Value]:
    """Numbers with their sum on top; nobody asked anywhere is empty."""
    known = [float(str(one)) for one in cells[1:] if one is not None]
    return [
        whole_number(sum(known)) if known else None,
        *(None if one is None else whole_number(float(str(one))) for one in cells[1:]),
    ]


def _shares(tops: Sequence[Value], bottoms: Sequence[Value]) -> list[Value]:
    pairs = zip(tops, bottoms, strict=True)
    return [round(float(str(top)) / float(str(low)), 6) if top is not None and low else None for top, low in pairs]


def _states(whole: Whole) -> dict[str, str]:
    """What the line of a branch says of its book, in few words: all that is to be looked at."""
    found: dict[str, list[str]] = {}
    for one in whole.notes:
        if one.counted and one.state:
            found.setdefault(one.file, []).append(one.state)
    return {file: "，".join(dict.fromkeys(states)) for file, states in found.items()}
