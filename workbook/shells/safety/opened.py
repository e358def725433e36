"""Who has a workbook open, by the mark a program left beside it; and whether nobody has: the mark of one that crashed."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from workbook.words.tongue import worded

LIBREOFFICE, EXCEL = ".~lock.", "~$"
_NAME_BYTES, _FIELDS = 54, 5


@dataclass(frozen=True, slots=True)
class Opened:
    """What a mark says: the program, and as far as it is written there, who, on which computer, since when."""

    program: str
    who: str = ""
    host: str = ""
    since: str = ""

    @property
    def said(self) -> str:
        """Wang Fang with LibreOffice on the computer front-desk; '' where the mark names nobody."""
        if self.who and self.host:
            return worded(
                "{who}在电脑“{host}”上用 {program} 开着（{since} 起）。",
                who=self.who, host=self.host, program=self.program, since=self.since,
            )  # fmt: skip
        return worded("{who}用 {program} 开着。", who=self.who, program=self.program) if self.who else ""


def opened(mark: Path) -> Opened:
    """What the mark beside a workbook says."""
    try:
        data = mark.read_bytes()[:4096]
    except OSError:  # another's, or gone by now
        data = b""
    if mark.name.startswith(LIBREOFFICE):
        name, user, host, since = _of_libreoffice(data)
        return Opened("LibreOffice", name or user, host, since)
    return Opened("Excel", _of_excel(data)) if mark.name.startswith(EXCEL) else Opened("WPS")


def is_left_behind(mark: Path) -> bool:
    """Whether the program that left this mark is gone: LibreOffice's, of this computer, where no LibreOffice runs.

    Of another computer nobody can tell from here: the workbook counts as open.
    """
    if os.name != "posix" or not mark.name.startswith(LIBREOFFICE):
        return False
    import socket

    of_whom = opened(mark)
    return of_whom.host == socket.gethostname() and not runs_libreoffice(_programs())


def runs_libreoffice(programs: Collection[str]) -> bool:
    """Whether one of these programs is LibreOffice; where the programs can't be told, it may be."""
    return not programs or any("office" in Path(one).name.lower() for one in programs)


def _programs() -> tuple[str, ...]:
    """What runs on this computer; nothing where the system doesn't say."""
    import subprocess

    try:
        done = subprocess.run(("ps", "-A", "-o", "comm="), capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(done.stdout.decode(errors="replace").split("\n")) if done.returncode == 0 else ()


def _of_libreoffice(data: bytes) -> tuple[str, str, str, str]:
    """Name, system's name, computer and time; a comma within one has a stroke before it."""
    fields, now, is_plain = [], "", False
    for sign in data.decode("utf-8", errors="replace").partition(";")[0]:
        if is_plain or sign not in "\\,":
            now, is_plain = now + sign, False
        elif sign == "\\":
            is_plain = True
        else:
            fields.append(now)
            now = ""
    fields.append(now)
    return (fields[0], fields[1], fields[2], fields[3]) if len(fields) == _FIELDS else ("", "", "", "")


def _of_excel(data: bytes) -> str:
    """The name given to Office: its length, then two bytes a sign, behind the same name in the system's own writing."""
    length = int.from_bytes(data[_NAME_BYTES + 1 : _NAME_BYTES + 3], "little")
    name = data[_NAME_BYTES + 3 : _NAME_BYTES + 3 + 2 * length]
    return name.decode("utf-16-le", errors="ignore").strip(" \0") if 0 < length <= _NAME_BYTES else ""
