"""Changes that supervisors ask for, each typed into a new workbook: lint, a right and a wrong case, cells counted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from statistics import median

import pytest
from changes import Change, Desk

OWED = ("规则", "源编号", "到期")
LISTED = ("规则", "客户编号")
FINED = ("代码", "对象编号", "承担人", "金额")
CALL = {"方式": "电话", "方向": "去电", "类别": "关怀", "结果代码": "完成", "员工编号": "S2"}
LATE = {"事件类型": "成交", "产品": "五百毫升装", "员工编号": "S4"}

CHANGES = (
    Change(
        "第三天到货回访改成第五天",
        lambda desk: desk.change("时限", "W5a", 时长="5天"),
        "义务", OWED,
        comes={("W5a", "E06", "2026-03-11")}, goes={("W5a", "E06", "2026-03-09")}, stays={("W5b", "E03", "2026-03-09")},
    ),
    Change(
        "三月五日起改成第五天，以前发的货照旧",
        lambda desk: desk.add("时限", 接替="W5a", 时长="5天", 生效日=datetime(2026, 3, 5)),
        "义务", OWED,
        comes={("W5a", "E06", "2026-03-11")}, goes={("W5a", "E06", "2026-03-09")}, stays={("W5a", "E03", "2026-03-05")},
    ),
    Change(
        "普通客户发货第二天就打，别的客户照旧",
        lambda desk: desk.add("时限", 接替="W5a", 若="且 客户.客户类别: 普通", 时长="2天"),
        "义务", OWED,
        comes={("W5a", "E06", "2026-03-08")}, goes={("W5a", "E06", "2026-03-09")}, stays={("W5a", "E03", "2026-03-05")},
    ),
    Change(
        "三月里不发天气关怀",
        lambda desk: desk.change("时限", "W10b", 停用期="2026-03-01..2026-03-31"),
        "义务", ("规则", "客户编号", "到期"),
        goes={("W10b", "C01", "2026-03-10")}, stays={("W10a", "C01", "2026-03-08")},
    ),
    Change(
        "去年以后建档的 VIP 先不定期联系",
        lambda desk: desk.add("定额", 接替="W-R1", 对象若="且 建档日: >=2025-01-01", 启用="否"),
        "今日清单", LISTED,
        goes={("W-R1", "C09")}, stays={("W-R1", "C03")},
    ),
    Change(
        "迟交扣款三月起改成阶梯：头次 20，再 40，三次起 60，一季从头数",
        lambda desk: desk.add(
            "处罚标准", 接替="W-P1", 金额="1:20; 2:40; 3+:60", 阶梯窗="季", 阶梯组="迟交", 生效日="2026-03-01"
        ),
        "处罚台账", FINED,
        comes={("W-P1", "E04", "S4", "40"), ("W-P1", "E21", "S4", "20")}, goes={("W-P1", "E04", "S4", "50")},
        stays={("W-P1", "E20", "S4", "50")},
        facts={"事件": (
            {"事件编号": "E20", "客户编号": "C05", "发生时间": "2026-02-20 10:00", **LATE},
            {"事件编号": "E21", "客户编号": "C05", "发生时间": "2026-03-01 10:00", **LATE},
        )},
    ),
    Change(
        "迟交扣款主管担一半",
        lambda desk: desk.change("处罚标准", "W-P1", 承担人="{员工编号}:50%,岗位:客服部主管:50%"),
        "处罚台账", FINED,
        comes={("W-P1", "E04", "S4", "25"), ("W-P1", "E04", "S1", "25")}, goes={("W-P1", "E04", "S4", "50")},
    ),
    Change(
        "一户一月至多打两次，合作伙伴不限",
        lambda desk: desk.add(
            "联系限制", 编号="月两次", 条款="例会", 类型="频次", 次数=2, 期="月", 免若="客户.客户类别: 合作伙伴", 超限时="拦截"
        ),
        "今日清单", LISTED,
        goes={("W5b", "C01")}, stays={("W5c", "C02")},
        facts={"回访记录": (
            {"记录编号": "H91", "客户编号": "C01", "回访时间": "2026-03-03 15:00", **CALL},
            {"记录编号": "H92", "客户编号": "C01", "回访时间": "2026-03-04 15:00", **CALL},
            {"记录编号": "H93", "客户编号": "C02", "回访时间": "2026-03-03 16:00", **CALL},
            {"记录编号": "H94", "客户编号": "C02", "回访时间": "2026-03-04 16:00", **CALL},
        )},
    ),
    Change(
        "普通客户只在下午四点到五点打",
        lambda desk: desk.add("联系限制", 接替="W6a", 若="且 客户.客户类别: 普通", 时段="16:00-17:00"),
        "今日清单", ("客户编号", "计划时间"),
        comes={("C07", "2026-03-09 16:00")}, goes={("C07", "2026-03-09 14:00")}, stays={("C02", "2026-03-09 14:00")},
    ),
    Change(
        "两次没人接就到此为止",
        lambda desk: desk.change("结果代码", "无人接", 最多=2, 满次后="结"),
        "今日清单", LISTED,
        goes={("W2", "C04")}, stays={("W2", "C05")},
        facts={"回访记录": (
            {**CALL, "记录编号": "H91", "客户编号": "C04", "回访时间": "2026-03-07 15:00", "结果代码": "无人接"},
        )},
    ),
    Change(
        "移交资料二月底起改名、改成一天，扣款跟着走",
        lambda desk: desk.add("时限", 编号="移交", 接替="W3", 时长="1天", 生效日="2026-02-25"),
        "处罚台账", FINED,
        comes={("W-P1", "E02", "S4", "50")}, stays={("W-P1", "E04", "S4", "50")},
    ),
    Change(
        "到货回访交给主管打",
        lambda desk: desk.add("分派", 接替="W1t", 若="且 类别: 到货", 方法="岗位:客服部主管"),
        "今日清单", ("规则", "客户编号", "责任人"),
        comes={("W5a", "C07", "S1")}, goes={("W5a", "C07", "S2")}, stays={("W2", "C07", "S2")},
    ),
    Change(
        "经销商和合作伙伴的档案要有联系人",
        lambda desk: desk.add(
            "检查清单", 编号="联系人", 条款="四月例会", 表="客户", 若="客户类别: 经销商,合作伙伴", 列="联系人", 提示="补"
        ),
        "检查结果", ("编号", "主键", "通过"),
        comes={("联系人", "C01", "是")}, stays={("W15", "C08", "否")},
    ),
    Change(
        "VIP 两个月联系一次",
        lambda desk: desk.change("设置", "VIP间隔", 值="2月"),
        "今日清单", LISTED,
        goes={("W-R1", "C03")}, stays={("W-R1", "C09")},
    ),
)  # fmt: skip
MOST, USUAL = 25, 10


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.asked)
def test_a_change_does_what_was_asked_and_nothing_else(change: Change, tmp_path: Path) -> None:
    """Typed as a supervisor would, no heading typed; lint finds nothing new."""
    assert MOST >= change.proved(tmp_path)


def test_most_changes_take_a_few_cells(tmp_path: Path) -> None:
    """Counted in one workbook, all on top of each other."""
    desk, counts = Desk(tmp_path, "wine-service", demo=True), []
    for change in CHANGES:
        before = desk.cells
        change.typed(desk)
        counts.append(desk.cells - before)

    assert USUAL >= median(counts)
    assert MOST >= max(counts)
