"""The rooms and their wings: every file stands in a wing, imports run one way, and no two files need each other."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
ROOMS = HOME / "workbook"


@cache
def wings() -> Mapping[str, tuple[str, ...]]:
    """Each room with wings, and these from the ground up, as import-linter holds them."""
    found = {}
    for contract in tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]:
        for room in contract.get("containers", ()):
            layers = [layer.split(" | ") for layer in reversed(contract["layers"])]
            found[room.removeprefix("workbook.")] = tuple(wing for layer in layers for wing in layer)
    return found


def modules() -> Iterable[Path]:
    return (path for path in ROOMS.rglob("*.py") if "__pycache__" not in path.parts)


def named(path: Path) -> str:
    return ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")


def imports(source: str, known: frozenset[str]) -> set[str]:
    """The modules of the program that a module imports, wherever in it, for types too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)} & known
    return found


@cache
def graph() -> Mapping[str, set[str]]:
    """Who imports whom."""
    paths = {named(path): path for path in modules()}
    known = frozenset(paths)
    return {name: imports(path.read_text(encoding="utf-8"), known) - {name} for name, path in paths.items()}


def circle(edges: Mapping[str, set[str]]) -> list[str]:
    """One circle of modules that need each other; none when there is none."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for other in sorted(edges.get(name, ())):
            if found := walk(other, [*way, name]):
                return found
        done.add(name)
        return []

    return next((found for name in sorted(edges) if (found := walk(name, []))), [])


def belongs(room: str, imported: Iterable[str]) -> str:
    """The wing for a file, by what it imports: the lowest that may."""
    order = wings()[room]
    used = {name.split(".")[2] for name in imported if name.startswith(f"workbook.{room}.") and name.count(".") > 2}
    return max((wing for wing in used if wing in order), key=order.index, default=order[0])


def strays(edges: Mapping[str, set[str]]) -> list[str]:
    """Files that stand in a room and in none of its wings, each with the wing that fits."""
    return [
        f"{name.replace('.', '/')}.py stands in no wing of {room}: by what it imports it belongs to {belongs(room, needs)}/"
        for name, needs in sorted(edges.items())
        for room in wings()
        if name.startswith(f"workbook.{room}.") and name.count(".") == 2 and name.split(".")[2] not in wings()[room]
    ]


def test_every_file_stands_in_a_wing() -> None:
    """Rooms with wings hold no loose file; the sentence says where a new one goes."""
    assert [] == strays(graph())


def test_a_stray_file_is_told_its_wing() -> None:
    """The check above can fail, and names the lowest wing that may import what the file imports."""
    planted = {
        "workbook.rules.fresh": {"workbook.rules.facts.holds", "workbook.rules.owed.duties", "workbook.words.money"}
    }

    told = "workbook/rules/fresh.py stands in no wing of rules: by what it imports it belongs to owed/"
    assert [told] == strays(planted)


def test_no_two_files_need_each_other() -> None:
    """No circle of imports, those inside functions and for types included."""
    assert [] == circle(graph())


def test_a_planted_circle_would_be_found() -> None:
    """The check above can fail."""
    assert ["a", "b", "a"] == circle({"a": {"b"}, "b": {"a"}})


@pytest.mark.parametrize("room", ["rules", "papers", "shells", "rulebook"])
def test_no_import_runs_back(room: str) -> None:
    """A wing imports only wings before it (import-linter holds the same; this counts the arrows)."""
    order = wings()[room]
    back = [
        f"{name} -> {other}"
        for name, needs in graph().items()
        for other in needs
        if (one := name.split("."))[1:2] == [room] == (two := other.split("."))[1:2] and len(one) > 3 and len(two) > 3
        if order.index(two[2]) > order.index(one[2])
    ]

    assert [] == back


@pytest.mark.parametrize(
    "wing", [f"{room}/{wing}" for room, ones in wings().items() for wing in ones if wing != "engine"]
)
def test_a_wing_says_in_one_line_what_stands_there(wing: str) -> None:
    """Its __init__.py holds that line and nothing else."""
    text = (ROOMS / wing / "__init__.py").read_text(encoding="utf-8")

    assert (1, True) == (text.count("\n"), bool(ast.get_docstring(ast.parse(text))))
