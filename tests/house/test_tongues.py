"""The catalogue of each language: whole, filled in the same places, and what the program reads is what people read."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from tests.beside import script
from workbook.shells.outside.tongues import languages

HOME = Path(__file__).parents[2]
sys.path.append(str(HOME / "docs"))  # wording.py takes the names of sheets from the script beside it
CHINESE = re.compile(r"[一-鿿，。；：！？（）【】、]")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
FILLED = re.compile(r"\{(\w*)(?:[:!][^{}]*)?\}")


@cache
def wording() -> ModuleType:
    """docs/wording.py."""
    return script("docs", "wording")


@cache
def entries(code: str) -> tuple[tuple[str | None, str, str], ...]:
    """What a text is the name of, the text, and its translation, as the program's texts are now."""
    return tuple((one.context, one.id, one.string) for one in wording().catalogue(code) if one.id)


def codes() -> list[str]:
    found: list[str] = wording().codes()
    return found


def filled(text: str) -> set[str]:
    """The {names} of a text."""
    return set(FILLED.findall(text.replace("{{", "").replace("}}", "")))


def outside(text: str) -> str:
    """A text without what it quotes: values as found, and what is written in the rule language."""
    return QUOTED.sub("", text)


def test_there_is_english() -> None:
    """And each .po has its .mo."""
    assert "en" in codes()
    assert ("zh", *codes()) == languages()


@pytest.mark.parametrize("code", codes())
def test_every_text_of_the_program_is_translated(code: str) -> None:
    """Whatever is said in Chinese can be said in the other language."""
    assert 2000 < len(entries(code))
    assert [] == [text for _, text, said in entries(code) if not said]


@pytest.mark.parametrize("code", codes())
def test_a_catalogue_has_nothing_that_is_not_said(code: str) -> None:
    """The files are what `python docs/generate.py` writes, and the program reads what people read."""
    assert [] == [file.name for file, _ in wording().stale()]
    assert "fuzzy" not in wording().file_of(code, "po").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", codes())
def test_a_translation_is_filled_in_the_same_places(code: str) -> None:
    """Each {name} of a text stands in its translation, and no other."""
    assert [] == [(text, said) for _, text, said in entries(code) if filled(text) != filled(said)]


def test_english_holds_no_chinese() -> None:
    """But what it quotes of the rule language and of what somebody wrote."""
    kept = [said for _, _, said in entries("en") if CHINESE.search(outside(said))]

    assert [] == kept


def test_english_calls_sheets_by_their_english_names() -> None:
    """【今日清单】 in a sentence is Today in its translation, as the sheet itself is called; what is pressed is a button."""
    names = {text: said for context, text, said in entries("en") if context == "sheet"}
    wrong = [
        (text, said)
        for context, text, said in entries("en")
        if context is None
        for name in re.findall(r"【([^】{}]+)】", text)
        if name in names and names[name] not in said and f"点【{name}】" not in text
    ]

    assert [] == wrong


def calls() -> Iterator[tuple[Path, ast.Call, bool]]:
    """Where a text is looked up, and whether it stands within an f-string, where nobody gathers it."""
    for path in sorted((HOME / "workbook").rglob("*.py")):
        for top in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            within = isinstance(top, ast.JoinedStr)
            for node in ast.walk(top) if within else [top]:
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"worded", "declared"}:
                    yield path, node, within


def is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_literal_that_is_said_is_gathered() -> None:
    """A literal in `worded` or `declared` is a text of the catalogue; an f-string in it never could be."""
    known = {text for _, text, _ in entries("en")}
    lost = [
        f"{path.relative_to(HOME)}:{call.lineno}"
        for path, call, _ in calls()
        for first in call.args[:1]
        if isinstance(first, ast.JoinedStr) or (is_literal(first) and ast.literal_eval(first) not in known | {""})
    ]

    assert [] == lost
