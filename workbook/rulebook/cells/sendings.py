"""何时 of a report: on which days, at which minute (月末工作日 17:00, 节前最后工作日 15:00, 次日 9:00)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbook.clock.called import EXAMPLES, is_called
from workbook.rulebook.cells.conditions import condition, split
from workbook.rulebook.cells.plain import plain
from workbook.rulebook.cells.tree import ALWAYS, Condition, NotUnderstood
from workbook.words.nearest import nearest
from workbook.words.tongue import worded

_CLOCK = re.compile(
    r"(?:(?P<half>上午|下午|早上|晚上|中午)\s*)?(?P<hour>\d{1,2})\s*(?:[:：](?P<minute>\d{2})|[点时](?:(?P<thirty>半)|(?P<past>\d{1,2})分?)?)$"
)
_NEXT = re.compile(r"(次日|第二天|次工作日|下一?个?工作日)$")
_EVERY = ("每日", "每天", "天天")
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日", "工作日", "休息日")
_OF_MONTH = re.compile(r"(?:每月)?(\d{1,2})[日号]")
_OF_YEAR = re.compile(r"(?:每年)?(\d{1,2})(?:月(\d{1,2})[日号]?|-(\d{1,2}))")
DAILY = "每日"


@dataclass(frozen=True, slots=True)
class Sending:
    """One time of sending: the days it is about, how long after them it leaves, and from which minute on."""

    days: Condition = ALWAYS
    clock: str = ""
    after: str = ""
    text: str = ""


def sendings(cell: str) -> tuple[Sending, ...]:
    """何时: one or several, divided by commas.

    Raises:
        NotUnderstood: one of them names no day and no minute; the hint names the nearest.

    Examples:
        >>> [(one.clock, one.after) for one in sendings("月末工作日 17:00，次日 9点半")]
        [('17:00', ''), ('09:30', '次日')]
    """
    return tuple(_sending(part) for part in split(plain(cell).replace("；", ","), ",，、;\n"))


def fixed_days(cell: str) -> tuple[Sending, ...]:
    """定于 of 判定: the days on which a conclusion is drawn; a day has no minute.

    Raises:
        NotUnderstood: one of them names no day, or a minute.

    Examples:
        >>> [one.text for one in fixed_days("季初、每年12月31日")]
        ['季初', '每年12月31日']
    """
    found = sendings(cell)
    for one in found:
        if one.clock or one.after or one.days.always:
            raise NotUnderstood(
                worded("“{words}”不是定下来的日子", words=one.text),
                worded("只写日子，例如 季初、月末工作日、每月5日、每年1月1日。"),
            )
    return found


def _sending(text: str) -> Sending:
    rest, clock = text.strip(), ""
    if at := _CLOCK.search(rest):
        clock, rest = _minute(at, text), rest[: at.start()].strip()
    rest, after = _after(rest)
    word = rest.removeprefix("每个").removeprefix("逢").strip() or DAILY
    days = _days(word)
    if days is None:
        known = (*EXAMPLES, *_WEEKDAYS, DAILY, "次日", "5日", "每年12-31")
        raise NotUnderstood(
            worded("“{words}”不是发送的时候", words=text),
            worded("最像的是“{nearest}”；写成 月末工作日 17:00、次日 9:00、周一 8:30。", nearest=nearest(word, known)),
        )
    return Sending(days, clock, after, " ".join(part for part in (word, after, clock) if part))


def _after(text: str) -> tuple[str, str]:
    found = _NEXT.search(text)
    if not found:
        return text, ""
    return text[: found.start()].strip(), "次工作日" if "工作日" in found[1] else "次日"


def _minute(at: re.Match[str], text: str) -> str:
    hour, minute = int(at["hour"]), 30 if at["thirty"] else int(at["minute"] or at["past"] or 0)
    if at["half"] in {"下午", "晚上"} and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        raise NotUnderstood(worded("“{words}”里的时刻没有", words=text), worded("写成 00:00 到 23:59，例如 17:00。"))
    return f"{hour:02}:{minute:02}"


def _days(word: str) -> Condition | None:
    if word in _EVERY:
        return ALWAYS
    bare = word.removeprefix("每")
    if bare in _WEEKDAYS or is_called(word) or is_called(bare):
        return condition({"日期": bare if bare in _WEEKDAYS or is_called(bare) else word})
    if (found := _OF_MONTH.fullmatch(word)) and 1 <= int(found[1]) <= 31:
        return condition({"日": found[1]})
    if found := _OF_YEAR.fullmatch(word):
        return condition({"月": str(int(found[1])), "日": str(int(found[2] or found[3]))})
    return None
