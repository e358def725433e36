"""The catalogue of issues as people read it: every kind can be said, in our words, in one sentence and one cure."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from workbook.words.issues import Kind, issue
from workbook.words.place import Place

EXAMPLES: dict[str, Any] = yaml.load(
    (Path(__file__).parents[2] / "docs" / "examples.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
FORBIDDEN = ("非法", "异常", "无效", "失败", "系统错误", "参数", "字段", "null", "请检查", "！", "!")
DOES = {
    *("写", "填", "加", "删", "改", "选", "补", "抄", "照", "按", "让"),
    *("核对", "清空", "打开", "设成", "撤销", "由人", "不用"),
}
KINDS = pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.name)


def names_in(text: str) -> list[str]:
    return re.findall(r"\{(\w*)\}", text)


def bare(text: str) -> str:
    """The text without the places that each issue fills."""
    return re.sub(r"\{\w*\}", "", text)


@KINDS
def test_a_kind_can_be_filled_with_its_words(kind: Kind) -> None:
    """The example words of the manual fill every place, and nothing in braces is left over."""
    words = {**EXAMPLES["词"], **EXAMPLES["各种"].get(kind.name, {})}
    names = dict.fromkeys(names_in(kind.value.what + kind.value.cure))

    said = str(issue(kind, Place("客户", 7, 3), **{name: words[name] for name in names}))

    assert said.startswith(f"【{kind.level}·{kind.title}】客户!C7：")
    assert [] == re.findall(r"\{[a-z]\w*\}", said)


@KINDS
def test_an_issue_without_one_of_its_words_is_a_fault_of_ours(kind: Kind) -> None:
    """A forgotten word is found where the issue is made, not where it is printed."""
    names = list(dict.fromkeys(names_in(kind.value.what + kind.value.cure)))

    for lacking in names:
        with pytest.raises(KeyError):
            issue(kind, Place("客户"), **{name: "甲" for name in names if name != lacking})


@KINDS
def test_a_sentence_is_short_and_whole(kind: Kind) -> None:
    """At most sixty characters before the cells' own words come in; it ends with a full stop."""
    what, cure = kind.value.what, kind.value.cure

    assert len(bare(what)) <= 60
    assert len(bare(cure)) <= 40
    assert what.endswith("。")
    assert cure.endswith(("。", "}")), "a cure ends with a full stop, or with words that bring their own"


@KINDS
def test_a_cure_says_what_to_do(kind: Kind) -> None:
    """Its first clause holds something that a person can do; a cure made of a rule's own hint brings its own."""
    first = re.split(r"[，。；：]", kind.value.cure)[0]

    assert first in {"{hint}", "{cure}"} or any(word in bare(first) for word in DOES)


@KINDS
def test_nobody_reads_words_of_programmers(kind: Kind) -> None:
    """None of the words that say nothing, blame, or sigh."""
    sentences = kind.value.title + kind.value.what + kind.value.cure

    assert [] == [word for word in FORBIDDEN if word in sentences]


@KINDS
def test_punctuation_is_full_width(kind: Kind) -> None:
    """No half-width comma, colon, bracket or quote beside Chinese; examples to copy (12:30) keep theirs."""
    for text in (kind.value.title, kind.value.what, kind.value.cure):
        beside = re.findall(r"[一-鿿}][,;:?()'\"]|[,;:?()'\"][一-鿿{]", text)

        assert [] == beside


@KINDS
def test_a_title_is_easy_to_say(kind: Kind) -> None:
    """Three to nine characters: it is read over the telephone."""
    assert 3 <= len(kind.title) <= 9


def test_no_two_kinds_have_one_title() -> None:
    """Staff look a title up; it leads to one place."""
    counts = Counter(kind.title for kind in Kind)

    assert {} == {title: count for title, count in counts.items() if count > 1}


def test_levels_are_three() -> None:
    """停, 疑 and 注; each is used."""
    assert {"停", "疑", "注"} == {kind.level for kind in Kind}
