"""How our sheets look: the few styles that both writers share, calm enough to read all day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from workbook.papers.pages.page import HELD, Field, Value

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""What the library that draws new books may not make of texts: a name that begins with = stays a name."""
FONT = "微软雅黑"
SIZE = 10.0

INK, GREY, RED, AMBER, BLUE = "FF1F2937", "FF6B7280", "FFB42318", "FFB54708", "FF1F5FA8"
PALE, BAND, TYPED_BAND, TYPED, LINE, STRONG_LINE = (
    "FFF5F7F9",
    "FFE8EEF4",
    "FFFCEFC7",
    "FFFFF9E5",
    "FFE5E7EB",
    "FFB8C4D0",
)

FORMATS = {
    "文本": "@", "链接": "@", "日期": "yyyy-mm-dd", "时点": "yyyy-mm-dd hh:mm",
    "整数": "0", "小数": "General", "金额": "#,##0.00", "百分": "0.0%",
}  # fmt: skip


class Style(NamedTuple):
    """One look of a cell; colours are ARGB, '' = none."""

    size: float = SIZE
    bold: bool = False
    colour: str = INK
    underline: bool = False
    fill: str = ""
    number: str = "General"
    wrap: bool = False
    across: str = ""
    indent: int = 0
    line: str = ""


TITLE = Style(size=14.0, bold=True)
NOTE = Style(size=9.0, colour=GREY)
HEADER_HEIGHT, TITLE_HEIGHT, LINE_HEIGHT, TALLEST = 24.0, 30.0, 16.5, 409.0

BOARD = {
    "标题": TITLE, "说明": NOTE,
    "导航": Style(size=9.0, colour=BLUE, underline=True, fill=BAND, across="center", line=STRONG_LINE),
    "题": Style(size=9.0, colour=BLUE, underline=True, fill=PALE, indent=1, across="left"),
    "大数": Style(size=20.0, bold=True, fill=PALE, indent=1, across="left", number="0"),
    "小字": Style(size=9.0, colour=GREY, across="left", indent=1),
    "段": Style(size=11.0, bold=True, line=STRONG_LINE, across="left", indent=1),
    "表头": Style(size=9.0, colour=GREY, across="left", line=LINE, indent=1),
    "文字": Style(across="left", indent=1, line=LINE), "日期": Style(number="yyyy-mm-dd", across="left", line=LINE),
    "数": Style(number="0", across="left", indent=1, line=LINE), "率": Style(number="0.0%", across="left", indent=1, line=LINE),
    "去处": Style(colour=BLUE, underline=True, number="@", across="left", indent=1, line=LINE),
    "步骤": Style(across="left", indent=1), "手写": Style(fill=TYPED, number="@", across="left", line=LINE),
}  # fmt: skip
"""The looks of a board's cells, by name."""

TABS = {"今天": "FFE0912F", "登记": "FF4E9A5B", "结果": "FF8A6FB0", "规则": "FF2F75B5", "首页": "FF1F2937",
        "幕后": "FF9AA3AD"}  # fmt: skip
"""The colour of a sheet's tab by what the sheet is for."""

MARK_HEADING = "标记"
"""The hidden column of marks; a row's colour follows it, so that it survives sorting and other programs."""

MARK_COLOURS = {"逾期": RED, "今日": AMBER, HELD: GREY, "了结": GREY, "停": RED, "疑": AMBER, "注": GREY}

WHOLE = {mark for mark, colour in MARK_COLOURS.items() if colour == GREY}
"""Marks that always colour the whole row: nothing in it counts any more."""

MARK_FIELD = Field(MARK_HEADING, width=6, hidden=True)


def header(field: Field) -> Style:
    """The band over a column; warmer over the columns that staff fill."""
    across, indent = _stand(field)
    band = TYPED_BAND if field.typed else BAND
    return Style(bold=True, fill=band, wrap=True, across=across, indent=indent, line=STRONG_LINE)


def body(field: Field) -> Style:
    """The cells of a column."""
    link = field.kind == "链接"
    across, indent = _stand(field)
    return Style(
        colour=BLUE if link else INK, underline=link, fill=TYPED if field.typed else "", number=FORMATS[field.kind],
        wrap=field.wrap, across=across, indent=indent, line=LINE,
    )  # fmt: skip


def _stand(field: Field) -> tuple[str, int]:
    """Where a column's cells stand: days in the middle, numbers right, words left, with a little air."""
    if field.centred or field.kind in {"日期", "时点"}:
        return "center", 0
    return ("left", 1) if field.kind in {"文本", "链接"} else ("right", 0)


def lines(field: Field, values: Sequence[Value]) -> list[int]:
    """How many lines each value takes in a column that wraps; a Chinese character is two wide.

    Examples:
        >>> lines(Field("说明", width=10, wrap=True), ["一二三四五六七", None, "一" + chr(10) * 2 + "二", "一二三四五"])
        [2, 1, 3, 1]
    """
    texts = ["" if value is None else str(value) for value in values]
    encoded = "\n".join(texts).encode("gbk", "replace").split(b"\n")
    parts = np.array([text.count("\n") + 1 for text in texts], dtype=np.int64)
    needed = np.maximum(-(-np.array(list(map(len, encoded)), dtype=np.int64) // max(1, int(field.width) - 2)), 1)
    needed = np.add.reduceat(needed, np.cumsum(parts) - parts) if texts else parts
    fits = (np.array(list(map(len, texts)), dtype=np.int64) * 2 <= field.width) & (parts == 1)
    found: list[int] = np.where(fits, 1, needed).tolist()
    return found


def height(lines: int) -> float:
    """Points that so many lines need, 0 when one line will do.

    Examples:
        >>> height(2), height(1), height(100)
        (33.0, 0.0, 409.0)
    """
    return min(TALLEST, lines * LINE_HEIGHT) if lines > 1 else 0.0


def header_height(shown: Iterable[Field]) -> float:
    """Points that the headings need, where one is wider than its column.

    Examples:
        >>> header_height([Field("客户名称", width=12)]), header_height([Field("今天联系", width=7)])
        (24.0, 36.0)
    """
    needed = [
        -(-len(one.heading.encode("gbk", "replace")) // max(1, int(one.width))) for one in shown if not one.hidden
    ]
    most = max(needed, default=1)
    return HEADER_HEIGHT if most < 2 else most * LINE_HEIGHT + 3


def choice_list(field: Field) -> str:
    """The drop-down's source as a formula; '' when there is none, or none that Excel could hold (255 characters).

    Examples:
        >>> choice_list(Field("结果", choices=("完成", "未接通")))
        '"完成,未接通"'
        >>> choice_list(Field("员工", choices=("=员工!$A$2:$A$9",)))
        '员工!$A$2:$A$9'
    """
    if len(field.choices) == 1 and field.choices[0].startswith("="):
        return field.choices[0][1:]
    words = ",".join(field.choices)
    fits = words and len(words) <= 255 and not any("," in word or '"' in word for word in field.choices)
    return f'"{words}"' if fits else ""
