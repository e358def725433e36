"""Cells that hold one word or several words of a list: 代码, 多选, 是否."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import pyarrow as pa

from workbook.sheets.codes import Code
from workbook.sheets.texts import Flaw
from workbook.words.issues import Kind

_YES = ("是", "√", "✓", "✔", "☑", "对", "有", "y", "yes", "true", "1", "是的")
_NO = ("否", "×", "✗", "✘", "x", "错", "无", "没有", "n", "no", "false", "0", "不是", "不")
_TRUTH = dict.fromkeys(_YES, "是") | dict.fromkeys(_NO, "否")
_SAID = re.compile(r"(?P<no>没有|没|未|不)?(?:已经?)?(?P<what>.{2,}?)了?")
_DENIES = ("不", "未", "没", "没有", "无", "非", "勿")
_BREAK = re.compile(r"[、,，;；/|｜\n]")
_SHOWN = 12


def yes_no(texts: pa.Array, heading: str = "") -> tuple[pa.Array, list[Flaw]]:
    """是 or 否 for each text, the heading's own words too (已签收 under 客户签收); what is neither is null and a flaw.

    Examples:
        >>> yes_no(pa.array(["√", "FALSE", "１", "也许", None]))[0].to_pylist()
        ['是', '否', '是', None, None]
        >>> yes_no(pa.array(["同意", "已同意", "不同意", "没同意", "意见"]), "经理同意")[0].to_pylist()
        ['是', '是', '否', '否', None]
        >>> yes_no(pa.array(["合格", "不合格"]), "不合格")[0].to_pylist()
        [None, '是']
    """
    values: list[str | None] = []
    flaws: list[Flaw] = []
    for at, text in enumerate(texts.to_pylist()):
        values.append((_TRUTH.get(plain(text)) or _of_heading(plain(text), plain(heading))) if text else None)
        if text and values[-1] is None:
            flaws.append(Flaw(at, Kind.BAD_YES_NO))
    return pa.array(values, pa.string()), flaws


def _of_heading(word: str, heading: str) -> str | None:
    """A word that repeats what the heading asks, or denies it; 合格 under 不合格 is left to be asked about."""
    if len(word) > 1 and _asked(heading, word):
        return "是"
    said = _SAID.fullmatch(word)
    return ("否" if said["no"] else "是") if said and _asked(heading, said["what"]) else None


def _asked(heading: str, word: str) -> bool:
    return heading.endswith(word) and not heading.removesuffix(word).endswith(_DENIES)


def one(texts: pa.Array, options: tuple[Code, ...] | None) -> tuple[pa.Array, list[Flaw]]:
    """The code of each text; an alias becomes its code (a 注), an unknown word is null and a flaw.

    Examples:
        >>> visit = (Code("", "拜访", "拜访", ("上门",)), Code("", "VIP", "VIP"))
        >>> values, flaws = one(pa.array(["上门", "ｖｉｐ", "飞鸽"]), visit)
        >>> values.to_pylist(), [flaw.kind.name for flaw in flaws]
        (['拜访', 'VIP', None], ['ALIAS_FOLDED', 'UNKNOWN_CODE'])
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


class _Table:
    """The words of one list, and what else they are called."""

    def __init__(self, options: Iterable[Code]) -> None:
        self._options = tuple(options)
        self._codes = {option.code: option.code for option in self._options}
        self._plain = {plain(option.code): option.code for option in self._options}
        self._aliases = {plain(alias): option.code for option in self._options for alias in option.aliases}
        shown = [option.code for option in self._options[:_SHOWN]]
        self._choices = "、".join(shown) + ("…" if len(self._options) > _SHOWN else "")

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
        found = self._aliases.get(plain(word))
        if found:
            flaws.append(Flaw(at, Kind.ALIAS_FOLDED, (("value", word), ("code", found))))
        else:
            flaws.append(Flaw(at, Kind.UNKNOWN_CODE, (("value", word), ("choices", self._choices))))
        return found
