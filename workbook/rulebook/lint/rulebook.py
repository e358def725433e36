"""Lint of a rulebook: every cell looked at without any row, each fault at its cell with a cure (§2.4, §3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workbook.rulebook.cells.tree import Clause, Condition, Path, Test, references
from workbook.rulebook.lint.doubts import Doubt
from workbook.rulebook.lint.facts import facts_issues
from workbook.rulebook.lint.ground import ground_issues
from workbook.rulebook.lint.idle import idle_cells
from workbook.rulebook.lint.idle_rules import idle_rule_cells
from workbook.rulebook.lint.metrics import metrics_issues
from workbook.rulebook.lint.owed import owed_issues
from workbook.rulebook.lint.penalties import penalties_issues
from workbook.rulebook.lint.says import called
from workbook.rulebook.lint.spoken import script_readings, words_issues
from workbook.rulebook.lint.tests import first_doubts
from workbook.rulebook.lint.worklist import worklist_issues
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.rows import Row
from workbook.rulebook.load.settled import EXAMPLES
from workbook.rulebook.mentions.asked_for import offered
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.mentions.circles import cycle_issues, question_circles
from workbook.rulebook.mentions.mentions import Mention, Named, Reading, Sheeted, Tested
from workbook.rulebook.mentions.readings import readings
from workbook.rulebook.mentions.spots import Ground, Known, Lost
from workbook.rulebook.sorts.model import Report, Rule, Script
from workbook.sheets.codes import Codes
from workbook.sheets.schema import Schema
from workbook.sheets.types import Type
from workbook.words.issues import Issue, Kind, issue
from workbook.words.nearest import nearest
from workbook.words.place import Place
from workbook.words.tongue import named as sheet_named
from workbook.words.tongue import worded

WANTED = {
    "moment": ("moment", "日期或时点"), "when": ("moment", "日期、时点或期"), "number": ("number", "数"),
    "span": ("时长", "时长"), "staff": ("员工", "员工"),
}  # fmt: skip
TEXT = Type("文本")


def lint(
    book: Rulebook, schema: Schema, codes: Codes, cells: Mapping[str, Iterable[str]] | None = None
) -> tuple[Issue, ...]:
    """Every fault that the rules show by themselves, in the order of sheets and rows.

    What can't even be read is in `book.issues`; lint looks at what could.

    Shapes:
        schema, codes: as the rulebook's own 登记表, 问卷 and 代码 make them.
        cells: sheet → headings that stand there; a column that nobody declared and the sheet has is read like any other.
    """
    linter = _Linter(atlas(awake(book), schema, cells), codes)
    here = linter.here
    found = [one for reading in readings(here) for one in linter.look(reading)]
    found += [
        one
        for script in here.book.all(Script)
        for reading in script_readings(here, script)
        if isinstance(reading, Tested)
        for one in linter.look(reading)
    ]
    found += linter.empties()
    found += [*facts_issues(here), *owed_issues(here), *worklist_issues(here), *penalties_issues(here)]
    found += [*metrics_issues(here), *words_issues(here, codes)]
    found += [*ground_issues(here), *cycle_issues(here), *question_circles(here.book)]
    idle = [*idle_rule_cells(here), *(one for rule in here.book.all(Report) for one in idle_cells(rule, here))]
    nowhere = {one.place for one in idle}  # nobody looks at what such a cell says, so nothing in it can be wrong
    found = [*(one for one in found if one.place not in nowhere), *idle]
    order = {name: number for number, name in enumerate(("登记表", *book.rows))}
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (order.get(one.place.sheet, 99), one.place)))


def awake(book: Rulebook) -> Rulebook:
    """The rulebook with its empty settings filled by examples, so that resting rules are looked at too."""
    empty = {dict(found.words)["setting"] for found in book.issues if found.kind is Kind.SETTING_EMPTY}
    if not empty:
        return book
    rows = dict(book.rows)
    rows["设置"] = tuple(_filled(row) if row.id in empty else row for row in rows["设置"])
    return rulebook((), rows)


def _filled(row: Row) -> Row:
    kind = str(row.cells.get("类型") or "文本")
    try:
        read = Type.parse(kind)
    except ValueError:
        return row
    return replace(row, cells={**row.cells, "值": next(iter(read.words), EXAMPLES.get(read.name, "某"))})


class _Linter:
    """Looks at readings one by one."""

    def __init__(self, here: Atlas, codes: Codes) -> None:
        self.here = here
        self.codes = codes
        self.denied: dict[tuple[str, str], dict[str, Tested]] = {}

    def look(self, reading: Reading) -> Iterable[Issue]:
        """What is wrong with one reading."""
        match reading:
            case Named():
                yield from self._named(reading)
            case Tested(rule=rule):
                if not offered(rule):
                    yield from self._tested(reading)
            case Sheeted(rule=rule, heading=heading, sheet=sheet):
                if not self.here.has(sheet):
                    guess = nearest(sheet, self.here.columns)
                    yield issue(Kind.UNKNOWN_SHEET, rule.at(heading), rule=called(rule), sheet=sheet, nearest=guess)
            case Mention(rule=rule, heading=heading, sheets=sheets, id=name):
                known = [row.id for one in sheets for row in self.here.book.rows.get(one, ()) if row.id]
                if name not in known:
                    guess = nearest(name, known)
                    yield issue(Kind.UNKNOWN_RULE, rule.at(heading), rule=called(rule), target=name, nearest=guess)

    # -- columns

    def _named(self, reading: Named) -> Iterable[Issue]:
        found = self.here.find(reading.path, reading.ground)
        if isinstance(found, Lost):
            yield from self._lost(reading.rule, reading.rule.at(reading.heading), reading.path, found)
        elif reading.want and not self._gives(found, reading.want):
            wanted = WANTED[reading.want][1]
            kind = next(known.type for known in found if known.type is not None)
            name = ".".join(reading.path)
            hint = (
                worded("换成{wanted}的列。", wanted=wanted)
                if reading.want != "staff"
                else worded("换成 引用(员工) 的列，例如 {归属员工}。")
            )
            words = {
                "rule": called(reading.rule),
                "heading": reading.heading,
                "value": name,
                "hint": worded(
                    "这里要{wanted}，“{name}”是{kind}；{hint}", wanted=wanted, name=name, kind=kind, hint=hint
                ),
            }
            yield issue(Kind.BAD_RULE_VALUE, reading.rule.at(reading.heading), **words)

    def _gives(self, found: tuple[Known, ...], want: str) -> bool:
        """Whether one of the columns holds what is wanted."""
        kinds = [known.type for known in found]
        if any(kind is None for kind in kinds):
            return True
        word = WANTED[want][0]
        known = [kind for kind in kinds if kind is not None]
        if want == "staff":
            return any(
                kind.target == "员工" or (not kind.target and kind.name in {"文本", "编号", "多选"}) for kind in known
            )
        if want == "when" and any(kind.name == "期" for kind in known):
            return True
        return any(
            word in {kind.kind, kind.name} or (want == "number" and kind.name in {"文本", "编号"}) for kind in known
        )

    def _lost(self, rule: Rule, place: Place, path: Path, lost: Lost) -> Iterable[Issue]:
        if lost.is_sheet and (lost.sheet == "" or not self.here.has(lost.sheet)):
            return  # the sheet itself is said
        if lost.sheet == "设置":
            guess = lost.nearest.removeprefix("设置.")
            yield issue(Kind.UNKNOWN_SETTING, place, rule=called(rule), setting=lost.name, nearest=guess)
            return
        guess = lost.nearest if len(path) == 1 or "." in lost.nearest else ".".join((*path[:-1], lost.nearest))
        yield issue(Kind.UNKNOWN_COLUMN, place, rule=called(rule), path=".".join(path), sheet=lost.sheet, nearest=guess)

    # -- tests

    def _tested(self, reading: Tested) -> Iterable[Issue]:
        alternatives = reading.condition.alternatives
        for number, clauses in enumerate(alternatives):
            for clause in clauses:
                yield from self._clause(reading, clause, clauses, len(alternatives) - 1 - number)

    def _clause(self, reading: Tested, clause: Clause, beside: tuple[Clause, ...], behind: int) -> Iterable[Issue]:
        rule, heading, column = reading.rule, reading.heading, ".".join(clause.path)
        ground = self._narrowed(reading.ground, beside)
        found = self.here.find(clause.path, ground)
        place = rule.at(heading, column, behind)
        if isinstance(found, Lost):
            yield from self._lost(rule, place, clause.path, found)
            return
        for path in references(clause.test):
            lost = self.here.find(path, ground)
            if isinstance(lost, Lost):
                yield from self._lost(rule, place, path, lost)
        doubts = first_doubts(self.here, self.codes, found, clause.test, ground)
        shown = f"{column}: {clause.test.text}"
        for doubt in doubts:
            if heading in {"类别", "联系方式"}:
                why = worded(
                    "{heading}“{words}”登记进回访记录时会不认：{why}",
                    heading=heading,
                    words=clause.test.text,
                    why=doubt.why,
                )
                yield issue(Kind.LINT, place, rule=called(rule), why=why, hint=doubt.hint)
                continue
            yield self._said(rule, place, shown, clause.test, doubt, all_of=len(doubts) >= len(clause.test.items))
        if not doubts:
            self._remember(reading, found, clause, beside)

    def _narrowed(self, ground: Ground, clauses: tuple[Clause, ...]) -> Ground:
        """The rows of results that this alternative names."""
        rows = []
        for spot in ground.rows:
            asked = self.here.when(spot.sheet, Condition((clauses,)))
            rows.append(asked if asked.ids is not None else spot)
        return replace(ground, rows=tuple(rows))

    def _said(self, rule: Rule, place: Place, shown: str, test: Test, doubt: Doubt, *, all_of: bool) -> Issue:
        name = called(rule)
        if doubt.kind is Kind.UNKNOWN_RULE:
            return issue(doubt.kind, place, rule=name, target=doubt.word, nearest=doubt.hint)
        if doubt.kind is Kind.NEVER_HOLDS and (test.denied or not all_of):
            why = worded("条件“{shown}”里的“{word}”用不上：{why}", shown=shown, word=doubt.word, why=doubt.why)
            return issue(Kind.LINT, place, rule=name, why=why, hint=doubt.hint)
        if doubt.kind is Kind.LINT:
            return issue(
                Kind.LINT,
                place,
                rule=name,
                why=worded("条件“{shown}”：{why}", shown=shown, why=doubt.why),
                hint=doubt.hint,
            )
        return issue(doubt.kind, place, rule=name, test=shown, why=doubt.why, hint=doubt.hint)

    def _remember(self, reading: Tested, found: tuple[Known, ...], clause: Clause, beside: tuple[Clause, ...]) -> None:
        """不是 on a column that may be empty: the empty rows pass too."""
        known = found[0]
        sheet = self.here.schema.sheets.get(known.spot.sheet)
        kept = sheet is not None and not sheet.ours and not sheet.virtual and sheet.column(known.heading) is not None
        if not kept or not clause.test.denied or known.required or (known.type or TEXT).name == "是否":
            return
        said = (".".join(clause.path), clause.test.text)
        doubled = any(other is not clause and other.path == clause.path for other in beside)
        if doubled or "空" in clause.test.text or said in reading.rule.spared:
            return
        self.denied.setdefault((known.spot.sheet, known.heading), {}).setdefault(called(reading.rule), reading)

    def empties(self) -> list[Issue]:
        """One note for each column on which 不是 lets empty cells pass."""
        found = []
        for (sheet, heading), rules in self.denied.items():
            first = next(iter(rules.values()))
            named = "、".join(list(rules)[:6]) + ("…" if len(rules) > 6 else "")
            why = worded(
                "“不是”也放过空的：【{sheet}】的{heading}不必填，空着的行也算（{named}）",
                sheet=sheet_named(sheet),
                heading=heading,
                named=named,
            )
            hint = worded("要它填了才算，就再加 {heading}: 非空；本来就要这样，不用改。", heading=heading)
            found.append(
                issue(
                    Kind.LINT_NOTE, first.rule.at(first.heading, heading), rule=called(first.rule), why=why, hint=hint
                )
            )
        return found
