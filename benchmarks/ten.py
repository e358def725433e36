"""A supervisor's first hour with lists of their own: each of a folder brought into a new workbook, to a first 今日清单.

    python benchmarks/ten.py FOLDER --rulebook tiered-frequency --other L09=callback-work-plan L10=property-owner-annual --write

Commands are those of the buttons: the list is shown, what is asked is answered in the yellow cells of 【导入预览】, taken in,
the list made. The person answers a word with the office's word that looks most like it (the first word of a list with the
first, later ones with the last), and leaves columns as they are. Time of the person: 10 s for every line to decide or to
look at, 15 s for every press and every answer; the machine's seconds are added. "before" is what the folder's README
counted for doing the same by hand (¾ minute a step, ½ a run). 真: every number of the list is in 【客户】, nobody is on
the list twice or called after the call was due, nothing stops a rule, each refused row says why. Nothing passes or fails.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import openpyxl
import tables

ROOT = Path(__file__).parent.parent
MARKS = ("<!-- table -->", "<!-- end -->")
sys.path.insert(0, str(ROOT))

from workbook.papers.brought.values import numbers  # noqa: E402
from workbook.shells.files import looks, reading  # noqa: E402

DAY = "2026-03-16 09:00"
STAFF = (("S1", "林一禾", 0), ("S2", "秦二川", 1), ("S3", "唐三木", 1), ("S4", "宋四维", 1))
READ, ACT = 10, 15
"""Seconds of a person for a line read, and for a press or an answer."""
ENDINGS = {".xlsx", ".xls", ".csv", ".ods"}
_BEFORE = re.compile(r"^\| (\S+) \|.*?\| (\d+) / (\d+) \| (\d+) \|", re.MULTILINE)


@dataclass
class Outcome:
    """What became of one list."""

    name: str
    asked: int
    looked: int
    refused: int
    customers: int
    listed: int
    seconds: float
    wrong: list[str]

    @property
    def presses(self) -> int:
        """收名单, the file, an answer each, 是, 收名单, 今日清单."""
        return 5 + self.asked

    @property
    def minutes(self) -> float:
        """Of the person and the machine."""
        return (READ * (self.asked + self.looked + self.refused + 1) + ACT * self.presses + self.seconds) / 60


def run(*words: object) -> float:
    """A command; the seconds that the machine worked at it, whoever else works on it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "workbook", *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode <= 1, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rows(book: Path, sheet: str, heading: str) -> list[dict[str, str]]:
    """The rows of a sheet by its headings."""
    grid = next((one for one in reading.read(book) if one.name == sheet), None)
    if grid is None:
        return []
    lines = list(zip(*(column.to_pylist() for column in grid.columns), strict=True))
    head = next(at for at, line in enumerate(lines) if heading in {str(one).rstrip("*") for one in line if one})
    names = [str(one or "").rstrip("*") for one in lines[head]]
    return [
        {name: str(one or "") for name, one in zip(names, line, strict=True)} for line in lines[head + 1 :] if any(line)
    ]


def hire(book: Path) -> None:
    """Four people, with the first two words that 岗位 offers."""
    made: Any = openpyxl.load_workbook(book)
    sheet = made["员工"]
    head = next(row for row in range(1, 9) if str(sheet.cell(row, 1).value or "").startswith("员工编号"))
    at = {str(cell.value).rstrip("*"): cell.column for cell in sheet[head] if cell.value}
    posts = offered(made, sheet, at["岗位"], head + 1) or ["客服主管", "客服员"]
    for row, (key, name, post) in enumerate(STAFF, head + 1):
        words = {"员工编号": key, "姓名": name, "岗位": posts[min(post, len(posts) - 1)]}
        for heading, value in words.items():
            sheet.cell(row, at[heading]).value = value
    made.save(book)


def offered(book: Any, sheet: Any, column: int, row: int) -> list[str]:
    """The words of a cell's drop-down."""
    for rule in sheet.data_validations.dataValidation:
        if f"{sheet.cell(row, column).coordinate}" in rule.cells and rule.formula1:
            if rule.formula1.startswith('"'):
                return list(rule.formula1.strip('"').split(","))
            name, _, area = rule.formula1.lstrip("=").rpartition("!")
            cells = book[name.strip("'")][area.replace("$", "")]
            return [str(one.value) for (one,) in cells if one.value]
    return []


def answer(book: Path, yes: str) -> None:
    """Every question of 【导入预览】 answered, and 是 in its first yellow cell."""
    made: Any = openpyxl.load_workbook(book)
    sheet = made["导入预览"]
    head = next(row for row in range(1, 9) if any(cell.value == "您定" for cell in sheet[row]))
    at = {cell.value: cell.column for cell in sheet[head] if cell.value}
    turn = 0
    for row in range(head + 1, sheet.max_row + 1):
        result, words = (str(sheet.cell(row, at[one]).value or "") for one in ("结果", "内容"))
        if result == "收下吗":
            sheet.cell(row, at["您定"]).value = yes
        elif result == "请定" and (found := re.search(r"写上：([^。]+)。", words)):
            asked = re.match(r"“(.+?)”", words)
            sheet.cell(row, at["您定"]).value = meant(asked[1] if asked else "", found[1].split("、"), turn)
            turn += 1
    made.save(book)


def meant(word: str, options: list[str], turn: int) -> str:
    """The office's word that looks most like it; nothing alike: the first for the first, the last for the others."""
    alike = [SequenceMatcher(None, word, one).ratio() for one in options]
    if word and max(alike) > 0:
        return options[alike.index(max(alike))]
    return options[0] if word and not turn else options[-1]


def first_list(source: Path, rulebook: str, folder: Path) -> Outcome:
    """One list, from the file to 今日清单."""
    book, own = folder / f"{source.stem}-回访.xlsx", folder / source.name
    shutil.copyfile(source, own)
    seconds = run("new", book, "--rulebook", rulebook, "--office", "测试", "--date", DAY)
    hire(book)
    seconds += run("import", own, "--into", book, "--date", DAY)
    shown = rows(book, "导入预览", "您定")
    count = {word: sum(one["结果"] == word for one in shown) for word in ("请定", "请看一眼", "没有收", "已经有了")}
    answer(book, "是")
    seconds += run("import", "--into", book, "--date", DAY)
    seconds += run("today", book, "--date", DAY)
    wrong = untrue(own, book, count["没有收"])
    there, listed = len(rows(book, "客户", "客户编号")), len(rows(book, "今日清单", "任务编号"))
    looked = count["请看一眼"] + count["已经有了"]
    return Outcome(source.name, count["请定"], looked, count["没有收"], there, listed, seconds, wrong)


def untrue(source: Path, book: Path, refused: int) -> list[str]:
    """What isn't true of a first list."""
    wrong = []
    known = {one for row in rows(book, "客户", "客户编号") for cell in row.values() for one in numbers(cell)}
    texts = " ".join(cell.text for leaf in looks.leaves(source) for cell in leaf.cells.values())
    back = book.parent / f"{source.stem}-退回.xlsx"
    if not refused and (lost := set(numbers(texts)) - known):
        wrong.append(f"丢了号码 {len(lost)} 个")
    if refused and not back.exists():
        wrong.append("没有收的没有退回")
    listed = rows(book, "今日清单", "任务编号")
    who = [one["客户编号"] for one in listed]
    wrong += [f"{one} 列了两次" for one in sorted({one for one in who if who.count(one) > 1})]
    calls: dict[str, datetime] = {}
    for one in rows(book, "回访记录", "记录编号"):
        if one["结果代码"] == "完成" and one["回访时间"]:
            at = datetime.fromisoformat(one["回访时间"])
            calls[one["客户编号"]] = max(at, calls.get(one["客户编号"], at))
    late = [
        one
        for one in listed
        if one["到期"] and one["客户编号"] in calls and calls[one["客户编号"]] > datetime.fromisoformat(one["到期"])
    ]
    wrong += [f"{one['客户编号']} 打过了又列" for one in late]
    wrong += [f"{one['表']}：{one['代码']}" for one in rows(book, "问题", "代码") if one["级别"] == "停"]
    return wrong


def table(found: list[Outcome], before: dict[str, tuple[str, ...]]) -> list[str]:
    """The lines of the page."""
    heads = "名单 收进 第一天列 要定的 看一眼的 没有收 按几下 程序 分钟 从前：步/运行 从前：分钟 真吗"
    lines = [f"| {heads.replace(' ', ' | ')} |", "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|"]
    for one in found:
        steps, runs, minutes = before.get(Path(one.name).stem, ("", "", ""))
        true = "真" if not one.wrong else "；".join(one.wrong)
        cells = (
            one.name, one.customers, one.listed, one.asked, one.looked, one.refused, one.presses, f"{one.seconds:.0f} 秒",
            f"{one.minutes:.1f}", f"{steps}/{runs}" if steps else "", minutes, true,
        )  # fmt: skip
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    many = len(found)
    mean = sum(one.minutes for one in found) / many
    old = [int(before[Path(one.name).stem][2]) for one in found if Path(one.name).stem in before]
    said = f"{many} 份里 {sum(not one.wrong for one in found)} 份真，平均 {mean:.1f} 分钟"
    return [*lines, "", said + (f"；从前平均 {sum(old) / len(old):.1f} 分钟。" if old else "。")]


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("folder", type=Path)
    said.add_argument("--rulebook", default="tiered-frequency")
    said.add_argument("--other", nargs="*", default=[], help="list=rulebook, for lists of another trade")
    said.add_argument("--only", nargs="*", default=[], help="names of lists, without ending")
    said.add_argument("--write", action="store_true", help="the table into docs/十份名单.md")
    words = said.parse_args()
    others = dict(one.split("=", 1) for one in words.other)
    sources = sorted(path for path in words.folder.iterdir() if path.suffix.lower() in ENDINGS)
    readme = words.folder / "README.md"
    counted = _BEFORE.findall(readme.read_text(encoding="utf-8")) if readme.is_file() else []
    before = {name: (steps, runs, minutes) for name, steps, runs, minutes in counted}
    found = []
    with tempfile.TemporaryDirectory() as place:
        for source in sources:
            if words.only and source.stem not in words.only:
                continue
            found.append(first_list(source, others.get(source.stem, words.rulebook), Path(place)))
            print(found[-1], flush=True)
    lines = table(found, before)
    print("\n".join(lines))
    if words.write:
        tables.write("十份名单.md", MARKS, lines)


if __name__ == "__main__":
    main()
