"""Where each column of a list goes and what comes of it: a row a column in 【导入预览】, before anything is taken in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbook.papers.brought.found import Brought, Said
from workbook.papers.brought.headings import ASIDE, CALLER, CALLS, DONE, LIKED, MEANS, NUMBER, ONCE, TOLD, ours
from workbook.papers.brought.mapped import DROP, EVENT, EVENT_PART, Office, Table
from workbook.papers.brought.seen import Leaf
from workbook.papers.brought.values import is_not_called
from workbook.words.tongue import named, worded

_WORDS = 4


def columns_go(found: Sequence[Table], made: Brought, office: Office) -> list[tuple[Said, str]]:
    """Each column with the words for where it goes, from the left, list after list; and what no column says."""
    told = []
    for table in found:
        leaf = table.block.leaf
        for at, heading in table.block.headings.items():
            where = Said(leaf.name, table.block.head, at, "")
            told.append((where, worded("“{heading}” → {goes}", heading=heading, goes=_goes(table, at, made, office))))
    return [*told, *((one, one.words) for one in made.unsaid_ways())]


def _goes(table: Table, at: int, made: Brought, office: Office) -> str:
    leaf, rows = table.block.leaf, table.block.rows
    blank = table.filler.blank.get(at)
    calls = made.counted[leaf.name, at, "回访"]
    planned = made.counted[leaf.name, at, "约好"]
    came = [
        *([worded("记成回访 {count} 条", count=calls)] if calls else []),
        *([worded("约好回访 {count} 次", count=planned)] if planned else []),
    ]
    blanks = [worded("写着{words}的 {count} 格当作空着", words=_quoted(blank), count=blank.total())] if blank else []
    if at in table.block.days:
        what = worded("这个月的回访") if at in table.block.months else worded("这一天的回访")
        none = sum(is_not_called(leaf.text(row, at)) for row in rows)
        rest = [worded("没打的 {count} 格", count=none)] if none else []
        return worded("，").join([what, *(came or [worded("没有记成回访")]), *rest])
    target = table.targets[at].target if at in table.targets else ASIDE
    if target in {DROP, NUMBER}:
        return worded("不收")
    if target == ASIDE:
        return worded("照抄成【客户】多的一列，{filled} 格", filled=_filled(leaf, rows, at))
    if target.startswith(EVENT):
        count = made.counted[leaf.name, at, "事件"]
        return worded("{target}，记成事件 {count} 件，不算回访", target=ours(target), count=count)
    if target.startswith(EVENT_PART):
        written, filled = made.counted[leaf.name, at, "写进"], _filled(leaf, rows, at)
        what = worded(
            "写进【事件】的“{target}”，{filled} 格", target=ours(target.removeprefix(EVENT_PART)), filled=written
        )
        aside = [worded("没有记成事件的 {count} 格抄进备注", count=filled - written)] if filled > written else []
        return worded("，").join([what, *aside])
    if office.is_begun(target):
        name, _, heading = target.partition(".")
        written, filled = made.counted[leaf.name, at, "写进"], _filled(leaf, rows, at)
        what = worded(
            "写进【{sheet}】的“{target}”，{filled} 格", sheet=named(name), target=ours(heading), filled=written
        )
        aside = [worded("没有记成的 {count} 格抄进备注", count=filled - written)] if filled > written else []
        return worded("，").join([what, *aside, *blanks])
    if target in {TOLD, LIKED, DONE, CALLER, MEANS}:
        written = made.counted[leaf.name, at, "写进"]
        what = worded("写进回访记录的“{target}”，{filled} 格", target=ours(target), filled=written)
        filled = _filled(leaf, rows, at)
        aside = [worded("没有记成回访的 {count} 格抄进备注", count=filled - written)] if filled > written else []
        return worded("，").join([what, *aside, *blanks])
    if target in CALLS:
        none = sum(is_not_called(leaf.text(row, at)) for row in rows) if target == ONCE else 0
        rest = [worded("没打的 {count} 格", count=none)] if none else []
        return worded("，").join([ours(target), *(came or [worded("没有记成回访，也没有约")]), *rest, *blanks])
    return worded("，").join(
        [
            worded("【客户】的“{target}”，{filled} 格", target=ours(target), filled=_filled(leaf, rows, at)),
            *came,
            *blanks,
        ]
    )


def _filled(leaf: Leaf, rows: Iterable[int], at: int) -> int:
    return sum(bool(leaf.text(row, at)) for row in rows)


def _quoted(words: Iterable[str]) -> str:
    return "".join(worded("“{word}”", word=one) for one in list(words)[:_WORDS])
