"""Two rulebooks in one workbook: both work, whatever they call their rules."""

from __future__ import annotations

from datetime import datetime
from textwrap import dedent

import pytest

from workbook.day import Day
from workbook.opening import opened
from workbook.rulebook.lint.rulebook import lint
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.rows import Source, source
from workbook.rulebook.sorts.model import Duty, Report, Sanction, Script, Setting
from workbook.rules.facts.prepared import BASE, codes_of, schema_of
from workbook.sheets.grid import grid
from workbook.shells.outside.shelf import shelf

FIRST = """
规则书: 甲
基于: 基础
登记表: [{表: 事件, 列: ["来路:代码(门店|网上)"]}]
设置: [{名: 期限, 值: 3天, 类型: 时长}, {名: 公司名, 值: 我们公司, 类型: 文本}]
时限:
  - {编号: W1, 名称: 甲的回访, 条款: 三天内, 源表: 事件, 起点: 发生时间, 方式: 内, 时长: "{设置.期限}", 完成表: 回访记录,
     类别: 到货}
"""
SECOND = """
规则书: 乙
基于: 基础
登记表: [{表: 事件, 列: ["来路:代码(电话)"]}]
代码: [{组: 回访类别, 行: [{代码: 巡访}]}]
设置: [{名: 期限, 值: 5天, 类型: 时长}, {名: 公司名, 值: 我们公司, 类型: 文本}]
时限:
  - {编号: W1, 名称: 乙的回访, 条款: 五天内, 源表: 事件, 起点: 发生时间, 方式: 内, 时长: "{设置.期限}", 完成表: 回访记录,
     类别: 巡访, 话术: T}
话术: [{编号: T, 正文: "{设置.公司名}说{+W1}，{设置.期限}"}, {编号: W1, 正文: W1 见面}]
处罚标准: [{编号: F, 条款: 迟一次罚, 触发: 义务 W1, 若: {规则: W1, 主题: W1}, 金额: 20元}]
报告: [{编号: 今日清单, 来源: 今日清单, 列: "客户编号,主题"}, {编号: R, 条款: 要报, 来源: 义务, 若: {规则: "W1,别的"}, 列: 规则}]
"""
BOOKS = [book for book in shelf() if book not in {BASE, "sample-office", "sample-office-en"}]


def books(*written: str) -> dict[str, Source]:
    """The shelf with a few more."""
    made = [source(dedent(text), "试.yaml") for text in written]
    return {**shelf(), **{one.id: one for one in made}}


def both(first: str = FIRST, second: str = SECOND) -> Rulebook:
    """The rules of two rulebooks in one workbook."""
    return rulebook(stacked([BASE, "甲", "乙"], books(first, second)))


def office(*wanted: str) -> Day:
    """A day of one event under some rulebooks."""
    customers = grid("客户", [["客户编号", "客户名称", "手机"], ["C1", "甲户", "13800138001"]])
    events = grid("事件", [["事件编号", "客户编号", "事件类型", "发生时间"], ["E1", "C1", "发货", "2026-03-05 10:00"]])
    return opened([customers, events], books(FIRST, SECOND), wanted, datetime(2026, 3, 9, 9), whole=False)


def test_rules_of_the_same_number_both_work() -> None:
    """The first keeps its number, the second carries its rulebook's name."""
    due = office("甲", "乙").sheet("义务")
    found = zip(due.typed["规则"].objects(), due.typed["到期"].data.astype("datetime64[D]").astype(str), strict=True)

    assert [("W1", "2026-03-08"), ("乙-W1", "2026-03-10")] == sorted(found)


def test_whatever_speaks_of_a_renamed_rule_is_renamed_with_it() -> None:
    """触发, tests of 规则, fragments of 话术; plain words stay."""
    rules = both()
    (fine,), (report,) = rules.all(Sanction), [one for one in rules.all(Report) if one.id == "R"]
    spoken = {one.id: one.text for one in rules.all(Script)}

    assert "义务 乙-W1" == fine.trigger
    assert ["乙-W1", "W1"] == [clause.test.text for clause in fine.when.clauses()]
    assert ["乙-W1,别的"] == [clause.test.text for clause in report.when.clauses()]
    assert "{设置.公司名}说{+乙-W1}，{设置.乙-期限}" == spoken["T"]
    assert "W1 见面" == spoken["乙-W1"]


def test_a_setting_that_says_the_same_is_shared_and_one_that_differs_is_not() -> None:
    """公司名 is one cell for both, 期限 two."""
    names = [one.id for one in both().all(Setting) if one.id.endswith(("期限", "公司名"))]

    assert {"期限": "3天", "乙-期限": "5天"} == {name: both().value(name) for name in names if name.endswith("期限")}
    assert 1 == names.count("公司名")


def test_a_column_holds_the_words_of_both() -> None:
    """来路 may be any of three; 类别 holds what the first writes though only the second lists its words."""
    rules = both()
    schema, refused = schema_of(rules)
    column = schema.sheet("事件").column("来路")

    assert (("门店", "网上", "电话"), []) == (column.type.words if column else (), refused)
    assert {"到货", "巡访"} <= {code.code for code in codes_of(rules).groups["回访类别"]}


def test_a_report_that_lays_out_our_own_sheet_keeps_its_name() -> None:
    """今日清单 is no rule of its own."""
    first = FIRST + '报告: [{编号: 今日清单, 来源: 今日清单, 列: "主题"}]'

    assert ["今日清单", "R"] == [one.id for one in both(first).all(Report)]


def test_a_form_over_the_whole_list_is_for_the_tasks_of_its_own_rulebook() -> None:
    """Beside another the form of 乙 asks for its own rules; alone it takes every task."""
    form = SECOND.replace("报告: [", "报告: [{编号: K, 条款: 印表, 载体: 记录表, 来源: 今日清单, 列: 客户编号}, ")

    def tests(*wanted: str) -> list[str]:
        rules = rulebook(stacked([BASE, *wanted], books(FIRST, form)))
        return [clause.test.text for one in rules.all(Report) if one.id == "K" for clause in one.when.clauses()]

    assert (["乙-W1"], []) == (tests("甲", "乙"), tests("乙"))


@pytest.mark.parametrize("more", ["\n同套: 一套", ""])
def test_rulebooks_of_one_set_mean_the_same_by_the_same_number(more: str) -> None:
    """In a set the later row replaces the earlier one, as with a base."""
    found = [rule.name for rule in both(FIRST + more, SECOND + more).all(Duty)]

    assert (["约好的回访", "乙的回访"] if more else ["约好的回访", "甲的回访", "乙的回访"]) == found


def test_papers_of_one_set_that_are_called_otherwise_are_all_there() -> None:
    """Two reports R of one set: a list of fines isn't replaced by a list of cards; one of the same name is."""
    first = (
        FIRST
        + "\n同套: 一套\n报告: [{编号: R, 名称: 罚款单, 来源: 义务, 列: 规则}, {编号: Q, 名称: 名单, 来源: 义务, 列: 规则}]"
    )
    own = "报告: [{编号: R, 名称: 巡访单, 来源: 义务, 列: 规则}, {编号: Q, 名称: 名单, 来源: 义务, 列: 主题}]"
    second = SECOND.partition("报告:")[0] + "同套: 一套\n" + own

    found = both(first, second).all(Report)

    assert [("R", "罚款单"), ("Q", "名单"), ("乙-R", "巡访单")] == [(one.id, one.name) for one in found]
    assert [("主题",)] == [one.columns for one in found if one.id == "Q"]


def test_every_paper_of_a_set_that_ships_is_made() -> None:
    """All rulebooks of a 同套 in one workbook have as many reports as alone, a layout of our own sheets counted once."""
    sets: dict[str, list[str]] = {}
    for book in BOOKS:
        if family := shelf()[book].family:
            sets.setdefault(family, []).append(book)

    assert sets
    for together in sets.values():
        alone = [one.name for book in together for one in rulebook(stacked([BASE, book], shelf())).all(Report)]
        rules = rulebook(stacked([BASE, *together], shelf()))
        assert sorted(set(alone)) == sorted({one.name for one in rules.all(Report)})


def test_a_post_has_one_name_in_all_rulebooks_of_a_set() -> None:
    """No word is a post in one and another name of a post in the other: `岗位:组长` must find whom the other book calls so."""
    for family in {shelf()[book].family for book in BOOKS} - {""}:
        groups = [
            codes_of(rulebook(stacked([BASE, book], shelf()))).groups["岗位"]
            for book in BOOKS
            if shelf()[book].family == family
        ]
        posts = {code.code for group in groups for code in group}
        assert not posts & {alias for group in groups for code in group for alias in code.aliases}


def test_alone_nothing_is_renamed() -> None:
    """One rulebook on its base stays as written."""
    for book in BOOKS:
        assert shelf()[book] == stacked([BASE, book], shelf())[-1]


@pytest.mark.parametrize(("first", "second"), list(zip(BOOKS[::4], reversed(BOOKS[::4]), strict=True)))
def test_any_two_systems_stand_beside_each_other(first: str, second: str) -> None:
    """No rule is lost, and nothing speaks of a rule that isn't there any more."""
    if first == second:
        first = BOOKS[1]
    alone = [rulebook(stacked([BASE, book], shelf())) for book in (first, second)]
    rules = rulebook(stacked([BASE, first, second], shelf()))
    schema, _ = schema_of(rules)
    base = len(rulebook(stacked([BASE], shelf())).all(Duty))

    assert sum(len(one.all(Duty)) - base for one in alone) == len(rules.all(Duty)) - base
    assert [] == [str(found) for found in lint(rules, schema, codes_of(rules)) if found.kind.name == "UNKNOWN_RULE"]


def test_the_demonstrations_of_two_systems_name_their_own_rules() -> None:
    """A record of the second speaks of the second's rule."""
    shown = SECOND + "演示: {回访记录: [{记录编号: H1, 规则: W1, 任务编号: W1·E1, 备注: W1}]}"

    _, _, second = stacked([BASE, "甲", "乙"], books(FIRST, shown))

    assert {"记录编号": "H1", "规则": "乙-W1", "任务编号": "乙-W1·E1", "备注": "W1"} == second.demo["回访记录"][0]
