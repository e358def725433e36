"""Where a branch's rules aren't those of most branches: the cells that differ, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from workbook.papers.branches.branch import Branch, Note

SHOWN = 3
Cells = Mapping[str, str]


def apart(branches: Sequence[Branch]) -> Iterable[Note]:
    """One note for each branch whose rules differ from what most of those have that hold the rule."""
    keys = dict.fromkeys(key for branch in branches for key in branch.account.rules)
    usual = {key: _most([branch.account.rules.get(key, {}) for branch in branches]) for key in keys}
    for branch in branches:
        told = [words for key in keys for words in _differs(key, branch.account.rules.get(key, {}), *usual[key])]
        if told:
            more = f"；另有 {len(told) - SHOWN} 处" if len(told) > SHOWN else ""
            what = f"规则和多数分店不同：{'；'.join(told[:SHOWN])}{more}。数字照它自己的规则算了。"
            cure = "该一样，就在那家的规则表里改；就该不同，不用改。"
            yield Note(branch.name, branch.file, "疑", True, what, cure, state="规则不同")


def _most(held: Sequence[Cells]) -> tuple[Cells, int]:
    """The row as most have it, and how many; of as many the first branch's."""
    counted = Counter(tuple(sorted(cells.items())) for cells in held)
    words, many = counted.most_common(1)[0]
    return dict(words), many


def _differs(key: str, own: Cells, usual: Cells, many: int) -> Iterable[str]:
    if own == usual:
        return
    others = f"{many} 家"
    if not own:
        yield f"没有{key}（{others}有）"
    elif not usual:
        yield f"多了{key}（{others}没有）"
    else:
        for heading in dict.fromkeys((*usual, *own)):
            one, other = own.get(heading, ""), usual.get(heading, "")
            if one != other:
                yield f"{key} 的{heading}是{_quoted(one)}（{others}是{_quoted(other)}）"


def _quoted(cell: str) -> str:
    return f"“{cell if len(cell) <= 24 else cell[:23] + '…'}”" if cell else "空的"
