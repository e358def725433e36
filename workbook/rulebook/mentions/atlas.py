"""Where a path can lead, as far as sheets and rules are declared: what `Scope` finds in rows, found without any row."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workbook.rulebook.cells.rules_asked import named_rules
from workbook.rulebook.cells.tree import Condition, Path
from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.mentions.spots import (
    BEHIND,
    RECORDS,
    STAFF,
    TASKS,
    TODAY,
    Ground,
    Known,
    Lost,
    Spot,
    stored_in,
    trigger,
)
from workbook.rulebook.sorts.model import SHEETS, Check, Duty, Metric, Question, Quota, Sample, Sanction
from workbook.sheets.columns import Column
from workbook.sheets.schema import Schema, is_list
from workbook.sheets.types import Type
from workbook.words.nearest import nearest


@dataclass(slots=True, eq=False)
class Atlas:
    """Every sheet with its columns, declared or made by rules, and the rows that open from each."""

    book: Rulebook
    schema: Schema
    columns: dict[str, dict[str, Known]] = field(default_factory=dict)

    # -- what there is

    def has(self, sheet: str) -> bool:
        """Whether there is such a sheet."""
        return sheet in self.schema.sheets or sheet in SHEETS or is_list(sheet)

    def of(self, sheet: str) -> Mapping[str, Known]:
        """The columns of a sheet by heading."""
        return self.columns.get(sheet) or (self.columns["名单"] if is_list(sheet) else {})

    def when(self, sheet: str, condition: Condition) -> Spot:
        """The rows a rule asks a sheet for."""
        return Spot(sheet, named_rules(sheet, condition))

    # -- where a path leads

    def find(self, path: Path, ground: Ground) -> tuple[Known, ...] | Lost:
        """The columns a path may lead to, or where it was lost."""
        first, rest = path[0], path[1:]
        if first == "设置" and rest:
            return self._setting(rest[0])
        if first == "今日" and rest:
            return self._walk((Spot("日历"),), rest)
        if path in {("今日",), ("现在",)}:
            return (Known(Spot(""), first, Type("日期" if first == "今日" else "时点"), required=True),)
        if ground.person and first == STAFF and rest:
            return self._walk((Spot(STAFF),), rest)
        if ground.person and path == ("员工编号",):
            return (Known(Spot(STAFF), first, Type("引用", STAFF)),)
        if first == "本行" and rest:
            return self._walk(ground.asking or ground.rows, rest)
        if first == "对象" and rest and ground.objects:
            return self._walk(ground.objects, rest)
        found = self._walk(ground.rows, path)
        if isinstance(found, Lost) and ground.beside:
            other = self._walk(ground.beside, path)
            return found if isinstance(other, Lost) else other
        return self._better(found, path, ground) if isinstance(found, Lost) else found

    def _setting(self, name: str) -> tuple[Known, ...] | Lost:
        setting = self.book.settings.get(name)
        if setting is None:
            return Lost("设置", name, f"设置.{nearest(name, self.book.settings)}")
        try:
            return (Known(Spot("设置"), name, Type.parse(setting.type or "文本"), required=bool(setting.value)),)
        except ValueError:
            return (Known(Spot("设置"), name),)

    def _walk(self, spots: Iterable[Spot], path: Path) -> tuple[Known, ...] | Lost:
        """Down a path from any of the rows: enough when one of them has it."""
        found: list[Known] = []
        lost: Lost | None = None
        for spot in spots:
            one = self._step(spot, path)
            if isinstance(one, Lost):
                lost = lost or one
            else:
                found += one
        return tuple(dict.fromkeys(found)) if found or lost is None else lost

    def _step(self, spot: Spot, path: Path) -> tuple[Known, ...] | Lost:
        if not self.has(spot.sheet):
            return Lost(spot.sheet, spot.sheet, nearest(spot.sheet, self.columns), is_sheet=True)
        if len(path) == 1:
            known = self.of(spot.sheet).get(path[0])
            if known is not None:
                return (known if known.spot == spot else dataclasses.replace(known, spot=spot),)
            headings = [heading for heading in self.of(spot.sheet) if not set(heading) & set(" （")]  # no question
            return Lost(spot.sheet, path[0], nearest(path[0], headings))
        opened = self.opens(spot, path[0])
        if opened:
            found = self._walk(opened, path[1:])
            return (
                dataclasses.replace(found, nearest=f"{path[0]}.{found.nearest}")
                if isinstance(found, Lost) and not found.is_sheet
                else found
            )
        guess = nearest(path[0], self.doors(spot.sheet))
        beyond = self.opens(spot, guess)
        tail = nearest(path[1], self.of(beyond[0].sheet)) if beyond else path[1]
        return Lost(
            spot.sheet,
            path[0],
            ".".join((guess, tail, *path[2:])) if guess != "—" else nearest(path[-1], self.of(spot.sheet)),
        )

    def _better(self, lost: Lost, path: Path, ground: Ground) -> Lost:
        """The name may be right and only the row wrong: 本行, 对象 or a parent has it."""
        if len(path) > 1 or lost.is_sheet:
            return lost
        for front, spots in (("本行", ground.asking), ("对象", ground.objects)):
            if any(path[0] in self.of(spot.sheet) for spot in spots):
                return dataclasses.replace(lost, nearest=f"{front}.{path[0]}")
        for spot in ground.rows:
            for door in self.doors(spot.sheet):
                if door not in BEHIND and any(path[0] in self.of(other.sheet) for other in self.opens(spot, door)):
                    return dataclasses.replace(lost, nearest=f"{door}.{path[0]}")
        return lost

    # -- which rows open from a row

    def doors(self, sheet: str) -> list[str]:
        """The names that open other rows from a row of this sheet."""
        named = [known.heading for known in self.of(sheet).values() if known.type is not None and known.type.target]
        short = [Column(heading, "", Type("文本")).path for heading in named]
        behind = [name for name in BEHIND if self.behind(Spot(sheet), name)]
        return list(dict.fromkeys((*short, *behind)))

    def opens(self, spot: Spot, name: str) -> tuple[Spot, ...]:
        """The rows that a name on a path opens."""
        found = self.behind(spot, name)
        if found:
            return found
        declared = self.schema.sheets.get(spot.sheet)
        reference = declared.reference(name) if declared else None
        if reference is not None:
            return (Spot(reference.type.target),)
        columns = self.of(spot.sheet)
        for known in columns.values():
            target = known.type.target if known.type is not None else ""
            if target and name in {known.heading, Column(known.heading, "", Type("文本")).path}:
                return (Spot(target),)
        return ()

    def behind(self, spot: Spot, name: str) -> tuple[Spot, ...]:
        """The rows behind a result: what set it off, whose key it has, what closed it."""
        sheet = TODAY if spot.sheet in TASKS or is_list(spot.sheet) or spot.sheet == "名单" else spot.sheet
        found: Iterable[Spot] = ()
        match sheet:
            case "义务":
                found = self._behind_duties(name, spot.ids)
            case "今日清单":
                found = (*self._behind_duties(name, spot.ids), *self._behind_quotas(name, spot.ids, tasks=True))
            case "定额结果":
                found = self._behind_quotas(name, spot.ids)
            case "检查结果" if name == "源行":
                found = (Spot(check.sheet) for check in self.book.all(Check) if _named(check.id, spot.ids))
            case "抽样台账":
                found = self._behind_samples(name, spot.ids)
            case "处罚台账" if name == "源行":
                found = (
                    one for rule in self.book.all(Sanction) if _named(rule.id, spot.ids) for one in self.acts(rule)
                )
            case "处罚台账" if name == STAFF:
                found = (Spot(STAFF),)
            case "指标结果":
                found = (
                    one
                    for rule in self.book.all(Metric)
                    if _named(rule.id, spot.ids)
                    for one in self._groups(rule)
                    if one.sheet == name
                )
            case "答卷" if name in {"源行", RECORDS}:
                found = (Spot(stored_in(question)[0]) for question in self.book.all(Question))
            case _:
                pass
        return tuple(dict.fromkeys(found))

    def _behind_duties(self, name: str, ids: tuple[str, ...] | None) -> Iterable[Spot]:
        for rule in self.book.all(Duty):
            if _named(rule.id, ids):
                spots = {
                    "源行": self.when(rule.source, rule.when),
                    "对象": Spot(rule.for_each),
                    "完成行": Spot(rule.done_sheet),
                }
                if name in spots and spots[name].sheet:
                    yield spots[name]
        for sample in self.book.all(Sample):
            if _named(sample.id, ids):
                spots = {
                    "源行": self.when(sample.population, sample.when),
                    "对象": Spot(sample.for_each),
                    "完成行": Spot(sample.done_sheet),
                }
                if name in spots and spots[name].sheet:
                    yield spots[name]

    def _behind_samples(self, name: str, ids: tuple[str, ...] | None) -> Iterable[Spot]:
        for rule in self.book.all(Sample):
            if _named(rule.id, ids) and name in {"源行", rule.population}:
                yield self.when(rule.population, rule.when)
            if _named(rule.id, ids) and name == "对象" and rule.for_each:
                yield Spot(rule.for_each)

    def _behind_quotas(self, name: str, ids: tuple[str, ...] | None, *, tasks: bool = False) -> Iterable[Spot]:
        for rule in self.book.all(Quota):
            keys = self.keys(rule) if _named(rule.id, ids) else ""
            if keys and (name in {"键行", keys} or (tasks and name == "源行")):
                yield Spot(keys)

    def keys(self, rule: Quota) -> str:
        """The sheet whose rows the keys of a quota are; empty where they are mere words."""
        if rule.roster:
            return rule.roster
        if not rule.key:
            return ""
        found = self.find(rule.key, Ground((self.when(rule.counted, rule.when),)))
        targets = [] if isinstance(found, Lost) else [known.type.target for known in found if known.type is not None]
        return targets[0] if targets else ""

    def _groups(self, rule: Metric) -> Iterable[Spot]:
        if len(rule.by) == 1 and rule.sheet:
            found = self.find(rule.by[0], Ground((self.when(rule.sheet, rule.when),)))
            if not isinstance(found, Lost):
                yield from (Spot(known.type.target) for known in found if known.type is not None and known.type.target)

    def acts(self, rule: Sanction) -> tuple[Spot, ...]:
        """The rows that set a fine off."""
        kind, names = trigger(rule)
        results = {"义务": "义务", "定额": "定额结果", "达标": "定额结果", "检查": "检查结果", "指标": "指标结果"}
        if kind in results:
            return (Spot(results[kind], names or None),)
        return tuple(Spot(name) for name in names) if kind == "表" else (Spot("违规登记"),)


def _named(rule: str, ids: tuple[str, ...] | None) -> bool:
    return ids is None or rule in ids
