"""A table of a letter as wide as a letter is: what is empty, or said by the column beside it, gives way to the sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

WIDEST = 9
"""Columns that a letter shows side by side; more of them push the last, often the sum, out of sight."""


def gone(headings: Sequence[str], rows: Sequence[Sequence[str]], twins: Mapping[str, str]) -> list[int]:
    """The columns to leave out of a wide table: empty ones first, then those that another column says as well.

    Shapes:
        twins: a heading → the one that says more, where it stands in every row.

    Examples:
        >>> heads = ("姓名", "代码", "名称", "日期", "数量", "基额", "第几次", "倍数", "金额", "待决定", "冲销")
        >>> row = ("甲", "T1", "迟到", "03-02", "1", "20", "", "1", "20", "否", "")
        >>> gone(heads, [row], {"代码": "名称"}), gone(heads[:9], [row], {"代码": "名称"})
        ([6, 10], [])
        >>> gone(heads, [(*row[:6], "2", *row[7:])], {"代码": "名称"})
        [1, 10]
    """
    filled = {one for at, one in enumerate(headings) if rows and all(row[at] for row in rows)}
    empty = [at for at in range(len(headings)) if not any(row[at] for row in rows)]
    said = [at for at, one in enumerate(headings) if at not in empty and twins.get(one) in filled]
    return sorted([*empty, *said][: max(len(headings) - WIDEST, 0)])
