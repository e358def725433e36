"""Every sort of rule in plain Chinese, out of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbook.papers.words.days import days
from workbook.papers.words.owed import Owed, called
from workbook.papers.words.phrases import column, each, filled, length, people, thing
from workbook.rulebook.cells.conditions import Empty, Test
from workbook.rulebook.cells.conditions import test as read
from workbook.rulebook.mentions.atlas import RECORDS, STAFF, TODAY, Ground, Spot, trigger
from workbook.rulebook.sorts.model import Assign, Check, Decide, Flow, Limit, Metric, Outcome, Report, Sanction, Spawn

CARRIED = {"邮件": "发邮件", "记录表": "印记录表", "台账": "记台账", "文件": "存成文件", "名单": "列成名单"}
BLOCKED = {"完成": "这一行不算完成", "任务": "先不联系", "打印": "不印记录表", "打分": "不打分"}
METHODS = {
    "计数": "数一数",
    "去重数": "数一数（重复的只数一次）",
    "合计": "加起来",
    "平均": "取平均",
    "中位": "取中位数",
}


def _written(heading: str, value: str) -> str:
    """What a new row's cell gets."""
    if value == f"{{{heading}}}":
        return f"{heading}照抄"
    return f"{heading}取{filled(value)}" if "{" in value else f"{heading}写“{value}”"


def _shares(weights: str) -> list[tuple[str, str, str]]:
    """M1:2,M2:1 in parts."""
    return [part.partition(":") for part in weights.replace("，", ",").split(",") if part.strip()]


@dataclass(frozen=True, slots=True)
class Teller(Owed):
    """Tells any rule."""

    # -- what must hold

    def check(self, rows: Sequence[Check]) -> str:
        """The items of one checklist, what failing blocks and costs."""
        groups: dict[tuple[object, ...], list[Check]] = {}
        for row in rows:
            groups.setdefault((row.sheet, row.when, row.must, row.blocks, row.any_of), []).append(row)
        said = [self._items(members) for members in groups.values()]
        costs = self.costs("检查", rows[0].id)
        return "；".join([*said, *([costs] if costs else [])])

    def _items(self, rows: Sequence[Check]) -> str:
        first = rows[0]
        ground = Ground((Spot(first.sheet),), typed=True)
        names = list(dict.fromkeys(row.item or column(row.column) for row in rows))
        must = self._must(first, dated=self.speaker.dated(first.column, ground))
        together = "有一项" if first.any_of else "都" if len(names) > 1 else ""
        if must.startswith("里"):
            together, must = f"里{together}", must.removeprefix("里")
        blocked = "，".join(self._blocked(block) for block in first.blocks)
        where = self.rows(first.sheet, first.when, ground)
        return f"{where}，{'、'.join(names)}{together}{must}{f'，不然{blocked}' if blocked else ''}"

    def _must(self, rule: Check, *, dated: bool) -> str:
        if rule.must == "连号":
            return "要连号，缺的号会列出来"
        if rule.must.startswith("唯一"):
            beside = rule.must.removeprefix("唯一").strip()
            return f"不能重复{f'（连同{beside}）' if beside else ''}"
        if rule.must.startswith("见于"):
            return f"要在【{rule.must.removeprefix('见于').strip().replace('.', '】的')}里找得到"
        asked = read(rule.must)
        rest = tuple(item for item in asked.items if item != Empty(filled=False))
        said = self.speaker.test(Test(rest, asked.denied), dated) if rest else "空着"
        front = "填了就" if len(rest) < len(asked.items) and rest else ""
        if said.startswith("里"):
            how = "不能" if said.startswith("里没有") else "要"
            return f"里{how}有{said.removeprefix('里没有').removeprefix('里有')}"
        return "要填" if said == "填了" else f"{front}要{said}"

    def _blocked(self, block: str) -> str:
        what, _, name = block.partition(" ")
        named = {"列": f"“{name}”先不算", "状态": f"不能到“{name}”", "报告": f"报告 {name} 不发"}
        return named.get(what, BLOCKED.get(what, block))

    # -- what is true

    def decide(self, rows: Sequence[Decide]) -> str:
        """Which value under which test."""
        first = rows[0]
        ground = Ground((Spot(first.sheet),))
        if first.method in {"前若干", "份额"}:
            order = "、".join(f"{column(part.path)}从{'大到小' if part.down else '小到大'}" for part in first.measure)
            value = f"定为“{first.value}”" if first.value else ""
            return f"{called(first.sheet)}按{order}排，{first.share}{value}，填进“{first.column}”"
        said = []
        for row in rows:
            tests = self.speaker.when(row.when, ground)
            said.append(f"{tests}的是“{filled(row.value)}”" if tests else f"其余是“{filled(row.value)}”")
        return f"【{first.sheet}】的“{first.column}”：{'；'.join(said)}"

    def flow(self, steps: Sequence[Flow]) -> str:
        """The allowed steps."""
        first = steps[0]
        ground = Ground((Spot(first.sheet),), typed=True)
        said = []
        for step in steps:
            needs = f"先过{'、'.join(map(self.name, step.needs))}" if step.needs else ""
            extra = [self.speaker.when(step.when, ground), f"由{people(step.by)}" if step.by else "", needs]
            told = "，".join(part for part in extra if part)
            said.append(f"{step.from_ or '开始'}→{step.to}{f'（{told}）' if told else ''}")
        return f"【{first.sheet}】的“{first.state}”只能这样走：{'；'.join(said)}"

    def spawn(self, rule: Spawn) -> str:
        """Which row opens which."""
        written = "；".join(_written(heading, value) for heading, value in rule.write)
        return f"{self.rows(rule.source, rule.when)}，就在【{rule.target}】添一行（{written}）"

    # -- fines, limits, people

    def sanction(self, rule: Sanction) -> str:
        """A fine that stands by itself."""
        kind, names = trigger(rule)
        when = self.speaker.when(rule.when, Ground(self.here.acts(rule), person=True))
        if kind == "登记":
            cause = "【违规登记】里写了这个条款代码"
        elif kind == "表":
            cause = f"【{'】【'.join(names)}】有"
            return f"{cause}{when or '新'}的行，{self.price(rule)}"
        else:
            cause = f"{'、'.join(self.name(name) for name in names)}"
        return f"{cause}{f'，{when}' if when else ''}，{self.price(rule)}"

    def limit(self, rule: Limit) -> str:
        """Who is not called, and when."""
        tasks = Ground((Spot(TODAY),))
        who = self.speaker.when(rule.when, tasks)
        tasks_said = f"{who}的任务" if who else "所有任务"
        match rule.type:
            case "停止":
                return f"{tasks_said}不派"
            case "改道":
                return f"{tasks_said}改走{rule.divert}"
            case "冷静":
                start = Ground((Spot(rule.from_sheet),))
                rows = self.speaker.when(rule.from_when, start)
                cause = f"【{rule.from_sheet}】{f'里{rows}的' if rows else ''}客户"
                return f"{cause}，满 {length(rule.span)}以前{tasks_said}不派"
            case "合并":
                return f"{tasks_said}里同一{'、'.join(map(thing, rule.merge_key))}的并成一次"
            case "频次":
                counted = self.speaker.when(rule.counted_when, Ground((Spot(RECORDS),)))
                number = column(rule.number) if isinstance(rule.number, tuple) else f"{rule.number}"
                period = each(rule.period) if rule.period else "每日"
                over = {"拦截": "再多就不派", "顺延": "再多就往后推", "记例外": "再多照派，记一笔例外"}[rule.over]
                key = "、".join(map(thing, rule.key))
                which = f"（数{counted}的）" if counted else ""
                return f"{tasks_said}：同一{key}{period}最多 {number} 次{which}，{over}"
            case _:
                days = "、".join(rule.days) or "每天"
                return f"{tasks_said}{days}{'不在' if rule.forbids else '只在'} {rule.windows} 联系"

    def assign(self, rule: Assign) -> str:
        """Who does it."""
        sheet, _, heading = rule.target.partition(".")
        rows = (Spot(TODAY),) if rule.target == "任务" else (Spot(sheet),)
        when = self.speaker.when(rule.when, Ground(rows))
        what = "任务" if rule.target == "任务" else f"【{sheet}】的{heading}"
        who = self.speaker.when(rule.staff_when, Ground((Spot(STAFF),), asking=rows))
        ways = []
        for method in rule.method:
            among = f"在{who}的员工里" if who else "在员工里"
            told = {"均衡": f"{among}按手上多少平分", "轮流": f"{among}轮流"}.get(method)
            ways.append(told or f"归{people((method.replace('值班:', '岗位:'),))}")
        nobody = f"，没有合适的归{people(rule.nobody)}" if rule.nobody else ""
        return f"{f'{when}的' if when else ''}{what}，{'，不行就'.join(ways)}{nobody}"

    def outcome(self, rule: Outcome) -> str:
        """What an end of a call means."""
        counts = {
            "接触": "算谈过",
            "尝试": "不算谈过，还要再打",
            "跳过": "不打了，不计入",
            "无效": "号码有问题，要补资料",
        }
        parts = [counts[rule.counts_as]]
        if rule.retry is not None:
            then = f"，满了{rule.then}" if rule.then else ""
            parts.append(f"{length(rule.retry)}后再打{f'，最多 {rule.max} 次{then}' if rule.max else ''}")
        if rule.next:
            parts.append(f"下次按{filled(rule.next)}")
        if rule.needs:
            parts.append(f"要填{'、'.join(rule.needs)}")
        if rule.stop:
            parts.append("以后不再联系这位客户")
        return "，".join(parts)

    # -- what is shown

    def metric(self, rule: Metric) -> str:
        """What a number counts."""
        if rule.method == "加权":
            parts = [(self.name(one.strip()), share.strip()) for one, _, share in _shares(rule.weights)]
            shares = {share for _, share in parts}
            names = "、".join(name if len(shares) == 1 else f"{name}占 {share} 份" for name, share in parts)
            return f"{names}{'同样看重，' if len(shares) == 1 else '，'}加权平均"
        ground = Ground((self.here.when(rule.sheet, rule.when),))
        rows = self.rows(rule.sheet, rule.when, ground)
        hit = self.speaker.when(rule.hit_when, ground)
        counted = f"（只看{hit}的）" if hit else ""
        groups = f"，按{'、'.join(map(thing, rule.by))}分" if rule.by else ""
        target = f"；目标{self.speaker.test(rule.target)}" if rule.target is not None and rule.target.items else ""
        if rule.method == "比率":
            said = f"{rows}，其中{hit}的占多少" if hit else f"{rows}有多少"
        elif rule.column:
            said = f"{rows}，把{column(rule.column)}{METHODS[rule.method]}{counted}"
        else:
            said = f"{rows}，{METHODS[rule.method]}{counted}"
        over = f"，比上指标 {rule.over}" if rule.over else ""
        return f"{said}{over}，{each(rule.period)}算{groups}{target}"

    def report(self, rule: Report) -> str:
        """Which rows go to whom, and when."""
        rows = self.rows(rule.source, rule.when)
        how = CARRIED.get(rule.carrier, "列成表")
        to = f"给{people(rule.to)}" if rule.to else ""
        due = self.speaker.when(rule.when_due, Ground((Spot("日历"),)))
        rhythm = days(rule.when_due) or (f"在{due}的那天" if due else "")
        times = "一有就" if rule.at_once else rhythm or ("" if rule.carrier == "记录表" else "每次运行")
        parts = f"，按{thing(rule.split)}分开" if rule.split else ""
        return f"{rows}，{times}{how}{to}{parts}"
