"""Declarations of columns as written: the shorthand 客户编号 customer_id:编号#, and long rows of 登记表."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workbook.sheets.columns import PRIVACY, ROLES, Column
from workbook.sheets.types import Type
from workbook.words.tongue import worded

Row = Mapping[str, str | list[str]]

YES = ("是", "√", "✓", "对", "y", "Y", "TRUE", "true", "1")
_MARKS = "#@!~*"
_SHORT = re.compile(r"(?P<heading>[^\s:：]+)(?:\s+(?P<ident>\w+))?\s*(?:[:：]\s*(?P<type>.*))?", re.DOTALL)
_LIST = re.compile(r"[、,，;；|｜\n]")


@dataclass(frozen=True, slots=True)
class Declared:
    """One column as declared; `typeless` when no type was written, so that an earlier one stays."""

    column: Column
    typeless: bool = False


def listed(value: str | Sequence[str] | None) -> tuple[str, ...]:
    """The members of a list cell.

    Examples:
        >>> listed("无、/，暂无"), listed(["甲", "乙"]), listed("")
        (('无', '/', '暂无'), ('甲', '乙'), ())
    """
    parts: Iterable[str] = _LIST.split(value) if isinstance(value, str) else (value or ())
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def short(text: str) -> Declared:
    """The column that one word of shorthand declares; # 主键, @ 时间, ! 必填, ~ 个人, * typed by staff.

    Raises:
        ValueError: not shorthand, or no such type.

    Examples:
        >>> made = short("手机 mobile:电话!~").column
        >>> made.heading, made.ident, made.type.name, made.required, made.privacy
        ('手机', 'mobile', '电话', True, '个人')
    """
    body = text.strip().rstrip(_MARKS + " ")
    marks = text.strip()[len(body) :]
    match = _SHORT.fullmatch(body)
    if not match:
        raise ValueError(f"not shorthand: {text!r}")
    role = " ".join(word for mark, word in (("#", "主键"), ("@", "时间")) if mark in marks)
    made = Column(
        heading=match["heading"],
        ident=match["ident"] or match["heading"],
        type=Type.parse(match["type"] or "文本"),
        role=role,
        required="!" in marks or "#" in marks,
        privacy="个人" if "~" in marks else "公开",
        typed="*" in marks,
    )
    return Declared(made, typeless=not match["type"])


def long(row: Row) -> Declared:
    """The column that one full row of 登记表 declares.

    Raises:
        ValueError: a cell that says nothing we know; its text is Chinese and ready to print.

    Examples:
        >>> made = long({"列": "车牌", "类型": "编号", "唯一": "是", "别名": "牌照,车牌号"}).column
        >>> made.type.name, made.unique, made.aliases
        ('编号', ('车牌',), ('牌照', '车牌号'))
    """
    heading = _cell(row, "列")
    try:
        made = short(heading).column
        kind = Type.parse(_cell(row, "类型")) if _cell(row, "类型") else made.type
    except ValueError:
        raise ValueError(worded("“{heading}”的类型“{cell}”看不懂", heading=heading, cell=_cell(row, "类型"))) from None
    roles = listed(row.get("用途"))
    privacy = _cell(row, "密级") or made.privacy
    unknown = [word for word in roles if word not in ROLES] + ([] if privacy in PRIVACY else [privacy])
    if unknown:
        raise ValueError(worded("“{heading}”的“{unknown}”不在可选的词里", heading=heading, unknown=unknown[0]))
    unique = listed(row.get("唯一"))
    column = replace(
        made,
        ident=_cell(row, "英文") or made.ident,
        type=kind,
        role=" ".join(dict.fromkeys((*made.role.split(), *roles))),
        required=made.required or _cell(row, "必填") in YES or "主键" in roles,
        unique=_unique(made.heading, unique),
        default=_cell(row, "默认"),
        aliases=listed(row.get("别名")),
        privacy=privacy,
        blanks=listed(row.get("视为空")),
        note=_cell(row, "说明"),
    )
    return Declared(column, typeless=not _cell(row, "类型") and ":" not in heading and "：" not in heading)


def merged(old: Column, new: Declared) -> Column:
    """A column declared again: what the second says is added to the first.

    Raises:
        ValueError: it would get another type; its text is Chinese and ready to print.
    """
    column = new.column
    if not new.typeless and column.type != old.type:
        raise ValueError(
            worded(
                "“{heading}”已是{type}，不能改成{column_type}",
                heading=old.heading,
                type=old.type,
                column_type=column.type,
            )
        )
    return replace(
        old,
        role=" ".join(dict.fromkeys((*old.role.split(), *column.role.split()))),
        required=old.required or column.required,
        unique=column.unique or old.unique,
        default=column.default or old.default,
        aliases=tuple(dict.fromkeys((*old.aliases, *column.aliases))),
        privacy=max(old.privacy, column.privacy, key=PRIVACY.index),
        blanks=tuple(dict.fromkeys((*old.blanks, *column.blanks))),
        note=column.note or old.note,
    )


def _unique(heading: str, said: tuple[str, ...]) -> tuple[str, ...]:
    """The headings that together must not repeat."""
    if not said or said[0] in ("否", "×"):
        return ()
    return (heading,) if said[0] in YES else tuple(dict.fromkeys((heading, *said)))


def _cell(row: Row, name: str) -> str:
    """One cell of a row as text."""
    value = row.get(name) or ""
    return value.strip() if isinstance(value, str) else "、".join(value)
