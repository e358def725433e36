"""The resident program: loaded once, does one press at a time as if it were a process of the presser's own.

It ends when nobody pressed for a quarter of an hour, when a file of the program changed, when a large workbook left it
large, and when its note was taken away; a press that finds it busy, gone or changed is done in a process of its own.
"""

from __future__ import annotations

import _thread
import gc
import io
import json
import os
import queue
import secrets
import signal
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from pathlib import Path

from workbook.shells.outside.stamped import stamp
from workbook.shells.resident import meeting
from workbook.shells.resident.asking import BESIDE, ENDED, OUT, TAKEN, patience

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl
    import resource

IDLE = 900.0
"""Seconds without a press after which it ends; HUIFANG_WARM_SECONDS says another number."""
LOADED = (
    "fastexcel",
    "workbook.shells.commands.cli",
    "workbook.shells.files.kept_grids",
    "workbook.shells.files.reading",
    "workbook.shells.runs.posting",
    "workbook.shells.runs.register",
    "workbook.papers.why.why",
)
"""What a press would load on its way."""
LARGE = 1 << 30
"""Bytes of memory at which it ends after a press, so that the next one is small again."""


class Told(io.TextIOBase):
    """Words for the presser's own output."""

    def __init__(self, line: Connection, kind: bytes) -> None:
        self._line, self._kind = line, kind

    def write(self, words: str) -> int:
        """Sends them; a presser who has gone away hears nothing more."""
        with suppress(OSError):
            self._line.send_bytes(self._kind + words.encode("utf-8", "replace"))
        return len(words)

    def writable(self) -> bool:
        """It is there to be written to."""
        return True


class Resident:
    """One resident program."""

    def __init__(self, place: Path, idle: float) -> None:
        self._mark, self._idle = stamp(), idle
        self._note = meeting.note_in(place, self._mark)
        self._orders: queue.Queue[tuple[Connection, Mapping[str, object]]] = queue.Queue()
        self._at_work = threading.Lock()
        self._last = time.monotonic()
        key = secrets.token_bytes(32)
        name = f"{self._mark[:8]}{secrets.token_hex(4)}"
        self._address = rf"\\.\pipe\huifang-{name}" if sys.platform == "win32" else str(place / f"{name}.sock")
        self._listener = Listener(self._address, authkey=key)
        if sys.platform != "win32":
            Path(self._address).chmod(0o600)
        meeting.write(self._note, meeting.Note(self._address, key, os.getpid()))

    def serve(self) -> None:
        """Does what is asked until it ends."""
        threading.Thread(target=self._hear, daemon=True).start()
        threading.Thread(target=self._watch, daemon=True).start()
        while True:
            try:
                line, said = self._orders.get()
                with line:
                    self._do(line, said)
                gc.collect()
            except KeyboardInterrupt:  # the presser went away as all was done
                self._end()
            if memory() > LARGE:
                self._end()
            self._last = time.monotonic()
            self._at_work.release()

    def _hear(self) -> None:
        """Takes one press on; whoever comes meanwhile and it isn't about to end is sent away."""
        while True:
            try:
                line = self._listener.accept()
            except (AuthenticationError, OSError, EOFError):
                continue
            try:
                said = json.loads(line.recv_bytes()) if line.poll(patience()) else None
                if said is None or not self._at_work.acquire(timeout=patience() / 2):
                    line.close()
                    continue
            except (OSError, EOFError, ValueError):
                line.close()
                continue
            self._orders.put((line, said))

    def _watch(self) -> None:
        """Ends it when it is idle, taken away or older than the program, never in the middle of a press."""
        while True:
            time.sleep(min(5.0, self._idle / 4))
            known = meeting.read(self._note)
            gone = known is None or known.process != os.getpid()
            if (gone or time.monotonic() - self._last > self._idle or stamp() != self._mark) and (
                self._at_work.acquire(blocking=False)
            ):
                self._end()

    def _end(self) -> None:
        known = meeting.read(self._note)
        with suppress(OSError):
            if known is not None and known.process == os.getpid():
                self._note.unlink()
        with suppress(OSError):
            Path(self._address).unlink()
        os._exit(0)

    def _do(self, line: Connection, said: Mapping[str, object]) -> None:
        """One press; its output and its exit code go to whoever pressed."""
        if stamp() != self._mark:  # between the press and now
            return
        try:
            line.send_bytes(TAKEN)
            if not line.poll(patience()) or line.recv_bytes() != TAKEN:
                return
        except (OSError, EOFError):
            return  # who pressed didn't wait
        done, turn, broken = threading.Event(), threading.Lock(), threading.Event()
        threading.Thread(target=_heed, args=(line, done, turn, broken), daemon=True).start()
        try:
            with _in_place_of(said), _told_to(line):
                code = _run(list(said["words"]))  # type: ignore[call-overload]
        finally:
            with turn:
                done.set()
        with suppress(OSError):
            line.send_bytes(ENDED + str(code).encode())
        if broken.is_set():
            self._end()


def _run(words: list[str]) -> int:
    """A command's exit code, as a process of its own would end with."""
    from workbook.shells.commands.cli import main

    try:
        return main(words)
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 2
    except Exception:  # noqa: BLE001 - the top: shown as Python itself would, the next press is another one's
        import traceback

        traceback.print_exc()
        return 1


def _heed(line: Connection, done: threading.Event, turn: threading.Lock, broken: threading.Event) -> None:
    """A presser who breaks off (Ctrl+C) breaks off the run, and ends the program: something may be half loaded."""
    with suppress(OSError, EOFError):
        while not line.poll(0.1):
            if done.is_set():
                return
    with turn:
        if not done.is_set():
            broken.set()
            _thread.interrupt_main()


@contextmanager
def _in_place_of(said: Mapping[str, object]) -> Iterator[None]:
    """The presser's folder, environment and mask for new files; afterwards nothing of them stays."""
    before, argv, folder, mask = dict(os.environ), sys.argv, Path.cwd(), int(str(said["mask"]))
    sys.argv = [str(said["called"]), *said["words"]]  # type: ignore[misc]
    os.environ.clear()
    os.environ.update(said["env"])  # type: ignore[call-overload]
    os.chdir(str(said["folder"]))
    mask = os.umask(mask)
    _zone()
    try:
        yield
    finally:
        sys.argv = argv
        os.umask(mask)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(before)
        _zone()


def _zone() -> None:
    if sys.platform != "win32":
        time.tzset()


@contextmanager
def _told_to(line: Connection) -> Iterator[None]:
    """What is printed goes to the presser."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Told(line, OUT), Told(line, BESIDE)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def memory() -> int:
    """The most memory that this program ever used, in bytes, where the system tells.

    Linux tells it by page table: what it says of the process would begin with what its parent had used.
    """
    if sys.platform == "win32":
        return 0
    with suppress(OSError):
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        said = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
        if said:
            return int(said[0]) << 10
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used << 10


def _alone(place: Path) -> bool:
    """Whether no other of this version is there; the lock is held as long as we live."""
    handle = os.open(place / f"{stamp()}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def main() -> None:
    """Loads everything, then serves."""
    place = meeting.folder(os.environ)
    if place is None or not _alone(place):
        return
    # who was started in the background has Ctrl+C ignored, and so would be the press that nobody waits for any more
    signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.disable()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # as where a command runs in its own process
    for module in LOADED:
        import_module(module)
    from workbook.shells.outside import clocks
    from workbook.shells.runs.run import load

    load(clocks.now().year)
    gc.freeze()
    Resident(place, float(os.environ.get("HUIFANG_WARM_SECONDS", "") or IDLE)).serve()


if __name__ == "__main__":
    main()
