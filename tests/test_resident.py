"""The program that stays loaded: the same answers as a process of one's own, and never anybody else's, older ones or none."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path

import pytest
from openpyxl import load_workbook

from workbook.shells.outside.stamped import stamp
from workbook.shells.resident import asking, meeting

ROOT = Path(__file__).parents[1]
DAY = ["--date", "2026-03-16"]
DONE = 1  # with cells to mend, as the sample has them
TURNS = 10
"""How often something that must happen in the middle of a run is tried: one that is done sooner shows nothing."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and users of Unix")


@pytest.fixture
def around(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """An environment whose resident program is this test's own; none of it outlives the test."""
    place = Path(tempfile.mkdtemp(prefix="hf"))
    said = {"XDG_RUNTIME_DIR": str(place), meeting.WARM: "1", "HUIFANG_WARM_SECONDS": "60"}
    for name, value in {**said, "HUIFANG_WARM_PATIENCE": "60"}.items():  # else a busy computer tries the other way
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", [str(ROOT / "workbook" / "__main__.py")])
    yield dict(os.environ)
    for log in place.glob("*/*.log"):
        assert log.read_text() == ""
    for note in place.glob("*/*.json"):
        known = meeting.read(note)
        if known is not None and is_alive(known.process):
            os.kill(known.process, signal.SIGKILL)
    shutil.rmtree(place, ignore_errors=True)


def is_alive(process: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked after doesn't."""
    try:
        os.kill(process, 0)
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False


def until(what: str, holds: object, seconds: float = 60) -> None:
    """Waits for it."""
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end, what
        time.sleep(0.05)


def met() -> meeting.Note | None:
    place = meeting.folder(os.environ)
    return meeting.read(meeting.note_in(place, stamp())) if place else None


def began() -> meeting.Note:
    """A resident program that listens."""
    asking.leave_behind(["today"])
    until("nobody came", lambda: (known := met()) is not None and is_alive(known.process))
    note = met()
    assert note is not None
    return note


def heeded() -> None:
    """Ctrl+C is heard: a shell that starts the tests in the background has it ignored in all that comes of them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def at_its_beginning(around: Mapping[str, str], *words: str) -> subprocess.Popen[str]:
    """A press that has just said that it reads the book; the resident program may be done before anybody can act."""
    at_work = subprocess.Popen(
        [sys.executable, "-P", "-m", "workbook", *words, *DAY], env={**around, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        preexec_fn=heeded,  # noqa: PLW1509 - nobody else runs in the one that is forked
    )  # fmt: skip
    assert at_work.stderr is not None
    assert "读" in at_work.stderr.readline()
    return at_work


def press(*words: str, folder: Path, env: Mapping[str, str], home: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A process as a button starts it."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "workbook", *words], cwd=folder, env={**env, "PYTHONPATH": str(home)},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def sample(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(ROOT / "sample.xlsx", folder / "回访.xlsx"))


def steps(beside: str) -> list[str]:
    """What was told beside the output, without how long it took and what time it is."""
    return [line for line in beside.splitlines() if not line.endswith(" 秒") and "时区" not in line]


def cells(book: Path) -> dict[str, list[tuple[object, ...]]]:
    return {one.title: list(one.iter_rows(values_only=True)) for one in load_workbook(book).worksheets}


def test_warm_and_cold_give_the_same_book_and_the_same_words(
    around: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    cold, warm = sample(tmp_path / "冷"), sample(tmp_path / "热")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    began()
    for words in (["today"], ["daily", "--dry-run"], ["why", "C0001"], ["record"], ["today", "--date", "不是"]):
        day = [] if "--date" in words else DAY
        apart = press(words[0], cold.name, *words[1:], *day, folder=cold.parent, env={**around, meeting.WARM: "0"})
        monkeypatch.chdir(warm.parent)
        capfd.readouterr()

        code = asking.asked([words[0], warm.name, *words[1:], *day])

        said = capfd.readouterr()
        assert (apart.returncode, apart.stdout) == (code, said.out.replace("热", "冷"))
        assert steps(apart.stderr) == steps(said.err)
        assert cells(cold) == cells(warm)


def test_the_presser_s_folder_and_environment_count(
    around: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    first = began()
    for who in ("zhang", "li"):
        book = sample(tmp_path / who)
        monkeypatch.chdir(book.parent)
        monkeypatch.setenv("LOGNAME", who)

        assert asking.asked(["today", book.name, *DAY]) == DONE

        head, *rows = cells(book)["运行记录"]
        at = head.index("经手")
        assert who == rows[-1][at]
    assert first == met()


def test_a_dead_one_is_passed_by_and_a_new_one_comes(
    around: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    first = began()
    os.kill(first.process, signal.SIGKILL)
    until("it lives", lambda: not is_alive(first.process))

    done = press("today", str(sample(tmp_path)), *DAY, folder=tmp_path, env=around)

    assert (DONE, "做好了：今日清单") == (done.returncode, done.stdout[:8])
    until("no new one", lambda: (known := met()) is not None and known.process != first.process)


def test_one_killed_in_the_middle_loses_nothing(
    around: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for turn in range(TURNS):
        first, book = began(), sample(tmp_path / str(turn))
        at_work = at_its_beginning(around, "today", str(book))
        os.kill(first.process, signal.SIGKILL)

        said, beside = at_work.communicate(timeout=120)

        assert DONE == at_work.returncode
        assert "做好了：今日清单" in said
        before, again, _ = beside.partition(asking.AGAIN)
        if again and "写“" not in before:  # else all was done, or nearly, before the blow fell
            break
    else:
        pytest.fail("it was done each time before it was killed, or nobody said that it was done again")
    other = sample(tmp_path / "另一本")
    press("today", str(other), *DAY, folder=tmp_path, env={**around, meeting.WARM: "0"})
    assert cells(other) == cells(book)


def test_two_books_at_once(around: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    began()
    books = [sample(tmp_path / str(at)) for at in range(3)]

    presses = [
        subprocess.Popen(
            [sys.executable, "-P", "-m", "workbook", "today", str(book), *DAY],
            env={**around, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        for book in books
    ]  # fmt: skip
    said = [one.communicate(timeout=120)[0] for one in presses]

    assert [DONE] * 3 == [one.returncode for one in presses]
    assert 1 == len(set(said))
    assert cells(books[0]) == cells(books[1]) == cells(books[2])


@pytest.mark.skipif(sys.platform != "linux", reason="a child's peak begins with its parent's there alone")
def test_a_small_one_behind_a_large_press_is_small() -> None:
    asks = "from workbook.shells.resident import serving; print(serving.memory())"
    large = f"import subprocess, sys; bytearray(700 << 20); subprocess.run([sys.executable, '-c', {asks!r}])"

    said = subprocess.run(
        [sys.executable, "-c", large], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    ).stdout

    assert int(said) < 400 << 20


def test_it_ends_when_idle_and_leaves_nothing(around: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIFANG_WARM_SECONDS", "1")
    known = began()
    place = meeting.folder(os.environ)
    assert place is not None

    until("still there", lambda: not is_alive(known.process))

    assert [] == [one.name for one in place.iterdir() if one.suffix not in {".lock", ".log"}]


def test_there_is_one_of_a_version(around: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    first = began()
    second = subprocess.run(
        [sys.executable, "-c", asking.BEGIN, str(ROOT)], env=dict(os.environ), check=False, timeout=60
    )
    assert (0, first) == (second.returncode, met())


def test_changed_code_is_never_answered_by_the_old(
    around: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "程序"
    for part in ("workbook", "templates", "macros"):
        shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("__pycache__"))
    (home / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "meanings.yaml", home / "docs")
    book, place = sample(tmp_path / "本"), Path(around["XDG_RUNTIME_DIR"])
    press("today", str(book), *DAY, folder=tmp_path, env=around, home=home)
    until("nobody came", lambda: list(place.glob("*/*.json")))
    old = meeting.read(next(place.glob("*/*.json")))
    assert old is not None
    words = home / "workbook" / "shells" / "commands" / "commands.py"
    words.write_text(words.read_text(encoding="utf-8").replace("做好了：今日清单", "新的：今日清单"), encoding="utf-8")

    done = press("today", str(book), *DAY, folder=tmp_path, env=around, home=home)

    assert "新的：今日清单" in done.stdout
    until("the old one stays", lambda: not is_alive(old.process))


def test_nobody_else_is_answered(around: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    known = began()
    place = meeting.folder(os.environ)
    assert place is not None

    assert (0o700, 0o600) == (
        place.stat().st_mode & 0o777,
        meeting.note_in(place, stamp()).stat().st_mode & 0o777,
    )
    with pytest.raises(AuthenticationError):
        Client(known.address, authkey=b"guessed")
    if os.getuid() == 0:  # another user of this computer
        said = subprocess.run(
            [sys.executable, "-c", f"import socket; socket.socket(socket.AF_UNIX).connect({known.address!r})"],
            user=65534, capture_output=True, text=True, check=False, cwd="/",
        )  # fmt: skip
        assert "PermissionError" in said.stderr
    assert is_alive(known.process)


def test_a_folder_that_others_may_enter_is_not_used(around: dict[str, str]) -> None:
    place = meeting.folder(os.environ)
    assert place is not None
    place.chmod(0o755)

    assert meeting.folder(os.environ) is None
    assert asking.asked(["today", "回访.xlsx"]) is None
    place.rmdir()
    place.symlink_to(tempfile.gettempdir())
    assert meeting.folder(os.environ) is None
    place.unlink()


def test_who_breaks_off_breaks_off_the_run(
    around: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for turn in range(TURNS):
        first, book = began(), sample(tmp_path / str(turn))
        before = book.read_bytes()
        at_work = at_its_beginning(around, "daily", str(book), "--dry-run")
        at_work.send_signal(signal.SIGINT)

        said, beside = at_work.communicate(timeout=60)

        if not said and "写“" not in beside:  # else the signal came when all was done, or nearly
            break
    else:
        pytest.fail("it was done each time before anybody broke it off")
    assert 3 == at_work.returncode
    assert "停下了" in beside
    until("still at it", lambda: not is_alive(first.process))
    assert before == book.read_bytes()
    assert press("why", str(book), "C0001", *DAY, folder=tmp_path, env=around).returncode < 2


@pytest.mark.parametrize(
    ("words", "fit"),
    [(["today", "a.xlsx"], True), (["lint", "a.xlsx", "--fix"], False), (["import", "a.csv"], False), ([], False),
     (["daily", "a.xlsx", "--unattended", "08:30"], False), (["case", "a.yaml"], False)],
)  # fmt: skip
def test_what_asks_at_the_keyboard_or_has_its_own_hour_stays_apart(words: list[str], fit: bool) -> None:
    assert fit is asking.is_fit(words)


def test_without_being_asked_nothing_stays_behind(around: dict[str, str], tmp_path: Path) -> None:
    press("today", str(sample(tmp_path)), *DAY, folder=tmp_path, env={**around, meeting.WARM: ""})

    assert [] == list(Path(around["XDG_RUNTIME_DIR"]).iterdir())


def test_a_torn_note_is_none(tmp_path: Path) -> None:
    for text in ("", "{", "[]", json.dumps({"address": "a", "key": "zz", "process": 1})):
        (tmp_path / "n.json").write_text(text)
        assert meeting.read(tmp_path / "n.json") is None
