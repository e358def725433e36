"""A workbook kept in English: the same tasks, sums and problems as the Chinese one of the same content, day after day."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter
from bookshelf import Cells, cells, table, typed

from workbook.rulebook.load.translated import (
    GROUPS,
    group_home,
    group_out,
    sheet_home,
    sheet_out,
    word_home,
    word_out,
)
from workbook.shells.commands.cli import main
from workbook.shells.files import reading
from workbook.shells.outside.tongues import tongue
from workbook.words.terms import HEADING, SETTING, SHEET, TYPE, WORD, terms
from workbook.words.titles import heading_of
from workbook.words.tongue import speak

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME / "docs"))

import make_sample  # type: ignore[import-not-found]  # noqa: E402

MONDAY, TUESDAY = "2026-03-16", "2026-03-17"
TOLD = {
    *("说明", "因由", "剩余/逾期", "上次情况", "联系人", "代码", "内容", "怎么改", "结果", "行键", "提示", "期间"),
    *("步骤", "旧值", "新值", "在哪里填", "格", "比上期", "离要求", "事项", "主题", "印记"),
}
"""Columns that hold sentences and places, as the book has them, or what is made of those; all others hold words and numbers."""
NAMED = {"Handover": "交接"}
"""Who wrote a line of 历史, where no rule did."""
OURS = (
    "今日清单",
    "未入选说明",
    "提醒",
    "处罚台账",
    "指标结果",
    "抽样台账",
    "问题",
    "历史",
    "回访记录",
    "客户",
    "事件",
    "工单",
)


@pytest.fixture(scope="module")
def _books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("books")
    for code in ("zh", "en"):
        make_sample.main(folder / f"{code}.xlsx", language=code)
    return {code: folder / f"{code}.xlsx" for code in ("zh", "en")}


def meant(path: Path) -> Cells:
    """The cells of our sheets as they are read, without sentences."""
    found: Cells = {}
    for grid in reading.read(path):
        if grid.name not in OURS:
            continue
        columns = [column.to_pylist() for column in grid.columns]
        top = next(at for at in range(grid.height) if sum(column[at] is not None for column in columns) > 1)
        found[grid.name] = {
            (row, at): NAMED.get(text, heading_of(text))
            for at, column in enumerate(columns)
            if column[top] not in TOLD
            for row, text in enumerate(column[top:])
            if text is not None
        }
    return found


def told(path: Path, *words: str) -> int:
    """The exit code of a command over one book."""
    first = list(words[:2] if words[0] == "rule" else words[:1])
    return main([*first, str(path), *words[len(first) :]])


def both(books: Mapping[str, Path]) -> None:
    """The two say the same."""
    one, other = meant(books["zh"]), meant(books["en"])
    assert one.keys() == other.keys()
    for name in one:
        assert one[name] == other[name], name


def test_two_days_of_a_clerk_are_the_same_in_both(
    tmp_path: Path, _books: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """New, today, typed outcomes, record, undo, the next day, its daily."""
    books = {code: tmp_path / f"{code}.xlsx" for code in _books}
    for code, path in _books.items():
        books[code].write_bytes(path.read_bytes())
    both(books)
    for path in books.values():
        told(path, "today", "--date", MONDAY)
    both(books)

    keys = [str(row["任务编号"]) for row in table(books["zh"], "今日清单")[:4]]
    assert keys == [str(row["Task no."]) for row in table(books["en"], "Today")[:4]]
    said = [
        {"结果代码": "完成", "满意度": "不满意", "改进点": "水慢", "接受处理": "否"},
        {"结果代码": "无人接"},
        {"结果代码": "约时", "约定时间": "2026-03-18 15:00"},
        {"结果代码": "错号", "备注": "Wrong number"},
    ]
    in_english = [
        {"Outcome": "Done", "Satisfaction": "dissatisfied", "改进点": "水慢", "接受处理": "No"},
        {"Outcome": "No answer"},
        {"Outcome": "Call back", "Appointment": "2026-03-18 15:00"},
        {"Outcome": "Wrong number", "Note": "Wrong number"},
    ]
    for key, ours, theirs in zip(keys, said, in_english, strict=True):
        typed(books["zh"], "今日清单", key, {h: v for h, v in ours.items() if h in _headings(books["zh"], "今日清单")})
        typed(
            books["en"],
            "Today",
            key,
            {h: v for h, v in theirs.items() if h in _headings(books["en"], "Today")},
            by="Task no.",
        )
    before = {code: cells(path) for code, path in books.items()}
    for path in books.values():
        told(path, "record", "--date", MONDAY)
    both(books)
    assert "Wrong number" in {str(row["Note"]) for row in table(books["en"], "Contacts")}
    assert {"Done", "No answer"} <= {str(row["Outcome"]) for row in table(books["en"], "Contacts")}

    for path in books.values():
        told(path, "undo")
    assert before == {code: cells(path) for code, path in books.items()}
    for path in books.values():
        told(path, "record", "--date", MONDAY)
        told(path, "today", "--date", TUESDAY)
    both(books)
    for path in books.values():
        told(path, "daily", "--date", TUESDAY, "--dry-run")
    both(books)
    capsys.readouterr()
    customer = str(table(books["en"], "Today")[0]["Customer no."])
    for path in books.values():
        assert 0 == told(path, "why", customer, "--date", TUESDAY)


def _headings(path: Path, sheet: str) -> set[str]:
    return set(table(path, sheet)[0])


def test_a_clerk_fills_an_english_book_and_it_comes_back(
    tmp_path: Path, _books: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Shared, filled in English, collected: the words stand in the list of the main book."""
    book = tmp_path / "en.xlsx"
    book.write_bytes(_books["en"].read_bytes())
    told(book, "today", "--date", MONDAY)
    told(book, "share", "--date", MONDAY)
    given = next((tmp_path / "en-shared").glob("*.xlsx"))
    key = str(table(given, "Today")[0]["Task no."])
    typed(given, "Today", key, {"Outcome": "No answer"}, by="Task no.")
    assert 0 == told(book, "collect", "--date", MONDAY)
    assert "No answer" == {row["Task no."]: row["Outcome"] for row in table(book, "Today")}[key]
    capsys.readouterr()


def test_a_sheet_is_asked_for_by_its_english_name(
    tmp_path: Path, _books: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Figures!E7, as it stands on the tab."""
    book = tmp_path / "en.xlsx"
    book.write_bytes(_books["en"].read_bytes())
    told(book, "daily", "--dry-run", "--date", MONDAY)
    assert 0 == told(book, "why", "Figures!E7", "--date", MONDAY)
    capsys.readouterr()


def test_an_archive_leaves_and_returns_alike(tmp_path: Path, _books: Mapping[str, Path]) -> None:
    """Rows of past months leave, everything counts as before; brought back, all cells are what they were."""
    books = {code: Path(shutil.copy(path, tmp_path / f"{code}.xlsx")) for code, path in _books.items()}
    for path in books.values():
        told(path, "tally", "--date", MONDAY)
    before = {code: cells(path) for code, path in books.items()}
    for path in books.values():
        assert 0 == told(path, "archive", "--before", "2026-03-01", "--date", MONDAY)
    assert (tmp_path / "zh.归档").is_dir()
    assert (tmp_path / "en.archive").is_dir()
    for path in books.values():
        told(path, "today", "--date", MONDAY)
    both(books)
    assert not any("Contacts!row" in str(value) for value in cells(books["en"])["今日清单"].values())
    assert any("Contacts!archived row" in str(value) for value in cells(books["en"])["今日清单"].values())
    for path in books.values():
        told(path, "undo")
        assert 0 == told(path, "archive", "--back", "--date", MONDAY)
    after = {code: cells(path) for code, path in books.items()}
    for code in books:
        after[code].pop("归档")
        assert before[code] == after[code]


def test_a_rule_is_changed_by_its_english_headings(tmp_path: Path, _books: Mapping[str, Path]) -> None:
    """From a day on, copied, stopped and taken up again: the same rows in both, in the language of rules."""
    books = {code: Path(shutil.copy(path, tmp_path / f"{code}.xlsx")) for code, path in _books.items()}
    for code, place, days in (("zh", "时限!D3", "时长"), ("en", "Deadlines!D3", "Time allowed")):
        assert 0 == told(books[code], "rule", "change", place, f"{days}=4天", "--from", "2026-04-01")
    for code, place, kind in (("zh", "时限!第7行", "类别"), ("en", "Deadlines!row 7", "Kind")):
        assert 0 == told(books[code], "rule", "change", place, f"{kind}=投诉")
        assert 0 == told(books[code], "rule", "copy", "D3", "--as", "D3b")
        assert 0 == told(books[code], "rule", "stop", place)
    for code, name, value in (("zh", "前看天数", "值"), ("en", "Days ahead", "Value")):
        assert 0 == told(books[code], "rule", "change", name, f"{value}=30")
    for path in books.values():
        told(path, "today", "--date", MONDAY)
    both(books)
    rows = {
        code: [{heading_of(str(column[top])): column[row] for column in columns} for row in range(top + 1, grid.height)]
        for code, path in books.items()
        for grid in reading.read(path)
        if grid.name == "时限"
        for columns in [[column.to_pylist() for column in grid.columns]]
        for top in [next(at for at in range(grid.height) if sum(column[at] is not None for column in columns) > 1)]
    }
    mine = ("编号", "时长", "类别", "启用", "生效日", "接替")
    assert [[row.get(one) for one in mine] for row in rows["zh"]] == [
        [row.get(one) for one in mine] for row in rows["en"]
    ]


def test_a_month_is_closed_and_shared_alike(tmp_path: Path, _books: Mapping[str, Path]) -> None:
    """Fines booked, a month signed, a list shared, filled and collected, a hand-over: the same tasks, sums and problems."""
    books = {code: Path(shutil.copy(path, tmp_path / f"{code}.xlsx")) for code, path in _books.items()}
    for path in books.values():
        told(path, "today", "--date", MONDAY)
        told(path, "close", "2026-02", "--by", "S1", "--date", MONDAY)
        told(path, "share", "--date", MONDAY)
    said = {
        "zh": ("今日清单", "任务编号", {"结果代码": "无人接"}),
        "en": ("Today", "Task no.", {"Outcome": "No answer"}),
    }
    for code, folder in (("zh", "zh-分发"), ("en", "en-shared")):
        sheet, number, cells_ = said[code]
        given = sorted((tmp_path / folder).glob("*.xlsx"))
        assert len(given) > 1
        for one in given:
            typed(one, sheet, str(table(one, sheet)[0][number]), cells_, by=number)
        assert 0 == told(books[code], "collect", "--date", MONDAY)
    both(books)
    for path in books.values():
        told(path, "record", "--date", MONDAY)
        told(path, "handover", "S2", "--apply", "--date", MONDAY)
        told(path, "handover", "S3", "--apply", "--date", MONDAY)
        told(path, "tally", "--date", TUESDAY)
        told(path, "today", "--date", TUESDAY)
    both(books)


@pytest.mark.parametrize(("kind", "least"), [(SHEET, 70), (HEADING, 70), (WORD, 70), (SETTING, 16), (TYPE, 16)])
def test_every_name_reads_back(kind: str, least: int) -> None:
    """One English name for one Chinese name, whatever blanks and capitals somebody types."""
    english = tongue("en")
    assert english is not None
    known = terms(english, kind)
    assert len(known.there) > least
    assert list(known.there) == [known.home(f" {name.upper()} ") for name in known.there.values()]


def test_a_cell_of_several_words_reads_back() -> None:
    """Words joined by commas; a text with any other word in it stays as it was typed."""
    english = tongue("en")
    assert english is not None
    assert "Phone, SMS" == word_out("电话、短信", english)
    assert "电话、短信" == word_home("phone, sms", english)
    assert "phone, please" == word_home("phone, please", english)
    assert "报告·月扣款表" == sheet_home(sheet_out("报告·月扣款表", english), english)
    assert "名单：短信" == sheet_home(sheet_out("名单：短信", english), english)


def test_groups_of_words_are_called_like_their_columns_and_read_back() -> None:
    """Those that every book has; how an office calls its own stays, even where a column of ours is called so."""
    english = tongue("en")
    assert english is not None

    told = {name: group_out(name, english) for name in GROUPS}
    assert ("Channel", "Satisfaction") == (told["联系方式"], told["满意度"])
    assert sorted(GROUPS) == sorted(group_home(name, english) for name in told.values())
    assert ("Amount", "Town") == (group_home("Amount", english), group_home("Town", english))


def test_a_chinese_workbook_keeps_its_own_english_sheet(tmp_path: Path) -> None:
    """Customers beside 设置 and 客户 is the office's own sheet: it is read as it is."""
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    for name in ("设置", "客户", "Customers"):
        book.add_worksheet(name).write_row(0, 0, ["Customer no.", "Status"])
    book.close()
    assert ["设置", "客户", "Customers"] == [grid.name for grid in reading.read(tmp_path / "a.xlsx")]


def test_that_nothing_was_typed_is_told_in_the_books_language(
    tmp_path: Path, _books: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The look at the list alone knows in which language the book is kept, and tells what is still to mend."""
    found = {
        "en": ["No new results to record.", "The last check found 4 to mend; they stand in Problems."],
        "zh": ["没有新的结果要登记。", "上次查出 4 处要改，还写在【问题】里；"],
    }
    for code, lines in found.items():
        book = Path(shutil.copy(_books[code], tmp_path / f"{code}.xlsx"))
        told(book, "today", "--date", MONDAY)
        speak(None)
        capsys.readouterr()
        assert 1 == told(book, "record", "--date", MONDAY)
        said = capsys.readouterr().out.splitlines()
        assert lines == [line[: len(start)] for line, start in zip(said, lines, strict=True)]


def test_letters_of_an_english_book_are_english(tmp_path: Path) -> None:
    """Subject, headings, states, fines and the foot: no Chinese letter is left in what advisers get."""
    book, folder = tmp_path / "calls.xlsx", tmp_path / "out"
    assert 0 == main(["new", "--demo", "--lang", "en", str(book)])
    assert main(["daily", "--dry-run", "--outbox", str(folder), "--date", MONDAY, str(book)]) in {0, 1}

    pages = {one.name: one.read_text(encoding="utf-8") for one in folder.glob("*.html") if "Daily report" in one.name}
    assert len(pages) > 3
    for name, page in pages.items():
        assert '<html lang="en">' in page, name
        for words in ("Daily report 2026-03-16", "Dear ", "You get this letter because", "hidden here"):
            assert words in page, (name, words)
        shown = re.sub(r"<!--.*?-->|<style>.*?</style>|style=\"[^\"]*\"", "", page, flags=re.DOTALL)
        assert [] == re.findall(r"[一-鿿，。；：（）【】、]+", shown), name


def test_an_english_list_is_taken_into_an_english_book(_books: Mapping[str, Path], tmp_path: Path) -> None:
    """Headings by the English names of our columns, and by what lists in English call them."""
    book, source = tmp_path / "calls.xlsx", tmp_path / "list.csv"
    book.write_bytes(_books["en"].read_bytes())
    source.write_text("Customer no.,Name,Phone\nN1,Tom Hill,13800138000\nN2,Ann Day,13900139000\n", encoding="utf-8")
    assert 0 == main(["import", "--yes", "--into", str(book), str(source), "--date", MONDAY])

    found = {grid.name: grid for grid in reading.read(book)}["客户"]
    held = [text for column in found.columns for text in column.to_pylist() if text]
    assert {"N1", "N2", "Tom Hill", "Ann Day", "13800138000", "13900139000"} <= set(held)


def test_a_list_is_decided_and_taken_in_in_english(tmp_path: Path) -> None:
    """Totals, ways of contact, results and answers in English; the preview and the mapping hold no Chinese that isn't a key."""
    book, source = tmp_path / "calls.xlsx", tmp_path / "list.csv"
    assert 0 == main(["new", "--demo", "--lang", "en", str(book)])
    source.write_text(
        "Customers by March\nNo.,Name,Phone,Class,Last call,How,Result,Remarks,Extra\n"
        "N1,Tom Hill,13800138000,VIP,2026-02-02,by pigeon,all fine,,tom@example.com\n"
        "N2,Ann Day,13900139000,Gold,2026-01-20,email,no answer,Please don't call,\n"
        "Total,2,,,,,,,\nPrepared by: Bob,,,,,,,,\n",
        encoding="utf-8",
    )
    words = ("import", "--into", str(book), str(source), "--date", MONDAY)
    assert 0 == main([*words])
    preview = {str(row["Content"]): row for row in table(book, "Import preview")}
    assert {"Taken in", "Take it in?"} & {str(row["Result"]) for row in preview.values()}
    keys = {"Row key", "标记"}
    for sheet in ("Import preview", "Import mapping"):
        shown = [text for row in table(book, sheet) for heading, text in row.items() if heading not in keys]
        assert [] == [text for text in shown if re.search("[一-鿿]", str(text))]

    answers = {"词·回访方式·bypigeon": "Letter", "词·客户类别·gold": "Household", "列··extra": "Email"}
    for key, answer in answers.items():
        typed(book, "Import preview", key, {"You decide": answer}, by="Row key")
    assert 0 == main([*words, "--yes"])
    contacts = {str(row["Customer no."]): row for row in table(book, "Contacts")}
    assert [("Letter", "Done"), ("Email", "No answer")] == [
        (contacts[one]["Way"], contacts[one]["Outcome"]) for one in ("N1", "N2")
    ]
    customers = {str(row["Customer no."]): row for row in table(book, "Customers")}
    assert ("VIP", "Household") == (customers["N1"]["Customer type"], customers["N2"]["Customer type"])
    assert "Yes" == customers["N2"]["Do not contact"]
    assert "tom@example.com" == customers["N1"]["Email"]
    assert "Total" not in customers
