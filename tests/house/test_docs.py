"""The manual is true: what it names is there, what is there is named, and the pages that are generated are fresh."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.beside import script
from workbook.rulebook.cells.conditions import condition
from workbook.rulebook.sorts.model import REGISTER, SHEETS, headings
from workbook.sheets.columns import ROLES
from workbook.sheets.schema import STANDARD
from workbook.shells.commands import arguments
from workbook.words.issues import Kind
from workbook.words.spans import span

HOME = Path(__file__).parents[2]
DOCS = HOME / "docs"
PAGES = sorted(
    path.relative_to(HOME).as_posix()
    for path in (*HOME.glob("*.md"), *DOCS.rglob("*.md"))
    if path.name not in {"CHANGELOG.md", "decisions.md"}
)
SECTION = re.compile(r"^### 3\.\d+ (\S+) \w+$", re.MULTILINE)


def generate() -> ModuleType:
    """docs/generate.py."""
    return script("docs", "generate")


def page(name: str) -> str:
    return (HOME / name).read_text(encoding="utf-8")


def sheets() -> list[str]:
    return [name for name in STANDARD.sheets if "." not in name]


# -- generated pages


@pytest.mark.parametrize("name", ["errors.md", "sheets.md", "commands.md", "rules.md", "coverage.md"])
def test_a_generated_page_is_fresh(name: str) -> None:
    """`python docs/generate.py` would change nothing."""
    assert generate().page(name) == page(f"docs/{name}")


def test_pages_are_the_same_each_time() -> None:
    """No clock, no chance, no order of a set."""
    assert generate().page("rules.md") == generate().page("rules.md")
    assert 5 == len(generate().PAGES)


def test_every_kind_of_issue_is_looked_up() -> None:
    """By its title, with its level and an example that is filled."""
    text = page("docs/errors.md")

    assert [] == [kind.name for kind in Kind if f"### {kind.title}\n" not in text]
    assert [] == [kind.name for kind in Kind if f"【{kind.level}·{kind.title}】" not in text]


def test_every_sheet_column_and_rule_column_is_looked_up() -> None:
    """sheets.md and rules.md have a line for each."""
    text, rules = page("docs/sheets.md"), page("docs/rules.md")
    columns = {column.heading for name in sheets() for column in STANDARD.sheets[name].columns}
    cells = {heading for name in SHEETS for heading in headings(name)}

    assert [] == [name for name in sheets() if f"### {name}\n" not in text]
    assert [] == sorted(heading for heading in columns if f"| **{heading}** |" not in text)
    assert [] == sorted(heading for heading in cells if f"| **{heading}** |" not in rules)


def test_every_column_has_a_meaning() -> None:
    """Each line of sheets.md and rules.md says what stands there."""
    silent = [line for name in ("sheets", "rules") for line in page(f"docs/{name}.md").splitlines() if unsaid(line)]

    assert [] == silent


def unsaid(line: str) -> bool:
    """A column's line whose cell for the meaning, the fourth, is empty."""
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)]
    return line.startswith("| **") and len(cells) > 4 and not cells[4]


def test_meanings_name_only_what_is_there() -> None:
    """A column that was renamed takes its meaning with it."""
    meanings = generate().read("meanings.yaml")
    known = {name: {column.heading for column in STANDARD.sheets[name].columns} for name in sheets()}
    cells = {name: set(headings(name)) for name in (REGISTER, *SHEETS)}

    assert [] == [f"{n}.{h}" for n, own in meanings["各表的列"].items() for h in own if h not in known.get(n, set())]
    assert [] == [
        f"{n}.{h}" for n, own in meanings["各规则表的列"].items() for h in own if h not in cells.get(n, set())
    ]
    assert set(sheets()) == set(meanings["表"])
    assert {REGISTER, *SHEETS} == set(meanings["规则表"])


def test_the_language_page_knows_every_column_of_every_rule_sheet() -> None:
    """Each heading stands in the section of its sheet (those that all sheets have, in §1.5)."""
    text = page("docs/rule-language.md")
    sections = {found[1]: text[found.end() : text.index("\n##", found.end())] for found in SECTION.finditer(text)}
    shared = text[text.index("### 1.5") : text.index("### 1.6")]

    assert {REGISTER, *SHEETS} == set(sections)
    assert [] == [
        f"{name}.{heading}"
        for name, section in sections.items()
        for heading in headings(name)
        if heading not in section and f"| {heading}" not in shared and f", {heading}" not in shared
    ]


# -- one word for one thing


def terms() -> dict[str, str]:
    """The glossary: word → its line."""
    lines = [line for line in page("docs/glossary.md").splitlines() if line.startswith("- ")]
    return {line[2:].split(" · ")[0]: line for line in lines}


def test_every_sheet_and_role_has_its_word() -> None:
    """Sheets, rule sheets and roles of columns stand in the glossary, with the identifier that the code uses."""
    found = terms()

    assert [] == [name for name in (*sheets(), REGISTER, *SHEETS, *ROLES) if name not in found]
    assert [] == [name for name in sheets() if f"`{STANDARD.sheets[name].ident}`" not in page("docs/glossary.md")]
    assert [] == [name for name, sort in SHEETS.items() if f"`{sort.__name__}`" not in found[name]]


def test_each_word_stands_once_with_its_english() -> None:
    """中文 · English (`identifier`) — what it is."""
    lines = [line for line in page("docs/glossary.md").splitlines() if line.startswith("- ")]
    shape = re.compile(r"- [^ ·]+ · [a-zA-Z][\w ,’'-]* \(`[^`]+`(, `[^`]+`)*\) — \S.*")
    twice = {word for word in terms() if sum(line.startswith(f"- {word} · ") for line in lines) > 1}

    assert [] == [line for line in lines if not shape.fullmatch(line)]
    assert {"客户", "员工"} >= twice, "a role may be called like its sheet"


# -- the manual


def manual() -> str:
    """Its first page and every page a task."""
    return "\n".join(page(path.relative_to(HOME).as_posix()) for path in sorted(DOCS.glob("做/*.md"))) + page(
        "docs/mail.md"
    )


@pytest.mark.parametrize("command", list(arguments.HELP))
def test_a_command_is_in_the_manual(command: str) -> None:
    """Staff find how to run it, and what may stand behind it."""
    assert re.search(rf"(?:huifang|start\.py) {command}\b", manual() + page("docs/装按钮.md") + page("README.md"))
    assert f"\n## {command}\n" in page("docs/commands.md")


def table_under(text: str, head: str) -> list[str]:
    """The code in the first column of the tables whose first heading is `head`."""
    cells: list[str] = []
    for block in re.findall(rf"^\| {re.escape(head)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE):
        cells += [match[1].replace("\\|", "|") for match in re.finditer(r"^\| `([^`]+)` \|", block, re.MULTILINE)]
    return cells


def test_the_conditions_of_the_manual_can_be_copied() -> None:
    """Each is read as a condition that asks something."""
    examples = table_under(page("docs/做/条件.md"), "条件（照抄）")

    assert 8 == len(examples)
    assert [] == [example for example in examples if condition(example).always]


def test_the_spans_of_the_manual_can_be_copied() -> None:
    """Each is a span."""
    examples = table_under(page("docs/做/条件.md"), "时长（照抄）")

    assert 8 == len(examples)
    assert [] == [example for example in examples if span(example) is None]


# -- what pages name


@pytest.mark.parametrize("name", PAGES)
def test_commands_that_a_page_names_exist(name: str) -> None:
    """`huifang …` and `python start.py …` name commands; their options are theirs."""
    text = page(name)
    named = set(re.findall(r"(?:(?<!set )huifang|start\.py|-m workbook) ([a-z]+)\b", text)) - {"test"}
    options = set(re.findall(r"(?:huifang|start\.py) [a-z]+ [^`\n]*?(--[a-z-]+)", text))

    assert set() == named - set(arguments.HELP)
    assert [] == sorted(option for option in options if f"`{option}`" not in page("docs/commands.md"))
