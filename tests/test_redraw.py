"""抽样台账 redrawn by anybody: the same again out of the ledger alone, and each way of tampering found."""

from pathlib import Path

import pytest
from bookshelf import DAY, table
from days import CUSTOMERS, Rows, as_grid, day
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.day import Day
from workbook.papers.list.ledgers import ledger_pages
from workbook.papers.why.redraw import told
from workbook.rules.owed.redraw import redrawn
from workbook.shells.commands.cli import main
from workbook.shells.outside.shelf import shelf

RULES = """
抽样: [{编号: S, 名称: 抽查, 总体表: 工单, 率: 20%, 分单位: 单位, 分层: 服务类型, 时长: 3天,
     完成表: 回访记录, 完成关联: 工单编号}]
"""
DRAWING = sorted(
    one
    for one, source in shelf().items()
    if "抽样" in source.rows and one not in {"基础", "sample-office", "sample-office-en"}
)


def jobs(*numbers: int) -> Rows:
    """Jobs of one day, in two units and three strata."""
    return [
        {
            "工单编号": f"R{number}",
            "客户编号": "C1",
            "工单类型": "上门",
            "受理时间": "2026-03-01 09:00",
            "完成时间": "2026-03-05 10:00",
            "单位": "东" if number % 2 else "西",
            "服务类型": ("安装", "维修", "保养")[number % 3],
        }
        for number in numbers
    ]


def drawn(work: Rows, before: Rows = (), now: str = "2026-03-06 09:00") -> list[dict[str, object]]:
    """The ledger after a run over these jobs, with the lines that stood there."""
    sheets = {"工单": work, "客户": CUSTOMERS, **({"抽样台账": before} if before else {})}
    one = day(RULES, now, **sheets)
    made = next(page for page in ledger_pages(one, lambda name: name == "抽样台账") if page.name == "抽样台账")
    fresh = [dict(zip(made.headings, row, strict=True)) for row in made.rows]
    return [*before, *fresh]


def over(ledger: Rows) -> Day:
    """A day that knows nothing but the ledger: the jobs themselves are gone."""
    return day(RULES, "2026-03-20 09:00", 抽样台账=ledger)


def reasons(ledger: Rows) -> list[str]:
    """What is different in lines redrawn."""
    one = over(ledger)
    return [line.why for line in redrawn(one.world, one.world.found("抽样台账")) if line.why]


@pytest.mark.parametrize("system", DRAWING)
def test_every_draw_of_a_demonstration_is_the_same_again(
    system: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line by line, out of the workbook as it was saved."""
    book = tmp_path / "示范.xlsx"
    main(["new", "--rulebook", system, "--demo", str(book), "--date", DAY])
    main(["daily", str(book), "--dry-run", "--date", DAY])
    capsys.readouterr()

    assert 0 == main(["sample", str(book), "--verify"])

    lines = len(table(book, "抽样台账"))
    assert lines > 0
    assert f"{lines} 行：{lines} 行重抽一样，0 行不一样。" in capsys.readouterr().out


@given(
    first=st.sets(st.integers(1, 60), min_size=1, max_size=30),
    late=st.sets(st.integers(61, 90), max_size=15),
    lost=st.sets(st.integers(1, 60), max_size=4),
)
@settings(max_examples=25, deadline=None)
def test_what_comes_late_or_goes_is_in_the_ledger_too(first: set[int], late: set[int], lost: set[int]) -> None:
    """Jobs put down after the draw, others struck out: both draws are the same again without any of the jobs."""
    once = drawn(jobs(*sorted(first)))
    twice = drawn(jobs(*sorted((first - lost) | late)), once, "2026-03-07 09:00")

    assert [] == reasons(twice)
    assert len(first | late) <= len(twice)


@pytest.mark.parametrize(
    ("heading", "value", "why"),
    [
        ("抽中", "抽中", "写着“抽中”，重抽是“备选”"),
        ("次第", 99, "次第写着 99，用种子“1”重抽是"),
        ("种子", "7", "用种子“7”重抽是"),
        ("源编号", "R999", "总体指纹对不上"),
        ("应抽", 5, "应抽写着 5，按规则 S 总体 10 该抽 2"),
        ("层", "清洗", "总体指纹对不上"),
    ],
)
def test_a_changed_line_is_found(heading: str, value: object, why: str) -> None:
    """A reserve made a drawn one, another turn, another seed, another row: each says what it should be."""
    ledger = drawn(jobs(*range(1, 21)))
    at = next(at for at, row in enumerate(ledger) if row["抽中"] == "备选")
    wide = {heading} & {"种子", "应抽"}
    changed = [
        {**row, heading: value} if row["单位"] == ledger[at]["单位"] and (wide or turn == at) else row
        for turn, row in enumerate(ledger)
    ]

    found = reasons(changed)

    assert found
    assert any(why in one for one in found), found


def test_a_line_taken_away_is_missed() -> None:
    """The others say how many there were."""
    ledger = [row for row in drawn(jobs(*range(1, 21))) if row["源编号"]]

    assert {"总体数写着 10，台账里这一次有 9 行：少了 1 行"} == set(reasons(ledger[1:]))


def test_the_order_of_the_lines_doesnt_matter() -> None:
    """Sorted anew by whoever looks at them."""
    once = drawn(jobs(*range(1, 21)))
    twice = drawn(jobs(*range(1, 26)), once, "2026-03-07 09:00")

    assert [] == reasons(sorted(twice, key=lambda row: str(row["源编号"])))


def test_a_ledger_of_before_has_no_fingerprint_and_is_redrawn_all_the_same() -> None:
    """Its lines hold the frame already."""
    ledger = [{**row, "总体指纹": None, "已不在": None} for row in drawn(jobs(*range(1, 21)))]
    lines, differ = told(over(ledger), verify=True)

    assert 0 == differ
    assert "指纹 没有存" in lines[0]
    assert as_grid("抽样台账", ledger).name == "抽样台账"
