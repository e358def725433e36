"""处罚台账 in a workbook: a line names its row by the number that the row got after it was fined."""

from __future__ import annotations

from pathlib import Path

from bookshelf import OFFICE, office, table
from openpyxl import load_workbook

from workbook.shells.commands.cli import main

LINE = ("员工编号", "对象编号", "触发行", "金额", "状态")


def fines(path: Path) -> list[tuple[object, ...]]:
    return [tuple(row[heading] for heading in LINE) for row in table(path, "处罚台账")]


def test_once_the_row_has_its_number_the_line_on_the_sheet_says_so_and_stays_alone(tmp_path: Path) -> None:
    """As 编号还空着 asks for it, while another row of 事件 can't be read."""
    deal = {**OFFICE["事件"][2], "事件编号": None}
    stopped = {**OFFICE["事件"][2], "事件编号": "E4", "发生时间": "哪天"}
    path = office(tmp_path / "回访.xlsx", {**OFFICE, "事件": (*OFFICE["事件"][:2], deal, stopped)})
    main(["tally", str(path), "--date", "2026-03-09 17:00"])
    said = "C2·成交·2026-03-02 10:00·S3"
    assert [("S3", said, f"W3·{said}", 50, "提出")] == fines(path)

    book = load_workbook(path)
    page = book["事件"]
    head = next(row for row in page if "事件编号" in {cell.value for cell in row})
    number = next(cell.column for cell in head if cell.value == "事件编号")
    page.cell(head[0].row + 3, number).value = "E3"
    book.save(path)
    for day in ("2026-03-10", "2026-03-11"):
        main(["tally", str(path), "--date", f"{day} 17:00"])
        assert [("S3", "E3", "W3·E3", 50, "提出")] == fines(path)
        assert str(table(path, "处罚台账")[0]["因由"]).endswith("；起因那一行当时没有编号，现在是 E3")
