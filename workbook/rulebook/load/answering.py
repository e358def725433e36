"""The 计算 rows that answer a sentence: one column named like the sentence, and what it stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbook.rulebook.cells.conditions import split
from workbook.rulebook.cells.sentences import Sentence
from workbook.rulebook.cells.tree import NotUnderstood
from workbook.rulebook.load.rows import Row
from workbook.sheets.schema import Schema
from workbook.sheets.types import NUMBERS
from workbook.words.nearest import nearest
from workbook.words.tongue import named, worded

_BACK = {"日": "1天", "周": "1周", "月": "1月", "双月": "2月", "季": "3月", "半年": "6月", "年": "1年"}
_COUNTED = {
    "次数": "计数",
    "几个": "去重数",
    "合计": "合计",
    "平均": "平均",
    "最大": "最大",
    "最小": "最小",
    "首次": "最早",
    "上次": "最近",
}
_WHOLE = {"次数", "几个"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One derived column and the 计算 rows that make it."""

    sheet: str
    column: str
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Land:
    """What is known of sheets before any rule is read: declared columns, derived ones, tables that rules share."""

    schema: Schema
    types: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tables: Mapping[tuple[str, str], str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, schema: Schema, rows: Mapping[str, Sequence[Row]]) -> Land:
        """The land of these rule rows."""
        types: dict[tuple[str, str], str] = {}
        tables: dict[tuple[str, str], str] = {}
        for sheet, found in rows.items():
            for row in found:
                table = str(row.cells.get("表") or row.cells.get("源表") or row.cells.get("计数表") or "")
                if table and row.id:
                    tables.setdefault((sheet, row.id), table)
                if sheet in {"计算", "判定"}:
                    own = table or tables.get((sheet, row.id), "")
                    usual = "小数" if sheet == "计算" else "文本"
                    types.setdefault((own, str(row.cells.get("列", ""))), str(row.cells.get("类型") or usual))
                if sheet == "问卷":
                    stored, _, column = str(row.cells.get("存到") or f"回访记录.{row.cells.get('题号')}").partition(".")
                    types.setdefault((stored, column), "文本")
        keys = {name: one.key.heading for name, one in schema.sheets.items() if one.key and not one.virtual}
        return cls(schema, types, tables, keys)

    def has(self, sheet: str, column: str) -> bool:
        """Whether a sheet has a column of this name."""
        return (sheet, column) in self.types or self._declared(sheet, column) is not None

    def kind(self, sheet: str, path: str) -> str:
        """The type of a column as it is written in a cell; 小数 where nothing is known."""
        names = path.split(".")
        for name in names[:-1]:
            sheet = self.opened(sheet, name)
        declared = self._declared(sheet, names[-1])
        return str(declared) if declared is not None else self.types.get((sheet, names[-1]), "小数")

    def _declared(self, sheet: str, column: str) -> object:
        found = self.schema.sheets.get(sheet)
        return next((one.type for one in found.columns if one.heading == column), None) if found else None

    def opened(self, sheet: str, path: str) -> str:
        """The sheet behind a reference: 客户 of 事件, 归属员工 of 客户."""
        for name in path.split("."):
            found = self.schema.sheets.get(sheet)
            through = [one.type.target for one in found.columns if name in {one.path, one.heading}] if found else []
            sheet = next((target for target in through if target), name if name in self.schema.sheets else "")
        return sheet

    def time(self, sheet: str) -> str:
        """The heading of a sheet's own time; empty without one."""
        found = self.schema.sheets.get(sheet)
        return found.time.heading if found and found.time else ""

    def table(self, row: Row) -> str:
        """The sheet that an earlier row of the same rule names."""
        return self.tables.get((row.sheet, row.id), "")

    def in_full(self, asked: Sentence) -> Sentence:
        """The sentence with the short names of keys in full: 同客户 is 同客户编号."""
        return replace(asked, same=tuple(self.keys.get(one, one) for one in asked.same))


def answering(asked: Sentence, sheet: str, land: Land) -> tuple[Answer, ...]:
    """Every column that the sentence needs on its sheets, the answer first.

    Raises:
        NotUnderstood: the sheet has nothing to ask by.
    """
    if asked.asks == "几项":
        return _of_the_list(asked, sheet)
    if asked.asks == "第几轮":
        return (_answer(sheet, asked.name, {"类型": "整数", "方法": "轮次"}),)
    source = asked.source if asked.source in land.schema.sheets else ""
    if asked.source and not source:
        guess = nearest(asked.source, land.schema.sheets)
        raise NotUnderstood(
            worded("没有【{source}】这张表", source=named(asked.source)),
            worded("“的”后面写表名，最像的是“{guess}”；挑其中一种写在括号里。", guess=guess),
        )
    if asked.within and not land.time(source or sheet):
        raise NotUnderstood(
            worded("【{source}】没有自己的时间，说不出“{within}”", source=named(source or sheet), within=asked.within),
            worded("去掉时间，或在【登记表】给一列写 用途: 时间。"),
        )
    if asked.asks in {"名次", "占比", "连续几次", "第几次"} or (asked.asks == "上次" and not source):
        return _in_a_row(asked, source or sheet, sheet, land)
    return _counted(asked, source or sheet, sheet, land)


def _answer(sheet: str, column: str, *ways: Mapping[str, str]) -> Answer:
    return Answer(sheet, column, tuple({"表": sheet, "列": column, **way} for way in ways))


def _of_the_list(asked: Sentence, sheet: str) -> tuple[Answer, ...]:
    """几项（甲；乙；丙）: one for each that holds, added up."""
    flags = []
    for clause in split(asked.when, "；;\n"):
        if not {":", "："} & set(clause):
            raise NotUnderstood(
                worded("“{clause}”缺冒号", clause=clause),
                worded("括号里写成 列名: 测试，例如 几项（手机: 非空；微信: 非空）。"),
            )
        name = replace(asked, when=clause).name
        flags.append(_answer(sheet, name, {"类型": "整数", "若": clause, "公式": "1"}, {"类型": "整数", "公式": "0"}))
    if len(flags) < 2:
        raise NotUnderstood(worded("“几项”里只有一项"), worded("只有一项就直接写 列名: 测试。"))
    total = " + ".join(f"{{{one.column}}}" for one in flags)
    return (_answer(sheet, asked.name, {"类型": "整数", "公式": total}), *flags)


def _period_key(sheet: str, within: str, land: Land) -> Answer:
    """The calendar period of a row, or the one before it."""
    time, period = land.time(sheet), within[1:]
    if within[0] == "上" and period not in _BACK:
        raise NotUnderstood(worded("“{within}”说不清", within=within), worded("写 上月 或 上季。"))
    back = f"-{_BACK[period]}" if within[0] == "上" else ""
    named = f"{time}的上{period}" if back else f"{time}所在{period}"
    return _answer(sheet, named, {"类型": "文本", "公式": f"期键({{{time}}}{back},{period})"})


def _in_a_row(asked: Sentence, source: str, sheet: str, land: Land) -> tuple[Answer, ...]:
    """第几次, 连续几次, 上次, 名次, 占比: a row among the rows of its sheet."""
    keys: list[Answer] = []
    if asked.is_period:
        if asked.within[0] == "上" or source != sheet:
            raise NotUnderstood(
                worded("“{within} {asks}”说不清", within=asked.within, asks=asked.asks),
                worded("写 本{within}，或问 次数、合计。", within=asked.within[1:]),
            )
        keys = [_period_key(sheet, asked.within, land)]
    way = {"类型": "整数"}
    if joined := (*asked.same, *(key.column for key in keys)):
        way["关联"] = ",".join(joined)
    if not land.time(source) and land.has(source, "期") and asked.asks not in {"名次", "占比"}:
        way["排序"] = "期"
    if asked.within and not asked.is_period:
        way["窗"] = asked.within
    if asked.when:
        way["命中若" if asked.asks == "连续几次" else "来源若"] = asked.when
    match asked.asks:
        case "第几次":
            way["方法"] = "序号"
        case "连续几次":
            way |= {"方法": "连续", "来源": source}
        case "上次":
            way |= {"方法": "上一条", "取列": asked.column, "类型": land.kind(sheet, asked.column)}
        case "名次":
            way |= {"方法": "名次", "排序": f"{asked.column} {'升' if asked.rising else '降'}"}
        case _:
            way |= {"方法": "占比", "取列": asked.column, "类型": "百分"}
    if asked.asks in {"连续几次", "上次"} and source == sheet and not joined:
        raise NotUnderstood(
            worded("“{name}”没写同什么", name=asked.name), worded("例如 同客户编号 {asks}。", asks=asked.asks)
        )
    return (_answer(sheet, asked.name, way), *keys)


def _counted(asked: Sentence, source: str, sheet: str, land: Land) -> tuple[Answer, ...]:
    """次数, 几个, 合计 …: over the rows of a sheet, looking back from the asking row."""
    if source == sheet and not asked.same:
        raise NotUnderstood(
            worded("“{name}”没写同什么", name=asked.name), worded("例如 同客户编号；要数全表，写 同 一列大家都一样的。")
        )
    method = _COUNTED.get(asked.asks, asked.asks)
    kind = "整数" if asked.asks in _WHOLE else land.kind(source, asked.column)
    if method == "平均" or (method == "合计" and kind.partition("(")[0] not in NUMBERS):
        kind = "小数"
    tests, beside = _looking_back(asked, source, sheet, land)
    way = {"类型": kind, "方法": method, "来源": source}
    if asked.same:
        way["关联"] = ",".join(asked.same)
    if asked.column:
        way["取列"] = asked.column
    if tests := [*([asked.when] if asked.when else []), *tests]:
        way["来源若"] = "；".join(tests)
    return (_answer(sheet, asked.name, way), *beside)


def _looking_back(asked: Sentence, source: str, sheet: str, land: Land) -> tuple[list[str], list[Answer]]:
    """The tests that keep the rows of the time asked for, and the columns they need."""
    if not asked.within:
        return [], []
    time, own = land.time(source), land.time(sheet)
    if not own:
        return [f"{time}: {asked.within}" if asked.is_period else f"{time}: [今日-{asked.within}..今日]"], []
    if not asked.is_period:
        day = _answer(sheet, f"{own}当天", {"类型": "日期", "公式": f"日期({{{own}}})"})
        return [f"{time}: [{{本行.{day.column}}}-{asked.within}..{{本行.{own}}}]"], [day]
    theirs, mine = _period_key(source, f"本{asked.within[1:]}", land), _period_key(sheet, asked.within, land)
    tests = [f"{theirs.column}: {{本行.{mine.column}}}"]
    if asked.within[0] == "本":
        tests.append(f"{time}: <={{本行.{own}}}")
    return tests, [theirs, mine]
