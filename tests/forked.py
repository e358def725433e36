"""Commands of the program, each in a process of its own that is forked from one which has loaded everything.

A process can be ended by `kill -9` after some time, or just before it does something to a file or says something to a
mail server for the n-th time. Called as a program, this is the process that forks.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[1]
BROKEN = 70
"""The exit code of a command that ended in a traceback."""
TO_FILES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: what it said, its exit code (None: it was killed), the seconds, what it did to files and mail."""

    code: int | None
    said: str
    took: float
    effects: tuple[str, ...] = ()


class Forked:
    """The process that forks; one command at a time."""

    def __init__(self, env: Mapping[str, str] | None = None) -> None:
        whole = {**os.environ, "PYTHONPATH": str(HOME), "PYTHONIOENCODING": "utf-8", **(env or {})}
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=whole, cwd=HOME
        )
        self._answer()

    def run(
        self,
        words: Sequence[str],
        folder: Path,
        *,
        after: float | None = None,
        before: int | None = None,
        size: int | None = None,
        does: str = "",
    ) -> Ended:
        """A command whose files lie in `folder`; killed `after` seconds or `before` its n-th effect, if it still runs then.

        Shapes:
            size: no file may grow beyond so many bytes, as on a full disk. does: not killed then; the shell does this first.
        """
        order = {
            "words": list(words),
            "folder": str(folder),
            "after": after,
            "before": before,
            "size": size,
            "does": does,
        }
        assert self._process.stdin
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        found = self._answer()
        return Ended(found["code"], found["said"], found["took"], tuple(found["effects"]))

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found


# -- the process that forks


def _serve() -> None:
    from workbook.clock.published import published
    from workbook.shells.commands.cli import main
    from workbook.shells.outside.shelf import shelf
    from workbook.shells.runs import run

    run.load(2026)
    published(2023, 2029)
    list(shelf().items())
    print(json.dumps({"ready": bool(main)}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_forked(json.loads(line))), flush=True)


def _forked(order: dict[str, Any]) -> dict[str, Any]:
    said = Path(f"{order['folder']}.said")
    effects = Path(f"{order['folder']}.effects")
    effects.write_bytes(b"")
    began = time.perf_counter()
    child = os.fork()
    if not child:
        _command(order, said, effects)
    killed = False
    while (done := os.waitpid(child, os.WNOHANG)) == (0, 0):
        if order["after"] is not None and time.perf_counter() - began >= order["after"]:
            os.kill(child, signal.SIGKILL)
            done = os.waitpid(child, 0)
            break
        time.sleep(0.001)
    killed = os.WIFSIGNALED(done[1])
    return {
        "code": None if killed else os.WEXITSTATUS(done[1]),
        "said": said.read_text("utf-8", errors="replace"),
        "took": time.perf_counter() - began,
        "effects": effects.read_text("utf-8").splitlines(),
    }


def _command(order: dict[str, Any], said: Path, effects: Path) -> None:
    """Never returns."""
    from workbook.shells.commands.cli import main

    paper = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(paper, 1)
    os.dup2(paper, 2)
    if order["size"] is not None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["size"], order["size"]))
    _count(order["folder"], order["before"], os.open(effects, os.O_WRONLY | os.O_APPEND), order["does"])
    code = BROKEN
    try:
        code = main(order["words"])
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 2
    except BaseException:  # noqa: BLE001 - whatever it is, it is what was looked for
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _count(folder: str, before: int | None, notes: int, does: str) -> None:
    """Notes each effect, and ends the process just before the n-th, or has something else done then."""
    done = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal done
        if event == "open":
            is_one = bool(arguments[2] and arguments[2] & WRITING) and str(arguments[0]).startswith(folder)
        elif event in TO_FILES:
            is_one = any(isinstance(one, str | os.PathLike) and str(one).startswith(folder) for one in arguments)
        else:
            is_one = event in {"smtplib.connect", "smtplib.send"}
        if not is_one:
            return
        done += 1
        if before is not None and done == before + 1:
            if not does:
                os.kill(os.getpid(), signal.SIGKILL)
            os.system(does)
        what = "" if event.startswith("smtplib") else str(arguments[0]).removeprefix(folder)
        os.write(notes, f"{event} {what}\n".encode())

    sys.addaudithook(hook)


if __name__ == "__main__":
    _serve()
