"""Cells that hold one word or several words of a list: 代码, 多选, 是否."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import pyarrow as pa

from workbook.sheets.codes import OUTCOMES, Code
from workbook.sheets.texts import Flaw
from workbook.words.issues import Kind
from workbook.words.tongue import WORD, named, worded

_YES = ("是", "√", "✓", "✔", "☑", "对", "有", "y", "yes", "true", "1", "是的")
_NO = ("否", "×", "✗", "✘", "x", "错", "无", "没有", "n", "no", "false", "0", "不是", "不")
_TRUTH = dict.fromkeys(_YES, "是") | dict.fromkeys(_NO, "否")
_DENIES = ("不", "未", "没", "没有", "无", "非", "勿")
_BREAK = re.compile(r"[、,，;；/|｜\n]")
_SHOWN = 12
_DONE = re.compile(r"(?P<done>已经|已)?(?P<not>尚未|还未|还没有|还没|没有|未|没|不)?(?P<what>[^已未没不]{1,4})")
"""已签, 未核对: whether it was done, said with the very verb."""
_TURNED = re.compile(r"[未不缺无没仍非免待需要可应]")
"""Headings that begin so ask something else than whether it was done: 已交 under 未交 is no 是."""
_SORT = re.compile(r"(类别|类型|等级|级别|状态|原因)$")
_TAILS = {"类别": ("类",), "类型": ("类",), "等级": ("级",), "级别": ("级",)}
_POSTS = ("岗", "岗位", "人员", "员")
_IS, _WHOSE = "已", "客户"
"""What people write before the kind of an event: 客户投诉 is 投诉."""


def yes_no(texts: pa.Array, heading: str = "") -> tuple[pa.Array, list[Flaw]]:
    """是 or 否 for each text, the heading's own words too (已签 under 客户签字: a 注); what is neither is null and a flaw.

    Examples:
        >>> yes_no(pa.array(["√", "FALSE", "１", "也许", None]))[0].to_pylist()
        ['是', '否', '是', None, None]
        >>> yes_no(pa.array(["同意了", "已同意", "不同意", "没同意", "意见"]), "经理同意")[0].to_pylist()
        ['是', '是', '否', '否', None]
        >>> yes_no(pa.array(["合格", "不合格"]), "不合格")[0].to_pylist()
        [None, '是']
        >>> yes_no(pa.array(["已签", "未签字", "已交", "签字"]), "客户签字")[0].to_pylist()
        ['是', '否', None, '是']
        >>> yes_no(pa.array(["不收", "已收"]), "不收推广")[0].to_pylist()
        ['是', None]
    """
    values: list[str | None] = []
    flaws: list[Flaw] = []
    for at, text in enumerate(texts.to_pylist()):
        values.append(_TRUTH.get(plain(text)) if text else None)
        if text and values[-1] is None:
            values[-1] = _done(plain(text), plain(heading))
            said = (("value", text), ("code", values[-1] or ""))
            flaws.append(Flaw(at, Kind.ALIAS_FOLDED, said) if values[-1] else Flaw(at, Kind.BAD_YES_NO))
    return pa.array(values, pa.string()), flaws


def _done(word: str, heading: str) -> str | None:
    """是 or 否 of a word that repeats what the heading asks, or says with a verb of it whether it was done."""
    word = word.removesuffix("了")
    if heading and (_asked(heading, word) or (_TURNED.match(word) and heading.startswith(word))):
        return "是"
    found = _DONE.fullmatch(word)
    if found is None or not heading or _TURNED.match(heading):
        return None
    if bool(found["done"]) == bool(found["not"]):
        return None
    return ("是" if found["done"] else "否") if set(found["what"]) & set(heading) else None


def _asked(heading: str, word: str) -> bool:
    """Whether a heading ends with the word and doesn't deny it: 合格 under 不合格 is left to be asked about."""
    return heading.endswith(word) and not heading.removesuffix(word).endswith(_DENIES)


def one(texts: pa.Array, options: tuple[Code, ...] | None) -> tuple[pa.Array, list[Flaw]]:
    """The code of each text; an alias becomes its code (a 注), an unknown word is null and a flaw.

    Examples:
        >>> visit = (Code("", "拜访", "拜访", ("上门",)), Code("", "VIP", "VIP"))
        >>> values, flaws = one(pa.array(["上门", "ｖｉｐ", "飞鸽"]), visit)
        >>> values.to_pylist(), [flaw.kind.name for flaw in flaws]
        (['拜访', 'VIP', None], ['ALIAS_FOLDED', 'UNKNOWN_CODE'])
        >>> one(pa.array(["已停用"]), (Code("", "在用", "在用"), Code("", "停用", "停用")))[0].to_pylist()
        ['停用']
    """
    if options is None:
        return texts, []
    table = _Table(options)
    values: list[str | None] = []
    flaws: list[Flaw] = []
    for at, text in enumerate(texts.to_pylist()):
        values.append(table.code(text, at, flaws) if text else None)
    return pa.array(values, pa.string()), flaws


def several(texts: pa.Array, options: tuple[Code, ...] | None) -> tuple[pa.Array, list[Flaw]]:
    """The codes of each text in the order typed, without repeats, joined with 、; unknown ones are left out.

    Examples:
        >>> several(pa.array(["团购，VIP/团购", "，"]), None)[0].to_pylist()
        ['团购、VIP', None]
        >>> several(pa.array(["ABD", "a c", "AX"]), tuple(Code("", letter, letter) for letter in "ABCD"))[0].to_pylist()
        ['A、B、D', 'A、C', None]
    """
    table = _Table(options) if options is not None else None
    values: list[str | None] = []
    flaws: list[Flaw] = []
    for at, text in enumerate(texts.to_pylist()):
        whole = table is not None and text is not None and table.holds(text)
        words = [text or ""] if whole else [word for word in map(str.strip, _BREAK.split(text or "")) if word]
        words = words if table is None else [one for word in words for one in table.apart(word)]
        codes = words if table is None else [table.code(word, at, flaws) for word in words]
        values.append("、".join(dict.fromkeys(code for code in codes if code)) or None)
    return pa.array(values, pa.string()), flaws


def plain(word: str) -> str:
    """The word as compared: full-width folded, without blanks, small letters."""
    return "".join(unicodedata.normalize("NFKC", word).split()).casefold()


def tails(group: str) -> tuple[str, ...]:
    """What people write behind a word of a list, or leave away, because the list is called so.

    Examples:
        >>> tails("回访类别"), tails("等级"), tails("岗位"), tails("满意度")
        (('回访', '类', '类回访'), ('级',), ('岗', '岗位', '人员', '员'), ())
    """
    if group == "岗位":
        return _POSTS
    sort = _SORT.search(group)
    if sort is None:
        return ()
    lead, ends = group[: sort.start()], _TAILS.get(sort[0], ())
    return tuple(tail for tail in (lead, *ends, *(end + lead for end in ends if lead)) if tail)


def _meant(option: Code) -> str:
    """A word to choose; an outcome with what it means, as 挂断 may be one or the other."""
    is_said = option.group == OUTCOMES and option.label != option.code
    return worded("{code}（{label}）", code=option.code, label=option.label) if is_said else named(option.code, WORD)


class _Table:
    """The words of one list, and what else they are called."""

    def __init__(self, options: Iterable[Code]) -> None:
        self._options = tuple(options)
        self._codes = {option.code: option.code for option in self._options}
        self._plain = {plain(option.code): option.code for option in self._options}
        self._aliases = {plain(alias): option.code for option in self._options for alias in option.aliases}
        self._tails = tuple(dict.fromkeys(tail for option in self._options[:1] for tail in tails(option.group)))
        self._kinds = any(option.group.endswith("类型") for option in self._options[:1])
        shown = [_meant(option) for option in self._options[:_SHOWN]]
        self._choices = worded("、").join(shown) + ("…" if len(self._options) > _SHOWN else "")

    def holds(self, word: str) -> bool:
        """Whether the very word is a code, whatever signs stand in it."""
        return word in self._codes

    def apart(self, word: str) -> list[str]:
        """ABC in a list whose words are single letters is A, B and C; any other word stays whole."""
        letters = plain(word)
        known = set(self._plain) | set(self._aliases)
        if letters in known or len(letters) < 2 or not all(len(code) == 1 for code in self._plain):
            return [word]
        return list(letters) if set(letters) <= set(self._plain) else [word]

    def code(self, word: str, at: int, flaws: list[Flaw]) -> str | None:
        """The code of one word; what is to be said about it goes to `flaws`."""
        found = self._codes.get(word) or self._plain.get(plain(word))
        if found:
            return found
        found = self._aliases.get(plain(word)) or self._but_for_tail(plain(word))
        if found:
            flaws.append(Flaw(at, Kind.ALIAS_FOLDED, (("value", word), ("code", found))))
        else:
            flaws.append(Flaw(at, Kind.UNKNOWN_CODE, (("value", word), ("choices", self._choices))))
        return found

    def _but_for_tail(self, word: str) -> str | None:
        """The one code that the word is, but for the list's own name behind one of them, or 已 before: 到货回访 and 到货."""
        known = {**self._aliases, **self._plain}
        ends = [word.removesuffix(tail) for tail in self._tails if word.endswith(tail)]
        ends += [word.removeprefix(_WHOSE)] if self._kinds else []
        ends += [word.removeprefix(_IS), _IS + word, *(word + tail for tail in self._tails)]
        found = {known[one] for one in ends if one in known}
        return found.pop() if len(found) == 1 else None
