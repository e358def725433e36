"""What stands at the head of a form: whom to call about what by when, and the clauses it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbook.papers.reports.columns import short
from workbook.papers.scripts.scripts import values
from workbook.rules.recording.drafts import rules_by_id
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import Array
from workbook.rules.world.world import World
from workbook.sheets.phones import spaced
from workbook.words.tongue import WORD, declared, named, worded

CUSTOMER = declared("客户")
USUAL = (
    (CUSTOMER, "客户名称"), ("电话", "电话"), ("称谓", "客户.称谓"), ("主题", "主题"),
    ("联系方式", "联系方式"), ("计划时间", "计划时间"), ("到期", "到期"), ("责任人", "责任人.姓名"),
    ("第几次", "第几次"),
)  # fmt: skip
LATE = ("逾期", "今日到期")


@dataclass(slots=True, eq=False)
class Cells:
    """What names of columns and paths say of the rows of today's list, each looked up for all rows at once."""

    world: World
    listed: Frame
    found: dict[str, Array] = field(default_factory=dict)

    def say(self, position: int, name: str) -> str:
        """One cell as people read it; '' where there is nothing."""
        if name not in self.found:
            self.found[name] = values(self.world, self.listed, self.listed.all, name).objects()
        held = self.found[name][position]
        return "" if held is None else str(held)


def facts(cells: Cells, position: int, columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Label and value of each fact of one task: the usual ones, then those a 记录表 names; empty ones are left out."""
    found: dict[str, str] = {}
    for label, name in USUAL:
        held = cells.say(position, name)
        if held and not (label == "第几次" and held == "1"):
            found[label] = _dressed(cells, position, label, held)
    known = {name for _, name in USUAL} | {"责任人", "客户编号", "序"}
    for name in columns:
        held = cells.say(position, name) if name not in known else ""
        if held:
            found.setdefault(short(name, [one for _, one in USUAL]), held)
    remark = cells.say(position, "说明")
    return (*found.items(), *([("说明", remark)] if remark else []))


def _dressed(cells: Cells, position: int, label: str, held: str) -> str:
    match label:
        case "到期":
            state = cells.say(position, "状态")
            return worded("{held}（{state}）", held=held, state=named(state, WORD)) if state in LATE else held
        case "第几次":
            return worded("第 {count} 次联系", count=held)
        case "客户":  # CUSTOMER
            key = cells.say(position, "客户编号")
            return worded("{held}（{state}）", held=held, state=key) if key and key != held else held
        case "主题":
            return worded("、").join(held.split("、"))
        case "电话":
            return spaced(held)
        case "计划时间":
            return held.removeprefix(f"{cells.world.today.isoformat()} ")
        case _:
            return named(held, WORD)


def basis(cells: Cells, position: int) -> tuple[str, ...]:
    """The rules a task comes from, each with its clause."""
    known = rules_by_id(cells.world)
    rules = [known[rule_id] for rule_id in cells.say(position, "规则").split("、") if rule_id in known]
    colon = worded("：")
    return tuple(f"{rule.id} {rule.name}{colon if rule.clause else ''}{rule.clause}".strip() for rule in rules)
