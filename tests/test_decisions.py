"""A manager's daily letter: what waits for a decision comes before any figure, and its subject says how many."""

from __future__ import annotations

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
    """For the manager; an adviser's letter is about their own rows."""
    assert "zhaomin@example.com 日报 2026-03-16 东城店：等您决定 3，逾期 10，今天 11" in letters
    assert "chenchen@example.com 日报 2026-03-16" in letters


def test_decisions_come_before_figures(letters: dict[str, str]) -> None:
    """The complaint, the ruling, whose work is late; then the tiles; a bar behind each person."""
    [letter] = [text for subject, text in letters.items() if "等您决定" in subject]

    assert (
        letter.index("投诉没有办完") < letter.index("谁的逾期") < letter.index("今日清单") < letter.index("逾期的回访")
    )
    assert 'table role="presentation" width="100%"' in letter[letter.index("谁的逾期") : letter.index("今日清单")]
    assert [] == [text for subject, text in letters.items() if "等您决定" not in subject and "等您决定" in text]
