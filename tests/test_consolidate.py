"""Many branches in one book: added right, each line once, what can't be read told, and no branch's book touched."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import shutil
import signal
import sys
import tomllib
import zipfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from branch_books import NOW, ROOT, again, branch, cells, change, table
from postbox import PASSWORD, Postbox

from workbook.papers.list.metric_kinds import is_share
from workbook.rulebook.sorts.model import Metric
from workbook.shells.branches.consolidate import Done, consolidate
from workbook.shells.branches.finding import BOOK
from workbook.shells.branches.spread import spread
from workbook.shells.branches.worked import Task
from workbook.shells.commands.cli import main
from workbook.shells.files.in_place import Book
from workbook.shells.outside.settings import Account
from workbook.shells.runs import run

NAMES = ("城南店", "城北店", "城东店")
OLE2 = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016)
ENCRYPTED = OLE2 + "EncryptedPackage".encode("utf-16-le") + bytes(3072)
PHONE = re.compile(r"(?<![\da-f])1[3-9]\d{9}(?![\da-f])")
Server = tuple[Postbox, Account]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three branches, consolidated once."""
    folder = tmp_path_factory.mktemp("branches")
    for turn, name in enumerate(NAMES, 1):
        branch(folder / f"{name}.xlsx", name, turn)
    whole(folder)
    return folder


@pytest.fixture
def region(made: Path, tmp_path: Path) -> Path:
    """The same folder, for one test."""
    return shutil.copytree(made, tmp_path / "分店")


def whole(folder: Path, now: datetime = NOW, **more: object) -> Done:
    """A run over a folder; its letters go to files."""
    return consolidate(folder, folder / BOOK, now, dry_run=True, env={}, say=lambda _: None, **more)  # type: ignore[arg-type]


def rows(folder: Path, sheet: str, key: str = "分店") -> list[dict[str, str]]:
    return table(folder / BOOK, sheet, key)


def told(folder: Path) -> dict[str, tuple[str, str]]:
    """要看的分店: file → whether it counts, and what is wrong; the worst of each."""
    return {row["文件"]: (row["算没算"], row["什么不对"]) for row in reversed(rows(folder, "要看的分店"))}


def counted(folder: Path) -> list[str]:
    """The branches whose numbers are in."""
    return sorted(row["分店"] for row in rows(folder, "分店一览") if row["算到"])


# -- the sums


def test_numerators_and_denominators_are_added_never_rates(region: Path) -> None:
    """Each total is what the branches' own days say, added: Σ numerators over Σ denominators."""
    tops: dict[tuple[str, str], float] = {}
    lows: dict[tuple[str, str], float] = {}
    shares: set[str] = set()
    for name in NAMES:
        day = run.day_of(region / f"{name}.xlsx", NOW, lambda _: None)
        shares |= {rule.id for rule in day.world.book.all(Metric) if is_share(rule)}
        frame = day.sheet("指标结果")
        told_ = zip(*(frame.typed[one].objects() for one in ("编号", "期", "分组")), strict=True)
        for (own, period, group), top, low in zip(
            told_, frame.typed["分子"].data, frame.typed["分母"].data, strict=True
        ):
            if group == "合计":
                tops[own, period] = tops.get((own, period), 0) + top
                lows[own, period] = lows.get((own, period), 0) + low

    found = {(row["编号"], row["期"]): row for row in rows(region, "指标汇总", "编号") if row["分组"] == "合计"}

    assert set(tops) == set(found)
    for key, row in found.items():
        assert tops[key] == float(row["分子"])
        if key[0] in shares:
            assert lows[key] == float(row["分母"])
            wanted = "无" if not lows[key] else f"{tops[key] / lows[key]:.6f}"
            assert wanted == ("无" if row["比率"] == "无" else f"{float(row['比率']):.6f}")
        else:
            assert tops[key] == float(row["值"])
    assert {"37", "3"} & {row["几家"] for row in found.values()} == {"3"}


def test_the_overview_adds_up_and_agrees_with_the_ledger(region: Path) -> None:
    """合计 is the sum of the branches below it; this month's fines are those of the lines."""
    first, *each = rows(region, "分店一览")
    lines = [row for row in rows(region, "处罚台账汇总") if row["账期"] == "2026-03"]

    assert "合计" == first["分店"]
    for heading in ("今天联系", "逾期", "本月按时", "本月到期", "等人决定", "要改的格", "本月罚单"):
        assert int(first[heading]) == sum(int(row[heading]) for row in each)
    assert float(first["按时率"]) == pytest.approx(int(first["本月按时"]) / int(first["本月到期"]), abs=1e-6)
    fines, gifts = (sum(Decimal(row[heading]) for row in each) for heading in ("本月罚款", "本月奖励"))
    assert sum(Decimal(row["金额"] or "0") for row in lines) == fines + gifts
    assert Decimal(first["本月罚款"]) == fines > 0


def test_people_of_the_same_number_stay_people_of_their_branch(region: Path) -> None:
    """S2 of one branch is nobody else's S2: no sum over both, and each stands under its branch."""
    totals = {row["分组"] for row in rows(region, "指标汇总", "编号")}
    own = {(row["分店"], row["分组"]) for row in rows(region, "各店指标") if row["分组"].startswith("S2")}

    assert set() == {group for group in totals if group.startswith("S")}
    assert {name for name, _ in own} == set(NAMES)


def test_a_head_office_book_is_no_branch(region: Path, tmp_path: Path) -> None:
    """Whatever the new one is called: the branches in the earlier one are there themselves."""
    other = tmp_path / "三月.xlsx"
    consolidate(region, other, NOW, dry_run=True, env={}, say=lambda _: None)

    assert sorted(NAMES) == sorted(row["分店"] for row in table(other, "分店一览", "分店") if row["算到"])
    assert BOOK not in {row["文件"] for row in table(other, "要看的分店", "文件")}


# -- the ledger


def test_each_line_of_each_ledger_stands_once_with_its_branch(region: Path) -> None:
    """As many as the branches have, and a second run adds none; what the head office typed stays."""
    wanted = sorted((name, row["行键"]) for name in NAMES for row in table(region / f"{name}.xlsx", "处罚台账", "行键"))
    before = rows(region, "处罚台账汇总")
    change(region / BOOK, "处罚台账汇总", before[0]["行键"], "总部意见", "再核一次")

    whole(region)

    after = rows(region, "处罚台账汇总")
    assert wanted == sorted((row["分店"], row["行键"].partition("｜")[2]) for row in after)
    assert "再核一次" == after[0]["总部意见"]


def test_a_ruling_and_a_reversal_in_the_branch_come_up(region: Path) -> None:
    """The line's state follows its branch, a reversal is a line of its own, and the sum is the branch's."""
    book = region / "城南店.xlsx"
    line = next(row for row in table(book, "处罚台账", "行键") if row["代码"] == "J1" or row["金额"] == "50")
    for heading, value in (("申诉日", "2026-03-16"), ("复核结论", "撤销"), ("复核人", "S1")):
        change(book, "处罚台账", line["行键"], heading, value)
    again(book, datetime(2026, 3, 16, 8, 50))

    done = whole(region)

    own = [row for row in rows(region, "处罚台账汇总") if row["分店"] == "城南店"]
    assert 1 == done.worked
    assert "撤销" == next(row["复核结论"] for row in own if row["行键"].endswith(f"｜{line['行键']}"))
    assert line["行键"] in {row["冲销"] for row in own}
    there = table(book, "处罚台账", "行键")
    assert sum(Decimal(row["金额"] or "0") for row in there) == sum(Decimal(row["金额"] or "0") for row in own)
    assert {row["行键"]: row["状态"] for row in there} == {row["行键"].partition("｜")[2]: row["状态"] for row in own}


def test_a_line_that_a_branch_deleted_stays_and_is_told(region: Path) -> None:
    """The head office's book forgets nothing."""
    book = region / "城北店.xlsx"
    line = table(book, "处罚台账", "行键")[0]
    row = next(at for at, text in cells(book, "处罚台账").items() if text == line["行键"])[0]
    writer = Book(book)
    writer.set_cells("处罚台账", {at: None for at in cells(book, "处罚台账") if at[0] == row})
    writer.save()
    many = len(rows(region, "处罚台账汇总"))

    whole(region)

    assert many == len(rows(region, "处罚台账汇总"))
    assert "【处罚台账】少了 1 行" in told(region)["城北店.xlsx"][1]


# -- what can't be read stops nothing


def broken(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(300))


def cut(path: Path) -> None:
    path.write_bytes((path.parent / "城南店.xlsx").read_bytes()[:60_000])


def locked(path: Path) -> None:
    path.symlink_to(path.name)


def encrypted(path: Path) -> None:
    path.write_bytes(ENCRYPTED)


def foreign(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])  # type: ignore[union-attr]
    book.save(path)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def unruled(path: Path) -> None:
    shutil.copyfile(path.parent / "城南店.xlsx", path)
    change(path, "设置", "规则书", "值", "没有的规则书")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (broken, "已损坏"),
        (cut, "已损坏"),
        (locked, "打不开"),
        (encrypted, "打开密码"),
        (foreign, "没有回访的表"),
        (pipe, "不是文件"),
        (unruled, "没有的规则书"),
    ],
)
def test_a_book_that_cannot_be_read_is_a_row_and_stops_nothing(
    region: Path, spoil: Callable[[Path], None], said: str
) -> None:
    """Its name, its file, what is wrong and what to do; the others count as before."""
    before = rows(region, "指标汇总", "编号")
    spoil(region / "新店.xlsx")

    whole(region)

    row = next(row for row in rows(region, "要看的分店") if row["文件"] == "新店.xlsx")
    assert ("停", "没有算", "新店") == (row["级别"], row["算没算"], row["分店"])
    assert said in row["什么不对"]
    assert row["怎么改"]
    assert sorted(NAMES) == counted(region)
    assert before == rows(region, "指标汇总", "编号")
    assert "没有算" == next(row["情况"] for row in rows(region, "分店一览") if row["文件"] == "新店.xlsx")


def test_a_branch_that_breaks_keeps_its_lines_and_comes_back(region: Path) -> None:
    """Its numbers leave the sums, its fines stay in the ledger; mended, it is the same branch again."""
    book = region / "城东店.xlsx"
    good, lines = book.read_bytes(), len(rows(region, "处罚台账汇总"))
    broken(book)

    whole(region)
    assert ["城北店", "城南店"] == counted(region)
    assert lines == len(rows(region, "处罚台账汇总"))
    assert "2026-03-16 09:00" == next(row["上次读成"] for row in rows(region, "分店一览") if row["分店"] == "城东店")

    book.unlink()
    whole(region)
    assert "没有“城东店.xlsx”这个文件了，上次算到 2026-03-16 09:00。" == told(region)["城东店.xlsx"][1]

    book.write_bytes(good)
    done = whole(region)
    assert 0 == done.worked
    assert sorted(NAMES) == counted(region)
    assert lines == len(rows(region, "处罚台账汇总"))


def test_an_open_book_counts_as_it_was_saved(region: Path) -> None:
    """Excel's mark beside it is told; the mark itself is no book."""
    (region / "~$城南店.xlsx").write_bytes(b"\x05admin" + bytes(50))

    whole(region)

    assert ("算了", True) == (told(region)["城南店.xlsx"][0], "开着" in told(region)["城南店.xlsx"][1])
    assert sorted(NAMES) == counted(region)
    assert "~$城南店.xlsx" not in told(region)


def test_a_branch_that_has_not_run_today_is_late(region: Path) -> None:
    """Yesterday's run is late on a working day; on the Sunday after a Friday it isn't."""
    branch(region / "城西店.xlsx", "城西店", 4, ran=datetime(2026, 3, 13, 8, 30))

    whole(region)
    assert "迟了：上次运行是 2026-03-13 08:30" in told(region)["城西店.xlsx"][1]
    assert "迟了" == next(row["情况"] for row in rows(region, "分店一览") if row["分店"] == "城西店")

    for name in NAMES:
        (region / f"{name}.xlsx").unlink()
    whole(region, datetime(2026, 3, 15, 9))
    assert "城西店.xlsx" not in told(region)


def test_last_years_book_and_a_demonstration_are_told(region: Path) -> None:
    """Both count, and both are named for what they are."""
    (region / "城东店.xlsx").unlink()
    settings = cells(region / "城南店.xlsx", "设置")
    last = max(row for row, _ in settings) + 1
    writer = Book(region / "城南店.xlsx")
    writer.set_cells("设置", {(last, 1): "演示日", (last, 2): "2026-03-09"})
    writer.save()

    done = whole(region, datetime(2027, 3, 16, 9))

    assert "像是以前的本子" in " ".join(row["什么不对"] for row in rows(region, "要看的分店"))
    assert "演示本" in " ".join(row["什么不对"] for row in rows(region, "要看的分店"))
    assert (2, ["城北店", "城南店"]) == (done.worked, counted(region))


# -- whose book it is


def test_the_same_file_twice_counts_once(region: Path) -> None:
    """Under two names, byte for byte."""
    shutil.copyfile(region / "城南店.xlsx", region / "城南店 - 副本.xlsx")

    done = whole(region)

    assert 0 == done.worked
    assert sorted(NAMES) == counted(region)
    assert "一字不差" in told(region)["城南店.xlsx"][1] or "一字不差" in told(region)["城南店 - 副本.xlsx"][1]
    assert 4 == len(rows(region, "分店一览"))


def test_an_older_copy_of_a_branch_does_not_count(region: Path) -> None:
    """Of two with the same records the one that ran last is the branch, else the one not put away; the other is named."""
    old = region / "旧"
    old.mkdir()
    shutil.copyfile(region / "城南店.xlsx", old / "城南店.xlsx")
    change(region / "城南店.xlsx", "客户", "C001", "地址", "银杏路 9 号")

    whole(region)

    assert sorted(NAMES) == counted(region)
    assert ("没有算", True) == (told(region)["旧/城南店.xlsx"][0], "旧的一份" in told(region)["旧/城南店.xlsx"][1])

    again(old / "城南店.xlsx", datetime(2026, 3, 17, 8, 30))
    whole(region, datetime(2026, 3, 17, 9))
    assert "没有算" == told(region)["城南店.xlsx"][0]
    assert "迟了" not in told(region).get("旧/城南店.xlsx", ("", ""))[1]


def test_two_branches_of_one_name_both_count(region: Path) -> None:
    """Different records: two branches, told apart by their files, and asked to be called differently."""
    branch(region / "新区.xlsx", "城南店", 9)

    whole(region)

    assert ["城东店", "城北店", "城南店（城南店）", "城南店（新区）"] == counted(region)
    assert "有 2 本都叫“城南店”" in told(region)["新区.xlsx"][1]
    assert {"城南店", "城南店（新区）"} == {
        row["行键"].partition("｜")[0] for row in rows(region, "处罚台账汇总") if "城南店" in row["分店"]
    }


def test_a_branch_that_is_called_otherwise_now_is_the_same_branch(region: Path) -> None:
    """Its file is the same, its name another: no line of its ledger comes twice."""
    lines = len(rows(region, "处罚台账汇总"))
    change(region / "城北店.xlsx", "设置", "单位名称", "值", "北苑店")

    whole(region)

    assert ["北苑店", "城东店", "城南店"] == counted(region)
    assert lines == len(rows(region, "处罚台账汇总"))
    assert "以前叫“城北店”" in told(region)["城北店.xlsx"][1]


def test_a_book_copied_from_another_branch_is_asked_about(region: Path) -> None:
    """Two names, the same records: both count, and somebody looks."""
    shutil.copyfile(region / "城南店.xlsx", region / "城西店.xlsx")
    change(region / "城西店.xlsx", "设置", "单位名称", "值", "城西店")

    whole(region)

    assert sorted([*NAMES, "城西店"]) == counted(region)
    assert "记录有 100% 和" in " ".join(what for _, what in told(region).values())


# -- other rules


def test_a_metric_that_is_only_called_otherwise_is_added(region: Path) -> None:
    """The same number worked out the same way, under the name that most give it; the other name is told."""
    before = {(row["期"], row["分子"], row["分母"]) for row in rows(region, "指标汇总", "编号") if row["编号"] == "M1"}
    change(region / "城东店.xlsx", "指标", "M1", "名称", "准时率")

    whole(region)

    found = [row for row in rows(region, "指标汇总", "编号") if row["编号"] == "M1"]
    assert {"回访及时率"} == {row["名称"] for row in found}
    assert before == {(row["期"], row["分子"], row["分母"]) for row in found}
    assert "“M1 准时率”在多数分店叫“M1 回访及时率”" in told(region)["城东店.xlsx"][1]


def test_a_metric_that_is_worked_out_otherwise_stands_apart(region: Path) -> None:
    """Two of the branches are added, the third is a line of its own; its cell is named."""
    change(region / "城东店.xlsx", "指标", "M6", "期", "周")

    whole(region)

    many = {
        row["期"]: row["几家"]
        for row in rows(region, "指标汇总", "编号")
        if row["编号"] == "M6" and row["分组"] == "合计"
    }
    assert ("2", "1") == (many["2026-03"], many["2026-W12"])
    whats = " ".join(row["什么不对"] for row in rows(region, "要看的分店") if row["文件"] == "城东店.xlsx")
    assert "指标“M6 投诉件数”的算法和多数分店不同" in whats
    assert "指标 M6 的期是“周”（2 家是空的）" in whats


def test_a_rule_that_differs_is_named_by_its_cell(region: Path) -> None:
    """The sheet, the rule, the column, its own cell and that of the others."""
    change(region / "城北店.xlsx", "设置", "迟交扣款", "值", 80)

    whole(region)

    assert "设置 迟交扣款 的值是“80”（2 家是“50”）" in told(region)["城北店.xlsx"][1]


# -- each book once, and never written


def test_one_more_branch_reads_one_branch(region: Path) -> None:
    """The others come from beside the book: by their bytes, the program and the day."""
    assert 0 == whole(region).worked
    branch(region / "城西店.xlsx", "城西店", 4)
    assert 1 == whole(region).worked
    assert sorted([*NAMES, "城西店"]) == counted(region)

    kept = sorted((region / "总部汇总.huifang" / "分店结果").iterdir())
    kept[0].write_bytes(kept[0].read_bytes()[:-9])
    kept[1].write_bytes(kept[1].read_bytes().replace(b'"listed": ', b'"listed": 9', 1))
    before = rows(region, "分店一览")
    assert 2 == whole(region).worked
    assert before == rows(region, "分店一览")


def test_no_branch_is_written_nor_anything_beside_it(region: Path) -> None:
    """Bytes, times and neighbours of every book are as they were."""

    def state() -> dict[str, tuple[str, int]]:
        return {
            str(path.relative_to(region)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
            for path in region.rglob("*")
            if path.is_file() and not str(path.relative_to(region)).startswith(("总部汇总", "发件预演"))
        }

    for path in sorted((region / "总部汇总.huifang").rglob("*.json"))[:2]:
        path.unlink()
    before = state()

    assert 2 == whole(region).worked
    assert before == state()


def test_another_book_is_not_taken_for_the_head_offices(region: Path) -> None:
    """A branch's own book is never written over."""
    before = (region / "城南店.xlsx").read_bytes()

    code = main(["consolidate", str(region), "--to", str(region / "城南店.xlsx"), "--date", "2026-03-16", "--dry-run"])

    assert 3 == code
    assert before == (region / "城南店.xlsx").read_bytes()


def test_no_telephone_goes_up(region: Path) -> None:
    """Neither into the book, nor into what is kept beside it, nor into letters."""
    headed(region)
    branch(region / "城西店.xlsx", "城西店", 4)

    whole(region, outbox=region / "信")

    own = [*(region / "信").rglob("*"), *(region / "总部汇总.huifang").rglob("*.json"), region / BOOK]
    assert len(own) > 4
    assert [] == [path.name for path in own if path.is_file() and PHONE.search(words(path))]
    assert PHONE.search(words(region / "城西店.xlsx"))


def words(path: Path) -> str:
    """What a file says: the parts of a workbook, the bodies of a letter, or its text; long fractions are no telephones."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book:
            text = "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    elif path.suffix == ".eml":
        from email import message_from_bytes, policy

        parts = message_from_bytes(path.read_bytes(), policy=policy.default).walk()
        text = "\n".join(str(part.get_content()) for part in parts if part.get_content_maintype() == "text")
    else:
        text = path.read_text("utf-8", "replace")
    return re.sub(r'"marks": \[[^]]*\]|\d+\.\d+', "", text)


# -- the head office's people and letters


def headed(folder: Path) -> None:
    """The head office says who reads its letters."""
    head = next(at for at, text in cells(folder / BOOK, "员工").items() if text == "员工编号")
    book = Book(folder / BOOK)
    row = head[0] + 1
    book.set_cells("员工", {(row, 1): "H1", (row, 2): "江总", (row, 3): "回访主管", (row, 4): "jiang@example.com"})
    book.save()


def test_what_the_head_office_typed_stays(region: Path) -> None:
    """Its people, its settings, its remarks on branches and figures."""
    headed(region)
    change(region / BOOK, "设置", "单位名称", "值", "晴川总部")
    change(region / BOOK, "分店一览", "城南店", "总部备注", "四月搬家")
    change(region / BOOK, "指标汇总", "M1", "总部备注", "盯紧")
    before = {name: cells(region / BOOK, name) for name in ("员工", "设置")}

    whole(region)

    assert before == {name: cells(region / BOOK, name) for name in ("员工", "设置")}
    assert "四月搬家" == next(row["总部备注"] for row in rows(region, "分店一览") if row["分店"] == "城南店")
    assert "盯紧" in {row["总部备注"] for row in rows(region, "指标汇总", "编号")}


def test_the_letter_begins_with_what_must_be_decided_and_leaves_once(
    region: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over a real mail server: first what waits, then who isn't in, then figures; a second run sends nothing."""
    box, account = server
    headed(region)
    broken(region / "新店.xlsx")
    lines = [f'host = "{account.host}"', f"port = {account.port}", f'user = "{account.user}"', 'security = "starttls"']
    text = "\n".join(["[mail]", *lines, f'cafile = "{account.cafile}"', ""])
    (region / "huifang.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", PASSWORD)

    first = main(["consolidate", str(region), "--date", "2026-03-16"])
    second = main(["consolidate", str(region), "--date", "2026-03-16"])

    (mail,) = box.mails()
    body = mail.get_body(("plain",))
    assert body is not None
    told_ = body.get_content()
    assert "没算进来 1 家，等您决定 " in " ".join(str(mail["Subject"]).split())
    assert (
        told_.index("等您决定") < told_.index("没有算的分店") < told_.index("指标汇总") < told_.index("逾期最多的分店")
    )
    assert (1, 1) == (first, second)
    assert ["已发"] == [row["结果"] for row in table(region / BOOK, "发件记录", "行键")]


def test_the_folder_must_be_one_with_books(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence, and nothing is made."""
    assert 3 == main(["consolidate", str(tmp_path / "没有"), "--date", "2026-03-16"])
    assert 3 == main(["consolidate", str(tmp_path), "--date", "2026-03-16"])
    assert "里没有工作簿" in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())


# -- other ways of handing out


def tasks(region: Path) -> list[Callable[[], Task]]:
    def load(path: Path) -> Callable[[], Task]:
        return lambda: Task(path.name, path.read_bytes(), NOW)

    return [load(region / f"{name}.xlsx") for name in NAMES]


def outcomes(region: Path, many: int) -> dict[str, str]:
    return {one.file: one.account for one in spread(tasks(region), many, "", lambda _: None)}


def test_dask_the_standard_processes_and_this_process_say_the_same(
    region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every account to the last character; where Dask isn't installed, processes of the standard library do it."""
    here = outcomes(region, 1)
    by_dask = outcomes(region, len(NAMES))
    monkeypatch.setitem(sys.modules, "distributed", None)
    plain = outcomes(region, len(NAMES))

    assert len(NAMES) == len(here)
    assert all(here.values())
    assert here == by_dask == plain


def test_a_cluster_without_dask_is_one_sentence(
    region: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    (region / "总部汇总.huifang" / "分店结果").rename(region / "别处")

    assert 3 == main(["consolidate", str(region), "--scheduler", "tcp://127.0.0.1:8786", "--date", "2026-03-16"])
    assert "pip install huifang[many]" in capsys.readouterr().err


def test_a_process_that_ends_in_the_middle_costs_no_other_branch(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book that is taken away while others are at work is told; all others have their account."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    killer = tasks(region)[:2]

    def kill() -> Task:
        for child in multiprocessing.active_children():
            os.kill(child.pid or 0, signal.SIGKILL)
        return Task("新店.xlsx", b"", NOW)

    found = {one.file: one for one in spread([*killer, kill, *tasks(region)[2:]], 4, "", lambda _: None)}

    assert {f"{name}.xlsx" for name in NAMES} == {file for file, one in found.items() if one.account}
    assert found["新店.xlsx"].what


def test_tests_stand_on_the_dask_that_offices_may_install() -> None:
    """What `pip install huifang[many]` asks for is what the tests run with."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert {"dask", "distributed"} == {
        one.partition(">=")[0] for one in said["project"]["optional-dependencies"]["many"]
    }
    assert set(said["project"]["optional-dependencies"]["many"]) <= set(said["dependency-groups"]["dev"])
