"""The ordinary day over a large workbook against reading it: every command on a book with days of runs behind it.

    python benchmarks/days.py --scale 1 --rounds 3          50,000 customers, 200,000 events, 500,000 records
    python benchmarks/days.py --scale 0.1 0.5 1 2 --write   all sizes, and the table in docs/performance.md

In each round python-calamine reads every sheet of the very file that the command then works on, by turns, as processes
of their own; what is printed is the median of the paired ratios, which repeats far better than seconds do. "cold" has
nothing kept beside the book, "warm" has what the last run kept. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import generate

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "performance.md"
READ = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
print(sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names))
"""
TYPE = """
import sys
from pathlib import Path
from workbook.shells.files import reading
from workbook.shells.files.in_place import Book
path, many = Path(sys.argv[1]), int(sys.argv[2])
grid = next(one for one in reading.read(path) if one.name == "今日清单")
head = next(row for row in range(20) if any(column[row].as_py() == "结果代码" for column in grid.columns))
at = next(place for place, column in enumerate(grid.columns) if column[head].as_py() == "结果代码")
book = Book(path)
book.set_cells("今日清单", {(head + 2 + row, grid.left + at): "完成" for row in range(many)})
book.save()
"""
MARKS = ("<!-- table: python benchmarks/days.py --write -->", "<!-- end of table -->")


@dataclass(frozen=True)
class Cost:
    """Of one process: seconds of CPU, seconds on the clock, peak megabytes."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Case:
    """A command measured: whether the book has days behind it, whether it is warm, how many rows are typed first."""

    name: str
    words: Callable[[Path, date], list[str]]
    lived: bool = True
    warm: bool = False
    typed: int = 0
    same_day: bool = False


def command(*words: str) -> Callable[[Path, date], list[str]]:
    def said(book: Path, day: date) -> list[str]:
        return [sys.executable, "-m", "workbook", words[0], str(book), *words[1:], "--date", day.isoformat()]

    return said


CASES = (
    Case("today, first ever", command("today"), lived=False),
    Case("today, next day, cold", command("today")),
    Case("today, next day, warm", command("today"), warm=True),
    Case("today, same day again", command("today"), warm=True, same_day=True),
    Case("daily, next day, cold", command("daily", "--dry-run")),
    Case("daily, next day, warm", command("daily", "--dry-run"), warm=True),
    Case("record, 200 typed rows", command("record"), warm=True, typed=200, same_day=True),
    Case("why, one customer", command("why", "C0000001"), warm=True, same_day=True),
)


def cost(words: list[str]) -> Cost:
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.STDOUT, cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 1}:
            out.seek(0)
            sys.exit(out.read().decode())
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024)


def lived(book: Path, days: int) -> date:
    """Runs `daily` day after day; the last of these days."""
    for passed in range(days):
        cost(command("daily", "--dry-run")(book, generate.TODAY + timedelta(passed)))
    return generate.TODAY + timedelta(max(days - 1, 0))


def round_of(case: Case, source: Path, old: Path, last: date) -> tuple[Cost, Cost]:
    """Reading the file, and the command over it."""
    with tempfile.TemporaryDirectory() as folder:
        book, behind = Path(folder) / "book.xlsx", old.with_suffix(".huifang")
        shutil.copyfile(old if case.lived else source, book)
        if case.lived:
            shutil.copytree(behind, book.with_suffix(".huifang"), ignore=shutil.ignore_patterns("backups"))
        if case.typed:
            cost([sys.executable, "-c", TYPE, str(book), str(case.typed)])
        if case.warm:  # what the last run of any command left behind
            cost(command("why", "C0000001")(book, last))
        else:
            shutil.rmtree(book.with_suffix(".huifang") / "读过的表", ignore_errors=True)
        read = cost([sys.executable, "-c", READ, str(book)])
        day = last if case.same_day or not case.lived else last + timedelta(1)
        return read, cost(case.words(book, day))


def measured(scale: float, rounds: int, days: int, only: str) -> list[str]:
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        source, old = Path(folder) / "source.xlsx", Path(folder) / "old.xlsx"
        generate.write(source, scale)
        shutil.copyfile(source, old)
        last = lived(old, days)
        size = old.stat().st_size / 1e6
        print(
            f"scale {scale}: {source.stat().st_size / 1e6:.1f} MB, {size:.1f} MB with {days} days behind it", flush=True
        )
        for case in CASES:
            if only and only not in case.name:
                continue
            pairs = [round_of(case, source, old, last) for _ in range(rounds)]
            cpu, wall, memory = (
                statistics.median(getattr(mine, name) / getattr(read, name) for read, mine in pairs)
                for name in ("cpu", "wall", "memory")
            )
            read, mine = pairs[len(pairs) // 2]
            ratios = f"{cpu:.2f} | {wall:.2f} | {memory:.2f}"
            line = f"| {size:.0f} MB | {case.name} | {ratios} | {read.cpu:.1f} s | {mine.cpu:.1f} s |"
            print(line, flush=True)
            lines.append(line)
    return lines


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--scale", type=float, nargs="+", default=[1.0])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--days", type=int, default=10, help="days of runs behind the book")
    arguments.add_argument("--only", default="", help="only cases whose name holds this")
    arguments.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    said = arguments.parse_args()
    lines = [line for scale in said.scale for line in measured(scale, said.rounds, said.days, said.only)]
    if said.write:
        head = [
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}.",
            f"Medians of {said.rounds} paired rounds; {said.days} days of runs behind the book.\n",
            "| book | run | CPU ÷ calamine | wall ÷ calamine | memory ÷ calamine | calamine, CPU | run, CPU |",
            "|---|---|---|---|---|---|---|",
        ]
        text = TABLE.read_text(encoding="utf-8")
        before, after = text.partition(MARKS[0])[0], text.partition(MARKS[1])[2]
        TABLE.write_text("\n".join([before + MARKS[0], *head, *lines, MARKS[1] + after]), encoding="utf-8")


if __name__ == "__main__":
    main()
