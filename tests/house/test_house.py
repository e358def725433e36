"""The shape of the house: small modules that say what they do, no office in the code, no world in pure rooms."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from workbook.rulebook.load.rows import Source, source

HOME = Path(__file__).parents[2]
ROOMS = HOME / "workbook"
MOST_LINES = 300
BAD_NAMES = {"util", "utils", "misc", "common", "helper", "helpers", "manager", "managers", "data", "info"}
BASE = "基础"


@cache
def modules() -> tuple[Path, ...]:
    """Every module of the program."""
    return tuple(sorted(path for path in ROOMS.rglob("*.py") if "__pycache__" not in path.parts))


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), str(path))


def short(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def pure() -> Iterator[Path]:
    """Modules outside the shells."""
    return (path for path in modules() if "shells" not in path.parts and path.name != "__main__.py")


# -- size and speech


def test_no_module_is_longer_than_300_lines() -> None:
    """A long module hides a second idea; the worst come first."""
    lengths = {short(path): text(path).count("\n") for path in modules()}
    worst = sorted(((count, name) for name, count in lengths.items() if count > MOST_LINES), reverse=True)

    assert [] == worst


def test_modules_are_about_130_lines() -> None:
    """The middle one holds no more than it did when the wings were built."""
    lengths = sorted(text(path).count("\n") for path in modules())

    assert lengths[len(lengths) // 2] <= 139


def test_every_module_says_its_job() -> None:
    """One sentence at its head."""
    assert [] == [short(path) for path in modules() if not ast.get_docstring(tree(path))]


def public(body: list[ast.stmt], inside: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Public classes, functions and methods; what stands in a private class or in a function is its own business."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield inside + node.name, node
            yield from public(node.body, f"{inside}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield inside + node.name, node
        elif isinstance(node, ast.If):
            yield from public([*node.body, *node.orelse], inside)


def test_everything_public_says_what_comes_out() -> None:
    """Each public function and class has a docstring."""
    silent = [
        f"{short(path)}: {name}"
        for path in modules()
        for name, node in public(tree(path).body)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not ast.get_docstring(node)
    ]

    assert [] == silent


def test_no_drawer_for_odds_and_ends() -> None:
    """No module or folder is called util, misc, common, helpers or manager."""
    named = {part for path in modules() for part in path.relative_to(HOME).with_suffix("").parts}

    assert set() == named & BAD_NAMES


# -- no office in the code


@cache
def shelf() -> tuple[Source, ...]:
    return tuple(source(text(path), path.name) for path in sorted((ROOMS / "rulebooks").glob("*.yaml")))


@cache
def everyday() -> str:
    """Words that any office says: those of the base rulebook and of the sheets that all have."""
    base = next(path for path in (ROOMS / "rulebooks").glob("*.yaml") if f"规则书: {BASE}" in text(path))
    shared = "网络客户服务"  # trades of their own, and words of everybody
    return text(base) + text(ROOMS / "sheets" / "standard.py") + shared


def telling(books: tuple[Source, ...]) -> dict[str, str]:
    """Words that name an office's system or trade, each with the rulebook it comes from."""
    found: dict[str, str] = {}
    for book in books:
        if book.id == BASE:
            continue
        found[book.id] = book.id
        for word in re.findall(r"[一-鿿]{3,}", re.sub(r"[与和及或的]", " ", book.trade)):
            heads = (word, word[:2]) if len(word) > 3 else (word,)
            found |= {one: book.id for one in heads if one not in everyday()}
    return found


def told_in(path: Path, body: str, words: dict[str, str]) -> list[str]:
    return [f"{short(path)}: {word} ({book})" for word, book in words.items() if word in body]


def test_no_system_and_no_trade_in_the_code() -> None:
    """A rulebook's id or trade in a .py file would be a special case; the language grows instead."""
    words = telling(shelf())

    assert {book.id for book in shelf()} - {BASE} == set(words.values()), "each rulebook is looked for"
    assert len(words) > len(shelf()), "and so are trades"
    assert [] == [line for path in modules() for line in told_in(path, text(path), words)]


def test_a_planted_trade_would_be_found() -> None:
    """The check above can fail: an id, a trade and the head of a trade are each seen."""
    words = telling((Source(id="tea-house", trade="茶叶零售"),))

    for planted in ('if book == "tea-house":', "# 茶叶零售", "name.startswith('茶叶')"):
        assert [] != told_in(ROOMS / "day.py", planted, words)


# -- the world stays outside


WORLD = {f"{kind}.{word}" for kind in ("datetime", "date", "dt") for word in ("now", "today", "utcnow")}
WORLD |= {"os.environ", "os.getenv", "time.time", "Path.cwd", "Path.home", "Timestamp.now"}
BUILTINS = {"open", "print", "input"}


def reaches(module: ast.Module) -> Iterator[str]:
    """Calls and names that read the clock, the environment or a file."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if f"{owner}.{node.attr}" in WORLD:
                yield f"line {node.lineno}: {owner}.{node.attr}"
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in BUILTINS:
            yield f"line {node.lineno}: {ast.unparse(node.func)}("


def test_pure_rooms_read_no_clock_no_environment_no_file() -> None:
    """`now` is an argument; only a shell opens, prints or asks."""
    assert [] == [f"{short(path)} {what}" for path in pure() for what in reaches(tree(path))]


@pytest.mark.parametrize(
    "planted",
    ["datetime.now()", "dt.date.today()", "datetime.datetime.utcnow()", "os.environ['X']", "open('x')", "print(1)"],
)
def test_a_planted_reach_would_be_found(planted: str) -> None:
    """The check above can fail."""
    assert [] != list(reaches(ast.parse(planted)))


def test_a_method_called_open_is_no_file() -> None:
    """Only the builtin counts, and a column called 今日 is no clock."""
    assert [] == list(reaches(ast.parse("frame.open(1); world.today; row.now")))


# -- macros, templates, gates


def test_macros_are_ascii() -> None:
    """A .bas file is read in the machine's own code page; Chinese words come from Python."""
    folder = HOME / "macros"
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix in {".bas", ".cls", ".frm"}]

    assert [] == [short(path) for path in files if not path.read_bytes().isascii()]


def templates_named() -> set[str]:
    """Letters' templates by name: the default of each parameter called template, and what is given to one."""
    found: set[str] = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                named = [*node.args.args, *node.args.kwonlyargs][::-1]
                defaults = [*node.args.defaults, *node.args.kw_defaults][::-1]
                given = [default for one, default in zip(named, defaults, strict=False) if one.arg == "template"]
            else:
                given = [word.value for word in getattr(node, "keywords", []) if word.arg == "template"]
            found |= {one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return found


def test_templates_that_are_named_are_there() -> None:
    """Each letter has its HTML and its plain text, and whatever these two import."""
    folder = HOME / "templates"
    wanted = {f"{name}.{kind}.j2" for name in templates_named() for kind in ("html", "txt")}
    for path in folder.glob("*.j2"):
        wanted |= set(re.findall(r"{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)", text(path)))

    assert wanted, "the program names its templates"
    assert set() == wanted - {path.name for path in folder.glob("*.j2")}


GATES = {"ruff": "ruff check", "mypy": "mypy", "importlinter": "lint-imports", "pytest": "start.py test"}


def test_every_gate_of_pyproject_is_called() -> None:
    """A tool that is set up in pyproject.toml is run by .ci/run; so is the freshness of the docs."""
    tools = set(tomllib.loads(text(HOME / "pyproject.toml"))["tool"]) - {"hatch"}
    called = text(HOME / ".ci" / "run")

    assert tools <= set(GATES), "a new tool needs its gate"
    assert [] == [tool for tool in sorted(tools) if GATES[tool] not in called]
    assert re.search(r"docs[./]generate(\.py)? --check", called)


def test_what_ci_runs_is_installed_by_the_readme_command() -> None:
    """start.py knows `test`, and the group dev holds what the gates need."""
    groups = tomllib.loads(text(HOME / "pyproject.toml"))["dependency-groups"]["dev"]
    names = {re.split(r"[<>=\[ ]", one)[0] for one in groups}

    assert {"pytest", "ruff", "mypy", "import-linter", "hypothesis"} <= names
    assert '"--group", "dev"' in text(HOME / "start.py")
