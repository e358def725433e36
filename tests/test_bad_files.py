"""Files that nobody should send: refused in a sentence with nothing changed, or worked and said (tests/badfiles.py tries all)."""

from __future__ import annotations

import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from bad_books import make
from badfiles import DAY, good_book
from days import CALLS, day

from workbook.papers.brought.blocks import Block
from workbook.papers.brought.found import Said
from workbook.papers.brought.seen import Leaf, Seen
from workbook.papers.pages.on_paper import Letterhead
from workbook.papers.trial.paper import Paper, Table
from workbook.rulebook.load.settled import settled
from workbook.rulebook.sorts.model import Setting
from workbook.sheets.grid import grid
from workbook.shells.commands.cli import main
from workbook.shells.files import looks, returned, trial_book
from workbook.shells.parts.package import Package
from workbook.words.faults import BookFault
from workbook.words.issues import Kind

REFUSED = (
    "炸弹：六十部分各 45 MB", "炸弹：说 100 字节，展开 500 MB", "实体：共享文字里", "实体：藏在 70 KB 注释之后",
    "一百万个名称", "两部分同名", "两格占满天下", "行号 99999999999",
    "列名 ZZZZZZ", "格：共享文字没有", "断了：表 在 98%", "关系指到外面", "指向自己的链接", "管道",
)  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return good_book(tmp_path_factory.mktemp("good") / "好.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")
@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_with_a_sentence_and_a_cure(
    name: str, good: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No day is worked, and what lies there lies there still."""
    path = tmp_path / "回访.xlsx"
    make(name, path, good)
    before = path.read_bytes() if path.exists() and path.is_file() else b""

    assert 3 == main(["today", str(path), "--date", DAY])
    said = capsys.readouterr().err.splitlines()
    assert "回访.xlsx" in said[-2]
    assert said[-1].startswith("怎么改：")
    assert [path] == list(tmp_path.iterdir())
    assert before == (path.read_bytes() if path.exists() and path.is_file() else b"")


@pytest.mark.parametrize("name", ["合并了整张表", "最后一行有一格", "两格占满天下"])
def test_a_list_that_is_laid_out_over_everything_is_not_taken_cell_by_cell(
    name: str, good: bytes, tmp_path: Path
) -> None:
    """Merged over a whole sheet, or with a cell in its last row: refused, or read as what really stands there."""
    path = tmp_path / "名单.xlsx"
    make(name, path, good)

    try:
        assert len({leaf.name for leaf in looks.leaves(path)}) > 5
    except BookFault as fault:
        assert "名单.xlsx" in fault.what


def test_a_part_is_never_inflated_beyond_what_it_says(good: bytes, tmp_path: Path) -> None:
    """A comment that says it has 100 bytes."""
    path = tmp_path / "回访.xlsx"
    make("炸弹：批注说 100 字节，展开 500 MB", path, good)
    package = Package(path)

    with pytest.raises(BookFault, match="不是完整的"):
        package.read("xl/comments1.xml")


SETTING = CALLS + "设置:\n  - {名: %s, 值: %r}\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("启用日", "{客户编号}"), ("启用日", "2026-02{金额}-01"), ("补看天数", "(((("),
        ("补看天数", "99999999999999999999"), ("前看天数", "-5"), ("问题链天数", "50%×{客户名称}"), ("申诉天数", "9" * 20),
        ("上班时段", "{客户.时段}"), ("立即", "{员工.姓名}"), ("日报收件", "引用()"), ("日报收件", "(((("), ("日报收件", "@"),
    ],
)  # fmt: skip
def test_a_setting_that_can_not_be_read_is_named_and_the_day_goes_on(name: str, value: str) -> None:
    """It is read by its type before any rule leans on it, and then counts as if it were empty."""
    made = day(SETTING % (name, value)).finished()

    assert [Kind.BAD_SETTING] == [one.kind for one in made.issues if f"“{name}”" in one.what and value in one.what]
    assert len(made.listed)


def test_a_setting_is_what_it_shows() -> None:
    """7.0 is 7; a cell that only holds marks that nobody sees is empty; what the program reads itself has its own type."""
    written = [
        ("补看天数", "7.0", "整数"),
        ("补看天数", "\u202e", "整数"),
        ("补看天数", "三天", "文本"),
        ("备注", "三天", "文本"),
    ]
    read, wrong = settled([Setting(id=name, value=value, type=kind) for name, value, kind in written])

    assert ["7", "", "", "三天"] == [one.value for one in read]
    assert [("补看天数", "三天")] == [(dict(one.words)["setting"], dict(one.words)["value"]) for one in wrong]


def test_half_a_letter_out_of_an_open_program_is_a_lost_one() -> None:
    """Files can't hold such; what a program hands over may."""
    assert ["甲\ufffd", "\U0001f600"] == grid("客户", [["甲\udc00"], ["\ud83d\ude00"]]).columns[0].to_pylist()


FORMULA = '=HYPERLINK("http://a","甲")'
STARTS = (FORMULA, "+1", "-1", "@SUM(1)")


def texts(path: Path) -> dict[str, str]:
    """Text → the type of its cell, over all sheets; and no formula anywhere in the parts."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not [part for part in parts if b"<f>" in part or b"<f " in part]
    book = openpyxl.load_workbook(path)
    return {
        cell.value: cell.data_type for sheet in book for row in sheet for cell in row if isinstance(cell.value, str)
    }


def test_a_name_like_a_formula_stays_a_name_in_a_trial(tmp_path: Path) -> None:
    """The pages of a trial are drawn by a library that makes formulas of texts, unless it is told."""
    path = tmp_path / "试算.xlsx"
    table = Table(FORMULA, ("谁", "备注"), tuple((one, one) for one in STARTS))
    day_ = ((date(2026, 3, 9), 1, 2),)
    made = Paper(FORMULA, (FORMULA,), table, table, table, table, table, day_, ((FORMULA, 1.0, 2.0),), (FORMULA,), ())
    trial_book.write(path, made, Letterhead("测试", date(2026, 3, 9)), datetime(2026, 3, 9))

    found = texts(path)
    assert {*STARTS} <= found.keys()
    assert {"s"} == {found[one] for one in STARTS}


def test_a_row_that_is_sent_back_holds_no_formula(tmp_path: Path) -> None:
    """A list that came as .csv goes back as .xlsx: what stood there as text stands there as text."""
    cells = {(1, 1): Seen("姓名"), (1, 2): Seen("备注")} | {
        (2 + at, 1 + column): Seen(one) for at, one in enumerate(STARTS) for column in (0, 1)
    }
    leaf = Leaf("名单", cells)
    block = Block(leaf, 1, {1: "姓名", 2: "备注"}, {}, tuple(range(2, 6)))
    path = returned.write(
        tmp_path / "名单.csv", [leaf], [block], [Said("名单", row, 1, "没有电话") for row in range(2, 6)]
    )

    assert {"s"} == {texts(path)[one] for one in STARTS}
