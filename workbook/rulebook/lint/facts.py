"""Lint of 计算 判定 检查清单 流程 开单, beyond their tests and columns (rule-language §3.4–3.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import combinations

from workbook.rulebook.cells.conditions import test
from workbook.rulebook.cells.tree import Clause, NotUnderstood, Path
from workbook.rulebook.lint.bands import Band, bands, gaps, implies, overlaps
from workbook.rulebook.lint.formulas import formula_issues
from workbook.rulebook.lint.joinable import joinable
from workbook.rulebook.lint.says import doubt, lacking, misread, note
from workbook.rulebook.lint.spawn import spawn_faults, spawned_again
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.facts import OWN_SHEET
from workbook.rulebook.mentions.spots import Ground, Lost, Spot
from workbook.rulebook.sorts.model import Check, Decide, Derive, Flow, Spawn
from workbook.words.issues import Issue, Kind, issue
from workbook.words.nearest import nearest
from workbook.words.tongue import named, worded

NEEDS_COLUMN = {
    "取值",
    "去重数",
    "合计",
    "平均",
    "中位",
    "最大",
    "最小",
    "列举",
    "滚动最大",
    "累计",
    "占比",
    "归一",
    "上一条",
}
BLOCKS = ("完成", "列", "状态", "任务", "报告", "打印", "打分")


def facts_issues(here: Atlas) -> Iterable[Issue]:
    """Everything about the rules that say what is true."""
    for way in here.book.all(Derive):
        yield from _derive(way, here)
    for rows in here.book.by_id(Decide).values():
        yield from _decide(rows, here)
    for check in here.book.all(Check):
        yield from _check(check)
    for steps in _by_flow(here).values():
        yield from _flow(steps)
    for spawn in here.book.all(Spawn):
        yield from spawn_faults(spawn, here)
    yield from spawned_again(here)


# -- 计算


def _derive(rule: Derive, here: Atlas) -> Iterable[Issue]:
    yield from formula_issues(rule, here)
    if rule.method == "模板" and not rule.formula:
        yield lacking(rule, "公式", worded("例如 {客户名称}{称谓}。"))
    if rule.method in {"公式", "模板"}:
        return
    if rule.method not in OWN_SHEET and not rule.source:
        yield lacking(rule, "来源", worded("写明从哪张表取。"))
    elif rule.method not in OWN_SHEET and rule.join is None and not joinable(here.schema, rule.sheet, rule.source):
        why = worded("【{sheet}】和【{source}】之间没有现成的联系", sheet=named(rule.sheet), source=named(rule.source))
        yield doubt(rule, "关联", why, worded("在“关联”里写明两边相同的列，例如 客户编号。"))
    if rule.method in NEEDS_COLUMN and not rule.take:
        yield lacking(rule, "取列", worded("写明取哪一列、算哪一列。"))
    if rule.method == "滚动最大" and rule.window is None:
        yield lacking(rule, "窗", worded("写明窗口，例如 4年。"))


# -- 判定


def _decide(rows: Sequence[Decide], here: Atlas) -> Iterable[Issue]:
    first = rows[0]
    for row in rows[1:]:
        for heading, one, other in (
            ("表", first.sheet, row.sheet),
            ("列", first.column, row.column),
            ("方法", first.method, row.method),
        ):
            if one != other and not (heading == "方法" and row.method == "条件"):
                yield doubt(
                    row,
                    heading,
                    worded("同一编号的{heading}写了“{one}”又写“{other}”", heading=heading, one=one, other=other),
                    worded("都写“{one}”，或换一个编号。", one=one),
                )
    if first.method == "份额":
        yield from _shares(first)
    if first.method in {"前若干", "份额"}:
        if not first.measure:
            yield lacking(first, "依据", worded("写明按什么排，例如 成交额 降。"))
        return
    yield from _unreachable(rows)
    yield from _bands(rows, here)
    if first.hit == "首个" and not any(row.when.always for row in rows):
        yield note(
            rows[-1],
            "若",
            worded("没有“其余”这一行，都不符合的行会没有结论"),
            worded("最后加一行不带条件的，写上其余情况的值。"),
        )


def _shares(rule: Decide) -> Iterable[Issue]:
    total = Decimal(0)
    for part in rule.share.replace("：", ":").replace("，", ",").replace("、", ",").split(","):
        name, colon, share = part.partition(":")
        body = share.strip()
        if not colon or not name.strip():
            yield misread(rule, "参数", rule.share, worded("写成 A:20%,B:50%,C:余。"))
            return
        try:
            total += Decimal(body[:-1]) if body.endswith("%") else 0
        except InvalidOperation:
            yield misread(rule, "参数", part, worded("写成 A:20%,B:50%,C:余。"))
            return
    if total > 100:
        yield doubt(
            rule,
            "参数",
            worded("各份加起来是 {normalize:f}%，超过 100%", normalize=total.normalize()),
            worded("改小一份，或把最后一份写成“余”。"),
        )


def _unreachable(rows: Sequence[Decide]) -> Iterable[Issue]:
    """A row that an earlier one always forestalls."""
    if rows[0].hit != "首个":
        return
    for number, row in enumerate(rows):
        before = [clauses for earlier in rows[:number] for clauses in (earlier.when.alternatives or ((),))]
        mine = row.when.alternatives or ((),)
        if all(any(implies(clauses, wide) for wide in before) for clauses in mine):
            other = next(
                e for e in rows[:number] if any(implies(mine[0], wide) for wide in (e.when.alternatives or ((),)))
            )
            place = worded("第 {row} 行", row=other.place.row) if other.place.row else "前面的行"
            yield doubt(
                row,
                "若",
                worded("这一行用不到，{place}（{value}）已经都管到了", place=place, value=other.value),
                worded("把条件窄的写在前面，或删去这一行。"),
            )


def _bands(rows: Sequence[Decide], here: Atlas) -> Iterable[Issue]:
    """Numeric bands on one column, all else equal."""
    groups: dict[tuple[Path, frozenset[Clause]], list[tuple[Decide, Band]]] = {}
    for row in rows:
        if len(row.when.alternatives) != 1:
            continue
        for clause in row.when.alternatives[0]:
            parts = bands(clause.test)
            rest = frozenset(other for other in row.when.alternatives[0] if other is not clause)
            if parts and _is_number(here, row.sheet, clause.path):
                groups.setdefault((clause.path, rest), []).extend((row, part) for part in parts)
    for (path, rest), found in groups.items():
        if len({id(row) for row, _ in found}) < 2:
            continue
        name = ".".join(path)
        open_ = not rest and not any(row.when.always for row in rows)
        for gap in gaps([band for _, band in found], whole_numbers=_is_number(here, rows[0].sheet, path, "整数")):
            say = doubt if open_ else note
            cure = worded("把两段接上，例如 [0..5) 和 [5..10)。")
            yield say(
                found[-1][0],
                "若",
                worded(
                    "{name} 的几段之间有空档：{gap}{rest}",
                    name=name,
                    gap=gap,
                    rest="" if open_ else worded("，算进其余"),
                ),
                cure,
            )
        for (row, one), (other, two) in combinations(found, 2):
            if row is not other and overlaps(one, two):
                yield doubt(
                    other,
                    "若",
                    worded("{name} 的 {one} 和 {two} 有重叠，重叠处按写在前面的", name=name, one=one, two=two),
                    worded("让几段互不相交，例如 [0..5) 和 [5..10)。"),
                )


def _is_number(here: Atlas, sheet: str, path: Path, name: str = "") -> bool:
    found = here.find(path, Ground((Spot(sheet),)))
    types = [] if isinstance(found, Lost) else [known.type for known in found if known.type is not None]
    return bool(types) and all(kind.kind == "number" and (not name or kind.name == name) for kind in types)


# -- 检查清单


def _check(rule: Check) -> Iterable[Issue]:
    if not rule.must.startswith(("唯一", "见于")) and rule.must != "连号":
        try:
            test(rule.must)
        except NotUnderstood as error:
            yield issue(Kind.BAD_TEST, rule.at("须"), rule=rule.id, test=rule.must, why=error.why, hint=error.hint)
    for block in rule.blocks:
        what, _, name = block.partition(" ")
        if what not in BLOCKS or (what in {"列", "状态", "报告"}) != bool(name.strip()):
            hint = worded(
                "写成 {blocks}；列、状态、报告后面写明是哪一个，例如 列 运单号。", blocks=worded("、").join(BLOCKS)
            )
            yield misread(rule, "拦截", block, hint)
    if rule.level == "停" and not rule.cure:
        yield doubt(
            rule,
            "提示",
            worded("“{item}”不符合就停，却没写怎么办", item=rule.item or ".".join(rule.column)),
            worded("在“提示”里写上要做什么。"),
        )


# -- 流程


def _by_flow(here: Atlas) -> Mapping[tuple[str, str, str], list[Flow]]:
    flows: dict[tuple[str, str, str], list[Flow]] = {}
    for step in here.book.all(Flow):
        flows.setdefault((step.id, step.sheet, step.state), []).append(step)
    return flows


def _flow(steps: Sequence[Flow]) -> Iterable[Issue]:
    starts = [step.to for step in steps if not step.from_]
    if not starts:
        yield doubt(steps[0], "从", worded("没有第一步，状态无从开始"), worded("加一行，“从”空着，“到”写第一个状态。"))
        return
    onward: dict[str, list[str]] = {}
    back: dict[str, list[str]] = {}
    for step in steps:
        onward.setdefault(step.from_, []).append(step.to)
        back.setdefault(step.to, []).append(step.from_)
    reached = _reached(starts, onward)
    ends = [step.to for step in steps if step.final]
    ending = _reached(ends, back)
    if not ends:
        yield doubt(steps[-1], "终", worded("没有一步写了“终”，走不到头"), worded("在最后一步的“终”里写“是”。"))
    seen: set[str] = set()
    for step in steps:
        for heading, state in (("从", step.from_), ("到", step.to)):
            if not state or state in seen:
                continue
            seen.add(state)
            if state not in reached:
                yield doubt(
                    step,
                    heading,
                    worded("走不到“{state}”这个状态", state=state),
                    worded("加上到“{state}”的一步，或改成“{nearest}”。", state=state, nearest=nearest(state, reached)),
                )
            elif ends and state not in ending:
                yield doubt(
                    step,
                    heading,
                    worded("从“{state}”走不到终了", state=state),
                    worded("加上从“{state}”往后的一步，或给它写“终”。", state=state),
                )


def _reached(starts: Iterable[str], ways: Mapping[str, Sequence[str]]) -> set[str]:
    reached, todo = set(starts), list(starts)
    while todo:
        for state in ways.get(todo.pop(), ()):
            if state and state not in reached:
                reached.add(state)
                todo.append(state)
    return reached


# -- 开单
