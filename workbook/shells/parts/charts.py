"""Charts as the parts they are: a chart over ranges of its own sheet, and the drawing that holds several."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from workbook.papers.pages.board import Chart, Line
from workbook.shells.parts.links import quoted_name
from workbook.shells.parts.look import FONT
from workbook.words.place import letters

CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_INK, _GREY, _LINE, _WHITE = "1F2937", "6B7280", "E5E7EB", "FFFFFF"
FEWEST = 2
"""Rows of a range: Excel writes a single cell in another way."""

_RANGE = re.compile(rb"(<(?:\w+:)?f>)([^<]*!)\$([A-Z]{1,3})\$(\d+):\$\3\$(\d+)(</(?:\w+:)?f>)")


def chart_part(chart: Chart, sheet: str) -> bytes:
    """A chart as its part; what it shows is read from the cells by whoever opens the book."""
    lines = "".join(_series(chart, line, place, sheet) for place, line in enumerate(chart.lines))
    axes = '<c:axId val="111"/><c:axId val="112"/>'
    if chart.kind == "折线":
        plot = f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{lines}<c:marker val="1"/>{axes}</c:lineChart>'
    else:
        way, apart = ("bar" if chart.kind == "横条" else "col"), ("100" if chart.is_stacked else "0")
        grouping = "stacked" if chart.is_stacked else "clustered"
        plot = (
            f'<c:barChart><c:barDir val="{way}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{lines}'
            f'<c:gapWidth val="60"/><c:overlap val="{apart}"/>{axes}</c:barChart>'
        )
    return (
        f'{_HEAD}<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:roundedCorners val="0"/>'
        f'<c:chart>{_title(chart.title)}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>{plot}{_axes(chart)}'
        f'<c:spPr><a:noFill/></c:spPr></c:plotArea><c:legend><c:legendPos val="b"/><c:overlay val="0"/>'
        f'{_font(900, _GREY)}</c:legend><c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln w="9525"><a:solidFill>'
        f'<a:srgbClr val="{_LINE}"/></a:solidFill></a:ln></c:spPr></c:chartSpace>'
    ).encode()  # fmt: skip


def _series(chart: Chart, line: Line, place: int, sheet: str) -> str:
    """One row of values: its name, colour, labels, names along the axis, numbers."""
    name, first, last = quoted_name(sheet), chart.head + 1, chart.head + max(chart.rows, FEWEST)

    def column(number: int) -> str:
        return escape(f"{name}!${letters(number)}${first}:${letters(number)}${last}", quote=False)

    colour = f'<a:solidFill><a:srgbClr val="{line.colour}"/></a:solidFill>'
    is_line = chart.kind == "折线"
    look = f'<c:spPr><a:ln w="28575">{colour}</a:ln></c:spPr>' if is_line else f"<c:spPr>{colour}</c:spPr>"
    marker = (
        f'<c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>{colour}</c:spPr></c:marker>' if is_line else ""
    )
    form = "0%" if chart.is_share else "#;;"  # nought has no label
    ink = _WHITE if chart.is_stacked else _INK  # what is stacked has its numbers inside
    labels = (
        f'<c:dLbls><c:numFmt formatCode="{form}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>{_font(900, ink)}'
        + (
            f'<c:dLblPos val="{("b" if place == 0 else "t") if is_line else "outEnd"}"/>'
            if not chart.is_stacked
            else ""
        )
        + '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    title = escape(f"{name}!${letters(line.column)}${chart.head}", quote=False)
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef><c:f>{title}</c:f></c:strRef></c:tx>'
        f"{look}{marker}" + ("" if is_line else '<c:invertIfNegative val="0"/>') + labels +
        f"<c:cat><c:strRef><c:f>{column(chart.names)}</c:f></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{column(line.column)}</c:f></c:numRef></c:val>"
        + ('<c:smooth val="0"/>' if is_line else "") + "</c:ser>"
    )  # fmt: skip


def _axes(chart: Chart) -> str:
    """Names along one axis, every one of them, from the top down where bars lie; whole numbers or shares along the other."""
    lies = chart.kind == "横条"
    names, numbers = ("l", "t") if lies else ("b", "l")
    way = "maxMin" if lies else "minMax"
    most = '<c:max val="1.1"/>' if chart.is_share else ""  # room for what is written above a whole
    least = "-0.2" if chart.is_share else "0"  # and below nought, where the names begin
    step = '<c:majorUnit val="0.2"/>' if chart.is_share else ""
    line = f'<a:ln w="6350"><a:solidFill><a:srgbClr val="{_LINE}"/></a:solidFill></a:ln>'
    grid = f"<c:majorGridlines><c:spPr>{line}</c:spPr></c:majorGridlines>"
    form = "0%;;0%" if chart.is_share else "0"
    return (
        f'<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="{way}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{names}"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{_font(750 if lies else 900, _INK)}<c:crossAx val="112"/><c:crosses val="autoZero"/>'
        f'<c:tickLblSkip val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/>{most}<c:min val="{least}"/></c:scaling>'
        f'<c:delete val="{int(lies)}"/><c:axPos val="{numbers}"/>{grid}<c:numFmt formatCode="{form}" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_font(900, _GREY)}'
        f'<c:crossAx val="111"/><c:crosses val="autoZero"/>{step}</c:valAx>'
    )


def _title(words: str) -> str:
    look = (
        f'<a:rPr lang="zh-CN" sz="1100" b="1"><a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill>'
        f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/></a:rPr>'
    )
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r>{look}<a:t>{escape(words)}</a:t></a:r></a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )


def _font(size: int, colour: str) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{size}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def anchors(charts: Sequence[tuple[Chart, str]], first: int) -> str:
    """The places of charts in a drawing; each with the id of its relationship, numbered from `first`."""
    return "".join(_anchor(chart, relation, first + at) for at, (chart, relation) in enumerate(charts))


def _anchor(chart: Chart, relation: str, number: int) -> str:
    top, left, bottom, right = chart.box

    def corner(tag: str, row: int, column: int) -> str:
        across = f"<xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        return f"<xdr:{tag}>{across}<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{tag}>"

    return (
        f'<xdr:twoCellAnchor xmlns:xdr="{_XDR}" xmlns:a="{_A}">{corner("from", top - 1, left - 1)}{corner("to", bottom, right)}'
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number + 1}" name="{escape(chart.title)}"/>'
        f'<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="{relation}"/></a:graphicData>'
        f"</a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
    )


def drawing_part() -> bytes:
    """A drawing with nothing in it."""
    return f'{_HEAD}<xdr:wsDr xmlns:xdr="{_XDR}" xmlns:a="{_A}"></xdr:wsDr>'.encode()


def with_anchors(drawing: bytes, made: str) -> bytes:
    """A drawing with further charts in it, in front of its end."""
    end = re.search(rb"</(?:\w+:)?wsDr>\s*$", drawing)
    if end is None:  # nothing in it yet
        empty = re.search(rb"<((?:\w+:)?wsDr)([^>]*)/>\s*$", drawing)
        if empty is None:
            return drawing
        return drawing[: empty.start()] + b"<%s%s>%s</%s>" % (empty[1], empty[2], made.encode(), empty[1])
    return drawing[: end.start()] + made.encode() + drawing[end.start() :]


def reaching(chart: bytes, sheet: str, lasts: Mapping[int, int]) -> bytes:
    """A chart whose ranges end where their tables do now.

    Shapes:
        lasts: the first row of a table → its last one that holds something.
    """
    own = {f"{name}!".encode() for name in (sheet, escape(quoted_name(sheet), quote=False), escape(quoted_name(sheet)))}

    def change(found: re.Match[bytes]) -> bytes:
        begin, where, column, first, _, end = found.groups()
        last = lasts.get(int(first))
        if where not in own or last is None:
            return found[0]
        return b"%s%s$%s$%s:$%s$%d%s" % (begin, where, column, first, column, last, end)

    return _RANGE.sub(change, chart)
