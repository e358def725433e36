"""【导入预览】: what becomes of each row of a list; in its yellow cells somebody says what isn't known, and takes it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from workbook.papers.brought.found import Brought, Said
from workbook.papers.brought.headings import ASIDE, CALLS, KEEPER, KEY, LANDLINE, MEANS, NAME, PHONE, ours
from workbook.papers.brought.mapped import DROP, EMPTY, Line, Office
from workbook.papers.brought.pages import Answer, key_of
from workbook.papers.brought.samples import samples
from workbook.papers.brought.seen import said
from workbook.papers.list.first_days import BEGIN
from workbook.papers.pages.page import Page, Value
from workbook.papers.pages.shown import Sheetful
from workbook.sheets.grid import Grid
from workbook.sheets.headers import find, plain
from workbook.words.place import Place, letters, row_words
from workbook.words.tongue import declared, named, worded

PREVIEW, DECIDED, OUTCOME, FROM, ROW_KEY = "导入预览", "您定", "结果", "来源", "行键"
YES, OTHER = "是", "换一份"
AGREES = {YES, "√", "✓", "对", "1", "y", "yes", "收", "收下"}
WAITS, DONE, ASKED, COLUMN = "收下吗", "收好了", "请定", "各列"
SHOWN = 2000
_SHORT, _WORDS, _CELLS = 60, 12, 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list that was shown and waits: where it lies, what was said of it (是, 换一份, '' nothing yet), and of its words."""

    source: str = ""
    decided: str = ""
    answers: Mapping[tuple[str, str], Answer] = field(default_factory=dict)

    @property
    def is_agreed(self) -> bool:
        """Whether somebody said that it may come in."""
        return self.decided.casefold() in AGREES


def preview_page(
    made: Brought,
    lines: Sequence[Line],
    office: Office,
    source: str,
    *,
    goes: Sequence[tuple[Said, str]] = (),
    before: str = "",
    taken: bool = False,
) -> Page:
    """What a person should decide and look at first, then every customer that comes in; `source` is '' for the command.

    Shapes:
        before: what is said of the time before the workbook was in use.
    """
    name = source.replace("\\", "/").rpartition("/")[2]
    first = (DONE, name, "", summary(made)) if taken else (WAITS, name, "", f"{summary(made)}{worded(_HOW)}")
    asked = [one for one in lines if one.asked]
    older = [("请看一眼", "设置", BEGIN, before)] if before else []
    rows: list[tuple[str, str, str, str]] = [first, *older, *((ASKED, *_question(one, office)) for one in asked)]
    for title, sentences in (
        ("没有收", made.refused),
        ("改了" if taken else "要改", made.changed),
        ("请看一眼", made.doubts),
        ("已经有了", made.there),
        ("跳过", made.left),
    ):
        rows += [(title, *told) for told in _together(sentences)]
        if title == "请看一眼":
            rows += [(COLUMN, one.sheet, cell_of(one), words) for one, words in goes]
    rows += samples(made, {key: name for key, name, *_ in office.customers}, office)
    rows += [("收进", "客户", str(row[KEY]), _customer(row)) for row in made.customers]
    more = len(rows) - SHOWN
    rows = rows[:SHOWN]
    sheet = Sheetful(len(rows))
    sheet.add(OUTCOME, [one[0] for one in rows], most=10)
    sheet.add("表", [one[1] for one in rows], most=14)
    sheet.add("格或编号", [one[2] for one in rows], most=18, wrap=True)
    sheet.add("内容", [one[3] for one in rows], wide=80, wrap=True)
    headings = [column.heading for column in office.sheet.columns]
    sheet.add(
        DECIDED,
        typed=True,
        wide=16,
        choices=(YES, OTHER, *headings[:34], *office.offered, *CALLS, ASIDE, DROP),
    )
    keys = [None] * len(older) + [key_of(one.sort, one.where, one.word) for one in asked]
    sheet.add(ROW_KEY, [None, *keys, *[None] * len(rows)][: len(rows)], hidden=True)
    sheet.add(FROM, [None if taken else source, *[None] * len(rows)][: len(rows)], hidden=True)
    colours = {"没有收": "停", "请看一眼": "疑", ASKED: "疑", WAITS: "今日"}
    marks = [(at, colours[one[0]]) for at, one in enumerate(rows) if one[0] in colours]
    note = worded("只列前 {shown} 行，后面还有 {more} 行。", shown=SHOWN, more=more) if more > 0 else ""
    return sheet.page(PREVIEW, marks=marks, title=worded("导入预览　{name}", name=name), note=note)


def _together(sentences: Sequence[Said]) -> list[tuple[str, str, str]]:
    """What is said of several cells in the same words, once: where, the first cells, the words with how many rows."""
    groups: dict[tuple[str, str], list[Said]] = {}
    for one in sentences:
        groups.setdefault((one.sheet, one.words), []).append(one)
    told = []
    for (sheet, words), held in groups.items():
        cells = worded("、").join(cell_of(one) for one in held[:_CELLS]) + ("……" if len(held) > _CELLS else "")
        several = worded("{words}（{count} 行）", words=words, count=len(held)) if len(held) > 1 else words
        told.append((sheet, cells, several))
    return told


_HOW = declared("要收，在黄格“您定”里选“是”，再按一次“收名单”；不收，不用管它；换一份名单，选“换一份”。")


def _question(one: Line, office: Office) -> tuple[str, str, str]:
    """An open question: where, how many rows, what is done meanwhile and what may be said."""
    rows = worded("{count} 行", count=one.count)
    if one.sort == "词":
        words = _words(one.where, office)
        if one.word == EMPTY:
            asked = worded(
                "名单里没有写{where}，规则要看它。一样的话，{words}不定就空着，规则排不到他们。",
                where=ours(one.where),
                words=words,
            )
            return one.where, rows, asked
        if one.where == MEANS:
            asked = worded(
                "“{word}”是怎么联系的？{words}不定就先记作电话，原来的字抄进那一条回访的备注；不要它，写（不要）。",
                word=one.word,
                words=words,
            )
            return one.where, rows, asked
        asked = worded(
            "“{word}”是{where}里的哪一个？{words}不定就抄进备注；不要它，写（不要）。",
            word=one.word,
            where=ours(one.where),
            words=words,
        )
        return one.where, rows, asked
    so = (
        worded("，{rival}，先照抄成多的一列", rival=one.rival)
        if one.rival
        else worded("，看样子是“{target}”", target=ours(one.target))
        if one.how in {"相像", "内容", "猜"}
        else worded("，不认得，先照抄成多的一列")
    )
    sample = worded("（例：{sample}）", sample=one.sample[:_SHORT]) if one.sample else ""
    return (
        one.where,
        rows,
        worded(
            "“{word}”这一列{sample}{so}。不对就在黄格里选它是哪一列；不要它，选（不要）。",
            word=one.word,
            sample=sample,
            so=so,
        ),
    )


def _words(heading: str, office: Office) -> str:
    options = office.choices(heading)
    return worded("写上：{options}。", options=worded("、").join(map(ours, options[:_WORDS]))) if options else ""


def waiting(grids: Iterable[Grid]) -> Waiting:
    """The list that was shown last and isn't in yet, with what somebody wrote into its yellow cells."""
    grid = next((one for one in grids if one.name.strip() == PREVIEW), None)
    head = find(grid, {plain(one): one for one in (OUTCOME, DECIDED, ROW_KEY, FROM)}) if grid is not None else None
    if grid is None or head is None or len(head.columns) < 4:
        return Waiting()
    columns = {heading: grid.columns[at].to_pylist()[head.row + 1 :] for heading, at in head.columns.items()}
    source, decided, found = "", "", {}
    rows = zip(*(columns[one] for one in (OUTCOME, DECIDED, ROW_KEY, FROM)), strict=True)
    for number, (outcome, words, key, place) in enumerate(rows, grid.top + head.row + 1):
        answer = str(words or "").strip()
        if str(outcome or "").strip() == WAITS:
            source, decided = str(place or "").strip(), answer
        elif answer and key:
            sort, where, word = str(key).split("·", 2)
            cell = Place(grid.name, number, grid.left + head.columns[DECIDED])
            found["列" if sort == "列" else where, word] = Answer(answer, word, cell)
    return Waiting(source, decided, found)


def summary(made: Brought) -> str:
    """The numbers of an import in one sentence."""
    told = [
        worded("新客户 {count} 户", count=len(made.customers)),
        worded("做过的回访 {count} 条", count=len(made.records)),
        worded("约好的回访 {count} 次", count=len(made.promised)),
        *([worded("发生过的事 {count} 件", count=len(made.events))] if made.events else []),
        *(worded("【{sheet}】{count} 行", sheet=named(name), count=count) for name, count in made.begun_rows.items()),
        worded("已经有了 {count} 行", count=len(made.there)),
        *([worded("有变化的 {count} 格", count=len(made.changed))] if made.changed else []),
        worded("没有收 {count} 行", count=len(made.refused)),
        worded("请看一眼 {count} 处", count=len(made.doubts)),
    ]
    return worded("{told}。", told=worded("，").join(told))


def cell_of(one: Said) -> str:
    """Where in the list it stands."""
    if not one.row:
        return worded("整张")
    return f"{letters(one.column)}{one.row}" if one.column else worded("第 {row} 行", row=row_words(one.row))


def _customer(row: Mapping[str, Value]) -> str:
    shown = (ours(said(row.get(one))) for one in (NAME, PHONE, LANDLINE, "客户类别", KEEPER))
    rest = [
        f"{ours(heading)} {ours(said(value)[:_SHORT])}"
        for heading, value in row.items()
        if heading not in {KEY, NAME, PHONE, LANDLINE, "客户类别", KEEPER}
    ]
    return "　".join([*(value[:_SHORT] for value in shown if value), *rest])
