"""What an office does without this program: formulas in the workbook, or a script that loops over its cells.

    python benchmarks/instead.py --scale 0.1 0.2      what each costs, and how many lines it finds

Both answer six of the regulation's questions (wine-service) over the office that generate.py makes: callbacks on day
3, 7 and 21 after a delivery and whether they were made, papers handed over within three days and the fine for lateness,
VIPs nobody called for a month, customers who bought nothing for 180 days. Neither writes who calls whom at what hour,
keeps limits, notices, letters or a ledger, says why, or minds a date typed as text; both are as quick as an honest
colleague would make them: dictionaries instead of nested loops, ranges that end where the rows end.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from openpyxl import Workbook, load_workbook

sys.path.insert(0, str(Path(__file__).parent))
import generate

LONGEST = 900  # seconds after which nobody waits any more
EVENTS, CUSTOMERS, RECORDS = "事件", "客户", "回访记录"
OPEN = "该做"


def formulas(_: generate.Maker, found: generate.Sheets) -> generate.Sheets:
    """The sheets with a column of formulas for each question."""
    sizes = {name: len(columns[0]) + 1 for name, _, columns in found}

    def area(sheet: str, column: str) -> str:
        return f"{sheet}!${column}$2:${column}${sizes[sheet]}"

    today = generate.SERIAL
    calls = f'COUNTIFS({area(RECORDS, "C")},A{{r}},{area(RECORDS, "E")},"&lt;&gt;来电")'
    sort = f"VLOOKUP(B{{r}},{CUSTOMERS}!$A$2:$H${sizes[CUSTOMERS]},8,FALSE)"
    due = "IF(P{r}&gt;=1,&quot;&quot;,IF(INT(D{r})+%d&lt;=%d,&quot;该做&quot;,&quot;&quot;))"
    columns = {
        EVENTS: [
            ("打过", f'IF(C{{r}}="发货",{calls},9)'),
            ("第3天", due % (3, today)),
            ("第7天", f'IF(IFERROR({sort},"")="经销商",{due % (7, today)},"")'),
            ("第21天", f'IF(IFERROR({sort},"")="经销商",{due % (21, today)},"")'),
            ("迟交扣款", f'IF(AND(C{{r}}="成交",IF(M{{r}}="",{today},M{{r}})&gt;D{{r}}+3),50,0)'),
        ],
        CUSTOMERS: [
            (
                "末次联系",
                f'_xlfn.MAXIFS({area(RECORDS, "D")},{area(RECORDS, "B")},A{{r}},{area(RECORDS, "E")},"&lt;&gt;来电")',
            ),
            ("末次成交", f'_xlfn.MAXIFS({area(EVENTS, "D")},{area(EVENTS, "B")},A{{r}},{area(EVENTS, "C")},"成交")'),
            ("VIP该联系", f'IF(AND(H{{r}}="VIP",U{{r}}&lt;{today}-30),"{OPEN}","")'),
            ("流失", f'IF(AND(V{{r}}&gt;0,V{{r}}&lt;{today}-180),"是","否")'),
        ],
    }
    made = []
    for name, headings, cells in found:
        own = columns.get(name, [])
        rows = range(2, sizes[name] + 1)
        more = [np.array([f"><f>{text.format(r=row)}</f></c>" for row in rows], dtype=object) for _, text in own]
        made.append((name, [*headings, *(heading for heading, _ in own)], [*cells, *more]))
    return made


def loops(book: Path, out: Path) -> dict[str, int]:
    """The same questions by openpyxl and dictionaries; the list goes into a workbook of its own."""
    found = load_workbook(book, read_only=True, data_only=True)
    today = datetime.combine(generate.TODAY, datetime.min.time())
    sorts, kinds = {}, {}
    for row in found[CUSTOMERS].iter_rows(min_row=2, values_only=True):
        sorts[row[0]], kinds[row[0]] = row[7], row[1]
    called: dict[str, int] = {}
    last: dict[str, datetime] = {}
    for row in found[RECORDS].iter_rows(min_row=2, values_only=True):
        if row[4] == "来电":
            continue
        called[row[2]] = called.get(row[2], 0) + 1
        if isinstance(row[3], datetime) and row[3] > last.get(row[1], datetime.min):
            last[row[1]] = row[3]
    lines: list[tuple[object, ...]] = []
    bought: dict[str, datetime] = {}
    for row in found[EVENTS].iter_rows(min_row=2, values_only=True):
        number, customer, kind, at = row[:4]
        if not isinstance(at, datetime):
            continue
        if kind == "发货" and not called.get(number):
            for days in (3, 7, 21):
                wanted = days == 3 or sorts.get(customer) == "经销商"
                if wanted and at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days) <= today:
                    lines.append((f"第{days}天", customer, kinds.get(customer), number, 0))
        elif kind == "成交":
            bought[customer] = max(at, bought.get(customer, at))
            handed = row[12] if isinstance(row[12], datetime) else today
            if handed > at + timedelta(3):
                lines.append(("迟交扣款", customer, kinds.get(customer), number, 50))
    for customer, sort in sorts.items():
        if sort == "VIP" and last.get(customer, datetime.min) < today - timedelta(30):
            lines.append(("VIP该联系", customer, kinds[customer], None, 0))
        if customer in bought and bought[customer] < today - timedelta(180):
            lines.append(("流失", customer, kinds[customer], None, 0))
    made = Workbook(write_only=True)
    sheet = made.create_sheet("清单")
    sheet.append(("事由", "客户编号", "名称", "事件编号", "扣款"))
    for line in sorted(lines, key=str):
        sheet.append(line)
    made.save(out)
    return {
        name: sum(line[0] == name for line in lines)
        for name in ("第3天", "第7天", "第21天", "迟交扣款", "VIP该联系", "流失")
    }


def cost(words: list[str], env: dict[str, str] | None = None) -> tuple[float, float, float] | None:
    """CPU, wall and peak megabytes of a process and of those it waited for; None where nobody waits so long."""
    began = time.perf_counter()
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, start_new_session=True
    )
    while True:
        done, status, used = os.wait4(process.pid, os.WNOHANG)
        if done:
            process.returncode = os.waitstatus_to_exitcode(status)
            return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024
        if time.perf_counter() - began > LONGEST:
            os.killpg(process.pid, 9)
            process.wait()
            return None
        time.sleep(0.05)


def recalculated(book: Path, folder: Path) -> tuple[float, float, float] | None:
    """LibreOffice opens the book, calculates every formula and saves it."""
    office = shutil.which("soffice") or "soffice"
    home = f"-env:UserInstallation={(folder / 'lo').as_uri()}"
    return cost([office, home, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(book)])


def counted(book: Path) -> dict[str, int]:
    """What the formulas found."""
    found = load_workbook(book, read_only=True, data_only=True)
    totals: dict[str, int] = {}
    for sheet, names in ((EVENTS, ("第3天", "第7天", "第21天", "迟交扣款")), (CUSTOMERS, ("VIP该联系", "流失"))):
        rows = found[sheet].iter_rows(values_only=True)
        head = list(next(rows))
        at = {name: head.index(name) for name in names}
        for row in rows:
            for name, column in at.items():
                totals[name] = totals.get(name, 0) + (row[column] in {OPEN, "是", 50})
    return totals


def lines(scale: float) -> list[str]:
    """A line of the table for each way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate.write(folder / "plain.xlsx", scale)
        generate.write(folder / "formulas.xlsx", scale, formulas)
        size = f"{(folder / 'plain.xlsx').stat().st_size / 1e6:.0f} MB"
        script = [sys.executable, __file__, "--loops", str(folder / "plain.xlsx"), str(folder / "list.xlsx")]
        ways = {
            "instead: openpyxl and loops (6 questions)": cost(script),
            "instead: formulas, LibreOffice (6 questions)": recalculated(folder / "formulas.xlsx", folder),
        }
        found = [
            f"| {size} | {way} | {said[0]:.1f} s | {said[1]:.1f} s | {said[2]:.0f} MB |"
            if said
            else f"| {size} | {way} | not done after {LONGEST // 60} minutes | | |"
            for way, said in ways.items()
        ]
        print(*found, sep="\n", flush=True)
        return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--scale", type=float, nargs="+", default=[0.1])
    arguments.add_argument("--loops", type=Path, nargs=2, metavar=("BOOK", "LIST"), help="only the script, over a book")
    arguments.add_argument("--compare", action="store_true", help="whether both find the same")
    said = arguments.parse_args()
    if said.loops:
        print(loops(*said.loops))
    elif said.compare:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            generate.write(folder / "formulas.xlsx", said.scale[0], formulas)
            recalculated(folder / "formulas.xlsx", folder)
            print(counted(folder / "out" / "formulas.xlsx"))
            print(loops(folder / "out" / "formulas.xlsx", folder / "list.xlsx"))
    else:
        for scale in said.scale:
            lines(scale)


if __name__ == "__main__":
    main()
