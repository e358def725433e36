"""A word that decides something and isn't what it looks like is named at its cell; nothing is guessed."""

from __future__ import annotations

import pytest
from runs import Office

RULES = """
登记表:
  - {表: 客户, 列: 地址, 类型: 文本}
检查清单:
  - {编号: A1, 名称: 档案缺项, 条款: 资料补全, 表: 客户, 列: 地址}
时限:
  - {编号: W1, 名称: 重要客户回访, 条款: 成交后回访重要客户, 源表: 事件, 若: {事件类型: 成交, 产品: 租赁},
     起点: 发生时间, 方式: 内, 时长: 7天, 完成表: 回访记录, 完成关联: 事件编号}
"""
SALE = {"事件编号": "E1", "客户编号": "C1", "事件类型": "成交", "发生时间": "2026-03-05", "产品": "租赁"}
CALL = {
    "记录编号": "H1", "客户编号": "C1", "事件编号": "E1", "回访时间": "2026-03-06 10:00",
    "方式": "电话", "结果代码": "完成", "规则": "W1",
}  # fmt: skip
ODD = {"记的规则没有", "像是同一个词", "写了等于没写"}


def told(office: Office) -> list[str]:
    found = office.looked_at("2026-03-09 09:00").finished().issues
    return [f"{one.place}：{one.what}" for one in found if one.kind.title in ODD]


def done(office: Office) -> int:
    return sum(not one for one in office.looked_at("2026-03-09 09:00").sheet("义务").typed["完成时间"].missing())


@pytest.mark.parametrize("word", ["W1", "w1", "Ｗ１", " w1。"])
def test_the_number_of_a_rule_in_other_letters_is_that_rule(word: str) -> None:
    office = Office(RULES, {"事件": [SALE], "回访记录": [{**CALL, "规则": word}]})

    assert (1, []) == (done(office), told(office))


@pytest.mark.parametrize("word", ["W1？", "W9"])
def test_a_record_of_no_rule_closes_nothing_and_says_so(word: str) -> None:
    office = Office(RULES, {"事件": [SALE], "回访记录": [{**CALL, "规则": word}]})
    expected = [f"回访记录!G2：规则写着“{word}”，没有编号是 {word} 的规则，照它算不到哪一件。"]

    assert (0, expected) == (done(office), told(office))


def test_a_sign_for_nothing_is_no_rule() -> None:
    office = Office(RULES, {"事件": [SALE], "回访记录": [{**CALL, "规则": "/", "任务编号": "无"}]})

    assert (1, []) == (done(office), told(office))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("租赁？", ["事件!E2：产品“租赁？”和“租赁”只差符号或空格，当作两个词。"]),
        ("租 赁", ["事件!E2：产品“租 赁”和“租赁”只差符号或空格，当作两个词。"]),
        ("租赁", []),
        ("租赁业务", []),
    ],
)
def test_a_word_that_only_looks_like_a_rules_word(word: str, expected: list[str]) -> None:
    assert expected == told(Office(RULES, {"事件": [{**SALE, "产品": word}]}))


def test_two_rows_with_one_word_are_told_once() -> None:
    sales = [{**SALE, "事件编号": f"E{at}", "产品": "租赁？"} for at in (1, 2)]

    assert ["事件!E2：产品“租赁？”和“租赁”只差符号或空格，当作两个词，这样的有 2 行。"] == told(
        Office(RULES, {"事件": sales})
    )


@pytest.mark.parametrize(
    ("address", "failed", "expected"),
    [
        ("东街 8 号", 0, []),
        ("/", 1, []),
        ("——", 1, []),
        ("N/A", 1, []),
        ("待定", 0, ["客户!E2：地址写着“待定”，当作填了。"]),
        ("无", 0, []),
    ],
)
def test_a_cell_that_says_there_is_nothing(address: str, failed: int, expected: list[str]) -> None:
    """Signs are empty; a word counts: 无 may be the answer, 待定 is asked about."""
    customer = {"客户编号": "C1", "客户名称": "甲", "手机": "13900000001", "客户类别": "普通", "地址": address}
    office = Office(RULES, {"客户": [customer]})
    results = office.looked_at("2026-03-09 09:00").sheet("检查结果")

    assert expected == told(office)
    assert failed == sum(one == "否" for one in results.typed["通过"].objects())


@pytest.mark.parametrize("word", ["租赁。", "“租赁”", '"租赁"', "「租赁」"])
def test_a_word_in_quotation_marks_or_with_a_full_stop_is_that_word(word: str) -> None:
    office = Office(RULES, {"事件": [{**SALE, "产品": word}], "回访记录": [CALL]})

    assert (1, []) == (done(office), told(office))


EXCUSED = """
登记表:
  - {表: 事件, 列: ["迟的原因:文本", "学历:文本"]}
检查清单:
  - {编号: A1, 名称: 学历够, 条款: 要中专以上, 表: 事件, 列: 学历, 须: "不含 小学|初中"}
时限:
  - {编号: W1, 名称: 回访, 条款: 成交后回访, 源表: 事件, 起点: 发生时间, 方式: 内, 时长: 7天, 完成表: 回访记录, 免责列: 迟的原因}
"""


@pytest.mark.parametrize("heading", ["迟的原因", "学历"])
def test_a_word_for_nothing_that_excuses_or_passes_is_named(heading: str) -> None:
    office = Office(EXCUSED, {"事件": [{**SALE, heading: "待定"}]})

    assert [f"{heading}写着“待定”，当作填了。"] == [one.split("：", 1)[1] for one in told(office)]
