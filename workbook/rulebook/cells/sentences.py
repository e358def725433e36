"""A question in the place of a column: 30天内 同客户编号 第几次, 同员工编号 连续几次（状态: 迟） (rule-language §2.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbook.rulebook.cells.conditions import split
from workbook.rulebook.cells.plain import plain
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.words.nearest import nearest
from workbook.words.spans import span
from workbook.words.tongue import declared, worded

BARE = ("第几次", "次数", "连续几次", "第几轮", "几项")
TAKING = ("几个", "合计", "平均", "最大", "最小", "上次", "首次", "名次", "占比")
ASKS = (*BARE, *TAKING)
PERIODS = ("日", "周", "半月", "月", "双月", "季", "半年", "年")
_EXAMPLE = declared("例如 30天内 同客户编号 第几次，或 同员工编号 连续几次（状态: 迟）。")
_SPAN = r"(?P<span>\{设置\.[^{}]+\}|[^\s{}().同的]+?)\s*内"
_PERIOD = rf"(?P<period>[本上](?:{'|'.join(sorted(PERIODS, key=len, reverse=True))}))"
_WITHIN = re.compile(rf"^(?:{_SPAN}|{_PERIOD})\s*(?=\S)")
_TURNED = re.compile(r"^(?P<front>(?:同\S+\s+)?的\s*\S+|同\S+)\s+(?P<rest>.+)$")
_ASK = rf"(?P<ask>{'|'.join(ASKS)})\s*(?P<column>[^\s]*)(?:\s+(?P<way>升|降))?"
_BODY = re.compile(rf"^(?:同\s*(?P<same>\S+?(?:\s*[,，、]\s*\S+?)*)\s*)?(?:的\s*(?P<source>\S+?)\s*)?{_ASK}$")
_BEGINS = re.compile(rf"^(?:{_SPAN}|{_PERIOD}|同|的|第几[次轮]|几项|连续几次)")
_SPOKEN = re.compile(r"[\s()（）]|内|第几[次轮]$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is asked of a row: within which time, together with which rows, of which sheet, and what of them.

    Shapes:
        within: a span (30天, {设置.期限}), a calendar period (本月, 上月) or nothing; when: the group in the brackets.
    """

    asks: str
    column: str = ""
    within: str = ""
    same: tuple[str, ...] = ()
    source: str = ""
    when: str = ""
    rising: bool = False

    @property
    def is_period(self) -> bool:
        """Whether it asks for a calendar period."""
        return self.within[:1] in {"本", "上"} and self.within[1:] in PERIODS

    @property
    def name(self) -> str:
        """The sentence as the heading of the column that answers it: without the signs of conditions."""
        span_ = f"{self.within}{'' if self.is_period else '内'}" if self.within else ""
        same = f"同{'、'.join(self.same)}" if self.same else ""
        source = f"的{self.source}" if self.source else ""
        way = " 升" if self.rising else ""
        words = [word for word in (span_, f"{same}{source}", f"{self.asks}{self.column}{way}") if word]
        return _unsigned(" ".join(words) + (f"（{self.when}）" if self.when else ""))


def _unsigned(text: str) -> str:
    """Without the signs that divide cells: dots, colons, commas, braces."""
    said = re.sub(r"\{(?:设置\.)?([^{}]+)\}", r"\1", text)
    said = re.sub(r"\s*[:：]\s*", "是", re.sub(r"\s*[;；\n]\s*", "，", said))
    said = said.replace("是非空", "已填").replace("是空", "空着").replace("是不是", "不是").strip()
    return re.sub(r"[,|]", "、", said.replace(".", "的")).replace('"', "").replace("，", "、")


def begins_like_one(text: str) -> bool:
    """Whether a name is meant as a sentence: it begins like one, and ends like one or holds what no heading holds.

    Examples:
        >>> begins_like_one("30天内 同客户编号 第几次"), begins_like_one("客户.客户类别"), begins_like_one("几项（手机: 空）")
        (True, False, True)
    """
    body = plain(text).strip()
    return bool(_BEGINS.match(body)) and bool(_SPOKEN.search(body) or _is_one(body))


def _is_one(body: str) -> bool:
    try:
        _ = sentence(body)
    except NotUnderstood:
        return False
    return True


def sentence(text: str) -> Sentence:
    """The sentence a text says.

    Raises:
        NotUnderstood: it says none; the hint names the nearest word.

    Examples:
        >>> sentence("30天内 同客户编号、事项 第几次").same
        ('客户编号', '事项')
        >>> sentence("上月的回访记录（方式: 电话）次数").when
        '方式: 电话'
        >>> sentence("{设置.期限}内同 客户编号 的 事件 合计 金额").name
        '期限内 同客户编号的事件 合计金额'
        >>> sentence("的事件 本年 合计金额").name
        '本年 的事件 合计金额'
    """
    body, when = _without_brackets(plain(text).strip())
    within = _WITHIN.match(body)
    found = _BODY.match(body[within.end() :] if within else body)
    if not (found or within) and (turned := _TURNED.match(body)):  # 的事件 本年 合计金额
        within = _WITHIN.match(turned["rest"])
        found = _BODY.match(f"{turned['front']} {turned['rest'][within.end() :]}") if within else None
    if not found:
        raise _unlike(body)
    said = Sentence(
        asks=found["ask"],
        column=(found["column"] or "").strip("{}"),
        within=_canonical(within) if within else "",
        same=tuple(split(found["same"])) if found["same"] else (),
        source=found["source"] or "",
        when=when,
        rising=found["way"] == "升",
    )
    _sensible(said, text)
    return said


def _canonical(within: re.Match[str]) -> str:
    if within["period"]:
        return str(within["period"])
    written = within["span"].removeprefix("前").removeprefix("近")
    if written.startswith("{"):
        return str(written)
    length = span(written)
    if length is None or length.clock:
        raise NotUnderstood(
            worded("“{within}内”不是时长", within=within["span"]),
            worded("写成 30天内、5工作日内、3月内，或 本月、上月。{example}", example=worded(_EXAMPLE)),
        )
    return str(length)


def _without_brackets(text: str) -> tuple[str, str]:
    """The text without its outermost brackets, and what stood in them."""
    opened = min((at for at in (text.find("("), text.find("（")) if at >= 0), default=-1)
    if opened < 0:
        return text, ""
    depth = 0
    for at in range(opened, len(text)):
        depth += (text[at] in "(（") - (text[at] in ")）")
        if depth == 0:
            rest = text[at + 1 :]
            if set(rest) & set("(（)）"):
                raise NotUnderstood(
                    worded("“{words}”有两对括号", words=text), worded("条件都写在一对括号里，用分号隔开。")
                )
            return f"{text[:opened].rstrip()} {rest.strip()}".strip(), text[opened + 1 : at].strip()
    raise NotUnderstood(worded("“{words}”的括号没有关上", words=text), worded("补上“）”。"))


def _unlike(body: str) -> NotUnderstood:
    """No sentence: the nearest question is named."""
    last = re.split(r"[\s、,，]", body)[-1]
    guess = nearest(last[-4:], ASKS)
    for word in ASKS:
        if word in body:
            guess = word
    return NotUnderstood(
        worded("“{body}”这句问话看不懂", body=body),
        worded("最像的问法是“{guess}”；{example}", guess=guess, example=worded(_EXAMPLE)),
    )


def _sensible(said: Sentence, text: str) -> None:
    """Whether the parts fit together.

    Raises:
        NotUnderstood: a part is missing or too many.
    """
    if said.asks in TAKING and not said.column:
        raise NotUnderstood(
            worded("“{words}”没写是哪一列的{asks}", words=text, asks=said.asks),
            worded("写成 {asks}金额 这样，后面接列名。", asks=said.asks),
        )
    if said.asks in BARE and said.column:
        raise NotUnderstood(
            worded("“{asks}”后面多了“{column}”", asks=said.asks, column=said.column),
            worded("去掉“{column}”，或用 几个{column}。", column=said.column),
        )
    if said.asks in {"几项", "连续几次"} and not said.when:
        raise NotUnderstood(
            worded("“{asks}”没写看哪些", asks=said.asks),
            worded("在括号里写上，例如 {in_brackets}。", in_brackets=_IN_BRACKETS[said.asks]),
        )
    if said.asks == "几项" and (said.same or said.source or said.within):
        raise NotUnderstood(
            worded("“几项”只看这一行自己"), worded("写成 {in_brackets}。", in_brackets=_IN_BRACKETS["几项"])
        )
    if said.asks == "第几轮" and (said.same or said.source or said.within or said.when):
        raise NotUnderstood(worded("“第几轮”只看这一行是从哪一行来的"), worded("只写 第几轮。"))
    if said.asks == "连续几次" and said.within and not said.is_period:
        raise NotUnderstood(worded("“连续几次”不能限几天内"), worded("写 本月、本季，或去掉时间。"))
    if said.asks == "第几次" and said.source:
        raise NotUnderstood(
            worded("“第几次”只数这一行自己的表"), worded("数别的表写 的{source} 次数。", source=said.source)
        )
    if said.asks in {"名次", "占比"} and (said.source or (said.within and not said.within.startswith("本"))):
        raise NotUnderstood(
            worded("“{asks}”只在这一行自己的表里比", asks=said.asks),
            worded("写成 本月 同组别 {asks}金额。", asks=said.asks),
        )


_IN_BRACKETS = {"几项": "几项（手机: 非空；微信: 非空）", "连续几次": "连续几次（满意度: 不满意）"}
