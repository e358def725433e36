"""One day over a large workbook against reading it: `huifang today`, end to end, and python-calamine reading every sheet.

    python benchmarks/day.py                 50,000 customers, 200,000 events, 500,000 records, 5 rounds
    python benchmarks/day.py --scale 0.1 --rounds 3

Both are run by turns as processes of their own in one sitting; what is printed is the ratio of their medians, which
repeats far better than seconds do, and the peak memory of each. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import generate

READ = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
print(sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names))
"""


def timed(words: list[str]) -> tuple[float, float]:
    """Seconds on the clock and peak megabytes of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent)
    spent = time.perf_counter() - began
    if done.returncode not in {0, 1}:
        sys.exit(done.stderr)
    return spent, max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--scale", type=float, default=1.0)
    arguments.add_argument("--rounds", type=int, default=5)
    said = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, book = Path(folder) / "source.xlsx", Path(folder) / "book.xlsx"
        generate.write(source, said.scale)
        print(f"workbook: {source.stat().st_size / 1e6:.1f} MB")
        reads, days = [], []
        memory = [0.0, 0.0]
        for turn in range(said.rounds):
            shutil.rmtree(Path(folder) / "book.huifang", ignore_errors=True)
            shutil.copyfile(source, book)
            seconds, memory[0] = timed([sys.executable, "-c", READ, str(source)])
            reads.append(seconds)
            seconds, memory[1] = timed(
                [sys.executable, "-m", "workbook", "today", str(book), "--date", generate.TODAY.isoformat()]
            )
            days.append(seconds)
            print(f"round {turn + 1}: calamine {reads[-1]:.2f} s, today {days[-1]:.2f} s", flush=True)
        read, day = statistics.median(reads), statistics.median(days)
        print(f"medians: calamine {read:.2f} s, today {day:.2f} s; ratio {day / read:.2f}")
        print(f"peak memory so far: calamine {memory[0]:.0f} MB, the larger of both {memory[1]:.0f} MB")


if __name__ == "__main__":
    main()
