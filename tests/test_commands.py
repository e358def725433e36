"""The commands as staff run them: over real files, one after the other, twice, and when the world goes wrong."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from bookshelf import DAY, OFFICE, Row, office, table, typed
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from postbox import PASSWORD, Postbox

from workbook.shells.commands.cli import main
from workbook.shells.mail import sent
from workbook.shells.outside.settings import Account


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An office's workbook."""
    return office(tmp_path / "回访.xlsx")


def run(*words: object) -> int:
    """A command; its exit code."""
    return main([str(word) for word in words])


def data(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every sheet but the diary of runs."""
    from openpyxl import load_workbook

    return {name: table(path, name) for name in load_workbook(path).sheetnames if name != "运行记录"}


def test_today_lists_who_is_due_and_explains_everybody_else(book: Path) -> None:
    """今日清单 and 未入选说明 together name every customer once; items of checklists that fail on level 停 end it with 1."""
    assert 1 == run("today", book, "--date", DAY)

    listed = {row["客户编号"] for row in table(book, "今日清单")}
    others = {row["客户编号"]: row["原因"] for row in table(book, "未入选说明")}
    assert ({"C1", "C2"}, {"C3": "勿扰"}) == (listed, others)


def test_check_tells_of_failing_checklists_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The demonstration of a rulebook with gaps in its files: as many are counted as 【问题】 holds."""
    book = tmp_path / "矿.xlsx"
    run("new", "--rulebook", "mining-customer-file", "--demo", book, "--date", DAY)

    assert 0 == run("check", book, "--date", DAY)

    gaps = [row for row in table(book, "问题") if row["代码"] == "检查没有通过"]
    assert len(gaps) > 1
    assert f"疑 {len(gaps)} 处，其中检查没有通过 {len(gaps)} 处，见【问题】。" in capsys.readouterr().out


def test_running_a_day_twice_changes_nothing_and_keeps_what_was_typed_in_between(book: Path) -> None:
    """daily, some typing, daily again: the same data, the typed words, no second fine."""
    run("daily", book, "--date", DAY, "--dry-run")
    once = data(book)
    task = str(once["今日清单"][0]["任务编号"])
    typed(book, "今日清单", task, {"备注": "下午再打"})

    run("today", book, "--date", DAY)
    run("tally", book, "--date", DAY)

    twice = data(book)
    assert "下午再打" == next(row for row in twice["今日清单"] if row["任务编号"] == task).pop("备注")
    for row in (*once["今日清单"], *twice["今日清单"]):
        row.pop("备注", None)
    assert once.pop("问题") == twice.pop("问题")
    assert once == twice


def test_a_typed_result_moves_into_the_records_once(book: Path) -> None:
    """登记 writes one record, clears the typed cells, takes the task off the list; again it has nothing to do.

    The office has checklists that fail: 1.
    """
    run("today", book, "--date", DAY)
    typed(
        book,
        "今日清单",
        "W5a·E1",
        {"结果代码": "完成", "回访时间": "2026-03-09 15:00", "已收到": "是", "完好": "是", "满意度": "满意"},
    )

    assert 1 == run("record", book, "--date", DAY)
    first = table(book, "回访记录")
    assert 1 == run("record", book, "--date", DAY)

    new = [row for row in first if row["任务编号"] == "W5a·E1"]
    assert [("C1", "完成", "W5a", "S2")] == [
        (row["客户编号"], row["结果代码"], row["规则"], row["员工编号"]) for row in new
    ]
    assert "W5a·E1" not in {row["任务编号"] for row in table(book, "今日清单")}
    assert first == table(book, "回访记录")


def test_a_result_without_what_it_needs_stays_where_it_was_typed(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """约时 without 约定时间 is not registered; the sentence names the cell."""
    run("today", book, "--date", DAY)
    typed(book, "今日清单", "W5a·E1", {"结果代码": "约时"})

    run("record", book, "--date", DAY)

    assert 1 == len(table(book, "回访记录"))
    assert "约时" == next(row for row in table(book, "今日清单") if row["任务编号"] == "W5a·E1")["结果代码"]
    assert "约定时间" in capsys.readouterr().out


def test_undo_brings_the_book_back_byte_for_byte(book: Path) -> None:
    """撤销 after a run restores the file as it was."""
    before = book.read_bytes()
    run("today", book, "--date", DAY)

    assert 0 == run("undo", book)
    assert before == book.read_bytes()


def test_the_last_runs_are_undone_one_after_the_other(book: Path) -> None:
    """Two runs back is the book as it was at first; the diary said who, what and how much."""
    before = book.read_bytes()
    run("today", book, "--date", DAY)
    run("tally", book, "--date", DAY)
    told = [(row["作业"], bool(row["经手"]), int(str(row["格数"])) > 0) for row in table(book, "运行记录")]

    assert [("今日清单", True, True), ("考核", True, True)] == told
    assert 0 == run("undo", book, "--times", 2)
    assert before == book.read_bytes()


def test_forms_are_printed_and_taken_back(book: Path) -> None:
    """记录表 of a task, filled in, becomes a record."""
    from openpyxl import load_workbook

    run("forms", book, "--date", DAY)
    paper = next(book.parent.glob("记录表-*.xlsx"))
    filled = load_workbook(paper)
    sheet = next(
        page
        for page in filled
        if any(cell.value and "W5a·E1" in str(cell.value) for row in page.iter_rows() for cell in row)
    )
    cells = _answer_cells(sheet)
    for heading, value in {
        "结果代码": "完成",
        "回访时间": "2026-03-09 15:00",
        "已收到": "是",
        "完好": "是",
        "满意度": "满意",
    }.items():
        if heading in cells:
            cells[heading].value = value
    filled.save(paper)

    assert 1 == run("record", book, "--date", DAY, "--forms", paper)
    assert "W5a·E1" in {row["任务编号"] for row in table(book, "回访记录")}


def _answer_cells(sheet: Worksheet) -> dict[str, Cell]:
    """The yellow cell of each question: the hidden first column says heading@column, one row says which column is which."""
    rows = list(sheet.iter_rows())
    named = next(row for row in rows if row[0].value == "列")
    places = {str(cell.value): cell.column for cell in named[1:] if cell.value is not None}
    found = {}
    for row in rows:
        for mark in str(row[0].value or "").split("\n"):
            heading, at, column = mark.rpartition("@")
            if at and column in places:
                found[heading] = sheet.cell(row[0].row, places[column])
    return found


def posted(book: Path, server: tuple[Postbox, Account], monkeypatch: pytest.MonkeyPatch) -> Postbox:
    """The office's mail account written beside its book; the box where its mail arrives."""
    box, account = server
    lines = (
        f'host = "{account.host}"',
        f"port = {account.port}",
        f'user = "{account.user}"',
        'security = "starttls"',
        f'cafile = "{account.cafile}"',
    )
    (book.parent / "huifang.toml").write_text("[mail]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", PASSWORD)
    return box


def test_managers_get_all_and_each_adviser_their_own_once(
    book: Path, server: tuple[Postbox, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    """日报 over a real server: one letter each, own rows only, no phone number, and a second run sends none."""
    box = posted(book, server, monkeypatch)

    assert 1 == run("daily", book, "--date", DAY)
    assert 1 == run("daily", book, "--date", DAY)

    bodies = {}
    for mail in box.mails():
        part = mail.get_body(("plain",))
        assert part is not None
        assert mail["To"] not in bodies
        bodies[str(mail["To"])] = part.get_content()
    mine = next(text for to, text in bodies.items() if "linyue" in to)
    boss = next(text for to, text in bodies.items() if "zhaomin" in to)
    assert ("甲" in mine, "乙" in mine, "甲" in boss, "乙" in boss) == (True, False, True, True)
    assert not any("1380000000" in text for text in bodies.values())


def test_a_letter_left_half_sent_is_asked_about_and_not_repeated(
    book: Path, server: tuple[Postbox, Account], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mark 'sending' without 'sent' (the run was killed between) holds the letter and says how to go on."""
    from datetime import datetime

    box = posted(book, server, monkeypatch)
    run("mail", book, "--date", DAY)
    outbox = sent.outbox(book)
    key = next(iter(sent.marks(outbox)))
    sent.resolve(outbox, key, "again") if sent.marks(outbox)[key] == "sending" else sent.mark(
        outbox, key, "sending", datetime(2026, 3, 9, 10)
    )
    box.taken.clear()

    assert 3 == run("mail", book, "--date", DAY)
    assert ([], True) == (box.mails(), "等人定" in capsys.readouterr().out)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("missing", "找不到"),
        ("old", ".xls"),
        ("damaged", "打不开"),
        ("locked", "开着"),
        ("no such rulebook", "没有“不存在”这本规则书"),
    ],
)
def test_each_thing_that_can_go_wrong_has_one_sentence_and_changes_nothing(
    book: Path, capsys: pytest.CaptureFixture[str], spoil: str, words: str
) -> None:
    """Exit code 3, one Chinese sentence, its cure, and the file as it was."""
    path = _spoiled(book, spoil)
    before = path.read_bytes() if path.exists() else None

    assert 3 == run("today", path, "--date", DAY)
    said = capsys.readouterr().err
    assert (True, True) == (words in said, "怎么改：" in said)
    assert before == (path.read_bytes() if path.exists() else None)


def _spoiled(book: Path, how: str) -> Path:
    if how == "missing":
        return book.with_name("没有.xlsx")
    if how == "old":
        old = book.with_suffix(".xls")
        old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
        return old
    if how == "damaged":
        book.write_bytes(book.read_bytes()[:2000])
    if how == "locked":
        book.with_name(f"~${book.name}").write_bytes(b"x" * 165)
    if how == "no such rulebook":
        return office(book, {**OFFICE, "设置": ({"名": "规则书", "值": "不存在"},)})
    return book


def test_without_a_mail_account_nothing_is_sent_and_the_cure_is_said(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """日报 without huifang.toml says what to write into it."""
    monkeypatch.delenv("HUIFANG_MAIL_PASSWORD", raising=False)
    monkeypatch.chdir(book.parent)

    assert 3 == run("mail", book, "--date", DAY)
    assert "huifang.toml" in capsys.readouterr().err


def test_a_second_book_beside_it_is_left_alone(book: Path) -> None:
    """Running over one workbook touches no other file but its own folder."""
    other = book.with_name("别的.xlsx")
    shutil.copyfile(book, other)
    before = other.read_bytes()

    run("daily", book, "--date", DAY, "--dry-run")

    assert before == other.read_bytes()


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("没有“tody”这个命令", ["tody"]),
        ("还缺 工作簿", ["today"]),
        ("不认识 --quick", ["today", "x.xlsx", "--quick"]),
        ("--date 后面要写一个值", ["today", "x.xlsx", "--date"]),
    ],
)
def test_a_command_written_wrongly_is_told_so_in_chinese(
    sentence: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, and exit code 2."""
    with pytest.raises(SystemExit) as ended:
        main(words)

    said = capsys.readouterr().err
    assert (2, 1) == (ended.value.code, said.count("\n"))
    assert f"命令写错了：{sentence}。" in said


def test_results_that_cannot_be_registered_are_not_called_nothing(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Something was typed: what is wrong with it is said, and that nothing came of it."""
    run("today", book, "--date", DAY)
    typed(book, "今日清单", "W5a·E1", {"结果代码": "完成"})
    capsys.readouterr()

    assert 1 == run("record", book, "--date", DAY)
    assert "\n一条也没有登记：照上面写的改好，再运行一次。\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("staff", "why"),
    [
        ([], "【员工】里还没有一行能用的"),
        ([{"员工编号": "S2", "姓名": "林悦", "岗位": "客服专员"}], "没有一个人有邮箱"),
        ([{"员工编号": "S9", "姓名": "韩雪", "岗位": "客服专员", "邮箱": "han@example.com"}], "没有主管收日报"),
    ],
)
def test_mail_with_nobody_to_write_to_says_why(
    staff: Sequence[Row], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No account is asked for: there is nothing to send."""
    path = office(
        tmp_path / "空.xlsx", {"客户": [{"客户编号": "C1", "客户名称": "甲"}], "员工": staff or [{"员工编号": ""}]}
    )

    assert 0 == run("mail", path, "--date", DAY)
    assert why in capsys.readouterr().out


def test_a_number_is_asked_about_as_it_is_printed(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`huifang why BOOK 138 0000 2002`: words that nobody put into quotes are one question."""
    run("why", book, "--date", DAY, *["138", "0000", "0001"], "--all")
    apart = capsys.readouterr().out
    run("why", book, "--date", DAY, "138 0000 0001", "--all")

    assert capsys.readouterr().out == apart
    assert "是 1 位客户的号码" in apart
