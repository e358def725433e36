"""判定 检查清单 流程 开单 in plain Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.papers.words.penalties import costs
from workbook.papers.words.phrases import column, filled, people
from workbook.papers.words.telling import Telling, called
from workbook.rulebook.cells.conditions import test as read
from workbook.rulebook.cells.tree import Empty, Test
from workbook.rulebook.mentions.spots import Ground, Spot
from workbook.rulebook.sorts.model import Check, Decide, Flow, Spawn

BLOCKED = {"完成": "这一行不算完成", "任务": "先不联系", "打印": "不印记录表", "打分": "不打分"}


def _written(heading: str, value: str) -> str:
    """What a new row's cell gets."""
    if value == f"{{{heading}}}":
        return f"{heading}照抄"
    return f"{heading}取{filled(value)}" if "{" in value else f"{heading}写“{value}”"


def check(teller: Telling, rows: Sequence[Check]) -> str:
    """The items of one checklist, what failing blocks and costs."""
    groups: dict[tuple[object, ...], list[Check]] = {}
    for row in rows:
        groups.setdefault((row.sheet, row.when, row.must, row.blocks, row.any_of), []).append(row)
    said = [_items(teller, members) for members in groups.values()]
    price = costs(teller, "检查", rows[0].id)
    return "；".join([*said, *([price] if price else [])])


def _items(teller: Telling, rows: Sequence[Check]) -> str:
    first = rows[0]
    ground = Ground((Spot(first.sheet),), typed=True)
    names = list(dict.fromkeys(row.item or column(row.column) for row in rows))
    must = _must(teller, first, dated=teller.speaker.dated(first.column, ground))
    together = "有一项" if first.any_of else "都" if len(names) > 1 else ""
    if must.startswith("里"):
        together, must = f"里{together}", must.removeprefix("里")
    blocked = "，".join(_blocked(block) for block in first.blocks)
    where = teller.rows(first.sheet, first.when, ground)
    return f"{where}，{'、'.join(names)}{together}{must}{f'，不然{blocked}' if blocked else ''}"


def _must(teller: Telling, rule: Check, *, dated: bool) -> str:
    if rule.must == "连号":
        return "要连号，缺的号会列出来"
    if rule.must.startswith("唯一"):
        beside = rule.must.removeprefix("唯一").strip()
        return f"不能重复{f'（连同{beside}）' if beside else ''}"
    if rule.must.startswith("见于"):
        return f"要在【{rule.must.removeprefix('见于').strip().replace('.', '】的')}里找得到"
    asked = read(rule.must)
    rest = tuple(item for item in asked.items if item != Empty(filled=False))
    said = teller.speaker.test(Test(rest, asked.denied), dated) if rest else "空着"
    front = "填了就" if len(rest) < len(asked.items) and rest else ""
    if said.startswith("里"):
        how = "不能" if said.startswith("里没有") else "要"
        return f"里{how}有{said.removeprefix('里没有').removeprefix('里有')}"
    return "要填" if said == "填了" else f"{front}要{said}"


def _blocked(block: str) -> str:
    what, _, name = block.partition(" ")
    named = {"列": f"“{name}”先不算", "状态": f"不能到“{name}”", "报告": f"报告 {name} 不发"}
    return named.get(what, BLOCKED.get(what, block))


def decide(teller: Telling, rows: Sequence[Decide]) -> str:
    """Which value under which test."""
    first = rows[0]
    ground = Ground((Spot(first.sheet),))
    if first.method in {"前若干", "份额"}:
        order = "、".join(f"{column(part.path)}从{'大到小' if part.down else '小到大'}" for part in first.measure)
        value = f"定为“{first.value}”" if first.value else ""
        return f"{called(first.sheet)}按{order}排，{first.share}{value}，填进“{first.column}”{_fixed(first)}"
    said = []
    for row in rows:
        tests = teller.speaker.when(row.when, ground)
        said.append(f"{tests}的是“{filled(row.value)}”" if tests else f"其余是“{filled(row.value)}”")
    return f"【{first.sheet}】的“{first.column}”：{'；'.join(said)}{_fixed(first)}"


def _fixed(rule: Decide) -> str:
    """On which days it is decided."""
    return f"；{'、'.join(one.text for one in rule.fixed)}定，到下一次不变" if rule.fixed else ""


def flow(teller: Telling, steps: Sequence[Flow]) -> str:
    """The allowed steps."""
    first = steps[0]
    ground = Ground((Spot(first.sheet),), typed=True)
    said = []
    for step in steps:
        needs = f"先过{'、'.join(map(teller.name, step.needs))}" if step.needs else ""
        extra = [teller.speaker.when(step.when, ground), f"由{people(step.by)}" if step.by else "", needs]
        told = "，".join(part for part in extra if part)
        said.append(f"{step.from_ or '开始'}→{step.to}{f'（{told}）' if told else ''}")
    return f"【{first.sheet}】的“{first.state}”只能这样走：{'；'.join(said)}"


def spawn(teller: Telling, rule: Spawn) -> str:
    """Which row opens which."""
    written = "；".join(_written(heading, value) for heading, value in rule.write)
    return f"{teller.rows(rule.source, rule.when)}，就在【{rule.target}】添一行（{written}）"
