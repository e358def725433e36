"""联系限制 分派 结果代码 in plain Chinese."""

from __future__ import annotations

from workbook.papers.words.phrases import column, each, filled, length, people, thing
from workbook.papers.words.telling import Telling
from workbook.rulebook.cells.tries import Ladder
from workbook.rulebook.cells.turns import least_of
from workbook.rulebook.mentions.spots import RECORDS, STAFF, TODAY, Ground, Spot
from workbook.rulebook.sorts.model import Assign, Limit, Outcome


def limit(teller: Telling, rule: Limit) -> str:
    """Who is not called, and when."""
    tasks = Ground((Spot(TODAY),))
    who = teller.speaker.when(rule.when, tasks)
    tasks_said = f"{who}的任务" if who else "所有任务"
    match rule.type:
        case "停止":
            return f"{tasks_said}不派"
        case "改道":
            return f"{tasks_said}改走{rule.divert}"
        case "冷静":
            start = Ground((Spot(rule.from_sheet),))
            rows = teller.speaker.when(rule.from_when, start)
            cause = f"【{rule.from_sheet}】{f'里{rows}的' if rows else ''}客户"
            return f"{cause}，满 {length(rule.span)}以前{tasks_said}不派"
        case "合并":
            return f"{tasks_said}里同一{'、'.join(map(thing, rule.merge_key))}的并成一次"
        case "频次":
            counted = teller.speaker.when(rule.counted_when, Ground((Spot(RECORDS),)))
            number = column(rule.number) if isinstance(rule.number, tuple) else f"{rule.number}"
            period = each(rule.period) if rule.period else "每日"
            over = {"拦截": "再多就不派", "顺延": "再多就往后推", "记例外": "再多照派，记一笔例外"}[rule.over]
            key = "、".join(map(thing, rule.key))
            which = f"（数{counted}的）" if counted else ""
            return f"{tasks_said}：同一{key}{period}最多 {number} 次{which}，{over}"
        case _:
            days = "、".join(rule.days) or "每天"
            return f"{tasks_said}{days}{'不在' if rule.forbids else '只在'} {rule.windows} 联系"


def assign(teller: Telling, rule: Assign) -> str:
    """Who does it."""
    sheet, _, heading = rule.target.partition(".")
    rows = (Spot(TODAY),) if rule.target == "任务" else (Spot(sheet),)
    when = teller.speaker.when(rule.when, Ground(rows))
    what = "任务" if rule.target == "任务" else f"【{sheet}】的{heading}"
    who = teller.speaker.when(rule.staff_when, Ground((Spot(STAFF),), asking=rows))
    ways = []
    for method in rule.method:
        among = f"在{who}的员工里" if who else "在员工里"
        told = {"均衡": f"{among}按手上多少平分", "轮流": f"{among}轮流"}.get(method)
        if period := least_of(method):
            told = f"{among}给本{period}得的最少的，一样少的给最久没轮到的"
        ways.append(told or f"归{people((method.replace('值班:', '岗位:'),))}")
    nobody = f"，没有合适的归{people(rule.nobody)}" if rule.nobody else ""
    return f"{f'{when}的' if when else ''}{what}，{'，不行就'.join(ways)}{nobody}"


def outcome(_: Telling, rule: Outcome) -> str:
    """What an end of a call means."""
    counts = {
        "接触": "算谈过",
        "尝试": "不算谈过，还要再打",
        "跳过": "不打了，不计入",
        "无效": "号码有问题，要补资料",
    }
    parts = [counts[rule.counts_as]]
    if isinstance(rule.retry, Ladder):
        parts.append("；".join(map(str, rule.retry.steps)))
    elif rule.retry is not None:
        then = f"，满了{rule.then}" if rule.then else ""
        parts.append(f"{length(rule.retry)}后再打{f'，最多 {rule.max} 次{then}' if rule.max else ''}")
    if rule.next:
        parts.append(f"下次按{filled(rule.next)}")
    if rule.needs:
        parts.append(f"要填{'、'.join(rule.needs)}")
    if rule.stop:
        parts.append("以后不再联系这位客户")
    return "，".join(parts)
