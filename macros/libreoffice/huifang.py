"""What the buttons of a workbook do in LibreOffice: the workbook's file is worked by the command line and opened again.

This script runs inside LibreOffice, with the Python that comes with it; `huifang install` puts it into the user's
profile. LibreOffice loses parts of a workbook when it saves one, so nothing here saves: what isn't saved yet is said,
and the file changes part by part, as without any spreadsheet program.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import threading
import traceback
from itertools import pairwise
from pathlib import Path
from typing import Any

import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.beans import PropertyValue

TITLE = "回访"
CONF = Path.home() / ".huifang" / "huifang.conf"
INTERPRETER = {"win32": "INTERPRETER_WIN", "darwin": "INTERPRETER_MAC"}.get(sys.platform, "INTERPRETER_LINUX")
NOT_STARTED = (
    "回访没有启动起来，没有改动任何文件。\n怎么改：在项目文件夹里运行 python start.py doctor，照它说的改，再按一次。"
)
LONGEST = 1500
HEADER_WITHIN = 10
FRONT, LIST, PREVIEW = "首页", "今日清单", "导入预览"
LISTS = "*.xlsx;*.xlsm;*.xls;*.xlsb;*.ods;*.csv;*.txt;*.tsv"
LOG = CONF.with_name("libreoffice.log")
ALLOWED = 4  # MacroExecMode.ALWAYS_EXECUTE_NO_WARN: the book's macros ran already, one of them called us
INFO, WARNING, QUESTION = (
    uno.Enum("com.sun.star.awt.MessageBoxType", one + "BOX") for one in ("INFO", "WARNING", "QUERY")
)
YES_NO, YES = 3, 2

COMMANDS = {
    "check": ["check"], "today": ["today"], "forms": ["forms"], "form_here": ["forms", "--only"], "record": ["record"],
    "tally": ["tally"], "close": ["close", "上月"], "mail": ["mail"], "mail_preview": ["mail", "--dry-run"], "daily": ["daily"],
    "why_here": ["why"], "try_rules": ["try"], "undo": ["undo"], "handover_here": ["handover", "--sheet"],
    "change_here": ["rule change", "--from", "明天"], "copy_here": ["rule copy"], "stop_here": ["rule toggle"],
    "mend_rules": ["lint", "--fix", "--yes"], "share": ["share"], "collect": ["collect"],
    "bring": ["import"],
}  # fmt: skip
WRITES = {
    "check", "today", "record", "tally", "close", "daily", "undo", "change_here", "copy_here", "stop_here", "mend_rules",
    "handover_here", "share", "collect", "bring",
}  # fmt: skip
"""The buttons that change the workbook's file, for which it is put aside; the others only read it."""

KEYS = {"why_here": ("客户编号", "任务编号"), "form_here": ("任务编号",), "handover_here": ("交出", "员工编号")}
RULES = {"change_here", "copy_here", "stop_here"}
"""The buttons that are about the selected row of a rule sheet, told as 时限!第9行."""
SHOWN = {
    "today": LIST,
    "daily": LIST,
    "record": LIST,
    "check": "问题",
    "share": LIST,
    "collect": LIST,
    "handover_here": "交接预览",
    "bring": PREVIEW,
}
QUESTIONS = {
    "close": "现在给上个月关账吗？\n关了以后，上个月的【处罚台账】不再添行，以后再来的事记在下个月。",
    "stop_here": "停用选中的这一条规则吗？已经停用的，就恢复。\n只停几天，不用这个按钮：写在那一行的“停用期”里。",
    "mend_rules": "把规则表里像是写错的格照改法改好吗？\n只改有把握的；要您定的，运行 huifang lint --fix 一格一格定。",
    "mail": "现在把今天的日报发出去吗？\n想先看看，点“否”，再点“日报预演”。",
    "daily": "登记、今日清单、考核一起做，并把今天的日报发出去，好吗？\n不想发信，就分开点各个按钮。",
}


class Later(unohelper.Base, XCallback):  # type: ignore[misc]
    """Something to do on LibreOffice's main thread, once it is idle."""

    def __init__(self, does: Any) -> None:
        self._does = does

    def notify(self, _: Any) -> None:
        """It is idle now. An error here would vanish without a word, so it is said and written down."""
        try:
            self._does()
        except Exception:  # noqa: BLE001 - the top: a person gets a sentence
            LOG.parent.mkdir(parents=True, exist_ok=True)
            LOG.write_text(traceback.format_exc(), encoding="utf-8")
            frame = service("com.sun.star.frame.Desktop").getCurrentFrame()
            say(
                frame,
                f"回访在 LibreOffice 里出了错。\n怎么改：重新打开工作簿再试；还不行，把“{LOG}”交给管程序的人。",
                WARNING,
            )


def later(does: Any) -> None:
    """Do it on the main thread, after what is running there has ended."""
    service("com.sun.star.awt.AsyncCallback").addCallback(Later(does), None)


def service(name: str) -> Any:
    context = uno.getComponentContext()
    return context.ServiceManager.createInstanceWithContext(name, context)


def say(frame: Any, words: str, kind: Any, buttons: int = 1) -> int:
    """A message box in front of the workbook; which button was pressed."""
    window = frame.ContainerWindow
    return int(window.Toolkit.createMessageBox(window, kind, buttons, TITLE, words).execute())


def run(command: str, document: Any, *_: Any) -> None:
    """What RunPython calls with 'import …; b.today()': returns at once, the work is done when the macro has ended."""
    found = re.search(r"\bb\.(\w+)\(\)", command)
    if found and found[1] in COMMANDS:
        later(lambda: Press(found[1], document).begin())


def pressed(button: str) -> Any:
    """What the toolbar calls for a button: about the workbook in front, and the row that is selected in it."""

    def press(*_: Any) -> None:
        document = XSCRIPTCONTEXT.getDocument()  # noqa: F821 - LibreOffice gives every script one
        later(lambda: Press(button, document).begin())

    press.__name__ = button  # as Extras → Macros lists it
    return press


class Press:
    """One press of a button."""

    def __init__(self, button: str, document: Any) -> None:
        self._button = button
        self._document = document
        self._url = document.URL
        self._frame = document.CurrentController.Frame
        self._sheet = document.CurrentController.ActiveSheet.Name

    def begin(self) -> None:
        """Look whether it can be done; if so the command starts."""
        words = self._words()
        refusal = self._refusal(words)
        if refusal:
            say(self._frame, refusal, WARNING)
            return
        if self._button == "bring":
            chosen = [] if self._waits() else [self._chosen()]
            if chosen == [""]:
                return
            words = [*words[:-1], *chosen, "--into", words[-1]]
        question = QUESTIONS.get(self._button)
        if question and say(self._frame, question, QUESTION, YES_NO) != YES:
            return
        if self._button in WRITES:
            self._put_aside()
        self._progress = self._frame.createStatusIndicator()
        self._progress.start("回访：正在做，请稍等……", 0)
        threading.Thread(target=self._work, args=(words,)).start()

    def _waits(self) -> bool:
        """Whether a list that was shown waits on the preview's page, lies where it lay, and no other is wanted."""
        if not self._document.Sheets.hasByName(PREVIEW):
            return False
        sheet = self._document.Sheets.getByName(PREVIEW)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress.EndColumn
        rows = sheet.getCellRangeByPosition(0, 0, last, HEADER_WITHIN).getDataArray()
        for head, below in pairwise(rows):
            if "您定" in head and "来源" in head:
                place, decided = (str(below[head.index(one)]).strip() for one in ("来源", "您定"))
                return bool(place) and decided != "换一份" and Path(place).is_file()
        return False

    def _chosen(self) -> str:
        """The list that somebody picks; '' when nobody does."""
        picker = service("com.sun.star.ui.dialogs.FilePicker")
        picker.setTitle("回访：选要收的名单")
        picker.appendFilter("名单", LISTS)
        picker.appendFilter("全部", "*.*")
        picker.setDisplayDirectory(self._url.rpartition("/")[0])
        if picker.execute() != 1:
            return ""
        files = picker.getFiles()
        return uno.fileUrlToSystemPath(files[0]) if files else ""

    def _put_aside(self) -> None:
        """The workbook is closed, so that its file may change; a sheet in its window says so meanwhile."""
        self._frame.loadComponentFromURL("private:factory/scalc", "_self", 0, ())
        waiting = self._frame.Controller.Model
        waiting.Sheets.getByIndex(0).getCellByPosition(0, 0).String = "回访：正在做，请稍等，做完会自己打开工作簿……"
        waiting.setModified(False)

    def _words(self) -> list[str]:
        """The command with the workbook's file, and the key of the selected row where one is asked for."""
        name, *options = COMMANDS[self._button]
        path = uno.fileUrlToSystemPath(self._url) if self._url.startswith("file:") else ""
        key = [self._key(KEYS[self._button])] if self._button in KEYS else []
        key += [self._place()] if self._button in RULES else []
        return [*name.split(), path, *options, *key]

    def _refusal(self, words: list[str]) -> str:
        """Why nothing is done, with the cure; '' when all is well."""
        nothing = "没有改动任何文件。"
        if not words[len(COMMANDS[self._button][0].split())]:
            return f"这本工作簿还没有存在这台电脑上，{nothing}\n怎么改：另存到自己的文件夹，存成 .xlsm，再按一次。"
        if self._document.isModified() and may_be_edited(self._document):
            return f"有改动还没有存盘，{nothing}\n怎么改：按 Ctrl+S 存盘，再按一次。"
        if not words[-1] and self._button in RULES:
            return (
                f"选中的不是一条规则，{nothing}\n怎么改：先点一下【时限】【处罚标准】这样的规则表里的一行，再按一次。"
            )
        if not words[-1]:
            sheet = "员工" if self._button == "handover_here" else LIST
            return f"选中的这一行没有{KEYS[self._button][-1]}，{nothing}\n怎么改：先在【{sheet}】里点中一行，再按一次。"
        if not interpreter():
            return f"按钮还没有装好，{nothing}\n怎么改：在项目文件夹里运行 python start.py install，再按一次。"
        return ""

    def _place(self) -> str:
        """The selected row, as 时限!第9行."""
        selected = self._document.CurrentSelection
        if self._sheet == FRONT or not hasattr(selected, "RangeAddress"):
            return ""
        return f"{self._sheet}!第{selected.RangeAddress.StartRow + 1}行"

    def _key(self, headings: tuple[str, ...]) -> str:
        """The key in the selected row, in the column of the first of these headings that the sheet has.

        The buttons stand on the front page: from there it is the row that is selected in today's list.
        """
        controller = self._document.CurrentController
        if self._sheet == FRONT and self._document.Sheets.hasByName(LIST):
            controller.setActiveSheet(self._document.Sheets.getByName(LIST))
        sheet = controller.ActiveSheet
        selected = self._document.CurrentSelection
        if not hasattr(selected, "RangeAddress"):
            return ""
        row = selected.RangeAddress.StartRow
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.RangeAddress.EndColumn
        for heading in headings:
            for above in range(min(row, HEADER_WITHIN)):
                cells = sheet.getCellRangeByPosition(0, above, last, above).getDataArray()[0]
                if heading in cells:
                    return str(sheet.getCellByPosition(cells.index(heading), row).String)
        return ""

    def _work(self, words: list[str]) -> None:
        """Beside LibreOffice, which stays awake meanwhile."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LD_", "DYLD_"))}
        try:
            done = subprocess.run(
                [interpreter(), "-P", "-m", "workbook", *words], stdin=subprocess.DEVNULL,
                env={"HUIFANG_WARM": "1", **outside, "PYTHONUTF8": "1"},
                capture_output=True, encoding="utf-8", errors="replace", check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
            went_well = done.returncode in (0, 1)
            said = (done.stdout if went_well else done.stderr).strip()
        except OSError:
            went_well, said = False, ""
        if not said or "Traceback (" in said:  # Python itself ended with 1, or not as we end
            went_well, said = False, NOT_STARTED
        later(lambda: self.end(said, went_well=went_well))

    def end(self, said: str, *, went_well: bool) -> None:
        """The workbook again, as the command left it, and the outcome in a message box."""
        self._progress.end()
        words = said if len(said) <= LONGEST else said[:LONGEST] + "\n……"
        if self._button in WRITES and not self._opened_again(turn=went_well):
            words += "\n（工作簿没有能自己打开，请从文件夹里打开它。）"
        say(self._frame, words, INFO if went_well else WARNING)

    def _opened_again(self, *, turn: bool) -> bool:
        """Whether the workbook is in its window again: at the sheet of the outcome, else where it was."""
        allow = PropertyValue(Name="MacroExecutionMode", Value=ALLOWED)
        if self._frame.loadComponentFromURL(self._url, "_self", 0, (allow,)) is None:
            return False
        controller = self._frame.Controller
        sheets = controller.Model.Sheets
        for name in (SHOWN.get(self._button, self._sheet) if turn else self._sheet, self._sheet):
            if sheets.hasByName(name):
                controller.setActiveSheet(sheets.getByName(name))
                break
        return True


def may_be_edited(document: Any) -> bool:
    """Whether somebody did anything that could be undone; rows that LibreOffice itself made higher are no edit."""
    name = PropertyValue(Name="nodepath", Value="/org.openoffice.Office.Common/Undo")
    provider = service("com.sun.star.configuration.ConfigurationProvider")
    settings = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (name,))
    undo = document.getUndoManager()
    return bool(not settings.getByName("Steps") or undo.isLocked() or undo.isUndoPossible())


def interpreter() -> str:
    """The Python that huifang is installed in, as `huifang install` wrote it down; '' when it isn't there."""
    if not CONF.exists():
        return ""
    encoding = "mbcs" if sys.platform == "win32" else "utf-8"
    with CONF.open(encoding=encoding, newline="") as file:
        known = {row[0]: row[1] for row in csv.reader(file) if len(row) == 2}
    place = known.get(INTERPRETER, "")
    return place if place and Path(place).exists() else ""


globals().update({name: pressed(name) for name in COMMANDS})
g_exportedScripts = (run, *(globals()[name] for name in COMMANDS))
