"""A day without its year: the day to type is shown, the last one gone by or the next to come, as the column looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import DAY, OFFICE, office, table, typed

from workbook.shells.commands.cli import main


@pytest.mark.parametrize(
    ("text", "example"),
    [("11月25日", "2025-11-25"), ("3-6", "2026-03-06"), ("3.9 10:30", "2026-03-09"), ("26.3.5", "2026-03-05")],
)
def test_an_event_of_the_past(tmp_path: Path, text: str, example: str) -> None:
    """Its row waits, and 问题 shows what to type."""
    events = ({**OFFICE["事件"][0], "发生时间": text}, *OFFICE["事件"][1:])
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "事件": events})

    assert 1 == main(["today", str(book), "--date", DAY])
    (said,) = [row for row in table(book, "问题") if row["代码"] == "日期没写全年份"]
    assert ("停", "事件!D2") == (said["级别"], said["格"])
    assert f"写全年份，例如 {example}。" == said["怎么改"]
    assert "C1" not in {row["客户编号"] for row in table(book, "今日清单")}


def test_an_appointment_is_to_come(tmp_path: Path) -> None:
    """The next such day."""
    promised = ({"预约编号": "P1", "客户编号": "C1", "约定时间": "3月5日", "事项": "再打"},)
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "预约": promised})
    main(["today", str(book), "--date", DAY])

    assert ["写全年份，例如 2027-03-05。"] == [
        row["怎么改"] for row in table(book, "问题") if row["代码"] == "日期没写全年份"
    ]


def test_on_the_list_a_promise_gone_by_is_said_once(tmp_path: Path) -> None:
    """Before it is recorded and when it is refused; one to come is understood and isn't a problem."""
    book = office(tmp_path / "回访.xlsx")
    main(["today", str(book), "--date", DAY])
    typed(book, "今日清单", "W5a·E1", {"结果代码": "约时", "约定时间": "3月5日"})
    for job in ("check", "record", "today"):
        assert 1 == main([job, str(book), "--date", DAY])
        told = [row["代码"] for row in table(book, "问题") if row["表"] == "今日清单"]
        assert ["约的日子过了"] == [one for one in told if one != "填了没有登记"], job

    typed(book, "今日清单", "W5a·E1", {"约定时间": "3月12日"})
    main(["check", str(book), "--date", DAY])
    assert [] == [row for row in table(book, "问题") if row["表"] == "今日清单"]
    main(["record", str(book), "--date", DAY])
    assert ["2026-03-12"] == [str(row["约定时间"])[:10] for row in table(book, "回访记录") if row["结果代码"] == "约时"]
