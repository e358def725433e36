"""A manager's daily letter: what waits for a decision comes before any figure, and its subject says how many."""

from __future__ import annotations

import re

import pytest

from workbook.shells.commands.cli import main


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Subject (with its reader) → the letter, of one demonstration's day."""
    folder = tmp_path_factory.mktemp("post")
    book = folder / "回访.xlsx"
    assert 0 == main(
        ["new", str(book), "--rulebook", "wine-service", "--demo", "--office", "东城店", "--date", "2026-03-09"]
    )
    main(["daily", str(book), "--date", "2026-03-16", "--dry-run", "--outbox", str(folder / "post")])
    return {path.stem: path.read_text(encoding="utf-8") for path in (folder / "post").glob("*.html")}


def test_the_subject_says_whose_day_it_is_and_how_it_stands(letters: dict[str, str]) -> None:
    """The office's for the manager, an adviser's own for the adviser; calls first, then what else is owed."""
    assert "zhaomin@example.com 日报 2026-03-16 东城店：等您决定 3，逾期 10，今天 11，要办 13（逾期 11）" in letters
    assert "chenchen@example.com 日报 2026-03-16 东城店：逾期 3，今天 4，要办 4（逾期 3）" in letters
    assert "luoyong@example.com 日报 2026-03-16 东城店：要办 1（逾期 1）" in letters


def test_an_office_without_calls_says_in_the_subject_what_is_owed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that are handed in late are no calls; the manager's subject counts them, and each person's their own."""
    folder = tmp_path_factory.mktemp("档案")
    assert 0 == main(
        ["new", str(folder / "档案.xlsx"), "--rulebook", "skoda-archive", "--demo", "--date", "2026-03-09"]
    )
    main(["daily", str(folder / "档案.xlsx"), "--date", "2026-03-16", "--dry-run", "--outbox", str(folder / "post")])
    subjects = [path.stem for path in (folder / "post").glob("*日报 2026-03-16*.html")]

    assert [] != [one for one in subjects if "等您决定" in one]
    assert [] == [one for one in subjects if "今天 0" in one]
    assert [] == [one for one in subjects if "等您决定" in one and not re.search(r"要办 \d+（逾期 \d+）", one)]


def test_whose_calls_are_late_adds_up_to_the_subject(letters: dict[str, str]) -> None:
    """Chores that are late stand in a column of their own; calls are the subject's ten, and the adviser's own three."""
    [(subject, letter)] = [(subject, text) for subject, text in letters.items() if "等您决定" in subject]
    table = letter[letter.index("谁的逾期") : letter.index("今日清单", letter.index("谁的逾期"))]
    words = [word.strip() for word in re.findall(r">([^<>]+)<", table) if word.strip() not in {"", "&nbsp;"}]
    at = words.index("姓名")
    heads, cells = words[at : at + 5], words[at + 5 :]
    rows = [cells[start : start + 5] for start in range(0, len(cells) - 4, 5)]

    assert ["姓名", "逾期", "要办的逾期", "定额还差", "今天联系"] == heads
    assert "逾期 10，" in subject
    assert 10 == sum(int(row[1]) for row in rows)
    assert "3" == next(row[1] for row in rows if row[0] == "陈晨")


def test_a_complaint_says_till_when_it_is_to_be_settled(
    letters: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """And how much time is left, or over; how long it has waited where nothing says till when."""

    def waits(letter: str) -> str:
        return letter[letter.rindex("等您决定", 0, letter.index("谁的逾期")) : letter.index("谁的逾期")]

    [own] = [text for subject, text in letters.items() if "等您决定" in subject]
    assert ">期限<" in waits(own)
    assert ">已等 8 天<" in waits(own)

    folder = tmp_path_factory.mktemp("样例")
    assert 0 == main(["new", str(folder / "样例.xlsx"), "--demo"])
    main(["daily", str(folder / "样例.xlsx"), "--date", "2026-03-16", "--dry-run", "--outbox", str(folder / "post")])
    [manager] = [path.read_text(encoding="utf-8") for path in (folder / "post").glob("shen*日报*.html")]
    assert re.search(r">03-12 到期，逾期 2 工作日<", waits(manager))


def test_decisions_come_before_figures(letters: dict[str, str]) -> None:
    """The complaint, the ruling, whose work is late; then the tiles; a bar behind each person."""
    [letter] = [text for subject, text in letters.items() if "等您决定" in subject]

    assert (
        letter.index("投诉没有办完") < letter.index("谁的逾期") < letter.index("今日清单") < letter.index("逾期的回访")
    )
    assert 'table role="presentation" width="100%"' in letter[letter.index("谁的逾期") : letter.index("今日清单")]
    assert [] == [text for subject, text in letters.items() if "等您决定" not in subject and "等您决定" in text]
