"""One row of a foreign list: the calls that were made, what happened, the call that was promised."""

from __future__ import annotations

import re
from datetime import datetime, time

from workbook.papers.brought import values
from workbook.papers.brought.begun import begun, not_begun
from workbook.papers.brought.found import Begin, Row, Said, told_number
from workbook.papers.brought.happened import happened, left_over
from workbook.papers.brought.headings import (
    CALLER,
    DONE,
    KEEPER,
    LAST,
    LIKED,
    MEANS,
    NEXT,
    ONCE,
    QUIET,
    REMARK,
    TOLD,
)
from workbook.papers.brought.mapped import DROP, EVENT
from workbook.papers.brought.means import BY_PHONE, WAY, told_way, ways
from workbook.papers.brought.reader import Reader
from workbook.papers.brought.seen import brief
from workbook.papers.brought.spelled import spelled, told_calls
from workbook.papers.brought.ticks import content, ticked, was_made
from workbook.rules.facts.brought import BROUGHT
from workbook.sheets.headers import plain
from workbook.words.tongue import worded

MORNING, NOON = time(9), time(12)
_CLAUSES = re.compile(r"[\s，,；;。、！!：:（）()/]+")


class RowReader(Reader):
    """One row, read whole."""

    def customer(self) -> Row:
        """The row of 【客户】; what is told of a call without its day stands in 备注, so that nobody calls twice unknowingly."""
        told, liked, mark = (self.table.text(self.row, one) for one in (TOLD, LIKED, DONE))
        last = self.table.at(LAST)
        written = self.leaf.cells.get((self.row, last)) if last is not None else None
        day = spelled(written.value, self.office.today)[0] if written else None
        if said := self._said():
            day = said[-1][0]
        mark, on = ticked(self, mark)
        day = on if day is None else day
        if day is None and last is not None and written and values.was_called(written.text):
            self._dayless(LAST, written.text)
        noted = values.called_on(self.table.text(self.row, REMARK), self.office.today)
        if day is None and noted is None and self._is_call(mark):
            self._dayless(DONE, mark)
        elif day is None and mark and not values.is_tick(mark) and not values.is_not_called(mark):
            self._keep(DONE, mark)
            self.doubt(DONE, worded("格里的“{words}”看不懂，没有记成回访", words=mark))
        if day is None and told and not told_calls(told, self.office.today):
            self._keep(TOLD, told)
            self.doubt(TOLD, worded("有回访情况，没有日期，没有记成回访记录；情况抄进备注"))
        if told and values.wishes(told) and not told_way(told, self.office):
            words = worded(
                "回访情况里像是有约定或要求：“{told}”，请看一眼要不要约下次、填勿扰或方式偏好", told=brief(told)
            )
            self.doubt(TOLD, words)
        if day is None and liked:
            self._keep(LIKED, liked)
        for one in (CALLER, MEANS):
            if day is None and noted is None and (words := self.table.text(self.row, one)):
                self._keep(one, words)
        self._keep_unread()
        self.remarks += [*left_over(self), *not_begun(self)]
        self._keep_once()
        made = super().customer()
        if told and made.get(QUIET) != "是" and values.no_calls(told)[0]:
            made[QUIET] = "是"
            self.doubt(TOLD, worded("回访情况说“{told}”：先记勿扰，不列进清单", told=brief(told)))
        return made

    def _keep_unread(self) -> None:
        """Days in words that nobody can place are told with the calls; who reads the customer sees them too."""
        today = self.office.today
        for at, meaning in self.table.targets.items():
            is_day = meaning.target in {LAST, NEXT} or meaning.target.startswith(EVENT)
            text = self.leaf.text(self.row, at) if is_day else ""
            if not text or values.is_not_called(text):
                continue
            found = spelled(self.leaf.cells[self.row, at].value, today, ahead=meaning.target == NEXT)[0]
            is_told = meaning.target == LAST and (values.was_called(text) or bool(self._said()))
            if found is None and not is_told:
                self.remarks.append(worded("：").join((self.table.block.headings[at], text)))

    def _keep_once(self) -> None:
        """Of the columns of calls what tells no day."""
        for at in self.table.all_at(ONCE):
            text = self.leaf.text(self.row, at)
            if not text or values.is_not_called(text) or self._once(at):
                continue
            self.remarks.append(worded("：").join((self.table.block.headings[at], text)))
            told = (
                worded("“{mark}”没有写哪天，没有记成回访记录，抄进备注；补上日期再导入，不然当作没打过", mark=text)
                if self._is_call(text)
                else worded("格里的“{words}”看不懂，没有记成回访，抄进备注", words=brief(text))
            )
            self.out.doubts.append(Said(self.leaf.name, self.row, at, told))

    def _once(self, at: int) -> list[tuple[datetime, str]]:
        """The calls that a cell tells of, each with its day."""
        cell, today = self.leaf.cells[self.row, at], self.office.today
        found = told_calls(cell.text, today)
        day = None if found else spelled(cell.value, today)[0]
        return [(day, "")] if day is not None and day.date() <= today else found

    def _dayless(self, target: str, mark: str) -> None:
        """A tick without a day is no record: it is said, and kept."""
        self._keep(target, mark)
        self.doubt(
            target,
            worded(
                "“{mark}”说打过了，没有日期，没有记成回访记录，抄进备注；补上哪天打的再导入，不然当作没打过",
                mark=mark,
            ),
        )

    def _keep(self, target: str, words: str) -> None:
        self.remarks.append(worded("：").join((self.table.block.headings[self.table.at(target) or 0], words)))

    def calls(self, key: str) -> None:
        """What was said and done with a customer, and what was promised."""
        told, liked, mark = (self.table.text(self.row, one) for one in (TOLD, LIKED, DONE))
        caller = values.person(
            self.table.text(self.row, CALLER) or self.table.text(self.row, KEEPER), self.office.staff
        )[0]
        mark, on = ticked(self, mark)
        is_open = not mark or values.is_not_called(mark)
        has_marks = self.table.at(DONE) is not None and bool(mark or not was_made(self, liked))
        spoken = self._said()
        for day, told_then in spoken[:-1]:
            self._record(key, day, told_then, "", caller, LAST)
        last, words = spoken[-1] if spoken else (None, "")
        if last is not None:
            has_marks = False  # the cell itself says that somebody called
        elif has_marks and is_open and not told and (planned := self._day(LAST, ahead=True)):
            heading = self.table.block.headings[self.table.at(LAST) or 0]
            self.doubt(LAST, worded("没有打勾、也没有情况：当作约好那天打、还没有打（{heading}）", heading=heading))
            self._promise(key, planned, LAST)
        else:
            last = max(filter(None, (self._day(LAST), on)), default=None)
        remark = self.table.text(self.row, REMARK)
        if (noted := values.called_on(remark, self.office.today)) and (last is None or noted > last.date()):
            self.doubt(REMARK, worded("备注说“{remark}”：记成 {noted} 的回访", remark=brief(remark), noted=noted))
            self._record(key, datetime.combine(noted, time()), remark, "", caller, REMARK)
        if last and (not has_marks or self._is_call(mark) or told):
            self._record(key, last, told or words or ("" if values.is_tick(mark) else mark), liked, caller, LAST)
            for target in (TOLD, LIKED, DONE, CALLER, MEANS):
                self._counted(target, "写进", is_so=bool(self.table.text(self.row, target)))
        elif last and not is_open:
            self.doubt(DONE, worded("格里的“{words}”看不懂，没有记成回访", words=mark))
        self._told(key, told if last is None else "", caller)
        source = NEXT
        coming, later = self._day(NEXT, ahead=True), values.not_before(remark, self.office.today)
        if later and (coming is None or later > coming.date()):
            self.doubt(REMARK, worded("备注说“{remark}”：约在 {later}", remark=brief(remark), later=later))
            coming, source = datetime.combine(later, time()), REMARK
        if coming:
            self._promise(key, coming, source)
        self._events(key)

    def _told(self, key: str, told: str, caller: str) -> None:
        """The calls that cells tell of with their days, or by a mark below a day."""
        for day, words in told_calls(told, self.office.today):
            self._record(key, day, words, "", caller, TOLD)
        self._counted(TOLD, "写进", is_so=bool(told_calls(told, self.office.today)))
        for at in self.table.all_at(ONCE):
            for day, words in self._once(at) if self.leaf.text(self.row, at) else ():
                self._record(key, day, words, "", caller, at)
        for at, day in sorted(self.table.block.days.items()):
            text = self.leaf.text(self.row, at)
            if at in self.table.block.months and self._is_call(text):
                heading = self.leaf.text(self.table.block.head, at)
                told = worded("“{heading}”没有写哪天，先记作 {day:%Y-%m-%d} 的回访", heading=heading, day=day)
                self.out.doubts.append(Said(self.leaf.name, self.row, at, told))
            if self._is_call(text):
                self._record(key, day, "" if len(text) < 2 else text, "", caller, at)
            elif text and not values.is_not_called(text):
                self.out.doubts.append(
                    Said(self.leaf.name, self.row, at, worded("格里的“{words}”看不懂，没有记成回访", words=text))
                )

    def _counted(self, source: str | int, what: str, *, is_so: bool = True) -> None:
        """That something came of a cell of the row, for who wants to see of which column."""
        at = self.table.at(source) if isinstance(source, str) else source
        if at is not None and is_so:
            self.out.counted[self.leaf.name, at, what] += 1

    def _promise(self, key: str, when: datetime, source: str) -> None:
        self._counted(source, "约好")
        self.out.promised.append({"客户编号": key, "约定时间": _at(when, MORNING), "事项": "导入时约好的回访"})

    def _is_call(self, mark: str) -> bool:
        """Whether a mark says that somebody called: √, 未接, or how it went in the office's own words."""
        return bool(mark) and (values.was_called(mark) or bool(self._outcome(mark)))

    def _outcome(self, told: str) -> str:
        """The office's own code for what is told of a call: all of it, one clause, or the word that nobody answered."""
        words = (told, *_CLAUSES.split(told), values.not_answered(told))
        return next((code for one in words if one and (code := self.office.outcomes.get(plain(one)))), "")

    def _events(self, key: str) -> None:
        """What happened to the customer, each on its day."""
        for at, row in happened(self, key):
            self._counted(at, "事件")
            self.out.events.append(row)
        for name, row in begun(self, key):
            self.out.begun.setdefault(name, []).append(Begin(Said(self.leaf.name, self.row, 0, ""), row))

    def _day(self, target: str, *, ahead: bool = False) -> datetime | None:
        at = self.table.at(target)
        cell = self.leaf.cells.get((self.row, at)) if at is not None else None
        if cell is None or not cell.text or values.is_not_called(cell.text):
            return None
        if not ahead and values.was_called(cell.text):
            return None  # a tick without a day, said with the customer
        found, is_odd = spelled(cell.value, self.office.today, ahead=ahead)
        if found is None:
            self.doubt(target, worded("“{words}”看不出是哪一天，没有记；写成 2026-03-09 再导入一次", words=cell.text))
        elif found.date() > self.office.today and not ahead:
            self.doubt(target, worded("“{words}”在今天以后，不像做过的回访，没有记", words=cell.text))
            return None
        elif is_odd:
            self.doubt(target, worded("“{words}”读作 {day}", words=cell.text, day=found.date()))
        elif half := values.half_of_day(cell.value):
            self.doubt(
                target,
                worded(
                    "“{words}”没有写几点，{half}先当作 {found}",
                    words=cell.text,
                    half=half,
                    found=found.strftime("%H:%M"),
                ),
            )
        return found

    def _record(self, key: str, when: datetime, told: str, liked: str, caller: str, source: str | int) -> None:
        self._counted(source, "回访")
        outcome = self._outcome(told) or ("无人接" if values.not_answered(told) else "完成")
        code = self._liked(liked)
        way, written = self._way(told)
        number = told_number(key, when, told)
        if not way and not values.not_answered(told):
            self.out.unsaid[number] = self.leaf.name
        self.out.records.append(
            {
                "记录编号": number,
                "客户编号": key,
                "回访时间": _at(when, NOON),
                WAY: way or BY_PHONE,
                "结果代码": outcome,
                "员工编号": caller or None,
                LIKED: code or None,
                "意见": told or None,
                REMARK: worded(BROUGHT)
                + (worded("；满意度原写：{liked}", liked=liked) if liked and not code else "")
                + (worded("；方式原写：{words}", words=written) if written else ""),
            }
        )

    def _way(self, told: str) -> tuple[str, str]:
        """How somebody was reached, and the list's own words for it where ours don't say all that they do.

        '' where nothing says it: then it counts as a call by telephone.
        """
        words = self.table.text(self.row, MEANS)
        if not words:
            said = (told_way(clause, self.office) for clause in _CLAUSES.split(told))
            return next(filter(None, said), ""), ""
        found, is_all = ways(words, self.office)
        if not found and self.office.answers.get((MEANS, plain(words))) != DROP:
            self.out.unknown[MEANS, words] += 1
        if found and (len(found) > 1 or not is_all):
            self.doubt(MEANS, worded("方式写着“{words}”：记作 {way}，原来的字抄进备注", words=words, way=found[0]))
        return (found or [BY_PHONE])[0], "" if is_all and len(found) == 1 else words

    def _liked(self, words: str) -> str:
        """The office's own word for how content a customer was; below 满意 a tick is 满意, a cross 不满意."""
        heading = self.table.block.headings[self.table.at(LIKED) or 0] if words else ""
        meant = content(heading, words)
        if answer := self.office.answers.get((LIKED, plain(words))):
            return "" if answer == DROP else answer
        code = self.office.liked.get(plain(meant), "") if self.office.liked else meant
        if words and not code:
            self.doubt(LIKED, worded("满意度里没有“{words}”这个词，抄进那一条回访的备注", words=words))
        return code


def _at(when: datetime, otherwise: time) -> datetime:
    """The moment; at a usual hour where none is given."""
    return when if when.time() != time() else datetime.combine(when, otherwise)
