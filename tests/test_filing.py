"""文件: reports kept as workbooks of their own."""

from __future__ import annotations

from pathlib import Path

from bookshelf import table

from tests.days import day
from workbook.shells.runs import filing

KEPT = '报告: [{编号: R, 名称: 半年存档, 载体: 文件, 来源: 事件, 列: "事件编号,金额"'


def test_a_file_is_kept_for_each_part_on_its_day(tmp_path: Path) -> None:
    """In 存档 beside the workbook, named by report, part and day; a second run writes the same files."""
    rules = f"{KEPT}, 拆分: 客户编号, 时机若: {{日: 9}}}}]"
    written = filing.keep(tmp_path, day(rules))

    names = ["半年存档-C1-2026-03-09.xlsx", "半年存档-C2-2026-03-09.xlsx"]
    assert [tmp_path / "存档" / name for name in names] == list(written) == list(filing.keep(tmp_path, day(rules)))
    assert names == sorted(path.name for path in (tmp_path / "存档").iterdir())
    assert [("E1", 1200)] == [(row["事件编号"], row["金额"]) for row in table(written[0], "报告·半年存档·C1")]


def test_nothing_is_kept_on_other_days_or_without_rows(tmp_path: Path) -> None:
    """No empty files, no folder."""
    assert () == filing.keep(tmp_path, day(f"{KEPT}, 时机若: {{日: 1}}}}]"))
    assert () == filing.keep(tmp_path, day(f"{KEPT}, 若: {{金额: '>9999'}}}}]"))
    assert [] == list(tmp_path.iterdir())
