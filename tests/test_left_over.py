"""Words typed for a task that isn't listed any more: they stay, below the list, and it is said."""

from __future__ import annotations

from days import EVENTS
from runs import Office, owners

RULES = """
时限:
  - {编号: W1, 名称: 到货回访, 条款: 发货后回访, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 9天,
     完成表: 回访记录, 附带: "事件编号={事件编号}"}
"""


def test_a_task_finished_by_form_does_not_stay_without_a_word():
    """Its record came by a form; what was typed on the list beside is still there and has a line in 问题."""
    book = Office(RULES, {"事件": EVENTS})
    first = list(owners(book.run("2026-03-09 09:00")))

    def typed(rows):
        for row in rows:
            row["备注"] = "打过"

    book.edit("今日清单", typed)
    record = {"记录编号": "H1", "任务编号": first[0], "规则": "W1", "客户编号": "C1", "事件编号": "E1", "方式": "电话",
              "回访时间": "2026-03-09 10:00", "员工编号": "S2", "结果代码": "完成"}  # fmt: skip
    book.edit("回访记录", lambda rows: [*rows, record])
    second = book.run("2026-03-09 11:00")

    assert first[1:] == list(owners(second))
    told = [found for found in second.issues if found.kind.title == "填了没有登记"]
    assert [(f"C1 甲酒行的任务 {first[0]} 今天不再列了，黄格里的字还没有登记，这一行放在清单最下面。")] == [
        found.what for found in told
    ]
