"""Which column of a foreign list goes where: what somebody said first, then the very word, then guesses; one column a target."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from workbook.papers.brought.begun_columns import by_words, certain
from workbook.papers.brought.blocks import Block, blocks
from workbook.papers.brought.headings import (
    ASIDE,
    BOTH,
    CALLER,
    CALLS,
    DAYS,
    DONE,
    KEY,
    LAST,
    MEANS,
    NAME,
    ONCE,
    PHONE,
    STAND_INS,
    TOLD,
    Meaning,
    by_content,
    known,
    meant,
    ours,
    within,
)
from workbook.papers.brought.mapped import DROP, EVENT, GRADES, Office, Table, listed
from workbook.papers.brought.means import is_ways
from workbook.papers.brought.plans import why_none
from workbook.papers.brought.seen import Leaf
from workbook.papers.brought.settled import said_above, settled
from workbook.sheets.headers import plain
from workbook.words.tongue import worded

_ROUND = re.compile(r"^(?:首次|初次|第一次|最近一次|最近|末次|上次)|(?:的?日期|时间|日|年月)$")
_RANKS = {"人定": 0, "原名": 1, "说法": 1, "上下": 2, "猜": 3, "相像": 4, "内容": 4}
_SHORT = 40


def lists_of(leaves: Sequence[Leaf], office: Office) -> tuple[list[Table], list[tuple[str, int, str]]]:
    """Every list of a workbook that holds customers, understood; and what gave nothing, each with its row and why.

    No sheet stays behind without a word.
    """
    words = known(office.sheet)
    found: list[Table] = []
    missed: list[tuple[str, int, str]] = []
    for leaf in leaves:
        if not leaf.is_shown:
            missed.append((leaf.name, 0, worded("整张表藏着，没有收；要收就让它显示出来再导入")))
            continue
        there = blocks(leaf, words, office.today)
        for block, above in map(said_above, there):
            targets = _named(block, _targets(block, words, office))
            if {NAME, BOTH, KEY, "房号"} & {one.target for one in targets.values()}:
                found.append(settled(block, targets, office, above))
            elif block.headings:
                heads = worded("、").join(block.headings.values())[:_SHORT]
                why = worded("整张没有收：表头（{heads}）里看不出姓名、编号或房号；改好表头再导入", heads=heads)
                missed.append((leaf.name, block.head, why))
        if not there:
            missed.append((leaf.name, 0, why_none(leaf)))
    empty = [table.block for table in found if not table.block.rows]
    return found, [*missed, *((one.leaf.name, one.head, worded("表头下面没有客户")) for one in empty)]


def _targets(block: Block, words: Mapping[str, Meaning], office: Office) -> dict[int, Meaning]:
    """Each column's meaning; what nobody knows, and what another column is more surely, is copied as it stands."""
    marked = {plain(text) for text in (*block.own.values(), *block.above.values())}
    calls = {one.target for text in marked if (one := meant(text, words)) is not None and one.target in CALLS}
    is_told = len(calls) > 1 and bool(calls & {DONE, TOLD, CALLER})
    sure = certain(block, words, office)
    found: dict[int, Meaning] = {}
    for at, heading in block.headings.items():
        if at in block.days:
            continue
        if (meaning := sure.get(at) or _one(block, at, heading, words, office, is_told=is_told)) is not None:
            if meaning.target in GRADES and meaning.how != "人定":
                meaning = replace(meaning, target=_grade(block, at, meaning.target, office))
            elif meaning.target == PHONE and meaning.how != "人定" and _is_means(block, at, office):
                meaning = Meaning(MEANS, "内容")
            found[at] = meaning
    holders: dict[str, int] = {}
    for at in sorted(found, key=lambda one: (_RANKS[found[one].how], one)):
        wanted = found[at]
        is_free = wanted.target in {DROP, ASIDE, ONCE} or (wanted.how == "人定" and wanted.target.startswith(EVENT))
        if is_free or wanted.target not in holders:
            holders.setdefault(wanted.target, at)
        else:
            holder = block.headings[holders[wanted.target]]
            found[at] = Meaning(
                ASIDE, "照抄", worded("“{target}”已经是“{holder}”", target=ours(wanted.target), holder=holder)
            )
    for at in block.headings:
        if at in block.days or at in found:
            continue
        texts = [block.leaf.text(row, at) for row in block.rows]
        guessed = by_content(texts, holders) or by_words(texts, holders, office)
        found[at] = guessed or Meaning(ASIDE, "照抄")
        holders.setdefault(found[at].target, at)
    return {at: found[at] for at in block.headings if at in found}


def _named(block: Block, targets: Mapping[int, Meaning]) -> Mapping[int, Meaning]:
    """With 称呼 or 联系人 as the name where nothing else says who it is, which somebody is asked about."""
    if {NAME, BOTH, KEY, "房号"} & {one.target for one in targets.values()}:
        return targets
    holder = next((at for at in targets if plain(block.own[at]) in STAND_INS), None)
    if holder is None or targets[holder].how == "人定":
        return targets
    return {**targets, holder: Meaning(NAME, "猜")}


def _one(
    block: Block, at: int, heading: str, words: Mapping[str, Meaning], office: Office, *, is_told: bool
) -> Meaning | None:
    """What somebody said of a heading, else what it means below its upper heading, else by itself."""
    own, above = block.own[at], block.above.get(at, "")
    answer = office.answers.get(("列", plain(heading)))
    if not answer and plain(own) not in DAYS:
        answer = office.answers.get(("列", plain(own)))
    if answer:
        return Meaning(answer, "人定")
    if above and plain(above) != plain(own):
        joined = within(above, own)
        exact = next((words[plain(one)] for one in joined if plain(one) in words), None)
        if exact is not None and (plain(own) in DAYS or plain(own) not in words):
            return Meaning(exact.target, "上下")
        event = next((one for text in joined if (one := _event(text, office)) is not None), None)
        if plain(own) in DAYS:
            return event
    if meaning := meant(own, words):
        return meaning
    if plain(own) in {"日期", "时间"} and is_told:
        return Meaning(LAST, "猜")
    return _event(own, office)


def _event(heading: str, office: Office) -> Meaning | None:
    """首次购买, 成交日期: the day of what the rules call 成交."""
    word = plain(_ROUND.sub("", _ROUND.sub("", plain(heading))))
    return Meaning(f"{EVENT}{office.events[word]}", "相像") if word in office.events else None


def _is_means(block: Block, at: int, office: Office) -> bool:
    """Whether below 联系方式 stands how somebody called (上门, 微信) and no number."""
    return is_ways({text for row in block.rows if (text := block.leaf.text(row, at))}, office)


def _grade(block: Block, at: int, target: str, office: Office) -> str:
    """Offices say 等级 and 类别 for one thing: the column of ours whose words these are."""
    texts = {block.leaf.text(row, at) for row in block.rows} - {""}
    fits = {one: sum(bool(listed(one, text, office)) for text in texts) for one in (target, *GRADES)}
    return max(fits, key=fits.__getitem__)
