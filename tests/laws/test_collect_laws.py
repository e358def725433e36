"""收回: what comes back is what would have been typed, in whatever order it comes, and coming again adds nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from workbook.papers.shared.coming_back import Ours, changes
from workbook.papers.shared.decisions import Past
from workbook.papers.shared.found_rows import Cells, Leaf, leaf
from workbook.papers.shared.recognised import recognised
from workbook.papers.shared.shape import Shape
from workbook.sheets.grid import grid

HEADINGS = ("任务编号", "客户名称", "责任人", "结果代码", "备注")
TYPED = frozenset({"结果代码", "备注"})
SHAPE = Shape("今日清单", "任务编号", "任务编号", TYPED, TYPED | {"客户名称"}, whole=True)
CLERKS = ("S1", "S2", "S3")
TASKS = {f"T{n}": CLERKS[n % 3] for n in range(9)}

Edits = Mapping[str, Mapping[str, str]]
WORDS = st.sampled_from(("完成", "无人接", "拒访", "2026-03-09 14:00", "5.0", "013"))
ROW = st.dictionaries(st.sampled_from(sorted(TYPED)), WORDS, min_size=1)
EDITS = st.dictionaries(st.sampled_from(sorted(TASKS)), ROW)


def sheet(edits: Edits = {}, whose: str = "", order: Sequence[str] = tuple(TASKS)) -> Leaf:  # noqa: B006 - only read
    """The list with these cells typed; of one clerk where given."""
    rows = [[key, f"客户{key}", TASKS[key], edits.get(key, {}).get("结果代码"), edits.get(key, {}).get("备注")]
            for key in order if whose in ("", TASKS[key])]  # fmt: skip
    return leaf([grid("今日清单", [HEADINGS, *rows])], "今日清单", mark="任务编号")


def collected(
    main: Edits, books: Sequence[tuple[str, Leaf]], times: int = 1
) -> tuple[dict[str, Cells], int, list[str]]:
    """Our list after these books came in; how many cells wait; what each coming after the first put."""
    ours, known = Ours(SHAPE, lambda: sheet(main)), Past({}, {}, set(), {})
    waiting, again = 0, []
    for turn in range(times):
        for clerk, back in books:
            sent = sheet({}, clerk)
            meant = recognised(SHAPE, sent, back, lambda _: False)
            for made in changes(SHAPE, sent, back, meant, ours, known.rows(clerk, SHAPE.sheet),
                                is_older=False, clerk=clerk, day="2026-03-09"):  # fmt: skip
                waiting += len(made.clash)
                again += [made.mark] if turn else []
                known.add(clerk, SHAPE.sheet, made.mark, json.dumps(made.state), clerk, "")
    return {key: ours.cells(row) for key, row in _rows(ours).items()}, waiting, again


def _rows(ours: Ours) -> dict[str, int]:
    return {one.cells["任务编号"]: one.row for one in ours.leaf.rows}


def typed(made: Mapping[str, Cells]) -> dict[str, dict[str, str]]:
    return {key: {h: text for h, text in row.items() if h in TYPED and text} for key, row in made.items()}


@given(EDITS, st.permutations(CLERKS), st.permutations(sorted(TASKS)))
def test_collecting_is_typing(edits: Edits, order: Sequence[str], rows: Sequence[str]) -> None:
    """Any edits, books in any order, their rows sorted anyhow: the list is as if typed in; coming twice adds nothing."""
    made, waiting, again = collected({}, [(clerk, sheet(edits, clerk, rows)) for clerk in order], times=2)

    assert {key: dict(edits.get(key, {})) for key in TASKS} == typed(made)
    assert (0, []) == (waiting, again)


@given(EDITS, EDITS)
def test_nothing_is_lost_whoever_typed(main: Edits, edits: Edits) -> None:
    """What we typed stands; what a clerk typed stands too, or waits for a decision; no row is made of two people's cells."""
    made, _, _ = collected(main, [(clerk, sheet(edits, clerk)) for clerk in CLERKS])
    there = typed(made)

    for key in TASKS:
        mine, theirs = dict(main.get(key, {})), dict(edits.get(key, {}))
        agree = all(theirs.get(heading) == text for heading, text in mine.items())
        assert there[key] == ({**mine, **theirs} if agree else mine)
