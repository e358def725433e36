"""Saving so that nothing is ever half-written: a whole new file or the old one, the old one kept, any run undone."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from workbook.shells.safety import unchanged
from workbook.shells.safety.beside import folder_of as folder_of  # noqa: PLC0414 - it is a name of this module too
from workbook.shells.safety.beside import lock_of
from workbook.shells.safety.holding import hold
from workbook.shells.safety.journal import Journal, Line
from workbook.shells.safety.refusals import NOTHING_CHANGED, cannot_write, no_backup, not_there, open_elsewhere
from workbook.words.faults import BookFault
from workbook.words.tongue import worded

if sys.platform != "win32":
    import fcntl

KEEP = 10
"""How many copies of a book are kept."""

_NUMBERED = re.compile(r"\d{6}-")
TEMPORARY = ".huifang-tmp"


# -- one file


def replace(path: Path, write: Callable[[Path], None], *, before: Callable[[Path], None] | None = None) -> None:
    """Have `write` fill a temporary file beside `path`, then put it in place in one step.

    A crash at any moment leaves the old file or the new one; a temporary file left behind is swept by the next call.
    `before` is called with the finished temporary file, just before it takes the place.

    Raises:
        BookFault: no room, no permission, or the book is open elsewhere; the old file is untouched.
    """
    path = path.resolve()
    _sweep(path)
    temporary: Path | None = None
    try:
        with _temporary(path) as temporary:
            write(temporary)
            with contextlib.suppress(OSError):  # a new book, or a drive without permissions
                shutil.copymode(path, temporary)
            _flush(temporary)
            if before is not None:
                before(temporary)
            temporary.replace(path)
            _flush_folder(path.parent)
    except OSError as found:
        raise cannot_write(path, found) from found


@contextlib.contextmanager
def _temporary(path: Path) -> Iterator[Path]:
    """An empty file beside `path`, held by a lock as long as we live, gone at the end."""
    handle, name = tempfile.mkstemp(TEMPORARY, _temporary_name(path), path.parent)
    temporary = Path(name)
    try:
        if sys.platform == "win32":
            os.close(handle)
            handle = -1
        else:
            fcntl.flock(handle, fcntl.LOCK_EX)
            with contextlib.suppress(OSError):
                temporary.chmod(0o666 & ~_umask())
        yield temporary
    finally:
        if handle >= 0:
            os.close(handle)
        with contextlib.suppress(OSError):
            temporary.unlink()


def _temporary_name(path: Path) -> str:
    """How temporary files beside `path` begin; a long name is cut, for a file system takes 255 bytes."""
    name = path.name.encode()
    cut = name[:180].decode(errors="ignore") + f"~{hashlib.sha256(name).hexdigest()[:8]}"
    return f".{path.name if len(name) <= 200 else cut}."


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _sweep(path: Path) -> None:
    """Remove temporary files that a crash left; those that somebody still writes are locked and stay."""
    prefix = _temporary_name(path)
    with contextlib.suppress(OSError):
        for other in path.parent.iterdir():
            if other.name.startswith(prefix) and other.name.endswith(TEMPORARY):
                with contextlib.suppress(OSError):
                    remove_if_dead(other)


def remove_if_dead(temporary: Path) -> None:
    """Remove a temporary file unless somebody still writes it."""
    if sys.platform != "win32":
        with temporary.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            temporary.unlink()
    else:
        temporary.unlink()


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network drives can't; the file itself is on disk
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """The folder is there afterwards, and those above it.

    Raises:
        BookFault: it can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as found:
        what = worded("“{folder}”是一个文件，不是文件夹。", folder=folder)
        raise BookFault(what, worded("换一个文件夹的名字，再做一次。")) from found
    except OSError as found:
        raise BookFault(
            worded("文件夹“{folder}”建不了：{strerror}。", folder=folder, strerror=found.strerror),
            worded("换一个地方，或找管电脑的同事要写它的权限。"),
        ) from found


# -- may we write?


def check_writable(path: Path) -> None:
    """Nothing, if the book can be written now.

    Raises:
        BookFault: it is missing, open in Excel, WPS or LibreOffice, read-only, or in a folder that can't be written.
    """
    if not path.exists():
        raise not_there(path)
    if lock := lock_of(path):
        raise open_elsewhere(path, lock)
    if not os.access(path, os.W_OK):
        raise BookFault(
            worded("“{name}”是只读的。", name=path.name),
            worded("右键点它，在“属性”里去掉“只读”。{nothing_changed}", nothing_changed=worded(NOTHING_CHANGED)),
        )
    if not os.access(path.parent, os.W_OK):
        raise BookFault(
            worded("文件夹“{parent}”不让写。", parent=path.parent),
            worded(
                "把“{name}”移到自己的文件夹再试。{nothing_changed}",
                name=path.name,
                nothing_changed=worded(NOTHING_CHANGED),
            ),
        )
    try:
        with path.open("rb+") as file:
            hold(file)
    except OSError as found:
        raise open_elsewhere(path) from found


# -- runs, and how to undo them


def commit(
    path: Path, write: Callable[[Path], None], run_key: str, note: Callable[[str], None] = lambda _: None
) -> Path:
    """Replace a book as part of a run: checked, the old one kept (its copy), the change noted, so that `undo` works.

    `note` is called with the copy's name just before the new book takes its place.

    Raises:
        BookFault: the book can't be written now; nothing was changed.
    """
    path, folder = path.resolve(), folder_of(path.resolve())
    check_writable(path)
    with _alone(path, folder):
        unchanged.refuse_changed(path)
        journal = Journal(folder)
        copy = backup(path, folder, run_key)
        old = digest(path)

        def noted(temporary: Path) -> None:
            journal.add(Line("write", run_key, copy.name, old, digest(temporary)))
            note(copy.name)
            unchanged.refuse_changed(path)

        replace(path, write, before=noted)
        unchanged.ours(path)
        return copy


def backup(path: Path, folder: Path, run_key: str, *, needed: Path | None = None) -> Path:
    """Keep a copy of the book under `folder`/backups; the last ten of runs and of undoings stay, and `needed`. Returns it.

    Raises:
        BookFault: the copy can't be made; the book is untouched.
    """
    place = folder / "backups"
    try:
        place.mkdir(parents=True, exist_ok=True)
        kept = sorted(other for other in place.iterdir() if _NUMBERED.match(other.name))
        number = int(kept[-1].name[:6]) + 1 if kept else 1
        safe_key = "".join(letter if letter.isalnum() or letter in "-_.·" else "_" for letter in run_key)[:60]
        copy = place / f"{number:06d}-{safe_key}{path.suffix}"
        replace(copy, lambda temporary: _copy(path, temporary))
        alike = [one for one in kept if ("-撤销" in one.name) == ("-撤销" in copy.name)]  # undoing uses up no run's
        for old in (one for one in alike[: max(0, len(alike) + 1 - KEEP)] if one != needed):
            with contextlib.suppress(OSError):  # somebody looks at it; it goes next time
                old.unlink()
    except BookFault as fault:
        raise no_backup(path, fault) from fault
    except OSError as found:
        raise no_backup(path, cannot_write(place, found)) from found
    return copy


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def undo(path: Path) -> str:
    """Bring the book back as it was before the last run that isn't undone yet; returns that run's key.

    Raises:
        BookFault: there is no such run, its copy is gone, or somebody changed the book since; nothing was changed.
    """
    path, folder = path.resolve(), folder_of(path.resolve())
    check_writable(path)
    with _alone(path, folder):
        journal = Journal(folder)
        now = digest(path)
        run = journal.last_run(now)
        if not run:
            raise BookFault(
                worded("“{name}”没有可以撤销的运行。", name=path.name),
                worded("更早的样子在“{folder}”里找。", folder=folder / "backups"),
            )
        copy = folder / "backups" / run[0].copy
        if run[-1].after != now:
            raise BookFault(
                worded("“{name}”在上次运行（{run}）以后又有人改过，没有撤销。", name=path.name, run=run[0].run),
                worded("运行以前的样子存着：“{copy}”。打开它，把要的内容抄回来。", copy=copy),
            )
        if not copy.exists() or digest(copy) != run[0].before:
            gone = worded("上次运行（{run}）以前的备份不在了，撤销不了。", run=run[0].run)
            raise BookFault(gone, worded("在“{parent}”里看看还留着哪几份。", parent=copy.parent))
        kept = backup(path, folder, f"撤销-{run[0].run}", needed=copy)
        line = Line("undo", run[0].run, kept.name, now, run[0].before)
        replace(path, lambda temporary: _copy(copy, temporary), before=lambda _: journal.add(line))
    return run[0].run


def digest(path: Path) -> str:
    """The file's fingerprint."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def _alone(path: Path, folder: Path) -> Iterator[None]:
    """One run at a time for each book."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("ab")
    except OSError as found:
        raise cannot_write(path, found) from found
    with file:
        try:
            hold(file)
        except OSError as found:
            raise BookFault(
                worded("“{name}”正在另一次运行里写着。", name=path.name), worded("等它做完再运行一次。")
            ) from found
        yield
