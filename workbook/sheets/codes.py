"""The words a column may hold: groups of 代码, their aliases, their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workbook.sheets.register import Row, listed
from workbook.sheets.types import Type

OUTCOMES = "结果代码"


@dataclass(frozen=True, slots=True)
class Code:
    """One word of a group.

    Shapes:
        code: the word as stored; label: as printed outside; aliases: folded into it on reading.
        rank: its place when the group is ordered, else None.
        hint: a line printed on forms when a row holds it.
    """

    group: str
    code: str
    label: str
    aliases: tuple[str, ...] = ()
    rank: int | None = None
    hint: str = ""


SAID = {"撤销": ("撤消",), "维持": ("维持原判", "维持原罚", "维持原处罚", "驳回申诉")}
"""How people also write words of the columns that every workbook has; what could mean either isn't here."""


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """All groups by name, equal to itself only."""

    groups: Mapping[str, tuple[Code, ...]] = field(default_factory=dict)

    def group(self, name: str) -> tuple[Code, ...]:
        """The words of a group in their order; none when there is no such group."""
        return self.groups.get(name, ())

    def of(self, type: Type) -> tuple[Code, ...] | None:  # noqa: A002 - the word for it
        """The words a 代码 or 多选 may hold; None when any word may stand there.

        Examples:
            >>> [code.code for code in Codes().of(Type.parse("代码(甲|乙)"))], Codes().of(Type.parse("代码(@未知)"))
            (['甲', '乙'], None)
            >>> Codes().of(Type.parse("代码(维持|撤销)"))[1].aliases
            ('撤消',)
        """
        if type.group:
            return self.groups.get(type.group)
        return tuple(Code("", word, word, SAID.get(word, ())) for word in type.words) or None


def codes(rows: Iterable[Row], outcomes: Iterable[Row] = ()) -> Codes:
    """The groups that rows of 代码 make, and 结果代码 out of its own sheet; a later row of the same word replaces it.

    Examples:
        >>> made = codes([{"组": "联系方式", "代码": "拜访", "别名": "上门,到店", "次序": "2"}], [{"编号": "完成"}])
        >>> made.group("联系方式")[0].aliases, made.group("结果代码")[0].code
        (('上门', '到店'), '完成')
    """
    groups: dict[str, dict[str, Code]] = {}
    for row in (*rows, *({**row, "组": OUTCOMES, "代码": row.get("编号", "")} for row in outcomes)):
        group, word = _text(row, "组"), _text(row, "代码")
        if not group or not word:
            continue
        rank = _text(row, "次序")
        groups.setdefault(group, {})[word] = Code(
            group=group,
            code=word,
            label=_text(row, "显示名") or (_text(row, "名称") if group == OUTCOMES else "") or word,
            aliases=listed(row.get("别名")),
            rank=int(rank) if rank.lstrip("-").isdigit() else None,
            hint=_text(row, "提示"),
        )
    return Codes({name: tuple(words.values()) for name, words in groups.items()})


def _text(row: Row, name: str) -> str:
    """One cell of a row as text."""
    value = row.get(name) or ""
    return value.strip() if isinstance(value, str) else "、".join(value)
