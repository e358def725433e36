"""撤销 across the two ways of running: a press that was saved since, undone in the file; a file's run, in the open book."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from workbook.shells.live import undo as notes
from workbook.shells.live.changes import values_of
from workbook.shells.live.undo import Note
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.package import Package
from workbook.shells.safety import saving
from workbook.shells.safety.journal import Journal, Line
from workbook.words.faults import BookFault
from workbook.words.place import Place
from workbook.words.tongue import worded


def undo_file(path: Path) -> str:
    """Bring a closed book back as it was before its last run, whichever way that was made; the run's key.

    A run of buttons that was saved afterwards is taken back when nothing else differs from the copy made before it.

    Raises:
        BookFault: there is none, or somebody changed something since; nothing was changed.
    """
    run = last_noted(path)
    if not run or not _is_later(path, run):
        return saving.undo(path)
    saving.check_writable(path)
    folder = saving.folder_of(path)
    copy = folder / "backups" / run[0].copy
    if not copy.exists():
        raise BookFault(
            worded("上次运行（{run}）以前的备份不在了，撤销不了。", run=run[0].run),
            worded("在“{parent}”里看看还留着哪几份。", parent=copy.parent),
        )
    if place := _foreign_change(Wiring(Package(path)), Wiring(Package(copy)), run):
        raise BookFault(
            worded("“{run}”以后又有人改过（{place}），没有撤销。", run=run[0].run, place=place),
            worded("在 Excel 里打开它按“撤销”，只退那次写的格；或从“{copy}”把要的内容抄回来。", copy=copy),
        )
    saving.backup(path, folder, f"撤销-{run[0].run}", needed=copy)
    saving.replace(path, partial(shutil.copyfile, copy))
    notes.forget(path, run)
    return run[0].run


def last_noted(path: Path) -> list[Note]:
    """What the last press of a button wrote, as it was noted."""
    return notes.last_press(path)


def _is_later(path: Path, run: list[Note]) -> bool:
    """Whether a noted run is later than the last one of the file itself: copies are numbered as they are made."""
    now = saving.digest(path.resolve())
    filed = Journal(saving.folder_of(path.resolve())).last_run(now)
    if filed and filed[-1].after == now:
        return False
    return not filed or run[0].copy > filed[0].copy


def _foreign_change(now: Wiring, before: Wiring, run: list[Note]) -> Place | None:
    """The first cell that differs from the copy and that the run didn't write, or that isn't as the run left it."""
    expected = notes.expected(run)
    fresh = {name for one in run for name in one.fresh}
    for name, part in now.sheets.items():
        if not part or (name not in before.sheets and name not in fresh):
            return Place(name)
        mine, held = expected.get(name, {}), values_of(now, part).cells
        old = values_of(before, before.sheets[name]).cells if name in before.sheets else {}
        for at in sorted({*held, *old, *mine}):
            wanted = mine.get(at) if at in mine else notes.as_text(old.get(at))
            if notes.as_text(held.get(at)) != wanted:
                return Place(name, *at)
    return next((Place(name) for name in before.sheets if name not in now.sheets), None)


def noted_from_file(path: Path) -> list[Note]:
    """The last run of the file itself as a note, for a book that was opened since and not saved; nothing else is known of it."""
    path = path.resolve()
    if not path.exists():
        return []
    folder, now = saving.folder_of(path), saving.digest(path)
    run: list[Line] = Journal(folder).last_run(now)
    if not run or run[-1].after != now or not (folder / "backups" / run[0].copy).exists():
        return []
    later = last_noted(path)
    if later and later[0].copy > run[0].copy:
        return []
    before, after = Wiring(Package(folder / "backups" / run[0].copy)), Wiring(Package(path))
    cells: dict[str, list[tuple[int, int, str]]] = {}
    for name, part in after.sheets.items():
        if not part:
            continue
        new = values_of(after, part).cells
        old = values_of(before, before.sheets[name]).cells if before.sheets.get(name) else {}
        differ = [at for at in {*new, *old} if notes.as_text(new.get(at)) != notes.as_text(old.get(at))]
        if differ or name not in before.sheets:
            cells[name] = [(*at, notes.as_text(new.get(at))) for at in sorted(differ)]
    fresh = tuple(name for name in after.sheets if name not in before.sheets)
    return [Note(run[0].run, run[0].copy, cells, fresh)]
