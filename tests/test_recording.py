"""登记: typed results become records, once, through the gate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import JOBS, grids, kinds, office, shipped, table

from workbook.rules.recording.register import Recorded, recorded
from workbook.rules.recording.typed_cells import Filled, filled, may_be_typed, typed_headings, typed_rows
from workbook.words.place import Place

CALL = {"客户编号": "C1", "方式": "电话", "结果代码": "完成"}
DONE = {"结果代码": "完成", "满意度": "满意", "回访时间": "2026-03-09 09:30"}
COMMON = (
    "记录编号", "任务编号", "规则", "客户编号", "工单编号", "回访时间", "方向", "方式", "类别", "员工编号", "结果代码",
)  # fmt: skip


def typed(task: str, cells: Mapping[str, str], **facts: object) -> Filled:
    """What staff typed about a task."""
    return filled(task, cells, **facts)


def one(cells: Mapping[str, str], rules: str = "", **sheets: object) -> Recorded:
    """What registration makes of one typed row of the first task."""
    return recorded(office(rules, **sheets), [typed("T1·J1", cells)])  # type: ignore[arg-type]


def as_sheet(made: Recorded, *before: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The rows as 回访记录 would hold them afterwards."""
    return [*before, *made.rows]


# -- the row


def test_a_record_says_what_the_task_brought_along() -> None:
    """Task, rules, customer, job, channel, kind, person, due time and script version come from the task."""
    made = one(DONE)

    (row,) = made.rows
    assert {
        "记录编号": "R20260309-001", "任务编号": "T1·J1", "规则": "T1", "客户编号": "C1", "工单编号": "J1",
        "回访时间": datetime(2026, 3, 9, 9, 30), "方向": "去电", "方式": "电话", "类别": "维修", "员工编号": "S1",
        "结果代码": "完成",
    } == {heading: row[heading] for heading in COMMON}  # fmt: skip
    assert ("满意", datetime(2026, 3, 9), "S@2") == (row["满意度"], row["计划到期"], row["话术版本"])
    assert (frozenset({"T1·J1"}), frozenset(), ()) == (made.done, made.kept, made.issues)


def test_a_row_without_a_time_gets_now() -> None:
    """回访时间 left empty is the minute of the run."""
    made = one({"结果代码": "无人接"})

    assert datetime(2026, 3, 9, 10, 0) == made.rows[0]["回访时间"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026年3月9日 下午2:30", datetime(2026, 3, 9, 14, 30)),
        ("09:15", datetime(2026, 3, 9, 9, 15)),
        ("14:30", datetime(2026, 3, 8, 14, 30)),
        ("1899-12-31 09:15:00", datetime(2026, 3, 9, 9, 15)),
    ],
)
def test_times_are_read_as_people_write_them(text: str, moment: datetime) -> None:
    """A time of day alone is the last such moment: what hasn't been yet was yesterday."""
    assert moment == one({"结果代码": "无人接", "回访时间": text}).rows[0]["回访时间"]


def test_an_appointment_by_the_clock_is_the_next_such_moment() -> None:
    """约定时间 09:00 after a call at 09:30 is tomorrow."""
    made = one({"结果代码": "约时", "回访时间": "09:30", "约定时间": "9:00"})

    assert datetime(2026, 3, 10, 9, 0) == made.rows[0]["约定时间"]


def test_answers_are_folded_to_their_codes() -> None:
    """An alias, a printed name of an outcome and a person's name are stored as codes."""
    made = one({"结果代码": "谈成了", "满意度": "基本满意", "改进点": "慢", "员工编号": "乙二"})

    (row,) = made.rows
    assert ("完成", "一般", "S2") == (row["结果代码"], row["满意度"], row["员工编号"])


def test_numbers_run_on_and_are_never_given_out_again() -> None:
    """The next number follows the day's highest: there, in sheets that point to it, in rows nobody could read."""
    old = [{"记录编号": "R20260309-004", **CALL, "回访时间": "2026-03-09 08:00"}]
    register = '登记表:\n  - {表: 抽查, 列: ["抽查编号:编号#", "记录编号:引用(回访记录)"]}\n'
    day = office(register, 回访记录=old, 抽查=[{"抽查编号": "K1", "记录编号": "R20260309-007"}])
    broken = table("回访记录", [*old, {"记录编号": "R20260309-011"}])

    assert "R20260309-008" == recorded(day, [typed("T1·J1", DONE)]).rows[0]["记录编号"]
    assert "R20260309-012" == recorded(day, [typed("T1·J1", DONE)], records=broken).rows[0]["记录编号"]


def test_a_record_keeps_whose_row_it_was_and_how_it_was_to_be_done() -> None:
    """What the paper says of itself counts, not what a list of now would say."""
    facts = {"owner": "S2", "channel": "微信", "version": "S@1"}
    papers = [typed("T1·J1", {"结果代码": "无人接"}, **given_) for given_ in (facts, {})]
    rows = [recorded(office(), [paper]).rows[0] for paper in papers]

    assert [("S2", "微信", "S@1"), ("S1", "电话", "S@2")] == [
        (row["员工编号"], row["方式"], row["话术版本"]) for row in rows
    ]


# -- the gate


@pytest.mark.parametrize(
    ("cells", "kind", "words"),
    [
        ({"满意度": "满意"}, "RESULT_MISSING", "没有填结果代码"),
        ({"结果代码": "约时"}, "RESULT_NEEDS", "要填约定时间"),
        ({"结果代码": "跳过", "原因": "出差"}, "RESULT_NEEDS", "要填批准人"),
        ({"结果代码": "完成"}, "RESULT_NEEDS", "要填满意度"),
        ({"结果代码": "完成", "满意度": "不满意"}, "RESULT_NEEDS", "要填改进点"),
        ({"结果代码": "飞了"}, "TYPED_UNKNOWN", "飞了"),
        ({"结果代码": "完成", "满意度": "很好"}, "TYPED_UNKNOWN", "很好"),
        ({**DONE, "回访时间": "2026/2/30"}, "BAD_DATE", "2026/2/30"),
        ({**DONE, "员工编号": "丙三"}, "UNKNOWN_REFERENCE", "丙三"),
    ],
)
def test_what_is_missing_or_unreadable_keeps_the_row_as_it_is(cells: Mapping[str, str], kind: str, words: str) -> None:
    """Nothing is registered, and one issue says which cell."""
    made = one(cells)

    assert ((), frozenset(), frozenset({"T1·J1"})) == (made.rows, made.done, made.kept)
    assert [kind] == kinds(made.issues)
    assert words in made.issues[0].what


def test_an_issue_stands_at_the_typed_cell() -> None:
    """The place is the cell that staff must mend."""
    day = office()
    row = typed("T1·J1", {**DONE, "满意度": "很好"}, places={"满意度": Place("今日清单", 7, 12)})

    assert ["今日清单!L7"] == [str(found.place) for found in recorded(day, [row]).issues]


def test_a_refusal_needs_no_answers() -> None:
    """拒访 counts as a contact, but nobody was asked."""
    made = one({"结果代码": "拒访", "备注": "在开会"})

    assert "拒访" == made.rows[0]["结果代码"]


def test_an_answer_that_was_not_asked_for_is_not_taken_and_its_words_are_kept() -> None:
    """The row is registered without it; the issue quotes it, and the record's remark."""
    made = one({**DONE, "改进点": "太慢"})

    assert (False, "没问的题（改进点：太慢）") == ("改进点" in made.rows[0], made.rows[0]["备注"])
    assert [("ANSWER_NOT_ASKED", True)] == [(found.kind.name, "太慢" in found.what) for found in made.issues]


def test_questions_hang_on_the_answers_that_count() -> None:
    """An answer that falls away takes those with it that hang on it."""
    rules = """
    时限:
      - {编号: T2, 名称: 二访, 源表: 工单, 起点: 完成时间, 方式: 内, 时长: 3天, 完成表: 回访记录, 问卷: P}
    问卷:
      - 问卷: P
        必答: 否
        行:
          - {题号: 甲题, 类型: 是否, 题面: 甲？}
          - {题号: 乙题, 类型: 是否, 题面: 乙？, 若: {甲题: 是}}
          - {题号: 丙题, 题面: 丙？, 若: {乙题: 是}}
    """
    day = office(rules)
    cells = {"结果代码": "完成", "回访时间": "2026-03-09 09:30", "甲题": "否", "乙题": "是", "丙题": "话"}
    made = recorded(day, [typed("T2·J1", cells)])

    assert ["甲题"] == [heading for heading in ("甲题", "乙题", "丙题") if heading in made.rows[0]]
    assert 2 == len(made.issues)


def test_an_answer_to_another_form_is_not_taken() -> None:
    """The list has a column for each form of the day; a task takes only the answers of its own."""
    rules = "问卷:\n  - {问卷: P, 行: [{题号: 甲题, 题面: 甲？}]}\n"
    made = one({**DONE, "甲题": "话"}, rules)

    assert ("甲题" in made.rows[0], ["ANSWER_NOT_ASKED"]) == (False, kinds(made.issues))


def test_one_question_after_the_other_where_the_form_says_so() -> None:
    """逐题: an answer behind an unanswered question is refused, and both are named."""
    rules = """
    时限:
      - {编号: T2, 名称: 二访, 源表: 工单, 起点: 完成时间, 方式: 内, 时长: 3天, 完成表: 回访记录, 问卷: P}
    问卷:
      - {问卷: P, 逐题: 是, 必答: 否, 行: [{题号: 甲题, 题面: 甲？}, {题号: 乙题, 题面: 乙？}]}
    """
    made = recorded(office(rules), [typed("T2·J1", {"结果代码": "完成", "乙题": "话"})])

    assert ((), ["ANSWER_ORDER"]) == (made.rows, kinds(made.issues))
    assert "先答“甲题”，再答“乙题”" in made.issues[0].what


@pytest.mark.parametrize(("answer", "fits"), [("3", True), ("-1", False), ("6", True)])
def test_an_answer_must_be_as_the_form_wants_it(answer: str, fits: bool) -> None:
    """须 tests the answer; the issue says what is wanted."""
    rules = """
    时限:
      - {编号: T2, 名称: 二访, 源表: 工单, 起点: 完成时间, 方式: 内, 时长: 3天, 完成表: 回访记录, 问卷: P}
    问卷:
      - {问卷: P, 行: [{题号: 库存, 类型: 数, 题面: 多少？, 须: 0以上}]}
    """
    made = recorded(office(rules), [typed("T2·J1", {"结果代码": "完成", "库存": answer})])

    assert fits == bool(made.rows)
    assert fits or ["ANSWER_UNFIT"] == kinds(made.issues)


def test_a_score_lies_in_its_range() -> None:
    """评分(5) takes 0 to 5."""
    rules = """
    时限:
      - {编号: T2, 名称: 二访, 源表: 工单, 起点: 完成时间, 方式: 内, 时长: 3天, 完成表: 回访记录, 问卷: P}
    问卷:
      - {问卷: P, 行: [{题号: 评, 类型: 评分(5), 题面: 几分？}]}
    """
    day = office(rules)
    made = [recorded(day, [typed("T2·J1", {"结果代码": "完成", "评": score})]) for score in ("5", "6")]

    assert [[5], []] == [[row["评"] for row in one.rows] for one in made]


def test_an_unknown_task_is_named() -> None:
    """A number nobody knows is an issue, and the row stays."""
    made = recorded(office(), [typed("T9·J1", DONE)])

    assert (frozenset({"T9·J1"}), ["TASK_UNKNOWN"]) == (made.kept, kinds(made.issues))


def test_an_outcome_that_the_task_does_not_offer_is_refused() -> None:
    """若 of 结果代码 says for which tasks it is."""
    rules = "结果代码:\n  - {编号: 退货, 计为: 接触, 字母: R, 若: {类别: 到货}}\n"
    made = one({"结果代码": "退货"}, rules)

    assert (["TYPED_UNKNOWN"], True) == (kinds(made.issues), "无人接" in made.issues[0].cure)


def test_a_check_that_blocks_completion_does_not_refuse_the_record() -> None:
    """拦截 完成: the row is written, and an issue says that it doesn't count yet."""
    rules = "检查清单:\n  - {编号: K, 表: 回访记录, 列: 处理意见, 拦截: 完成, 提示: 写上怎样处理}\n"
    made = one(DONE, rules)

    assert (1, frozenset({"T1·J1"}), ["ANSWER_BLOCKED"]) == (len(made.rows), made.done, kinds(made.issues))
    assert "处理意见是空的" in made.issues[0].what


# -- again


def test_registering_twice_adds_nothing() -> None:
    """The same typing over the workbook with the new rows in it: no row, no issue, and its cells may be cleared."""
    third = typed("T1·J3", {**DONE, "改进点": "慢"})
    rows = [typed("T1·J1", DONE), typed("T1·J2", {"结果代码": "无人接"}, attempt=1), third]
    first = recorded(office(), rows)
    again = recorded(office(回访记录=as_sheet(first)), rows)

    assert 3 == len(first.rows)
    assert ((), (), first.done) == (again.rows, again.issues, again.done)


def test_a_second_try_of_the_same_day_is_not_the_first_one_again() -> None:
    """占线 without a time, on a list that was made after the first try was recorded."""
    before = recorded(office(), [typed("T1·J1", {"结果代码": "占线"}, attempt=1)])
    later = office(now="2026-03-09 14:00", 回访记录=as_sheet(before))

    papers = [typed("T1·J1", {"结果代码": "占线"}, attempt=nth) for nth in (2, 1)]
    assert [1, 0] == [len(recorded(later, [paper]).rows) for paper in papers]


def test_list_and_form_of_one_call_make_one_record() -> None:
    """What both say once, what one of them says alone is taken over."""
    papers = [typed("T1·J1", {"结果代码": "完成"}), typed("T1·J1", {"满意度": "满意", "结果代码": "完成"})]
    made = recorded(office(), papers)

    assert ["满意"] == [row["满意度"] for row in made.rows]
    assert 2 == len(made.finished)


AGAIN = {"结果代码": "完成", "满意度": "满意"}


def test_list_and_form_that_tell_of_one_call_in_other_words_make_one_record() -> None:
    """A task isn't done twice: the second paper is left out and says where the first stands; with its time it counts."""
    papers = [typed("T1·J1", {**AGAIN, "备注": "约了下周"}), typed("T1·J1", {**AGAIN, "备注": "下周再说"})]
    twice = recorded(office(), papers)
    timed = recorded(office(), [papers[0], typed("T1·J1", {**AGAIN, "备注": "又打来", "回访时间": "09:40"})])
    tries = recorded(office(), [typed("T1·J1", {"结果代码": "无人接"}), papers[0]])

    assert (["约了下周"], ["RESULT_AGAIN"]) == ([row["备注"] for row in twice.rows], kinds(twice.issues))
    assert (2, []) == (len(timed.rows), kinds(timed.issues))
    assert (2, []) == (len(tries.rows), kinds(tries.issues))


def test_what_is_typed_for_a_task_that_a_form_has_finished_waits_for_a_person() -> None:
    """The evening's run takes it in as little as the clerk's own button does; a call that doesn't count is no matter."""
    done = {
        "记录编号": "H1",
        **CALL,
        "任务编号": "T1·J1",
        "工单编号": "J1",
        "回访时间": "2026-03-09 09:00",
        "规则": "T1",
    }
    late = recorded(office(回访记录=[done]), [typed("T1·J1", {**AGAIN, "备注": "打过"})])
    timed = recorded(office(回访记录=[done]), [typed("T1·J1", {**AGAIN, "回访时间": "2026-03-09 09:50"})])
    open_ = recorded(office(回访记录=[{**done, "结果代码": "无人接"}]), [typed("T1·J1", AGAIN)])

    assert ((), ["RESULT_AGAIN"]) == (late.rows, kinds(late.issues))
    assert "回访记录!" in late.issues[0].what
    assert (1, []) == (len(timed.rows), kinds(timed.issues))
    assert (1, []) == (len(open_.rows), kinds(open_.issues))


def test_whose_name_is_typed_over_made_the_call() -> None:
    """Name and result typed together, before any new list: the record is that person's."""
    head = {"序": 1, "客户编号": "C1", "任务编号": "T1·J1", "责任人": "S1", "责任人姓名": "乙二", "结果代码": "完成"}
    sheet = table("今日清单", [head])
    (row,) = typed_rows(office(今日清单=[head]).world, [sheet])

    assert "S2" == row.owner


def test_yesterdays_list_is_taken_back_today() -> None:
    """A task that isn't on today's list (done, or not yet again) is found among all duties."""
    done = {"记录编号": "H1", **CALL, "工单编号": "J1", "回访时间": "2026-03-08 09:00", "规则": "T1"}
    made = recorded(office(回访记录=[done]), [typed("T1·J1", DONE)])

    assert [("C1", "J1", "T1")] == [(row["客户编号"], row["工单编号"], row["规则"]) for row in made.rows]


def test_merged_tasks_make_one_record_with_all_their_rules() -> None:
    """合并: the record names every task; later it is taken as recorded for each of them."""
    rules = """
    时限:
      - {编号: T2, 名称: 二访, 源表: 工单, 起点: 完成时间, 方式: 内, 时长: 3天, 完成表: 回访记录, 类别: 维修, 问卷: Q}
    联系限制:
      - {编号: M, 类型: 合并, 合并键: 客户编号}
    """
    made = recorded(office(rules), [typed("T1·J1、T2·J1", DONE)])
    alone = recorded(office(rules, 回访记录=as_sheet(made)), [typed("T2·J1", DONE)])

    assert [("T1·J1、T2·J1", "T1、T2", "维修")] == [(row["任务编号"], row["规则"], row["类别"]) for row in made.rows]
    assert ((), frozenset({"T2·J1"})) == (alone.rows, alone.done)


def test_a_line_of_their_own_is_a_contact_without_a_task() -> None:
    """Staff may add a customer's line; with one task on the list it is that task's."""
    day = office(工单=JOBS[:1])
    papers = [typed("", {"结果代码": "完成", "满意度": "满意"}, customer=who) for who in ("C2", "C1")]
    own, first = (recorded(day, [paper]).rows[0] for paper in papers)

    assert ("C2", None, "T1·J1") == (own["客户编号"], own.get("任务编号"), first["任务编号"])


ROWS = st.tuples(
    st.sampled_from(["J1", "J2", "J3"]), st.sampled_from(["完成", "无人接", "拒访", "约时", ""]),
    st.sampled_from(["满意", "不满意", ""]), st.sampled_from(["", "2026-03-09 09:30"]),
)  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(st.lists(ROWS, max_size=4, unique_by=lambda row: row[0]))
def test_whatever_is_typed_is_either_recorded_once_or_kept_with_an_issue(rows: list[tuple[str, str, str, str]]) -> None:
    """Law: a second registration over the result adds nothing; each task typed about is done or kept."""
    papers = [
        typed(f"T1·{job}", {"结果代码": code, "满意度": answer, "回访时间": time, "备注": "注"}, attempt=1)
        for job, code, answer, time in rows
    ]
    made = recorded(office(), papers)
    again = recorded(office(回访记录=as_sheet(made)), papers)

    assert {paper.task_id for paper in papers} == made.done | made.kept
    assert () == again.rows
    assert made.kept == again.kept


# -- what follows


def test_staff_are_told_when_the_next_try_is() -> None:
    """重试, 下次, 停止 and 无效 in sentences."""
    rows = [
        typed("T1·J1", {"结果代码": "占线", "回访时间": "2026-03-09 09:30"}),
        typed("T1·J2", {"结果代码": "约时", "约定时间": "2026-03-10 09:30"}),
        typed("T1·J3", {"结果代码": "错号", "备注": "空号"}),
    ]
    made = recorded(office(), rows)

    assert (
        "张三：占线，2026-03-09 11:30 起再联系（第 2 次）。",
        "李四：约好 2026-03-10 09:30 再联系。",
        "王五：错号，请在【客户】里更正联系方式。",
    ) == made.opened


def test_staff_are_told_when_tries_are_used_up() -> None:
    """满次后 after the last try."""
    call = {**CALL, "任务编号": "T1·J1", "结果代码": "无人接"}
    tried = [{"记录编号": f"H{n}", **call, "回访时间": f"2026-03-0{n} 09:00"} for n in (7, 8)]
    made = recorded(office(回访记录=tried), [typed("T1·J1", {"结果代码": "无人接"}, attempt=3)])

    assert ("张三：已打 3 次没有接通，上报主管。",) == made.opened


def test_staff_are_told_what_an_unhappy_answer_opens() -> None:
    """A complaint by 开单 and the duty that stands on it, as the rules will find them at the next run."""
    rules = """
    代码:
      - {组: 事件类型, 行: [{代码: 投诉}]}
    开单:
      - {编号: N, 名称: 不满意转投诉, 源表: 回访记录, 若: {满意度: 不满意}, 目标表: 事件,
         写入: "客户编号={客户编号}；事件类型=投诉；发生时间={回访时间}；内容={改进点}"}
    时限:
      - {编号: E, 名称: 投诉处理, 源表: 事件, 若: {事件类型: 投诉}, 起点: 发生时间, 方式: 内, 时长: 1天,
         完成列: 处理完成时间, 责任: S2, 出: 提醒}
    """
    made = one({**DONE, "满意度": "不满意", "改进点": "太慢"}, rules)

    assert "张三：下次运行会在【事件】开一行（不满意转投诉）：事件类型“投诉”，内容“太慢”。" == made.opened[0]
    assert made.opened[1].startswith("张三：接着要办“投诉处理”，最晚 2026-03-10")


def test_the_day_itself_is_left_as_it_was() -> None:
    """Registration is a calculation: it adds no rows and no issues to the day it looks at."""
    day = office()
    issues = len(day.issues)
    recorded(day, [typed("T1·J1", {**DONE, "满意度": "很好"})])

    assert (0, issues) == (len(day.world.frame("回访记录")), len(day.issues))


# -- today's list as staff left it


def test_typed_rows_are_read_from_the_list_as_it_stands() -> None:
    """Only what staff typed: their answers, the outcome, what outcomes need; not our columns, not their own notes."""
    done = {"结果代码": "完成", "满意度": "满意", "我的话": "记得"}
    rows = [
        {"序": 1, "客户编号": "C1", "任务编号": "T1·J1", "责任人": "S1", "第几次": 2, **done},
        {"序": 2, "客户编号": "C2", "任务编号": "T1·J2", "责任人": "S1", "第几次": 1, "原因": None},
        {"序": None, "客户编号": "C3", "结果代码": "完成", "原因": "来电"},
    ]
    found = typed_rows(office().world, [table("今日清单", rows)])

    assert [("T1·J1", 2, {"结果代码": "完成", "满意度": "满意"}), ("", None, {"结果代码": "完成", "原因": "来电"})] == [
        (row.task_id, row.attempt, row.cells) for row in found
    ]
    assert ["今日清单!G2", "今日清单!第4行"] == [str(found[0].at("满意度")), str(found[1].where)]


def test_a_list_in_which_nothing_is_typed_tells_so_before_the_book_is_read() -> None:
    """What the program wrote isn't typed; whatever cell makes a typed row, the look at the list alone sees it."""
    row = {
        "序": 1,
        "客户编号": "C1",
        "任务编号": "T1·J1",
        "责任人": "S1",
        "第几次": 2,
        "工单编号": "J1",
        "我的话": "记得",
    }
    world = office().world
    assert not may_be_typed(world, table("今日清单", [row]))
    assert not may_be_typed(world, table("今日清单", [{"我的话": "记得"}]))
    for heading in sorted({*typed_headings(world), "结果代码", "备注", "回访时间", "约定时间"}):
        sheet = table("今日清单", [row, {**row, heading: "甲"}])
        assert (heading, 1, True) == (heading, len(typed_rows(world, [sheet])), may_be_typed(world, sheet))


def test_a_workbook_without_a_list_has_nothing_typed() -> None:
    """No sheet, no rows."""
    assert () == typed_rows(office().world, grids())


def test_a_shipped_rulebook_registers_what_its_list_holds() -> None:
    """A bad answer opens a finding that names who must mend it; an incomplete record says so."""
    answers = {"身份核实": "√", "营销行为": "否", "权限禁止": "说不清"}
    cells = {"结果代码": "完成", "回访时间": "2026-03-09 10:00", **answers}
    made = recorded(shipped("securities-callback", "2026-03-09 11:00"), [filled("SC1·E01", cells)])

    assert ("营业部", "E01", "是") == tuple(made.rows[0][heading] for heading in ("层级", "事件编号", "身份核实"))
    assert {"ANSWER_BLOCKED"} == set(kinds(made.issues))
    assert any("【发现】" in sentence for sentence in made.opened)


@pytest.mark.parametrize(
    ("day", "told", "records"),
    [
        ("2026-03-10 14:00", ["CALL_AHEAD"], 0),
        ("2026-03-09 23:00", [], 1),
        ("2026-03-06 08:00", [], 1),
        ("2026-03-05 14:00", ["CALL_BEFORE"], 1),
        ("2025-09-07 14:00", ["CALL_BEFORE"], 1),
        ("2025-09-06 14:00", ["CALL_LONG_BEFORE"], 0),
        ("2016-03-09 14:00", ["CALL_LONG_BEFORE"], 0),
    ],
)
def test_a_call_of_a_day_that_can_hardly_be_meant(day: str, told: list[str], records: int) -> None:
    """The job was done on the 6th, today is the 9th: a slip in the year waits at its cell; a day early is asked about."""
    made = one({**DONE, "回访时间": day})

    assert (told, records) == (kinds(made.issues), len(made.rows))
    assert (frozenset() if records else frozenset({"T1·J1"})) == made.kept


@pytest.mark.parametrize(("day", "told"), [("2026-02-17", []), ("2025-09-06", ["CALL_BEFORE"])])
def test_a_rule_that_is_open_since_ever_lets_call_early(day: str, told: list[str]) -> None:
    """At least five days before the job is done: who calls in February is early, and right."""
    rule = "编号: T9, 名称: 到期前, 条款: 到期前五日, 源表: 工单, 起点: 完成时间, 方式: 前, 时长: 5天, 完成表: 回访记录"
    made = recorded(
        office(f"时限: [{{{rule}, 完成关联: 工单编号}}]"), [typed("T9·J1", {"结果代码": "完成", "回访时间": day})]
    )

    assert (told, 1) == (kinds(made.issues), len(made.rows))


RUN = {"行键": "2026-03-06-今日清单", "日期": "2026-03-06", "作业": "今日清单"}


@pytest.mark.parametrize(
    ("time", "moment"),
    [
        ("", datetime(2026, 3, 6)),
        ("16:10", datetime(2026, 3, 6, 16, 10)),
        ("2026-03-06 16:10", datetime(2026, 3, 6, 16, 10)),
    ],
)
def test_what_is_typed_on_a_list_of_an_earlier_day_was_done_that_day(time: str, moment: datetime) -> None:
    """Friday's results, registered on Monday before there is a new list: nobody is late for that, and it is said."""
    cells = {"结果代码": "完成", "满意度": "满意"} | ({"回访时间": time} if time else {})
    made = recorded(office(运行记录=[RUN]), [typed("T1·J1", cells)])
    todays = recorded(office(运行记录=[RUN, {**RUN, "行键": "x", "日期": "2026-03-09"}]), [typed("T1·J1", cells)])

    assert [moment] == [row["回访时间"] for row in made.rows]
    assert (["TIME_OF_LIST"] if "-" not in time else []) == kinds(made.issues)
    assert [] == kinds(todays.issues)
