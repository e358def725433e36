"""Raw rule rows → the rules in force: settings filled in, every cell read, what can't be read named and left out."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from workbook.rulebook.cells.conditions import condition, either
from workbook.rulebook.cells.plain import plain, short
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.load.apart import renamed
from workbook.rulebook.load.contacts import closed_by_contacts
from workbook.rulebook.load.layers import laid
from workbook.rulebook.load.passwords import without_passwords
from workbook.rulebook.load.rows import Row, Source
from workbook.rulebook.load.said import Misread, said
from workbook.rulebook.load.settled import settled
from workbook.rulebook.load.silent import Silent, silent
from workbook.rulebook.load.spread import and_then, filled_down, only_conditions
from workbook.rulebook.load.succession import changed
from workbook.rulebook.sorts.model import REGISTER, SHEETS, Decide, Duty, Rule, Setting
from workbook.sheets.codes import codes
from workbook.words.issues import Issue, Kind, issue
from workbook.words.nearest import nearest
from workbook.words.tongue import worded

R = TypeVar("R", bound=Rule)
_SETTING = re.compile(r"\{设置\.([^{}.]+)\}")
_WHOLE_SETTING = re.compile(r"^\{设置\.([^{}.]+)\}$")
NOTE = "备注"
"""A column of any rule sheet that people write for each other."""
_WORDS = {"设置", "代码", "结果代码"}  # rows that rules lean on: they stand, whatever is written beside them
_SPEAKING = {"话术", "问卷", "报告"}  # an empty setting there is an empty placeholder, found when the text is filled


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """The rules of one workbook, read and in order, equal to themselves only. Rules that rest are not in it; `issues` says why.

    Shapes:
        rows: rule sheet → its rows as written, before any cell was understood; sources: the rulebooks they came from.
        typed: the same of the workbook alone, before any change was carried out.
        silent: (表, 列) of the columns that no rule makes because all that would rest.
        names: numbers of rows that take another rule's place → that rule's number, which is theirs too.
    """

    ids: tuple[str, ...] = ()
    rules: Mapping[type[Rule], tuple[Rule, ...]] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    registers: tuple[Mapping[str, Any], ...] = ()
    takes: tuple[str, ...] = ()
    data: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    silent: Mapping[tuple[str, str], Silent] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict, compare=False, repr=False)
    sources: tuple[Source, ...] = field(default=(), compare=False, repr=False)
    typed: Mapping[str, Sequence[Row]] = field(default_factory=dict, compare=False, repr=False)
    _grouped: dict[type[Rule], dict[str, list[Any]]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def all(self, sort: type[R]) -> tuple[R, ...]:
        """Every rule of one rule sheet, in order."""
        return self.rules.get(sort, ())  # type: ignore[return-value]

    def by_id(self, sort: type[R]) -> dict[str, list[R]]:
        """Rules grouped by 编号, first seen first."""
        if sort not in self._grouped:
            grouped: dict[str, list[R]] = {}
            for rule in self.all(sort):
                grouped.setdefault(rule.id, []).append(rule)
            self._grouped[sort] = grouped
        return self._grouped[sort]

    def value(self, setting: str) -> str:
        """The text of a setting, empty when it has none."""
        found = self.settings.get(setting)
        return found.value if found else ""


def rulebook(sources: Sequence[Source], own: Mapping[str, Sequence[Row]] | None = None) -> Rulebook:
    """The rules of `sources` (bases first) with the workbook's `own` rule sheets laid over them.

    A row in the workbook replaces the shipped rule of the same 编号; to do without a rule write 启用: 否, so that a row
    lost by mistake never silently ends a rule.
    """
    own, passwords = without_passwords(own or {})
    whole = changed(laid([*(source.rows for source in sources), own]))
    rows = renamed(whole.rows, whole.names)
    told = said(rows)
    reader = _Reader()
    reader.issues += [*passwords, *whole.issues]
    read = reader.read(Setting, "设置", rows.get("设置", ()))
    words = codes({at: cell for at, cell in row.cells.items() if isinstance(cell, str)} for row in rows.get("代码", ()))
    read, unread = settled(read, words)
    reader.issues += unread
    settings = {rule.id: rule for rule in read}
    reader.settings = settings
    rules: dict[type[Rule], tuple[Rule, ...]] = {}
    for sheet, sort in SHEETS.items():
        rules[sort] = tuple(read if sort is Setting else reader.read(sort, sheet, told.get(sheet, ())))
    reader.issues += _never(rules)
    rules[Duty] = closed_by_contacts(rules[Duty], rows.get(REGISTER, ()))
    rules[Decide] = tuple(rule for rule in rules[Decide] if rule.id not in reader.resting_ids("判定"))
    data = {name: held for source in sources for name, held in source.data.items()}
    return Rulebook(
        ids=tuple(source.id for source in sources),
        rules=rules,
        settings=settings,
        registers=tuple(row.cells for row in rows.get(REGISTER, ())),
        takes=tuple(name for source in sources for name in source.takes),
        data=data,
        issues=tuple(reader.found()),
        silent=silent(reader.resting, rules),
        names=whole.names,
        rows=rows,
        sources=tuple(sources),
        typed=own,
    )


def _never(rules: Mapping[type[Rule], Sequence[Rule]]) -> Iterable[Issue]:
    """Rows that end before they begin: they would be silent for ever."""
    for rule in (rule for written in rules.values() for rule in written):
        if rule.since and rule.until and rule.since > rule.until:
            why = worded("失效日 {until} 早于生效日 {since}，一天也不生效", until=rule.until, since=rule.since)
            yield issue(
                Kind.LINT, rule.at("失效日"), rule=rule.id, why=why, hint=worded("核对这两格，多半抄错了一个。")
            )


class _Reader:
    """Reads rows one rule sheet at a time and collects what is wrong."""

    def __init__(self) -> None:
        self.settings: Mapping[str, Setting] = {}
        self.issues: list[Issue] = []
        self.resting: dict[str, list[Row]] = {}

    def read(self, sort: type[R], sheet: str, rows: Iterable[Row]) -> list[R]:
        fields = {f.metadata["heading"]: f for f in dataclasses.fields(sort) if "heading" in f.metadata}
        rules: list[R] = []
        previous: Row | None = None
        is_in_force = False
        for row in rows:
            if previous and only_conditions(row, fields) and row.id == previous.id:
                if is_in_force and self._is_resting(row, previous):
                    is_in_force = False
                    rules.pop()
                elif is_in_force:
                    rules[-1] = self._with_alternative(rules[-1], row, fields)
                continue
            filled = filled_down(row, previous, fields)
            rule = self._rule(sort, sheet, filled, fields)
            previous, is_in_force = filled, rule is not None and rule.on
            if rule is not None and rule.on:
                rules.append(rule)
        return rules

    def found(self) -> Iterable[Issue]:
        """All issues, with one more for each empty setting that makes rules rest."""
        yield from self.issues
        for name, setting in self.settings.items():  # in their order, whatever cell asked for them first
            if name not in self.resting:
                continue
            listed = "、".join(dict.fromkeys(row.name for row in self.resting[name]))
            yield issue(Kind.SETTING_EMPTY, setting.place, setting=name, rules=listed, hint=setting.why or setting.hint)

    def _rule(self, sort: type[R], sheet: str, row: Row, fields: Mapping[str, dataclasses.Field[Any]]) -> R | None:
        values: dict[str, Any] = {"place": row.place, "book": row.book, "header": row.columns, "spared": row.spared}
        sound, lacking = True, list[str]()
        for heading, raw in row.cells.items():
            base, _, column = heading.partition("·")
            declared = fields.get(base)
            if declared is None and base == NOTE:
                continue
            if declared is None:  # it may be 时长 misspelt: without it the duty would be due at once, and fined
                guess = nearest(heading, fields)
                unknown = Kind.UNKNOWN_RULE_COLUMN
                self.issues.append(issue(unknown, row.at(heading), sheet=sheet, heading=heading, nearest=guess))
                sound = sound and sheet in _WORDS
                continue
            cell: Any = {column: raw} if column else raw
            if cell in ("", None, [], {}):
                continue
            try:
                read = self._cell(declared, cell, sheet, lacking)
            except NotUnderstood as error:
                self.issues.append(_unread(declared, row, heading, raw, error))
                sound = False
                continue
            if read is None:
                sound = False
            elif column and declared.name in values:
                values[declared.name] = and_then(values[declared.name], read)
            elif read != "":
                values[declared.name] = read
        for name in lacking if values.get("on", True) else ():
            self.resting.setdefault(name, []).append(row)
        for heading, declared in fields.items():
            if declared.metadata["required"] and declared.name not in values and declared.default in ("", None, ()):
                if sound:
                    self.issues.append(
                        issue(Kind.RULE_VALUE_MISSING, row.at(heading), rule=row.id or sheet, heading=heading, hint="")
                    )
                sound = False
        if sheet in {"代码", "问卷"}:
            values.setdefault("id", row.id)
        return sort(**values) if sound else None

    def _cell(self, declared: dataclasses.Field[Any], raw: Any, sheet: str, lacking: list[str]) -> Any:
        """The value of one cell; None when the rule rests because a setting it names is empty (added to `lacking`)."""
        if isinstance(raw, Misread):
            raise raw.error
        read = declared.metadata["read"]
        if sheet not in _SPEAKING:
            for name in _settings_in(raw):
                setting = self.settings.get(name) if sheet == "设置" else self._setting(name)
                if setting and not setting.value and setting.needed:
                    lacking.append(name)
                    return None
        if read is condition:
            return condition(raw)
        text = ",".join(raw) if isinstance(raw, list) else str(raw)
        text = text if read.__name__ == "text" else short(plain(text))
        if read.__name__ != "text" or _WHOLE_SETTING.match(text):
            text = _SETTING.sub(lambda found: self._setting(found[1]).value, text)
        return read(text) if text.strip() else ""

    def _setting(self, name: str) -> Setting:
        """A setting by its name, or NotUnderstood."""
        if name not in self.settings:
            raise NotUnderstood(
                worded("没有“{name}”这个设置", name=name),
                worded("最像的是“{nearest}”。", nearest=nearest(name, self.settings)),
            )
        return self.settings[name]

    def resting_ids(self, sheet: str) -> set[str]:
        """The 编号 of resting rows of a rule sheet."""
        return {row.id for rows in self.resting.values() for row in rows if row.sheet == sheet}

    def _is_resting(self, row: Row, rule: Row) -> bool:
        """Whether an alternative names an empty setting that is needed; the whole rule rests then."""
        names = [] if row.sheet in _SPEAKING else [name for raw in row.cells.values() for name in _settings_in(raw)]
        empty = [name for name in names if (found := self.settings.get(name)) and not found.value and found.needed]
        for name in empty:
            self.resting.setdefault(name, []).append(rule)
        return bool(empty)

    def _with_alternative(self, rule: R, row: Row, fields: Mapping[str, dataclasses.Field[Any]]) -> R:
        for heading, raw in row.cells.items():
            declared = fields.get(heading)
            if declared is None or declared.metadata["read"] is not condition or not raw:
                continue
            try:
                if isinstance(raw, Misread):
                    raise raw.error
                added = condition(raw)
            except NotUnderstood as error:
                self.issues.append(_unread(declared, row, heading, raw, error))
                continue
            changed: dict[str, Any] = {declared.name: either(getattr(rule, declared.name), added)}
            changed["further"] = (*rule.further, (heading, row.place.row))
            rule = dataclasses.replace(rule, **changed)
        return rule


def _unread(declared: dataclasses.Field[Any], row: Row, heading: str, raw: Any, error: NotUnderstood) -> Issue:
    rule = row.id or row.sheet
    if declared.metadata["read"] is condition:
        return issue(Kind.BAD_TEST, row.at(heading), rule=rule, test=_shown(raw), why=error.why, hint=error.hint)
    hint = f"{error.why}；{error.hint}"
    return issue(Kind.BAD_RULE_VALUE, row.at(heading), rule=rule, heading=heading, value=_shown(raw), hint=hint)


def _shown(raw: Any) -> str:
    if isinstance(raw, Mapping):
        return "；".join(f"{name}: {cell}" for name, cell in raw.items())
    return "；或 ".join(_shown(part) for part in raw) if isinstance(raw, list) else str(raw)


def _settings_in(raw: Any) -> Iterable[str]:
    """Settings named in braces or as a tested path."""
    if isinstance(raw, Mapping):
        for name, cell in raw.items():
            if name.startswith("设置."):
                yield name.removeprefix("设置.")
            yield from _settings_in(cell)
    elif isinstance(raw, list):
        for part in raw:
            yield from _settings_in(part)
    else:
        yield from _SETTING.findall(str(raw))
        yield from re.findall(r"(?:^|[；;\n])\s*设置\.([^:：{}.]+)[:：]", str(raw))
