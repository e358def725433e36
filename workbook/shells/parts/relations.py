"""How one part of a package points to another, and what kind of part each is."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

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
    xml = package.read(where) if where in package else b'<Relationships xmlns="%s"/>' % _SPACE
    root = xmltree.parse(xml, where)
    taken = {relation.get("Id") for relation in root}
    fresh = next(name for name in (f"rId{n}" for n in range(1, len(taken) + 2)) if name not in taken)
    near = posixpath.relpath(target, folder or ".")
    add(root, "Relationship", Id=fresh, Type=kind, Target=near)
    package.write(where, xmltree.to_bytes(root))
    return fresh


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
