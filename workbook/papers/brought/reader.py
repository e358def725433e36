"""One row of a foreign list as a customer of ours."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time

from workbook.papers.brought import values
from workbook.papers.brought.beside import without_numbers, words_beside
from workbook.papers.brought.found import Brought, Row, Said, returned
from workbook.papers.brought.headings import (
    ASIDE,
    BOTH,
    CALLS,
    KEEPER,
    KEY,
    LANDLINE,
    NAME,
    NUMBER,
    PHONE,
    REMARK,
)
from workbook.papers.brought.legend import GONE, colour
from workbook.papers.brought.mapped import DROP, EMPTY, EVENT, GRADES, Office, Table, code_of
from workbook.papers.brought.seen import LONGEST, Content, brief
from workbook.words.place import letters
from workbook.words.tongue import worded

WAY, QUIET = "方式偏好", "勿扰"
SPARE, STATE, CLASS, ROOM, BIRTH = "备用电话", "状态", "客户类别", "房号", "生日"
NOON = time(12)
USUAL = "在用"
"""Whoever stands in a list of customers is one; rules ask for the word."""
KNOWN_BY = {KEY, NAME, BOTH, PHONE, LANDLINE}
OWN = {KEY, NAME, BOTH, PHONE, LANDLINE, KEEPER, REMARK, NUMBER, ASIDE, DROP, *CALLS}


class Reader:
    """One row, read."""

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

    def customer(self) -> Row:
        """The row of 【客户】."""
        made: Row = {KEY: self.table.text(self.row, KEY)}
        self._names(made)
        for at, meaning in self.table.targets.items():
            if meaning.target == ASIDE:
                made[self.table.block.headings[at]] = self._aside(at)
            elif meaning.target not in OWN and not meaning.target.startswith(EVENT):
                self._value(made, meaning.target, at)
        if words := self.table.text(self.row, KEEPER):
            made[KEEPER], doubt = values.person(words, self.office.staff)
            if not made[KEEPER]:
                made[KEEPER] = words
                doubt = worded("【员工】里没有“{words}”，先照抄；在【员工】里加上这个人，或改成有的人", words=words)
            if doubt:
                self.doubt(KEEPER, doubt)
        if self.table.at(STATE) is None:
            made[STATE] = USUAL
        self._looks(made)
        remark = self.table.text(self.row, REMARK)
        if remark and not self._wishes(made, remark) and values.wishes(remark):
            self.doubt(
                REMARK,
                worded(
                    "备注里像是有约定或要求：“{remark}”，请看一眼要不要填约定时间、勿扰或方式偏好", remark=brief(remark)
                ),
            )
        if values.is_unreached(remark):
            self.doubt(
                REMARK,
                worded("备注说“{remark}”：看一眼要不要换号码、停用这一户，不然照样列进清单", remark=brief(remark)),
            )
        for heading in GRADES:
            if heading in self.office.read and heading not in made:
                self._without(made, heading)
        made[REMARK] = "；".join(part for part in (remark, *self.remarks) if part) or None
        return {heading: value for heading, value in made.items() if value not in {None, ""}}

    def _wishes(self, made: Row, remark: str) -> bool:
        """Whether a remark's wish was understood: no calls, another way; days are understood with the calls."""
        today = self.office.today
        wants, way = values.no_calls(remark)
        if not wants:
            return bool(values.called_on(remark, today) or values.not_before(remark, today))
        code = code_of(WAY, way, self.office)[0] if way and self.office.sheet.column(WAY) else ""
        if code:
            made[WAY] = code
            self.doubt(REMARK, f"备注说“{brief(remark)}”：方式偏好记作 {code}")
        else:
            made[QUIET] = "是"
            self.doubt(REMARK, f"备注说“{brief(remark)}”：先记勿扰，不列进清单")
        return True

    def _without(self, made: Row, heading: str) -> None:
        """No class was written: what somebody said of such rows, else they are asked about together."""
        at = self.table.at(heading)
        if at is not None and self.table.block.leaf.text(self.row, at):
            return  # a word that no list holds, asked about as that word
        made[heading], how = code_of(heading, EMPTY, self.office)
        if made[heading]:
            self.doubt(heading, f"没有写{heading}，照您定的写作 {made[heading]}")
        elif how != "人定":
            self.out.unknown[heading, EMPTY] += 1

    def _names(self, made: Row) -> None:
        both, name = self.table.text(self.row, BOTH), self.table.text(self.row, NAME)
        made[NAME] = without_numbers(both or name) or name
        phones = self.table.text(self.row, PHONE)
        found = list(dict.fromkeys([*values.numbers(phones), *values.numbers(both or name)]))
        mobiles = [one for one in found if one.startswith("1")]
        others = [one for one in found if one not in mobiles]
        told = self.table.text(self.row, LANDLINE)
        lines = list(dict.fromkeys([*values.numbers(told), *others]))
        if mobiles:
            made[PHONE] = mobiles[0]
        if lines:
            made[LANDLINE] = lines[0]
        if more := [*mobiles[1:], *lines[1:]]:
            made[SPARE] = "、".join(more)
            self.doubt(
                PHONE,
                worded(
                    "一格里有几个号码：先打 {rest}，其余在“{spare}”",
                    rest=mobiles[0] if mobiles else lines[0],
                    spare=SPARE,
                ),
            )
        for target, text in ((PHONE, phones), (LANDLINE, told)):
            if beside := words_beside(text):
                self.remarks.append(worded("电话原写：{phones}", phones=text))
                self.doubt(target, worded("号码旁边写着“{beside}”，抄进备注", beside=beside))
        for target, text, known in ((PHONE, phones, found), (LANDLINE, told, values.numbers(told))):
            if text and not known:
                self.remarks.append(worded("电话原写：{phones}", phones=text))
                self.doubt(target, worded("“{phones}”不是能打的号码，抄进备注；补上号码", phones=text))

    def _value(self, made: Row, target: str, at: int) -> None:
        cell = self.leaf.cells.get((self.row, at))
        if cell is None or not cell.text:
            return
        heading = self.table.block.headings[at]
        column = self.office.sheet.column(target)
        kind = column.type.kind if column else "text"
        is_code = column is not None and self.office.codes.of(column.type) is not None
        if target == ROOM and isinstance(cell.value, (date, datetime)):
            made[ROOM] = f"{cell.value.month}-{cell.value.day}"
            self.doubt(
                target,
                worded("Excel 把房号变成了日期 {words}，读作 {made}；不对就改", words=cell.text, made=made[ROOM]),
            )
        elif target == BIRTH:
            made[target], is_whole = values.birthday(cell.value)
            if made[target] and not is_whole:
                self.doubt(
                    target,
                    worded("生日“{words}”没有年份，写作 {yearless} 年", words=cell.text, yearless=values.YEARLESS),
                )
        elif kind == "moment":
            made[target] = values.day(cell.value, self.office.today)
        elif is_code:
            made[target], how = code_of(target, cell.text, self.office)
            if not made[target] and how != "人定":
                self.out.unknown[target, cell.text] += 1
        else:
            made[target] = cell.text
        if not made.get(target):
            self.remarks.append(f"{heading}：{cell.text}")
            if not is_code:  # words that no list holds are asked about together
                self.doubt(target, worded("“{words}”看不懂，抄进备注", words=cell.text))

    def _aside(self, at: int) -> Content:
        cell = self.leaf.cells.get((self.row, at))
        return None if cell is None else cell.value if isinstance(cell.value, (date, datetime)) else cell.text

    def _looks(self, made: Row) -> None:
        """Colours, strokes and notes of the row's cells, in words."""
        cells = [cell for at in self.table.targets if (cell := self.leaf.cells.get((self.row, at))) is not None]
        ours = tuple({returned(""), "没有收："})  # what this program wrote on rows that it gave back
        notes = [note for cell in cells if (note := " ".join(cell.note.split())) and not note.startswith(ours)]
        self.remarks += [worded("批注：{split}", split=note) for note in notes]
        fills = Counter(word for cell in cells if (word := colour(cell.fill)))
        word = max(fills, key=lambda one: fills[one], default="")
        if word and fills[word] * 2 > len(cells):
            meaning = self.table.legend.colours.get(word, "")
            code = code_of(CLASS, meaning, self.office)[0] if meaning else ""
            if code:
                made[CLASS] = code
                self.doubt(CLASS, worded("{word}底按表里的说明当作 {code}", word=word, code=code))
            else:
                self.remarks.append(
                    worded(
                        "{word}底{rest}", word=word, rest=worded("（{meaning}）", meaning=meaning) if meaning else ""
                    )
                )
                self.doubt(NAME, worded("这一行是{word}底，不知道是什么意思，记在备注里", word=word))
        if any(cell.is_struck for cell in cells):
            meaning = self.table.legend.struck
            self.remarks.append(worded("划线{rest}", rest=worded("（{meaning}）", meaning=meaning) if meaning else ""))
            if GONE.search(meaning):
                made[STATE] = "停用"
            self.doubt(
                NAME,
                worded(
                    "这一行划了线{rest}",
                    rest=worded("（{meaning}），先记作停用", meaning=meaning)
                    if GONE.search(meaning)
                    else worded("，记在备注里"),
                ),
            )
