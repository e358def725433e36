"""A running LibreOffice for tests, and the pipe to the process that speaks UNO with it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import Any

SIDE = Path(__file__).with_name("office_side.py")
SYSTEM_PYTHON = "/usr/bin/python3"  # the interpreter for which python3-uno is built
_ORDER = itertools.count()


class Refused(Exception):
    """The office didn't do it; the words are its own."""


class Office:
    """LibreOffice without a window, or one that runs already, reached through `address`."""

    def __init__(self, address: str = "") -> None:
        self._home = Path(tempfile.mkdtemp(prefix="office-"))
        self._soffice: subprocess.Popen[bytes] | None = None
        shown = ["shown"] if address else []
        if not address:
            address = f"pipe,name=huifang{uuid.uuid4().hex}"
            self._soffice = self._started(address)
        self._side = subprocess.Popen(
            [SYSTEM_PYTHON, str(SIDE), address, *shown], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            encoding="utf-8", env=clean_environment(),
        )  # fmt: skip
        ready = self._line()
        if ready != "ready":
            raise Refused(f"the UNO side answered {ready!r}")

    def _started(self, address: str) -> subprocess.Popen[bytes]:
        words = [
            "soffice", f"-env:UserInstallation=file://{self._home}/profile", "--headless", "--norestore", "--nologo",
            "--nodefault", "--nofirststartwizard", f"--accept={address};urp;",
        ]  # fmt: skip
        return subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, env=clean_environment()
        )

    def _line(self) -> Any:
        assert self._side.stdout is not None
        text = self._side.stdout.readline()
        if not text:
            raise Refused(f"the UNO side ended with {self._side.wait()}")
        return json.loads(text)

    def __call__(self, order: str, *arguments: object) -> Any:
        """What the office answers to an order."""
        assert self._side.stdin is not None
        self._side.stdin.write(json.dumps([order, arguments]) + "\n")
        self._side.stdin.flush()
        answer = self._line()
        if "wrong" in answer:
            raise Refused(answer["wrong"])
        return answer["ok"]

    @property
    def pid(self) -> int:
        """The number of the process that holds the documents."""
        return self._soffice.pid if self._soffice else self._side.pid

    def stop(self) -> None:
        """Ends what was started here."""
        assert self._side.stdin is not None
        self._side.stdin.close()
        self._side.wait(timeout=20)
        if self._soffice is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._soffice.pid, signal.SIGKILL)
            self._soffice.wait(timeout=20)
        shutil.rmtree(self._home, ignore_errors=True)


def clean_environment() -> dict[str, str]:
    """The environment without what belongs to the tests' own interpreter."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
