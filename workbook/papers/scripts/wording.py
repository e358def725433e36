"""Questions and scripts looked at as words: two things asked in one, an answer put into the mouth, words not to say.

What an office's own 检查清单 over 话术 or 问卷 tests already is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbook.rulebook.load.load import Rulebook
from workbook.rulebook.sorts.model import Check, Question, Rule, Script
from workbook.rules.facts.answers import SAID
from workbook.words.issues import Issue, Kind, issue

_HOLE = re.compile(r"\{[^{}]*\}")
_DIVIDED = re.compile(r"[|｜、,，；;\n。]")
_BOTH = re.compile(r"[^，。？?]{1,12}(?:和|与|及|以及)[^，。？?]{1,12}(?:都|是否都|也)[^，。？?]*[吗么呢]?[？?]")
_ASKS = re.compile(r"[？?吗呢]|什么|哪|谁|几|多少|多久|怎|如何|是否|是不是|有没有|能不能|可不可以|请")
_LEADS = re.compile(r"难道|不觉得|不认为|想必|一定(?:很|是)|应该(?:很|是|没)|吧[？?]|对[吗吧][？?]|不是吗[？?]|没错吧")
_TOLD = re.compile(r"我们(?:会|将|已|保证|承诺)|您(?:应该|必须|要)")


def doubts(book: Rulebook) -> tuple[Issue, ...]:
    """Everything doubtful about the words of a rulebook, each at its row."""
    found: list[Issue] = []
    for question in book.all(Question):
        found += _of_question(question)
    avoided = list(forbidden(book))
    for sheet, rule, text in _texts(book):
        for word in avoided:
            if word in _HOLE.sub("", text) and not _is_checked(book, sheet, word):
                found.append(_doubt(rule, f"里有不说的话“{word}”", "换一种说法；“禁语”改了就改【话术】里的那一行。"))
    return tuple(found)


def _of_question(question: Question) -> Iterable[Issue]:
    """What is wrong with the way one question asks. What is said (陈述), checked or signed isn't asked."""
    if question.type.partition("(")[0] in {*SAID, "签字"}:
        return
    text = _HOLE.sub("某某", question.label)
    if len(re.findall(r"[？?]", text)) > 1 or _BOTH.search(text):
        yield _doubt(question, f"一题问了两件事：“{question.label}”", "拆成两题，各答各的。")
    if _LEADS.search(text):
        yield _doubt(question, f"问法带着答案：“{question.label}”", "改成中性的问法，例如“您觉得怎样？”。")
    elif _TOLD.search(text) and not _ASKS.search(text):
        yield _doubt(question, f"在说，没有问：“{question.label}”", "改成问句；只是要说的话，把类型改成陈述。")


def _doubt(rule: Rule, why: str, hint: str) -> Issue:
    name = f"{rule.form}·{rule.question}" if isinstance(rule, Question) else rule.id
    return issue(Kind.LINT, rule.place, rule=name, why=why, hint=hint)


def forbidden(book: Rulebook) -> Iterable[str]:
    """The words of every 禁语, once each."""
    return dict.fromkeys(word for script in book.all(Script) if script.use == "禁语" for word in words_of(script))


def words_of(script: Script) -> tuple[str, ...]:
    """The words that a 禁语 lists.

    Examples:
        >>> words_of(Script(id="N", use="禁语", text="不行、不知道|不归我管。"))
        ('不行', '不知道', '不归我管')
    """
    return tuple(word.strip() for word in _DIVIDED.split(script.text) if word.strip())


def _texts(book: Rulebook) -> Iterable[tuple[str, Rule, str]]:
    for script in book.all(Script):
        if script.use != "禁语":
            yield "话术", script, f"{script.text}\n{script.text_en}"
    for question in book.all(Question):
        yield "问卷", question, question.label


def _is_checked(book: Rulebook, sheet: str, word: str) -> bool:
    """Whether a 检查清单 over that sheet looks for the word itself."""
    return any(check.sheet == sheet and word in check.must for check in book.all(Check))
