"""A desk with a screen, LibreOffice on it and a hand at mouse and keyboard; nothing is seen but what a person sees."""

from __future__ import annotations

import json
import os
import signal
import stat
import struct
import subprocess
import sys
import time
import uuid
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import workbook
from workbook.shells.macros import install
from workbook.shells.macros.places import Machine

SEEN = Path(__file__).with_name("seen.py")
SYSTEM_PYTHON = "/usr/bin/python3"  # the interpreter for which python3-uno is built
SCREEN = "1366x768x24"
PATIENCE = 90.0  # seconds; a busy computer takes its time
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="SecureURL" oor:op="fuse"><value>
  <it>file://{folder}</it></value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse">
  <value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Save/Document"><prop oor:name="WarnAlienFormat" oor:op="fuse">
  <value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse">
  <value>{version}</value></prop></item>
</oor:items>
"""


def png(screen: bytes) -> bytes:
    """A picture of what a screen of 24 bits holds (XWD, as Xvfb keeps it)."""
    words = struct.unpack(">25I", screen[:100])
    head, wide, high, line, colours = words[0], words[4], words[5], words[12], words[19]
    begin = head + 12 * colours
    rows = []
    for at in range(begin, begin + line * high, line):
        pixels = screen[at : at + 4 * wide]
        row = bytearray(3 * wide)
        row[0::3], row[1::3], row[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
        rows.append(b"\0" + bytes(row))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    size = struct.pack(">2I5B", wide, high, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size)
        + chunk(b"IDAT", zlib.compress(b"".join(rows)))
        + chunk(b"IEND", b"")
    )


class OfficeGone(Exception):
    """LibreOffice itself fell over: what it did is no longer to be seen, and nothing is known of our side."""


class Desk:
    """One person's computer on one day: huifang installed, and a workbook's folder that LibreOffice trusts.

    `day` is the day that the commands take for today; LibreOffice doesn't know.
    """

    def __init__(self, home: Path, day: str) -> None:
        self.home, self.folder = home, home / "回访"
        self.folder.mkdir(parents=True)
        profile = home / ".config" / "libreoffice" / "4" / "user"
        profile.mkdir(parents=True)
        version = ".".join(_said("soffice", "--version").split()[1].split(".")[:2])
        settings = SETTINGS.format(folder=self.folder, version=version)
        (profile / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        python = home / "python"
        here = (
            f'PYTHONPATH="{Path(workbook.__file__).parents[1]}"'  # the tree that is tested, wherever one is installed
        )
        python.write_text(f'#!/bin/sh\n{here} exec "{sys.executable}" "$@" --date "{day}"\n')
        python.chmod(python.stat().st_mode | stat.S_IXUSR)
        list(install.install(Machine("linux", home, {}, python)))
        self._blind = ""
        self._running: list[subprocess.Popen[Any]] = []
        self._address = f"pipe,name=huifang{uuid.uuid4().hex}"
        self._env = {**_bare(), "HOME": str(home), "DISPLAY": self._screen()}

    def _screen(self) -> str:
        reading, writing = os.pipe()
        # -noreset: else the screen starts afresh when its last client leaves (the splash screen, a look at the windows),
        # and whoever comes at that moment loses it: LibreOffice then ends without a word, with 0
        words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
        words += ["-fbdir", str(self.home)]  # what is on the screen lies in a file, as it is
        self._running.append(subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL))
        os.close(writing)
        with os.fdopen(reading) as answer:
            return f":{answer.readline().strip()}"

    def open(self, book: Path) -> None:
        """As a double click would."""
        words = ["soffice", "--norestore", "--nologo", f"--accept={self._address};urp;", str(book)]
        with (self.home / "soffice.log").open("wb") as log:
            started = subprocess.Popen(words, env=self._env, start_new_session=True, stdout=log, stderr=log)
        self._running.append(started)
        self.until(lambda seen: bool(seen["buttons"]))

    def still_there(self) -> None:
        """LibreOffice hasn't fallen over.

        Raises:
            OfficeGone: it has; with its last words.
        """
        ended = [process.poll() for process in self._running[1:]]
        if any(code is not None for code in ended):
            words = (self.home / "soffice.log").read_text(encoding="utf-8", errors="replace")
            raise OfficeGone(f"soffice ended with {ended}: {words[-2000:]}")

    # -- eyes

    def seen(self, caption: str = "") -> dict[str, Any]:
        """The sheet in front, its first rows, its buttons; of the button with the caption also where it is."""
        nothing: dict[str, Any] = {"sheet": "", "at": [0, 0], "rows": [], "buttons": {}, "modified": False}
        words = [SYSTEM_PYTHON, str(SEEN), self._address, *([caption] if caption else [])]
        done = subprocess.run(words, env=self._env, capture_output=True, text=True, check=False, timeout=60)
        self._blind = done.stderr
        return dict(json.loads(done.stdout)) if done.returncode == 0 else nothing

    def until(self, holds: Callable[[dict[str, Any]], bool], caption: str = "") -> dict[str, Any]:
        """What is seen as soon as it is as wanted."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            seen = self.seen(caption)
            self.still_there()
            if holds(seen):
                return seen
            time.sleep(0.3)
        raise AssertionError(f"never seen; last: {str(self.seen())[:800]} {self._blind[-500:]}")

    def picture(self, path: Path) -> None:
        """The screen, to be looked at."""
        path.write_bytes(png((self.home / "Xvfb_screen0").read_bytes()))

    # -- hands

    def hand(self, *words: str) -> None:
        """Mouse and keyboard."""
        subprocess.run(["xdotool", *words], env=self._env, check=True, timeout=60, stdout=subprocess.DEVNULL)

    def click(self, caption: str) -> None:
        """A button of the sheet in front, once it rests: a window that opens is drawn bar by bar."""
        self.until(lambda seen: caption in seen["buttons"])
        places: list[list[int]] = [[], []]

        def rests(seen: dict[str, Any]) -> bool:
            places.append(seen["buttons"].get(caption) or [])
            return bool(places[-1]) and places[-2] == places[-1]

        x, y = self.until(rests, caption)["buttons"][caption]
        self.hand("mousemove", str(x), str(y), "click", "1")

    def windows(self) -> list[str]:
        """The windows on the screen, the last in front; the first is the screen itself."""
        words = ["xdotool", "search", "--onlyvisible", "--name", ".*"]
        return subprocess.run(words, env=self._env, capture_output=True, text=True, check=False).stdout.split()

    def key(self, *names: str) -> None:
        """Keys in the window in front; without a window manager nobody else turns the keyboard to it."""
        self.hand("windowfocus", "--sync", self.windows()[-1])
        self.hand("key", *names)
        time.sleep(0.3)

    def box(self) -> None:
        """Wait for a message box."""
        end = time.monotonic() + PATIENCE
        while len(self.windows()) < 3:
            assert time.monotonic() < end, "no message box"
            self.still_there()
            time.sleep(0.2)
        time.sleep(0.5)  # it is there before it is drawn

    def close_box(self) -> None:
        """The message box, with Enter, once it is there, until it is gone: a key may get lost on its way."""
        self.box()
        box, end = self.windows()[-1], time.monotonic() + PATIENCE
        while box in self.windows():
            assert time.monotonic() < end, "the message box never went"
            self.key("Return")
            self._gone(box)

    def choose(self, path: Path) -> None:
        """A file in the chooser, typed until the chooser is gone: a sign that got lost on its way names no file."""
        self.box()
        chooser = self.windows()[-1]
        end = time.monotonic() + PATIENCE
        while chooser in self.windows():
            assert time.monotonic() < end, f"the chooser never took {path}"
            if self.windows()[-1] != chooser:  # it said that there is no such file
                self.key("Return")
                continue
            self.key("ctrl+a")
            self.hand("type", "--delay", "80", str(path))
            self.key("Return")
            self._gone(chooser)

    def _gone(self, window: str) -> None:
        """A window gets a while to go, or to be covered by another."""
        end = time.monotonic() + 5
        while time.monotonic() < end and self.windows()[-1] == window:
            time.sleep(0.2)

    def turn_to(self, sheet: str, key: str) -> dict[str, Any]:
        """Another sheet, with a key that turns one leaf, pressed until the sheet is in front."""
        for _ in range(60):
            seen = self.seen()
            if seen["sheet"] == sheet:
                return seen
            self.key(key)
        raise AssertionError(f"never got to {sheet}; there is {seen['sheet']}")

    def save(self) -> None:
        """Ctrl+S, until nothing is left to be saved."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.key("ctrl+s")
            soon = time.monotonic() + 10  # writing a workbook takes a while
            while time.monotonic() < soon:
                seen = self.seen()
                self.still_there()
                if seen["rows"] and not seen["modified"]:
                    return
                time.sleep(0.3)
        raise AssertionError("never saved")

    def go_to(self, column: int, row: int) -> None:
        """A cell, both counted from 0, with the arrows; they skip what is hidden."""
        for _ in range(10):
            here = self.seen()["at"]
            if here == [column, row]:
                return
            across, down = column - here[0], row - here[1]
            self.key(*["Right" if across > 0 else "Left"] * abs(across), *["Down" if down > 0 else "Up"] * abs(down))
        raise AssertionError(f"never got to {column}, {row}: {here}")

    def type(self, text: str) -> None:
        """Into the selected cell."""
        self.hand("type", "--delay", "80", text)
        self.key("Return")

    def fill(self, column: int, row: int, text: str) -> None:
        """A cell by its place, typed until it holds the text: a sign that no key carries may get lost on its way."""
        for _ in range(6):
            self.go_to(column, row)
            self.type(text)
            end = time.monotonic() + 4
            while time.monotonic() < end:
                held = [line[column] for line in self.seen()["rows"][row : row + 1]]
                if held == [text]:
                    return
                time.sleep(0.3)
        raise AssertionError(f"never typed: {text}; there is {held}")

    def leave(self) -> None:
        """Everything off."""
        for process in reversed(self._running):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL) if process is not self._running[0] else process.kill()
            process.wait(timeout=20)


def _said(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def _bare() -> dict[str, str]:
    """The environment without what belongs to the tests' own interpreter."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "XDG_"))}
