"""名单: one line per customer with the text to send, its number and its length."""

from __future__ import annotations

import numpy as np

from workbook.papers.scripts.leaving import secret, unsealed
from workbook.papers.scripts.scripts import all_spoken
from workbook.rules.worklist.tasks import picked
from workbook.rules.world.frames import Frame
from workbook.rules.world.scope import Scope, whole
from workbook.rules.world.vectors import Vec, numbers, says, text
from workbook.rules.world.world import World
from workbook.sheets.types import Type
from workbook.words.issues import Kind, issue
from workbook.words.place import Place
from workbook.words.tongue import worded

SENT = ("短信", "微信")
NUMBERS = {"短信": ("手机",), "微信": ("微信", "手机"), "邮件": ("邮箱",), "信函": ("地址",), "电话": ("手机", "座机")}


def list_lines(world: World, lines: Frame, name: str) -> Frame:
    """The lines of one list (or of all, for 名单 alone), with 正文, 字数, 号码 and 客户名称 filled in."""
    if name != "名单":
        rows = np.flatnonzero(lines.typed["出"].matching(lambda word: word == name))
        lines = picked(lines, rows)
    kept = secret(world, lines, lines.all)
    for row in np.flatnonzero(kept).tolist():
        place, who = _customer(lines, row)
        world.note(issue(Kind.SECRET_KEPT, place, who=who, where=f"【{name}】"))
    lines = picked(lines, np.flatnonzero(~kept)) if kept.any() else lines
    held = lines.typed["话术"].objects()
    ids = dict.fromkeys(one for words in held if words for one in str(words).split("、"))
    open_ = {one for one in ids if unsealed(world, lines, [one], "对外")}
    said = all_spoken(world, lines, lines.all, [str(ids).split("、") if ids else () for ids in held])
    texts = [
        one.text or None if set(str(ids or "").split("、")) <= {"", *open_} else None
        for one, ids in zip(said, held, strict=True)
    ]
    scope = Scope(world, whole(lines))
    lines.typed["正文"] = text(texts, Type("长文"))
    lines.typed["字数"] = numbers([float(len(words)) if words else np.nan for words in texts], Type("整数"))
    lines.typed["号码"] = number_for(scope).otherwise(lines.typed["电话"])
    lines.typed["日期"] = scope.vec(("今日",))
    lines.computed.clear()
    return lines


def _customer(lines: Frame, row: int) -> tuple[Place, str]:
    """Where the customer of a line stands, and their number."""
    who = str(lines.typed["客户编号"].objects()[row] or "")
    for link in lines.links.get("客户", []):
        at = int(link.at[row])
        if at >= 0:
            return link.frame.place(at), worded("客户 {who}", who=who)
    return Place("客户"), worded("客户 {who}", who=who)


def number_for(scope: Scope) -> Vec:
    """The number, address or mailbox that each row's 联系方式 needs; empty where the customer has none."""
    channels = says(scope.vec(("联系方式",))).objects()
    found = {
        heading: says(scope.vec(("客户", heading))).objects() for heading in ("手机", "座机", "微信", "邮箱", "地址")
    }
    numbers = [
        next((found[h][at] for h in NUMBERS.get(str(way), ("手机", "座机")) if found[h][at]), None)
        for at, way in enumerate(channels)
    ]
    # a message can't be put through to an extension
    pairs = zip(numbers, channels, strict=True)
    plain = [number and str(number).partition("转")[0] if way in SENT else number for number, way in pairs]
    return text(plain)
