"""One row of a foreign list as a customer of ours."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa

from workbook.papers.brought import values
from workbook.papers.brought.beside import without_numbers, words_beside
from workbook.papers.brought.found import Row
from workbook.papers.brought.headings import (
    ASIDE,
    BOTH,
    CALLS,
    KEEPER,
    KEY,
    LANDLINE,
    LAST,
    NAME,
    NUMBER,
    PHONE,
    QUIET,
    REMARK,
    ours,
)
from workbook.papers.brought.legend import GONE
from workbook.papers.brought.mapped import DROP, EMPTY, EVENT, EVENT_PART, GRADES, code_of, listed
from workbook.papers.brought.one_row import ROOM, SPARE, STATE, STOPPED, USUAL, WAY, OneRow
from workbook.papers.brought.seen import Content, brief
from workbook.papers.brought.spelled import said_calls
from workbook.sheets.choices import yes_no
from workbook.sheets.phones import spaced
from workbook.words.tongue import worded

BIRTH = "生日"
_RULES = 4
OWN = {KEY, NAME, BOTH, PHONE, LANDLINE, KEEPER, REMARK, NUMBER, ASIDE, DROP, *CALLS}


class Reader(OneRow):
    """One row, read."""

    def customer(self) -> Row:
        """The row of 【客户】."""
        made: Row = {KEY: self.table.text(self.row, KEY)}
        self._names(made)
        for at, meaning in self.table.targets.items():
            if meaning.target == ASIDE:
                made[self.table.block.headings[at]] = self._aside(at)
            elif not self._is_elsewhere(meaning.target):
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
        if others := values.numbers(remark):
            told = worded(
                "备注里有号码 {numbers}：要打的，填进手机或“{spare}”",
                numbers=worded("、").join(map(spaced, others)),
                spare=ours(SPARE),
            )
            self.doubt(REMARK, told)
        if values.is_unreached(remark):
            self.doubt(
                REMARK,
                worded("备注说“{remark}”：看一眼要不要换号码、停用这一户，不然照样列进清单", remark=brief(remark)),
            )
        made[REMARK] = worded("；").join(part for part in (remark, *self.remarks) if part) or None
        return {heading: value for heading, value in made.items() if value not in {None, ""}}

    def _is_elsewhere(self, target: str) -> bool:
        """Whether a column is read apart from the others of 【客户】, or stands in another sheet."""
        return target in OWN or target.startswith((EVENT, EVENT_PART)) or self.office.is_begun(target)

    def _wishes(self, made: Row, remark: str) -> bool:
        """Whether a remark's wish was understood: no calls, another way; days are understood with the calls."""
        today = self.office.today
        wants, way = values.no_calls(remark)
        if not wants:
            return bool(values.called_on(remark, today) or values.not_before(remark, today))
        code = code_of(WAY, way, self.office)[0] if way and self.office.sheet.column(WAY) else ""
        if code:
            made[WAY] = code
            self.doubt(REMARK, worded("备注说“{remark}”：方式偏好记作 {code}", remark=brief(remark), code=code))
            if fixed := self.office.fixed:
                rules = worded("、").join(fixed[:_RULES]) + ("……" if len(fixed) > _RULES else "")
                told = worded(
                    "方式偏好是 {code}，规则 {rules} 写明了怎么联系，不看它：清单仍照规则，“上次情况”里写明客户要用{code}；"
                    "不想再打，把【客户】的“勿扰”写“是”",
                    code=code,
                    rules=rules,
                )
                self.doubt(REMARK, told)
        else:
            made[QUIET] = "是"
            self.doubt(REMARK, worded("备注说“{remark}”：先记勿扰，不列进清单", remark=brief(remark)))
        return True

    def unclassed(self, made: Row) -> None:
        """Classes that rules go by and that no row told of this customer."""
        for heading in GRADES:
            if heading in self.office.read and not made.get(heading):
                self._without(made, heading)
                if not made[heading]:
                    del made[heading]

    def _without(self, made: Row, heading: str) -> None:
        """No class was written: what somebody said of such rows, else they are asked about together."""
        at = self.table.at(heading)
        if at is not None and self.table.block.leaf.text(self.row, at):
            made[heading] = None
            return  # a word that no list holds, asked about as that word
        made[heading], how = code_of(heading, EMPTY, self.office)
        if made[heading]:
            self.doubt(
                heading,
                worded("没有写{heading}，照您定的写作 {value}", heading=ours(heading), value=ours(str(made[heading]))),
            )
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
                    rest=spaced(mobiles[0] if mobiles else lines[0]),
                    spare=ours(SPARE),
                ),
            )
        for target, text in ((PHONE, phones), (LANDLINE, told)):
            if beside := words_beside(text):
                self.remarks.append(worded("电话原写：{phones}", phones=text))
                sentence = (
                    worded(
                        "号码旁边写着“{beside}”，抄进备注：看一眼要不要换号码、停用这一户，不然照样打", beside=beside
                    )
                    if values.is_unreached(beside)
                    else worded("号码旁边写着“{beside}”，抄进备注", beside=beside)
                )
                self.doubt(target, sentence)
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
        if column is not None and column.type.name == "是否":
            made[target] = self._yes_no(target, cell.text)
            return
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
            if not made[target] and how != "人定" and target == STATE and (gone := self._gone(cell.text)):
                made[target] = gone
                return
            if not made[target] and how != "人定":
                self.out.unknown[target, cell.text] += 1
        else:
            made[target] = cell.text
        if target in GRADES and GONE.search(cell.text):
            self.doubt(target, worded("“{words}”：看一眼要不要停用这一户，不然照样列进清单", words=cell.text))
        if not made.get(target):
            self.remarks.append(worded("：").join((heading, cell.text)))
            if not is_code:  # words that no list holds are asked about together
                self.doubt(target, worded("“{words}”看不懂，抄进备注", words=cell.text))

    def _aside(self, at: int) -> Content:
        cell = self.leaf.cells.get((self.row, at))
        return None if cell is None else cell.value if isinstance(cell.value, (date, datetime)) else cell.text

    def _yes_no(self, target: str, words: str) -> str | None:
        """是 or 否; a word of its own in a column of those who want no calls is their wish."""
        found: str | None = yes_no(pa.array([words]))[0].to_pylist()[0]
        if found is None:
            self.remarks.append(worded("：").join((self.table.block.headings[self.table.at(target) or 0], words)))
            if target == QUIET:
                self.doubt(target, worded("“{words}”先记勿扰，不列进清单；不是的改成“否”", words=words))
                return "是"
            self.doubt(target, worded("“{words}”看不懂，抄进备注", words=words))
        return found

    def _said(self) -> list[tuple[datetime, str]]:
        """The calls that the cell of the last one tells of in words."""
        at = self.table.at(LAST)
        cell = self.leaf.cells.get((self.row, at)) if at is not None else None
        return said_calls(cell.value, self.office.today) if cell is not None else []

    def _gone(self, words: str) -> str | None:
        """停用 for a state that no list holds and that says that nobody should call: asked about, they would be called."""
        if not GONE.search(words) or not listed(STATE, STOPPED, self.office):
            return None
        self.remarks.append(worded("：").join((self.table.block.headings[self.table.at(STATE) or 0], words)))
        told = worded(
            "“{words}”先记作{stopped}，不列进清单；不是的，改【客户】的“{state}”",
            words=words,
            stopped=STOPPED,
            state=STATE,
        )
        self.doubt(STATE, told)
        return STOPPED
