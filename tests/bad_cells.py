"""Bad books that are whole zips: parts that lack or lie, sheets laid out strangely, cells that no program writes."""

from __future__ import annotations

import re

from bad_books import LIST, MANY, PARTS, RELS, SHEET, STYLES, TEXTS, WHOLE, Parts, changes, number, text

TYPES = "[Content_Types].xml"


# -- parts


def _lacking(name: str, part: str) -> None:
    def change(parts: Parts) -> None:
        del parts.held[part or parts.part()]

    PARTS[f"缺一部分：{name}"] = change


def _cut(name: str, part: str, share: int) -> None:
    def change(parts: Parts) -> None:
        own = part or parts.part()
        parts.held[own] = parts.held[own][: len(parts.held[own]) * share // 100]

    PARTS[f"断了：{name} 在 {share}%"] = change


for _name, _part in (
    ("表", ""),
    ("共享文字", TEXTS),
    ("样式", STYLES),
    ("工作簿", WHOLE),
    ("关系", RELS),
    ("类型", TYPES),
):
    _lacking(_name, _part)
    for _share in (0, 10, 60, 98):
        _cut(_name, _part, _share)


@changes("类型写错")
def _(parts: Parts) -> None:
    parts.sub(TYPES, r"spreadsheetml\.worksheet\+xml", "wordprocessingml.document.main+xml", count=99)


@changes("关系指到外面")
def _(parts: Parts) -> None:
    own = parts.part().removeprefix("xl/")
    parts.sub(RELS, rf'Target="/?(?:xl/)?{own}"', 'Target="../../../../etc/passwd"')


@changes("关系指到网上")
def _(parts: Parts) -> None:
    own = parts.part().removeprefix("xl/")
    parts.sub(RELS, rf'Target="/?(?:xl/)?{own}"', 'Target="http://127.0.0.1:9/a.xml" TargetMode="External"')


@changes("关系的编号没有")
def _(parts: Parts) -> None:
    parts.sub(WHOLE, rf'(?<=<sheet name="{SHEET}" sheetId=")(\d+)"([^>]*?) r:id="\w+"', '999" r:id="rId9999"')


@changes("两张表同名")
def _(parts: Parts) -> None:
    parts.sub(WHOLE, '<sheet name="事件"', f'<sheet name="{SHEET}"')


@changes("两张表指着一部分")
def _(parts: Parts) -> None:
    found = re.search(rf'<sheet name="{SHEET}"[^>]* r:id="(\w+)"', parts.held[WHOLE].decode())
    assert found
    parts.sub(WHOLE, '(?<=<sheet name="事件" sheetId="6" )r:id="[^"]+"', f'r:id="{found[1]}"')


@changes("两部分同名")
def _(parts: Parts) -> None:
    from bad_books import deflated

    parts.raw = (deflated(parts.part(), b"<worksheet/>"),)


@changes("两百张表")
def _(parts: Parts) -> None:
    for at in range(200):
        name, own = f"空{at}", f"xl/worksheets/extra{at}.xml"
        parts.held[own] = parts.held[parts.part()]
        parts.sub(WHOLE, "</sheets>", f'<sheet name="{name}" sheetId="{500 + at}" r:id="rX{at}"/></sheets>')
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        link = f'<Relationship Id="rX{at}" Type="{kind}" Target="worksheets/extra{at}.xml"/></Relationships>'
        parts.sub(RELS, "</Relationships>", link)


@changes("一百万个名称")
def _(parts: Parts) -> None:
    names = "".join(f'<definedName name="n{at}">{SHEET}!$A${at % 1000 + 1}</definedName>' for at in range(MANY))
    parts.sub(WHOLE, "</definedNames>", names + "</definedNames>")


@changes("批注和图里有怪话")
def _(parts: Parts) -> None:
    own = next(name for name in parts.held if name.startswith("xl/comments"))
    parts.sub(own, r"(<t[^>]*>)", '<t xml:space="preserve">=cmd|calc!A1 &lt;script&gt; ' + "x" * 40_000, count=99)
    vml = next(name for name in parts.held if name.endswith(".vml"))
    parts.held[vml] = b'<xml><v:shape onclick="javascript:alert(1)">' + b"<v:a>" * 50_000


# -- how a sheet is laid out


@changes("两格占满天下")
def _(parts: Parts) -> None:
    parts.rows(f'<row r="1048576">{text("XFD1048576", "远")}</row>')
    parts.sub(parts.part(), '<dimension ref="[^"]*"/>', '<dimension ref="A1:XFD1048576"/>')


@changes("只是说占满天下")
def _(parts: Parts) -> None:
    parts.sub(parts.part(), '<dimension ref="[^"]*"/>', '<dimension ref="A1:XFD1048576"/>')


@changes("最后一行有一格")
def _(parts: Parts) -> None:
    parts.rows(f'<row r="1048576">{text("B1048576", "远")}</row>')


@changes("行号 99999999999")
def _(parts: Parts) -> None:
    parts.rows(f'<row r="99999999999">{text("B99999999999", "远")}</row>')


@changes("列名 ZZZZZZ")
def _(parts: Parts) -> None:
    parts.rows(f'<row r="30">{text("ZZZZZZ30", "远")}</row>')


@changes("格的地址写错")
def _(parts: Parts) -> None:
    parts.rows(
        '<row r="30"><c r="甲30"><v>1</v></c><c r="A"><v>1</v></c><c r="0"><v>1</v></c><c r="A0"><v>2</v></c></row>'
    )


@changes("格不在它那一行")
def _(parts: Parts) -> None:
    parts.sub(parts.part(), '<c r="B5"', '<c r="B50"')


@changes("一行里的格倒着排")
def _(parts: Parts) -> None:
    found = re.search(rb'<row r="5"[^>]*>(.*?)</row>', parts.held[parts.part()])
    assert found
    cells = re.findall(rb"<c [^>]*?(?:/>|>.*?</c>)", found[1])
    parts.sub(parts.part(), re.escape(found[1].decode()), b"".join(reversed(cells)))


@changes("十万格倒着排")
def _(parts: Parts) -> None:
    parts.rows(
        "".join(
            f'<row r="{row}">{text(f"B{row}", "甲")}{text(f"A{row}", f"Q{row}")}</row>' for row in range(50_020, 20, -1)
        )
    )


@changes("行倒着排")
def _(parts: Parts) -> None:
    own = parts.part()
    rows = re.findall(rb"<row .*?</row>", parts.held[own], re.DOTALL)
    parts.sub(own, "(?<=<sheetData>).*(?=</sheetData>)", b"".join(reversed(rows)))


@changes("同一行两次")
def _(parts: Parts) -> None:
    parts.rows(f'<row r="5">{text("A5", "C99")}{text("B5", "另一家")}</row>')


@changes("同一格两次")
def _(parts: Parts) -> None:
    parts.cell("B5", text("B5", "甲") + text("B5", "乙"))


@changes("行没有号")
def _(parts: Parts) -> None:
    parts.sub(parts.part(), r'<row r="\d+"', "<row", count=99)


@changes("格没有地址")
def _(parts: Parts) -> None:
    parts.sub(parts.part(), r'<c r="[A-Z]+\d+"', "<c", count=9999)


@changes("合并了整张表")
def _(parts: Parts) -> None:
    parts.sub(
        parts.part(), "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )


@changes("十万处合并")
def _(parts: Parts) -> None:
    areas = "".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(100, 100_100))
    parts.sub(parts.part(), "</sheetData>", f'</sheetData><mergeCells count="100000">{areas}</mergeCells>')


@changes("合并写得看不懂")
def _(parts: Parts) -> None:
    parts.sub(parts.part(), "</sheetData>", '</sheetData><mergeCells><mergeCell ref="甲:9"/><mergeCell/></mergeCells>')


@changes("一百万行空格")
def _(parts: Parts) -> None:
    parts.rows("".join(f'<row r="{at}"><c r="A{at}" s="1"/><c r="B{at}" s="1"/></row>' for at in range(30, MANY)))


@changes("一万六千列")
def _(parts: Parts) -> None:
    from workbook.words.place import letters

    heads = "".join(text(f"{letters(at)}3", f"列{at}") for at in range(16, 16_385))
    parts.sub(parts.part(), r'(?<=<c r="O3" s="3" t="s"><v>53</v></c>)', heads)


# -- what stands in cells

VALUES = {
    "数字有十万位": number("J5", "9" * 100_000),
    "文字里的数字有十万位": text("J5", "9" * 100_000),
    "NaN": number("J5", "NaN"), "无穷": number("J5", "INF"), "1e400": number("J5", "1e400"), "-1e400": number("J5", "-1e400"),
    "日子 9999 年": number("J5", 2_958_465, ' s="14"'), "日子 0": number("J5", 0, ' s="14"'),
    "日子是负的": number("J5", -5, ' s="14"'), "日子 1e15": number("J5", "1e15", ' s="14"'),
    "日子是 d 型": '<c r="J5" t="d"><v>0001-01-01T00:00:00</v></c>', "不是数字": number("J5", "abc"),
    "错误值": number("J5", "#REF!", ' t="e"'), "没有的错误值": number("J5", "#HAHA!", ' t="e"'),
    "没有的类型": number("J5", "1", ' t="zz"'), "是否写 7": number("J5", "7", ' t="b"'),
    "样式没有": number("J5", 29749, ' s="99999"'), "样式是负的": number("J5", 29749, ' s="-1"'),
    "共享文字没有": number("B5", 999_999, ' t="s"'), "共享文字是负的": number("B5", -1, ' t="s"'),
    "共享文字不是数": number("B5", "x", ' t="s"'), "编号的共享文字没有": number("A5", 999_999, ' t="s"'),
    "文字太长": text("B5", "长" * 40_000), "控制字符": text("B5", "甲_x0000_乙_x0007_&#x7f;&#x9;&#xA0;丙"),
    "控制字符直接写": text("B5", "甲\x07乙"), "几种换行": text("B5", "甲&#13;&#10;乙&#13;丙&#10;丁&#x2028;戊_x000D_己"),
    "反着写的字": text("B5", "\u202e甲乙\u200b\u200f丙\ufeff\u202d"), "编号带看不见的字": text("A5", "C02\u200b"),
    "半个字": text("B5", "甲_xD83D_乙"), "半个字直接写": text("B5", "甲&#xD83D;乙"),
    "公式绕圈": '<c r="J5"><f>J5</f><v>1</v></c>', "公式没有值": '<c r="E5"><f>A1</f></c>',
    "公式到别的文件": '<c r="B5" t="str"><f>[9]Sheet1!A1</f><v>甲</v></c>', "像公式的字": text("B5", "=HYPERLINK(&quot;http://a&quot;,1)"),
    "富文字里有怪标记": '<c r="B5" t="inlineStr"><is><r><t>甲</t></r><rPh sb="0" eb="1"><t>乙</t></rPh><zz/></is></c>',
}  # fmt: skip


def _value(name: str, xml: str) -> None:
    at = re.search(r'r="([A-Z]+\d+)"', xml)
    assert at

    def change(parts: Parts) -> None:
        parts.cell(at[1], xml)

    PARTS[f"格：{name}"] = change


for _name, _xml in VALUES.items():
    _value(_name, _xml)


@changes("字节不是 UTF-8")
def _(parts: Parts) -> None:
    parts.cell("B5", b'<c r="B5" t="inlineStr"><is><t>\xff\xfe\xed\xa0\xbd</t></is></c>')


@changes("说是 GBK 写的")
def _(parts: Parts) -> None:
    own = parts.part()
    parts.held[own] = parts.held[own].decode().replace("UTF-8", "GBK", 1).encode("gbk")


@changes("清单里填满怪字")
def _(parts: Parts) -> None:
    row = re.search(rb'<row r="2"[^>]*>.*?</row>', parts.held[parts.part(LIST)], re.DOTALL)
    assert row
    made = re.sub(
        rb'<c r="(\w+)"([^>]*?)(?:/>|>.*?</c>)',
        rb'<c r="\1" t="inlineStr"><is><t>=1+1&#x200b;_x0000_</t></is></c>',
        row[0],
    )
    parts.sub(parts.part(LIST), re.escape(row[0].decode()), made)


_NOT = (
    "炸弹",
    "实体",
    "缺一部分",
    "断了",
    "类型写错",
    "关系",
    "两张表",
    "两百张表",
    "一百万个名称",
    "批注",
    "一万六千列",
    "清单里",
)
LISTED = tuple(name for name in PARTS if not name.startswith(_NOT) or name.startswith("断了：表"))
"""What is done to the list too: it is read, merged and written anew."""
