"""A setting or a word that an office's own sheets say twice, not alike: which row counts is said at the one that doesn't."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import DAY, OFFICE, Row, office, table

from workbook.shells.commands.cli import main

SETTINGS = OFFICE["设置"]


def told(tmp_path: Path, sheets: dict[str, tuple[Row, ...]]) -> list[tuple[str, str]]:
    """Where 问题 says so, and what."""
    book = office(tmp_path / "回访.xlsx", {**OFFICE, **sheets})
    main(["check", str(book), "--date", DAY])
    return [(str(row["格"]), str(row["内容"])) for row in table(book, "问题") if row["代码"] == "同一样写了两次"]


def test_a_setting_with_two_values(tmp_path: Path) -> None:
    rows = (*SETTINGS, {"名": "首谈期限", "值": "3天"}, {"名": "首谈期限", "值": "5天"})
    assert [("设置!B5", "“首谈期限”写了两次：第 6 行的值“5天”算数，这里的“3天”不算。")] == told(
        tmp_path, {"设置": rows}
    )


def test_the_lower_row_names_the_rulebook_too(tmp_path: Path) -> None:
    """As of any other setting: what is said counts is what counts."""
    rows = ({"名": "规则书", "值": "nobody"}, *SETTINGS)
    assert [("设置!B2", "“规则书”写了两次：第 3 行的值“wine-service”算数，这里的“nobody”不算。")] == told(
        tmp_path, {"设置": rows}
    )


def test_a_word_with_two_aliases(tmp_path: Path) -> None:
    rows = ({"组": "事件类型", "代码": "发货", "别名": "出货"}, {"组": "事件类型", "代码": "发货", "别名": "配送"})
    assert [("代码!C2", "“发货”写了两次：第 3 行的别名“配送”算数，这里的“出货”不算。")] == told(
        tmp_path, {"代码": rows}
    )


@pytest.mark.parametrize(
    "rows",
    [
        ({"名": "首谈期限", "值": "3天"}, {"名": "首谈期限", "值": "3天"}),
        ({"名": "首谈期限", "值": ""}, {"名": "首谈期限", "值": "3天"}),
        ({"名": "邮箱密码", "值": "abc"}, {"名": "邮箱密码", "值": "def"}),
    ],
)
def test_nothing_is_said_where_nothing_is_lost_or_may_be_told(tmp_path: Path, rows: tuple[Row, ...]) -> None:
    assert [] == told(tmp_path, {"设置": (*SETTINGS, *rows)})
