"""What foreign cells say: several numbers in one, a name beside its number, days without a year, marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pyarrow as pa

from workbook.papers.brought.beside import ABROAD, NUMBER
from workbook.papers.brought.seen import Content
from workbook.sheets.moments import moments
from workbook.sheets.phones import phones
from workbook.words.tongue import worded

YEARLESS = 2000
"""The year of birthdays that tell none; it has a 29 February."""

_MONTH_DAY = re.compile(r"(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_HALVES = {"凌晨": 0, "早上": 9, "上午": 9, "中午": 12, "下午": 14, "傍晚": 17, "晚上": 19, "夜里": 21}
_HALF = re.compile(rf"\s*({'|'.join(_HALVES)})$")
_WEEKDAY = r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?"
_AT = rf"(?P<at>(?:(?<=[\s日号)])|(?={'|'.join(_HALVES)}))\s*(?:{'|'.join(_HALVES)})?\s*\d{{1,2}}\s*[:点时].*)?"
_MONTH_DAY_TIME = re.compile(rf"(\d{{1,2}})\s*[月./-]\s*(\d{{1,2}})\s*[日号]?{_WEEKDAY}\s*{_AT}")
_NOT = {
    "×",
    "✗",
    "✘",
    "╳",
    "✕",
    "x",
    "否",
    "无",
    "未",
    "没有",
    "没打",
    "未打",
    "未回访",
    "未访",
    "n",
    "no",
    "not yet",
    "not called",
    "0",
    "-",
    "—",
    "/",
}
_YES = {
    "√",
    "✓",
    "✔",
    "☑",
    "✅",
    "●",
    "■",
    "◆",
    "v",
    "是",
    "有",
    "已",
    "已访",
    "已回访",
    "已打",
    "完成",
    "ok",
    "y",
    "yes",
    "1",
    "对",
    *("已打通", "打通", "打通了", "已联系", "联系了", "已接通", "接通", "已完成", "完成了", "打过", "打过了", "打了"),
    *("已打电话", "已致电", "已电话回访", "已跟进", "已做"),
    *("called", "contacted", "done", "reached", "spoke"),
}
_NO_ANSWER = re.compile(
    r"无人接|没人接|未接|没接|不接|打不通|[没未]打通|没人听|无应答|无人应|关机|停机|空号|占线|忙音|无法接通"
    r"|(?i:\b(?:no answer|not answered|did ?n[o'’]t answer|voicemail|unreachable|busy)\b)"
)
_WISHES = re.compile(
    r"不要|不想|不愿|不接|别再?[打找来联]|勿|谢绝|拒绝|禁止|不用打|只能|只加|微信联系|投诉|要求|不满|"
    r"下[周月个次]|月底|改天|改日|周末|过几天|以后再|之后再|再联系|再打|再来|再说|再看|回[个了]?(?:电话|电|话|复)|"
    r"[号日天周]之?前|明天|后天|晚上|答应|承诺|提醒|约"
    r"|(?i:\b(?:do ?n[o'’]t|not to|never|stop|only|call back|call again|next (?:week|month)|tomorrow|promised|complain\w*)\b)"
)
_UNREACHED = re.compile(
    r"停机|空号|错号|换号|换了号|换电话|换了电话|注销|销户|搬走|搬家|已故|去世|过世|退单|撤单|退了单|已退(?!休)|取消(?:了)?(?:订单|合同)"
    r"|(?i:wrong number|number changed|moved away|deceased)"
)
_DAY = r"(?:\d{4}\s*[年./-])?\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?"
_DONE = re.compile(rf"(?P<day>{_DAY})\s*(?:(?:已经?|刚)(?:打|访|联系|拜访|回访)|(?:打|访|联系|拜访|回访)(?:过|了))")
_LATER = re.compile(rf"(?P<day>{_DAY})\s*(?P<after>以后|之后|后)?\s*再(?:联系|打|访|回访|来|说)")
_NO_CALLS = re.compile(
    r"(?:客户|本人)?(?:说|要求)?(?:以后|今后)?"
    r"(?:不接(?:听)?电话|只(?:加|能|回|用)微信(?:联系)?(?:不接(?:听)?电话)?|请?(?:勿扰|免打扰)|请?(?:不要|别|勿|不用|不能|谢绝)再?(?:打电话|打扰|打|来电|联系|电话)(?:了|联系|回访)?)"
    r"|(?i:(?:please )?(?:do ?n[o'’]t|never|no) calls?(?: (?:me|us|any ?more|again|please))*)"
)
_WAY = re.compile(r"微信|短信|邮件|QQ|(?i:\b(?:sms|e-?mail|wechat)\b)")
_DIGIT = re.compile(r"\d")
_CALLED = re.compile(r"[小老阿](?P<one>.)|(?P<two>.)(?:经理|主管|主任|工|姐|哥|总|老师|师傅)")


def numbers(text: str) -> list[str]:
    """Every phone number in a text, as one calls it.

    Examples:
        >>> numbers("柳一帆（13900000101/13900000102）"), numbers("0571-86000103"), numbers("1.39E+10")
        (['13900000101', '13900000102'], ['057186000103'], [])
        >>> numbers("+1 415 555 2671"), numbers("00852-23456789/13900000101")
        (['0014155552671'], ['0085223456789', '13900000101'])
    """
    plain = unicodedata.normalize("NFKC", text)
    if not _DIGIT.search(plain):
        return []
    found = [*ABROAD.findall(plain), *NUMBER.findall(ABROAD.sub(" ", plain))]
    values = phones(pa.array(found, pa.string()))[0].to_pylist() if found else []
    return list(dict.fromkeys(value for value in values if value))


def day(value: Content, today: date, *, ahead: bool = False) -> date | None:
    """The day a cell says; without a year the last such day up to today, or `ahead` the nearest.

    Examples:
        >>> day("2026.1.8", date(2026, 3, 16)), day("12月30日", date(2026, 3, 16)), day("3/20", date(2026, 3, 16), ahead=True)
        (datetime.date(2026, 1, 8), datetime.date(2025, 12, 30), datetime.date(2026, 3, 20))
        >>> day("八月十五", date(2026, 3, 16)), day("上月底", date(2026, 3, 16))
        (None, None)
    """
    found = moment(value, today, ahead=ahead)
    return found.date() if found else None


def moment(value: Content, today: date, *, ahead: bool = False) -> datetime | None:
    """The day a cell says with its hour, midnight where none is given.

    Examples:
        >>> monday = date(2026, 3, 16)
        >>> [f"{moment(one, monday, ahead=True):%m-%d %H:%M}" for one in ("3/17 9:00", "3月18日下午3点半", "2026-03-19上午")]
        ['03-17 09:00', '03-18 15:30', '03-19 09:00']
    """
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if isinstance(value, date):
        return datetime.combine(value, time())
    text = unicodedata.normalize("NFKC", str(value or "")).strip().replace("点半", ":30")
    text = _HALF.sub(lambda half: f" {_HALVES[half[1]]}:00", text)
    if found := _MONTH_DAY_TIME.fullmatch(text):
        months, days = int(found[1]), int(found[2])
        years = (today.year + 1, today.year, today.year - 1) if ahead else (today.year, today.year - 1)
        fits = [one for year in years if (one := _date(year, months, days)) and (ahead or one <= today)]
        near = [one for one in fits if abs(one - today) < timedelta(days=183)] if ahead else fits[:1]
        nearest = min(near, key=lambda one: abs(one - today), default=None)
        if nearest is None:
            return None
        text = f"{nearest} {found['at'] or ''}".strip()
    if text.isdigit() and not (len(text) == 8 or 30_000 < int(text) < 60_000):
        return None
    parsed = moments(pa.array([text]))[0][0].as_py() if text else None
    return parsed if isinstance(parsed, datetime) else None


def half_of_day(value: Content) -> str:
    """上午, where a day is told with its half and no hour; else ''."""
    found = _HALF.search(unicodedata.normalize("NFKC", str(value or "")).strip())
    return found[1] if found else ""


def birthday(value: Content) -> tuple[date | None, bool]:
    """The day of birth, and whether its year is known."""
    text = unicodedata.normalize("NFKC", str(value or "")).strip()
    if found := _MONTH_DAY.fullmatch(text):
        return _date(YEARLESS, int(found[1]), int(found[2])), False
    return day(value, date(2199, 1, 1)), True


def _date(year: int, months: int, days: int) -> date | None:
    try:
        return date(year, months, days)
    except ValueError:
        return None


def is_not_called(mark: str) -> bool:
    """Whether a mark says that nobody called: ×, 未回访."""
    return unicodedata.normalize("NFKC", mark).strip().casefold() in _NOT


def was_called(mark: str) -> bool:
    """Whether a mark says that somebody called: √, 已回访, or that nobody answered."""
    return is_tick(mark) or bool(not_answered(mark))


def not_answered(words: str) -> str:
    """The word that says that the call reached nobody; '' where none does."""
    found = _NO_ANSWER.search(words)
    return found[0] if found else ""


def is_tick(mark: str) -> bool:
    """Whether a mark says only that somebody called, and nothing of how it went."""
    return mark.strip().casefold() in _YES


def is_unreached(words: str) -> bool:
    """Whether a remark says that the number or the customer isn't there any more: 空号, 已换号, 已注销."""
    return _UNREACHED.search(words) is not None


def wishes(words: str) -> bool:
    """Whether a remark seems to hold a promise or a wish that somebody should look at."""
    return _WISHES.search(words) is not None


def called_on(remark: str, today: date) -> date | None:
    """The day on which a remark says that somebody called.

    Examples:
        >>> called_on("3月5日已打，说下周再来", date(2026, 3, 16)), called_on("3.5要打", date(2026, 3, 16))
        (datetime.date(2026, 3, 5), None)
    """
    found = _DONE.search(unicodedata.normalize("NFKC", remark))
    return day(found["day"], today) if found else None


def not_before(remark: str, today: date) -> date | None:
    """The day from which on a remark says that somebody may be called again.

    Examples:
        >>> not_before("等3.18以后再联系", date(2026, 3, 16)), not_before("3月20日再打", date(2026, 3, 16))
        (datetime.date(2026, 3, 19), datetime.date(2026, 3, 20))
    """
    found = _LATER.search(unicodedata.normalize("NFKC", remark))
    told = day(found["day"], today, ahead=True) if found else None
    return told + timedelta(days=1) if told and found and found["after"] else told


def no_calls(remark: str) -> tuple[bool, str]:
    """Whether a remark wants no calls at any time of day, and the way that it names instead.

    Examples:
        >>> no_calls("不要打电话，微信联系"), no_calls("上午别打"), no_calls("别打了")
        ((True, '微信'), (False, ''), (True, ''))
    """
    plain = unicodedata.normalize("NFKC", remark)
    clauses = [*re.split(r"[\s，,；;。、！!]+", plain), *map(str.strip, re.split(r"[,;.!]+", plain))]
    wants = any(_NO_CALLS.fullmatch(clause) for clause in clauses)
    way = _WAY.search(remark) if wants else None
    return wants, way[0] if way else ""


def person(text: str, staff: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Who of the staff (number, name) is meant, and a doubt: 小秦 is the only 秦, 二川 the only one of that given name.

    Examples:
        >>> staff = [("S2", "秦二川"), ("S3", "唐三木")]
        >>> person("秦二川", staff), person("小唐", staff), person("老王", staff)
        (('S2', ''), ('S3', '“小唐”当作 S3 唐三木'), ('', ''))
        >>> person("三木", staff), person("川", staff)
        (('S3', '“三木”当作 S3 唐三木'), ('', ''))
    """
    word = "".join(unicodedata.normalize("NFKC", text).split())
    same = [number for number, name in staff if word in {number, name, f"{number}{name}", f"{name}{number}"}]
    if len(same) == 1:
        return same[0], ""
    called = _CALLED.fullmatch(word)
    surname = (called["one"] or called["two"]) if called else ""
    given = [(number, name) for number, name in staff if len(word) > 1 and name[: -len(word)] and name.endswith(word)]
    fits = given or [(number, name) for number, name in staff if surname and name.startswith(surname)]
    if len(fits) == 1:
        return fits[0][0], worded("“{words}”当作 {fits} {fits2}", words=text, fits=fits[0][0], fits2=fits[0][1])
    return "", ""
