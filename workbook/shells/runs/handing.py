"""交接 over a workbook: a preview, or the cells changed, 历史 told, and the 交接单 written beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from workbook.papers.pages.on_paper import letterhead
from workbook.papers.pages.translated import pages_out
from workbook.rules.facts.operands import fold
from workbook.rules.world.vectors import says
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.shells.files import books, new_book
from workbook.shells.files.books import Workbook
from workbook.shells.outside import hands
from workbook.shells.runs import run
from workbook.words.faults import Fault
from workbook.words.file_names import safe_name
from workbook.words.nearest import nearest
from workbook.words.tongue import WORD, named, worded

if TYPE_CHECKING:
    from workbook.day import Day
    from workbook.papers.pages.page import Page
    from workbook.rules.worklist.handover import Moved

JOB, PLANS = "交接", "交接安排"


def hand_over(
    place: Path | Workbook, now: datetime, who: str, to: tuple[str, ...], *,
    since: date | None = None, apply: bool, say: Callable[[str], None],
) -> int:  # fmt: skip
    """What was handed over, or would be; how many cells nobody can take. `since`: a later day is planned for.

    Raises:
        Fault: nobody of that name; the workbook can't be written. Nothing was changed.
    """
    from workbook.papers.forms.handover import preview
    from workbook.rules.worklist.handover import handover

    day = run.day_of(place, now)
    if since is not None and since > day.world.today:  # a demonstration has a day of its own
        _plan(place, day, (who, to), since, apply=apply, say=say)
        return 0
    leaver = person(day.world, who)
    heirs = tuple(person(day.world, one) for one in to)
    if leaver in heirs:
        raise Fault(worded("“{who}”不能交给自己。", who=who), worded("--to 写别人。没有改动任何文件。"))
    moved = handover(day.world, leaver, heirs)
    for line in preview(day, moved):
        say(line)
    given = [one for one in moved if one.new]
    if not given or not apply:
        say(
            worded("一共 {count} 件。", count=len(moved))
            + (worded("这是预览，什么都没改；加 --apply 才交接。") if given else worded("没有要改的。"))
        )
        return len(moved) - len(given)
    carried_out(place, day, now, given, say)
    return len(moved) - len(given)


def carried_out(
    place: Path | Workbook,
    day: Day,
    now: datetime,
    given: Sequence[Moved],
    say: Callable[[str], None],
    *,
    page: tuple[Page, Collection[str]] | None = None,
) -> None:
    """The cells change, 历史 tells of each, the 交接单 lies beside; `page`: a sheet written along, and rows that may go.

    Raises:
        Fault: the workbook can't be written; nothing was changed.
    """
    from workbook.papers.forms.handover import slip

    book = books.at(place).writer(letterhead(day.world))
    for sheet in dict.fromkeys(one.place.sheet for one in given):
        cells = {(one.place.row, one.place.column): one.new for one in given if one.place.sheet == sheet}
        headed = {column: heading for heading, column in day.world.tables.cells[sheet].items()}
        book.set_cells(day.world.tables.named(sheet), cells, headed)
    first = _next_number(day.world)
    told = [
        {
            "序号": str(first + turn), "时间": now, "种类": "变更", "表": one.place.sheet, "主键": one.key,
            "列": next(h for h, c in day.world.tables.cells[one.place.sheet].items() if c == one.place.column),
            "旧值": one.old, "新值": one.new, "经手": hands.who() or None, "规则": named(JOB, WORD),
            "因由": worded("{job} {place}", job=JOB, place=one.place),
        }
        for turn, one in enumerate(given)
    ]  # fmt: skip
    run.append(book, day, "历史", told)
    if page is not None:
        book.put(*page)
    book.save(run_key=run.run_key(day, JOB))
    path = (
        books.at(place).path.parent / f"{named('交接单')}-{safe_name(given[0].old)}-{day.world.today.isoformat()}.xlsx"
    )
    pages = pages_out([slip(day, given, given[0].old)], day.tongue)
    new_book.write(path, pages, head=letterhead(day.world), created=now)
    say(
        worded(
            "交接了 {count} 件，交接单：{path}。罚款和从前的记录还是他的。退回去：huifang undo。",
            count=len(given),
            path=path,
        )
    )


def _plan(
    place: Path | Workbook,
    day: Day,
    people: tuple[str, tuple[str, ...]],
    since: date,
    *,
    apply: bool,
    say: Callable[[str], None],
) -> None:
    """A hand-over from a later day on: a row of 交接安排, which the first run of that day carries out.

    Raises:
        Fault: nobody of that name, or not one receiver; the workbook can't be written. Nothing was changed.
    """
    from workbook.rules.worklist.handover import handover

    who, to = people
    if len(to) != 1:
        raise Fault(worded("从某天起交接，要写明交给哪一位。"), worded("--to 写一位，例如 --to S3。没有改动任何文件。"))
    leaver, heir = person(day.world, who), person(day.world, to[0])
    if leaver == heir:
        raise Fault(worded("“{who}”不能交给自己。", who=who), worded("--to 写别人。没有改动任何文件。"))
    ids = [str(one or "") for one in day.world.frame("员工").key().objects()]
    say(
        worded(
            "{since} 起，{ids} 名下的都归 {ids2}；照今天看是 {count} 件。",
            since=since,
            ids=ids[leaver],
            ids2=ids[heir],
            count=len(handover(day.world, leaver, (heir,))),
        )
    )
    if not apply:
        say(worded("这是预览，什么都没改；加 --apply 才记下。"))
        return
    taken = {str(one or "") for one in day.world.found(PLANS).key().objects()}
    number = next(f"JJ{n}" for n in range(1, len(taken) + 2) if f"JJ{n}" not in taken)
    row = {"交接编号": number, "交出": ids[leaver], "交给": ids[heir], "从哪天": since, "做了": None}
    book = books.at(place).writer(letterhead(day.world))
    run.append(book, day, PLANS, [row])
    book.save(run_key=run.run_key(day, JOB))
    say(
        worded(
            "记在【{plans}】{number}。到那天第一次运行时换人，“做了”里写上时间；不要了就删去这一行。退回去："
            "huifang undo。",
            plans=named(PLANS),
            number=number,
        )
    )


def person(world: World, who: str) -> int:
    """The row of 员工 by number or by a name that only one has.

    Raises:
        Fault: nobody, or several.
    """
    staff = world.frame("员工")
    ids = [str(one or "") for one in staff.key().objects()]
    names = [str(one or "") for one in says(world.column(staff, "姓名")).objects()]
    for words in (ids, names):
        at = [row for row, word in enumerate(words) if fold(word) == fold(who.strip())]
        if len(at) == 1:
            return at[0]
    raise Fault(
        worded("【员工】里找不到“{who}”这一位。", who=who),
        worded("写员工编号；最像的是“{nearest}”。", nearest=nearest(who, [*ids, *names])),
    )


def _next_number(world: World) -> int:
    past = world.found("历史").typed["序号"].of(Type("小数")).data
    return int(np.nanmax(past, initial=0)) + 1
