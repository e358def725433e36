"""Customers under another number than the workbook's: the same one, where something else agrees; else another of that name."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.papers.brought.again import promise_number
from workbook.papers.brought.alone import Alone, written
from workbook.papers.brought.calls import RowReader
from workbook.papers.brought.found import WHEN, Brought, Row
from workbook.papers.brought.happened import NUMBER as EVENT
from workbook.papers.brought.headings import KEEPER, KEY, LANDLINE, PHONE, ours
from workbook.papers.brought.mapped import GRADES, Customer, Office, Table
from workbook.papers.brought.one_row import SPARE
from workbook.papers.brought.seen import said
from workbook.papers.brought.values import numbers, person
from workbook.sheets.headers import plain
from workbook.words.tongue import worded

ADDRESS, CALL = "地址", "记录编号"
MORE = (PHONE, LANDLINE, SPARE, ADDRESS, KEEPER, *GRADES)
"""What is read of each customer who is there, beside name and room."""


class Moved:
    """Who in 【客户】 has the name and room of a row but not its number, and isn't told of by another row of the lists."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.named: dict[tuple[str, str], list[Customer]] = {}
        for one in office.customers:
            if one[1] and one[2]:
                self.named.setdefault(_name(one[1], one[3]), []).append(one)
        self.claimed: set[str] = set()

    def meet(self, table: Table, row: int) -> None:
        """Remembers which customers a row is about already: by its number, or by name and telephone."""
        name, phone, room = written(table, row)
        self.claimed |= {table.text(row, KEY)} | {
            number for number, _, held, _ in self.named.get(_name(name, room), ()) if held == phone
        }

    def whose(self, made: RowReader, customer: Row, name: str, room: str) -> tuple[str, str]:
        """The number of the customer that a row is about, '' for somebody else; and what is to be asked, if anything."""
        same = self.named.get(_name(name, room), [])
        if not same:
            return "", ""
        free = [one[0] for one in same if one[0] not in self.claimed]
        sure = {key: what for key in free if (what := next(self._agrees(made, customer, key, room), ""))}
        if not sure and len(same) == len(free) == 1 and self._is_like(customer, free[0]):
            sure = {free[0]: worded("、").join((ours(KEEPER), ours(GRADES[0])))}
        if len(sure) != 1:
            told = worded(
                "叫“{name}”的【客户】里已有 {keys}，号码不同，收作另一户；"
                "是同一位，名单里加一列“{number}”，这一行写他的编号再导入",
                name=name,
                keys=worded("、").join(one[0] for one in same),
                number=ours(KEY),
            )
            return "", told
        key, what = next(iter(sure.items()))
        self.claimed.add(key)
        if {said(customer.get(PHONE) or customer.get(LANDLINE))} <= self._numbers(key):
            return key, ""
        told = worded(
            "“{name}”的号码和【客户】里 {key} 的不一样，{what}一样：当作同一位，没有再加；"
            "不是同一位，名单里加一列“{number}”，这一行写一个新编号再导入",
            name=name,
            key=key,
            what=what,
            number=ours(KEY),
        )
        return key, told

    def _agrees(self, made: RowReader, customer: Row, key: str, room: str) -> Iterator[str]:
        """What tells for itself that a row is about a customer: a room, an address, another number, what it told before."""
        if room:
            yield ours("房号")
        there = self.office.more.get(key, {})
        if plain(said(customer.get(ADDRESS))) == plain(there.get(ADDRESS, "")) != "":
            yield ours(ADDRESS)
        if self._numbers(key) & {one for heading in MORE[:3] for one in numbers(said(customer.get(heading)))}:
            yield worded("有一个号码")
        once = Brought()
        RowReader(made.table, made.row, self.office, once).calls(key)
        told = {str(row[CALL]) for row in once.records} | {str(row[EVENT]) for row in once.events}
        if self.office.told & (told | {promise_number(key, row[WHEN]) for row in once.promised}):
            yield worded("以前从名单收进的回访或事情")

    def _is_like(self, customer: Row, key: str) -> bool:
        """Whether staff member and class are the same, and no address speaks against it."""
        there = self.office.more.get(key, {})
        if customer.get(ADDRESS) and there.get(ADDRESS):
            return False
        keeper = there.get(KEEPER, "")
        is_kept = bool(keeper) and said(customer.get(KEEPER)) in {keeper, person(keeper, self.office.staff)[0]}
        return is_kept and any(said(customer.get(one)) == there.get(one) for one in GRADES if customer.get(one))

    def _numbers(self, key: str) -> set[str]:
        there = self.office.more.get(key, {})
        return {one for heading in MORE[:3] for one in numbers(there.get(heading, ""))}


def _name(name: str, room: str) -> tuple[str, str]:
    return plain(Alone.named(name)), plain(room)
