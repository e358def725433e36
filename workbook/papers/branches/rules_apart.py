"""Where a branch's rules aren't those of most branches: the cells that differ, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from workbook.papers.branches.branch import Branch, Note
from workbook.words.tongue import worded

SHOWN = 3
Cells = Mapping[str, str]


def apart(branches: Sequence[Branch]) -> Iterable[Note]:
    """One note for each branch whose rules differ from what most of those have that hold the rule."""
    keys = dict.fromkeys(key for branch in branches for key in branch.account.rules)
    usual = {key: _most([branch.account.rules.get(key, {}) for branch in branches]) for key in keys}
    for branch in branches:
        told = [words for key in keys for words in _differs(key, branch.account.rules.get(key, {}), *usual[key])]
        if told:
            more = worded("；另有 {count} 处", count=len(told) - SHOWN) if len(told) > SHOWN else ""
            what = worded(
                "规则和多数分店不同：{told}{more}。数字照它自己的规则算了。",
                told=worded("；").join(told[:SHOWN]),
                more=more,
            )
            cure = worded("该一样，就在那家的规则表里改；就该不同，不用改。")
            yield Note(branch.name, branch.file, "疑", True, what, cure, state="规则不同")


def _most(held: Sequence[Cells]) -> tuple[Cells, int]:
    """The row as most have it, and how many; of as many the first branch's."""
    counted = Counter(tuple(sorted(cells.items())) for cells in held)
    words, many = counted.most_common(1)[0]
    return dict(words), many


def _differs(key: str, own: Cells, usual: Cells, many: int) -> Iterable[str]:
    if own == usual:
        return
    others = worded("{many} 家", many=many)
    if not own:
        yield worded("没有{key}（{others}有）", key=key, others=others)
    elif not usual:
        yield worded("多了{key}（{others}没有）", key=key, others=others)
    else:
        for heading in dict.fromkeys((*usual, *own)):
            one, other = own.get(heading, ""), usual.get(heading, "")
            if one != other:
                yield worded(
                    "{key} 的{heading}是{quoted}（{others}是{quoted2}）",
                    key=key,
                    heading=heading,
                    quoted=_quoted(one),
                    others=others,
                    quoted2=_quoted(other),
                )


def _quoted(cell: str) -> str:
    return f"“{cell if len(cell) <= 24 else cell[:23] + '…'}”" if cell else "空的"
