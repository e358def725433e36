"""未入选说明: for each customer who isn't on today's list the first reason that fits; the two together are all customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from workbook.rulebook.sorts.model import Carry, Duty, Quota, Sample
from workbook.rules.owed.attempts import stopped
from workbook.rules.owed.duties import customers as customers_of
from workbook.rules.worklist.left_aside import of_customers
from workbook.rules.worklist.tasks import NOTHING, emits
from workbook.rules.worklist.worklist import Worklist
from workbook.rules.world.frames import Frame, result
from workbook.rules.world.scope import Scope, View, whole
from workbook.rules.world.vectors import NAT, Array, Vec, moments, text
from workbook.rules.world.world import World
from workbook.sheets.schema import LIST, is_list
from workbook.sheets.types import Type
from workbook.words.tongue import WORD, named, worded

OUT_OF_HOURS = "时段外"
REASONS = (
    "停用",
    "勿扰",
    "档案待审",
    "号码不对",
    "冷静期",
    "频次已满",
    "改道",
    "合并到",
    "排队",
    "暂缓",
    "待起",
    OUT_OF_HOURS,
    "未到期",
    "已覆盖",
    "无适用规则",
)
STATE_REASON = {
    "暂缓": "暂缓",
    "待起": "待起",
    "未到": "未到期",
    "预告": "未到期",
    "按时": "已覆盖",
    "提前": "已覆盖",
    "迟": "已覆盖",
    "取消": "已覆盖",
    "作废": "已覆盖",
    "错过": "已覆盖",
}
QUOTA_REASON = {"达标": "未到期", "未满": "未到期", "缺": "已覆盖"}


@dataclass(slots=True, eq=False)
class Account:
    """The best reason so far for each customer: its rank, words, rule and next day."""

    rank: Array
    remark: Array
    rule: Array
    next_on: Array
    because: dict[int, str] = field(default_factory=dict)

    def add(
        self, customers: Array, reason: str | Array, remark: str | Array, rule: str | Array, next_on: Array
    ) -> None:
        """Reasons of some rows, each for its customer; a better rank replaces, an equal one with an earlier day too."""
        size = len(customers)
        rank = np.array(
            [REASONS.index(word) for word in (reason if isinstance(reason, np.ndarray) else [reason] * size)],
            dtype=np.int64,
        )
        far = np.datetime64("9999-12-31", "us")
        day = np.where(np.isnat(next_on), far, next_on)
        order = np.lexsort([day, rank])[::-1]
        order = order[customers[order] >= 0]
        best_rank, best_day = np.full(len(self.rank), len(REASONS)), np.full(len(self.rank), far)
        at = np.full(len(self.rank), -1)
        at[customers[order]] = order
        chosen = at >= 0
        best_rank[chosen], best_day[chosen] = rank[at[chosen]], day[at[chosen]]
        own_day = np.where(np.isnat(self.next_on), far, self.next_on)
        better = chosen & ((best_rank < self.rank) | ((best_rank == self.rank) & (best_day < own_day)))
        rows = at[better]
        self.rank[better] = rank[rows]
        self.next_on[better] = next_on[rows]
        self.remark[better] = remark[rows] if isinstance(remark, np.ndarray) else remark
        self.rule[better] = rule[rows] if isinstance(rule, np.ndarray) else rule


def not_listed(world: World, day: Worklist) -> Frame:
    """One row for each customer without a row on today's list."""
    customers = world.frame("客户")
    size = len(customers)
    blank = np.full(size, "", dtype=object)
    account = Account(np.full(size, len(REASONS) - 1), blank.copy(), blank.copy(), np.full(size, NAT))
    _by_state(world, customers, account)
    _by_sieve(day, customers, account)
    _by_duties(world, customers, account)
    _by_quotas(world, customers, account)
    _by_rows_left_aside(world, account)
    on_list = np.zeros(size + 1, dtype=bool)
    on_list[customers.lookup(day.listed.typed["客户编号"])] = True
    rows = np.flatnonzero(~on_list[:-1])
    words = np.array(REASONS, dtype=object)
    columns = {
        "客户编号": customers.key().take(rows),
        "客户名称": world.column(customers, "客户名称").take(rows),
        "原因": Vec(Type("文本"), account.rank[rows].astype(np.int32), words),
        "说明": text([remark or None for remark in account.remark[rows]]),
        "规则": text([rule or None for rule in account.rule[rows]], Type("多选")),
        "下次日期": moments(account.next_on[rows].astype("datetime64[D]").astype("datetime64[us]"), Type("日期")),
    }
    return result(world.schema.sheets["未入选说明"], columns, len(rows))


def _by_state(world: World, customers: Frame, account: Account) -> None:
    """停用 and 勿扰 hold whatever is due."""
    scope = Scope(world, whole(customers))
    none = np.full(len(customers), NAT)
    out = np.flatnonzero(scope.vec(("状态",)).matching(lambda word: word == "停用"))
    account.add(out, "停用", worded("客户状态是停用"), "", none[out])
    quiet = scope.vec(("勿扰",)).matching(lambda word: word == "是") | stopped(world, len(customers))
    rows = np.flatnonzero(quiet)
    account.add(rows, "勿扰", worded("客户不愿接到联系"), "", none[rows])


def _by_sieve(day: Worklist, customers: Frame, account: Account) -> None:
    """Tasks that fell out, tasks merged into another customer's, and lines of lists (改道)."""
    sieve = day.sieve
    at = customers.lookup(sieve.tasks.typed["客户编号"])
    rules = sieve.tasks.typed["规则"].objects()
    fell = np.flatnonzero(~sieve.inside & (sieve.reason != ""))
    account.add(at[fell], sieve.reason[fell], sieve.remark[fell], rules[fell], sieve.next_on[fell])
    merged = np.flatnonzero((sieve.merged_into >= 0) & (at[sieve.merged_into] != at))  # not into a call of their own
    into = sieve.tasks.typed["客户编号"].objects()[sieve.merged_into[merged]]
    account.add(
        at[merged],
        "合并到",
        np.array([worded("并到 {customer}", customer=customer) for customer in into] + [""], dtype=object)[:-1],
        rules[merged],
        np.full(len(merged), NAT),
    )
    lines = customers.lookup(day.lines.typed["客户编号"])
    named = day.lines.typed["出"].objects()
    account.add(
        lines,
        "改道",
        np.array([_instead(str(word)) for word in named] + [""], dtype=object)[:-1],
        day.lines.typed["规则"].objects(),
        np.full(len(lines), NAT),
    )


def _by_duties(world: World, customers: Frame, account: Account) -> None:
    """Duties that are not open now: when they will be, or that they are done."""
    owed: dict[str, Sequence[Carry]] = {**world.book.by_id(Duty), **world.book.by_id(Sample)}
    for rule_id, rules in owed.items():
        if emits(rules[0]) == NOTHING:
            continue
        duties = world.frame("义务", (rule_id,))
        states = world.column(duties, "状态")
        rows = np.flatnonzero(states.matching(lambda word: word in STATE_REASON) & ~duties.typed["客户编号"].missing())
        if not len(rows):
            continue
        held = states.take(rows).objects()
        reasons = np.array([STATE_REASON[word] for word in held], dtype=object)
        opens = duties.typed["开放"].data[rows]
        due = np.where(reasons == "未到期", np.where(np.isnat(opens), duties.typed["到期"].data[rows], opens), NAT)
        told = {state: _state(rules[0].name or rule_id, state) for state in dict.fromkeys(held.tolist())}
        remark = np.array([*map(told.__getitem__, held.tolist())], dtype=object)
        account.add(customers.lookup(duties.typed["客户编号"])[rows], reasons, remark, rule_id, due)


def _by_quotas(world: World, customers: Frame, account: Account) -> None:
    """Quotas that are met: the next call is due on a known day."""
    for rule_id, rules in world.book.by_id(Quota).items():
        quotas = world.frame("定额结果", (rule_id,)) if emits(rules[0]) != NOTHING else None
        if quotas is None or "键行" not in quotas.links:
            continue
        whose = customers_of(world, View(quotas.links["键行"][0].frame, quotas.links["键行"][0].at), None)
        states = world.column(quotas, "状态")
        rows = np.flatnonzero(
            states.matching(lambda word: word in QUOTA_REASON)
            & quotas.typed["已结束"].matching(lambda word: word != "是")
        )
        if not len(rows):
            continue
        reasons = np.array([QUOTA_REASON[word] for word in states.objects()[rows]], dtype=object)
        name = rules[0].name or rule_id
        account.add(
            customers.lookup(whose)[rows],
            reasons,
            worded("{name}：还没到期", name=name),
            rule_id,
            quotas.typed["到期"].data[rows],
        )


def _by_rows_left_aside(world: World, account: Account) -> None:
    """Of whom nothing is asked, or not yet: the cell that isn't understood, else the day before 启用日."""
    waits, nothing = REASONS.index("待起"), REASONS.index("无适用规则")
    told: dict[int, list[str]] = {}
    for at, said, rule in of_customers(world, np.flatnonzero(np.isin(account.rank, (waits, nothing)))):
        if rule and (account.rank[at] == waits or told.get(at)):
            continue
        told.setdefault(at, []).append(said)
        account.rule[at] = account.rule[at] or rule
    for at, words in told.items():
        account.remark[at] = worded("；").join([*dict.fromkeys(words), *filter(None, [account.remark[at]])])


def _instead(word: str) -> str:
    """Where a diverted task went: a list, by the name of its sheet, or another channel."""
    if is_list(word):
        of, sign, sort = word[: len(LIST)], word[len(LIST)].replace(":", "："), word[len(LIST) + 1 :]
        sheet = f"{named(of)}{sign}{named(sort, WORD)}"
        return worded("列进【{word}】", word=sheet)
    return worded("走{word}", word=named(word, WORD))


def _state(name: str, state: str) -> str:
    """How far a rule has come."""
    return worded("{name}：{state}", name=name, state=named(state, WORD))
