"""A fine as a life: proposed, confirmed, appealed, reviewed, reversed; the walk of docs/disputes.md, and 关账 over a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookshelf import table, typed
from openpyxl import load_workbook
from worlds import column, kinds, office, rows, written

from tests.days import day
from workbook.papers.forms.notices import notices
from workbook.papers.reports.day_tables import parts_of
from workbook.papers.why.why import why
from workbook.rules.penalties.closings import account
from workbook.rules.world.frames import said_because
from workbook.shells.commands.cli import main

RULES = """
处罚标准: [{编号: AT, 名称: 迟到, 条款: 第九条, 触发: 登记, 金额: "1:20; 2:40; 3+:劝退"}]
"""
VERSIONS = """
处罚标准:
  - {编号: AT, 名称: 迟到, 条款: 旧第九条, 触发: 登记, 金额: "20", 失效日: 2026-02-28}
  - {编号: AT, 名称: 晚到, 条款: 新第十条, 触发: 登记, 金额: "40", 生效日: 2026-03-01}
"""
FIFTH = {"登记编号": "V1", "时间": "2026-03-05", "员工编号": "S2", "条款代码": "AT"}
NINTH = {"登记编号": "V2", "时间": "2026-03-09", "员工编号": "S2", "条款代码": "AT"}
TOLD = ("行键", "状态", "第几次", "金额", "账期")


class Ledger:
    """The ledger of one office over its runs."""

    def __init__(self) -> None:
        self.lines: list[dict[str, object]] = []
        self.closed: list[dict[str, object]] = []
        self.world = office(RULES, "2026-03-01", {})

    def run(self, now: str, *entries: dict[str, object]) -> list[tuple[object, ...]]:
        sheets = {"违规登记": entries, "处罚台账": self.lines, "关账": self.closed}
        self.world = office(RULES, now, {name: lines for name, lines in sheets.items() if lines})
        self.lines = written(self.world.frame("处罚台账"))
        return rows(self.world.frame("处罚台账"), *TOLD)

    def type(self, key: str, **words: object) -> None:
        next(line for line in self.lines if line["行键"] == key).update(words)


def test_the_dispute_of_the_manual():
    """From the letter to the reversal: 20 and 40 are booked, the fifth is overturned, the ninth becomes the first; March
    is signed with 20; what is overturned in April is April's."""
    book = Ledger()
    assert [("AT·V1", "提出", 1, 20, "2026-03")] == book.run("2026-03-06", FIFTH)
    assert "2026-03-13" == column(book.world.frame("处罚台账"), "申诉截止")[0]
    book.run("2026-03-09", FIFTH, NINTH)
    book.type("AT·V1", 申诉日="2026-03-10", 申诉理由="去接客户")
    assert "申诉中" == book.run("2026-03-10", FIFTH, NINTH)[0][1]

    book.type("AT·V1", 复核结论="撤销", 复核人="L1")
    found = book.run("2026-03-11", FIFTH, NINTH)
    assert [
        ("AT·V1", "已冲销", 1, 20, "2026-03"),
        ("AT·V2", "已冲销", 2, 40, "2026-03"),
        ("AT·V2·第2笔", "提出", 1, 20, "2026-03"),
        ("AT·V1·冲销", "冲销", 1, -20, "2026-03"),
        ("AT·V2·冲销", "冲销", 2, -40, "2026-03"),
    ] == found
    assert "经复核撤销（L1），冲销" in said_because(book.world.frame("处罚台账"), 3)
    assert found == book.run("2026-03-12", FIFTH, NINTH), "and it isn't booked again"

    march = account(book.world.frame("处罚台账"), "2026-03")
    assert (5, 20) == march[:2]
    book.closed = [{"行键": "2026-03", "月": "2026-03", "金额": 20, "指纹": march.print}]
    book.type("AT·V2·第2笔", 申诉日="2026-04-08", 复核结论="撤销", 复核人="L1")
    found = book.run("2026-04-08", FIFTH, NINTH)
    assert ("AT·V2·第2笔·冲销", "冲销", 1, -20, "2026-04") == found[-1]
    assert march[:2] == account(book.world.frame("处罚台账"), "2026-03")[:2]


def test_a_fine_judged_otherwise_is_reversed_and_booked_with_the_new_sum():
    """Both lines say where they come from; a further run leaves them."""
    book = Ledger()
    book.run("2026-03-06", FIFTH)
    book.type("AT·V1", 申诉日="2026-03-07", 复核结论="改判", 复核金额=5, 复核人="L1", 缴款日="2026-03-06")
    found = book.run("2026-03-08", FIFTH)

    assert [
        ("AT·V1", "已冲销", 1, 20, "2026-03"),
        ("AT·V1·冲销", "冲销", 1, -20, "2026-03"),
        ("AT·V1·改判", "已裁决", 1, 5, "2026-03"),
    ] == found
    ledger = book.world.frame("处罚台账")
    assert "经复核改判（L1），冲销；已缴的要退" in said_because(ledger, 1)
    assert "经复核改判为 5.00 元" in said_because(ledger, 2)
    assert found == book.run("2026-03-09", FIFTH)


@pytest.mark.parametrize(
    ("verdict", "after"),
    [
        (
            {"复核结论": "撤销"},
            [("AT·V2·第2笔", "已冲销", 1, 20, "2026-04"), ("AT·V2·第2笔·冲销", "冲销", 1, -20, "2026-04")],
        ),
        (
            {"复核结论": "改判", "复核金额": 5},
            [
                ("AT·V2·第2笔", "已冲销", 1, 20, "2026-04"),
                ("AT·V2·第2笔·冲销", "冲销", 1, -20, "2026-04"),
                ("AT·V2·第2笔·改判", "已裁决", 1, 5, "2026-04"),
            ],
        ),
    ],
    ids=["withdrawn", "judged otherwise"],
)
def test_a_verdict_on_the_line_that_was_appealed_holds_for_the_one_that_stands(
    verdict: dict[str, object], after: list[tuple[object, ...]]
):
    """March is closed; an entry goes, so the second fine is booked anew as a first; the verdict stands on the old line."""
    book = Ledger()
    book.run("2026-03-10", FIFTH, NINTH)
    march = account(book.world.frame("处罚台账"), "2026-03")
    book.closed = [{"行键": "2026-03", "月": "2026-03", "金额": 60, "指纹": march.print}]
    found = book.run("2026-04-02", NINTH)
    assert ("AT·V2·第2笔", "提出", 1, 20, "2026-04") in found

    book.type("AT·V2", 申诉日="2026-03-14", 复核人="L1", **verdict)
    judged = book.run("2026-04-03", NINTH)

    assert after == [one for one in judged if str(one[0]).startswith("AT·V2·第2笔")]
    assert f"经复核{verdict['复核结论']}（L1），冲销" in said_because(book.world.frame("处罚台账"), len(found))
    assert judged == book.run("2026-04-04", NINTH)
    assert march == account(book.world.frame("处罚台账"), "2026-03")


def test_what_is_paid_on_a_line_that_was_reversed_is_said():
    """The second fine was booked anew as a first; then the old notice was paid: nobody is to pay both without a word."""
    book = Ledger()
    book.run("2026-03-10", FIFTH, NINTH)
    found = book.run("2026-04-02", NINTH)
    book.type("AT·V2", 缴款日="2026-04-03")
    after = book.run("2026-04-04", NINTH)

    assert found == after
    assert ["处罚台账"] == [one.place.sheet for one in book.world.issues if one.kind.name == "PAID_BUT_GONE"]


def test_an_upheld_fine_stays():
    book = Ledger()
    book.run("2026-03-06", FIFTH)
    book.type("AT·V1", 确认人="L1")
    assert "已确认" == book.run("2026-03-07", FIFTH)[0][1]
    book.type("AT·V1", 申诉日="2026-03-08", 复核结论="维持", 复核人="L1")
    assert [("AT·V1", "维持", 1, 20, "2026-03")] == book.run("2026-03-09", FIFTH)
    book.type("AT·V1", 缴款日="2026-03-10")
    assert "已缴" == book.run("2026-03-11", FIFTH)[0][1]


def test_what_is_doubtful_about_an_appeal_is_said():
    """Too late; judged otherwise without a sum (the line stays)."""
    book = Ledger()
    book.run("2026-03-06", FIFTH, NINTH | {"时间": "2026-03-06"})
    book.type("AT·V1", 申诉日="2026-03-14")
    book.type("AT·V2", 申诉日="2026-03-13", 复核结论="改判")
    book.run("2026-03-14", FIFTH, NINTH | {"时间": "2026-03-06"})

    assert {"APPEAL_LATE", "VERDICT_WITHOUT_SUM"} <= set(kinds(book.world))
    assert 2 == len(book.lines)


def test_nobody_overturns_their_own_fine():
    """By number or by name: the line stands, the appeal waits, it is said; somebody else's word counts."""
    for himself in ("S2", "s2 ", "乙"):
        book = Ledger()
        book.run("2026-03-06", FIFTH)
        book.type("AT·V1", 申诉日="2026-03-07", 复核结论="撤销", 复核人=himself)
        assert [("AT·V1", "申诉中", 1, 20, "2026-03")] == book.run("2026-03-08", FIFTH)
        told = next(str(one) for one in book.world.issues if one.kind.name == "VERDICT_OF_ONESELF")
        assert "就是受罚的本人" in told

        book.type("AT·V1", 复核人="L1")
        assert ["已冲销", "冲销"] == [state for _, state, *_ in book.run("2026-03-09", FIFTH)]
        assert "VERDICT_OF_ONESELF" not in kinds(book.world)


def test_a_signed_month_that_was_changed_by_hand_is_said():
    """Somebody makes 20 into 10 in a month that was signed."""
    book = Ledger()
    book.run("2026-03-06", FIFTH)
    march = account(book.world.frame("处罚台账"), "2026-03")
    book.closed = [{"行键": "2026-03", "月": "2026-03", "金额": 20, "指纹": march.print}]
    book.run("2026-04-02", FIFTH)
    assert "CLOSED_MONTH_TOUCHED" not in kinds(book.world)
    book.type("AT·V1", 金额=10)
    book.run("2026-04-03", FIFTH)
    told = next(str(one) for one in book.world.issues if one.kind.name == "CLOSED_MONTH_TOUCHED")
    assert "2026-03 关账时是 20.00 元，现在【处罚台账】里这个月的行合计 10.00 元" in told


def test_a_line_says_the_repeats_before_it_and_its_version():
    book = Ledger()
    book.run("2026-03-10", FIFTH, NINTH)

    ledger = book.world.frame("处罚台账")
    assert [None, "2026-03-05（AT·V1）"] == column(ledger, "前几次")
    assert all("处罚标准!" in str(word) for word in column(ledger, "版本"))


# -- what the person is told


def test_the_mail_says_it_in_words():
    """No codes: what, which clause, which time, how much, until when one may appeal."""
    made = day(RULES, 违规登记=[FIFTH, NINTH])
    [fines] = [part for part in parts_of(made) if part.title == "本月处罚"]

    told = dict(zip(fines.headings, fines.rows[1], strict=True))
    assert "迟到（第九条），本月第 2 次" == told["事情"]
    assert "提出" == told["状态"]
    assert "代码" not in told
    assert "2026-03-16" == str(told["申诉截止"])[:10]


def test_the_notice_tells_facts_clause_sum_and_how_to_appeal():
    """One paper for each line of the day; the earlier ones below it."""
    made = day(RULES, 违规登记=[FIFTH, NINTH])
    [found] = notices(made)

    second = found.papers[1]
    facts = dict(second.facts)
    assert ("处罚通知单", 2) == (found.title, found.many)
    assert ("2026-03-09", "迟到（第九条），本月第 2 次", "40.00 元") == (
        facts["哪一天"],
        facts["什么事"],
        facts["金额"],
    )
    assert "违规登记!" in facts["依据的格"]
    assert (("2026-03-05", "迟到", "20.00", "提出"),) == second.tables[0].rows
    assert "在 2026-03-16 以前（含当天）找主管" in second.script[0]
    assert ("被通知人", "经办人") == second.signatures
    assert 1 == notices(made, only="AT·V1")[0].many


@pytest.mark.parametrize(
    ("on", "clause", "other", "amount"),
    [("2026-02-20", "旧第九条", "新第十条", "20"), ("2026-03-09", "新第十条", "旧第九条", "40")],
)
def test_a_fine_is_told_by_the_version_that_was_in_force_on_its_day(
    on: str, clause: str, other: str, amount: str
) -> None:
    """Clause and sum of a rule that changed on the first of March: on the notice, in the letter's sentence, in 为什么."""
    made = day(VERSIONS, 违规登记=[{**NINTH, "时间": on}])
    facts = dict(notices(made)[0].papers[0].facts)
    told = why(made, "AT·V2")

    assert (f"AT\u3000{clause}", f"{amount}.00 元") == (facts["条款"], facts["金额"])
    assert clause in facts["什么事"]
    assert clause in told
    assert other not in told + facts["什么事"] + facts["条款"]


# -- 关账 over a file


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "回访.xlsx"
    assert 0 == main(["new", "--rulebook", "cs-attendance", "--demo", str(path), "--date", "2026-03-09"])
    return path


def test_a_month_is_closed_once_and_then_stands_still(book: Path, capsys: pytest.CaptureFixture[str]):
    """Signed on the first of April; again: nothing; a run inside March: refused, and the file is as it was."""
    main(["close", "2026-03", str(book), "--by", "王芳", "--date", "2026-04-01 09:00"])
    [line] = table(book, "关账")
    assert ("2026-03", "王芳") == (line["月"], line["签字人"])
    booked = table(book, "处罚台账")
    assert sum(float(str(row["金额"] or 0)) for row in booked if row["账期"] == "2026-03") == line["金额"]
    before = book.read_bytes()
    capsys.readouterr()

    main(["close", str(book), "2026-03", "--date", "2026-04-02"])
    assert "2026-03 已经关过账，没有改动。" in capsys.readouterr().out
    assert 3 == main(["tally", str(book), "--date", "2026-03-20"])
    assert "2026-03 已经关账" in capsys.readouterr().err
    assert 3 == main(["record", str(book), "--date", "2026-03-20"])
    assert before == book.read_bytes()


def test_a_month_that_runs_still_or_is_none_is_refused(book: Path, capsys: pytest.CaptureFixture[str]):
    before = book.read_bytes()
    assert 3 == main(["close", "2026-04", str(book), "--date", "2026-04-30"])
    assert "还没有过完" in capsys.readouterr().err
    assert 3 == main(["close", "三月份", str(book), "--date", "2026-04-30"])
    assert "不是月份" in capsys.readouterr().err
    assert before == book.read_bytes()


def test_a_verdict_typed_in_the_sheet_reverses_the_line(book: Path):
    """As people do it: the cell in 处罚台账, then 考核."""
    main(["tally", str(book), "--date", "2026-03-09 18:00"])
    first = next(row for row in table(book, "处罚台账") if row["金额"])
    typed(
        book, "处罚台账", str(first["行键"]), {"申诉日": "2026-03-10", "复核结论": "撤销", "复核人": "王芳"}, by="行键"
    )
    main(["tally", str(book), "--date", "2026-03-10 18:00"])

    found = {row["行键"]: row for row in table(book, "处罚台账")}
    undone = found[f"{first['行键']}·冲销"]
    assert -float(str(first["金额"])) == float(str(undone["金额"]))
    assert first["行键"] in found
    assert ("撤销", "已冲销") == (found[first["行键"]]["复核结论"], found[first["行键"]]["状态"])
    assert "处罚台账" in load_workbook(book).sheetnames


CAPPED = """
处罚标准:
  - {编号: AT, 名称: 迟到, 条款: 第九条, 触发: 登记, 金额: "20"}
  - {编号: PAY, 名称: 扣绩效, 条款: 第十条, 触发: 定额 Q, 违规人: "{键}", 金额: "100", 计入阶梯: 否}
定额:
  - {编号: Q, 名称: 一月至多一次, 条款: 第十条, 计数表: 处罚台账, 若: {代码: AT}, 计法: 去重 通知键, 时间列: 日期,
     键: 员工编号, 名册: 员工, 期: 月, 界: 至多, 数: "1", 出: 无}
"""


def test_what_was_withdrawn_is_no_act_for_a_cap_either():
    """Two acts pass the cap of one and cost 100 more; the second is withdrawn: what followed from it is reversed too."""
    lines: list[dict[str, object]] = []

    def run(now: str) -> list[tuple[object, ...]]:
        world = office(CAPPED, now, {"违规登记": [FIFTH, NINTH], **({"处罚台账": lines} if lines else {})})
        lines[:] = written(world.frame("处罚台账"))
        return [row for row in rows(world.frame("处罚台账"), "代码", "状态", "金额") if row[0] == "PAY"]

    assert [("PAY", "提出", 100)] == run("2026-03-09")
    next(line for line in lines if line["行键"] == "AT·V2").update(复核结论="撤销", 复核人="L1")
    assert [("PAY", "已冲销", 100), ("PAY", "冲销", -100)] == run("2026-03-10")
    assert [("PAY", "已冲销", 100), ("PAY", "冲销", -100)] == run("2026-03-11")


HANDED = """
登记表: [{表: 交单, 列: ["单号:编号#", "时间:时点@", "员工编号:引用(员工)", "移交时间:时点"]}]
时限:
  - {编号: D, 名称: 移交, 条款: 三日, 源表: 交单, 起点: 时间, 方式: 内, 时长: 3天, 完成列: 移交时间,
     责任: "{员工编号}", 出: 提醒}
处罚标准: [{编号: P, 名称: 迟交, 条款: 三日, 触发: 义务 D, 金额: "50"}]
"""


def test_a_person_corrected_in_the_row_behind_a_fine_is_asked_about():
    """The line stays with whom it was booked for and both are named; what a person concluded ends the question."""
    deal = {"单号": "E1", "时间": "2026-03-05 10:00", "员工编号": "S2"}
    lines = written(office(HANDED, "2026-03-10", {"交单": [deal]}).frame("处罚台账"))
    deal["员工编号"] = "S1"
    world = office(HANDED, "2026-03-11", {"交单": [deal], "处罚台账": lines})

    assert ["S2"] == column(world.frame("处罚台账"), "员工编号")
    said = [found.what for found in world.issues if found.kind.name == "FINE_DIFFERS"]
    assert 1 == len(said) and "S2 2026-03-09" in said[0] and "S1 2026-03-09" in said[0]

    lines[0].update(复核结论="维持", 复核人="L1")
    world = office(HANDED, "2026-03-12", {"交单": [deal], "处罚台账": lines})
    world.frame("处罚台账")
    assert "FINE_DIFFERS" not in kinds(world)
