"""Two people differ about one call: it is recorded once, after somebody has chosen; and what else a clerk typed is told."""

from __future__ import annotations

from typing import Any

import pytest
from clerks import DAY, LIN, Office, decide, edited, heads, rows, typed

from workbook.papers.shared.found_rows import plain

RESULTS = [("占线", "无人接"), ("无人接", "占线")]


def task(office: Office, at: int = 0) -> str:
    """One of the clerk's tasks."""
    return [key for key, row in office.list(office.of(LIN)).items() if "序" in row][at]


def made(office: Office, key: str) -> list[str]:
    """The outcomes recorded for a task."""
    return [one["结果代码"] for one in rows(office.book, "回访记录") if one.get("任务编号") == key]


@pytest.mark.parametrize(("ours", "theirs"), RESULTS)
@pytest.mark.parametrize("word", ["交回的", "主簿的"])
def test_a_row_whose_conflict_is_open_waits_and_is_recorded_once(
    office: Office, capsys: pytest.CaptureFixture[str], ours: str, theirs: str, word: str
) -> None:
    """登记 names the cell and leaves the row; others of the list are recorded; the choice makes one record."""
    key, other = task(office), task(office, 1)
    before = made(office, key)
    typed(office.of(LIN), {key: {"结果代码": theirs}})
    typed(office.book, {key: {"结果代码": ours}, other: {"结果代码": "无人接"}})
    office.collect()
    said = capsys.readouterr().out
    assert (True, False) == ("有 1 格两边写得不一样" in said, "没有新的要收" in said)

    assert 1 == office.run("record", at=f"{DAY} 17:10")
    told = capsys.readouterr().out
    assert f"“结果代码”交回来的是“{theirs}”（{LIN}），和这里写的不一样，还没有定" in told
    assert before == made(office, key)
    assert "无人接" in made(office, other)
    assert ours == office.list()[key]["结果代码"]

    decide(office, word)
    office.collect(at=f"{DAY} 17:20")
    office.run("record", at=f"{DAY} 17:30")
    office.run("record", at=f"{DAY} 17:40")
    assert [*before, theirs if word == "交回的" else ours] == made(office, key)


@pytest.mark.parametrize(("ours", "theirs"), RESULTS)
def test_a_choice_after_the_row_was_recorded_makes_no_second_record(
    office: Office, capsys: pytest.CaptureFixture[str], ours: str, theirs: str
) -> None:
    """A conflict left from a book in which 登记 didn't wait: it is told what to do, and nothing is taken."""
    key = task(office)
    typed(office.of(LIN), {key: {"结果代码": theirs}})
    typed(office.book, {key: {"结果代码": ours}})
    office.collect()

    def put_away(book: Any) -> None:
        book["交回冲突"].title = "放一放"

    def back(book: Any) -> None:
        if "交回冲突" in book.sheetnames:
            del book["交回冲突"]
        book["放一放"].title = "交回冲突"

    edited(office.book, put_away)
    office.run("record", at=f"{DAY} 17:10")
    edited(office.book, back)
    before = made(office, key)
    assert ours in before
    decide(office, "交回的")
    capsys.readouterr()
    office.collect(at=f"{DAY} 17:20")
    assert "登记过才定的" in capsys.readouterr().out
    office.run("record", at=f"{DAY} 17:30")

    assert before == made(office, key)


@pytest.mark.parametrize(
    ("heading", "text", "result"),
    [("电话", "13900001234", ""), ("电话", "13900001234", "无人接"), ("客户名称", "改了名", "")],
)
def test_a_printed_cell_that_a_clerk_mended_is_told_at_its_cell(
    office: Office, capsys: pytest.CaptureFixture[str], heading: str, text: str, result: str
) -> None:
    """With a result in its row or without, once; the list isn't where it is mended."""
    key = task(office)
    typed(office.of(LIN), {key: {heading: text, **({"结果代码": result} if result else {})}})
    capsys.readouterr()
    office.collect()
    told = capsys.readouterr().out

    shown = {"电话": "139****1234"}.get(heading, text)
    assert 1 == told.count(f"“{heading}”改成了“{shown}”，这一列由程序写，没有收")
    assert "改在你那本的【客户】里再交" in told
    assert "改了程序写的格】今日清单!" in told
    assert plain(office.list()[key].get(heading, "")) != text
    assert result == office.list()[key].get("结果代码", "")


def test_a_book_in_which_nothing_printed_was_changed_says_nothing_of_it(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever program saved it."""
    typed(office.of(LIN), {task(office): {"结果代码": "无人接", "备注": "x"}})
    office.collect()
    assert "由程序写" not in capsys.readouterr().out


def test_a_call_of_nobody_asks_for_the_customer(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A result without task and customer: the cell is empty, so nobody is told to empty it."""

    def does(book: Any) -> None:
        page = book["今日清单"]
        at, _ = heads(page)
        row = page.max_row + 1
        page.cell(row, at["结果代码"]).value = "完成"
        page.cell(row, at["备注"]).value = "陌生人来电"

    edited(office.book, does)
    capsys.readouterr()
    office.run("record")
    told = capsys.readouterr().out
    assert "看不出是哪位客户" in told
    assert "填上客户编号" in told
    assert "任务编号“”" not in told


# -- a call that was collected and recorded, and then told otherwise


@pytest.mark.parametrize("typed_later", [{"结果代码": "拒访", "备注": "改过"}, {"备注": "改过"}])
def test_a_recorded_call_that_its_clerk_mends_is_corrected_not_made_again(
    office: Office, capsys: pytest.CaptureFixture[str], typed_later: dict[str, object]
) -> None:
    """交回的 changes the one record; 修改记录 tells it; collecting and recording again changes nothing."""
    key = task(office)
    typed(office.of(LIN), {key: {"结果代码": "无人接", "备注": "响了很久"}})
    office.collect()
    office.run("record", at=f"{DAY} 17:10")
    before = made(office, key)
    typed(office.of(LIN), {key: typed_later})
    office.collect(at=f"{DAY} 17:20")
    assert {"收过以后登记了，又改了"} == {one["为什么要定"] for one in rows(office.book, "交回冲突")}

    decide(office, "交回的")
    capsys.readouterr()
    office.collect(at=f"{DAY} 17:30")
    assert "改了【回访记录】第" in capsys.readouterr().out
    for _ in range(2):
        office.run("record", at=f"{DAY} 17:40")
        office.collect(at=f"{DAY} 17:50")
    assert [*before[:-1], str(typed_later.get("结果代码", "无人接"))] == made(office, key)
    assert "改过" == [one for one in rows(office.book, "回访记录") if one.get("任务编号") == key][-1]["备注"]
    assert [] == rows(office.book, "交回冲突")
    office.run("today", at=f"{DAY} 18:00")
    assert ("备注", "响了很久", "改过") in {
        (one["列"], one.get("旧值", ""), one.get("新值", "")) for one in rows(office.book, "修改记录")
    }


def test_a_second_call_that_says_when_is_recorded_as_one(office: Office) -> None:
    """Nobody answered in the morning, somebody did in the afternoon: whoever called twice says when."""
    key = task(office)
    typed(office.of(LIN), {key: {"结果代码": "无人接"}})
    office.collect()
    office.run("record", at=f"{DAY} 17:10")
    before = made(office, key)
    typed(office.of(LIN), {key: {"结果代码": "占线", "回访时间": f"{DAY} 17:15"}})
    office.collect(at=f"{DAY} 17:20")
    decide(office, "交回的")
    office.collect(at=f"{DAY} 17:30")
    office.run("record", at=f"{DAY} 17:40")
    assert [*before, "占线"] == made(office, key)


def test_a_result_that_a_clerk_takes_back_is_told(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    key = task(office)
    typed(office.of(LIN), {key: {"结果代码": "无人接"}})
    office.collect()
    office.run("record", at=f"{DAY} 17:10")
    before = made(office, key)
    typed(office.of(LIN), {key: {"结果代码": None}})
    office.collect(at=f"{DAY} 17:20")
    decide(office, "交回的")
    capsys.readouterr()
    office.collect(at=f"{DAY} 17:30")
    assert "交回来的把结果清空了" in capsys.readouterr().out
    assert before == made(office, key)


# -- lines of a clerk's own


def own(office: Office, at: int, cells: dict[str, object]) -> None:
    """Cells of the at-th line that a clerk added."""

    def does(book: Any) -> None:
        page = book["今日清单"]
        heading, head = heads(page)
        keys = [str(page.cell(row, heading["任务编号"]).value) for row in range(head + 1, page.max_row + 1)]
        row = head + 1 + keys.index(f"新·{at}")
        for name, value in cells.items():
            page.cell(row, heading[name]).value = value

    edited(office.of(LIN), does)


def called(office: Office, customer: str) -> list[tuple[str, str]]:
    """What is recorded of a customer on the day, without a task."""
    return [
        (one["结果代码"], one.get("备注", ""))
        for one in rows(office.book, "回访记录")
        if one.get("客户编号") == customer and "任务编号" not in one
    ]


@pytest.fixture
def customers(office: Office) -> list[str]:
    """Two customers who aren't on today's list."""
    listed = {row.get("客户编号") for row in office.list().values()}
    return [one["客户编号"] for one in rows(office.book, "客户") if one["客户编号"] not in listed][:2]


def test_an_own_line_of_a_recorded_call_corrects_its_record(office: Office, customers: list[str]) -> None:
    one = customers[0]
    before = called(office, one)
    own(office, 1, {"客户编号": one, "结果代码": "完成", "备注": "来电"})
    office.collect()
    office.run("record", at=f"{DAY} 17:10")
    assert [*before, ("完成", "来电")] == called(office, one)
    own(office, 1, {"备注": "来电，问了账单"})
    office.collect(at=f"{DAY} 17:20")
    decide(office, "交回的")
    office.collect(at=f"{DAY} 17:30")
    office.run("record", at=f"{DAY} 17:40")
    assert [*before, ("完成", "来电，问了账单")] == called(office, one)


@pytest.mark.parametrize("word", ["交回的", "主簿的"])
def test_own_lines_are_known_by_what_they_say_wherever_they_stand(
    office: Office, customers: list[str], word: str
) -> None:
    """Two lines collected, one of them mended on both sides, the list sorted: the right one waits, and is mended once."""
    first, second = customers
    before = {one: called(office, one) for one in customers}
    own(office, 1, {"客户编号": first, "结果代码": "完成", "备注": "一"})
    own(office, 2, {"客户编号": second, "结果代码": "完成", "备注": "二"})
    office.collect()
    lines(office, lambda cells: cells.get("备注") == "一", {"备注": "一，主簿改"})
    own(office, 1, {"备注": "一，本人改"})
    office.collect(at=f"{DAY} 17:20")
    assert [("备注", "一，主簿改", "一，本人改")] == [
        (one["哪一列"], one["主簿里"], one["交回来"]) for one in rows(office.book, "交回冲突")
    ]
    swapped(office)

    office.run("record", at=f"{DAY} 17:25")
    assert before[first] == called(office, first)
    assert [*before[second], ("完成", "二")] == called(office, second)
    decide(office, word)
    office.collect(at=f"{DAY} 17:30")
    office.run("record", at=f"{DAY} 17:40")
    kept = "一，本人改" if word == "交回的" else "一，主簿改"
    assert [*before[first], ("完成", kept)] == called(office, first)
    assert [*before[second], ("完成", "二")] == called(office, second)


def lines(office: Office, wanted: Any, cells: dict[str, object]) -> None:
    """Cells of the lines of the main list without a task that are wanted."""

    def does(book: Any) -> None:
        page = book["今日清单"]
        at, head = heads(page)
        for row in range(head + 1, page.max_row + 1):
            held = {name: page.cell(row, column).value for name, column in at.items()}
            if not held.get("任务编号") and wanted(held):
                for name, value in cells.items():
                    page.cell(row, at[name]).value = value

    edited(office.book, does)


def swapped(office: Office) -> None:
    """The last two lines of the main list change places, as sorting does it."""

    def does(book: Any) -> None:
        page = book["今日清单"]
        at, head = heads(page)
        rows_ = [row for row in range(head + 1, page.max_row + 1) if page.cell(row, at["结果代码"]).value]
        one, two = rows_[-2:]
        for column in range(1, page.max_column + 1):
            mine, theirs = page.cell(one, column).value, page.cell(two, column).value
            page.cell(one, column).value, page.cell(two, column).value = theirs, mine

    edited(office.book, does)


# -- whose call it was


def test_a_row_of_a_clerk_that_shows_another_customer_waits(office: Office) -> None:
    """Names sorted alone in the clerk's book: which of the two was called, a person says; nothing is registered before."""
    key, other = task(office), task(office, 1)
    listed = office.list(office.of(LIN))
    names = listed[key]["客户名称"], listed[other]["客户名称"]
    assert names[0] != names[1]
    typed(
        office.of(LIN),
        {key: {"客户名称": names[1], "结果代码": "无人接", "备注": "打过"}, other: {"客户名称": names[0]}},
    )

    office.collect()

    assert ("", "") == tuple(office.list()[key].get(one, "") for one in ("结果代码", "备注"))
    waits = [row for row in rows(office.book, "交回冲突") if row["交回来"] in {"无人接", "打过"}]
    assert ["这一行写着别人的名字或电话，不知道打给了谁"] * 2 == [row["为什么要定"] for row in waits]
    office.run("record", at=f"{DAY} 17:10")
    assert [] == made(office, key)
    decide(office, "交回的")
    office.collect(at=f"{DAY} 17:20")
    office.run("record", at=f"{DAY} 17:30")
    assert ["无人接"] == made(office, key)


@pytest.mark.parametrize("take", ["交回的", "主簿的"])
def test_a_result_that_is_chosen_brings_what_stands_beside_it(office: Office, take: str) -> None:
    """约时 with its 约定时间 here, 无人接 there: whichever is taken, the other's promise doesn't stay beside it."""
    key = task(office)
    typed(office.of(LIN), {key: {"结果代码": "无人接"}})
    typed(office.book, {key: {"结果代码": "约时", "约定时间": "2026-03-19 10:00"}})

    office.collect()
    decide(office, take)
    office.collect(at=f"{DAY} 17:20")

    found = office.list()[key]
    wanted = ("无人接", "") if take == "交回的" else ("约时", "2026-03-19 10:00")
    assert wanted == (found.get("结果代码"), found.get("约定时间", ""))
