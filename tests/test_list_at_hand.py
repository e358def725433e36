"""今日清单 at a call: what a caller needs stands on one screen, and folds away what today doesn't ask."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from bookshelf import DAY, OFFICE, TO_THE_WORDS, office, table

from workbook.shells.commands.cli import main

SAMPLE = Path(__file__).parents[1] / "sample.xlsx"
SCREEN, ROW_HEADS = 1366, 60  # pixels across, of which the program takes some at the edges


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workbook with rows and its first list."""
    book = tmp_path_factory.mktemp("list") / "回访.xlsx"
    assert 0 == main(["new", str(book), "--rulebook", "wine-service", "--demo", "--date", "2026-03-09"])
    assert main(["today", str(book), "--date", "2026-03-09"]) in {0, 1}
    return book


def top(sheet: openpyxl.worksheet.worksheet.Worksheet) -> dict[str, int]:
    """Heading → column."""
    row = next(row for row in sheet.iter_rows(max_row=5) if any(cell.value == "任务编号" for cell in row))
    return {str(cell.value): cell.column for cell in row if cell.value}


def test_name_to_remark_fit_a_screen_of_1366(made: Path) -> None:
    """From 序 to the remark nothing has to be scrolled to; name and number stay while the rest scrolls."""
    sheet = openpyxl.load_workbook(made)["今日清单"]
    headings = list(top(sheet))

    assert [*TO_THE_WORDS, "结果代码", "约定时间", "备注"] == headings[: len(TO_THE_WORDS) + 3]
    letters = [openpyxl.utils.get_column_letter(at) for at in range(1, len(TO_THE_WORDS) + 4)]
    assert sum(round(sheet.column_dimensions[one].width * 7) for one in letters) <= SCREEN - ROW_HEADS
    assert "D" == str(sheet.freeze_panes).rstrip("0123456789")


def test_questions_stand_three_columns_from_the_outcome(tmp_path: Path) -> None:
    """What is seldom typed stands behind them; on paper the list ends with the remark, as before."""
    book = shutil.copyfile(SAMPLE, tmp_path / "回访.xlsx")
    main(["today", str(book), "--date", "2026-03-16"])
    sheet = openpyxl.load_workbook(book)["今日清单"]
    headings = list(top(sheet))
    typed = headings[headings.index("结果代码") : headings.index("计划时间")]

    assert ["结果代码", "约定时间", "备注", "已装好"] == typed[:4]
    assert ["建议", "回访时间", "原因", "批准人"] == typed[-4:]
    letter = openpyxl.utils.get_column_letter(headings.index("备注") + 1)
    assert f":${letter}$" in str(sheet.print_area)


def test_a_list_laid_out_before_keeps_its_order(made: Path, tmp_path: Path) -> None:
    """A book whose columns stand otherwise is filled where they stand; nothing moves, nothing comes twice."""
    book = tmp_path / "回访.xlsx"
    opened = openpyxl.load_workbook(made)
    sheet, columns = opened["今日清单"], top(opened["今日清单"])
    order = list(columns)
    here, there = order.index("约定时间"), order.index("回访时间")
    order[here], order[there] = order[there], order[here]
    head = next(row for row in sheet.iter_rows(max_row=5) if any(cell.value == "任务编号" for cell in row))
    for cell, heading in zip(head, order, strict=False):
        cell.value = heading
    opened.save(book)

    assert main(["today", str(book), "--date", "2026-03-09"]) in {0, 1}

    assert order == list(top(openpyxl.load_workbook(book)["今日清单"]))


def test_overdue_calls_stand_on_top(made: Path) -> None:
    """In their planned order, as 首页 says; 序 counts from there."""
    sheet = openpyxl.load_workbook(made)["今日清单"]
    columns = top(sheet)
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[columns["序"] - 1], int)]
    states = [row[columns["状态"] - 1] for row in rows]

    assert sorted(states, key=lambda state: state != "逾期") == states
    assert list(range(1, len(rows) + 1)) == [row[columns["序"] - 1] for row in rows]


def test_a_name_leads_to_the_customers_row(made: Path) -> None:
    """One click away; the words stay words."""
    book = openpyxl.load_workbook(made)
    sheet, columns = book["今日清单"], top(book["今日清单"])
    cells = [row[columns["客户名称"] - 1] for row in sheet.iter_rows(min_row=2) if row[columns["任务编号"] - 1].value]
    linked = [cell for cell in cells if cell.hyperlink]

    assert len(linked) == sum(1 for cell in cells if cell.value and cell.value != "客户名称")
    for cell in linked:
        place = str(cell.hyperlink.location).partition("!")[2]
        assert cell.value == book["客户"][place].value


def folded(book: Path) -> set[str]:
    """The headings of columns behind a +."""
    sheet = openpyxl.load_workbook(book)["今日清单"]
    facts = {h: sheet.column_dimensions[openpyxl.utils.get_column_letter(at)] for h, at in top(sheet).items()}
    return {heading for heading, one in facts.items() if one.outlineLevel and one.hidden}


def test_only_todays_questions_are_open(tmp_path: Path) -> None:
    """Columns of forms that no call of the day has are behind a +; on a day that asks them they come out again."""
    book = shutil.copyfile(SAMPLE, tmp_path / "回访.xlsx")
    found = []
    for day in ("2026-03-09", "2026-03-10", "2026-03-12"):
        main(["today", str(book), "--date", day])
        found.append(folded(book))

    assert [{"已装好", "水质正常", "使用情况", "所需支持", "建议"}, {"所需支持"}, set()] == found


def test_widths_that_staff_chose_stay(made: Path, tmp_path: Path) -> None:
    """And their order of columns."""
    book = tmp_path / "回访.xlsx"
    opened = openpyxl.load_workbook(made)
    opened["今日清单"].column_dimensions["B"].width = 31
    opened.save(book)

    assert main(["today", str(book), "--date", "2026-03-09"]) in {0, 1}

    assert 31 == openpyxl.load_workbook(book)["今日清单"].column_dimensions["B"].width


def test_the_last_contact_is_told_with_its_note(tmp_path: Path) -> None:
    """The newest record of the customer, what came of it, and what was promised for later."""
    book = shutil.copyfile(SAMPLE, tmp_path / "回访.xlsx")
    opened = openpyxl.load_workbook(book)
    records = opened["回访记录"]
    heads = {str(cell.value): cell.column for cell in records[3]}
    row = records.max_row + 1
    facts = {"记录编号": "H900", "客户编号": "C002", "回访时间": "2026-03-15 10:00", "方式": "电话", "结果代码": "无人接",
             "备注": "占线", "约定时间": "2026-03-20 09:30"}  # fmt: skip
    for heading, value in facts.items():
        records.cell(row, heads[heading]).value = value
    opened.save(book)

    main(["today", str(book), "--date", "2026-03-16"])

    sheet = openpyxl.load_workbook(book)["今日清单"]
    columns = top(sheet)
    told = [line[columns["上次情况"] - 1] for line in sheet.iter_rows(values_only=True) if "C002" in line]
    assert {"03-15 无人接：占线；约 03-20 09:30"} == set(told)


@pytest.mark.parametrize(
    ("note", "said", "told"),
    [
        ("从旧名单导入", "说下周滤芯到货再来", "03-05 完成：说下周滤芯到货再来"),
        ("从旧名单导入；方式原写：飞鸽", "用得好", "03-05 完成：用得好；方式原写：飞鸽"),
        ("从旧名单导入", None, "03-05 完成"),
        ("用得好", "价格高", "03-05 完成：用得好"),
    ],
)
def test_of_a_call_that_came_with_a_list_its_words_are_told(
    tmp_path: Path, note: str, said: str | None, told: str
) -> None:
    """Not where the record came from, which helps nobody who calls."""
    records = ({**OFFICE["回访记录"][0], "备注": note, "意见": said},)
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "回访记录": records})
    main(["today", str(book), "--date", DAY])

    assert {told} == {row["上次情况"] for row in table(book, "今日清单") if row["客户编号"] == "C2"}


def test_what_a_customer_wants_stands_where_the_clerk_dials(tmp_path: Path) -> None:
    """The note of the customer, and a wish that the rule's own way doesn't follow; a long note ends in …, not in silence."""
    notes = {"甲": ("微信", "下午打"), "乙": ("电话", "家里有老人，" * 10)}
    sheets = {
        "设置": ({"名": "规则书", "值": "curtain-service"},),
        "员工": ({"员工编号": "S1", "姓名": "云锦", "岗位": "客服"},),
        "客户": [
            {"客户编号": name, "客户名称": name, "手机": "13900000001", "状态": "在用", "方式偏好": way, "备注": note}
            for name, (way, note) in notes.items()
        ],
        "工单": [
            {
                "工单编号": f"J{at}",
                "客户编号": name,
                "工单类型": "窗帘服务",
                "服务类型": "安装窗帘",
                "房屋": "新建房屋",
                "受理时间": "2026-03-01 09:00",
                "完成时间": "2026-03-02 15:00",
            }
            for at, name in enumerate(notes)
        ],
    }
    book = office(tmp_path / "回访.xlsx", sheets)
    main(["today", str(book), "--date", DAY])
    told = {str(row["客户名称"]): (row["联系方式"], row["上次情况"]) for row in table(book, "今日清单")}

    assert {
        "甲": ("电话", "客户要用微信；客户备注：下午打"),
        "乙": ("电话", f"客户备注：{notes['乙'][1][:40]}…"),
    } == told


def test_a_number_is_found_however_it_is_written(tmp_path: Path) -> None:
    """Bare in 电话, a text that begins with whatever it begins with; with its spaces at the right, on the same row."""
    book = office(tmp_path / "回访.xlsx")
    assert main(["today", str(book), "--date", DAY]) in {0, 1}

    texts = [[str(value) for value in row.values() if value is not None] for row in table(book, "今日清单")]
    for words in ("13800000001", "138 0000 0001"):
        assert 1 == sum(any(words in text for text in row) for row in texts)
    sheet = openpyxl.load_workbook(book)["今日清单"]
    assert not sheet.column_dimensions[openpyxl.utils.get_column_letter(top(sheet)["号码分写"])].hidden
