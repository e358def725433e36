"""An office on a Monday morning whose runs are disturbed, and what must be true of it afterwards."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
from bookshelf import Cells, cells, without_prints
from forked import BROKEN, Ended, Forked
from postbox import USER, Postbox

from workbook.papers.letters.letters import message_id
from workbook.shells.files.in_place import Book
from workbook.shells.mail import sent
from workbook.shells.safety import saving
from workbook.shells.safety.begun import NOTE

HOME = Path(__file__).resolve().parents[1]
NAME, LIST_NAME = "回访.xlsx", "名单.xlsx"
FRIDAY, MONDAY, LATER = "2026-03-13 14:00", "2026-03-16 09:00", "2026-03-16 09:30"
LETTERS = "发件记录"
DOINGS: Mapping[str, Sequence[str]] = {
    "一天的全套": ("daily", "BOOK", "--date", MONDAY),
    "日报": ("mail", "BOOK", "--date", MONDAY),
    "登记": ("record", "BOOK", "--date", MONDAY),
    "记录表": ("forms", "BOOK", "--date", MONDAY),
    "关账": ("close", "2026-02", "BOOK", "--date", MONDAY, "--by", "沈若兰"),
    "改规则": ("rule", "change", "BOOK", "D3", "时长=4天", "--from", "2026-04-01", "--date", MONDAY),
    "导入": ("import", "LIST", "--into", "BOOK", "--date", MONDAY, "--yes"),
    "分发": ("share", "BOOK", "--date", MONDAY, "--mail"),
    "收回": ("collect", "BOOK", "--date", LATER),
    "归档": ("archive", "BOOK", "--before", "2026-02-01", "--date", MONDAY),
    "撤销": ("undo", "BOOK"),
}
"""What is disturbed; BOOK and LIST stand for the files."""
Key = tuple[str, str, str]
"""A letter: its Message-ID, its reader, its content."""


def words(doing: Sequence[str], folder: Path) -> list[str]:
    """A command over the files of a folder."""
    files = {"BOOK": str(folder / NAME), "LIST": str(folder / LIST_NAME)}
    return [files.get(word, word) for word in doing]


# -- the office


def office(folder: Path, forked: Forked) -> Path:
    """The sample after Friday's run, with what happened since: results typed, a counted fact changed, a list to import."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    shutil.copyfile(HOME / "sample.xlsx", path)
    kept = {"编号": "RF", "名称": "周一存档", "载体": "文件", "来源": "事件", "列": "事件编号,客户.客户名称,发生时间"}
    written(path, "报告", kept)
    written(path, "设置", {"名": "分发带号码", "值": "是"})
    _well(forked.run(words(("daily", "BOOK", "--date", FRIDAY), folder), folder))
    at = _head(path, "今日清单")
    book = Book(path)
    for row, outcome in ((2, "完成"), (3, "无人接"), (4, "完成")):  # 完成 asks for answers: those rows wait
        book.set_cells("今日清单", {(row, at["结果代码"]): outcome, (row, at["备注"]): f"第 {row} 位说都好"})
    book.set_cells("客户", {(4, _head(path, "客户")["手机"]): "13800009001"})
    book.save()
    made = openpyxl.Workbook()
    for line in (("客户名称", "电话"), ("柳一帆", "13900000101"), ("沈二桐", "13900000102"), ("", "12")):
        made.active.append(line)  # type: ignore[union-attr]
    made.save(folder / LIST_NAME)
    return path


def given_back(folder: Path) -> None:
    """What clerks typed into the books that were given to them."""
    for path in sorted((folder / "回访-分发").glob("*.xlsx")):
        at, head = _head(path, "今日清单"), _head_row(path, "今日清单")
        book = Book(path)
        book.set_cells(
            "今日清单", {(head + 1, at["结果代码"]): "无人接", (head + 1, at["备注"]): f"{path.stem} 没打通"}
        )
        book.save()


def written(path: Path, sheet: str, row: Mapping[str, str]) -> None:
    """A row below those of a rule sheet."""
    at, head = _head(path, sheet), _head_row(path, sheet)
    found = openpyxl.load_workbook(path, read_only=True)[sheet].iter_rows(min_row=head + 1, values_only=True)
    below = head + 1 + next((number for number, line in enumerate((*found, ())) if not any(line)))
    book = Book(path)
    book.set_cells(sheet, {(below, at[heading]): value for heading, value in row.items()})
    book.save()


def _head_row(path: Path, sheet: str) -> int:
    rows = openpyxl.load_workbook(path, read_only=True)[sheet].iter_rows(max_row=5, values_only=True)
    return next(number for number, row in enumerate(rows, 1) if sum(value is not None for value in row) > 3)


def _head(path: Path, sheet: str) -> dict[str, int]:
    rows = openpyxl.load_workbook(path, read_only=True)[sheet].iter_rows(max_row=5, values_only=True)
    row = next(row for row in rows if sum(value is not None for value in row) > 3)
    return {str(value): column for column, value in enumerate(row, 1) if value is not None}


def _well(ended: Ended) -> Ended:
    assert ended.code in {0, 1}, ended.said
    return ended


# -- what a run leaves


@dataclass(frozen=True, slots=True)
class Left:
    """What an undisturbed run leaves: the states the book goes through, the last of them, files beside it, letters."""

    states: tuple[Cells, ...]
    files: Mapping[str, Cells]
    letters: frozenset[Key]
    took: float
    effects: tuple[str, ...]

    @property
    def last(self) -> Cells:
        return self.states[-1]


def left(folder: Path, doing: Sequence[str], forked: Forked, box: Postbox) -> Left:
    """Runs it in a folder of its own, undisturbed."""
    before = set((folder / "回访.huifang" / "backups").glob("*"))
    first = cells(folder / NAME)
    box.taken.clear()
    done = _well(forked.run(words(doing, folder), folder))
    copies = sorted(set((folder / "回访.huifang" / "backups").glob("*")) - before)
    states = (first, *(cells(one) for one in copies), cells(folder / NAME))
    return Left(states, beside(folder), frozenset(letters(box)), done.took, done.effects)


def letters(box: Postbox) -> Counter[Key]:
    """Every letter the server took, how often."""
    return Counter(_key(mail) for mail in box.mails())


def _key(mail: EmailMessage) -> Key:
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    content = hashlib.sha256(b"\n".join(one for one in parts if isinstance(one, bytes)))
    return str(mail["Message-ID"]), str(mail["To"]), f"{mail['Subject']} {content.hexdigest()[:16]}"


def beside(folder: Path) -> dict[str, Cells]:
    """Every workbook beside the book, and what lies in its archive: forms, kept reports, returned rows, clerks' books."""
    books = {
        str(path.relative_to(folder)): cells(path)
        for path in sorted(folder.rglob("*.xlsx"))
        if path.name not in {NAME, LIST_NAME} and "backups" not in path.parts and not path.name.startswith(".")
    }
    return books | {str(path.relative_to(folder)): _rows(path) for path in sorted(folder.rglob("*.归档/**/*.parquet"))}


def _rows(path: Path) -> Cells:
    """A file of an archive as cells."""
    lines = pq.read_table(path).to_pylist()
    said = {
        (row, at): str(one) for row, line in enumerate(lines) for at, one in enumerate(line.values()) if one is not None
    }
    return {path.stem: said}


def without_letters(found: Cells) -> Cells:
    """All sheets but the one that says how each letter went, for a person may have had to say so.

    Without what is printed beside the rows: it is of the addresses as they were written, and rows move.
    """
    return {name: without_prints(held) for name, held in found.items() if name != LETTERS}


# -- what must be true


def opened(folder: Path, states: Sequence[Cells], seen: Callable[[Cells], Cells] = dict) -> tuple[Cells, list[str]]:
    """The book as a disturbed run left it, and what is wrong with it and with the files beside it; `seen`: what counts."""
    wrong: list[str] = []
    now: Cells = {}
    try:
        with zipfile.ZipFile(folder / NAME) as archive:
            if archive.testzip() is not None:
                wrong.append("工作簿坏了")
        now = cells(folder / NAME)
        if seen(now) not in [seen(one) for one in states]:
            wrong.append("工作簿不是旧的，也不是新的")
        beside(folder)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        wrong.append(f"打不开：{error!r}")
    return now, wrong


def was_noted(folder: Path) -> bool:
    """Whether the run that was cut short had said that it began."""
    note = folder / "回访.huifang" / NOTE
    return note.exists() and note.stat().st_size > 0


def finished(folder: Path, doing: Sequence[str], whole: Left, forked: Forked, box: Postbox) -> list[str]:
    """Runs it again, as a person would, answering what is asked; what is wrong with where that ends."""
    noted = was_noted(folder)
    again = forked.run(words(doing, folder), folder)
    wrong = [f"又断了：{again.said[-300:]}"] if again.code == BROKEN else []
    if noted and not ("没有做完就断了" in again.said and ("做完" in again.said or "没有再做" in again.said)):
        wrong.append(f"没有说上次断了：{again.said[-200:]}")
    wrong += _answered(folder, doing, again, forked, box)
    now = cells(folder / NAME)
    if without_letters(now) != without_letters(whole.last):
        wrong.append(f"最后不一样：{differing(without_letters(now), without_letters(whole.last))}")
    came = letters(box)
    wrong += [f"重发：{one}" for one, count in came.items() if count > 1 or one not in whole.letters]
    wrong += [f"丢了：{one}" for one in whole.letters if not came[one]]
    if beside(folder) != dict(whole.files):
        wrong.append(f"旁边的文件不一样：{sorted({*beside(folder)} ^ {*whole.files})}")
    wrong += [f"留下了 {path.name}" for ending in ("*.huifang-tmp", "*.part") for path in folder.rglob(ending)]
    return wrong


def _answered(folder: Path, doing: Sequence[str], again: Ended, forked: Forked, box: Postbox) -> list[str]:
    """Letters left half sent are asked about: somebody looks whether they came, and says so."""
    half = [key for key, state in sent.marks(sent.outbox(folder / NAME)).items() if state == "sending"]
    wrong = [f"没有问起 {key}" for key in half if f"信号 {key}" not in again.said]
    for key in half:
        came = any(name == message_id(key, USER) for name, *_ in letters(box))
        forked.run(["mail", str(folder / NAME), "--date", MONDAY, "--sent" if came else "--again", key], folder)
    if half:
        last = forked.run(words(doing, folder), folder)
        if last.code not in {0, 1}:
            wrong.append(f"问过以后还没有做完：{last.said[-200:]}")
    return wrong


def differing(now: Cells, then: Cells) -> list[str]:
    """Some of the cells that differ."""
    found = [
        f"{sheet}!{at}: {now.get(sheet, {}).get(at)!r} ≠ {then.get(sheet, {}).get(at)!r}"
        for sheet in sorted({*now, *then})
        for at in sorted({*now.get(sheet, {}), *then.get(sheet, {})})
        if now.get(sheet, {}).get(at) != then.get(sheet, {}).get(at)
    ]
    return found[:5]


def undone(folder: Path, states: Iterable[Cells], forked: Forked) -> list[str]:
    """A run that was disturbed and finished can be undone; what is wrong with where that leads."""
    back = forked.run(["undo", str(folder / NAME)], folder)
    if back.code != 0:
        return [f"撤销不了：{back.said[-200:]}"]
    return [] if cells(folder / NAME) in list(states) else ["撤销以后不是从前的样子"]


def copied(folder: Path, to: Path) -> Path:
    """The folder once more."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    assert saving.folder_of(to / NAME).is_dir()
    return to
