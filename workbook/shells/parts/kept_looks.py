"""Formats of cells that leave a book, written down so that they can be given back in a book whose formats have moved."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lxml import etree

from workbook.shells.parts import xmltree
from workbook.shells.parts.xmltree import Node, child, children

LISTS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
FIRST_OWN_FORMAT = 164


def written(xml: bytes, part: str, wanted: Collection[int]) -> dict[str, dict[str, str]]:
    """Number of each format → what it is made of, as XML."""
    root = xmltree.parse(xml, part)
    formats = list(children(child(root, "cellXfs"), "xf"))
    codes = {one.get("numFmtId", ""): one for one in children(child(root, "numFmts"), "numFmt")}
    made = {}
    for number in sorted(wanted):
        if number < len(formats):
            xf = formats[number]
            made[str(number)] = {"xf": _text(xf)} | {
                fact: _text(members[int(xf.get(fact, "0"))])
                for fact, holder in LISTS.items()
                if int(xf.get(fact, "0")) < len(members := list(child(root, holder)))  # type: ignore[arg-type]
            }
            code = codes.get(xf.get("numFmtId", ""))
            if code is not None:
                made[str(number)]["code"] = code.get("formatCode", "")
    return made


def restored(xml: bytes, part: str, looks: Mapping[str, Mapping[str, str]]) -> tuple[bytes, dict[int, int]]:
    """The formats with those that were written down, and the number each has now."""
    root = xmltree.parse(xml, part)
    now: dict[int, int] = {}
    changed = False
    for number, look in looks.items():
        xf = etree.fromstring(look["xf"].encode())
        for fact, holder in LISTS.items():
            if fact in look:
                place, added = _place(child(root, holder), etree.fromstring(look[fact].encode()))
                xf.set(fact, str(place))
                changed |= added
        if "code" in look:
            code, added = _code(root, look["code"])
            xf.set("numFmtId", code)
            changed |= added
        styles = sum(1 for _ in children(child(root, "cellStyleXfs"), "xf"))
        if int(xf.get("xfId", "0")) >= max(styles, 1):
            xf.set("xfId", "0")
        place, added = _place(child(root, "cellXfs"), xf, prefer=int(number))
        now[int(number)] = place
        changed |= added
    return (xmltree.to_bytes(root) if changed else xml), now


def _text(node: Node) -> str:
    return xmltree.canonical(node).decode()


def _place(holder: Node | None, node: Node, prefer: int = -1) -> tuple[int, bool]:
    """Where a member of a list stands; put at its end where it isn't there."""
    assert holder is not None
    wanted = xmltree.canonical(node)
    members = [one for one in holder if xmltree.local(one)]
    if 0 <= prefer < len(members) and xmltree.canonical(members[prefer]) == wanted:
        return prefer, False
    for at, one in enumerate(members):
        if xmltree.canonical(one) == wanted:
            return at, False
    holder.append(node)
    holder.set("count", str(len(members) + 1))
    return len(members), True


def _code(root: Node, code: str) -> tuple[str, bool]:
    """The number of a number format."""
    holder = child(root, "numFmts")
    known = list(children(holder, "numFmt"))
    for one in known:
        if one.get("formatCode") == code:
            return one.get("numFmtId", "0"), False
    if holder is None:
        holder = etree.Element(f"{xmltree.space(root)}numFmts")
        root.insert(0, holder)
    number = max([FIRST_OWN_FORMAT - 1, *(int(one.get("numFmtId", "0")) for one in known)]) + 1
    xmltree.add(holder, "numFmt", numFmtId=str(number), formatCode=code)
    holder.set("count", str(len(known) + 1))
    return str(number), True
