"""One column and one sheet as declared: heading, type, role, what it must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from workbook.sheets.types import Type

ROLES = ("主键", "时间", "客户", "员工", "起", "止", "状态")
PRIVACY = ("公开", "内部", "个人", "机密")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Shapes:
        role: one or more of ROLES, divided by blanks: the day of 日历 is 主键 and 时间.
        unique: the headings that together must not repeat, this one among them; empty when they may.
        default: a value or {heading}; it fills the frame, never the user's cell.
        blanks: words that mean "nothing here", e.g. 无 or /.
        typed: in one of our own sheets: staff type here.
    """

    heading: str
    ident: str
    type: Type
    role: str = ""
    required: bool = False
    unique: tuple[str, ...] = ()
    default: str = ""
    aliases: tuple[str, ...] = ()
    privacy: str = "公开"
    blanks: tuple[str, ...] = ()
    note: str = ""
    typed: bool = False

    def plays(self, role: str) -> bool:
        """Whether it has this role, alone or among others."""
        return role in self.role.split()

    @property
    def path(self) -> str:
        """The name its 引用 opens beside its heading: 客户编号 opens 客户, 保单号 opens 保单."""
        short = self.heading.removesuffix("编号")
        return (short if short != self.heading else self.heading.removesuffix("号")) or self.heading


@dataclass(frozen=True)
class Sheet:
    """One sheet and its columns; `ours` is written by the program, `virtual` is never read from a workbook."""

    name: str
    ident: str
    columns: tuple[Column, ...]
    ours: bool = False
    virtual: bool = False

    @property
    def key(self) -> Column | None:
        """The column that names a row; None when rows are known by their number only."""
        return self.playing("主键")

    @property
    def called(self) -> Column | None:
        """The column that says what people call a row: 客户名称, 姓名, 名称."""
        words = (f"{self.name}名称", f"{self.name}名", "名称")
        named = (column for column in self.columns if column.ident == "name" or column.heading in words)
        return next((column for column in named if column is not self.key), None)

    @property
    def time(self) -> Column | None:
        """The column that dates a row when a rule doesn't say which."""
        return self.playing("时间")

    @property
    def start(self) -> Column | None:
        """Where a row that is an interval begins."""
        return self.playing("起") or self.column("起")

    @property
    def end(self) -> Column | None:
        """Where a row that is an interval ends."""
        return self.playing("止") or self.column("止")

    def column(self, heading: str) -> Column | None:
        """The column with this heading."""
        return self._by_heading.get(heading)

    def playing(self, role: str) -> Column | None:
        """The first column with this role."""
        return self._by_role.get(role)

    @cached_property
    def _by_heading(self) -> Mapping[str, Column]:
        return {column.heading: column for column in reversed(self.columns)}

    @cached_property
    def _by_role(self) -> Mapping[str, Column]:
        return {role: column for column in reversed(self.columns) for role in ROLES if column.plays(role)}

    @cached_property
    def _links(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.type.target)

    def reference(self, name: str) -> Column | None:
        """The 引用 that a path name opens: its heading, its heading without 编号 or 号, or its role.

        Examples:
            >>> card = Sheet("走访", "visit", (Column("卡号", "card", Type("引用", "三表卡")),))
            >>> [found and found.heading for found in map(card.reference, ("卡", "卡号", "客户"))]
            ['卡号', '卡号', None]
        """
        links = self._links
        return (
            next((column for column in links if column.heading == name), None)
            or next((column for column in links if column.path == name), None)
            or next((column for column in links if name in ("客户", "员工") and column.plays(name)), None)
        )
