"""One row of a foreign list as rows of ours: the customer, the calls that were made, the call that was promised."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, datetime, time

from workbook.papers.brought import values
from workbook.papers.brought.found import Brought, Row, Said
from workbook.papers.brought.headings import (
    ASIDE,
    BOTH,
    CALLER,
    CALLS,
    DONE,
    KEEPER,
    KEY,
    LANDLINE,
    LAST,
    LIKED,
    NAME,
    NEXT,
    NUMBER,
    PHONE,
    REMARK,
    TOLD,
)
from workbook.papers.brought.legend import GONE, colour
from workbook.papers.brought.mapped import DROP, Office, Table, code_of
from workbook.papers.brought.seen import Content

SPARE, STATE, CLASS, ROOM, BIRTH = "备用电话", "状态", "客户类别", "房号", "生日"
NOON = time(12)
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

    def customer(self) -> Row:
        """The row of 【客户】."""
        made: Row = {KEY: self.table.text(self.row, KEY)}
        self._names(made)
        for at, meaning in self.table.targets.items():
            if meaning.target == ASIDE:
                made[self.table.block.headings[at]] = self._aside(at)
            elif meaning.target not in OWN:
                self._value(made, meaning.target, at)
        if words := self.table.text(self.row, KEEPER):
            made[KEEPER], doubt = values.person(words, self.office.staff)
            if not made[KEEPER]:
                made[KEEPER] = words
                doubt = f"【员工】里没有“{words}”，先照抄；在【员工】里加上这个人，或改成有的人"
            if doubt:
                self.doubt(KEEPER, doubt)
        self._looks(made)
        remark = self.table.text(self.row, REMARK)
        if remark and values.wishes(remark):
            self.doubt(REMARK, f"备注里像是有约定或要求：“{remark}”，请看一眼要不要填约定时间、勿扰或方式偏好")
        made[REMARK] = "；".join(part for part in (remark, *self.remarks) if part) or None
        return {heading: value for heading, value in made.items() if value not in {None, ""}}

    def _names(self, made: Row) -> None:
        both, name = self.table.text(self.row, BOTH), self.table.text(self.row, NAME)
        made[NAME] = values.without_numbers(both or name) or name
        phones = self.table.text(self.row, PHONE)
        found = list(dict.fromkeys([*values.numbers(phones), *values.numbers(both or name)]))
        mobiles = [one for one in found if one.startswith("1")]
        others = [one for one in found if one not in mobiles]
        lines = values.numbers(self.table.text(self.row, LANDLINE)) + others
        if mobiles:
            made[PHONE] = mobiles[0]
        if lines:
            made[LANDLINE] = lines[0]
        if more := [*mobiles[1:], *lines[1:]]:
            made[SPARE] = "、".join(more)
            self.doubt(PHONE, f"一格里有几个号码：先打 {mobiles[0] if mobiles else lines[0]}，其余在“{SPARE}”")
        if phones and not found:
            self.remarks.append(f"电话原写：{phones}")
            self.doubt(PHONE, f"“{phones}”不是能打的号码，抄进备注；补上号码")

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
            self.doubt(target, f"Excel 把房号变成了日期 {cell.text}，读作 {made[ROOM]}；不对就改")
        elif target == BIRTH:
            made[target], is_whole = values.birthday(cell.value)
            if made[target] and not is_whole:
                self.doubt(target, f"生日“{cell.text}”没有年份，写作 {values.YEARLESS} 年")
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
                self.doubt(target, f"“{cell.text}”看不懂，抄进备注")

    def _aside(self, at: int) -> Content:
        cell = self.leaf.cells.get((self.row, at))
        return None if cell is None else cell.value if isinstance(cell.value, (date, datetime)) else cell.text

    def _looks(self, made: Row) -> None:
        """Colours, strokes and notes of the row's cells, in words."""
        cells = [cell for at in self.table.targets if (cell := self.leaf.cells.get((self.row, at))) is not None]
        self.remarks += [f"批注：{' '.join(cell.note.split())}" for cell in cells if cell.note]
        fills = Counter(word for cell in cells if (word := colour(cell.fill)))
        word = max(fills, key=lambda one: fills[one], default="")
        if word and fills[word] * 2 > len(cells):
            meaning = self.table.legend.colours.get(word, "")
            code = code_of(CLASS, meaning, self.office)[0] if meaning else ""
            if code:
                made[CLASS] = code
                self.doubt(CLASS, f"{word}底按表里的说明当作 {code}")
            else:
                self.remarks.append(f"{word}底{f'（{meaning}）' if meaning else ''}")
                self.doubt(NAME, f"这一行是{word}底，不知道是什么意思，记在备注里")
        if any(cell.is_struck for cell in cells):
            meaning = self.table.legend.struck
            self.remarks.append(f"划线{f'（{meaning}）' if meaning else ''}")
            if GONE.search(meaning):
                made[STATE] = "停用"
            self.doubt(NAME, f"这一行划了线{f'（{meaning}），先记作停用' if GONE.search(meaning) else '，记在备注里'}")

    # -- calls

    def calls(self, key: str) -> None:
        """What was said and done with a customer, and what was promised."""
        told, liked, mark = (self.table.text(self.row, one) for one in (TOLD, LIKED, DONE))
        caller = values.person(
            self.table.text(self.row, CALLER) or self.table.text(self.row, KEEPER), self.office.staff
        )[0]
        last = self._day(LAST)
        has_marks = self.table.at(DONE) is not None
        if (last or told) and (not has_marks or values.was_called(mark) or told):
            if last:
                self._record(key, last, told, liked, caller)
            else:
                self.doubt(TOLD, "有回访情况，没有日期，没有记成回访记录；情况抄进备注")
        for at, day in sorted(self.table.block.days.items()):
            text = self.leaf.text(self.row, at)
            if text and values.was_called(text):
                self._record(key, day.date(), "" if values.was_called(text) and len(text) < 2 else text, "", caller)
            elif text:
                self.out.doubts.append(Said(self.leaf.name, self.row, at, f"格里的“{text}”看不懂，没有记成回访"))
        if coming := self._day(NEXT, ahead=True):
            self.out.promised.append(
                {"客户编号": key, "约定时间": datetime.combine(coming, time(9)), "事项": "导入时约好的回访"}
            )

    def _day(self, target: str, *, ahead: bool = False) -> date | None:
        at = self.table.at(target)
        cell = self.leaf.cells.get((self.row, at)) if at is not None else None
        if cell is None or not cell.text:
            return None
        found = values.day(cell.value, self.office.today, ahead=ahead)
        if found is None:
            self.doubt(target, f"“{cell.text}”看不出是哪一天，没有记；写成 2026-03-09 再导入一次")
        elif found > self.office.today and not ahead:
            self.doubt(target, f"“{cell.text}”在今天以后，不像做过的回访，没有记")
            return None
        return found

    def _record(self, key: str, day: date, told: str, liked: str, caller: str) -> None:
        outcome = "无人接" if values.not_answered(told) else "完成"
        code, _ = code_of(LIKED, liked, self.office) if liked else ("", "")
        number = hashlib.sha256(f"{key}|{day}|{told}".encode()).hexdigest()[:8]
        self.out.records.append(
            {
                "记录编号": f"导{number}",
                "客户编号": key,
                "回访时间": datetime.combine(day, NOON),
                "方式": "电话",
                "结果代码": outcome,
                "员工编号": caller or None,
                LIKED: code or None,
                "意见": told or None,
                REMARK: "从旧名单导入" + (f"；满意度原写：{liked}" if liked and not code else ""),
            }
        )
