"""Which columns of a list are surely those of a sheet that rules begin at, and which look like one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from workbook.papers.brought.blocks import Block
from workbook.papers.brought.headings import DAYS, Meaning, surely
from workbook.papers.brought.mapped import Begun, Office
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.load.silent import columns_made
from workbook.rulebook.load.translated import heading_out
from workbook.rulebook.sorts.model import Duty
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.headers import accepted, plain
from workbook.sheets.schema import Schema
from workbook.words.tongue import heard

CUSTOMERS, STAFF = "客户", "员工"


def sheets_begun(book: Rulebook, schema: Schema, reached: Collection[str]) -> dict[str, Begun]:
    """The sheets of staff's about customers that a rule begins at, beside those that a list reaches anyhow."""
    made = columns_made(book.rules)
    starts: dict[str, dict[str, None]] = {}
    for rule in book.all(Duty):
        for path in rule.start:
            if len(path) == 1 and (rule.source, path[0]) not in made:
                starts.setdefault(rule.source, {})[path[0]] = None
    found = {}
    for name, days in starts.items():
        sheet = schema.sheets.get(name)
        if sheet is None or sheet.ours or sheet.virtual or name in {*reached, STAFF}:
            continue
        columns = tuple(one for one in sheet.columns if (name, one.heading) not in made)
        moments = tuple(one.heading for one in columns if one.heading in days and one.type.kind == "moment")
        who = _who(sheet)
        if sheet.key is not None and who is not None and who is not sheet.key and moments:
            found[name] = Begun(sheet.key.heading, who.heading, tuple(o for o in columns if o is not who), moments)
    return found


def _who(sheet: Sheet) -> Column | None:
    named = sheet.playing(CUSTOMERS)
    return named if named is not None and named.type.target == CUSTOMERS else None


def certain(block: Block, words: Mapping[str, Meaning], office: Office) -> dict[int, Meaning]:
    """The columns that have the very name of one of such a sheet and mean nothing else, where a day to begin at is among them."""
    found: dict[int, list[tuple[str, str]]] = {}
    for name, one in office.begun.items():
        names = accepted(one.columns)
        if tongue := heard():
            names |= {plain(heading_out(column.heading, tongue)): column.heading for column in one.columns}
        for at, own in block.own.items():
            heading = names.get(plain(own))
            if heading and at not in block.days and plain(own) not in DAYS and surely(own, words) is None:
                found.setdefault(at, []).append((name, heading))
    found = {at: there for at, there in found.items() if not _is_answered(block, at, office)}
    sure = {at: there[0] for at, there in found.items() if len(there) == 1}
    said = {office.answers.get(("列", plain(heading)), "") for heading in block.headings.values()}
    begins = {name for name, heading in sure.values() if heading in office.begun[name].starts}
    begins |= {name for name, one in office.begun.items() if said & {f"{name}.{start}" for start in one.starts}}
    reached = {at: [one for one in there if one[0] in begins] for at, there in found.items()}
    return {at: Meaning(".".join(there[0]), "原名") for at, there in reached.items() if len(there) == 1}


def _is_answered(block: Block, at: int, office: Office) -> bool:
    return any(("列", plain(text)) in office.answers for text in (block.headings[at], block.own[at]))


def by_words(texts: Sequence[str], taken: Collection[str], office: Office) -> Meaning | None:
    """A column whose words are all of one list of a sheet that the list reaches: looks like it, and is asked about."""
    there = {text for text in texts if text}
    for name, one in office.begun.items() if there else ():
        if not any(f"{name}.{start}" in taken for start in one.starts):
            continue
        for column in one.columns:
            options = office.codes.of(column.type) if column.type.name == "代码" else None
            every = {plain(word) for code in options or () for word in (code.code, code.label, *code.aliases)}
            target = f"{name}.{column.heading}"
            if target not in taken and {plain(text) for text in there} <= every:
                return Meaning(target, "内容")
    return None
