"""A page of docs/ walked as its reader would: each command typed, in the page's order, over a desk laid ready.

    python tests/walked.py docs/做/撤销.md      what each command of a page says now

What a page wants typed into a cell it says in its words and, for the walk, in a comment that no reader sees:
`<!-- 填 时限!D3 时长=5天｜名称=… -->`, in the row that holds a word (`+`: a new one). `敲` names the cell, `存` keeps the next
block as a file, `抄` copies one, `先` is a command typed before. Below a command in a fenced block stands what the screen says;
a line `……` stands for lines that are left out, `……` within a line for what differs from day to day.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from branch_books import branch
from openpyxl import Workbook, load_workbook

from workbook.shells.commands.cli import main

HOME = Path(__file__).parents[1]
SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
HAND = re.compile(r"<!-- (填|敲|存|抄|先) (.+) -->")
OURS = re.compile(r"(?:huifang|python3? start\.py|python3? -m workbook) (.+)")
LEFT_OUT = "……"
MENTIONED = re.compile(r" (?:[a-z]+|rule [a-z]+)$|[<…]")
"""A command that is named, not typed: nothing stands behind its name, or a word that the reader has to think of."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a page with what the screen says below it, or something done by hand."""

    line: int
    text: str
    does: str = ""
    says: tuple[str, ...] = ()
    is_shown: bool = False
    """Whether the page shows what is said."""

    @property
    def words(self) -> list[str]:
        """The command as the program gets it."""
        found = OURS.fullmatch(self.text)
        assert found is not None
        return shlex.split(found[1], comments=True)


def steps(text: str) -> Iterator[Step]:
    """The commands of a page, fenced and within lines, and what is done by hand between them."""
    lines = text.splitlines()
    fence = ""
    for at, line in enumerate(lines):
        if mark := re.match(r" *(```+)(\w*)", line):
            fence = "" if fence else mark[0].strip()
        elif fence and OURS.fullmatch(line.strip()):
            said, edge = [], len(line) - len(line.lstrip())
            for below in lines[at + 1 :]:
                if OURS.fullmatch(below.strip()) or below.strip().startswith("```"):
                    break
                said.append(below[edge:])
            while said and not said[-1].strip():
                said.pop()
            yield Step(at + 1, line.strip(), "打", tuple(said), is_shown=bool(said))
        elif hand := HAND.fullmatch(line.strip()):
            below = "\n".join(lines[at + 1 :])
            kept = re.search(r"```\w*\n(.*?\n)```", below, re.DOTALL) if hand[1] == "存" else None
            yield Step(at + 1, hand[2], hand[1], (kept[1],) if kept else ())
        elif not fence:
            for span in SPAN.findall(line):
                span = span.replace("\\|", "|")
                if OURS.fullmatch(span) and not MENTIONED.search(span):
                    yield Step(at + 1, span, "打")


def lay(desk: Path) -> None:
    """What lies on the desk: the sample's office with today's list, a list of another program's, two branches, a scenario."""
    with chdir(desk), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        main(["new", "--demo", "回访.xlsx"])
        main(["today", "回访.xlsx"])
        for place, number in (("城南店", 21), ("城北店", 22)):
            branch(desk / "分店" / f"{place}.xlsx", place, number, share=0.1)
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (
        ("二〇二六年客户名单",),
        ("序号", "姓名", "联系电话", "住址", "业务员", "上次回访"),
        (1, "孟春和", "13800003001", "桂花巷 3 号", "林小满", "2026-03-10"),
        (2, "许清和", "13800002001", "银杏路 8 号", "周亦安", ""),
        (3, "段青衣 13800003003", "", "柳岸 90 号", "小顾", ""),
        (4, "贺兰", "1380000", "东湖苑 2 号", "", ""),
        ("合计", "4 户"),
    ):
        page.append(row)
    book.save(desk / "名单.xlsx")


def fill(where: str, desk: Path, book: str = "回访.xlsx") -> None:
    """Types into the row that holds a word: `时限!D3 时长=5天｜名称=…`; `表!+` is the row below the last."""
    place, _, cells = where.partition(" ")
    sheet, _, key = place.partition("!")
    if "/" in sheet:
        book, _, sheet = sheet.rpartition("/")
    full = load_workbook(desk / book)
    if sheet not in full.sheetnames:  # a sheet that the reader makes
        full.create_sheet(sheet).append([one.partition("=")[0] for one in cells.split("｜")])
    page = full[sheet]
    top = next(row for row in page if sum(cell.value is not None for cell in row) > 1)
    columns = {str(cell.value): cell.column for cell in top}
    last = max(cell.row for row in page for cell in row if cell.value is not None)
    row = (
        last + 1
        if key == "+"
        else next(c.row for line in page.iter_rows(min_row=top[0].row + 1) for c in line if str(c.value) == key)
    )
    for one in cells.split("｜"):
        heading, _, value = one.partition("=")
        page.cell(row, columns[heading]).value = value
    full.save(desk / book)


def by_hand(step: Step, desk: Path) -> None:
    """Does what a reader does between two commands, or what has happened before."""
    if step.does == "先":
        typed(step, desk)
    elif step.does == "填":
        fill(step.text, desk)
    elif step.does == "敲":
        name, _, rest = step.text.partition("/")
        title, cell, value = rest.split(" ")
        full = load_workbook(desk / name)
        next(page for page in full if page.title.endswith(title))[cell].value = value
        full.save(desk / name)
    elif step.does == "存":
        (desk / step.text).write_text(step.says[0], encoding="utf-8")
    elif step.does == "抄":
        one, other = shlex.split(step.text)
        (desk / other).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(next(desk.glob(one)), desk / other)


def typed(step: Step, desk: Path) -> tuple[int, str, str]:
    """What a command ends with, says and tells beside."""
    out, beside = StringIO(), StringIO()
    with chdir(desk), redirect_stdout(out), redirect_stderr(beside):
        try:
            code = main(step.words)
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 2
    return code, out.getvalue(), beside.getvalue()


def is_as_shown(step: Step, said: str) -> bool:
    """Whether the screen says what the page shows, where it shows something."""
    pattern = "\n".join(step.says)
    pattern = re.sub(r"^ *……$\n?", "\0", pattern, flags=re.MULTILINE)
    parts = [".*".join(re.escape(one) for one in part.split(LEFT_OUT)) for part in pattern.split("\0")]
    return re.fullmatch(r"(?:.*\n)*".join(parts) + r"\n?", said) is not None


def walked(text: str, desk: Path, see: Callable[[Step, int, str, str], None]) -> None:
    """Walks a page over the desk; `see` looks at each command."""
    for step in steps(text):
        if step.does == "打":
            if step.words[0] != "test":
                see(step, *typed(step, desk))
        else:
            by_hand(step, desk)


def _told(step: Step, code: int, said: str, beside: str) -> None:
    ok = code in {0, 1} or step.is_shown
    good = ok and (not step.is_shown or is_as_shown(step, said + (beside if code > 1 else "")))
    print(f"\n{'✓' if good else '✗'} {step.line}: {step.text} → {code}\n{said}{beside if code > 1 else ''}".rstrip())


if __name__ == "__main__":
    os.environ["HUIFANG_CALLED"] = "huifang"
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            lay(Path(folder))
            walked(Path(name).read_text(encoding="utf-8"), Path(folder), _told)
