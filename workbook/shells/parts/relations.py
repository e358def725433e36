"""How one part of a package points to another, and what kind of part each is."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from urllib.parse import quote, unquote

from workbook.shells.parts import xmltree
from workbook.shells.parts.ooxml import ROOT_RELATIONS, TYPES
from workbook.shells.parts.package import Package
from workbook.shells.parts.xmltree import Node, add, local

_SPACE = b"http://schemas.openxmlformats.org/package/2006/relationships"


def relations_of(part: str) -> str:
    """The part that holds a part's relationships; '' is the package."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels") if part else ROOT_RELATIONS


def relate(package: Package, part: str, kind: str, target: str) -> str:
    """A new relationship from a part ('' is the package) to another; its id."""
    where, folder = relations_of(part), posixpath.dirname(part)
    root = _root(package, where)
    (fresh,) = _free(root, 1)
    near = posixpath.relpath(target, folder or ".")
    add(root, "Relationship", Id=fresh, Type=kind, Target=near)
    package.write(where, xmltree.to_bytes(root))
    return fresh


def reach_out(package: Package, part: str, kind: str, files: Sequence[str]) -> list[str]:
    """New relationships from a part to files outside, by their way from the book's folder; their ids."""
    if not files:
        return []
    where = relations_of(part)
    root = _root(package, where)
    made = _free(root, len(files))
    for own, file in zip(made, files, strict=True):
        add(root, "Relationship", Id=own, Type=kind, Target=quote(file), TargetMode="External")
    package.write(where, xmltree.to_bytes(root))
    return made


def let_go(package: Package, part: str, gone: Collection[str]) -> None:
    """A part without the relationships of these ids."""
    where = relations_of(part)
    if gone and where in package:
        root = _root(package, where)
        xmltree.remove([one for one in root if one.get("Id") in gone])
        package.write(where, xmltree.to_bytes(root))


def _root(package: Package, where: str) -> Node:
    xml = package.read(where) if where in package else b'<Relationships xmlns="%s"/>' % _SPACE
    return xmltree.parse(xml, where)


def _free(root: Node, count: int) -> list[str]:
    """The first ids that nobody has."""
    taken = {relation.get("Id") for relation in root}
    names = (f"rId{n}" for n in range(1, len(taken) + count + 1))
    return list(islice((name for name in names if name not in taken), count))


def outside(package: Package, part: str) -> dict[str, str]:
    """The files outside that a part points to, by the id of the relationship."""
    where = relations_of(part)
    root = xmltree.parse(package.read(where), where) if where in package else ()
    found = [one for one in root if one.get("TargetMode") == "External"]
    return {one.get("Id", ""): unquote(one.get("Target", "")) for one in found}


def declare(package: Package, name: str, kind: str) -> None:
    """The content type of a part (a name that begins with /), set or changed."""
    root = xmltree.parse(package.read(TYPES), TYPES)
    known: Mapping[str, Node] = {one.get("PartName", ""): one for one in root if local(one) == "Override"}
    (known[name] if name in known else add(root, "Override", PartName=name)).set("ContentType", kind)
    package.write(TYPES, xmltree.to_bytes(root))


def free(package: Package, pattern: str) -> str:
    """The first name of a pattern (xl/charts/chart{}.xml) that no part has."""
    taken = {name.casefold() for name in package.names}
    names = (pattern.format(number) for number in range(1, len(taken) + 2))
    return next(name for name in names if name.casefold() not in taken)
