"""交接 by the sheet 【交接预览】: laid out first; what was agreed to there is carried out when it is asked for again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.papers.pages.on_paper import letterhead
from workbook.shells.files import books
from workbook.shells.files.books import Workbook
from workbook.shells.runs import run
from workbook.shells.runs.handing import JOB, carried_out, person
from workbook.words.faults import Fault
from workbook.words.tongue import named, worded

if TYPE_CHECKING:
    from workbook.rules.worklist.handover import Moved


def hand_over_by_sheet(place: Path | Workbook, now: datetime, who: str, say: Callable[[str], None]) -> int:
    """The preview written, or what was agreed to in it carried out; how many cells nobody can take.

    Raises:
        Fault: nobody of that name, here or in 改交给; the workbook can't be written. Nothing was changed.
    """
    from workbook.papers.forms.handover import names, preview
    from workbook.papers.forms.handover_sheet import SHEET, agreed, preview_page, row_key
    from workbook.rules.worklist.handover import handover

    grids = run.grids_of(place)
    day = run.opened_day(grids, now, books.at(place).tell, books.at(place).path)
    leaver = person(day.world, who)
    ids = [str(one or "") for one in day.world.frame("员工").key().objects()]
    moved = handover(day.world, leaver)
    told = agreed(next((one for one in grids if one.name == SHEET), None), ids[leaver])
    if not told:
        if not moved:
            say(worded("{names} 名下没有要交的。", names=names(day)[ids[leaver]]))
            return 0
        for line in preview(day, moved):
            say(line)
        book = books.at(place).writer(letterhead(day.world))
        book.put(preview_page(day, moved, ids[leaver]))
        book.show([SHEET])
        book.save(run_key=run.run_key(day, worded("{job}预览", job=JOB)))
        say(
            worded(
                "一共 {count} 件，写在【{sheet}】，别的什么都没改。在“照办”里选“是”，再按一次“交接”。",
                count=len(moved),
                sheet=named(SHEET),
            )
        )
        return sum(not one.new for one in moved)
    called = {name: key for key, name in names(day).items()}
    there = {row_key(one): one for one in moved}
    given: list[Moved] = []
    for one in told:
        if one.key in there and one.to:
            heir = called.get(one.to) or ids[person(day.world, one.to)]
            if heir == ids[leaver]:
                raise Fault(
                    worded("“{who}”不能交给自己。", who=who),
                    worded("改【{sheet}】的“改交给”。没有改动任何文件。", sheet=named(SHEET)),
                )
            given.append(replace(there[one.key], new=heir))
    gone, nobody = sum(one.key not in there for one in told), sum(one.key in there and not one.to for one in told)
    if gone:
        say(worded("有 {gone} 件已经不在 {who} 名下，没有动。", gone=gone, who=who))
    if nobody:
        say(worded("有 {nobody} 件没有写交给谁，没有动：写在“改交给”里。", nobody=nobody))
    done = {row_key(one) for one in given}
    left = preview_page(day, [one for one in moved if row_key(one) not in done], ids[leaver])
    if given:
        carried_out(place, day, now, given, say, page=(left, {*done, f"{ids[leaver]}·全部"}))
    return nobody
