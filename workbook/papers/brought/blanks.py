"""What stands in a cell of a list for nothing (无, /, 暂无), for the cell above (同上, 〃), or for nobody (空置)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from workbook.papers.brought.seen import At, Leaf

_BLANK = frozenset(
    "无 没有 暂无 空 空白 空缺 未填 未填写 未登记 未提供 没填 没填写 未留 没留 不填 无号码 无电话 没有电话 "  # noqa: SIM905
    "n/a na none null nil".split()
)
_SIGNS = re.compile(r"[-—–−_/\\|.·*、，,。?？()\s]+")
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_DITTO = {"同上", "同前", "同上行", "同上一行", "同上面", "〃", "″", '"', "''", "“", "”", "々", "ditto"}
_NOBODY = frozenset(
    "空置 空房 空户 空铺 空关 未入住 没人住 未售 待售 未交付 未交房 未租 待租 匿名 未知 不详 不知 不知道 待定 待补 待确认 待核实 "  # noqa: SIM905
    "未知姓名 姓名不详 无名 无名氏 路人 散客 合计 小计".split()
)


def is_blank(words: str) -> bool:
    """Whether a cell says only that there is nothing.

    Examples:
        >>> [is_blank(one) for one in ("无", " / ", "——", "N/A", "暂无", "#REF!", "0", "无锡", "待定")]
        [True, True, True, True, True, True, False, False, False]
    """
    text = _folded(words)
    return text in _BLANK or bool(_SIGNS.fullmatch(text)) or bool(_ERROR.fullmatch(text))


def is_error(words: str) -> bool:
    """Whether a cell shows what a formula shows that can't be worked."""
    return _ERROR.fullmatch(words.strip()) is not None


def is_ditto(words: str) -> bool:
    """Whether a cell says: as above."""
    return _folded(words).rstrip("。.") in _folded_dittos()


def is_nobody(words: str) -> bool:
    """Whether a cell in the place of a name says that nobody is there, or that nobody knows who.

    Examples:
        >>> [is_nobody(one) for one in ("空置", "（未入住）", "匿名", "空知秋")]
        [True, True, True, False]
    """
    return _folded(words).strip("()[]【】*") in _NOBODY


@cache
def _folded_dittos() -> frozenset[str]:
    return frozenset(map(_folded, _DITTO))


@lru_cache(maxsize=4096)
def _folded(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split()).casefold()


@dataclass(frozen=True, slots=True)
class Filler:
    """What was done with cells that stand for nothing or for the cell above.

    Shapes:
        above: cells that said 同上 → what they said, what stands above ('' for nothing).
        blank: column → how many cells stand for nothing, by their words. errors: cells that showed an error.
    """

    above: Mapping[At, tuple[str, str]] = field(default_factory=dict)
    blank: Mapping[int, Counter[str]] = field(default_factory=dict)
    errors: tuple[At, ...] = ()


def told_above(leaf: Leaf, rows: Iterable[int], columns: Iterable[int]) -> tuple[Leaf, dict[At, tuple[str, str]]]:
    """A sheet with the words above in the cells that say 同上; a cell with nothing above it is left empty."""
    cells, found = dict(leaf.cells), {}
    columns = tuple(columns)
    last: dict[int, At] = {}
    for row in sorted(rows):
        for at in columns:
            words = leaf.text(row, at)
            if not words:
                continue
            if not is_ditto(words):
                last[at] = (row, at)
                continue
            above = cells[last[at]] if at in last else None
            found[row, at] = (words, above.text if above is not None else "")
            cells[row, at] = replace(cells[row, at], value=above.value if above is not None else None)
    return (replace(leaf, cells=cells), found) if found else (leaf, found)


def without_blanks(leaf: Leaf, cells: Iterable[At]) -> tuple[Leaf, dict[int, Counter[str]], tuple[At, ...]]:
    """A sheet without those of these cells that stand for nothing, and what they were."""
    kept, blank, errors = dict(leaf.cells), dict[int, Counter[str]](), []
    for at in cells:
        words = leaf.text(*at)
        if words and is_blank(words):
            kept[at] = replace(kept[at], value=None)
            blank.setdefault(at[1], Counter())[words] += 1
            if is_error(words):
                errors.append(at)
    return (replace(leaf, cells=kept), blank, tuple(errors)) if blank else (leaf, blank, ())
