"""A save is whole or didn't happen; a run can be undone; nobody's work is overwritten."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from workbook.shells.safety import saving
from workbook.shells.safety.journal import Journal, Line
from workbook.words.faults import BookFault

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = tmp_path / "回访.xlsx"
    book.write_bytes(b"0")
    return book


def says(data: bytes) -> Callable[[Path], None]:
    def write(target: Path) -> None:
        target.write_bytes(data)

    return write


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def litter(folder: Path) -> list[str]:
    return [name for name in names(folder) if name.endswith(".huifang-tmp")]


# -- whole or not at all


CHILD = r"""
import sys, zipfile
from pathlib import Path
from workbook.shells.safety import saving
path = Path(sys.argv[1])

def write(target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for part in range(200):
            archive.writestr(f"{part}.xml", b"new" * 8_000)

for line in sys.stdin:
    sys.stdout.write("GO\n"); sys.stdout.flush()
    saving.commit(path, write, "2026-10-09·today")
    sys.stdout.write("DONE\n"); sys.stdout.flush()
"""


def child(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    )  # fmt: skip


def tell(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdin and process.stdout
    if word == "GO":
        process.stdin.write("\n")
        process.stdin.flush()
    assert word == process.stdout.readline().strip()


def state(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return "new" if len(archive.namelist()) == 200 else "old"


@posix_only
def test_kill_at_sixteen_moments_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """Never half a file; what was left behind is swept by the next save, and the run before can still be undone."""
    path = tmp_path / "回访.xlsx"

    def old() -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("old.xml", b"old")

    old()
    process = child(path)
    tell(process, "GO")
    tell(process, "DONE")
    old()
    tell(process, "GO")
    start = time.perf_counter()
    tell(process, "DONE")
    took = time.perf_counter() - start
    process.stdin.close()  # type: ignore[union-attr]
    process.wait()

    found = []
    for moment in range(16):
        old()
        process = child(path)
        tell(process, "GO")
        time.sleep(took * 1.1 * moment / 15)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream
            stream.close()
        found.append(state(path))
    saving.commit(path, says(b"whole"), "2026-10-10·today")

    print("\nafter kill -9:", found)
    assert {"old", "new"} >= set(found)
    assert "old" in found
    assert [] == litter(tmp_path) + litter(tmp_path / "回访.huifang" / "backups")
    assert "2026-10-10·today" == saving.undo(path)
    assert found[-1] == state(path)


@posix_only
def test_a_full_disk_keeps_the_old_file(path: Path) -> None:
    """The write is refused half-way (a limit on file size); the old bytes stay and the words say why."""
    code = (
        "import resource, signal, sys; from pathlib import Path; from workbook.shells.safety import saving\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "try: saving.replace(Path(sys.argv[1]), lambda target: target.write_bytes(b'x' * 100_000))\n"
        "except saving.BookFault as fault: print(fault.what)"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code, str(path)], env=environment, capture_output=True, check=True)

    assert "写不下“回访.xlsx”：磁盘满了。" == done.stdout.decode().strip()
    assert b"0" == path.read_bytes()
    assert [] == litter(path.parent)


def test_a_writer_that_fails_leaves_nothing_behind(path: Path) -> None:
    """Our own mistakes pass through; the file and the folder are as before."""

    def broken(target: Path) -> None:
        target.write_bytes(b"half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        saving.replace(path, broken)

    assert b"0" == path.read_bytes()
    assert ["回访.xlsx"] == names(path.parent)


@posix_only
def test_permissions_of_the_old_file_stay(path: Path) -> None:
    """A book that only its owner may read isn't opened to all."""
    path.chmod(0o600)

    saving.replace(path, says(b"1"))

    assert 0o600 == path.stat().st_mode & 0o777


@posix_only
def test_a_temporary_file_in_use_is_not_swept(path: Path) -> None:
    """Two programs may save side by side; only what a dead one left is removed."""
    dead = path.with_name(".回访.xlsx.dead.huifang-tmp")
    dead.write_bytes(b"half")

    def write(target: Path) -> None:
        saving.replace(path, says(b"inner"))
        target.write_bytes(b"outer")

    saving.replace(path, write)

    assert b"outer" == path.read_bytes()
    assert ["回访.xlsx"] == names(path.parent)


# -- may we write?


@pytest.mark.parametrize("lock", ["~$回访.xlsx", ".~回访.xlsx", ".~lock.回访.xlsx#"])
def test_a_book_open_elsewhere_is_not_written(path: Path, lock: str) -> None:
    """Excel, WPS and LibreOffice each leave their own mark beside an open book."""
    path.with_name(lock).write_bytes(b"")

    with pytest.raises(BookFault, match="它正在别的程序里开着") as fault:
        saving.check_writable(path)

    assert lock in fault.value.cure


@posix_only
def test_a_book_locked_by_the_system_is_not_written(path: Path) -> None:
    """Another program may hold it without leaving a mark."""
    import fcntl

    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(BookFault, match="它正在别的程序里开着"):
            saving.commit(path, says(b"1"), "run")

    assert b"0" == path.read_bytes()


def test_a_free_book_may_be_written_and_a_missing_one_not(path: Path) -> None:
    """Nothing is said about a book that is free."""
    saving.check_writable(path)

    with pytest.raises(BookFault, match="找不到“没有"):
        saving.check_writable(path.with_name("没有.xlsx"))


# -- undo


def test_undo_brings_back_the_book_before_the_run(path: Path) -> None:
    """And undoing once more goes one run further back."""
    for run in ("周一", "周二", "周三"):
        saving.commit(path, says(run.encode()), run)

    undone = [saving.undo(path), path.read_bytes().decode(), saving.undo(path), path.read_bytes().decode()]

    assert ["周三", "周二", "周二", "周一"] == undone
    assert "周一" == saving.undo(path)
    assert b"0" == path.read_bytes()
    with pytest.raises(BookFault, match="没有可以撤销的运行"):
        saving.undo(path)


def test_a_run_after_an_undo_is_undone_next(path: Path) -> None:
    """What was undone stays undone."""
    saving.commit(path, says(b"1"), "周一")
    saving.commit(path, says(b"2"), "周二")
    saving.undo(path)
    saving.commit(path, says(b"3"), "周三")

    assert ["周三", "周一"] == [saving.undo(path), saving.undo(path)]
    assert b"0" == path.read_bytes()


def test_several_saves_of_one_run_are_undone_together(path: Path) -> None:
    """One button may save twice; one undo takes both back."""
    saving.commit(path, says(b"1"), "周一·today")
    saving.commit(path, says(b"2"), "周一·today")

    saving.undo(path)

    assert b"0" == path.read_bytes()


def test_the_same_run_twice_with_work_between_is_undone_only_to_that_work(path: Path) -> None:
    """What staff typed between two presses of a button is not swept away."""
    saving.commit(path, says(b"1"), "周一·today")
    path.write_bytes(b"typed")
    saving.commit(path, says(b"2"), "周一·today")

    saving.undo(path)

    assert b"typed" == path.read_bytes()


def test_undo_is_refused_when_somebody_changed_the_book_since(path: Path) -> None:
    """The words name the copy to look into; the book is untouched."""
    saving.commit(path, says(b"1"), "周一")
    path.write_bytes(b"typed")

    with pytest.raises(BookFault, match="又有人改过") as fault:
        saving.undo(path)

    assert b"typed" == path.read_bytes()
    assert "000001-周一.xlsx" in fault.value.cure


def test_ten_copies_are_kept(path: Path) -> None:
    """Older ones go; a run whose copy is gone says so."""
    for number in range(13):
        saving.commit(path, says(str(number).encode()), f"第{number}次")
    copies = names(saving.folder_of(path) / "backups")

    assert saving.KEEP == len(copies)
    assert "000013-第12次.xlsx" == copies[-1]


def test_the_copy_that_undo_needs_isnt_swept_by_the_copy_it_makes(path: Path) -> None:
    """Ten copies, the newest two of one run: each undo keeps one more, and the fifth asks for the oldest."""
    for number in range(1, 11):
        saving.commit(path, says(str(number).encode()), f"第{min(number, 9)}次")

    undone = [saving.undo(path) for _ in range(5)]

    assert ["第9次", "第8次", "第7次", "第6次", "第5次"] == undone
    assert b"4" == path.read_bytes()


def test_a_line_that_a_crash_cut_short_is_skipped(path: Path) -> None:
    """The journal goes on after it."""
    saving.commit(path, says(b"1"), "周一")
    with (saving.folder_of(path) / "journal.jsonl").open("ab") as file:
        file.write(b'{"did": "wri')
    saving.commit(path, says(b"2"), "周二")

    assert ["周一", "周二"] == [line.run for line in Journal(saving.folder_of(path)).lines()]
    assert "周二" == saving.undo(path)
    assert b"1" == path.read_bytes()


@pytest.mark.parametrize("did", ["write", "undo"])
def test_a_change_that_was_noted_but_never_came_true_is_not_undone(path: Path, did: str) -> None:
    """The program died between the note and the save; undo goes to the last change that is real."""
    saving.commit(path, says(b"1"), "周一")
    now = saving.digest(path)
    Journal(saving.folder_of(path)).add(Line(did, "周一" if did == "undo" else "周二", "000002-x.xlsx", now, "never"))
    saving.commit(path, says(b"3"), "周三")

    assert ["周三", "周一"] == [saving.undo(path), saving.undo(path)]
    assert b"0" == path.read_bytes()


@posix_only
def test_two_runs_never_write_one_book_at_a_time(path: Path) -> None:
    """The second is told to wait."""

    def write(target: Path) -> None:
        with pytest.raises(BookFault, match="正在另一次运行里写着"):
            saving.commit(path, says(b"2"), "另一次")
        target.write_bytes(b"1")

    saving.commit(path, write, "这一次")

    assert b"1" == path.read_bytes()
