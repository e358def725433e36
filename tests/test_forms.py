"""记录表: printed from the row, filled on paper or screen, read back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from offices import CUSTOMERS, JOBS, book, kinds, office, shipped

from tests.days import EVENTS, day
from workbook.papers.forms.forms import Form, forms, unprinted
from workbook.papers.forms.layout import BOX, PAGE, laid_out
from workbook.papers.scripts.questions import FormQuestion
from workbook.papers.scripts.wording import doubts
from workbook.papers.words.conditions import alternatives
from workbook.rulebook.cells.conditions import condition
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import rulebook
from workbook.rules.recording.register import recorded
from workbook.shells.files import form_book
from workbook.shells.outside.shelf import shelf
from workbook.words.faults import BookFault

TODAY = date(2026, 3, 9)
FORM = Form(task_id="T1·J1", customer_id="C1", customer="张三", owner="S1", owner_name="甲一")


def printed(form: Form) -> list[str]:
    """Every word that stands on the paper."""
    return [part for line in laid_out(form).lines for cell in line.cells for part in (cell.text, cell.small) if part]


# -- what is printed


def test_each_task_with_questions_has_a_form_filled_from_its_row() -> None:
    """Facts, clause, words and questions of the row, in the order of the list."""
    first, *others = forms(office())

    facts = dict(first.facts)
    assert 2 == len(others)
    assert ("T1·J1", "张三", "甲一", "回访记录表") == (first.task_id, first.customer, first.owner_name, first.title)
    assert ("张三（C1）", "138 0000 0001", "2026-03-09（今日到期）") == (facts["客户"], facts["电话"], facts["到期"])
    assert ("T1 维修回访：修好后三日内回访",) == first.basis
    assert (("张三您好，我是甲一。",), "S@2") == (first.script, first.version)
    assert ["张三，修得满意吗？", "哪里要改进？", "还有什么建议？"] == [one.label for one in first.questions]


def test_a_task_without_questions_has_a_plain_form_that_comes_back(tmp_path: Path) -> None:
    """What was agreed for today: who, the number, what about, the outcome; nothing on the list is left without paper."""
    rules = """
    时限:
      - {编号: 约, 名称: 约好的, 条款: 答应了哪天联系就那天联系, 源表: 预约, 起点: 约定时间, 方式: 第, 时长: 当日,
         完成表: 回访记录, 完成关联: 客户编号, 主题: "{事项}"}
    """
    agreed = [{"预约编号": "Y1", "客户编号": "C2", "约定时间": "2026-03-09 15:00", "事项": "问报价"}]
    day = office(rules, 预约=agreed)
    made = forms(day)
    [plain] = [form for form in made if form.task_id == "约·Y1"]
    path = form_book.write(tmp_path / "f.xlsx", [plain], TODAY)
    _fill(path, {"结果代码": "无人接", "备注": "明天再打"})

    assert (len(day.listed), ()) == (len(made), unprinted(day, made))
    assert ("问报价", (), ("回访人",)) == (dict(plain.facts)["主题"], plain.questions, plain.signatures)
    assert {"结果代码", "备注", "回访人签字"} <= set(printed(plain))
    assert [("C2", "无人接", "明天再打")] == [
        (row["客户编号"], row["结果代码"], row["备注"]) for row in recorded(day, form_book.read(path)).rows
    ]


def test_a_question_that_hangs_on_an_answer_says_so_and_its_branch_stands_below() -> None:
    """若 in words; 分支 under the question whose answers it names."""
    asked = forms(office())[0].questions

    assert ["", "满意度选“一般”或“不满意”时问", ""] == [one.when for one in asked]
    assert [("满意度选“不满意”时说：对不起。",), (), ()] == [one.branches for one in asked]
    assert [True, True, False] == [one.required for one in asked]
    assert (("满意", "满意"), ("一般", "一般"), ("不满意", "不满意")) == asked[0].options


def test_a_merged_task_says_the_words_of_each_of_its_rows() -> None:
    """What a script says of 源行 comes from the row its own task is about."""
    rules = """
    时限:
      - {编号: W, 名称: 到货, 条款: 发货后回访, 源表: 事件, 起点: 发生时间, 时长: 3天,
         方式: 内, 完成表: 回访记录, 问卷: Q, 话术: S}
    联系限制: [{编号: L, 类型: 合并, 合并键: 客户编号}]
    问卷: [{问卷: Q, 题号: 收到, 类型: 是否, 题面: 收到了吗？}]
    话术: [{编号: S, 版本: v1, 正文: "您的{源行.内容}到了吗？"}]
    """
    events = [{**EVENTS[0], "内容": "白酒"}, {**EVENTS[0], "事件编号": "E3", "内容": "红酒"}]
    [form] = forms(day(rules, 事件=events))

    assert (("您的白酒到了吗？", "您的红酒到了吗？"), "S@v1") == (form.script, form.version)


def test_a_task_is_asked_the_questions_of_its_own_form_only() -> None:
    """A layout that names the forms of several rules shows each task its own, as an answer to another is refused."""
    rules = """
    时限:
      - {编号: D3, 名称: 三天, 条款: 三天, 源表: 事件, 起点: 发生时间, 时长: 3天, 方式: 内, 完成表: 回访记录, 问卷: Q3}
      - {编号: D7, 名称: 七天, 条款: 七天, 源表: 事件, 起点: 发生时间, 时长: 7天, 方式: 内, 完成表: 回访记录, 问卷: Q7}
      - {编号: D9, 名称: 九天, 条款: 九天, 源表: 事件, 起点: 发生时间, 时长: 9天, 方式: 内, 完成表: 回访记录}
    问卷:
      - {问卷: Q3, 题号: 收到, 类型: 是否, 题面: 收到了吗？, 必答: 是}
      - {问卷: Q7, 题号: 用法, 类型: 是否, 题面: 会用了吗？, 必答: 是}
    报告: [{编号: R, 名称: 回访单, 条款: 记录, 载体: 记录表, 来源: 今日清单, 块: [问卷 Q3, 问卷 Q7]}]
    """
    made = {form.task_id: [one.question for one in form.questions] for form in forms(day(rules, 事件=EVENTS[:1]))}

    assert {"D3·E1": ["收到"], "D7·E1": ["用法"], "D9·E1": ["收到", "用法"]} == made


def test_questions_that_cannot_apply_are_not_printed() -> None:
    """What is known of the customer or the source row decides now; what hangs on an unprinted question goes with it."""
    rules = """
    问卷:
      - 问卷: Q
        行:
          - {题号: 新客题, 类型: 是否, 题面: 初次？, 若: {客户.客户类别: 新}}
          - {题号: 跟问, 题面: 怎样？, 若: {新客题: 是}}
          - {题号: 急题, 题面: 急？, 若: {源行.紧急: 是}}
    """
    jobs = [{**JOBS[0], "紧急": "是"}, JOBS[1]]
    asked = {form.customer_id: [one.question for one in form.questions] for form in forms(office(rules, 工单=jobs))}

    assert ["满意度", "改进点", "建议", "急题"] == asked["C1"]
    assert ["满意度", "改进点", "建议"] == asked["C2"]


def test_an_empty_placeholder_is_an_issue_naming_the_column_and_the_form_is_not_printed() -> None:
    """Nobody reads out a sentence with a hole in it."""
    rules = "问卷:\n  - {问卷: Q, 行: [{题号: 住处, 题面: '还住在{客户.地址}吗？'}]}\n"
    customers = [{**CUSTOMERS[0], "地址": "一号楼"}, CUSTOMERS[1]]
    day = office(rules, 客户=customers, 工单=JOBS[:2])

    made = forms(day)
    assert (["C1"], ("李四",)) == ([form.customer_id for form in made], unprinted(day, made))
    (found,) = [one for one in day.issues if one.kind.name == "PLACEHOLDER_EMPTY"]
    assert "【客户】的地址" in found.what
    assert "客户!E3" == str(found.place)


def test_a_check_holds_a_form_back() -> None:
    """拦截 打印 on the list, on the customer, on the words: the form isn't there, and the issue says why."""
    rules = """
    检查清单:
      - {编号: K, 名称: 称谓要有, 表: 客户, 列: 称谓, 拦截: 打印, 提示: 补上称谓}
    """
    customers = [{**CUSTOMERS[0], "称谓": "女士"}, *CUSTOMERS[1:]]
    day = office(rules, 客户=customers)

    assert ["C1"] == [form.customer_id for form in forms(day)]
    assert 2 == len([one for one in day.issues if one.kind.name == "CHECK_FAILED" and "称谓" in one.what])


def test_words_that_a_check_forbids_are_not_printed() -> None:
    """A check over 话术 with 拦截 打印 holds back every form that uses the script."""
    rules = "检查清单:\n  - {编号: K, 表: 话术, 列: 正文, 须: 不含 您好, 拦截: 打印}\n"

    assert () == forms(office(rules))


def test_forms_can_be_asked_for_one_task_or_customer() -> None:
    """`only` takes either number."""
    day = office()

    assert [["C2"], ["C3"]] == [[form.customer_id for form in forms(day, only=[key])] for key in ("C2", "T1·J3")]


def test_a_report_adds_its_columns_title_and_signatures() -> None:
    """载体 记录表 over 今日清单; a shipped rulebook's form is signed by customer and caller."""
    made = forms(shipped("property-complaint-loop", "2026-03-09 09:00"))
    form = next(one for one in made if one.task_id.startswith("PC1"))

    assert ("回访记录表", ("客户", "回访人")) == (form.title, form.signatures)
    assert "房号" in dict(form.facts)
    assert any("签字" in text for text in form.reminders)


def test_related_rows_stand_on_the_form() -> None:
    """块 相关: the customer's last calls beside the task."""
    rules = """
    报告:
      - {编号: R, 名称: 维修回访表, 载体: 记录表, 来源: 今日清单,
         块: ["相关 回访记录(结果代码: 无人接)[回访时间,备注]", "签字 客户,主管"]}
    """
    calls = {7: "无人接", 8: "占线"}
    before = [
        {"记录编号": f"H{n}", "客户编号": "C1", "回访时间": f"2026-03-0{n} 09:00", "方式": "电话", "备注": f"第{n}回"}
        | {"结果代码": code}
        for n, code in calls.items()
    ]
    form = forms(office(rules, 回访记录=before), only=["C1"])[0]

    (table,) = form.tables
    assert (("回访时间", "备注"), (("2026-03-07 09:00", "第7回"),)) == (table.headings, table.rows)
    assert ("维修回访表", ("客户", "主管")) == (form.title, form.signatures)


def test_outcomes_stand_with_what_they_need() -> None:
    """Cells for 原因 and 批准人 are there because an outcome needs them."""
    form = forms(office())[0]

    assert ["原因", "批准人"] == [field.heading for field in form.fields]
    assert "“约时”还要填约定时间" in next(text for text in printed(form) if "还要填" in text)


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("满意度: 满意", "满意度是“满意”"),
        ("件数: [1..5)", "件数是 1 到 5（不含后头）"),
        ("意见: 空", "意见没有回答"),
        ("意见: 含 慢|贵", "意见是 含“慢”或“贵”"),
        ("类别: 不是 甲", "类别不是“甲”"),
    ],
)
def test_conditions_are_said_as_people_say_them(test: str, words: str) -> None:
    """A test cell in words."""
    assert words == alternatives(condition(test).alternatives, {})


# -- paper


def test_a_short_form_fills_one_page_and_a_long_one_is_set_wider() -> None:
    """Free answers take the room that is left; a form of some more lines is printed smaller, still on one page."""
    asked = tuple(FormQuestion(n, f"题{n}", f"第{n}题怎样？", "文本") for n in range(1, 31))
    short, longer, longest = (laid_out(Form(**{**_facts(), "questions": asked[:n]})) for n in (3, 14, 30))

    assert (1, 1, 3) == (short.pages, longer.pages, longest.pages)
    assert short.column < longer.column
    assert short.height <= PAGE


def _facts() -> dict[str, str]:
    return {"task_id": "T", "customer_id": "C", "customer": "甲", "owner": "S", "owner_name": "乙"}


def test_each_form_has_its_own_sheet_with_a_safe_name(tmp_path: Path) -> None:
    """01 客户名称; signs that a sheet can't have are changed, long names cut, no two alike."""
    names = ["甲/乙:公司", "甲/乙:公司", "很长" * 30, "'引号'"]
    made = [Form(**{**_facts(), "customer": name}) for name in names]
    path = form_book.write(tmp_path / "f.xlsx", made, TODAY)

    sheets = openpyxl.load_workbook(path).sheetnames
    assert ["01 甲／乙：公司", "02 甲／乙：公司"] == sheets[:2]
    assert all(len(name) <= 31 for name in sheets)


def test_the_sheet_is_ready_to_print(tmp_path: Path) -> None:
    """A4 upright, one page wide, office and day above, helper rows and column out of sight."""
    sheet = _first(form_book.write(tmp_path / "f.xlsx", [FORM], TODAY, office="A&B 9号"))

    page = sheet.page_setup
    assert (9, "portrait", True) == (page.paperSize, page.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage)
    assert ("A&&B 9号", "2026-03-09") == (sheet.oddHeader.left.text.strip(), sheet.oddHeader.right.text.strip())
    assert sheet.column_dimensions["A"].hidden and sheet.row_dimensions[1].hidden and sheet.row_dimensions[2].hidden
    assert "$B$3:$M$" in str(sheet.print_area)


def test_words_never_become_formulas(tmp_path: Path) -> None:
    """A customer called =1+1 stays one."""
    form = Form(**{**_facts(), "customer": "=1+1", "facts": (("客户", "=1+1"),), "script": ("=SUM(A1)",)})
    sheet = _first(form_book.write(tmp_path / "f.xlsx", [form], TODAY))

    kinds_ = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"s"} == kinds_


def test_one_workbook_for_each_person(tmp_path: Path) -> None:
    """`each`: files named after the people, one for tasks of nobody."""
    made = [FORM, Form(**{**_facts(), "owner": "", "owner_name": ""})]

    assert ["记录表-2026-03-09-甲一.xlsx", "记录表-2026-03-09-未分派.xlsx"] == [
        path.name for path in form_book.write_all(tmp_path, made, TODAY, each=True)
    ]
    assert () == form_book.write_all(tmp_path, [], TODAY)


def test_excel_would_open_it_without_repair(tmp_path: Path) -> None:
    """Checked against the schemas of the format."""
    from openxml_audit import FileFormat, OpenXmlValidator

    path = form_book.write(tmp_path / "f.xlsx", forms(office()), TODAY, office="客服部")

    assert [] == list(OpenXmlValidator(FileFormat.MICROSOFT_365).validate(path).errors)


# -- and back


def test_a_filled_form_is_read_back_with_its_places(tmp_path: Path) -> None:
    """Answers, outcome, time, note and who did it, by the hidden marks."""
    path = form_book.write(tmp_path / "f.xlsx", forms(office()), TODAY)
    typed = {"结果代码": "完成", "满意度": "满意", "备注": "好", "员工编号": "乙二"}
    _fill(path, {**typed, "回访时间": datetime(2026, 3, 9, 9, 30)})
    (found,) = form_book.read(path)

    assert ("T1·J1", "C1", 1, "S@2") == (found.task_id, found.customer, found.attempt, found.version)
    assert {**typed, "回访时间": "2026-03-09 09:30:00"} == found.cells
    assert "01 张三!L" in str(found.at("满意度"))


def test_boxes_ticked_on_the_screen_count_where_the_yellow_cell_is_empty(tmp_path: Path) -> None:
    """☑ or √ in place of the box; printed words stand for their codes."""
    rules = "问卷:\n  - {问卷: Q, 行: [{题号: 核, 类型: 核对, 题面: 核对姓名, 必答: 否}]}\n"
    path = form_book.write(tmp_path / "f.xlsx", forms(office(rules)), TODAY)
    _tick(path, {f"{BOX} 不满意": "☑ 不满意", f"{BOX} 相符": "√ 相符", f"{BOX} 完成": "■完成"})
    (found,) = form_book.read(path)

    assert {"结果代码": "完成", "满意度": "不满意", "核": "是"} == found.cells


def test_a_form_survives_rows_and_columns_put_between(tmp_path: Path) -> None:
    """The marks move with their cells."""
    path = form_book.write(tmp_path / "f.xlsx", [FORM], TODAY)
    grid_ = _first(path)
    row = next(row for row in range(3, grid_.max_row) if "回访时间@" in str(grid_.cell(row, 1).value))
    _fill(path, {"回访时间": "09:30"})
    whole = openpyxl.load_workbook(path)
    for merged in list(whole.worksheets[0].merged_cells.ranges):
        whole.worksheets[0].unmerge_cells(str(merged))
    whole.worksheets[0].insert_rows(row)
    whole.worksheets[0].insert_cols(3)
    whole.save(path)

    assert "09:30" == form_book.read(path)[0].time


def test_forms_come_back_as_records(tmp_path: Path) -> None:
    """Printed, filled, read, recorded; read once more, nothing new."""
    day = office()
    path = form_book.write(tmp_path / "f.xlsx", forms(day), TODAY)
    _fill(path, {"结果代码": "完成", "满意度": "满意"})
    made = recorded(day, form_book.read(path))
    again = recorded(office(回访记录=list(made.rows)), form_book.read(path))

    assert [("C1", "满意", "S@2")] == [(row["客户编号"], row["满意度"], row["话术版本"]) for row in made.rows]
    assert ((), frozenset({"T1·J1"})) == (again.rows, again.done)


def test_a_form_of_an_earlier_day_was_filled_that_day(tmp_path: Path) -> None:
    """Friday's paper, typed in on Monday without a time: the call was on Friday, and it is said; today's paper is of now."""
    friday = form_book.write(tmp_path / "五.xlsx", forms(office()), date(2026, 3, 6))
    todays = form_book.write(tmp_path / "一.xlsx", forms(office()), TODAY)
    for path in (friday, todays):
        _fill(path, {"结果代码": "完成", "满意度": "满意"})
    of_friday, of_today = (recorded(office(), form_book.read(path)) for path in (friday, todays))

    assert [(datetime(2026, 3, 6), 1)] == [(row["回访时间"], len(of_friday.issues)) for row in of_friday.rows]
    assert "这张记录表是 2026-03-06 的，没写哪天打的，记作 2026-03-06。" in str(of_friday.issues[0])
    assert ([TODAY], ()) == ([row["回访时间"].date() for row in of_today.rows], of_today.issues)


def test_another_workbook_is_no_form(tmp_path: Path) -> None:
    """The words say what to choose instead."""
    path = tmp_path / "x.xlsx"
    openpyxl.Workbook().save(path)

    with pytest.raises(BookFault, match="没有记录表"):
        form_book.read(path)


def _first(path: Path):
    return openpyxl.load_workbook(path).worksheets[0]


def _fill(path: Path, cells: dict[str, object]) -> None:
    """Types into the yellow cells of the first form."""
    whole = openpyxl.load_workbook(path)
    sheet = whole.worksheets[0]
    for row in range(3, sheet.max_row + 1):
        for mark in str(sheet.cell(row, 1).value or "").split("\n"):
            heading, at, column = mark.rpartition("@")
            if at and heading in cells:
                sheet.cell(row, int(column) + 1).value = cells[heading]
    whole.save(path)


def _tick(path: Path, changes: dict[str, str]) -> None:
    """Writes a tick over a box on the first form."""
    whole = openpyxl.load_workbook(path)
    for row in whole.worksheets[0].iter_rows(min_col=2):
        for cell in row:
            for old, new in changes.items():
                if isinstance(cell.value, str) and old in cell.value:
                    cell.value = cell.value.replace(old, new)
    whole.save(path)


# -- wording


@pytest.mark.parametrize(
    ("label", "doubt"),
    [
        ("价格和服务都满意吗？", "一题问了两件事"),
        ("满意吗？还会来吗？", "一题问了两件事"),
        ("您对我们很满意吧？", "问法带着答案"),
        ("我们会尽快改进。", "在说，没有问"),
        ("您满意吗？", ""),
        ("哪些地方要改进", ""),
    ],
)
def test_a_question_asks_one_thing_and_leaves_the_answer_open(label: str, doubt: str) -> None:
    """Bundled, leading and telling questions are named."""
    rules = f"问卷:\n  - {{问卷: P, 行: [{{题号: 甲题, 题面: {label}}}]}}\n"
    found = [one.what for one in doubts(rulebook([book(rules)])) if "P·甲题" in one.what]

    assert [True] * bool(doubt) == [doubt in one for one in found]


def test_words_not_to_say_are_found_unless_the_office_checks_for_them_itself() -> None:
    """禁语 in scripts and questions; an own 检查清单 for the word is left to do it."""
    rules = "话术:\n  - {编号: N, 用途: 禁语, 正文: 不行、没办法}\n  - {编号: S2, 正文: 这个不行。}\n"
    check = "检查清单:\n  - {编号: K, 表: 话术, 列: 正文, 须: 不含 不行}\n"

    assert ["LINT"] == kinds([one for one in doubts(rulebook([book(rules)])) if "不行" in one.what])
    assert [] == [one for one in doubts(rulebook([book(rules + check)])) if "不行" in one.what]


def test_the_shipped_rulebooks_ask_fairly() -> None:
    """Only questions that quote their regulation word by word may be doubtful."""
    known = shelf()
    found = [one for name in known for one in doubts(rulebook(stacked([name], known)))]

    assert len(found) <= len(known)
