"""The types a column can have: 文本, 编号, 代码(甲|乙), 引用(客户), 明细(料号:编号,数量:小数) …."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "moment"]

PROSE = ("文本", "长文", "文件")
"""Types whose values are what people wrote."""
TEXTS = (
    *(*PROSE, "编号", "电话", "代码", "多选", "是否"),
    *("时刻", "时长", "时段", "期", "引用", "明细"),
)
NUMBERS = ("整数", "小数", "金额", "百分")
MOMENTS = ("日期", "时点")
KNOWN = (*TEXTS, *NUMBERS, *MOMENTS)

_KINDS: Mapping[str, Kind] = {**dict.fromkeys(NUMBERS, "number"), **dict.fromkeys(MOMENTS, "moment")}
_TAKES_ARGUMENT = ("代码", "多选", "引用", "明细")
_NEEDS_ARGUMENT = ("引用", "明细")
_SHAPE = re.compile(r"\s*([^()（）\s]+)\s*(?:[(（](.*)[)）])?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Type:
    """A type and what stands in its brackets: the words or the @group of a 代码, the sheet of a 引用."""

    name: str
    arg: str = ""

    @classmethod
    def parse(cls, text: str) -> Type:
        """The type a text names.

        Raises:
            ValueError: no such type, or brackets that don't fit it.

        Examples:
            >>> Type.parse("代码(甲|乙)"), Type.parse("引用（客户）")
            (Type(name='代码', arg='甲|乙'), Type(name='引用', arg='客户'))
            >>> str(Type.parse(" 多选( @标签 ) "))
            '多选(@标签)'
        """
        match = _SHAPE.fullmatch(text)
        name, brackets = match.groups() if match else ("", None)
        arg = _argument(name, brackets or "")
        if name not in KNOWN or (brackets is not None and not arg):
            raise ValueError(f"not a type: {text!r}")
        if (arg and name not in _TAKES_ARGUMENT) or (not arg and name in _NEEDS_ARGUMENT):
            raise ValueError(f"brackets don't fit: {text!r}")
        made = cls(name, arg)
        _ = made.parts
        return made

    @property
    def kind(self) -> Kind:
        """How its values are kept in a frame."""
        return _KINDS.get(self.name, "text")

    @property
    def group(self) -> str:
        """The group of 代码 it draws from, without its @; empty when its words stand in the brackets."""
        return self.arg[1:] if self.name in ("代码", "多选") and self.arg.startswith("@") else ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words in the brackets of 代码 or 多选."""
        if self.name not in ("代码", "多选") or self.group:
            return ()
        return tuple(word for word in self.arg.split("|") if word)

    @property
    def target(self) -> str:
        """The sheet a 引用 points to; empty for other types."""
        return self.arg if self.name == "引用" else ""

    @property
    def parts(self) -> tuple[tuple[str, Type], ...]:
        """The parts of one line of a 明细.

        Raises:
            ValueError: a part without a name, or with a type of its own brackets.

        Examples:
            >>> Type.parse("明细(料号:编号,数量:小数)").parts
            (('料号', Type(name='编号', arg='')), ('数量', Type(name='小数', arg='')))
        """
        if self.name != "明细":
            return ()
        pairs = [part.partition(":") for part in self.arg.split(",")]
        if not all(name for name, _, _ in pairs):
            raise ValueError(f"a part without a name: {self.arg!r}")
        return tuple((name, Type.parse(kind or "文本")) for name, _, kind in pairs)

    def __str__(self) -> str:
        return f"{self.name}({self.arg})" if self.arg else self.name


def _argument(name: str, brackets: str) -> str:
    """The words of a code as they are, anything else made plain."""
    if name in ("代码", "多选"):
        return "|".join(filter(None, (word.strip() for word in re.split(r"[|｜]", brackets))))
    return "".join(unicodedata.normalize("NFKC", brackets).split())
