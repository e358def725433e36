"""The ordinary day over a large workbook against reading it: every command on a book with days of runs behind it.

    python benchmarks/days.py --scale 1                     50,000 customers, 200,000 events, 500,000 records
    python benchmarks/days.py --scale 0.1 0.5 1 2 --write   all sizes, and the tables in docs/performance.md

In each round python-calamine reads every sheet of the very file that the command then works on, by turns, as processes
of their own; what is printed is the median of the paired ratios, which repeats far better than seconds do. "cold" has
nothing kept beside the book, "warm" has what the last run kept; "pressed" is done by the program that stays loaded, its
CPU and memory counted. Growth is CPU beside that of half the size or less, for each time the book is larger: 1 is linear.
Beside it what an office would do instead (instead.py), on the first size. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
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
import instead
import tables

ROOT = Path(__file__).parent.parent
MAKE = """
import sys
sys.path.insert(0, "benchmarks")
import generate
from pathlib import Path
generate.write(Path(sys.argv[1]), float(sys.argv[2]))
"""
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
grid = next(one for one in reading.read(path, only={"今日清单"}) if one.name == "今日清单")
head = next(row for row in range(20) if any(column[row].as_py() == "结果代码" for column in grid.columns))
at = {column[head].as_py(): grid.left + place for place, column in enumerate(grid.columns)}
told = {"结果代码": "完成", "满意度": "满意", "首谈记录": "谈了", "已收到": "是", "备注": "照旧"}
cells = {}
for row in range(many):  # one in three wasn't reached, the others said all that is asked
    said = told if row % 3 else {"结果代码": "无人接"}
    cells |= {(head + 2 + row, at[heading]): word for heading, word in said.items() if heading in at}
book = Book(path)
book.set_cells("今日清单", cells)
book.save()
"""
READINGS = 4  # commands by one reading
FIELDS = ("cpu", "wall", "memory")
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
    pressed: bool = False


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
    Case("today, next day, pressed", command("today"), warm=True, pressed=True),
    Case("record, nothing typed", command("record"), warm=True, same_day=True),
    Case("record, 200 typed rows", command("record"), warm=True, typed=200, same_day=True),
    Case("why, one customer", command("why", "C0000001"), warm=True, same_day=True),
)


def cost(words: list[str], env: dict[str, str] | None = None) -> Cost:
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.STDOUT, cwd=ROOT, env=env)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 1}:
            out.seek(0)
            sys.exit(out.read().decode())
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024)


def pressed(words: list[str], first: list[str]) -> Cost:
    """A press that the loaded program does, which one press brought there and another found."""
    with tempfile.TemporaryDirectory(prefix="hf") as place:
        env = {**os.environ, "HUIFANG_WARM": "1", "XDG_RUNTIME_DIR": place}
        cost(first, env)
        end = time.monotonic() + 60
        while not (notes := list(Path(place).glob("*/*.json"))):
            if time.monotonic() > end:
                sys.exit("nobody stayed behind")
            time.sleep(0.1)
        process = json.loads(notes[0].read_text())["process"]
        cost(first, env)
        before = used(process)[0]
        own = cost(words, env)
        after, memory = used(process)
        os.kill(process, signal.SIGTERM)
    return Cost(own.cpu + after - before, own.wall, own.memory + memory)


def used(process: int) -> tuple[float, float]:
    """Seconds of CPU and peak megabytes of a process that goes on."""
    place = Path("/proc") / str(process)
    fields = (place / "stat").read_text().rpartition(")")[2].split()
    peak = next(line for line in (place / "status").read_text().splitlines() if line.startswith("VmHWM"))
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), int(peak.split()[1]) / 1024


def lived(book: Path, days: int) -> date:
    """Runs `daily` day after day; the last of these days."""
    for passed in range(days):
        cost(command("daily", "--dry-run")(book, generate.TODAY + timedelta(passed)))
    return generate.TODAY + timedelta(max(days - 1, 0))


def run(case: Case, source: Path, old: Path, last: date) -> Cost:
    """The command over a book of its own."""
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
        day = last if case.same_day or not case.lived else last + timedelta(1)
        words = case.words(book, day)
        return pressed(words, command("why", "C0000001")(book, last)) if case.pressed else cost(words)


def rounds_of(scale: float, rounds: int) -> int:
    """Seconds of a large book say more than those of a small one."""
    return rounds if scale <= 0.5 else max(1, round(rounds / (2 * scale)))


def measured(scale: float, rounds: int, days: int, only: str, smaller: dict[str, tuple[float, float]]) -> list[str]:
    """The lines of one size; `smaller` keeps megabytes and CPU of each case for the next."""
    lines = []
    cases = [case for case in CASES if only in case.name]
    with tempfile.TemporaryDirectory() as folder:
        source, old = Path(folder) / "source.xlsx", Path(folder) / "old.xlsx"
        cost(
            [sys.executable, "-c", MAKE, str(source), str(scale)]
        )  # apart: a child's peak begins with its parent's size
        shutil.copyfile(source, old)
        last = lived(old, days)
        size = old.stat().st_size / 1e6
        print(
            f"scale {scale}: {source.stat().st_size / 1e6:.1f} MB, {size:.1f} MB with {days} days behind it", flush=True
        )
        pairs: dict[str, list[tuple[Cost, Cost]]] = {case.name: [] for case in cases}
        for _ in range(rounds_of(scale, rounds)):
            for at, case in enumerate(cases):
                if at % READINGS == 0 or case.lived != cases[at - 1].lived:  # close by, on the same file
                    read = cost([sys.executable, "-c", READ, str(old if case.lived else source)])
                pairs[case.name].append((read, run(case, source, old, last)))
        for name, found in pairs.items():
            cpu, wall, memory = (
                statistics.median(getattr(mine, what) / getattr(read, what) for read, mine in found)
                for what in ("cpu", "wall", "memory")
            )
            reading, mine = (statistics.median(one[at].cpu for one in found) for at in (0, 1))
            took = statistics.median(one.wall for _, one in found)
            growth = ""
            if name in smaller:
                megabytes, before = smaller[name]
                growth = f"{(mine / before) / (size / megabytes):.2f}"
            smaller[name] = size, mine
            ratios = f"{cpu:.2f} | {wall:.2f} | {memory:.2f}"
            line = f"| {size:.0f} MB | {name} | {ratios} | {reading:.1f} s | {mine:.1f} s | {took:.1f} s | {growth} |"
            print(line, flush=True)
            lines.append(line)
    return lines


def of_sample() -> list[str]:
    """The sample, as small as an office begins: seconds, as a ratio would say nothing."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "sample.xlsx"
        words = [sys.executable, "-m", "workbook", "today", str(book), "--date", "2026-03-16"]
        made: list[tuple[str, Cost]] = []
        for name, does in (("cold", lambda: cost(words)), ("pressed", lambda: pressed(words, words))):
            found = []
            for _ in range(5):
                shutil.copyfile(ROOT / "sample.xlsx", book)
                shutil.rmtree(book.with_suffix(".huifang"), ignore_errors=True)
                found.append(does())
            made.append((name, Cost(*(statistics.median(getattr(one, what) for one in found) for what in FIELDS))))
    lines = [
        f"| sample | today, {name} | {one.cpu:.2f} s | {one.wall:.2f} s | {one.memory:.0f} MB |" for name, one in made
    ]
    print(*lines, sep="\n", flush=True)
    return lines


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--scale", type=float, nargs="+", default=[1.0])
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--days", type=int, default=10, help="days of runs behind the book")
    arguments.add_argument("--only", default="", help="only cases whose name holds this")
    arguments.add_argument("--no-instead", action="store_true", help="without what an office would do instead")
    arguments.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    said = arguments.parse_args()
    smaller: dict[str, tuple[float, float]] = {}
    days = said.days
    lines = [
        line
        for scale in said.scale
        for line in measured(scale, said.rounds, days if scale < 1 else min(days, 3), said.only, smaller)
    ]
    small = [] if said.only else of_sample()
    others = [] if said.only or said.no_instead else instead.lines(said.scale[0])
    if said.write:
        head = [
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}.",
            f"Medians of paired rounds ({said.rounds} up to half size, fewer above).",
            f"{days} days of runs behind the book, at most three from full size on.\n",
            "| book | run | CPU ÷ calamine | wall ÷ calamine | memory ÷ calamine | calamine, CPU | CPU | wall | growth |",
            "|---|---|---|---|---|---|---|---|---|",
        ]
        table = ["", "| book | run | CPU | wall | memory |", "|---|---|---|---|---|", *small, *others]
        tables.write("performance.md", MARKS, [*head, *lines, *table])


if __name__ == "__main__":
    main()
