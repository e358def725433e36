"""One value, one way: what each type makes of what people type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.sheets.codes import Codes, codes
from workbook.sheets.grid import grid
from workbook.sheets.schema import STANDARD
from workbook.sheets.tables import tables

Rows = Sequence[Sequence[object]]


def column(kind: str, *values: object, words: Codes | None = None) -> tuple[list[Any], list[str]]:
    """What values of a type become, missing as None, and the issues they make."""
    using, _ = STANDARD.with_rows([{"表": "样", "列": ["行:文本", f"值:{kind}"]}])
    rows: Rows = [["行", "值"], *([f"第{at}", value] for at, value in enumerate(values))]
    found = tables([grid("样", rows)], using, words or Codes(), wanted=["样"])
    series = found.frames["样"]["值"]
    return [None if pd.isna(value) else value for value in series], [issue.kind.name for issue in found.issues]


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-09", "2026/3/9", "2026.3.9", "20260309", "2026年3月9日", "２０２６年３月９日", "2026-3-9 星期一"),
        *("2026年3月9号(周一)", "46090", "2026-03-09 00:00:00", "2026-03-09T00:00:00", " 2026 年 3 月 9 日 "),
    ],
)
def test_a_day_may_be_written_in_many_ways(text: str) -> None:
    """All mean one day."""
    assert ([pd.Timestamp("2026-03-09")], []) == column("日期", text)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-09 14:30", "2026/3/9 14:30:00", "2026年3月9日 下午2:30", "2026-3-9 2:30 PM", "2026-03-09T14:30"),
        *("2026年3月9日14时30分", "2026-3-9 14点30", "202603091430", "20260309 14:30", "46090.6041666667"),
        *("2026-03-09 14:29:59.999", "2026年3月9日 星期一 下午2点30分", "2026-03-09 14：30"),
    ],
)
def test_an_instant_may_be_written_in_many_ways(text: str) -> None:
    """All mean one minute; parts of a second are rounded."""
    assert ([pd.Timestamp("2026-03-09 14:30")], []) == column("时点", text)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-3-9 上午12:30", "2026-03-09 00:30"),
        ("2026-3-9 中午12:30", "2026-03-09 12:30"),
        ("2026-3-9 中午1点", "2026-03-09 13:00"),
        ("2026-3-9 晚上8点", "2026-03-09 20:00"),
        ("2026-3-9 晚上12点", "2026-03-09 23:59:59"),
        ("2026-3-9 24:00", "2026-03-09 23:59:59"),
        ("2026-3-9 12:30 am", "2026-03-09 00:30"),
    ],
)
def test_half_days_are_told_apart(text: str, instant: str) -> None:
    """Twelve is the hour that goes wrong."""
    assert ([pd.Timestamp(instant)], []) == column("时点", text)


@pytest.mark.parametrize(
    "text",
    [
        *("2025-02-29", "2026-13-01", "2026-0-9", "待定", "12", "2026", "202603", "2026-3-9 25:00"),
        *(
            "2026-3-9 14:60",
            "1899-12-31 09:00:00",
            "1900-01-12 00:00:00",
            "+10000-01-01 00:00:00",
            "9999-12-31",
            "3/9/2026",
        ),
    ],
)
def test_what_is_no_day_is_said_and_missing(text: str) -> None:
    """A day no calendar has, a number somebody typed into a cell of dates."""
    assert ([None, pd.Timestamp("2026-03-09")], ["BAD_DATE"]) == column("日期", text, "2026-03-09")


@pytest.mark.parametrize("text", ["3月9日", "3-9", "3.9 14:30", "26.3.9", "26-03-09", "３月９号"])
def test_a_day_without_its_whole_year_is_said_to_be_one(text: str) -> None:
    """It isn't read, as next year the same cell would say another day."""
    assert ([None, pd.Timestamp("2026-03-09")], ["DATE_NO_YEAR"]) == column("日期", text, "2026-03-09")


@pytest.mark.parametrize(
    ("kind", "value", "meant"),
    [
        ("小数", "1,234.50", 1234.5),
        ("小数", "１２．５", 12.5),
        ("小数", "+3", 3.0),
        ("小数", "1E-3", 0.001),
        ("百分", "20%", 0.2),
        ("百分", "２０ ％", 0.2),
        ("金额", Decimal("12.30"), 12.3),
        ("整数", "5.0", 5.0),
        ("时刻", "9:05", "09:05"),
        ("时刻", "下午2:30", "14:30"),
        ("时刻", "2026-03-09 08:59:31", "08:59:31"),
        ("时刻", dt.time(9, 30), "09:30"),
        ("时长", "３个工作日", "3工作日"),
        ("时长", "{设置.期限}", "{设置.期限}"),
        ("时段", "9:00～12:00，14点-18点", "09:00-12:00,14:00-18:00"),
        ("时段", "全天", "00:00-24:00"),
        ("期", dt.date(2026, 3, 1), "2026-03"),
        ("期", "46082", "2026-03"),
        ("期", "2026年第二季度", "2026-Q2"),
        ("期", "上月", "上月"),
        ("期", "2026.3", "2026-03"),
        ("期", "2026.10", "2026-10"),
        ("多选(A/S|B)", "A/S", "A/S"),
        ("是否", "√", "是"),
        ("是否", "✗", "否"),
        ("是否", "错", "否"),
        ("是否", "N", "否"),
        ("是否", 1, "是"),
        ("是否", "有", "是"),
        ("代码(甲|乙)", " 甲 ", "甲"),
        ("代码(VIP|A)", "ｖｉｐ", "VIP"),
        ("代码", "随便", "随便"),
        ("代码(@没有的组)", "随便", "随便"),
        ("多选", "团购/VIP；团购|年节", "团购、VIP、年节"),
        ("多选(甲|乙)", "乙\n甲", "乙、甲"),
        ("电话", "+86 138 0013 8000", "13800138000"),
        ("电话", "013800138000", "13800138000"),
        ("电话", "86-571-88886666", "057188886666"),
        ("电话", "(010)88886666", "01088886666"),
        ("电话", "400-800-1234", "4008001234"),
        ("电话", "95588", "95588"),
        ("电话", "+1 212 555 0100", "0012125550100"),
        ("电话", "13800138000(张先生)", "13800138000"),
        ("编号", "Ａ－０１", "A-01"),
        ("编号", "1.0", "1.0"),
        ("编号", 1.0, "1"),
        ("文本", "（全角）标点，不变", "（全角）标点，不变"),
        ("文本", dt.date(2026, 3, 9), "2026-03-09"),
        ("长文", " 第一行 \r\n 第二行 ", "第一行 \n 第二行"),
        ("文件", "照片\\1.jpg", "照片\\1.jpg"),
    ],
)
def test_a_value_becomes_the_one_way_of_its_type(kind: str, value: object, meant: object) -> None:
    """Nothing is said about it."""
    assert ([meant], []) == column(kind, value)


@pytest.mark.parametrize(
    ("kind", "value", "meant", "issue"),
    [
        ("小数", "nan", None, "BAD_NUMBER"),
        ("小数", "inf", None, "BAD_NUMBER"),
        ("小数", "1,23", None, "BAD_NUMBER"),
        ("小数", "十二", None, "BAD_NUMBER"),
        ("整数", "20%", None, "BAD_NUMBER"),
        ("整数", "100%", None, "BAD_NUMBER"),  # a share is no count: 100% isn't 1
        ("金额", "5%", None, "BAD_NUMBER"),
        ("时刻", "24:30", None, "BAD_TIME"),
        ("时长", "30", None, "BAD_SPAN"),
        ("期", "2026-13", None, "BAD_PERIOD"),
        ("期", "20261", None, "BAD_PERIOD"),
        ("期", 2026.1, None, "BAD_PERIOD"),  # January, or October that lost its zero
        ("多选(甲|乙)", "甲、丙", "甲", "UNKNOWN_CODE"),
        ("电话", "13800138000/13900139000", "13800138000", "ODD_PHONE"),
        ("电话", "138001380", "138001380", "ODD_PHONE"),
        ("电话", "1.38E+10", None, "ODD_PHONE"),
        ("电话", "微信同号", None, "ODD_PHONE"),
        ("电话", "12345678901", "12345678901", "ODD_PHONE"),
    ],
)
def test_what_is_odd_is_said(kind: str, value: object, meant: object, issue: str) -> None:
    """And kept only when somebody could still use it."""
    assert ([meant], [issue]) == column(kind, value)


def test_an_alias_is_told_once_for_each_word() -> None:
    """Ten thousand notes about one habit help nobody."""
    words = codes([{"组": "联系方式", "代码": "拜访", "别名": "上门,到店"}])
    values, issues = column("代码(@联系方式)", "上门", "到店", "上门", "拜访", words=words)

    assert (["拜访"] * 4, ["ALIAS_FOLDED"] * 2) == (values, issues)


def test_an_unknown_word_is_told_at_every_cell() -> None:
    """Each of them counts as empty."""
    assert ([None, "甲", None], ["UNKNOWN_CODE"] * 2) == column("代码(甲|乙)", "丙", "甲", "丙")


def test_an_error_word_is_missing_and_told() -> None:
    """As text it stands where a formula was pasted as a value."""
    assert ([None, "x"], ["ERROR_CELL"]) == column("文本", "#N/A", "x")
    assert ([None], ["ERROR_CELL"]) == column("日期", "#REF!")


@settings(max_examples=40, deadline=None)
@given(st.datetimes(dt.datetime(1910, 1, 1), dt.datetime(2199, 12, 31)).map(lambda one: one.replace(microsecond=0)))
def test_every_spelling_of_a_moment_is_that_moment(moment: dt.datetime) -> None:
    """Dashes, slashes, Chinese, compact: one instant."""
    spelled = [
        moment.isoformat(sep=" "),
        f"{moment:%Y/}{moment.month}/{moment.day} {moment:%H:%M:%S}",
        f"{moment:%Y}年{moment.month}月{moment.day}日 {moment.hour}时{moment.minute}分{moment.second}秒",
        f"{moment:%Y%m%d%H%M%S}",
        f"{moment.year}.{moment.month}.{moment.day} {'下午' if moment.hour > 11 else '上午'}{moment:%I:%M:%S}",
    ]

    assert ([pd.Timestamp(moment)] * len(spelled), []) == column("时点", *spelled)
