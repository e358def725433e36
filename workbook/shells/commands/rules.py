"""The commands about rules: the shelf told, a workbook's rules looked through, mended, and told back."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.rulebook.cells.rule import day
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.shells.commands.arguments import RULE
from workbook.shells.files.kept_in import asked_in_chinese, cells_in_chinese, hinted
from workbook.shells.outside import clocks
from workbook.words.faults import Fault
from workbook.words.issues import grouped
from workbook.words.tongue import heard, named, worded

if TYPE_CHECKING:
    from workbook.day import Day
    from workbook.papers.readback.told import Beside

BOOKS = {".xlsx", ".xlsm"}
YES = {"是", "y", "yes", "好", "改"}
MOST_ROWS = 50_000
"""In a workbook with more rows than this only lint looks for side effects: 校验 stays quick."""


def read_back(day: Day) -> tuple[Beside, ...]:
    """What every changed rule now does; what the changes do beside that is noted in the day's issues."""
    from workbook.papers.readback.side_effects import side_effects
    from workbook.papers.readback.told import read_back as told

    found = told(day)
    if sum(map(len, day.world.tables.frames.values())) <= MOST_ROWS:
        for one in side_effects(day):
            day.world.note(one)
    return found


def rulebooks(said: Namespace) -> int:
    """The shelf, or one rulebook in plain words."""
    from workbook.papers.words.book import explained, listing
    from workbook.shells.outside.shelf import shelf

    if said.rulebook:
        print(explained(said.rulebook, shelf()))
    else:
        print("\n".join(listing(shelf())))
        print(worded("没有像的：huifang new --rulebook 基础 我们的.xlsx，规则自己写，从三条写起。"))
    return 0


def lint(said: Namespace) -> int:
    """Every fault of the rules at its cell."""
    from workbook.shells.runs.linting import linted

    found = linted(said.target)
    for paragraph in grouped(found):
        print(paragraph)
    print(worded("规则没有毛病。") if not found else worded("共 {count} 处。", count=len(found)))
    if any(one.kind.level != "注" for one in found) and Path(said.target).suffix.lower() in BOOKS and not said.fix:
        print(
            worded('像是写错的格可以照改：huifang lint "{target}" --fix，先看改前改后，问过才写。', target=said.target)
        )
    if said.fix and found:
        _mend(said)
        found = linted(said.target)
    return 1 if any(one.kind.level == "停" for one in found) else 0


def rule(said: Namespace) -> int:
    """A rule changed, copied, stopped or taken up again; what it now does is said."""
    from workbook.rulebook.load import edits
    from workbook.shells.runs import ruling

    own = hinted(said.book) or heard()
    who, cells = asked_in_chinese(said.who, own), cells_in_chinese(_cells(said.cells), own)
    now = clocks.now(said.date)
    since, until = (_day(option, text, now.date()) for option, text in (("--from", said.first), ("--to", said.last)))

    def plan(rows: edits.Rows) -> edits.Edit:
        match RULE[said.does]:
            case "change":
                return edits.change(rows, who, cells, since, until)
            case "copy":
                return edits.copy(rows, who, said.number, cells)
            case "stop":
                return edits.stop(rows, who, cells, since, until)
            case "toggle":
                return edits.toggled(rows, who, now.date())
        return edits.resume(rows, who, since or now.date())

    added = ruling.rule(said.book, plan, now, print)
    if RULE[said.does] == "change" and not cells:
        print(laid_ready("", added, since))
    return 0


def laid_ready(sheet: str, added: range, since: date | None) -> str:
    """What is to be done with a row that was laid ready."""
    row = (
        worded("【{sheet}】第 {added} 行", sheet=named(sheet), added=added[0])
        if sheet
        else worded("第 {added} 行", added=added[0])
    )
    return worded(
        "{row}备好了：从 {since} 起（日子可以改），要改的格写在这一行，空着的照旧；只管一类客户，“若”写 "
        "且 ……。\n"
        "写好了点“校验”，看它现在做什么；不要了，点“撤销”。",
        row=row,
        since=since,
    )


def _cells(words: Sequence[str]) -> dict[str, str]:
    """列=值 as a cell each."""
    found = {}
    for one in words:
        heading, mark, text = one.replace("＝", "=", 1).partition("=")
        if not mark:
            raise Fault(
                worded("“{one}”没有等号。", one=one),
                worded("写成 列=值，例如 时长=5天；有空格的整个加引号。没有改动任何文件。"),
            )
        found[heading.strip()] = text.strip()
    return found


def _day(option: str, text: str, today: date) -> date | None:
    if text in {"今天", "明天"}:
        return today + timedelta(days=text == "明天")
    try:
        return day(text) if text else None
    except NotUnderstood as error:
        raise Fault(
            worded("{option} 后面的“{words}”不是日子。", option=option, words=text),
            worded("{hint}没有改动任何文件。", hint=error.hint),
        ) from error


def _mend(said: Namespace) -> None:
    """Cells of the rule sheets, written after a question."""
    from workbook.shells.runs.mending import is_sure, mend

    path = Path(said.target)
    if path.suffix.lower() not in BOOKS:
        raise Fault(worded("--fix 只改工作簿里的格。"), worded("写成 huifang lint 回访.xlsx --fix。没有改动任何文件。"))

    def ask(question: str) -> bool:
        if said.yes or not sys.stdin.isatty():
            return bool(said.yes) and is_sure(question)
        return input(worded("{question}（写 是 就改，回车不改）", question=question)).strip().lower() in YES

    mend(path, ask, print)


def case(said: Namespace) -> int:
    """Scenario files: how many turned out as expected."""
    from workbook.shells.outside.shelf import shelf
    from workbook.shells.runs.cases import run as run_cases

    passed = failed = 0
    for path in said.files:
        if not path.is_file():
            raise Fault(
                worded("没有“{path}”这个情景文件。", path=path), worded("核对路径，例如 tests/cases/announced.yaml。")
            )
        for outcome in run_cases(path, shelf(), again=said.again):
            passed, failed = passed + outcome.passed, failed + (not outcome.passed)
            if not outcome.passed:
                print(worded("不符 {file}：{name}", file=outcome.file, name=outcome.name))
                for difference in outcome.differs:
                    print(f"    {difference}")
    print(
        worded("情景 {count} 个：符合 {passed}，不符 {failed}。", count=passed + failed, passed=passed, failed=failed)
    )
    return 1 if failed else 0
