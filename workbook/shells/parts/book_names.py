"""A name of the whole book that holds a word and that nobody sees: what staff delete from a sheet stands there still."""

from __future__ import annotations

from workbook.shells.parts import xmltree
from workbook.shells.parts.ooxml import BOOK_ORDER, Wiring
from workbook.shells.parts.xmltree import add, child, children


def held(wiring: Wiring, name: str) -> str:
    """The word; '' where the book has no such name."""
    root = xmltree.parse(wiring.package.read(wiring.main), wiring.main)
    found = (one for one in children(child(root, "definedNames"), "definedName") if one.get("name") == name)
    return next(((one.text or "").strip('="') for one in found), "")


def hold(wiring: Wiring, name: str, word: str) -> None:
    """From now on the book holds this word; '' takes the name away."""
    root = xmltree.parse(wiring.package.read(wiring.main), wiring.main)
    names = child(root, "definedNames")
    if names is None:
        if not word:
            return
        names = add(root, "definedNames", BOOK_ORDER)
    node = next((one for one in children(names, "definedName") if one.get("name") == name), None)
    if not word:
        xmltree.remove([node] if node is not None else [])
        xmltree.remove([names] if len(names) == 0 else [])
    else:
        node = add(names, "definedName", name=name, hidden="1") if node is None else node
        node.text = f'"{word}"'
    wiring.package.write(wiring.main, xmltree.to_bytes(root))
