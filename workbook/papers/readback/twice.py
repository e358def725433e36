"""Two rules on the same thing: a customer called twice on one day, one deed fined twice, where a changed row is one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from workbook.papers.readback.fines import alive_keys
from workbook.papers.scripts.day_results import Day
from workbook.rulebook.lint.owed import emitted
from workbook.rulebook.lint.says import note
from workbook.rulebook.sorts.model import Duty, Rule, Sanction
from workbook.rules.owed.duties import duty_results
from workbook.rules.penalties.charging import lots
from workbook.rules.world.frames import Frame
from workbook.rules.world.vectors import says
from workbook.words.issues import Issue
from workbook.words.place import Place

Keys = Mapping[tuple[str, ...], str]
MOST_PAIRS = 400


def twice(after: Day, before: Day, changed: Collection[Place]) -> Iterable[Issue]:
    """A note at each changed row that does what another row does already."""
    yield from _pairs(
        _duties(after),
        _duties(before),
        changed,
        "这一件会列两次",
        "只要一次，就让两行的“若”不相交；后一行是前一行的改动，就在它的“接替”写{other}。",
    )
    hint = "同一件事只罚一笔，就给两行写同一个“互斥组”；本来就要罚两笔，不用改。"
    yield from _pairs(_fines(after), _fines(before), changed, "同一件事罚两笔", hint)


def _pairs(
    now: list[tuple[Rule, Keys]], then: list[tuple[Rule, Keys]], changed: Collection[Place], what: str, hint: str
) -> Iterable[Issue]:
    """Pairs with rows in common that were not in common before."""
    old = [({one.id, other.id}, mine.keys() & theirs.keys()) for (one, mine), (other, theirs) in combinations(then, 2)]
    for (one, mine), (other, theirs) in list(combinations(now, 2)):
        if one.place not in changed and other.place not in changed:
            continue
        both = mine.keys() & theirs.keys()
        known = set().union(*(keys for ids, keys in old if ids == {one.id, other.id}))
        fresh = [key for key in mine if key in both and key not in known]
        if fresh:
            told = one if one.place in changed else other
            beside = other if told is one else one
            why = f"和第 {beside.place.row} 行 {beside.name or beside.id} 撞上：{mine[fresh[0]]} {what}（共 {len(fresh)} 件）"
            yield note(told, "若", why, hint.replace("{other}", f" {beside.id}"))


def _duties(day: Day) -> list[tuple[Rule, Keys]]:
    """What each row of 时限 makes: the same source row, in the same way, of the same kind, due on the same day."""
    found: list[tuple[Rule, Keys]] = []
    for rule in day.world.book.all(Duty):
        if emitted(rule) == "无":
            continue
        frame = duty_results(day.world, [rule])
        alike = (emitted(rule), rule.kind, rule.form, rule.channel, rule.done_sheet, ".".join(rule.done_column))
        found.append((rule, _keys(frame, alike)))
    return found


def _keys(frame: Frame, alike: tuple[str, ...]) -> Keys:
    if not len(frame):
        return {}
    due = frame.typed["到期"].data.astype("datetime64[D]").astype(str)
    columns = [says(frame.typed[one]).objects() for one in ("源表", "源编号", "对象编号")]
    who = says(frame.typed["客户编号"]).objects()
    rows = zip(*columns, due, who, strict=True)
    return {
        (*alike, *(str(part or "") for part in (sheet, key, other, day))): str(person or key)
        for sheet, key, other, day, person in rows
    }


def _fines(day: Day) -> list[tuple[Rule, Keys]]:
    """What each row of 处罚标准 charges: whom, for which row; groups that exclude each other are no two."""
    ledger = day.sheet("处罚台账")
    alive = alive_keys(ledger)
    found: list[tuple[Rule, Keys]] = []
    for rule in day.world.book.all(Sanction):
        for lot in lots(day.world, rule.id):
            if lot.rule.place != rule.place:
                continue
            columns = [says(lot.frame.typed[one]).objects() for one in ("触发行", "员工编号", "行键")]
            keys: Keys = {
                (rule.side, str(cause), str(who)): str(who)
                for cause, who, key in zip(*columns, strict=True)
                if cause and str(key) in alive
            }
            found.append((rule, keys))
    return found
