"""Writing a long list over yesterday's against xlsxwriter writing the same list anew: a ratio, by turns in one sitting.

    python benchmarks/lists.py --rows 50000 --rounds 3

Yesterday's list holds a remark in every fiftieth row and lacks the last fiftieth of today's rows. Both sides make their
file anew in each round, as processes of their own; CPU seconds count. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = """
import sys, time, gc
from datetime import date, datetime, timedelta
from pathlib import Path
from workbook.papers.pages.page import Field, Page
many, path = int(sys.argv[1]), Path(sys.argv[2])
FIELDS = (
    Field("序", "整数"), Field("客户名称"), Field("电话"), Field("主题", wrap=True), Field("到期", "日期"), Field("状态"),
    Field("结果代码", typed=True), Field("备注", typed=True), Field("因由", width=40), Field("任务编号", hidden=True),
)
def list_of(day, many):
    rows = tuple(
        (at + 1, f"客户{at % 7000}", f"138{at * 7919 % 10**8:08}", "到货回访", date(2026, 3, 9) + timedelta(at % 30),
         f"逾期 {day + at % 30} 天", None, None, f"到货后 3 天，事件!A{at + 2}", f"W5a·E{at}")
        for at in range(many)
    )
    return Page("今日清单", FIELDS, rows, key="任务编号")
"""
YESTERDAY = (
    PAGE
    + """
from workbook.shells.files import new_book
from workbook.shells.files.in_place import Book
new_book.write(path, [Page("客户", (Field("编号"),), (("C1",),))], head=None, created=datetime(2026, 3, 9))
book = Book(path)
book.put(list_of(0, many - many // 50))
book.set_cells("今日清单", {(row, 8): "再打" for row in range(2, many - many // 50, 50)})
book.save()
"""
)
OVER = (
    PAGE
    + """
from workbook.shells.files.in_place import Book
page = list_of(1, many)
began = time.process_time()
book = Book(path)
book.put(page)
book.save()
print(time.process_time() - began)
"""
)
ANEW = (
    PAGE
    + """
import xlsxwriter
page = list_of(1, many)
began = time.process_time()
book = xlsxwriter.Workbook(str(path) + ".anew.xlsx")
sheet = book.add_worksheet(page.name)
day, plain, wrapped = (book.add_format(look) for look in ({"num_format": "yyyy-mm-dd"}, {}, {"text_wrap": True}))
sheet.write_row(0, 0, page.headings)
for at, row in enumerate(page.rows, 1):
    for place, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(at, place, value, wrapped if place == 3 else plain)
        elif isinstance(value, date):
            sheet.write_datetime(at, place, value, day)
        elif value is None:
            sheet.write_blank(at, place, None, plain)
        else:
            sheet.write_number(at, place, value, plain)
book.close()
print(time.process_time() - began)
"""
)


def cost(code: str, many: int, path: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", code, str(many), str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return float(done.stdout or 0)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=50_000)
    arguments.add_argument("--rounds", type=int, default=3)
    said = arguments.parse_args()
    pairs = []
    for _ in range(said.rounds):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            subprocess.run([sys.executable, "-c", YESTERDAY, str(said.rows), str(path)], cwd=ROOT, check=True)
            pairs.append((cost(ANEW, said.rows, path), cost(OVER, said.rows, path)))
            print(f"xlsxwriter anew {pairs[-1][0]:.2f} s, over yesterday's {pairs[-1][1]:.2f} s", flush=True)
    print(
        f"{said.rows} rows: {statistics.median(over / anew for anew, over in pairs):.2f} × xlsxwriter writing it anew"
    )


if __name__ == "__main__":
    main()
