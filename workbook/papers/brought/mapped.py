"""A list understood: which column and which word goes where, and what a person has to say first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from workbook.papers.brought.blocks import Block, blocks
from workbook.papers.brought.headings import ASIDE, BOTH, CALLS, LAST, NAME, Meaning, by_content, known, meant
from workbook.papers.brought.legend import Legend, legend
from workbook.papers.brought.seen import Leaf
from workbook.sheets.codes import Codes
from workbook.sheets.columns import Sheet
from workbook.sheets.headers import plain

DROP, GRADES = "（不要）", ("客户类别", "等级")
Customer = tuple[str, str, str, str]
"""One who is there: number, name, phone (digits), room."""


@dataclass(frozen=True, slots=True)
class Office:
    """What the workbook knows already: its 【客户】, its words, its people, its customers; and what somebody answered."""

    sheet: Sheet
    codes: Codes
    staff: Sequence[tuple[str, str]]
    customers: Sequence[Customer]
    today: date
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One column or one word of the list and where it goes; `asked`: nobody knows, somebody should say."""

    sort: str
    where: str
    word: str
    sample: str
    count: int
    target: str
    how: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One list with the meaning of each column."""

    block: Block
    targets: Mapping[int, Meaning]
    legend: Legend

    def at(self, target: str) -> int | None:
        """The column of a target."""
        return next((column for column, one in self.targets.items() if one.target == target), None)

    def text(self, row: int, target: str) -> str:
        """What stands under a target."""
        at = self.at(target)
        return self.block.leaf.text(row, at) if at is not None else ""


def tables(leaves: Sequence[Leaf], office: Office) -> list[Table]:
    """Every list of a workbook, understood; without those that hold no customer."""
    words = known(office.sheet)
    found = []
    for leaf in leaves:
        for block in blocks(leaf, words):
            targets = _targets(block, words, office)
            notes = [text for _, text, _ in block.left]
            if {NAME, BOTH, "客户编号", "房号"} & {one.target for one in targets.values()}:
                found.append(Table(block, targets, legend(notes)))
    return found


def _targets(block: Block, words: Mapping[str, Meaning], office: Office) -> dict[int, Meaning]:
    """Each column's meaning; what nobody knows is copied as it stands."""
    found: dict[int, Meaning] = {}
    taken: set[str] = set()
    marked = {plain(text) for text in (*block.headings.values(), *block.above.values())}
    has_calls = sum((one := meant(text, words)) is not None and one.target in CALLS for text in marked) > 1
    for at, heading in block.headings.items():
        if at in block.days:
            continue
        meaning = _one(heading, words, office)
        if meaning is not None and meaning.target in GRADES and meaning.how != "人定":
            meaning = replace(meaning, target=_grade(block, at, meaning.target, office))
        if meaning is None and has_calls and plain(heading) in {"日期", "时间"}:
            meaning = Meaning(LAST, "说法")
        if meaning is None:
            meaning = by_content([block.leaf.text(row, at) for row in block.rows], taken)
        if meaning is None or (meaning.target in taken and meaning.target not in {DROP, ASIDE}):
            meaning = Meaning(ASIDE, "照抄")
        found[at] = meaning
        taken.add(meaning.target)
    return found


def _grade(block: Block, at: int, target: str, office: Office) -> str:
    """Offices say 等级 and 类别 for one thing: the column of ours whose words these are."""
    texts = {block.leaf.text(row, at) for row in block.rows} - {""}
    fits = {one: sum(bool(_listed(one, text, office)) for text in texts) for one in (target, *GRADES)}
    return max(fits, key=fits.__getitem__)


def _listed(heading: str, word: str, office: Office) -> str:
    """The code that a word is in a list of ours; '' where there is no list, or it doesn't hold the word."""
    column = office.sheet.column(heading)
    options = (office.codes.of(column.type) if column else None) or ()
    same = (one.code for one in options if plain(word) in {plain(name) for name in (one.code, one.label, *one.aliases)})
    return next(same, "")


def _one(heading: str, words: Mapping[str, Meaning], office: Office) -> Meaning | None:
    """What somebody said of a heading, else what it means."""
    answer = office.answers.get(("列", plain(heading)))
    return Meaning(answer, "人定") if answer else meant(heading, words)


def column_lines(found: Sequence[Table]) -> list[Line]:
    """Where each column goes; those that are only copied are asked about."""
    lines: dict[str, Line] = {}
    for table in found:
        leaf = table.block.leaf
        for at, meaning in table.targets.items():
            sample = next((text for row in table.block.rows if (text := leaf.text(row, at))), "")
            heading = table.block.headings[at]
            asked = meaning.how in {"照抄", "相像", "内容"} and bool(sample)
            lines.setdefault(
                plain(heading),
                Line("列", leaf.name, heading, sample, len(table.block.rows), meaning.target, meaning.how, asked),
            )
        if table.block.days:
            days = sorted(table.block.days.values())
            word = f"{days[0]:%Y-%m-%d} 到 {days[-1]:%Y-%m-%d}"
            lines.setdefault(word, Line("列", leaf.name, word, "", len(days), "回访记录", "日期作表头，格里打勾"))
    return list(lines.values())


def code_of(heading: str, word: str, office: Office) -> tuple[str, str]:
    """The code that a foreign word means in one of our columns, and how one knows; '' when nobody does."""
    if answer := office.answers.get((heading, plain(word))):
        return ("", "人定") if answer == DROP else (answer, "人定")
    column = office.sheet.column(heading)
    if column is None or office.codes.of(column.type) is None:
        return word, "原样"
    found = _listed(heading, word, office)
    return found, "原样" if found else ""


def word_lines(unknown: Counter[tuple[str, str]]) -> list[Line]:
    """The words that no list of ours holds, each with how many rows say it."""
    return [
        Line("词", heading, word, "", count, "", "不认得", asked=True)
        for (heading, word), count in sorted(unknown.items())
    ]
