"""How people type one cell otherwise than the program would: a day, a number, a word, a blank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

Typed = Callable[[object], object]
"""A cell's value typed otherwise; None where it can't be."""

EPOCH = datetime(1899, 12, 30)
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_CHINESE = "零一二三四五六七八九十"


def _of_day(shape: str) -> Typed:
    """A day without an hour, written by a shape that holds y, m and d."""

    def typed(value: object) -> object:
        if not isinstance(value, date) or _hour(value):
            return None
        return shape.format(y=value.year, m=value.month, d=value.day)

    return typed


def _of_moment(shape: str) -> Typed:
    """A day with an hour."""

    def typed(value: object) -> object:
        if not isinstance(value, datetime) or not _hour(value):
            return None
        half = "上午" if value.hour < 12 else "下午"
        return shape.format(
            y=value.year,
            m=value.month,
            d=value.day,
            h=value.hour,
            n=value.minute,
            half=half,
            k=(value.hour - 1) % 12 + 1,
        )

    return typed


def _of_number(shape: Callable[[str], str], least: float = 0) -> Typed:
    def typed(value: object) -> object:
        if not isinstance(value, (int, float, Decimal)) or isinstance(value, bool) or abs(value) < least:
            return None
        return shape(f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}")

    return typed


def _of_text(shape: Callable[[str], str]) -> Typed:
    def typed(value: object) -> object:
        made = shape(value) if isinstance(value, str) and value.strip() else None
        return None if made == value else made

    return typed


def _of_sign(word: str, *signs: str) -> dict[str, Typed]:
    """是 and 否, ticked, crossed and abbreviated."""
    return {f"{word}→{sign}": lambda value, sign=sign: sign if value == word else None for sign in signs}  # type: ignore[misc]


def _of_blank(word: str) -> Typed:
    return lambda value: word if value is None or value == "" else None


def _hour(value: object) -> bool:
    return isinstance(value, datetime) and value.time() != datetime.min.time()


def _serial(value: object) -> object:
    whole = datetime(value.year, value.month, value.day) if isinstance(value, date) else None
    return None if whole is None or _hour(value) else (whole - EPOCH).days


def _eight(value: object) -> object:
    return int(f"{value:%Y%m%d}") if isinstance(value, date) and not _hour(value) else None


def _short(value: object) -> object:
    return f"{value:%y}.{value.month}.{value.day}" if isinstance(value, date) and not _hour(value) else None


def _in_chinese(value: object) -> object:
    return _CHINESE[value] if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10 else None


def _apart(word: str) -> str:
    return f"{word[0]} {word[1:]}" if 2 <= len(word) <= 3 and not word.isascii() else word


RESPELT: dict[str, Typed] = {
    "日·点": _of_day("{y}.{m}.{d}"), "日·汉字": _of_day("{y}年{m}月{d}日"), "日·无年": _of_day("{m}月{d}日"),
    "日·短年": _short, "日·星期": _of_day("{y}-{m}-{d}（周四）"), "日·号": _of_day("{d}号"),
    "日·英": _of_day("{m}/{d}/{y}"), "日·八位": _eight, "日·数": _serial,
    "时·点": _of_moment("{y}.{m}.{d} {h}:{n:02}"), "时·汉字": _of_moment("{y}年{m}月{d}日{h}点{n}分"),
    "时·宽": _of_moment("{y}-{m}-{d} {h}：{n:02}"), "时·半天": _of_moment("{y}/{m}/{d} {half}{k}:{n:02}"),
    "时·无年": _of_moment("{m}月{d}日 {h}:{n:02}"), "时·只有钟点": _of_moment("{h}:{n:02}"),
    "数·逗号": _of_number(lambda one: f"{float(one):,.0f}" if one.isdigit() else one, 1000),
    "数·元": _of_number(lambda one: f"{one}元"), "数·¥": _of_number(lambda one: f"¥{one}"),
    "数·次": _of_number(lambda one: f"{one}次"), "数·约": _of_number(lambda one: f"约{one}"),
    "数·宽": _of_number(lambda one: one.translate(_WIDE)), "数·汉字": _in_chinese,
    "数·万": _of_number(lambda one: f"{float(one) / 10000:g}万", 10000),
    "字·空格": _of_text(lambda one: f" {one}\u3000"), "字·换行": _of_text(lambda one: f"{one}\n"),
    "字·宽": _of_text(lambda one: one.translate(_WIDE)), "字·小写": _of_text(lambda one: one.swapcase()),
    "字·句号": _of_text(lambda one: f"{one}。"), "字·隔开": _of_text(_apart),
    "字·问号": _of_text(lambda one: f"{one}？"), "字·引号": _of_text(lambda one: f"“{one}”"),
    **_of_sign("是", "√", "Y", "对", "有", "已", "是的", "1"), **_of_sign("否", "×", "N", "没有", "未", "不是", "0"),
    **{f"空·{word}": _of_blank(word) for word in ("无", "/", "-", "—", "N/A", "待定", "同上", "0", "没有", "？")},
}  # fmt: skip
"""What is done to a cell → how."""
