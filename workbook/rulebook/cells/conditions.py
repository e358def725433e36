"""Condition cells: one test per column, read into a small tree (rule-language §2.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbook.rulebook.cells.plain import plain, short
from workbook.rulebook.cells.tree import (
    ALWAYS,
    Between,
    Clause,
    Compare,
    Condition,
    Empty,
    Equals,
    Item,
    NotUnderstood,
    Path,
    Quantity,
    Reference,
    Shape,
    Test,
    Words,
)
from workbook.words.spans import Span, span
from workbook.words.tongue import worded

SHAPES = ("手机", "座机带区号", "身份证", "邮箱", "统一信用代码", "车架号")
_GOES_ON = re.compile(r"[,，、][ \t]*\n\s*")
_SPLIT_LINES = re.compile(r"[；;\n]")
_BRACKETED = re.compile(r"[(（][^()（）:：]*[:：][^()（）]*[)）]")
_QUANTITY = re.compile(r"^(?P<value>\"[^\"]*\"|\{[^{}]+\}|.+?)\s*(?:(?P<sign>[+-])\s*(?P<shift>\{[^{}]+\}|[^+-]+))?$")
_MOVABLE = re.compile(
    r"^(\{[^{}]+\}|今日|昨日|明日|现在|[本上下](日|周|半月|月|双月|季|半年|年)|\d+(\.\d+)?%?)$"
)  # SK-03 is a word
_DATED = re.compile(r"^(\d{4}-\d{1,2}(-\d{1,2})?|\d{1,2}-\d{1,2})([ T]\d{1,2}:\d{2}(:\d{2})?)?")


def path(text: str) -> Path:
    """The names of a path, divided by dots; 本行, 对象 and 源行 in front don't count towards its length.

    Raises:
        NotUnderstood: empty or longer than three names.
    """
    names = tuple(name.strip() for name in text.strip().replace("．", ".").split("."))
    if not all(names):
        raise NotUnderstood(worded("“{words}”不像列名", words=text), worded("写列名，例如 客户类别 或 客户.客户类别。"))
    counted = names[1:] if names[0] in {"本行", "对象", "源行", "键行"} else names
    if len(counted) > 3:
        raise NotUnderstood(worded("“{words}”太长", words=text), worded("路径最多三段。"))
    return names


def split(text: str, separators: str = ",，、\n") -> list[str]:
    """The parts of a list; separators inside quotes, braces and brackets don't divide.

    Examples:
        >>> split('甲,"乙,丙"、[1..2]')
        ['甲', '"乙,丙"', '[1..2]']
    """
    parts: list[str] = []
    depth, quoted, current = 0, False, ""
    for letter in text:
        if letter == '"':
            quoted = not quoted
        elif not quoted:
            depth += (letter in "{[(（") - (letter in "}])）")
            if letter in separators and depth <= 0:
                parts.append(current.strip())
                current = ""
                continue
        current += letter
    parts.append(current.strip())
    return [part for part in parts if part]


def test(text: str) -> Test:
    """One test cell.

    Raises:
        NotUnderstood: with the part that isn't a test.

    Examples:
        >>> test("不是 通知,关怀").denied
        True
        >>> test("[5..10]").items[0].low.value
        '5'
    """
    body = short(plain(text).strip())
    if body in {"", "-", "任意"}:
        return Test((), text=body)
    denied = body.startswith("不是")
    listed = body.removeprefix("不是").strip()
    return Test(tuple(_item(part) for part in split(listed)), denied, body)


def _item(text: str) -> Item:
    if text in {"空", "非空"}:
        return Empty(filled=text == "非空")
    if text[0] in "[(" and text[-1] in "])" and (at := text.find("..", 2)) > 0 and at + 3 < len(text):
        return Between(_quantity(text[1:at]), _quantity(text[at + 2 : -1]), text[0] == "[", text[-1] == "]")
    for operator in (">=", "<=", ">", "<", "="):
        if text.startswith(operator):
            return Compare(operator, _quantity(text[len(operator) :]))
    for word, operator in (("超过", ">"), ("不足", "<")):
        if text.startswith(word) and len(text) > 2:
            return Compare(operator, _quantity(text[2:]))
    for word, operator in (("以上", ">="), ("以下", "<=")):
        if text.endswith(word) and len(text) > 2:
            return Compare(operator, _quantity(text[:-2]))
    for how in ("不含", "全含", "含", "始于"):
        if text.startswith(how):
            words = tuple(_word(part) for part in split(text[len(how) :], "|"))
            if words:
                return Words(how, words)
    if text.startswith("形如"):
        name = text[2:].strip()
        if name not in SHAPES:
            raise NotUnderstood(
                worded("没有“{name}”这种形状", name=name),
                worded("可用的有 {shapes}。", shapes=worded("、").join(SHAPES)),
            )
        return Shape(name)
    return Equals(_quantity(text))


def _word(text: str) -> str | Reference:
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        return Reference(path(text[1:-1]))
    return text.strip('"')


def _quantity(text: str) -> Quantity:
    body = text.strip()
    if not body:
        raise NotUnderstood(worded("比较的后面是空的"), worded("写上数或日期，例如 >=3。"))
    if dated := _DATED.match(body):
        rest = body[dated.end() :].strip()
        if not rest:
            return Quantity(body)
        return Quantity(dated[0], *_shift(rest[0], rest[1:]))
    if body.startswith('"') and body.endswith('"') and body.count('"') == 2:
        return Quantity(body[1:-1])
    match = _QUANTITY.match(body)
    if match and match["sign"] and _MOVABLE.match(match["value"]):
        moved = _shift_or_none(match["sign"], match["shift"])
        if moved:
            return Quantity(_value(match["value"]), *moved)
    return Quantity(_value(body))


def _value(text: str) -> str | Reference:
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        return Reference(path(text[1:-1]))
    return text.strip('"')


def _shift(sign: str, text: str) -> tuple[int, Span | float | Reference]:
    moved = _shift_or_none(sign, text)
    if moved is None:
        raise NotUnderstood(worded("“{sign}{words}”不是时长或数", sign=sign, words=text), worded("写成 +3天 或 -1。"))
    return moved


def _shift_or_none(sign: str, text: str) -> tuple[int, Span | float | Reference] | None:
    direction = {"+": 1, "-": -1}.get(sign)
    text = text.strip()
    if direction is None or not text:
        return None
    if text.startswith("{") and text.endswith("}"):
        return direction, Reference(path(text[1:-1]))
    try:
        return direction, float(text)
    except ValueError:
        pass
    length = span(text)
    return None if length is None else (direction, length)


RawGroup = str | Mapping[str, str] | list[Mapping[str, str] | str]


def condition(raw: RawGroup) -> Condition:
    """A group cell: text with lines `列: 测试`, a mapping, or a list of either (alternatives).

    Raises:
        NotUnderstood: a line has no colon, or a test isn't one.
    """
    if isinstance(raw, str):
        return Condition((_lines(raw),)) if raw.strip() else ALWAYS
    found = raw if isinstance(raw, list) else [raw]
    return Condition(tuple(_lines(one) if isinstance(one, str) else _mapped(one) for one in found))


def _mapped(group: Mapping[str, str]) -> tuple[Clause, ...]:
    return tuple(_clause(name, cell) for name, cell in group.items())


def lines(text: str) -> list[tuple[str, str]]:
    r"""The lines of a group: column and test; a list that ends with a comma goes on in the next line.

    Raises:
        NotUnderstood: a line has no colon.

    Examples:
        >>> lines("类别: 投诉,\n退货；等级：A")
        [('类别', ' 投诉,退货'), ('等级', 'A')]
    """
    found = []
    whole = _GOES_ON.sub(",", short(text))
    asks = _BRACKETED.search(whole) is not None  # a question with tests of its own between brackets
    for line in split(whole, "；;\n") if asks else _SPLIT_LINES.split(whole):
        if not line.strip():
            continue
        at = colon(line)
        if at < 0:
            raise NotUnderstood(
                worded("“{strip}”缺冒号", strip=line.strip()), worded("写成 列名: 测试，例如 客户类别: VIP。")
            )
        found.append((line[:at], line[at + 1 :]))
    return found


def colon(text: str) -> int:
    """Where the name of a clause ends: the first colon outside brackets and braces; −1 without one.

    Examples:
        >>> colon("几项（手机: 非空；邮箱: 非空）: 2以上"), colon("客户类别: VIP"), colon("没有")
        (17, 4, -1)
    """
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter in "(（{") - (letter in ")）}")
        if letter in ":：" and depth <= 0:
            return at
    return -1


def _lines(text: str) -> tuple[Clause, ...]:
    return tuple(_clause(name, cell) for name, cell in lines(text))


def _clause(name: str, cell: str | list[str]) -> Clause:
    text = ",".join(cell) if isinstance(cell, list) else cell
    return Clause(path(name), test(text))


def both(first: Condition, second: Condition) -> Condition:
    """The condition that holds when both hold (heading row and inner row of 行)."""
    if first.always:
        return second
    if second.always:
        return first
    return Condition(tuple(left + right for left in first.alternatives for right in second.alternatives))


def either(first: Condition, second: Condition) -> Condition:
    """The condition that holds when one of them holds (a further row with the same 编号)."""
    return Condition(first.alternatives + second.alternatives)
