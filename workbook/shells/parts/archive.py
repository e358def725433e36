"""What a file is, before anything in it is read: a workbook, or what it is instead; and whether it was made to harm."""

from __future__ import annotations

import errno
import io
import zipfile

from workbook.words.faults import BookFault
from workbook.words.tongue import declared, worded

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

WHOLE_BYTES = 4 << 30
PART_BYTES = 2 << 30
SMALL_BYTES = 50 << 20  # below this a part may be as dense as it likes
WHOLE_SMALL = 200 << 20  # and all of them together
RATIO = 300  # Excel's own sheets inflate 5 to 60 times

_WHY = {
    errno.EACCES: declared("没有读它的权限"),
    errno.EPERM: declared("没有读它的权限"),
    errno.ELOOP: declared("它是一个指着自己的链接"),
    errno.EIO: declared("磁盘读不出来"),
    errno.ENAMETOOLONG: declared("名字太长"),
}


def check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    """Declared sizes: what inflates hundreds of times was made to harm.

    Raises:
        BookFault: it was, or is locked.
    """
    infos = archive.infolist()
    size, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if size > WHOLE_BYTES or (size > WHOLE_SMALL and size > RATIO * packed):
        raise too_big(name, worded("展开后有 {size} MB", size=size >> 20))
    for info in infos:
        dense = info.file_size > SMALL_BYTES and info.file_size > RATIO * max(1, info.compress_size)
        if dense or info.file_size > PART_BYTES:
            raise too_big(
                name,
                worded(
                    "其中“{filename}”展开后有 {file_size} MB", filename=info.filename, file_size=info.file_size >> 20
                ),
            )
        if info.flag_bits & 1:
            raise BookFault(
                worded("“{name}”是加了密码的压缩包。", name=name), worded("去掉密码，另存为 .xlsx 再试一次。")
            )


def unopened(name: str, error: OSError) -> BookFault:
    """The system doesn't give the file."""
    why = _WHY.get(error.errno or 0, error.strerror)
    return BookFault(
        worded("打不开“{name}”：{why}。", name=name, why=why),
        worded("关掉正在用它的程序，或换一份能打开的，再试一次。"),
    )


def damaged(name: str) -> BookFault:
    """The file is a workbook, but broken."""
    return BookFault(
        worded("“{name}”不完整或已损坏。", name=name), worded("用 Excel 打开它另存一份再试；打不开就用最近的备份。")
    )


def too_big(name: str, why: str) -> BookFault:
    """The file holds more than anybody typed."""
    return BookFault(
        worded("“{name}”大得不像人填的：{why}。", name=name, why=why),
        worded("核对它的来处；确是自己的文件，就用 Excel 打开另存一份。"),
    )


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """The zip that every .xlsx is, or a fault that says what the file is instead."""
    if data[:8] == OLE2:
        if ENCRYPTED in data:
            raise BookFault(
                worded("“{name}”加了打开密码。", name=name),
                worded("在 Excel 里打开它，用“文件→信息→保护工作簿”清空密码，存一次再来。"),
            )
        raise BookFault(
            worded("“{name}”是旧格式（.xls）。", name=name), worded("用 Excel 打开它，另存为 .xlsx 再试一次。")
        )
    if data[:2] != b"PK":
        raise BookFault(
            worded("“{name}”不是 Excel 工作簿，{kind}。", name=name, kind=_kind(data)),
            worded("用 Excel 打开它，另存为 .xlsx 再试一次。"),
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise damaged(name) from error
    names = {part.lower() for part in archive.namelist()}
    if "xl/workbook.bin" in names:
        raise BookFault(
            worded("“{name}”是二进制格式（.xlsb）。", name=name), worded("用 Excel 打开它，另存为 .xlsx 再试一次。")
        )
    if "xl/workbook.xml" not in names:
        other = "content.xml" in names or "word/document.xml" in names
        raise BookFault(
            worded(
                "“{name}”不是 Excel 工作簿，{rest}。",
                name=name,
                rest=worded("是别的办公文件") if other else worded("是一个压缩包"),
            ),
            worded("用 Excel 打开它，另存为 .xlsx 再试一次。"),
        )
    return archive


def _kind(data: bytes) -> str:
    """What a file is, when it isn't a zip."""
    if not data.strip(b"\0 \r\n\t"):
        return worded("里面是空的")
    head = data[:2048].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<meta")) or b"<html" in head:
        return worded("是一个网页")
    if head.startswith((b"<?xml", b"\xef\xbb\xbf<?xml")):
        return worded("是一个 XML 文件")
    return worded("是一个文字文件") if b"\0" not in head else worded("是别的文件")
