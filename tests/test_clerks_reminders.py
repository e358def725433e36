"""What a clerk owes that is no call stands in their own book, and is noted there; empty lines say what they are for."""

from __future__ import annotations

import openpyxl
from clerks import LIN, ZHOU, Office, edited, heads, rows, typed


def test_a_clerk_has_their_own_reminders_only(office: Office) -> None:
    """As the main book tells them; whoever owes nothing has no such sheet."""
    wanted = {row["任务编号"] for row in rows(office.book, "提醒") if ZHOU in row["责任人姓名"]}
    mine = rows(office.of(ZHOU), "提醒")

    assert wanted == {row["任务编号"] for row in mine}
    assert {"事项", "客户名称", "到期", "状态"} <= set(mine[0])
    assert [] == rows(office.of(LIN), "提醒")


def test_a_reminder_is_noted_as_done_in_the_clerks_own_book(office: Office) -> None:
    """Its cell is that of the book, with the row of a customer who isn't called today; it comes back and counts."""
    own = office.of(ZHOU)
    (line,) = rows(own, "提醒")
    sheet, cell = line["在哪里填"].split("!")
    book = openpyxl.load_workbook(own)
    (link,) = [one.hyperlink.location for row in book["提醒"] for one in row if one.hyperlink]
    assert ("事件", f"'{sheet}'!{cell}") == (sheet, link)
    at, _ = heads(book[sheet])
    row = book[sheet][cell].row
    assert line["源编号"] == book[sheet].cell(row, at["事件编号"]).value
    assert at["处理完成时间"] == book[sheet][cell].column

    edited(own, lambda page: page[sheet].__setitem__(cell, "2026-03-16 15:00"))
    office.collect()
    (done,) = [one for one in rows(office.book, "事件") if one["事件编号"] == line["源编号"]]
    assert "2026-03-16 15:00:00" == done["处理完成时间"]
    office.run("today")
    assert line["任务编号"] not in {one["任务编号"] for one in rows(office.book, "提醒")}


def test_empty_lines_say_what_they_are_for(office: Office) -> None:
    """At the foot of the list; a line written there comes in as any, also where the column of marks was deleted."""
    own = office.of(LIN)
    known = {row.get("客户名称") for row in rows(office.book, "今日清单")}
    who = next(row["客户名称"] for row in rows(office.book, "客户") if row.get("客户名称") not in known)
    (hint,) = [row for row in rows(own, "今日清单") if row["任务编号"] == "新·1"]
    assert "清单上没有的客户写在这几行" in " ".join(hint.values())

    typed(own, {"新·1": {"客户名称": who, "结果代码": "完成", "备注": "来电问滤芯"}})

    def without_marks(book: openpyxl.Workbook) -> None:
        page = book["今日清单"]
        at, _ = heads(page)
        page.delete_cols(at["任务编号"])

    edited(own, without_marks)
    office.collect()
    assert [] == rows(office.book, "交回冲突")
    (line,) = [
        row for row in rows(office.book, "今日清单") if row.get("客户名称") == who or row.get("备注") == "来电问滤芯"
    ]
    assert "完成" == line["结果代码"]
    assert "清单上没有" not in " ".join(line.values())
