"""A head office's day over more and more branches: what growing from 10 to 200 costs, and what one more branch costs.

    python benchmarks/branches.py                    10, 50, 100 and 200 branches
    python benchmarks/branches.py --rounds 3 --write medians, and the table in docs/performance.md

Each branch is an office of its own with 50 to 500 rows of facts, written by us and run once. Every size is measured as a
process of its own: all of it cold, then again with nothing changed, then with one more branch. CPU seconds are those of
the command and all its processes; ratios are to the smallest size of the same round. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import tables

ROOT = Path(__file__).parent.parent
MARKS = ("<!-- table: python benchmarks/branches.py --write -->", "<!-- end of branches -->")
DAY = "2026-03-16"
RAN = datetime(2026, 3, 16, 8, 30)


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU of a command and all its processes, and on the clock."""

    cpu: float
    wall: float


def made(folder: Path, numbers: range) -> None:
    """Branches: the sample's rules, between a third and all of its customers, and the days it has had."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from branch_books import branch

    for turn in numbers:
        branch(folder / f"分店{turn:03}.xlsx", f"分店{turn:03}", turn, ran=RAN, share=0.3 + 0.7 * (turn % 8) / 7)
        shutil.rmtree(folder / f"分店{turn:03}.huifang", ignore_errors=True)


def cost(folder: Path, *words: str) -> Cost:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    said = [sys.executable, "-m", "workbook", "consolidate", str(folder), "--date", DAY, "--dry-run", *words]
    done = subprocess.run(said, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        sys.exit(done.stdout + done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.perf_counter() - began)


def round_of(all_: Path, size: int) -> tuple[Cost, Cost, Cost]:
    """Cold, unchanged, and with one more."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        books = sorted(all_.glob("*.xlsx"))
        for book in books[:size]:
            shutil.copyfile(book, folder / book.name)
        cold, same = cost(folder), cost(folder)
        shutil.copyfile(books[size], folder / books[size].name)
        return cold, same, cost(folder)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10, 50, 100, 200])
    arguments.add_argument("--rounds", type=int, default=1)
    arguments.add_argument("--books", type=Path, help="a folder of branches made before; those lacking are added")
    arguments.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    said = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = said.books or Path(place)
        there = len(list(folder.glob("*.xlsx")))
        made(folder, range(there + 1, max(said.sizes) + 2))
        measured = [{size: round_of(folder, size) for size in said.sizes} for _ in range(said.rounds)]
    least = min(said.sizes)
    lines = []
    for size in said.sizes:
        cold, same, more = (
            [statistics.median(getattr(one[size][at], name) for one in measured) for name in ("cpu", "wall")]
            for at in range(3)
        )
        growth = statistics.median(one[size][0].cpu / one[least][0].cpu for one in measured)
        part = statistics.median(one[size][2].cpu / one[size][0].cpu for one in measured)
        line = (
            f"| {size} | {cold[0]:.1f} s | {cold[1]:.1f} s | {growth:.2f} | {growth / (size / least):.2f} | "
            f"{same[0]:.1f} s | {more[0]:.1f} s | {part:.3f} |"
        )
        print(line, flush=True)
        lines.append(line)
    if said.write:
        where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        heads = ("branches", "all, CPU", "all, clock", "CPU ÷ smallest", "the same ÷ growth in size", "unchanged, CPU",
                 "one more, CPU", "one more ÷ all")  # fmt: skip
        head = [
            f"{where}; medians of {said.rounds}.\n",
            f"| {' | '.join(heads)} |",
            "|---|---|---|---|---|---|---|---|",
        ]
        tables.write("performance.md", MARKS, [*head, *lines])


if __name__ == "__main__":
    main()
