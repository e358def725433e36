"""The sheets of the head office's book, in the order in which they are looked at."""

from __future__ import annotations

from workbook.papers.branches.ledger import ledger
from workbook.papers.branches.numbers import each, sums
from workbook.papers.branches.overview import overview
from workbook.papers.branches.whole import KEY, NOT_COUNTED, NOTES, REMARK, WAITING, WRONG, Whole, day, finished
from workbook.papers.pages.page import Page
from workbook.papers.pages.shown import Sheetful
from workbook.words.tongue import WORD, named, worded


def pages(whole: Whole) -> tuple[Page, ...]:
    """Every sheet."""
    return (overview(whole), notes(whole), waiting(whole), sums(whole), each(whole), ledger(whole), wrong(whole))


def notes(whole: Whole) -> Page:
    """要看的分店: what wasn't read, or is to be looked at: the branch, its file, what is wrong, what to do."""
    own = sorted(whole.notes, key=lambda one: ("停疑注".index(one.level), one.branch, one.file))
    sheet = Sheetful(len(own))
    sheet.add("级别", [one.level for one in own], wide=8)
    sheet.add("算没算", ["算了" if one.counted else NOT_COUNTED for one in own], wide=10)
    sheet.add("分店", [one.branch for one in own], wide=20)
    sheet.add("文件", [one.file for one in own], wide=26)
    sheet.add("什么不对", [one.what for one in own], wide=60, wrap=True)
    sheet.add("怎么改", [one.cure for one in own], wide=46, wrap=True)
    sheet.add(REMARK, typed=True, wide=22)
    sheet.add(KEY, [f"{one.file}·{one.what}" for one in own], hidden=True)
    told = worded("停的没有算进任何数；疑和注的算了，看一眼。")
    marks = [(at, one.level) for at, one in enumerate(own)]
    return finished(sheet, whole, NOTES, told, key=KEY, marks=marks)


def waiting(whole: Whole) -> Page:
    """等人决定: what waits in each branch, the overdue complaints first."""
    own = [(branch, one) for branch in whole.branches for one in branch.account.waits]
    own.sort(key=lambda pair: (not pair[1].late, pair[1].since or "9", pair[0].name))
    sheet = Sheetful(len(own))
    sheet.add("分店", [branch.name for branch, _ in own], wide=20)
    sheet.add("什么事", [one.what for _, one in own], wide=16)
    sheet.add("谁、哪一件", [one.about or None for _, one in own], wide=34)
    sheet.add("从哪天", [day(one.since) for _, one in own], "日期")
    sheet.add("逾期", [named("逾期", WORD) if one.late else None for _, one in own], wide=8)
    sheet.add("在那家的哪里", [one.place for _, one in own], wide=18)
    sheet.add("总部批示", typed=True, wide=30)
    sheet.add(KEY, [f"{branch.id}·{one.what}·{one.place}" for branch, one in own], hidden=True)
    marks = [(at, "逾期") for at, (_, one) in enumerate(own) if one.late]
    return finished(sheet, whole, WAITING, worded("在各家自己的本子里办；批示写在黄格，留着。"), key=KEY, marks=marks)


def wrong(whole: Whole) -> Page:
    """各店问题: which kinds of problems each branch has, how many, and where to look first."""
    own = [(branch, one) for branch in whole.branches for one in branch.account.wrong]
    own.sort(key=lambda pair: ("停疑注".index(pair[1].level), pair[0].name, -pair[1].many))
    sheet = Sheetful(len(own))
    sheet.add("级别", [one.level for _, one in own], wide=8)
    sheet.add("分店", [branch.name for branch, _ in own], wide=20)
    sheet.add("问题", [worded(one.title) for _, one in own], wide=24)
    sheet.add("几处", [one.many for _, one in own], "整数", wide=8)
    sheet.add("先看", [one.where for _, one in own], wide=44)
    sheet.add(KEY, [f"{branch.id}·{one.level}·{one.title}" for branch, one in own], hidden=True)
    marks = [(at, one.level) for at, (_, one) in enumerate(own)]
    return finished(sheet, whole, WRONG, worded("在那家的【问题】里看每一处怎么改。"), key=KEY, marks=marks)
