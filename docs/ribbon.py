"""Draws ribbon.svg, a sketch of the tab 回访, out of macros/ribbon.xml.

python docs/ribbon.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from lxml import etree

HOME = Path(__file__).resolve().parent
sys.path.insert(0, str(HOME.parent))

from workbook.shells.macros import sources  # noqa: E402

TALL, LARGE, SMALL, LINE, PAD = 96, 72, 96, 24, 10
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="Microsoft YaHei, '
    'PingFang SC, Noto Sans CJK SC, sans-serif" font-size="12" fill="#1f2937">'
    '<rect width="100%" height="100%" fill="#f3f4f6"/>'
    '<text x="14" y="20" font-weight="bold" fill="#1f5fa8">回访</text>'
    '<text x="60" y="20" fill="#6b7280">示意图：画的，不是屏幕上拍的；图标由 Excel 自己画</text>'
)


def words(x: float, y: float, text: str, colour: str = "#1f2937") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="middle" fill="{colour}">{escape(text)}</text>'


def picture(x: float, y: float, size: float) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{size:g}" height="{size:g}" rx="4" fill="#cfdcea"/>'


def group(node: etree._Element, left: float) -> tuple[str, float]:
    """One group of the tab, and where it ends; small buttons stand three below each other."""
    out, x, waiting = [], left + PAD, 0
    for button in node.iter("{*}button"):
        label = str(button.get("label"))
        if button.get("size") == "large":
            x += (SMALL if waiting else 0) * (waiting > 0)
            waiting = 0
            out += [picture(x + LARGE / 2 - 16, 40, 32), words(x + LARGE / 2, 92, label)]
            x += LARGE
        else:
            y = 36 + (waiting % 3) * LINE
            out += [picture(x + 4, y, 16), f'<text x="{x + 26:g}" y="{y + 13:g}">{escape(label)}</text>']
            waiting += 1
    right = x + (SMALL if waiting else 0) + PAD
    out.append(words((left + right) / 2, 30 + TALL - 8, str(node.get("label")), "#6b7280"))
    out.append(f'<line x1="{right:g}" y1="34" x2="{right:g}" y2="{30 + TALL - 4}" stroke="#d1d5db"/>')
    return "".join(out), right


def drawn() -> str:
    """The whole sketch."""

    def parts() -> Iterator[str]:
        nonlocal x
        for node in etree.fromstring(sources.ribbon()).iter("{*}group"):
            text, x = group(node, x)
            yield text

    x = 4.0
    inside = "".join(parts())
    return HEAD.format(width=f"{x + 8:g}", height=30 + TALL) + inside + "</svg>\n"


if __name__ == "__main__":
    (HOME / "ribbon.svg").write_text(drawn(), encoding="utf-8")
