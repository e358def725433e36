"""A row that 开单 opened for a cell that somebody changed later: 问题 says so at that row, and the row stays."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from runs import Office, Row

from workbook.rules.world.vectors import says
from workbook.words.issues import Kind

RULES = """
登记表:
  - {表: 问题单, 列: ["问题编号:编号#", "客户编号:引用(客户)", "内容:文本", "来源规则:文本", "来源编号:编号"]}
计算:
  - {表: 客户, 列: 回访数, 类型: 整数, 方法: 计数, 来源: 回访记录}
开单:
  - {编号: K1, 名称: 不满意立单, 源表: 回访记录, 若: {满意度: 不满意}, 目标表: 问题单, 写入: "客户编号={客户编号}；内容={备注}"}
  - {编号: K2, 名称: 月单, 源表: 回访记录, 若: {回访时间: 本月, 满意度: 一般}, 目标表: 问题单, 写入: "客户编号={客户编号}"}
  - {编号: K3, 名称: 打过一次, 源表: 客户, 若: {回访数: "1"}, 目标表: 问题单, 写入: "客户编号={客户编号}"}
"""
CALL: Row = {
    "记录编号": "H1", "客户编号": "C1", "回访时间": "2026-03-06 10:00", "方式": "电话", "员工编号": "S2", "结果代码": "完成",
    "满意度": "不满意", "备注": "迟到",
}  # fmt: skip


def office(*calls: Row) -> Office:
    book = Office(RULES, {"回访记录": [CALL, *calls]})
    book.run("2026-03-06 18:00")
    return book


def gone(book: Office, now: str = "2026-03-09 09:00") -> list[str]:
    return [f"{one.place}: {one.what}" for one in book.looked_at(now).finished().issues if one.kind is Kind.CAUSE_GONE]


def answered(word: str | None):
    def change(rows: list[Row]) -> None:
        rows[0]["满意度"] = word

    return change


def test_a_corrected_answer_is_named_at_the_row_it_opened() -> None:
    book = office()
    assert [] == gone(book)

    book.edit("回访记录", answered("满意"))
    [said] = gone(book)

    assert said.startswith("问题单!E2: 这一行是规则 K1 因为 回访记录!")
    assert "已不合“满意度: 不满意”" in said
    sheet = book.looked_at("2026-03-09 09:00").sheet("问题单")
    assert "K1-H1" in says(sheet.key()).objects().tolist()

    book.edit("回访记录", answered("不满意"))
    assert [] == gone(book)


def test_an_answer_that_is_emptied_took_the_cause_away_too() -> None:
    book = office()
    book.edit("回访记录", answered(None))

    assert 1 == len(gone(book))


def test_what_time_or_another_record_changes_took_nothing_back() -> None:
    """本月 is over next month, and a second call makes the count two: nobody corrected anything."""
    book = office({**CALL, "记录编号": "H2", "客户编号": "C2", "满意度": "一般"})
    book.edit("回访记录", lambda rows: [*rows, {**CALL, "记录编号": "H3", "客户编号": "C2", "满意度": "满意"}])

    assert [] == gone(book, "2026-04-09 09:00")
