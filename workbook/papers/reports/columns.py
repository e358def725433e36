"""The columns of a report: paths, metrics, reasons, cells to fill."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from workbook.papers.list.ledgers import METRICS, group_names
from workbook.papers.list.metric_kinds import figure, kind
from workbook.papers.pages.shown import kind_of, said, values
from workbook.papers.pages.time_left import LEFT
from workbook.papers.reports.clerks_note import NOTE, RECORDS, clerks_note
from workbook.papers.reports.figures import Days, days_of, figures, metric_rule, own_days
from workbook.papers.reports.finished import ReportColumn
from workbook.papers.scripts.day_results import Day
from workbook.papers.scripts.leaving import privacy
from workbook.rulebook.cells.conditions import path
from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.rulebook.sorts.model import Derive, Metric, Report
from workbook.rules.facts.people import STAFF
from workbook.rules.penalties.costs import RULED, SUM, cost
from workbook.rules.world.scope import Scope, View
from workbook.rules.world.vectors import Array, Vec, says, text
from workbook.rules.world.world import Unknown, World
from workbook.sheets.types import Type

METRIC, REASON = "指标 ", "因由"
NAMED = (("客户名称",), ("联系人",), ("客户", "客户名称"), ("客户", "联系人"))
VALUED = ("值", "目标", "差", "上期", "变动")
USUAL = {"今日清单": ("客户编号", "客户名称", "主题", "到期", "责任人", "说明")}
ALIKE = {"基额", "下限", "上限"}
ADDS_UP = {"计数", "合计"}
"""Methods of 计算 whose numbers are parts of one sum, where each row of the source belongs to one row only."""


@dataclass(slots=True)
class Table:
    """Columns found so far, each with its cells and its 密级."""

    columns: list[ReportColumn] = field(default_factory=list)
    vecs: list[Vec] = field(default_factory=list)
    privacies: list[str] = field(default_factory=list)


def table(day: Day, rule: Report, scope: Scope) -> Table:
    """Every column the rule names, in its order, then the cells to fill; what doesn't exist is an issue."""
    found = Table()
    for name in _complete(scope, rule.columns or usual(scope)):
        if name not in rule.fill_in:
            _add(day, rule, scope, name, found)
        else:
            _blank(found, name, len(scope))
    for name in rule.fill_in:
        if name not in {column.name for column in found.columns}:
            _blank(found, name, len(scope))
    note = clerks_note(day.world, rule, scope)
    if note is not None:
        found.columns.append(ReportColumn(NOTE, _label(found, NOTE)))
        found.vecs.append(note)
        found.privacies.append(privacy(day.world, day.world.frame(RECORDS), NOTE))
    return found


def _complete(scope: Scope, names: Sequence[str]) -> list[str]:
    """A metric's value never stands without its numerator and denominator."""
    if scope.rows.frame.name != METRICS or "值" not in names:
        return list(names)
    at = names.index("值")
    return [*names[:at], *(name for name in ("分子", "分母") if name not in names), *names[at:]]


def usual(scope: Scope) -> Sequence[str]:
    """The columns of a report that names none: of the source sheet those that hold something here."""
    frame = scope.rows.frame
    if frame.name in USUAL:
        return USUAL[frame.name]
    headings = [column.heading for column in frame.sheet.columns if column.heading not in {"行键", REASON}]
    held = [heading for heading in headings if heading in frame.typed and not scope.vec((heading,)).missing().all()]
    return held or headings


def _blank(found: Table, name: str, size: int) -> None:
    found.columns.append(ReportColumn(name, _label(found, name), fill=True))
    found.vecs.append(text([None] * size))
    found.privacies.append("公开")


def _add(day: Day, rule: Report, scope: Scope, name: str, found: Table) -> None:
    """One column by its name; nothing but an issue when it can't be found."""
    world = day.world
    vec = world.attempt(rule, lambda: _vec(day, rule, scope, name), None)
    if vec is None:
        return
    declared = scope.rows.frame.sheet.column(name)
    person = STAFF in {vec.type.target, declared.type.target if declared else ""}
    staff = person and not name.endswith(("编号", "工号"))
    kind = kind_of(vec.type)
    label = _label(found, name, beside=rule.columns)
    found.columns.append(ReportColumn(name, label, kind, staff=staff, sums=_adds_up(world, scope, name, kind)))
    found.vecs.append(_printed(world, rule, vec))
    found.privacies.append("公开" if name.startswith(METRIC) else privacy(world, scope.rows.frame, name))


def _adds_up(world: World, scope: Scope, name: str, kind: str) -> bool:
    """Whether the numbers of a column add up; those of another row, which several rows may name, don't."""
    if "." in name or name in ALIKE:
        return False
    if kind == "金额" or name == "数量":
        return True
    here = (scope.rows.frame.name, name)
    ways = [way for way in world.book.all(Derive) if (way.sheet, way.column) == here]
    return kind == "整数" and bool(ways) and all(way.method in ADDS_UP and _of_one_row(world, way) for way in ways)


def _of_one_row(world: World, way: Derive) -> bool:
    """Whether no row of the source counts for two rows: it names the one it belongs to by its key."""
    sheet, source = world.schema.sheets.get(way.sheet), world.schema.sheets.get(way.source)
    if sheet is None or sheet.key is None or source is None or source is sheet:
        return False
    if way.join is None:
        return any(column.type.target == way.sheet for column in source.columns)
    return (sheet.key.heading,) in [left for left, _ in way.join.pairs]


def short(name: str, beside: Sequence[str] = ()) -> str:
    """The last name of a path, or whose name it is, where other names stand beside it.

    Examples:
        >>> short("客户.客户名称"), short("责任人.姓名"), short("员工.姓名"), short("员工.姓名", ["客户.客户名称"])
        ('客户名称', '责任人', '姓名', '员工姓名')
    """
    way, _, last = name.removeprefix(METRIC).rpartition(".")
    whose = way.rpartition(".")[2]
    if last != "姓名" or not whose:
        return last
    if whose != STAFF:
        return whose
    return f"{STAFF}姓名" if any(one.endswith(("客户名称", "客户姓名")) for one in beside) else last


def _label(found: Table, name: str, beside: Sequence[str] = ()) -> str:
    """Its short name; the whole path where another column is called so."""
    last = short(name, beside)
    taken = {column.label for column in found.columns}
    return last if last not in taken else name if name not in taken else f"{name}·{len(taken)}"


def _vec(day: Day, rule: Report, scope: Scope, name: str) -> Vec:
    if name.startswith(METRIC):
        return metric_cells(day, rule, scope, name.removeprefix(METRIC).strip())
    if name == REASON:
        return text(reasons(day, scope))
    if name in {"剩余", "逾期"} and LEFT in scope.rows.frame.typed:
        told = scope.vec((LEFT,))
        return told if name == "剩余" else told.mapped(lambda phrase: phrase if phrase.startswith(name) else None)
    if scope.rows.frame.name == "处罚台账" and name == SUM and RULED not in rule.columns:
        return cost(scope.rows.frame).take(scope.rows.at)
    if scope.rows.frame.name == METRICS and name in (*VALUED, "分组"):
        return _metric_column(day, scope, name)
    where = path(name)
    try:
        return scope.vec(where)
    except Unknown:
        if where == ("名称",):
            return rule_names(day, scope)
        raise


def _metric_column(day: Day, scope: Scope, name: str) -> Vec:
    """分组 by name; a number as per cent or money where all are, in words where they stand together."""
    if name == "分组":
        return text([said(one) or None for one in group_names(day, scope)])
    rules = {rule.id: rule for rule in day.world.book.all(Metric)}
    ids = [str(one) for one in scope.vec(("编号",)).objects()]
    kinds = {one: kind(day, rules[one]) for one in dict.fromkeys(ids)}
    vec = scope.vec((name,))
    if len({*kinds.values()}) <= 1:
        return vec.of(Type(next(iter(kinds.values()), "小数")))
    told = [said(value, kinds[one]) for value, one in zip(values(vec), ids, strict=True)]
    return text([word or None for word in told])


def reasons(day: Day, scope: Scope) -> list[str | None]:
    """Why each row is there: what its result says, else the row itself."""
    frame, at = scope.rows.frame, scope.rows.at
    told = [day.because(frame, one) for one in at.tolist()] if frame.because else [""] * len(at)
    held = frame.typed[REASON].take(at).objects().tolist() if REASON in frame.typed else [None] * len(at)
    return [
        word or own or (place if place != frame.name else None)
        for word, own, place in zip(told, held, frame.places(at), strict=True)
    ]


def rule_names(day: Day, scope: Scope) -> Vec:
    """The names of the rules behind rows of results.

    Raises:
        Unknown: the rows have no rule.
    """
    names = {rule.id: rule.name for rules in day.world.book.rules.values() for rule in reversed(rules)}
    heading = next((one for one in ("规则", "编号", "代码") if one in scope.rows.frame.typed), "名称")
    return scope.vec((heading,)).mapped(lambda word: names.get(word) or None, Type("文本"))


def metric_cells(day: Day, rule: Report, scope: Scope, metric: str) -> Vec:
    """A metric of each row's own group, with numerator and denominator: of the row's own days, of the report's, of now.

    Raises:
        NotUnderstood: no such metric.
    """
    asked, own = metric_rule(day.world, metric), own_days(rule, scope)
    spans: list[Days | None] = [*own] if own is not None else [days_of(day.world, rule)] * len(scope)
    groups = ["合计"] * len(scope)
    if asked.by:
        groups = ["·".join(str(part) for part in parts) for parts in zip(*_groups(scope, asked.by), strict=True)]
    told = {days: _told(day, asked, figures(day, metric, days, one=True, exact=own is not None)) for days in set(spans)}
    return text([told[days].get(group) for days, group in zip(spans, groups, strict=True)])


def _told(day: Day, rule: Metric, found: View) -> dict[str, str]:
    """What is printed of each group."""
    cells = [values(Scope(day.world, found).vec((heading,))) for heading in ("分组", "分子", "分母", "值")]
    return {str(group): figure(day, rule, *rest) for group, *rest in zip(*cells, strict=True)}


def _groups(scope: Scope, by: Sequence[Path]) -> list[Array]:
    """What a metric groups by, as the row says it: its column of that name, else the row itself."""
    found = []
    for one in by:
        try:
            found.append(says(scope.vec(one)).objects())
        except Unknown:
            found.append(scope.rows.frame.key().take(scope.rows.at).objects())
    return found


def _printed(world: World, rule: Report, vec: Vec) -> Vec:
    """对外 prints the 显示名 of a code."""
    codes = world.codes.of(vec.type) if rule.outside == "对外" and vec.type.name in {"代码", "多选"} else None
    if not codes:
        return vec
    labels = {code.code: code.label for code in codes}
    return vec.mapped(lambda held: "、".join(labels.get(one, one) for one in held.split("、")))


def people(scope: Scope) -> list[tuple[str, ...]]:
    """Who each row is about, as free text may name them: the customer and who speaks for them."""
    held: list[Array] = []
    for way in NAMED:
        if privacy(scope.world, scope.rows.frame, ".".join(way)) == "公开":
            continue
        with suppress(Unknown, NotUnderstood):
            held.append(says(scope.vec(way)).objects())
    return [tuple(str(one) for one in row if one and len(str(one)) > 1) for row in zip(*held, strict=True)]
