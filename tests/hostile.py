"""What somebody may plant in the cells of a book, and what may come of it: every run of a day, every artefact looked through.

    python tests/hostile.py              four turns; each deals the texts out anew
    python tests/hostile.py --first 3 --turns 1    one turn: the one in which nobody's address is one
    python tests/hostile.py --write      … and what came out is written into docs/reliability.md

Names, remarks, rules, settings, sheet and file names, clerks' books, lists to import and branches hold formulas, HTML,
templates, lines of headers, paths of files, marks that move a terminal's cursor, phone numbers as people write them. Then
a day is worked over a real mail server. Each text carries a mark of its own, by which it is found wherever it comes out.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HOME = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOME), str(HOME / "tests")]

import openpyxl  # noqa: E402
import trustme  # noqa: E402
from forked import BROKEN, Forked  # noqa: E402
from looked_through import Found, Planted, letters, packages, plain_files, screen  # noqa: E402
from openpyxl.comments import Comment  # noqa: E402
from pages import write  # noqa: E402
from planted import FORMS, TEXTS, marked, number  # noqa: E402
from postbox import PASSWORD, Postbox, settled, standing  # noqa: E402

NAME, MONDAY, LATER = "=1+1 回访&<b>.xlsx", "2026-03-16 09:00", "2026-03-17 09:00"
TYPED_PASSWORD, TREASURE = "mima-Zq-7731", "宝Zq藏8842"
"""A password that somebody wrote where it doesn't belong; what stands in a file whose path stands in cells."""
COLUMNS: Mapping[str, Sequence[str]] = {
    "客户": ("客户名称", "联系人", "邮箱", "微信", "地址", "谁介绍的"),
    "事件": ("内容", "产品", "状态"),
    "工单": ("问题", "产品", "免责原因"),
    "回访记录": ("建议", "问题", "处理意见", "原因", "备注", "改进点", "使用情况"),
    "员工": ("姓名", "部门"),
    "违规登记": ("事由",),
    "节假日": ("名称",),
    "时限": ("名称", "条款", "备注"),
    "定额": ("名称", "条款"),
    "处罚标准": ("名称", "条款"),
    "指标": ("名称", "条款"),
    "报告": ("名称", "条款"),
    "问卷": ("题面", "提示"),
    "话术": ("正文", "缘由"),
    "检查清单": ("提示",),
    "判定": ("理由",),
    "联系限制": ("名称", "条款"),
    "分派": ("条款",),
    "结果代码": ("名称",),
    "代码": ("显示名", "提示"),
    "设置": ("说明", "依据"),
}
"""Cells that people fill with words of their own."""
SETTINGS = ("单位名称",)
ADDRESSES = (
    "shen@example.com\r\nBcc: evil@example.net",
    "lin@example.com,evil@example.net",
    "evil@example.net\u2028X-Planted: 1",
    "<evil@example.net>",
    '"a\r\nBcc: evil@example.net"@example.com',
    "gu@example.com evil@example.net",
    "evil@example.net;wen@example.com",
)
PEOPLE = {f"{one}@example.com" for one in ("shen", "lin", "zhou", "gu", "han", "luo", "wen")}


@dataclass(slots=True)
class Tried:
    """How much was planted, looked through, found again in files and in letters; and what came out that mustn't."""

    cells: int = 0
    runs: int = 0
    artefacts: int = 0
    letters: int = 0
    seen: int = 0
    heard: int = 0
    wrong: list[str] = field(default_factory=list)


class Office:
    """A folder with a hostile book in it, and the runs over it."""

    def __init__(self, folder: Path, forked: Forked, box: Postbox, turn: int) -> None:
        self.folder, self.forked, self.box, self.turn = folder, forked, box, turn
        self.planted = Planted(passwords=(PASSWORD, TYPED_PASSWORD), treasures=(TREASURE,))
        self.dice = random.Random(turn)
        self.tried = Tried()
        self.book = folder / NAME
        self.secret = folder.with_name("别的东西.txt")

    # -- planting

    def words(self, at: int) -> str:
        """The text for a place, with a mark of its own; every third holds a phone number."""
        self.tried.cells += 1
        mark = self.planted.mark(f"{at}")
        if at % 3 == 2:
            form = list(FORMS)[(at // 3) % len(FORMS)]
            digits = number(self.dice, form)
            self.planted.phones[digits] = form
            return f"{mark} 改打{FORMS[form](digits)}，谢谢"
        return marked(TEXTS[at % len(TEXTS)], mark, self.secret)

    def make(self) -> None:
        """The sample, hostile."""
        self.folder.mkdir(parents=True)
        self.secret.write_text(TREASURE, "utf-8")
        book = openpyxl.load_workbook(HOME / "sample.xlsx")
        place = self.turn * 17
        for sheet, headings in COLUMNS.items():
            page = book[sheet]
            top, at = heads(page)
            for row in range(top + 1, page.max_row + 1):
                if page.cell(row, 1).value is None and page.cell(row, 3).value is None:
                    continue
                for heading in headings:
                    place += 1
                    if heading in at and not (heading == "正文" and page.cell(row, at[heading]).value is None):
                        before = f"{page.cell(row, at[heading]).value or ''}" if heading == "正文" else ""
                        put(page.cell(row, at[heading]), before + self.words(place))
        self._settings(book)
        staff, at = book["员工"], heads(book["员工"])[1]
        if self.turn % 4 == 3:
            for row, address in enumerate(ADDRESSES, heads(staff)[0] + 1):
                put(staff.cell(row, at["邮箱"]), address)
        put(staff.cell(heads(staff)[0] + 1, at["手机"]), "13900000001")
        book["客户"].cell(5, 1).comment = Comment(written(self.words(place + 1)), written(self.words(place + 2)))
        more = book.create_sheet(f"=cmd&<b>{{{{7}}}}'{self.turn}")
        put(more.cell(1, 1), self.words(place + 3))
        book.properties.title, book.properties.creator = (written(self.words(place + at)) for at in (4, 5))
        book.save(self.book)
        self.book.chmod(0o600)

    def _settings(self, book: Any) -> None:
        page = book["设置"]
        _, at = heads(page)
        for row in range(1, page.max_row + 1):
            if page.cell(row, at["名"]).value in SETTINGS:
                put(page.cell(row, at["值"]), self.words(self.turn * 5))
            if page.cell(row, at["名"]).value == "演示日":
                page.cell(row, at["值"]).value = None
        for name, value in (("授权码", TYPED_PASSWORD), ("分发带号码", "是"), ("邮箱密码", TYPED_PASSWORD)):
            row = page.max_row + 1
            put(page.cell(row, at["名"]), name)
            put(page.cell(row, at["值"]), value)

    def lists(self) -> list[Path]:
        """Lists to import whose names and cells are hostile."""
        rows = [["姓名", "电话", "地址", "备注", "=HYPERLINK(1)"]]
        rows += [
            [self.words(9000 + n * 4), self.phone(n), *(self.words(9001 + n * 4 + m) for m in range(3))]
            for n in range(30)
        ]
        rows += [["", "12", "=1+1", "{{ 7 }}", "\x07"]]
        text, sheet = self.folder / "=名单[1]'&.csv", self.folder / "+名单{{7}}.xlsx"
        with text.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
        made = openpyxl.Workbook()
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                put(made.active.cell(at, column), value)  # type: ignore[union-attr]
        made.save(sheet)
        return [text, sheet]

    def phone(self, n: int) -> str:
        digits = number(self.dice, "连写")
        self.planted.phones[digits] = "名单里"
        return digits

    # -- running

    def run(self, *words: str, date: str = MONDAY) -> str:
        """One command; what it said is looked through. Any code but a broken one is an answer."""
        dated = words[0] not in {"undo", "lint", "doctor", "sample"}
        ended = self.forked.run([*words, *(["--date", date] if dated else [])], self.folder)
        self.tried.runs += 1
        if ended.code in {BROKEN, None, 2} or "Traceback" in ended.said:
            self.tried.wrong.append(f"{words[0]}：断在程序里：{ended.said[-500:]}")
        self.tried.wrong += [f"{words[0]}的话：{one}" for one in screen(ended.said, self.planted, asked=words)]
        return ended.said

    def work(self) -> None:
        """A day, and all else that one does with a book."""
        book = str(self.book)
        self.run("check", book)
        self.run("today", book)
        self.type_list(self.book)
        self.run("forms", book, "--each")
        self.run("daily", book)
        self.type_list(self.book)
        self.run("record", book)
        for who in ("C002", self.named("客户", "客户名称"), self.named("员工", "姓名"), "Z1"):
            self.run("why", book, who, "--rows")
        self.run("share", book, "--forms", "--mail")
        for one in sorted(self.folder.glob("*-分发/*.xlsx")):
            self.type_list(one)
        self.run("collect", book, date=LATER)
        for one in self.lists():
            self.run("import", str(one), "--into", book, "--yes")
        self.change_facts()
        self.run("rule", "change", book, "D3", f"名称={self.words(1)}", "--from", "2026-04-01")
        self.run("handover", book, "S2", "--to", "S3", "--apply")
        self.run("try", book, "--month", "2026-02")
        self.run("calendar", book)
        self.run("sample", book, "--verify")
        self.run("lint", book)
        self.run("close", "2026-02", book, "--by", self.words(3))
        self.run("daily", book, "--dry-run", date=LATER)
        self.run("daily", book, date=LATER)
        self.run("daily", book, "--unattended", "08:00", date="2026-03-18 09:00")
        self.run("mail", book, date="2026-03-18 10:00")
        branches = self.folder / "分店"
        for at in range(2):
            branches.mkdir(exist_ok=True)
            shutil.copyfile(self.book, branches / f"=店{at}'&<i>{{{{7}}}}.xlsx")
        (branches / "huifang.toml").write_bytes((self.folder / "huifang.toml").read_bytes())
        self.run("consolidate", str(branches))
        self.run("archive", book, "--before", "2026-02-01")
        self.run("today", book, date=LATER)
        self.run("archive", book, "--back")
        self.run("undo", book)
        toml = self.folder / "huifang.toml"
        good = toml.read_text("utf-8")
        toml.write_text(f'{good}password = "{TYPED_PASSWORD}"\n', "utf-8")
        self.run("doctor", book)
        self.run("mail", book, date="2026-03-19 10:00")
        toml.write_text(good, "utf-8")

    def named(self, sheet: str, heading: str) -> str:
        page = openpyxl.load_workbook(self.book, read_only=False)[sheet]
        top, at = heads(page)
        return str(page.cell(top + 1, at[heading]).value)

    def type_list(self, path: Path) -> None:
        """What a clerk types: hostile remarks and reasons."""
        book = openpyxl.load_workbook(path)
        if "今日清单" not in book.sheetnames:  # record forms lie there too
            return
        page = book["今日清单"]
        top, at = heads(page)
        for row in range(top + 1, min(page.max_row, top + 6) + 1):
            for heading in ("备注", "原因", "改进点", "批准人"):
                if heading in at:
                    put(page.cell(row, at[heading]), self.words(row * 7 + at[heading]))
            if "结果代码" in at:
                put(page.cell(row, at["结果代码"]), "无人接")
        book.save(path)

    def change_facts(self) -> None:
        """Facts that a run has counted, changed afterwards."""
        book = openpyxl.load_workbook(self.book)
        page = book["客户"]
        top, at = heads(page)
        for row in (top + 1, top + 2, top + 3):
            digits = number(self.dice, "连写")
            self.planted.phones[digits] = "改过的手机"
            put(page.cell(row, at["手机"]), digits)
            put(page.cell(row, at["地址"]), self.words(row * 3 + 2))
        book.save(self.book)

    # -- looking

    def look(self) -> Tried:
        """Everything that lies in the folder or reached the server."""
        found = Found(self.planted, self.folder)
        packages(found)
        plain_files(found)
        letters(found, self.box, PEOPLE)
        self.tried.artefacts, self.tried.letters = found.artefacts, len(self.box.taken)
        self.tried.seen, self.tried.heard = len(found.seen), len(found.heard)
        if self.book.with_name(f"{self.book.stem}.huifang").stat().st_mode & 0o077:
            found.say(self.book.stem, "别人也能读旁边的文件夹，工作簿却不能")
        self.tried.wrong += found.wrong
        beside = {one.name for one in self.folder.parent.iterdir()} - {self.folder.name, self.secret.name}
        beside -= {f"{self.folder.name}{ending}" for ending in (".said", ".effects")}
        self.tried.wrong += [f"写到了外面：{one}" for one in sorted(beside)]
        return self.tried


def heads(page: Any) -> tuple[int, dict[str, int]]:
    """The row of headings, and where each stands."""
    for number_, row in enumerate(page.iter_rows(max_row=6, values_only=True), 1):
        if sum(value is not None for value in row) > 2:
            return number_, {str(value): column for column, value in enumerate(row, 1) if value is not None}
    return 1, {}


def put(cell: Any, text: str) -> None:
    """A text that stays one, whatever it looks like."""
    cell.value = written(text)
    cell.data_type = "s"


def written(text: str) -> str:
    """A text as Excel writes it into a file."""
    return "".join(f"_x{ord(one):04X}_" if one < " " and one not in "\t\n" else one for one in text)


def turns(count: int, first: int = 0, say: bool = True) -> Iterator[Tried]:
    """Some turns of it, each in an office of its own; in one out of four nobody's address is one."""
    for turn in range(first, first + count):
        with TemporaryDirectory(prefix="huifang-hostile-") as folder:
            place, authority, box = Path(folder).resolve(), trustme.CA(), Postbox()
            cafile = place / "证书" / "ca.pem"
            cafile.parent.mkdir()
            authority.cert_pem.write_to_path(str(cafile))
            (place / "屋").mkdir()
            forked = Forked({"HUIFANG_MAIL_PASSWORD": PASSWORD})
            try:
                with standing(authority, str(cafile), box) as account:
                    office = Office(place / "屋" / "单位", forked, box, turn)
                    office.make()
                    settled(office.folder, account)
                    office.work()
                    tried = office.look()
            finally:
                forked.close()
        if say:
            print(
                f"turn {turn}: {tried.cells} cells, {tried.runs} runs, {tried.artefacts} artefacts, {tried.letters} letters,"
                f" {tried.seen} marks seen, {tried.heard} heard"
            )
            print(*dict.fromkeys(tried.wrong), sep="\n", flush=True)
        yield tried


def page(found: Sequence[Tried]) -> str:
    """What came out, as the section of the page."""
    wrong = [one for tried in found for one in dict.fromkeys(tried.wrong)]
    counts = [sum(getattr(one, name) for one in found) for name in ("cells", "runs", "artefacts", "letters")]
    text = (
        f"{len(found)} 轮，{len(TEXTS)} 种怪话、{len(FORMS)} 种写法的电话，埋进 {counts[0]} 格；"
        f"运行 {counts[1]} 次，翻遍 {counts[2]} 个文件和部分、{counts[3]} 封信。不该出来而出来的：**{len(wrong)}**。"
    )
    return "\n".join([text, *(["", *(f"- {one[:200]}" for one in wrong[:20])] if wrong else [])])


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--turns", type=int, default=4)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--write", action="store_true")
    said = asked.parse_args()
    found = list(turns(said.turns, said.first))
    if said.write:
        write("hostile", page(found))
    return int(any(one.wrong for one in found))


if __name__ == "__main__":
    sys.exit(main())
