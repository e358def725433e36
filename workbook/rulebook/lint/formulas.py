"""Lint of 公式: what kind of value each part gives, and whether the whole fits its column (rule-language §3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbook.rulebook.cells.formulas import Binary, Call, Column, Expression, Length, Number, Text
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import Ground, Lost, Spot
from workbook.rulebook.sorts.model import Derive
from workbook.sheets.types import Type
from workbook.words.issues import Issue, Kind, issue
from workbook.words.tongue import worded

NUMBER, MOMENT, LENGTH, TEXT, ANY = "数", "日期", "时长", "文字", ""
ARGUMENTS = {
    "相差": (2, 3), "日期": (1, 1), "时刻": (1, 1), "期键": (2, 2), "进位": (1, 2), "去尾": (1, 2), "四舍五入": (1, 2),
    "字数": (1, 1), "次数": (2, 2), "几样": (1, 1), "占位符": (1, 1), "取大": (1, 99), "取小": (1, 99), "若空": (1, 99),
}  # fmt: skip
UNITS = ("天", "周", "月", "季", "半年", "年", "工作日", "小时", "分钟")
PERIODS = ("日", "周", "半月", "月", "双月", "季", "半年", "年", "全部")
_SORTS = {
    MOMENT: ("相差", "日期", "时刻", "期键"),
    NUMBER: ("进位", "去尾", "四舍五入"),
    TEXT: ("字数", "次数", "几样", "占位符"),
}
_SECOND = {"进位": NUMBER, "去尾": NUMBER, "四舍五入": NUMBER, "次数": TEXT, "期键": TEXT}
MOST_DIGITS = 9
_SHOWN = 60
_GIVES = {
    "相差": NUMBER,
    "日期": MOMENT,
    "字数": NUMBER,
    "次数": NUMBER,
    "几样": NUMBER,
    "进位": NUMBER,
    "去尾": NUMBER,
    "四舍五入": NUMBER,
}


def formula_issues(rule: Derive, here: Atlas) -> Iterable[Issue]:
    """What is wrong with the formula of one 计算."""
    if rule.method != "公式":
        return
    name = f"{rule.sheet}.{rule.column}"
    if not rule.formula:
        yield issue(
            Kind.RULE_VALUE_MISSING, rule.at("公式"), rule=name, heading="公式", hint=worded("例如 {数量}×{单价}。")
        )
        return
    shown = rule.formula if len(rule.formula) <= _SHOWN else f"{rule.formula[:_SHOWN]}…"
    try:
        given = _Sorter(here, Ground((Spot(rule.sheet),))).of(rule.expression)
    except NotUnderstood as error:
        yield issue(Kind.BAD_FORMULA, rule.at("公式"), rule=name, formula=shown, why=error.why, hint=error.hint)
        return
    wanted = _wanted(here.of(rule.sheet)[rule.column].type)
    if given and wanted and wanted not in {given, TEXT} and not (wanted == NUMBER and _is_year(rule.expression)):
        why = worded("算出来的是{given}，“类型”写的是{type}", given=given, type=rule.type)
        hint = worded("把“类型”改成 {suggested}，或改公式。", suggested=_SUGGESTED[given])
        yield issue(Kind.BAD_FORMULA, rule.at("公式"), rule=name, formula=shown, why=why, hint=hint)


def _is_year(tree: Expression) -> bool:
    """期键(日期,年) is the one text that is always a number."""
    return isinstance(tree, Call) and tree.name == "期键" and tree.arguments[-1] == Text("年")


_SUGGESTED = {NUMBER: "小数", MOMENT: "日期", LENGTH: "时长", TEXT: "文本"}


def _wanted(kind: Type | None) -> str:
    if kind is None:
        return ANY
    return LENGTH if kind.name == "时长" else {"number": NUMBER, "moment": MOMENT, "text": TEXT}[kind.kind]


@dataclass(frozen=True, slots=True)
class _Sorter:
    """Says what sort of value a formula gives, or why it gives none."""

    here: Atlas
    ground: Ground

    def of(self, tree: Expression) -> str:
        match tree:
            case Number():
                return NUMBER
            case Text():
                return TEXT
            case Length():
                return LENGTH
            case Column(path=path):
                found = self.here.find(path, self.ground)
                sorts = {ANY} if isinstance(found, Lost) else {_wanted(known.type) for known in found}
                return sorts.pop() if len(sorts) == 1 else ANY
            case Binary(operator=operator, left=left, right=right):
                return self._binary(operator, self.of(left), self.of(right))
            case Call():
                return self._call(tree)

    def _binary(self, operator: str, left: str, right: str) -> str:
        if left == MOMENT and right == MOMENT:
            raise NotUnderstood(worded("两个日期不能直接加减"), worded('写成 相差({甲},{乙},"天")。'))
        if left == MOMENT and operator in "+-" and right in {LENGTH, NUMBER, ANY}:
            return MOMENT
        if {left, right} - {NUMBER, ANY}:
            shown = "和".join(sort for sort in (left, right) if sort)
            raise NotUnderstood(
                worded("“{operator}”的两边是{shown}", operator=operator, shown=shown),
                worded("两边都要是数，或者日期加减时长。"),
            )
        return ANY if left == ANY and operator in "+-" else NUMBER

    def _call(self, tree: Call) -> str:
        least, most = ARGUMENTS[tree.name]
        if not least <= len(tree.arguments) <= most:
            shown = f"{least}" if least == most else worded("{least} 到 {most}", least=least, most=most)
            raise NotUnderstood(
                worded(
                    "“{name}”要 {shown} 项，写了 {count} 项", name=tree.name, shown=shown, count=len(tree.arguments)
                ),
                worded("照【规则语言】的写法改。"),
            )
        sorts = [self.of(argument) for argument in tree.arguments]
        if tree.name in {"取大", "取小", "若空"}:
            given = set(sorts) - {ANY}
            if len(given) > 1:
                raise NotUnderstood(
                    worded("“{name}”里{given}混在一起", name=tree.name, given="和".join(sorted(given))),
                    worded("几项要同是数，或同是日期。"),
                )
            return given.pop() if given else ANY
        wanted = next(sort for sort, names in _SORTS.items() if tree.name in names)
        if sorts[0] not in {wanted, ANY} or (tree.name == "相差" and sorts[1] not in {MOMENT, ANY}):
            raise NotUnderstood(
                worded("“{name}”要的是{wanted}，写的是{sorts}", name=tree.name, wanted=wanted, sorts=sorts[0]),
                worded("换成{wanted}的列。", wanted=wanted),
            )
        second = _SECOND.get(tree.name, ANY)
        if second and len(sorts) > 1 and sorts[1] not in {second, ANY}:
            raise NotUnderstood(
                worded("“{name}”的第二项要是{second}，写的是{sorts}", name=tree.name, second=second, sorts=sorts[1]),
                worded("换成{second}。", second=second),
            )
        self._word(tree)
        return _GIVES.get(tree.name, TEXT)

    def _word(self, tree: Call) -> None:
        """The unit of 相差, the period of 期键, how many digits are kept."""
        digits = tree.arguments[1] if _SECOND.get(tree.name) == NUMBER and len(tree.arguments) > 1 else None
        if isinstance(digits, Number) and not 0 <= digits.value <= MOST_DIGITS:
            raise NotUnderstood(
                worded("“{name}”留不了 {value} 位", name=tree.name, value=digits.value),
                worded("写 0 到 {most_digits}。", most_digits=MOST_DIGITS),
            )
        choices = {"相差": (2, UNITS), "期键": (1, PERIODS)}.get(tree.name)
        if choices is None or len(tree.arguments) <= choices[0]:
            return
        word = tree.arguments[choices[0]]
        if not isinstance(word, Text) or word.value not in choices[1]:
            said = f"“{word.value}”" if isinstance(word, Text) else "写的"
            raise NotUnderstood(
                worded("{said}不是{rest}", said=said, rest=worded("单位") if tree.name == "相差" else worded("期")),
                worded("从这些里选一个：{choices}。", choices=worded("、").join(choices[1])),
            )
