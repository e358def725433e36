"""What new records set going: the next try, appointments, rows that 开单 adds, duties; and what keeps them open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from workbook.rulebook.sorts.model import Check, Duty, Outcome, Spawn
from workbook.rules.facts.answers import RECORDS
from workbook.rules.facts.by_hand import MADE_BY, MADE_FROM
from workbook.rules.facts.checks import item_name, verdicts
from workbook.rules.owed.attempts import Tries, tries
from workbook.rules.recording.drafts import taken
from workbook.rules.recording.typed_cells import Filled
from workbook.rules.recording.typed_rows import Batch
from workbook.rules.world.frames import Columns, Frame
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import Array, Vec, concat, empty, said, says, text
from workbook.rules.world.world import World
from workbook.words.issues import Issue, Kind, issue
from workbook.words.tongue import named, worded

CLOSED = {"按时", "提前", "迟", "取消", "作废", "错过"}
MUTE = {"引用", "编号", "时点", "日期"}
SHOWN = 4
"""So many cells of a new row are told; the sheet holds the rest."""


@dataclass(frozen=True, slots=True)
class Sequels:
    """Issues for records that are written but not complete, and a sentence for each thing set going."""

    blocked: tuple[Issue, ...] = ()
    sentences: tuple[str, ...] = ()


def sequels(batch: Batch, made: Frame, at: Array, outcomes: Sequence[Outcome | None]) -> Sequels:
    """What the next run will find, computed by the rules themselves over a world that holds the new records.

    Shapes:
        made: the new records. at: their rows in the batch. outcomes: how each ended.
    """
    after = _world_with(batch.world, made)
    records = after.frame(RECORDS)
    rows = np.arange(len(records) - len(made), len(records))
    names = _names(after, made)
    by_key = dict(zip(made.typed["记录编号"].objects().tolist(), names, strict=True))
    told = [
        worded(
            "“{question}”答“{words}”：请记到【{sheet}】。",
            question=question.question,
            words=text,
            sheet=named((question.store or RECORDS).partition(".")[0]),
        )
        for index, question, text in batch.elsewhere
        if index in at
    ]
    told += _next_tries(after, taken(batch.work, at), names, outcomes)
    spawned = _spawned(after, by_key)
    told += [one.sentence for one in spawned]
    told += _duties(after, by_key, spawned)
    blocked = _blocked(after, View(records, rows), [batch.filled[index] for index in at], outcomes)
    return Sequels(tuple(blocked), tuple(dict.fromkeys(told)))


def _world_with(world: World, made: Frame) -> World:
    """The same facts and rules with the new records below the others, and nothing computed yet."""
    facts = {name: Frame(frame.sheet, frame.rows, frame.typed, frame.cells) for name, frame in world.facts.items()}
    old = world.found(RECORDS)
    typed = Columns({heading: partial(_below, old, made, heading) for heading in (*old.typed, *made.typed)})
    facts[RECORDS] = Frame(old.sheet, np.concatenate([old.rows, np.zeros(len(made), np.int64)]), typed, old.cells)
    return replace(world, facts=facts, sheets={}, waiting=[], issues={}, memory={})


def _below(old: Frame, made: Frame, heading: str) -> Vec:
    """One column of the old rows and of the new ones below them."""
    parts = [frame.typed.get(heading) for frame in (old, made)]
    kind = next(part.type for part in parts if part is not None)
    sizes = (len(old), len(made))
    return concat([empty(kind, size) if part is None else part for part, size in zip(parts, sizes, strict=True)], kind)


def _names(world: World, made: Frame) -> list[str]:
    """The customers as people call them."""
    keys = made.typed["客户编号"].objects()
    names = says(Scope(world, whole(made)).vec(("客户", "客户名称"))).objects()
    return [str(name or key or "这位客户") for name, key in zip(names, keys, strict=True)]


# -- the next try


def _next_tries(world: World, tasks: Frame, names: Sequence[str], outcomes: Sequence[Outcome | None]) -> Iterable[str]:
    """Retry, appointment, the end of tries, a wrong number, a customer who wants no more calls."""
    found, first = _tries(world, tasks)
    strangers = tasks.typed["客户编号"].missing().tolist()
    for name, nobody, outcome, at in zip(names, strangers, outcomes, first, strict=True):
        if outcome is not None and outcome.stop:
            yield worded("{name}：{id}，以后不再列入任何清单。", name=name, id=outcome.id)
        if outcome is None or outcome.counts_as not in {"尝试", "无效"}:
            continue
        if found.exhausted[at] is not None:
            yield worded(
                "{name}：已打 {count} 次没有接通，{ending}。",
                name=name,
                count=found.count[at],
                ending=_ending(str(found.exhausted[at])),
            )
        elif not np.isnat(found.again[at]):
            yield f"{name}：{_again(found, at, outcome)}。"
        elif outcome.counts_as == "无效":
            where = "" if nobody else "在【客户】里"  # a card, a complaint: 问题 says which cell
            yield worded("{name}：{id}，请{where}更正联系方式。", name=name, id=outcome.id, where=where)


def _tries(world: World, tasks: Frame) -> tuple[Tries, list[int]]:
    """The tries of each task, merged ones taken apart again as the next run will find them; and where each begins."""
    ids = [str(key).split("、") if key else [""] for key in tasks.typed["任务编号"].objects()]
    apart = taken(tasks, np.repeat(np.arange(len(tasks)), [len(mine) for mine in ids]))
    apart.typed["任务编号"] = text([one or None for mine in ids for one in mine], tasks.typed["任务编号"].type)
    starts = np.cumsum([0, *(len(mine) for mine in ids)])
    return tries(world, apart), starts[:-1].tolist()


def _again(found: Tries, at: int, outcome: Outcome) -> str:
    when = said(found.again[at])
    if found.promised[at]:
        return worded("约好 {when} 再联系", when=when)
    return worded("{id}，{when} 起再联系（第 {count} 次）", id=outcome.id, when=when, count=found.count[at] + 1)


def _ending(word: str) -> str:
    """满次后 as people say it."""
    if word.startswith("换"):
        return worded("改用{strip}联系", strip=word.removeprefix("换").strip())
    if word.startswith("结 "):
        return worded("结为“{strip}”，这件事到此为止", strip=word[1:].strip())
    return {"结": "这件事到此为止", "上报": "上报主管"}.get(word, word)


# -- rows and duties that follow


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that 开单 will add: where, its key, whose it is, and the sentence."""

    sheet: str
    key: str
    name: str
    sentence: str


def _spawned(world: World, names: Mapping[str, str]) -> list[_Row]:
    """Rows that 开单 will add because of the new records."""
    found: list[_Row] = []
    for rule in world.book.all(Spawn):
        if rule.source != RECORDS:
            continue
        target = world.attempt(rule, partial(world.frame, rule.target), None)
        if target is None or MADE_FROM not in target.typed:
            continue
        made_by, made_from = target.typed[MADE_BY].objects(), target.typed[MADE_FROM].objects()
        for position in np.flatnonzero(target.rows == 0).tolist():
            name = names.get(str(made_from[position]).partition("·")[0])
            if name and made_by[position] == rule.id:
                key = str(target.key().objects()[position])
                cells = [f"{heading}“{word}”" for heading, word in _told(target, position, rule)]
                title = f"（{rule.name}）" if rule.name else ""
                sentence = worded(
                    "{name}：下次运行会在【{target}】开一行{title}：{cells}。",
                    name=name,
                    target=named(rule.target),
                    title=title,
                    cells=worded("，").join(cells[:SHOWN]),
                )
                found.append(_Row(rule.target, key, name, sentence))
    return found


def _told(target: Frame, position: int, rule: Spawn) -> Iterable[tuple[str, str]]:
    """The cells of a new row that say something to people: no numbers of other rows, no times."""
    for heading, _ in rule.write:
        vec = target.typed.get(heading)
        word = says(vec).objects()[position] if vec is not None and vec.type.name not in MUTE else None
        if word:
            yield heading, str(word)


def _duties(world: World, names_: Mapping[str, str], spawned: Sequence[_Row]) -> Iterable[str]:
    """Duties that stand on the new records or on rows they open."""
    sources: dict[str, dict[str, str]] = {RECORDS: dict(names_)}
    for row in spawned:
        sources.setdefault(row.sheet, {})[row.key] = row.name
    people = world.frame("员工")
    staff = dict(zip(people.key().objects(), world.column(people, "姓名").objects(), strict=True))
    for rule_id, rules in world.book.by_id(Duty).items():
        names = sources.get(rules[0].source, {})
        if not names:
            continue
        duties = world.frame("义务", (rule_id,))
        columns = {heading: says(duties.typed[heading]).objects() for heading in ("源编号", "状态", "到期", "责任人")}
        for position, key in enumerate(columns["源编号"]):
            if key not in names or columns["状态"][position] in CLOSED:
                continue
            due, owner = columns["到期"][position], columns["责任人"][position]
            when = worded("，最晚 {due}", due=due) if due else ""
            who = worded("，由{staff}办", staff=staff.get(owner) or owner) if owner else ""
            yield worded(
                "{names}：接着要办“{name}”{when}{who}。",
                names=names[key],
                name=rules[0].name or rule_id,
                when=when,
                who=who,
            )


# -- records that are not complete


def _blocked(world: World, rows: View, filled: Sequence[Filled], outcomes: Sequence[Outcome | None]) -> Iterable[Issue]:
    """Items of 检查清单 that keep a contact from counting as 完成; the record is written all the same."""
    mine = [check for check in world.book.all(Check) if check.sheet == RECORDS and "完成" in check.blocks]
    for name in dict.fromkeys(check.id for check in mine):
        for verdict in verdicts(world, rows.frame, [check for check in mine if check.id == name]):
            values = says(Scope(world, rows, typed=True).vec(verdict.check.column)).objects()
            for at, row in enumerate(rows.at):
                outcome = outcomes[at]
                fails = bool(verdict.concerns[row] and not verdict.passes[row])
                if fails and outcome is not None and outcome.counts_as == "接触":
                    found = f"“{values[at]}”" if values[at] else "是空的"
                    item, place = item_name(verdict.check), filled[at].at(verdict.check.column[-1])
                    cure = verdict.check.cure or worded(
                        "在【{records}】里补上“{item}”", records=named(RECORDS), item=item
                    )
                    yield issue(Kind.ANSWER_BLOCKED, place, item=item, found=found, cure=f"{cure.rstrip('。')}。")
