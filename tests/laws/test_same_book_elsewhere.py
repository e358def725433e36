"""The same facts in another file give the same answers: saved under another name, its sheets turned round, copied anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from workbook.sheets.grid import Grid
from workbook.shells.commands.cli import main
from workbook.shells.files import reading

SAMPLE = Path(__file__).parents[2] / "sample.xlsx"
OFFICES = {"sample": "2026-03-16", "wine-service": "2026-03-09"}
TOLD = ("今日清单", "未入选说明", "提醒", "处罚台账", "指标结果", "抽样台账", "问题")


def book(system: str, folder: Path) -> Path:
    """A demonstration after a day's work."""
    path = folder / "回访.xlsx"
    if system == "sample":
        shutil.copyfile(SAMPLE, path)
    else:
        main(["new", "--rulebook", system, "--demo", str(path)])
    worked(path, OFFICES[system])
    return path


def worked(path: Path, day: str) -> None:
    for command in ("today", "tally"):
        main([command, str(path), "--date", day])


def answers(path: Path, day: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """What an office sees: the sheets of the run, and who would get which letter."""
    capsys.readouterr()
    main(["mail", str(path), "--date", day, "--dry-run"])
    letters = sorted(
        line.partition(" ")[2].partition(" ")[2] for line in capsys.readouterr().out.splitlines() if "→" in line
    )
    sheets = {grid.name: rows(grid) for grid in reading.read(path) if grid.name in TOLD}
    return {"letters": letters, **sheets}


def rows(grid: Grid) -> list[tuple[str, ...]]:
    """The filled cells of each row; how a file stores a number is its own business."""
    cells = [[_plain(cell) for cell in column.to_pylist()] for column in grid.columns]
    return [tuple(cell for cell in row if cell) for row in zip(*cells, strict=True)]


def _plain(cell: object) -> str:
    return "" if cell is None else str(cell).removesuffix(".0").removesuffix(" 00:00:00")


def saved_as(path: Path, target: Path) -> None:
    target.parent.mkdir()
    shutil.copyfile(path, target)


def turned_round(path: Path, target: Path) -> None:
    """Every sheet's cells typed into a new workbook, the last sheet first: no style, no table, no hidden part comes along."""
    target.parent.mkdir()
    old, new = openpyxl.load_workbook(path), openpyxl.Workbook()
    new.remove(new.worksheets[0])
    for sheet in reversed(old.worksheets):
        made = new.create_sheet(sheet.title)
        for line in sheet.iter_rows():
            for cell in line:
                if cell.value is not None:
                    copy = made.cell(cell.row, cell.column, cell.value)
                    copy.number_format = cell.number_format
    new.save(target)


@pytest.mark.parametrize("elsewhere", [saved_as, turned_round])
@pytest.mark.parametrize("system", OFFICES)
def test_the_same_book_elsewhere_gives_the_same(
    system: str, elsewhere: Callable[[Path, Path], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = OFFICES[system]
    path, target = book(system, tmp_path), tmp_path / "别处" / "三月 副本.xlsx"
    elsewhere(path, target)
    before = answers(path, day, capsys)
    worked(target, day)

    after = answers(target, day, capsys)
    assert before["letters"]
    assert {name: before[name] for name in before} == {name: after[name] for name in before}
