"""Writers keep everything they don't write: parts, formats, formulas, calendars, and Excel's rules."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openxml_audit import FileFormat, OpenXmlValidator
from python_calamine import CalamineWorkbook

from workbook.papers.pages.page import Field, Page
from workbook.shells.commands.cli import main
from workbook.shells.files import new_book
from workbook.shells.files.in_place import Book

NOW = datetime(2026, 10, 9, 9)
PAYLOADS = (
    "=cmd|' /C calc'!A0", "=1+1", "+1+1", "-2+3", "@SUM(1,1)", "\t=1+1", '=HYPERLINK("http://x","y")', "{=1+1}",
    "http://example.com/a", "00123", "1E5", "'=1+1", "a_x000D_b", "<b>&amp;", "😀𠮷", "  空格  ",
)  # fmt: skip

TODAY = Page(
    "今日清单",
    (
        Field("任务编号", hidden=True), Field("序", "整数", 5), Field("客户名称", width=20), Field("电话", width=14),
        Field("到期", "时点", 17), Field("金额", "金额"), Field("占比", "百分"), Field("说明", width=24, wrap=True),
        Field("结果代码", typed=True, choices=("完成", "未接通")), Field("备注", typed=True), Field("出处", "链接"),
    ),
    tuple(
        (f"W5b·E{n}", n, f"客户{n}", "013800000000", datetime(2026, 10, 9, 9, n), Decimal("12.50"), 0.2, text,
         None, None, "客户!B2")
        for n, text in enumerate(PAYLOADS, 1)
    ),
    title="今日清单 2026-10-09", note="黄色的格由员工填", key="任务编号", marks=((0, "逾期"), (1, "今日")),
)  # fmt: skip


# -- a workbook with everything in it


def png() -> bytes:
    raw = b"".join(b"\0" + bytes([200, 30, 60]) * 8 for _ in range(8))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def rich(path: Path) -> Path:
    """Chart, image, text box, notes, button, VBA, sparkline, drop-down, conditional formats, table, names, pivot."""
    book = xlsxwriter.Workbook(str(path))
    home, customers, log = book.add_worksheet("首页"), book.add_worksheet("客户"), book.add_worksheet("回访记录")
    book.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 8), is_stream=True)
    home.insert_button("B3", {"macro": "Today", "caption": "今日清单", "width": 120, "height": 30})
    home.insert_image("F2", "p.png", {"image_data": io.BytesIO(png())})
    home.insert_textbox("H2", "说明文字")
    home.write_comment("A2", "旧批注", {"author": "张"})
    home.write_formula("A4", "=COUNTA(客户!A:A)", None, 3)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=回访记录!$D$2:$D$4", "categories": "=回访记录!$A$2:$A$4"})
    home.insert_chart("B12", chart)
    home.add_sparkline("B40", {"range": "回访记录!D2:D4"})
    customers.write_row(0, 0, ["客户编号", "客户名称"])
    customers.write_row(1, 0, ["C1", "甲"])
    day, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True, "font_color": "red"})
    for row in range(1, 4):
        log.write_row(row, 0, [f"R{row}", "C1"])
        log.write_datetime(row, 2, datetime(2026, 10, row), day)
        log.write_number(row, 3, row * 10)
    columns = [{"header": name} for name in ("记录编号", "客户编号", "回访时间", "分")]
    columns.append({"header": "倍", "formula": "=记录[[#This Row],[分]]*2"})
    log.add_table(0, 0, 3, 4, {"name": "记录", "columns": columns})
    log.data_validation("B2:B4", {"validate": "list", "source": ["C1", "C2"]})
    log.conditional_format("D2:D4", {"type": "cell", "criteria": ">", "value": 15, "format": bold})
    log.conditional_format("D2:D4", {"type": "data_bar", "data_bar_2010": True})
    log.write_comment("A2", "客户要求改期", {"author": "李"})
    log.freeze_panes(1, 0)
    log.print_area(0, 0, 3, 4)
    book.define_name("评分表", "=客户!$A$1:$A$5")
    book.close()
    _add_pivot(path)
    return path


def _add_pivot(path: Path) -> None:
    """A small pivot table, written by hand onto 首页."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivot"
    rels = f'<Relationships xmlns="{office.replace("officeDocument", "package")}">{{}}</Relationships>'
    xmlns = f'xmlns="{main}"'
    cells = '<sharedItems count="1"><s v="{}"/></sharedItems></cacheField>'
    parts = {
        "xl/pivotCache/pivotCacheDefinition1.xml": (
            f'<pivotCacheDefinition {xmlns} xmlns:r="{office}" r:id="rId1" recordCount="1">'
            '<cacheSource type="worksheet"><worksheetSource ref="A1:B2" sheet="客户"/></cacheSource>'
            f'<cacheFields count="2"><cacheField name="客户编号">{cells.format("C1")}'
            f'<cacheField name="客户名称">{cells.format("甲")}</cacheFields></pivotCacheDefinition>'
        ),
        "xl/pivotCache/pivotCacheRecords1.xml": (
            f'<pivotCacheRecords {xmlns} count="1"><r><x v="0"/><x v="0"/></r></pivotCacheRecords>'
        ),
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": rels.format(
            f'<Relationship Id="rId1" Type="{office}/pivotCacheRecords" Target="pivotCacheRecords1.xml"/>'
        ),
        "xl/pivotTables/pivotTable1.xml": (
            f'<pivotTableDefinition {xmlns} name="P1" cacheId="7" dataCaption="值">'
            '<location ref="K2:K4" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2">'
            '<pivotField axis="axisRow" showAll="0"><items count="2"><item x="0"/><item t="default"/></items>'
            '</pivotField><pivotField showAll="0"/></pivotFields><rowFields count="1"><field x="0"/></rowFields>'
            '<rowItems count="1"><i><x/></i></rowItems></pivotTableDefinition>'
        ),
        "xl/pivotTables/_rels/pivotTable1.xml.rels": rels.format(
            f'<Relationship Id="rId1" Type="{office}/pivotCacheDefinition"'
            ' Target="../pivotCache/pivotCacheDefinition1.xml"/>'
        ),
    }
    link = f'<Relationship Id="rId99" Type="{office}/{{}}" Target="{{}}"/></Relationships>'
    override = "".join(
        f'<Override PartName="/{name}" ContentType="{types}{kind}+xml"/>'
        for name, kind in zip(
            (n for n in parts if "_rels" not in n), ("CacheDefinition", "CacheRecords", "Table"), strict=True
        )
    )
    edits = {
        "[Content_Types].xml": ("</Types>", override + "</Types>"),
        "xl/_rels/workbook.xml.rels": (
            "</Relationships>", link.format("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")),
        "xl/worksheets/_rels/sheet1.xml.rels": (
            "</Relationships>", link.format("pivotTable", "../pivotTables/pivotTable1.xml")),
        "xl/workbook.xml": (
            "</workbook>", '<pivotCaches><pivotCache cacheId="7" r:id="rId99"/></pivotCaches></workbook>'),
    }  # fmt: skip
    with zipfile.ZipFile(path) as old:
        contents = {info.filename: old.read(info) for info in old.infolist()}
    for name, (before, after) in edits.items():
        contents[name] = contents[name].decode().replace(before, after).encode()
    contents |= {name: ('<?xml version="1.0"?>' + text).encode() for name, text in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in contents.items():
            new.writestr(name, data)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def raw(path: Path) -> dict[str, bytes]:
    """The deflated bytes of each part, as they stand in the file."""
    found, data = {}, path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name, extra = struct.unpack("<HH", data[info.header_offset + 26 : info.header_offset + 30])
            start = info.header_offset + 30 + name + extra
            found[info.filename] = data[start : start + info.compress_size]
    return found


def findings(path: Path) -> Counter[str]:
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(str(path))
    return Counter(f"{error.part_uri}: {error.description}" for error in result.errors)


def shown(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


# -- in place


def test_writing_in_place_leaves_every_other_part_byte_for_byte(tmp_path: Path) -> None:
    """Charts, images, notes, buttons, VBA, pivot, sparklines stay as they were, deflated bytes included."""
    path = rich(tmp_path / "回访.xlsm")
    before = raw(path)

    book = Book(path)
    book.put(TODAY)
    book.append("回访记录", 1, {"记录编号": 1, "客户编号": 2, "回访时间": 3, "分": 4},
                [{"记录编号": "R4", "客户编号": "C1", "回访时间": datetime(2026, 10, 9, 9, 30), "分": 40}])  # fmt: skip
    touched = book.touched
    book.save()
    after = raw(path)

    print(
        "\nuntouched, byte for byte:", *sorted(name for name in before if after.get(name) == before[name]), sep="\n  "
    )
    assert {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/tables/table1.xml",
        "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml",
    } == set(touched)  # fmt: skip
    assert {name: data for name, data in before.items() if name not in touched} == {
        name: data for name, data in after.items() if name not in touched
    }
    assert before.keys() <= after.keys()


def test_the_audit_finds_nothing_that_the_source_didnt_have(tmp_path: Path) -> None:
    """A validator of Microsoft's schemas and rules has nothing new to say after a write."""
    path = rich(tmp_path / "回访.xlsm")
    before = findings(path)

    book = Book(path)
    book.put(TODAY)
    book.append("回访记录", 1, {"记录编号": 1, "分": 4}, [{"记录编号": "R4", "分": 40}])
    book.set_cells("客户", {(2, 2): "乙", (9, 3): date(2026, 10, 9)})
    book.save()

    assert Counter() == findings(path) - before


@pytest.mark.parametrize("maker", ["in place", "new"])
def test_text_stays_text(tmp_path: Path, maker: str) -> None:
    """No payload becomes a formula or a number, in both writers, through three readers."""
    path = tmp_path / "x.xlsx"
    if maker == "new":
        new_book.write(path, [TODAY], head=None, created=NOW)
    else:
        new_book.write(path, [Page("客户", (Field("客户编号"),))], head=None, created=NOW)
        book = Book(path)
        book.put(TODAY)
        book.save()

    sheet = openpyxl.load_workbook(path)["今日清单"]
    cells = [sheet.cell(row, 8) for row in range(4, 4 + len(PAYLOADS))]
    assert {"s", "inlineStr"} >= {cell.data_type for cell in cells}
    assert list(PAYLOADS) == [row[7] for row in shown(path, "今日清单")[3:]]
    assert "<f>" not in parts(path)[f"xl/worksheets/sheet{1 if maker == 'new' else 2}.xml"].decode()


def test_what_is_written_reads_back_the_same(tmp_path: Path) -> None:
    """Days, moments, money and numbers arrive as values; control characters go; long texts end at Excel's limit."""
    path = tmp_path / "x.xlsx"
    kinds = {"文": "文本", "日": "日期", "时": "时点", "整": "整数", "钱": "金额", "真": "文本"}
    fields = tuple(Field(heading, kind) for heading, kind in kinds.items())
    row = ("甲\x07乙\r\n丙", date(2026, 10, 9), datetime(2026, 10, 9, 13, 5), 7, Decimal("1234.50"), True)
    page = Page("表", fields, (row, ("长" * 40_000, None, None, 10**17, float("nan"), False)))
    new_book.write(path, [Page("客户", (Field("客户编号"),))], head=None, created=NOW)

    book = Book(path)
    book.put(page)
    book.save()

    found = shown(path, "表")
    assert ["甲乙\n丙", date(2026, 10, 9), datetime(2026, 10, 9, 13, 5), 7.0, 1234.5, True] == found[1]
    assert 32_767 == len(str(found[2][0]))
    assert ["", "", str(10**17), "", False] == found[2][1:]


def test_a_1904_book_gets_1904_days(tmp_path: Path) -> None:
    """Some Macs count days from 1904; the same day must come back."""
    path = tmp_path / "x.xlsx"
    source = xlsxwriter.Workbook(str(path), {"date_1904": True})
    source.add_worksheet("客户").write_row(0, 0, ["客户编号", "生日"])
    source.close()

    book = Book(path)
    book.put(Page("表", (Field("日", "日期"), Field("时", "时点")), ((date(2026, 10, 9), datetime(2026, 10, 9, 12)),)))
    book.append("客户", 1, {"客户编号": 1, "生日": 2}, [{"客户编号": "C1", "生日": date(1980, 1, 2)}])
    book.save()

    assert [date(2026, 10, 9), datetime(2026, 10, 9, 12)] == shown(path, "表")[1]
    assert ["C1", date(1980, 1, 2)] == shown(path, "客户")[1]
    assert "<v>44842</v>" in parts(path)["xl/worksheets/sheet2.xml"].decode()


# -- a new book


def test_two_builds_of_a_new_book_are_the_same_bytes(tmp_path: Path) -> None:
    """Nothing but the pages and the given moment goes into the file."""
    staff = Page("客户", (Field("客户编号"), Field("客户名称"), Field("客户类别", choices=("经销商", "普通"))), ())
    for name in ("一.xlsx", "二.xlsx"):
        new_book.write(tmp_path / name, [TODAY, staff], head=None, tables={"客户": "客户表"}, created=NOW)

    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


def test_the_audit_finds_nothing_in_a_book_we_make(tmp_path: Path) -> None:
    """A new book, and a page put into it, open without a word from Excel."""
    path = tmp_path / "x.xlsx"
    staff = Page("客户", (Field("客户编号"), Field("客户名称"), Field("等级", choices=("=客户!$A$2:$A$9",))), ())
    new_book.write(path, [TODAY, staff], head=None, tables={"客户": "客户表"}, created=NOW)
    made = findings(path)

    book = Book(path)
    book.put(Page("指标", (Field("名称"), Field("值", "百分")), (("及时率", 0.98),), title="指标"))
    book.append("客户", 1, {"客户编号": 1}, [{"客户编号": "C1"}, {"客户编号": "C2"}])
    book.save()

    assert Counter() == made
    assert Counter() == findings(path)


def test_both_writers_draw_the_same_look(tmp_path: Path) -> None:
    """A page put over the book that the new-book writer made adds no format: each finds the other's."""
    path = tmp_path / "x.xlsx"
    new_book.write(path, [TODAY], head=None, created=NOW)

    book = Book(path)
    book.put(TODAY)

    assert "xl/styles.xml" not in book.touched


def test_a_strict_book_is_written_in_its_own_namespaces(tmp_path: Path) -> None:
    """Excel can save "Strict Open XML"; the new sheet and its relationships speak that dialect."""
    path = tmp_path / "x.xlsx"
    new_book.write(path, [Page("客户", (Field("客户编号"),), (("C1",),))], head=None, created=NOW)
    dialect = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }  # fmt: skip
    contents = parts(path)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in contents.items():
            for transitional, strict in dialect.items():
                data = data.replace(transitional, strict)
            archive.writestr(name, data)

    book = Book(path)
    book.put(TODAY)
    book.append("客户", 1, {"客户编号": 1}, [{"客户编号": "C2"}])
    book.save()

    assert ["C1", "C2"] == [row[0] for row in shown(path, "客户")[1:]]
    assert len(PAYLOADS) + 3 == len(shown(path, "今日清单"))
    assert b"schemas.openxmlformats.org/spreadsheetml" not in parts(path)["xl/worksheets/sheet2.xml"]


def test_a_day_over_a_rich_workbook_touches_our_sheets_alone(tmp_path: Path) -> None:
    """`today` twice: charts, pivot, image, notes, button, VBA and the staff's sheets stay byte for byte; the audit is calm."""
    path = rich(tmp_path / "回访.xlsm")
    before, calm = raw(path), findings(path)

    assert main(["today", str(path), "--date", "2026-10-09"]) in {0, 1}
    first = raw(path)
    assert main(["today", str(path), "--date", "2026-10-10"]) in {0, 1}
    second = raw(path)

    same = sorted(name for name in before if second.get(name) == before[name])
    print("\nuntouched, byte for byte:", *same, sep="\n  ")
    wiring = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    assert before.keys() - set(same) <= wiring
    ours = {name for name in second if first.get(name) != second[name]}
    assert ours <= (first.keys() - before.keys()) | wiring
    assert Counter() == findings(path) - calm


def test_a_workbook_that_travels_is_the_one_that_would_be_written(tmp_path: Path) -> None:
    """Whatever its rows, marks and title: heads that were drawn once, for more or fewer rows, are those drawn anew."""
    fields = (Field("编号", width=16), Field("到期", "日期"))
    days = [(f"C{at}", date(2026, 3, 1 + at)) for at in range(9)]
    for count, name, title, marks in (
        (9, "甲", "", ((1, "逾期"),)), (2, "甲", "", ((0, "逾期"),)), (0, "甲", "题", ()), (4, "$H$1040001", "1040001", ()),
    ):  # fmt: skip
        pages = [
            Page(name, fields, tuple(days[:count]), title=title, marks=marks, print_to="编号"),
            Page("乙", fields, tuple(days[: 9 - count]), key="编号"),
        ]
        new_book.write(tmp_path / "a.xlsx", pages, head=None, created=NOW)
        assert (tmp_path / "a.xlsx").read_bytes() == new_book.packed(pages, head=None, created=NOW)
