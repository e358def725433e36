"""A workbook kept in another language, as if it had been kept in Chinese: names of sheets, headings, words of its cells.

Inside everything is Chinese. What people type as prose stays as they typed it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pyarrow as pa

from workbook.rulebook.load.parts import part_home, part_out
from workbook.rulebook.load.rows import TABLES
from workbook.sheets.columns import Column
from workbook.sheets.grid import Grid, Origin, waiting
from workbook.sheets.headers import SEARCHED
from workbook.sheets.schema import LIST, STANDARD, is_list
from workbook.words.terms import HEADING, SETTING, SHEET, TYPE, WORD, terms
from workbook.words.tongue import Tongue

MARKS = ("设置", "分发标记")
"""The sheets by whose names a workbook, or a clerk's book, says in which language it is kept."""
REPORT, ROW_KEY, HAPPENED = "报告·", "行键", "："
CODED = ("代码", "多选", "是否")
"""Types whose cells hold fixed words."""
SAID = frozenset({
    "状态", "原因", "处理", "作业", "种类", "级别", "类别", "联系方式", "称谓", "客户类别", "结果", "接下来", "单位", "分组",
})  # fmt: skip
"""Columns of plain text into which the program writes fixed words too."""
OF_SHEETS, OF_COLUMNS = ("表", "源表", "哪张表"), ("列", "哪一列")
RULES = {"代码": ("代码", "显示名"), "结果代码": ("编号", "名称")}
"""Columns of rule sheets that hold words which staff choose from; of the other ones only 是 and 否 are told."""
EITHER = {"导入对应": ("在哪里", "收到哪里", "怎么认的", "改成"), "导入预览": ("表", "您定")}
"""Columns of sheets about a foreign list, whose cells name a column of ours, or else a word or a sheet."""
ANSWERS = {"导入对应": ("改成", "种类"), "导入预览": ("您定", "行键")}
"""Where somebody says what they mean, and where it stands whether that is about a column of the list."""
SETTINGS, NAMES_OF_SETTINGS = "设置", {"名": SETTING, "类型": TYPE}
"""The settings that every book has, and their types: what an office adds stays as it was called."""
MEANT = "meant"
"""What a cell of such a column holds."""
GROUP = "group"
"""What 组 of 代码 holds: it is called like the column whose words it lists."""
GROUPS = frozenset(
    {"处理"}
    | {column.type.group for sheet in STANDARD.sheets.values() for column in sheet.columns if column.type.group}
)
"""Groups that every book has; how an office calls its own stays as it is."""
RULE_FLAGS = ("启用", "必需", "必填", "唯一")
_SEVERAL = re.compile(r"[、,，;；]")
_NOTE = re.compile(r"[(（\[【].*[)）\]】]$")


def is_kept_in(names: Collection[str], tongue: Tongue) -> bool:
    """Whether a workbook of these sheets is kept in a language."""
    known = terms(tongue, SHEET)
    return not any(one in names for one in MARKS) and any(known.out(one) in names for one in MARKS)


def sheet_out(name: str, tongue: Tongue) -> str:
    """How a workbook of that language calls a sheet."""
    known = terms(tongue, SHEET)
    if name.startswith(REPORT):
        return known.out(REPORT) + name.removeprefix(REPORT)
    if is_list(name):
        return known.out(LIST) + name[len(LIST)] + terms(tongue, WORD).out(name[len(LIST) + 1 :])
    return known.out(name)


def sheet_home(name: str, tongue: Tongue) -> str:
    """The Chinese name of a sheet of such a workbook; any other stays."""
    known = terms(tongue, SHEET)
    report, listed = known.out(REPORT), known.out(LIST)
    if name.startswith(report):
        return REPORT + name.removeprefix(report)
    if name.startswith(listed) and is_list(made := LIST + name.removeprefix(listed)):
        return made[: len(LIST) + 1] + terms(tongue, WORD).home(made[len(LIST) + 1 :])
    return known.home(name)


def heading_out(heading: str, tongue: Tongue) -> str:
    """A heading in that language; 若·客户类别 by its parts."""
    known = terms(tongue, HEADING)
    first, dot, rest = heading.partition("·")
    return known.there.get(heading) or (known.out(first) + dot + known.out(rest) if dot else heading)


def heading_home(text: str, tongue: Tongue) -> str:
    """The Chinese heading of one in that language, with a note in brackets or without; any other stays."""
    known = terms(tongue, HEADING)
    bare = text.strip().strip("*＊:：")
    for one in (bare, _NOTE.sub("", bare)):
        if (found := known.home(one)) != one:
            return found
    first, dot, rest = text.partition("·")
    return known.home(first) + dot + known.home(rest) if dot else text


def word_out(text: str, tongue: Tongue, kind: str = WORD) -> str:
    """A cell's word, or several, in that language; what holds anything else stays as it is."""
    return _each(text, "、", terms(tongue, kind).there.get, ", ")


def word_home(text: str, tongue: Tongue, kind: str = WORD) -> str:
    """A cell's word, or several, in Chinese; what holds anything else stays as it is."""
    known = terms(tongue, kind)

    def home(word: str) -> str | None:
        found = known.home(word)
        return found if found != word else word if word in known.there else None

    return _each(text, _SEVERAL, home, "、")


def group_out(name: str, tongue: Tongue) -> str:
    """A group of words in that language, where it is read back as the same."""
    return told if name in GROUPS and heading_home(told := heading_out(name, tongue), tongue) == name else name


def group_home(text: str, tongue: Tongue) -> str:
    """A group that every book has, in Chinese; any other as it stands."""
    return name if (name := heading_home(text, tongue)) in GROUPS else text


def meant_out(text: str, tongue: Tongue) -> str:
    """What a column or a word of a foreign list is among ours, in that language: a heading, 事件：成交, a word, a sheet."""
    first, sign, rest = text.partition(HAPPENED)
    if sign:
        return f"{sheet_out(first, tongue)}: {word_out(rest, tongue)}"
    heading = part_out(text, tongue) or heading_out(text, tongue)
    return heading if heading != text else word if (word := word_out(text, tongue)) != text else sheet_out(text, tongue)


def meant_home(text: str, tongue: Tongue, *, of_column: bool = False) -> str:
    """The same in Chinese, as somebody wrote it: of a column of the list first a heading, else first a word."""
    first, sign, rest = text.partition(":")
    if sign and sheet_home(first.strip(), tongue) != first:
        return f"{sheet_home(first.strip(), tongue)}{HAPPENED}{word_home(rest.strip(), tongue)}"
    heading, word = part_home(text, tongue) or heading_home(text, tongue), word_home(text, tongue)
    found = (heading, word) if of_column else (word, heading)
    return next((one for one in found if one != text), sheet_home(text, tongue))


def _each(text: str, sign: str | re.Pattern[str], look: Callable[[str], str | None], between: str) -> str:
    """A text whose parts all have another name; else as it is."""
    if whole := look(text.strip()):
        return whole
    parts = text.split(sign) if isinstance(sign, str) else sign.split(text)
    made = [look(part.strip()) for part in parts] if len(parts) > 1 else []
    return between.join(str(one) for one in made) if made and all(made) else text


@lru_cache(maxsize=4096)
def kind_of(sheet: str, heading: str) -> str:
    """What the cells of a column hold that has a name in other languages: words, sheets, columns; '' for none.

    Examples:
        >>> kind_of("客户", "勿扰"), kind_of("客户", "客户名称"), kind_of("今日清单", "第一题"), kind_of("问题", "表")
        ('word', '', 'word', 'sheet')
    """
    if sheet == SETTINGS and heading in NAMES_OF_SETTINGS:
        return NAMES_OF_SETTINGS[heading]
    if sheet in TABLES:
        is_word = heading in RULES.get(sheet, ()) or heading in RULE_FLAGS
        return WORD if is_word else GROUP if heading == "组" else ""
    known = STANDARD.sheets.get(sheet)
    if heading in EITHER.get(sheet, ()):
        return MEANT
    if heading in OF_SHEETS:
        return SHEET
    if heading in OF_COLUMNS and (known is None or known.ours):
        return HEADING
    if heading in SAID:
        return WORD
    declared = known.column(heading) if known else _anywhere(heading)
    return WORD if declared is None or declared.type.name in CODED else ""


def _anywhere(heading: str) -> Column | None:
    """The column of this heading in any sheet: reports show columns of all of them."""
    held = (one.column(heading) for one in STANDARD.sheets.values())
    return next((column for column in held if column is not None), None)


def at_home(grids: Sequence[Grid], tongue: Tongue) -> tuple[Grid, ...]:
    """The sheets of a workbook kept in that language, in Chinese; one that is in Chinese already stays as it is."""
    return tuple(_later(found, tongue) for found in grids)


def _later(found: Grid, tongue: Tongue) -> Grid:
    """A sheet of which something is kept is put into Chinese when somebody asks for its cells."""
    if found.called:  # it is in Chinese already
        return found
    if found.origin is None or not found.seal:
        return _at_home(found, tongue)
    return waiting(sheet_home(found.name, tongue), found.seal, _Home(found, found.origin, tongue), found.name)


@dataclass(frozen=True, slots=True)
class _Home:
    """A sheet in another language, and what was kept of it once it was in Chinese."""

    told: Grid
    origin: Origin
    tongue: Tongue

    def cells(self) -> Grid:
        """The sheet in Chinese."""
        return _at_home(self.told, self.tongue)

    def find(self, key: str) -> pa.RecordBatch | None:
        """What was made of it in Chinese; of the cells as they stand something else may be kept."""
        return self.origin.find(self._own(key))

    def grown(self, key: str) -> tuple[pa.RecordBatch, int] | None:
        """The same of its first rows."""
        return self.origin.grown(self._own(key))

    def keep(self, key: str, made: pa.RecordBatch) -> None:
        """Keeps it beside the book."""
        self.origin.keep(self._own(key), made)

    def _own(self, key: str) -> str:
        return f"{self.tongue.code}{key}"


def _at_home(found: Grid, tongue: Tongue) -> Grid:
    name = sheet_home(found.name, tongue)
    columns = list(found.columns)
    top = _header(columns, tongue)
    if top is None:
        return found if name == found.name else replace(found, name=name, called=found.name)
    heads = [column[top].as_py() for column in columns]
    said = [None if text is None else heading_home(text, tongue) for text in heads]
    if said == heads and name == found.name:
        return found
    for at, (old, new) in enumerate(zip(heads, said, strict=True)):
        kind = kind_of(name, new) if new else ""
        if old != new or kind:
            columns[at] = _told(columns[at], top, new, kind, tongue)
    if name == SETTINGS:
        _flags_home(columns, top, said, tongue)
    if name in ANSWERS and {*ANSWERS[name]} <= {*said}:
        answer, sort = (said.index(one) for one in ANSWERS[name])
        _answers_home(columns, (found.columns[answer], columns[sort]), answer, top, tongue)
    return replace(found, name=name, columns=tuple(columns), called=found.called or found.name)


def _flags_home(columns: list[pa.Array], top: int, headings: Sequence[str | None], tongue: Tongue) -> None:
    """是 and 否 among the values of settings, where that is their type: other values are what an office wrote."""
    if "值" not in headings or "类型" not in headings:
        return
    at, types = headings.index("值"), columns[headings.index("类型")].to_pylist()
    values = [
        word_home(text, tongue) if text and kind == "是否" and row > top else text
        for row, (text, kind) in enumerate(zip(columns[at].to_pylist(), types, strict=True))
    ]
    columns[at] = pa.array(values, pa.string())


def _answers_home(columns: list[pa.Array], read: tuple[pa.Array, pa.Array], at: int, top: int, tongue: Tongue) -> None:
    """What somebody answered of a column of a list names a column of ours; of a word, a word."""
    rows = enumerate(zip(*(one.to_pylist() for one in read), strict=True))
    told = [
        meant_home(text, tongue, of_column=True) if row > top and text and str(sort).startswith("列") else None
        for row, (text, sort) in rows
    ]
    columns[at] = pa.array([one or old for one, old in zip(told, columns[at].to_pylist(), strict=True)], pa.string())


def _header(columns: Sequence[pa.Array], tongue: Tongue) -> int | None:
    """The row that names most columns, in either language."""
    known = terms(tongue, HEADING)
    rows = list(zip(*(column.slice(0, SEARCHED).to_pylist() for column in columns), strict=True))

    def is_heading(text: str | None) -> bool:
        return bool(text) and (str(text) in known.there or heading_home(str(text), tongue) != text)

    scores = [len({text for text in row if is_heading(text)}) for row in rows]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def _told(column: pa.Array, top: int, heading: str | None, kind: str, tongue: Tongue) -> pa.Array:
    """One column with its heading, and below it its words, in Chinese."""
    if not kind:
        cells = column.slice(top + 1)
    else:
        coded = column.slice(top + 1).dictionary_encode()
        words = [None if word is None else _home(word, kind, tongue) for word in coded.dictionary.to_pylist()]
        cells = pa.array(words, pa.string()).take(coded.indices)
    return pa.concat_arrays([column.slice(0, top), pa.array([heading], pa.string()), cells])


def _home(word: str, kind: str, tongue: Tongue) -> str:
    if kind in (MEANT, GROUP):
        return (meant_home if kind == MEANT else group_home)(word, tongue)
    return sheet_home(word, tongue) if kind == SHEET else word_home(word, tongue, kind)
