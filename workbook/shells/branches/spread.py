"""The books handed out: on this machine by Dask, or to a cluster that runs already; one way of asking for all of them.

What hands out is an Executor of the standard library, whoever stands behind it. A few books aren't worth other processes;
without Dask the standard library's own processes do the same, and the answers are the same.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib.util import find_spec
from multiprocessing import get_context

from workbook.shells.branches.worked import Outcome, Task, program, worked
from workbook.words.faults import Fault
from workbook.words.tongue import worded

FEW = 2
"""So many books are worked here: a process takes about as long to start as a book."""
AHEAD = 2
"""So many books wait for each worker: the rest are read from the disk when their turn comes."""
PATIENCE = "10s"
INSTALL = "pip install huifang[many]"
Load = Callable[[], Task]
Say = Callable[[str], None]


def spread(tasks: Iterable[Load], many: int, scheduler: str, say: Say) -> Iterator[Outcome]:
    """The outcome of each book, as it comes.

    Shapes:
        tasks: what reads each book; called when there is room for it. scheduler: the address of a cluster, '' for here.

    Raises:
        Fault: the cluster can't be reached, or its machines have another program.
    """
    if not scheduler and many <= FEW:
        yield from (worked(load()) for load in tasks)
        return
    with _pool(scheduler, many, say) as (pool, workers):
        yield from _each(pool, deque(tasks), workers * AHEAD)


def _each(pool: Executor, tasks: deque[Load], room: int) -> Iterator[Outcome]:
    """Hands out as many as there is room for, and another whenever one comes back."""
    going: dict[Future[Outcome], Task] = {}
    while tasks or going:
        while tasks and len(going) < room:
            task = tasks.popleft()()
            try:
                going[pool.submit(worked, task)] = task
            except BrokenProcessPool:  # a process ended since the last one was handed out
                yield from _one_by_one((task, *going.values()), tasks)
                return
        done, _ = wait(going, return_when=FIRST_COMPLETED)
        for future in done:
            task = going.pop(future)
            error = _error(future)
            if isinstance(error, BrokenProcessPool):
                yield from _one_by_one((task, *going.values()), tasks)
                return
            yield future.result() if error is None else _lost(task.file, error)


def _one_by_one(begun: Iterable[Task], waiting: Iterable[Load]) -> Iterator[Outcome]:
    """What was at work when a process ended, and what still waits."""
    yield from (_alone(task) for task in begun)
    yield from (_alone(load()) for load in waiting)


def _alone(task: Task) -> Outcome:
    """A book in a process that nobody else needs: it may be the one that ended the others."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        error = _error(future := pool.submit(worked, task))
        return future.result() if error is None else _lost(task.file, error)


def _error(future: Future[Outcome]) -> BaseException | None:
    """Why there is no outcome, where there is none."""
    try:
        return future.exception()
    except CancelledError as error:  # a cluster that went away
        return error


def _lost(file: str, error: BaseException) -> Outcome:
    what = worded("算它的进程中途没有了（{name}）。", name=type(error).__name__)
    return Outcome(file, what=what, cure=worded("再汇总一次；总是它，就用 huifang check 单独看这一本。"))


@contextmanager
def _pool(scheduler: str, many: int, say: Say) -> Iterator[tuple[Executor, int]]:
    """Who works, and how many they are."""
    if not find_spec("distributed"):
        if scheduler:
            raise Fault(
                worded("要用集群，先要装 Dask。"),
                worded("在这台电脑和集群的每一台上装：{install}。没有改动任何文件。", install=INSTALL),
            )
        workers = min(many, os.cpu_count() or 1)
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            yield pool, workers
        return
    with _dask(scheduler, many, say) as found:
        yield found


@contextmanager
def _dask(scheduler: str, many: int, say: Say) -> Iterator[tuple[Executor, int]]:
    """Dask's own executor over a cluster that runs, or over one of this machine that lives as long as we ask."""
    import dask
    from distributed import Client, LocalCluster

    quiet = {"distributed.admin.large-graph-warning-threshold": "1GB", "logging.distributed": "error"}
    with dask.config.set(quiet):
        if not scheduler:
            workers = min(many, os.cpu_count() or 1)
            with (
                LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address="127.0.0.1:0",
                    silence_logs=50,
                ) as cluster,
                Client(cluster) as client,
            ):
                yield client.get_executor(), workers
            return
        try:
            client = Client(scheduler, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            cure = worded("核对地址（tcp://主机:8786），看看 dask scheduler 开着没有。没有改动任何文件。")
            raise Fault(worded("连不上集群“{scheduler}”。", scheduler=scheduler), cure) from error
        with client:
            workers = _agreed(client, scheduler)
            say(worded("集群“{scheduler}”有 {workers} 个进程。", scheduler=scheduler, workers=workers))
            yield client.get_executor(), workers


def _agreed(client: object, scheduler: str) -> int:
    """How many workers the cluster has, all with this very program."""
    try:
        told: dict[str, str] = client.run(program)  # type: ignore[attr-defined]
    except Exception as error:
        cure = worded("在每一台上装同一版：{install}。没有改动任何文件。", install=INSTALL)
        raise Fault(
            worded("集群“{scheduler}”的机器上没有装回访（{name}）。", scheduler=scheduler, name=type(error).__name__),
            cure,
        ) from error
    if not told:
        raise Fault(
            worded("集群“{scheduler}”一个干活的进程也没有。", scheduler=scheduler),
            worded("在各台上开 dask worker {scheduler}。没有改动任何文件。", scheduler=scheduler),
        )
    other = sorted(worker for worker, found in told.items() if found != program())
    if other:
        what = worded("集群里 {count} 个进程装的程序和这台不一样（例如 {other}）。", count=len(other), other=other[0])
        raise Fault(what, worded("都装成同一版（回访和 pandas 等），重开 dask worker。没有改动任何文件。"))
    return len(told)
