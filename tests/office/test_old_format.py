"""导入 of the old .xls as LibreOffice writes it: numbers as numbers and as texts, rooms that became days."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

from test_bringing import DAY, NAMES, PHONES, brought, rows, saved

from workbook.shells.commands.cli import main


def test_an_old_workbook_that_another_program_wrote(tmp_path: Path) -> None:
    """Numbers as numbers and as texts, rooms that became days, a wish, a day that isn't."""

    def fill(sheet: Any) -> None:
        sheet.append(["业主信息"])
        sheet.merge_cells("A1:E1")
        sheet.append(["房号", "业主", "电话", "上次拜访", "备注"])
        for at in range(4):
            room = dt.date(2026, 3, 3) if at == 2 else f"{at + 1}-10{at}"
            phone = int(PHONES[at]) if at % 2 else PHONES[at]
            sheet.append(
                [
                    room,
                    NAMES[at],
                    phone,
                    "2/29" if at == 3 else dt.date(2026, 2, at + 3),
                    ("", "", "出租", "不用打")[at],
                ]
            )
        sheet.append(["合计", "4户"])

    path = tmp_path / "回访.xlsx"
    main(["new", str(path), "--rulebook", "property-owner-annual", "--office", "测试", "--date", DAY])
    saved(tmp_path, fill)
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "xls", "名单.xlsx"], cwd=tmp_path, check=True, capture_output=True
    )
    brought(path, tmp_path / "名单.xls", "--yes")

    assert [("1-100", NAMES[0]), ("2-101", NAMES[1]), ("3-3", NAMES[2]), ("4-103", NAMES[3])] == rows(
        path, "客户", "房号", "客户名称"
    )
    assert PHONES[:4] == [phone for (phone,) in rows(path, "客户", "手机")]
    assert [None, None, None, "是"] == [quiet for (quiet,) in rows(path, "客户", "勿扰")]
    assert 3 == len(rows(path, "回访记录", "客户编号"))
    assert "不用打；上次拜访：2/29" in {note for (note,) in rows(path, "客户", "备注")}
