"""Numbers instead of words on 今日清单: said in the cell, understood by 登记, never guessed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from bookshelf import DAY, office, typed

from workbook.shells.commands.cli import main
from workbook.shells.files import reading

TASK = "W5a·E1"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An office's workbook with its list made."""
    path = office(tmp_path / "回访.xlsx")
    assert main(["today", str(path), "--date", DAY]) in {0, 1}
    return path


def prompts(book: Path) -> dict[str, str]:
    """Heading → what its cells say."""
    sheet = openpyxl.load_workbook(book)["今日清单"]
    heads = {cell.column_letter: str(cell.value) for cell in sheet[1]}
    rules = sheet.data_validations.dataValidation
    return {
        heads[str(one.sqref).rstrip("0123456789:")[:2].rstrip("0123456789")]: one.prompt for one in rules if one.prompt
    }


def recorded(book: Path) -> dict[str, str | None]:
    """The last row of 回访记录."""
    (grid,) = reading.read(book, only=["回访记录"])
    return {str(column[0].as_py()): column[grid.height - 1].as_py() for column in grid.columns}


def test_the_cell_says_which_numbers_may_be_typed_and_they_are_taken(book: Path) -> None:
    """The number of 完成 as its own cell says it; 1 for 是; the moment is the run's."""
    said = prompts(book)
    outcome = dict(part.split(" ") for part in said["结果代码"].partition("：")[2].split("　"))
    assert "敲数字也行：1 是　0 否" == said["已收到"]
    assert said["满意度"].startswith("敲数字也行：1 满意　2 ")
    number = {word: turn for turn, word in outcome.items()}

    cells = {"结果代码": number["完成"], "已收到": "1", "完好": "1"}
    typed(book, "今日清单", TASK, cells)
    assert main(["record", str(book), "--date", f"{DAY} 15:00"]) in {0, 1}

    row = recorded(book)
    assert ("完成", f"{DAY} 15:00:00") == (row["结果代码"], row["回访时间"])
    assert ("是", "是") == (row["已收到"], row["完好"])


@pytest.mark.parametrize("wrong", ["0", "99", "1.5", "-1"])
def test_a_number_that_is_no_place_of_the_list_stays_and_is_asked_about(
    book: Path, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is guessed, nothing recorded."""
    before = recorded(book)
    typed(book, "今日清单", TASK, {"结果代码": wrong})

    assert main(["record", str(book), "--date", f"{DAY} 15:00"]) in {0, 1}

    assert f"“{wrong}”" in capsys.readouterr().out
    assert before == recorded(book)
