"""Passwords that somebody wrote among the settings: taken out before anything reads them, and said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from workbook.rulebook.load.rows import Row
from workbook.words.issues import Issue, Kind, issue

SETTINGS, VALUE = "设置", "值"
_PASSWORD = re.compile(
    r"(?:(?:邮箱|邮件|发信|发件|信箱|mail|smtp).{0,6})?(?:密码|口令|授权码|客户端密码|password|passwd|secret)",
    re.IGNORECASE,
)


def without_passwords(rows: Mapping[str, Sequence[Row]]) -> tuple[Mapping[str, Sequence[Row]], list[Issue]]:
    """The rows without what stands under a name like 授权码, and where that stands; what it was is told to nobody.

    Examples:
        >>> from workbook.words.place import Place
        >>> row = Row("设置", {"名": "邮箱密码", "值": "abc"}, Place("设置", 3))
        >>> kept, told = without_passwords({"设置": [row]})
        >>> kept["设置"][0].cells, [one.kind.name for one in told]
        ({'名': '邮箱密码'}, ['PASSWORD_TYPED'])
    """
    typed = [row for row in rows.get(SETTINGS, ()) if row.cells.get(VALUE) and is_password(row)]
    if not typed:
        return rows, []
    kept = [_blank(row) if any(row is one for one in typed) else row for row in rows[SETTINGS]]
    return {**rows, SETTINGS: kept}, list(_told(typed))


def is_password(row: Row) -> bool:
    """Whether a setting is called like a password: what it says is told to nobody."""
    return row.sheet == SETTINGS and _PASSWORD.fullmatch(row.id.strip()) is not None


def _blank(row: Row) -> Row:
    return replace(row, cells={heading: cell for heading, cell in row.cells.items() if heading != VALUE})


def _told(typed: Iterable[Row]) -> Iterable[Issue]:
    for row in typed:
        yield issue(Kind.PASSWORD_TYPED, row.at(VALUE), setting=row.id)
