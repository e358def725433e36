"""What each changed row of a rule sheet now does: in words, from when, on a case of this workbook, and what it replaces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workbook.papers.readback.changed import Change, Line, changes, resting
from workbook.papers.readback.examples import case
from workbook.papers.readback.force import clash, dated, from_when, span_of
from workbook.papers.readback.replaced import DATES, compared, replaced
from workbook.papers.readback.what import MANY, TELLERS, what
from workbook.papers.scripts.day_results import Day
from workbook.papers.starter.introduced import is_of_office
from workbook.papers.starter.rule_sheets import written_rows
from workbook.papers.words.phrases import Speaker
from workbook.papers.words.telling import Telling
from workbook.rulebook.cells.conditions import condition
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.load.load import Rulebook, rulebook
from workbook.rulebook.load.own import READ_BACK
from workbook.rulebook.load.rows import Row
from workbook.rulebook.mentions.charting import atlas
from workbook.rulebook.mentions.spots import Ground, Spot
from workbook.rulebook.sorts.model import SHEETS, CodeRow, Derive, Question, Rule, Sanction, Setting
from workbook.words.place import Place
from workbook.words.tongue import SETTING, worded
from workbook.words.tongue import named as heading_said

MARK = "▸ "
"""How every text of the program in its column begins; a cell that begins otherwise is somebody's own and stays."""
OFF = {"否", "×", "不"}
SCOPES = (*DATES, "若", "对象若")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is to stand in the program's column of one rule sheet; rows that are not named hold nothing of ours.

    Shapes:
        headings: heading → column, as the sheet has them. texts: Excel row → text.
    """

    sheet: str
    headings: Mapping[str, int]
    texts: Mapping[int, str]


def read_back(day: Day) -> tuple[Beside, ...]:
    """For each rule sheet of the workbook that has changed rows, or had, the words beside them."""
    told: dict[str, dict[int, str]] = {}
    for change, text in explanations(day):
        told.setdefault(change.sheet, {})[change.row.place.row] = MARK + text
    found = []
    for sheet, rows in day.world.book.typed.items():
        headings = next((row.columns for row in rows if row.columns), {})
        if headings and (sheet in told or READ_BACK in headings):
            found.append(Beside(sheet, headings, told.get(sheet, {})))
    return tuple(found)


def explanations(day: Day) -> list[tuple[Change, str]]:
    """Each changed row with its explanation; what computing them finds wrong is not noted a second time."""
    made = [change for change in changes(day.world.book) if not is_of_office(change.cells, day.world.book)]
    if not made:
        return []
    kept = dict(day.world.issues)
    teller = _Teller(day, made)
    told = [(change, text) for change in made if (text := teller.text(change))]
    day.world.issues = kept
    return told


class _Teller:
    """Tells changes one by one, knowing all of them."""

    def __init__(self, day: Day, made: Sequence[Change]) -> None:
        self.day = day
        self.changes = made
        self.now = rulebook((), day.world.book.rows)
        self.shipped = day.shipped.world.book
        here = atlas(self.now, day.world.schema)
        self.telling = Telling(here, Speaker(here))
        self.rules = _by_place(self.now)
        self.old = {(rule.book, rule.place): rule for rules in self.shipped.rules.values() for rule in rules}
        self.alive = _by_place(day.world.book)

    def text(self, change: Change) -> str:
        """The whole explanation of one row."""
        if change.sheet == "设置":
            return self._setting(change)
        if change.sheet == "代码":
            return self._word(change)
        if change.sheet == "登记表":
            return worded(
                "【{get}】多一列“{get2}”。",
                get=heading_said(change.cells.get("表", "")),
                get2=change.cells.get("列", ""),
            )
        rules = self.rules.get(change.row.place, [])
        rule = rules[0] if rules else None
        before = self.old.get((change.shipped.book, change.shipped.place)) if change.shipped else None
        before = before or self._shipped_as(change.sheet, change.instead or change.row.id)
        if change.instead and rule is None and change.cells.get("启用") in OFF:
            return worded(
                "{paused}不算 {instead}，别的照旧。", paused=self._paused(change, before), instead=change.instead
            )
        if change.cells.get("启用", "") in OFF or (rule is None and self._is_off(change)):
            was = worded("原来：{what}。", what=self._what(before)) if before else ""
            return worded("停用了，这一条不再算。{was}", was=was)
        if rule is None:
            return self._unread(change)
        if rule.place != change.row.place:
            return self._alternative(rule)
        if rule.place not in self.alive:
            return worded("{what}。{resting}", what=self._what(rule), resting=self._resting(rule))
        left = (
            worded("这一行没有管到的，仍照 {id} 原来的。", id=rule.id)
            if any(change.cells.get(one) for one in SCOPES)
            else ""
        )
        rest = left if change.instead else self._together(rule)
        when = from_when(rule, change.cells.get("停用期", "")).strip()
        example = resting(self.day.issues, change) or self._case(rule, before, part=bool(change.instead))
        parts = [worded("{what}。{when}", what=self._what(rule), when=when), example, rest]
        return "\n".join(part for part in (*parts, replaced(change, self._cells(change))) if part)

    def _cells(self, change: Change) -> Line | None:
        """The shipped cells of the rule that a row changes."""
        rows = (row for source in self.day.world.book.sources for row in source.rows.get(change.sheet, ()))
        found = next((row for row in rows if change.instead and row.id == change.instead), None)
        return next(iter(written_rows(change.sheet, [found])), None) if found else None

    # -- what it does

    def _what(self, rule: Rule) -> str:
        """The rule in words, with its smaller clauses."""
        return what(self.telling, self.now, self.day.world.book, rule)

    def _case(self, rule: Rule, before: Rule | None, *, part: bool = False) -> str:
        """A case of the workbook, by the engine; with what the shipped rule made of the same row.

        Shapes:
            part: the row takes only part of the shipped rule's rows.
        """
        cases = [case(self.day, one) for one in self.alive.get(rule.place, [rule])]
        found = next((one for one in cases if one is not None and one.about), cases[0])
        same_sort = before is not None and found is not None and type(before) is type(rule)
        old = case(self.day.shipped, before, of=found) if before is not None and same_sort else None
        return compared(found, None if part and found is not None and not found.about else old)

    def _together(self, rule: Rule) -> str:
        """What the rows of one 编号 mean together, told at the last of them."""
        same = [one for one in self.now.all(type(rule)) if one.id == rule.id] if rule.id else []
        rows = list({one.place: one for one in same}.values())  # a row that pauses is two, one before and one after
        if len(rows) < 2 or isinstance(rule, (Question, CodeRow)) or rule.place != max(one.place for one in rows):
            return ""
        tell, how = TELLERS.get(type(rule), (None, ""))
        if how == MANY:
            return worded("连同上面共 {count} 行：{tell}。", count=len(rows), tell=tell(self.telling, rows))
        spans = [
            worded("第 {row} 行{span_of}", row=one.place.row, span_of=span_of(one))
            for one in sorted(rows, key=lambda one: one.since or date.min)
        ]
        return worded(
            "编号 {id} 共 {count} 行：{several}。{clash}",
            id=rule.id,
            count=len(rows),
            several="；".join(spans),
            clash=clash(rows),
        )

    def _alternative(self, rule: Rule) -> str:
        """A further row with tests only."""
        return worded(
            "和第 {row} 行是同一条，两行满足一行就算：{what}。\n{case}",
            row=rule.place.row,
            what=self._what(rule),
            case=self._case(rule, None),
        )

    # -- what it doesn't do

    def _is_off(self, change: Change) -> bool:
        return change.differs == ("启用",)

    def _unread(self, change: Change) -> str:
        why = [
            one.what
            for one in self.day.issues
            if one.place.sheet == change.sheet and one.place.row == change.row.place.row
        ]
        return worded("这一行现在没有算：{why}怎么改见【问题】。", why=why[0] if why else worded("上面有一格看不懂，"))

    def _resting(self, rule: Rule) -> str:
        today = self.day.world.today
        if rule.since and rule.since > today:
            return worded("从{dated}起才算。", dated=dated(rule.since))
        if rule.until and rule.until < today:
            return worded("到{dated}为止，现在不算了。", dated=dated(rule.until))
        return worded("现在先不算，为什么见【问题】。")

    # -- words

    def _setting(self, change: Change) -> str:
        name, value = change.cells.get("名", ""), change.cells.get("值", "")
        mark = f"{{设置.{name}}}"
        users = {row.place: row for row in _rows(self.now) if _mentions(row, mark)}
        if not users and change.before is None:
            return ""
        was = worded("（原来 {get}）", get=change.before.get("值") or worded("空")) if change.before else ""
        named = list(dict.fromkeys(row.name for row in users.values()))
        used = (
            worded(
                "，用到它的规则：{several}{value}", several="、".join(named[:8]), value="…" if len(named) > 8 else ""
            )
            if named
            else ""
        )
        pairs = ((self._rule_at(row), self._shipped_as(row.sheet, row.id)) for row in users.values())
        cases = (
            worded("{id}：{said}", id=rule.id, said=said)
            for rule, before in pairs
            if rule and (said := self._case(rule, before))
        )
        shown = next((one for one in cases if "→" in one), "")
        said_of, now = heading_said(name, SETTING), value or worded("空")
        told = worded("“{name}”现在是 {value}{was}{used}。", name=said_of, value=now, was=was, used=used)
        return told + (f"\n{shown}" if shown else "")

    def _rule_at(self, row: Row) -> Rule | None:
        return next(iter(self.rules.get(row.place, ())), None)

    def _shipped_as(self, sheet: str, name: str) -> Rule | None:
        sort = SHEETS.get(sheet)
        return next((one for one in self.shipped.all(sort) if name and one.id == name), None) if sort else None

    def _word(self, change: Change) -> str:
        cells = change.cells
        shown = worded("，印成“{cells}”", cells=cells["显示名"]) if cells.get("显示名") else ""
        also = worded("，写成 {cells} 也认得", cells=cells["别名"]) if cells.get("别名") else ""
        rank = worded("，次序 {cells}", cells=cells["次序"]) if cells.get("次序") else ""
        new = "多一个词" if change.before is None else "改过的词"
        return worded(
            "“{get}”{new}“{get2}”{shown}{also}{rank}。",
            get=cells.get("组", ""),
            new=new,
            get2=cells.get("代码", ""),
            shown=shown,
            also=also,
            rank=rank,
        )

    def _paused(self, change: Change, before: Rule | None) -> str:
        """When, and for which rows, a rule doesn't count."""
        since, until = (change.cells.get(one, "") for one in DATES)
        days = (
            worded("{since}到{until}", since=since or worded("即日"), until=until)
            if until
            else worded("{since}起", since=since)
            if since
            else ""
        )
        rows = change.cells.get("若", "") or change.cells.get("对象若", "")
        tests = rows.strip().removeprefix("且").strip(" ：:")
        acts = self.telling.here.acts(before) if isinstance(before, Sanction) else ()
        sheet = getattr(before, "source", "") or getattr(before, "counted", "") or getattr(before, "sheet", "")
        ground = Ground(acts or ((Spot(sheet),) if sheet else ()), person=bool(acts))
        try:
            said = self.telling.speaker.when(condition(tests), ground) if tests else ""
        except NotUnderstood:
            said = tests
        return f"{days}{'，' if days and said else ''}{f'{said}的，' if said else ''}"


def _by_place(book: Rulebook) -> dict[Place, list[Rule]]:
    """Rules of the workbook by the place of each of their rows, alternatives too; not the columns that questions made."""
    found: dict[Place, list[Rule]] = {}
    own = {row.place for row in book.rows.get("计算", ())}
    for sort, rules in book.rules.items():
        for rule in rules:
            if sort is Setting or not rule.header or (sort is Derive and rule.place not in own):
                continue
            for row in (rule.place.row, *(further for _, further in rule.further)):
                found.setdefault(Place(rule.place.sheet, row), []).append(rule)
    return found


def _rows(book: Rulebook) -> Iterable[Row]:
    return (row for sheet, rows in book.rows.items() if sheet != "设置" for row in rows)


def _mentions(row: Row, mark: str) -> bool:
    name = mark[1:-1]
    return any(
        word in str(cell) for cell in row.cells.values() for word in (mark, f"{name}:", f"{name}：", f"'{name}'")
    )
