"""What came with an old list counts as it stands: nobody asked then what a rule asks now."""

from __future__ import annotations

import pytest
from runs import Office

from workbook.papers.list.ledgers import metrics_page

RULES = """
登记表:
  - {表: 回访记录, 列: 改进点, 类型: 长文}
时限:
  - {编号: W5, 名称: 到货回访, 条款: 到货后三天内回访, 源表: 事件, 若: {事件类型: 到货}, 起点: 发生时间, 方式: 内, 时长: 3天,
     完成表: 回访记录, 完成关联: 事件编号}
检查清单:
  - {编号: W7, 名称: 不满意要问清, 条款: 问清要改进的地方, 表: 回访记录, 若: {满意度: 不满意}, 列: 改进点, 拦截: 完成}
"""
RATE = """
指标:
  - {编号: M, 名称: 满意率, 条款: 每月分析, 表: 回访记录, 若: {满意度: 非空}, 分子若: {满意度: 满意}}
"""
CAME = {"事件编号": "E1", "客户编号": "C1", "事件类型": "到货", "发生时间": "2026-03-05"}
CALL = {
    "记录编号": "H1", "客户编号": "C1", "事件编号": "E1", "回访时间": "2026-03-06 10:00",
    "方式": "电话", "结果代码": "完成", "满意度": "不满意",
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "done", "result"),
    [
        ({}, 0, "否"),
        ({"改进点": "包装"}, 1, "是"),
        ({"备注": "从旧名单导入"}, 1, "豁免"),
        ({"备注": "从旧名单导入；包装破了"}, 1, "豁免"),
        ({"备注": "不是从旧名单导入"}, 0, "否"),
    ],
)
def test_a_call_of_the_old_list_is_made_once(more: dict[str, str], done: int, result: str) -> None:
    day = Office(RULES, {"事件": [CAME], "回访记录": [{**CALL, **more}]}).looked_at("2026-03-09 09:00")

    assert done == sum(not one for one in day.sheet("义务").typed["完成时间"].missing())
    assert [result] == day.sheet("检查结果").typed["通过"].objects().tolist()


@pytest.mark.parametrize(
    ("remark", "shown", "told"),
    [("", (1, 1), "；另有 1 行没有通过检查，补全以前不算。"), ("从旧名单导入", (1, 2), "。")],
)
def test_a_rate_says_what_a_check_keeps_from_counting(remark: str, shown: tuple[int, int], told: str) -> None:
    """One who was content and one who wasn't, of whom nobody asked what to do better."""
    content = {**CALL, "记录编号": "H2", "满意度": "满意"}
    unhappy = {**CALL, "备注": remark}
    page = metrics_page(
        Office(RULES + RATE, {"事件": [CAME], "回访记录": [unhappy, content]}).looked_at("2026-03-09 09:00")
    )
    at = {heading: page.headings.index(heading) for heading in ("分子", "分母", "因由")}
    row = next(row for row in page.rows if row[at["分母"]])

    assert shown == (row[at["分子"]], row[at["分母"]])
    assert str(row[at["因由"]]).endswith(told)
    assert ("另有" in told) == ("另有" in str(row[at["因由"]]))
