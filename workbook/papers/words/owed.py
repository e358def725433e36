"""时限 定额 抽样 追踪 in plain Chinese, with what falling short of them costs."""

from __future__ import annotations

from decimal import Decimal

from workbook.papers.words.penalties import costs
from workbook.papers.words.phrases import column, each, filled, gaps, length, people
from workbook.papers.words.prices import share
from workbook.papers.words.telling import CALENDAR, Telling, called
from workbook.rulebook.cells.tree import Path
from workbook.rulebook.lint.owed import emitted
from workbook.rulebook.mentions.owed import CHAINED
from workbook.rulebook.mentions.spots import Ground, Spot
from workbook.rulebook.sorts.model import Carry, Duty, Quota, Sample, Trace
from workbook.words.spans import SAME_DAY, Span

THAT = "那天"


ALL = "全部"


def _rhythm(span: Span | Path | None) -> str:
    """每年, 每 3 个月."""
    if isinstance(span, Span) and span.number == 1 and not span.clock:
        return f"每{span.unit}"
    return f"每 {length(span)}"


def _many(number: Decimal | Path) -> str:
    """How many, with blanks around digits."""
    return f"“{column(number)}”那么多" if isinstance(number, tuple) else f" {number.normalize():f} "


def duty(teller: Telling, rule: Duty) -> str:
    """From when, within what, who does what, how it is done, what lateness costs."""
    ground = Ground((teller.here.when(rule.source, rule.when),))
    rows = teller.rows(rule.source, rule.when, ground)
    if rule.for_each:
        objects = teller.speaker.when(rule.for_when, Ground((Spot(rule.for_each),), asking=ground.rows))
        rows += f"，对每个{f'{objects}的' if objects else ''}{called(rule.for_each)}"
    void = "过期作废" if rule.expire == "作废" else ""
    parts = [f"{rows}，{_within(teller, rule)}，{deed(rule)}", done(teller, rule, ground), void]
    return "；".join(part for part in (*parts, costs(teller, "义务", rule.id)) if part)


def _within(teller: Telling, rule: Duty) -> str:
    start = _start(teller, rule)
    blank = "" if isinstance(rule.span, tuple) else " "
    span = f"{blank}{length(rule.span)}"
    same_day = rule.span == SAME_DAY
    match rule.mode:
        case "内":
            return f"{start}当天".replace(THAT, "") if same_day else f"从{start}起{span}内"
        case "第":
            return THAT if start == THAT and same_day else f"{start}{'' if same_day else f'后{span}'}那天"
        case "后":
            until = f"（{length(rule.until_)}内）" if rule.until_ is not None else ""
            return f"{start}满{span}以后{until}"
        case "前":
            return f"不晚于{start}" if same_day else f"{start}前{span}"
        case "至":
            until = column(rule.until_) if isinstance(rule.until_, tuple) else length(rule.until_)
            return f"最晚到{until}"
        case "每":
            return f"从{start}起{_rhythm(rule.span)}一次"
        case _:
            return "做完为止（没有期限）"


def _start(teller: Telling, rule: Duty) -> str:
    said = []
    for path in rule.start:
        if len(path) == 2 and path[1] in CHAINED:
            after = {"完成": "做完", "到期": "到期", "违约": "逾期"}[path[1]]
            said.append(f"{teller.name(path[0])}{after}")
        else:
            said.append(THAT if rule.source == CALENDAR and path == ("日期",) else column(path))
    if not said:
        return "这一行的时间"
    return said[0] + (f"（没有就按{'、'.join(said[1:])}）" if len(said) > 1 else "")


def deed(rule: Carry) -> str:
    """Who does what."""
    what = rule.topic or rule.name or rule.kind or rule.id
    if "{" in what:
        what = f"{rule.name or rule.kind or rule.id}（事由：{gaps(what)}）"
    out = emitted(rule)
    who = people(rule.owner)
    if out == "提醒":
        return f"由{who or '责任人'}办：{what}"
    if out.startswith("名单"):
        listed = out.partition(":")[2]
        return f"列进名单{f'“{listed}”' if listed else ''}：{what}"
    if out == "无":
        return f"应办：{what}（只记时间，不派任务）"
    way = rule.channel or "电话"
    return f"{f'由{who}' if who else ''}{filled(way)}联系客户：{what}"


def done(teller: Telling, rule: Duty | Sample, ground: Ground) -> str:
    """When it counts as done."""
    said = ""
    if rule.done_sheet:
        done = Ground((Spot(rule.done_sheet),), asking=ground.rows)
        tests = teller.speaker.when(rule.done_when, done)
        said = f"【{rule.done_sheet}】里有一条{f'{tests}的' if tests else '相应的'}记录算做完"
    elif rule.done_column:
        said = f"填上“{column(rule.done_column)}”算做完"
    elif not rule.done_when.always:
        said = f"{teller.speaker.when(rule.done_when, ground)}算做完"
    return said


def quota(teller: Telling, rule: Quota) -> str:
    """How many for whom and per what."""
    keys = teller.here.keys(rule)
    owed = Ground((Spot(keys),)) if keys else Ground((Spot("定额结果"),))
    roster = teller.speaker.when(rule.roster_when, owed)
    who = f"每个{f'{roster}的' if roster else ''}{called(keys)}，" if keys else ""
    counted = teller.speaker.when(rule.when, Ground((Spot(rule.counted),)))
    what = f"{f'{counted}的' if counted else ''}【{rule.counted}】"
    method, _, measured = rule.measure.partition(" ")
    least = f"{rule.bound}{_many(rule.number)}"
    said = {
        "去重": f"{who}{each(rule.period)}{what}里不同的{measured}{least}个",
        "合计": f"{who}{each(rule.period)}{what}的{measured}加起来{least}",
    }.get(method, f"{who}{each(rule.period)}{least}条{what}").rstrip()
    work = f"，{deed(rule)}" if emitted(rule) != "无" else ""
    free = f"；{'、'.join(rule.exempt)}的日子不算" if rule.exempt else ""
    price = "；".join(part for part in (costs(teller, "定额", rule.id), costs(teller, "达标", rule.id)) if part)
    return f"{said}{work}{free}{f'；{price}' if price else ''}"


def sample(teller: Telling, rule: Sample) -> str:
    """How many are drawn from what, and what is done with them."""
    ground = Ground((Spot(rule.population),))
    number = _number(rule)
    rows = teller.speaker.when(rule.when, ground)
    apart = f"，按{'、'.join(map(column, rule.unit))}分开抽" if rule.unit else ""
    layers = f"，各{'、'.join(map(column, rule.strata))}都要有" if rule.strata else ""
    person = f"，每个{called(rule.for_each)}各抽各的" if rule.for_each else ""
    among = f"【{rule.population}】{f'里{rows}的' if rows else ''}"
    taken = f"{among}全部都要" if number == ALL else f"从{among}中抽 {number}"
    drawn = f"{each(rule.period)}{taken}{apart}{layers}{person}"
    blank = "" if isinstance(rule.span, tuple) else " "
    within = "抽中当天" if rule.span == SAME_DAY else f"抽中后{blank}{length(rule.span)}内"
    parts = [f"{drawn}；{within}{deed(rule)}", done(teller, rule, ground), costs(teller, "义务", rule.id)]
    return "；".join(part for part in parts if part)


def trace(teller: Telling, rule: Trace) -> str:
    """Which rows are which step of a chain, who makes it and within what."""
    rows = teller.rows(rule.source, rule.when, Ground((teller.here.when(rule.source, rule.when),)))
    at = f"（算在“{column(rule.time)}”那天）" if rule.time else ""
    who, within = people(rule.owner), f"{length(rule.span)}内" if rule.span is not None else ""
    turn = f"；轮到这一步时，由{who or '客户的归属员工'}{f'在 {within}' if within else ''}做" if who or within else ""
    return f"{rows}{at}，是问题链的一步：{rule.step}{turn}"


def _number(rule: Sample) -> str:
    if isinstance(rule.rate, tuple) or isinstance(rule.size, tuple):
        return column(rule.rate if isinstance(rule.rate, tuple) else rule.size or ())  # type: ignore[arg-type]
    if rule.rate is not None:
        some = f"{share(rule.rate)}（至少 {rule.at_least} 条）" if rule.rate else "0 条"
        return ALL if rule.rate == 1 else some
    return f"{rule.size.normalize():f} 条" if rule.size is not None else "几条"
