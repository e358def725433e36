"""huifang build: the workbooks with buttons and the add-in, made from macros/ and a workbook; the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workbook.shells.macros import macro_book
from workbook.shells.macros.sources import Flavour
from workbook.shells.safety import saving
from workbook.words.faults import BookFault
from workbook.words.tongue import worded

EXCEL, LIBREOFFICE, ADDIN = "回访工作簿.xlsm", "回访工作簿-LibreOffice.xlsm", "huifang.xlam"


def build(folder: Path, layout: Path) -> Iterator[Path]:
    """Writes all three into `folder`, the workbooks with the sheets of `layout`; each as it stands there.

    Raises:
        BookFault: one can't be written.
    """
    saving.make_folder(folder)
    macro_book.equip(layout, folder / EXCEL)
    yield folder / EXCEL
    macro_book.addin(folder / ADDIN)
    yield folder / ADDIN
    macro_book.equip(layout, folder / LIBREOFFICE, "libreoffice")
    yield folder / LIBREOFFICE


def equipped(book: Path, folder: Path | None, flavour: Flavour) -> Path:
    """An office's own workbook with buttons, as .xlsm beside it or in `folder`; the workbook itself isn't touched.

    Raises:
        BookFault: it can't be read, has macros already, or there is such an .xlsm.
    """
    target = (folder or book.parent) / f"{book.stem}.xlsm"
    if target.exists():
        raise BookFault(
            worded("“{name}”已经有了。", name=target.name), worded("把它移走或改名，再做一次。没有改动任何文件。")
        )
    saving.make_folder(target.parent)
    macro_book.equip(book, target, flavour)
    return target
