"""Who waits for whom: what the engine will ask for, seen without a row; a rule that needs its own result is a circle.

Nodes are named as the engine names them: 表.列 for a column that a rule makes, 义务（W3）, 定额结果（Q1）… for what
one rule gives, 表 for the rows of a sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from workbook.rulebook.cells.tree import Path
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.mentions import Mention, Named, Reading, Sheeted, Tested
from workbook.rulebook.mentions.owed import CHAINED
from workbook.rulebook.mentions.readings import read
from workbook.rulebook.mentions.spots import RECORDS, STAFF, TODAY, Ground, Known, Lost, Spot
from workbook.rulebook.mentions.unsaid import unsaid
from workbook.rulebook.sorts.model import (
    Assign,
    Check,
    Decide,
    Derive,
    Duty,
    Flow,
    Metric,
    Outcome,
    Question,
    Quota,
    Rule,
    Sample,
    Sanction,
    Spawn,
    Trace,
)  # fmt: skip

MADE = {
    "义务": (Duty, Sample),
    "定额结果": (Quota,),
    "检查结果": (Check,),
    "抽样台账": (Sample,),
    "处罚台账": (Sanction,),
    "指标结果": (Metric,),
    "问题链": (Trace,),
}
LATE = (TODAY, "提醒", "名单", "未入选说明")
Node = str


class Graph:
    """Nodes, the nodes each waits for, and a rule to name for each node.

    Shapes:
        watched: columns (表, 列) that are told of although no rule makes them; (表, "") stands for whatever of a sheet.
    """

    def __init__(self, here: Atlas, watched: frozenset[tuple[str, str]] = frozenset()) -> None:
        self.here, self.watched = here, watched
        self.makers: dict[tuple[str, str], list[Rule]] = {}
        self.targets: dict[str, list[Spawn]] = {}
        self.hides: dict[tuple[str, str], list[Check]] = {}
        self._index()

    @cached_property
    def edges(self) -> dict[Node, dict[Node, None]]:
        """Node → the nodes it waits for."""
        found: dict[Node, dict[Node, None]] = {}
        for node, rules in self._nodes():
            waits = dict.fromkeys(
                other for rule in rules for other in self._waits(node, rule) if not self._keeps(rule, node, other)
            )
            found.setdefault(node, {}).update(waits)
        found = {node: dict.fromkeys(other for other in others if other in found) for node, others in found.items()}
        return found | {sheet: dict.fromkeys(self._before(sheet, found)) for sheet in self.targets}

    @cached_property
    def rules(self) -> dict[Node, Rule]:
        """Node → a rule to name for it."""
        found: dict[Node, Rule] = {}
        for node, rules in self._nodes():
            for rule in rules:
                found.setdefault(node, rule)
        return found

    # -- nodes

    def _index(self) -> None:
        ways: tuple[Derive | Decide, ...] = (*self.here.book.all(Derive), *self.here.book.all(Decide))
        for rule in ways:
            self.makers.setdefault((rule.sheet, rule.column), []).append(rule)
        self.makers |= {key: [] for key in self.here.book.silent if key not in self.makers}
        for step in self.here.book.all(Flow):
            self.makers.setdefault((step.sheet, step.state), []).append(step)
        for assign in self.here.book.all(Assign):
            if "." in assign.target:
                sheet, _, column = assign.target.partition(".")
                self.makers.setdefault((sheet, column), []).append(assign)
        for spawn in self.here.book.all(Spawn):
            self.targets.setdefault(spawn.target, []).append(spawn)
        for check in self.here.book.all(Check):
            for block in check.blocks:
                if block.startswith("列"):
                    self.hides.setdefault((check.sheet, block.removeprefix("列").strip()), []).append(check)

    def _nodes(self) -> Iterable[tuple[Node, list[Rule]]]:
        for (sheet, column), rules in self.makers.items():
            yield f"{sheet}.{column}", rules
        for (sheet, column), checks in self.hides.items():
            if (sheet, column) not in self.makers:
                yield f"{sheet}.{column}", list(checks)
        for sheet, spawns in self.targets.items():
            yield sheet, list(spawns)
        for name, sorts in MADE.items():
            for sort in sorts:
                for rule_id, rules in self.here.book.by_id(sort).items():
                    yield f"{name}（{rule_id}）", list(rules)
        yield "答卷", list(self.here.book.all(Question))

    # -- edges

    def _before(self, sheet: str, edges: Mapping[Node, Iterable[Node]]) -> Iterable[Node]:
        """What 开单 into a sheet waits for: it sees that sheet's rows, and their columns, as they were at the start."""
        seen: set[Node] = {sheet}
        open_ = [sheet]
        while open_:
            for node in edges[open_.pop()]:
                if node not in seen:
                    seen.add(node)
                    if node.startswith(f"{sheet}."):
                        open_.append(node)
                    else:
                        yield node

    def _waits(self, node: Node, rule: Rule) -> Iterable[Node]:
        for reading in read(rule, self.here):
            if self._counts(node, rule, reading):
                yield from self.of(reading)
        if isinstance(rule, (Duty, Sample, Quota)):
            counted = rule.counted if isinstance(rule, Quota) else rule.done_sheet
            yield from self._counting(counted)
        yield from self.unsaid(rule)
        if isinstance(rule, Metric):
            named = [reading.id for reading in read(rule, self.here) if isinstance(reading, Mention)]
            yield from (f"指标结果（{name}）" for name in named)
        if isinstance(rule, Duty):
            yield from (f"义务（{path[0]}）" for path in rule.start if len(path) == 2 and path[1] in CHAINED)
        if isinstance(rule, Sanction):
            yield from (node for spot in self.here.acts(rule) for node in self._rows(spot))
        if isinstance(rule, Assign):
            yield from self._rows(Spot(STAFF))
        if isinstance(rule, Flow):
            blocked = [f"状态 {rule.to}", *rule.needs]
            for check in self.here.book.all(Check):
                if check.sheet == rule.sheet and (check.id in blocked or blocked[0] in check.blocks):
                    yield from (other for reading in read(check, self.here) for other in self.of(reading))

    def unsaid(self, rule: Rule) -> Iterable[Node]:
        """Columns that are read without any cell naming them."""
        for known in unsaid(self.here, rule):
            yield from self.column_nodes(known, typed=False)

    def _keeps(self, rule: Rule, node: Node, other: Node) -> bool:
        """An owner column may read the owner a row had before."""
        return isinstance(rule, Assign) and node == other

    def _counts(self, node: Node, rule: Rule, reading: Reading) -> bool:
        """Readings that this node's own computing asks for."""
        heading = reading.heading
        if isinstance(
            rule, Check
        ):  # what a failing item hides or blocks is said elsewhere; its owner is looked up late
            return heading in {"表", "若", "列", "须", "豁免列"} or (heading == "责任" and node.startswith("检查结果"))
        if isinstance(rule, Assign):
            return heading != "对象"
        if isinstance(rule, Flow):
            return heading in {"若", "谁"}
        if isinstance(rule, Spawn):
            if isinstance(reading, Sheeted):  # of a sheet that staff keep it sees the rows there were at the start
                return heading != "目标表" and (reading.sheet in MADE or reading.sheet == "答卷")
            return True
        carried = {"联系方式", "类别", "主题", "附带", "问卷", "话术"}  # filled in when the list is made
        return heading not in carried and not (node.startswith("抽样台账") and heading.startswith("完成"))

    def of(self, reading: Reading) -> Iterable[Node]:
        """The nodes one reading asks for."""
        match reading:
            case Named(path=path, ground=ground):
                yield from self._path(path, ground)
            case Tested(condition=condition, ground=ground):
                if not condition.always:
                    for path in dict.fromkeys(condition.references()):
                        yield from self._path(path, ground)
            case Sheeted(rule=rule, heading=heading, sheet=sheet):
                yield from self._rows(self._spot(rule, heading, sheet))
            case _:
                return

    def _spot(self, rule: Rule, heading: str, sheet: str) -> Spot:
        """The rows of a named sheet that the rule asks for."""
        if isinstance(rule, (Duty, Spawn)) and heading == "源表":
            return self.here.when(sheet, rule.when)
        if isinstance(rule, Derive) and heading == "来源":
            return self.here.when(sheet, rule.source_when)
        if isinstance(rule, Sanction):
            return next(iter(self.here.acts(rule)), Spot(sheet))
        if heading in {"计数表", "总体表"} or (isinstance(rule, Metric) and heading == "表"):
            return self.here.when(sheet, getattr(rule, "when"))  # noqa: B009 - three sorts of rules have it
        return Spot(sheet)

    def _path(self, path: Path, ground: Ground) -> Iterable[Node]:
        """Every column and sheet on the way of a path."""
        if path[0] in {"设置", "今日", "现在"} and (len(path) < 2 or path[0] == "设置"):
            return
        for end in range(1, len(path) + 1):
            front = path[:end]
            if end == 1 and len(path) > 1 and self._start(path[0], ground):
                continue  # the rows beside the tested ones are asked for by the cell that names their sheet
            found = self.here.find(front, ground)
            if not isinstance(found, Lost):
                yield from (node for known in found for node in self.column_nodes(known, typed=ground.typed))
            if end < len(path):
                yield from self._door(front, ground)

    def _start(self, name: str, ground: Ground) -> tuple[Spot, ...]:
        return {"本行": ground.asking or ground.rows, "对象": ground.objects, "今日": (Spot("日历"),)}.get(name, ())

    def _door(self, front: Path, ground: Ground) -> Iterable[Node]:
        """The rows that a name on the way opens, and the column that opens them."""
        spots = ground.rows
        for index, name in enumerate(front):
            if index == 0 and name in {"本行", "对象", "今日"} and self._start(name, ground):
                spots = self._start(name, ground)
                continue
            if index == 0 and name == STAFF and ground.person:
                spots = (Spot(STAFF),)
                continue
            for spot in spots:
                declared = self.here.schema.sheets.get(spot.sheet)
                reference = declared.reference(name) if declared else None
                if reference is not None:
                    yield from self.column_nodes(Known(spot, reference.heading), typed=ground.typed)
            spots = tuple(dict.fromkeys(one for spot in spots for one in self.here.opens(spot, name)))
        yield from (node for spot in spots for node in self._rows(spot))

    def column_nodes(self, known: Known, *, typed: bool) -> Iterable[Node]:
        """The nodes of a column: of each way that makes it, and of what is typed."""
        sheet, heading = known.spot.sheet, known.heading.partition("·")[0]
        if (sheet, "") in self.watched:
            yield f"{sheet}."
        yield from self._cells_of(sheet)
        if (sheet, heading) in self.watched:
            yield f"{sheet}.{heading}"
            return
        declared = self.here.schema.sheets.get(sheet)
        if typed and declared is not None and declared.column(heading) is not None:
            return
        if (sheet, heading) in self.makers or (sheet, heading) in self.hides:
            yield f"{sheet}.{heading}"

    def _cells_of(self, sheet: str) -> Iterable[Node]:
        """The watched column whose cells hold the rows of a sheet (通知单.物料)."""
        if "." in sheet and tuple(sheet.split(".", 1)) in self.watched:
            yield sheet

    def _rows(self, spot: Spot) -> Iterable[Node]:
        """The rows of a sheet: what makes them."""
        if (spot.sheet, "") in self.watched:
            yield f"{spot.sheet}."
        yield from self._cells_of(spot.sheet)
        if spot.sheet in MADE:
            ids = spot.ids
            for sort in MADE[spot.sheet]:
                yield from (
                    f"{spot.sheet}（{name}）" for name in self.here.book.by_id(sort) if ids is None or name in ids
                )
        elif spot.sheet == "答卷" or spot.sheet in self.targets:
            yield spot.sheet

    def _counting(self, sheet: str) -> Iterable[Node]:
        """What decides whether a row counts: items with 拦截 完成 and, of a record, its outcome."""
        for check in self.here.book.all(Check):
            if check.sheet == sheet and "完成" in check.blocks:
                for reading in read(check, self.here):
                    if reading.heading in {"若", "列", "须", "豁免列"}:
                        yield from self.of(reading)
        if sheet == RECORDS and self.here.book.all(Outcome):
            yield from self.column_nodes(Known(Spot(RECORDS), "结果代码"), typed=False)
