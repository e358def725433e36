"""Cells that a rule of its kind doesn't look at: lint says so at the cell, and nothing where the kind does look."""

from __future__ import annotations

import pytest
import yaml
from days import day

from workbook.rulebook.lint.idle_rules import LIMITS
from workbook.rulebook.lint.rulebook import lint
from workbook.rulebook.sorts.model import headings

USUAL = {"编号": "X1", "名称": "试", "条款": "第一条"}
DUTY = {**USUAL, "源表": "事件", "起点": "发生时间", "完成表": "回访记录", "话术": "S"}
CALLS = {**USUAL, "表": "回访记录", "方法": "计数"}
COUNT = {"表": "客户", "列": "数", "来源": "回访记录", "方法": "计数"}
FINE = {**USUAL, "触发": "登记", "金额": "20"}
STOP = {**USUAL, "类型": "停止", "若": "客户.客户类别: VIP"}


def said(sheet: str, rule: dict[str, str]) -> list[str]:
    """The headings that lint calls idle."""
    world = day(yaml.dump({sheet: [rule]}, allow_unicode=True)).world
    found = lint(world.book, world.schema, world.codes)
    return [one.what.partition("不看“")[2].partition("”")[0] for one in found if "写了也没有用" in one.what]


@pytest.mark.parametrize(
    ("sheet", "rule", "idle"),
    [
        ("联系限制", {**STOP, "日别": "周一"}, ["日别"]),
        ("联系限制", {**STOP, "次数": "2", "期": "月"}, ["次数", "期"]),
        ("联系限制", {**STOP, "类型": "时段", "时段": "09:00-10:00", "日别": "周一"}, []),
        ("联系限制", {**STOP, "类型": "频次", "次数": "1", "期": "月", "时段": "09:00-10:00"}, ["时段"]),
        ("计算", {**COUNT, "窗": "3天"}, ["窗"]),
        ("计算", {**COUNT, "公式": "1+1"}, ["公式"]),
        ("计算", {**COUNT, "来源若": "满意度: 满意"}, []),
        ("指标", {**CALLS, "权重": "M1:1"}, ["权重"]),
        ("指标", {**CALLS, "期": "全部", "截至": "期末"}, ["截至"]),
        ("指标", {**CALLS, "截至": "期末"}, []),
        ("指标", {**CALLS, "名次": "是"}, ["名次"]),
        ("指标", {**CALLS, "名次": "是", "分组": "员工编号"}, []),
        ("处罚标准", {**FINE, "留": "最重"}, ["留"]),
        ("处罚标准", {**FINE, "互斥组": "甲", "留": "最重"}, []),
        ("时限", {**DUTY, "方式": "挂", "时长": "3天"}, ["时长"]),
        ("时限", {**DUTY, "方式": "内", "时长": "3天", "对象若": "客户类别: VIP"}, ["对象若"]),
        ("时限", {**DUTY, "方式": "内", "时长": "3天"}, []),
        ("结果代码", {"编号": "成了", "计为": "接触", "重试": "1天", "最多": "3"}, ["重试", "最多"]),
    ],
)
def test_lint_names_the_cells_that_do_nothing(sheet: str, rule: dict[str, str], idle: list[str]) -> None:
    """“停止, 周一” stops on every day: who wrote it is told."""
    assert idle == said(sheet, rule)


def test_every_cell_of_a_limit_belongs_to_a_type() -> None:
    """A new column of 联系限制 needs its type here."""
    common = {"编号", "名称", "条款", "优先", "生效日", "失效日", "接替", "停用期", "启用", "备注", "类型", "若"}

    assert set(headings("联系限制")) - common == {one for uses in LIMITS.values() for one in uses}
