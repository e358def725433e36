"""What clerks type into 今日清单, as they type it: understood, or named at its cell; never something else in silence."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from bookshelf import office as office_book
from bookshelf import table
from bookshelf import typed as type_in
from offices import kinds, office
from test_recording import one, typed

from workbook.rules.recording.register import recorded
from workbook.shells.commands.cli import main

SAMPLE, DAY = Path(__file__).parents[1] / "sample.xlsx", "2026-03-16"

MONDAY = datetime(2026, 3, 9, 10)
"""The moment of these calls, a Monday."""


@pytest.mark.parametrize(
    ("word", "code"),
    [
        *((word, "完成") for word in ("完成。", "完成！", "完 成", "打通了", "接通了", "OK", "done", "√", "1")),
        *(
            (word, "无人接")
            for word in ("没人接", "没打通", "无人接听。", "No answer", "没接电话", "拒接", "拒听", "停机")
        ),
    ],
)
def test_an_outcome_in_a_clerks_words(word: str, code: str) -> None:
    made = one({"结果代码": word, "满意度": "满意"} if code == "完成" else {"结果代码": word})
    assert [code] == [row["结果代码"] for row in made.rows], made.issues


@pytest.mark.parametrize(
    "word", ["已读不回", "换号了139 0000 1234", "挂断", "W完成", "没接通，下午再打", "不知道", "."]
)
def test_a_word_that_nobody_can_place_waits_at_its_cell(word: str) -> None:
    """The row isn't registered, and the sentence says so, with the words that may be chosen."""
    made = one({"结果代码": word})
    assert ((), ["TYPED_UNKNOWN"]) == (made.rows, kinds(made.issues))
    assert "先不登记" in made.issues[0].what
    assert "拒访（接了但不愿谈）、约时（另约时间）、无人接（没有人接）" in made.issues[0].cure


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("明天下午三点", datetime(2026, 3, 10, 15)),
        ("明天", datetime(2026, 3, 10)),
        ("后天上午", datetime(2026, 3, 11, 9)),
        ("大后天", datetime(2026, 3, 12)),
        ("下周一", datetime(2026, 3, 16)),
        ("周五下午", datetime(2026, 3, 13, 14)),
        ("周一", datetime(2026, 3, 9)),
        ("本周五下午3点", datetime(2026, 3, 13, 15)),
        ("3.15", datetime(2026, 3, 15)),
        ("3/20 10点", datetime(2026, 3, 20, 10)),
        ("3.2０下午2点半", datetime(2026, 3, 20, 14, 30)),
        ("20号", datetime(2026, 3, 20)),
        ("5号", datetime(2026, 4, 5)),
        ("月底", datetime(2026, 3, 31)),
        ("15:30", datetime(2026, 3, 9, 15, 30)),
        ("9点半", datetime(2026, 3, 10, 9, 30)),
        ("3点", datetime(2026, 3, 9, 15)),
        ("晚上8点", datetime(2026, 3, 9, 20)),
        ("下午", datetime(2026, 3, 9, 14)),
        ("半小时后", datetime(2026, 3, 9, 10, 30)),
        ("三天后", datetime(2026, 3, 12)),
        ("明天。", datetime(2026, 3, 10)),
    ],
)
def test_a_promise_in_words(words: str, moment: datetime) -> None:
    """Counted from the call; a day alone is a day without an hour."""
    made = one({"结果代码": "约时", "约定时间": words})
    assert [moment] == [row["约定时间"] for row in made.rows], made.issues


@pytest.mark.parametrize(
    "words", ["改天", "随时", "3月20号前", "下个月", "2.30", "13.5", "25:00", "明天25点", "99999999天后"]
)
def test_a_promise_that_says_no_day_waits(words: str) -> None:
    made = one({"结果代码": "约时", "约定时间": words})
    assert ((), ["BAD_DATE"]) == (made.rows, kinds(made.issues))


@pytest.mark.parametrize(("words", "day"), [("3月5日", "2026-03-05"), ("3.8", "2026-03-08")])
def test_a_promise_that_has_gone_by_is_said_to_have(words: str, day: str) -> None:
    """It is a day; what is wrong is that it lies behind."""
    made = one({"结果代码": "约时", "约定时间": words})
    assert ((), ["PROMISE_PAST"]) == (made.rows, kinds(made.issues))
    assert f"约定时间“{words}”是 {day}，已经过了，这一行先不登记。" == made.issues[0].what
    assert made.issues[0].cure.startswith("改成约好以后再打的那一天，例如 2026-03-10；")


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("刚才", MONDAY),
        ("今天", MONDAY),
        ("今天9点", datetime(2026, 3, 9, 9)),
        ("昨天下午三点", datetime(2026, 3, 8, 15)),
        ("周五", datetime(2026, 3, 6)),
        ("3.6 14:30", datetime(2026, 3, 6, 14, 30)),
        ("6号", datetime(2026, 3, 6)),
        ("上周五上午10点", datetime(2026, 3, 6, 10)),
    ],
)
def test_when_somebody_called_in_words(words: str, moment: datetime) -> None:
    made = one({"结果代码": "无人接", "回访时间": words})
    assert [moment] == [row["回访时间"] for row in made.rows], made.issues


@pytest.mark.parametrize(
    ("words", "day"), [("今天下午", "2026-03-09 14:00"), ("明天", "2026-03-10"), ("下周一", "2026-03-16")]
)
def test_a_call_that_hasnt_been_yet_waits(words: str, day: str) -> None:
    """And it is said that it is still to come, which 不是日期 would hide."""
    made = one({"结果代码": "无人接", "回访时间": words})
    assert ((), ["CALL_AHEAD"]) == (made.rows, kinds(made.issues))
    assert f"回访时间写的是 {day}，还没到，这一行先不登记。" == made.issues[0].what


def test_a_time_of_a_call_that_says_none_waits() -> None:
    made = one({"结果代码": "无人接", "回访时间": "不记得"})
    assert ((), ["BAD_DATE"]) == (made.rows, kinds(made.issues))


def test_a_promise_counts_from_the_call_and_not_from_its_registering() -> None:
    """Called on Friday, registered on Monday: 明天 is Saturday; on a list of Friday too."""
    cells = {"结果代码": "约时", "约定时间": "明天上午"}
    called = one({**cells, "回访时间": "3月6日 16:00"})
    run = {"行键": "r", "日期": "2026-03-06", "作业": "今日清单", "时间": "2026-03-06 09:00"}
    listed = recorded(office(运行记录=[run]), [typed("T1·J1", cells)])

    assert [datetime(2026, 3, 7, 9)] * 2 == [row["约定时间"] for made in (called, listed) for row in made.rows]


@pytest.mark.parametrize("word", ["满意。", "满意！", " 满 意 "])
def test_an_answer_with_a_sign_behind_it(word: str) -> None:
    made = one({"结果代码": "完成", "满意度": word})
    assert ["满意"] == [row["满意度"] for row in made.rows], made.issues


@pytest.mark.parametrize("word", ["5分", "★★★★★", "还凑合", "90"])
def test_an_answer_that_is_no_word_of_the_list_waits(word: str) -> None:
    made = one({"结果代码": "完成", "满意度": word})
    assert ((), ["TYPED_UNKNOWN"]) == (made.rows, kinds(made.issues))


# -- over a whole workbook


def test_what_is_said_of_a_row_leads_to_where_it_stands_afterwards(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows move up as others are registered; the sentence on the screen and 问题 name the cell as it is now."""
    book = Path(shutil.copy(SAMPLE, tmp_path / "回访.xlsx"))
    main(["today", str(book), "--date", DAY])
    tasks = [str(row["任务编号"]) for row in table(book, "今日清单")]
    type_in(book, "今日清单", tasks[0], {"结果代码": "没打通"})
    type_in(book, "今日清单", tasks[3], {"结果代码": "已读不回"})
    capsys.readouterr()

    assert 1 == main(["record", str(book), "--date", f"{DAY} 09:00"])
    sheet = openpyxl.load_workbook(book)["今日清单"]
    (cell,) = [one.coordinate for line in sheet.iter_rows() for one in line if one.value == "已读不回"]
    key = next(one.column for one in sheet[1] if one.value == "任务编号")
    assert tasks[3] == sheet.cell(sheet[cell].row, key).value
    assert sheet[cell].row != 2 + 3
    assert f"今日清单!{cell}：结果代码“已读不回”" in capsys.readouterr().out
    assert [f"今日清单!{cell}"] == [row["格"] for row in table(book, "问题") if row["代码"] == "填的词不认得"]


def test_rows_that_wait_make_the_command_end_with_1(tmp_path: Path) -> None:
    """Where nothing else is wrong, too."""
    from bookshelf import office as book_of

    book = book_of(tmp_path / "回访.xlsx")
    main(["today", str(book), "--date", "2026-03-09"])
    type_in(book, "今日清单", "W5a·E1", {"结果代码": "已读不回"})
    assert 1 == main(["record", str(book), "--date", "2026-03-09 15:00"])


@pytest.mark.parametrize(
    ("word", "listed", "registered"),
    [("打通", [], ["结果还缺一格"]), ("已读不回", ["没有这个词"], ["填的词不认得"])],
)
def test_a_cell_is_told_about_once(tmp_path: Path, word: str, listed: list[str], registered: list[str]) -> None:
    """What 登记 understands isn't called unknown; what nobody knows is, also before anybody pressed 登记."""

    def told() -> list[object]:
        columns = {cell.value: cell.column_letter for row in openpyxl.load_workbook(book)["今日清单"] for cell in row}
        wanted = {columns["结果代码"], columns["已收到"]}
        rows = [row for row in table(book, "问题") if str(row["格"]).startswith("今日清单!")]
        return [row["代码"] for row in rows if str(row["格"]).removeprefix("今日清单!").rstrip("0123456789") in wanted]

    book = office_book(tmp_path / "回访.xlsx")
    main(["today", str(book), "--date", "2026-03-09 09:00"])
    task = next(str(row["任务编号"]) for row in table(book, "今日清单") if row["客户编号"] == "C1")
    type_in(book, "今日清单", task, {"结果代码": word})
    main(["today", str(book), "--date", "2026-03-09 10:00"])
    first = told()
    main(["record", str(book), "--date", "2026-03-09 17:00"])

    assert (listed, registered) == (first, told())
