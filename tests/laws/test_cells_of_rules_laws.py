"""Whatever is typed into a cell of a rule: its reader understands it, or says why not; it never ends otherwise, nor late."""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))  # the helpers of the tests next door

from nasty import LONGEST, NASTY, SPLICED

from workbook.rulebook.cells import conditions
from workbook.rulebook.cells.formulas import formula
from workbook.rulebook.cells.plain import plain, short
from workbook.rulebook.cells.sentences import sentence
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.sorts.model import SHEETS
from workbook.words.spans import canonical, span
from workbook.words.windows import windows

Read = Callable[[str], Any]
CELLS = {
    f"{sheet}.{one.metadata['heading']}": one.metadata["read"]
    for sheet, sort in SHEETS.items()
    for one in dataclasses.fields(sort)
    if "heading" in one.metadata
}
READERS: dict[str, Read] = {getattr(read, "__qualname__", name): read for name, read in CELLS.items()}
READERS |= {
    "condition": conditions.condition,
    "test": conditions.test,
    "formula": formula,
    "sentence": sentence,
    "span": span,
}
READERS |= {"canonical": canonical, "windows": windows}
SIGNS = "0123456789.%-+:：；;\n 　,，、|｜()（）{}[]=甲天月年次元"
PIECES = st.sampled_from([*(one for one in NASTY if len(one) < 200 and "\\ud" not in ascii(one)), *SPLICED, *SIGNS])
WHOLE = st.characters(exclude_categories=["Cs"])  # half a letter never comes so far
TYPED = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(WHOLE, max_size=40))
SECONDS = 3.0
"""Of CPU, for one cell as long as Excel lets it be."""


def read(reader: Read, cell: str) -> None:
    """Reads a cell as the loader does."""
    try:
        reader(short(plain(cell)))
    except NotUnderstood as error:
        assert error.why
        assert error.hint


@pytest.mark.parametrize("name", READERS)
@given(cell=TYPED)
@settings(max_examples=40)
@example(cell="((((")
@example(cell="行号:VIP\n数量[99999999999999999999.VIP]")
@example(cell="+99999999天..+3天")
@example(cell="取大(" * 100 + "1" + ")" * 100)
def test_a_cell_is_understood_or_its_reader_says_why_not(name: str, cell: str) -> None:
    read(READERS[name], cell)


@pytest.mark.parametrize("name", READERS)
def test_a_cell_as_long_as_can_be_is_read_in_seconds(name: str) -> None:
    late = []
    for cell in (one for one in LONGEST if one.isprintable() or one.isascii()):
        began = time.process_time()
        for length in (4_000, 32_767):
            read(READERS[name], cell[:length])
        if time.process_time() - began > SECONDS:
            late.append(cell[:40])

    assert [] == late
