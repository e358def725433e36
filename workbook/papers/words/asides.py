"""What a rule says besides: who is spared, what waits, who pays which share, from when the count begins again."""

from __future__ import annotations

from collections.abc import Iterable

from workbook.papers.words.phrases import column, each, filled, length, people, thing
from workbook.papers.words.telling import Telling
from workbook.rulebook.cells.tree import Condition
from workbook.rulebook.cells.turns import chooses
from workbook.rulebook.lint.owed import emitted
from workbook.rulebook.mentions.spots import TODAY, Ground, Spot
from workbook.rulebook.sorts.model import Assign, Carry, Check, Duty, Limit, Quota, Report, Rule, Sanction
from workbook.words.spans import SAME_DAY

ROLLED = {"后移": "往后移到上班的日子", "前移": "往前移到上班的日子"}
KEPT = {"优先": "排在前面的一笔", "最重": "最重的一笔", "最轻": "最轻的一笔"}


def asides(teller: Telling, rule: Rule) -> list[str]:
    """The smaller clauses of one rule, each a short sentence part; none when it has none."""
    said: Iterable[str] = ()
    match rule:
        case Duty():
            said = (*_duty(teller, rule), *_given(teller, rule), *_carried(rule))
        case Quota():
            lead = f"早 {length(rule.lead)}先列出来" if rule.lead not in {None, SAME_DAY} else ""
            only = f"和同是“{rule.one_of}”的几条只算一条" if rule.one_of else ""
            days = teller.speaker.when(rule.days_when, Ground((Spot("日历"),)))
            said = (f"只算{days}的日子" if days else "", lead, only, *_given(teller, rule), *_carried(rule))
        case Carry():
            said = (*_given(teller, rule), *_carried(rule))
        case Sanction():
            said = _fine(rule)
        case Check():
            said = (f"填了{column(rule.waiver)}就放行" if rule.waiver else "",)
        case Limit():
            said = _limit(teller, rule)
        case Assign():
            said = _assign(rule)
        case Report():
            said = _report(teller, rule)
    return [part for part in said if part]


def _if(teller: Telling, when: Condition | None, sheet: str, then: str) -> str:
    tests = teller.speaker.when(when, Ground((Spot(sheet),)))
    return f"{tests}的{then}" if tests else ""


def _carried(rule: Carry) -> Iterable[str]:
    yield f"用话术 {rule.script}" if rule.script else ""
    yield f"用问卷 {rule.form}" if rule.form else ""


def _given(teller: Telling, rule: Carry) -> Iterable[str]:
    """Who gets the task where 分派 gives all tasks to somebody: whom the rule names comes after."""
    every = next((one for one in teller.here.book.all(Assign) if one.target == "任务" and one.when.always), None)
    if rule.owner and emitted(rule) == "任务" and every is not None and every.method != rule.owner:
        to = "派" if any(map(chooses, every.method)) else f"归{people(every.method)}"
        yield f"清单上先照【分派】{every.id} {to}，派不出才归{people(rule.owner)}"


def _duty(teller: Telling, rule: Duty) -> Iterable[str]:
    yield _if(teller, rule.hold_when, rule.source, "先不列，也不算晚")
    yield _if(teller, rule.cancel_when, rule.source, "不用做了")
    if rule.cancel_at:
        yield f"到期前填了{'或'.join(map(column, rule.cancel_at))}的不用做了"
    if rule.waiting_since:
        yield f"{'、'.join(map(column, rule.start)) or '起点'}还空着的，从{column(rule.waiting_since)}数等了多久"
    if rule.excuse:
        yield f"填了{column(rule.excuse)}就不算晚"
    early, late = rule.tolerance
    if early or late:
        yield f"早 {abs(early)} 天、晚 {late} 天以内都算准"
    if rule.roll in ROLLED:
        yield f"到期碰上休息日{ROLLED[rule.roll]}"
    if rule.lead not in {None, SAME_DAY}:
        yield f"早 {length(rule.lead)}先列出来"
    if rule.expire not in {"保留", "作废", ""}:
        yield f"过了 {filled(rule.expire)}还没做就作废"


def _fine(rule: Sanction) -> Iterable[str]:
    if rule.offender:
        yield f"算在{people(rule.offender)}头上"
    if rule.payer:
        shares = [part.strip() for one in rule.payer for part in one.replace("：", ":").split(",")]
        yield "、".join(map(_paid, shares))
    if len(rule.amount) > 1 or rule.double_from:
        again = each(rule.window)
        yield "次数一直数下去" if again == "总共" else f"次数{again}从头数"
        yield f"和“{rule.ladder}”的一起数" if rule.ladder else ""
    if rule.one_of:
        yield f"和同是“{rule.one_of}”的撞上，只留{KEPT[rule.keep_which]}"
    if not rule.counts:
        yield "不算次数"


def _paid(part: str) -> str:
    who, _, share = part.rpartition(":")
    return f"{people((who,))}出 {share}" if share.endswith("%") else f"由{people((part,))}出"


def _limit(teller: Telling, rule: Limit) -> Iterable[str]:
    yield _if(teller, rule.exempt_when, TODAY, "不受限")
    yield f"填了{column(rule.ended_by)}就提前结束" if rule.ended_by else ""
    yield f"填了{column(rule.released_by)}就放行" if rule.released_by else ""


def _assign(rule: Assign) -> Iterable[str]:
    if rule.capacity is not None:
        many = f"“{column(rule.capacity)}”那么多" if isinstance(rule.capacity, tuple) else f" {rule.capacity:f} "
        yield f"一个人最多{many}件"
    yield f"按{column(rule.weight)}多少分" if rule.weight else ""
    yield f"一样多时看{'、'.join(column(one.path) for one in rule.measure)}" if rule.measure else ""
    yield f"同一个人不重复遇到同一{'、'.join(map(thing, rule.distinct))}" if rule.distinct else ""
    yield f"不派给{'、'.join(map(thing, rule.exclude))}" if rule.exclude else ""


def _report(teller: Telling, rule: Report) -> Iterable[str]:
    yield _if(teller, rule.withhold, rule.source, "不列，只报个数")
    yield _if(teller, rule.mark_when, rule.source, f"标成{rule.mark or '显眼'}")
