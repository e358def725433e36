"""Short input on 今日清单: the place of a word in its drop-down, instead of the word; said in the cell itself."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.sheets.choices import plain
from workbook.sheets.codes import Code

MOST = 20
_ENDS = " \u3000。.．！!？?~～，,；;、…"
YES_NO = ("是", "否")
_SPOKEN = {
    "完成": "打通 打通了 已打通 通了 接通了 联系上 联系上了 打完了 打过了 已打 回访完成 回访了 ok done √ ✓ ✔",
    "拒访": "拒绝了 不愿意 不想谈 不愿说 refused",
    "约时": "再约 改天 改天再打 改日 另约时间再打 callback",
    "无人接": "没打通 未打通 打不通了 没人 没有接 没人应 无人应答 没接电话 不接电话 关机了 已关机 拒接 拒听 拒绝接听 "
    "停机 已停机 欠费停机 未通 不通 不在服务区 noanswer",
    "占线": "忙 忙线中 占线中 在忙线 busy",
    "错号": "空号了 是空号 错号了 打错了 不是本人 换号 换号了 已换号 号码不存在 wrongnumber",
    "不再联系": "不要再打了 别再打了 别打了 不要再联系 勿再联系 别再联系",
}
"""What people write for the usual outcomes, beside what an office's own list calls them."""


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
        >>> [spelt(cell, options) for cell in ("打通了", "No answer", "已读不回")]
        ['完成', '无人接', '已读不回']
    """
    names = {name for one in options for name in (one.code, one.label, *one.aliases)}
    if cell is None or any(name.isdigit() for name in names):
        return cell
    meant = plain(cell)
    if all(plain(name) != meant for name in names):
        codes = {one.code for one in options}
        cell = next((code for code, words in _SPOKEN.items() if code in codes and meant in words.split()), cell)
    number = cell.strip().removesuffix(".0")
    known = turns([one.code for one in options])
    return known.get(str(int(number)) if number.isdecimal() else number, cell)


def bare(cell: str | None) -> str | None:
    """A typed word without the sign that people end a sentence with.

    Examples:
        >>> [bare(cell) for cell in ("完成。", "满意！", "是~", "。", None)]
        ['完成', '满意', '是', '。', None]
    """
    return cell and (cell.strip(_ENDS) or cell)
