"""Lint of tests: does each fit the type of its column, and can it ever hold? (rule-language §2.2, §2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workbook.clock.periods import named
from workbook.rulebook.cells.tree import Between, Compare, Empty, Equals, Item, Quantity, Reference, Shape, Test, Words
from workbook.rulebook.lint.day_words import ANY_DAY, CLOCK, is_day_word, is_instant
from workbook.rulebook.lint.says import some
from workbook.rulebook.mentions.atlas import Atlas
from workbook.rulebook.mentions.spots import Ground, Known, Lost
from workbook.sheets.codes import Codes
from workbook.sheets.types import Type
from workbook.words.issues import Kind
from workbook.words.nearest import nearest
from workbook.words.spans import Span, canonical, span

CARRIERS = ("时限", "定额", "抽样")
RULES_IN = {
    "义务": ("时限", "抽样"), "定额结果": ("定额",), "抽样台账": ("抽样",), "处罚台账": ("处罚标准",),
    "检查结果": ("检查清单",), "指标结果": ("指标",), "今日清单": CARRIERS, "提醒": CARRIERS, "回访记录": CARRIERS,
}  # fmt: skip
RULE_COLUMN = {"处罚台账": "代码", "检查结果": "编号", "指标结果": "编号"}
_PERIOD_KEY = re.compile(r"^\d{4}(-(\d\d[ab]?|W\d\d|M[1-6]|Q[1-4]|H[12]|\d\d-\d\d))?$")
_NUMBER = re.compile(r"^[-+]?\d+(\.\d+)?%?$")
_MOVED = re.compile(r"^([^+-]+)([+-])(.+)$")
_WITH_UNIT = re.compile(r"^([-+]?\d+(?:\.\d+)?)\s*([^\d\s%.]+)$")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong with a test, and what to do."""

    kind: Kind
    why: str
    hint: str
    word: str = ""


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
                    yield self._unfit("不能用“形如”", "“形如”只用在文字的列上。")
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
            yield self._unfit(f"不能用“{how}”", "数和日期用 >= <= 或 [甲..乙]。")
            return
        closed = self.closed()
        if not closed or how == "不含":
            return
        for word in words:
            if not any(_fits(how, word, one) for one in closed):
                yield Doubt(
                    Kind.NEVER_HOLDS, f"{self.where}没有哪个词{how}“{word}”", f"可用的词有 {some(closed)}。", word
                )

    def closed(self) -> tuple[str, ...]:
        """All words the column can hold, aliases included; none when it may hold any."""
        if self.known.words:
            return self.known.words
        if self.type.name == "是否":
            return ("是", "否")
        codes = self.codes.of(self.type) if self.type.name in {"代码", "多选"} else None
        if not codes or self.here.schema.members(self.type):
            return ()
        return tuple(dict.fromkeys(word for code in codes for word in (code.code, *code.aliases)))

    def _equals(self, quantity: Quantity, test: Test) -> Iterable[Doubt]:
        if isinstance(quantity.value, Reference):
            yield from self._moved(quantity)
            return
        if self.type.kind != "text":
            yield from self._bound(quantity, alone=True)
            return
        word = quantity.value
        if quantity.shift is not None and self.type.name != "时长":
            yield self._unfit("是文字，不能加减", "去掉加减，或换成数或日期的列。")
        elif self._rules():
            if word not in self._rules():
                yield Doubt(Kind.UNKNOWN_RULE, "", nearest(word, self._rules()), word)
        elif self.type.name == "时长":
            yield from self._length(word)
        elif self.type.name == "时刻" and not CLOCK.match(word):
            yield self._unfit(f"是时刻，“{word}”不是", "写成 14:30。")
        elif self.type.name == "期" and not named(word, ANY_DAY):
            yield self._unfit(f"是期，“{word}”不是", "写成 2026-03、2026-Q1 或 上月。")
        else:
            yield from self._word(word, test)

    def _word(self, word: str, test: Test) -> Iterable[Doubt]:
        closed = self.closed()
        folded = {one.casefold() for one in closed}
        if closed and word.casefold() in folded:
            return
        column = self._column(word)
        if closed:
            hint = f"改成“{nearest(word, closed)}”；可用的词有 {some(closed)}。"
            hint = f"要和那一列比，就写成 {column}；{hint}" if column else hint
            yield Doubt(Kind.NEVER_HOLDS, f"{self.where}没有“{word}”这个词", hint, word)
        elif column and f'"{word}"' not in test.text:
            why = f"“{word}”像是一列的名字，这里当作一个词"
            yield Doubt(Kind.LINT, why, f"要和那一列比，就写成 {column}；就是这个词，就加上引号。", word)

    def _rules(self) -> tuple[str, ...]:
        """Where the column holds numbers of rules: those there are, resting and switched off ones too."""
        sheet = "名单" if self.known.spot.sheet.startswith("名单") else self.known.spot.sheet
        sheets = RULES_IN.get(sheet, RULES_IN["今日清单"] if sheet == "名单" else ())
        if not sheets or self.known.heading not in {RULE_COLUMN.get(sheet, "规则"), "规则"}:
            return ()
        return tuple(dict.fromkeys(row.id for one in sheets for row in self.here.book.rows.get(one, ()) if row.id))

    def _column(self, word: str) -> str:
        """A bare word (perhaps moved: 发生时间+2小时) that names a column nearby, with its braces; else nothing."""
        name, sign, moved = word, "", ""
        if match := _MOVED.match(word):
            name, sign, moved = match[1].strip(), match[2], match[3]
        near = (*self.ground.rows, *self.ground.asking, *self.ground.objects)
        return f"{{{name}}}{sign}{moved}" if any(name in self.here.of(spot.sheet) for spot in near) else ""

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
                yield self._unfit("是数，不能加时长", "只写数字。")
        elif self.type.kind == "moment":
            yield from self._moment(word, alone=alone)
        elif self.type.name == "时长":
            yield from self._length(word)
        elif self.type.name == "时刻":
            if not CLOCK.match(word):
                yield self._unfit(f"是时刻，“{word}”不是", "写成 >=14:30。")
        elif self.type.name == "期":
            if not _PERIOD_KEY.match(word):
                yield self._unfit(f"是期，比大小要写出是哪一期，“{word}”不是", "写成 >=2026-03 或 >=2026-Q1。")
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
                f"{self.where}是文字，只有全是数字时才能比大小",
                "把这一列改成 整数 或 小数，或改成相等的测试。",
            )
        else:
            yield self._unfit("的词没有大小次序", "在【代码】里给这一组填上“次序”，或改成相等的测试。")

    def _number(self, word: str) -> Iterable[Doubt]:
        unit = _WITH_UNIT.match(word)
        if unit:
            yield self._unfit(f"是{self.type.name}，“{word}”带了单位", f"只写数字：{unit[1]}。")
        elif not _NUMBER.match(word):
            column = self._column(word)
            hint = f"要和那一列比，就写成 {column}。" if column else "写成数字；要和另一列比，列名放在花括号里。"
            yield self._unfit(f"是{self.type.name}，“{word}”不是数", hint)
        elif self.type.name == "百分" and not word.endswith("%") and abs(float(word)) > 1:
            yield Doubt(Kind.LINT, f"{self.where}是百分，“{word}”等于 {float(word) * 100:g}%", f"写成 {word}%。", word)
        elif self.type.name in {"整数", "金额"} and word.endswith("%"):
            yield Doubt(Kind.LINT, f"{self.where}是{self.type.name}，不是百分", f"去掉百分号：{word[:-1]}。", word)

    def _moment(self, word: str, *, alone: bool) -> Iterable[Doubt]:
        if CLOCK.match(word):
            if self.type.name == "日期":
                yield Doubt(Kind.NEVER_HOLDS, f"{self.where}是日期，没有几点几分", "换成 时点 的列，或只比日期。", word)
            return
        if word == "现在" or (alone and is_day_word(word)) or named(word, ANY_DAY) or is_instant(word):
            return
        if _NUMBER.match(word) or span(word) is not None:
            yield self._unfit(
                f"是{self.type.name}，“{word}”不是一天",
                f"写成 今日-{word if span(word) else word + '天'} 或 2026-03-09。",
            )
            return
        column = self._column(word)
        hint = f"要和那一列比，就写成 {column}。" if column else "写成 2026-03-09、上月、过去90天，或 {列名}。"
        yield self._unfit(f"是{self.type.name}，“{word}”不是日期", hint)

    def _length(self, word: str) -> Iterable[Doubt]:
        found = canonical(word)
        if _NUMBER.match(word):
            yield self._unfit(f"是时长，“{word}”没有单位", f"写成 {word}天 或 {word}工作日。")
        elif found is None:
            yield self._unfit(f"是时长，“{word}”不是", "写成 3天、3工作日、24小时、半月 或 1月。")
        elif found != word:
            yield Doubt(Kind.NEVER_HOLDS, f"时长存的是“{found}”", f"写成 {found}。", word)

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
                f"是{self.type.name}，{{{'.'.join(quantity.value.path)}}}是{other.type}", "两边要同是数或同是日期。"
            )
        if self.type.kind == "text" and quantity.shift is not None and self.type.name != "时长":
            yield self._unfit("是文字，不能加减", "去掉加减，或换成数或日期的列。")

    # -- intervals

    def _empty(self, item: Between) -> Iterable[Doubt]:
        low, high = (self._measured(bound) for bound in (item.low, item.high))
        if low is None or high is None or type(low) is not type(high):
            return
        if low > high or (low == high and not (item.low_in and item.high_in)):  # type: ignore[operator]
            yield Doubt(Kind.NEVER_HOLDS, "区间里一个值也没有", "小的写在前面，要包括两头就用方括号，例如 [5..10]。")

    def _measured(self, bound: Quantity) -> float | date | tuple[str, float] | str | None:
        """A literal bound as something that can be compared; None where it depends on the day or a row."""
        if not isinstance(bound.value, str) or bound.shift is not None:
            return None
        word = bound.value
        if self.type.kind == "number":
            return float(word[:-1]) / 100 if word.endswith("%") else float(word)
        if CLOCK.match(word):
            return word.rjust(8, "0") if word.count(":") == 2 else f"{word.rjust(5, '0')}:00"
        if self.type.kind == "moment":
            days = named(word, ANY_DAY) if re.match(r"\d{4}", word) else None
            return days[0] if days else None
        length = span(word) if self.type.name == "时长" else None
        return (length.family, float(length.amount)) if length else None

    # -- words

    @property
    def where(self) -> str:
        """The column as people call it."""
        sheet = self.known.spot.sheet
        return f"【{sheet}】的{self.known.heading}" if sheet else self.known.heading

    def _unfit(self, why: str, hint: str) -> Doubt:
        return Doubt(Kind.BAD_TEST, f"{self.where}{why}", hint)


def _fits(how: str, word: str, one: str) -> bool:
    return one.startswith(word) if how == "始于" else word == one if how == "全含" else word in one


def first_doubts(here: Atlas, codes: Codes, found: tuple[Known, ...], test: Test, ground: Ground) -> list[Doubt]:
    """The doubts about a test; none when one of the columns it may be asked of has none."""
    judged = [list(Judge(here, codes, known, ground).doubts(test)) for known in found]
    return next((doubts for doubts in judged if not doubts), judged[0] if judged else [])
