"""One row of a foreign list: what is said at it, and what its looks say."""

from __future__ import annotations

from workbook.papers.brought.found import Brought, Row, Said
from workbook.papers.brought.headings import BOTH, KEY, LANDLINE, NAME, PHONE
from workbook.papers.brought.looks import coloured, is_gone, looks
from workbook.papers.brought.mapped import DROP, Office, Table, code_of, listed
from workbook.papers.brought.seen import LONGEST
from workbook.words.place import letters
from workbook.words.tongue import worded

WAY = "方式偏好"
SPARE, STATE, CLASS, ROOM = "备用电话", "状态", "客户类别", "房号"
USUAL, STOPPED = "在用", "停用"
"""Whoever stands in a list of customers is one; rules ask for the word."""
KNOWN_BY = {KEY, NAME, BOTH, PHONE, LANDLINE}


class OneRow:
    """One row, with what is to be said about it."""

    def __init__(self, table: Table, row: int, office: Office, out: Brought) -> None:
        self.table, self.row, self.office, self.out = table, row, office, out
        self.leaf = table.block.leaf
        self.remarks: list[str] = []

    def doubt(self, target: str, words: str) -> None:
        """Something that somebody should look at; the row comes in."""
        self.out.doubts.append(Said(self.leaf.name, self.row, self.table.at(target) or 0, words))

    def refuse(self, target: str, words: str) -> None:
        """The row doesn't come in."""
        self.out.refused.append(Said(self.leaf.name, self.row, self.table.at(target) or 0, words))

    def is_endless(self) -> bool:
        """Whether a cell by which a customer is known or called holds more than anybody types: then the row is refused.

        Of any other such cell the beginning comes in, and that is said at it.
        """
        targets = self.table.targets
        wanted = [at for at in self.table.block.headings if at not in targets or targets[at].target != DROP]
        long = {at: len(str(cell.value)) for at in wanted if (cell := self.leaf.long.get((self.row, at)))}
        known_by = {at for at in long if at in targets and targets[at].target in KNOWN_BY}
        for at, count in long.items():
            where = letters(at) + str(self.row)
            if at in known_by:
                words = worded(
                    "{cell} 有 {count} 个字，收不下，这一行没有收；删短到四千字以内再导入一次", cell=where, count=count
                )
                self.out.refused.append(Said(self.leaf.name, self.row, at, words))
            elif not known_by:
                words = worded(
                    "{cell} 有 {count} 个字，只收了前 {most} 个；后面要紧的，另写一格再导入",
                    cell=where,
                    count=count,
                    most=LONGEST,
                )
                self.out.doubts.append(Said(self.leaf.name, self.row, at, words))
        return bool(known_by)

    def _struck(self, made: Row) -> None:
        """A number that is struck out is no more to be called: it stands in 备注."""
        for target in (PHONE, LANDLINE):
            at = self.table.at(target)
            cell = self.leaf.cells.get((self.row, at)) if at is not None else None
            if cell is not None and cell.is_struck and cell.text:
                self.remarks.append(worded("划掉的号码：{phones}", phones=cell.text))
                self.doubt(target, worded("号码划掉了，不打，抄进备注；还能打就去掉划线再导入"))
                for heading in (target, SPARE) if target in made else ():
                    made.pop(heading, None)

    def _looks(self, made: Row) -> None:
        """Colours, strokes and notes of the row's cells, in words."""
        cells = [cell for at in self.table.targets if (cell := self.leaf.cells.get((self.row, at))) is not None]
        seen = looks(cells)
        self.remarks += [worded("批注：{split}", split=note) for note in seen.notes]
        for word, meaning in coloured(seen, self.table.legend):
            code = code_of(CLASS, meaning, self.office)[0] if meaning else ""
            if code and (not is_gone(meaning) or listed(CLASS, meaning, self.office)):
                made[CLASS] = code
                self.doubt(CLASS, worded("{word}按表里的说明当作 {code}", word=word, code=code))
                continue
            self.remarks.append(worded("{word}（{meaning}）", word=word, meaning=meaning) if meaning else word)
            if meaning and is_gone(meaning):
                self._stop(made, worded("这一行是{word}（{meaning}），先记作停用", word=word, meaning=meaning))
            elif meaning:
                self.doubt(NAME, worded("这一行是{word}（{meaning}），记在备注里", word=word, meaning=meaning))
            else:
                self.doubt(NAME, worded("这一行是{word}，不知道是什么意思，记在备注里", word=word))
        if seen.is_struck:
            meaning = self.table.legend.struck
            self.remarks.append(worded("划线{rest}", rest=worded("（{meaning}）", meaning=meaning) if meaning else ""))
            if is_gone(meaning):
                rest = (
                    worded("（{meaning}），先记作停用", meaning=meaning)
                    if meaning
                    else worded("，先记作停用，不列进清单")
                )
                self._stop(made, worded("这一行划了线{rest}", rest=rest))
            else:
                self.doubt(NAME, worded("这一行划了线{rest}", rest=worded("，记在备注里")))
        else:
            self._struck(made)

    def _stop(self, made: Row, told: str) -> None:
        made[STATE] = STOPPED
        self.doubt(NAME, told)
