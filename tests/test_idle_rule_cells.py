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
QUOTA = {**USUAL, "计数表": "回访记录", "键": "客户编号", "名册": "客户", "话术": "S"}
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
        (
            "时限",
            {**DUTY, "方式": "内", "时长": "3天", "完成表": "", "完成列": "处理完成时间", "完成关联": "客户编号"},
            ["完成关联"],
        ),
        ("时限", {**DUTY, "方式": "至", "截止": "{处理完成时间}", "停表": "等件"}, ["停表"]),
        ("时限", {**DUTY, "方式": "至", "截止": "{处理完成时间}", "停表": "等件", "时长": "3天"}, []),
        ("时限", {**DUTY, "方式": "每", "时长": "7天", "截止": "3天", "起算": "当日"}, ["截止", "起算"]),
        ("时限", {**DUTY, "方式": "后", "时长": "3天", "过期": "作废"}, ["过期"]),
        ("时限", {**DUTY, "方式": "后", "时长": "3天", "截止": "5天", "过期": "作废"}, []),
        ("定额", {**QUOTA, "期": "月", "首起": "建档日"}, ["首起"]),
        ("定额", {**QUOTA, "期": "滚动 1月", "首起": "建档日"}, []),
        ("定额", {**QUOTA, "期": "滚动 1月", "期若": "工作日: 是", "计法": "去重 方式"}, ["计法", "期若"]),
        ("定额", {**QUOTA, "期": "月", "名册": "", "对象若": "客户类别: VIP"}, ["对象若"]),
        ("抽样", {**USUAL, "总体表": "回访记录", "率": "20%", "完成关联": "客户编号"}, ["完成关联"]),
        ("指标", {**CALLS, "方法": "加权", "权重": "M1:1", "时间列": "回访时间", "比于": "M2"}, ["时间列", "比于"]),
        ("分派", {**USUAL, "方法": "{客户.归属员工}", "权重": "能力", "依据": "能力"}, ["权重", "依据"]),
        ("分派", {**USUAL, "方法": "{客户.归属员工} | 均衡", "权重": "能力", "依据": "能力"}, []),
        ("问卷", {"问卷": "Q", "题号": "一", "题面": "好吗？", "分值": "5"}, ["分值"]),
        ("问卷", {"问卷": "Q", "题号": "一", "题面": "好吗？", "答案": "好", "分值": "5"}, []),
        ("话术", {**USUAL, "用途": "禁语", "正文": "不知道", "若": "方式: 电话", "外文": "no"}, ["若", "外文"]),
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


NOW = "2026-03-25 12:00"
EVENTS = [
    {"事件编号": f"E{at}", "客户编号": f"C{1 + at % 2}", "事件类型": "发货", "发生时间": f"2026-03-{at:02} 10:00",
     "员工编号": "S2", "处理完成时间": f"2026-03-{at + 2:02} 09:00" if at % 3 else None}
    for at in range(2, 25)
]  # fmt: skip
DONE = [
    {"记录编号": f"R{at}", "客户编号": "C1", "回访时间": f"2026-03-{at:02} 15:00", "方式": "电话",
     "结果代码": "完成", "员工编号": "S2", "事件编号": f"E{at}"}
    for at in range(3, 20, 4)
]  # fmt: skip
TRIED = [
    ("时限", {**DUTY, "方式": "挂"}, {"时长": "3天", "截止": "5天"}),
    ("时限", {**DUTY, "方式": "挂"}, {"提前": "1天", "过期": "作废"}),
    ("时限", {**DUTY, "方式": "挂"}, {"容差": "-1..+2", "起算": "当日", "历": "交易", "顺延": "后移", "停表": "等件"}),
    ("时限", {**DUTY, "方式": "至", "截止": "{处理完成时间}"}, {"时长": "3天", "起算": "当日", "顺延": "后移"}),
    ("时限", {**DUTY, "方式": "每", "时长": "3天"}, {"截止": "5天", "起算": "当日", "停表": "等件"}),
    ("时限", {**DUTY, "方式": "后", "时长": "3天"}, {"过期": "作废", "容差": "-1..+2", "停表": "等件"}),
    ("时限", {**DUTY, "方式": "内", "时长": "3天", "完成表": "", "完成列": "处理完成时间"}, {"完成关联": "客户编号"}),
    ("定额", {**QUOTA, "期": "月"}, {"首起": "建档日"}),
    ("定额", {**QUOTA, "期": "滚动 5天"}, {"期若": "周一: 是", "计法": "去重 方式"}),
    ("定额", {**QUOTA, "期": "月", "名册": ""}, {"对象若": "客户类别: VIP"}),
    ("抽样", {**USUAL, "总体表": "回访记录", "率": "50%", "话术": "S", "完成列": "备注"}, {"完成关联": "客户编号"}),
    ("分派", {**USUAL, "方法": "{客户.归属员工}"}, {"权重": "能力", "依据": "能力"}),
    ("问卷", {"问卷": "Q", "题号": "一", "题面": "好吗？"}, {"分值": "5"}),
]  # fmt: skip


def shown(sheet: str, rule: dict[str, str]) -> dict[str, list[list[str]]]:
    """What a day of the office makes of the rule: every sheet of results, cell by cell."""
    rules = {sheet: [rule]}
    if sheet != "时限":
        rules["时限"] = [{**DUTY, "编号": "X9", "方式": "内", "时长": "3天"}]
    one = day(yaml.dump(rules, allow_unicode=True), NOW, 事件=EVENTS, 回访记录=DONE)
    made = {name: one.sheet(name) for name in ("义务", "定额结果", "抽样台账", "答卷", "今日清单", "未入选说明")}
    return {
        name: [[heading, *map(str, values.objects().tolist())] for heading, values in frame.typed.items()]
        for name, frame in made.items()
    }


@pytest.mark.parametrize(
    ("sheet", "rule", "heading", "cell"),
    [(sheet, rule, heading, cell) for sheet, rule, cells in TRIED for heading, cell in cells.items()],
)
def test_what_lint_calls_idle_changes_nothing(sheet: str, rule: dict[str, str], heading: str, cell: str) -> None:
    """The day worked with the cell and without it, and lint names just this cell."""
    assert shown(sheet, rule) == shown(sheet, {**rule, heading: cell})
    assert [heading] == said(sheet, {**rule, heading: cell})
