"""What the cells of 处罚标准 mention."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.mentions import Reading, Sheeted, Tested, braced, maybe, mentions, parts, paths, people
from workbook.rulebook.mentions.spots import Ground, trigger
from workbook.rulebook.sorts import model


def sanction(rule: model.Sanction, here: Atlas) -> Iterable[Reading]:
    """What one row of 处罚标准 mentions."""
    own = Ground(here.acts(rule), person=True)
    kind, names = trigger(rule)
    sheets = {"义务": ("时限", "抽样"), "定额": ("定额",), "达标": ("定额",), "检查": ("检查清单",), "指标": ("指标",)}
    if kind == "表":
        yield from (Sheeted(rule, "触发", name) for name in names)
    yield from mentions(rule, "触发", sheets.get(kind, ()), names if kind in sheets else ())
    yield Tested(rule, "若", rule.when, own)
    yield from maybe(rule, "时间列", rule.time, own, "moment")
    yield from people(rule, "违规人", rule.offender, own)
    yield from people(rule, "承担人", rule.payer, own)
    yield from braced(rule, "对象", rule.object if "{" in rule.object or not rule.object else f"{{{rule.object}}}", own)
    yield from maybe(rule, "数量", rule.quantity, own, "number")
    bases = dict.fromkeys(step.price.base for step in rule.amount if step.price is not None and step.price.base)
    yield from paths(rule, "金额", bases, own, "number")
    yield from braced(rule, "阶梯组", rule.ladder, own)
    own_columns = {"员工编号", "对象编号", "日期", "期", "触发行", "代码", "按量"}
    for heading, columns in (("计次键", rule.notice), ("互斥键", rule.one_key)):
        bare = [name.strip("{} ") for name in columns]
        yield from paths(rule, heading, (parts(name) for name in bare if name not in own_columns), own)
    yield from maybe(rule, "阶梯窗", rule.window, own, "")
