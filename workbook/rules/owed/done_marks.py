"""Done-marks: which record or filled column closes which open duty (rule-language §3.9)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.rulebook.cells.notations import Join
from workbook.rulebook.sorts.model import Duty, Outcome, Sample
from workbook.rules.facts.holds import holds, passes
from workbook.rules.facts.joins import Pairs, customer_heading, default_join, matched
from workbook.rules.facts.operands import told
from workbook.rules.owed.done_queue import NONE, RULE, SOURCE_ROW, TASK, queue, urgency
from workbook.rules.owed.odd_days import ask_about, say_ahead
from workbook.rules.owed.one_call import calls, told_at_once
from workbook.rules.owed.too_soon import say_too_soon
from workbook.rules.owed.unnamed import Unnamed, by_customer
from workbook.rules.world.frames import Frame, Link
from workbook.rules.world.rule_words import naming
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import NAT, Array, Mask, Vec, same_words, says
from workbook.rules.world.world import Unknown, World
from workbook.sheets.types import Type

RECORDS = "回访记录"
DAY = np.timedelta64(1, "D")


def blocked_rows(world: World, frame: Frame, what: str) -> Mask:
    """Rows for which some check with 拦截 `what` fails (完成, 任务, 打分, 列 X …)."""
    from workbook.rules.facts.checks import failing

    return failing(world, frame, what)


def countable(world: World, frame: Frame, *, skips: bool = False, capped: bool = False) -> Mask:
    """Rows that count: not blocked from 完成, and on 回访记录 a contact (接触; with `skips` also 跳过), never an attempt.

    For a cap (`capped`) a contact whose row is blocked counts too: the customer was disturbed all the same.
    """
    whole_record = capped and frame.name == RECORDS
    rows = np.ones(len(frame), dtype=bool) if whole_record else ~blocked_rows(world, frame, "完成")
    if frame.name == RECORDS:
        counts = world.column(frame, "计为")
        rows &= counts.matching(lambda word: word == "接触" or (skips and word == "跳过"))
    return rows


def counts_as(world: World, frame: Frame) -> Vec:
    """计为 of each record, through its 结果代码."""
    meaning = {outcome.id: outcome.counts_as for outcome in world.book.all(Outcome)}
    return frame.typed["结果代码"].mapped(meaning.get, Type("代码", "接触|尝试|跳过|无效"))


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """When each duty was done (NaT: not yet), and by which row (−1: by no row of its own)."""

    at: Array
    by: Link | None


def done(world: World, duties: Frame, rule: Duty | Sample, source: View, objects: View | None) -> Done:
    """The done time of each duty of `rule`, by 完成列, 完成若, a list line or a record."""
    listed = _listed(world, duties)
    if rule.done_sheet:
        closed = _by_records(world, duties, rule, source, objects)
    else:
        closed = Done(_by_column(world, rule, source, objects), None)
        ask_about(world, duties, rule, source, closed.at)
    at = np.where(np.isnat(closed.at), listed, closed.at)
    tomorrow = np.datetime64(world.today, "us") + DAY
    return Done(np.where(at >= tomorrow, NAT, at), closed.by)


def _listed(world: World, duties: Frame) -> Array:
    """已发时间 of the line that some list carries for the duty (also one that was diverted from a call)."""
    at = np.full(len(duties), NAT)
    for name in world.tables.frames:
        if name.startswith("名单") and name in world.schema.sheets and len(world.found(name)):
            lines = world.found(name)
            sent = world.column(lines, "已发时间").take(lines.lookup(duties.typed["任务编号"])).data
            at = np.where(np.isnat(at), sent, at)
    return at


def _by_column(world: World, rule: Duty | Sample, source: View, objects: View | None) -> Array:
    """完成列 filled (its value is the time) and 完成若; with 完成若 alone the time of the state's entry, else now."""
    scope = Scope(world, source, object=objects, asking=source)
    if not rule.done_column and rule.done_when.always:
        return np.full(len(source), NAT)
    hit = holds(rule.done_when, scope)
    if not rule.done_column:
        entered = _entered(world, rule, source)
        return np.where(hit, np.where(np.isnat(entered), world.instant, entered), NAT)
    filled = told(scope.vec(rule.done_column))
    if filled.kind == "moment":
        return np.where(hit, filled.data, NAT)
    yes = ~filled.missing() & ~says(filled).matching(lambda word: word == "否")
    return np.where(hit & yes, world.instant, NAT)


def _entered(world: World, rule: Duty | Sample, source: View) -> Array:
    """When the tested state was entered, by 历史."""
    result = np.full(len(source), NAT)
    clauses = [c for c in rule.done_when.clauses() if len(c.path) == 1]
    if "历史" not in world.tables.frames or not clauses:
        return result
    history = world.found("历史")
    tested = clauses[0]
    wanted = passes(tested.test, history.typed["新值"], Scope(world, whole(history)))
    wanted &= history.typed["列"].matching(lambda word: word == tested.path[0])
    wanted &= history.typed["表"].matching(lambda word: word == source.frame.name)
    rows = np.flatnonzero(wanted)
    keys = dict(zip(history.typed["主键"].objects()[rows][::-1], history.typed["时间"].data[rows][::-1], strict=True))
    own = source.frame.key().objects()[source.at]
    return np.array([keys.get(key, NAT) for key in own], dtype="datetime64[us]") if len(own) else result


def _by_records(world: World, duties: Frame, rule: Duty | Sample, source: View, objects: View | None) -> Done:
    """Rows of 完成表: explicit links first, then a queue in time order; a row closes one duty of a rule at most."""
    if not len(duties):
        return Done(np.full(0, NAT), None)
    records = world.frame(rule.done_sheet)
    good = countable(world, records, skips=True)
    if not _asks_back(rule):
        good &= holds(rule.done_when, Scope(world, whole(records)))
    time = rule.done_column[0] if rule.done_column else records.sheet.time.heading if records.sheet.time else ""
    at = world.column(records, time).data if time else np.full(len(records), world.instant)
    good &= ~np.isnat(at)
    view = View(records, np.flatnonzero(good))
    if time:
        say_ahead(world, view, at[view.at], time)
    pairs = _joined(world, duties, rule, source, objects, view)
    pairs = Pairs(pairs.left, view.at[pairs.right])

    def fitting(pairs: Pairs) -> tuple[Pairs, Array]:
        return _fitting(Scope(world, source, object=objects), duties, rule, records, at, pairs)

    joined, (pairs, level) = pairs, fitting(pairs)
    by = queue(pairs, level, at, urgency(duties), len(duties))
    merged = calls(world, duties, rule)
    if merged is not None:
        by = told_at_once(pairs, level, at, by, merged)
    unnamed = _named_by(rule, source, records)
    if unnamed:
        by = by_customer(world, duties, rule.id, records, Unnamed(unnamed, view.at, at, fitting), by)
    if not _asks_back(rule):
        timed = (records, time, at)
        say_too_soon(world, duties, rule, timed, joined, by, lambda two: _levels(duties, rule, source, records, two)[1])
    return Done(np.where(by < 0, NAT, at[by] if len(at) else NAT), Link(records, by))


def _fitting(
    scope: Scope, duties: Frame, rule: Duty | Sample, records: Frame, at: Array, pairs: Pairs
) -> tuple[Pairs, Array]:
    """The pairs that may stand, and how explicitly each is linked."""
    source, objects = scope.rows, scope.object
    asks_back = _asks_back(rule)
    if asks_back and len(pairs.left):
        asked = Scope(
            scope.world,
            View(records, pairs.right),
            asking=source.pick(pairs.left),
            object=None if objects is None else objects.pick(pairs.left),
        )
        pairs = pairs.keep(holds(rule.done_when, asked))
    level, allowed = _levels(duties, rule, source, records, pairs)
    allowed &= (level == TASK) | ~_causes(rule, source, records, pairs)
    if not asks_back:  # a 完成若 that looks at the asking row says itself which record is meant
        allowed &= (level == TASK) | _window_open(duties, at, pairs)
    return pairs.keep(allowed), level[allowed]


def _asks_back(rule: Duty | Sample) -> bool:
    return any(path[0] in {"本行", "对象"} for path in rule.done_when.references())


def _named_by(rule: Duty | Sample, source: View, records: Frame) -> tuple[str, ...]:
    """The references by which a record names the source row, where 完成关联 asks for just these."""
    if rule.done_join is None or rule.done_join.everything or not customer_heading(records):
        return ()
    headings = tuple(theirs[0] for _, theirs in rule.done_join.pairs if len(theirs) == 1)
    own = set(_own_references(records, source.frame.name))
    return headings if len(headings) == len(rule.done_join.pairs) and own.issuperset(headings) else ()


def _joined(
    world: World, duties: Frame, rule: Duty | Sample, source: View, objects: View | None, records: View
) -> Pairs:
    """Duties and records that belong together: by 完成关联, else by customer, else by the only reference."""
    if rule.done_join is not None:
        return _explicitly(world, rule.done_join, source, objects, records)
    if customer_heading(records.frame) and not duties.typed["客户编号"].missing().all():
        view = View(duties, duties.all)
        join = Join(((("客户编号",), (customer_heading(records.frame),)),))
        return matched(world, view, records, join)
    return matched(world, source, records, default_join(source.frame, records.frame))


def _explicitly(world: World, join: Join, source: View, objects: View | None, records: View) -> Pairs:
    """完成关联 columns belong to the source row, or to the object where the source has none of that name."""
    try:
        return matched(world, source, records, join)
    except Unknown:
        if objects is None:
            raise
        return matched(world, objects, records, join)


def _causes(rule: Duty | Sample, source: View, records: Frame, pairs: Pairs) -> Mask:
    """Whether the record is what the duty came from: its own row, or the row that 开单 opened it from."""
    rows = source.at[pairs.left]
    same = np.zeros(len(rows), dtype=bool)
    key = records.sheet.key
    own = (
        key is not None
        and rule.done_join is not None
        and any(theirs == (key.heading,) for _, theirs in rule.done_join.pairs)
    )
    if source.frame.name == records.name and not own:
        same |= rows == pairs.right
    if "来源编号" in source.frame.typed and records.name != source.frame.name:
        same |= records.lookup(source.frame.typed["来源编号"])[rows] == pairs.right
    return same


def _levels(duties: Frame, rule: Duty | Sample, source: View, records: Frame, pairs: Pairs) -> tuple[Array, Mask]:
    """How explicitly each pair is linked, and whether it may be linked at all."""
    size = len(pairs.left)
    level, allowed = np.full(size, NONE), np.ones(size, dtype=bool)
    if not size:
        return level, allowed
    names_rule = np.zeros(size, dtype=bool)
    if "规则" in records.typed:
        named = records.typed["规则"].take(pairs.right)
        names_rule = naming(named, rule.id)
        allowed &= named.missing() | names_rule
        level[names_rule] = RULE
    for heading in _own_references(records, source.frame.name):
        theirs = records.typed[heading]  # looked up whole: every rule on this sheet asks the same
        named_row = source.frame.lookup(theirs)[pairs.right]
        same = (named_row >= 0) & (named_row == source.at[pairs.left])
        allowed &= theirs.missing()[pairs.right] | same
        level[same] = SOURCE_ROW
    if "任务编号" in records.typed:
        tasks = records.typed["任务编号"].take(pairs.right)
        exact = _member(duties.typed["任务编号"].take(pairs.left), tasks)
        allowed = (allowed & (tasks.missing() | names_rule)) | exact  # its number says it, whatever else the row names
        level[exact] = TASK
    if rule.kind and not rule.kind.startswith("{") and "类别" in records.typed:
        kinds = records.typed["类别"].take(pairs.right)
        allowed &= (level > NONE) | kinds.missing() | kinds.matching(lambda word: word == rule.kind)
    return level, allowed


def _references_to(records: Frame, sheet: str) -> list[str]:
    return [
        c.heading
        for c in records.sheet.columns
        if c.type.name == "引用" and c.type.arg == sheet and c.heading in records.typed
    ]


def _own_references(records: Frame, sheet: str) -> list[str]:
    """References that single out one source row: every one but the customer's."""
    return [] if sheet in {"客户", "员工"} else _references_to(records, sheet)


def _equal(left: Vec, right: Vec) -> Mask:
    mine, theirs = same_words(says(left), says(right))
    return np.asarray((mine == theirs) & (mine >= 0))


def _member(task: Vec, tasks: Vec) -> Mask:
    """Whether a record's 任务编号 (several joined with 、 where tasks were merged) names the duty."""
    listed = tasks.matching(lambda word: "、" in word)
    same = _equal(task, tasks)
    if listed.any():
        rows = np.flatnonzero(listed)
        mine, theirs = task.objects()[rows], tasks.objects()[rows]
        same[rows] = [own in held.split("、") for own, held in zip(mine, theirs, strict=True)]
    return same


def _window_open(duties: Frame, at: Array, pairs: Pairs) -> Mask:
    """Whether the duty's window had begun when the record was made; a record without a time counts for its whole day."""
    begins = duties.typed["计起"].data[pairs.left]
    made = at[pairs.right]
    day_only = made == made.astype("datetime64[D]").astype("datetime64[us]")
    made = np.where(day_only, made + DAY - np.timedelta64(1, "us"), made)
    return np.asarray(made >= begins)  # an empty 起点 has not come: nothing closes the duty but its own number
