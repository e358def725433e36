"""Worksheet functions: what a cell answers, and how Excel comes to call them."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName

from workbook.papers.pages.page import Field, Page
from workbook.shells.files import new_book
from workbook.shells.macros import functions
from workbook.shells.macros.function_names import definitions
from workbook.shells.macros.functions import HF_DUE, HF_FINE, HF_WORKDAY
from workbook.shells.macros.macro_book import equip
from workbook.shells.outside.shelf import shelf

MACROS = Path(__file__).parents[1] / "macros" / "excel" / "HuifangFunctions.bas"
HOLIDAYS = [
    ["开始日", "结束日", "名称", "类别"],
    [datetime(2026, 3, 10), datetime(2026, 3, 11), "停电", "放假"],
    [None, None, None, None],
]
SETTINGS = [["名", "值"], ["规则书", None]]
SANCTIONS = [
    ["编号", "名称", "金额", "翻倍自", "生效日", "失效日"],
    ["Z1", "迟到", "50", 2, None, None],
    ["Z2", "阶梯", "1:20; 2:40; 3+:劝退", None, None, None],
    ["Z3", "由人定", "100..200", None, None, None],
    ["Z4", "按量", "10", None, "2026-01-01", "2026-03-31"],
    ["Z4", "按量", "12", None, "2026-04-01", None],
    ["Z5", "按价", "10%×{工单.金额}", None, None, None],
]


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        (datetime(2026, 3, 9, 10), "3天", datetime(2026, 3, 12)),
        (datetime(2026, 3, 9, 10), "2工作日", datetime(2026, 3, 13)),
        (datetime(2026, 3, 9, 10), "24小时", datetime(2026, 3, 10, 10)),
        (46090.0, "1月", datetime(2026, 4, 9)),
        ("2026年3月9日 下午2:30", "1天 09:00", datetime(2026, 3, 10, 9)),
    ],
)
def test_a_due_moment_minds_the_holidays_of_the_workbook(start: object, span: str, due: datetime) -> None:
    """Days, working days, hours, months, a clock time; however the start was typed."""
    assert due == HF_DUE(start, span, HOLIDAYS)


def test_without_holidays_the_published_ones_count() -> None:
    """The first of May with its make-up day."""
    assert datetime(2026, 5, 8) == HF_DUE("2026-04-30", "3工作日")


@pytest.mark.parametrize(("number", "day"), [(1, 12), (-1, 9), (3.0, 16)])
def test_working_days_are_added_and_taken_away(number: float, day: int) -> None:
    """From a Tuesday that the office has off itself."""
    assert datetime(2026, 3, day) == HF_WORKDAY(datetime(2026, 3, 10), number, HOLIDAYS)


@pytest.mark.parametrize(
    ("code", "day", "nth", "quantity", "fine"),
    [
        ("Z1", "2026-03-09", 1, 1, 50.0),
        ("z1", "2026-03-09", 3, 1, 100.0),
        ("Z2", "2026-03-09", 2, 1, 40.0),
        ("Z2", "2026-03-09", 5, 1, "劝退"),
        ("Z3", "2026-03-09", 1, 1, "100.00 元到200.00 元，由人定"),
        ("Z4", "2026-03-31", 1, 3, 30.0),
        ("Z4", "2026-04-01", 1, 3, 36.0),
    ],
)
def test_a_fine_is_what_the_rule_in_force_says(code: str, day: str, nth: int, quantity: int, fine: float | str) -> None:
    """Doubling, ladders, a person's decision, dated rows."""
    assert fine == HF_FINE(code, day, nth, quantity, SETTINGS, SANCTIONS)


def test_a_fine_by_share_needs_its_base() -> None:
    """The cell asks for it, and takes it."""
    assert "最后一格要写上它的数" in str(HF_FINE("Z5", "2026-03-09", 1, 1, SETTINGS, SANCTIONS))
    assert 120.0 == HF_FINE("Z5", "2026-03-09", 1, 1, SETTINGS, SANCTIONS, 1200)


def test_a_fine_of_a_rulebook_on_the_shelf() -> None:
    """The workbook names its rulebook; its rules need not stand in the workbook."""
    book, code = next((book, rows[0].cells["编号"]) for book in shelf() if (rows := shelf()[book].rows.get("处罚标准")))
    day = "2026-03-09"

    assert f"【处罚标准】里没有“{code}”。" == HF_FINE(code, day, 1, 1, [["名", "值"], ["规则书", None]], None)
    assert "里没有" not in str(HF_FINE(code, day, 1, 1, [["名", "值"], ["规则书", book]], None))


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda: HF_DUE("三月九号", "3天"), "“三月九号”不是日期，写成 2026-03-09 或 2026-03-09 14:30。"),
        (lambda: HF_DUE("2026-03-09", "尽快"), "“尽快”不是时长，写成 3工作日、24小时 或 1月。"),
        (lambda: HF_DUE("2026-03-09", "2班时"), "班时要看上班时间，公式里算不出；写成小时，或看【今日清单】。"),
        (lambda: HF_WORKDAY("2026-03-09", "两"), "天数“两”不是数。"),
        (lambda: HF_WORKDAY("2026-03-09", 1.5), "天数“1.5”不是整数。"),
        (lambda: HF_FINE("Z9", "2026-03-09", 1, 1, SETTINGS, SANCTIONS), "【处罚标准】里没有“Z9”。"),
        (lambda: HF_FINE("Z4", "2025-12-31", 1, 1, SETTINGS, SANCTIONS), "“Z4”在 2025-12-31 不生效。"),
        (lambda: HF_DUE(None, "3天"), ""),
        (lambda: HF_FINE("", "2026-03-09"), ""),
    ],
)  # fmt: skip
def test_what_cant_be_answered_is_said_in_the_cell(answer: object, sentence: str) -> None:
    """A sentence, not #VALUE!; a row that isn't filled yet stays empty."""
    assert sentence == answer()  # type: ignore[operator]


def test_excel_calls_what_python_answers() -> None:
    """The macros' functions have the names and arguments of the Python ones, in ASCII."""
    text = MACROS.read_text(encoding="ascii").replace(" _\n", " ")
    told = {
        name: [re.sub(r"\s*(Optional|As Variant)\s*", "", one).strip() for one in given.split(",")]
        for name, given in re.findall(r"Public Function (\w+)\((.*?)\) As Variant", text)
    }
    handed = {name: given.split(", ") for name, given in re.findall(r'Asked\("(\w+)", Array\((.*?)\)\)', text)}

    assert told == handed
    for name, given in told.items():
        function = getattr(functions, name).__wrapped__
        assert list(function.__code__.co_varnames[: function.__code__.co_argcount]) == given


def test_the_chinese_names_hand_the_sheets_over() -> None:
    """A sheet that the workbook lacks is left empty, never a broken reference."""
    whole = definitions(["节假日", "设置", "处罚标准"])

    assert ["回访.到期", "回访.工作日加", "回访.罚款"] == list(whole)
    assert whole["回访.罚款"].endswith("_xlpm.数量,'设置'!$A$1:$H$400,'处罚标准'!$A$1:$AH$600))")
    assert '""' in definitions(["设置"])["回访.罚款"]


def test_a_workbook_with_buttons_has_the_names_and_keeps_its_own(tmp_path: Path) -> None:
    """Built for Excel; a name that staff gave is theirs."""
    source, made = tmp_path / "回访.xlsx", tmp_path / "回访.xlsm"
    new_book.write(
        source, [Page(name, (Field("编号"),)) for name in ("首页", "设置")], head=None, created=datetime(2026, 3, 9)
    )
    book = load_workbook(source)
    book.defined_names["回访.到期"] = DefinedName("回访.到期", attr_text="设置!$A$1")
    book.save(source)

    equip(source, made)
    names = load_workbook(made).defined_names

    assert "设置!$A$1" == names["回访.到期"].attr_text
    assert definitions(["首页", "设置"])["回访.罚款"] == names["回访.罚款"].attr_text
