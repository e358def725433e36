"""Every name that a page says is there: sheets, columns, buttons, titles of issues, settings, numbers, files, headings.

What there is, the program, its rulebooks and the sample declare; this file lists nothing but how pages write names:
【表】 · 【表】的“列” · 【设置】的“名” · 按“按钮” · [题目](errors.md#题目) · a table headed 【表】的列, 题目, 按钮 or 设置.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from walked import steps

from tests.beside import script
from tests.house.names import buttons, columns, numbers, settings, sheets
from workbook.words.issues import Kind

HOME = Path(__file__).parents[2]
PAST = {"CHANGELOG.md", "docs/decisions.md", "docs/errors.md"}
"""What was, when it was written; and what might stand in anybody's workbook."""
PAGES = sorted(
    page
    for path in (*HOME.glob("*.md"), *(HOME / "docs").rglob("*.md"))
    if (page := path.relative_to(HOME).as_posix()) not in PAST
)
STAFF = [page for page in PAGES if re.search(r"docs/(做/.*|十分钟|manual|mail|disputes|装按钮)\.md|README\.md", page)]
COLUMN = re.compile(r"【([^】]+)】的((?:“[^”]+”)+)")
BUTTON = re.compile(r"(?<![一-鿿])(?:再|就|或|，)?按((?:“[^”]+”、?)+)")
NUMBER = re.compile(r"(?<![\w.{!+-])[A-Z]{1,2}\d{1,3}[a-z]?(?![\w}.])")


@cache
def page(name: str) -> str:
    return (HOME / name).read_text(encoding="utf-8")


def quoted(text: str) -> list[str]:
    return re.findall("“([^”]+)”", text)


def tables(text: str) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Each table of a page: its headings, its rows."""
    for block in re.findall(r"^((?: *\|.*\n)+)", text + "\n", re.MULTILINE):
        rows = [[c.strip() for c in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in block.splitlines()]
        yield rows[0], rows[2:]


def under(text: str, head: str) -> Iterator[str]:
    """The names in the columns of tables that are headed so; several stand with 、 between."""
    for headings, rows in tables(text):
        for at, heading in enumerate(headings):
            if heading.partition("（")[0] == head:
                for row in rows:
                    cell = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", row[at]).replace("**", "")
                    yield from (one for one in re.split("[、，]", cell.partition("（")[0]) if one)


@pytest.mark.parametrize("name", PAGES)
def test_sheets_are_there(name: str) -> None:
    """【…】 is a sheet that a workbook may have; 【停·…】 tells of an issue."""
    text = re.sub(r"`[^`\n]+`", "", page(name))
    named = [one.partition("：")[0] for one in re.findall(r"【([^】·…]+)】", text)]

    assert [] == sorted({one for one in named if one not in sheets()} - {"停", "疑", "注", "好"})


@pytest.mark.parametrize("name", PAGES)
def test_columns_are_there(name: str) -> None:
    """【表】的“列”, and the tables that say of which sheet they tell; 【设置】的“名” may be a setting."""
    named = [(sheet, one) for sheet, ones in COLUMN.findall(page(name)) for one in quoted(ones)]
    for headings, rows in tables(page(name)):
        if told := re.fullmatch(r"【([^】]+)】的列", headings[0]):
            named += [(told[1], row[0].replace("**", "")) for row in rows]

    lost = [(s, c) for s, c in named if c not in columns(s) and not (s == "设置" and c in settings())]
    assert [] == lost


@pytest.mark.parametrize("name", STAFF)
def test_buttons_are_there(name: str) -> None:
    """按“…” is a button of the ribbon; so is what stands in a column headed 按钮."""
    text = page(name)
    named = [one for ones in BUTTON.findall(text) for one in quoted(ones)]
    named += [one for head in ("按钮", "按钮（先点中规则的那一行）") for one in under(text, head)]
    every = buttons()

    assert [] == sorted({one for one in named if one not in every})


@pytest.mark.parametrize("name", STAFF)
def test_settings_are_there(name: str) -> None:
    """A table headed 设置 tells of settings; {设置.…} names one."""
    named = [*under(page(name), "设置"), *re.findall(r"\{设置\.([^}…]+)\}", page(name))]

    assert [] == sorted({one for one in named if one not in settings()})


@pytest.mark.parametrize("name", PAGES)
def test_titles_of_issues_are_titles(name: str) -> None:
    """What leads into errors.md is called there as it is here; so is what a table headed 题目 lists."""
    titles = {kind.title for kind in Kind}
    links = [text for text, _ in re.findall(r"\[([^\]]+)\]\([^)]*errors\.md(#[^)]+)\)", page(name))]
    named = [
        *links,
        *(one for heads, rows in tables(page(name)) if heads[0] == "题目" for row in rows for one in linked(row[0])),
    ]
    named += re.findall(r"【[停疑注]·([^】…]+)】", page(name))

    assert [] == sorted({one for one in named if one not in titles and not re.search(r"\{|^题目", one)})


def linked(cell: str) -> list[str]:
    return re.findall(r"\[([^\]]+)\]", cell) or cell.split("、")


@pytest.mark.parametrize("name", STAFF)
def test_numbers_are_there(name: str) -> None:
    """D3, C002, E042: of a rule, of somebody in the sample or a demonstration, or made by the page."""
    text = re.sub(r"```(?:toml|yaml).*?```", "", page(name), flags=re.DOTALL)
    own = set(re.findall(r"(?:编号[= `]+|--as )(\w+)", text))
    said = {line for step in steps(text) for line in step.says}
    text = "\n".join(line for line in text.splitlines() if line.strip() not in {one.strip() for one in said})
    text = re.sub(r"`=[^`]*`|[一-鿿]+![A-Z]+\d+|<!--.*?-->|A4", "", text)
    every = numbers() | own

    assert [] == sorted({one for one in NUMBER.findall(text) if one not in every})


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    """Files and pictures that are linked are there, and so are the headings; so are paths that are named."""
    folder = (HOME / name).parent
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page(name)):
        file, _, heading = target.partition("#")
        if target.startswith("http"):
            continue
        path = (folder / file).resolve() if file else HOME / name
        if not path.exists() or (heading and f"#{heading}" not in anchors(path)):
            lost.append(target)
    places = (HOME, HOME / "workbook", folder)
    named = re.findall(r"`([\w./-]+/[\w.-]+\.(?:py|md|yaml|bas|xml|toml))`", page(name))
    lost += [file for file in named if not any((place / file).exists() for place in places)]

    assert [] == lost


@cache
def anchors(path: Path) -> set[str]:
    """The headings of a page, as links name them."""
    if path.suffix != ".md":
        return set()
    lines = path.read_text(encoding="utf-8").splitlines()
    return {script("docs", "generate").anchor(line.lstrip("# ")) for line in lines if line.startswith("#")}


def test_every_task_has_its_page_in_the_manual() -> None:
    """manual.md leads to each."""
    led = set(re.findall(r"\]\((做/[^)#]+)\)", page("docs/manual.md")))

    assert {path.relative_to(HOME / "docs").as_posix() for path in (HOME / "docs" / "做").glob("*.md")} == led


def test_the_scenario_of_a_page_is_one() -> None:
    """Its rules are those of the rulebook it names."""
    (told,) = re.findall(r"```yaml\n(.*?)```", page("docs/做/做不成.md"), re.DOTALL)

    assert ["sample-office"] == [one["rulebook"] for one in yaml.safe_load(told)]
