"""试算: the rules as edited against those of before, day by day with what was known then; nothing of the book is written."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from bookshelf import OFFICE, Row, office
from python_calamine import CalamineWorkbook

from workbook.rules.trial.comparing import DAY, DUE, LESS, MORE, Compared
from workbook.shells.commands.cli import main
from workbook.shells.runs.trying import Asked, Tried, span, tried
from workbook.words.faults import Fault

NOW = datetime(2026, 3, 20, 9)
SPAN = Asked(first="2026-03-02", last="2026-03-12")
LATE_FILE: Mapping[str, Sequence[Row]] = {
    "处罚标准": ({"编号": "F1", "名称": "短信迟发", "触发": "登记", "金额": "50", "计量": "次"},),
    "违规登记": (
        {"登记编号": "V1", "时间": "2026-03-03 10:00", "员工编号": "S2", "条款代码": "F1"},
        {"登记编号": "V2", "时间": "2026-03-05 10:00", "员工编号": "S2", "条款代码": "F1"},
        {"登记编号": "V3", "时间": "2026-02-27 10:00", "员工编号": "S2", "条款代码": "F1"},
    ),
}


def edited(path: Path, sheets: Mapping[str, Sequence[Row]], facts: Mapping[str, Sequence[Row]] = OFFICE) -> Path:
    """An office's workbook with these rows in its rule sheets."""
    return office(path, {**facts, **sheets})


def changed(made: Tried | Compared) -> dict[str, tuple[str, str | None, str | None]]:
    """Task → how it differs, and the day on which it came up, before and after."""
    found = made.found if isinstance(made, Tried) else made
    return {
        one.call.task: (
            one.how,
            one.before.first.isoformat() if one.before else None,
            one.after.first.isoformat() if one.after else None,
        )
        for one in found.moved
    }


W5B = {
    "编号": "W5b", "名称": "第七天回访", "源表": "事件", "若·事件类型": "发货", "若·客户.客户类别": "经销商,合作商",
    "起点": "发生时间", "方式": "第", "完成表": "回访记录", "完成关联": "事件编号",
    "附带": "事件编号={事件编号}", "主题": "第七天回访",
}  # fmt: skip


def test_a_later_day_moves_the_call(tmp_path: Path) -> None:
    """Day 7 made day 9: E2 of 2 March is called on the 11th, not on the 9th."""
    old = edited(tmp_path / "旧.xlsx", {"时限": ({**W5B, "时长": "7天"},)})
    new = edited(tmp_path / "新.xlsx", {"时限": ({**W5B, "时长": "9天"},)})

    made = tried(new, NOW, Asked(SPAN.month, SPAN.first, SPAN.last, against=str(old)))

    assert {"W5b·E2": (DAY, "2026-03-09", "2026-03-11")} == changed(made)
    assert [("时限", "时长", "7天", "9天")] == [(one.sheet, one.heading, one.before, one.after) for one in made.edits]


def test_a_rule_for_everybody_asks_for_more(tmp_path: Path) -> None:
    """Without its condition on the class the rule asks for C1 too: a call that nobody ever made."""
    bare = {head: cell for head, cell in W5B.items() if head != "若·客户.客户类别"} | {"时长": "7天"}
    old = edited(tmp_path / "旧.xlsx", {"时限": ({**W5B, "时长": "7天"},)})
    new = edited(tmp_path / "新.xlsx", {"时限": ({**bare, "时长": "3天"},)})

    made = tried(new, NOW, Asked(first="2026-03-02", last="2026-03-12", against=str(old)))

    assert (MORE, None, "2026-03-09") == changed(made)["W5b·E1"]
    assert any("1 个电话从没打过" in line for line in made.paper.unknown)


def test_a_rule_switched_off_asks_for_less(tmp_path: Path) -> None:
    """启用: 否 — what it asked for is told as gone."""
    rule = {**W5B, "时长": "7天"}
    old, new = (edited(tmp_path / f"{one}.xlsx", {"时限": ({**rule, "启用": one},)}) for one in ("是", "否"))

    made = tried(new, NOW, Asked(first="2026-03-02", last="2026-03-12", against=str(old)))

    assert (LESS, "2026-03-09", None) == changed(made)["W5b·E2"]
    assert ("整条", "有", "停用或删去") in [(one.heading, one.before, one.after) for one in made.edits]


def test_fines_by_person_within_the_span(tmp_path: Path) -> None:
    """50 made 80: two of the three fall in the span, 60 more; the third is nobody's business here."""
    old = edited(tmp_path / "旧.xlsx", LATE_FILE)
    dearer = ({**LATE_FILE["处罚标准"][0], "金额": "80"},)
    new = edited(tmp_path / "新.xlsx", {**LATE_FILE, "处罚标准": dearer})

    made = tried(new, NOW, Asked(first="2026-03-02", last="2026-03-12", against=str(old)))

    people = {
        one.id: (one.fined_before, one.fined_after) for one in made.found.people if one.fined_before != one.fined_after
    }
    assert {"S2": (Decimal(100), Decimal(160))} == people
    assert "林悦的罚款：100.00 元 → 160.00 元（+60.00 元）" in [told(row) for row in made.paper.top.rows]
    assert {} == changed(made)


def told(row: Sequence[str]) -> str:
    """A row of the ten as the command prints it, without its number."""
    what, before, after, change = row
    return f"{what.partition('. ')[2]}：{before} → {after}（{change}）"


def test_a_record_typed_later_does_not_count_before(tmp_path: Path) -> None:
    """Called on the 9th but entered (登记时间) on the 12th: until then the call stood on the list, whichever the rules."""
    call = {
        "记录编号": "R2", "客户编号": "C2", "回访时间": "2026-03-09 10:00", "方式": "电话", "员工编号": "S3",
        "结果代码": "完成", "规则": "W5b", "事件编号": "E2",
    }  # fmt: skip
    register = ({"表": "回访记录", "列": "登记时间", "类型": "时点"},)
    records = OFFICE["回访记录"]

    def days(entered: str) -> tuple[int, date | None]:
        rows = (*records, {**call, "登记时间": entered})
        book = edited(tmp_path / f"{entered[8:10]}.xlsx", {"登记表": register, "回访记录": rows})
        found = tried(book, NOW, Asked(first="2026-03-02", last="2026-03-14")).found.after.calls["W5b·E2"]
        return found.days, found.last

    assert (1, date(2026, 3, 9)) == days("2026-03-09 10:30")
    assert (4, date(2026, 3, 12)) == days("2026-03-12 18:00")


def test_nothing_of_the_book_is_written(tmp_path: Path) -> None:
    """Byte for byte the same, no copies, no diary; the paper is a file beside it, and a second trial replaces it."""
    book = edited(tmp_path / "回访.xlsx", LATE_FILE)
    before = book.read_bytes()

    codes = [
        main(["try", str(book), "--from", "2026-03-02", "--to", "2026-03-06", "--date", "2026-03-20"]) for _ in "ab"
    ]

    assert ([0, 0], before) == (codes, book.read_bytes())
    assert {"回访.xlsx", "试算-回访-2026-03-02至03-06.xlsx"} == {one.name for one in tmp_path.iterdir()}
    made = CalamineWorkbook.from_path(tmp_path / "试算-回访-2026-03-02至03-06.xlsx")
    assert ["试算", "逐件", "每天", "处罚", "指标", "规则"] == made.sheet_names[:6]


def test_before_is_the_last_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run keeps the rules it worked by; an edit after it is what the trial shows, though the rule isn't the shipped one."""
    book = edited(tmp_path / "回访.xlsx", LATE_FILE)
    main(["tally", str(book), "--date", "2026-03-18"])
    edited(book, {**LATE_FILE, "处罚标准": ({**LATE_FILE["处罚标准"][0], "金额": "60"},)})
    capsys.readouterr()

    made = tried(book, NOW, SPAN)
    assert [("50", "60")] == [(one.before, one.after) for one in made.edits if one.heading == "金额"]
    assert "2026-03-18 09:00 那次考核" in made.paper.lines[0]

    main(["tally", str(book), "--date", "2026-03-19"])
    capsys.readouterr()
    main(["try", str(book), "--from", "2026-03-02", "--date", "2026-03-20"])
    told_same, progress = capsys.readouterr()
    assert "没有差别" in told_same
    assert (True, False) == ("规则没有变：" in told_same + progress, "以前的规则：" in told_same + progress)
    assert "记下过的有 2026-03-18" in told_same

    again = tried(book, NOW, Asked(first="2026-03-02", last="2026-03-12", against="2026-03-18"))
    assert [("50", "60")] == [(one.before, one.after) for one in again.edits if one.heading == "金额"]


def test_a_setting_that_rules_lean_on_is_told_once(tmp_path: Path) -> None:
    """The sample: 迟交扣款 50 → 80 is one edit, though the rule that names it changes too."""
    book = tmp_path / "回访.xlsx"
    shutil.copyfile(Path(__file__).parents[1] / "sample.xlsx", book)
    new = edited_cell(book, "设置", "迟交扣款", "80")

    made = tried(new, NOW, Asked(first="2026-03-05", last="2026-03-07", against=str(book)))

    assert [("设置", "迟交扣款", "值", "50", "80")] == [
        (one.sheet, one.rule, one.heading, one.before, one.after) for one in made.edits
    ]
    assert [("J1", Decimal(50), Decimal(80))] == [
        (now.key.split("·")[1], was.amount, now.amount) for was, now in made.found.fines if was and now
    ]


def edited_cell(book: Path, sheet: str, name: str, value: str) -> Path:
    """A copy of a workbook with one setting typed anew."""
    from workbook.shells.files.in_place import Book
    from workbook.shells.runs.run import grids_of

    path = book.with_name("新.xlsx")
    shutil.copyfile(book, path)
    found = next(one for one in grids_of(path, lambda _: None) if one.name == sheet)
    names = found.columns[0].to_pylist()
    writer = Book(path)
    writer.set_cells(sheet, {(found.top + names.index(name), found.left + 1): value})
    writer.save()
    return path


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("", "", ""), (date(2026, 2, 1), date(2026, 2, 28))),
        (("2026-01", "", ""), (date(2026, 1, 1), date(2026, 1, 31))),
        (("", "2026-03-10", ""), (date(2026, 3, 10), date(2026, 3, 20))),
        (("", "", "2026-03-10"), (date(2026, 3, 1), date(2026, 3, 10))),
    ],
)
def test_the_span(asked: tuple[str, str, str], expected: tuple[date, date]) -> None:
    """Last month when nothing is said; a month; from and to, each alone too."""
    assert expected == span(*asked, NOW)


@pytest.mark.parametrize(
    "asked", [("三月", "", ""), ("", "2026-03-10", "2026-03-01"), ("", "2024-01-01", "2026-03-01")]
)
def test_a_span_that_is_none(asked: tuple[str, str, str]) -> None:
    """A sentence with its cure."""
    with pytest.raises(Fault, match="什么也没有改动"):
        span(*asked, NOW)


def test_rules_that_were_never_kept(tmp_path: Path) -> None:
    """A day before the first run, a workbook that isn't there: said, with what there is."""
    book = edited(tmp_path / "回访.xlsx", LATE_FILE)
    for against, words in (("2026-01-01", "一次也没有"), ("没有.xlsx", "核对"), ("上周", "也不是日子")):
        with pytest.raises(Fault, match=words):
            tried(book, NOW, Asked(first="2026-03-02", last="2026-03-03", against=against))


def test_unchanged_terms_are_no_difference(tmp_path: Path) -> None:
    """DUE and the like are only told of tasks that differ."""
    book = edited(tmp_path / "回访.xlsx", {})
    made = tried(book, NOW, Asked(first="2026-03-02", last="2026-03-06"))

    assert made.found.is_same
    assert DUE not in {how for how, *_ in changed(made).values()}
