"""What an import shows: where each column and word goes (and where somebody says otherwise), and what becomes of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbook.papers.brought.found import Brought, Said
from workbook.papers.brought.headings import ASIDE, CALLS, KEEPER, KEY, LANDLINE, NAME, PHONE
from workbook.papers.brought.mapped import DROP, Line, Office
from workbook.papers.brought.seen import said
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.shown import Sheetful
from workbook.sheets.grid import Grid
from workbook.sheets.headers import plain
from workbook.words.place import letters

MAPPING, PREVIEW = "导入对应", "导入预览"
ROW_KEY, SORT, WHERE, WORD, ANSWER = "行键", "种类", "在哪里", "名单里写的", "改成"
SHOWN = 2000
_SHORT = 60


def mapping_page(lines: Sequence[Line], office: Office) -> Page:
    """导入对应: one line a heading or word; the yellow cell says otherwise, and counts for every later list too."""
    sheet = Sheetful(len(lines))
    columns = [column.heading for column in office.sheet.columns]
    sheet.add(ROW_KEY, [key_of(one.sort, one.where, one.word) for one in lines], hidden=True)
    sheet.add(SORT, [one.sort for one in lines], centred=True)
    sheet.add(WHERE, [one.where for one in lines], most=16)
    sheet.add(WORD, [one.word for one in lines], most=24)
    sheet.add("例子", [one.sample[:_SHORT] or None for one in lines], most=24)
    sheet.add("行数", [one.count for one in lines], "整数")
    sheet.add("收到哪里", [one.target or "不知道" for one in lines], most=18)
    sheet.add("怎么认的", [one.how for one in lines], most=22)
    sheet.add(ANSWER, typed=True, wide=20, choices=(*columns[:40], *CALLS, ASIDE, DROP))
    marks = [(at, "疑") for at, one in enumerate(lines) if one.asked]
    return sheet.page(
        MAPPING,
        key=ROW_KEY,
        marks=marks,
        title="导入对应",
        note="不对的，在黄格“改成”里写【客户】的列名或代码；（照抄）是原样抄成多的一列，（不要）是不收。写一次，以后的名单也照它。",
    )


def key_of(sort: str, where: str, word: str) -> str:
    """What tells lines apart: a heading is the same wherever it stands, a word belongs to its column."""
    return f"{sort}·{where if sort == '词' else ''}·{plain(word)}"


def answers(grids: Iterable[Grid]) -> dict[tuple[str, str], str]:
    """What somebody wrote in 导入对应: ('列', heading) or (our column, word) → where it goes."""
    grid = next((one for one in grids if one.name.strip() == MAPPING), None)
    if grid is None:
        return {}
    rows = list(zip(*(column.to_pylist() for column in grid.columns), strict=True))
    head = next((at for at, row in enumerate(rows) if ANSWER in row and WORD in row), None)
    if head is None:
        return {}
    at = {str(word): place for place, word in enumerate(rows[head]) if word}
    found = {}
    for row in rows[head + 1 :]:
        sort, where, word, answer = (str(row[at[one]] or "").strip() for one in (SORT, WHERE, WORD, ANSWER))
        if answer and word:
            found["列" if sort == "列" else where, plain(word)] = answer
    return found


def preview_page(made: Brought, name: str) -> Page:
    """导入预览: what a person should look at first, then every customer that comes in."""
    lines: list[tuple[str, str, str, str]] = []
    for title, sentences in (
        ("没有收", made.refused),
        ("请看一眼", made.doubts),
        ("已经有了", made.there),
        ("跳过", made.left),
    ):
        lines += [(title, one.sheet, _cell(one), one.words) for one in sentences]
    lines += [("收进", "客户", str(row[KEY]), _customer(row)) for row in made.customers]
    more = len(lines) - SHOWN
    lines = lines[:SHOWN]
    sheet = Sheetful(len(lines))
    for at, (heading, most) in enumerate((("结果", 10), ("表", 14), ("格或编号", 12))):
        sheet.add(heading, [one[at] for one in lines], most=most)
    sheet.add("内容", [one[3] for one in lines], wide=80, wrap=True)
    marks = [
        (at, {"没有收": "停", "请看一眼": "疑"}[one[0]])
        for at, one in enumerate(lines)
        if one[0] in {"没有收", "请看一眼"}
    ]
    note = summary(made) + (f"只列前 {SHOWN} 行。" if more > 0 else "")
    return sheet.page(PREVIEW, marks=marks, title=f"导入预览 {name}", note=note)


def summary(made: Brought) -> str:
    """The numbers of an import in one sentence."""
    told = [
        f"新客户 {len(made.customers)} 户",
        f"做过的回访 {len(made.records)} 条",
        f"约好的回访 {len(made.promised)} 次",
        f"已经有了 {len(made.there)} 行",
        f"没有收 {len(made.refused)} 行",
        f"请看一眼 {len(made.doubts)} 处",
    ]
    return "，".join(told) + "。"


def _cell(one: Said) -> str:
    return f"{letters(one.column)}{one.row}" if one.column else f"第 {one.row} 行"


def _customer(row: Mapping[str, Value]) -> str:
    shown = (row.get(one) for one in (NAME, PHONE, LANDLINE, "客户类别", KEEPER))
    rest = [
        f"{heading} {said(value)[:_SHORT]}"
        for heading, value in row.items()
        if heading not in {KEY, NAME, PHONE, LANDLINE, "客户类别", KEEPER}
    ]
    return "　".join([*(said(value)[:_SHORT] for value in shown if value), *rest])
