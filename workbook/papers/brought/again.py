"""A list that says again what the workbook holds: each call and each promise once; only what changed is changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

from workbook.papers.brought.begun import begun_rows
from workbook.papers.brought.found import TIME, WHEN, Brought, Change, Held, Row, Said, told_number
from workbook.papers.brought.happened import known
from workbook.papers.brought.headings import (
    KEEPER,
    KEY,
    LANDLINE,
    LIKED,
    NAME,
    PHONE,
    QUIET,
    REMARK,
    ours,
)
from workbook.papers.brought.mapped import EVENTS, Office, code_of
from workbook.papers.brought.means import BY_PHONE
from workbook.papers.brought.means import WAY as REACHED
from workbook.papers.brought.one_row import SPARE, WAY
from workbook.papers.brought.seen import Content, said
from workbook.papers.brought.values import numbers, person
from workbook.words.place import ARCHIVED
from workbook.words.tongue import worded

CUSTOMERS, RECORDS, PROMISES = "客户", "回访记录", "预约"
NUMBER, OUTCOME, CALLER, TOLD = "记录编号", "结果代码", "员工编号", "意见"
PROMISED, ABOUT = "预约编号", "事项"
NOON, MORNING = time(12), time(9)
_DIALLED = (PHONE, LANDLINE, SPARE)
_GUESSED = {QUIET, WAY, REMARK}
"""What is made of a remark's words: said anew by every import, and perhaps taken back by staff meanwhile."""


def asked_of(made: Brought) -> set[str]:
    """The customers of whom the workbook's rows are to be looked at."""
    rows = (*made.records, *made.promised)
    return {str(row[KEY]) for row in rows} | {key for _, key, _ in made.met}


def compared(made: Brought, held: Mapping[str, Sequence[Held]], office: Office) -> None:
    """Takes out of what a list brought all that is in the workbook already; what says otherwise becomes a change, or is told.

    Shapes:
        held: sheet → the rows of these customers.
    """
    there = {one.cells[KEY]: one for one in held.get(CUSTOMERS, ()) if KEY in one.cells}
    for where, key, row in made.met:
        if key in there:
            _customer(made, where, there[key], row, office)
    made.events = known(made, held.get(EVENTS, ()))
    made.begun = begun_rows(made, held, office)
    made.records = _calls(made, _by_customer(held.get(RECORDS, ())))
    made.promised = _promises(made, _by_customer(held.get(PROMISES, ())), held.get(RECORDS, ()))


def _by_customer(rows: Iterable[Held]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for one in rows:
        found.setdefault(one.cells.get(KEY, ""), []).append(one)
    return found


def _customer(made: Brought, where: Said, there: Held, row: Row, office: Office) -> None:
    """A customer who is there: what was empty is filled, what differs is told; what staff wrote stays."""
    dialled = {one for heading in _DIALLED for one in numbers(there.cells.get(heading, ""))}
    for heading, value in row.items():
        mine, words = there.cells.get(heading, ""), said(value)
        if heading in {KEY, NAME} or not words or _is_same(heading, mine, words, office):
            continue
        if heading in _DIALLED and {*numbers(words)} <= dialled:
            continue
        if not mine and heading not in _GUESSED:
            made.changes.append(Change(CUSTOMERS, there.row, heading, value))
            made.changed.append(
                Said(
                    where.sheet,
                    where.row,
                    0,
                    worded("“{heading}”原来空着，补上“{words}”", heading=ours(heading), words=words),
                )
            )
        elif heading == REMARK and any(part not in mine for part in words.split(worded("；"))):
            made.doubts.append(Said(where.sheet, where.row, 0, worded("【客户】里的备注和名单里的不一样，没有改")))
        elif mine and heading not in _GUESSED:
            told = worded(
                "“{heading}”在【客户】里是“{mine}”，名单里是“{words}”，没有改；名单里的对，就改【客户】第 {row} 行",
                heading=ours(heading),
                mine=mine,
                words=words,
                row=there.row,
            )
            made.doubts.append(Said(where.sheet, where.row, 0, told))


def _is_same(heading: str, mine: str, words: str, office: Office) -> bool:
    """Whether two cells say the same: a day with or without its midnight, a number, a code or a person by another name."""
    if _plain(mine) == _plain(words):
        return True
    if heading == KEEPER:
        return bool(mine) and person(mine, office.staff)[0] == words
    return bool(mine) and code_of(heading, mine, office)[0] == words


def _plain(words: str) -> str:
    words = words.removesuffix(":00").removesuffix(" 00:00").strip()
    return words.removesuffix(".0") if words[:-2].isdigit() else " ".join(words.split())


# -- calls


def _calls(made: Brought, held: Mapping[str, Sequence[Held]]) -> list[Row]:
    """The calls that the workbook doesn't hold yet."""
    once = {str(row[NUMBER]): row for row in made.records}
    numbered = {one.cells.get(NUMBER, ""): one for rows in held.values() for one in rows}
    taken = {numbered[number].row for number in once if number in numbered}
    fresh = []
    for number, row in once.items():
        same = numbered.get(number)
        if same is None:
            there = (one for one in held.get(str(row[KEY]), ()) if one.row not in taken)
            same = next((one for one in there if _one_call(one, row)), None)
        if same is None:
            fresh.append(row)
            continue
        taken.add(same.row)
        _again(made, same, row)
    return fresh


def _one_call(there: Held, row: Row) -> bool:
    """Whether a record is of the call that a list tells of: of the same minute, or of the same day where one tells no hour."""
    mine, theirs = there.when, row[TIME]
    if mine is None or not isinstance(theirs, datetime) or mine.date() != theirs.date():
        return False
    is_vague = theirs.time() == NOON or (mine.time() in {NOON, time()} and _is_brought(there))
    return is_vague or mine.replace(second=0) == theirs.replace(second=0)


def _is_brought(there: Held) -> bool:
    return there.cells.get(NUMBER, "").startswith("导")


def _again(made: Brought, there: Held, row: Row) -> None:
    """A recorded call: as a list first told it, it is corrected; what staff wrote since, or recorded themselves, stays."""
    is_own = not _is_brought(there)
    is_as_told = _is_as_told(there)
    for heading in (TIME, OUTCOME, CALLER, LIKED, TOLD, REACHED):
        value, mine = row.get(heading), there.cells.get(heading, "")
        if heading == REACHED and (value == BY_PHONE or is_own):
            continue  # the list doesn't say it, or staff do
        if value is None or not said(value) or _plain(mine) == _plain(said(value)):
            continue
        if heading == TIME and (is_own or (isinstance(value, datetime) and value.time() == NOON)):
            continue  # the list tells no hour
        if there.row > ARCHIVED:
            words = worded("这一天的回访已经归档，“{heading}”和名单里的不一样，没有改", heading=ours(heading))
            made.doubts.append(Said(RECORDS, there.row, 0, words))
            continue
        if is_own and mine:
            if heading in {OUTCOME, TOLD}:  # in the words of the person who called, which stay
                words = worded("这一天的回访已经登记过，“{heading}”和名单里的不一样，没有改", heading=ours(heading))
                made.doubts.append(Said(RECORDS, there.row, 0, words))
            continue
        is_newly_told = is_as_told and heading != CALLER and str(row[NUMBER]) != there.cells.get(NUMBER)
        if not mine or is_newly_told or (heading == REACHED and mine == BY_PHONE):  # which it was for want of a word
            made.changes.append(Change(RECORDS, there.row, heading, value))
            told = (
                worded(
                    "“{heading}”从“{mine}”改成“{words}”",
                    heading=ours(heading),
                    mine=_shown(mine),
                    words=_shown(said(value)),
                )
                if mine
                else worded("“{heading}”原来空着，补上“{words}”", heading=ours(heading), words=_shown(said(value)))
            )
            made.changed.append(Said(RECORDS, there.row, 0, told))
        else:
            told = worded(
                "“{heading}”在【回访记录】里是“{mine}”，名单里是“{words}”，没有改；名单里的对，就改那一行",
                heading=ours(heading),
                mine=_shown(mine),
                words=_shown(said(value)),
            )
            made.doubts.append(Said(RECORDS, there.row, 0, told))


def _shown(words: str) -> str:
    return words.removesuffix(":00") if words[4:5] == "-" and words.count(":") == 2 else words


def _is_as_told(there: Held) -> bool:
    """Whether a record still says what the list first said: its number is made of it."""
    when, told = there.when, there.cells.get(TOLD, "")
    if when is None:
        return False
    days = (when, datetime.combine(when.date(), time()))
    return there.cells.get(NUMBER) in {told_number(there.cells.get(KEY, ""), one, told) for one in days}


# -- promises


def promise_number(key: str, when: Content) -> str:
    """The number of a promise: the same whenever the list is imported."""
    return f"约{hashlib.sha256(f'{key}|{when}'.encode()).hexdigest()[:8]}"


def _promises(made: Brought, held: Mapping[str, Sequence[Held]], records: Sequence[Held]) -> list[Row]:
    """The promises that the workbook doesn't hold yet; one that the list made and now has for another day is moved."""
    fresh: list[Row] = []
    numbered = {one.cells.get(PROMISED, ""): one for rows in held.values() for one in rows}
    rows = [{PROMISED: promise_number(str(row[KEY]), row[WHEN]), **row} for row in made.promised]
    rows = list({str(row[PROMISED]): row for row in rows}.values())
    taken = {numbered[str(row[PROMISED])].row for row in rows if str(row[PROMISED]) in numbered}
    called: dict[str, datetime] = {}
    made_before = [(one.cells.get(KEY, ""), one.when) for one in records]
    for key, at in (*made_before, *((str(row[KEY]), row[TIME]) for row in made.records)):
        if isinstance(at, datetime):
            called[key] = max(at, called.get(key, at))
    for row in (one for one in rows if str(one[PROMISED]) not in numbered):
        key, when = str(row[KEY]), row[WHEN]
        left = [one for one in held.get(key, ()) if one.row not in taken and one.when is not None]
        day = [one for one in left if isinstance(when, datetime) and one.when and one.when.date() == when.date()]
        open_ = [
            one for one in left if one.row < ARCHIVED and _is_from_list(one, row) and not _is_kept(one, called.get(key))
        ]
        same = next(iter(day), None) or (open_[0] if len(open_) == 1 else None)
        if same is None:
            fresh.append(row)
            continue
        taken.add(same.row)
        has_hour = isinstance(when, datetime) and when.time() != MORNING
        if same.row < ARCHIVED and _is_from_list(same, row) and same.when != when and (not day or has_hour):
            made.changes.append(Change(PROMISES, same.row, WHEN, when))
            told = worded("约定时间从“{mine}”改成“{words}”", mine=said(same.when), words=said(when))
            made.changed.append(Said(PROMISES, same.row, 0, told))
    return fresh


def _is_from_list(there: Held, row: Row) -> bool:
    return there.cells.get(PROMISED, "").startswith("约") and there.cells.get(ABOUT) == row.get(ABOUT)


def _is_kept(there: Held, last: datetime | None) -> bool:
    """Whether somebody called the customer on the promised day or later."""
    return last is not None and there.when is not None and last.date() >= there.when.date()
