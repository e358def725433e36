"""All lists of a workbook together: who is new, who is there already, who is refused."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.papers.brought.found import Brought, Row, Said
from workbook.papers.brought.headings import KEY, LANDLINE, NAME, PHONE
from workbook.papers.brought.mapped import Office, Table
from workbook.papers.brought.reader import ROOM, Reader
from workbook.sheets.headers import plain


def brought(found: Sequence[Table], office: Office) -> Brought:
    """All lists of a workbook together; a customer who stands in several of them is one."""
    made = _Maker(office)
    for table in found:
        made.take(table)
    return made.out


class _Maker:
    """Takes row after row; remembers who was met."""

    def __init__(self, office: Office) -> None:
        self.office, self.out = office, Brought()
        self.by_key = {one[0]: one for one in office.customers}
        self.met = {_who(name, phone, room): number for number, name, phone, room in office.customers}
        self.by_phone: dict[str, tuple[str, str]] = {}
        for number, name, phone, _ in office.customers:
            self.by_phone.setdefault(phone, (number, name))
        self.fresh: dict[str, Row] = {}
        self.next = 1 + max((int(key[1:]) for key in self.by_key if key[:1] == "K" and key[1:].isdigit()), default=0)

    def take(self, table: Table) -> None:
        """One list."""
        leaf = table.block.leaf
        for row, words, why in table.block.left:
            self.out.left.append(Said(leaf.name, row, 0, f"{why}：{words[:30]}"))
        for row in table.block.rows:
            self._row(table, row)
        if hidden := [row for row in table.block.rows if row in leaf.hidden]:
            self.out.doubts.append(Said(leaf.name, hidden[0], 0, f"{len(hidden)} 行是藏起来的，也收了"))

    def _row(self, table: Table, row: int) -> None:
        made = Reader(table, row, self.office, self.out)
        customer = made.customer()
        name, phone = str(customer.get(NAME) or ""), str(customer.get(PHONE) or customer.get(LANDLINE) or "")
        if not name:
            return made.refuse(NAME, "没有客户的名字，没有收；补上名字再导入一次")
        key = self._known(made, customer, name, phone)
        if key is None:
            return None
        if key and key in self.by_key:
            self.out.there.append(Said(table.block.leaf.name, row, 0, f"{name} 已经在【客户】里（{key}），没有再加"))
        elif key not in self.fresh:
            self.fresh[key] = {KEY: key, **customer}
            self.out.customers.append(self.fresh[key])
        else:
            self._more(self.fresh[key], customer)
        made.calls(key)
        return None

    def _known(self, made: Reader, customer: Row, name: str, phone: str) -> str | None:
        """The number of who that is, an own one for somebody new; None when the row is refused."""
        written = str(customer.pop(KEY, "") or "")
        room = str(customer.get(ROOM) or "")
        if written:
            other = self.by_key[written][1] if written in self.by_key else self.fresh.get(written, {}).get(NAME)
            if other and plain(str(other)) != plain(name):
                made.refuse(KEY, f"编号 {written} 已经是 {other} 的，没有收；换一个编号，或删去编号让程序给")
                return None
            self.met.setdefault(_who(name, phone, room), written)
            return written
        if found := self.met.get(_who(name, phone, room)):
            return found
        if phone and phone in self.by_phone and not room and plain(self.by_phone[phone][1]) != plain(name):
            number, other_name = self.by_phone[phone]
            made.doubt(PHONE, f"电话和 {number} {other_name} 一样，名字不同：收作另一户，是同一户就删去一行")
        key, self.next = f"K{self.next:04}", self.next + 1
        self.met[_who(name, phone, room)] = key
        if phone:
            self.by_phone.setdefault(phone, (key, name))
        return key

    def _more(self, there: Row, again: Row) -> None:
        """A customer met again in the list: what was empty is filled."""
        for heading, value in again.items():
            if there.get(heading) in {None, ""}:
                there[heading] = value


def _who(name: str, phone: str, room: str) -> tuple[str, str, str]:
    return plain(name), phone, plain(room)
