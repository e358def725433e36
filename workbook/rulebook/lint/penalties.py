"""Lint of 处罚标准, beyond its tests and columns (rule-language §3.12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbook.rulebook.cells.amounts import Step
from workbook.rulebook.cells.tree import MOVING
from workbook.rulebook.lint.says import doubt, misread
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import trigger
from workbook.rulebook.sorts.model import Derive, Sanction
from workbook.words.issues import Issue, Kind, issue
from workbook.words.tongue import worded


def penalties_issues(here: Atlas) -> Iterable[Issue]:
    """Everything about fines and rewards."""
    for fine in here.book.all(Sanction):
        yield from _sanction(fine, here)
    yield from _ladder_groups(here.book.all(Sanction))


def _sanction(rule: Sanction, here: Atlas) -> Iterable[Issue]:
    kind, names = trigger(rule)
    if not kind or bool(names) == (kind == "登记"):
        hint = worded("写成 登记、义务 R、定额 Q、达标 Q、检查 K、指标 M 或 表 X。")
        yield misread(rule, "触发", rule.trigger, hint)
    if not rule.amount and not rule.sanction and rule.decide is False:
        yield doubt(
            rule,
            "金额",
            worded("没有金额，没有处理，也不等人决定，罚了等于没罚"),
            worded("填金额或处理，或把“决定”写“是”。"),
        )
    if rule.per_lateness is not None and kind != "义务":
        yield doubt(rule, "重计", worded("重计要和 触发 义务 一起用"), worded("删去重计，或改成 触发: 义务 R。"))
    if len(rule.amount) > 1 or (rule.amount and rule.amount[0].first != 1):
        yield from _ladder(rule, rule.amount)
    yield from _moving(rule, here)


def _ladder(rule: Sanction, steps: Sequence[Step]) -> Iterable[Issue]:
    """A ladder begins at 1, leaves no notice out, names none twice, and never ends."""
    expected: int | None = 1
    for step in sorted(steps, key=lambda one: one.first):
        if expected is None or step.first < expected:
            yield doubt(
                rule,
                "金额",
                worded("阶梯里第 {first} 次写了两格", first=step.first),
                worded("每一次只写一格，例如 1:20; 2-3:40; 4+:60。"),
            )
            return
        if step.first > expected:
            missed = str(expected) if step.first == expected + 1 else f"{expected}–{step.first - 1}"
            yield doubt(
                rule,
                "金额",
                worded("阶梯里缺第 {missed} 次", missed=missed),
                worded("从 1 起一格接一格地写，例如 1:20; 2-3:40; 4+:60。"),
            )
        expected = None if step.last is None else step.last + 1
    if expected is not None:
        yield doubt(
            rule,
            "金额",
            worded("阶梯里缺第 {expected} 次以后", expected=expected),
            worded("最后一格写成 {first}+，例如 {first}+:60。", first=steps[-1].first),
        )


def _moving(rule: Sanction, here: Atlas) -> Iterable[Issue]:
    """A test on what changes by itself: the fine comes and goes without anybody's doing."""
    latest = {
        way.column
        for way in here.book.all(Derive)
        if way.method == "最近" and way.sheet in {spot.sheet for spot in here.acts(rule)}
    }
    for number, clauses in enumerate(rule.when.alternatives):
        for clause in clauses:
            why = ""
            if clause.path[0] == "今日" or MOVING.search(clause.test.text):
                why = worded("“{path}: {words}”会随着日子变", path=".".join(clause.path), words=clause.test.text)
            elif clause.path[-1] in latest:
                why = worded("“{path}”取的是最近的一行，以后会变", path=".".join(clause.path))
            if why:
                behind = len(rule.when.alternatives) - 1 - number
                place = rule.at("若", ".".join(clause.path), behind)
                hint = worded("按当时的日期、按违约来罚，账才不会自己变。")
                yield issue(
                    Kind.LINT_NOTE, place, rule=rule.id, why=worded("{why}，处罚会自己出现或消失", why=why), hint=hint
                )


def _ladder_groups(fines: Sequence[Sanction]) -> Iterable[Issue]:
    """Members of one 阶梯组 share the counter, so they must count alike."""
    first: dict[str, Sanction] = {}
    for fine in fines:
        if not fine.ladder or "{" in fine.ladder or not fine.counts:
            continue
        other = first.setdefault(fine.ladder, fine)
        for heading, mine, theirs in (
            ("阶梯窗", fine.window, other.window),
            ("翻倍自", fine.double_from, other.double_from),
        ):
            if mine != theirs:
                why = worded(
                    "和 {id} 同一阶梯组“{ladder}”，{heading}却不同（{said} 和 {said2}）",
                    id=other.id,
                    ladder=fine.ladder,
                    heading=heading,
                    said=_said(mine),
                    said2=_said(theirs),
                )
                yield doubt(
                    fine, heading, why, worded("同一阶梯组的{heading}要写得一样，或换一个阶梯组。", heading=heading)
                )


def _said(value: object) -> str:
    name = getattr(value, "name", value)
    return "空" if name is None else str(name)
