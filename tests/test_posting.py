"""Letters of a workbook over days: whose they are, what is owed, and what the file is called."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from bookshelf import OFFICE, STAFF, Row, office, table
from openpyxl import load_workbook
from postbox import PASSWORD, Postbox, settled

from workbook.shells.commands.cli import main
from workbook.shells.mail import sent
from workbook.shells.outside.settings import Account

Server = tuple[Postbox, Account]
MONTHLY = {
    "编号": "RX",
    "名称": "月报",
    "载体": "邮件",
    "来源": "客户",
    "列": "客户编号,客户名称",
    "收件": "岗位:客服部主管",
}


def run(command: str, book: Path, at: str, *words: str) -> int:
    """A command at a moment; its exit code: 1 when all letters are done with (the office has checklists that fail)."""
    return main([command, str(book), "--date", at, *words])


@pytest.fixture
def box(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Postbox:
    """The account written into the folder; the box where mail arrives."""
    settled(tmp_path, server[1])
    monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", PASSWORD)
    return server[0]


def subjects(box: Postbox) -> Counter[tuple[str, str]]:
    """How many letters of each subject each mailbox has got."""
    return Counter((str(mail["To"]).partition("@")[0].rpartition("<")[2], str(mail["Subject"])) for mail in box.mails())


def changed(book: Path, sheet: str, cells: Mapping[tuple[str, str], object], by: str) -> None:
    """Cells of a sheet as staff change them: (key, heading) → value."""
    found = load_workbook(book)
    page = found[sheet]
    columns = {str(cell.value): cell.column for cell in page[1]}
    rows = {str(page.cell(row, columns[by]).value): row for row in range(2, page.max_row + 1)}
    for (key, heading), value in cells.items():
        page.cell(rows[key], columns[heading]).value = value  # type: ignore[assignment]
    found.save(book)


def mailboxes(**addresses: str) -> Mapping[str, Sequence[Row]]:
    """The office, some of its people with other mailboxes."""
    return {**OFFICE, "员工": [{**one, "邮箱": addresses.get(str(one["员工编号"]), one["邮箱"])} for one in STAFF]}


def test_two_people_with_one_mailbox_get_a_letter_each(box: Postbox, tmp_path: Path) -> None:
    """A shared mailbox: three letters in it, each with its reader's name; the second run sends none."""
    book = office(
        tmp_path / "回访.xlsx", mailboxes(S1="team@example.com", S2="team@example.com", S3="Team@example.com")
    )

    assert 1 == run("mail", book, "2026-03-09 18:00")
    assert 1 == run("mail", book, "2026-03-09 18:30")
    assert 3 == len(box.mails())
    assert {"S1", "S2", "S3"} == {str(row["收件人"]) for row in table(book, "发件记录")}


@pytest.mark.parametrize("how", ["renamed", "saved as", "moved"])
def test_nothing_leaves_twice_whatever_the_file_is_called(
    box: Postbox, server: Server, tmp_path: Path, how: str
) -> None:
    """The marks travel inside the book: under another name, beside the old one, in another folder."""
    book = office(tmp_path / "回访.xlsx")
    run("mail", book, "2026-03-09 18:00")
    first = subjects(box)
    other = tmp_path / "回访0309.xlsx"
    if how == "renamed":
        book.rename(other)
    elif how == "saved as":
        shutil.copyfile(book, other)
    else:
        other = tmp_path / "别处" / "新.xlsx"
        other.parent.mkdir()
        settled(other.parent, server[1])
        shutil.move(book, other)

    assert 1 == run("mail", other, "2026-03-09 19:00")
    assert 3 == len(first)
    assert first == subjects(box)


def test_another_workbook_that_takes_the_old_name_sends_its_own(box: Postbox, tmp_path: Path) -> None:
    """The old book is renamed; a new one of its name is another office's."""
    book = office(tmp_path / "回访.xlsx")
    run("mail", book, "2026-03-09 18:00")
    book.rename(tmp_path / "旧.xlsx")
    office(book)

    run("mail", book, "2026-03-09 18:10")
    assert 6 == len(box.mails())


def test_what_the_server_refused_stays_owed_until_it_has_left(
    box: Postbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused on the 9th, said again on the 10th, sent once with its own day when the mailbox is right."""
    book = office(tmp_path / "回访.xlsx", mailboxes(S2="nobody2@example.com"))

    assert 3 == run("mail", book, "2026-03-09 18:00")
    assert 3 == run("mail", book, "2026-03-10 18:00")
    assert "日报|2026-03-09|S2" in capsys.readouterr().out.rpartition("没发出")[2]
    changed(book, "员工", {("S2", "邮箱"): "linyue@example.com"}, "员工编号")
    assert 1 == run("mail", book, "2026-03-11 18:00")
    assert 1 == run("mail", book, "2026-03-11 19:00")

    mine = [(subject, count) for (to, subject), count in subjects(box).items() if to == "linyue"]
    owed = "要办 2（逾期 2）"
    days = ("补发：日报 2026-03-09", "补发：日报 2026-03-10", "日报 2026-03-11")
    assert {(f"{day} {owed}", 1) for day in days} == set(mine)


def test_a_person_may_say_that_an_owed_letter_is_done_with(
    box: Postbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--sent ends it; nothing is said any more."""
    book = office(tmp_path / "回访.xlsx", mailboxes(S2="nobody2@example.com"))
    run("mail", book, "2026-03-09 18:00")

    assert 0 == run("mail", book, "2026-03-09 18:05", "--sent", "日报|2026-03-09|S2")
    capsys.readouterr()
    assert 3 == run("mail", book, "2026-03-10 18:00"), "only the letter of the 10th"
    assert "日报|2026-03-09|S2" not in capsys.readouterr().out


def test_a_letter_left_half_sent_is_spoken_of_every_day(
    box: Postbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line broke while it was handed over: never again by itself, but said on each later run until somebody knows."""
    book = office(tmp_path / "回访.xlsx", mailboxes(S2="drop2@example.com"))
    run("mail", book, "2026-03-09 18:00")
    changed(book, "员工", {("S2", "邮箱"): "linyue@example.com"}, "员工编号")
    for day in ("2026-03-10", "2026-03-11"):
        capsys.readouterr()
        assert 3 == run("mail", book, f"{day} 18:00")
        assert "信号 日报|2026-03-09|S2）：" in capsys.readouterr().out
    run("mail", book, "2026-03-11 18:30", "--again", "日报|2026-03-09|S2")
    assert 1 == run("mail", book, "2026-03-11 19:00")

    assert 1 == subjects(box)["linyue", "补发：日报 2026-03-09 要办 2（逾期 2）"]


def test_a_run_that_is_killed_and_a_file_that_is_renamed_double_nothing(
    box: Postbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """kill -9 in the middle of the first letter, then another name: that one is asked about, the others leave once."""
    book = office(tmp_path / "回访.xlsx")
    script = (
        "import os, signal\n"
        "from workbook.shells.mail import carriers\n"
        "carriers._Yagmail.send = lambda self, mail: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from workbook.shells.commands.cli import main\n"
        f"main(['mail', {str(book)!r}, '--date', '2026-03-09 18:00'])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], env=dict(os.environ), check=False, capture_output=True)
    assert -signal.SIGKILL == done.returncode
    other = tmp_path / "改名.xlsx"
    book.rename(other)

    assert 3 == run("mail", other, "2026-03-09 18:10")
    assert "等人定 1 封" in capsys.readouterr().out
    assert 2 == len(box.mails())
    assert 3 == run("mail", other, "2026-03-09 18:20")
    assert 2 == len(box.mails())


@pytest.mark.parametrize(
    ("when", "ran", "next_run", "own_day"),
    [
        ("日: 1", "2026-02-27", "2026-03-02", "2026-03-01"),
        ("星期: 周一", "2026-03-06", "2026-03-10", "2026-03-09"),
        ("日: 31", "2026-02-27", "2026-03-02", "2026-02-28"),
    ],
)
def test_a_report_whose_day_had_no_run_leaves_at_the_next_one_once(
    box: Postbox, tmp_path: Path, when: str, ran: str, next_run: str, own_day: str
) -> None:
    """补发, with its own day; a further run and the next day send nothing more of it."""
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "报告": [{**MONTHLY, "时机若": when}]})
    run("mail", book, f"{ran} 18:00")
    assert not [one for one in subjects(box) if "月报" in one[1]]

    run("mail", book, f"{next_run} 18:00")
    run("mail", book, f"{next_run} 18:30")
    run("mail", book, f"{next_run[:-1]}{int(next_run[-1]) + 3} 18:00")
    assert {("zhaomin", f"补发：月报 {own_day}"): 1} == {
        one: count for one, count in subjects(box).items() if "月报" in one[1] and "补发" in one[1]
    }


def test_what_was_sent_can_be_read_in_the_workbook(box: Postbox, tmp_path: Path) -> None:
    """发件记录: one row a letter, the outcome in words."""
    book = office(tmp_path / "回访.xlsx", mailboxes(S2="nobody2@example.com"))
    run("daily", book, "2026-03-09 18:00")

    assert {("S1", "已发"), ("S2", "没发出"), ("S3", "已发")} == {
        (str(row["收件人"]), str(row["结果"])) for row in table(book, "发件记录") if row["报告"] == "日报"
    }
    before = sent.marks(sent.outbox(book))
    assert 0 == main(["undo", str(book)])
    run("mail", book, "2026-03-09 19:00")
    assert {key: state for key, state in sent.marks(sent.outbox(book)).items() if key in before} == before
    assert 2 == len([one for one in box.mails() if "日报" in str(one["Subject"])])


TWICE_A_DAY = {**MONTHLY, "名称": "早晚报", "何时": "9:00,17:00"}


def test_a_report_of_two_hours_leaves_twice(box: Postbox, tmp_path: Path) -> None:
    """From nine on once, from five on once more, and each only once; who first runs at six gets one."""
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "报告": [TWICE_A_DAY]})

    sent_by = []
    for at in ("08:00", "09:30", "12:00", "17:00", "18:00"):
        run("mail", book, f"2026-03-09 {at}")
        sent_by.append(sorted(subject for _, subject in subjects(box).elements() if "早晚报" in subject))
    assert [[], [MORNING], [MORNING], [MORNING, EVENING], [MORNING, EVENING]] == sent_by
    run("mail", book, "2026-03-10 18:00")

    assert {"早晚报 2026-03-10 17:00": 1} == {
        subject: count for (_, subject), count in subjects(box).items() if "早晚报 2026-03-10" in subject
    }


def test_the_second_letter_of_a_day_is_made_up_for(box: Postbox, tmp_path: Path) -> None:
    """The morning's left, in the evening nobody ran it: it leaves early on the next day, as late, before that day's own."""
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "报告": [TWICE_A_DAY]})
    run("mail", book, "2026-03-09 09:30")
    for at in ("08:00", "08:30", "09:30"):
        run("mail", book, f"2026-03-10 {at}")

    assert {MORNING: 1, f"补发：{EVENING}": 1, "早晚报 2026-03-10": 1} == {
        subject: count for (_, subject), count in subjects(box).items() if "早晚报" in subject
    }


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (
            ("10 09:30", "10 17:30", "11 09:30"),
            ["早晚报 2026-03-09", "早晚报 2026-03-09 03-10 17:00", "早晚报 2026-03-10"],
        ),
        (("10 18:00", "10 19:00", "11 08:00"), ["早晚报 2026-03-09 03-10 17:00"]),
        (
            ("10 09:30", "11 09:30", "11 09:40"),
            ["早晚报 2026-03-09", "补发：早晚报 2026-03-09 03-10 17:00", "早晚报 2026-03-10"],
        ),
        (
            ("10 09:30", "10 12:00", "11 08:00", "11 17:30"),
            ["早晚报 2026-03-09", "补发：早晚报 2026-03-09 03-10 17:00", "早晚报 2026-03-10 03-11 17:00"],
        ),
    ],
)
def test_two_hours_of_the_next_day_are_two_letters(
    box: Postbox, tmp_path: Path, hours: tuple[str, ...], expected: list[str]
) -> None:
    """次日 9:00 and 次日 17:00: each leaves once, the second late where nobody ran behind its minute."""
    rule = {**TWICE_A_DAY, "何时": "次日 9:00,次日 17:00"}
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "报告": [rule]})
    run("mail", book, "2026-03-09 18:00")
    before = subjects(box)
    for at in hours:
        run("mail", book, f"2026-03-{at}")

    assert sorted(expected) == sorted(
        subject for _, subject in (subjects(box) - before).elements() if "早晚报" in subject
    )


@pytest.mark.parametrize(
    ("when", "hours", "expected"),
    [
        ("17:00,次日 9:00", ("09 17:30", "10 09:30"), ["早晚报 2026-03-09", "早晚报 2026-03-09 03-10 09:00"]),
        (
            "9:00,17:00",
            ("09 09:30", "10 10:00"),
            ["早晚报 2026-03-09", "补发：早晚报 2026-03-09 17:00", "早晚报 2026-03-10"],
        ),
        ("17:00", ("09 10:00", "10 18:00"), ["补发：早晚报 2026-03-09", "早晚报 2026-03-10"]),
    ],
)
def test_no_letter_is_lost_because_the_next_is_due(
    box: Postbox, tmp_path: Path, when: str, hours: tuple[str, ...], expected: list[str]
) -> None:
    """Nobody ran behind the minute of one, and the next run came behind the minute of the next: both leave."""
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "报告": [{**TWICE_A_DAY, "何时": when}]})
    for at in hours:
        run("mail", book, f"2026-03-{at}")

    assert sorted(expected) == sorted(subject for _, subject in subjects(box).elements() if "早晚报" in subject)


MORNING, EVENING = "早晚报 2026-03-09", "早晚报 2026-03-09 17:00"
"""The subjects of a day's two letters."""
