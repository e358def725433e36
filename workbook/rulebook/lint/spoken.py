"""Lint of 问卷 话术 报告: placeholders, the order of questions, who may read what (§3.15, §3.16, §3.19)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from workbook.rulebook.cells.tree import Path
from workbook.rulebook.lint.idle import undivided
from workbook.rulebook.lint.says import doubt, misread, note
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.mentions import BRACES, Named, Tested, parts
from workbook.rulebook.mentions.spoken import spoken_of
from workbook.rulebook.mentions.spots import RECORDS, STAFF, TODAY, Ground, Lost, Spot, stored_in
from workbook.rulebook.sorts.model import Carry, Duty, Question, Quota, Report, Rule, Sample, Script
from workbook.sheets.codes import Codes
from workbook.words.issues import Issue, Kind, issue
from workbook.words.nearest import nearest
from workbook.words.tongue import named, worded

BLOCK_SORTS = ("问卷", "话术", "相关", "签字", "指标", "清单")
QUESTION_TYPES = ("单选", "多选", "是否", "文本", "数", "日期", "评分", "陈述", "核对", "签字")
_FRAGMENT = re.compile(r"\{\+([^{}]+)\}")


def words_issues(here: Atlas, codes: Codes) -> Iterable[Issue]:
    """Everything about words and papers."""
    yield from _questions(here, codes)
    for script in here.book.all(Script):
        yield from _script(script, here)
    for report in here.book.all(Report):
        yield from _report(report, here)


# -- 问卷


def _questions(here: Atlas, codes: Codes) -> Iterable[Issue]:
    questions = here.book.all(Question)
    for number, question in enumerate(questions):
        later = {
            other.question
            for other in questions[number + 1 :]
            if other.form == question.form and other.question != question.question
        }
        earlier = {other.question for other in questions[:number] if other.form == question.form}
        for clause in question.when.clauses():
            if clause.path[0] in later - earlier and len(clause.path) == 1:
                why = worded("看的是后面的题“{path}”，问到这里时还没有答案", path=clause.path[0])
                yield doubt(question, "若", why, worded("把“{path}”排到前面，或改成前面的题。", path=clause.path[0]))
        kind, _, rest = question.type.partition("(")
        if kind not in QUESTION_TYPES:
            hint = worded(
                "改成“{nearest}”；可用的有 {question_types}。",
                nearest=nearest(kind, QUESTION_TYPES),
                question_types=worded("、").join(QUESTION_TYPES),
            )
            yield misread(question, "类型", question.type, hint)
        group = rest.rstrip(")）").removeprefix("@")
        if kind in {"单选", "多选"} and group and "|" not in group and group not in codes.groups:
            why = worded("没有“{group}”这一组词，选项印不出来", group=group)
            yield doubt(
                question,
                "类型",
                why,
                worded("改成“{nearest}”，或在【代码】里加上这一组。", nearest=nearest(group, codes.groups)),
            )
        yield from _affirmed(question, codes, group)
        yield from _taken(here, question)


def _taken(here: Atlas, question: Question) -> Iterable[Issue]:
    """An answer under a heading of 今日清单 that the program fills itself is overwritten there, and never registered."""
    ours = {column.heading for column in here.schema.sheets[TODAY].columns if not column.typed}
    column = stored_in(question)[1]
    for heading, name in (("题号", question.question), ("存到", column if question.store else "")):
        if name in ours:
            why = worded("【{today}】自己有“{name}”这一列，填在那里的回答登记时收不到", today=named(TODAY), name=name)
            yield doubt(question, heading, why, worded("换一个名，例如 客户{name}。", name=name))


def _affirmed(question: Question, codes: Codes, group: str) -> Iterable[Issue]:
    """肯定 and 答案 must be among the words one can answer."""
    words = (
        tuple(code.code for code in codes.group(group))
        if group and "|" not in group
        else tuple(part for part in group.split("|") if part)
    )
    words = words or (("是", "否") if question.type.partition("(")[0] in {"是否", "陈述", "核对"} else ())
    for heading, answers in (("肯定", question.affirmative), ("答案", question.key)):
        for answer in answers if words else ():
            if answer not in {*words, "任意"}:
                why = worded("{heading}“{answer}”不是这一题能选的词", heading=heading, answer=answer)
                yield doubt(
                    question,
                    heading,
                    why,
                    worded(
                        "改成“{nearest}”；能选的有 {words}。",
                        nearest=nearest(answer, words),
                        words=worded("、").join(words[:8]),
                    ),
                )


# -- 话术


def users(here: Atlas, script: Script) -> list[Rule]:
    """The rules that speak a script: those that name it, or name one that holds it as a fragment."""
    names = {script.id}
    for _ in here.book.all(Script):
        more = {
            other.id for other in here.book.all(Script) if names & set(_FRAGMENT.findall(other.text + other.text_en))
        }
        if more <= names:
            break
        names |= more
    carriers: tuple[Rule, ...] = (
        *here.book.all(Duty),
        *here.book.all(Quota),
        *here.book.all(Sample),
        *here.book.all(Report),
    )
    return [
        rule
        for rule in carriers
        if getattr(rule, "script", "") in names or (isinstance(rule, Report) and _prints(rule, names))
    ]


def _prints(rule: Report, names: set[str]) -> bool:
    return any(block.partition(" ")[0] == "话术" and block.partition(" ")[2].strip() in names for block in rule.blocks)


def grounds(here: Atlas, script: Script) -> list[Ground]:
    """Where the words of a script begin, for each rule that speaks it; any task when none does."""
    found = []
    for rule in users(here, script):
        if isinstance(rule, Carry):
            found.append(spoken_of(here, rule))
        elif isinstance(rule, Report):
            rows = (here.when(rule.source, rule.when),)
            beside = [spot for name in ("对象", "源行", "键行") for spot in here.behind(rows[0], name)]
            found.append(Ground(rows, asking=rows, beside=tuple(beside), person=True))
    if not found:
        tasks = Spot(TODAY)
        beside = [spot for name in ("对象", "源行", "键行") for spot in here.behind(tasks, name)]
        found.append(Ground((tasks,), asking=(tasks,), beside=(*dict.fromkeys(beside), Spot(RECORDS)), person=True))
    return list(dict.fromkeys(found))


def script_readings(here: Atlas, script: Script) -> Iterable[Named | Tested]:
    """What a script mentions; its 若 may also look at the answers."""
    for ground in grounds(here, script):
        tested = Ground(ground.rows, ground.asking, (), (*ground.beside, Spot(RECORDS), Spot("答卷")), person=True)
        yield Tested(script, "若", script.when, tested)
        for heading, text in (("正文", script.text), ("外文", script.text_en)):
            for name in BRACES.findall(text):
                if not name.startswith("+"):
                    yield Named(script, heading, parts(name), ground)


def _script(script: Script, here: Atlas) -> Iterable[Issue]:
    told: set[Path] = set()
    for reading in script_readings(here, script):
        if isinstance(reading, Named) and reading.path not in told:
            lost = here.find(reading.path, reading.ground)
            if isinstance(lost, Lost):
                told.add(reading.path)
                name = ".".join(reading.path)
                yield issue(
                    Kind.PLACEHOLDER_UNKNOWN,
                    script.at(reading.heading),
                    script=script.id,
                    path=name,
                    choices=_choices(here, reading),
                )
    known = {other.id for other in here.book.all(Script)}
    for heading, text in (("正文", script.text), ("外文", script.text_en)):
        for name in _FRAGMENT.findall(text):
            if name.strip() not in known:
                guess = nearest(name.strip(), known - {script.id})
                yield issue(
                    Kind.UNKNOWN_RULE, script.at(heading), rule=script.id, target=f"+{name}", nearest=f"+{guess}"
                )


def _choices(here: Atlas, reading: Named) -> str:
    """The few names most like the one that isn't there."""
    ground = reading.ground
    bare = [heading for spot in (*ground.rows, *ground.beside) for heading in here.of(spot.sheet)]
    through = [
        f"{door}.{heading}"
        for spot in ground.rows
        for door in here.doors(spot.sheet)
        for other in here.opens(spot, door)
        for heading in here.of(other.sheet)
    ]
    staff = [f"{STAFF}.{heading}" for heading in here.of(STAFF)]
    settings = [f"设置.{name}" for name in here.book.settings]
    name = ".".join(reading.path)
    every = list(dict.fromkeys((*bare, *through, *staff, *settings)))
    return "、".join(get_close_matches(name, every, n=4, cutoff=0.3) or get_close_matches(name, every, n=3, cutoff=0.0))


# -- 报告


def _report(rule: Report, here: Atlas) -> Iterable[Issue]:
    yield from undivided(rule)
    signing = False
    for block in rule.blocks:
        sort, _, what = block.strip().partition(" ")
        if sort not in BLOCK_SORTS and not signing:
            hint = worded(
                "写成 {block_sorts} 之一加编号，例如 指标 M1；最像的是“{nearest}”。",
                block_sorts=worded("、").join(BLOCK_SORTS),
                nearest=nearest(sort, BLOCK_SORTS),
            )
            yield misread(rule, "块", block, hint)
        elif sort in BLOCK_SORTS:
            signing = sort == "签字"
            if not what.strip():
                yield doubt(rule, "块", worded("“{sort}”后面没有写是哪一个", sort=sort), worded("例如 指标 M1。"))
    if rule.carrier == "邮件" and not rule.to:
        yield doubt(rule, "收件", worded("是邮件，没有写发给谁"), worded("在“收件”里写上，例如 岗位:客服主管。"))
    if rule.carrier == "邮件" and rule.at_once and not rule.when_due.always:
        yield doubt(rule, "时机若", worded("“即时”的不看时机"), worded("删去“时机若”，或把“即时”写“否”。"))
    if rule.carrier == "邮件" and rule.at_once and rule.times:
        yield doubt(rule, "何时", worded("“即时”的一有就发，不等时候"), worded("删去“何时”，或把“即时”写“否”。"))
    if not rule.when_due.always and any(not one.days.always for one in rule.times):
        why = worded("“时机若”和“何时”都写了日子，两样都合的那天才发")
        yield doubt(rule, "何时", why, worded("只留一样：照“何时”发的，把“时机若”清空。"))
    if rule.outside == "对外":
        yield from _personal(rule, here)


def _personal(rule: Report, here: Atlas) -> Iterable[Issue]:
    """Columns on a page that goes outside: 个人 ones will be covered there, 机密 ones need an approval."""
    ground = Ground((here.when(rule.source, rule.when),))
    held: dict[str, list[str]] = {}
    for name in rule.columns:
        found = here.find(parts(name), ground)
        for known in () if isinstance(found, Lost) else found[:1]:
            sheet = here.schema.sheets.get(known.spot.sheet)
            declared = sheet.column(known.heading) if sheet else None
            if declared is not None:
                held.setdefault(declared.privacy, []).append(name)
    if "机密" in held:
        why = worded("对外的页上有密级是机密的：{held}", held=worded("、").join(held["机密"]))
        yield doubt(rule, "列", why, worded("要有批准号才能发；不需要就从“列”里去掉。"))
    if "个人" in held:
        why = worded("对外的页上有密级是个人的：{held}", held=worded("、").join(held["个人"]))
        yield note(rule, "列", why, worded("发出去时会遮住；不需要就从“列”里去掉。"))
