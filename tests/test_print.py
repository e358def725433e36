"""On paper: every sheet of a day on A4, as wide as the page, with its name, the page of how many, and its headings on each."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from workbook.shells.commands.cli import main


@pytest.mark.parametrize("rulebook", ["wine-service", "complaint-7day", "cs-attendance"])
def test_every_sheet_is_ready_for_paper(tmp_path: Path, rulebook: str) -> None:
    """Those of the program and of staff, and those that a run adds."""
    book = tmp_path / "回访.xlsx"
    assert 0 == main(["new", str(book), "--rulebook", rulebook, "--demo", "--date", "2026-03-09"])
    main(["daily", str(book), "--date", "2026-03-16", "--dry-run"])

    for sheet in openpyxl.load_workbook(book):
        assert "9" == str(sheet.page_setup.paperSize), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert "&A" in sheet.oddFooter.left.text, sheet.title
        assert "第 &P 页，共 &N 页" == sheet.oddFooter.center.text, sheet.title
        assert sheet.print_title_rows or sheet.title == "首页", sheet.title
