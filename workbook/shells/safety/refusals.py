"""What is said when a file can't be written."""

from __future__ import annotations

import errno
from pathlib import Path

from workbook.shells.safety.opened import Opened, opened
from workbook.words.faults import BookFault, Fault
from workbook.words.tongue import declared, worded

NOTHING_CHANGED = declared("（没有改动任何文件。）")
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.EIO} | {
    getattr(errno, name) for name in ("ESTALE", "ENOTCONN", "EHOSTDOWN", "ENETUNREACH") if hasattr(errno, name)
}


def cannot_write(path: Path, found: OSError) -> BookFault:
    """What is said of an error of the system."""
    if found.errno in _FULL:
        return BookFault(
            worded("写不下“{name}”：磁盘满了。", name=path.name),
            worded("清出一些空间，再运行一次。{nothing_changed}", nothing_changed=worded(NOTHING_CHANGED)),
        )
    if found.errno in {errno.EACCES, errno.EPERM, errno.EBUSY}:
        return open_elsewhere(path)
    if found.errno == errno.ENAMETOOLONG:
        return BookFault(
            worded("“{name}”的名字太长。", name=path.name),
            worded("把它改短一些，80 个字以内。{nothing_changed}", nothing_changed=worded(NOTHING_CHANGED)),
        )
    if found.errno in _GONE:
        return BookFault(
            worded("写不进“{name}”：放它的文件夹不见了：{parent}。", name=path.name, parent=path.parent),
            worded(
                "看看共享盘连着没有、文件夹是不是被改名或移走；找到了再运行一次。{nothing_changed}",
                nothing_changed=worded(NOTHING_CHANGED),
            ),
        )
    if found.errno == errno.EROFS:
        return BookFault(
            worded("写不进“{name}”：这个盘是只读的。", name=path.name),
            worded("把它移到能写的盘上再试。{nothing_changed}", nothing_changed=worded(NOTHING_CHANGED)),
        )
    cure = worded("换一个文件夹再试，或找管电脑的同事。{nothing_changed}", nothing_changed=worded(NOTHING_CHANGED))
    return BookFault(worded("写不进“{name}”：{strerror}。", name=path.name, strerror=found.strerror), cure)


def not_there(path: Path) -> BookFault:
    """What is said of a book that isn't where it was said to be."""
    cure = worded("看看它是不是改了名或挪了地方：{parent}。", parent=path.absolute().parent)
    return BookFault(worded("找不到“{name}”。", name=path.name), cure)


def no_backup(path: Path, why: Fault) -> BookFault:
    """What is said where a book can't be kept before it is written."""
    return BookFault(worded("“{name}”的备份存不下来，没有写。{what}", name=path.name, what=why.what), why.cure)


def open_elsewhere(path: Path, mark: Path | None = None) -> BookFault:
    """What is said of a book that another program holds; `mark` is what it left beside it."""
    by = opened(mark) if mark is not None else Opened("Excel")
    stale = worded("已经关掉了还这样说，就删去旁边的“{lock}”。", lock=mark.name) if mark is not None else ""
    return BookFault(
        worded("写不进“{name}”：它正在别的程序里开着。{who}", name=path.name, who=by.said),
        worded(
            "在 {program} 里存盘、关掉它再运行一次。{stale}{nothing_changed}",
            program=by.program,
            stale=stale,
            nothing_changed=worded(NOTHING_CHANGED),
        ),
    )
