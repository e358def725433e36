"""Sheets that hold no list: what they are instead, and what to make of them so that they can be brought."""

from __future__ import annotations

import re

from workbook.papers.brought.seen import Leaf
from workbook.words.tongue import worded

_SEARCHED, _FEWEST = 30, 3
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_LONGEST = 20


def why_none(leaf: Leaf) -> str:
    """Why a sheet without headings of a list gave nothing, and how to mend it."""
    for row in range(1, min(leaf.last_row, _SEARCHED) + 1):
        texts = [text for at in range(1, leaf.last_column + 1) if len(text := leaf.text(row, at)) <= _LONGEST]
        days = {found[1]: text for text in texts if (found := _WEEKDAY.search(text))}
        if len(days) >= _FEWEST:
            first, *_, last = days.values()
            return worded(
                "整张没有收：像是按星期排的计划（{first}到{last}），名字写在格里的表收不了；"
                "改成一行一位客户，写上姓名、电话、下次回访（哪天）再导入",
                first=first,
                last=last,
            )
    return worded("整张没有收：找不到像“姓名”“电话”这样的一行表头")
