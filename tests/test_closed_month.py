"""A signed month attacked through the commands, over a real file: nothing is fined twice, and nothing changes without a word."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest
from bookshelf import OFFICE, Row, office, table, typed
from openpyxl import load_workbook

from workbook.shells.commands.cli import main
from workbook.shells.runs.run import day_of

RULES = (
    {"编号": "F1", "名称": "漏打", "条款": "第一条", "触发": "登记", "金额": "20", "翻倍自": "2"},
    {"编号": "G1", "名称": "表扬", "条款": "第二条", "触发": "登记", "金额": "30", "方向": "奖"},
)
ENTRIES = (
    {"登记编号": "V1", "时间": "2026-03-10", "员工编号": "S2", "条款代码": "F1", "对象编号": "C1"},
    {"登记编号": "A1", "时间": "2026-03-12", "员工编号": "S3", "条款代码": "G1", "对象编号": "C1"},
    {"登记编号": "V2", "时间": "2026-03-20", "员工编号": "S2", "条款代码": "F1", "对象编号": "C2"},
)
LATE = {"登记编号": "V3", "时间": "2026-03-25", "员工编号": "S2", "条款代码": "F1", "对象编号": "C3"}


def run(command: str, book: Path, at: str) -> int:
    """A command at a moment."""
    words = ["close", "2026-03", str(book)] if command == "close" else [command, str(book)]
    return main([*words, *(["--date", f"2026-{at}"] if at else [])])


def entered(book: Path, *rows: Row) -> None:
    """违规登记 as staff correct it: only these rows."""
    found = load_workbook(book)
    page = found["违规登记"]
    places = {str(cell.value): cell.column for cell in page[1]}
    page.delete_rows(2, page.max_row)
    for number, row in enumerate(rows, 2):
        for heading, value in row.items():
            page.cell(number, places[heading]).value = value  # type: ignore[assignment]
    found.save(book)


def ledger(book: Path) -> list[dict[str, object]]:
    """The lines of these two rules."""
    return [row for row in table(book, "处罚台账") if row["代码"] in {"F1", "G1"}]


def sums(book: Path) -> dict[tuple[str, str], float]:
    """What each person owes or gets, by the month in which it counts."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for row in ledger(book):
        found[str(row["员工编号"]), str(row["账期"])] += float(str(row["金额"]))
    return dict(found)


def test_corrections_after_closing_go_into_the_next_month_once(tmp_path: Path) -> None:
    """Closed twice; a fine and an award are withdrawn, a fine comes late; undone, done again; an appeal is upheld.

    March stays as it was signed. What remains in the end is what the facts say: V3 as the first of its month, 20.
    """
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "处罚标准": RULES, "违规登记": ENTRIES})
    run("tally", book, "03-31 18:00")
    run("close", book, "04-01 09:00")
    march = {("S2", "2026-03"): 60.0, ("S3", "2026-03"): 30.0}
    signed = table(book, "关账")
    run("close", book, "04-01 09:10")
    assert (march, signed) == (sums(book), table(book, "关账"))

    entered(book, ENTRIES[2], LATE)
    run("tally", book, "04-02 09:00")
    corrected = march | {("S2", "2026-04"): 0.0, ("S3", "2026-04"): -30.0}
    assert corrected == sums(book)
    run("tally", book, "04-02 10:00")
    run("undo", book, "")
    assert march == sums(book)
    run("tally", book, "04-03 09:00")
    assert corrected == sums(book)

    typed(book, "处罚台账", "F1·V2·C2", {"申诉日": "2026-04-03", "复核结论": "撤销", "复核人": "赵敏"}, by="行键")
    run("tally", book, "04-04 09:00")
    run("tally", book, "04-05 09:00")
    keys = [row["行键"] for row in ledger(book)]
    assert march | {("S2", "2026-04"): -40.0, ("S3", "2026-04"): -30.0} == sums(book)
    assert (len(keys), signed) == (len(set(keys)), table(book, "关账"))
    assert [] == [row["格"] for row in table(book, "问题") if row["表"] in {"处罚台账", "关账"}]


def test_a_sum_changed_in_the_ledger_is_named(tmp_path: Path) -> None:
    """Twenty became two before the month was signed, and the line went to May: 【问题】 says both."""
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "处罚标准": RULES, "违规登记": ENTRIES[:1]})
    run("tally", book, "03-31 18:00")
    typed(book, "处罚台账", "F1·V1·C1", {"金额": 2, "账期": "2026-05"}, by="行键")
    run("tally", book, "03-31 19:00")

    told = "".join(str(row["内容"]) for row in table(book, "问题") if row["表"] == "处罚台账")
    assert [True] * 4 == [word in told for word in (" 2.00 元", " 20.00 元", "账期 2026-05", "账期 2026-03")]


RULED = (
    *RULES,
    {"编号": "P1", "名称": "扣绩效", "条款": "第三条", "触发": "登记", "金额": "400..1200", "决定": "是"},
)
HEAVY = (*ENTRIES, {"登记编号": "V4", "时间": "2026-03-21", "员工编号": "S2", "条款代码": "P1", "对象编号": "C1"})


def ruled(book: Path, amount: int) -> None:
    """裁决金额 of the only line that a person decides."""
    found = load_workbook(book)
    page = found["处罚台账"]
    at = {str(cell.value): cell.column for cell in next(row for row in page if any(c.value == "裁决金额" for c in row))}
    row = next(row for row in range(1, page.max_row + 1) if page.cell(row, at["代码"]).value == "P1")
    for heading, value in (("裁决", "扣绩效"), ("裁决金额", amount), ("裁决人", "S1")):
        page.cell(row, at[heading]).value = value  # type: ignore[assignment]
    found.save(book)


def test_a_ruled_sum_is_in_the_account_and_under_its_signature(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """20 + 40, a 50 of the office's own rules, 600 ruled; changed to 60 after the signature it is told, with both sums."""
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "处罚标准": RULED, "违规登记": HEAVY})
    run("tally", book, "03-31 18:00")
    ruled(book, 600)
    capsys.readouterr()
    run("close", book, "04-01 09:00")
    said = capsys.readouterr().out
    (signed,) = table(book, "关账")
    assert (710.0, 30.0, 0) == (signed["金额"], signed["奖励"], signed["没办完"])
    assert "合计 710.00 元" in said
    run("tally", book, "04-01 10:00")
    assert [] == [row["内容"] for row in table(book, "问题") if row["代码"] == "关账后改过"]

    ruled(book, 60)
    run("check", book, "04-02 09:00")

    (line,) = [str(row["内容"]) for row in table(book, "问题") if row["代码"] == "关账后改过"]
    assert "2026-03 关账时是 710.00" in line
    assert "合计 170.00" in line


def test_what_was_ruled_is_what_papers_and_answers_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The person's sum, the line's own answer and its sentence: no bounds that somebody still has to choose in."""
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "处罚标准": RULED, "违规登记": HEAVY})
    run("tally", book, "03-31 18:00")
    ruled(book, 600)
    run("tally", book, "03-31 19:00")
    (line,) = [row for row in table(book, "处罚台账") if row["代码"] == "P1"]
    capsys.readouterr()
    for key in ("S2", str(line["行键"])):
        main(["why", str(book), key, "--date", "2026-03-31 19:00"])

    said = capsys.readouterr().out
    assert "本月 660.00 元" in said
    assert "600.00 元" in said
    world = day_of(book, datetime(2026, 3, 31, 19)).world
    frame = world.frame("处罚台账")
    told = dict(zip(frame.typed["代码"].objects(), world.column(frame, "事情").objects(), strict=True))["P1"]
    assert "裁决 600.00" in told
    assert "由人定" not in told


def test_a_line_of_a_mistyped_code_goes_when_its_entry_is_mended(tmp_path: Path) -> None:
    """Reversed once, with its reason; the mended entry has its own line, and the month's sum is that line's."""
    wrong = {**ENTRIES[0], "条款代码": "漏打没有这一条"}
    book = office(tmp_path / "回访.xlsx", {**OFFICE, "处罚标准": RULES, "违规登记": (wrong,)})
    run("tally", book, "03-30 18:00")
    entered(book, ENTRIES[0])
    for day in ("03-31 18:00", "03-31 19:00"):
        run("tally", book, day)

    lines = [row for row in table(book, "处罚台账") if row["代码"] in {"F1", wrong["条款代码"]}]
    assert [(wrong["条款代码"], "已冲销"), ("F1", "提出"), (wrong["条款代码"], "冲销")] == [
        (row["代码"], row["状态"]) for row in lines
    ]
    assert lines[0]["行键"] == lines[2]["冲销"]
    assert "起因已改或已删" in str(lines[2]["因由"])
    assert [20] == [row["金额"] for row in lines if row["金额"] is not None]
