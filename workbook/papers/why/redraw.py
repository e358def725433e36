"""重抽核对 in words: draw by draw how many lines are the same again, and each line that isn't."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.papers.scripts.day_results import Day
from workbook.rules.owed.redraw import Group, Redrawn, redrawn
from workbook.words.tongue import worded

LEDGER = "抽样台账"


def told(day: Day, *, verify: bool) -> tuple[list[str], int]:
    """Every draw of the workbook's 抽样台账, drawn again where `verify`; and how many lines differ."""
    lines = redrawn(day.world, day.world.found(LEDGER))
    if not lines:
        return [worded("【抽样台账】还没有一行：没有抽过样，没有可核对的。")], 0
    differ = [one for one in lines if one.why]
    draws = _by_draw(lines)
    said = [line for group, rows in draws.items() for line in _draw(group, rows, verify=verify)]
    if verify:
        same = len(lines) - len(differ)
        said.append(
            worded(
                "{count} 次抽样，{count2} 行：{same} 行重抽一样，{count3} 行不一样。",
                count=len(draws),
                count2=len(lines),
                same=same,
                count3=len(differ),
            )
        )
    return said, len(differ) if verify else 0


def _by_draw(lines: list[Redrawn]) -> dict[Group, list[Redrawn]]:
    draws: dict[Group, list[Redrawn]] = {}
    for one in lines:
        draws.setdefault(one.line.group, []).append(one)
    return draws


def _draw(group: Group, rows: list[Redrawn], *, verify: bool) -> Iterable[str]:
    rule, period, unit, person, number = group
    name = " ".join(
        part
        for part in (rule, period, unit, person, worded("第{number}次重抽", number=number) if number else "")
        if part
    )
    last = rows[-1].line
    taken = sum(one.line.drawn in {"抽中", "替补"} for one in rows)
    facts = worded(
        "总体 {total}，应抽 {wanted}，抽了 {taken}，种子“{seed}”，指纹 {frame}",
        total=last.total,
        wanted=last.wanted,
        taken=taken,
        seed=last.seed,
        frame=last.frame or worded("没有存"),
    )
    differ = [one for one in rows if one.why]
    verdict = "" if not verify else worded("：不一样") if differ else worded("：一样")
    yield worded("{name}（{facts}）{verdict}", name=name, facts=facts, verdict=verdict)
    if verify:
        yield from (
            worded("    {place} {key}：{why}。", place=one.place, key=one.line.key, why=one.why) for one in differ
        )
