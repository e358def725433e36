"""A rulebook told in plain Chinese, and why a customer is or isn't on today's list."""
# ruff: noqa: E501 - rules as written and sentences as told

from __future__ import annotations

from datetime import datetime

import pytest
from offices import NOW, Rows, grids, office

from workbook.day import Day
from workbook.opening import opened
from workbook.papers.why.why import why
from workbook.papers.words.book import explained, listing
from workbook.rulebook.load.rows import Source, source
from workbook.shells.outside.shelf import shelf
from workbook.words.faults import RuleFault

SHOP = """
规则书: 店
名称: 门店回访制度
行业: 零售
一句话: 成交后三天内移交资料。
依据: 内部制度
设置:
  - {名: 移交期限, 值: 3天, 类型: 时长, 依据: 三日未言明}
  - {名: 抽查率, 值: "", 类型: 百分, 依据: 未写}
  - {名: 店名, 值: "", 类型: 文本, 必需: 否, 依据: 各店自填}
登记表:
  - {表: 事件, 列: ["资料移交时间:时点", "等次:代码(甲|乙)"]}
时限:
  - {编号: T1, 名称: 移交资料, 条款: 三日内移交, 源表: 事件, 若: {事件类型: 成交, 数量: 5以上}, 起点: 发生时间, 方式: 内,
     时长: "{设置.移交期限}", 完成列: 资料移交时间, 责任: "{员工编号}|岗位:主管", 出: 提醒}
  - {编号: T2, 名称: 移交后回访, 条款: 移交后回访, 源表: 事件, 若: {等次: "甲,乙"}, 起点: T1.完成|发生时间, 方式: 第, 时长: 7天,
     完成表: 回访记录, 完成若: {满意度: 不是 空}, 话术: S}
  - {编号: D1, 名称: 月底交表, 条款: 交, 源表: 日历, 若: {月末: 是}, 对每: 员工, 对象若: {岗位: 客服}, 起点: 日期, 方式: 内, 时长: 当日, 完成列: 节日, 责任: "{对象.员工编号}", 出: 提醒, 主题: 交表}
  - {编号: D2, 名称: 逐年问候, 条款: 问候, 源表: 客户, 起点: 生日, 方式: 每, 时长: 1年, 完成列: 微信, 主题: "{客户名称}生日", 话术: S}
判定:
  - {编号: J1, 名称: 等次, 条款: 分等, 表: 事件, 列: 定级, 行: [{若: {数量: "{金额}"}, 值: 平}, {若: {等次: 甲, 数量: 不是 3}, 值: 高}, {值: 低}]}
定额:
  - {编号: Q2, 名称: 年销量, 条款: 一年一百, 计数表: 事件, 计法: 合计 金额, 键: 员工编号, 名册: 员工, 期: 年, 数: "100", 出: 无}
  - {编号: Q1, 名称: 大客户月访, 条款: 每月一次, 计数表: 回访记录, 键: 客户编号, 名册: 客户, 对象若: {客户类别: VIP}, 期: 月, 话术: S}
抽样:
  - {编号: A1, 名称: 抽查记录, 条款: 抽查, 总体表: 回访记录, 率: "{设置.抽查率}", 完成列: 审阅意见, 出: 提醒}
检查清单:
  - {编号: K, 名称: 成交三项, 条款: 三项齐, 表: 事件, 若: {事件类型: 成交}, 行: [{列: 数量}, {列: 金额}, {列: 产品}], 拦截: 任务}
处罚标准:
  - {编号: P1, 名称: 迟交, 条款: 迟交一单罚五十, 触发: 义务 T1, 金额: "50", 计量: 单, 翻倍自: 3}
  - {编号: P2, 名称: 抄错, 条款: 抄错, 触发: 登记, 金额: "1-2:20; 3+:5%×{员工.基本工资},劝退"}
  - {编号: P3, 名称: 销量奖, 条款: 奖, 方向: 奖, 触发: 达标 Q2, 若: {实际: 200以上}, 金额: "50"}
报告:
  - {编号: R1, 名称: 迟交表, 条款: 报, 载体: 邮件, 来源: 义务, 若: {规则: T1}, 列: "源编号,责任人", 拆分: 责任人, 收件: "岗位:主管", 时机若: {月第几工作日: 1}}
联系限制:
  - {编号: L2, 名称: 同一次, 条款: 并, 类型: 合并, 合并键: 客户编号}
  - {编号: L1, 名称: 一月两次, 条款: 少打扰, 类型: 频次, 次数: "2", 期: 月, 超限时: 拦截}
分派:
  - {编号: F1, 名称: 分派, 条款: 平均分, 对象: 任务, 方法: "{客户.归属员工}|均衡", 候选若: {岗位: 客服}, 无人时: "岗位:主管"}
指标:
  - {编号: M1, 名称: 满意率, 条款: 满意率, 表: 回访记录, 若: {满意度: 非空}, 分子若: {满意度: 满意}, 分组: 员工编号, 目标: ">=90%"}
话术:
  - {编号: S, 正文: "您好。"}
"""


def told(rules: str = SHOP) -> str:
    """A rulebook on the shipped base, told."""
    book = source(rules, "店.yaml")
    return explained(book.id, {**shelf(), book.id: book})


def test_a_duty_is_told_with_its_rows_its_days_its_person_and_its_price() -> None:
    """From which rows, within what, by whom, how it is done, what lateness costs."""
    wanted = (
        "· 移交资料（T1）：【事件】里事件类型为“成交”、数量在 5 以上的，从发生时间起 3 天内，由这一行的员工（没有就归主管）办：移交资料；"
        "填上“资料移交时间”算做完；迟了每单罚 50.00 元，每月第 3 次起加倍（P1）。\n    条款：三日内移交"
    )

    assert wanted in told()


def test_a_chained_duty_names_the_one_before_it() -> None:
    """T1.完成 is said by the name of T1."""
    assert (
        "“移交资料”做完（没有就按发生时间）后 7 天那天，电话联系客户：移交后回访；【回访记录】里有一条满意度填了的记录算做完。"
        in told()
    )


@pytest.mark.parametrize(
    "line",
    [
        "· 大客户月访（Q1）：每个客户类别为“VIP”的客户，每月至少 1 条【回访记录】，电话联系客户：大客户月访。",
        "· 成交三项（K）：【事件】里事件类型为“成交”的，数量、金额、产品都要填，不然先不联系。",
        "· 抄错（P2）：【违规登记】里写了这个条款代码，第 1–2 次罚 20.00 元，第 3 次起罚员工的基本工资的 5%并劝退。",
        "· 一月两次（L1）：所有任务：同一客户每月最多 2 次，再多就不派。",
        "· 分派（F1）：任务，归客户的归属员工，不行就在岗位为“客服”的员工里按手上多少平分，没有合适的归主管。",
        "· 满意率（M1）：【回访记录】里满意度填了的，其中满意度为“满意”的占多少，每月算，按员工分；目标在 90% 以上。",
        "· 月底交表（D1）：每月最后一天，对每个岗位为“客服”的员工，当天，由本人办：交表；填上“节日”算做完。",
        "· 逐年问候（D2）：每位客户，从生日起每年一次，电话联系客户：逐年问候（事由：〔客户名称〕生日）；填上“微信”算做完。",
        "· 年销量（Q2）：每个员工，每年【事件】的金额加起来至少 100；达到了，实际在 200 以上的，奖 50.00 元（P3）。",
        "· 同一次（L2）：所有任务里同一客户的并成一次。",
        "· 等次（J1）：【事件】的“定级”：数量与金额相同的是“平”；等次为“甲”、数量不为 3 的是“高”；其余是“低”。",
        "· 迟交表（R1）：【义务】里规则为“移交资料”的，每月第 1 个工作日发邮件给主管，按责任人分开。",
        "· 移交期限：3天（三日未言明）",
        "· 抽查率：还空着，填了才算 A1（未写）",
        "· 店名：空着也可以（各店自填）",
        "· 抽查记录（A1）：设置“抽查率”还空着，填了才算。",
    ],
)
def test_each_sort_of_rule_is_one_plain_sentence(line: str) -> None:
    """Quotas, checks, fines, limits, people, numbers, settings: from their cells alone."""
    assert line in told().splitlines()


def test_a_rule_that_waits_for_a_setting_is_not_told_as_if_it_ran() -> None:
    """A1 has no rate yet: it stands only among what isn't counted."""
    text = told()

    assert 1 == sum(line.startswith("· 抽查记录") for line in text.splitlines())
    assert text.index("还没有算的") < text.index("· 抽查记录（A1）")


@pytest.mark.parametrize("book_id", list(shelf()))
def test_every_shipped_rulebook_can_be_told(book_id: str) -> None:
    """Each one has its name on top, and no brace, bare tuple or English word of the program is left in it."""
    text = explained(book_id, shelf())

    assert text.startswith(f"{shelf()[book_id].name or book_id}（{book_id}）")
    assert [] == [line for line in text.splitlines() if "Condition(" in line or "None" in line or "('" in line]


def test_an_unknown_rulebook_is_refused_with_the_nearest() -> None:
    """huifang rulebooks wine names wine-service."""
    with pytest.raises(RuleFault, match="wine-service"):
        explained("wine-servise", shelf())


def test_rulebooks_are_listed_by_trade() -> None:
    """Trade, id, name and one line; those without a trade come under 其他, the base is left out."""
    books = {one.id: one for one in (source(SHOP, ""), source("规则书: 乙\n名称: 二号", ""), Source("基础"))}

    assert ["其他", "  乙    二号", "零售", "  店    门店回访制度", "        成交后三天内移交资料。"] == listing(books)


# -- why


CLIENTS = (
    {"客户编号": "C1", "客户名称": "张三", "手机": "13800000001", "归属员工": "S1", "客户类别": "VIP"},
    {"客户编号": "C2", "客户名称": "李四", "手机": "13800000002", "归属员工": "S1"},
    {"客户编号": "C3", "客户名称": "王五", "手机": "13800000003", "归属员工": "S1", "客户类别": "VIP", "勿扰": "是"},
)


def shop(**sheets: Rows) -> Day:
    """The shop's day over three customers and some more rows."""
    rules = {**shelf(), "店": source(SHOP, "店.yaml")}
    return opened(grids(客户=CLIENTS, 工单=(), **sheets), rules, ["店"], datetime.fromisoformat(NOW), whole=False)


def test_why_tells_a_listed_customer_when_how_and_because_of_what() -> None:
    """The row of the list, then each thing owed with its state, dates and cells."""
    text = why(shop(), "C1")

    assert "C1 张三（客户!第2行），2026-03-09 10:00" in text
    assert "今天在清单上：第 1 行，大客户月访，" in text
    assert "S1 甲一，到期 2026-03-31（待办）。" in text
    assert (
        "· 大客户月访（Q1）：未满，2026-03，至少 1，有 0，到期 2026-03-31。\n    因为 Q1（每月一次）：客户!A2" in text
    )


def test_why_tells_which_cell_was_empty() -> None:
    """C2 has no 客户类别, so the monthly call isn't asked for; the cell is named."""
    text = why(shop(), "李四")

    assert "今天不在清单上：无适用规则" in text
    assert "· 大客户月访（Q1）：客户!E3 的客户类别是空的，所以不算（要为“VIP”）。" in text


def test_why_tells_a_failing_test_with_what_it_found() -> None:
    """3 pieces are fewer than the 5 that the duty asks for."""
    event = [{"事件编号": "E1", "客户编号": "C2", "事件类型": "成交", "发生时间": "2026-03-08 10:00", "数量": "3"}]
    text = why(shop(事件=event), "C2")

    assert "· 移交资料（T1）：事件!E2 的数量是“3”，要在 5 以上。" in text
    assert "· 移交后回访（T2）：等次是空的，所以不算（要为“甲”或“乙”）。" in text


def test_why_tells_the_limit_that_stopped_a_task() -> None:
    """C3 wants to be left alone: the task, the reason and the rule."""
    text = why(shop(), "C3")

    assert "今天不在清单上：勿扰" in text
    assert "· 大客户月访（Q1）：没有排进来，勿扰（勿扰的客户不联系），按 勿扰。" in text


def test_why_tells_a_task_and_a_row_too() -> None:
    """By 任务编号, and by the key of the row that a rule starts from."""
    day = office(
        工单=[
            {
                "工单编号": "J1",
                "客户编号": "C1",
                "工单类型": "维修",
                "受理时间": "2026-03-06 09:00",
                "完成时间": "2026-03-06 11:00",
            }
        ]
    )

    assert "任务 T1·J1：T1" not in why(day, "T1·J1")
    assert "从 2026-03-06 11:00 起，到期 2026-03-09（今日到期），优先 没写。" in why(day, "T1·J1")
    assert "· 维修回访（T1）：今日到期，从 2026-03-06 11:00 起，到期 2026-03-09。" in why(day, "J1")


def test_why_offers_nobody_who_is_unlike() -> None:
    """A name that is like none: where numbers stand, no stranger."""
    told = why(shop(), "欧阳春晓")
    assert "没有“欧阳春晓”这位客户，也没有这个任务编号。\n怎么改：从【客户】或【今日清单】里抄编号。" == told


@pytest.mark.parametrize("many", [2, 3])
def test_why_tells_of_several_customers_of_one_name(many: int) -> None:
    """How many there are, and by which numbers to ask."""
    clients = [{**CLIENTS[0], "客户编号": f"K{at}", "客户名称": "张伟"} for at in range(1, many + 1)]
    rules = {**shelf(), "店": source(SHOP, "店.yaml")}
    day = opened(grids(客户=clients, 工单=()), rules, ["店"], datetime.fromisoformat(NOW), whole=False)
    numbers = "、".join(f"K{at}" for at in range(1, many + 1))

    assert f"有 {many} 位都叫这个名字（{numbers}）。\n怎么改：写其中一位的编号再问。" in why(day, "张伟")


def test_why_names_the_nearest_for_somebody_unknown() -> None:
    """A slip of the pen costs one look, not a traceback."""
    assert "没有“张山”这位客户，也没有这个任务编号。\n怎么改：最像的是“C1 张三”" in why(shop(), "张山")
