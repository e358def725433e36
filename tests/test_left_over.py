"""Words typed for a task that isn't listed any more: they stay, below the list, and it is said."""

from __future__ import annotations

from days import EVENTS
from runs import Office, owners

from workbook.rules.recording.typed_cells import typed_rows

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


SHOWN = """
登记表:
  - {表: 来客卡, 列: ["卡号:编号#", "建卡日:日期@!", "意向:文本", "备注:文本"]}
  - {表: 回访记录, 列: ["卡号:引用(来客卡)", "意向:文本"]}
时限:
  - {编号: K1, 名称: 来客回访, 条款: 来客后回访, 源表: 来客卡, 起点: 建卡日, 方式: 内, 时长: 30天, 完成表: 回访记录,
     完成关联: 卡号, 附带: "卡号={卡号}", 问卷: Q}
问卷: [{问卷: Q, 行: [{题号: 意向, 类型: 文本, 题面: 现在想要什么？}]}]
报告: [{编号: 今日清单, 名称: 今日清单, 来源: 今日清单, 列: "序,卡号,卡.意向,卡.备注,结果代码,意向,备注"}]
"""


def test_what_the_list_only_shows_is_not_what_staff_typed():
    """A card's 意向 and 备注 stand beside the yellow cells of the same name: nothing is typed until somebody types."""
    card = {"卡号": "K01", "建卡日": "2026-03-05", "意向": "轿车甲", "备注": "上午来的"}
    book = Office(SHOWN, {"来客卡": [card]})
    book.run("2026-03-09 09:00")
    nothing = typed_rows(book.looked_at("2026-03-09 10:00").world, book.grids)

    book.edit("今日清单", lambda rows: rows[0].update({"结果代码": "完成", "意向": "越野乙"}))
    some = typed_rows(book.looked_at("2026-03-09 10:00").world, book.grids)

    assert () == nothing
    assert [{"结果代码": "完成", "意向": "越野乙"}] == [one.cells for one in some]
    book.edit("来客卡", lambda rows: rows[:0] or [{**card, "建卡日": "2026-05-05"}])
    book.edit("今日清单", lambda rows: rows[0].update({"结果代码": None, "意向": None}))
    assert [] == [one for one in book.run("2026-03-10 09:00").issues if one.kind.title == "填了没有登记"]
