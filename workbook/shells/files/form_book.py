"""Record forms as a workbook to print or to fill, and the filled ones read back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter

from workbook.papers.forms.forms import Form
from workbook.papers.forms.layout import BOX, COLUMNS, SIZES, TICKED, Cell, Layout, Line, laid_out
from workbook.papers.forms.layout import INK as LETTERS
from workbook.rules.recording.typed_cells import BROUGHT, Filled, filled
from workbook.sheets.grid import Grid
from workbook.shells.files import reading
from workbook.shells.parts.cell_bytes import clean
from workbook.shells.parts.look import AS_TEXT, BAND, FONT, FORMATS, GREY, INK, STRONG_LINE, TYPED
from workbook.shells.safety import saving
from workbook.words.faults import BookFault
from workbook.words.file_names import safe_name
from workbook.words.place import Place
from workbook.words.sheet_names import sheet_name
from workbook.words.tongue import named as sheet_said
from workbook.words.tongue import worded

NAME = "记录表"
TASK, COLUMN = "任务编号", "列"
AUTHOR = "回访"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

# look: size, bold, colour, fill, across, what is drawn round it
_PAPER: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "align": "center"},
    "band": {"bold": True, "bg_color": BAND, "border": 1},
    "cap": {"bold": True, "font_color": GREY, "border": 1, "bg_color": "FFF8FAFC"},
    "label": {"font_color": GREY, "bg_color": "FFF8FAFC", "border": 1, "align": "center"},
    "value": {"border": 1},
    "small": {"border": 1},
    "remind": {"border": 1, "font_color": "FFB54708"},
    "script": {"border": 1},
    "number": {"border": 1, "align": "center", "bold": True},
    "question": {"border": 1},
    "boxes": {"border": 1},
    "branch": {"border": 1, "font_color": "FF1F5FA8", "bg_color": "FFF5F9FD"},
    "answer": {"border": 1, "bg_color": TYPED, "align": "center"},
    "free": {"border": 1, "bg_color": TYPED, "valign": "top"},
    "note": {"font_color": GREY},
    "sign": {"align": "right", "valign": "bottom"},
    "rule": {"bottom": 1, "bottom_color": "FF6B7280"},
    "foot": {"font_color": GREY, "align": "center"},
}  # fmt: skip


def write_all(
    folder: Path, forms: Sequence[Form], today: date, *, office: str = "", each: bool = False, named: str = ""
) -> tuple[Path, ...]:
    """Writes the forms of a day into `folder`: one workbook, or with `each` one for each person; returns the files.

    `named` tells which forms of the day they are, where they aren't all.

    Raises:
        BookFault: a file can't be written; an older one of its name is untouched.
    """
    parts = _parts(folder, forms, today, each=each, named=named)
    return tuple(write(path, mine, today, office=office) for path, mine in parts)


def places(
    folder: Path, forms: Sequence[Form], today: date, *, each: bool = False, named: str = ""
) -> dict[str, tuple[Path, str]]:
    """By task, the file and the sheet of its form, as `write_all` writes them."""
    found: dict[str, tuple[Path, str]] = {}
    for path, mine in _parts(folder, forms, today, each=each, named=named):
        found |= {form.task_id: (path, sheet) for form, sheet in zip(mine, _sheet_names(mine), strict=True)}
    return found


def _parts(
    folder: Path, forms: Sequence[Form], today: date, *, each: bool, named: str
) -> list[tuple[Path, Sequence[Form]]]:
    """Each file and the forms in it."""
    if not each:
        name = "-".join(filter(None, (sheet_said(NAME), today.isoformat(), safe_name(named))))
        return [(folder / f"{name}.xlsx", forms)] if forms else []
    every = [[form for form in forms if form.owner == owner] for owner in dict.fromkeys(form.owner for form in forms)]
    return [(folder / f"{sheet_said(NAME)}-{today.isoformat()}-{_file_name(mine)}.xlsx", mine) for mine in every]


def _file_name(forms: Sequence[Form]) -> str:
    """Whose forms they are, as a file may be called."""
    return safe_name(forms[0].owner_name) or "未分派"


def write(path: Path, forms: Sequence[Form], today: date, *, office: str = "") -> Path:
    """Writes one workbook with a sheet for each form, whole or not at all.

    Raises:
        BookFault: it can't be written there.
    """
    saving.replace(path, partial(_build, forms=forms, today=today, office=office))
    return path


def blank_book(path: Path, today: date) -> Any:
    """A new book in which every text stays text; it names no hour, so that a day's papers come out the same."""
    # the book's default font stays: a column's width is counted in its digits
    book = xlsxwriter.Workbook(str(path), AS_TEXT)
    book.set_properties({"author": AUTHOR, "created": datetime.combine(today, time())})
    return book


def _build(path: Path, *, forms: Sequence[Form], today: date, office: str) -> None:
    book = blank_book(path, today)
    drawer = Drawer(book)
    for name, form in zip(_sheet_names(forms), forms, strict=True):
        drawer.sheet(name, form, today, office)
    book.close()


def _sheet_names(forms: Sequence[Form]) -> list[str]:
    """01 客户名称: safe, and no two alike whatever the letters' case."""
    digits = max(2, len(str(len(forms))))
    return [sheet_name(f"{number:0{digits}d} {clean(form.customer)}".strip()) for number, form in enumerate(forms, 1)]


class Drawer:
    """One workbook of forms being drawn; formats are made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[str, str], Any] = {}
        self._small = book.add_format({"font_name": FONT, "font_size": SIZES["small"], "font_color": f"#{GREY[2:]}"})

    def sheet(self, name: str, form: Form, today: date, office: str) -> None:
        """One form on its own sheet; two hidden rows and a hidden column tell where each answer stands."""
        sheet = self._book.add_worksheet(name)
        layout = laid_out(form)
        sheet.set_column(0, 0, 2, None, {"hidden": True})
        sheet.set_column_pixels(1, COLUMNS, round(layout.column))
        facts = (TASK, form.task_id, str(form.attempt), form.customer_id, form.owner, form.channel, form.version)
        for column, text in enumerate((*facts, today.isoformat())):
            sheet.write_string(0, column, clean(text))
        for column, text in enumerate((COLUMN, *(str(number) for number in range(1, COLUMNS + 1)))):
            sheet.write_string(1, column, text)
        for row in (0, 1):
            sheet.set_row(row, None, None, {"hidden": True})
        for row, line in enumerate(layout.lines, 2):
            self.line(sheet, row, line)
        self._print_set_up(sheet, layout, today, office)
        sheet.set_footer(f"&L&8 {plain(form.task_id)[:60]}&R&9 " + worded("第 &P 页 / 共 &N 页"), {"margin": 0.3})

    def line(self, sheet: Any, row: int, line: Line) -> None:
        """One line of a layout; the hidden column tells where answers and boxes stand."""
        sheet.set_row(row, line.height)
        keys = [f"{cell.key}@{cell.first}" for cell in line.cells if cell.key]
        boxes = [_mark(cell) for cell in line.cells if cell.look == "boxes" or cell.codes]
        sheet.write_string(row, 0, "\n".join([*keys, *boxes]))
        for cell in line.cells:
            self._cell(sheet, row, cell)

    def _cell(self, sheet: Any, row: int, cell: Cell) -> None:
        look = self._format(cell.look, cell.kind if cell.key else "文本")
        if cell.last > cell.first:
            sheet.merge_range(row, cell.first, row, cell.last, "", look)
        text, small = clean(cell.text), clean(cell.small)
        if text and small:
            parts = (self._letters(cell.look), text, self._small, f"\n{small}")
            sheet.write_rich_string(row, cell.first, *parts, look)
        elif text:
            sheet.write_string(row, cell.first, text, look)
        else:
            sheet.write_blank(row, cell.first, None, look)
        words = ",".join(cell.choices)
        if words and len(words) <= 255 and not any("," in word for word in cell.choices):
            rule = {"validate": "list", "source": list(cell.choices), "show_error": False, "show_input": False}
            sheet.data_validation(row, cell.first, row, cell.first, rule)

    def _format(self, look: str, kind: str) -> Any:
        if (look, kind) not in self._formats:
            facts: dict[str, Any] = {"font_name": FONT, "font_size": SIZES.get(look, LETTERS), "font_color": INK}
            facts |= {"text_wrap": True}
            facts |= {"valign": "vcenter", "border_color": STRONG_LINE, "num_format": FORMATS[kind], **_PAPER[look]}
            if "align" not in _PAPER[look]:
                facts |= {"align": "left", "indent": 1}
            colours = ("font_color", "bg_color", "border_color", "bottom_color")
            facts |= {name: f"#{facts[name][2:]}" for name in colours if name in facts}
            self._formats[look, kind] = self._book.add_format(facts)
        return self._formats[look, kind]

    def _letters(self, look: str) -> Any:
        """The letters alone, for the first part of a cell with small words below."""
        if (look, "") not in self._formats:
            colour = _PAPER[look].get("font_color", INK)
            facts = {"font_name": FONT, "font_size": SIZES.get(look, LETTERS), "font_color": f"#{colour[2:]}"}
            self._formats[look, ""] = self._book.add_format(facts)
        return self._formats[look, ""]

    def _print_set_up(self, sheet: Any, layout: Layout, today: date, office: str) -> None:
        """A4 upright, as wide as the page; office and day above, page numbers below."""
        sheet.set_portrait()
        sheet.set_paper(9)
        sheet.hide_gridlines(2)
        sheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 1 if layout.pages == 1 else 0)
        sheet.repeat_rows(2)
        sheet.print_area(2, 1, len(layout.lines) + 1, COLUMNS)
        sheet.set_header(f"&L&9 {plain(office)[:60]}&R&9 {today.isoformat()}", {"margin": 0.35})


def plain(text: str) -> str:
    """Words for a page's head or foot, where & begins a code (and digits behind a size would belong to it)."""
    return clean(text).replace("&", "&&")


# -- reading back


def read(path: Path) -> tuple[Filled, ...]:
    """What stands in the forms of a workbook, one `Filled` for each form in which something was filled.

    An answer is what stands in the yellow cell; where that is empty, the boxes that were ticked on the screen.

    Raises:
        BookFault: it can't be read, or holds no form.
    """
    grids = reading.read(path)
    found = [one for one in (_form(grid) for grid in grids) if one is not None]
    if not found:
        raise BookFault(
            worded("“{name}”里没有记录表。", name=path.name),
            worded("选“记录表-….xlsx”那样的文件，里面的工作表不要另存成别的样子。"),
        )
    return tuple(one for one in found if one.cells)


def _form(grid: Grid) -> Filled | None:
    """One sheet; None when it isn't a form."""
    rows = list(zip(*(column.to_pylist() for column in grid.columns), strict=True))
    heads = {(row[0] or "").strip(): row for row in rows[:20]} if grid.left == 1 else {}
    if TASK not in heads or COLUMN not in heads:
        return None
    task, nth, *facts, made_on = ((text or "").strip() for text in (*heads[TASK], *[""] * 8)[1:8])
    columns = {str(mark): index for index, mark in enumerate(heads[COLUMN]) if mark}
    cells: dict[str, str] = {}
    places: dict[str, Place] = {}
    for number, row in enumerate(rows, grid.top):
        marks = (row[0] or "").split("\n")
        ticked, codes = _boxes(row, columns, marks)
        for mark in marks:
            heading, at, column = mark.rpartition("@")
            index = columns.get(column) if at else None
            if index is None:
                continue
            places[heading] = Place(grid.name, number, grid.left + index)
            text = (row[index] or "").strip() or "、".join(ticked)
            cells[heading] = codes.get(text, text)
    said = dict(zip(BROUGHT, facts, strict=True))
    attempt = int(nth) if nth.isdigit() else None
    said |= {"made_on": made_on} if _DAY.fullmatch(made_on) else {}
    return filled(task, cells, attempt=attempt, where=Place(grid.name), places=places, **said)


def _mark(cell: Cell) -> str:
    """Where boxes stand, and what their words stand for, as the hidden column says it."""
    return "|".join((f"{BOX}{cell.first}", *(f"{word}={code}" for word, code in cell.codes)))


def _boxes(
    row: Sequence[str | None], columns: Mapping[str, int], marks: Sequence[str]
) -> tuple[list[str], dict[str, str]]:
    """The options ticked in a row, and the codes of printed words."""
    ticked: list[str] = []
    codes: dict[str, str] = {}
    for mark in marks:
        if mark.startswith(BOX):
            column, *pairs = mark[len(BOX) :].split("|")
            codes |= {word: code for word, _, code in (pair.rpartition("=") for pair in pairs)}
            ticked += [codes.get(word, word) for word in _ticked(row, columns, column)]
    return ticked, codes


def _ticked(row: Sequence[str | None], columns: Mapping[str, int], mark: str) -> list[str]:
    """Options whose box was replaced by a tick.

    Examples:
        >>> _ticked(["", "☑ 满意   □ 一般   √不满意"], {"1": 1}, "1")
        ['满意', '不满意']
    """
    text = row[columns[mark]] if mark in columns else None
    marks = f"{BOX}{TICKED}"
    found = re.findall(f"([{marks}])([^{marks}]*)", text or "")
    return [word.strip() for sign, word in found if sign in TICKED and word.strip()]
