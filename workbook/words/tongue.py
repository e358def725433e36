"""The language people are spoken to: Chinese, in which everything is thought, or one that a catalogue knows.

A text is looked up where it is made for a reader, with its {names} still open, and filled afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, Protocol

CHINESE = "zh"
SHEET, HEADING, WORD, SETTING, TYPE = "sheet", "heading", "word", "setting", "type"
"""What a name is the name of; 客户 is a sheet (Customers) and a heading (Customer)."""


class Catalogue(Protocol):
    """What Python's gettext makes of a .mo file."""

    def gettext(self, message: str, /) -> str:
        """The text in the other language; itself where it has none."""

    def pgettext(self, context: str, message: str, /) -> str:
        """The same of a text that means several things."""


class Tongue(NamedTuple):
    """A language and its texts."""

    code: str
    texts: Catalogue


_SPOKEN: ContextVar[Tongue | None] = ContextVar("spoken", default=None)


def speak(tongue: Tongue | None) -> None:
    """From here on people are spoken to in this language; None is Chinese."""
    _SPOKEN.set(tongue)


def spoken() -> str:
    """The code of the language that is spoken: zh, en …"""
    tongue = _SPOKEN.get()
    return CHINESE if tongue is None else tongue.code


def heard() -> Tongue | None:
    """The language that is spoken; None is Chinese."""
    return _SPOKEN.get()


@contextmanager
def speaking(tongue: Tongue | None) -> Iterator[None]:
    """Speaks a language for a while."""
    token = _SPOKEN.set(tongue)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def worded(text: str, /, **values: object) -> str:
    """A declared text in the language that is spoken, its {names} filled.

    Examples:
        >>> worded("{count} 行没有读。", count=3), worded("照原样 {}")
        ('3 行没有读。', '照原样 {}')
    """
    tongue = _SPOKEN.get()
    if tongue is not None and text:
        text = tongue.texts.gettext(text)
        values = {name: _told(value, tongue) for name, value in values.items()}
    return text.format(**values) if values else text


def _told(value: object, tongue: Tongue) -> object:
    """A value as people see it in another language: fixed words by their name there, a place by its sheet's."""
    return tongue.texts.pgettext(WORD, value) if isinstance(value, str) else getattr(value, "told", value)


def named(term: str, kind: str = SHEET) -> str:
    """The name of a sheet, of a column (HEADING) or a fixed word in cells (WORD) in the language that is spoken.

    Examples:
        >>> named("今日清单"), named("客户", HEADING)
        ('今日清单', '客户')
    """
    tongue = _SPOKEN.get()
    return term if tongue is None else tongue.texts.pgettext(kind, term)


def declared(text: str, /) -> str:
    """A text that is declared here and said elsewhere: for whoever gathers the texts of the catalogue."""
    return text
