"""What is said when a file can't be written."""

from __future__ import annotations

import errno
from pathlib import Path

from workbook.words.faults import BookFault

NOTHING_CHANGED = "（没有改动任何文件。）"
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.EIO} | {
    getattr(errno, name) for name in ("ESTALE", "ENOTCONN", "EHOSTDOWN", "ENETUNREACH") if hasattr(errno, name)
}


def cannot_write(path: Path, found: OSError) -> BookFault:
    """What is said of an error of the system."""
    if found.errno in _FULL:
        return BookFault(f"写不下“{path.name}”：磁盘满了。", f"清出一些空间，再运行一次。{NOTHING_CHANGED}")
    if found.errno in {errno.EACCES, errno.EPERM, errno.EBUSY}:
        return open_elsewhere(path)
    if found.errno == errno.ENAMETOOLONG:
        return BookFault(f"“{path.name}”的名字太长。", f"把它改短一些，80 个字以内。{NOTHING_CHANGED}")
    if found.errno in _GONE:
        return BookFault(
            f"写不进“{path.name}”：放它的文件夹不见了：{path.parent}。",
            f"看看共享盘连着没有、文件夹是不是被改名或移走；找到了再运行一次。{NOTHING_CHANGED}",
        )
    if found.errno == errno.EROFS:
        return BookFault(f"写不进“{path.name}”：这个盘是只读的。", f"把它移到能写的盘上再试。{NOTHING_CHANGED}")
    cure = f"换一个文件夹再试，或找管电脑的同事。{NOTHING_CHANGED}"
    return BookFault(f"写不进“{path.name}”：{found.strerror}。", cure)


def open_elsewhere(path: Path, lock: str = "") -> BookFault:
    """What is said of a book that another program holds; `lock` is the mark it left beside it."""
    stale = f"已经关掉了还这样说，就删去旁边的“{lock}”。" if lock else ""
    return BookFault(
        f"写不进“{path.name}”：它正在别的程序里开着。", f"在 Excel 里关掉它再运行一次。{stale}{NOTHING_CHANGED}"
    )
