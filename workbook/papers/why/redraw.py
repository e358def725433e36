"""重抽核对 in words: draw by draw how many lines are the same again, and each line that isn't."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.papers.scripts.day_results import Day
from workbook.rules.owed.redraw import Group, Redrawn, redrawn

LEDGER = "抽样台账"


def told(day: Day, *, verify: bool) -> tuple[list[str], int]:
    """Every draw of the workbook's 抽样台账, drawn again where `verify`; and how many lines differ."""
    lines = redrawn(day.world, day.world.found(LEDGER))
    if not lines:
        return ["【抽样台账】还没有一行：没有抽过样，没有可核对的。"], 0
    differ = [one for one in lines if one.why]
    draws = _by_draw(lines)
    said = [line for group, rows in draws.items() for line in _draw(group, rows, verify=verify)]
    if verify:
        same = len(lines) - len(differ)
        said.append(f"{len(draws)} 次抽样，{len(lines)} 行：{same} 行重抽一样，{len(differ)} 行不一样。")
    return said, len(differ) if verify else 0


def _by_draw(lines: list[Redrawn]) -> dict[Group, list[Redrawn]]:
    draws: dict[Group, list[Redrawn]] = {}
    for one in lines:
        draws.setdefault(one.line.group, []).append(one)
    return draws


def _draw(group: Group, rows: list[Redrawn], *, verify: bool) -> Iterable[str]:
    rule, period, unit, person, number = group
    name = " ".join(part for part in (rule, period, unit, person, f"第{number}次重抽" if number else "") if part)
    last = rows[-1].line
    taken = sum(one.line.drawn in {"抽中", "替补"} for one in rows)
    facts = f"总体 {last.total}，应抽 {last.wanted}，抽了 {taken}，种子“{last.seed}”，指纹 {last.frame or '没有存'}"
    differ = [one for one in rows if one.why]
    verdict = "" if not verify else "：不一样" if differ else "：一样"
    yield f"{name}（{facts}）{verdict}"
    if verify:
        yield from (f"    {one.place} {one.line.key}：{one.why}。" for one in differ)
