"""An xlwings engine over LibreOffice, so that the code which drives Excel runs where there is none.

It gives what the shells use of xlwings, as Excel would give it, and nothing of xlwings PRO.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import xlwings
from office import Office, Refused
from xlwings import base_classes as base

SINCE = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}
MICROSECONDS_A_DAY = 86_400_000_000
STATE: dict[str, Any] = {
    "visible": False, "screen_updating": True, "display_alerts": True, "enable_events": True,
    "calculation": "automatic", "status_bar": False, "interactive": True, "cut_copy_mode": None,
}  # fmt: skip


class Engine:
    """LibreOffice as xlwings sees it."""

    name, type = "libreoffice", "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        if value is None or value != value:
            return ""
        return float(value) if isinstance(value, Decimal) else value

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, numbers: Any, err_to_str: bool) -> list[list[Any]]:
        def one(value: Any) -> Any:
            if value is None or value == "":
                return empty
            if isinstance(value, Wrong):
                return str(value) if err_to_str else None
            if isinstance(value, dt.datetime) and dates is not dt.datetime:
                return dates(**{name: getattr(value, name) for name in ("year", "month", "day")})
            return numbers(value) if numbers and isinstance(value, float) else value

        return [[one(value) for value in row] for row in data]


class Wrong(str):
    """What an error cell shows."""

    __slots__ = ()


class Apps(base.Apps):
    def __init__(self) -> None:
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        app = App(Office())
        self._apps.append(app)
        if add_book:
            app.books.add()
        return app

    def join(self, office: Office, *, has_window: bool = False) -> App:
        """The office that runs already, with the documents it has open."""
        app = App(office, has_window=has_window)
        self._apps.append(app)
        return app

    def __iter__(self) -> Iterator[App]:
        return iter(self._apps)

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self._apps if app.pid == pid)


class App(base.App):
    version = "16.0"
    xl = None

    def __init__(self, office: Office, *, has_window: bool = False) -> None:
        self.office, self._has_window = office, has_window
        self._books = Books(self)
        self.alerts: list[tuple[str, str | None, str, str | None]] = []
        self.answer = "ok"
        self.picks: list[str] = []
        self.statuses: list[Any] = []
        self.log: list[tuple[str, Any]] = []
        self.refuses: dict[str, BaseException] = {}
        self._state = dict(STATE)

    def _get(self, name: str) -> Any:
        if name in self.refuses:
            raise self.refuses[name]
        return self._state[name]

    def _set(self, name: str, value: Any) -> None:
        if name in self.refuses:
            raise self.refuses[name]
        self.log.append((name, value))
        self._state[name] = value

    @property
    def engine(self) -> Engine:
        return ENGINE

    @property
    def api(self) -> Chooser:
        return Chooser(self)

    @property
    def books(self) -> Books:
        return self._books

    @property
    def pid(self) -> int:
        return self.office.pid

    @property
    def selection(self) -> Range:
        sheet, *box = self.office("selection", self._books.active.number)
        return Range(Sheet(self._books.active, sheet), *box)

    def calculate(self) -> None:
        for book in self._books:
            self.office("calculate", book.number)

    def alert(self, prompt: str, title: str | None, buttons: str, mode: str | None, callback: Any) -> str:
        self.alerts.append((prompt, title, buttons, mode))
        if self._has_window:
            print(prompt, flush=True)
            return str(self.office("message", title or "", prompt, buttons, mode or ""))
        return self.answer

    def activate(self, steal_focus: bool = False) -> None:
        """The window is in front, or there is none."""

    def quit(self) -> None:
        for book in list(self._books):
            book.close()
        ENGINE.apps._apps.remove(self)
        self.office.stop()

    def kill(self) -> None:
        self.quit()


for _name in STATE:
    setattr(App, _name, property(lambda self, n=_name: self._get(n), lambda self, value, n=_name: self._set(n, value)))


class Books(base.Books):
    api = None

    def __init__(self, app: App) -> None:
        self.app = app
        self._books: list[Book] = []

    def _found(self) -> list[Book]:
        if self.app._has_window:
            known = {book.number for book in self._books}
            fresh = [number for number in self.app.office("visible") if number not in known]
            self._books += [Book(self.app, number, self.app.office("path", number)) for number in fresh]
        return self._books

    @property
    def active(self) -> Book:
        return self._found()[-1]

    def __call__(self, key: Any) -> Book:
        if isinstance(key, int):
            return self._found()[key - 1]
        for book in self._found():
            if book.name.lower() == key.lower():
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._found())

    def __iter__(self) -> Iterator[Book]:
        return iter(self._found())

    def _new(self, number: int, path: str) -> Book:
        book = Book(self.app, number, path)
        self._books.append(book)
        return book

    def add(self) -> Book:
        return self._new(self.app.office("new"), "")

    def open(self, fullname: str, *facts: Any, **more: Any) -> Book:
        path = str(Path(fullname).resolve())
        return self._new(self.app.office("open", path), path)


class Chooser:
    """The one call of Excel's own object for the program: which file somebody picks, False for none."""

    def __init__(self, app: App) -> None:
        self._app = app

    def GetOpenFilename(self, kinds: str, number: int, title: str) -> str | bool:
        """The next file that the test lays ready."""
        assert kinds.count(",") == number == 1
        return self._app.picks.pop(0) if self._app.picks else False


class Native:
    """The few calls of Excel's own object for a book that the shells make."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def Date1904(self) -> bool:
        """Whether its days are counted from 1904."""
        return bool(self._book.app.office("is_1904", self._book.number))

    def SaveCopyAs(self, path: str) -> None:
        """A copy on the disk, unsaved edits and all; the open book isn't touched."""
        if sys.platform == "darwin":
            raise AttributeError("SaveCopyAs")
        self._book.app.office("save", self._book.number, path)

    # on a Mac

    @property
    def date_1904(self) -> Fact:
        """Whether its days are counted from 1904."""
        return Fact(self.Date1904)

    @property
    def saved(self) -> Fact:
        """Whether the file on the disk is what stands here."""
        return Fact(not self._book.app.office("run", self._book.number, "out = doc.isModified()"))


class Fact(NamedTuple):
    """What Excel for the Mac answers when a property is named; the value itself is asked for."""

    value: bool

    def get(self) -> bool:
        """The value."""
        return self.value


class Book(base.Book):
    def __init__(self, app: App, number: int, path: str) -> None:
        self._app, self.number, self._path = app, number, path

    @property
    def app(self) -> App:
        return self._app

    @property
    def api(self) -> Native:
        return Native(self)

    @property
    def name(self) -> str:
        return Path(self._path).name if self._path else f"工作簿{self.number}"

    @property
    def fullname(self) -> str:
        return self._path or self.name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    def save(self, path: Any = None, password: Any = None) -> None:
        self._path = str(Path(path or self._path).resolve())
        self._app.office("save_as", self.number, self._path)

    def close(self) -> None:
        self._app.office("close", self.number)
        self._app.books._books.remove(self)

    def activate(self) -> None:
        books = self._app.books._books
        books.remove(self)
        books.append(self)


class Sheets(base.Sheets):
    api = None

    def __init__(self, book: Book) -> None:
        self.book, self.office = book, book.app.office

    def _names(self) -> list[str]:
        return list(self.office("sheets", self.book.number))

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.office("active", self.book.number))

    def __call__(self, key: Any) -> Sheet:
        names = self._names()
        if isinstance(key, int):
            return Sheet(self.book, names[key - 1])
        for name in names:
            if name.casefold() == key.casefold():
                return Sheet(self.book, name)
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._names())

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, name) for name in self._names())

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        names = self._names()
        at = before.index - 1 if before else after.index if after else 0
        made = name or next(f"Sheet{n}" for n in range(1, 999) if f"Sheet{n}" not in names)
        self.office("add", self.book.number, made, at)
        self.office("activate", self.book.number, made)
        return Sheet(self.book, made)


class Sheet(base.Sheet):
    def __init__(self, book: Book, name: str) -> None:
        self._book, self._name, self.office = book, name, book.app.office

    @property
    def api(self) -> Sheet:
        return self

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.office("rename", self._book.number, self._name, value)
        self._name = value

    @property
    def index(self) -> int:
        return self._book.sheets._names().index(self._name) + 1

    @property
    def visible(self) -> bool:
        return bool(self.office("shown", self._book.number, self._name))

    @visible.setter
    def visible(self, value: bool) -> None:
        self.office("shown", self._book.number, self._name, bool(value))

    @property
    def used_range(self) -> Range:
        return Range(self, *self.office("used", self._book.number, self._name))

    @property
    def cells(self) -> Range:
        return Range(self, 1, 1, 1048576, 16384)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self)

    def activate(self) -> None:
        self.office("activate", self._book.number, self._name)

    select = activate

    def delete(self) -> None:
        self.office("remove", self._book.number, self._name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        place = before or after
        assert place is not None
        at = place.index - 1 if before else place.index
        self.office("copy_sheet", self._book.number, self._name, place.book.number, at)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        boxes = [_box(self, one) for one in (arg1, arg2) if one is not None]
        tops, lefts, bottoms, rights = zip(*boxes, strict=True)
        return Range(self, min(tops), min(lefts), max(bottoms), max(rights))


def _box(sheet: Sheet, place: Any) -> tuple[int, int, int, int]:
    """Rows and columns of an address, a pair, a pair with its size, or a range."""
    from workbook.shells.parts.refs import box

    if isinstance(place, xlwings.Range):
        place = place.impl
    if isinstance(place, Range):
        return place.box
    if isinstance(place, str):
        return box(place.replace("$", ""))
    row, column, *size = place
    height, width = size or (1, 1)
    return row, column, row + height - 1, column + width - 1


class Range(base.Range):
    max_cells_per_read = max_cells_per_write = None
    has_array = False
    options: Any = None

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self._sheet, self.box, self.office = sheet, (top, left, bottom, right), sheet.office

    def _do(self, order: str, *more: Any) -> Any:
        return self.office(order, self._sheet.book.number, self._sheet.name, list(self.box), *more)

    @property
    def api(self) -> Range:
        return self

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def row(self) -> int:
        return self.box[0]

    @property
    def column(self) -> int:
        return self.box[1]

    @property
    def shape(self) -> tuple[int, int]:
        return self.box[2] - self.box[0] + 1, self.box[3] - self.box[1] + 1

    @property
    def coords(self) -> tuple[Any, ...]:
        return (self._sheet.name, *self.box)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __bool__(self) -> bool:
        return True

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = divmod(row - 1, self.shape[1])
            row, column = row + 1, column + 1
        top, left = self.box[0] + row - 1, self.box[1] + column - 1
        return Range(self._sheet, top, left, top, left)

    @property
    def raw_value(self) -> Any:
        since = SINCE[self.office("is_1904", self._sheet.book.number)]
        rows = [[_value(one, since) for one in row] for row in self._do("read")]
        return rows if len(self) > 1 else rows[0][0]

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if not isinstance(data, (list, tuple)):
            data = [[data] * self.shape[1]] * self.shape[0]
        elif not isinstance(data[0], (list, tuple)):
            data = [data]
        since = SINCE[self.office("is_1904", self._sheet.book.number)]
        height, width = len(data), len(data[0])
        box = [self.box[0], self.box[1], self.box[0] + height - 1, self.box[1] + width - 1]
        rows = [[_sent(one, since) for one in row] for row in data]
        self.office("write", self._sheet.book.number, self._sheet.name, box, rows)

    @property
    def formula(self) -> Any:
        rows = self._do("formulas")
        return rows if len(self) > 1 else rows[0][0]

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    formula2 = formula

    def clear_contents(self) -> None:
        self._do("clear", False)

    def clear(self) -> None:
        self._do("clear", True)

    def copy(self, destination: Any = None) -> None:
        to = destination.impl if isinstance(destination, xlwings.Range) else destination
        if to.sheet.book.number != self._sheet.book.number:
            raise Refused("a block is copied within one book here")
        height, width = (max(mine, theirs) for mine, theirs in zip(self.shape, to.shape, strict=True))
        target = [to.row, to.column, to.row + height - 1, to.column + width - 1]
        self.office("copy", self._sheet.book.number, self._sheet.name, list(self.box), to.sheet.name, target)

    def select(self) -> None:
        self._do("select")

    def unmerge(self) -> None:
        self._do("unmerge")

    @property
    def merge_cells(self) -> Any:
        return self._do("is_merged")

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self)

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        self._do("link", address, text_to_display)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        from workbook.words.place import letters

        def one(row: int, column: int) -> str:
            return f"{'$' * col_absolute}{letters(column)}{'$' * row_absolute}{row}"

        first, last = one(*self.box[:2]), one(*self.box[2:])
        return first if len(self) == 1 else f"{first}:{last}"

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return _rgb(self._do("look", "CellBackColor"))

    @color.setter
    def color(self, value: Any) -> None:
        self._do("look", "CellBackColor", _number(value))


def _asks(order: str, *facts: str) -> property:
    return property(lambda self: self._do(order, *facts), lambda self, value: self._do(order, *facts, value))


Range.row_hidden = _asks("rows", "hidden")
Range.row_height = _asks("rows", "height")
Range.column_hidden = _asks("columns", "hidden")
Range.column_width = _asks("columns", "width")
Range.number_format = _asks("number_format")


class Font(base.Font):
    api = None

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    @property
    def name(self) -> str:
        return str(self._cells._do("look", "CharFontName"))

    @name.setter
    def name(self, value: str) -> None:
        self._cells._do("look", "CharFontName", value)

    @property
    def size(self) -> float:
        return float(self._cells._do("look", "CharHeight"))

    @size.setter
    def size(self, value: float) -> None:
        self._cells._do("look", "CharHeight", value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return _rgb(self._cells._do("look", "CharColor"))

    @color.setter
    def color(self, value: Any) -> None:
        self._cells._do("look", "CharColor", _number(value))


class DataValidation(base.DataValidation):
    api = None

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    def set_list(self, source: list[str], in_cell_dropdown: bool) -> None:
        self._cells._do("choices", source)


class ConditionalFormats(base.ConditionalFormats):
    api = None

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    def _all(self) -> list[list[Any]]:
        return list(self._cells._do("rules"))

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[ConditionalFormat]:
        return (ConditionalFormat(self._cells, *one) for one in self._all())

    def __call__(self, key: int) -> ConditionalFormat:
        return ConditionalFormat(self._cells, *self._all()[key - 1])

    def add_custom(self, spec: dict[str, Any]) -> ConditionalFormat:
        self._cells._do("add_rule", spec["formula"], _number(spec["font_color"]))
        return self(len(self))


class ConditionalFormat(base.ConditionalFormat):
    api = None
    type = "custom"

    def __init__(self, cells: Range, number: int, place: int, formula: str) -> None:
        self._cells, self._number, self._place, self._formula = cells, number, place, formula

    @property
    def formula(self) -> str:
        return self._formula

    def delete(self) -> None:
        self._cells._do("drop_rule", self._number, self._place)


class PageSetup(base.PageSetup):
    api = None

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def print_area(self) -> str:
        return str(self._sheet.office("print_area", self._sheet.book.number, self._sheet.name))

    @print_area.setter
    def print_area(self, value: str) -> None:
        box = list(_box(self._sheet, value))
        self._sheet.office("print_area", self._sheet.book.number, self._sheet.name, box)


class Tables(base.Tables):
    api = None

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def _all(self) -> list[list[Any]]:
        return list(self._sheet.office("tables", self._sheet.book.number, self._sheet.name))

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Table]:
        return (Table(self._sheet, name) for name, *_ in self._all())

    def __call__(self, key: Any) -> Table:
        if isinstance(key, int):
            return Table(self._sheet, self._all()[key - 1][0])
        if key not in [name for name, *_ in self._all()]:
            raise KeyError(key)
        return Table(self._sheet, key)


class Table(base.Table):
    api = None
    show_totals = False

    def __init__(self, sheet: Sheet, name: str) -> None:
        self._sheet, self._name = sheet, name

    @property
    def name(self) -> str:
        return self._name

    @property
    def parent(self) -> Sheet:
        return self._sheet

    @property
    def range(self) -> Range:
        return Range(self._sheet, *next(box for name, *box in self._sheet.tables._all() if name == self._name))

    def resize(self, place: Any) -> None:
        self._sheet.office("resize", self._sheet.book.number, self._name, list(_box(self._sheet, place)))


def _value(one: Any, since: dt.datetime) -> Any:
    """What Excel would hand over for a cell."""
    if not isinstance(one, dict):
        return one
    [(mark, value)] = one.items()
    if mark == "d":
        return since + dt.timedelta(microseconds=round(value * MICROSECONDS_A_DAY))
    return bool(value) if mark == "b" else Wrong(value)


def _sent(one: Any, since: dt.datetime) -> Any:
    if isinstance(one, dt.datetime):
        return (one - since) / dt.timedelta(days=1)
    if isinstance(one, dt.date):
        return float((dt.datetime(one.year, one.month, one.day) - since).days)
    return one


def _rgb(number: int) -> tuple[int, int, int] | None:
    if number < 0:
        return None
    red, green, blue = number.to_bytes(3, "big")
    return red, green, blue


def _number(colour: Sequence[int] | str | None) -> int:
    if colour is None:
        return -1
    return int(colour.lstrip("#"), 16) if isinstance(colour, str) else int.from_bytes(bytes(colour), "big")


ENGINE = Engine()


def activated() -> Engine:
    """The engine, as the one that xlwings uses from now on."""
    if ENGINE.name not in [one.name for one in xlwings.engines]:
        xlwings.engines.add(xlwings.main.Engine(impl=ENGINE))
    xlwings.engines[ENGINE.name].activate()
    return ENGINE
