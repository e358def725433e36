"""What the program says, in English: every kind of issue, every page of help, a day's run; and a third language by one file."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from workbook.shells.commands.arguments import parser
from workbook.shells.commands.cli import main
from workbook.shells.commands.help import HELP
from workbook.shells.outside.tongues import LOCALE, tongue
from workbook.words.faults import Fault
from workbook.words.issues import grouped, issue
from workbook.words.kinds import Kind
from workbook.words.place import ARCHIVED, Place
from workbook.words.tongue import named, speaking, spoken, worded

HOME = Path(__file__).parents[1]
CHINESE = re.compile(r"[一-鿿，。；：！？（）【】、]")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
EN = tongue("en")


def names_in(kind: Kind) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", kind.value.what + kind.value.cure))


def outside(text: str) -> str:
    """A text without what it quotes."""
    return QUOTED.sub("", text)


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.name)
def test_a_kind_of_issue_is_told_in_english(kind: Kind) -> None:
    """Its level, its title, where, what and the cure; values stay as they were found."""
    words = {name: f"<{name}>" for name in names_in(kind)}
    made = issue(kind, Place("客户", 7, 3), **words)
    with speaking(EN):
        told, what, cure = str(made), made.what, made.cure

    assert "" == "".join(CHINESE.findall(outside(told)))
    assert "Customers!C7" in told
    assert names_in(kind) == set(re.findall(r"<(\w+)>", what + cure))


def test_names_of_sheets_and_columns_in_an_issue_are_the_english_ones() -> None:
    """Kept in Chinese inside, told as the workbook has them; also several, and rows of the archive."""
    bad = issue(Kind.SHEET_UNREAD, Place("客户"), sheet="回访记录", rules="W3")
    empty = issue(Kind.COLUMN_UNFILLED, Place("客户", ARCHIVED + 7), headings="生日”“手机", count=2)
    many = [issue(Kind.BAD_DATE, Place("客户", row, 3), heading="生日", value="昨天") for row in range(2, 40)]
    with speaking(EN):
        assert "No row of [Contacts]" not in bad.what
        assert "[Contacts]" in bad.what
        assert empty.what.startswith("“Birthday”, “Mobile” is empty")
        assert "Customers!archived row 7" == empty.place.told
        assert "Birthday “昨天” is not a date." == many[0].what
        assert ["    38 in all: C2, C3, C4, C5, C6…; all are in [Problems]."] == grouped(many)[0].splitlines()[-1:]
    assert "客户!归档第7行" == empty.place.told == str(empty.place)


def test_a_fixed_word_among_values_is_told_in_english() -> None:
    """A state is a word of the catalogue; what a person wrote isn't."""
    with speaking(EN):
        assert "now it is “To do”" == worded("现在是“{state}”", state="待办")
        assert "now it is “我的话”" == worded("现在是“{state}”", state="我的话")


@pytest.mark.parametrize("command", ["", *HELP])
def test_the_help_of_a_command_is_english(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The program's own words and those of argparse."""
    with pytest.raises(SystemExit):
        main([*([command] if command else []), "--lang", "en", "--help"])
    page = capsys.readouterr().out

    assert "--lang" in page or not command
    assert "" == "".join(CHINESE.findall(outside(page)))


def test_a_wrong_command_is_told_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown, incomplete, or with a value that can't be."""
    told = []
    for words in (["frob"], ["today"], ["today", "a.xlsx", "--frob"]):
        with pytest.raises(SystemExit) as left:
            main([*words, "--lang", "en"])
        told.append((left.value.code, capsys.readouterr().err.partition(". See ")[0]))

    assert [
        (2, "Wrong command: there is no command “frob”"),
        (2, "Wrong command: workbook is missing"),
        (2, "Wrong command: --frob is unknown"),
    ] == told


def test_a_language_that_nobody_wrote_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """And said in Chinese, as nothing else is spoken."""
    with pytest.raises(SystemExit):
        main(["today", "a.xlsx", "--lang", "xx"])

    assert "--lang 不能写“xx”" in capsys.readouterr().err


def test_a_run_speaks_english_and_the_next_one_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`huifang today --lang en` over a copy of the sample: not one Chinese word of ours, on either stream."""
    book = tmp_path / "book.xlsx"
    shutil.copy(HOME / "sample.xlsx", book)
    main(["today", str(book), "--lang", "en", "--date", "2026-03-09"])
    said = capsys.readouterr()

    assert re.fullmatch(
        r"Done: \d+ on today’s list \(\d+ overdue\); \d+ other customers are not contacted today, "
        r"for the reasons in \[Not today\]\. \d+ to mend, see \[Problems\]\. \d+ to look at, see \[Problems\]\.\n",
        said.out,
    )
    assert "Reading “book.xlsx”…" in said.err
    assert "" == "".join(CHINESE.findall(said.err + said.out))

    assert 3 == main(["today", str(tmp_path / "nix.xlsx"), "--lang", "en"])
    assert "“nix.xlsx” is not there.\nHow to mend: " in capsys.readouterr().err
    assert 3 == main(["today", str(tmp_path / "nix.xlsx")])
    assert "找不到“nix.xlsx”。\n怎么改：" in capsys.readouterr().err


def test_the_environment_says_a_language(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """HUIFANG_LANG, unless --lang says another."""
    monkeypatch.setenv("HUIFANG_LANG", "en_GB.UTF-8")
    assert 3 == main(["today", "nix.xlsx"])
    assert "is not there" in capsys.readouterr().err
    assert 3 == main(["today", "nix.xlsx", "--lang", "zh"])
    assert "找不到" in capsys.readouterr().err


def test_chinese_is_what_is_written() -> None:
    """Without a language every text is itself, unlooked."""
    assert "zh" == spoken()
    assert "【疑·一列出现两次】客户!C7：“甲”有两列，只用了 B 列。\n    怎么改：删去这一列，或给它改名。" == str(
        issue(Kind.COLUMN_TWICE, Place("客户", 7, 3), heading="甲", used="B")
    )
    assert "甲\n怎么改：乙" == str(Fault("甲", "乙"))
    assert ("今日清单", "照原样") == (named("今日清单"), worded("照原样"))
    assert parser().description is not None


def test_a_third_language_is_a_file(tmp_path: Path) -> None:
    """Another .po, made into a .mo, beside the English one: no line of the program knows of it."""
    shutil.copytree(HOME / "workbook", tmp_path / "workbook", ignore=shutil.ignore_patterns("__pycache__", "rulebooks"))
    with (LOCALE / "en" / "LC_MESSAGES" / "huifang.po").open("rb") as file:
        texts = read_po(file, locale="en")
    for text in texts:
        if text.id:
            text.string = f"~{text.string}"
    made = io.BytesIO()
    write_mo(made, texts)
    place = tmp_path / "workbook" / "words" / "locale" / "xx" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "huifang.mo").write_bytes(made.getvalue())

    env = {**os.environ, "PYTHONPATH": str(tmp_path), "HUIFANG_CALLED": "huifang"}
    run = [sys.executable, "-m", "workbook", "today"]
    page = subprocess.run([*run, "--lang", "xx", "--help"], env=env, cwd=tmp_path, capture_output=True, check=True)
    told = subprocess.run([*run, "nix.xlsx", "--lang=xx"], env=env, cwd=tmp_path, capture_output=True, check=False)

    assert "~today’s list: who is to be contacted today" in page.stdout.decode()
    assert "zh~, en~, xx" in page.stdout.decode()
    assert "~~“nix.xlsx” is not there." in told.stderr.decode()
