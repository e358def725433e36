"""The office's own name in the words its people say: the settings by which a rulebook introduces who is speaking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.rows import Row
from workbook.words.tongue import declared, worded

UNNAMED = declared("客户服务部")
"""An office that nobody named: it stands on paper, and nobody says it to a customer."""
OFFICE = "单位名称"
EXTRA = ("规则书", OFFICE, "演示日")
_SPOKEN = {"话术": "正文", "问卷": "题面"}
_INTRODUCED = re.compile(
    r"(?:我是|我们是|这里是)\{设置\.([^{}]*名称?)\}|(?<!\})\{设置\.([^{}]*名称?)\}(?:敬上|祝您|谢谢您)"
)
"""我是{设置.公司名}的……, {设置.店名}敬上: whoever speaks there is the office; 我是{设置.品牌}{设置.店名} is made of two."""


def spoken_names(rows: Mapping[str, Sequence[Row]], office: str) -> list[Row]:
    """The settings that say whose people call, with the office's name as 值; none where there is no name.

    Examples:
        >>> from workbook.words.place import Place
        >>> said = Row("话术", {"编号": "A", "正文": "您好，我是{设置.站名}{设置.部门名}的{员工.姓名}。"}, Place("话术"))
        >>> name, part = (Row("设置", {"名": one, "值": "某处"}, Place("设置")) for one in ("站名", "部门名"))
        >>> [row.cells for row in spoken_names({"话术": [said], "设置": [name, part]}, "清泉")]
        [{'名': '站名', '值': '清泉'}]
    """
    found = introducing(rows)
    if not office or office == worded(UNNAMED):
        return []
    return [replace(row, cells={**row.cells, "值": office}) for row in rows.get("设置", ()) if row.id in found]


def introducing(rows: Mapping[str, Sequence[Row]]) -> set[str]:
    """The names of those settings: every office has its own there."""
    return {name for words in _words(rows) for one in _INTRODUCED.finditer(words) for name in one.groups() if name}


def is_of_office(cells: Mapping[str, str], book: Rulebook) -> bool:
    """Whether a row of 设置 says only whose workbook it is, as a new one has it: no rule is changed by that."""
    name, value = cells.get("名"), cells.get("值")
    return name in EXTRA or (name in introducing(book.rows) and value == book.value(OFFICE))


def _words(rows: Mapping[str, Sequence[Row]]) -> Iterable[str]:
    """All that is said to customers."""
    for sheet, heading in _SPOKEN.items():
        for row in rows.get(sheet, ()):
            yield str(row.cells.get(heading) or "")
