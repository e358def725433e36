"""Changes that supervisors ask for in sentences of their own: typed into a new workbook, a right and a wrong case, read back."""
# ruff: noqa: E501 - explanations as the sheet shows them

from __future__ import annotations

from functools import cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pytest
from changes import Change, Desk
from told import faults, told

OWED = ("规则", "源编号", "客户编号", "到期", "责任人")
LISTED = ("规则", "客户编号", "责任人")
FINED = ("代码", "触发行", "承担人", "金额")
CALL = {"方式": "电话", "方向": "去电", "类别": "关怀", "结果代码": "完成", "员工编号": "S2"}
CHIEF = "岗位:客服部主管"


def event(key: str, customer: str, kind: str, at: str, **more: object) -> dict[str, object]:
    """A row of 【事件】."""
    return {"事件编号": key, "客户编号": customer, "事件类型": kind, "发生时间": at, "员工编号": "S4", **more}


def call(key: str, customer: str, at: str, **more: object) -> dict[str, object]:
    """A row of 【回访记录】 that somebody spoke to the customer."""
    return {**CALL, "记录编号": key, "客户编号": customer, "回访时间": at, **more}


CHANGES: tuple[tuple[Change, str], ...] = (
    (Change(
        "同一客户30天里第二次投诉，主管当天回访",
        lambda desk: desk.add(
            "时限", 编号="再投诉", 名称="再次投诉", 条款="例会", 源表="事件", 若="事件类型: 投诉；30天内 同客户、事件类型 第几次: 2以上",
            起点="发生时间", 方式="内", 时长="当日", 完成表="回访记录", 责任=CHIEF, 话术="WSR",
        ),
        "义务", OWED,
        comes={("再投诉", "E11", "C03", "2026-03-08", "S1")},
        facts={"事件": [event("E20", "C03", "投诉", "2026-02-20 10:00"), event("E21", "C02", "投诉", "2026-01-20 10:00"), event("E22", "C02", "投诉", "2026-03-09 08:00")]},
    ), "例：C03，发生时间 3 月 8 日 16:00 → 最晚 3 月 8 日，赵敏，现在逾期 1 天。"),
    (Change(
        "同一产品一个月里第三次重大信息，召集质量会",
        lambda desk: desk.add(
            "时限", 编号="产品三次", 名称="同一产品三次", 条款="例会", 源表="事件", 若="事件类型: 重大信息；本月 同产品、事件类型 第几次: 3以上",
            起点="发生时间", 方式="内", 时长="当日", 出="提醒", 责任=CHIEF, 完成列="处理完成时间",
        ),
        "提醒", ("规则", "到期"),
        comes={("产品三次", "2026-03-05")},
        facts={"事件": [event(f"E3{day}", "C06", "重大信息", f"2026-03-0{day} 10:00", 产品=what) for day, what in ((2, "五百毫升装"), (3, "五百毫升装"), (4, "一百毫升装"), (5, "五百毫升装"))]},
    ), "【事件】里事件类型为“重大信息”、本月 同产品、事件类型 第几次在 3 以上的，发生时间当天"),
    (Change(
        "连续两次不满意，主管三天内上门；引起它的那次不算上门",
        lambda desk: desk.add(
            "时限", 编号="两不满", 名称="连续不满意", 条款="例会", 源表="回访记录", 若="同客户 连续几次（满意度: 不满意）: 2以上", 起点="回访时间",
            方式="内", 时长="3天", 联系方式="拜访", 责任=CHIEF, 完成表="回访记录", 话术="WSR",
        ),
        "义务", (*OWED, "状态"),
        comes={("两不满", "H84", "C06", "2026-03-07", "S1", "逾期")},
        facts={"回访记录": [call(f"H8{day}", who, f"2026-03-0{day} 15:00", 满意度=mood, 改进点="包装") for day, who, mood in ((3, "C06", "不满意"), (4, "C06", "不满意"), (5, "C07", "不满意"), (6, "C07", "满意"), (7, "C07", "不满意"))]},
    ), "例：C06，回访时间 3 月 4 日 15:00 → 最晚 3 月 7 日，赵敏，现在逾期 2 天。"),
    (Change(
        "不满意的再回访一次，最多两轮；引起它的那次不算",
        lambda desk: (
            desk.add("代码", 组="事件类型", 代码="再回访"),
            desk.add("开单", 编号="再回访", 条款="例会", 源表="回访记录", 若="满意度: 不满意；第几轮: 不足3", 目标表="事件", 写入="客户编号={客户编号}；事件类型=再回访；发生时间={回访时间}"),
            desk.add("时限", 编号="再回访", 名称="再回访", 条款="例会", 源表="事件", 若="事件类型: 再回访", 起点="发生时间", 方式="内", 时长="3天", 完成表="回访记录", 话术="WSR"),
        ),
        "义务", ("规则", "源编号", "状态"),
        comes={("再回访", "再回访-H81", "逾期")},
        facts={"回访记录": [call("H81", "C06", "2026-03-03 15:00", 满意度="不满意", 改进点="包装")]},
    ), "【回访记录】里满意度为“不满意”、第几轮不到 3 的，就在【事件】添一行"),
    (Change(
        "每月至少两个不同的人做服务检查",
        lambda desk: desk.change("定额", "W13", 计法="去重 检查人", 数=2),
        "定额结果", ("规则", "期", "要求", "实际"),
        comes={("W13", "2026-03", "2", "1")}, goes={("W13", "2026-03", "1", "2")},
        facts={"服务检查": [{"检查编号": f"J{turn}", "日期": f"2026-03-0{turn}", "检查人": "S1", "得分": 80} for turn in (2, 3)]},
    ), "例：全部，2026-03 → 至少 2，有 1，差 1（原来至少 1，有 2，超 1）"),
    (Change(
        "满意率最后一名扣 20，并列的都扣",
        lambda desk: (
            desk.change("指标", "WM2", 名次="是"),
            desk.add("处罚标准", 编号="末名", 名称="满意率末名", 条款="例会", 触发="指标 WM2", 若="名次: ={末名次}；已结束: 是", 金额=20),
        ),
        "处罚台账", FINED,
        comes={("末名", "WM2·S3·2026-01", "S3", "20"), ("末名", "WM2·S4·2026-01", "S4", "20")},
        now="2026-03-20 09:00",
        facts={"回访记录": [call(f"H8{turn}", "C06", f"2026-01-0{turn} 15:00", 员工编号=who, 满意度=mood, 改进点="包装") for turn, (who, mood) in enumerate((("S2", "满意"), ("S3", "不满意"), ("S4", "不满意")), 1)]},
    ), "“满意率”，名次等于末名次、已结束为“是”，罚 20.00 元"),
    (Change(
        "投诉两天没处理完，主管再一天内接手",
        lambda desk: (
            desk.change("时限", "W11t", 方式="内", 时长="2天"),
            desk.add("时限", 编号="升级", 名称="投诉升级", 条款="例会", 源表="事件", 若="事件类型: 投诉", 起点="W11t.违约", 方式="内", 时长="1天", 完成列="处理完成时间", 责任=CHIEF, 出="提醒"),
        ),
        "义务", OWED,
        comes={("升级", "E50", "C02", "2026-03-08", "S1"), ("W11t", "E11", "C03", "2026-03-10", "S3")},
        facts={"事件": [event("E50", "C02", "投诉", "2026-03-04 10:00")]},
    ), "例：C02，“投诉先行处理”逾期 3 月 7 日 → 最晚 3 月 8 日，赵敏，现在逾期 1 天。"),
    (Change(
        "VIP 的投诉当天处理，别人两天",
        lambda desk: (desk.change("时限", "W11t", 方式="内", 时长="2天"), desk.add("时限", 接替="W11t", 若="且 客户.客户类别: VIP", 时长="当日")),
        "义务", OWED,
        comes={("W11t", "E11", "C03", "2026-03-08", "S3"), ("W11t", "E50", "C02", "2026-03-10", "S4")},
        facts={"事件": [event("E50", "C02", "投诉", "2026-03-08 10:00")]},
    ), "接替 W11t，若：事件类型: 投诉 → 且 客户.客户类别: VIP；时长：空 → 当日。"),
    (Change(
        "投诉没处理完的客户先不做定期联系",
        lambda desk: desk.add("联系限制", 编号="有投诉", 条款="例会", 类型="停止", 若="规则: W-R1；客户.的事件 次数（事件类型: 投诉；处理完成时间: 空）: 1以上"),
        "今日清单", LISTED,
        goes={("W-R1", "C03", "S3")}, stays={("W-R1", "C09", "S3")},
    ), "规则为“VIP定期联系”、客户的事件 次数"),
    (Change(
        "打通过的三天内不再打",
        lambda desk: desk.add("联系限制", 编号="三天", 条款="例会", 类型="冷静", 起表="回访记录", 起若="计为: 接触", 起点="回访时间", 满="3天"),
        "今日清单", LISTED,
        goes={("W2", "C07", "S2"), ("W5a", "C07", "S2")}, stays={("W5b", "C01", "S2")},
        facts={"回访记录": [call("H81", "C07", "2026-03-08 15:00")]},
    ), "例：C07 的“首次沟通” → 今天不联系（冷静期），下次 3 月 12 日"),
    (Change(
        "一周里三个不同的人打过的客户先停",
        lambda desk: desk.add("联系限制", 编号="三人停", 条款="例会", 类型="停止", 若="客户.7天内 的回访记录 几个员工编号: 3以上"),
        "今日清单", LISTED,
        goes={("W5a", "C07", "S2")}, stays={("W5b", "C01", "S2")},
        facts={"回访记录": [call(f"H8{who}", "C07", f"2026-03-0{who} 15:00", 员工编号=f"S{who}", 结果代码="无人接") for who in (3, 4, 5)] + [call(f"H9{who}", "C01", f"2026-03-0{who} 15:00", 员工编号="S2", 结果代码="无人接") for who in (3, 4, 5)]},
    ), "几个员工编号在 3 以上的任务"),
    (Change(
        "今年成交满 9000 元的客户由主管打",
        lambda desk: desk.add("分派", 接替="W1t", 若="且 客户.的事件 本年 合计金额（事件类型: 成交）: 9000以上", 方法=CHIEF),
        "今日清单", LISTED,
        comes={("W2", "C05", "S1")}, goes={("W2", "C05", "S4")}, stays={("W2", "C07", "S2")},
    ), "例：C05 的“首次沟通” → 归赵敏。"),
    (Change(
        "上次不满意的客户由主管打",
        lambda desk: desk.add("分派", 接替="W1t", 若="且 客户.的回访记录 上次满意度: 不满意", 方法=CHIEF),
        "今日清单", LISTED,
        comes={("W5a", "C07", "S1")}, goes={("W5a", "C07", "S2")}, stays={("W5b", "C01", "S2")},
        facts={"回访记录": [call("H81", "C07", "2026-03-05 15:00", 满意度="不满意", 改进点="包装"), call("H82", "C01", "2026-03-03 15:00", 满意度="不满意", 改进点="包装"), call("H83", "C01", "2026-03-04 15:00", 满意度="满意")]},
    ), "客户的回访记录 上次满意度为“不满意”的任务，归客服部主管"),
    (Change(
        "过期一天以上的转给主管",
        lambda desk: desk.add("分派", 接替="W1t", 若="且 到期: <今日-1天", 方法=CHIEF),
        "今日清单", LISTED,
        comes={("W2", "C01", "S1")}, goes={("W2", "C01", "S2")}, stays={("W5a", "C07", "S2")},
    ), "到期早于今日往前 1 天的任务，归客服部主管"),
    (Change(
        "五千元以上的单子提前到第二天回访",
        lambda desk: desk.add("时限", 接替="W5a", 若="且 金额: 5000以上", 时长="2天"),
        "义务", OWED,
        comes={("W5a", "E51", "C07", "2026-03-09", "")}, goes={("W5a", "E51", "C07", "2026-03-10", "")}, stays={("W5a", "E06", "C07", "2026-03-09", "")},
        facts={"事件": [event("E51", "C07", "发货", "2026-03-07 10:00", 金额=6000)]},
    ), "例：C07，发生时间 3 月 7 日 10:00 → 3 月 9 日那天（原来 3 月 10 日那天），现在今日到期。"),
    (Change(
        "这个季度成交额前两成的客户是大客户，一周回访一次",
        lambda desk: (
            desk.add("判定", 编号="大客户", 条款="例会", 表="客户", 列="大客户", 若="本季 的事件 合计金额（事件类型: 成交）: 超过0", 方法="前若干", 依据="{本季 的事件 合计金额（事件类型: 成交）} 降", 参数="20%", 值="是"),
            desk.add("判定", 编号="大客户", 值="否"),
            desk.add("定额", 编号="周访", 名称="大客户周访", 条款="例会", 计数表="回访记录", 键="客户编号", 名册="客户", 对象若="大客户: 是", 期="周", 话术="WSR"),
        ),
        "定额结果", ("规则", "键"),
        comes={("周访", "C05")},
        facts={"事件": [event("E52", "C07", "成交", "2026-03-02 10:00", 金额=100, 资料移交时间="2026-03-03 10:00")]},
    ), "大客户"),
    (Change(
        "一个月没有投诉的专员奖 100",
        lambda desk: (
            desk.add("定额", 编号="无投诉", 名称="没有投诉", 条款="例会", 计数表="事件", 若="事件类型: 投诉", 键="客户.归属员工", 名册="员工", 对象若="岗位: 客服专员；离职日: 空", 界="至多", 数=0),
            desk.add("处罚标准", 编号="无投诉奖", 条款="例会", 方向="奖", 触发="达标 无投诉", 金额=100),
        ),
        "处罚台账", FINED,
        comes={("无投诉奖", "无投诉·S2·2026-03", "S2", "100"), ("无投诉奖", "无投诉·S3·2026-02", "S3", "100")},
        now="2026-04-02 09:00",
    ), "“没有投诉”达到了，奖 100.00 元"),
    (Change(
        "来了不到三个月的人迟交不扣，按迟的那天算",
        lambda desk: desk.add("处罚标准", 接替="W-P1", 若="且 员工.入职日: >{违约时间}-3月", 启用="否"),
        "处罚台账", FINED,
        goes={("W-P1", "W3·E41", "S9", "50")}, stays={("W-P1", "W3·E04", "S4", "50")},
        facts={"员工": [{"员工编号": "S9", "姓名": "新人", "岗位": "销售员", "入职日": "2026-02-01"}], "事件": [event("E41", "C05", "成交", "2026-03-01 10:00") | {"员工编号": "S9"}]},
    ), "员工的入职日晚于违约时间往前 3 个月的，不算 W-P1，别的照旧。"),
    (Change(
        "头三次怠慢各 20，再多每次 50，主管担三成",
        lambda desk: desk.add("处罚标准", 编号="慢待", 名称="怠慢客户", 条款="例会", 金额="1-3:20; 4+:50", 承担人="{员工编号}:70%,岗位:客服部主管:30%"),
        "处罚台账", FINED,
        comes={("慢待", "V93", "S3", "14"), ("慢待", "V94", "S3", "35"), ("慢待", "V94", "S1", "15")},
        facts={"违规登记": [{"登记编号": f"V9{day}", "时间": f"2026-03-0{day} 10:00", "员工编号": "S3", "条款代码": "慢待"} for day in (1, 2, 3, 4)]},
    ), "第 1–3 次罚 20.00 元，第 4 次起罚 50.00 元；这一行的员工出 70%、客服部主管出 30%"),
    (Change(
        "投诉由主管当天打电话道歉，不归客户的专人",
        lambda desk: (
            desk.add("时限", 编号="道歉", 名称="投诉先道歉", 条款="例会", 源表="事件", 若="事件类型: 投诉", 起点="发生时间", 方式="内", 时长="当日", 完成表="回访记录", 责任=CHIEF, 话术="WSR"),
            desk.add("分派", 接替="W1t", 若="且 规则: 道歉", 方法=CHIEF),
        ),
        "今日清单", LISTED,
        comes={("道歉", "C03", "S1")}, stays={("W5a", "C07", "S2")},
    ), "例：C03 的“投诉先道歉” → 归赵敏。"),
    (Change(
        "专员每个工作日至少三个电话",
        lambda desk: desk.add("定额", 编号="日三", 名称="一天三个电话", 条款="例会", 计数表="回访记录", 若="方式: 电话", 键="员工编号", 名册="员工", 对象若="岗位: 客服专员；离职日: 空", 期="日", 期若="工作日: 是", 数=3),
        "定额结果", ("规则", "键", "期", "要求", "状态"),
        comes={("日三", "S2", "2026-03-06", "3", "缺"), ("日三", "S2", "2026-03-09", "3", "未满")},
    ), "；只算工作日为“是”的日子。"),
    (Change(
        "成交满五千的客户每季初定为大客户",
        lambda desk: (
            desk.add("判定", 编号="大客户", 条款="例会", 表="客户", 列="大客户", 若="的事件 合计金额（事件类型: 成交）: 5000以上", 值="是", 定于="季初"),
            desk.add("判定", 编号="大客户", 值="否"),
            desk.add("定额", 编号="周访", 名称="大客户周访", 条款="例会", 计数表="回访记录", 键="客户编号", 名册="客户", 对象若="大客户: 是", 期="周", 话术="WSR"),
        ),
        "定额结果", ("规则", "键", "期"),
        comes={("周访", "C07", "2026-W11")},
        facts={"事件": [event("E52", "C07", "成交", "2025-12-02 10:00", 金额=8000), event("E53", "C03", "成交", "2026-02-02 10:00", 金额=9000)]},
    ), "；季初定，到下一次不变"),
    (Change(
        "手机、地址、生日至少留两样",
        lambda desk: desk.add("检查清单", 编号="两样", 名称="至少留两样", 条款="例会", 表="客户", 列="几项（手机: 非空；地址: 非空；生日: 非空）", 须="2以上", 项="留的样数", 提示="再问一样"),
        "检查结果", ("编号", "主键", "通过"),
        comes={("两样", "C08", "否"), ("两样", "C04", "是")},
    ), "例：C08 的留的样数“1” → 不通过。"),
    (Change(
        "没人接：两小时后再打，再换半天，第三次就结",
        lambda desk: desk.change("结果代码", "无人接", 重试="1: 2小时；2: 1天 换半天；3+: 结 失联", 最多=None, 满次后=None),
        "今日清单", LISTED,
        goes={("W2", "C04", "S2")}, stays={("W2", "C07", "S2")},
        facts={"回访记录": [call(f"H8{day}", "C04", f"2026-03-0{day} 15:00", 类别="首谈", 结果代码="无人接") for day in (7, 8)]},
    ), "第 3 次起没接通，结失联"),
)  # fmt: skip
MOST, USUAL = 25, 10


@pytest.mark.parametrize(("change", "words"), CHANGES, ids=[change.asked for change, _ in CHANGES])
def test_it_does_what_was_asked_and_says_so(change: Change, words: str, tmp_path: Path) -> None:
    """Rows come, go and stay as asked; lint finds no new fault; the words beside the row say what it does."""
    desk = Desk(tmp_path, change.book, demo=True)
    for sheet, rows in change.facts.items():
        desk.rows(sheet, *rows)
    before = set(desk.out(change.now, change.sheet, *change.headings))
    change.typed(desk)

    after = set(desk.out(change.now, change.sheet, *change.headings))

    assert change.comes <= after - before
    assert change.goes <= before - after
    assert change.stays <= before & after
    assert any(words in text for text in told(desk, change.now).values()), told(desk, change.now)
    assert [] == [one for one in faults(desk) if one not in shipped(change.book)]


def test_most_of_them_take_a_few_cells(tmp_path: Path) -> None:
    """Counted in one workbook, all on top of each other; no heading is typed."""
    desk, counts = Desk(tmp_path, "wine-service", demo=True), []
    for change, _ in CHANGES:
        before = desk.cells
        change.typed(desk)
        counts.append(desk.cells - before)

    assert USUAL >= median(counts), counts
    assert MOST >= max(counts), counts


@cache
def shipped(book: str) -> tuple[str, ...]:
    """What lint says of a demonstration that nobody changed."""
    with TemporaryDirectory() as folder:
        return tuple(faults(Desk(Path(folder), book, demo=True)))


def test_whom_a_rule_names_comes_after_whom_tasks_go_to(tmp_path: Path) -> None:
    """责任 on a call: 分派 gives all of them to the customer's keeper, and the words say so."""
    desk = Desk(tmp_path, "wine-service", demo=True)
    desk.change("时限", "W5a", 责任=CHIEF)

    [said] = told(desk, "2026-03-09 09:00").values()

    assert ("W5a", "C07", "S2") in desk.out("2026-03-09 09:00", "今日清单", *LISTED)
    assert "清单上先照【分派】W1t 归客户的归属员工，派不出才归客服部主管" in said


def test_a_formula_in_an_amount_is_no_sanction(tmp_path: Path) -> None:
    """It used to become a word for somebody to decide on."""
    desk = Desk(tmp_path, "wine-service", demo=True)
    desk.change("处罚标准", "W-P1", 金额="取小(10×{迟量},50)")

    [said] = [one for one in faults(desk) if "处罚标准" in one]

    assert "是算式，金额里不算；金额写一份的数，乘的写在“数量”里，例如 10 和 {迟量}。" in said


def test_where_a_span_begins_is_offered(tmp_path: Path) -> None:
    """起点 left blank: the sheet's own time."""
    desk = Desk(tmp_path, "wine-service", demo=True)
    desk.add(
        "时限",
        编号="道歉",
        名称="投诉先道歉",
        条款="例会",
        源表="事件",
        若="事件类型: 投诉",
        方式="内",
        时长="当日",
        出="提醒",
        完成列="处理完成时间",
    )

    [said] = [one for one in faults(desk) if "规则 道歉" in one]

    assert "写明从哪一列的时间算起，多半是“发生时间”。" in said


def test_leave_of_staff_spares_no_customer(tmp_path: Path) -> None:
    """免计 with a sheet that doesn't say which customer: said by lint, not only when it runs."""
    desk = Desk(tmp_path, "wine-service", demo=True)
    desk.change("定额", "W-R1", 免计="请假")

    assert any("【请假】里没有【客户】的编号，不知道免计的是谁" in one for one in faults(desk))
