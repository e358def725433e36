"""Whatever stands in cells, names and files: nothing of it comes to life, and nothing comes out where it has no business."""

from __future__ import annotations

import stat
import sys
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from hostile import Tried, turns
from looked_through import Found, Planted, letter, package, plain_files, screen
from planted import FORMS, PRODUCT, number

from workbook.papers.brought.seen import LONGEST
from workbook.papers.pages.masking import reveals, scrub
from workbook.shells.files.looks import leaves
from workbook.shells.outside.called import spoken
from workbook.shells.safety.beside import as_private, folder_of


@pytest.fixture(scope="module")
def tried() -> Tried:
    """One turn of it."""
    return next(turns(1, say=False))


def test_nothing_planted_comes_out_in_a_form_it_must_not(tried: Tried) -> None:
    """Parts of every zip, letters raw and read, headers, attachments, logs, what commands say."""
    assert [] == list(dict.fromkeys(tried.wrong))


def test_what_was_planted_was_really_there(tried: Tried) -> None:
    """The day was worked with it: it stands in the files, and what the letters tell is told."""
    assert tried.runs > 30
    assert tried.letters > 15
    assert tried.artefacts > 1000
    assert tried.seen > tried.cells * 0.8
    assert tried.heard > 40


@pytest.mark.parametrize("form", FORMS)
def test_a_phone_is_covered_however_it_is_written(form: str) -> None:
    """Digits in groups, wide, circled, spoken; a second number beside it too."""
    import random

    dice = random.Random(form)
    one, two = number(dice, form), number(dice, form)
    text = f"改打{FORMS[form](one)}，不行再打{FORMS[form](two)}。"

    assert reveals(text)
    assert [] == Planted(phones={one: form, two: form}).told(scrub(text))


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-09 13:30", "单号 20260302100000", "13.50 300 2026", "合同 88886666", "第 17 项 2026-03-09 5 件",
        "19.50 2026-03-09",
        "12,345,678.90 元", "档位 150、2000、3000 元", "报价 1500，2000，300", "W5a·C1·2026-03-09",
        "一三五单日，二四六双日", "一共十三万五千元", "13 15 18 20 22 1",
        "身份证 110101199003071234",
        "138****5678", "①②③④⑤⑥⑦", "2025-11-30、2025-12-31", "A1:XFD1048576", "1-2-3-4-5", "06-25 10:00-12:00",
    ],
)  # fmt: skip
def test_what_is_no_phone_stays(text: str) -> None:
    """Days, sums, numbers of contracts."""
    assert text == scrub(text)


def test_what_is_said_moves_no_cursor() -> None:
    """Nor does it turn the line, or break it, or tell a number."""
    assert "【客户】 甲[2J]0;x 乙 改打 138****5678\n" == spoken(
        "【客户】\u2028甲\x1b[2J\x1b]0;x\x07\x0b乙\u202e 改打 138-1234-5678\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="owners of POSIX")
@pytest.mark.parametrize(("book", "folder"), [(0o600, 0o700), (0o640, 0o750), (0o660, 0o770), (0o644, 0o755)])
def test_copies_are_as_private_as_the_book(book: int, folder: int, tmp_path: Path) -> None:
    """The folder beside it is closed to whom the book is closed, and never opened."""
    path = tmp_path / "回访.xlsx"
    path.touch()
    path.chmod(book)
    folder_of(path).mkdir()
    folder_of(path).chmod(0o777)
    as_private(path)
    closed = stat.S_IMODE(folder_of(path).stat().st_mode)
    folder_of(path).chmod(0o700)
    as_private(path)

    assert (folder, 0o700) == (closed, stat.S_IMODE(folder_of(path).stat().st_mode))


def test_a_cell_too_long_to_look_into_is_set_apart(tmp_path: Path) -> None:
    """It begins as it begins, and stands whole beside the others."""
    path = tmp_path / "=名单[1].csv"
    path.write_text(f"姓名,备注\n甲,{'长' * (LONGEST + 1)}\n乙,好\n", "utf-8")
    [leaf] = leaves(path)

    assert "=名单［1］" == leaf.name
    assert f"{'长' * LONGEST}…" == leaf.text(2, 2)
    assert {(2, 2): LONGEST + 1} == {at: len(str(cell.value)) for at, cell in leaf.long.items()}


# -- the glass itself: what is looked for is found


def test_the_glass_sees_what_it_looks_for(tmp_path: Path) -> None:
    """A formula, a link, a page's header, a password, a number, a tag, a line of headers, a name of a file, a treasure."""
    planted = Planted(passwords=("geheim1",), treasures=("宝",), phones={"13812345678": "连写"})
    mark = planted.mark("")
    found = Found(planted, tmp_path)
    with zipfile.ZipFile(tmp_path / "坏.xlsx", "w") as made:
        made.writestr(
            "xl/worksheets/sheet1.xml",
            f'<w><c t="str"><f>1+{mark}</f><v>x</v></c><f>"{mark}"</f><hyperlink location="{mark}!A1"/>'
            f"<oddHeader>&amp;24{mark}</oddHeader></w>",
        )
        made.writestr("xl/a.rels", '<R><Relationship TargetMode="External" Target="http://evil.example"/></R>')
        made.writestr("xl/b.xml", "<a>geheim1 宝</a>")
        made.writestr("xl/c.xml", "<a>")
    package(found, "坏", (tmp_path / "坏.xlsx").read_bytes())
    assert 8 == len(found.wrong), found.wrong

    (tmp_path / "定时运行.log").write_text(f"geheim1 138-1234-5678 {PRODUCT}", "utf-8")
    (tmp_path / "坏:名字.txt").write_text("", "utf-8")
    found.wrong.clear()
    plain_files(found)
    assert 4 == len(found.wrong), found.wrong

    mail = EmailMessage(policy=SMTP)
    mail["Bcc"], mail["Subject"] = "evil@example.net", "138 1234 5678"
    mail.set_content("宝")
    mail.add_alternative(f'<p onclick="x"><a href="x{mark}">138.1234.5678</a></p>', subtype="html")
    mail.add_attachment(b"x", maintype="text", subtype="plain", filename="passwd")
    found.wrong.clear()
    letter(found, "信", mail, mail.as_bytes())
    assert 10 == len(found.wrong), found.wrong

    assert ["里面有 geheim1", "有控制字符 '\\x1b'", "有完整的电话（连写）"] == screen(
        "geheim1 \x1b[2J 13812345678", planted, ["today"]
    )
