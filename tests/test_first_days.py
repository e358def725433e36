"""What was due before a workbook existed: the first list says that it is old, and what leaves it out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from bookshelf import OFFICE, office, table
from openpyxl import load_workbook

from workbook.shells.commands.cli import main

DAY = "2026-03-09"
CURE = f"就在【设置】“启用日”的值里写 {DAY}，再做一次清单"


def events(*days: str) -> tuple[dict[str, str], ...]:
    """Deliveries to one customer, on these days."""
    return tuple(
        {"事件编号": f"E{n}", "客户编号": "C1", "事件类型": "发货", "发生时间": f"{day} 10:00", "员工编号": "S2"}
        for n, day in enumerate(days, 1)
    )


def begun(path: Path, *days: str) -> Path:
    """A workbook nobody has made a list in, with these deliveries."""
    return office(path, {**OFFICE, "事件": events(*days), "回访记录": ()})


def said(book: Path, capsys: pytest.CaptureFixture[str], day: str = DAY) -> list[str]:
    """The lines that tell of old debts when the list is made."""
    capsys.readouterr()
    main(["today", str(book), "--date", day])
    return [line for line in capsys.readouterr().out.splitlines() if "启用日" in line]


OLD = [f"2026-01-{day:02}" for day in range(5, 17)]


def test_a_first_list_that_is_mostly_overdue_says_that_it_is_old(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How much of it, and the setting that leaves it out; filled in, the list is a true one and nothing is said."""
    book = begun(tmp_path / "回访.xlsx", *OLD)
    (line,) = said(book, capsys)
    late = sum(row["状态"] == "逾期" for name in ("今日清单", "提醒") for row in table(book, name))
    every = sum(len(table(book, name)) for name in ("今日清单", "提醒"))
    assert late * 2 > every
    assert f"清单和提醒共 {every} 件，其中 {late} 件在用这本工作簿以前就到期了" in line
    assert CURE in line

    held = load_workbook(book)
    held["设置"].append(["启用日", DAY])
    held.save(book)
    assert [] == said(book, capsys)
    assert [] == [row for row in table(book, "今日清单") if row["状态"] == "逾期"]


def test_it_is_said_on_the_first_day_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the next day the office knows."""
    book = begun(tmp_path / "回访.xlsx", *OLD)
    said(book, capsys)

    assert [] == said(book, capsys, "2026-03-10")


def test_a_list_with_little_overdue_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two late calls are an ordinary day."""
    assert [] == said(begun(tmp_path / "回访.xlsx", OLD[0], "2026-03-06"), capsys)


def test_an_import_of_old_events_says_what_they_will_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the screen and in the preview, before anything is taken in; not once the office has begun."""
    book = begun(tmp_path / "回访.xlsx")
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    page.append(["客户名称", "电话", "客户类别", "发货日期"])
    for n, day in enumerate(OLD):
        page.append([f"客{n}", f"1390000{n:04}", "普通", day])
    source = tmp_path / "名单.xlsx"
    made.save(source)
    words = ["import", str(source), "--into", str(book), "--date", DAY]
    main(words)
    capsys.readouterr()
    answers = load_workbook(book)
    preview = answers["导入预览"]
    for row in preview.iter_rows():
        if any("发货日期" in str(cell.value) for cell in row):
            row[4].value = "事件：发货"
    answers.save(book)
    main(words)

    told = f"名单里有 {len(OLD)} 件事发生在今天以前"
    (line,) = [one for one in capsys.readouterr().out.splitlines() if "启用日" in one]
    assert line.startswith(told)
    assert CURE in line
    (shown,) = [one for one in table(book, "导入预览") if one["格或编号"] == "启用日"]
    assert ("请看一眼", "设置", line) == (shown["结果"], shown["表"], shown["内容"])

    main(["today", str(book), "--date", "2026-03-06"])
    capsys.readouterr()
    main(words)
    assert "启用日" not in capsys.readouterr().out
