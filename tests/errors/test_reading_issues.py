"""Each kind of issue that reading a workbook can meet, reached once by the smallest sheet, with its exact words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from workbook.sheets.codes import codes
from workbook.sheets.grid import UNCALCULATED, Grid, grid
from workbook.sheets.schema import STANDARD
from workbook.sheets.tables import tables
from workbook.words.issues import Kind

Rows = Sequence[Sequence[object]]

COLUMNS = (
    "行:编号 必:文本! 日:日期 时:时刻 数:小数 整:整数 长:时长 段:时段 是:是否 期:期 月:期 码:代码(甲|乙) 式:代码(@联系方式) "
    "话:电话 物:明细(料号:编号,数量:小数) 员:引用(员工) 分钟:整数"
)
SCHEMA, _ = STANDARD.with_rows([{"表": "样", "列": COLUMNS.split()}, {"表": "样", "列": "证:编号", "唯一": "是"}])
CODES = codes([{"组": "联系方式", "代码": "拜访", "别名": "上门"}])

CUSTOMERS = grid("客户", [["客户编号", "客户名称"], ["C0193", "张建国"]])
STAFF = grid("员工", [["员工编号", "姓名", "岗位"], ["E07", "李", "客服"]])


def sample(heading: str, *values: object) -> Grid:
    """A sheet 样 with one column that matters, its rows otherwise fine."""
    return grid("样", [["必", heading], *(["有", value] for value in values)])


CASES: dict[Kind, tuple[list[Grid], str, str]] = {
    Kind.SHEET_MISSING: (
        [],
        "【停·缺一张表】客户：工作簿里找不到“客户”这张表。",
        "加上这张表；已有而名字不同，就把表名改成“客户”。",
    ),
    Kind.COLUMN_MISSING: (
        [CUSTOMERS, grid("员工", [["员工一览"], ["员工编号", "岗位"]])],
        "【停·缺一列】员工：找不到“姓名”这一列（第 2 行是表头）。",
        "加上这一列；已有而名字不同，就把表头改成“姓名”。",
    ),
    Kind.COLUMN_TWICE: (
        [CUSTOMERS, grid("样", [["必", "日", "日"], ["有", None, None]])],
        "【疑·一列出现两次】样!C1：“日”有两列，只用了 B 列。",
        "删去这一列，或给它改名。",
    ),
    Kind.COLUMN_TWICE_FILLED: (
        [CUSTOMERS, grid("样", [["必", "日", "日"], ["有", None, "2026-03-09"]])],
        "【疑·两列同名都填了】样!C1：“日”有两列：算的是 B 列，这一列 1 行和它不同，没有用。",
        "核对这两列，要用的抄进 B 列，再给这一列改名。",
    ),
    Kind.LIST_BESIDE: (
        [
            CUSTOMERS,
            grid(
                "样", [["行", "必", None, "行", "必"], ["R1", "有", None, "R2", "有"], [None, None, None, "R3", "有"]]
            ),
        ],
        "【停·旁边还有一张表】样!D1：【样】从这一格起还有一张同样的表，右边的 2 行没有读。",
        "补到左边这张表的下面：列的次序一样就整块剪切过去，不一样就按列名一列一列抄。",
    ),
    Kind.HEADER_MISSING: (
        [CUSTOMERS, grid("员工", [["李四", "13800138000"]])],
        "【停·找不到表头】员工：“员工”里没有一行像表头。",
        "在最上面一行写上列名，例如“员工编号、姓名、岗位”。",
    ),
    Kind.VALUE_MISSING: (
        [CUSTOMERS, grid("样", [["必", "行"], [None, "R1"]])],
        "【停·必填的格是空的】样!A2：必是空的。",
        "填上必；不需要这一行就整行删去。",
    ),
    Kind.VALUE_UNREAD: (
        [CUSTOMERS, grid("节假日", [["开始日", "名称", "类别"], ["2026-10-01", "国庆", "休息"]])],
        "【停·必填的格没看懂】节假日!C2：类别“休息”没有看懂，这一行没有算。",
        "改好这一格：从这些里选一个：放假、上班、节日。",
    ),
    Kind.NAME_MERGED: (
        [replace(grid("客户", [["客户编号", "客户名称"], ["C1", "甲"], ["C2", None]]), merged=((2, 2, 3, 2),))],
        "【疑·和上面合成一格】客户!B3：客户名称和第 2 行合并成一格，这一行照用“甲”。",
        "核对这一格：不是同一个，就取消合并，填上自己的；是，就不用改。",
    ),
    Kind.NUMBERS_MISSING: (
        [CUSTOMERS, grid("事件", [["客户编号", "事件类型", "发生时间"], ["C0193", "投诉", "2026-03-09"]])],
        "【疑·没有编号这一列】事件：找不到“事件编号”这一列（第 1 行是表头），各行先照内容算。",
        "加一列“事件编号”，一行写一个编号。",
    ),
    Kind.NUMBER_MISSING: (
        [
            CUSTOMERS,
            grid("事件", [["事件编号", "客户编号", "事件类型", "发生时间"], [None, "C0193", "投诉", "2026-03-09"]]),
        ],
        "【疑·编号还空着】事件!A2：事件编号是空的，这一行先照内容算。",
        "补上事件编号，一行一个，不和别行重。",
    ),
    Kind.TOTALS_ROW: (
        [CUSTOMERS, grid("样", [["行", "必"], ["R1", "有"], ["合计", "1户"]])],
        "【注·合计不是一行】样!第3行：这一行写着“合计”，当作合计或落款，没有读。",
        "不用改；它不是，就改掉这几个字。",
    ),
    Kind.BAD_DATE: (
        [CUSTOMERS, sample("日", "2025/2/30")],
        "【停·日期看不懂】样!B2：日“2025/2/30”不是日期。",
        "写成 2025-02-28 或 2025-02-28 14:30。",
    ),
    Kind.DATE_NO_YEAR: (
        [CUSTOMERS, sample("日", "25.2.28")],
        "【停·日期没写全年份】样!B2：日“25.2.28”没有写全年份，看不出是哪一年。",
        "写全年份，例如 2025-02-28。",
    ),
    Kind.BAD_TIME: (
        [CUSTOMERS, sample("时", "上班")],
        "【停·时刻看不懂】样!B2：时“上班”不是时刻。",
        "写成 14:30。",
    ),
    Kind.BAD_NUMBER: (
        [CUSTOMERS, sample("数", "3公斤")],
        "【停·数字看不懂】样!B2：数“3公斤”不是数。",
        "只写数字，例如 12 或 12.5，单位写在表头里。",
    ),
    Kind.UNIT_READ: (
        [CUSTOMERS, sample("数（万元）", "2.6")],
        "【注·单位在表头里】样!B1：这里写着单位“万元”，数的数都照它读：“2.6万元”。",
        "核对一下；数本来就是元，就去掉这里的“万元”。",
    ),
    Kind.UNIT_ODD: (
        [CUSTOMERS, sample("分钟（秒）", "240")],
        "【疑·单位不是一个】样!B1：表头里又写着“秒”，分钟的数还照“分钟”读。",
        "改掉表头里的“秒”，数换成分钟。",
    ),
    Kind.NOT_WHOLE: (
        [CUSTOMERS, sample("整", 1.5)],
        "【停·不是整数】样!B2：整“1.5”不是整数。",
        "只写整数，例如 12。",
    ),
    Kind.BAD_SPAN: (
        [CUSTOMERS, sample("长", "很快")],
        "【停·时长看不懂】样!B2：长“很快”不是时长。",
        "写成 3天、3工作日、24小时、半月 或 1月。",
    ),
    Kind.BAD_WINDOWS: (
        [CUSTOMERS, sample("段", "上午")],
        "【停·时段看不懂】样!B2：段“上午”不是时段。",
        "写成 09:00-12:00,14:00-18:00。",
    ),
    Kind.BAD_YES_NO: (
        [CUSTOMERS, sample("是", "也许")],
        "【停·不是是或否】样!B2：是“也许”不是“是”或“否”。",
        "写“是”或“否”，也可以写 √ 或 ×。",
    ),
    Kind.BAD_PERIOD: (
        [CUSTOMERS, sample("期", "春天")],
        "【停·期看不懂】样!B2：期“春天”不是月份、季度或年。",
        "写成 2025-02、2025-Q1 或 2025。",
    ),
    Kind.MONTH_IS_DAY: (
        [CUSTOMERS, grid("样", [["必", "月"], ["有", "2026-03-05"], ["有", "2026-03"]])],
        "【疑·月份写成了一天】样!B2：月“2026-03-05”是一天，当作 2026-03。",
        "核对这一格，写成 2026-03。",
    ),
    Kind.UNKNOWN_CODE: (
        [CUSTOMERS, sample("码", "丙")],
        "【疑·没有这个词】样!B2：码“丙”不在可选的词里，按空处理。",
        "从这些里选一个：甲、乙。",
    ),
    Kind.ODD_PHONE: (
        [CUSTOMERS, sample("话", "88886666")],
        "【疑·电话不像号码】样!B2：话“88886666”不像电话号码。",
        "手机写 11 位，座机带区号，例如 0571-88886666。",
    ),
    Kind.DAMAGED_NUMBER: (
        [CUSTOMERS, sample("行", 330106199003070016)],
        "【疑·长号码尾数丢了】样!B2：行“330106199003070000”被当成数字存，后几位已变成 0。",
        "把这一列设成“文本”，重新填这一格。",
    ),
    Kind.CODE_IS_DAY: (
        [CUSTOMERS, sample("证", "13-1-101", "2026-03-03 00:00:00")],
        "【疑·编号变成了日期】样!B3：证“3-3”被表格存成了日期，当作“3-3”。",
        "核对这一格；把这一列设成“文本”，重新填它。",
    ),
    Kind.CODES_ARE_DAYS: (
        [CUSTOMERS, sample("证", "2026-03-03 00:00:00", "2026-03-04 00:00:00")],
        "【疑·整列编号是日期】样!B2：证整列是日期，当作“2026-03-03”这样的编号。",
        "核对这一列：本不是日期，就设成“文本”重新填；就按日子编号，就不用改。",
    ),
    Kind.SEVERAL_NUMBERS: (
        [CUSTOMERS, sample("证", "A1、A2")],
        "【疑·一格写了几个】样!B2：证“A1、A2”是几个编号，当作一个读。",
        "改成一格一个，多的另写一行。",
    ),
    Kind.ERROR_CELL: (
        [CUSTOMERS, sample("数", "#N/A")],
        "【疑·格里是错误值】样!B2：这里是 #N/A，按空处理。",
        "改好这一格的公式，或填上值。",
    ),
    Kind.NOT_CALCULATED: (
        [CUSTOMERS, replace(sample("数", None), errors=((2, 2, UNCALCULATED),))],
        "【疑·公式没有算过】样!B2：数是公式，还没有算出值，按空处理。",
        "用 Excel 打开这个文件，存一次再来。",
    ),
    Kind.DATES_ACROSS: (
        [CUSTOMERS, grid("员工", [["员工编号", "姓名", "岗位", "3月2日", "3月3日"], ["E1", "李", "客服", "√", None]])],
        "【疑·日期横着排】员工!D1：这一行有 2 个表头是日期（从“3月2日”起），下面 1 格的字没有读。",
        "改成一次一行，写进【回访记录】；只给自己看的就不用改。",
    ),
    Kind.DUPLICATE_KEY: (
        [CUSTOMERS, grid("员工", [["员工编号", "姓名", "岗位"], ["E1", "李", "客服"], ["E1", "王", "客服"]])],
        "【停·同一编号两次】员工!A3：员工编号“E1”在第 2 行已有，这一行没有算。",
        "核对这两行：不是同一件，就给这一行换编号；是同一件，留对的一行。",
    ),
    Kind.DUPLICATE_VALUE: (
        [CUSTOMERS, sample("证", "A1", "A2", "A1")],
        "【疑·不该重复的重复了】样!B4：证“A1”和第 2 行一样。",
        "核对这两行，改掉抄错的一格。",
    ),
    Kind.SAME_ROW: (
        [CUSTOMERS, sample("日", "2026-03-09", "2026-03-10", "2026-03-09")],
        "【疑·两行一模一样】样!第4行：这一行每一格都和第 2 行一样，两行都算。",
        "核对是不是贴了两次：是就删去这一行；真有两次就不用改。",
    ),
    Kind.UNKNOWN_REFERENCE: (
        [CUSTOMERS, STAFF, sample("员", "E70")],
        "【疑·查不到这个编号】样!B2：员“E70”不在【员工】表里。",
        "在【员工】表加上它；如是抄错，最像的是“E07”。",
    ),
    Kind.NAME_TWICE: (
        [
            CUSTOMERS,
            grid("员工", [["员工编号", "姓名", "岗位"], ["E1", "李", "客服"], ["E2", "李", "客服"]]),
            sample("员", "李"),
        ],
        "【疑·同名不止一个】样!B2：员“李”在【员工】表里不止一个：E1、E2。",
        "改成编号，例如“E1”。",
    ),
    Kind.CUSTOMER_UNKNOWN: (
        [CUSTOMERS, grid("合同", [["合同编号", "客户编号"], ["H1", "C0139"]])],
        "【停·客户没登记】合同!B2：客户编号“C0139”在【客户】表里没有能用的一行。",
        "在【客户】表加上或改好它；如是抄错，最像的是“C0193”。",
    ),
    Kind.ALIAS_FOLDED: (
        [CUSTOMERS, sample("式", "上门", "上门")],
        "【注·换成了标准的词】样!B2：式“上门”当作“拜访”。",
        "以后写“拜访”更省事；不改也行。",
    ),
    Kind.BAD_LINES: (
        [CUSTOMERS, sample("物", "A1,2\nA2")],
        "【疑·明细缺一部分】样!B2：物里“A2”这一行缺一部分，没有算。",
        "每行写全，用逗号隔开，例如 料号,数量。",
    ),
    Kind.ENDS_BEFORE_START: (
        [CUSTOMERS, STAFF, grid("请假", [["员工编号", "起", "止"], ["E07", "2026-03-09 14:00", "2026-03-08"]])],
        "【疑·止早于起】请假!C2：止 2026-03-08 早于起 2026-03-09 14:00。",
        "核对这两格，多半抄错了一天。",
    ),
}


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.name)
def test_each_kind_is_reached_once_and_says_so(kind: Kind) -> None:
    """Nothing else is wrong in that book, and the words are the ones people will read."""
    grids, what, cure = CASES[kind]
    found = tables(grids, SCHEMA, CODES)

    assert [(kind, f"{what}\n    怎么改：{cure}")] == [(issue.kind, str(issue)) for issue in found.issues]


def test_no_kind_of_reading_is_forgotten() -> None:
    """The catalogue's first section, but for the calendar's own."""
    kinds = list(Kind)
    reading = kinds[: kinds.index(Kind.UNKNOWN_COLUMN)]

    assert set(reading) - {Kind.PROVISIONAL_CALENDAR} == set(CASES)


def test_words_fill_the_sentence_of_their_kind() -> None:
    """No name of a sentence is left open, none is given twice."""
    for grids, _, _ in CASES.values():
        for issue in tables(grids, SCHEMA, CODES).issues:
            assert len(issue.words) == len(dict(issue.words))
            assert "{" not in issue.what + issue.cure


def test_a_list_without_anybody_to_call_is_said_once_beside_each_row() -> None:
    """【客户】 holds nobody, while a contract names somebody."""
    contract = grid("合同", [["合同编号", "客户编号"], ["H1", "C0139"]])
    found = tables([grid("客户", [["客户编号", "客户名称"]]), contract], SCHEMA, CODES)

    assert [Kind.CUSTOMERS_NONE, Kind.CUSTOMER_UNKNOWN] == [issue.kind for issue in found.issues]
    assert (
        "【停·一位客户也没有】客户：【客户】里没有能用的一行，别的表里写着客户的 1 行都没有算。\n"
        "    怎么改：填上【客户】；丢了的，从备份里复制回来。"
    ) == str(found.issues[0])
