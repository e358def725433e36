"""A zip of parts: read the few that change, copy all others as raw bytes, never half a file."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from workbook.shells.parts.archive import unopened
from workbook.words.faults import BookFault
from workbook.words.tongue import worded

Buffer = bytes | memoryview

BIG = 4 << 20
"""Parts above this size (bytes) are deflated at level 1, in slices side by side: five times faster, a third larger."""

SLICE = 8 << 20
LIMIT = (1 << 32) - 1
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_NEW_PART_TIME = (1980, 1, 1, 0, 0, 0)
_Moment = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One finished zip entry: its header facts and its deflated bytes."""

    info: zipfile.ZipInfo
    packed: Sequence[Buffer]


class Package:
    """The parts of one workbook file. Nothing is written until `save`; the file isn't kept open between calls."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._edits: dict[str, tuple[Buffer, ...] | _Entry] = {}
        self._dropped: set[str] = set()
        self._writings: dict[str, int] = {}
        try:
            self._stamp = _stamp(path)
            with path.open("rb") as file:
                if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
                    raise _old_or_locked(path)
            with zipfile.ZipFile(path) as archive:
                self._infos = {info.filename: info for info in archive.infolist()}
        except FileNotFoundError:
            raise BookFault(
                worded("找不到“{name}”。", name=path.name),
                worded("看看它是不是改了名或挪了地方：{parent}。", parent=path.absolute().parent),
            ) from None
        except (zipfile.BadZipFile, NotImplementedError) as found:
            raise _damaged(path) from found
        except OSError as found:
            raise unopened(path.name, found) from found

    @property
    def names(self) -> list[str]:
        """Names of all parts, new ones last."""
        return [name for name in (*self._infos, *(n for n in self._edits if n not in self._infos)) if name in self]

    def __contains__(self, name: object) -> bool:
        return name not in self._dropped and (name in self._edits or name in self._infos)

    @property
    def touched(self) -> tuple[str, ...]:
        """Names of the parts that were changed, added or dropped."""
        return tuple(sorted({*self._edits, *self._dropped}))

    def writings(self, name: str) -> int:
        """How often a part was written."""
        return self._writings.get(name, 0)

    def written(self, name: str) -> tuple[Buffer, ...]:
        """The pieces in which a part was last written; none where it is as it was, or is finished."""
        found = self._edits.get(name, ())
        return () if isinstance(found, _Entry) else found

    def read(self, name: str) -> bytes:
        """The bytes of a part, as edited so far.

        Raises:
            BookFault: the file is damaged.
            KeyError: no such part.
        """
        if name in self._edits:
            chunks = self._edits[name]
            if isinstance(chunks, _Entry):
                return _unpacked(chunks)
            if len(chunks) > 1 or not isinstance(chunks[0], bytes):
                chunks = self._edits[name] = (b"".join(chunks),)
            return bytes(chunks[0])
        return self._original(name)

    def write(self, name: str, *chunks: Buffer) -> None:
        """Replace or add a part; a part that comes out as it was counts as untouched."""
        self._dropped.discard(name)
        self._writings[name] = self.writings(name) + 1
        info = self._infos.get(name)
        if info and sum(map(len, chunks)) == info.file_size and _crc(chunks) == info.CRC:
            self._edits.pop(name, None)
        else:
            self._edits[name] = chunks

    def finish(self, name: str) -> None:
        """Deflate a big part now: what was written of it doesn't wait in memory until the file is saved."""
        chunks = self.written(name)
        if sum(map(len, chunks)) > BIG:
            self._edits[name] = _pack(name, chunks, self._moment(name))

    def _moment(self, name: str) -> _Moment:
        return self._infos[name].date_time if name in self._infos else _NEW_PART_TIME

    def drop(self, name: str) -> None:
        """Leave a part out."""
        self._edits.pop(name, None)
        if name in self._infos:
            self._dropped.add(name)

    def save(self, target: Path) -> None:
        """Write all parts to `target` (another file): untouched ones byte for byte, in their order, new ones last.

        Raises:
            BookFault: the source was changed by someone else since it was read, or the result would exceed 4 GiB.
        """
        with self.path.open("rb") as source, target.open("wb") as out:
            if _stamp_of(os.fstat(source.fileno())) != self._stamp:
                raise _replaced(self.path)
            directory = [_put(out, entry) for entry in self._entries(source)]
            start = out.tell()
            out.writelines(directory)
            size = out.tell() - start
            if out.tell() > LIMIT or len(directory) > 0xFFFF:
                raise BookFault(
                    worded("“{name}”超过 4 GB，写不了。", name=self.path.name),
                    worded("把旧记录另存到别的工作簿，再运行一次。"),
                )
            out.write(_END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), size, start, 0))

    def _entries(self, source: BinaryIO) -> Iterator[_Entry]:
        for name in (*self._infos, *(name for name in self._edits if name not in self._infos)):
            edit = self._edits.get(name)
            if isinstance(edit, _Entry):
                yield edit
            elif edit is not None:
                yield _pack(name, edit, self._moment(name))
            elif name not in self._dropped:
                yield _Entry(self._infos[name], (_raw(source, self._infos[name]),))

    def _original(self, name: str) -> bytes:
        if name not in self._infos:
            raise _damaged(self.path)
        info = self._infos[name]
        try:
            with self.path.open("rb") as file:
                raw = _raw(file, info)
            if info.compress_type == zipfile.ZIP_STORED:
                data = raw
            elif info.compress_type == zipfile.ZIP_DEFLATED and not info.flag_bits & 1:
                data = zlib.decompressobj(-15).decompress(raw, info.file_size + 1)  # never more than it says
            else:
                raise self._broken()
        except FileNotFoundError:
            raise _replaced(self.path) from None
        except (zlib.error, struct.error) as found:
            raise self._broken() from found
        if len(data) != info.file_size or zlib.crc32(data) != info.CRC:
            raise self._broken()
        return data

    def _broken(self) -> BookFault:
        """Parts aren't where the directory says: another run put a new file in the old one's place, or it is damaged."""
        try:
            is_as_found = _stamp(self.path) == self._stamp
        except OSError:
            is_as_found = False
        return _damaged(self.path) if is_as_found else _replaced(self.path)


def _stamp(path: Path) -> tuple[int, int]:
    return _stamp_of(path.stat())


def _stamp_of(state: os.stat_result) -> tuple[int, int]:
    return state.st_mtime_ns, state.st_size


def _replaced(path: Path) -> BookFault:
    return BookFault(
        worded("“{name}”刚刚被别人改过，或另一次运行刚写完它。", name=path.name),
        worded("再运行一次，就会用上最新的内容。（没有改动任何文件。）"),
    )


def _damaged(path: Path) -> BookFault:
    return BookFault(
        worded("“{name}”不是完整的 Excel 工作簿。", name=path.name),
        worded("用 Excel 打开它，另存为 .xlsx，再用新的那一份。"),
    )


def _old_or_locked(path: Path) -> BookFault:
    cure = worded("用 Excel 打开它，去掉密码，另存为 .xlsx 或 .xlsm。")
    return BookFault(worded("“{name}”是旧的 .xls 格式，或加了打开密码。", name=path.name), cure)


def _raw(source: BinaryIO, info: zipfile.ZipInfo) -> bytes:
    """The deflated bytes of an entry as they stand in the file."""
    source.seek(info.header_offset)
    header = source.read(_LOCAL.size)
    name_length, extra_length = _LOCAL.unpack(header)[-2:]
    source.seek(name_length + extra_length, os.SEEK_CUR)
    return source.read(info.compress_size)


def _crc(chunks: Iterable[Buffer]) -> int:
    crc = 0
    for chunk in chunks:
        crc = zlib.crc32(chunk, crc)
    return crc


def _unpacked(entry: _Entry) -> bytes:
    """The bytes of a finished part."""
    return zlib.decompress(b"".join(entry.packed), -15, entry.info.file_size)


def _pack(name: str, chunks: tuple[Buffer, ...], moment: _Moment) -> _Entry:
    """Deflate one part; big ones in independent slices on all cores, which one stream can hold."""
    size = sum(map(len, chunks))
    level, slices = (1, _sliced(chunks)) if size > BIG else (6, [b"".join(chunks)])

    def deflate(index: int) -> bytes:
        packer = zlib.compressobj(level, zlib.DEFLATED, -15)
        return packer.compress(slices[index]) + packer.flush(
            zlib.Z_FINISH if index == len(slices) - 1 else zlib.Z_FULL_FLUSH
        )

    if len(slices) == 1:
        packed = [deflate(0)]
    else:
        with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as workers:
            packed = list(workers.map(deflate, range(len(slices))))
    info = zipfile.ZipInfo(name, moment)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.CRC, info.file_size, info.compress_size = _crc(chunks), size, sum(map(len, packed))
    return _Entry(info, packed)


def _sliced(chunks: Iterable[Buffer]) -> list[Buffer]:
    """Views of at most `SLICE` bytes, small chunks joined."""
    slices, small = list[Buffer](), bytearray()
    for chunk in chunks:
        if len(chunk) + len(small) < SLICE:
            small += chunk
            continue
        if small:
            slices.append(bytes(small))
            small.clear()
        slices += [memoryview(chunk)[at : at + SLICE] for at in range(0, len(chunk), SLICE)]
    return [*slices, bytes(small)] if small else slices


def _put(out: BinaryIO, entry: _Entry) -> bytes:
    """Write one entry; returns its line for the directory at the end."""
    info, offset = entry.info, out.tell()
    if max(info.file_size, info.compress_size, offset) > LIMIT:
        raise BookFault(worded("工作簿里有一部分超过 4 GB，写不了。"), worded("把旧记录另存到别的工作簿，再运行一次。"))
    name = info.filename.encode("ascii" if info.filename.isascii() else "utf-8")
    flags = (info.flag_bits & 0x0006) | (0 if info.filename.isascii() else 0x0800)
    year, month, day, hour, minute, second = info.date_time
    clock = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
    facts = (flags, info.compress_type, *clock, info.CRC, info.compress_size, info.file_size, len(name), 0)
    out.write(_LOCAL.pack(b"PK\3\4", 20, *facts) + name)
    out.writelines(entry.packed)
    return _CENTRAL.pack(b"PK\1\2", 20, 20, *facts, 0, 0, info.internal_attr, info.external_attr, offset) + name
