"""What today's calls are: texts are none, a promised minute stands, a wrong number isn't called again."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import office, typed
from bookshelf import table as rows_on
from days import CUSTOMERS, table
from runs import Office, owners

from workbook.papers.list.reminders import reminders_page
from workbook.papers.why.why import why
from workbook.shells.commands.cli import main
from workbook.shells.runs.again import rows_of

RULES = """
时限:
  - {编号: W1, 名称: 到货回访, 条款: 发货后三日内回访, 源表: 事件, 若: {事件类型: 发货}, 起点: 发生时间,
     方式: 内, 时长: 5天, 完成表: 回访记录}
  - {编号: W2, 名称: 生日祝福, 条款: 生日当天发祝福, 源表: 客户, 若: {生日: 非空}, 起点: 建档日,
     方式: 内, 时长: 1天, 完成表: 回访记录, 类别: 关怀}
联系限制:
  - {编号: L0, 名称: 祝福发短信, 条款: 祝福不打电话, 类型: 改道, 若: {类别: 关怀}, 改道: "名单:短信"}
  - {编号: L1, 名称: 一次说完, 条款: 一次说完, 类型: 合并, 合并键: 客户编号}
  - {编号: L2, 名称: 每天一次, 条款: 一天最多一次, 类型: 频次, 次数: "1", 期: 日, 超限时: 拦截}
"""
BORN = [{**CUSTOMERS[0], "生日": "1980-03-09", "建档日": "2026-03-09"}]
SENT = [{"事件编号": "E1", "客户编号": "C1", "事件类型": "发货", "发生时间": "2026-03-06 10:00"}]


def tried(outcome: str = "未接", at: str = "2026-03-09 08:30", **more: object) -> dict[str, object]:
    """A record that closes nothing."""
    return {
        "记录编号": "H1",
        "客户编号": "C1",
        "回访时间": at,
        "方式": "电话",
        "员工编号": "S2",
        "结果代码": outcome,
        **more,
    }


def texts(day) -> list[object]:
    """The tasks that are lines of 名单:短信."""
    return day.worklist.lines.typed["任务编号"].objects().tolist()


@pytest.mark.parametrize("records", [[], [tried()], [tried("完成", 规则="W1", 方向="去电")]])
def test_a_birthday_text_is_no_call(records):
    """It isn't merged into the call, doesn't pull its due day, waits for no retry, and no cap of calls refuses it."""
    day = Office(RULES, {"客户": BORN, "事件": SENT, "回访记录": records}).looked_at("2026-03-09 10:00")

    assert ["W2·C1"] == texts(day)
    assert [] == [task for task in owners(day) if "W2" in task]
    due = day.listed.typed["到期"].data.astype("datetime64[D]").astype(str).tolist()
    assert ["2026-03-11"][: len(due)] == due


def test_a_promise_holds_for_all_that_is_said_in_the_call():
    """Two deliveries in one call; the appointment was made for one of them."""
    sent = [*SENT, {**SENT[0], "事件编号": "E2", "发生时间": "2026-03-05 10:00"}]
    records = [tried("约时", 任务编号="W1·E1", 约定时间="2026-03-09 16:20")]
    day = Office(RULES, {"事件": sent, "回访记录": records}).looked_at("2026-03-09 10:00")

    assert ["2026-03-09T16:20"] == day.listed.typed["计划时间"].data.astype("datetime64[m]").astype(str).tolist()
    assert "约好 03-09 16:20" in str(day.listed.typed["说明"].objects()[0])
    assert "约好 03-09 16:20" in why(day, "C1")


@pytest.mark.parametrize(("day", "word"), [("2026-03-09", "约好 03-09；"), ("2026-03-08", "约好 03-08，已经过了；")])
def test_a_day_that_was_promised_without_a_minute_is_a_day(day: str, word: str) -> None:
    """Not midnight: the call is made in the office's hours of that day, and isn't late on the morning of it."""
    records = [tried("约时", "2026-03-07 16:00", 任务编号="W1·E1", 规则="W1", 约定时间=day)]
    rules = RULES + '  - {编号: L3, 名称: 时段, 条款: 下午打, 类型: 时段, 时段: "14:00-18:00"}\n'
    found = Office(rules, {"事件": SENT, "回访记录": records}).looked_at("2026-03-09 10:00")

    assert ["2026-03-09T14:00"] == found.listed.typed["计划时间"].data.astype("datetime64[m]").astype(str).tolist()
    assert str(found.listed.typed["说明"].objects()[0]).startswith(word)


def test_a_wrong_number_waits_for_another_one():
    """Not listed with the same number, however often the list is made; listed again when the number has changed."""
    book = Office(RULES, {"事件": SENT, "回访记录": [tried("错号", 备注="空号")]})
    first = book.run("2026-03-09 10:00")
    second = book.run("2026-03-10 09:00")
    later = book.looked_at("2026-03-12 09:00")

    def mend(rows):
        rows[0]["手机"] = "13900139000"

    book.edit("客户", mend)
    third = book.run("2026-03-10 10:00")

    assert ({}, {}, ["W1·E1"]) == (owners(first), owners(second), list(owners(third)))
    told = [(row["责任人姓名"], row["事项"], row["在哪里填"]) for row in table(reminders_page(second))]
    assert [("林悦", "补新号码", "客户!D2")] == told
    due = [
        (str(one.typed["到期"].data[0])[:10], one.typed["状态"].objects()[0], one.typed["逾期"].data[0])
        for one in (first.reminders, second.reminders, later.reminders)
    ]
    assert ("2026-03-10", "待办") == due[0][:2] and ("2026-03-10", "今日到期") == due[1][:2]
    assert ("2026-03-10", "逾期", 2.0) == due[2]
    reasons = dict(zip(*(second.not_listed.typed[h].objects() for h in ("客户编号", "原因")), strict=True))
    assert "号码不对" == reasons["C1"]
    assert [["号码不对"], ["号码不对"], []] == [
        [found.kind.title for found in day.issues if found.kind.title == "号码不对"] for day in (first, second, third)
    ]
    assert [] == [row for row in table(reminders_page(third)) if row["事项"] == "补新号码"]
    history = next(found for found in book.grids if found.name == "历史")
    assert "13800138001" not in str(rows_of(third, history))


def test_a_number_that_was_reached_since_is_right():
    """Whoever was reached later at the same number has the right one."""
    records = [
        tried("错号", "2026-03-07 09:00", 备注="空号"),
        tried("完成", "2026-03-08 09:00", 记录编号="H2", 规则="W9"),
    ]
    day = Office(RULES.replace("L2", "L9"), {"事件": SENT, "回访记录": records}).looked_at("2026-03-09 10:00")

    assert ["W1·E1"] == list(owners(day))


def test_a_visit_does_not_make_a_number_right():
    """Somebody was met in person: the number is as wrong as before."""
    records = [
        tried("错号", "2026-03-07 09:00", 备注="空号"),
        tried("完成", "2026-03-08 09:00", 记录编号="H2", 规则="W9", 方式="拜访"),
    ]
    day = Office(RULES.replace("L2", "L9"), {"事件": SENT, "回访记录": records}).looked_at("2026-03-09 10:00")

    assert {} == owners(day)


def test_who_types_the_right_number_before_the_result_is_registered_is_believed(tmp_path: Path):
    """The wrong number is the one on the list, not the one that stands in 客户 by the time of 登记."""
    path = office(tmp_path / "本.xlsx")
    main(["today", str(path), "--date", "2026-03-09 08:30"])
    task = str(rows_on(path, "今日清单")[0]["任务编号"])
    customer = str(rows_on(path, "今日清单")[0]["客户编号"])
    typed(path, "今日清单", task, {"结果代码": "错号", "备注": "接的人说打错了，新号码是她给的"})
    typed(path, "客户", customer, {"手机": "13911112222"}, by="客户编号")

    main(["record", str(path), "--date", "2026-03-09 10:00"])
    main(["today", str(path), "--date", "2026-03-10 09:00"])

    assert ["13911112222"] == [one["电话"] for one in rows_on(path, "今日清单") if one["任务编号"] == task]
    assert [] == [one for one in rows_on(path, "未入选说明") if one["原因"] == "号码不对"]


def test_a_first_number_after_a_wrong_one_is_another():
    """Nobody had written a number down when the call went wrong; the one that stands there the next day is called."""
    book = Office(RULES, {"事件": SENT})
    book.edit("客户", lambda rows: rows[0].update({"手机": None}))
    book.edit("回访记录", lambda rows: [*rows, tried("错号", 任务编号="W1·E1", 备注="空号")])
    waiting = book.run("2026-03-09 11:00")

    book.edit("客户", lambda rows: rows[0].update({"手机": "13900139000"}))
    assert ([], ["W1·E1"]) == (list(owners(waiting)), list(owners(book.run("2026-03-10 10:00"))))


CARDS = """
登记表:
  - {表: 来客卡, 列: ["卡号:编号#", "建卡日:日期@!", "姓名:文本~", "电话:电话~", "员工编号:引用(员工)"]}
  - {表: 卡转交, 列: ["转交号:编号#", "卡号:引用(来客卡)!", "转交日:日期@!"]}
  - {表: 回访记录, 列: ["卡号:引用(来客卡)", "意向:文本"]}
时限:
  - {编号: K1, 名称: 来客回访, 条款: 来客后回访, 源表: 来客卡, 起点: 建卡日, 方式: 内, 时长: 30天, 完成表: 回访记录,
     完成关联: 卡号, 联系方式: 电话, 附带: "卡号={卡号}", 问卷: Q}
  - {编号: K2, 名称: 转交回访, 条款: 转交后回访, 源表: 卡转交, 起点: 转交日, 方式: 内, 时长: 30天, 完成表: 回访记录,
     完成关联: 卡号, 联系方式: 电话, 附带: "卡号={卡号}"}
问卷: [{问卷: Q, 行: [{题号: 意向, 类型: 文本, 题面: 现在想要什么？}]}]
"""
CARD = {"卡号": "K01", "建卡日": "2026-03-05", "姓名": "俞先生", "电话": "13900006003", "员工编号": "S2"}
PASSED_ON = {"转交号": "Z1", "卡号": "K01", "转交日": "2026-03-06"}
NO_CUSTOMER = {"客户编号": None, "卡号": "K01", "备注": "空号"}


def test_whoever_is_no_customer_has_a_number_too():
    """A card without a customer: its calls wait, whichever rule asks for them, until the card has another number."""
    cards = [CARD, {**CARD, "卡号": "K02", "电话": "13900006004"}]
    given = {"来客卡": cards, "卡转交": [PASSED_ON], "回访记录": [tried("错号", **NO_CUSTOMER)]}
    book = Office(CARDS, given)
    first, second = book.run("2026-03-09 10:00"), book.run("2026-03-10 10:00")

    book.edit("来客卡", lambda rows: rows[0].update({"电话": "13900006999"}))
    third = book.run("2026-03-10 11:00")
    book.edit("来客卡", lambda rows: rows[0].update({"电话": "13900006003"}))
    fourth = book.run("2026-03-11 10:00")

    assert [["K1·K02"], ["K1·K02"], ["K1·K01", "K1·K02", "K2·Z1"], ["K1·K02"]] == [
        sorted(owners(day)) for day in (first, second, third, fourth)
    ]
    told = [(row["责任人姓名"], row["事项"], row["在哪里填"]) for row in table(reminders_page(second))]
    assert [("林悦", "补新号码", "来客卡!D2")] == told
    said = [str(found) for found in second.issues if found.kind.title == "号码不对"]
    assert 1 == len(said)
    assert "来客卡 K01 俞先生" in said[0]
    assert "在【来客卡】里改成新号码" in said[0]
    numbers = dict(zip(*(third.listed.typed[h].objects() for h in ("任务编号", "电话")), strict=True))
    assert {"13900006999"} == {numbers["K1·K01"], numbers["K2·Z1"]}


def test_a_number_mended_while_the_result_is_typed_is_the_new_one():
    """The list showed the old number, so the old one was wrong, though 客户 holds another by the time it is registered."""
    book = Office(RULES, {"事件": SENT})
    book.run("2026-03-09 10:00")
    book.edit("客户", lambda rows: rows[0].update({"手机": "13900139000"}))
    book.edit("回访记录", lambda rows: [*rows, tried("错号", 任务编号="W1·E1", 备注="空号")])

    again = book.run("2026-03-09 11:00")
    book.edit("客户", lambda rows: rows[0].update({"手机": "13800138001"}))
    assert (["W1·E1"], []) == (list(owners(again)), list(owners(book.run("2026-03-09 12:00"))))


@pytest.mark.parametrize("how", [{"方式": "拜访"}, {"方式": "微信"}, {"方向": "来电"}])
def test_who_was_met_or_rang_up_has_the_wrong_number_still(how: dict[str, str]):
    """A visit after the wrong number doesn't make it right; only a call that reached somebody does."""
    met = tried("完成", "2026-03-08 09:00", 记录编号="H2", 规则="W9", **how)
    records = [tried("错号", "2026-03-07 09:00", 备注="空号"), met]
    day = Office(RULES.replace("L2", "L9"), {"事件": SENT, "回访记录": records}).looked_at("2026-03-09 10:00")

    assert [] == list(owners(day))


def test_an_address_that_was_wrong_is_no_wrong_number():
    """无效 of a visit says nothing of the telephone."""
    records = [tried("错号", 方式="拜访", 备注="地址不对")]
    day = Office(RULES, {"事件": SENT, "回访记录": records}).looked_at("2026-03-09 10:00")

    assert ["W1·E1"] == list(owners(day))
