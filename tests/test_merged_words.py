"""A call that stands for several tasks greets once: what is said in each part may ask which part it is (第几段)."""

from __future__ import annotations

from days import day

RULES = """
时限:
  - {编号: A1, 名称: 到货, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 9天, 完成表: 回访记录, 话术: T1}
  - {编号: A2, 名称: 关怀, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间, 方式: 内, 时长: 8天, 完成表: 回访记录, 话术: T2}
联系限制:
  - {编号: L1, 名称: 一通电话, 类型: 合并, 合并键: 客户编号}
话术:
  - {编号: 问好, 用途: 片段, 若: {第几段: "1"}, 正文: "{客户名称}您好。"}
  - {编号: T1, 正文: "{+问好}货到了吗？"}
  - {编号: T2, 正文: "{+问好}用得好吗？"}
"""


def words(rules: str, customer: str) -> str:
    made = day(rules)
    names = made.listed.typed["客户编号"].objects().tolist()
    return made.script(names.index(customer)).text


def test_a_merged_call_greets_once() -> None:
    said = words(RULES, "C1")

    assert 1 == said.count("您好")
    assert said.startswith("甲酒行您好。")
    assert {"货到了吗？", "用得好吗？"} == {said.removeprefix("甲酒行您好。").split("\n")[0], said.split("\n")[1]}


def test_a_call_by_itself_is_its_own_first_part() -> None:
    said = words(RULES.replace("类型: 合并", "启用: 否, 类型: 合并"), "C1")

    assert "甲酒行您好。" in said
