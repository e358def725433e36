"""One branch's book worked in a process of its own, here or on another machine: bytes in, its account or a sentence out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from workbook.words.faults import Fault
from workbook.words.tongue import CHINESE, speaking, worded

PACKAGE = Path(__file__).parents[2]
LIBRARIES = ("pandas", "numpy", "pyarrow", "fastexcel", "holidays")


@dataclass(frozen=True, slots=True)
class Task:
    """A book to be worked: its name, its bytes, the moment as of which, by which program ('' is whichever is there), and the
    language of what is said of it."""

    file: str
    data: bytes
    now: datetime
    program: str = ""
    language: str = CHINESE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: the account as text, or what is wrong and what to do."""

    file: str
    account: str = ""
    what: str = ""
    cure: str = ""


def worked(task: Task) -> Outcome:
    """The account of one book. Whatever is wrong with it is a sentence: the others go on."""
    from workbook.shells.outside.tongues import tongue

    with speaking(tongue(task.language)):
        return _worked(task)


def _worked(task: Task) -> Outcome:
    from workbook.opening import opened
    from workbook.papers.branches.account import written
    from workbook.papers.branches.taken import account
    from workbook.rulebook.load.named import rulebooks_of
    from workbook.shells.files import reading
    from workbook.shells.files.foreign import foreign, is_known
    from workbook.shells.outside.calm import calm
    from workbook.shells.outside.shelf import shelf

    if task.program not in {"", program()}:
        return Outcome(
            task.file, what=worded("算它的那台电脑装的程序和这台不一样。"), cure=worded("都装成同一版，再汇总一次。")
        )
    try:
        with calm():
            grids = reading.read(Path(task.file), data=task.data)
            if not any(is_known(grid.name) for grid in grids):
                return _told(task, foreign(Path(task.file), grids))
            day = opened(grids, shelf(), rulebooks_of(grids), task.now).finished()
            return Outcome(task.file, written(account(day)))
    except Fault as fault:
        return _told(task, fault)
    except MemoryError:
        return Outcome(
            task.file, what=worded("内存不够，没有算完。"), cure=worded("单独汇总这一家，或换一台内存大的电脑。")
        )
    except Exception as error:  # noqa: BLE001 - one book must never stop the others
        words = f"{type(error).__name__}：{error}"[:200]
        return Outcome(
            task.file,
            what=worded("程序没有算成（{words}）。", words=words),
            cure=worded("用 huifang check 单独看这一本；还不行，把它交给管程序的人。"),
        )


def _told(task: Task, fault: Fault) -> Outcome:
    return Outcome(task.file, what=fault.what, cure=fault.cure)


@cache
def program() -> str:
    """What works the books: every file of the program, its rulebooks and the libraries that numbers depend on."""
    found = hashlib.blake2b(",".join(version(name) for name in LIBRARIES).encode(), digest_size=8)
    for path in sorted((*PACKAGE.rglob("*.py"), *(PACKAGE / "rulebooks").glob("*.yaml"))):
        found.update(path.relative_to(PACKAGE).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()
