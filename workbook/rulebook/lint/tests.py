"""Lint of tests: does each fit the type of its column, and can it ever hold? (rule-language §2.2, §2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from workbook.clock.periods import named
from workbook.rulebook.cells.tree import Between, Compare, Empty, Equals, Item, Quantity, Reference, Shape, Test, Words
from workbook.rulebook.lint.day_words import ANY_DAY, CLOCK, is_day_word, is_instant
from workbook.rulebook.lint.doubts import Doubt, as_column, closed_words, fits, measured, rules_named
from workbook.rulebook.lint.says import some
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import Ground, Known, Lost
from workbook.sheets.codes import Codes
from workbook.sheets.types import Type
from workbook.words import tongue
from workbook.words.issues import Kind
from workbook.words.nearest import nearest
from workbook.words.spans import Span, canonical, span
from workbook.words.tongue import worded

_PERIOD_KEY = re.compile(r"^\d{4}(-(\d\d[ab]?|W\d\d|M[1-6]|Q[1-4]|H[12]|\d\d-\d\d))?$")
_NUMBER = re.compile(r"^[-+]?\d+(\.\d+)?%?$")
_WITH_UNIT = re.compile(r"^([-+]?\d+(?:\.\d+)?)\s*([^\d\s%.]+)$")


@dataclass(frozen=True, slots=True)
class Judge:
    """Looks at the tests of one column."""

    here: Atlas
    codes: Codes
    known: Known
    ground: Ground

    @property
    def type(self) -> Type:
        """The column's type."""
        return self.known.type or Type("文本")

    def doubts(self, test: Test) -> Iterable[Doubt]:
        """What is wrong with a test of this column."""
        if self.known.type is None:
            return
        for item in test.items:
            yield from self._item(item, test)

    def _item(self, item: Item, test: Test) -> Iterable[Doubt]:
        match item:
            case Empty():
                return
            case Shape():
                if self.type.kind != "text":
                    yield self._unfit(worded("不能用“形如”"), worded("“形如”只用在文字的列上。"))
            case Words(how=how, words=words):
                yield from self._words(how, [word for word in words if isinstance(word, str)])
            case Equals(value=quantity) | Compare(operator="=", bound=quantity):
                yield from self._equals(quantity, test)
            case Compare(bound=bound):
                yield from self._bound(bound)
            case Between(low=low, high=high):
                found = [*self._bound(low), *self._bound(high)]
                yield from found or self._empty(item)

    # -- texts

    def _words(self, how: str, words: list[str]) -> Iterable[Doubt]:
        if self.type.kind != "text":
            yield self._unfit(worded("不能用“{how}”", how=how), worded("数和日期用 >= <= 或 [甲..乙]。"))
            return
        closed = closed_words(self.known, self.codes, self.here)
        if not closed or how == "不含":
            return
        for word in words:
            if not any(fits(how, word, one) for one in closed):
                yield Doubt(
                    Kind.NEVER_HOLDS,
                    worded("{where}没有哪个词{how}“{word}”", where=self.where, how=how, word=word),
                    worded("可用的词有 {some}。", some=some(closed)),
                    word,
                )

    def _equals(self, quantity: Quantity, test: Test) -> Iterable[Doubt]:
        if isinstance(quantity.value, Reference):
            yield from self._moved(quantity)
            return
        if self.type.kind != "text":
            yield from self._bound(quantity, alone=True)
            return
        word = quantity.value
        if quantity.shift is not None and self.type.name != "时长":
            yield self._unfit(worded("是文字，不能加减"), worded("去掉加减，或换成数或日期的列。"))
        elif rules_named(self.known, self.here):
            if word not in rules_named(self.known, self.here):
                yield Doubt(Kind.UNKNOWN_RULE, "", nearest(word, rules_named(self.known, self.here)), word)
        elif self.type.name == "时长":
            yield from self._length(word)
        elif self.type.name == "时刻" and not CLOCK.match(word):
            yield self._unfit(worded("是时刻，“{word}”不是", word=word), worded("写成 14:30。"))
        elif self.type.name == "期" and not named(word, ANY_DAY):
            yield self._unfit(worded("是期，“{word}”不是", word=word), worded("写成 2026-03、2026-Q1 或 上月。"))
        else:
            yield from self._word(word, test)

    def _word(self, word: str, test: Test) -> Iterable[Doubt]:
        closed = closed_words(self.known, self.codes, self.here)
        folded = {one.casefold() for one in closed}
        if closed and word.casefold() in folded:
            return
        column = as_column(word, self.here, self.ground)
        if closed:
            hint = worded("改成“{nearest}”；可用的词有 {some}。", nearest=nearest(word, closed), some=some(closed))
            hint = worded("要和那一列比，就写成 {column}；{hint}", column=column, hint=hint) if column else hint
            yield Doubt(Kind.NEVER_HOLDS, worded("{where}没有“{word}”这个词", where=self.where, word=word), hint, word)
        elif column and f'"{word}"' not in test.text:
            why = worded("“{word}”像是一列的名字，这里当作一个词", word=word)
            yield Doubt(
                Kind.LINT, why, worded("要和那一列比，就写成 {column}；就是这个词，就加上引号。", column=column), word
            )

    # -- bounds

    def _bound(self, bound: Quantity, *, alone: bool = False) -> Iterable[Doubt]:
        """The right side of a comparison, or (alone) of a bare value."""
        if isinstance(bound.value, Reference):
            yield from self._moved(bound)
            return
        word = bound.value
        if self.type.kind == "number":
            yield from self._number(word)
            if isinstance(bound.shift, Span):
                yield self._unfit(worded("是数，不能加时长"), worded("只写数字。"))
        elif self.type.kind == "moment":
            yield from self._moment(word, alone=alone)
        elif self.type.name == "时长":
            yield from self._length(word)
        elif self.type.name == "时刻":
            if not CLOCK.match(word):
                yield self._unfit(worded("是时刻，“{word}”不是", word=word), worded("写成 >=14:30。"))
        elif self.type.name == "期":
            if not _PERIOD_KEY.match(word):
                yield self._unfit(
                    worded("是期，比大小要写出是哪一期，“{word}”不是", word=word),
                    worded("写成 >=2026-03 或 >=2026-Q1。"),
                )
        else:
            yield from self._ordered()

    def _ordered(self) -> Iterable[Doubt]:
        """Words have a rank, or they are numbers; else they can't be compared."""
        codes = self.codes.of(self.type) if self.type.name in {"代码", "多选"} else None
        words = self.known.words or tuple(code.code for code in codes or ())
        if (codes and any(code.rank is not None for code in codes)) or (
            words and all(_NUMBER.match(word) for word in words)
        ):
            return
        if self.type.name in {"文本", "编号"} and not words:
            yield Doubt(
                Kind.LINT,
                worded("{where}是文字，只有全是数字时才能比大小", where=self.where),
                worded("把这一列改成 整数 或 小数，或改成相等的测试。"),
            )
        else:
            yield self._unfit(worded("的词没有大小次序"), worded("在【代码】里给这一组填上“次序”，或改成相等的测试。"))

    def _number(self, word: str) -> Iterable[Doubt]:
        unit = _WITH_UNIT.match(word)
        if unit:
            yield self._unfit(
                worded("是{name}，“{word}”带了单位", name=self.type.name, word=word),
                worded("只写数字：{unit}。", unit=unit[1]),
            )
        elif not _NUMBER.match(word):
            column = as_column(word, self.here, self.ground)
            hint = (
                worded("要和那一列比，就写成 {column}。", column=column)
                if column
                else worded("写成数字；要和另一列比，列名放在花括号里。")
            )
            yield self._unfit(worded("是{name}，“{word}”不是数", name=self.type.name, word=word), hint)
        elif self.type.name == "百分" and not word.endswith("%") and abs(float(word)) > 1:
            yield Doubt(
                Kind.LINT,
                worded("{where}是百分，“{word}”等于 {float:g}%", where=self.where, word=word, float=float(word) * 100),
                worded("写成 {word}%。", word=word),
                word,
            )
        elif self.type.name in {"整数", "金额"} and word.endswith("%"):
            yield Doubt(
                Kind.LINT,
                worded("{where}是{name}，不是百分", where=self.where, name=self.type.name),
                worded("去掉百分号：{word}。", word=word[:-1]),
                word,
            )

    def _moment(self, word: str, *, alone: bool) -> Iterable[Doubt]:
        if CLOCK.match(word):
            if self.type.name == "日期":
                yield Doubt(
                    Kind.NEVER_HOLDS,
                    worded("{where}是日期，没有几点几分", where=self.where),
                    worded("换成 时点 的列，或只比日期。"),
                    word,
                )
            return
        if word == "现在" or (alone and is_day_word(word)) or named(word, ANY_DAY) or is_instant(word):
            return
        if _NUMBER.match(word) or span(word) is not None:
            rest = word if span(word) else f"{word}天"
            yield self._unfit(
                worded("是{name}，“{word}”不是一天", name=self.type.name, word=word),
                worded("写成 今日-{rest} 或 2026-03-09。", rest=rest),
            )
            return
        column = as_column(word, self.here, self.ground)
        hint = (
            worded("要和那一列比，就写成 {column}。", column=column)
            if column
            else worded("写成 2026-03-09、上月、过去90天，或 {列名}。")
        )
        yield self._unfit(worded("是{name}，“{word}”不是日期", name=self.type.name, word=word), hint)

    def _length(self, word: str) -> Iterable[Doubt]:
        found = canonical(word)
        if _NUMBER.match(word):
            yield self._unfit(
                worded("是时长，“{word}”没有单位", word=word), worded("写成 {word}天 或 {word}工作日。", word=word)
            )
        elif found is None:
            yield self._unfit(
                worded("是时长，“{word}”不是", word=word), worded("写成 3天、3工作日、24小时、半月 或 1月。")
            )
        elif found != word:
            yield Doubt(
                Kind.NEVER_HOLDS,
                worded("时长存的是“{found}”", found=found),
                worded("写成 {found}。", found=found),
                word,
            )

    def _moved(self, quantity: Quantity) -> Iterable[Doubt]:
        """A column on the right side must be of the same kind."""
        if not isinstance(quantity.value, Reference):
            return
        found = self.here.find(quantity.value.path, self.ground)
        if isinstance(found, Lost):
            return  # said where paths are looked at
        kinds = {known.type.kind for known in found if known.type is not None}
        if kinds and self.type.kind not in kinds and "text" not in {self.type.kind, *kinds}:
            other = next(known for known in found if known.type is not None)
            yield self._unfit(
                worded(
                    "是{name}，{{{path}}}是{type}",
                    name=self.type.name,
                    path=".".join(quantity.value.path),
                    type=other.type,
                ),
                worded("两边要同是数或同是日期。"),
            )
        if self.type.kind == "text" and quantity.shift is not None and self.type.name != "时长":
            yield self._unfit(worded("是文字，不能加减"), worded("去掉加减，或换成数或日期的列。"))

    # -- intervals

    def _empty(self, item: Between) -> Iterable[Doubt]:
        low, high = (measured(bound, self.type) for bound in (item.low, item.high))
        if low is None or high is None or type(low) is not type(high):
            return
        if low > high or (low == high and not (item.low_in and item.high_in)):  # type: ignore[operator]
            yield Doubt(
                Kind.NEVER_HOLDS,
                worded("区间里一个值也没有"),
                worded("小的写在前面，要包括两头就用方括号，例如 [5..10]。"),
            )

    # -- words

    @property
    def where(self) -> str:
        """The column as people call it."""
        sheet = self.known.spot.sheet
        return (
            worded("【{sheet}】的{heading}", sheet=tongue.named(sheet), heading=self.known.heading)
            if sheet
            else self.known.heading
        )

    def _unfit(self, why: str, hint: str) -> Doubt:
        return Doubt(Kind.BAD_TEST, f"{self.where}{why}", hint)


def first_doubts(here: Atlas, codes: Codes, found: tuple[Known, ...], test: Test, ground: Ground) -> list[Doubt]:
    """The doubts about a test; none when one of the columns it may be asked of has none."""
    judged = [list(Judge(here, codes, known, ground).doubts(test)) for known in found]
    return next((doubts for doubts in judged if not doubts), judged[0] if judged else [])
