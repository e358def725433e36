"""All lists of a workbook together: who is new, who is there already, who is refused."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.papers.brought.alone import Alone
from workbook.papers.brought.blanks import is_nobody
from workbook.papers.brought.calls import RowReader
from workbook.papers.brought.found import Brought, Row, Said
from workbook.papers.brought.headings import (
    KEY,
    LANDLINE,
    NAME,
    PHONE,
    REMARK,
    ours,
)
from workbook.papers.brought.mapped import Office, Table
from workbook.papers.brought.moved import Moved
from workbook.papers.brought.one_row import ROOM, SPARE, STATE, USUAL
from workbook.papers.brought.seen import said
from workbook.papers.brought.settled import doubts
from workbook.papers.brought.values import numbers
from workbook.sheets.headers import plain
from workbook.sheets.phones import spaced
from workbook.words.tongue import worded


def brought(found: Sequence[Table], office: Office) -> Brought:
    """All lists of a workbook together; a customer who stands in several of them is one."""
    made = _Maker(office)
    for table in found:
        made.meet(table)
    made.settle()
    for table in found:
        made.take(table)
    made.close()
    return made.out


class _Maker:
    """Takes row after row; remembers who was met."""

    def __init__(self, office: Office) -> None:
        self.office, self.out = office, Brought()
        self.by_key = {one[0]: one for one in office.customers}
        self.met = {
            _who(Alone.named(name), phone, room): number for number, name, phone, room in reversed(office.customers)
        }
        self.by_phone: dict[str, tuple[str, str]] = {}
        for number, name, phone, _ in office.customers:
            self.by_phone.setdefault(phone, (number, name))
        self.fresh: dict[str, Row] = {}
        self.first: dict[str, RowReader] = {}
        self.alone, self.moved = Alone(office.customers), Moved(office)
        self.next = 1 + max((int(key[1:]) for key in self.by_key if key[:1] == "K" and key[1:].isdigit()), default=0)

    def meet(self, table: Table) -> None:
        """Remembers under which numbers each name stands, before any row is taken."""
        for row in table.block.rows:
            self.alone.meet(table, row)
            self.moved.meet(table, row)

    def settle(self) -> None:
        """Knows each customer who is there without a number by the one under which the lists have that name."""
        for number, name, phone, room in self.office.customers:
            if not phone and not self.alone.unclear(name, room):
                self.met.setdefault(self._is(name, phone, room), number)

    def close(self) -> None:
        """What only the whole of the lists tells: whose class no row says."""
        for key, customer in self.fresh.items():
            self.first[key].unclassed(customer)

    def take(self, table: Table) -> None:
        """One list."""
        leaf = table.block.leaf
        for row, words, why in table.block.left:
            self.out.left.append(Said(leaf.name, row, 0, worded("{why}：{words}", why=worded(why), words=words[:30])))
        rows, columns = {*table.block.rows}, {*table.block.headings}
        for (row, at), cell in leaf.long.items():
            if row not in rows and at in columns:
                self.out.left.append(
                    Said(leaf.name, row, at, worded("这一格有 {count} 个字，只看了开头", count=len(str(cell.value))))
                )
        self.out.doubts += doubts(table)
        for row in table.block.rows:
            self._row(table, row)
        if hidden := [row for row in table.block.rows if row in leaf.hidden]:
            self.out.doubts.append(
                Said(leaf.name, hidden[0], 0, worded("{count} 行是藏起来的，也收了", count=len(hidden)))
            )

    def _row(self, table: Table, row: int) -> None:
        made = RowReader(table, row, self.office, self.out)
        if made.is_endless():
            return None
        customer = made.customer()
        name, phone = str(customer.get(NAME) or ""), str(customer.get(PHONE) or customer.get(LANDLINE) or "")
        if not name:
            return made.refuse(NAME, worded("没有客户的名字，没有收；补上名字再导入一次"))
        if is_nobody(name):
            told = worded("“{name}”不是客户的名字，没有收；有人就补上名字再导入一次，没有人不用管它", name=name)
            return made.refuse(NAME, told)
        key = self._known(made, customer, name, phone)
        if key is None:
            return None
        if (key in self.by_key or key in self.fresh) and table.at(STATE) is None and customer.get(STATE) == USUAL:
            del customer[STATE]  # the list doesn't say it
        if key in self.by_key:
            made.unclassed(customer)
            self.out.met.append((Said(table.block.leaf.name, row, 0, ""), key, customer))
            self.out.there.append(
                Said(
                    table.block.leaf.name,
                    row,
                    0,
                    worded("{name} 已经在【客户】里（{key}），没有再加", name=name, key=key),
                )
            )
        elif key not in self.fresh:
            self.fresh[key], self.first[key] = {KEY: key, **customer}, made
            self.out.customers.append(self.fresh[key])
        else:
            self._more(made, self.fresh[key], customer)
        made.calls(key)
        return None

    def _known(self, made: RowReader, customer: Row, name: str, phone: str) -> str | None:
        """The number of who that is, an own one for somebody new; None when the row is refused."""
        written = str(customer.pop(KEY, "") or "")
        room = str(customer.get(ROOM) or "")
        if written:
            other = self.by_key[written][1] if written in self.by_key else self.fresh.get(written, {}).get(NAME)
            if other and plain(str(other)) != plain(name):
                made.refuse(
                    KEY,
                    worded(
                        "编号 {written} 已经是 {other} 的，没有收；换一个编号，或删去编号让程序给",
                        written=written,
                        other=other,
                    ),
                )
                return None
            self.met.setdefault(self._is(name, phone, room), written)
            return written
        who = self._is(name, phone, room)
        if found := self.met.get(who):
            if told := self.alone.joined(name, room):
                made.doubt(NAME, told)
            return found
        if phone:
            moved, told = self.moved.whose(made, customer, name, room)
            if told:
                made.doubt(PHONE, told)
            if moved:
                self.met[who] = moved
                self.by_phone.setdefault(phone, (moved, name))
                return moved
        if told := self.alone.apart(name, phone, room) or self.alone.unclear(name, room):
            made.doubt(NAME, told)
        if phone and phone in self.by_phone and not room and plain(self.by_phone[phone][1]) != plain(name):
            number, other_name = self.by_phone[phone]
            made.doubt(
                PHONE,
                worded(
                    "电话和 {number} {other_name} 一样，名字不同：收作另一户，是同一户就删去一行",
                    number=number,
                    other_name=other_name,
                ),
            )
        key, self.next = f"K{self.next:04}", self.next + 1
        self.met[who] = key
        if phone:
            self.by_phone.setdefault(phone, (key, name))
        return key

    def _is(self, name: str, phone: str, room: str) -> tuple[str, str, str]:
        """Who that is: by name, number and room; a name without a number is the only one of that name."""
        return _who(self.alone.named(name), self.alone.number(name, phone, room), room)

    def _more(self, made: RowReader, there: Row, again: Row) -> None:
        """A customer met again in the list: what was empty is filled, and what differs is kept beside it."""
        kept = [str(there[REMARK])] if there.get(REMARK) else []
        for heading, value in again.items():
            mine, words = said(there.get(heading)), said(value)
            if not mine:
                there[heading] = value
            elif mine == words or heading == REMARK or (heading == NAME and _same(mine, words)):
                continue
            elif heading in {PHONE, LANDLINE, SPARE}:
                self._more_numbers(made, there, words)
            elif self.office.sheet.column(heading) is None:
                there[heading] = mine if words in mine.split(worded("；")) else worded("；").join((mine, words))
            else:
                kept.append(worded("：").join((heading, words)))
                told = worded(
                    "前面一行的“{heading}”是“{mine}”，这一行的“{words}”抄进备注",
                    heading=ours(heading),
                    mine=mine,
                    words=words,
                )
                made.doubt(heading, told)
        kept += str(again.get(REMARK) or "").split(worded("；"))
        parts = dict.fromkeys(part for one in kept for part in one.split(worded("；")) if part)
        there |= {REMARK: worded("；").join(parts)} if parts else {}

    @staticmethod
    def _more_numbers(made: RowReader, there: Row, words: str) -> None:
        """Numbers that the rows before don't have, to be called after theirs."""
        known = [one for heading in (PHONE, LANDLINE, SPARE) for one in numbers(said(there.get(heading)))]
        if more := [one for one in numbers(words) if one not in known]:
            there[SPARE] = "、".join([*numbers(said(there.get(SPARE))), *more])
            made.doubt(
                PHONE,
                worded(
                    "号码和前面一行不一样，{more} 收在“{spare}”", more="、".join(map(spaced, more)), spare=ours(SPARE)
                ),
            )


def _same(one: str, other: str) -> bool:
    """Whether two names differ only in what is written of the sex."""
    return plain(Alone.named(one)) == plain(Alone.named(other))


def _who(name: str, phone: str, room: str) -> tuple[str, str, str]:
    return plain(name), phone, plain(room)
