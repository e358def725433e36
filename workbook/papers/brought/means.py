"""How somebody was reached: by the office's own words and those that people write; what isn't known is asked, never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from workbook.papers.brought.headings import MEANS
from workbook.papers.brought.mapped import DROP, Office
from workbook.sheets.headers import plain

WAY, BY_PHONE = "方式", "电话"
"""What a call is where a list doesn't say how it was made."""
ALSO: Mapping[str, str] = {
    "电话": "打电话 去电 致电 拨打 外呼 语音 手机 座机 phone call tel telephone",
    "短信": "发短信 短信群发 彩信 信息 sms text",
    "微信": "企微 企业微信 微信语音 微信视频 微信消息 微信聊天 微信群 加微信 vx wx wechat",
    "邮件": "电邮 电子邮件 发邮件 mail email e-mail",
    "信函": "寄信 写信 快递 letter",
    "拜访": "上门 到店 面谈 面访 见面 面聊 当面 走访 家访 登门 实地 现场 入户 约见 visit",
    "在线": "qq 视频 视频通话 视频会议 网聊 线上 网上 在线 钉钉 飞书 旺旺 小程序 app online video",
}
"""What people write for the words that nearly every office has; where it has the word, and hasn't got theirs."""
_BETWEEN = re.compile(r"[\s、，,/+＋&;；|]+|和|及|与|或")
_AROUND = re.compile(
    r"^(?:已|通过|用|发|先|再|后)|(?:已?(?:回访|联系|沟通|回复|告知|通知|聊|拜访|聊天|交流))?(?:过|了|的)?$"
)
_NUMBER = re.compile(r"\d{5}")
_NOTE = re.compile(r"[(（].*?[)）]")


def with_usual(names: Mapping[str, str]) -> dict[str, str]:
    """The office's names for its codes, and beside them what people write for those."""
    there = {*names.values()}
    usual = {plain(word): code for code, said in ALSO.items() if code in there for word in said.split()}
    return {**names, **{word: code for word, code in usual.items() if word not in names}}


def ways(words: str, office: Office) -> tuple[list[str], bool]:
    """The office's words for how somebody was reached, in the order they are written, and whether that is all that is written.

    Shapes:
        words: 电话、微信 is two ways; 传真 may be none.
    """
    if not words.strip():
        return [], True
    if found := _one(words, office):
        return [found], True
    parts = [part for part in _BETWEEN.split(_NOTE.sub("", words)) if part]
    named = [_one(part, office) for part in parts]
    return list(dict.fromkeys(filter(None, named))), bool(named) and all(named) and not _NOTE.search(words)


def told_way(clause: str, office: Office) -> str:
    """The way that a clause tells and nothing else, as in 微信联系过; '' where it tells other things too."""
    return _one(clause, office) if clause else ""


def is_ways(texts: Collection[str], office: Office) -> bool:
    """Whether cells say how somebody was reached, most of them in known words, and none holds a number."""
    known = sum(bool(ways(text, office)[0]) for text in texts)
    return known * 2 > len(texts) and not any(_NUMBER.search(text) for text in texts)


def _one(words: str, office: Office) -> str:
    if answer := office.answers.get((MEANS, plain(words))):
        return "" if answer == DROP else answer
    whole = plain(words)
    return office.means.get(whole, "") or office.means.get(_AROUND.sub("", whole), "")
