"""分发 and 收回: a book for each clerk, and everything that they typed back in, once, wherever it was and whoever else typed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from clerks import DAY, LIN, ROOT, ZHOU, Office, copied, decide, edited, heads, rows, typed
from postbox import PASSWORD, Postbox

from workbook.papers.shared.found_rows import plain
from workbook.shells.commands.cli import main
from workbook.shells.files import reading
from workbook.shells.outside.settings import Account

DONE: Mapping[str, object] = {"结果代码": "无人接", "备注": "响了很久"}


def tasks(office: Office, name: str) -> list[str]:
    """The tasks of somebody's book, in its order."""
    return [key for key, row in office.list(office.of(name)).items() if "序" in row]


def clashes(office: Office) -> list[tuple[str, str, str, str]]:
    """What waits for a decision: the column, our value, theirs, whose."""
    return [
        (one["哪一列"], one.get("主簿里", ""), one.get("交回来", ""), one["谁交回"])
        for one in rows(office.book, "交回冲突")
    ]


def settled(folder: Path, account: Account) -> None:
    """The mail account beside the workbook."""
    lines = [f'host = "{account.host}"', f"port = {account.port}", f'user = "{account.user}"', 'security = "starttls"']
    (folder / "huifang.toml").write_text("\n".join(["[mail]", *lines, f'cafile = "{account.cafile}"', ""]), "utf-8")


def plainly(listed: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The same moments and numbers, however they are written."""
    return {key: {heading: plain(text) for heading, text in row.items()} for key, row in listed.items()}


def letter(page: Any, column: int) -> str:
    return str(page.cell(1, column).column_letter)


# -- what goes out


def test_each_clerk_gets_their_own_rows_and_nobody_elses(office: Office) -> None:
    """The rows of both books together are the list; a customer, number or fact of the other's isn't in it."""
    whole = office.list()
    mine = {name: [whole[key] for key in tasks(office, name)] for name in (LIN, ZHOU)}

    assert set(whole) == {*tasks(office, LIN), *tasks(office, ZHOU)}
    for name, other in ((LIN, ZHOU), (ZHOU, LIN)):
        customers = {row["客户编号"] for row in mine[name]}
        foreign = {row["电话"] for row in mine[other] if row["客户编号"] not in customers}
        said = " ".join(
            str(cell) for one in reading.read(office.of(name)) for col in one.columns for cell in col.to_pylist()
        )
        customers |= {row["客户编号"] for row in rows(office.book, "提醒") if name in row["责任人姓名"]}
        assert foreign
        assert [] == [phone for phone in foreign if phone in said]
        for sheet in ("客户", "事件", "工单", "回访记录"):
            assert {row["客户编号"] for row in rows(office.of(name), sheet) if "客户编号" in row} <= customers


def test_a_clerks_list_is_laid_out_as_the_main_one(office: Office) -> None:
    """The same columns in the same order and width, the same drop-downs, name and number frozen; sheets of the rest stay home."""
    ours, theirs = openpyxl.load_workbook(office.book), openpyxl.load_workbook(office.of(LIN))
    mine, main_ = theirs["今日清单"], ours["今日清单"]
    at, head = heads(mine)
    at_home, head_home = heads(main_)

    there = [one for one in at_home if one in at and not main_.column_dimensions[letter(main_, at_home[one])].hidden]
    assert [one for one in at if one in there] == there
    assert {"客户名称", "电话", "话术", "结果代码", "备注"} <= set(there)
    for heading in ("话术", "备注", "客户名称"):
        wide = [
            page.column_dimensions[letter(page, where[heading])].width for page, where in ((mine, at), (main_, at_home))
        ]
        assert round(wide[0], 1) == round(wide[1], 1), heading
    lists = {str(one.formula1) for one in mine.data_validations.dataValidation}
    assert lists >= {
        str(one.formula1) for one in main_.data_validations.dataValidation if str(one.formula1).startswith('"')
    }
    assert (mine.freeze_panes, main_.freeze_panes) == (f"D{head + 1}", f"D{head_home + 1}")
    assert ["今日清单", "客户", "事件", "工单", "回访记录"] == [
        name for name in theirs.sheetnames if theirs[name].sheet_state == "visible"
    ]
    assert "林小满" in office.of(LIN).name


def test_sharing_twice_gives_the_same_books(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """What somebody typed meanwhile isn't written over; a book that was thrown away is given again."""
    key = tasks(office, LIN)[0]
    typed(office.of(LIN), {key: DONE})
    office.of(ZHOU).unlink()
    before = office.of(LIN).read_bytes()
    capsys.readouterr()

    office.run("share", at=f"{DAY} 09:00")
    assert before == office.of(LIN).read_bytes()
    told = capsys.readouterr().out
    assert "林小满：11 件，已经发过，没有变" in told
    assert "周亦安：11 件，做好了" in told
    assert len(list(office.given.iterdir())) == 2


def test_what_is_secret_stays_in_the_main_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A secret customer's row, and a column that is 机密 with all that quotes it."""
    made = Office(tmp_path)
    shutil.copyfile(ROOT / "sample.xlsx", made.book)

    def does(book: Any) -> None:
        page = book["客户"]
        at, head = heads(page)
        columns = page.max_column
        for place, heading in enumerate(("资料密级", "底牌"), columns + 1):
            page.cell(head, place).value = heading
        for row in range(head + 1, page.max_row + 1):
            page.cell(row, columns + 2).value = "底牌QQQ"
            if page.cell(row, at["客户编号"]).value == "C002":
                page.cell(row, columns + 1).value = "绝密"
        register = book["登记表"] if "登记表" in book.sheetnames else book.create_sheet("登记表")
        if register.max_row < 2:
            for place, heading in enumerate(("表", "列", "类型", "密级"), 1):
                register.cell(1, place).value = heading
        where, _ = heads(register)
        last = register.max_row + 1
        for heading, word in (("表", "客户"), ("列", "底牌"), ("类型", "文本"), ("密级", "机密")):
            register.cell(last, where[heading]).value = word

    edited(made.book, does)
    made.run("share", at=f"{DAY} 08:30")
    assert "密件" in capsys.readouterr().out
    said = {path.name: " ".join(str(c) for one in reading.read(path) for col in one.columns for c in col.to_pylist())
            for path in made.given.iterdir()}  # fmt: skip
    assert "底牌QQQ" in " ".join(row.get("底牌", "") for row in rows(made.book, "客户"))
    assert [] == [name for name, words in said.items() if "底牌QQQ" in words or "苏曼青" in words]


# -- what comes back


def test_what_clerks_typed_enters_as_if_typed_in_the_main_book(office: Office, tmp_path: Path) -> None:
    """Two books collected, or the same cells typed by hand: the same list, and 登记 makes the same records."""
    by_hand = copied(office, tmp_path / "手填")
    edits = {LIN: dict.fromkeys(tasks(office, LIN)[:3], DONE),
             ZHOU: {key: {"结果代码": "关机", "回访时间": "2026-03-16 10:20"} for key in tasks(office, ZHOU)[:2]}}  # fmt: skip
    for name, cells in edits.items():
        typed(office.of(name), cells)
        typed(by_hand.book, cells)

    assert office.collect() == 0
    assert plainly(by_hand.list()) == plainly(office.list())
    for one in (office, by_hand):
        one.run("record", at=f"{DAY} 17:30")
    assert rows(by_hand.book, "回访记录") == rows(office.book, "回访记录")


def test_collecting_twice_is_collecting_once(office: Office) -> None:
    """Before 登记 and after it: nothing is written again, the file doesn't change."""
    typed(office.of(LIN), {tasks(office, LIN)[0]: DONE})
    office.collect()
    after = office.book.read_bytes()
    office.collect()
    assert after == office.book.read_bytes()

    office.run("record")
    records, after = rows(office.book, "回访记录"), office.book.read_bytes()
    office.collect()
    office.run("record")
    assert records == rows(office.book, "回访记录")


def test_a_row_that_both_typed_waits_for_a_decision(office: Office) -> None:
    """The supervisor's cell stays, the clerk's stands beside it with name and time; either can be taken, then it is gone."""
    first, second = tasks(office, LIN)[:2]
    typed(office.of(LIN), {first: {"结果代码": "完成", "备注": "很好"}, second: DONE}, saved=f"{DAY} 11:05:00")
    typed(office.book, {first: {"结果代码": "拒访"}})
    office.collect()

    assert {("结果代码", "拒访", "完成", LIN), ("备注", "", "很好", LIN)} == set(clashes(office))
    assert "拒访" == office.list()[first]["结果代码"]
    assert "无人接" == office.list()[second]["结果代码"]
    assert "2026-03-16 11:05:00" == rows(office.book, "交回冲突")[0]["存盘时间"]

    decide(office, "交回的")
    office.collect()
    assert [] == clashes(office)
    assert ("完成", "很好") == (office.list()[first]["结果代码"], office.list()[first]["备注"])


def test_our_side_of_a_conflict_can_be_kept(office: Office) -> None:
    """Then nothing changes, and it isn't asked again."""
    first = tasks(office, LIN)[0]
    typed(office.of(LIN), {first: {"结果代码": "完成"}})
    typed(office.book, {first: {"结果代码": "拒访"}})
    office.collect()
    decide(office, "主簿的")
    office.collect()
    office.collect()

    assert [] == clashes(office)
    assert "拒访" == office.list()[first]["结果代码"]


def test_two_clerks_on_one_row(office: Office, tmp_path: Path) -> None:
    """The book of one, copied and filled twice: the first saved is in, the other's cells wait and say whose stand there."""
    key = tasks(office, LIN)[0]
    other = tmp_path / "副本.xlsx"
    shutil.copyfile(office.of(LIN), other)
    typed(office.of(LIN), {key: {"结果代码": "完成"}}, saved=f"{DAY} 10:00:00")
    typed(other, {key: {"结果代码": "关机"}}, saved=f"{DAY} 09:00:00")
    office.collect(office.of(LIN))
    office.collect(other)

    assert [("结果代码", "完成", "关机", LIN)] == clashes(office)
    assert "林小满" in rows(office.book, "交回冲突")[0]["主簿里谁写的"]


def test_an_older_copy_clears_nothing(office: Office, tmp_path: Path) -> None:
    """Sent after the newer one, it brings only what nobody saw yet."""
    first, second, third = tasks(office, LIN)[:3]
    older = tmp_path / "上午的.xlsx"
    typed(office.of(LIN), {first: {"结果代码": "关机"}}, saved=f"{DAY} 10:00:00")
    shutil.copyfile(office.of(LIN), older)
    typed(older, {third: DONE}, saved=f"{DAY} 10:10:00")
    typed(office.of(LIN), {first: {"结果代码": "完成"}, second: DONE}, saved=f"{DAY} 15:00:00")
    office.collect(office.of(LIN))
    office.collect(older)

    listed = office.list()
    assert ["完成", "无人接", "无人接"] == [listed[key]["结果代码"] for key in (first, second, third)]
    assert [("结果代码", "完成", "关机", LIN)] == clashes(office)


def test_rows_sorted_filtered_hidden_and_a_book_renamed(office: Office, tmp_path: Path) -> None:
    """Rows are known by their own mark, the book by its own: whatever the file is called and wherever it lies."""
    keys = tasks(office, LIN)
    typed(office.of(LIN), {keys[0]: DONE, keys[-1]: {"结果代码": "关机"}})

    def does(book: Any) -> None:
        page = book["今日清单"]
        at, head = heads(page)
        lines = [[cell.value for cell in row] for row in page.iter_rows(head + 1, head + len(keys))]
        for row, line in enumerate(reversed(lines), head + 1):
            for column, value in enumerate(line, 1):
                page.cell(row, column).value = value
        page.row_dimensions[head + 2].hidden = True
        page.column_dimensions["E"].hidden = True
        page.delete_cols(at["话术"])
        page.title = "我的清单"

    edited(office.of(LIN), does)
    mailed = tmp_path / "附件(3).xlsx"
    shutil.move(office.of(LIN), mailed)
    assert office.collect(mailed) == 0
    assert ("无人接", "关机") == (office.list()[keys[0]]["结果代码"], office.list()[keys[-1]]["结果代码"])


def test_lines_of_their_own_come_in_once(office: Office) -> None:
    """A call that wasn't on the list, by name; mended afterwards it is mended here, not added again."""

    def line(words: Mapping[str, object]) -> None:
        typed(office.of(LIN), {"新·1": words})

    line({"客户名称": "苏曼青", "结果代码": "完成", "备注": "自己打来"})
    office.collect()
    office.collect()
    own = [row for row in rows(office.book, "今日清单") if "任务编号" not in row]
    assert [("C002", "自己打来")] == [(row["客户编号"], row["备注"]) for row in own]

    line({"备注": "自己打来问滤芯"})
    office.collect()
    own = [row for row in rows(office.book, "今日清单") if "任务编号" not in row]
    assert [("C002", "自己打来问滤芯")] == [(row["客户编号"], row["备注"]) for row in own]


def test_new_facts_and_mended_facts_come_in(office: Office) -> None:
    """A new event below the history, a customer's number put right; the other cells stay as they are."""
    first = rows(office.of(LIN), "客户")[0]
    before = rows(office.book, "客户")
    typed(office.of(LIN), {first["客户编号"]: {"地址": "新址 8 号"}}, "客户", "客户编号")
    event = {"客户编号": first["客户编号"], "事件类型": "投诉", "发生时间": "2026-03-16 09:40", "内容": "水声大"}
    typed(office.of(LIN), {"新·1": event}, "事件", "行标")
    many = len(rows(office.book, "事件"))
    office.collect()
    office.collect()

    after = rows(office.book, "客户")
    assert [first["客户编号"]] == [new["客户编号"] for old, new in zip(before, after, strict=True) if old != new]
    assert "新址 8 号" == next(one["地址"] for one in after if one["客户编号"] == first["客户编号"])
    events = rows(office.book, "事件")
    assert many + 1 == len(events)
    assert ("投诉", "水声大") == (events[-1]["事件类型"], events[-1]["内容"])


def test_a_fact_that_both_mended_waits(office: Office) -> None:
    """Cell by cell: one column waits, another of the same row is taken."""
    first = rows(office.of(LIN), "客户")[0]["客户编号"]
    typed(office.of(LIN), {first: {"地址": "新址 8 号", "微信": "su2002"}}, "客户", "客户编号")
    typed(office.book, {first: {"地址": "新址 9 号"}}, "客户", "客户编号")
    office.collect()

    ours = next(one for one in rows(office.book, "客户") if one["客户编号"] == first)
    assert ("新址 9 号", "su2002") == (ours["地址"], ours["微信"])
    assert [("地址", "新址 9 号", "新址 8 号", LIN)] == clashes(office)


def test_a_task_that_was_given_to_somebody_else_is_still_the_callers(office: Office) -> None:
    """Whoever had the row when the books went out has made the call: the record is theirs."""
    key = tasks(office, LIN)[0]
    typed(office.of(LIN), {key: DONE})
    typed(office.book, {key: {"责任人姓名": ZHOU}})
    office.run("today", at=f"{DAY} 09:30")
    office.collect()
    office.run("record", at=f"{DAY} 17:30")

    made = rows(office.book, "回访记录")[-1]
    assert (key, "S2", "无人接") == (made["任务编号"], made["员工编号"], made["结果代码"])


def test_a_task_that_is_done_meanwhile(office: Office) -> None:
    """Somebody else recorded it: what the clerk typed stands below the list, and 登记 says where the other is."""
    key = tasks(office, LIN)[0]
    typed(office.of(LIN), {key: DONE})
    typed(office.book, {key: {"结果代码": "拒访", "备注": "说不用再打"}})
    office.run("record", at=f"{DAY} 12:00")
    office.collect()

    assert ("无人接", "响了很久") == (office.list()[key]["结果代码"], office.list()[key]["备注"])
    assert "没有列这一件" in rows(office.book, "收回记录")[0]["结果"]
    office.run("record", at=f"{DAY} 17:30")
    made = [one["结果代码"] for one in rows(office.book, "回访记录") if one.get("任务编号") == key]
    assert ["拒访", "无人接"] == made


def test_yesterdays_book_is_dated_yesterday(office: Office) -> None:
    """What was typed without a time was done on the day of its list."""
    key = tasks(office, LIN)[0]
    typed(office.of(LIN), {key: DONE})
    office.run("today", at="2026-03-17 08:30")
    office.collect(at="2026-03-17 09:00")
    office.run("record", at="2026-03-17 09:10")

    made = rows(office.book, "回访记录")[-1]
    assert (key, "2026-03-16 00:00:00") == (made["任务编号"], made["回访时间"])


def test_a_changed_task_number_is_not_lost(office: Office) -> None:
    """Where the rest of the row still says which it was, it is that one; else it waits for a person."""
    one, two = tasks(office, LIN)[:2]
    typed(office.of(LIN), {one: {**DONE, "任务编号": "乱写1"}, two: {**DONE, "任务编号": "乱写2", "主题": "也改了"}})
    office.collect()

    assert "无人接" == office.list()[one]["结果代码"]
    assert {("备注", "", "响了很久", LIN), ("结果代码", "", "无人接", LIN)} == set(clashes(office))


def test_forms_in_the_shared_folder(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """分发 --forms lays everybody's forms beside their books; a filled one is no book: it's said what takes it."""
    assert 0 == office.run("share", "--forms", at=f"{DAY} 08:40")
    made = next(office.given.glob(f"记录表-*{LIN}.xlsx"))
    capsys.readouterr()
    assert 0 == office.collect()
    assert "记录表" not in capsys.readouterr().out

    def does(book: Any) -> None:
        page = book.worksheets[0]
        row = next(cell.row for cell in page["A"] if "结果代码@" in str(cell.value))
        mark = next(line for line in str(page.cell(row, 1).value).split("\n") if line.startswith("结果代码@"))
        columns = next([cell.value for cell in line] for line in page.iter_rows(max_row=20) if line[0].value == "列")
        page.cell(row, columns.index(mark.rpartition("@")[2]) + 1).value = "无人接"

    edited(made, does)
    assert 0 == office.collect()
    told = capsys.readouterr().out
    assert f"“{made.name}”是记录表，填了 1 张" in told
    before = len(rows(office.book, "回访记录"))
    assert 1 == office.run("record", "--forms", str(made)), "recorded; the sample's own faults still stand in 问题"
    assert before + 1 == len(rows(office.book, "回访记录"))


# -- books that came back otherwise than they went


def rid(sheet: str, *, of: Mapping[str, str]) -> Any:
    """Deletes the rows of a sheet that hold these words."""

    def does(book: Any) -> None:
        page = book[sheet]
        at, head = heads(page)
        for row in range(page.max_row, head, -1):
            if all(page.cell(row, at[heading]).value == word for heading, word in of.items()):
                page.delete_rows(row)

    return does


def test_rows_that_a_clerk_deleted_are_told_and_stay(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing changes with us; it is said which rows and where, once, and it stands in 收回记录."""
    one, two = tasks(office, LIN)[:2]
    before = office.list()
    gone = office.list(office.of(LIN))[two]
    typed(office.of(LIN), {one: DONE})
    edited(office.of(LIN), rid("今日清单", of={"任务编号": two}))
    capsys.readouterr()

    assert office.collect() == 0
    told = capsys.readouterr().out
    assert f"少了发出去的 1 行：{gone['客户编号']} {gone['客户名称']} {gone['主题']}" in told
    assert "【疑·交回少了行】今日清单!第4行" in told
    assert before[two] == office.list()[two]
    assert "少了发出去的 1 行" in rows(office.book, "收回记录")[-1]["结果"]
    office.collect()
    assert "少了" not in capsys.readouterr().out


def test_a_deleted_fact_is_told_and_stays(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A customer thrown out of a clerk's own book is still a customer."""
    first = rows(office.of(LIN), "客户")[0]["客户编号"]
    edited(office.of(LIN), rid("客户", of={"客户编号": first}))
    before = rows(office.book, "客户")
    capsys.readouterr()
    office.collect()

    assert "【疑·交回少了行】客户!" in capsys.readouterr().out
    assert before == rows(office.book, "客户")


def test_sheets_renamed_and_thrown_away(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A sheet under another name is taken; of one that isn't there it is said so; none passes for another."""
    first = rows(office.of(LIN), "客户")[0]["客户编号"]
    typed(office.of(LIN), {first: {"地址": "新址 8 号"}}, "客户", "客户编号")

    def does(book: Any) -> None:
        book["客户"].title = "我的客户"
        del book["今日清单"]  # 回访记录 has tasks too, and isn't the list

    edited(office.of(LIN), does)
    listed = office.list()
    capsys.readouterr()
    office.collect()

    assert "【疑·交回少了表】今日清单" in capsys.readouterr().out
    assert "新址 8 号" == next(one["地址"] for one in rows(office.book, "客户") if one["客户编号"] == first)
    assert plainly(listed) == plainly(office.list())


def test_the_hidden_numbers_deleted(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows are known by the rest of them; a line of the clerk's own stays one; nothing is taken for new."""
    one, two = tasks(office, LIN)[:2]
    first = rows(office.of(LIN), "客户")[0]["客户编号"]
    typed(office.of(LIN), {one: DONE, "新·1": {"客户名称": "苏曼青", "结果代码": "完成"}})
    typed(office.of(LIN), {two: {"结果代码": "关机", "主题": "改过"}})
    typed(office.of(LIN), {first: {"地址": "新址 8 号"}}, "客户", "客户编号")

    def does(book: Any) -> None:
        for sheet, heading in (("今日清单", "任务编号"), ("客户", "行标")):
            book[sheet].delete_cols(heads(book[sheet])[0][heading])

    edited(office.of(LIN), does)
    many = len(rows(office.book, "客户"))
    capsys.readouterr()
    office.collect()
    told = capsys.readouterr().out

    assert "【疑·交回少了编号】今日清单" in told
    assert "1 行认不出" in told
    assert "无人接" == office.list()[one]["结果代码"]
    assert [("结果代码", "", "关机", LIN)] == clashes(office)
    own = [row for row in rows(office.book, "今日清单") if "任务编号" not in row]
    assert ["C002"] == [row["客户编号"] for row in own]
    after = rows(office.book, "客户")
    assert many == len(after)
    assert "新址 8 号" == next(row["地址"] for row in after if row["客户编号"] == first)


def test_rows_of_another_clerk_pasted_in(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """They wait for a person, at our own row of that task; taken, they stand there."""
    key = tasks(office, ZHOU)[0]
    theirs = office.list(office.of(ZHOU))[key]

    def does(book: Any) -> None:
        page = book["今日清单"]
        at, _ = heads(page)
        row = page.max_row + 1
        for heading, text in {**theirs, "结果代码": "关机"}.items():
            page.cell(row, at[heading]).value = text

    edited(office.of(LIN), does)
    capsys.readouterr()
    office.collect()

    assert "1 行是别人清单上的" in capsys.readouterr().out
    assert [("结果代码", "", "关机", LIN)] == clashes(office)
    assert "结果代码" not in office.list()[key]
    decide(office, "交回的")
    office.collect()
    assert ("关机", []) == (office.list()[key]["结果代码"], clashes(office))


def test_the_same_book_twice_and_last_weeks_book(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second coming says that it came; an old book says of which day it is."""
    key = tasks(office, LIN)[0]
    typed(office.of(LIN), {key: DONE})
    again = tmp_path / "再发一次.xlsx"
    shutil.copyfile(office.of(LIN), again)
    office.run("today", at="2026-03-23 08:30")
    capsys.readouterr()
    office.collect(at="2026-03-23 09:00")
    assert f"是 {DAY} 的清单，不是今天的" in capsys.readouterr().out

    office.collect(again, at="2026-03-23 09:10")
    assert "这一份收过了" in capsys.readouterr().out
    assert 1 == sum(one.get("结果代码") == "无人接" for one in rows(office.book, "今日清单"))


def test_a_broken_a_foreign_and_an_open_file(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A half copied file is named and left, others are taken; one that is open gives what is saved."""
    typed(office.of(ZHOU), {tasks(office, ZHOU)[0]: DONE})
    whole = office.of(LIN).read_bytes()
    office.of(LIN).write_bytes(whole[: len(whole) // 2])
    (office.given / f"~${office.of(ZHOU).name}").write_bytes(b"\0")
    (office.given / "手机里的.xls").write_bytes(b"\0")
    shutil.copyfile(ROOT / "sample.xlsx", office.given / "别的.xlsx")
    key = tasks(office, ZHOU)[0]
    capsys.readouterr()

    assert office.collect() == 1
    told = capsys.readouterr().out
    assert f"“{office.of(LIN).name}”没有收" in told
    assert "另存为 .xlsx" in told
    assert "它还开着" in told
    assert "无人接" == office.list()[key]["结果代码"]
    office.of(LIN).write_bytes(whole)
    typed(office.of(LIN), {tasks(office, LIN)[0]: DONE})
    office.collect()
    assert "无人接" == office.list()[tasks(office, LIN)[0]]["结果代码"]


def test_a_book_of_another_workbook_is_refused(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told whose it is; nothing is taken."""
    other = tmp_path / "别处.xlsx"
    shutil.copyfile(office.book, other)
    before = other.read_bytes()

    assert main(["collect", str(other), str(office.of(LIN)), "--date", DAY]) == 1
    assert "多半是另一本工作簿（回访.xlsx）分发的" in capsys.readouterr().out
    assert before == other.read_bytes()


def test_undo_takes_a_collecting_back_and_it_can_be_done_again(office: Office) -> None:
    """What came from where is inside the workbook: with it undone, nothing is thought to have come."""
    key = tasks(office, LIN)[0]
    before = office.book.read_bytes()
    typed(office.of(LIN), {key: DONE})
    office.collect()
    lines = rows(office.book, "收回记录")
    assert ["今日清单", None] == [one.get("哪张表") for one in lines]
    assert ("备注=响了很久；结果代码=无人接", "收进 备注、结果代码") == (lines[0]["交回的格"], lines[0]["结果"])
    assert "收回" in [one["作业"] for one in rows(office.book, "运行记录")]

    main(["undo", str(office.book)])
    assert before == office.book.read_bytes()
    office.collect()
    assert "无人接" == office.list()[key]["结果代码"]


def test_killed_in_the_middle_all_is_old_or_all_is_new(office: Office, tmp_path: Path) -> None:
    """At any moment: the workbook opens, holds all of it or nothing, and collecting again finishes it."""
    keys = tasks(office, LIN)[:4]
    typed(office.of(LIN), dict.fromkeys(keys, DONE))
    words = [sys.executable, "-m", "workbook", "collect", str(office.book), "--date", f"{DAY} 17:00"]
    began = time.monotonic()
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    whole = time.monotonic() - began
    main(["undo", str(office.book)])
    for share in (0.7, 0.9, 1.0):
        running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * share)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        said = [office.list()[key].get("结果代码") for key in keys]
        assert said in ([None] * 4, ["无人接"] * 4)
    office.collect()
    assert ["无人接"] * 4 == [office.list()[key].get("结果代码") for key in keys]


def test_letters_carry_each_clerks_own_book_once(
    office: Office, server: tuple[Postbox, Account], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One letter each with the book attached, none on a second asking; the attachment, saved under any name, comes back."""
    box, who = server
    settled(office.book.parent, who)
    monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", PASSWORD)
    here = len(box.taken)
    assert office.run("share", "--mail", "--dry-run", at=f"{DAY} 09:00") == 0
    assert office.run("share", "--mail", at=f"{DAY} 09:00") == 3  # nobody said that numbers may leave
    assert here == len(box.taken)
    edited(office.book, lambda book: book["设置"].append(["分发带号码", "是"]))
    assert office.run("share", "--mail", at=f"{DAY} 09:00") == 0
    assert office.run("share", "--mail", at=f"{DAY} 09:30") == 0

    mails = {str(mail["Subject"]).split("：")[0].split()[-1]: mail for mail in box.mails()[here:]}
    assert (2, {LIN, ZHOU}) == (len(box.taken) - here, set(mails))
    (part,) = mails[LIN].iter_attachments()
    assert f"回访-{LIN}-{DAY}.xlsx" == part.get_filename()
    answered = tmp_path / "noname.xlsx"
    answered.write_bytes(part.get_payload(decode=True))  # type: ignore[arg-type]
    key = tasks(office, LIN)[0]
    typed(answered, {key: DONE})
    office.collect(answered)
    assert "无人接" == office.list()[key]["结果代码"]


def test_a_book_for_somebody_who_is_not_there(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip in the name isn't a list with nothing on it: it is said, with the name that was meant."""
    before = office.book.read_bytes()
    code = office.run("share", "--only", "林小曼")
    said = "".join(capsys.readouterr())

    assert (3, before) == (code, office.book.read_bytes())
    assert "【员工】里没有“林小曼”" in said
    assert "改成“林小满”" in said
