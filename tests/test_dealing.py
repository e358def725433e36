"""Work that was given out stays with its person: until it is done, the person is away, or somebody moves it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from runs import ROOT, Office, owners, shipped

STAFF = [
    {"员工编号": "S1", "姓名": "甲", "岗位": "客服专员"},
    {"员工编号": "S2", "姓名": "乙", "岗位": "客服专员"},
    {"员工编号": "S3", "姓名": "丙", "岗位": "客服专员"},
]
CALLS = """
时限:
  - {{编号: W1, 名称: 到货回访, 条款: 三日内回访, 源表: 事件, 若: {{事件类型: 发货}}, 起点: 发生时间,
     方式: 内, 时长: 30天, 完成表: 回访记录, 附带: "事件编号={{事件编号}}"}}
  - {{编号: W0, 名称: 投诉回访, 条款: 当天回访, 优先: 1, 源表: 事件, 若: {{事件类型: 投诉}}, 起点: 发生时间,
     方式: 内, 时长: 1天, 完成表: 回访记录, 附带: "事件编号={{事件编号}}"}}
分派:
  - {{编号: A1, 条款: 分给专员, 对象: 任务, 方法: "{way}", 候选若: {{岗位: 客服专员}}}}
"""


def office(way: str = "均衡", size: int = 9, staff=STAFF, keeper: str = "") -> Office:
    """So many customers with a delivery each."""
    customers = [
        {"客户编号": f"C{n}", "客户名称": f"户{n}", "手机": f"1380013800{n}", "归属员工": keeper or None}
        for n in range(size)
    ]
    events = [event(n) for n in range(size)]
    return Office(CALLS.format(way=way), {"员工": staff, "客户": customers, "事件": events})


def event(n: int, kind: str = "发货", at: str = "2026-03-06 10:00", customer: str = "") -> dict[str, object]:
    """A delivery."""
    return {"事件编号": f"E{n}", "客户编号": customer or f"C{n}", "事件类型": kind, "发生时间": at}


def called(tasks, at: str = "2026-03-09 10:00", who: str = "S1", outcome: str = "完成") -> list[dict[str, object]]:
    """Records of these tasks."""
    return [
        {"记录编号": f"H-{task}", "任务编号": task, "规则": task.split("·")[0],
         "客户编号": "C" + task[-1], "事件编号": "E" + task[-1], "回访时间": at,
         "方式": "电话", "员工编号": who, "结果代码": outcome}
        for task in tasks
    ]  # fmt: skip


def test_a_second_run_of_the_sample_gives_nobody_anything_new():
    """A leaver's customers stay with whoever took them over, and so do their calls."""
    book = shipped(ROOT / "sample.xlsx")
    first = owners(book.run("2026-03-16 09:00"))

    second = owners(book.looked_at("2026-03-16 09:00"))

    assert (first, []) == (second, book.news())


def test_after_some_results_the_others_keep_their_person():
    """Whoever is done early doesn't take the calls that others have begun."""
    book = office()
    first = owners(book.run("2026-03-09 09:00"))
    done = [task for task, who in first.items() if who == "S1"] + [next(t for t, who in first.items() if who == "S2")]
    book.edit("回访记录", lambda rows: [*rows, *called(done)])

    left = owners(book.looked_at("2026-03-09 11:00"))

    assert {task: who for task, who in first.items() if task not in done} == left


def test_tomorrow_the_rest_is_still_with_its_person():
    """What wasn't done yesterday isn't dealt again; what is new goes to whoever holds least."""
    book = office(size=4)
    first = owners(book.run("2026-03-09 09:00"))
    book.edit("事件", lambda rows: [*rows, event(7, customer="C1")])

    second = owners(book.run("2026-03-10 09:00"))

    assert first.items() <= second.items()
    assert "S2" == second["W1·E7"]


def test_somebody_away_hands_over_and_gets_nothing_back():
    """The tasks of somebody on leave go to others, and stay there when the leave is over."""
    book = office(size=6)
    first = owners(book.run("2026-03-09 09:00"))
    book.edit("请假", lambda _: [{"员工编号": "S1", "起": "2026-03-10", "止": "2026-03-10"}])

    away, back = owners(book.run("2026-03-10 09:00")), owners(book.run("2026-03-11 09:00"))

    assert "S1" not in away.values()
    assert {task: who for task, who in first.items() if who != "S1"}.items() <= away.items()
    assert away == back


def test_a_task_that_somebody_moves_goes_there():
    """Another name typed on the list, by name or number; a name that nobody has is said."""
    book = office(size=3)
    first = owners(book.run("2026-03-09 09:00"))

    def move(rows):
        for row, who in zip(rows, ("乙", "S3", "丁"), strict=True):
            row["责任人姓名"] = who

    book.edit("今日清单", move)
    moved = book.run("2026-03-09 09:30")

    assert ["S2", "S3", first["W1·E2"]] == [owners(moved)[f"W1·E{n}"] for n in range(3)]
    assert ["查不到这个编号"] == [found.kind.title for found in moved.issues if found.place.sheet == "今日清单"]
    assert owners(moved) == owners(book.looked_at("2026-03-09 10:00"))


@pytest.mark.parametrize("names", [("乙", "甲", "丙"), ("乙", "丙", "甲"), ("丁", "乙", "丙")])
def test_names_put_right_in_the_staff_sheet_move_no_work(names):
    """Two names swapped, three gone round, one spelt anew: only a name typed on the list moves its task."""
    book = office(size=4)
    first = owners(book.run("2026-03-09 09:00"))

    def rename(rows):
        for row, name in zip(rows, names, strict=True):
            row["姓名"] = name

    book.edit("员工", rename)
    renamed = book.run("2026-03-09 09:30")
    called = dict(zip(("S1", "S2", "S3"), names, strict=True))

    assert (first, []) == (owners(renamed), titles(renamed))
    assert [called[one] for one in list_column(book, "责任人")] == list_column(book, "责任人姓名")

    book.edit("今日清单", moving(names[1]))
    assert "S2" == owners(book.run("2026-03-09 10:00"))[list_column(book, "任务编号")[0]]


NAMESAKES = [*STAFF, {"员工编号": "S4", "姓名": "乙", "岗位": "客服专员"}]


def moving(*words: str):
    """Other names typed on the list, from the top."""

    def move(rows):
        for row, word in zip(rows, words, strict=False):
            row["责任人姓名"] = word

    return move


@pytest.mark.parametrize("word", ["s3", "Ｓ3", "丙 ", "丙（S3）", "S3 丙"])
def test_a_name_is_read_as_elsewhere(word):
    """As in every other cell that names a person."""
    book = office(size=1)
    book.run("2026-03-09 09:00")
    book.edit("今日清单", moving(word))

    assert ({"W1·E0": "S3"}, []) == (owners(day := book.run("2026-03-09 09:30")), titles(day))


def test_of_two_people_of_one_name_the_list_says_which():
    """乙 alone moves nothing of one of them, and is asked about on a third person's row."""
    book = office(size=4, staff=NAMESAKES)
    first = owners(book.run("2026-03-09 09:00"))
    assert ["甲", "乙（S2）", "丙", "乙（S4）"] == list_column(book, "责任人姓名")

    book.edit("今日清单", moving("乙", "乙", "乙（S4）", "乙"))
    moved = book.run("2026-03-09 09:30")

    assert {**first, "W1·E2": "S4"} == owners(moved)
    assert ["同名不止一个"] == titles(moved)


def test_a_task_may_be_moved_to_anybody_who_is_there_and_stays():
    """The leader takes one herself, though calls are dealt to advisers and her day is full; the day after too."""
    staff = [*STAFF, {"员工编号": "L1", "姓名": "丁", "岗位": "客服主管", "日容量": 0}]
    book = office(size=3, staff=staff)
    book.run("2026-03-09 09:00")
    book.edit("今日清单", moving("丁"))

    days = [owners(book.run(f"2026-03-{day} 09:00"))["W1·E0"] for day in ("09", "10", "11")]
    book.edit("请假", lambda _: [{"员工编号": "L1", "起": "2026-03-12", "止": "2026-03-12"}])
    away, back = (owners(book.run(f"2026-03-{day} 09:00"))["W1·E0"] for day in (12, 13))

    assert ["L1", "L1", "L1"] == days
    assert away == back != "L1"


def test_a_move_to_somebody_away_is_refused_with_a_word():
    """The name typed would otherwise vanish in silence."""
    book = office(size=2)
    first = owners(book.run("2026-03-09 09:00"))
    book.edit("请假", lambda _: [{"员工编号": "S3", "起": "2026-03-09", "止": "2026-03-09"}])
    book.edit("今日清单", moving("丙"))

    again = book.run("2026-03-09 10:00")

    assert first["W1·E1"] == owners(again)["W1·E1"]
    assert owners(again)["W1·E0"] in {"S1", "S2"}
    assert ["这一件改给了丙，丙今天不在，没有照办。"] == [
        one.what for one in again.issues if one.kind.title == "改派没有照办"
    ]


def titles(day) -> list[str]:
    """What is said about the list."""
    return [one.kind.title for one in day.issues if one.place.sheet == "今日清单"]


def list_column(book: Office, heading: str) -> list[object]:
    """A column of the list as it stands in the workbook."""
    sheet = next(one for one in book.grids if one.name == "今日清单")
    return next(column.to_pylist()[1:] for column in sheet.columns if column[0].as_py() == heading)


def test_a_customer_given_to_another_keeper_takes_the_call_along():
    """Who the rules name has changed, so the call follows."""
    book = office("{{客户.归属员工}}|均衡".format(), size=3, keeper="S1")
    first = owners(book.run("2026-03-09 09:00"))

    def hand_over(rows):
        rows[0]["归属员工"] = "S3"

    book.edit("客户", hand_over)

    assert {"S1"} == set(first.values())
    assert {"W1·E0": "S3", "W1·E1": "S1", "W1·E2": "S1"} == owners(book.looked_at("2026-03-09 10:00"))


def test_room_held_for_a_routine_call_is_given_to_a_complaint():
    """An urgent task doesn't wait because the day was full before it came; the least urgent one waits."""
    staff = [{**one, "日容量": 2} for one in STAFF[:2]]
    book = office(size=4, staff=staff)
    first = owners(book.run("2026-03-09 09:00"))
    book.edit("事件", lambda rows: [*rows, event(9, "投诉", "2026-03-09 09:30", "C0")])

    second = book.looked_at("2026-03-09 10:00")

    assert 4 == len(owners(second))
    assert "W0·E9" in owners(second)
    kept = {task: who for task, who in owners(second).items() if task in first}
    assert kept.items() <= first.items()
    assert ["W1·E3"] == [task for task in first if task not in kept]


def test_what_somebody_did_today_counts_towards_the_day():
    """日容量 is of a day: two calls done and two allowed means nothing more today."""
    staff = [{**STAFF[0], "日容量": 2}]
    book = office(size=5, staff=staff)
    first = list(owners(book.run("2026-03-09 09:00")))
    book.edit("回访记录", lambda rows: [*rows, *called(first)])

    assert {} == owners(book.run("2026-03-09 11:00"))
    assert 2 == len(owners(book.looked_at("2026-03-10 09:00")))


def test_turns_go_on_where_they_stopped():
    """One new call a day with 轮流: three people, twelve days, four calls each."""
    book, given = office("轮流", size=0), Counter()
    for n in range(12):
        day = datetime(2026, 3, 2) + timedelta(n)
        book.edit("客户", lambda rows, n=n: [*rows, {"客户编号": f"C{n}", "客户名称": f"户{n}", "手机": "13800138000"}])
        book.edit("事件", lambda rows, n=n, day=day: [*rows, event(n, at=f"{day:%Y-%m-%d} 08:00")])
        now = owners(book.run(f"{day:%Y-%m-%d} 09:00"))
        given[now[f"W1·E{n}"]] += 1
        done = called([f"W1·E{n}"], f"{day:%Y-%m-%d} 10:00")
        book.edit(
            "回访记录", lambda rows, done=done, n=n: [*rows, {**done[0], "客户编号": f"C{n}", "事件编号": f"E{n}"}]
        )
        book.run(f"{day:%Y-%m-%d} 17:00")

    assert {"S1": 4, "S2": 4, "S3": 4} == given


def test_taking_stock_first_makes_no_difference():
    """The ledgers remember whose turn it was, whichever command wrote them."""
    one, two = office("轮流"), office("轮流")
    first = owners(one.run("2026-03-09 09:00"))
    two.run("2026-03-09 09:00")
    two.grids = [found for found in two.grids if found.name != "今日清单"]

    assert first == owners(two.looked_at("2026-03-09 10:00"))


def test_customers_are_dealt_alike_however_their_rows_are_sorted():
    """The order of the rows is nobody's merit."""
    rules = "分派:\n  - {编号: A1, 条款: 平均, 对象: 客户.归属员工, 方法: 均衡, 候选若: {岗位: 客服专员}}\n"
    rows = [{"客户编号": f"C{n}", "客户名称": f"户{n}"} for n in range(1, 12)]
    keepers = []
    for order in (rows, rows[::-1]):
        day = Office(rules, {"员工": STAFF, "客户": order, "事件": []}).looked_at("2026-03-09 09:00")
        frame = day.sheet("客户")
        found = zip(frame.key().objects(), day.world.column(frame, "归属员工").objects(), strict=True)
        keepers.append(dict(found))

    assert keepers[0] == keepers[1]
    assert ["S1", "S2", "S3", "S1"] == [keepers[0][f"C{n}"] for n in (1, 2, 3, 10)]


def test_customers_of_a_keeper_nobody_knows_stay_with_whoever_got_them():
    """“小秋” stands in 归属员工, and nobody of that name in 员工: dealt once, told in 历史 once, the same in every run."""
    rules = "分派:\n  - {编号: A1, 条款: 平均, 对象: 客户.归属员工, 方法: 均衡, 候选若: {岗位: 客服专员}}\n"
    customers = [{"客户编号": f"C{n}", "客户名称": f"户{n}", "归属员工": "小秋"} for n in range(5)]
    book = Office(rules, {"员工": STAFF, "客户": customers, "事件": []})
    first = _keepers(book.run("2026-03-09 08:30"))
    again = _keepers(book.run("2026-03-09 09:30"))

    assert first == again
    assert {"S1": 2, "S2": 2, "S3": 1} == Counter(first.values())
    assert [] == book.news()


def _keepers(day) -> dict[str, str]:
    frame = day.world.frame("客户")
    return dict(zip(frame.key().objects(), day.world.column(frame, "归属员工").objects(), strict=True))
