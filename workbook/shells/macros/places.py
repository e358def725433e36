"""Where spreadsheet programs look on each system: for add-ins, for the settings of macros, for scripts."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbook.shells.macros.sources import CONF_NAME
from workbook.words.faults import Fault
from workbook.words.tongue import worded

System = Literal["win32", "darwin", "linux"]
KEYS: Mapping[System, str] = {
    "win32": "INTERPRETER_WIN", "darwin": "INTERPRETER_MAC", "linux": "INTERPRETER_LINUX",
}  # fmt: skip
STAYS = "USE UDF SERVER"
"""What xlwings calls it that Python stays loaded."""
_MAC_OFFICE = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
_MAC_EXCEL = "Library/Containers/com.microsoft.Excel/Data"
_MAC_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"


@dataclass(frozen=True, slots=True)
class Machine:
    """One person's computer: its system, the person's folder, its environment, and the Python that huifang runs in."""

    system: System
    home: Path
    env: Mapping[str, str]
    interpreter: Path

    # -- Excel

    @property
    def startup(self) -> Path | None:
        """The folder whose add-ins Excel opens whenever it starts, and trusts; None where there is no Excel."""
        if self.system == "win32":
            return self._roaming / "Microsoft" / "Excel" / "XLSTART"
        return self.home / _MAC_OFFICE if self.system == "darwin" else None

    @property
    def scripts(self) -> Path | None:
        """Where Excel for Mac may start scripts from; it can't start Python otherwise."""
        return self.home / _MAC_SCRIPTS if self.system == "darwin" else None

    @property
    def settings(self) -> tuple[Path, ...]:
        """The files from which macros learn which Python to start; LibreOffice's script reads the last."""
        own = self.home / f".{CONF_NAME}" / f"{CONF_NAME}.conf"
        return (self.home / _MAC_EXCEL / f"{CONF_NAME}.conf", own) if self.system == "darwin" else (own,)

    @property
    def encoding(self) -> str:
        """In which VBA reads a text file: Windows' own code page."""
        if self.system != "win32":
            return "utf-8"
        return "mbcs" if sys.platform == "win32" else "gbk"

    @property
    def _roaming(self) -> Path:
        return Path(self.env.get("APPDATA") or self.home / "AppData" / "Roaming")

    # -- LibreOffice

    @property
    def profiles(self) -> tuple[Path, ...]:
        """The person's folders of LibreOffice that are there."""
        parts = "libreoffice/4/user"
        places = {
            "win32": [self._roaming / "LibreOffice" / "4" / "user"],
            "darwin": [self.home / "Library" / "Application Support" / "LibreOffice" / "4" / "user"],
            "linux": [
                Path(self.env.get("XDG_CONFIG_HOME") or self.home / ".config") / parts,
                self.home / ".var/app/org.libreoffice.LibreOffice/config" / parts,
                self.home / "snap/libreoffice/current/.config" / parts,
            ],
        }[self.system]
        return tuple(place for place in places if place.is_dir())


def machine() -> Machine:
    """The computer we run on."""
    system: System = "win32" if sys.platform == "win32" else "darwin" if sys.platform == "darwin" else "linux"
    # the interpreter as it was started: resolved, that of an environment would be the one below it
    return Machine(system, Path.home(), os.environ, Path(sys.executable).absolute())


def stays(here: Machine, *, warm: bool | None = None) -> bool:
    """Whether Python stays loaded between two presses: as asked, else as the last installation left it. Excel on Windows only."""
    if here.system != "win32":
        return False
    return any(settings_of(one, here.encoding).get(STAYS) == "True" for one in here.settings) if warm is None else warm


def settings_text(here: Machine, *, warm: bool | None = None) -> bytes:
    """The settings for macros: which Python, and nothing from the folder of a workbook.

    `warm`: Python stays loaded between two presses, in the server that xlwings has for worksheet functions (see `stays`).

    Raises:
        Fault: the path of Python can't be written so that macros read it.
    """
    out = io.StringIO()
    lines = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n" if here.system == "win32" else "\n")
    lines.writerows([(KEYS[here.system], str(here.interpreter)), ("ADD_WORKBOOK_TO_PYTHONPATH", "false")])
    if stays(here, warm=warm):
        lines.writerow((STAYS, "True"))
    try:
        return out.getvalue().encode(here.encoding)
    except UnicodeEncodeError as found:
        raise Fault(
            worded("程序所在的文件夹名里有 Excel 的宏读不懂的字：{interpreter}。", interpreter=here.interpreter),
            worded("把项目文件夹移到名字只有英文和数字的地方，例如 D:\\huifang，再运行一次 huifang install。"),
        ) from found


def settings_of(path: Path, encoding: str) -> dict[str, str]:
    """What such a file says; empty where there is none, or none that can be read."""
    try:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding, "replace"))))
    except (OSError, csv.Error):
        return {}
    return {row[0]: row[1] for row in rows if len(row) == 2}
