"""Lint of 登记表 代码 设置, of versions, and of what nobody reads (rule-language §1.5, §3.1–3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from workbook.rulebook.cells.tree import Path
from workbook.rulebook.lint.says import called
from workbook.rulebook.lint.spoken import script_readings
from workbook.rulebook.lint.versions import version_issues
from workbook.rulebook.load.rows import Row
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.mentions import Named, Reading, Tested
from workbook.rulebook.mentions.readings import readings
from workbook.rulebook.mentions.spots import RECORDS, TODAY, Ground, Lost, stored_in
from workbook.rulebook.sorts.model import (
    REGISTER,
    CodeRow,
    Derive,
    Duty,
    Metric,
    Outcome,
    Question,
    Quota,
    Sample,
    Sanction,
    Script,
    Setting,
)  # fmt: skip
from workbook.sheets.schema import STANDARD
from workbook.words.issues import Issue, Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import worded

OWN = "本工作簿"
PROGRAM = {
    "启用日",
    "演示日",
    "上班时段",
    "立即",
    "补看天数",
    "前看天数",
    "指标封账天数",
    "申诉天数",
    "申诉找谁",
    "问题链天数",
    "种子",
    "显示预告",
    "日报收件",
    "看全部的岗位",
    "没事不发信",
    "分发带号码",
    "规则书",
    "单位名称",
}
"""Settings that the program itself reads."""

UNCLAUSED = (Setting, CodeRow, Derive, Script, Outcome)
_SETTING = re.compile(r"(?:\{|^|[；;\n])\s*设置\.([^{}.:：；;]+)")
_SENTENCE = re.compile(r"【登记表】的【([^】]+)】：“([^”]+)”")


def ground_issues(here: Atlas) -> Iterable[Issue]:
    """Everything about words, settings, versions and what nobody reads."""
    mentioned: list[Reading] = list(readings(here))
    mentioned += [reading for script in here.book.all(Script) for reading in script_readings(here, script)]
    yield from _register(here.book.rows.get(REGISTER, ()))
    yield from _codes(here.book.all(CodeRow))
    yield from _settings(here)
    yield from _unread(here, mentioned)
    for sort in (Duty, Quota, Sample, Sanction, Metric, Script):
        for rules in here.book.by_id(sort).values():
            yield from version_issues(rules)
    yield from _clauses(here)


# -- 登记表


def _register(rows: Sequence[Row]) -> Iterable[Issue]:
    """What can't be declared so, at its row; one alias for two columns, a reference to a sheet without a key."""
    _, refused = STANDARD.with_rows([row.cells for row in rows])  # type: ignore[misc]
    for sentence in refused:
        match = _SENTENCE.match(sentence)
        row = next(
            (one for one in rows if match and one.cells.get("表") == match[1] and match[2] in str(one.cells)), None
        )
        place = row.at("类型" if "类型" in row.cells else "列") if row else Place(REGISTER)
        why = sentence.partition("：")[2] if match else sentence
        name = match[1] if match else REGISTER
        yield issue(
            Kind.LINT, place, rule=f"登记表 {name}", why=why.rstrip("。."), hint=worded("改好【登记表】的这一行。")
        )


# -- 代码


def _codes(rows: Sequence[CodeRow]) -> Iterable[Issue]:
    codes: dict[str, dict[str, CodeRow]] = {}
    for row in rows:
        codes.setdefault(row.list, {})[row.code] = row
    for group, words in codes.items():
        aliases: dict[str, CodeRow] = {}
        ranks: dict[int, CodeRow] = {}
        for row in words.values():
            for alias in row.aliases:
                other = words.get(alias) or aliases.get(alias)
                if other is not None and other is not row:
                    why = worded(
                        "“{alias}”是“{code}”的别名，又是“{other_code}”{rest}",
                        alias=alias,
                        code=row.code,
                        other_code=other.code,
                        rest=worded("本身") if alias in words else worded("的别名"),
                    )
                    yield _said(row, "别名", group, why, worded("一个词只归一处，删去一个。"))
                aliases.setdefault(alias, row)
            if row.rank is not None and ranks.setdefault(row.rank, row) is not row:
                why = worded(
                    "“{code}”和“{row_code}”的次序都是 {rank}",
                    code=ranks[row.rank].code,
                    row_code=row.code,
                    rank=row.rank,
                )
                yield _said(row, "次序", group, why, worded("给它们不同的次序。"))


def _said(row: CodeRow, heading: str, group: str, why: str, hint: str) -> Issue:
    return issue(Kind.LINT, row.at(heading), rule=f"代码 {group}", why=why, hint=hint)


# -- 设置


def _settings(here: Atlas) -> Iterable[Issue]:
    read = set(_settings_read(here.book.rows))
    for setting in here.book.all(Setting):
        if setting.id not in read | PROGRAM:
            yield issue(
                Kind.LINT_NOTE,
                setting.at("名"),
                rule=setting.id,
                why=worded("没有规则用到这个设置"),
                hint=worded("不用就删去；要用就在规则里写 {{设置.{setting}}}。", setting=setting.id),
            )
        if setting.book != OWN and not setting.why:
            yield issue(
                Kind.LINT_NOTE,
                setting.at("依据"),
                rule=setting.id,
                why=worded("没有写依据"),
                hint=worded("在“依据”里写上条文留了什么没说。"),
            )


def _settings_read(rows: Mapping[str, Sequence[Row]]) -> Iterable[str]:
    """Settings named anywhere in a rule cell: in braces, or as a tested path."""
    for sheet, written in rows.items():
        for row in written:
            if sheet != "设置":
                yield from _SETTING.findall(_flat(row.cells))


def _flat(cells: object) -> str:
    """A row's cells as one text, a tested path at the start of a line."""
    if isinstance(cells, Mapping):
        return "\n".join(f"{name}：\n{_flat(cell)}" for name, cell in cells.items())
    return "\n".join(_flat(cell) for cell in cells) if isinstance(cells, list) else str(cells)


# -- what nobody reads


def _unread(here: Atlas, mentioned: Iterable[Reading]) -> Iterable[Issue]:
    """Columns that a rulebook declares and no rule or report reads; one note for each row of 登记表 or its sheet."""
    read: set[tuple[str, str]] = set()
    for reading in mentioned:
        paths: Iterable[Path] = ()
        if isinstance(reading, Named):
            paths = (reading.path,)
        elif isinstance(reading, Tested):
            paths = reading.condition.references()
        for path in paths:
            read |= _on_the_way(here, path, getattr(reading, "ground"))  # noqa: B009 - both kinds have one
    read |= {stored_in(question) for question in here.book.all(Question)}
    told: dict[tuple[str, Place], list[str]] = {}
    for row in here.book.rows.get(REGISTER, ()):
        sheet = here.schema.sheets.get(str(row.cells.get("表", "")))
        written = row.cells.get("列", "")
        for word in written if isinstance(written, list) else [str(written)]:
            heading = re.split(r"[:：\s#@!~*]", str(word).strip())[0]
            column = sheet.column(heading) if sheet else None
            if sheet is None or column is None or (sheet.name, heading) in read:
                continue
            plays = set(column.role.split()) & {"主键", "时间", "客户", "员工", "起", "止"}
            if not plays and not column.type.target and heading not in {"来源规则", "来源编号"}:
                told.setdefault(
                    (sheet.name, row.at("列") if row.columns else Place(REGISTER, row.place.row)), []
                ).append(heading)
    for (name, place), headings in told.items():
        why = worded("没有规则和报告用到：{headings}", headings=worded("、").join(headings))
        yield issue(
            Kind.LINT_NOTE, place, rule=f"登记表 {name}", why=why, hint=worded("只留着给人看就不用管；多余的删去。")
        )


def _on_the_way(here: Atlas, path: Path, ground: Ground) -> set[tuple[str, str]]:
    """Every column that a path passes or ends in."""
    found: set[tuple[str, str]] = set()
    for end in range(1, len(path) + 1):
        reached = here.find(path[:end], ground)
        if not isinstance(reached, Lost):
            found |= {(_home(known.spot.sheet, known.heading, here), known.heading) for known in reached}
    return found


def _home(sheet: str, heading: str, here: Atlas) -> str:
    """A task's carried columns are those of 回访记录."""
    declared = here.schema.sheets.get(sheet)
    return RECORDS if sheet == TODAY and declared is not None and declared.column(heading) is None else sheet


# -- clauses


def _clauses(here: Atlas) -> Iterable[Issue]:
    """Rules that don't say which sentence of the regulation they stand on; one note for each 编号."""
    for sort, rules in here.book.rules.items():
        if sort in UNCLAUSED:
            continue
        told: set[str] = set()
        for rule in rules:
            name = rule.id or called(rule)
            if name not in told and not any(other.clause for other in rules if other.id == rule.id):
                told.add(name)
                yield issue(Kind.NO_CLAUSE, rule.at("条款"), rule=name)
