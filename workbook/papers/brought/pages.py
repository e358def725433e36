"""【导入对应】: where each column and word of foreign lists goes, and where somebody says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbook.papers.brought.headings import ASIDE, CALLS, LANDLINE, NAME, PHONE, ours
from workbook.papers.brought.mapped import DROP, EVENT_PART, GRADES, Line, Office
from workbook.papers.pages.page import Page
from workbook.papers.pages.shown import Sheetful
from workbook.sheets.grid import Grid
from workbook.sheets.headers import plain
from workbook.words.place import Place
from workbook.words.tongue import named, worded

MAPPING = "导入对应"
ROW_KEY, SORT, WHERE, WORD, ANSWER = "行键", "种类", "在哪里", "名单里写的", "改成"
_SHORT, _WORDS = 60, 12


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody wrote of a column or a word of a list, and in which cell."""

    text: str
    word: str
    cell: Place


def mapping_page(lines: Sequence[Line], office: Office) -> Page:
    """导入对应: one line a heading or word; the yellow cell says otherwise, and counts for every later list too.

    What was answered before, here or in the preview, stands in it, also where this list doesn't say it.
    """
    there = {(one.where if one.sort == "词" else "列", plain(one.word)) for one in lines}
    earlier = [one for one in office.answers if one not in there]
    lines = [*lines, *(_answered(where, word, office.answers[where, word]) for where, word in earlier)]
    held = [office.answers.get((one.where if one.sort == "词" else "列", plain(one.word))) for one in lines]
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
    sheet.add(
        ANSWER,
        held,
        typed=True,
        wide=20,
        choices=(*columns[:34], *office.offered, *CALLS, ASIDE, DROP),
    )
    marks = [(at, "疑") for at, one in enumerate(lines) if one.asked]
    return sheet.page(
        MAPPING,
        key=ROW_KEY,
        marks=marks,
        title=named(MAPPING),
        note=worded(
            "不对的，在黄格“改成”里写【客户】的列名或代码；（照抄）是原样抄成多的一列，（不要）是不收。写一次，以后的名单也照它。"
        ),
    )


def _answered(where: str, word: str, answer: str) -> Line:
    """What somebody said earlier, of another list or of a word that means something by now."""
    is_column = where == "列"
    return Line("列" if is_column else "词", "" if is_column else where, word, "", 0, answer, "您定过的")


def key_of(sort: str, where: str, word: str) -> str:
    """What tells lines apart: a heading is the same wherever it stands, a word belongs to its column."""
    return f"{sort}·{where if sort == '词' else ''}·{plain(word)}"


def answers(grids: Iterable[Grid]) -> dict[tuple[str, str], Answer]:
    """What somebody wrote in 导入对应: ('列', heading) or (our column, word) → where it goes, and its cell."""
    grid = next((one for one in grids if one.name.strip() == MAPPING), None)
    if grid is None:
        return {}
    rows = list(zip(*(column.to_pylist() for column in grid.columns), strict=True))
    head = next((at for at, row in enumerate(rows) if ANSWER in row and WORD in row), None)
    if head is None:
        return {}
    at = {str(word): place for place, word in enumerate(rows[head]) if word}
    found = {}
    for number, row in enumerate(rows[head + 1 :], grid.top + head + 1):
        sort, where, word, answer = (str(row[at[one]] or "").strip() for one in (SORT, WHERE, WORD, ANSWER))
        if answer and word:
            cell = Place(grid.name, number, grid.left + at[ANSWER])
            found["列" if sort == "列" else where, plain(word)] = Answer(answer, word, cell)
    return found


def not_understood(said: Mapping[tuple[str, str], Answer], office: Office) -> dict[tuple[str, str], str]:
    """What somebody wrote that is no column, or no word of its column: each told with its cell."""
    columns = {
        *CALLS,
        *office.happenings,
        *office.event_parts,
        *office.begun_parts,
        *office.extras,
        *GRADES,
        ASIDE,
        DROP,
        NAME,
        PHONE,
        LANDLINE,
    }
    told = {}
    for (where, word), one in said.items():
        column = office.sheet.column(one.text if where == "列" else where)
        options = () if where == "列" else office.choices(where)
        if where == "列" and column is None and one.text not in columns:
            told[where, word] = worded(
                "{cell} “{word}”写的“{answer}”不是【客户】的列", cell=one.cell.told, word=one.word, answer=one.text
            )
            if one.text in office.event_columns:
                told[where, word] += worded("；要收进【事件】的这一列，写 {part}", part=ours(EVENT_PART + one.text))
            elif part := next((part for part in office.begun_parts if part.endswith(f".{one.text}")), ""):
                told[where, word] += worded(
                    "；要收进【{sheet}】的这一列，写 {part}", sheet=named(part.partition(".")[0]), part=ours(part)
                )
        elif where != "列" and options and one.text not in {DROP, *options}:
            told[where, word] = worded(
                "{cell} “{word}”写的“{answer}”不是“{where}”里的词，可以写：{options}",
                cell=one.cell.told,
                word=one.word,
                answer=one.text,
                where=ours(where),
                options=worded("、").join(map(ours, options[:_WORDS])),
            )
    return told
