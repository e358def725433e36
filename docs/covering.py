"""What the regulations of catalogue.yaml want, which rules carry it, and which scenarios prove it: coverage.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workbook.rulebook.load.rows import Row, Source
from workbook.shells.outside.shelf import shelf

HOME = Path(__file__).resolve().parent
CASES = HOME.parent / "tests" / "cases"
FACILITIES = {
    "印": "打印：记录表、卡片、台账、单子",
    "邮": "邮件：按人拆分、先看再发、一次一封",
    "短": "短信名单：逐户成文、数字数",
    "遮": "遮名字和电话，数清扣下的行",
    "痕": "痕迹：改过的格子留旧值、新值、何时",
    "发": "分发：每人一份，只有自己的行",
    "号": "编号：照式样连号，不重用",
    "存": "存档：按日期留底，有目录",
    "寻": "按词找",
    "录": "录入：下拉、题的次序、接话、颜色，登记进记录",
    "即": "即时：登记了就通知",
    "行": "运行：重跑无害、撤回、试跑、重抽",
    "历": "日历：放假、调休，【节假日】为准",
    "规": "规则可改、有版本、查得出、说得出为什么",
}
"""What the program does for every rulebook, which rules only switch on; the words that 覆盖 may name beside rules."""
SHOWN = 2
"""So many scenarios are named for a feature; more are counted."""


VARIED = {
    "放假": "中间隔着放假或调休",
    "月末": "月末、季末、年末、短月",
    "两户": "两户、两人、两台并排，不混",
    "补登": "记录补登、乱序、改正",
    "手填": "人手打的：名字、全角、空格、小写、日期格",
    "边界": "正好在界上，和差一点",
    "再跑": "把上次写的交回去再算一遍（每个情景都这样再跑一次）",
}
"""Variations that a scenario may contain; 再跑 is done with every one of them by tests/test_cases.py."""
AGAIN = "再跑"
LEAST = 3
"""So many kinds of variation each feature is tried in at least."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as far as it proves something: its name, the example it comes from, the features it proves.

    `varied`: kind of variation → the features for which the scenario contains it.
    """

    name: str
    examples: tuple[str, ...]
    proves: tuple[str, ...]
    varied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class System:
    """One regulation: what it wants and shows (catalogue.yaml), what carries it, what proves it.

    Shapes:
        wants: feature → a few words. examples: ids of its worked examples. book: its rulebook, None while there is none.
    """

    id: str
    wants: Mapping[str, str]
    examples: tuple[str, ...]
    book: Source | None
    scenarios: tuple[Scenario, ...]
    checked: tuple[str, ...] = ()

    def carriers(self, feature: str) -> tuple[str, ...]:
        """The rules and facilities that carry a feature."""
        return self.book.covers.get(feature, ()) if self.book else ()

    def proofs(self, feature: str) -> tuple[str, ...]:
        """The scenarios that prove a feature."""
        return tuple(one.name for one in self.scenarios if feature in one.proves)

    def variations(self, feature: str) -> Mapping[str, str]:
        """The kinds of variation that a feature was tried in, each with a scenario that contains it."""
        found = {
            kind: one.name
            for one in reversed(self.scenarios)
            for kind, features in one.varied.items()
            if feature in features
        }
        proofs = self.proofs(feature)
        again = {AGAIN: proofs[0]} if proofs else {}
        return {kind: name for kind in VARIED if (name := (found | again).get(kind))}

    def shown(self) -> set[str]:
        """The worked examples that stand as scenarios."""
        return {example for one in self.scenarios for example in one.examples} & set(self.examples)

    def carried(self) -> tuple[str, ...]:
        """The features that a rule carries and a scenario proves."""
        return tuple(feature for feature in self.wants if self.carriers(feature) and self.proofs(feature))


def read(path: Path) -> Any:
    """A YAML file whose scalars are all text."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


@cache
def systems() -> tuple[System, ...]:
    """Every regulation of catalogue.yaml."""
    books = shelf()
    return tuple(
        System(
            id=system,
            wants=found["做到"],
            examples=tuple(found["例"]),
            book=books.get(system),
            scenarios=tuple(scenarios(CASES / f"{system}.yaml")),
            checked=tuple(found.get("核对", ())),
        )
        for system, found in read(HOME / "catalogue.yaml").items()
    )


def scenarios(path: Path) -> Iterable[Scenario]:
    """The scenarios of a file; none where there is no file."""
    for case in (read(path) or []) if path.exists() else []:
        proves = listed(case.get("覆盖", ()))
        yield Scenario(case["name"], listed(case.get("来源", ())), proves, _varied(case.get("变样", ()), proves))


def _varied(written: Any, proves: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """变样: kinds for all features of 覆盖, or for each feature its own."""
    if not isinstance(written, Mapping):
        return {kind: tuple(proves) for kind in listed(written)}
    pairs = [(kind, feature) for feature, kinds in written.items() for kind in listed(kinds)]
    return {kind: tuple(feature for one, feature in pairs if one == kind) for kind, _ in pairs}


def listed(written: str | Sequence[str]) -> tuple[str, ...]:
    """One word or several.

    Examples:
        >>> listed("A1、A2"), listed(["W1"])
        (('A1', 'A2'), ('W1',))
    """
    words = written.replace("，", "、").replace(",", "、").split("、") if isinstance(written, str) else written
    return tuple(word.strip() for word in words)


def named_in(book: Source) -> set[str]:
    """What 覆盖 of a rulebook may name: its rules, the columns and sheets it declares, those of its bases, facilities."""
    books = [book, *(shelf()[base] for base in book.based_on)]
    rows = [row for one in books for sheet in one.rows.values() for row in sheet]
    return {name for row in rows for name in _names(row)} | set(FACILITIES)


def _names(row: Row) -> Iterable[str]:
    if row.id:
        yield row.id
    if row.sheet in {"计算", "判定"}:
        yield str(row.cells.get("列", ""))
    if row.sheet == "登记表":
        yield str(row.cells.get("表", ""))


# -- coverage.md


def page(table: Any) -> list[str]:
    """coverage.md; `table` makes a table of a head and rows."""
    every = systems()
    wanted, carried = sum(len(one.wants) for one in every), sum(len(one.carried()) for one in every)
    examples, shown = sum(len(one.examples) for one in every), sum(len(one.shown()) for one in every)
    number = sum(len(one.scenarios) for one in every)
    told = "；".join(f"**{one}** {words}" for one, words in FACILITIES.items())
    lines = ["# 覆盖表", "", "> 这一页由 `python docs/generate.py` 写出，不要手改。", ""]
    lines += [
        f"{len(every)} 套制度，做到 **{carried}/{wanted}**，例子 **{shown}/{examples}**，情景 {number} 个。",
        "",
        "要做到什么写在 catalogue.yaml；哪些规则做到，见各规则书的“覆盖”；情景在 tests/cases/，每次测试都跑。",
        "只有规则、没有情景证明的，不算做到。",
        "",
        f"规则之外，一个字是程序本来就有的本事：{told}。",
        "",
    ]
    kinds = "；".join(f"**{one}** {words}" for one, words in VARIED.items())
    tried = sum(len(one.variations(feature)) for one in every for feature in one.wants)
    lines += [f"每一样都换着样子试过，至少 {LEAST} 种，共 {tried} 处，举出的情景就是证明：{kinds}。", ""]
    head = ("制度", "名称", "做到", "例子", "情景")
    return [*lines, *table(head, map(_summed, every)), "", *(line for one in every for line in _section(one, table))]


def _summed(one: System) -> Sequence[str]:
    name = one.book.name if one.book else "（还没有规则书）"
    done, shown = f"{len(one.carried())}/{len(one.wants)}", f"{len(one.shown())}/{len(one.examples)}"
    return f"[{one.id}](#{one.id})", name, done, shown, str(len(one.scenarios))


def _section(one: System, table: Any) -> list[str]:
    rows = [
        (
            feature, words, " ".join(one.carriers(feature)) or "—", _proved(one.proofs(feature)),
            "；".join(f"**{kind}** {name}" for kind, name in one.variations(feature).items() if kind != AGAIN) or "—",
        )
        for feature, words in one.wants.items()
    ]  # fmt: skip
    checked = [f"- {sentence}" for sentence in one.checked]
    against = ["对着条文逆着读过：", "", *checked, ""] if checked else []
    head = ("编号", "做到什么", "靠哪些规则", "哪些情景证明", "换着样子试过")
    return [f"## {one.id}", "", *table(head, rows), "", *against]


def _proved(names: Sequence[str]) -> str:
    if not names:
        return "—"
    more = f" 等 {len(names)} 个" if len(names) > SHOWN else ""
    return "；".join(names[:SHOWN]) + more
