"""Lists as an office has them that no other test has: side by side below two rows of headings, ticks a month, odd numbers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from test_bringing import NAMES, PHONES, book, brought, rows, saved, told

from workbook.papers.brought.values import numbers

__all__ = ["book"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0571-8600 0204转8", ["057186000204转8"]),
        ("（0571）8600-0204", ["057186000204"]),
        ("+86 21 61000000", ["02161000000"]),
        ("0086 13800000201", ["13800000201"]),
        ("+8613800000301/0571-86000301", ["13800000301", "057186000301"]),
        ("021 6100 0000", ["02161000000"]),
        ("0571-86000103、13900000101", ["057186000103", "13900000101"]),
        ("内线 8001", []),
    ],
)
def test_numbers_however_they_are_written(text: str, found: list[str]) -> None:
    assert found == numbers(text)


def side_by_side(sheet: Any) -> None:
    """Two lists beside each other, each below merged headings in two rows; totals and signatures below."""
    sheet["A1"] = "一季度客户回访台账（城南 / 城北）"
    sheet.merge_cells("A1:N1")
    sheet["A2"] = "制表人：林一禾    日期：2026年3月13日"
    for base in (1, 9):
        for place, heading in ((0, "序号"), (1, "客户"), (2, "联系方式"), (4, "回访"), (6, "备注")):
            sheet.cell(3, base + place, heading)
        for first, last, bottom in ((0, 0, 4), (1, 1, 4), (2, 3, 3), (4, 5, 3), (6, 6, 4)):
            sheet.merge_cells(start_row=3, end_row=bottom, start_column=base + first, end_column=base + last)
        for place, heading in ((2, "手机"), (3, "座机"), (4, "上次"), (5, "下次")):
            sheet.cell(4, base + place, heading)
    last = [dt.datetime(2026, 3, 2), "3月5日", "元宵节前后", 46090, "2026.2.30", "√"]
    following = ["3月20日", "下周一", dt.datetime(2026, 3, 17, 14, 30), "四月初", "", "2026/3/25"]
    for at in range(6):
        lines = [at % 3 + 1, NAMES[at], PHONES[at] if at else None, None if at else "0571-8600 0204转8"]
        for place, value in enumerate([*lines, last[at], following[at], ("爱喝茶", "")[at % 2]]):
            sheet.cell(5 + at % 3, (1, 9)[at // 3] + place, value)
    sheet["A8"], sheet["B8"], sheet["I8"], sheet["A10"], sheet["I10"] = "合计", "3户", "合计", "主管签字：", "审核："


def test_two_lists_below_two_rows_of_headings(book: Path, tmp_path: Path) -> None:
    """Every customer, number, call and promise; days in words are told at their cells and stay in 备注."""
    brought(book, saved(tmp_path, side_by_side), "--yes")
    assert [(name, phone, None) for name, phone in zip(NAMES[1:], PHONES[1:], strict=True)] == rows(
        book, "客户", "客户名称", "手机", "座机"
    )[1:]
    assert (NAMES[0], None, "057186000204转8") == rows(book, "客户", "客户名称", "手机", "座机")[0]
    notes = [note for (note,) in rows(book, "客户", "备注")]
    assert [
        "爱喝茶",
        "下次：下周一",
        "爱喝茶；上次：元宵节前后",
        "下次：四月初",
        "爱喝茶；上次：2026.2.30",
        "上次：√",
    ] == notes
    assert [("K0001", "2026-03-02"), ("K0002", "2026-03-05"), ("K0004", "2026-03-09")] == [
        (str(key), str(when)[:10]) for key, when in rows(book, "回访记录", "客户编号", "回访时间")
    ]
    assert [("K0001", "2026-03-20 09:00"), ("K0003", "2026-03-17 14:30"), ("K0006", "2026-03-25 09:00")] == [
        (str(key), str(when)[:16]) for key, when in rows(book, "预约", "客户编号", "约定时间")
    ]
    assert 5 == sum("看不出是哪一天" in one or "没有日期" in one for one in told(book, "请看一眼"))


def monthly(sheet: Any) -> None:
    """A column a month, a tick in each in which somebody called; one with amounts."""
    sheet.append(["客户", "电话", "客户经理", "12月", "1月", "2月", "3月", "4月", "5月份"])
    sheet.append([NAMES[0], PHONES[0], "秦二川", "√", "√", "×", None, None, 120])
    sheet.append([NAMES[1], PHONES[1], "小唐", None, "无人接", "√", "√", None, 80])
    sheet.append([NAMES[0], PHONES[0], "秦二川", "√", None, None, None, None, None])


def test_ticks_below_months_are_calls_of_that_month(book: Path, tmp_path: Path) -> None:
    """On its first day, as none is written: that is told at the cells, and nobody is called anew for it."""
    brought(book, saved(tmp_path, monthly), "--yes")
    calls = [
        (str(key), str(when)[:10], how) for key, when, how in rows(book, "回访记录", "客户编号", "回访时间", "结果代码")
    ]
    assert [
        ("K0001", "2025-12-01", "完成"),
        ("K0001", "2026-01-01", "完成"),
        ("K0002", "2026-01-01", "无人接"),
        ("K0002", "2026-02-01", "完成"),
        ("K0002", "2026-03-01", "完成"),
    ] == sorted(calls)
    assert any("“1月”没有写哪天，先记作 2026-01-01 的回访" in one for one in told(book, "请看一眼"))
    assert any("“2月” → 这个月的回访，记成回访 1 条，没打的 1 格" in one for one in told(book, "各列"))
    assert ["120", "80"] == [amount for (amount,) in rows(book, "客户", "5月份")]
    before = rows(book, "回访记录", "记录编号")
    brought(book, tmp_path / "名单.xlsx", "--yes")
    assert before == rows(book, "回访记录", "记录编号")


def test_an_old_systems_text_with_semicolons(book: Path, tmp_path: Path) -> None:
    """GBK; numbers given twice and not at all, two numbers in a cell, serial days, unknown words, a total, a signature."""
    source = tmp_path / "名单.csv"
    lines = [
        "客户编号;姓名;联系电话;负责人;登记日期;最近联系;下次联系;状态;地址",
        "001;甲一;+8613800000301/0571-86000301;秦二川;2026.3.5;3月5日;2026-03-18;在用;文一路1号",
        "001;乙二;138-0000-0302;唐三木;2025-12-1;46085;3月19日;停机;文一路2号",
        ";丙三;+86 138 0000 0303;唐三木;20250615;2026/3/5 14:20;下周;正常;文一路3号",
        "004;丁四;13800000304，13800000305;秦二川;腊月廿三;二月二;;已注销;文一路4号",
        ";;13800000306;秦二川;2026-1-1;;;在用;文一路5号",
        "007;庚七;13800000307;秦二川;45992;2026-03-10 9:00;2026-3-12;在用;",
        ";丙三;+8613800000303;唐三木;;2026/3/10 10:00;;正常;文一路3号之二",
        "合计;;6;;;;;;",
        "制表：林一禾;;;;;审核：;;;",
    ]
    source.write_bytes("\r\n".join(lines).encode("gbk"))
    assert 1 == brought(book, source, "--yes")

    headings = ("客户编号", "客户名称", "手机", "座机", "备用电话", "归属员工", "建档日", "备注")
    found = {str(line[0]): line for line in rows(book, "客户", *headings)}
    assert {"001", "K0001", "004", "007"} == set(found)
    assert ("13800000301", "057186000301") == found["001"][2:4]
    assert ("13800000304", "13800000305") == (found["004"][2], found["004"][4])
    assert {"登记日期：腊月廿三", "状态：已注销", "最近联系：二月二"} == set(str(found["004"][7]).split("；"))
    assert {"状态：正常", "下次联系：下周", "地址：文一路3号之二"} == set(str(found["K0001"][7]).split("；"))
    assert "2025-12-01 00:00:00" == found["007"][6]
    assert {"2026-03-05 12:00", "2026-03-05 14:20", "2026-03-10 10:00", "2026-03-10 09:00"} == {
        str(when)[:16] for (when,) in rows(book, "回访记录", "回访时间")
    }
    assert {("001", "2026-03-18"), ("007", "2026-03-12")} == {
        (str(key), str(when)[:10]) for key, when in rows(book, "预约", "客户编号", "约定时间")
    }
    assert 2 == len(told(book, "没有收"))
    assert (tmp_path / "名单-退回.xlsx").exists()
