"""Every sheet and column there is: the standard ones, and what a rulebook's 登记表 adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from workbook.sheets import standard
from workbook.sheets.columns import Column, Sheet
from workbook.sheets.register import Declared, Row, long, merged, short
from workbook.sheets.types import Type
from workbook.words.titles import title_of
from workbook.words.tongue import named, worded

__all__ = ["STANDARD", "Column", "Schema", "Sheet"]

LIST = "名单"


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """All sheets by name, equal to itself only; a 明细 column stands there as a sheet of its own, named 表.列."""

    sheets: Mapping[str, Sheet]

    def sheet(self, name: str) -> Sheet:
        """The sheet with this name; 名单·短信 and its like are one kind.

        Raises:
            KeyError: no such sheet.

        Examples:
            >>> STANDARD.sheet("事件").time.heading, STANDARD.sheet("名单·短信").name
            ('发生时间', '名单·短信')
        """
        if name not in self.sheets and is_list(name):
            return replace(self.sheets[LIST], name=name)
        return self.sheets[name]

    def members(self, kind: Type) -> str:
        """The sheet whose keys a 多选(表) holds; empty for any other type."""
        only = kind.words[0] if kind.name == "多选" and len(kind.words) == 1 else ""
        return only if only in self.sheets else ""

    def with_rows(self, register_rows: Sequence[Row]) -> tuple[Schema, list[str]]:
        """The schema with what rows of 登记表 add; beside it a Chinese sentence for each row that can't be followed.

        Examples:
            >>> rows = [{"表": "保单", "列": ["保单号:编号#", "手机:电话~"]}, {"表": "客户", "列": ["手机:文本"]}]
            >>> more, refused = STANDARD.with_rows(rows)
            >>> more.sheet("保单").key.heading, refused
            ('保单号', ['【登记表】的【客户】：“手机”已是电话，不能改成文本。'])
        """
        sheets = {name: sheet for name, sheet in self.sheets.items() if "." not in name}
        refused: list[str] = []
        for row in register_rows:
            _register(sheets, row, refused)
        made = _whole(sheets.values())
        return made, refused + _doubts(made)


def is_list(name: str) -> bool:
    """Whether a sheet is one of the lists 名单·短信, 名单：邮件 …"""
    return name.startswith(LIST) and name[len(LIST) : len(LIST) + 1] in (":", "：", "·", "-", "—")


def _register(sheets: dict[str, Sheet], row: Row, refused: list[str]) -> None:
    """Adds one row of 登记表 to the sheets, or a sentence to `refused`."""
    name, written = str(row.get("表") or "").strip(), row.get("列") or ""
    if not name or not written:
        refused.append(worded("【登记表】有一行没有写“{rest}”。", rest="列" if name else "表"))
        return
    old = sheets.get(name)
    ident = row.get("英文")
    given = ident if isinstance(ident, str) and ident and isinstance(written, list) else name
    columns = {column.heading: column for column in (old.columns if old else ())}
    for one in written if isinstance(written, list) else [written]:
        try:
            made = _declared(row, one)
            heading = made.column.heading
            columns[heading] = merged(columns[heading], made) if heading in columns else made.column
        except ValueError as error:
            refused.append(worded("【登记表】的【{name}】：{error}。", name=named(name), error=error))
    base = old or Sheet(name, given, ())
    sheets[name] = _settled(replace(base, columns=tuple(columns.values())))


def _declared(row: Row, one: str) -> Declared:
    """The column of a long row, or of one word of shorthand."""
    if not isinstance(row["列"], list):
        return long(row)
    try:
        return short(one)
    except ValueError:
        raise ValueError(worded("“{one}”看不懂，写成 列名:类型，例如 交车时间:时点!", one=one)) from None


def _doubts(schema: Schema) -> list[str]:
    """What can be followed but can't be meant: one alias for two columns, a 引用 to a sheet without a key."""
    found: list[str] = []
    for sheet in schema.sheets.values():
        seen: dict[str, str] = {}
        for column in sheet.columns:
            for alias in column.aliases:
                if alias in seen:
                    found.append(
                        worded(
                            "【登记表】的【{name}】：“{alias}”是“{seen}”的别名，又是“{heading}”的。",
                            name=named(sheet.name),
                            alias=alias,
                            seen=seen[alias],
                            heading=column.heading,
                        )
                    )
                seen[alias] = column.heading
            target = column.type.target
            if target and (target not in schema.sheets or schema.sheets[target].key is None):
                why = "没有这张表" if target not in schema.sheets else "那张表没有主键"
                found.append(
                    worded(
                        "【登记表】的【{name}】：“{heading}”引用【{target}】，{why}。",
                        name=named(sheet.name),
                        heading=column.heading,
                        target=named(target),
                        why=why,
                    )
                )
    return found


def _settled(sheet: Sheet) -> Sheet:
    """The sheet with roles that follow from its types, and without aliases that are headings of its own."""
    headings = {column.heading for column in sheet.columns}
    taken = {role for column in sheet.columns for role in column.role.split()}
    columns = []
    for column in sheet.columns:
        role = _natural(sheet, column)
        roles = [*column.role.split(), *([role] if role and role not in taken else [])]
        taken.update(roles)
        role, aliases = " ".join(roles), tuple(alias for alias in column.aliases if alias not in headings)
        is_settled = (role, aliases) == (column.role, column.aliases)
        columns.append(column if is_settled else replace(column, role=role, aliases=aliases))
    return replace(sheet, columns=tuple(columns))


def _natural(sheet: Sheet, column: Column) -> str:
    """The role a column has by itself; a leader in 员工 isn't the row's 员工."""
    if column.type.target in ("客户", "员工") and column.type.target != sheet.name:
        return column.type.target
    return "状态" if column.heading == "状态" and column.type.name in ("代码", "文本") else ""


def _whole(sheets: Iterable[Sheet]) -> Schema:
    """A schema of settled sheets with the child sheets that 明细 and 多选(表) open."""
    made = {sheet.name: sheet for sheet in sheets}
    parents = tuple(made.values())
    plain = Schema(made)
    for sheet in parents:
        for column in sheet.columns:
            parts = column.type.parts
            if target := plain.members(column.type):
                parts = ((column.heading, Type("引用", target)),)
            if parts:
                child = _child(sheet, column, parts)
                made[child.name] = child
    return Schema(MappingProxyType(made))


def _child(sheet: Sheet, column: Column, parts: tuple[tuple[str, Type], ...]) -> Sheet:
    """The sheet 表.列: the key of the parent row, then the parts."""
    key = sheet.key
    link = (replace(key, type=Type("引用", sheet.name), role="", unique=(), default=""),) if key else ()
    lines = tuple(Column(name, name, kind, privacy=column.privacy) for name, kind in parts)
    return Sheet(f"{sheet.name}.{column.heading}", f"{sheet.ident}.{column.ident}", (*link, *lines), ours=sheet.ours)


def _read(text: str, *, ours: bool = False, virtual: bool = False) -> list[Sheet]:
    """The sheets of one text of `standard`."""
    found = []
    for paragraph in text.strip().split("\n\n"):
        head, _, body = paragraph.partition(":")
        name, ident = head.split()
        columns = tuple(short(word).column for word in body.replace("\n", " ").split("·") if word.strip())
        if ours:  # a line typed into one of our own sheets may lack its hidden key
            columns = tuple(replace(column, required=False, aliases=_title(column.heading)) for column in columns)
        found.append(Sheet(name, ident, columns, ours=ours, virtual=virtual))
    return found


def _title(heading: str) -> tuple[str, ...]:
    """What sheets of ours say instead of a heading that is a word of rules only."""
    said = title_of(heading)
    return () if said == heading else (said,)


def _spoken(sheet: Sheet) -> Sheet:
    """The sheet with the aliases and blank words people use."""
    general = {line.split(":")[0]: tuple(line.split(":")[1].split()) for line in standard.ALIASES.strip().splitlines()}
    own = standard.OWN_ALIASES.get(sheet.name, {})
    columns = []
    for column in sheet.columns:
        blanked = column.type.name in standard.BLANKED_TYPES or column.heading in standard.BLANKED_HEADINGS
        columns.append(
            replace(
                column,
                aliases=(*own.get(column.heading, ()), *general.get(column.heading, ())),
                blanks=standard.BLANKS if blanked and not column.required else (),
                unique=standard.UNIQUE.get((sheet.name, column.heading), ()),
            )
        )
    return replace(sheet, columns=tuple(columns))


def _standard() -> Schema:
    """The sheets of `standard`, read once."""
    facts = [_spoken(sheet) for sheet in (*_read(standard.FACTS), *_read(standard.REGISTERS))]
    made = [*facts, *_read(standard.VIRTUAL, virtual=True), *_read(standard.OURS, ours=True)]
    return _whole(map(_settled, made))


STANDARD: Schema = _standard()
