"""The rules of a workbook, before any fact of it is read: every version, the sheets and the words that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from workbook.rulebook.lint.unsound import without_unsound
from workbook.rulebook.load.current import current
from workbook.rulebook.load.doubled import doubled
from workbook.rulebook.load.filled_lists import list_names
from workbook.rulebook.load.layers import stacked
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.own import own_rows
from workbook.rulebook.load.rows import Row, Source
from workbook.rulebook.mentions.resting import at_rest
from workbook.rulebook.sorts.model import CodeRow, Outcome, Question
from workbook.rules.facts.answers import column_type, stored_in
from workbook.sheets.codes import Codes, codes
from workbook.sheets.grid import Grid
from workbook.sheets.schema import STANDARD, Schema, is_list
from workbook.words.issues import Issue
from workbook.words.known_again import known_again
from workbook.words.sheet_names import twins
from workbook.words.tongue import named, worded

BASE = "基础"


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What a workbook's rules say.

    Shapes:
        refused: why rows of 登记表 and names of sheets can't be taken. doubled: what its own sheets say twice, and not alike.
    """

    book: Rulebook
    schema: Schema
    words: Codes
    refused: Sequence[str] = ()
    doubled: tuple[Issue, ...] = ()


def prepared(grids: Sequence[Grid], shelf: Mapping[str, Source], wanted: Sequence[str]) -> Prepared:
    """The rules over a workbook: those of the shelf, and those that stand on its own rule sheets.

    Raises:
        RuleFault: an id that isn't on the shelf.
    """
    own = own_rows(lists_named(grids))
    return _prepared(_Asked(id(shelf), tuple(wanted), repr(own), shelf, own))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Rules that are asked for: the same shelf, rulebooks and cells give the same, however often a process asks."""

    shelf_id: int
    wanted: tuple[str, ...]
    written: str
    shelf: Mapping[str, Source] = field(compare=False, repr=False)
    own: Mapping[str, Sequence[Row]] = field(compare=False, repr=False)


@known_again
def _prepared(asked: _Asked) -> Prepared:
    books = [BASE, *asked.wanted] if BASE in asked.shelf else asked.wanted
    book = rulebook(stacked(books, asked.shelf), asked.own)
    schema, refused = schema_of(book)
    return Prepared(
        without_unsound(at_rest(book, schema), schema), schema, codes_of(book), refused, tuple(doubled(asked.own))
    )


def lists_named(grids: Sequence[Grid]) -> list[Grid]:
    """The grids, lists by the name that rules give them."""
    return [replace(found, name=f"名单:{found.name[3:]}") if is_list(found.name) else found for found in grids]


def schema_of(book: Rulebook) -> tuple[Schema, list[str]]:
    """The standard sheets, what 登记表 adds, the columns that questions answer into, and one sheet for each list."""
    schema, refused = STANDARD.with_rows(list(book.registers))
    more: list[dict[str, str | list[str]]] = []
    for question in book.all(Question):
        sheet, column = stored_in(question)
        known = schema.sheets.get(sheet)
        if known is None or known.column(column) is None:
            more.append({"表": sheet, "列": column, "类型": column_type(question)})
    schema, doubts = schema.with_rows(more)
    lists = {name: schema.sheet(name) for name in list_names(book)}
    made = Schema({**schema.sheets, **lists})
    alike = [
        worded("【{one}】和【{other}】在工作簿里是同一个表名，改掉一个", one=named(one), other=named(other))
        for one, other in twins(made.sheets)
    ]
    return made, [*refused, *doubts, *alike]


def codes_of(book: Rulebook) -> Codes:
    """Every group of words."""
    rows: list[dict[str, str | list[str]]] = [
        {
            "组": row.list,
            "代码": row.code,
            "显示名": row.label,
            "别名": list(row.aliases),
            "次序": "" if row.rank is None else str(row.rank),
            "提示": row.hint,
        }
        for row in book.all(CodeRow)
    ]
    outcomes: list[dict[str, str | list[str]]] = [
        {"编号": outcome.id, "名称": outcome.name, "别名": list(outcome.aliases)} for outcome in book.all(Outcome)
    ]
    return codes(rows, outcomes)


def as_shipped(book: Rulebook, schema: Schema, today: date) -> Rulebook:
    """The rulebook without what the workbook changed in it: sheets, words and settings that were left open stay."""
    laid_open = {row.id for source in book.sources for row in source.rows.get("设置", ()) if row.cells.get("值")}
    kept = {sheet: book.rows.get(sheet, ()) for sheet in ("登记表", "代码")}
    settings = tuple(row for row in book.rows.get("设置", ()) if row.id not in laid_open)
    return current(at_rest(rulebook(book.sources, {**kept, "设置": settings}), schema), today)
