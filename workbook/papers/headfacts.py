"""What stands at the head of a form: whom to call about what by when, and the clauses it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.papers.daily import Day
from workbook.papers.scripts import value
from workbook.rules.drafts import rules_by_id

USUAL = (
    ("客户", "客户名称"), ("电话", "电话"), ("称谓", "客户.称谓"), ("主题", "主题"),
    ("联系方式", "联系方式"), ("计划时间", "计划时间"), ("到期", "到期"), ("责任人", "责任人.姓名"),
    ("第几次", "第几次"),
)  # fmt: skip
LATE = ("逾期", "今日到期")


def facts(day: Day, position: int, columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Label and value of each fact of one task: the usual ones, then those a 记录表 names; empty ones are left out."""
    found: dict[str, str] = {}
    for label, name in USUAL:
        held = value(day.world, day.listed, position, name)
        if held and not (label == "第几次" and held == "1"):
            found[label] = _dressed(day, position, label, held)
    known = {name for _, name in USUAL} | {"责任人", "客户编号", "序"}
    for name in columns:
        label = name.rpartition(".")[2]
        held = value(day.world, day.listed, position, name) if name not in known else None
        if held:
            found.setdefault(label, held)
    remark = value(day.world, day.listed, position, "说明")
    return (*found.items(), *([("说明", remark)] if remark else []))


def _dressed(day: Day, position: int, label: str, held: str) -> str:
    if label == "到期":
        state = value(day.world, day.listed, position, "状态") or ""
        return f"{held}（{state}）" if state in LATE else held
    if label == "第几次":
        return f"第 {held} 次联系"
    if label == "客户":
        key = value(day.world, day.listed, position, "客户编号")
        return f"{held}（{key}）" if key and key != held else held
    if label == "电话":
        return spaced(held)
    if label == "计划时间":
        return held.removeprefix(f"{day.world.today.isoformat()} ")
    return held


def spaced(number: str) -> str:
    """A mobile number in groups, easier to dial from paper.

    Examples:
        >>> spaced("13800138000"), spaced("057188886666")
        ('138 0013 8000', '057188886666')
    """
    is_mobile = len(number) == 11 and number.startswith("1") and number.isdigit()
    return f"{number[:3]} {number[3:7]} {number[7:]}" if is_mobile else number


def basis(day: Day, position: int) -> tuple[str, ...]:
    """The rules a task comes from, each with its clause."""
    known = rules_by_id(day.world)
    named = str(day.listed.typed["规则"].objects()[position] or "").split("、")
    rules = [known[rule_id] for rule_id in named if rule_id in known]
    return tuple(f"{rule.id} {rule.name}{'：' if rule.clause else ''}{rule.clause}".strip() for rule in rules)
