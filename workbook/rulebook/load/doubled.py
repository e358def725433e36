"""A setting or a word that a workbook's own sheets say twice, and not the same: the lower row counts, and both are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workbook.rulebook.load.passwords import is_password
from workbook.rulebook.load.rows import Row
from workbook.words.issues import Issue, Kind, issue

SAID = {"设置": ("值",), "代码": ("显示名", "别名", "次序", "提示")}
"""What two rows of one name may say differently."""
_DATED = ("生效日", "失效日")


def doubled(rows: Mapping[str, Sequence[Row]]) -> Iterator[Issue]:
    """An issue at the cell that doesn't count, with the one that does.

    Examples:
        >>> from workbook.words.place import Place
        >>> said = [Row("设置", {"名": "期限", "值": f"{n}天"}, Place("设置", n), {"名": 1, "值": 2}) for n in (3, 5)]
        >>> [(str(one.place), one.what) for one in doubled({"设置": said})]
        [('设置!B3', '“期限”写了两次：第 5 行的值“5天”算数，这里的“3天”不算。')]
    """
    for sheet, headings in SAID.items():
        last: dict[tuple[str, str], Row] = {}
        for row in reversed(rows.get(sheet, ())):
            name = str(row.cells.get("代码", "") if sheet == "代码" else row.id)
            below = last.setdefault((row.id, name), row)
            if (
                not name
                or below is row
                or is_password(row)
                or any(one.cells.get(day) for one in (row, below) for day in _DATED)
            ):
                continue
            for heading in headings:
                mine, counts = str(row.cells.get(heading) or ""), str(below.cells.get(heading) or "")
                if mine != counts and (mine or sheet == "代码"):
                    said = {"name": name, "heading": heading, "value": mine, "row": below.place.row, "held": counts}
                    yield issue(Kind.SAID_TWICE, row.at(heading), **said)
                    break
