"""金额 of 处罚标准: a price, a ladder of prices, the most that one fine may come to (rule-language §3.12)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from workbook.rulebook.cells.conditions import path, split
from workbook.rulebook.cells.notations import number
from workbook.rulebook.cells.plain import without_units
from workbook.rulebook.cells.tree import NotUnderstood, Path
from workbook.words.tongue import worded


@dataclass(frozen=True, slots=True)
class Price:
    """One 单额: factor × base; `high` is set for a range. base None: the factor is yuan. cap: one fine costs no more yuan."""

    factor: Decimal
    base: Path | None = None
    high: Decimal | None = None
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder: notices first..last (None = and all later ones) cost `price` and bring `sanctions`."""

    first: int
    last: int | None
    price: Price | None
    sanctions: tuple[str, ...] = ()


_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_MONEY = re.compile(r"\d+(\.\d+)?\s*(元|块|%|％)|[￥¥]\s*\d|^\d[\d.,]*$")
_RECKONED = re.compile(r"[{}×÷*/<>=]|取[大小]|\d\s*[-+]")
_NO_WORD = re.compile(r"^[-+−－]?\s*\d|^[零一二两三四五六七八九十百千万]+[元块]|^(是|否|有|无)$", re.IGNORECASE)
_CAP = re.compile(
    r"^(?:单次|每次|一次|每笔|单笔|每份)?(?:封顶|最多|最高|不超过|上限)(?:罚|赔|收|奖|为|到|是|:|：)*\s*(\d+(?:\.\d+)?)$"
)
_OF_A_SUM = re.compile(r"^(\d+(?:\.\d+)?%)[×*](\d+(?:\.\d+)?)$|^(\d+(?:\.\d+)?)[×*](\d+(?:\.\d+)?%)$")
_CAP_OF_A_SPAN = re.compile(r"^(?!\d).*(?:封顶|最多|最高|不超过|上限).*\d")  # 当月封顶200: of several fines together
_HALF = re.compile(r"^(减半|折半|一半|加倍|翻倍|双倍|减免|封顶|最多|最高|不超过|上限)")
_BY_TURN = re.compile(
    r"^(?:第\s*[一二两三四五六七八九十\d]+\s*[次回遍]|[首初头]一?[次回犯]|再[次犯]|累犯|[以之其此]后(?=\D{0,3}\d)|每多一次)"
)  # 第一次50: a ladder in words
_BARE_SUM = re.compile(
    r"(?:^|[^\d.A-Za-z])\d+(?:\.\d+)?$|(?:^|[罚扣款])[零一二两三四五六七八九十百千万]+$"
)  # 罚50, 五十
_STEP = re.compile(r"^(\d+)(?:\s*(-)\s*(\d+)|\s*(\+))?\s*[:：]\s*(.*)$")
_PRICE = re.compile(
    r"^(?:(?P<low>\d+(?:\.\d+)?%?)(?:\s*\.\.\s*(?P<high>\d+(?:\.\d+)?%?))?\s*(?:[×*]\s*(?P<base>\{[^{}]+\}))?|(?P<whole>\{[^{}]+\}))$"
)


def amount(cell: str) -> tuple[Step, ...]:
    """金额: one price for every notice, or a ladder `1-2:1%×{员工.基本工资}; 3+:20,劝退`."""
    if not cell.strip():
        return ()
    parts = split(_GROUPED.sub(lambda found: found[0].replace(",", ""), cell), ";；\n")
    if len(parts) == 1 and not _STEP.match(parts[0]):
        return (_step(1, None, parts[0]),)
    steps = []
    for part in parts:
        match = _STEP.match(part)
        if not match:
            raise NotUnderstood(worded("“{part}”不像阶梯的一格", part=part), worded("写成 1:20; 2:40; 3+:劝退。"))
        first = int(match[1])
        last = int(match[3]) if match[2] else None if match[4] else first
        steps.append(_step(first, last, match[5]))
    return tuple(steps)


def _step(first: int, last: int | None, body: str) -> Step:
    found: Price | None = None
    cap: Decimal | None = None
    sanctions: list[str] = []
    for part in split(body):
        plain = without_units(part)
        if most := _CAP.match(plain):
            cap = Decimal(most[1])
            continue
        if of_a_sum := _OF_A_SUM.match(plain.replace(" ", "")):
            share, sum_ = (one for one in of_a_sum.groups() if one)
            found = Price(number(share) * number(sum_))
            continue
        match = _PRICE.match(plain)
        if not match:
            if _HALF.match(part):
                hint = worded("写出数来：40，或 50%×{设置.迟交扣款}；封顶写成 50，封顶200；第几次起加倍写在“翻倍自”。")
                raise NotUnderstood(worded("“{part}”没有写出数", part=part), hint)
            if _CAP_OF_A_SPAN.search(part):
                hint = worded(
                    "“封顶”管一笔罚款；几笔合起来封顶写成阶梯，例如每月 200 元封顶：1-4:50; 5+:0，“阶梯窗”写月。"
                )
                raise NotUnderstood(worded("“{part}”是几笔合起来的封顶", part=part), hint)
            if _BY_TURN.match(part):
                hint = worded("哪一次多少写成阶梯：1:50; 2+:100；处理也一样：1:警告; 2+:劝退。")
                raise NotUnderstood(worded("“{part}”说的是第几次，没有写成阶梯", part=part), hint)
            if _RECKONED.search(part) and not _MONEY.search(part):
                hint = worded("金额写一份的数，乘的写在“数量”里，例如 10 和 {迟量}。")
                raise NotUnderstood(worded("“{part}”是算式，金额里不算", part=part), hint)
            if _MONEY.search(part) or _NO_WORD.match(part) or _BARE_SUM.search(part):
                hint = worded("金额只写数：50、5%×{员工.基本工资}，一次一个数写成 1:50; 2+:100；处理写成词：劝退。")
                raise NotUnderstood(worded("“{part}”不像金额，也不像处理", part=part), hint)
            sanctions.append(part)
        elif match["whole"]:
            found = Price(Decimal(1), path(match["whole"][1:-1]))
        else:
            base = path(match["base"][1:-1]) if match["base"] else None
            if base is None and match["low"].endswith("%"):
                hint = f"写成 {match['low']}×{{员工.基本工资}} 或 {match['low']}×{{设置.迟交扣款}}，要不就写钱数。"
                raise NotUnderstood(worded("“{part}”没有说是什么的 {match}", part=part, match=match["low"]), hint)
            found = Price(number(match["low"]), base, number(match["high"]) if match["high"] else None)
    if cap is not None:
        if found is None:
            raise NotUnderstood(
                worded("“{strip}”只写了封顶", strip=body.strip()), worded("前面写上每一份多少，例如 50，封顶200。")
            )
        found = replace(found, cap=cap)
    return Step(first, last, found, tuple(sanctions))
