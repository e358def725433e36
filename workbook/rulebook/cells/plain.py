"""Cells of rules as people type them and as Excel makes them, in the one spelling that notations are read in."""

from __future__ import annotations

import re

from workbook.rulebook.cells.tree import NotUnderstood
from workbook.words.tongue import worded

_KEPT = "，：；（）！？"  # lists, lines and asides: each notation knows them itself
_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT}
_PLAIN |= {0x3000: " ", 0xA0: " ", ord("≥"): ">=", ord("≤"): "<=", ord("～"): "~", ord("﹪"): "%"}
_GROUPS = re.compile(r"(?<![\d.])\d{1,3}(?:[,，]\d{3})+(?!\d)")
_UNIT = re.compile(r"(?<=[\d.])\s*(?:元整?|圆|块|[次个人件条户天分])$")
_CURRENCY = re.compile(r"[￥¥](?=\s*\d)\s*|(?i:RMB)\s*(?=\d)")
_MIDNIGHT = re.compile(r"^(\d{4}-\d\d-\d\d) 00:00:00$")
_MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d):\d\d(?:\.\d+)?$")
_CLOCK = re.compile(r"^(?:1899-12-3[01] )?(\d\d:\d\d):\d\d(?:\.\d+)?$")
LONGEST = 4_000  # characters; the longest that anybody needed has three hundred
_TRUTH = {"true": "是", "false": "否"}


def plain(cell: str) -> str:
    """A cell with full-width letters, digits and signs made plain; Chinese commas and brackets stay.

    Examples:
        >>> plain("＞＝２０％"), plain("甲，乙（丙）"), plain("≥3")
        ('>=20%', '甲，乙（丙）', '>=3')
    """
    return cell if cell.isascii() else cell.translate(_PLAIN)


def short(cell: str) -> str:
    """A cell that says something in a notation, as it is.

    Raises:
        NotUnderstood: longer than anybody follows; readers look back and forth in it.
    """
    if len(cell) > LONGEST:
        raise NotUnderstood(
            worded("写了 {count} 个字，太长", count=len(cell)),
            worded("不超过 {longest} 个字；长的名单写成一张表里的一列，这里写那一列。", longest=LONGEST),
        )
    return cell


def without_units(cell: str) -> str:
    """A number without thousands commas, currency signs and the unit typed behind it.

    Examples:
        >>> without_units("1,000元"), without_units("￥50"), without_units("3 次"), without_units("20%")
        ('1000', '50', '3', '20%')
    """
    body = _CURRENCY.sub("", cell.strip())
    return _UNIT.sub("", _GROUPS.sub(lambda found: found[0].replace(",", "").replace("，", ""), body))


def as_typed(cell: str) -> str:
    """What was typed into a cell that Excel keeps in its own way: a day, a clock time, TRUE.

    Examples:
        >>> as_typed("2026-03-01 00:00:00"), as_typed("1899-12-31 09:00:00"), as_typed("true"), as_typed("2026-03-01 14:30:00")
        ('2026-03-01', '09:00', '是', '2026-03-01 14:30')
    """
    for shape in (_MIDNIGHT, _CLOCK, _MOMENT):
        if found := shape.match(cell):
            return found[1]
    return _TRUTH.get(cell.lower(), cell)


def phrase(cell: str) -> str:
    r"""A few words in one line: full-width signs made plain, line breaks as commas.

    Examples:
        >>> phrase("A：２０％\nB:余"), phrase("义务　T1")
        ('A:20%,B:余', '义务 T1')
    """
    return re.sub(r"\s*[,，]?\s*\n\s*", ",", plain(cell).strip()).replace("：", ":").replace("，", ",")


def shares_in_line(cell: str) -> str:
    r"""People as they are written, with their shares in one line and plain colons and commas.

    Examples:
        >>> shares_in_line("岗位：主管"), shares_in_line("{甲}：50%，\n{乙}:50%"), shares_in_line("{甲}:50%\n{乙}:50%")
        ('岗位:主管', '{甲}:50%,{乙}:50%', '{甲}:50%,{乙}:50%')
    """
    body = re.sub(r"\s*[,，]\s*", ",", cell.replace("：", ":"))
    return re.sub(r"(?<=%)\s*\n\s*", ",", body)
