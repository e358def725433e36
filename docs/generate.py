"""Writes the pages that are looked up (errors.md, sheets.md, commands.md, rules.md, coverage.md) and the catalogues.

The pages say what the program declares, and what its rulebooks and scenarios carry of catalogue.yaml.

`python docs/generate.py` writes them; with `--check` it writes nothing, names the stale ones and ends with 1.
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

HOME = Path(__file__).resolve().parent
sys.path[:0] = [str(HOME.parent), str(HOME)]

import covering  # noqa: E402
import wording  # noqa: E402

from workbook.rulebook.cells.notations import PERIODS, Period  # noqa: E402
from workbook.rulebook.sorts import model  # noqa: E402
from workbook.sheets.columns import PRIVACY, ROLES, Column, Sheet  # noqa: E402
from workbook.sheets.schema import STANDARD  # noqa: E402
from workbook.shells.commands import arguments  # noqa: E402
from workbook.words.issues import Kind, issue  # noqa: E402
from workbook.words.place import Place, number  # noqa: E402

MADE = "> 这一页由 `python docs/generate.py` 写出，不要手改。"
LEVELS = {"停": "这一行（这条规则、这份报告）先不算", "疑": "照样算了，请看一眼", "注": "知道就行"}
Lines = list[str]


def read(name: str) -> dict[str, Any]:
    """One of the word lists beside this file; every scalar is text."""
    found: dict[str, Any] = yaml.load((HOME / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return found


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Lines:
    """A table; bars and line ends inside cells are made harmless.

    Examples:
        >>> table(("甲",), [("1|2",)])
        ['| 甲 |', '|---|', '| 1\\\\|2 |']
    """
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in cells)]


def anchor(heading: str) -> str:
    """The link to a heading of the same page, as GitHub makes it.

    Examples:
        >>> anchor("只有日期，没有几点"), anchor("客户 customer")
        ('#只有日期没有几点', '#客户-customer')
    """
    return "#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# -- errors.md


def names_in(kind: Kind) -> Lines:
    """The {names} that each issue of a kind fills, in the order they stand."""
    return list(dict.fromkeys(re.findall(r"\{(\w+)\}", kind.value.what + kind.value.cure)))


def place(text: str) -> Place:
    """A place as it is written: 客户!C7, 客户!第9行, 客户!G列 or 客户."""
    sheet, _, cell = text.partition("!")
    if column := re.fullmatch(r"([A-Z]+)(\d*)列?", cell):
        return Place(sheet, int(column[2] or 0), number(column[1]))
    return Place(sheet, int(re.sub(r"\D", "", cell) or 0))


def sample(kind: Kind, words: Mapping[str, Any]) -> str:
    """An issue of a kind as it is printed, filled with plausible words."""
    own: Mapping[str, str] = words["各种"].get(kind.name, {})
    filled = {name: own.get(name) or words["词"][name] if name not in own else own[name] for name in names_in(kind)}
    return str(issue(kind, place(own.get("格", words["格"])), **filled))


def errors_page() -> Lines:
    """Every kind of issue, by level."""
    words = read("examples.yaml")
    lines = ["# 问题一览", "", MADE, ""]
    lines += [
        "程序把不对的地方写进【问题】：哪一格、哪里不对、怎么改。按题目在这里找；题目不会改名，问人就念它。",
        "",
    ]
    lines += table(("级别", "意思"), LEVELS.items())
    lines += [
        "",
        "文件打不开、邮箱登不上这类不在表里的事，命令行会另用一句话说明，见[做不成的时候](做/做不成.md)。",
        "",
    ]
    for level, means in LEVELS.items():
        kinds = [kind for kind in Kind if kind.level == level]
        links = " · ".join(f"[{kind.title}]({anchor(kind.title)})" for kind in kinds)
        lines += [f"## {level}：{means}", "", links, ""]
        for kind in kinds:
            lines += [f"### {kind.title}", "", "```", *sample(kind, words).splitlines(), "```", ""]
            lines += [f"写法（`{kind.name}`）：{kind.value.what} 怎么改：{kind.value.cure}", ""]
    return lines


# -- sheets.md


def mark(column: Column) -> str:
    """What a reader must know of a column beside its type: key, must be filled, who writes it, who may see it."""
    said = [
        "主键" if column.plays("主键") else "",
        "必填" if column.required and not column.plays("主键") else "",
        "由人填" if column.typed else "",
        "" if column.privacy == "公开" else column.privacy,
        f"{'、'.join(column.unique)}合起来不能重复" if column.unique else "",
    ]
    return "、".join(part for part in said if part)


def meaning(sheet: str, heading: str, meanings: Mapping[str, Any]) -> str:
    """What a column holds, in a few words."""
    own: str = meanings["各表的列"].get(sheet, {}).get(heading) or meanings["列"].get(heading, "")
    return own


def sheet_lines(sheet: Sheet, meanings: Mapping[str, Any]) -> Lines:
    """One sheet with all its columns."""
    rows = [
        (f"**{column.heading}**", str(column.type), mark(column), meaning(sheet.name, column.heading, meanings),
         "、".join(column.aliases), f"`{column.ident}`")
        for column in sheet.columns
    ]  # fmt: skip
    lines = [f"### {sheet.name}", "", f"`{sheet.ident}` · {meanings['表'].get(sheet.name, '')}", ""]
    if sheet.ours:
        typed = [column.heading for column in sheet.columns if column.typed]
        told = f"由程序写；其中 {'、'.join(typed)} 由人填，下次运行照样保留。" if typed else "由程序写，不用填。"
        lines += [told, ""]
    return [*lines, *table(("列", "类型", "", "意思", "也认得", "英文"), rows), ""]


def sheets_page() -> Lines:
    """Every standard sheet and column."""
    meanings = read("meanings.yaml")
    sheets = [sheet for name, sheet in STANDARD.sheets.items() if "." not in name]
    groups = {
        "由人填的表": [sheet for sheet in sheets if not sheet.ours and not sheet.virtual],
        "程序写的表": [sheet for sheet in sheets if sheet.ours],
        "只在规则里用的表": [sheet for sheet in sheets if sheet.virtual],
    }
    lines = ["# 表和列", "", MADE, ""]
    lines += ["列的次序随便，多出来的列照样留着；表头写成“也认得”里的词也行。规则书会在【登记表】里再添表和列。", ""]
    for title, members in groups.items():
        links = ((f"[{sheet.name}]({anchor(sheet.name)})", meanings["表"].get(sheet.name, "")) for sheet in members)
        lines += [f"**{title}**", "", *table(("表", "放什么"), links), ""]
    lines += ["## 列的类型", "", *table(("类型", "怎么写"), meanings["类型"].items()), ""]
    for title, members in groups.items():
        lines += [f"## {title}", ""]
        for sheet in members:
            lines += sheet_lines(sheet, meanings)
    return lines


# -- commands.md


def usage(one: argparse.ArgumentParser, name: str) -> str:
    """How a command is written."""
    parts = [f"huifang {name}"]
    for action in actions(one):
        word = str(action.metavar or action.dest)
        if action.option_strings:
            either = isinstance(action, argparse.BooleanOptionalAction)
            word = " | ".join(action.option_strings[0 if either else -1 :]) + ("" if action.nargs == 0 else f" {word}")
        needed = action.required and action.nargs != "?"
        parts.append(word if needed else f"[{word}]")
    return " ".join(parts)


def actions(one: argparse.ArgumentParser) -> Sequence[argparse.Action]:
    """What may stand behind a command, words first, without --help."""
    found = [action for action in one._actions if action.dest != "help"]  # noqa: SLF001 - argparse shows them nowhere else
    return sorted(found, key=lambda action: bool(action.option_strings))


def exits(words: str) -> Lines:
    """What the command line says below its help: each exit code a point, and what is said besides."""
    codes, rest = words.replace("\n（", "（").split("\n", 1)
    head, _, listed = codes.partition("：")
    return [f"{head}：", "", *(f"- {one.strip()}" for one in listed.split("·")), "", *rest.splitlines()]


def commands_page() -> Lines:
    """Every command of the command line with its words."""
    groups = next(action for action in arguments.parser()._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001
    lines = ["# 命令", "", MADE, "", "每个命令后面加 `--help` 就看到这里的话。", ""]
    lines += table(("命令", "做什么"), ((f"[{name}]({anchor(name)})", words) for name, words in arguments.HELP.items()))
    lines += ["", "## 退出码和口令", "", *exits(arguments.EPILOG), ""]
    for name, one in groups.choices.items():
        lines += [f"## {name}", "", arguments.HELP[name], "", "```", usage(one, name), "```", ""]
        rows = [
            (" ".join(f"`{word}`" for word in action.option_strings or [str(action.metavar)]), str(action.help))
            for action in actions(one)
        ]
        lines += [*table(("词", "意思"), rows), ""] if rows else []
    return lines


# -- rules.md

_READ = {
    "condition": "条件",
    "test": "一个测试",
    "flag": "是、否",
    "integer": "整数",
    "number": "数",
    "number_or_column": "数或 {列}",
    "length": "时长或 {列}",
    "column": "列",
    "columns": "几列",
    "alternatives": "几列，用 | 隔开",
    "choices": "几种写法，用 | 隔开",
    "words": "几个词",
    "order": "排序",
    "join": "关联",
    "writes": "列=值，用 ；隔开",
    "tolerance": "-早..+晚",
    "amount": "金额或阶梯",
    "day": "日期",
}

REGISTER_WORDS = {
    "必填": "是、否",
    "类型": "列的类型，见 sheets.md",
    "用途": "、".join(ROLES),
    "密级": "、".join(PRIVACY),
}


def holds(read_cell: Callable[..., Any]) -> str:
    """What may stand in a cell: its closed words, or how it is written."""
    closed = inspect.getclosurevars(read_cell).nonlocals.get("choices")
    if closed:
        return "、".join(closed)
    if read_cell.__name__ == "period":
        return f"{'、'.join(PERIODS)}，或 滚动 时长"
    return _READ.get(read_cell.__name__, "文字")


def default(field: dataclasses.Field[Any]) -> str:
    """What an empty cell means, where that is a word."""
    value = field.default
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Period):
        return value.name
    return str(value) if isinstance(value, (str, int)) or type(value).__name__ in {"Decimal", "Span"} else ""


def headed(sort: type[model.Rule]) -> dict[str, dataclasses.Field[Any]]:
    """The columns of a rule sheet by heading."""
    return {field.metadata["heading"]: field for field in dataclasses.fields(sort) if "heading" in field.metadata}


def described(heading: str, field: dataclasses.Field[Any], words: str) -> Sequence[str]:
    """A column: what stands there, what empty means, what it is for."""
    empty = default(field) or ("必填" if field.metadata["required"] else "")
    return f"**{heading}**", holds(field.metadata["read"]), empty, words


def common_rows(meanings: Mapping[str, Any]) -> Iterable[Sequence[str]]:
    """The columns that every rule sheet has."""
    return (described(heading, field, meanings["规则列"][heading]) for heading, field in headed(model.Rule).items())


def rule_rows(sheet: str, meanings: Mapping[str, Any]) -> Iterable[Sequence[str]]:
    """The columns of one rule sheet, without those that all have (unless they mean something of their own here)."""
    own, common = meanings["各规则表的列"].get(sheet, {}), meanings["规则列"]
    if sheet == model.REGISTER:
        return ((f"**{name}**", REGISTER_WORDS.get(name, "文字"), "", own[name]) for name in model.REGISTER_COLUMNS)
    fields, everywhere = headed(model.SHEETS[sheet]), headed(model.Rule)
    return (
        described(heading, fields[heading], own.get(heading) or common.get(heading, ""))
        for heading in model.headings(sheet)
        if heading in fields and (heading in own or heading not in everywhere)
    )


def rules_page() -> Lines:
    """The nineteen rule sheets with their columns."""
    meanings = read("meanings.yaml")
    titles: Mapping[str, str] = meanings["规则表"]
    lines = ["# 规则表", "", MADE, ""]
    lines += [
        "规则就是这些表里的行。怎么改规则见[改规则](做/改规则.md)；每一格的准确含义见[规则语言](rule-language.md)。",
        "",
    ]
    lines += table(("规则表", "写什么"), ((f"[{sheet}]({anchor(sheet)})", words) for sheet, words in titles.items()))
    head = ("列", "写什么", "空着等于", "意思")
    lines += ["", "## 每张规则表都有的列", "", *table(head, common_rows(meanings)), ""]
    for sheet in (model.REGISTER, *model.SHEETS):
        lines += [f"## {sheet}", "", titles.get(sheet, ""), "", *table(head, rule_rows(sheet, meanings)), ""]
    return lines


# -- coverage.md


def coverage_page() -> Lines:
    """Which rules carry what the regulations want, and which scenarios prove it."""
    return covering.page(table)


# -- all of them

PAGES: Mapping[str, Callable[[], Lines]] = {
    "errors.md": errors_page,
    "sheets.md": sheets_page,
    "commands.md": commands_page,
    "rules.md": rules_page,
    "coverage.md": coverage_page,
}


def page(name: str) -> str:
    """The text of one page as it should be now."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(PAGES[name]())).rstrip() + "\n"


def stale() -> Lines:
    """The pages that don't say what the program says."""
    kept = {name: (HOME / name).read_text(encoding="utf-8") if (HOME / name).exists() else "" for name in PAGES}
    return [name for name in PAGES if kept[name] != page(name)]


def main(words: Sequence[str] | None = None) -> int:
    """Writes the pages, or checks that they are fresh."""
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--check", action="store_true", help="write nothing; 1 when a page is stale")
    if said.parse_args(words).check:
        old = stale()
        for name in old:
            print(f"docs/{name} is stale: run python docs/generate.py")
        texts = [file.name for file, _ in wording.stale()]
        for name in texts:
            print(f"{name} is stale: run python docs/generate.py")
        return 1 if old or texts else 0
    for name in PAGES:
        (HOME / name).write_text(page(name), encoding="utf-8", newline="\n")
    for file, wanted in wording.stale():
        file.write_bytes(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
