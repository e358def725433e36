"""Text inside XML, as `xml.sax.saxutils` has it, without the web client which that loads at every start."""

from __future__ import annotations


def escape(text: str) -> str:
    """The text with & < > as entities.

    Examples:
        >>> escape("甲<乙&丙")
        '甲&lt;乙&amp;丙'
    """
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def unescape(text: str) -> str:
    """The text that was meant.

    Examples:
        >>> unescape("甲&lt;乙&amp;lt;丙")
        '甲<乙&lt;丙'
    """
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
