"""What stands in macros/: the modules of each flavour, the ribbon, and the buttons that the ribbon names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple

import yaml
from lxml import etree

from workbook.shells.macros.vba_project import Module, module
from workbook.shells.outside.carried import carried
from workbook.words.faults import Fault
from workbook.words.tongue import worded

Flavour = Literal["excel", "libreoffice"]
CONF_NAME = "huifang"
"""The settings that macros read are huifang.conf, so that those of somebody's own xlwings stay as they are."""

_A_LINE = 30  # characters of a sentence in one line of VBA, which may have 1023 of its own


class Button(NamedTuple):
    """A button on a sheet: what is written on it, and the macro it calls."""

    caption: str
    macro: str


ELSEWHERE = "row"
"""The tag of a button about a row of another sheet than the first: it stands on the ribbon, and LibreOffice's toolbar."""
TOOLBAR = '<!DOCTYPE toolbar:toolbar PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "toolbar.dtd">'
HERE = "Here"
"""How the macro of a button ends that is about the selected row."""


def folder() -> Path:
    """macros/, as it stands in the project or travels with the package."""
    return carried("_macros", "macros")


def modules(flavour: Flavour) -> tuple[Module, ...]:
    """Our modules, and for Excel those of xlwings that carry them; all ASCII."""
    ours = [module(path.name, path.read_text(encoding="utf-8")) for path in _files(flavour)]
    sentences: Mapping[str, str] = yaml.safe_load((folder() / "words.yaml").read_text(encoding="utf-8"))
    carried = _xlwings() if flavour == "excel" else ()
    return (*ours, module("HuifangWords.bas", words_module(sentences)), *carried)


def _files(flavour: Flavour) -> list[Path]:
    return [*sorted(folder().glob("*.bas")), *sorted((folder() / flavour).glob("*.bas"))]


def _xlwings() -> tuple[Module, ...]:
    """The two modules that xlwings has for workbooks without its add-in, under our name for the settings.

    Raises:
        Fault: xlwings isn't installed.
    """
    place = xlwings_folder()
    if place is None:
        raise Fault(worded("没有装 xlwings，做不出带按钮的工作簿。"), worded("运行 pip install xlwings，再做一次。"))
    code = (place / "xlwings_custom_addin.bas").read_text(encoding="utf-8")
    named = code.replace('PROJECT_NAME As String = "myaddin"', f'PROJECT_NAME As String = "{CONF_NAME}"')
    if named == code:
        raise Fault(
            worded("装着的 xlwings 不是认得的样子，做不出带按钮的工作簿。"),
            worded("运行 pip install --upgrade xlwings。"),
        )
    classes = (place / "addin" / "Dictionary.cls").read_text(encoding="utf-8")
    return module("xlwings.bas", named), module("Dictionary.cls", classes)


def xlwings_folder() -> Path | None:
    """Where xlwings is installed; it isn't imported for that."""
    found = find_spec("xlwings")
    return Path(found.origin).parent if found and found.origin else None


def words_module(sentences: Mapping[str, str]) -> str:
    """A module with one function for each sentence, its characters as numbers.

    Examples:
        >>> print(words_module({"Title": "回访"}).splitlines()[4])
            WordsTitle = Said("56DE 8BBF")
    """
    lines = ['Attribute VB_Name = "HuifangWords"', "' Made from macros/words.yaml.", "Option Explicit"]
    for name, sentence in sentences.items():
        pieces = [sentence[at : at + _A_LINE] for at in range(0, len(sentence), _A_LINE)]
        spelt = [f'Said("{" ".join(f"{ord(letter):04X}" for letter in piece)}")' for piece in pieces]
        joined = " _\n        & ".join(spelt)
        lines += [f"Public Function Words{name}() As String", f"    Words{name} = {joined}", "End Function", ""]
    said = (
        "Private Function Said(ByVal Codes As String) As String", "    Dim Code As Variant",
        '    For Each Code In Split(Codes, " ")', '        Said = Said & ChrW(CLng("&H" & Code))', "    Next Code",
        "End Function",
    )  # fmt: skip
    return "\n".join([*lines, *said, ""])


def ribbon() -> bytes:
    """The tab 回访 as the part customUI14.xml holds it."""
    return (folder() / "ribbon.xml").read_bytes()


def buttons() -> tuple[tuple[Button, ...], ...]:
    """The buttons of the ribbon that stand on a sheet too; RibbonToday calls HuifangToday, and so does the one on the sheet."""
    root = etree.fromstring(ribbon())
    return tuple(
        tuple(
            Button(str(one.get("label")), re.sub("^Ribbon", "Huifang", str(one.get("onAction"))))
            for one in group.iter("{*}button")
            if one.get("tag") != ELSEWHERE
        )
        for group in root.iter("{*}group")
    )


def toolbar() -> bytes:
    """The buttons about the selected row as a toolbar of LibreOffice, which has no ribbon: at hand on every sheet."""
    space, link = "http://openoffice.org/2001/toolbar", "http://www.w3.org/1999/xlink"
    made = etree.Element(f"{{{space}}}toolbar", nsmap={"toolbar": space, "xlink": link})
    made.set(f"{{{space}}}uiname", "回访")
    for one in etree.fromstring(ribbon()).iter("{*}button"):
        macro = str(one.get("onAction"))
        if macro.endswith(HERE):
            item = etree.SubElement(made, f"{{{space}}}toolbaritem")
            does = re.sub(r"(?<!^)(?=[A-Z])", "_", macro.removeprefix("Ribbon")).lower()
            item.set(f"{{{link}}}href", f"vnd.sun.star.script:huifang.py${does}?language=Python&location=user")
            item.set(f"{{{space}}}text", str(one.get("label")))
            item.set(f"{{{space}}}style", "text")
    return bytes(etree.tostring(made, xml_declaration=True, encoding="UTF-8", doctype=TOOLBAR))
