"""处罚标准 in plain Chinese, and what falling short of another rule costs."""

from __future__ import annotations

from decimal import Decimal

from workbook.papers.words.phrases import column, each, length
from workbook.papers.words.prices import capped, ladder
from workbook.papers.words.telling import Telling
from workbook.rulebook.mentions.spots import Ground, trigger
from workbook.rulebook.sorts.model import Quota, Sanction
from workbook.words.spans import Span

VERBS = {"罚": "罚", "赔": "赔", "费": "收", "奖": "奖"}


def sanction(teller: Telling, rule: Sanction) -> str:
    """A fine that stands by itteller."""
    kind, names = trigger(rule)
    when = teller.speaker.when(rule.when, Ground(teller.here.acts(rule), person=True))
    if kind == "登记":
        cause = "【违规登记】里写了这个条款代码"
    elif kind == "表":
        cause = f"【{'】【'.join(names)}】有"
        day = f"（算在{column(rule.time)}那天）" if rule.time else ""
        return f"{cause}{when or '新'}的行，{price(rule)}{day}"
    else:
        missed = "" if kind == "指标" else _front(teller, kind, names[0] if len(names) == 1 else "")
        cause = f"{'、'.join(teller.name(name) for name in names)}{missed}"
    return f"{cause}{f'，{when}' if when else ''}，{price(rule)}"


def costs(teller: Telling, kind: str, rule_id: str) -> str:
    """What the fines that look at a rule cost."""
    fines = [f for f in teller.here.book.all(Sanction) if trigger(f)[0] == kind and rule_id in trigger(f)[1]]
    front = _front(teller, kind, rule_id)
    return "；".join(f"{front}{_if(teller, fine)}{price(fine)}（{fine.id}）" for fine in fines)


def _front(teller: Telling, kind: str, rule_id: str) -> str:
    """How a rule is fallen short of."""
    bounds = {quota.bound for quota in teller.here.book.all(Quota) if quota.id == rule_id}
    missed = {"至少": "不够", "至多": "超过"}.get("".join(bounds), "不够或超过")
    return {"义务": "迟了", "定额": missed, "达标": "达到了", "检查": "不符合", "指标": "按结果"}[kind]


def _if(teller: Telling, fine: Sanction) -> str:
    """What must hold besides."""
    said = teller.speaker.when(fine.when, Ground(teller.here.acts(fine), person=True))
    return f"，{said}的，" if said else ""


def price(rule: Sanction) -> str:
    """What one fine costs."""
    verb = VERBS[rule.side]
    unit = f"每{rule.unit}" if rule.unit else ""
    costs = ladder(rule.amount, f"{unit}{verb}")
    if isinstance(rule.quantity, tuple):
        costs += f"（乘以{column(rule.quantity)}）"
    elif rule.quantity != Decimal(1):
        costs += f"（乘以 {rule.quantity.normalize():f}）"
    if len(rule.amount) == 1 and (only := rule.amount[0].price) is not None and only.cap is not None:
        costs += capped(only.cap)
    if rule.sanction:
        costs = "，".join(part for part in (costs, "、".join(rule.sanction)) if part)
    if rule.double_from:
        costs += f"，{each(rule.window)}第 {rule.double_from} 次起加倍"
    if isinstance(rule.per_lateness, Span):
        costs += f"，每再迟 {length(rule.per_lateness)}再计一次"
    if not costs:
        return "登记下来，由人裁决"
    return f"{costs}，由人裁决后算" if rule.decide else costs
