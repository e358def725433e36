"""A workbook or a sheet that its owner has locked: nothing is written there, and why is said."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.shells.parts import xmltree
from workbook.shells.parts.ooxml import Wiring
from workbook.shells.parts.xmltree import Node, child
from workbook.words.faults import BookFault
from workbook.words.tongue import named, worded


def refuse_protected(name: str, frame: Node) -> None:
    """Nothing, if the sheet may be written.

    Raises:
        BookFault: it is protected.
    """
    lock = child(frame, "sheetProtection")
    if lock is not None and lock.get("sheet", "0") in {"1", "true"}:
        raise BookFault(
            worded("【{name}】加了保护，写不进去。", name=named(name)),
            worded("在“审阅”里点“撤销工作表保护”，再点一次。没有改动任何格。"),
        )


def refuse_locked_structure(wiring: Wiring, fresh: Iterable[str]) -> None:
    """Nothing, if these new sheets may be added.

    Raises:
        BookFault: the structure of the workbook is protected.
    """
    root = xmltree.parse(wiring.package.read(wiring.main), wiring.main)
    lock = child(root, "workbookProtection")
    wanted = "".join(f"【{name}】" for name in fresh)
    if wanted and lock is not None and lock.get("lockStructure", "0") in {"1", "true"}:
        raise BookFault(
            worded("工作簿的结构加了保护，加不了新表{wanted}。", wanted=wanted),
            worded("在“审阅”里点“保护工作簿”撤销保护，再点一次。没有改动任何格。"),
        )
