"""Numbers out of text: 12, 1,234.50, １２, 20%, ￥80, 80元, 36岁, 1.2万."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from workbook.sheets.texts import Flaw, folded, positions
from workbook.words.issues import Kind

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
_GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$"
_SHARE = r"^(.*\d)\s*%$"
_UNIT = (
    "元整?|圆整?|块钱?|岁|个|件|台|次|人|名|户|位|套|份|条|张|辆|把|家|通|场|字|项|处|回|趟|遍|笔"
    "|双|部|支|只|本|册|间|枚|页|宗|单|箱|瓶|盒|袋|包|桶|栋|题|声|票"
)
_COUNTED = rf"^(?:¥|RMB|人民币)?\s*([+-]?[\d.,]+)\s*(万?)(?:{_UNIT})?$"
"""A number with what is counted, which says the same without: no word that another unit could stand for (小时, 分)."""


def numbers(
    texts: pa.Array, heading: str = "", *, whole: bool = False, shares: bool = True
) -> tuple[pa.Array, list[Flaw]]:
    """The numbers the texts say, a unit that the heading names left away; what is none is null and a flaw.

    Shapes:
        whole: wants integers; without `shares` 5% is none.

    Examples:
        >>> values, flaws = numbers(pa.array(["1,234.5", "２０％", "三", None, "￥80元", "1.1 万元", "36岁", "2小时", "4双"]))
        >>> values.to_pylist(), [flaw.at for flaw in flaws]
        ([1234.5, 0.2, None, None, 80.0, 11000.0, 36.0, None, 4.0], [2, 7])
        >>> numbers(pa.array(["5%", "50"]), shares=False)[0].to_pylist()
        [None, 50.0]
    """
    values = _straight(texts)
    if values is None and heading:
        texts = _without_unit(texts, heading)
        values = _straight(texts)
    if values is None:
        values = _crooked(texts, shares=shares)
    flaws = [Flaw(at, Kind.BAD_NUMBER) for at in positions(pc.and_(values.is_null(), texts.is_valid()))]
    if whole:
        broken = pc.not_equal(values, pc.round(values))
        if pc.any(broken).as_py():
            flaws += [Flaw(at, Kind.NOT_WHOLE) for at in positions(broken)]
            values = pc.if_else(broken, None, values)
    return values, flaws


def _without_unit(texts: pa.Array, heading: str) -> pa.Array:
    """The texts without the unit that their heading names: 5分钟 under 分钟, 8分 under 潜力分, 3天 under 天数.

    Examples:
        >>> _without_unit(pa.array(["5分钟", "4 分钟", "2小时", "7", None]), "通话分钟").to_pylist()
        ['5', '4', '2小时', '7', None]
    """
    stems = {heading, heading.removesuffix("数")}
    units = {stem[-size:] for stem in stems for size in (1, 2, 3) if len(stem) >= size}
    named = "|".join(re.escape(unit) for unit in sorted(units, key=lambda unit: (-len(unit), unit)))
    counted = rf"^\s*([+-]?[\d０-９.,，．]+)\s*(?:{named})\s*$"
    return pc.replace_substring_regex(texts, pattern=counted, replacement=r"\1")


def _straight(texts: pa.Array) -> pa.Array | None:
    """All at once, when every text is a plain number."""
    try:
        values = pc.cast(texts, pa.float64())
    except pa.ArrowInvalid:
        return None
    return values if pc.all(pc.is_finite(values)).as_py() is not False else None


def _crooked(texts: pa.Array, *, shares: bool) -> pa.Array:
    """One text beside the other: thousands set off, shares, full-width digits, what is counted; null for no number."""
    plain = folded(texts)
    counted = pc.fill_null(pc.match_substring_regex(plain, _COUNTED), False)
    in_wan = pc.and_(counted, pc.match_substring(plain, "万"))
    plain = pc.if_else(counted, pc.replace_substring_regex(plain, pattern=_COUNTED, replacement=r"\1"), plain)
    grouped = pc.match_substring_regex(plain, _GROUPED)
    plain = pc.if_else(grouped, pc.replace_substring(plain, ",", ""), plain)
    share = pc.and_(pc.match_substring_regex(plain, _SHARE), shares)
    plain = pc.if_else(share, pc.replace_substring_regex(plain, pattern=_SHARE, replacement=r"\1"), plain)
    plain = pc.if_else(
        share, pc.binary_join_element_wise(plain, "e-2", ""), plain
    )  # divided, 2.6 % would be a hair off
    fits = pc.match_substring_regex(plain, _NUMBER)
    values = pc.cast(pc.replace_substring(pc.if_else(fits, plain, None), "+", "", max_replacements=1), pa.float64())
    values = pc.if_else(in_wan, pc.round(pc.multiply(values, 10000.0), ndigits=6), values)
    return pc.if_else(pc.is_finite(values), values, None)
