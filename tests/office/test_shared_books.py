"""A clerk's book saved by another program comes back as one that Excel saved."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

from clerks import LIN, rows, started, typed

from workbook.shells.files import reading


def test_a_book_saved_by_another_program(tmp_path: Path) -> None:
    """Opened in LibreOffice and saved: nothing that nobody typed counts as typed, and what was typed comes in."""
    office = started(tmp_path / "单位")
    key = next(key for key, row in office.list(office.of(LIN)).items() if "序" in row)
    typed(office.of(LIN), {key: {"结果代码": "无人接", "备注": "响了很久", "回访时间": datetime(2026, 3, 16, 10, 20)}})
    words = ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to"]
    words += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "存过"), str(office.of(LIN))]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    saved = next((tmp_path / "存过").iterdir())
    assert [one.name for one in reading.read(saved)]
    office.collect(saved)

    lines = [one for one in rows(office.book, "收回记录") if one.get("哪张表")]
    assert ["收进 回访时间、备注、结果代码"] == [one["结果"] for one in lines]
    assert ("无人接", "2026-03-16 10:20:00") == (office.list()[key]["结果代码"], office.list()[key]["回访时间"])
