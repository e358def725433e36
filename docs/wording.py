"""The texts of the program for people, gathered into the catalogue of each language: workbook/words/locale/*/LC_MESSAGES.

A text is gathered where it is said (`worded`, `declared`) and where it is declared (kinds of issues, commands, sheets). The .po
is for people; what is gathered and has no translation yet stands in it empty. The .mo is made of it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from gettext import GNUTranslations
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from terms import page_texts, terms

from workbook.words.issues import Kind

HOME = Path(__file__).resolve().parents[1]
PROGRAM = HOME / "workbook"
LOCALE = PROGRAM / "words" / "locale"
SAID = {"worded": None, "declared": None}
"""The functions whose first argument is a text."""

NO_CLOCK = datetime(2026, 1, 1, tzinfo=UTC)

Text = tuple[str | None, str]
"""What a text is the name of (None for a sentence), and the text."""


def said() -> Iterator[Text]:
    """What stands in a call of worded or declared, in the program and in the templates of letters."""
    found = extract_from_dir(str(PROGRAM), [("**.py", "python")], keywords=SAID, comment_tags=())
    for _, _, message, _, context in found:
        yield context, message if isinstance(message, str) else message[0]
    for file in sorted((HOME / "templates").glob("*.j2")):
        yield from ((None, text) for text in re.findall(r'worded\("([^"]+)"', file.read_text(encoding="utf-8")))


def kept_as_values() -> Iterator[Text]:
    """What is declared as a value and said elsewhere."""
    for kind in Kind:
        for text in (kind.value.level, kind.value.title, kind.value.what, kind.value.cure):
            yield None, text


def noted() -> Iterator[Text]:
    """What is noted on the headings of rule sheets."""
    notes = yaml.safe_load((HOME / "docs" / "meanings.yaml").read_text(encoding="utf-8"))
    for means in (notes["规则列"], *notes["各规则表的列"].values()):
        yield from ((None, text) for text in means.values())


def texts() -> list[Text]:
    """All of them, once each."""
    return [
        one
        for one in dict.fromkeys(
            [*kept_as_values(), *said(), *noted(), *terms(), *((None, text) for text in page_texts())]
        )
        if one[1]
    ]


def codes() -> list[str]:
    """The languages there are: one folder each."""
    return sorted(one.parent.parent.name for one in LOCALE.glob("*/LC_MESSAGES/huifang.po"))


def file_of(code: str, kind: str) -> Path:
    """The catalogue of a language: kind is po or mo."""
    return LOCALE / code / "LC_MESSAGES" / f"huifang.{kind}"


def catalogue(code: str) -> Catalog:
    """What a language has, brought to what the program says now."""
    with file_of(code, "po").open("rb") as file:
        kept = read_po(file, locale=code)
    found = Catalog(locale=code, project="huifang", fuzzy=False, creation_date=NO_CLOCK, revision_date=NO_CLOCK)
    for context, text in texts():
        old = kept.get(text, context=context)
        found.add(text, old.string if old is not None else "", context=context)
    return found


def po(found: Catalog) -> bytes:
    """The file for people: in the order of the texts, without a line number or a clock."""
    out = io.BytesIO()
    write_po(out, found, width=0, no_location=True, omit_header=True, sort_output=True)
    head = f'msgid ""\nmsgstr ""\n"Language: {found.locale_identifier}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head.encode() + out.getvalue()


def mo(found: Catalog) -> bytes:
    """The file that the program reads."""
    out = io.BytesIO()
    write_mo(out, found)
    return out.getvalue()


def read_by_program(file: bytes) -> dict[str, str]:
    """What gettext reads in a .mo: whichever Babel made it, in whatever order."""
    kept: dict[str, str] = GNUTranslations(io.BytesIO(file))._catalog if file else {}  # noqa: SLF001 - there is no public way
    return {text: said for text, said in kept.items() if text}


def stale() -> Iterator[tuple[Path, bytes]]:
    """The files of catalogues that aren't as they should be now, and how they should be."""
    for code in codes():
        found = catalogue(code)
        if (wanted := po(found)) != file_of(code, "po").read_bytes():
            yield file_of(code, "po"), wanted
        file = file_of(code, "mo")
        kept = file.read_bytes() if file.exists() else b""
        if not kept or read_by_program(kept) != read_by_program(mo(found)):
            yield file, mo(found)
