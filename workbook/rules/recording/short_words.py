"""Short input on 今日清单: the place of a word in its drop-down, instead of the word; said in the cell itself."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.sheets.codes import Code

MOST = 20
YES_NO = ("是", "否")


def turns(words: Sequence[str]) -> dict[str, str]:
    """Number → word, from 1; 1 and 0 for 是 and 否; none where a word is a number itself, or there is nothing to choose.

    Examples:
        >>> turns(("完成", "无人接")), turns(("是", "否")), turns(("0", "1", "2")), turns(("是",))
        ({'1': '完成', '2': '无人接'}, {'1': '是', '0': '否'}, {}, {})
    """
    if tuple(words) == YES_NO:
        return {"1": "是", "0": "否"}
    if not 1 < len(words) <= MOST or any(any(sign.isdigit() for sign in word) for word in words):
        return {}
    return {str(turn): word for turn, word in enumerate(words, 1)}


def spelt(cell: str | None, options: Sequence[Code]) -> str | None:
    """A typed cell with the word that its number stands for; all else as it is: what is no place in the list is asked about.

    Examples:
        >>> options = [Code("结果", "完成", "完成"), Code("结果", "无人接", "没人接")]
        >>> [spelt(cell, options) for cell in ("2", "２", " 1.0 ", "3", "无人接", None)]
        ['无人接', '无人接', '完成', '3', '无人接', None]
    """
    names = {name for one in options for name in (one.code, one.label, *one.aliases)}
    if cell is None or any(name.isdigit() for name in names):
        return cell
    number = cell.strip().removesuffix(".0")
    known = turns([one.code for one in options])
    return known.get(str(int(number)) if number.isdecimal() else number, cell)
