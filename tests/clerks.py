"""An office with clerks: its workbook, their books, and hands that type into them with a program of another make."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from workbook.shells.commands.cli import main
from workbook.shells.files import reading

ROOT = Path(__file__).parents[1]
DAY = "2026-03-16"
LIN, ZHOU = "林小满", "周亦安"


class Office:
    """A folder with 回访.xlsx and the books that were given out of it."""

    def __init__(self, folder: Path) -> None:
        self.book, self.given = folder / "回访.xlsx", folder / "回访-分发"

    def run(self, *words: str, at: str = f"{DAY} 17:00") -> int:
        """A command over the workbook."""
        name, *more = words
        return main([name, str(self.book), *more, "--date", at])

    def of(self, name: str) -> Path:
        """Somebody's book."""
        return next(self.given.glob(f"回访-{name}-*.xlsx"))

    def collect(self, *files: Path, at: str = f"{DAY} 17:00") -> int:
        return self.run("collect", *map(str, files), at=at)

    def list(self, path: Path | None = None) -> dict[str, dict[str, str]]:
        """The filled cells of each row of 今日清单, by its task."""
        return {
            row.get("任务编号", "") or f"自己的·{row.get('客户编号')}": row
            for row in rows(path or self.book, "今日清单")
        }


def started(folder: Path) -> Office:
    """The sample, shared on its day."""
    made = Office(folder)
    folder.mkdir(exist_ok=True)
    shutil.copyfile(ROOT / "sample.xlsx", made.book)
    assert made.run("share", at=f"{DAY} 08:30") == 0
    return made


def copied(office: Office, folder: Path) -> Office:
    """The same office in another folder."""
    shutil.copytree(office.book.parent, folder, dirs_exist_ok=True)
    return Office(folder)


def rows(path: Path, sheet: str) -> list[dict[str, str]]:
    """The rows of a sheet below the row of its headings: filled cells by heading."""
    grid = next((one for one in reading.read(path) if one.name == sheet), None)
    if grid is None:
        return []
    lines = list(zip(*(column.to_pylist() for column in grid.columns), strict=True))
    head = max(range(min(len(lines), 4)), key=lambda at: sum(cell is not None for cell in lines[at]))
    return [
        {str(heading).rstrip("*"): cell for heading, cell in zip(lines[head], line, strict=True) if heading and cell}
        for line in lines[head + 1 :]
        if any(line)
    ]


def typed(path: Path, edits: Mapping[str, Mapping[str, object]], sheet: str = "今日清单", key: str = "任务编号",
          saved: str = "") -> None:  # fmt: skip
    """Cells typed into rows known by a key, and the file saved."""

    def does(book: Any) -> None:
        page = book[sheet]
        at, head = heads(page)
        for row in range(head + 1, page.max_row + 1):
            for heading, value in edits.get(str(page.cell(row, at[key]).value), {}).items():
                page.cell(row, at[heading]).value = value

    edited(path, does, saved)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office after its list was shared."""
    return started(tmp_path_factory.mktemp("早上"))


@pytest.fixture
def office(morning: Office, tmp_path: Path) -> Office:
    """The same, to be worked on."""
    return copied(morning, tmp_path / "单位")


def decide(office: Office, word: str) -> None:
    """Somebody chooses the same for every line of 交回冲突."""

    def does(book: Any) -> None:
        page = book["交回冲突"]
        at, head = heads(page)
        for row in range(head + 1, page.max_row + 1):
            if page.cell(row, at["哪张表"]).value:
                page.cell(row, at["取哪个"]).value = word

    edited(office.book, does)


def heads(page: Any) -> tuple[dict[str, int], int]:
    """Heading → column, and the row of the headings."""
    head = max(range(1, 5), key=lambda row: sum(cell.value is not None for cell in page[row]))
    return {str(cell.value).rstrip("*"): cell.column for cell in page[head] if cell.value}, head


def edited(path: Path, does: Callable[[Any], None], saved: str = "") -> None:
    """A workbook opened, changed and saved; `saved` is the moment that it says it was saved at (China's clock)."""
    book = openpyxl.load_workbook(path)
    does(book)
    book.save(path)
    if saved:
        stamp(path, saved)


def stamp(path: Path, saved: str) -> None:
    """The moment of saving inside the file."""
    import re
    import zipfile

    at = f"{datetime.fromisoformat(saved).isoformat()}+08:00"
    with zipfile.ZipFile(path) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    core = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + at.encode(), parts["docProps/core.xml"])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in {**parts, "docProps/core.xml": core}.items():
            target.writestr(name, data)
