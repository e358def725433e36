"""One row of a foreign list: the calls that were made, what happened, the call that was promised."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, time

from workbook.papers.brought import values
from workbook.papers.brought.found import Row, Said, told_number
from workbook.papers.brought.headings import CALLER, DONE, KEEPER, KEY, LAST, LIKED, NEXT, REMARK, TOLD
from workbook.papers.brought.mapped import EVENT, code_of
from workbook.papers.brought.reader import Reader
from workbook.papers.brought.seen import brief
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
        day = values.day(written.value, self.office.today) if written else None
        if day is None and last is not None and written and values.was_called(written.text):
            self._dayless(LAST, written.text)
        noted = values.called_on(self.table.text(self.row, REMARK), self.office.today)
        if day is None and noted is None and self._is_call(mark):
            self._dayless(DONE, mark)
        elif day is None and mark and not values.is_tick(mark) and not values.is_not_called(mark):
            self._keep(DONE, mark)
            self.doubt(DONE, worded("格里的“{words}”看不懂，没有记成回访", words=mark))
        if day is None and told:
            self._keep(TOLD, told)
            self.doubt(TOLD, worded("有回访情况，没有日期，没有记成回访记录；情况抄进备注"))
        if day is None and liked:
            self._keep(LIKED, liked)
        self._keep_unread()
        return super().customer()

    def _keep_unread(self) -> None:
        """Days in words that nobody can place are told with the calls; who reads the customer sees them too."""
        today = self.office.today
        for at, meaning in self.table.targets.items():
            text = self.leaf.text(self.row, at)
            is_day = meaning.target in {LAST, NEXT} or meaning.target.startswith(EVENT)
            if not text or not is_day or values.is_not_called(text):
                continue
            found = values.day(self.leaf.cells[self.row, at].value, today, ahead=meaning.target == NEXT)
            if found is None and not (meaning.target == LAST and values.was_called(text)):
                self.remarks.append(f"{self.table.block.headings[at]}：{text}")

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
        self.remarks.append(f"{self.table.block.headings[self.table.at(target) or 0]}：{words}")

    def calls(self, key: str) -> None:
        """What was said and done with a customer, and what was promised."""
        told, liked, mark = (self.table.text(self.row, one) for one in (TOLD, LIKED, DONE))
        caller = values.person(
            self.table.text(self.row, CALLER) or self.table.text(self.row, KEEPER), self.office.staff
        )[0]
        has_marks = self.table.at(DONE) is not None
        is_open = not mark or values.is_not_called(mark)
        if has_marks and is_open and not told and (planned := self._day(LAST, ahead=True)):
            heading = self.table.block.headings[self.table.at(LAST) or 0]
            self.doubt(LAST, worded("没有打勾、也没有情况：当作约好那天打、还没有打（{heading}）", heading=heading))
            self._promise(key, planned)
            last = None
        else:
            last = self._day(LAST)
        remark = self.table.text(self.row, REMARK)
        if (noted := values.called_on(remark, self.office.today)) and (last is None or noted > last.date()):
            self.doubt(REMARK, worded("备注说“{remark}”：记成 {noted} 的回访", remark=brief(remark), noted=noted))
            self._record(key, datetime.combine(noted, time()), remark, "", caller)
        if last and (not has_marks or self._is_call(mark) or told):
            self._record(key, last, told or ("" if values.is_tick(mark) else mark), liked, caller)
        elif last and not is_open:
            self.doubt(DONE, worded("格里的“{words}”看不懂，没有记成回访", words=mark))
        for at, day in sorted(self.table.block.days.items()):
            text = self.leaf.text(self.row, at)
            if at in self.table.block.months and self._is_call(text):
                heading = self.leaf.text(self.table.block.head, at)
                told = worded("“{heading}”没有写哪天，先记作 {day:%Y-%m-%d} 的回访", heading=heading, day=day)
                self.out.doubts.append(Said(self.leaf.name, self.row, at, told))
            if self._is_call(text):
                self._record(key, day, "" if len(text) < 2 else text, "", caller)
            elif text and not values.is_not_called(text):
                self.out.doubts.append(
                    Said(self.leaf.name, self.row, at, worded("格里的“{words}”看不懂，没有记成回访", words=text))
                )
        coming, later = self._day(NEXT, ahead=True), values.not_before(remark, self.office.today)
        if later and (coming is None or later > coming.date()):
            self.doubt(REMARK, worded("备注说“{remark}”：约在 {later}", remark=brief(remark), later=later))
            coming = datetime.combine(later, time())
        if coming:
            self._promise(key, coming)
        self._events(key)

    def _promise(self, key: str, when: datetime) -> None:
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
        for at, meaning in self.table.targets.items():
            text = self.leaf.text(self.row, at)
            if not text or not meaning.target.startswith(EVENT):
                continue
            happened = values.day(self.leaf.cells[self.row, at].value, self.office.today)
            if happened is None or happened > self.office.today:
                unread = worded("“{text}”看不出是过去的哪一天，没有记；写成 2026-03-09 再导入一次", text=text)
                self.doubt(meaning.target, unread)
                continue
            kind = meaning.target.removeprefix(EVENT)
            number = hashlib.sha256(f"{key}|{kind}|{happened}".encode()).hexdigest()[:8]
            self.out.events.append(
                {"事件编号": f"导{number}", KEY: key, "事件类型": kind, "发生时间": datetime.combine(happened, NOON)}
            )

    def _day(self, target: str, *, ahead: bool = False) -> datetime | None:
        at = self.table.at(target)
        cell = self.leaf.cells.get((self.row, at)) if at is not None else None
        if cell is None or not cell.text or values.is_not_called(cell.text):
            return None
        if not ahead and values.was_called(cell.text):
            return None  # a tick without a day, said with the customer
        found = values.moment(cell.value, self.office.today, ahead=ahead)
        if found is None:
            self.doubt(target, worded("“{words}”看不出是哪一天，没有记；写成 2026-03-09 再导入一次", words=cell.text))
        elif found.date() > self.office.today and not ahead:
            self.doubt(target, worded("“{words}”在今天以后，不像做过的回访，没有记", words=cell.text))
            return None
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

    def _record(self, key: str, when: datetime, told: str, liked: str, caller: str) -> None:
        outcome = self._outcome(told) or ("无人接" if values.not_answered(told) else "完成")
        code, _ = code_of(LIKED, liked, self.office) if liked else ("", "")
        self.out.records.append(
            {
                "记录编号": told_number(key, when, told),
                "客户编号": key,
                "回访时间": _at(when, NOON),
                "方式": "电话",
                "结果代码": outcome,
                "员工编号": caller or None,
                LIKED: code or None,
                "意见": told or None,
                REMARK: "从旧名单导入" + (worded("；满意度原写：{liked}", liked=liked) if liked and not code else ""),
            }
        )


def _at(when: datetime, otherwise: time) -> datetime:
    """The moment; at a usual hour where none is given."""
    return when if when.time() != time() else datetime.combine(when, otherwise)
