"""Drawing lots once more out of 抽样台账 alone: every line of it is the same again, or says why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from workbook.rulebook.sorts.model import Sample
from workbook.rules.owed.draw import DRAWN, RESERVE, SKIPPED, SUBSTITUTE, fingerprint, lot, required, turns, urn
from workbook.rules.world.frames import Frame
from workbook.rules.world.world import World
from workbook.words.place import Place
from workbook.words.tongue import worded

Group = tuple[str, str, str, str, int]
"""规则, 期, 单位, 对象编号, 重抽号: lines that were drawn together or one after the other."""


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the ledger as it stands."""

    at: int
    group: Group
    key: str
    stratum: str
    total: int
    wanted: int
    seed: str
    frame: str
    gone: str
    turn: int
    drawn: str
    on: str

    @property
    def event(self) -> tuple[str, int, int, str]:
        """Lines of one group that agree in this were drawn at once."""
        return self.on, self.total, self.wanted, self.frame


@dataclass(frozen=True, slots=True)
class Redrawn:
    """One line after drawing again; `why` is empty where it is the same."""

    line: Found
    place: Place
    why: str


@dataclass(slots=True)
class _Lineage:
    """Rows that have their lines, with stratum and outcome; a later draw of the same population goes on from here."""

    rows: dict[str, Found] = field(default_factory=dict)


def redrawn(world: World, ledger: Frame) -> list[Redrawn]:
    """Every line of 抽样台账, drawn once more with what it says itself: 种子, frame, how many, who was passed over."""
    groups: dict[Group, list[Found]] = {}
    for line in _lines(ledger):
        groups.setdefault(line.group, []).append(line)
    rules = world.book.by_id(Sample)
    found: dict[int, Redrawn] = {}
    for group, lines in groups.items():
        lineages: list[_Lineage] = []
        events: dict[tuple[str, int, int, str], list[Found]] = {}
        for line in lines:
            events.setdefault(line.event, []).append(line)
        for event in sorted(events):
            for line, why in _again(rules.get(group[0], []), lineages, events[event]):
                found[line.at] = Redrawn(line, ledger.place(line.at, "抽中"), why)
    return [found[at] for at in sorted(found)]


def _lines(ledger: Frame) -> Iterable[Found]:
    def words(heading: str) -> list[str]:
        vec = ledger.typed.get(heading)
        return [""] * len(ledger) if vec is None else [str(word or "") for word in vec.objects()]

    def whole(heading: str) -> list[int]:
        return [int(number) for number in np.nan_to_num(ledger.typed[heading].data)]

    names = ("规则", "期", "单位", "对象编号", "源编号", "层", "种子", "总体指纹", "已不在", "抽中")
    days = ledger.typed["抽取日"].data.astype("datetime64[D]").astype(str).tolist()
    rows = zip(*map(words, names), *map(whole, ("重抽号", "总体数", "应抽", "次第")), days, strict=True)
    for at, (
        rule,
        period,
        unit,
        person,
        key,
        stratum,
        seed,
        frame,
        gone,
        drawn,
        number,
        total,
        wanted,
        turn,
        on,
    ) in enumerate(rows):
        group = (rule, period, unit, person, number)
        yield Found(at, group, key, stratum, total, wanted, seed, frame, gone, turn, drawn, on)


def _again(rules: Sequence[Sample], lineages: list[_Lineage], new: list[Found]) -> list[tuple[Found, str]]:
    """The lines of one draw, each with what is different now."""
    if not new[0].key:
        return [
            (line, "" if not line.total else worded("没有源编号，总体数却写着 {total}", total=line.total))
            for line in new
        ]
    if len({line.key for line in new}) < len(new):
        twice = next(key for key, many in Counter(line.key for line in new).items() if many > 1)
        return [(line, worded("{twice} 在台账里有两行", twice=twice)) for line in new]
    lineage, frame, why = _frame(lineages, new)
    seen = {**lineage.rows}
    lineage.rows.update({line.key: line for line in new})
    if why:
        return [(line, why) for line in new]
    why = _asked(rules, new[0])
    if why:
        return [(line, why) for line in new]
    return list(_drawn(frame, seen, new))


def _frame(lineages: list[_Lineage], new: list[Found]) -> tuple[_Lineage, dict[str, str], str]:
    """The population of one draw (row → stratum): earlier lines less those that were gone, and the new ones; it must
    have the size and the fingerprint that the ledger says."""
    first = new[0]
    gone = set(first.gone.split("、"))
    own = {line.key: line.stratum for line in new}
    tries: list[tuple[_Lineage, dict[str, str]]] = []
    for lineage in lineages:
        held = {key: line.stratum for key, line in lineage.rows.items() if key not in gone}
        tries.append((lineage, {**held, **own}))
    fresh = _Lineage()
    tries.append((fresh, own))
    for lineage, frame in tries:
        if len(frame) == first.total and (not first.frame or fingerprint(frame.items()) == first.frame):
            if lineage is fresh:
                lineages.append(fresh)
            return lineage, frame, ""
    lineage, frame = tries[0]
    if lineage is fresh:
        lineages.append(fresh)
    if len(frame) != first.total:
        lost = (
            worded("少了 {total} 行", total=first.total - len(frame))
            if len(frame) < first.total
            else worded("多了 {count} 行", count=len(frame) - first.total)
        )
        return (
            lineage,
            frame,
            worded(
                "总体数写着 {total}，台账里这一次有 {count} 行：{lost}", total=first.total, count=len(frame), lost=lost
            ),
        )
    return (
        lineage,
        frame,
        worded(
            "总体指纹对不上（写着 {frame}，算出来 {fingerprint}）：源编号或层改过",
            frame=first.frame,
            fingerprint=fingerprint(frame.items()),
        ),
    )


def _asked(rules: Sequence[Sample], line: Found) -> str:
    """Whether so many were to be drawn, where the rule names the share or the number itself."""
    if not rules or any(isinstance(rule.rate, tuple) or isinstance(rule.size, tuple) for rule in rules):
        return ""
    counts = {required(line.total, rule.rate, rule.size, rule.at_least) for rule in rules}  # type: ignore[arg-type]
    if line.wanted in counts:
        return ""
    return worded(
        "应抽写着 {wanted}，按规则 {group} 总体 {total} 该抽 {map}",
        wanted=line.wanted,
        group=line.group[0],
        total=line.total,
        map="或".join(map(str, sorted(counts))),
    )


def _drawn(frame: Mapping[str, str], seen: Mapping[str, Found], new: list[Found]) -> Iterable[tuple[Found, str]]:
    """次第 and 抽中 of each new line, drawn again."""
    rule, period, unit, person, number = new[0].group
    own = {line.key: line for line in new}
    keys, strata = list(frame), list(frame.values())
    names = [new[0].seed, rule, period, unit, person, *([str(number)] if number else [])]
    taken = Counter(stratum for key, stratum in frame.items() if key in seen and seen[key].drawn in {DRAWN, SUBSTITUTE})
    vessel = urn(new[0].wanted, Counter(strata), taken, Counter(frame[key] for key in own))
    for turn, row in enumerate(turns([lot(names, key) for key in keys], keys), 1):
        line = own.get(keys[row])
        if line is None:
            continue
        drawn, _ = vessel.ask(strata[row], line.key, blocked=line.drawn == SKIPPED)
        yield line, _differs(line, turn, drawn)


def _differs(line: Found, turn: int, drawn: str) -> str:
    if line.turn != turn:
        return worded("次第写着 {turn}，用种子“{seed}”重抽是 {turn2}", turn=line.turn, seed=line.seed, turn2=turn)
    if line.drawn != drawn:
        return worded("写着“{drawn}”，重抽是“{drawn2}”", drawn=line.drawn or worded("空"), drawn2=drawn or RESERVE)
    return ""
