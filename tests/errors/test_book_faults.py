"""Each file that can't be read ends in one sentence and its cure; nothing else happens, and never a crash."""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from workbook.shells.files.reading import read, sheet_names
from workbook.shells.safety.beside import lock_of
from workbook.words.faults import BookFault

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SAVE_AGAIN = "用 Excel 打开它另存一份再试；打不开就用最近的备份。"
SAVE_AS = "用 Excel 打开它，另存为 .xlsx 再试一次。"
FAR = "在【客户】里按 Ctrl+End 跳到最后一格，删去远处多余的行和列，存一次再来。"
STRANGE = "核对它的来处；确是自己的文件，就用 Excel 打开另存一份。"
OLE2 = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096)


def good() -> bytes:
    """A small workbook."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "客户"
    book.active.append(["客户编号", "客户名称"])
    book.active.append(["C1", "甲"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


GOOD = good()


def with_part(name: str, part: bytes | None, source: bytes = GOOD) -> bytes:
    """The good workbook with one part changed, added or, for None, left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for other in old.namelist():
            if other != name:
                new.writestr(other, old.read(other))
        if part is not None:
            new.writestr(name, part)
    return stream.getvalue()


def with_cells(rows: str, before: str = "") -> bytes:
    """The good workbook with other rows in its sheet."""
    sheet = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return with_part("xl/worksheets/sheet1.xml", sheet.encode())


OPEN, CLOSE = f'<worksheet xmlns="{MAIN}"><sheetData>', "</sheetData></worksheet>"
ROW_TWO = '<row r="2"><c r="A2"><v>2</v></c></row>'
ROWS = f'<row r="1"><c r="A1"><v>1</v></c></row>{ROW_TWO}<row r="3"><c r="A3"><v>3</v></c></row>'


def in_two(between: str) -> str:
    """The rows with something between the first and the second."""
    return ROWS.replace(ROW_TWO, between + ROW_TWO)


def with_xml(sheet: str) -> bytes:
    """The good workbook with another sheet part, whole or not."""
    return with_part("xl/worksheets/sheet1.xml", sheet.encode())


def with_cell(address: str, row: int) -> bytes:
    """The good workbook with one cell in A1 and one far away."""
    far = f'<row r="{row}"><c r="{address}"><v>1</v></c></row>'
    return with_cells(f'<row r="1"><c r="A1"><v>1</v></c></row>{far}')


def lying() -> bytes:
    """A part that inflates to more than it says."""
    data = with_part("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{" " * 100_000}</sst>'.encode())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.start_dir
        size = archive.getinfo("xl/sharedStrings.xml").file_size
    return data[:start] + data[start:].replace(struct.pack("<L", size), struct.pack("<L", 1000))


def encrypted() -> bytes:
    """What Excel writes for a book with a password to open it."""
    return OLE2[:1024] + "EncryptedPackage".encode("utf-16-le") + OLE2[1024:]


def zipped(**parts: bytes) -> bytes:
    """A zip of anything."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), part)
    return stream.getvalue()


BROKEN = "“书.xlsx”不完整或已损坏。"
FILES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "an old book": (lambda: OLE2, "“书.xlsx”是旧格式（.xls）。", SAVE_AS),
    "a book with a password": (
        encrypted,
        "“书.xlsx”加了打开密码。",
        "在 Excel 里打开它，用“文件→信息→保护工作簿”清空密码，存一次再来。",
    ),
    "a web page": (
        lambda: b"<html><table><tr><td>1</td></tr></table>",
        "“书.xlsx”不是 Excel 工作簿，是一个网页。",
        SAVE_AS,
    ),
    "a text": (lambda: "客户编号,姓名\nC1,甲\n".encode("gbk"), "“书.xlsx”不是 Excel 工作簿，是一个文字文件。", SAVE_AS),
    "a spreadsheet of 2003": (
        lambda: b'<?xml version="1.0"?><Workbook/>',
        "“书.xlsx”不是 Excel 工作簿，是一个 XML 文件。",
        SAVE_AS,
    ),
    "nothing": (lambda: b"", "“书.xlsx”不是 Excel 工作簿，里面是空的。", SAVE_AS),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0", "“书.xlsx”不是 Excel 工作簿，是别的文件。", SAVE_AS),
    "a binary book": (lambda: zipped(xl__workbook_bin=b""), "“书.xlsx”是二进制格式（.xlsb）。", SAVE_AS),
    "a letter": (lambda: zipped(word__document_xml=b""), "“书.xlsx”不是 Excel 工作簿，是别的办公文件。", SAVE_AS),
    "photos": (lambda: zipped(a_jpg=b"", b_jpg=b""), "“书.xlsx”不是 Excel 工作簿，是一个压缩包。", SAVE_AS),
    "half a download": (lambda: GOOD[: len(GOOD) * 2 // 3], BROKEN, SAVE_AGAIN),
    "a sheet cut off": (
        lambda: with_part("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData><row'.encode()),
        BROKEN,
        SAVE_AGAIN,
    ),
    "a sheet that ends before its end": (lambda: with_xml(f"{OPEN}{ROWS}</sheetData>"), BROKEN, SAVE_AGAIN),
    "rows behind the end of the rows": (lambda: with_xml(OPEN + in_two("</sheetData>") + CLOSE), BROKEN, SAVE_AGAIN),
    "a sheet closed in its middle": (lambda: with_xml(OPEN + in_two(CLOSE) + CLOSE), BROKEN, SAVE_AGAIN),
    "a cell that doesn't open": (lambda: with_xml(OPEN + ROWS.replace("<c r=", "<<c r=") + CLOSE), BROKEN, SAVE_AGAIN),
    "a row that doesn't end": (lambda: with_xml(OPEN + ROWS.replace("</row><", "<") + CLOSE), BROKEN, SAVE_AGAIN),
    "zeros on the disk": (lambda: with_xml(f"{OPEN}{ROWS}\0\0\0\0{CLOSE}"), BROKEN, SAVE_AGAIN),
    "a cell of no known sort": (
        lambda: with_cells('<row r="1"><c r="A1" t="x"><v>1</v></c></row>'),
        BROKEN,
        SAVE_AGAIN,
    ),
    "no formats": (lambda: with_part("xl/styles.xml", None), BROKEN, SAVE_AGAIN),
    "no word about its parts": (lambda: with_part("[Content_Types].xml", None), BROKEN, SAVE_AGAIN),
    "half a word about its parts": (lambda: with_part("[Content_Types].xml", b"<Types><Default"), BROKEN, SAVE_AGAIN),
    "a sheet gone": (lambda: with_part("xl/worksheets/sheet1.xml", None), BROKEN, SAVE_AGAIN),
    "texts gone": (lambda: with_cells('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), BROKEN, SAVE_AGAIN),
    "no list of sheets": (lambda: with_part("xl/_rels/workbook.xml.rels", None), BROKEN, SAVE_AGAIN),
    "a list that is no XML": (lambda: with_part("xl/workbook.xml", b"\xff\xfe\xfa"), BROKEN, SAVE_AGAIN),
    "entities": (
        lambda: with_part("xl/sharedStrings.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><sst/>'),
        BROKEN,
        SAVE_AGAIN,
    ),
    "entities in a sheet": (lambda: with_cells("", '<?xml version="1.0"?><!DOCTYPE x>'), BROKEN, SAVE_AGAIN),
    "a part that lies about its size": (lying, BROKEN, SAVE_AGAIN),
    "the last cell there is": (
        lambda: with_cell("XFD1048576", 1048576),
        "“书.xlsx”的【客户】一直排到 XFD1048576，读不下。",
        FAR,
    ),
    "a far cell of two letters": (
        lambda: with_cell("ZZ1048576", 1048576),
        "“书.xlsx”的【客户】一直排到 ZZ1048576，读不下。",
        FAR,
    ),
    "a row that can't be": (
        lambda: with_cell("A99999999", 99999999),
        "“书.xlsx”的【客户】一直排到 Z99999999，读不下。",
        FAR,
    ),
    "a column that can't be": (lambda: with_cell("ZZZZZ2", 2), "“书.xlsx”的【客户】一直排到 ZZZZZ2，读不下。", FAR),
    "cells without addresses": (
        lambda: with_cells(f'<row r="1048576">{"<c><v>1</v></c>" * 5000}</row>'),
        "“书.xlsx”的【客户】一直排到 GJH1048576，读不下。",
        FAR,
    ),
    "a bomb of blanks": (
        lambda: with_part("xl/sharedStrings.xml", b" " * (60 << 20)),
        "“书.xlsx”大得不像人填的：其中“xl/sharedStrings.xml”展开后有 60 MB。",
        STRANGE,
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_good_workbook_is_named_for_what_it_is(tmp_path: Path, kind: str) -> None:
    """What it is, and what to do."""
    make, what, cure = FILES[kind]
    path = tmp_path / "书.xlsx"
    path.write_bytes(make())
    with pytest.raises(BookFault) as caught:
        read(path)

    assert (what, cure) == (caught.value.what, caught.value.cure)
    assert ["书.xlsx"] == [left.name for left in tmp_path.iterdir()]


def test_a_file_that_is_not_there_is_looked_for_in_its_folder(tmp_path: Path) -> None:
    """The folder is named, because that is where people look."""
    with pytest.raises(BookFault) as caught:
        read(tmp_path / "书.xlsx")

    assert f"找不到“书.xlsx”。\n怎么改：看看它是不是改了名或挪了地方：{tmp_path}。" == str(caught.value)


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    """Its name may end in anything."""
    (tmp_path / "书.xlsx").mkdir()
    with pytest.raises(BookFault) as caught:
        sheet_names(tmp_path / "书.xlsx")

    assert "“书.xlsx”是一个文件夹。\n怎么改：写上里面那个 .xlsx 的名字。" == str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_is_no_workbook(tmp_path: Path) -> None:
    """Reading it would never end."""
    os.mkfifo(tmp_path / "书.xlsx")
    with pytest.raises(BookFault) as caught:
        read(tmp_path / "书.xlsx")

    assert "“书.xlsx”不是文件，是管道一类的。\n怎么改：写上工作簿的路径，例如 回访.xlsx。" == str(caught.value)


def test_the_mark_of_an_open_book_is_no_workbook(tmp_path: Path) -> None:
    """People pick ~$书.xlsx by mistake: it stands right above the real one."""
    (tmp_path / "~$书.xlsx").write_bytes(b"\x05user")
    with pytest.raises(BookFault) as caught:
        read(tmp_path / "~$书.xlsx")

    assert "“~$书.xlsx”是 Excel 打开文件时留的记号，不是工作簿。\n怎么改：改用“书.xlsx”。" == str(caught.value)


@pytest.mark.parametrize("mark", ["~$书.xlsx", ".~lock.书.xlsx#"])
def test_a_book_open_elsewhere_can_still_be_read(tmp_path: Path, mark: str) -> None:
    """Only writing has to wait."""
    path = tmp_path / "书.xlsx"
    path.write_bytes(GOOD)

    assert lock_of(path) is None
    (tmp_path / mark).write_bytes(b"")

    assert tmp_path / mark == lock_of(path)
    assert ["客户"] == [found.name for found in read(path)]


def test_a_wide_dimension_or_far_empty_styles_do_no_harm(tmp_path: Path) -> None:
    """Many real books carry them."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="T1048576" s="0"/></row>'
    sheet = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'
    path = tmp_path / "书.xlsx"
    path.write_bytes(with_part("xl/worksheets/sheet1.xml", sheet.encode()))

    assert [1] == [len(found.columns) for found in read(path)]


def test_raw_signs_in_a_text_break_nothing(tmp_path: Path) -> None:
    """Brackets that needn't be escaped, comments and CDATA make the counts disagree; the part is whole all the same."""
    path = tmp_path / "书.xlsx"
    cell = '<c r="A1" t="inlineStr"><is><t>甲 /> 乙 <![CDATA[<b>]]></t></is></c>'
    path.write_bytes(with_xml(f'{OPEN}<!-- <row> --><row r="1">{cell}</row>{CLOSE}\n'))

    assert [["甲 /> 乙 <b>"]] == [column.to_pylist() for column in read(path)[0].columns]
