"""How many keys a call takes on 今日清单, from the row chosen to the next row, counted on the sheet that was written.

    python benchmarks/keys.py --write            sample.xlsx on its own day; the table into docs/几下键.md
    python benchmarks/keys.py BOOK --date DAY    another workbook

The cursor stands in the row's 结果代码. Tab goes one open column to the right (folded and hidden ones are passed by);
Enter ends the row, as Excel has it, below the cell where Tab began: in the next row's 结果代码. With the drop-down a word
costs Alt+Down, the arrow down to it, and Enter; typed it costs its number, where the cell says one. 回访时间 is left empty:
登记 takes the moment. Answers are the middle word of each list; what has no list (words of the customer's own) isn't
counted. Nothing passes or fails.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import openpyxl
import tables
from openpyxl.utils import get_column_letter

ROOT = Path(__file__).parent.parent
MARKS = ("<!-- table -->", "<!-- end -->")
sys.path.insert(0, str(ROOT))

from workbook.rulebook.sorts.model import Question  # noqa: E402
from workbook.shells.outside import clocks  # noqa: E402
from workbook.shells.runs import run as runs  # noqa: E402

OUTCOME, FORM, KEY = "结果代码", "问卷", "任务编号"


def choices(sheet: Any) -> dict[str, tuple[list[str], bool]]:
    """Heading → its drop-down's words, and whether the cell says numbers for them."""
    heads = {cell.column_letter: str(cell.value) for cell in sheet[head_row(sheet)] if cell.value}
    found = {}
    for rule in sheet.data_validations.dataValidation:
        letter = "".join(sign for sign in str(rule.sqref).split(":")[0] if sign.isalpha())
        if rule.formula1 and rule.formula1.startswith('"') and letter in heads:
            found[heads[letter]] = (rule.formula1.strip('"').split(","), bool(rule.prompt))
    return found


def head_row(sheet: Any) -> int:
    return next(row for row in range(1, 9) if any(cell.value == KEY for cell in sheet[row]))


def keys(steps: int, words: list[str], *, short: bool) -> int:
    """To a column and its middle word: Tabs, then the drop-down or the number."""
    place = len(words) // 2
    typed = len(str(place + 1)) if words != ["是", "否"] else 1
    return steps + (typed if short else 1 + (place + 1) + 1)


def call(columns: list[str], lists: dict[str, tuple[list[str], bool]], asked: set[str], *, short: bool) -> int:
    """The keys of one call that answers these questions."""
    total, stood = 0, columns.index(OUTCOME)
    for at, heading in enumerate(columns):
        if heading == OUTCOME or (heading in asked and heading in lists):
            words, told = lists[heading]
            total += keys(at - stood, words, short=short and told)
            stood = at
    return total + 1


def counted(book: Path, day: str) -> dict[int, list[tuple[int, int]]]:
    """Number of questions → (with drop-downs, with numbers) of each row that asks so many."""
    made = openpyxl.load_workbook(book)
    sheet = made["今日清单"]
    head = head_row(sheet)
    at = {str(cell.value): cell.column for cell in sheet[head] if cell.value}
    shown = [name for name, column in at.items() if not sheet.column_dimensions[get_column_letter(column)].hidden]
    lists = choices(sheet)
    forms: dict[str, set[str]] = defaultdict(set)
    for question in runs.opened_day(runs.grids_of(book), clocks.now(day), lambda _: None).world.book.all(Question):
        forms[question.form].add(question.question)
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in sheet.iter_rows(min_row=head + 1, values_only=True):
        if row[at[KEY] - 1] is None:
            continue
        own = str(row[at[FORM] - 1] or "") if FORM in at else ""
        asked = {name for form in own.split("、") for name in forms.get(form, ()) if name in lists}
        for some in {frozenset(), frozenset(asked)}:
            found[len(some)].append(
                (call(shown, lists, set(some), short=False), call(shown, lists, set(some), short=True))
            )
    return found


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("book", type=Path, nargs="?", default=ROOT / "sample.xlsx")
    said.add_argument("--date", default="2026-03-16")
    said.add_argument("--write", action="store_true", help="the table into docs/几下键.md")
    words = said.parse_args()
    with tempfile.TemporaryDirectory() as place:
        book = Path(shutil.copyfile(words.book, Path(place) / words.book.name))
        listing = [sys.executable, "-m", "workbook", "today", str(book), "--date", words.date]
        assert subprocess.run(listing, cwd=ROOT, capture_output=True, check=False).returncode <= 1
        found = counted(book, words.date)
    lines = ["| 一通电话 | 几行 | 从前：下拉里选 | 现在：敲数字 |", "|---|--:|--:|--:|"]
    for many, rows in sorted(found.items()):
        before, after = (sum(one[at] for one in rows) / len(rows) for at in (0, 1))
        what = "只填结果" if not many else f"结果和 {many} 道有选项的题"
        lines.append(f"| {what} | {len(rows)} | {before:.1f} | {after:.1f} |")
    print("\n".join(lines))
    if words.write:
        tables.write("几下键.md", MARKS, lines)


if __name__ == "__main__":
    main()
