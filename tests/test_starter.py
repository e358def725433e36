"""A new workbook: its rules come back as they were, its sheets hold what the rules need, and staff find their way."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.opening import opened
from workbook.papers.pages.page import Page
from workbook.papers.starter.rule_sheets import rule_pages, written_rows
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.named import rulebooks_of
from workbook.rulebook.load.own import own_rows
from workbook.rulebook.load.rows import Row, source
from workbook.rulebook.sorts.model import REGISTER, SHEETS, CodeRow, Derive, Report, Rule, Sample, headings
from workbook.rules.facts.prepared import BASE, schema_of
from workbook.sheets.grid import Grid, grid
from workbook.shells.commands.cli import main
from workbook.shells.files import reading
from workbook.shells.outside.shelf import shelf
from workbook.shells.runs.founding import found, founded
from workbook.words.faults import Fault
from workbook.words.place import Place

NOW = datetime(2026, 3, 9, 9)
SHIPPED = sorted(book for book in shelf() if book != BASE)
FEW = (
    *("dealership-cards", "gas-sampling", "property-complaint-loop", "sample-office"),
    *("securities-callback", "skoda-archive", "wine-service"),
)
ADDED = {"规则书", "单位名称"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("new")


def written(folder: Path, book: str, *, demo: bool = False) -> Path:
    """A new workbook with this rulebook, made once."""
    path = folder / f"{book}-{demo}.xlsx"
    if not path.exists():
        found(path, [book], "客户服务部", NOW, demo=demo)
    return path


@cache
def pages(book: str) -> dict[str, Page]:
    made, _ = founded([book], "示例单位", NOW)
    return {page.name: page for page in made}


def as_grid(page: Page) -> Grid:
    """A page as a reader would find it on its sheet."""
    above: list[Sequence[object]] = [[text] for text in (page.title, page.note) if text]
    return grid(page.name, [*above, page.headings, *page.rows])


def bare(book: Rulebook) -> dict[str, list[Rule]]:
    """The rules without where they stand; the words of 代码 by group."""
    rules = {
        sort.__name__: [replace(rule, place=Place("此处"), book="") for rule in rules]
        for sort, rules in book.rules.items()
    }
    rules["CodeRow"].sort(key=lambda word: [one.list for one in book.all(CodeRow)].index(word.list))  # type: ignore[attr-defined]
    rules["Setting"] = [setting for setting in rules["Setting"] if setting.id not in ADDED]
    return rules


def flush(text: str) -> str:
    return re.sub("^    ", "", text, flags=re.MULTILINE)


# -- rules there and back


@pytest.mark.parametrize("book", SHIPPED)
def test_rules_written_as_sheets_and_read_back_are_the_same(book: str) -> None:
    """Without the shipped file, laid over it, and with the columns that 登记表 declares: every rule is equal."""
    sources = stacked([BASE, book], shelf())
    shipped = rulebook(sources)
    own = own_rows([as_grid(page) for page in rule_pages(shipped.rows)])

    alone, over = rulebook([], own), rulebook(sources, own)

    assert bare(shipped) == bare(alone)
    assert bare(shipped) == bare(over)
    assert [found.what for found in shipped.issues] == [found.what for found in alone.issues]
    assert declared(shipped) == declared(alone)


@pytest.mark.parametrize("book", FEW)
def test_the_rules_of_a_new_workbook_are_those_of_its_rulebook(folder: Path, book: str) -> None:
    """Through the file itself."""
    grids = reading.read(written(folder, book))

    alone = rulebook([], own_rows(grids))

    assert bare(rulebook(stacked([BASE, book], shelf()))) == bare(alone)


def declared(book: Rulebook) -> dict[str, object]:
    """The columns of each sheet."""
    schema, refused = schema_of(book)
    assert [] == refused
    return {name: sheet.columns for name, sheet in schema.sheets.items()}


WORDS = st.sampled_from(
    ["VIP,商户", "不是 投诉", "[1..5)", ">{本行.金额}", "<今日-{设置.期限}", "含 漏水|停水", "非空", '"甲,乙"', "3以上"]
)
GROUPS = st.lists(
    st.dictionaries(st.sampled_from(["客户类别", "客户.等级", "金额", "内容"]), WORDS, min_size=1),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(GROUPS, min_size=1, max_size=4))
def test_alternatives_written_as_rows_are_read_as_alternatives(groups: list[list[Mapping[str, str]]]) -> None:
    """Any groups of tests, with any number of alternatives, survive the way over a sheet."""
    rows = [
        Row("报告", {"编号": f"R{at}", "来源": "事件", "若": group}, Place("报告", at))
        for at, group in enumerate(groups)
    ]
    lines = written_rows("报告", rows)
    headings = ["编号", "来源", "若"]
    table: list[Sequence[object]] = [headings, *[[line.get(heading) for heading in headings] for line in lines]]

    here, there = rulebook([], {"报告": rows}), rulebook([], own_rows([grid("报告", table)]))

    assert [rule.when for rule in here.all(Report)] == [rule.when for rule in there.all(Report)]


def test_an_alternative_of_a_resting_rule_does_not_join_its_neighbour() -> None:
    """A rule that waits for a setting takes its further rows with it."""
    text = """
    规则书: 试
    设置: [{名: 率, 值: "", 类型: 百分}]
    抽样:
      - {编号: A, 总体表: 工单, 率: 10%, 若: {紧急: 是}}
      - {编号: B, 总体表: 工单, 率: "{设置.率}", 若: {紧急: 否}}
      - {编号: B, 若: {收费: 超过0}}
    """
    rest = rulebook([source(flush(text), "试")])

    assert [("A", 1)] == [(rule.id, len(rule.when.alternatives)) for rule in rest.all(Sample)]
    assert ["设置还没填"] == [found.kind.title for found in rest.issues]


def test_an_alternative_that_names_an_empty_setting_rests_the_whole_rule() -> None:
    """Half a condition would list too much."""
    text = """
    规则书: 试
    设置: [{名: 界, 值: "", 类型: 金额}]
    抽样:
      - {编号: A, 总体表: 工单, 率: 10%, 若: {紧急: 是}}
      - {编号: A, 若: {收费: ">{设置.界}"}}
    """
    rest = rulebook([source(flush(text), "试")])

    assert () == rest.all(Sample)
    assert ["设置还没填"] == [found.kind.title for found in rest.issues]


def test_an_alternative_of_a_derived_column_stays_with_its_row() -> None:
    """计算 has no 编号: a row with nothing but 若 belongs to the one above it, also when it replaces a shipped one."""
    rows: list[Sequence[object]] = [
        ["表", "列", "类型", "若", "公式"],
        ["客户", "甲", "文本", "等级: A", "1"],
        [None, None, None, "等级: B", None],
        ["客户", "乙", "文本", None, "2"],
    ]
    shipped = source(
        "规则书: 试\n计算:\n  - {表: 客户, 列: 甲, 类型: 文本, 公式: '0'}\n  - {表: 客户, 列: 丙, 公式: '3'}\n", "试"
    )

    book = rulebook([shipped], own_rows([grid("计算", rows)]))

    assert [("甲", 2), ("丙", 0), ("乙", 0)] == [
        (rule.column, len(rule.when.alternatives)) for rule in book.all(Derive)
    ]


# -- which rulebooks


def test_a_new_workbook_names_its_rulebooks_in_its_settings(folder: Path) -> None:
    """The base that they stand on is not named: it comes by itself."""
    path = folder / "two.xlsx"
    found(path, ["wine-service", "dealership-cards"], "示例单位", NOW, demo=False)

    assert ("wine-service", "dealership-cards") == rulebooks_of(reading.read(path))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("甲", ("甲",)), ("甲、乙,丙", ("甲", "乙", "丙")), ("甲、甲", ("甲",)), (None, ())],
)
def test_several_rulebooks_are_divided_as_lists_are(cell: str | None, expected: tuple[str, ...]) -> None:
    """By 、 or a comma, each once; an empty cell names none."""
    rows: list[Sequence[object]] = [["本单位的设置"], ["名", "值"], ["规则书", cell]]

    assert expected == rulebooks_of([grid("设置", rows)])


# -- what staff find


def test_only_sheets_that_the_rules_fill_are_there() -> None:
    """Nobody who never has a job sheet sees one; customers, records, staff and days off are always there."""
    assert "工单" not in pages("wine-service")
    assert "抽样台账" not in pages("wine-service")
    assert {"特殊日", "客户变更", "处罚台账", "名单：短信"} <= pages("wine-service").keys()
    assert {"工单", "周抽查", "抽样台账"} <= pages("gas-sampling").keys()
    for book in SHIPPED:
        assert {
            "首页",
            "今日清单",
            "提醒",
            "客户",
            "回访记录",
            "员工",
            "节假日",
            "设置",
            "未入选说明",
            "问题",
        } <= pages(book).keys()


def test_only_columns_that_matter_stand_in_a_sheet() -> None:
    """Read by a rule, needed to make a row, or needed to call somebody."""
    customers = pages("wine-service")["客户"].headings

    assert {"客户编号", "客户名称", "手机", "客户类别", "开发人员", "生日", "休息时段"} <= set(customers)
    assert not {"QQ", "座机", "资料密级", "房号", "回访间隔"} & set(customers)
    assert customers[:2] == ("客户编号", "客户名称")
    assert "房号" in pages("property-complaint-loop")["客户"].headings
    assert "绩效工资" in pages("skoda-archive")["员工"].headings  # a fine takes its share of it


@pytest.mark.parametrize("book", FEW)
def test_staffs_sheets_have_every_column_that_the_program_fills(book: str) -> None:
    """A record made by 登记 and a row made by 开单 find their columns."""
    made = pages(book)
    rules = rulebook(stacked([BASE, book], shelf()))
    records = set(made["回访记录"].headings)

    assert {
        "任务编号",
        "规则",
        "客户编号",
        "方向",
        "方式",
        "类别",
        "员工编号",
        "计划到期",
        "话术版本",
        "约定时间",
    } <= records
    for rule in (*rules.rows.get("时限", ()), *rules.rows.get("抽样", ()), *rules.rows.get("定额", ())):
        for pair in filter(None, re.split("[；;]", str(rule.cells.get("附带", "")))):
            assert pair.partition("=")[0].strip() in records, rule.id
    for rule in rules.rows.get("开单", ()):
        written_to = set(made[str(rule.cells["目标表"])].headings)
        assert {"来源规则", "来源编号"} <= written_to
        for pair in filter(None, re.split("[；;]", str(rule.cells["写入"]))):
            assert pair.partition("=")[0].strip() in written_to, rule.id


def test_the_list_has_a_column_for_every_answer_from_the_first_day_on() -> None:
    """With the words to say in front of what is typed, and none for a form that is no call."""
    headings = list(pages("wine-service")["今日清单"].headings)
    typed = [one.heading for one in pages("wine-service")["今日清单"].fields if one.typed]

    assert {"结果代码", "满意度", "改进点", "已收到", "客户库存", "动销方向"} <= set(typed)
    assert headings.index("话术") == min(map(headings.index, typed)) - 1
    assert "建档分" not in headings


def test_drop_downs_point_at_the_words_of_their_group(folder: Path) -> None:
    """The range named for 客户类别 holds exactly its words."""
    book = openpyxl.load_workbook(written(folder, "wine-service"))
    sheet = book["客户"]
    column = next(cell.column_letter for cell in sheet[3] if cell.value == "客户类别")
    rule = next(rule for rule in sheet.data_validations.dataValidation if f"{column}4" in rule.sqref)
    name, _, cells = rule.formula1.removeprefix("=").partition("!")

    words = [cell.value for (cell,) in book[name][cells.replace("$", "")]]

    assert ["VIP", "合作伙伴", "团购", "经销商", "现有", "新客户", "普通"] == words


def test_first_rows_keep_their_kinds(folder: Path) -> None:
    """Numbers of telephones are text, days are days, amounts are numbers; no cell is a formula."""
    sheet = openpyxl.load_workbook(written(folder, "wine-service", demo=True))["客户"]
    headings = [cell.value for cell in sheet[3]]
    first = dict(zip(headings, sheet[4], strict=True))

    assert ("13900002001", "@") == (first["手机"].value, first["手机"].number_format)
    assert ("C01", "@") == (first["客户编号"].value, first["客户编号"].number_format)
    assert (datetime(1981, 6, 12), "yyyy-mm-dd") == (first["生日"].value, first["生日"].number_format)


def test_an_empty_sheet_still_has_the_formats_of_its_first_row(folder: Path) -> None:
    """A telephone number typed into a new workbook stays text."""
    sheet = openpyxl.load_workbook(written(folder, "wine-service"))["客户"]
    phone = next(cell.column for cell in sheet[3] if cell.value == "手机")

    assert "@" == sheet.cell(4, phone).number_format


@pytest.mark.parametrize("book", [one for one in FEW if shelf()[one].demo])
def test_a_days_work_over_a_new_workbook_is_that_of_its_first_rows(folder: Path, book: str) -> None:
    """Titles, notes, drop-downs and blank rows on the sheets change nothing of what is found."""
    rows = shelf()[book].demo
    plain = [given_rows(sheet, lines) for sheet, lines in rows.items()]

    expected = opened(plain, shelf(), [book], NOW, whole=False)
    actual = opened(reading.read(written(folder, book, demo=True)), shelf(), [book], NOW)

    for sheet, heading in (
        ("今日清单", "任务编号"),
        ("未入选说明", "客户编号"),
        ("提醒", "任务编号"),
        ("处罚台账", "行键"),
    ):
        wanted = expected.sheet(sheet).typed[heading].objects().tolist()
        assert wanted == actual.sheet(sheet).typed[heading].objects().tolist(), sheet


def test_a_demonstration_that_isnt_there_is_said(folder: Path) -> None:
    """No empty workbook passes for one with rows."""
    with pytest.raises(Fault, match="没有示范数据"):
        found(folder / "x.xlsx", ["sample-office"], "我们单位", NOW, demo=True)
    assert not (folder / "x.xlsx").exists()


def given_rows(sheet: str, lines: Sequence[Mapping[str, Any]]) -> Grid:
    headings = list(dict.fromkeys(heading for line in lines for heading in line))
    return grid(sheet, [headings, *[[line.get(heading) or None for heading in headings] for line in lines]])


def test_a_new_workbook_without_rows_has_nothing_to_mend(folder: Path) -> None:
    """Blank formatted rows are no rows, and headings of results are no results."""
    day = opened(reading.read(written(folder, "wine-service")), shelf(), ["wine-service"], NOW).finished()

    assert [] == [str(found) for found in day.issues]
    assert 0 == len(day.listed)


def test_two_new_workbooks_are_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Nothing but the rulebook, the office and the moment goes in."""
    again = tmp_path / "again.xlsx"
    found(again, ["wine-service"], "客户服务部", NOW, demo=True)

    assert written(folder, "wine-service", demo=True).read_bytes() == again.read_bytes()


@pytest.mark.parametrize("book", ["wine-service", "gas-sampling"])
def test_excel_has_nothing_to_repair_in_a_new_workbook(folder: Path, book: str) -> None:
    """Checked against the rules of the file format."""
    from openxml_audit import OpenXmlValidator

    assert [] == OpenXmlValidator().validate(str(written(folder, book, demo=True))).errors


def test_the_front_page_says_what_to_do_and_where_to_look() -> None:
    """Five steps of a day, the rulebook by name, and a link to each sheet that is there."""
    front = pages("wine-service")["首页"]
    said = {str(row[0]): row for row in front.rows}

    assert "wine-service" == said["规则书"][1]
    assert 5 == sum(str(name).startswith("每天") for name in said)
    assert {row[2] for row in front.rows if row[2]} <= pages("wine-service").keys()
    assert "处罚台账" in {row[2] for row in front.rows}


# -- rule sheets as a supervisor meets them


def test_every_rule_sheet_has_every_column_and_none_has_to_be_typed() -> None:
    """Those that nobody filled are folded, unless people change them often."""
    made = pages("wine-service")
    for sheet in (REGISTER, *SHEETS):
        wanted = set(headings(sheet)) - ({"编号", "名称"} if sheet == "设置" else set())
        assert wanted <= set(made[sheet].headings), sheet
    folded = {one.heading for one in made["时限"].fields if one.folded}
    assert {"容差", "等待列", "暂缓若"} <= folded
    assert not folded & {"源表", "起点", "时长", "接替", "停用期", "对每", "截止"}


def test_rule_sheets_that_nobody_needs_are_hidden() -> None:
    """Those without rows, and those that make columns."""
    made = pages("wine-service")

    assert {"登记表", "计算", "流程", "抽样", "开单", "追踪", "选项"} == {
        page.name for page in made.values() if page.hidden
    }


def test_tabs_are_coloured_by_what_the_sheets_are_for(folder: Path) -> None:
    """Groups stand together."""
    book = openpyxl.load_workbook(written(folder, "wine-service"))
    colours = [sheet.sheet_properties.tabColor.rgb for sheet in book if sheet.sheet_state == "visible"]
    changes = sum(one != other for one, other in itertools.pairwise(colours))

    assert len(set(colours)) - 1 == changes
    assert 5 == len(set(colours))


def test_a_heading_is_explained_with_two_examples(folder: Path) -> None:
    """Where a pointer rests on it."""
    sheet = openpyxl.load_workbook(written(folder, "wine-service"))["时限"]
    note = next(cell.comment.text for cell in sheet[3] if cell.value == "顺延")

    assert "到期碰上休息日怎么办\n例如：不动\n或者：后移\n空着等于：不动" == note


def hidden(found: Mapping[str, bytes]) -> set[str]:
    """The sheets that are not shown."""
    return set(re.findall(r'<sheet [^>]*name="([^"]+)"[^>]*state="hidden"', found["xl/workbook.xml"].decode()))


def test_a_run_leaves_rule_sheets_as_they_are(folder: Path, tmp_path: Path) -> None:
    """Drop-downs, notes, folded columns, names and colours: byte for byte."""
    path = tmp_path / "run.xlsx"
    path.write_bytes(written(folder, "wine-service", demo=True).read_bytes())
    before = parts(path)

    assert main(["today", str(path), "--date", "2026-03-09"]) in {0, 1}

    after = parts(path)
    kept = {name for name in before if "comments" in name or "vmlDrawing" in name}
    assert len(kept) > 20
    for name in kept | {sheet_part(before, "时限"), sheet_part(before, "选项"), sheet_part(before, "报告")}:
        assert before[name] == after[name], name
    names = re.compile(rb'<definedName name="[^_].*?</definedName>')
    assert set(names.findall(before["xl/workbook.xml"])) <= set(names.findall(after["xl/workbook.xml"]))
    assert hidden(before) | {"历史", "运行记录"} == hidden(after)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def sheet_part(found: Mapping[str, bytes], name: str) -> str:
    """Where a sheet stands in a new workbook: they are numbered in order."""
    names = re.findall(r'<sheet name="([^"]+)"', found["xl/workbook.xml"].decode())
    return f"xl/worksheets/sheet{names.index(name) + 1}.xml"


@pytest.mark.parametrize(
    ("book", "setting"), [("sample-office", "站名"), ("phone-shop", "店名"), ("wine-service", "公司名")]
)
def test_people_say_the_name_of_their_own_office(tmp_path: Path, book: str, setting: str) -> None:
    """What --office says is also what the words to customers call it; an office without a name keeps the rulebook's."""
    pages, _ = founded([book], "清泉", datetime(2026, 3, 9))
    nameless, _ = founded([book], "客户服务部", datetime(2026, 3, 9))
    said, kept = (
        {row[page.headings.index("名")]: row[page.headings.index("值")] for row in page.rows}
        for page in (next(one for one in made if one.name == "设置") for made in (pages, nameless))
    )
    own = {str(row.cells["名"]): row.cells["值"] for row in shelf()[book].rows["设置"]}

    assert "清泉" == said[setting]
    assert own[setting] == kept[setting]
    assert {setting, "单位名称"} == {name for name in said if said[name] != kept[name]}


def test_numbers_and_addresses_are_read_whole(folder: Path) -> None:
    """Excel's own width would cut 13811112222 to its first digits."""
    page = next(one for one in pages("sample-office").values() if one.name == "客户")
    widths = {one.heading: one.width for one in page.fields}
    assert (True, True) == (widths["手机"] >= 13, widths["地址"] >= 24)

    own = openpyxl.load_workbook(written(folder, "sample-office"))["客户"]
    at = next(cell.column_letter for row in own.iter_rows(max_row=5) for cell in row if cell.value == "手机")
    assert own.column_dimensions[at].width >= 13
