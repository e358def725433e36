"""Each rulebook on the shelf works through its own demonstration: a new workbook, a day, forms, tallies, letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from bookshelf import DAY
from python_calamine import CalamineWorkbook

from workbook.shells.commands.cli import main
from workbook.shells.outside.shelf import shelf

BARE = {"基础", "sample-office", "sample-office-en"}
"""Rulebooks without a demonstration: what all stand on, and the one that sample.xlsx is about."""
SHOWN = sorted(set(shelf()) - BARE)
TALLIED = ("处罚台账", "指标结果", "定额结果", "报告·")
Rows = list[dict[str, object]]


def run(*words: object) -> int:
    """A command; its exit code."""
    return main([str(word) for word in words])


def sheets(path: Path) -> Mapping[str, Rows]:
    """Every sheet of a workbook by heading, without title lines."""
    book = CalamineWorkbook.from_path(path)
    return {name: list(_rows(book.get_sheet_by_name(name).to_python())) for name in book.sheet_names}


def _rows(lines: Sequence[Sequence[object]]) -> Iterator[dict[str, object]]:
    heads = [str(cell) for cell in lines[0]] if lines else []
    yield from ({head: cell for head, cell in zip(heads, line, strict=True) if cell != ""} for line in lines[1:])


def members(rows: Rows, heading: str) -> set[str]:
    """What a column holds."""
    return {str(row[heading]) for row in rows if heading in row}


def unfilled(system: str) -> set[str]:
    """The settings that an office must fill itself and the demonstration leaves open."""
    filled = {row["名"] for row in shelf()[system].demo.get("设置", ()) if row.get("值")}
    rows = shelf()[system].rows.get("设置", ())
    return {row.id for row in rows if not row.cells.get("值") and row.cells.get("必需") != "否"} - filled


def test_every_rulebook_has_a_demonstration() -> None:
    """With customers or staff, and with no row that is short for many."""
    assert [] == [system for system in SHOWN if not {"客户", "员工"} & set(shelf()[system].demo)]
    assert [] == [
        system for system in SHOWN for rows in shelf()[system].demo.values() if any("重复" in r for r in rows)
    ]


@pytest.mark.parametrize("system", SHOWN)
def test_a_demonstration_runs_through_the_day(system: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only an unfilled setting stops a rule; every customer is listed or explained; papers and letters come out."""
    book = tmp_path / "示范.xlsx"
    assert 0 == run("new", "--rulebook", system, "--demo", book, "--date", DAY)
    assert f"--date {DAY}。" in capsys.readouterr().out

    stopped = run("check", book, "--date", DAY)
    stops = [line for line in capsys.readouterr().out.splitlines() if line.startswith("【停")]
    assert [] == [line for line in stops if not any(f"设置“{name}”是空的" in line for name in unfilled(system))]
    assert bool([row for row in sheets(book)["问题"] if row.get("级别") == "停"]) == bool(stopped)

    codes = [run(command, book, "--date", DAY) for command in ("today", "forms", "tally")]
    slips = capsys.readouterr().out.count("单据“")
    assert ([stopped] * 3, stopped) == (codes, run("mail", book, "--dry-run", "--date", DAY))

    made = sheets(book)
    known = {row["客户编号"] for row in shelf()[system].demo.get("客户", ())}
    listed = [row for row in made["今日清单"] if "任务编号" in row]
    others = members(made["未入选说明"], "客户编号")
    assert known == (members(listed, "客户编号") & known) | others
    assert set() == members(listed, "客户编号") & others

    papers = list(tmp_path.glob("记录表-*.xlsx"))
    assert len(listed) == sum(len(CalamineWorkbook.from_path(paper).sheet_names) for paper in papers)
    assert bool(slips) == bool(list(tmp_path.glob("单据-*.xlsx")))
    assert any(rows for name, rows in made.items() if name.startswith(TALLIED))
    assert list((tmp_path / "发件预演").glob("*.eml"))
