"""From cells to frames: headers found, types made, rows kept or left out, sheets hung together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.sheets.codes import Codes
from workbook.sheets.grid import Grid, grid
from workbook.sheets.schema import STANDARD, Schema
from workbook.sheets.tables import Tables, tables
from workbook.sheets.types import KNOWN, Type
from workbook.words.issues import Kind

Rows = Sequence[Sequence[object]]

CUSTOMERS = grid("客户", [["客户编号", "客户名称"], ["C1", "甲"], ["C2", "乙"]])
STAFF = grid("员工", [["员工编号", "姓名", "岗位"], ["E1", "李", "客服"], ["E2", "王", "客服、组长"]])


def schema(*columns: str, **row: str) -> Schema:
    """The standard sheets and a sheet 样 with these columns."""
    rows: list[dict[str, str | list[str]]] = [{"表": "样", "列": ["行:文本", *columns]}]
    made, refused = STANDARD.with_rows([*rows, {"表": "样", **row}] if row else rows)
    assert not refused
    return made


def read(*grids: Grid, using: Schema = STANDARD, words: Codes | None = None) -> Tables:
    """Tables out of grids."""
    return tables(grids, using, words or Codes())


def said(found: Tables) -> list[tuple[str, str]]:
    """The issues as kind and place."""
    return [(issue.kind.name, str(issue.place)) for issue in found.issues]


# -- headers


def test_the_header_is_the_row_that_names_most_columns() -> None:
    """Titles, dates and blank rows may stand above it."""
    rows: Rows = [["客户 一览"], [None, "客户名称和别的"], [], ["客户编号", "客户名称", "手机"], ["C1", "甲", None]]

    assert {"客户": 4} == dict(read(grid("客户", rows)).header)


def test_columns_may_stand_in_any_order_under_other_names() -> None:
    """电话, 联系电话 and 手机号码 are 手机; signs, brackets and line breaks in a heading don't matter."""
    rows: Rows = [["联系\n电话", "*姓名", "编号（必填）"], ["13800138000", "甲", "C1"]]
    found = read(grid("客户", rows))

    assert {"手机": 1, "客户名称": 2, "客户编号": 3} == dict(found.cells["客户"])
    assert ["13800138000"] == found.frames["客户"]["手机"].tolist()


def test_the_very_heading_wins_over_an_alias() -> None:
    """A sheet with 电话 and 手机 keeps both: the first as found."""
    rows: Rows = [["客户编号", "客户名称", "电话", "手机"], ["C1", "甲", "0571-88886666", "13800138000"]]
    found = read(grid("客户", rows))

    assert [("13800138000", "0571-88886666")] == list(
        found.frames["客户"][["手机", "电话"]].itertuples(index=False, name=None)
    )
    assert [] == said(found)


def test_a_number_that_stands_only_under_the_alias_is_said_not_to_count() -> None:
    """The very heading wins, even where it is empty: how many rows that leaves without a number, and which column counts."""
    rows: Rows = [
        ["客户编号", "客户名称", "联系电话", "手机"],
        ["C1", "甲", "13800138000", None],
        ["C2", "乙", "1", "2"],
    ]
    found = read(grid("客户", rows))

    (told,) = [one for one in found.issues if one.kind is Kind.COLUMN_TWICE_FILLED]
    assert ("客户!C1", "“手机”“联系电话”有两列：算的是 D 列，这一列 1 行和它不同，没有用。") == (
        str(told.place),
        told.what,
    )


def test_two_columns_that_say_the_same_are_one_too_many() -> None:
    """Nothing is lost: only that there are two is said."""
    rows: Rows = [["客户编号", "客户名称", "手机", "手机"], ["C1", "甲", "13800138000", "13800138000"]]
    assert [("COLUMN_TWICE", "客户!D1")] == said(read(grid("客户", rows)))


def test_of_two_aliases_the_left_is_used_and_the_right_kept() -> None:
    """Nothing is lost, and it is said."""
    rows: Rows = [["客户编号", "客户名称", "联系电话", "电话"], ["C1", "甲", "13800138000", "x"]]
    found = read(grid("客户", rows))

    assert ("13800138000", "x") == tuple(found.frames["客户"].loc[0, ["手机", "电话"]])
    assert [("COLUMN_TWICE_FILLED", "客户!D1")] == said(found)


def test_other_columns_stay_as_text_under_their_own_heading() -> None:
    """Rules may read what nobody declared."""
    rows: Rows = [["客户编号", "客户名称", "车 牌", "行号"], ["C1", "甲", " 浙A12345 ", 7]]
    frame = read(grid("客户", rows)).frames["客户"]

    assert ["浙A12345"] == frame["车牌"].tolist()
    assert [2] == frame["行号"].tolist()


def test_a_rulebooks_column_of_an_aliass_name_is_that_column() -> None:
    """电话 is 手机 until somebody declares it."""
    made, _ = STANDARD.with_rows([{"表": "客户", "列": ["电话:电话"]}])
    rows: Rows = [["客户编号", "客户名称", "电话"], ["C1", "甲", "13800138000"]]
    frame = read(grid("客户", rows), using=made).frames["客户"]

    assert ["13800138000"] == frame["电话"].tolist()
    assert frame["手机"].isna().all()


# -- rows


def test_each_row_knows_its_number() -> None:
    """Blank rows vanish, the others keep their place."""
    rows: Rows = [["客户编号", "客户名称"], ["C1", "甲"], [None, "  "], [], ["C2", "乙"]]
    found = read(grid("客户", rows))

    assert [2, 5] == found.frames["客户"]["行号"].tolist()
    assert [] == said(found)


def test_a_row_without_what_it_needs_goes_alone() -> None:
    """One bad row never stops the others; its other faults are told as well."""
    rows: Rows = [["客户编号", "客户名称", "生日"], [None, "甲", "昨天"], ["C2", "乙", None]]
    found = read(grid("客户", rows))

    assert ["C2"] == found.frames["客户"]["客户编号"].tolist()
    assert [("VALUE_MISSING", "客户!A2"), ("BAD_DATE", "客户!C2")] == said(found)


def test_a_row_that_only_lacks_its_running_number_is_known_by_what_it_says() -> None:
    """A record, a visit, an event without its number counts all the same; the same said twice is two rows."""
    rows: Rows = [
        ["记录编号", "回访时间", "方式", "结果代码"],
        [None, "2026-03-09 10:00", "电话", "完成"],
        ["H2", "2026-03-09 11:00", "电话", "完成"],
    ]
    found = read(
        CUSTOMERS, grid("回访记录", [*rows, [None, "2026-03-09 10:00", "电话", "完成"], [None, None, "电话", "完成"]])
    )

    one = "2026-03-09 10:00·电话·完成"
    assert [one, "H2", f"{one}·2"] == found.frames["回访记录"]["记录编号"].tolist()
    assert [("NUMBER_MISSING", "回访记录!A2"), ("NUMBER_MISSING", "回访记录!A4")] == said(found)[:2]


def test_a_wrong_word_in_a_needed_cell_says_once_what_follows() -> None:
    """The cell isn't empty and nobody is told to delete its row: the word is unknown, so the row isn't there."""
    rows: Rows = [["开始日", "名称", "类别"], ["2026-10-01", "国庆", "休息"]]
    found = read(CUSTOMERS, grid("节假日", rows))

    assert [("VALUE_UNREAD", "节假日!C2")] == said(found)
    assert ["改好这一格：从这些里选一个：放假、上班、节日。"] == [one.cure for one in found.issues]
    assert 0 == len(found.frames["节假日"])


def test_a_wrong_value_in_a_needed_cell_is_told_once() -> None:
    """Its own issue says already that the row is out."""
    rows: Rows = [["员工编号", "日期", "主题"], ["E1", "昨天", "礼仪"]]
    found = read(CUSTOMERS, STAFF, grid("培训", rows))

    assert [("BAD_DATE", "培训!B2")] == said(found)
    assert 0 == len(found.frames["培训"])


def test_the_second_row_of_a_key_is_out_unless_the_first_is_out_itself() -> None:
    """Keys are compared as typed, after folding."""
    rows: Rows = [["客户编号", "客户名称"], ["C1", None], ["Ｃ1", "甲"], ["C1\u200b", "乙"], ["c1", "丙"]]
    found = read(grid("客户", rows))

    assert [3, 5] == found.frames["客户"]["行号"].tolist()
    assert [("VALUE_MISSING", "客户!B2"), ("DUPLICATE_KEY", "客户!A4")] == said(found)


def test_a_festival_may_begin_with_the_days_off() -> None:
    """节假日 has no key; day, kind and calendar together are one."""
    head = ["开始日", "结束日", "名称", "类别"]
    rows: Rows = [head, ["2026-10-01", "2026-10-07", "国庆", "放假"], ["2026-10-01", None, "国庆节", "节日"]]

    assert [] == said(read(CUSTOMERS, grid("节假日", rows)))


def test_together_unique_columns_may_repeat_alone() -> None:
    """Only rows alike in all of them are named."""
    made, _ = STANDARD.with_rows(
        [{"表": "样", "列": ["甲:文本", "乙:文本"]}, {"表": "样", "列": "甲", "唯一": "甲、乙"}]
    )
    rows: Rows = [["甲", "乙"], ["x", "1"], ["x", "2"], ["y", "1"], ["x", "1"], ["x", None], ["x", None]]

    assert [("DUPLICATE_VALUE", "样!A5")] == said(read(CUSTOMERS, grid("样", rows), using=made))


def test_an_interval_of_days_may_be_one_day() -> None:
    """A day without a time lasts until its midnight."""
    head = ["员工编号", "起", "止"]
    rows: Rows = [head, ["E1", "2026-03-09 14:00", "2026-03-09"], ["E1", "2026-03-09 14:00", "2026-03-09 13:59"]]

    assert [("ENDS_BEFORE_START", "请假!C3")] == said(read(CUSTOMERS, STAFF, grid("请假", rows)))


def test_a_row_numbered_in_advance_is_blank() -> None:
    """Many forms come with 序号 down to 500."""
    rows: Rows = [["序号", "客户编号", "客户名称"], [1, "C1", "甲"], [2, None, None], [3, None, None]]
    found = read(grid("客户", rows))

    assert [2] == found.frames["客户"]["行号"].tolist()
    assert [] == said(found)


# -- defaults and blanks


def test_defaults_fill_what_is_empty_and_nothing_else() -> None:
    """A value, or another column of the row; a wrong cell stays missing."""
    made, _ = STANDARD.with_rows(
        [
            {"表": "样", "列": ["行:文本", "数:小数", "日:日期", "另日:日期"]},
            {"表": "样", "列": "数", "默认": "1.5"},
            {"表": "样", "列": "另日", "默认": "{日}"},
        ]
    )
    rows: Rows = [["行", "数", "日"], ["1", None, "2026-3-9"], ["2", "三", None], ["3", 2, None]]
    frame = read(CUSTOMERS, grid("样", rows), using=made).frames["样"]

    assert [1.5, None, 2.0] == [None if pd.isna(value) else value for value in frame["数"]]
    assert [pd.Timestamp("2026-03-09"), pd.NaT, pd.NaT] == frame["另日"].tolist()


def test_words_for_nothing_are_nothing() -> None:
    """In phones, days and references from the start; elsewhere where a rulebook says so."""
    made = schema("值:文本", 列="值", 视为空="无、/")
    rows: Rows = [["行", "值"], ["1", "无"], ["2", "/ "], ["3", "无所谓"]]
    phones: Rows = [["客户编号", "客户名称", "手机", "生日", "归属员工"], ["C1", "甲", "无", "—", "/"]]
    found = read(grid("客户", phones), STAFF, grid("样", rows), using=made)

    assert [None, None, "无所谓"] == [None if pd.isna(value) else value for value in found.frames["样"]["值"]]
    assert [] == said(found)


# -- kinds in memory


@pytest.mark.parametrize("rows", [[], [["x", None]]], ids=["no sheet", "a row"])
def test_every_column_has_its_kind_even_when_nothing_is_there(rows: Rows) -> None:
    """Three physical kinds only."""
    kinds = [name for name in KNOWN if name not in ("引用", "明细")]
    made = schema(*(f"{name}列:{name}" for name in kinds))
    frame = tables([grid("样", [["行"], *rows])] if rows else [], made, Codes(), wanted=["样"]).frames["样"]
    meant = {"text": pd.StringDtype(na_value=np.nan), "number": np.dtype("f8"), "moment": np.dtype("M8[us]")}

    assert {f"{name}列": meant[Type(name).kind] for name in kinds} == dict(frame.dtypes.drop(["行号", "行"]))
    assert np.dtype("i8") == frame["行号"].dtype
    assert pd.StringDtype("pyarrow", na_value=np.nan) == frame["文本列"].dtype
    assert len(rows) == len(frame)


def test_every_sheet_has_a_frame() -> None:
    """Of a workbook with one sheet: the others are empty, and only customers are missed."""
    found = read(STAFF)

    assert set(STANDARD.sheets) == set(found.frames)
    assert [("SHEET_MISSING", "客户")] == said(found)
    assert {"员工": 2} == {name: len(frame) for name, frame in found.frames.items() if len(frame)}


def test_only_wanted_sheets_are_made() -> None:
    """The others aren't looked at and aren't missed."""
    found = tables([CUSTOMERS, STAFF], STANDARD, Codes(), wanted=["员工"])

    assert (["员工"], [], ["员工"]) == (list(found.frames), said(found), list(found.cells))


def test_a_frame_can_be_changed_without_changing_another_column() -> None:
    """Absent columns share their emptiness."""
    frame = read(CUSTOMERS).frames["客户"]
    frame.loc[0, "邮箱"] = "a@example.com"

    assert frame["微信"].isna().all()


# -- sheets together


def test_an_event_of_an_unknown_customer_is_left_out() -> None:
    """And one whose customer is left out himself; other references stay as they are."""
    customers = grid("客户", [["客户编号", "客户名称", "归属员工"], ["C1", "甲", "E9"], ["C2", None, None]])
    head = ["事件编号", "客户编号", "事件类型", "发生时间", "员工编号"]
    day = dt.datetime(2026, 3, 2, 10)
    events = [["1", "C1", "发货", day, "X1"], ["2", "C2", "发货", day, None], ["3", "C3", "发货", day, None]]
    found = read(customers, STAFF, grid("事件", [head, *events]))

    assert ["1"] == found.frames["事件"]["事件编号"].tolist()
    assert ["X1"] == found.frames["事件"]["员工编号"].tolist()
    assert [
        ("UNKNOWN_REFERENCE", "客户!C2"),
        ("VALUE_MISSING", "客户!B3"),
        ("UNKNOWN_REFERENCE", "事件!E2"),
        ("CUSTOMER_UNKNOWN", "事件!B3"),
        ("CUSTOMER_UNKNOWN", "事件!B4"),
    ] == said(found)


_PEOPLE = [("S1", "林一禾"), ("S2", "秦二川"), ("S3", "唐三木"), ("S4", "唐三木"), ("005", "吴五"), ("6", "陆六")]
PEOPLE = grid("员工", [["员工编号", "姓名", "岗位"], *([*person, "客服"] for person in _PEOPLE)])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("S2", "S2"), ("s2", "S2"), ("Ｓ２", "S2"), ("秦二川", "S2"), ("秦 二川", "S2"), ("秦二川(S2)", "S2"),
        ("S2 秦二川", "S2"), ("s1—林一禾", "S1"), ("5", "005"), ("006", "6"),
        ("唐三木", "唐三木"), ("唐三木(S4)", "S4"), ("秦二川(S1)", "秦二川(S1)"),
        ("S1、S2", "S1、S2"), ("孙七", "孙七"), ("S9", "S9"),
    ],
)  # fmt: skip
def test_a_reference_means_the_only_row_that_it_can_mean(typed: str, meant: str) -> None:
    """By number in any letters, by a name that stands once, by both; never by what is merely alike."""
    owned = grid("客户", [["客户编号", "客户名称", "归属员工"], ["C1", "甲", typed]])

    assert [meant] == read(owned, PEOPLE).frames["客户"]["归属员工"].tolist()


def test_a_name_is_told_once_and_a_name_that_two_have_is_asked_about() -> None:
    """With both numbers; nobody else's number is offered for a name."""
    rows = [
        ["C1", "甲", "秦二川"],
        ["C2", "乙", "秦二川"],
        ["C3", "丙", "唐三木"],
        ["C4", "丁", "孙七"],
        ["C5", "戊", "s1"],
    ]
    found = read(grid("客户", [["客户编号", "客户名称", "归属员工"], *rows]), PEOPLE)

    assert ["S2", "S2", "唐三木", "孙七", "S1"] == found.frames["客户"]["归属员工"].tolist()
    assert [("ALIAS_FOLDED", "客户!C2"), ("NAME_TWICE", "客户!C4"), ("UNKNOWN_REFERENCE", "客户!C5")] == said(found)
    assert "归属员工“唐三木”在【员工】表里不止一个：S3、S4。" == found.issues[1].what
    assert "在【员工】表加上它；如是抄错，改成对的编号。" == found.issues[2].cure


def test_a_customer_by_name_keeps_the_row_and_a_customer_of_two_names_stops_it() -> None:
    """The row of two customers of one name is left out, as 停, with both numbers."""
    customers = grid("客户", [["客户编号", "客户名称"], ["C1", "甲"], ["C2", "乙"], ["C3", "乙"]])
    found = read(customers, grid("合同", [["合同编号", "客户编号"], ["H1", "甲"], ["H2", "乙"], ["H3", "c3"]]))

    assert [("H1", "C1"), ("H3", "C3")] == [
        *zip(*(found.frames["合同"][name] for name in ("合同编号", "客户编号")), strict=True)
    ]
    assert [("ALIAS_FOLDED", "合同!B2"), ("NAME_TWICE", "合同!B3"), ("CUSTOMER_UNKNOWN", "合同!B3")] == said(found)


def test_members_of_a_list_are_read_like_references() -> None:
    """在场人员: two names and a number in small letters."""
    made, _ = STANDARD.with_rows([{"表": "会议", "列": ["会议号:编号#", "到会:多选(员工)"]}])
    found = read(
        CUSTOMERS, PEOPLE, grid("会议", [["会议号", "到会"], ["M1", "秦二川，s1"], ["M2", "唐三木"]]), using=made
    )

    assert ["S2、S1", "唐三木"] == found.frames["会议"]["到会"].tolist()
    assert ["S2", "S1"] == found.frames["会议.到会"]["到会"].tolist()[:2]


@pytest.mark.parametrize(("typed", "known"), [("000123", "000124"), ("C0195", "C0193"), ("秦二川", "C0193")])
def test_another_number_is_not_offered(typed: str, known: str) -> None:
    """A digit that differs is somebody else as easily as a slip."""
    customers = grid("客户", [["客户编号", "客户名称"], [known, "甲"]])

    assert known not in read(customers, grid("合同", [["合同编号", "客户编号"], ["H1", typed]])).issues[0].cure


def test_references_to_a_sheet_that_is_not_there_are_not_counted() -> None:
    """One missing sheet is one issue, not a thousand."""
    head = ["合同编号", "客户编号"]

    assert [("SHEET_MISSING", "客户")] == said(read(grid("合同", [head, ["H1", "C1"], ["H2", "C2"]])))


def test_a_reference_to_numbers_or_days_is_compared_as_text() -> None:
    """季节表 is keyed by the month."""
    made, _ = STANDARD.with_rows(
        [{"表": "季节表", "列": ["月:整数#", "季节:文本"]}, {"表": "样", "列": ["行:文本", "月份:引用(季节表)"]}]
    )
    seasons = grid("季节表", [["月", "季节"], [3.0, "旺季"]])
    rows: Rows = [["行", "月份"], ["1", 3], ["2", "4"]]

    assert [("UNKNOWN_REFERENCE", "样!B3")] == said(read(CUSTOMERS, seasons, grid("样", rows), using=made))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("C000007", "C0000007"), ("C0000500X", "C0000500"), ("D0000042", "C0000042")],
)
def test_the_nearest_of_many_keys_is_found(typed: str, meant: str) -> None:
    """Of a thousand, without comparing with each."""
    customers = grid("客户", [["客户编号", "客户名称"], *([f"C{n:07}", "甲"] for n in range(1000))])
    found = read(customers, grid("合同", [["合同编号", "客户编号"], ["H1", typed]]))

    assert [f"最像的是“{meant}”"] == [dict(issue.words)["hint"] for issue in found.issues]


def test_lines_in_a_cell_open_a_child_sheet() -> None:
    """One row for each whole line, with the row and the key of its parent."""
    made, _ = STANDARD.with_rows(
        [{"表": "通知单", "列": ["通知单号:编号#", "物料:明细(料号:编号,数量:小数,交期:日期)"]}]
    )
    rows: Rows = [
        ["通知单号", "物料"],
        ["N1", "Ａ1，2, 2026-3-9\nA2,3"],
        ["N2", None],
        ["N3", "A1,两,2026-3-9；A4、5、2026年3月9日"],
        ["N3", "A9,9,2026-3-9"],
    ]
    found = read(CUSTOMERS, grid("通知单", rows), using=made)
    day = pd.Timestamp("2026-03-09")

    assert [
        {"行号": 2, "通知单号": "N1", "料号": "A1", "数量": 2.0, "交期": day},
        {"行号": 4, "通知单号": "N3", "料号": "A4", "数量": 5.0, "交期": day},
    ] == found.frames["通知单.物料"].to_dict("records")
    assert [("BAD_LINES", "通知单!B2"), ("BAD_NUMBER", "通知单!B4"), ("DUPLICATE_KEY", "通知单!A5")] == said(found)
    assert ["通知单号", "料号", "数量", "交期"] == [column.heading for column in made.sheet("通知单.物料").columns]


def test_members_of_a_sheet_open_a_child_sheet_too() -> None:
    """Each of them is a key of that sheet."""
    made, _ = STANDARD.with_rows([{"表": "走访", "列": ["走访编号:编号#", "参加人:多选(员工)"]}])
    found = read(CUSTOMERS, STAFF, grid("走访", [["走访编号", "参加人"], ["V1", "E1，E2，E3"]]), using=made)

    assert [("V1", "E1"), ("V1", "E2"), ("V1", "E3")] == list(
        found.frames["走访.参加人"][["走访编号", "参加人"]].itertuples(index=False, name=None)
    )
    assert [("UNKNOWN_REFERENCE", "走访!B2")] == said(found)


def test_our_own_sheets_are_read_without_fuss() -> None:
    """What staff typed there counts; a list of any name is a list."""
    today = grid("今日清单", [["任务编号", "客户编号", "结果代码"], ["W1·C9", "C9", "完成"]])
    texts = grid("名单·短信", [["任务编号", "已发时间"], ["W2·C1", "2026-03-09 09:00"]])
    found = read(CUSTOMERS, today, texts)

    assert [] == said(found)
    assert ["完成"] == found.frames["今日清单"]["结果代码"].tolist()
    assert [pd.Timestamp("2026-03-09 09:00")] == found.frames["名单·短信"]["已发时间"].tolist()


def test_a_sheet_of_the_users_named_like_a_virtual_one_is_not_read() -> None:
    """日历 is computed."""
    assert 0 == len(read(CUSTOMERS, grid("日历", [["日期"], ["2026-03-09"]])).frames["日历"])


def test_issues_come_in_the_order_of_the_book() -> None:
    """Sheet by sheet, row by row, column by column."""
    rows: Rows = [["客户编号", "客户名称", "生日", "建档日"], ["C1", "甲", "x", "y"], [None, "乙", None, None]]
    staff = grid("员工", [["员工编号", "姓名", "岗位"], [None, "李", "客服"]])

    assert ["员工!A2", "客户!C2", "客户!D2", "客户!A3"] == [place for _, place in said(read(staff, grid("客户", rows)))]


# -- laws

HEADINGS = ["客户编号", "客户名称", "手机", "生日", "标签", "备注"]
CELLS = st.one_of(
    st.none(),
    st.sampled_from(["C1", "C2", "13800138000", "1990-5-6", "46090", "#N/A", "无", "甲、乙", " ", "\u200b"]),
    st.text(max_size=6),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.booleans(),
    st.datetimes(),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=8))
def test_whatever_stands_in_the_cells_nothing_is_raised_and_no_row_is_lost_unsaid(rows: list[list[object]]) -> None:
    """Each row that isn't blank is in the frame or has an issue of its own."""
    found = read(grid("客户", [HEADINGS, *rows]))
    kept = set(found.frames["客户"]["行号"])
    told = {issue.place.row for issue in found.issues}
    blank = {
        at for at, row in enumerate(rows, 2) if all(not str("" if v is None else v).strip(" \u200b\n\t") for v in row)
    }

    assert kept <= set(range(2, len(rows) + 2))
    for issue in found.issues:
        assert issue.what
        assert issue.cure
    assert all(at in kept | told for at in range(2, len(rows) + 2) if at not in blank and _speaks(rows[at - 2]))


def _speaks(row: list[object]) -> bool:
    """Whether some cell surely holds a sign one can see."""
    return any(
        isinstance(value, (int, dt.datetime)) or (isinstance(value, str) and value.strip().isalnum()) for value in row
    )


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(6)), st.lists(st.lists(CELLS, min_size=6, max_size=6), min_size=1, max_size=5))
def test_the_order_of_columns_changes_nothing(order: list[int], rows: list[list[object]]) -> None:
    """The frame is the same, whatever stands to the left of what."""
    whole: list[list[object]] = [[*HEADINGS], *rows]
    straight = read(grid("客户", whole)).frames["客户"]
    shuffled = read(grid("客户", [[row[at] for at in order] for row in whole])).frames["客户"]

    pd.testing.assert_frame_equal(straight, shuffled[straight.columns])
