"""A list before its rows are read: cells that say 同上 hold what stands above, those that stand for nothing are empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workbook.papers.brought.blanks import Filler, told_above, without_blanks
from workbook.papers.brought.blocks import Block
from workbook.papers.brought.found import Said
from workbook.papers.brought.headings import ASIDE, DONE, NUMBER, ONCE, Meaning
from workbook.papers.brought.legend import legend
from workbook.papers.brought.mapped import DROP, Office, Table, listed
from workbook.papers.brought.seen import At, Leaf
from workbook.words.tongue import worded

Above = Mapping[At, tuple[str, str]]
_AS_IT_IS = {ASIDE, DROP, DONE, NUMBER, ONCE}
"""What is copied stays as written, and what is ticked may say 无 for not done."""


def said_above(block: Block) -> tuple[Block, Above]:
    """The list with the words above where a cell says 同上, and where that was."""
    leaf, above = told_above(block.leaf, block.rows, [at for at in block.headings if at not in block.days])
    return (replace(block, leaf=leaf), above) if above else (block, above)


def settled(block: Block, targets: Mapping[int, Meaning], office: Office, above: Above) -> Table:
    """The list understood, with nothing in the cells that stand for nothing; a word of the column's own list stays."""
    ours = {at: one.target for at, one in targets.items() if one.target not in _AS_IT_IS}
    cells = [
        (row, at)
        for row in block.rows
        for at, target in ours.items()
        if (words := block.leaf.text(row, at)) and not listed(target, words, office)
    ]
    leaf, blank, errors = without_blanks(block.leaf, cells)
    told = legend([text for _, text, _ in block.left])
    leaf = _spoken(leaf, block, targets, told.marks)
    return Table(replace(block, leaf=leaf), targets, told, Filler(above, blank, errors))


def _spoken(leaf: Leaf, block: Block, targets: Mapping[int, Meaning], marks: Mapping[str, str]) -> Leaf:
    """The sheet with what a sign means in the place of the sign, where the list says so."""
    ticked = {*block.days, *(at for at, one in targets.items() if one.target in {DONE, ONCE})}
    meant = {(row, at): mark for row in block.rows for at in ticked if (mark := marks.get(leaf.text(row, at)))}
    said = {at: replace(leaf.cells[at], value=mark) for at, mark in meant.items()}
    return replace(leaf, cells={**leaf.cells, **said}) if said else leaf


def doubts(table: Table) -> list[Said]:
    """What somebody should look at: cells read as the one above, and errors of formulas."""
    name = table.block.leaf.name
    found = []
    for (row, at), (words, above) in table.filler.above.items():
        told = (
            worded("“{words}”读作上面一格的“{above}”", words=words, above=above)
            if above
            else worded("“{words}”的上面没有字，当作空着", words=words)
        )
        found.append(Said(name, row, at, told))
    told = worded("格里是公式的错误值，当作空着；改好公式再导入，或在【客户】里补上")
    return [*found, *(Said(name, row, at, told) for row, at in table.filler.errors)]
