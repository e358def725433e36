"""Small XML parts as trees that go back to bytes without losing prefixes, comments or the declaration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from workbook.words.faults import BookFault
from workbook.words.tongue import worded

Node = etree._Element  # noqa: SLF001  the public name of lxml's element type


def parse(xml: bytes, part: str) -> Node:
    """The root of a part; entities are never fetched or expanded.

    Raises:
        BookFault: not well-formed.
    """
    reader = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(xml, reader)
    except etree.XMLSyntaxError as found:
        raise unreadable(part) from found


def unreadable(part: str) -> BookFault:
    """A part that isn't what it should be."""
    return BookFault(
        worded("工作簿里有一部分读不懂（{part}）。", part=part),
        worded("用 Excel 打开它，另存为 .xlsx，再用新的那一份。"),
    )


def to_bytes(root: Node) -> bytes:
    """The part as Excel writes it: UTF-8, standalone."""
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    return head + etree.tostring(root, encoding="UTF-8")


def canonical(node: Node) -> bytes:
    """An element in the form in which equal means the same."""
    return etree.tostring(node, method="c14n", with_tail=False)


def local(node: Node) -> str:
    """The tag without its namespace; '' for comments."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def space(node: Node) -> str:
    """The namespace of a tag in lxml's form, {…} or ''."""
    return node.tag[: node.tag.rindex("}") + 1] if isinstance(node.tag, str) and "}" in node.tag else ""


def children(node: Node | None, name: str) -> Iterator[Node]:
    """Direct children with this tag, whatever their namespace."""
    if node is not None:
        yield from (child for child in list(node) if local(child) == name)


def child(node: Node | None, name: str) -> Node | None:
    """The first of `children`, or None."""
    return next(children(node, name), None)


def anywhere(node: Node, name: str) -> Iterator[Node]:
    """All descendants with this tag, whatever their namespace."""
    yield from (found for found in list(node.iter()) if local(found) == name)


def _content(node: Node) -> str:
    """The tag, or the tag of what alternatives wrap."""
    if local(node) != "AlternateContent":
        return local(node)
    return next((local(inner) for choice in children(node, "Choice") for inner in choice), "")


def add(parent: Node, tag: str, order: Sequence[str] = (), **attributes: str) -> Node:
    """A new child in the parent's namespace, put where `order` (the schema's sequence) wants it; else at the end."""
    made = etree.SubElement(parent, space(parent) + tag, attributes)
    if tag in order:
        later = set(order[order.index(tag) + 1 :])
        before = next((other for other in parent if _content(other) in later), None)
        if before is not None:
            before.addprevious(made)
    return made


def remove(nodes: Iterable[Node]) -> None:
    """Take elements out of their trees."""
    for node in list(nodes):
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)
