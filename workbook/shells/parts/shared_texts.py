"""Texts that cells share: put into the cells of rows that leave, and emptied once no cell shows them any more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

_CELL = re.compile(rb'(<(?:[\w.-]+:)?c r="[A-Z]+\d+"[^>]*?)\st="s"([^>]*>)<((?:[\w.-]+:)?)v>(\d+)</(?:[\w.-]+:)?v>')
_TEXT = re.compile(rb"<((?:[\w.-]+:)?)si(?:\s[^>]*)?(?:/>|>(.*?)</(?:[\w.-]+:)?si>)", re.DOTALL)
_NUMBER = re.compile(rb"v>(\d+)<")


def inside(rows: Mapping[int, bytes], texts: bytes) -> dict[int, bytes]:
    """Rows with the texts that they share with others inside their own cells, runs of letters and all."""
    wanted = {int(one[4]) for row in rows.values() for one in _CELL.finditer(row)}
    found = enumerate(_TEXT.finditer(texts)) if wanted else ()
    held = {at: _bare(one[2] or b"", one[1]) for at, one in found if at in wanted}
    return {at: _CELL.sub(lambda one: _inline(one, held), row) for at, row in rows.items()}


def shown(sheets: Iterable[bytes]) -> set[int]:
    """The numbers of all texts that cells may show, and perhaps some more: whole numbers look the same."""
    return {int(one) for sheet in sheets for one in _NUMBER.findall(sheet)}


def emptied(texts: bytes, used: Collection[int]) -> list[bytes]:
    """The texts without those that nobody shows; the numbers of the others stay."""
    out, end = list[bytes](), 0
    for at, one in enumerate(_TEXT.finditer(texts)):
        if at not in used:
            out += (texts[end : one.start()], b"<%ssi><%st/></%ssi>" % (one[1], one[1], one[1]))
            end = one.end()
    return [*out, texts[end:]]


def _inline(found: re.Match[bytes], texts: Mapping[int, bytes]) -> bytes:
    """A cell that shows a shared text, with the text inside it."""
    prefix, text = found[3], texts.get(int(found[4]), b"")
    inner = text.replace(b"\x00", prefix)
    return b'%s t="inlineStr"%s<%sis>%s</%sis>' % (found[1], found[2], prefix, inner, prefix)


def _bare(text: bytes, prefix: bytes) -> bytes:
    """A text's inside, a zero byte in place of its namespace's prefix."""
    if prefix:
        return text.replace(b"<" + prefix, b"<\x00").replace(b"</" + prefix, b"</\x00")
    return re.sub(rb"<(/?)(?=\w)", lambda one: b"<" + one[1] + b"\x00", text)
