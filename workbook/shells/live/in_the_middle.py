"""撤销 of one run in the middle: cells that it wrote into staff's sheets go back, unless something was written there since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from workbook.papers.pages.page import Value
from workbook.sheets.schema import STANDARD, is_list
from workbook.shells.files import books
from workbook.shells.live.cells import At, Formula, Held
from workbook.shells.live.changes import values_of
from workbook.shells.live.open_book import OpenBook
from workbook.shells.live.read import copy_of
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package
from workbook.shells.safety import saving, written
from workbook.shells.safety.written import Run
from workbook.words import tongue
from workbook.words.faults import BookFault
from workbook.words.place import Place
from workbook.words.tongue import worded

SHOWN, LIST = 6, "今日清单"
EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
Back = dict[str, dict[At, Value]]


def undo_run(place: Path | OpenBook, run_key: str, *, rest: bool, say: Callable[[str], None]) -> None:
    """One run is taken back alone; `rest`: cells that something was written into since are left as they are.

    Raises:
        BookFault: no such run, its copy is gone, or something was written into its cells since; nothing was changed.
    """
    path = place if isinstance(place, Path) else place.path
    noted = written.runs(path)
    at = next((n for n in range(len(noted) - 1, -1, -1) if noted[n].run == run_key and not noted[n].undone), -1)
    if at < 0:
        known = worded("、").join(dict.fromkeys(one.run for one in reversed(noted) if not one.undone)) or worded(
            "一次也没有"
        )
        raise BookFault(
            worded("“{name}”没有记着“{run_key}”这次运行。", name=path.name, run_key=run_key),
            worded("记着的有：{known}。没有改动任何文件。", known=known),
        )
    run = noted[at]
    copy = saving.folder_of(path) / "backups" / run.copy
    if not copy.exists():
        raise BookFault(
            worded("那次运行（{run_key}）以前的备份不在了，撤销不了。", run_key=run_key),
            worded("在“{parent}”里看看还留着哪几份。", parent=copy.parent),
        )
    if LIST in run.cells:
        raise BookFault(
            worded(
                "“{run_key}”把填在【{list}】里的结果移进了【回访记录】，不能单独撤：结果会两头都没有。",
                run_key=run_key,
                list=tongue.named(LIST),
            ),
            worded("登错了的，改【回访记录】那一行；要整个退回去，先一次次撤销后面的运行。没有改动任何文件。"),
        )
    with TemporaryDirectory(prefix="huifang-") as folder:
        file = path if isinstance(place, Path) else copy_of(place.book, path, Path(folder))
        back, taken = _back(Wiring(Package(file)), Wiring(Package(copy)), run, noted[at + 1 :])
    if taken and not rest:
        named = worded("、").join(
            worded("{where}（{by}）", where=where, by=by) for where, by in list(taken.items())[:SHOWN]
        )
        raise BookFault(
            worded(
                "“{run_key}”写的 {count} 格后来又改过：{named}{rest}，没有撤销。",
                run_key=run_key,
                count=len(taken),
                named=named,
                rest=worded(" 等") if len(taken) > SHOWN else "",
            ),
            worded("先撤销后面那几次；或加 --rest，只退后来没动过的格；那次以前的样子在“{copy}”。", copy=copy),
        )
    book = books.at(place).writer(None)
    for sheet, cells in back.items():
        book.set_cells(sheet, cells)
    book.save(run_key=f"{written.BACK}{run_key}")
    now = written.runs(path)
    written.save(path, [replace(one, undone=True) if one == run else one for one in now])
    left = worded("；{count} 格后来改过，照旧", count=len(taken)) if taken else ""
    count = sum(map(len, back.values()))
    say(
        worded(
            "撤销了“{run_key}”写进各表的 {count} 格{left}。清单下次运行照现在的格重算，台账里已有的行不删。",
            run_key=run_key,
            count=count,
            left=left,
        )
    )


def _back(now: Wiring, before: Wiring, run: Run, later: list[Run]) -> tuple[Back, dict[str, str]]:
    """What each cell of the run held before; and the cells that say something else by now, with who wrote there."""
    back: Back = {}
    taken: dict[str, str] = {}
    for name, cells in run.cells.items():
        if not _of_staff(name):
            continue
        here = values_of(now, now.sheets[name]).cells if now.sheets.get(name) else {}
        old = values_of(before, before.sheets[name]).cells if before.sheets.get(name) else {}
        wrote = {(row, column): one.run for one in later if _stands(one) for row, column, _ in one.cells.get(name, ())}
        for row, column, left in cells:
            at = (row, column)
            by = wrote.get(at, "")
            if by or not _same(here.get(at), left, is_1904=now.is_1904) or isinstance(old.get(at), Formula):
                taken[str(Place(name, row, column))] = by or worded("有人改过")
            elif not _same(old.get(at), left, is_1904=before.is_1904):
                back.setdefault(name, {})[at] = old.get(at)
    return back, taken


def _of_staff(name: str) -> bool:
    declared = STANDARD.sheets.get(name)
    return not (is_list(name) or (declared is not None and declared.ours))


def _stands(run: Run) -> bool:
    """Neither undone nor an undoing: those two together are nothing, and what is there now is compared anyway."""
    return not run.undone and not run.run.startswith(written.BACK)


def _same(held: Held, left: str, *, is_1904: bool) -> bool:
    """Whether a cell still holds what was left in it; a day is a number in its cell."""
    if isinstance(held, float) and not isinstance(held, bool) and "T" in left:
        return (EPOCHS[is_1904] + timedelta(minutes=round(held * 1440))).isoformat(timespec="minutes") == left
    return written.as_text(held) == left
