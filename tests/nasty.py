"""Does any cell end a run? Cells of the sheets of demonstrations get what nobody should write there.

    python tests/nasty.py --seed 1 --tries 200              cells of rules, of every demonstration in turn
    python tests/nasty.py --tries 50 wine-service …         of some
    python tests/nasty.py --facts --tries 200               cells of facts
    python tests/nasty.py --settings --tries 200            values of settings

A rule that can't be computed rests with an issue; nothing else stands still because of it, and nothing takes longer than
SECONDS. The last line counts what was tried and what died.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from changing import Cells
from shown_office import BARE, NOW, Office, office

from workbook.opening import opened
from workbook.papers.forms.forms import forms
from workbook.papers.list.every_sheet import pages, spawned_rows
from workbook.papers.readback.told import explanations
from workbook.papers.reports.report_letters import letters
from workbook.papers.reports.reports import report_pages, reports
from workbook.papers.why.why import why
from workbook.rulebook.load.rows import TABLES
from workbook.sheets.grid import grid
from workbook.shells.outside.calm import calm
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.posting import templates
from workbook.words.faults import Fault

DEEP = 120
LONG = 30_000
SECONDS = 20
"""Of CPU, for one try; a demonstration as it is takes half a second to two."""
NASTY = (
    "0", "-1", "1.5", "1e999", "NaN", "∞", "99999999999999999999", "+99999999天..+3天", "-999999..+999999", "%", "-5%", "12:00",
    "25:61", "1900-01-01", "9999-12-31", "0001-01-01", "2026-02-30", "日期(1900-01-01)", "日期({不存在})", "取大()", "相差({发生时间})",
    '相差({发生时间},{发生时间},"世纪")', '期键({发生时间},"圈")', '次数("甲","")', "1÷0", "{金额}÷0", "四舍五入(1,99999)", "四舍五入(1.5,{金额})",
    "字数(3)", "占位符(1)", "进位({客户名称})", "去尾({发生时间})", "{金额}+3天", "{发生时间}+99999年", "{发生时间}+{金额}×99999999", "-{客户名称}",
    '若空(1,"甲")', "99999999×99999999×99999999×99999999", "取大(" * DEEP + "1" + ")" * DEEP, "(" * DEEP + "1" + ")" * DEEP,
    "((((", "))))", "[", "[1..", "[甲..乙]", "行号: VIP", "行号: VIP\n数量: [99999999999999999999.VIP]", "数量: >=甲", "发生时间: >=甲",
    "发生时间: >今日-99999999天", "发生时间: [今日..今日+9999年]", "客户: 非空", "客户.客户.客户.客户: 是", "全部", "空", "非空", "{}", "{{}}", "{设置.无}",
    "{客户编号}", "{源行.甲}", "{发生时间}", "员工", "{员工.姓名}|岗位:无|{归属员工}", "岗位:", "|", "、、", ";;;", "=", "==", "甲=乙=丙", "1:20; 1:30; 5:", "3+:",
    "0-9:1", "99999999999999999999×{员工.基本工资}", "50%×{客户名称}", "滚动", "滚动 0天", "滚动 {客户名称}", "滚动 100年", "每月 99 日", "0工作日", "36600天",
    "100年", "1分钟", "299999班时", "当日 24:00", "立即", "\\", "'", '"', '"未完', "（", "：", "*", "(.*", "[a-", "\u0000", "\u202e", "𠮷" * 300, "\n\n", "是", "否",
    "降", "甲 降 升 空先", "代码()", "代码(|)", "引用()", "引用(无)", "单选()", "评分(0)", "评分(-1)", "时刻", "明细", "第-1个工作日", "最后一天", "2026-13", "32",
)  # fmt: skip
LONGEST = (
    "甲" * LONG, "," * LONG, "甲、" * LONG, "(" * LONG, "{" * LONG, "[" + " .. " * LONG, "[" + "1.." * LONG + "]", "-" * LONG, "1-" * LONG,
    "+3天" * LONG, "1:20;" * LONG, "甲|" * LONG, "{甲}" * LONG, "甲. " * LONG, "(:" * LONG, "(甲:" + ":" * LONG, "行号: 1\n" * LONG, "不是" * LONG,
    "第" + "9" * LONG + "天", "9" * LONG, "9" * LONG + "%", "0." + "0" * LONG + "1", "1," * LONG, " " * LONG + "甲", "\n" * LONG + "甲", "甲" + "\t " * LONG,
    "1e9999999", "-1e9999999", "1e-9999999", "sNaN", "-Infinity", "Infinity%", "1e9999999%", "1_000", "٣", "²", "½", "Ⅷ", "1e9999999×{金额}",
    "{金额}×1e9999999", ">=1e9999999", "[1e9999999..2e9999999]", ">=sNaN", "1e9999999天", "滚动 1e9999999天", "9" * 400, "9" * 400 + "天", "1" + "0" * 400 + "元",
    "{设置.甲}{设置.乙}", "{" * 50 + "甲" + "}" * 50, "几项（" * 60 + "手机: 非空" + "）" * 60, "取大(" * 15 + "9" * 5000 + ")" * 15,
    "×".join(["9" * 300] * 90), "÷".join(["0.0000001"] * 90), "次数（" + "类别: 投诉；" * 3000 + "）", "\ud83d", "甲\udc00", "\x00\x07\x1b[31m", "\u200b" * 50,
    "=1+1", "+1", "@SUM(1)", "<b>甲</b>", "{{7*7}}", "{% for a in range(9**9) %}a{% endfor %}", "{0.__class__}", "%s%n", "${7*7}",
)  # fmt: skip
NASTY += LONGEST
SPLICED = (
    "×",
    "÷0",
    "(",
    ")",
    "{",
    "}",
    "..",
    "]",
    "+99999年",
    ",",
    "|",
    ":",
    "甲",
    "不是",
    "-",
    "99999999999999999999",
    "{金额}",
    '"',
)


@dataclass(frozen=True)
class Change:
    """One cell of a rule sheet with something else in it."""

    system: str
    sheet: str
    row: int
    column: int
    heading: str
    value: str

    def __str__(self) -> str:
        return f"{self.system} {self.sheet}!{self.row + 1} {self.heading}: {self.value[:60]!r}"


@lru_cache(maxsize=4)
def demonstration(system: str) -> Office:
    """A demonstration with its rule sheets as `new --demo` lays them out."""
    return office(system)


def changes(system: str, chance: random.Random, which: str = "rules") -> Iterator[Change]:
    """Cells and what is put into them, without an end; a sheet is as likely as another, however long it is."""
    made = demonstration(system)
    wanted = {"rules": {*TABLES}, "settings": {"设置"}, "facts": made.heads.keys() - {*TABLES}}[which]
    sheets = [name for name in made.cells if name in wanted and len(made.cells[name]) > 3]
    while True:
        sheet = chance.choice(sheets)
        cells = made.cells[sheet]
        row, column = chance.randrange(3, len(cells)), chance.randrange(len(cells[2]))
        column = cells[2].index("值") if which == "settings" else column
        before = cells[row][column] if column < len(cells[row]) else None
        if (sheet == "设置" and cells[2][column] == "名") or cells[2][column] in {"启用", "备注", "条款"}:
            continue
        if before and chance.random() < 0.3:
            at = chance.randrange(len(str(before)) + 1)
            value = str(before)[:at] + chance.choice(SPLICED) + str(before)[at + chance.randrange(2) :]
        else:
            value = chance.choice(NASTY)
        yield Change(system, sheet, row, column, str(cells[2][column]), value)


def died(change: Change) -> str:
    """The traceback of check, today and tally over the changed book; empty when it stands or says plainly what is wrong."""
    made = demonstration(change.system)
    cells: Cells = [list(row) for row in made.cells[change.sheet]]
    cells[change.row] += [None] * (change.column + 1 - len(cells[change.row]))
    cells[change.row][change.column] = change.value
    grids = [grid(name, cells if name == change.sheet else own) for name, own in made.cells.items()]
    signal.signal(signal.SIGPROF, _too_slow)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        with calm():
            day = opened(grids, shelf(), [made.system], NOW)
            told = reports(day, carriers=("表", "台账", "名单", "邮件"))
            report_pages(told)
            letters(day, told, templates())
            pages(day)
            spawned_rows(day)
            forms(day)
            why(day, _somebody(made))
            explanations(day)
            _ = day.finished().issues
    except Fault:
        return ""
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def _somebody(made: Office) -> str:
    """The first customer."""
    return str(made.cells["客户"][-1][0] or "") if "客户" in made.cells else "C1"


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"more than {SECONDS} seconds")


def run(systems: Sequence[str], tries: int, seed: int, which: str = "rules") -> list[tuple[Change, str]]:
    """What died of so many changes, over these demonstrations in turn."""
    chance = random.Random(seed)
    streams = [changes(system, chance, which) for system in systems]
    share = max(tries // len(streams), 1)
    tried = (next(stream) for stream in streams for _ in range(share))
    return [(one, why) for one in tried if (why := died(one))]


def main() -> int:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("systems", nargs="*")
    said.add_argument("--tries", type=int, default=100)
    said.add_argument("--seed", type=int, default=1)
    for which in ("facts", "settings"):
        said.add_argument(f"--{which}", dest="which", action="store_const", const=which, default="rules")
    words = said.parse_args()
    found = run(words.systems or sorted(set(shelf()) - BARE), words.tries, words.seed, words.which)
    for one, told in found:
        print(one, *told.strip().splitlines()[-5:], sep="\n  ", flush=True)
    print(f"tried {words.tries}, died {len(found)}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
