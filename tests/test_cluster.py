"""The same run on a real cluster: a scheduler and two worker processes on this machine, each a program of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from branch_books import NOW, ROOT, branch, cells
from postbox import free_port

from workbook.shells.branches.consolidate import consolidate
from workbook.shells.branches.finding import BOOK
from workbook.shells.branches.worked import Task, worked
from workbook.shells.commands.cli import main
from workbook.words.faults import Fault

PATIENCE = 60.0
NAMES = ("城南店", "城北店", "城东店")


@contextmanager
def started(*words: str, home: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    """A Dask program with the code of a folder, ended with the test."""
    program = [sys.executable, "-m", "dask", *words]
    process = subprocess.Popen(program, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def worker(scheduler: str, place: Path) -> tuple[str, ...]:
    """The words that start one, which works in a folder of its own."""
    words = ("worker", scheduler, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
    return (*words, "--local-directory", str(place))


@contextmanager
def scheduling() -> Iterator[str]:
    """The address of a scheduler without workers."""
    address = f"tcp://127.0.0.1:{free_port()}"
    with started("scheduler", "--host", address, "--no-dashboard"):
        _until(lambda client: True, address)
        yield address


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """One for the tests that share a cluster."""
    with scheduling() as address:
        yield address


@pytest.fixture(scope="module")
def cluster(scheduler: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The scheduler with two workers, each in its own process."""
    words = worker(scheduler, tmp_path_factory.mktemp("workers"))
    with started(*words), started(*words):
        _until(lambda client: len(client.scheduler_info(n_workers=-1)["workers"]) == 2, scheduler)
        yield scheduler


def _until(is_so: object, address: str) -> None:
    """Waits till the cluster is as wanted."""
    from distributed import Client

    end = time.monotonic() + PATIENCE
    while True:
        try:
            with Client(address, timeout="5s") as client:
                if is_so(client):  # type: ignore[operator]
                    return
        except OSError:
            pass
        assert time.monotonic() < end, "the cluster didn't come"
        time.sleep(0.2)


@pytest.fixture
def folder(branches: Path, tmp_path: Path) -> Path:
    """Three branches and one that is broken, not yet put together."""
    return Path(shutil.copytree(branches, tmp_path / "各店"))


@pytest.fixture(scope="module")
def branches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every test has a copy of."""
    place = tmp_path_factory.mktemp("branches")
    for turn, name in enumerate(NAMES, 1):
        branch(place / f"{name}.xlsx", name, turn)
    (place / "新店.xlsx").write_bytes(b"PK\x03\x04" + bytes(300))
    return place


def test_a_cluster_without_workers_is_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is made."""
    with scheduling() as scheduler:
        words = ["consolidate", str(folder), "--scheduler", scheduler, "--date", "2026-03-16", "--dry-run"]
        assert 3 == main(words)
    assert "一个干活的进程也没有" in capsys.readouterr().err
    assert not (folder / BOOK).exists()


def test_a_cluster_that_is_not_there_is_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Within seconds."""
    words = ["consolidate", str(folder), "--scheduler", f"tcp://127.0.0.1:{free_port()}", "--date", "2026-03-16"]

    assert 3 == main(words)
    assert "连不上集群" in capsys.readouterr().err
    assert not (folder / BOOK).exists()


def test_two_workers_of_a_cluster_say_what_this_machine_says(folder: Path, cluster: str, tmp_path: Path) -> None:
    """Every sheet of the head office's book, cell for cell; both workers did some of it."""
    said: list[str] = []
    books = {"here": tmp_path / "here.xlsx", "there": tmp_path / "there.xlsx"}
    one = consolidate(folder, books["here"], NOW, dry_run=True, env={}, say=said.append)
    two = consolidate(folder, books["there"], NOW, scheduler=cluster, dry_run=True, env={}, say=said.append)

    assert (4, 4) == (one.worked, two.worked)
    assert f"集群“{cluster}”有 2 个进程。" in said
    for sheet in ("分店一览", "指标汇总", "各店指标", "处罚台账汇总", "等人决定", "各店问题", "要看的分店"):
        assert cells(books["here"], sheet) == cells(books["there"], sheet)


def test_another_program_on_the_cluster_is_refused(folder: Path, cluster: str, tmp_path: Path) -> None:
    """A worker whose program differs by one byte would count by other rules: it is named, and nothing is made."""
    other = tmp_path / "other"
    shutil.copytree(ROOT / "workbook", other / "workbook", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("docs", "templates"):
        (other / name).symlink_to(ROOT / name)
    with (other / "workbook" / "words" / "money.py").open("a", encoding="utf-8") as file:
        file.write("\n")
    with started(*worker(cluster, other), home=other):
        _until(lambda client: len(client.scheduler_info(n_workers=-1)["workers"]) == 3, cluster)
        with pytest.raises(Fault, match="装的程序和这台不一样"):
            consolidate(folder, tmp_path / BOOK, NOW, scheduler=cluster, dry_run=True, env={}, say=lambda _: None)
        assert not (tmp_path / BOOK).exists()
        task = Task("城南店.xlsx", (folder / "城南店.xlsx").read_bytes(), NOW, "another")
        assert "装的程序和这台不一样" in worked(task).what
