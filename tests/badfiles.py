"""What becomes of a bad file? Each is given to the commands of a day, in a process with little time and memory.

    python tests/badfiles.py --all              every bad file (tests/bad_books.py, tests/bad_cells.py), every command
    python tests/badfiles.py --all --write      … and what came out is written into docs/reliability.md
    python tests/badfiles.py 炸弹 格：NaN          those whose names begin so
    python tests/badfiles.py --command today    of one command
    python tests/badfiles.py --all --lines a.jsonl --command today    some of it now, the rest later
    python tests/badfiles.py --all-books        one workbook with all rulebooks and their demonstrations: how long it takes

A file is either refused with a sentence and its cure, and then not a byte of it is changed; or the day is worked, and
either it is as it was with the good book, or 【问题】 says something that it doesn't say about the good one. Whatever else
comes of it is wrong: a traceback, a process that dies, a day that differs without a word, more time or memory than allowed.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOME), str(HOME / "tests")]

from bad_books import FILES, LIST, ON_LIST, PARTS, changed, make  # noqa: E402
from bad_cells import LISTED  # noqa: E402
from bookshelf import cells, without_prints  # noqa: E402
from pages import write  # noqa: E402

from workbook.words.place import letters  # noqa: E402

DAY = "2026-03-09"
CPU, MEMORY, ADDRESSES = 20, 1500, 6 << 30
"""Seconds; megabytes that a run may take; bytes that a process may ask for."""
COMMANDS = {
    "check": ["check", "{book}", "--date", DAY],
    "today": ["today", "{book}", "--date", DAY],
    "daily": ["daily", "{book}", "--date", DAY, "--dry-run"],
    "record": ["record", "{book}", "--date", DAY],
    "import": ["import", "{book}", "--into", "{good}", "--date", DAY, "--yes"],
}
CHECKED = {"check": ("客户", "事件", "员工"), "today": ("客户", "事件", "员工")}
"""Sheets of staff that a command doesn't write: their parts stay as they are."""
SAYING = ("问题", "导入预览")
TIMED = {"运行记录"}
"""Sheets that hold the moment of the run."""
EXCELS = 32_700
"""Characters that a cell of Excel holds, about: what is longer is cut there."""
REFUSED, TOLD, SAME, AS_WRITTEN = "拒绝", "算了，说了", "算得一样", "照所写的算"
VERDICTS = (REFUSED, TOLD, SAME, AS_WRITTEN)


@dataclass(frozen=True, slots=True)
class Run:
    """What became of a file with a command; `wrong` is empty when that is right."""

    name: str
    command: str
    verdict: str
    wrong: str
    cpu: float
    memory: int

    def __str__(self) -> str:
        return f"{self.name} · {self.command}: {self.wrong or self.verdict} ({self.cpu:.1f} s, {self.memory} MB)"


Seen = dict[str, Any]
Sheets = dict[str, dict[str, str]]


def good_book(path: Path) -> bytes:
    """The demonstration of one rulebook with its list, and two results typed into it."""
    from workbook.shells.commands.cli import main
    from workbook.shells.files.in_place import Book
    from workbook.shells.files.reading import read

    main(["new", "--demo", "--rulebook", "wine-service", str(path)])
    main(["today", str(path), "--date", DAY])
    [listed] = read(path, only={LIST})
    heads = {str(column[0].as_py()): at for at, column in enumerate(listed.columns, listed.left)}
    book = Book(path)
    book.set_cells(LIST, {(row, heads["结果代码"]): "无人接" for row in (2, 3)})
    book.save()
    return path.read_bytes()


def seen(path: Path) -> Seen:
    """What a book holds after a run; marks are of what is printed beside them, and say nothing more."""
    found = {name: without_prints(rows) for name, rows in cells(path).items() if name not in TIMED}
    sheets = {
        name: {f"{letters(column)}{row}": said for (row, column), said in rows.items()} for name, rows in found.items()
    }
    problems: dict[tuple[str, int], list[str]] = {}
    for sheet in SAYING:
        for (row, _), said in sorted(found.get(sheet, {}).items()):
            problems.setdefault((sheet, row), []).append(said)
    return {"cells": sheets, "problems": sorted("|".join(line) for line in problems.values())}


def _given(path: Path) -> Sheets:
    """What a file says before the run; nothing where it can't be read."""
    from workbook.words.faults import Fault

    try:
        return dict(seen(path)["cells"])
    except Fault:
        return {}


def child(work: Callable[[], Seen], out: Path, most: int = CPU * 3) -> tuple[int, float, int]:
    """Some work in a process of its own, with limits: how it ended, its seconds of CPU, its memory in MB."""
    sys.stdout.flush()
    sys.stderr.flush()
    number = os.fork()
    if not number:
        for stream, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(out / name, os.O_CREAT | os.O_WRONLY | os.O_TRUNC), stream)
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
        try:
            found = work()
            (out / "seen").write_text(json.dumps(found), encoding="utf-8")
            code = found["code"]
        except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
            traceback.print_exc()
            code = 99
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    _, status, used = os.wait4(number, 0)
    code = os.waitstatus_to_exitcode(status)
    return code, used.ru_utime + used.ru_stime, used.ru_maxrss >> 10


def tried(name: str, command: str, good: bytes, before: Seen) -> Run:
    """One file given to one command."""
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "book", Path(place) / "out"
        folder.mkdir()
        out.mkdir()
        path, target = folder / "回访.xlsx", folder / "好.xlsx"
        target.write_bytes(good)
        if name:
            make(name, path, good)
        else:
            path.write_bytes(good)
        bytes_of = {one: one.read_bytes() for one in (path, target) if _is_file(one)}
        there = sorted(one.name for one in folder.iterdir())

        def work() -> Seen:
            from workbook.shells.commands.cli import main

            given, begun = _given(path), time.process_time()
            code = main([word.format(book=path, good=target) for word in COMMANDS[command]])
            return {
                "cpu": time.process_time() - begun,  # what is looked at for the comparison is none of the command's
                "code": code,
                "given": given,
                **(seen(path if command != "import" else target) if code in {0, 1} else {}),
            }

        code, cpu, memory = child(work, out)
        said = (out / "err").read_text("utf-8", "replace") + (out / "out").read_text("utf-8", "replace")
        found = json.loads((out / "seen").read_text("utf-8")) if (out / "seen").exists() else {}
        cpu = found.get("cpu", cpu)
        litter = [one.name for one in folder.iterdir() if one.name not in there and not one.is_dir()]
        litter = [] if command == "daily" else [one for one in litter if not one.endswith("退回.xlsx")]
        untouched = all(one.read_bytes() == data for one, data in bytes_of.items())
        verdict, wrong = _verdict(code, said, found, before)
        if not wrong and code == 3 and not untouched:
            wrong = "拒绝了，文件却改了"
        if not wrong and litter:
            wrong = f"旁边多了 {'、'.join(litter)}"
        if not wrong and code in {0, 1} and name not in FILES:
            wrong = _lost(command, path, name, good)
        if not wrong and (cpu > CPU or memory > MEMORY):
            wrong = f"用了 {cpu:.0f} 秒、{memory} MB"
        return Run(name, command, verdict, wrong, cpu, memory)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _verdict(code: int, said: str, found: Seen, before: Seen) -> tuple[str, str]:
    """What a run came to, and what is wrong about it."""
    last = said.strip().splitlines()[-1:] or [""]
    if "Traceback" in said or code == 99:
        return "", f"没有话：{last[0][:200]}"
    if code < 0:
        return "", f"进程没了（信号 {-code}）：{last[0][:100]}"
    if code == 3:
        return REFUSED, "" if "怎么改：" in said else f"没有说怎么改：{last[0][:200]}"
    if code not in {0, 1}:
        return "", f"退出码 {code}"
    if {*found["problems"]} - {*before["problems"]} or _told(said) != before["told"]:
        return TOLD, ""
    if found["cells"] == before["cells"]:
        return SAME, ""
    unsaid = _unexplained(found["cells"], before["cells"], found["given"], before["given"])
    return ("", f"不一样，没有话：{unsaid[:4]}") if unsaid else (AS_WRITTEN, "")


def _told(said: str) -> list[str]:
    """The sentences of an import, by which it differs from another: its counts among them."""
    return [line for line in said.splitlines() if "新客户" in line or "没有收" in line]


def _unexplained(now: Sheets, then: Sheets, given: Sheets, good: Sheets) -> list[str]:
    """Cells that came out otherwise though the file doesn't say so: where 甲 became 乙 in both, that is as written."""
    typed = [(old, one) for _, _, old, new in _other(given, good) for one in (new, _as_day(new)) if one]
    came = {(sheet, at, new) for sheet, at, _, new in _other(given, good)}
    return [
        f"{sheet}!{at} {old[:30]!r} → {new[:30]!r}"
        for sheet, at, old, new in _other(now, then)
        if sheet in then
        and (sheet, at, new) not in came
        and not any(
            one and shown(new) == shown(old).replace(shown(one), shown(two))[: len(new) if len(new) > EXCELS else None]
            for one, two in typed
        )
    ]


def _as_day(text: str) -> str:
    """A number without a format in a column of days is the day that a spreadsheet counts so."""
    return f"{date(1899, 12, 30) + timedelta(int(text))} 00:00:00" if text.isdigit() and len(text) == 5 else ""


def _other(now: Sheets, then: Sheets) -> list[tuple[str, str, str, str]]:
    """Cells that differ: their sheet, where, what stood there, what stands there."""
    return [
        (sheet, at, then.get(sheet, {}).get(at, ""), now.get(sheet, {}).get(at, ""))
        for sheet in {*then, *now}
        for at in {*now.get(sheet, {}), *then.get(sheet, {})}
        if now.get(sheet, {}).get(at) != then.get(sheet, {}).get(at)
    ]


def shown(text: str) -> str:
    """A text as one reads it: what nobody sees, and blanks, left out."""
    return "".join(one for one in text if one.isprintable() and not one.isspace())


def _lost(command: str, path: Path, name: str, good: bytes) -> str:
    """Which sheet of staff isn't as it was made, by a command that doesn't write it."""
    made = changed(name, good)
    for sheet in CHECKED.get(command, ()):
        try:
            own = made.part(sheet)
        except AssertionError:
            continue
        with zipfile.ZipFile(path) as archive:
            if own in made.held and archive.read(own) != made.held[own]:
                return f"【{sheet}】改了"
    return ""


def _kept(lines: Path) -> list[Run]:
    """What was tried before, the last of each."""
    told = lines.read_text("utf-8").splitlines() if lines.exists() else []
    return list({(one["name"], one["command"]): Run(**one) for one in map(json.loads, told)}.values())


def runs(names: Sequence[str], commands: Sequence[str], done: Container[tuple[str, str]] = ()) -> Iterator[Run]:
    """Every file with every command, but those that are done."""
    _load()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "好.xlsx"
        child(lambda: {"code": int(not good_book(path))}, Path(place))
        good = path.read_bytes()
        for command in commands:
            before = _before(command, good)
            for name in names:
                if (name, command) in done:
                    continue
                yield tried(name, command, good, before)


def _before(command: str, good: bytes) -> Seen:
    """What the good book holds after a command."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "回访.xlsx"
        target = path.with_name("好.xlsx")
        path.write_bytes(good)
        target.write_bytes(good)

        def work() -> Seen:
            from workbook.shells.commands.cli import main

            given = _given(path)
            code = main([word.format(book=path, good=target) for word in COMMANDS[command]])
            return {"code": code, "given": given, **seen(path if command != "import" else target)}

        child(work, Path(place))
        said = (Path(place) / "err").read_text("utf-8") + (Path(place) / "out").read_text("utf-8")
        return {**json.loads((Path(place) / "seen").read_text("utf-8")), "told": _told(said)}


def _load() -> None:
    """What works a day, before processes part: each would load it anew."""
    import openpyxl  # noqa: F401

    import workbook.shells.commands.cli
    import workbook.shells.runs.bringing
    import workbook.shells.runs.run

    workbook.shells.runs.run.load(2026)


def page(found: Sequence[Run], of: int) -> str:
    """What came out, as the section of the page; `of`: how many runs make the whole."""
    kinds: dict[str, list[Run]] = {}
    for one in found:
        kinds.setdefault(one.name.partition("：")[0] if "：" in one.name else "别的", []).append(one)
    wrong = [one for one in found if one.wrong]
    count = f"一共 {of} 次" if len(found) == of else f"全部 {of} 次里试了 {len(found)} 次"
    files, commands = len({one.name for one in found}), list(dict.fromkeys(one.command for one in found))
    lines = [
        f"坏文件 {files} 种，各交给 {'、'.join(commands)}；{count}，不对的 **{len(wrong)}** 次。",
        f"最费时的一次 {max(one.cpu for one in found):.1f} 秒 CPU，最费内存的一次 {max(one.memory for one in found)} MB。",
        "",
        f"| 坏法 | 种 | 次 | {' | '.join(VERDICTS)} | 不对 | 最多秒 | 最多 MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for kind, ones in kinds.items():
        counts = [sum(one.verdict == verdict and not one.wrong for one in ones) for verdict in VERDICTS]
        bad = sum(bool(one.wrong) for one in ones)
        most = f"{max(one.cpu for one in ones):.1f} | {max(one.memory for one in ones)}"
        kind_of = f"{kind} | {len({one.name for one in ones})} | {len(ones)}"
        lines.append(f"| {kind_of} | {' | '.join(map(str, counts))} | {bad} | {most} |")
    return "\n".join([*lines, *(["", *(f"- {one}" for one in wrong)] if wrong else [])])


def all_books() -> list[tuple[str, int, float, int]]:
    """Commands over one workbook with every rulebook: how each ended, its seconds of CPU, its memory in MB."""
    from workbook.shells.outside.shelf import shelf

    ids = ",".join(sorted({*shelf()} - {"基础", "sample-office", "sample-office-en"}))
    with tempfile.TemporaryDirectory() as place:
        path = str(Path(place) / "全部.xlsx")
        steps = {
            "new": ["new", "--demo", "--rulebook", ids, path],
            "check": ["check", path, "--date", DAY],
            "today": ["today", path, "--date", DAY],
            "today，第二天": ["today", path, "--date", "2026-03-10"],
            "daily": ["daily", path, "--date", "2026-03-10", "--dry-run"],
            "why": ["why", path, "C1", "--date", "2026-03-10"],
            "lint": ["lint", path],
        }
        return [(name, *child(partial(_said, words), Path(place), 300)) for name, words in steps.items()]


def _said(words: list[str]) -> Seen:
    from workbook.shells.commands.cli import main

    return {"code": main(words)}


def books_page(found: Sequence[tuple[str, int, float, int]]) -> str:
    """How long they took, as the section of the page."""
    rows = (f"| {name} | {code} | {cpu:.1f} | {memory} |" for name, code, cpu, memory in found)
    return "\n".join(["| 命令 | 退出码 | CPU 秒 | MB |", "|---|---:|---:|---:|", *rows])


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("names", nargs="*")
    words.add_argument("--all", action="store_true")
    words.add_argument("--write", action="store_true")
    words.add_argument("--command", choices=COMMANDS, action="append")
    words.add_argument("--verbose", action="store_true")
    words.add_argument("--minutes", type=float, default=6000.0)
    words.add_argument("--lines", type=Path, help="a file that keeps each result; what it holds isn't tried again")
    words.add_argument("--all-books", action="store_true")
    asked = words.parse_args()
    if asked.all_books:
        whole = all_books()
        print(books_page(whole))
        if asked.write:
            write("allbooks", books_page(whole))
        return int(any(code not in {0, 1} for _, code, *_ in whole))
    names = [
        one
        for one in (*FILES, *PARTS, *(f"{ON_LIST}{name}" for name in LISTED))
        if asked.all or one.startswith(tuple(asked.names) or ("\0",))
    ]
    found = _kept(asked.lines) if asked.lines else []
    done = {(one.name, one.command) for one in found}
    until = time.monotonic() + 60 * asked.minutes
    for one in runs(names, asked.command or [*COMMANDS], done) if asked.minutes else ():
        found.append(one)
        if asked.lines:
            with asked.lines.open("a", encoding="utf-8") as file:
                file.write(json.dumps(dataclasses.asdict(one), ensure_ascii=False) + "\n")
        if one.wrong or asked.verbose:
            print(one, flush=True)
        if time.monotonic() > until:
            break
    print(f"tried {len(found)}, wrong {sum(bool(one.wrong) for one in found)}")
    if asked.write and asked.all:
        write("badfiles", page(found, len(names) * len(COMMANDS)))
    return int(any(one.wrong for one in found))


if __name__ == "__main__":
    sys.exit(main())
