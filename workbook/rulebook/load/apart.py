"""Rulebooks beside each other in one workbook: what two of them call the same is told apart (rule-language §6).

An id that an earlier rulebook uses already gets its rulebook's name in the later one, wherever that names it: the rule
itself, the rules that speak of it, its demonstration. So does a setting of the same name that says something else.
Words that either lets a column hold are held by both. Rulebooks that stand on each other, or belong to one set (同套),
mean the same by the same id and stay as they are; only their 报告 of one 编号 and different 名称 are different papers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from workbook.rulebook.load.rows import Cell, Row, Source
from workbook.rulebook.sorts.model import REGISTER
from workbook.sheets.schema import STANDARD
from workbook.words.place import Place

NAMED = {
    "编号", "问卷", "话术", "块", "触发", "须", "权重", "起点", "拦截", "比于", "阶梯组", "互斥组",
}  # fmt: skip
"""Headings whose cells name rules."""
TOLD = {"规则", "代码", "编号", "条款代码", "来源规则", "问卷", "题单", "任务编号", "话术"}
"""Columns of sheets that hold the number of a rule: in tests, and in demonstrations."""
SPOKEN = {"正文", "外文"}
CARRIERS, KINDS = ("时限", "定额", "抽样"), "回访类别"
SHARED = {"登记表", "代码", "设置", "结果代码", "计算"}
"""Sheets whose rows are named by words that everybody uses, or by a column."""
_FRAGMENT = r"(?<=\{\+)(?:%s)(?=\})"
_WHOLE = r"(?<![\w-])(?:%s)(?![\w-])"
_LINE = re.compile(r"(^|[；;\n])([^:：；;\n]+[:：])([^；;\n]*)")
_CHOICE = re.compile(r"^(?P<name>[^:：()（）]+)[:：]代码\((?P<words>[^()@]*)\)")


def apart(sources: Sequence[Source]) -> list[Source]:
    """The rulebooks with ids that no two of them share, in their order; a 报告 that lays out a sheet of ours stays."""
    by_id = {source.id: source for source in sources}
    bottom = (
        1 if sources and not sources[0].based_on else 0
    )  # what stands on nothing and comes first carries all others
    if len(sources[bottom:]) < 2:
        return list(sources)
    alone = len({source.family or source.id for source in sources[bottom:]}) < 2
    made = list(sources[:bottom])
    for source in sources[bottom:]:
        before = [by_id[one.id] for one in made[bottom:]]
        strangers = [one for one in before if not _akin(one, source, by_id)]
        taken = {name for one in strangers for name in _ids(one)}
        papers = {name for one in before if one.family and one.family == source.family for name in _other(one, source)}
        clashing = (_ids(source) & taken | papers) - STANDARD.sheets.keys()
        settings = {name for one in strangers for name in _differing(one, source)}
        made.append(_renamed(source, clashing, settings) if clashing or settings else source)
    if alone:
        return made
    return [_own_forms(_choosing(source, _union(made))) for source in _with_all_kinds(made)]


def _with_all_kinds(sources: Sequence[Source]) -> Sequence[Source]:
    return [_with_kinds(source) for source in sources] if any(map(_lists_kinds, sources)) else sources


def _lists_kinds(source: Source) -> bool:
    return any(row.cells.get("组") == KINDS for row in source.rows.get("代码", ()))


def _with_kinds(source: Source) -> Source:
    """A rulebook that leaves 类别 free, with the words its rules write: another one beside it lets in listed words only."""
    if _lists_kinds(source):
        return source
    kinds = (str(row.cells.get("类别", "")) for sheet in CARRIERS for row in source.rows.get(sheet, ()))
    words = dict.fromkeys(kind for kind in kinds if kind and "{" not in kind)
    rows = [Row("代码", {"组": KINDS, "代码": word}, Place("代码"), book=source.id) for word in words]
    return replace(source, rows={**source.rows, "代码": (*source.rows.get("代码", ()), *rows)})


def _akin(one: Source, other: Source, by_id: Mapping[str, Source]) -> bool:
    """Whether one stands on the other, or both belong to one set."""
    return bool(one.family and one.family == other.family) or one.id in _bases(other, by_id)


def _bases(source: Source, by_id: Mapping[str, Source]) -> set[str]:
    found = set(source.based_on)
    return found.union(*(_bases(by_id[base], by_id) for base in source.based_on if base in by_id))


def _ids(source: Source) -> set[str]:
    return {row.id for sheet, rows in source.rows.items() if sheet not in SHARED for row in rows if row.id}


def _other(one: Source, source: Source) -> set[str]:
    """Reports of the same 编号 that are called otherwise."""
    named = {row.id: row.cells.get("名称") for row in one.rows.get("报告", ())}
    rows = [row for row in source.rows.get("报告", ()) if row.id in named]
    return {row.id for row in rows if row.cells.get("名称") and row.cells.get("名称") != named[row.id]}


def _differing(one: Source, other: Source) -> set[str]:
    """Settings of the same name that say something else."""
    said = {row.id: (row.cells.get("值"), row.cells.get("类型")) for row in one.rows.get("设置", ())}
    mine = {row.id: (row.cells.get("值"), row.cells.get("类型")) for row in other.rows.get("设置", ())}
    return {name for name, cells in mine.items() if name in said and said[name] != cells}


def _words(source: Source) -> dict[tuple[str, str], tuple[str, ...]]:
    """The words that each 代码 column of its 登记表 may hold, by sheet and column."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in source.rows.get(REGISTER, ()):
        for column in row.cells.get("列") or ():
            if match := _CHOICE.match(column):
                found[str(row.cells["表"]), match["name"]] = tuple(match["words"].split("|"))
    return found


def _own_forms(source: Source) -> Source:
    """The rulebook whose 记录表 over the whole list is for its own tasks: those of others have other words."""
    mine = ",".join(dict.fromkeys(row.id for sheet in CARRIERS for row in source.rows.get(sheet, ()) if row.id))

    def row(one: Row) -> Row:
        form = one.cells.get("载体") == "记录表" and one.cells.get("来源") == "今日清单" and not one.cells.get("若")
        return replace(one, cells={**one.cells, "若": {"规则": mine}}) if form and mine else one

    return replace(source, rows={**source.rows, "报告": tuple(map(row, source.rows.get("报告", ())))})


def _union(sources: Sequence[Source]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The words of all of them, by sheet and column."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for source in sources:
        for where, words in _words(source).items():
            found[where] = tuple(dict.fromkeys((*found.get(where, ()), *words)))
    return found


def _choosing(source: Source, words: Mapping[tuple[str, str], tuple[str, ...]]) -> Source:
    """The rulebook with columns that hold the words of all."""

    def column(sheet: str, written: str) -> str:
        match = _CHOICE.match(written)
        if match is None:
            return written
        return f"{match['name']}:代码({'|'.join(words[sheet, match['name']])}){written[match.end() :]}"

    def row(one: Row) -> Row:
        columns = one.cells.get("列")
        if not isinstance(columns, list):
            return one
        return replace(one, cells={**one.cells, "列": [column(str(one.cells["表"]), word) for word in columns]})

    return replace(source, rows={**source.rows, REGISTER: tuple(map(row, source.rows.get(REGISTER, ())))})


def renamed(rows: Mapping[str, tuple[Row, ...]], names: Mapping[str, str]) -> Mapping[str, tuple[Row, ...]]:
    """Rule rows in which every mention of these numbers is the number they stand for."""
    if not names:
        return rows
    token, fragment = told_anew(names), told_anew(names, _FRAGMENT)
    return {sheet: tuple(_named_anew(row, token, fragment) for row in written) for sheet, written in rows.items()}


def told_anew(names: Mapping[str, str], pattern: str = _WHOLE) -> Callable[[str], str]:
    """A text → the text with these numbers called by what they stand for."""
    any_of = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    found = re.compile(pattern % any_of)
    return lambda text: found.sub(lambda match: names[match[0]], text)


def _named_anew(one: Row, token: Callable[[str], str], fragment: Callable[[str], str]) -> Row:
    """A row with the rules that it names called anew."""
    cells: dict[str, Cell] = dict(one.cells)
    for heading, cell in cells.items():
        if one.sheet == "设置":
            continue
        if heading in NAMED and one.sheet not in SHARED and not isinstance(cell, Mapping):
            cells[heading] = _deep(cell, token)
        elif heading in SPOKEN:
            cells[heading] = _deep(cell, fragment)
        elif isinstance(cell, str) and heading.endswith("若"):
            cells[heading] = _LINE.sub(lambda line: line[1] + _test_told(line[2], line[3], token), cell)
        elif isinstance(cell, str) and "若·" in heading:
            cells[heading] = _test_told(heading.partition("·")[2], cell, token)
        else:
            cells[heading] = _tested(cell, token)
    return replace(one, cells=cells)


def _test_told(column: str, test: str, token: Callable[[str], str]) -> str:
    """A test with the rules that it asks for called anew; words of other columns stay."""
    name = column.strip(" :：").rpartition(".")[2]
    return f"{column if column.endswith((':', '：')) else ''}{token(test) if name in TOLD else test}"


def _renamed(source: Source, ids: Collection[str], settings: Collection[str]) -> Source:
    """The rulebook with its name before these ids and settings."""

    def changer(pattern: str, names: Collection[str]) -> Callable[[str], str]:
        if not names:
            return str
        any_of = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        found = re.compile(pattern % any_of)
        return lambda text: found.sub(lambda match: f"{source.id}-{match[0]}", text)

    token, fragment = changer(_WHOLE, ids), changer(_FRAGMENT, ids)
    setting = changer(r"(?<=\{设置\.)(?:%s)(?=\})", settings)

    def row(one: Row) -> Row:
        cells = {heading: _deep(cell, setting) for heading, cell in one.cells.items()}
        if one.sheet == "设置" and cells.get("名") in settings:
            cells["名"] = f"{source.id}-{cells['名']}"
        return _named_anew(replace(one, cells=cells), token, fragment)

    return replace(
        source,
        rows={sheet: tuple(map(row, rows)) for sheet, rows in source.rows.items()},
        demo={sheet: tuple(_told(one, token) for one in rows) for sheet, rows in source.demo.items()},
        covers={name: tuple(map(token, by)) for name, by in source.covers.items()},
    )


def _deep(cell: Cell, change: Callable[[str], str]) -> Cell:
    """Every text of a cell changed."""
    if isinstance(cell, str):
        return change(cell)
    if isinstance(cell, Mapping):
        return {change(name): change(value) for name, value in cell.items()}
    return [_deep(one, change) for one in cell]


def _tested(cell: Cell, change: Callable[[str], str]) -> Cell:
    """A group of tests with the rules it asks for changed; words stay."""
    if isinstance(cell, Mapping):
        return _told(cell, change)
    return [_tested(one, change) for one in cell] if isinstance(cell, list) else cell


def _told(row: Mapping[str, str], change: Callable[[str], str]) -> dict[str, str]:
    return {name: change(value) if name.rpartition(".")[2] in TOLD else value for name, value in row.items()}
