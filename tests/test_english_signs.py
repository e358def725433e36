"""Not one Chinese sign where somebody reads English: screens, sheets, forms, papers, letters and names of files of a day."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from workbook.rulebook.load.rows import TABLES
from workbook.shells.commands.cli import main
from workbook.shells.files.kept_in import names_in_chinese
from workbook.words.tongue import speak

MONDAY = "2026-03-16"
SIGNS = re.compile(r"[一-鿿，。；：！？（）【】、]")
RULES = re.compile(r"“[^”]*”|\{[^}]*\}")
"""What is quoted: cells of rules, which stay in the language of rules, and values as found."""
RULE_SHEETS = {*TABLES, "选项"}
MARKED = "分发标记"
"""By which the program knows a clerk's book: hidden, and for nobody to read."""
BEHIND = {"p.huifang"}
"""What the program keeps for itself beside a book; people look into its backups only when told which."""
ALLOWED = (
    r"链[一-鿿]+",  # numbers of rules that every office has: 链投诉
    r"约好的回访",
    r"基础",  # the rulebook below every other
    r"(?<=List)：",  # the sheet's own name, as books have it
    r"(?<=\w)、(?=D\d)",  # numbers of rules, joined
    r"“?M\d·20\d\d-\d\d·合计",  # the key of a row
)
HIDDEN_ROWS = {
    "Mark",
    "Row key",
    "Row mark",
    "Task no.",
    "Rulebook version",
    "Members",
    "Version",
    "Times before",
    "Script version",
}
"""Columns of keys and of numbers joined by 、."""


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A supervisor's day over an English book: its folder, and what each command said."""
    folder = tmp_path_factory.mktemp("day")
    book = folder / "p.xlsx"
    said: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", None)
        for words in (
            ["new", "--demo", "--lang", "en", str(book)],
            ["check", str(book)],
            ["today", str(book)],
            ["forms", str(book), "--each"],
            ["share", str(book)],
            ["collect", str(book)],
            ["daily", str(book), "--dry-run"],
            ["handover", str(book), "S2", "--apply"],
            ["try", str(book)],
            ["archive", str(book), "--before", "2026-03-01"],
            ["undo", str(book)],
        ):
            dated = [] if words[0] in {"new", "undo"} else ["--date", MONDAY]
            said[words[0]] = _told([*words, *dated])
    return folder, said


def _told(words: list[str]) -> str:
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    paper = StringIO()
    speak(None)
    with redirect_stdout(paper), redirect_stderr(paper):
        assert main(words) in {0, 1}, paper.getvalue()
    return paper.getvalue()


def left(text: str) -> str:
    """What is left of a text to be told in English."""
    for one in ALLOWED:
        text = re.sub(one, "", text)
    return "".join(SIGNS.findall(RULES.sub("", text)))


def test_what_commands_say_is_english(day: tuple[Path, dict[str, str]]) -> None:
    """Each of a day's commands, in the language of the book that it is about."""
    assert {} == {
        name: lines for name, text in day[1].items() if (lines := [one for one in text.splitlines() if left(one)])
    }


def test_names_of_files_and_folders_are_english(day: tuple[Path, dict[str, str]]) -> None:
    """Forms, papers, letters, what is shared."""
    paths = [one.relative_to(day[0]) for one in day[0].rglob("*")]
    assert [] == [str(one) for one in paths if one.parts[0] not in BEHIND and left(str(one))]


def test_sheets_are_english(day: tuple[Path, dict[str, str]]) -> None:
    """Every cell that shows but for those of rule sheets and keys; also headers and footers of paper."""
    wrong = [one for path in sorted(day[0].glob("*.xlsx")) for one in _cells(path)]
    wrong += [one for path in sorted(day[0].rglob("p-shared/*.xlsx")) for one in _cells(path)]
    assert [] == wrong


def _cells(path: Path) -> Iterator[str]:
    book = openpyxl.load_workbook(path)
    home = dict(zip(book.sheetnames, names_in_chinese(book.sheetnames), strict=True))
    for sheet in book:
        if home[sheet.title] in {*RULE_SHEETS, MARKED} or sheet.sheet_state == "veryHidden":
            continue
        spans = [(one.min, one.max) for one in sheet.column_dimensions.values() if one.hidden]
        away = {column for first, last in spans for column in range(first, last + 1)}
        heads: dict[int, str] = {}
        for line in sheet.iter_rows():
            cells = [cell for cell in line if isinstance(cell.value, str)]
            if not heads and len(cells) > 1:
                heads = {cell.column: str(cell.value) for cell in cells}
            for cell in cells:
                hidden = cell.column in away or sheet.row_dimensions[cell.row].hidden
                if not hidden and heads.get(cell.column) not in HIDDEN_ROWS and left(str(cell.value)):
                    yield f"{path.name} {sheet.title}!{cell.coordinate}: {cell.value}"
        if left(sheet.title) or left(f"{sheet.oddHeader.center.text}{sheet.oddHeader.right.text}"):
            yield f"{path.name} {sheet.title}"


def test_letters_are_english(day: tuple[Path, dict[str, str]]) -> None:
    """Their words, and what is attached."""
    folder = day[0] / "outbox preview"
    pages = {one.name: one.read_text(encoding="utf-8") for one in folder.glob("*.html")}
    assert len(pages) > 3
    for name, page in pages.items():
        shown = re.sub(r"<!--.*?-->|<style>.*?</style>|style=\"[^\"]*\"", "", page, flags=re.DOTALL)
        assert "" == left(shown), name


def test_prompts_of_what_staff_fill_in_are_english(day: tuple[Path, dict[str, str]]) -> None:
    """Drop-downs of the list and of staff's sheets: what they offer, and what they say."""
    book = openpyxl.load_workbook(day[0] / "p.xlsx")
    home = dict(zip(book.sheetnames, names_in_chinese(book.sheetnames), strict=True))
    said = {
        f"{sheet.title}!{one.sqref}": text
        for sheet in book
        if home[sheet.title] not in RULE_SHEETS
        for one in sheet.data_validations.dataValidation
        if (
            text := left(" ".join(filter(None, (one.prompt, one.error, one.promptTitle, one.errorTitle, one.formula1))))
        )
    }
    assert {} == said
    assert zipfile.is_zipfile(day[0] / "p.xlsx")
