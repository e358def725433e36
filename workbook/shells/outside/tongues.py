"""The catalogues that travel with the program: one folder a language, workbook/words/locale/en/LC_MESSAGES/huifang.mo."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from workbook.shells.outside.carried import PACKAGE
from workbook.words.tongue import CHINESE, Tongue, speak

LOCALE = PACKAGE / "words" / "locale"
VARIABLE = "HUIFANG_LANG"
"""The language of people who don't say --lang."""
SETTINGS = "设置"
_TOLD: ContextVar[str] = ContextVar("told", default="")
_TEXTS = Path("LC_MESSAGES") / "huifang.mo"


def languages(folder: Path = LOCALE) -> tuple[str, ...]:
    """Their codes, Chinese first: another catalogue is another language."""
    return CHINESE, *sorted(one.name for one in folder.iterdir() if (one / _TEXTS).is_file())


@cache
def tongue(code: str, folder: Path = LOCALE) -> Tongue | None:
    """A language by its code (en, en-GB, en_US.UTF-8); None is Chinese, and so is one that nobody wrote."""
    plain = code.strip().replace("-", "_").partition(".")[0]
    for name in (plain, plain.partition("_")[0].lower()):
        if name and (folder / name / _TEXTS).is_file():
            from gettext import GNUTranslations

            with (folder / name / _TEXTS).open("rb") as file:
                return Tongue(name, GNUTranslations(file))
    return None


def told(words: Sequence[str]) -> str:
    """The language that is asked for on the command line, or in the environment; empty where nobody says.

    Examples:
        >>> told(["today", "a.xlsx", "--lang", "en"]), told(["--lang=en", "doctor"])
        ('en', 'en')
    """
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word.startswith("--lang"):
            return word.partition("=")[2] or following
    return os.environ.get(VARIABLE, "")


def speak_as_told(words: Sequence[str]) -> bool:
    """Speaks the language that is asked for, Chinese where it is none; whether one was asked for."""
    code = told(words)
    _TOLD.set(code)
    speak(tongue(code) if code else None)
    return bool(code)


def speak_as_book(own: Tongue | None) -> None:
    """Speaks the language of a workbook, where nobody asked for one."""
    if not _TOLD.get():
        speak(own)


def tongue_of(names: Collection[str]) -> Tongue | None:
    """The language of a workbook with these sheets; None is Chinese."""
    if SETTINGS in names:
        return None
    from workbook.rulebook.load.translated import is_kept_in

    known = (tongue(code) for code in languages() if code != CHINESE)
    return next((one for one in known if one is not None and is_kept_in(names, one)), None)
