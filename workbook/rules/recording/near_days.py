"""Moments as people write them beside a call: 明天下午三点, 下周一, 3.20, 20号, 半小时后, 昨天, 刚才."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from workbook.sheets.times import clock_time

FAR = timedelta(days=183)
"""Beyond half a year a day without its year may be the one before or the one after."""
_NIGHT = range(1, 6)
"""Hours at which nobody calls: 3点 is in the afternoon."""
_DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨": -1, "今天": 0, "今日": 0, "今": 0, "当天": 0,
    "明天": 1, "明日": 1, "明": 1, "后天": 2, "后日": 2, "大后天": 3,
}  # fmt: skip
_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_NOW = {"刚才", "刚刚", "现在", "刚打", "刚打的", "刚刚打的"}
_HALVES = {
    "凌晨": 0,
    "一早": 9,
    "早上": 9,
    "早": 9,
    "上午": 9,
    "中午": 12,
    "下午": 14,
    "傍晚": 17,
    "晚上": 19,
    "晚": 19,
    "夜里": 21,
}
_HALF = "|".join(sorted(_HALVES, key=len, reverse=True))
_NUMERALS = {word: at for at, word in enumerate("零一二三四五六七八九十")} | {"两": 2, "十一": 11, "十二": 12}
_NUMERAL = r"(?:十[一二]?|[一二两三四五六七八九])"
_SAID = re.compile(
    rf"(?:(?P<near>{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
    r"|(?P<week>上上|下下|上|本|这|下)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])"
    r"|(?:(?P<month>\d{1,2})(?:月|[./-]))(?P<of>\d{1,2})(?!\d)[日号]?"
    r"|(?P<only>\d{1,2})[日号]"
    r"|(?P<end>本?月[底末]))?"
    rf" ?(?:[(（]?(?:周|星期)[一二三四五六日天][)）]?)? ?(?P<half>{_HALF})? ?(?P<clock>\d{{1,2}}[:点时].*)?"
)
_LATER = re.compile(r"(?P<count>\d{1,3}|半|两)个?(?P<unit>天|日|小时|钟头|分钟|刻钟|周|星期|礼拜)(?:以|之)?后")
_UNITS = {
    "天": 1440,
    "日": 1440,
    "小时": 60,
    "钟头": 60,
    "分钟": 1,
    "刻钟": 15,
    "周": 10080,
    "星期": 10080,
    "礼拜": 10080,
}


def near(words: str, now: datetime, *, ahead: bool) -> datetime | None:
    """The moment that words say at `now`, to come where `ahead`, else gone by; midnight where they say no hour.

    Examples:
        >>> monday = datetime(2026, 3, 16, 9)
        >>> words = ("明天下午三点", "下周一", "周五上午", "3.20", "20号9点半", "半小时后")
        >>> [f"{near(one, monday, ahead=True):%m-%d %H:%M}" for one in words]
        ['03-17 15:00', '03-23 00:00', '03-20 09:00', '03-20 00:00', '03-20 09:30', '03-16 09:30']
        >>> words = ("昨天下午", "周五", "3-13 14:30", "3.2 10点", "刚才")
        >>> [f"{near(one, monday, ahead=False):%m-%d %H:%M}" for one in words]
        ['03-15 14:00', '03-13 00:00', '03-13 14:30', '03-02 10:00', '03-16 09:00']
        >>> near("改天", monday, ahead=True), near("3.5", monday, ahead=True), near("2.30", monday, ahead=False)
        (None, None, None)
    """
    text = " ".join(unicodedata.normalize("NFKC", words).split()).strip("。.!,;~、 ")
    if text in _NOW and not ahead:
        return now
    if later := _LATER.fullmatch(_in_digits(text)):
        return _later(later["count"], later["unit"], now) if ahead else None
    found = _SAID.fullmatch(_in_digits(text))
    if not text or found is None:
        return None
    day = _day(found, now.date(), ahead=ahead)
    clock = _clock(found["half"] or "", found["clock"] or "")
    if day is None or (found["clock"] and clock is None):
        return None
    if clock is None and day > now.date() and not ahead:
        return None
    if clock is None:
        return now if day == now.date() and not ahead else datetime.combine(day, time())
    moment = datetime.combine(day, clock)
    is_told = any(found[one] for one in ("near", "week", "day", "month", "only", "end"))
    if not is_told and ahead and moment <= now:
        moment += timedelta(days=1)
    if not is_told and not ahead and moment > now:
        moment -= timedelta(days=1)
    return moment if ahead or moment <= now else None


def to_come(words: str, now: datetime) -> dict[str, str] | None:
    """What is said of words that were to name a day gone by and name one to come.

    Examples:
        >>> to_come("明天", datetime(2026, 12, 1, 9))
        {'day': '2026-12-02'}
    """
    found = near(words, now, ahead=True)
    return None if found is None else {"day": f"{found:%Y-%m-%d %H:%M}".removesuffix(" 00:00")}


def gone_by(words: str, now: datetime) -> dict[str, str] | None:
    """What is said of words that were to name a day to come and name one gone by: the day, and one that would do.

    Examples:
        >>> gone_by("11月30日", datetime(2026, 12, 1, 9))
        {'value': '11月30日', 'day': '2026-11-30', 'example': '2026-12-02'}
    """
    found = near(words, now, ahead=False)
    if found is None:
        return None
    return {"value": words, "day": f"{found:%Y-%m-%d}", "example": f"{now + timedelta(days=1):%Y-%m-%d}"}


def _day(found: re.Match[str], today: date, *, ahead: bool) -> date | None:
    """The day that was said; today where none was."""
    if found["near"]:
        return today + timedelta(days=_DAYS[found["near"]])
    if found["day"]:
        return _weekday(found["week"] or "", "一二三四五六日天".index(found["day"]) % 7, today, ahead=ahead)
    if found["month"]:
        fits = [_date(year, int(found["month"]), int(found["of"])) for year in range(today.year - 1, today.year + 2)]
        right = [one for one in fits if one and (one >= today if ahead else one <= today) and abs(one - today) < FAR]
        return right[0] if right else None
    if found["only"]:
        return _of_month(int(found["only"]), today, ahead=ahead)
    return today.replace(day=monthrange(today.year, today.month)[1]) if found["end"] else today


def _weekday(week: str, day: int, today: date, *, ahead: bool) -> date:
    monday = today - timedelta(days=today.weekday())
    if week:
        return monday + timedelta(weeks=_WEEKS[week], days=day)
    away = (day - today.weekday()) % 7 if ahead else -((today.weekday() - day) % 7)
    return today + timedelta(days=away)


def _of_month(day: int, today: date, *, ahead: bool) -> date | None:
    """The nearest month's day to come or gone by."""
    if (day >= today.day) if ahead else (day <= today.day):
        return _date(today.year, today.month, day)
    other = today.replace(day=28) + timedelta(days=4) if ahead else today.replace(day=1) - timedelta(days=1)
    return _date(other.year, other.month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(half: str, words: str) -> time | None:
    """The time of day; that of the half of the day where only it is said; None where nothing is."""
    if not words:
        return time(_HALVES[half]) if half else None
    text = words.replace("一刻", "15").replace("三刻", "45").replace("点整", "点")
    known = {"早": "早上", "一早": "早上", "晚": "晚上"}.get(half, half)
    said = clock_time(f"{known}{text}")
    if said is None:
        return None
    hour, minute = (int(part) for part in said.split(":")[:2])
    if hour > 23:
        return None
    is_bare = not half and not words.startswith("0")
    return time(hour + 12 if is_bare and hour in _NIGHT else hour, minute)


def _later(count: str, unit: str, now: datetime) -> datetime:
    minutes = _UNITS[unit] // 2 if count == "半" else _UNITS[unit] * (2 if count == "两" else int(count))
    moment = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    return moment if _UNITS[unit] < _UNITS["天"] else datetime.combine(moment, time())


def _in_digits(text: str) -> str:
    """三点 as 3点, 十一点 as 11点; other words as they are."""
    return re.sub(rf"{_NUMERAL}(?=[点时个天小分]|刻钟)(?!刻钟后?$)", lambda one: str(_NUMERALS[one[0]]), text)
