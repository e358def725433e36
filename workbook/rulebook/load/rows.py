"""Raw rule rows, as found in a rulebook file or on a rule sheet, before any cell is understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.sorts.model import REGISTER, SHEETS
from workbook.words.faults import RuleFault
from workbook.words.place import Place
from workbook.words.tongue import worded

Cell = str | Mapping[str, str] | list[Any]
TABLES = (REGISTER, *SHEETS)
LISTED_BY = {"代码": "组", "设置": "名", "问卷": "问卷"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a rule sheet: heading → raw cell, and where it stands (column numbers when it stands on a sheet).

    `spared`: (列, 测试) by which it leaves alone the rows that a change took from it.
    """

    sheet: str
    cells: Mapping[str, Cell]
    place: Place
    columns: Mapping[str, int] = field(default_factory=dict)
    book: str = ""
    spared: frozenset[tuple[str, str]] = frozenset()

    @property
    def id(self) -> str:
        """What names the rule: 编号, or 组, 名, 问卷 where a sheet has its own."""
        return str(self.cells.get(LISTED_BY.get(self.sheet, "编号"), ""))

    @property
    def name(self) -> str:
        """The rule as it is called in issues: its 编号, else the column it fills."""
        return self.id or ".".join(str(self.cells[heading]) for heading in ("表", "列") if self.cells.get(heading))

    def at(self, heading: str) -> Place:
        """The place of one cell."""
        return Place(self.place.sheet, self.place.row, self.columns.get(heading, 0))


@dataclass(frozen=True, slots=True)
class Source:
    """One rulebook as written: its heading words, its rows by rule sheet, and the first rows of lookup sheets."""

    id: str
    name: str = ""
    basis: str = ""
    based_on: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    family: str = ""
    trade: str = ""
    one_line: str = ""
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    data: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    demo: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    covers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_HEADS = {"规则书", "名称", "依据", "基于", "取用", "资料", "演示", "覆盖", "行业", "一句话", "同套"}


def all_text(written: str) -> Any:
    r"""What a YAML text holds, every scalar as text; libyaml, where it is there, is ten times as fast.

    Raises:
        YAMLError: not YAML.

    Examples:
        >>> all_text("名: 甲\n数: 3")
        {'名': '甲', '数': '3'}
    """
    return yaml.load(written, Loader=yaml.CBaseLoader if hasattr(yaml, "CBaseLoader") else yaml.BaseLoader)  # noqa: S506


def source(text: str, origin: str) -> Source:
    """The rulebook written in `text` (YAML; every scalar is text).

    Raises:
        RuleFault: not YAML, or a top key that no rulebook has. `origin` names the file.
    """
    try:
        written = all_text(text)
    except yaml.YAMLError as error:
        raise RuleFault(
            worded("规则书“{origin}”看不懂：{error}。", origin=origin, error=error), worded("检查缩进、冒号和引号。")
        ) from error
    if not isinstance(written, dict) or "规则书" not in written:
        raise RuleFault(
            worded("“{origin}”不是规则书：缺“规则书”这一项。", origin=origin), worded("第一行写 规则书: 编号。")
        )
    unknown = sorted(set(written) - _HEADS - set(TABLES))
    if unknown:
        raise RuleFault(
            worded("规则书“{origin}”里有不认识的项：{unknown}。", origin=origin, unknown=worded("、").join(unknown)),
            worded("可用的有 {tables}。", tables=worded("、").join(TABLES)),
        )
    book = str(written["规则书"])
    return Source(
        id=book,
        name=written.get("名称", ""),
        basis=written.get("依据", "") if isinstance(written.get("依据", ""), str) else "",
        based_on=_listed(written.get("基于", [])),
        takes=_listed(written.get("取用", [])),
        family=written.get("同套", ""),
        trade=written.get("行业", ""),
        one_line=written.get("一句话", ""),
        rows={sheet: tuple(_rows(sheet, written[sheet], book)) for sheet in TABLES if written.get(sheet)},
        data={sheet: tuple(_table(rows)) for sheet, rows in (written.get("资料") or {}).items()},
        demo={sheet: tuple(_table(rows)) for sheet, rows in (written.get("演示") or {}).items()},
        covers={feature: _listed(by) for feature, by in (written.get("覆盖") or {}).items()},
    )


def _listed(value: str | Sequence[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.replace("、", ",").split(",") if part.strip())
    return tuple(value)


def _table(rows: Sequence[Any]) -> Iterable[Mapping[str, str]]:
    """Rows as mappings, or as lists under a first list of headings."""
    if rows and isinstance(rows[0], list):
        head = rows[0]
        return [dict(zip(head, row, strict=False)) for row in rows[1:]]
    return [dict(row) for row in rows]


def _rows(sheet: str, written: Sequence[Mapping[str, Any]], book: str) -> Iterable[Row]:
    for number, cells in enumerate(expanded(written)):
        yield Row(sheet, cells, Place(sheet, number + 2), book=book)


def expanded(
    written: Sequence[Mapping[str, Any]], inherited: Mapping[str, Any] | None = None
) -> Iterable[dict[str, Any]]:
    """Rows with 行 opened: inner rows inherit the outer cells; 若-groups of both are joined.

    Examples:
        >>> list(expanded([{"源表": "事件", "若": {"甲": "1"}, "行": [{"编号": "A", "若": {"乙": "2"}}]}]))
        [{'源表': '事件', '若': {'甲': '1', '乙': '2'}, '编号': 'A'}]
    """
    for row in written:
        cells = dict(inherited or {})
        for heading, value in row.items():
            if heading == "行":
                continue
            cells[heading] = _joined(cells[heading], value) if heading.endswith("若") and heading in cells else value
        if "行" in row:
            yield from expanded(row["行"], cells)
        else:
            yield cells


def _joined(outer: Cell, inner: Cell) -> Cell:
    """Both groups at once; lists of alternatives are multiplied out."""
    outers: list[Any] = outer if isinstance(outer, list) else [outer]
    inners: list[Any] = inner if isinstance(inner, list) else [inner]
    if not all(isinstance(group, Mapping) for group in (*outers, *inners)):
        raise NotUnderstood(worded("行里的条件要写成“列: 测试”"), worded("例如 若: {客户类别: VIP}。"))
    joined = [{**left, **right} for left in outers for right in inners]
    return joined[0] if len(joined) == 1 else joined


def merged(below: Sequence[Row], above: Sequence[Row]) -> tuple[Row, ...]:
    """Rows of a base and of what stands on it: a rule whose 编号 comes again is replaced as a whole, in its old place.

    Where a rule has several rows, the first replaces the first and so on; what is left over follows the last of them.
    """
    if above and above[0].sheet == "设置":
        return _laid_over(below, above)
    units: list[list[Row]] = []
    coming: dict[str, list[int]] = {}
    for row in above:
        if units and is_further(row):
            units[-1].append(row)
        else:
            coming.setdefault(_key(row), []).append(len(units))
            units.append([row])
    left = Counter(_key(row) for row in below)
    result: list[Row] = []
    for row in below:
        key = _key(row)
        left[key] -= 1
        if key not in coming:
            result.append(row)
            continue
        now = coming[key][:1] if left[key] else coming[key]
        coming[key] = coming[key][len(now) :]
        result.extend(one for at in now for one in units[at])
    fresh = sorted(at for places in coming.values() for at in places)
    return (*result, *(one for at in fresh for one in units[at]))


def is_further(row: Row) -> bool:
    """Whether a row only adds an alternative to the row above: nothing is filled but groups of tests."""
    said = [heading for heading, cell in row.cells.items() if cell and heading not in {"编号", "组", "名", "问卷"}]
    return bool(said) and all(heading.partition("·")[0].endswith("若") for heading in said)


def _laid_over(below: Sequence[Row], above: Sequence[Row]) -> tuple[Row, ...]:
    """Settings are changed cell by cell: an office's row needs only 名 and 值."""
    shipped = {row.id: row for row in below}
    changed = {
        row.id: replace(row, cells={**shipped[row.id].cells, **row.cells}) if row.id in shipped else row
        for row in above
    }
    kept = [changed.pop(row.id, row) for row in below]
    return (*kept, *changed.values())


def _key(row: Row) -> str:
    if row.sheet == "代码":
        return f"{row.cells.get('组')}/{row.cells.get('代码')}"
    if row.sheet == "计算":
        return f"{row.cells.get('表')}.{row.cells.get('列')}"
    if row.sheet == REGISTER or not row.id or row.cells.get("接替"):
        return f"{id(row)}"
    return row.id
