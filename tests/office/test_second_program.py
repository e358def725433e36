"""A second spreadsheet program, Gnumeric, reads what we write with the same values. .ci/run installs it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from workbook.shells.commands.cli import main
from workbook.shells.files import reading


def cells(path: Path) -> dict[tuple[str, int, int], object]:
    """Every filled cell of a workbook, hidden sheets too."""
    return {
        (sheet.name, sheet.top + row, sheet.left + column): value
        for sheet in reading.read(path)
        for column, held in enumerate(sheet.columns)
        for row, value in enumerate(held.to_pylist())
        if value is not None
    }


@pytest.mark.parametrize("rulebook", ["", "wine-service", "dealership-fines", "complaint-7day"])
def test_another_program_sees_the_same_in_every_cell(tmp_path: Path, rulebook: str) -> None:
    """After a day's work: numbers, days, texts, on every sheet; and the next day over its copy is the next day over ours."""
    ours, theirs = tmp_path / "回访.xlsx", tmp_path / "副本" / "回访.xlsx"
    theirs.parent.mkdir()
    words = ["--rulebook", rulebook, "--date", "2026-03-09"] if rulebook else []
    assert 0 == main(["new", str(ours), "--demo", *words])
    main(["daily", str(ours), "--date", "2026-03-16", "--dry-run"])

    subprocess.run(["ssconvert", str(ours), str(theirs)], check=True, capture_output=True, timeout=120)
    first = cells(ours)
    assert len(first) > 1000
    assert first == cells(theirs)

    assert main(["today", str(ours), "--date", "2026-03-17"]) == main(["today", str(theirs), "--date", "2026-03-17"])
    own = {place: value for place, value in cells(ours).items() if place[0] == "今日清单"}
    assert len(own) > 10
    assert own == {place: value for place, value in cells(theirs).items() if place[0] == "今日清单"}
