"""Three ways into a grid, one meaning: the quirks that real workbooks have, read by each of them."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import python_calamine

from workbook.sheets.codes import Codes
from workbook.sheets.grid import Grid, grid
from workbook.sheets.schema import STANDARD
from workbook.sheets.tables import Tables, tables
from workbook.shells.files.reading import read, sheet_names

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
REL_TYPE = (
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
)
OVERRIDE = (
    '<Override PartName="/xl/{}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"/>'
)
PLAIN_STYLES = (
    "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    "<cellStyleXfs><xf/></cellStyleXfs>"
)
NORMAL = '<cellStyles><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
CUSTOM = {
    176: "yyyy\\-mm\\-dd",
    177: "00000000000",
    178: "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;",
    179: "[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;",
    180: "m&quot;月&quot;d&quot;日&quot;",
    181: "0&quot;天&quot;",
}
STYLES = (0, 14, 49, *CUSTOM, 31, 57, 58, 27, 22, 20, 10, 11)

COLUMNS = (
    "行:编号# 编号列:编号 文本列:文本 长文列:长文 电话列:电话 数列:小数 日期列:日期 时点列:时点 时刻列:时刻 是否列:是否"
)
SCHEMA, _ = STANDARD.with_rows([{"表": "样", "列": COLUMNS.split()}])
HEADINGS = [column.heading for column in SCHEMA.sheet("样").columns]


ERROR = 't="e"><v>#N/A</v>'


def text(value: str) -> str:
    """A cell of text."""
    return f't="inlineStr"><is><t xml:space="preserve">{value}</t></is>'


def number(value: object, style: int = 0) -> str:
    """A cell that holds a number, in one of the styles."""
    return f's="{STYLES.index(style)}"><v>{value}</v>'


# heading, what stands in the file, what it means
DAY, NOON = pd.Timestamp("2026-10-09"), pd.Timestamp("2026-10-09 12:00")
QUIRKS: dict[str, tuple[str, str, object]] = {
    "a mobile as text": ("电话列", text("13800138000"), "13800138000"),
    "a mobile as a number": ("电话列", number(13800138000), "13800138000"),
    "a mobile in scientific format": ("电话列", number("1.38E10", 11), "13800000000"),
    "a landline as text keeps its zero": ("电话列", text("057188886666"), "057188886666"),
    "a landline as a number has lost its zero": ("电话列", number(57188886666, 177), "57188886666"),
    "full-width digits": ("电话列", text("１３８００１３８０００"), "13800138000"),
    "an id with blanks around it": ("编号列", text("  C001 "), "C001"),
    "an id with nbsp and zero-width space": ("编号列", text("C001\u00a0\u200b"), "C001"),
    "an id with leading zeros": ("编号列", text("00123"), "00123"),
    "an id as a whole number": ("编号列", number("5.0"), "5"),
    "a text that says NA": ("文本列", text("NA"), "NA"),
    "a text that says None": ("文本列", text("None"), "None"),
    "a text that says 无": ("文本列", text("无"), "无"),
    "an empty text": ("文本列", text(""), None),
    "a text of blanks": ("文本列", text("   "), None),
    "a line break": ("长文列", text("第一行\n第二行"), "第一行\n第二行"),
    "a carriage return": ("长文列", text("第一行&#13;\n第二行"), "第一行\n第二行"),
    "rare letters": ("文本列", text("😀𠮷"), "😀𠮷"),
    "a day typed into a text": ("文本列", number(46304, 176), "2026-10-09"),
    "a formula's text": ("文本列", 't="str"><f>"a"&amp;"b"</f><v>ab</v>', "ab"),
    "a formula's number": ("数列", "><f>2+3</f><v>5</v>", 5.0),
    "tenths": ("数列", number("0.30000000000000004"), 0.3),
    "a third": ("数列", number("0.33333333333333331"), 0.333333333),
    "a share": ("数列", number("0.2", 10), 0.2),
    "a unit in the format": ("数列", number(30, 181), 30.0),
    "a day, yyyy-mm-dd": ("日期列", number(46304, 176), DAY),
    "a day, built-in 14": ("日期列", number(46304, 14), DAY),
    "a day, yyyy年m月d日": ("日期列", number(46304, 178), DAY),
    "a day, [$-804]": ("日期列", number(46304, 179), DAY),
    "a day, m月d日": ("日期列", number(46304, 180), DAY),
    "a day, Chinese built-in 31": ("日期列", number(46304, 31), DAY),
    "a day, Chinese built-in 57": ("日期列", number(46304, 57), DAY),
    "a day, Chinese built-in 58": ("日期列", number(46304, 58), DAY),
    "a day, Chinese built-in 27": ("日期列", number(46304, 27), DAY),
    "a day as text": ("日期列", text("2026/10/9"), DAY),
    "a day without a format": ("日期列", number(46304), DAY),
    "an instant": ("时点列", number("46304.5", 22), NOON),
    "an instant without a format": ("时点列", number("46304.5"), NOON),
    "an instant of a Chinese format": ("时点列", number("46304.5", 31), NOON),
    "a fraction of a second": ("时点列", number("46304.499999", 22), NOON),
    "a time of day": ("时刻列", number("0.375", 20), "09:00"),
    "a time of day without a format": ("时刻列", number("0.375"), "09:00"),
    "a truth": ("是否列", 't="b"><v>1</v>', "是"),
    "an untruth as a number": ("是否列", number(0), "否"),
}
LOSSY = {  # what a reference reader can't know: it shows a day of such formats without its time
    "calamine": ("an instant of a Chinese format",),
    "openpyxl": (),
    "files": (),
}


def written(path: Path, sheets: dict[str, str], *, date1904: bool = False, hidden: str = "") -> Path:
    """A workbook of hand-made XML: what Excel would store, to the letter."""
    numbered = list(enumerate(sheets.items(), 1))
    kinds = [("workbook", "sheet.main"), ("styles", "styles")]
    kinds += [(f"worksheets/sheet{n}", "worksheet") for n, _ in numbered]
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered] + [
        ("rId0", "styles", "styles.xml")
    ]
    hide, since = ' state="hidden"', ' date1904="1"'
    named = [
        f'<sheet name="{name}" sheetId="{n}"{hide * (name == hidden)} r:id="rId{n}"/>' for n, (name, _) in numbered
    ]
    formats = [f'<numFmt numFmtId="{key}" formatCode="{code}"/>' for key, code in CUSTOM.items()]
    styles = [f'<xf numFmtId="{key}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for key in STYLES]
    overrides = "".join(OVERRIDE.format(*kind) for kind in kinds)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">{REL_TYPE}{overrides}</Types>',
        "_rels/.rels": related([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": related(links),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr{since * date1904}/>'
        f"<sheets>{''.join(named)}</sheets></workbook>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{"".join(formats)}</numFmts>{PLAIN_STYLES}'
        f"<cellXfs>{''.join(styles)}</cellXfs>{NORMAL}</styleSheet>",
    }
    for n, (_, body) in numbered:
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{MAIN}">{body}</worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{part}')
    return path


def related(links: list[tuple[str, str, str]]) -> str:
    """A part of relationships."""
    inside = "".join(f'<Relationship Id="{key}" Type="{LINKS}/{kind}" Target="{to}"/>' for key, kind, to in links)
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def data(rows: dict[int, dict[str, str]], after: str = "", hidden: int = 0) -> str:
    """The rows of a sheet: row number → column letters → cell."""
    made, hide = [], ' hidden="1"'
    for row, cells in rows.items():
        inside = "".join(f'<c r="{column}{row}" {cell}</c>' for column, cell in cells.items())
        made.append(f'<row r="{row}"{hide if row == hidden else ""}>{inside}</row>')
    return f"<sheetData>{''.join(made)}</sheetData>{after}"


def by_files(path: Path) -> list[Grid]:
    """Our own way: every cell as text."""
    return list(read(path))


def by_openpyxl(path: Path) -> list[Grid]:
    """Python values, as a live Excel gives them too."""
    book = openpyxl.load_workbook(path, data_only=True)
    return [grid(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]


def by_calamine(path: Path) -> list[Grid]:
    """Python values of another reader."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    found = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
    return [grid(name, sheet.to_python(skip_empty_area=False)) for name, sheet in found.items()]


Reader = Callable[[Path], list[Grid]]
READERS: dict[str, Reader] = {"files": by_files, "openpyxl": by_openpyxl, "calamine": by_calamine}
reader = pytest.mark.parametrize("name", READERS)


@pytest.fixture(scope="module")
def quirky(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workbook with every quirk in a row of its own."""
    letter = dict(zip(HEADINGS, "ABCDEFGHIJ"))
    rows = {1: {letter[heading]: text(heading) for heading in HEADINGS}}
    for row, (heading, cell, _) in enumerate(QUIRKS.values(), 2):
        rows[row] = {"A": text(f"R{row}"), letter[heading]: cell}
    return written(tmp_path_factory.mktemp("quirks") / "怪.xlsx", {"样": data(rows)})


@pytest.fixture(scope="module")
def meanings(quirky: Path) -> dict[str, Tables]:
    """What each reader makes of it."""
    return {name: tables(way(quirky), SCHEMA, Codes(), wanted=["样"]) for name, way in READERS.items()}


@pytest.mark.parametrize(
    ("name", "quirk"), [(name, quirk) for name in READERS for quirk in QUIRKS if quirk not in LOSSY[name]]
)
def test_a_quirk_means_one_thing_to_every_reader(meanings: dict[str, Tables], name: str, quirk: str) -> None:
    """Text, numbers, days and truths come out the same whichever way they came in."""
    heading, _, meant = QUIRKS[quirk]
    frame = meanings[name].frames["样"]
    value = frame.loc[frame["行号"] == list(QUIRKS).index(quirk) + 2, heading].item()

    assert meant == (None if pd.isna(value) else value)


def test_our_reader_and_python_values_find_the_same_wrong(meanings: dict[str, Tables]) -> None:
    """The one odd thing among the quirks is the landline without its zero."""
    odd = [row for row, quirk in enumerate(QUIRKS, 2) if "lost its zero" in quirk]
    found = {name: [(issue.kind.name, issue.place.row) for issue in made.issues] for name, made in meanings.items()}

    assert {name: [("ODD_PHONE", row) for row in odd] for name in READERS} == found


@pytest.mark.parametrize(("name", "style"), [(name, style) for name in READERS for style in (14, 176, 31, 0)])
def test_days_counted_from_1904_are_the_same_days(tmp_path: Path, name: str, style: int) -> None:
    """A Macintosh book counts from another day; formats don't matter."""
    rows = {1: {"A": text("行"), "B": text("日期列")}, 2: {"A": text("1"), "B": number(44842, style)}}
    path = written(tmp_path / "a.xlsx", {"样": data(rows)}, date1904=True)
    grids = [replace(found, date1904=True) for found in READERS[name](path)]

    assert [DAY] == tables(grids, SCHEMA, Codes(), wanted=["样"]).frames["样"]["日期列"].tolist()


def test_a_1904_book_is_known_by_itself(tmp_path: Path) -> None:
    """Our reader tells it from the file."""
    path = written(tmp_path / "a.xlsx", {"样": data({1: {"A": text("行")}})}, date1904=True)

    assert [True] == [found.date1904 for found in read(path)]


@reader
def test_addresses_survive_blank_rows_and_columns(tmp_path: Path, name: str) -> None:
    """A sheet that begins at C4, with a hole in it: each row keeps its number, each column its letter."""
    rows = {
        4: {"C": text("行"), "D": text("文本列")},
        5: {"C": text("R1"), "D": text("一")},
        8: {"C": text("R2"), "D": text("二")},
    }
    path = written(tmp_path / "a.xlsx", {"样": data(rows)})
    found = tables(READERS[name](path), SCHEMA, Codes(), wanted=["样"])

    assert [(5, "R1", "一"), (8, "R2", "二")] == list(
        found.frames["样"][["行号", "行", "文本列"]].itertuples(index=False, name=None)
    )
    assert {"行": 3, "文本列": 4} == dict(found.cells["样"])
    assert {"样": 4} == dict(found.header)


@reader
def test_merged_titles_hidden_rows_and_hidden_sheets_are_read(tmp_path: Path, name: str) -> None:
    """Hiding is for the eye; merged cells hold in each row what staff see there, as far as a reader tells of them."""
    rows = {
        1: {"A": text("客户回访一览"), "B": ">"},
        2: {"A": text("行"), "B": text("文 本\n列 *")},
        3: {"A": text("R1"), "B": text("一")},
        4: {"A": text("R2"), "B": ">"},
    }
    after = '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="B3:B4"/></mergeCells>'
    path = written(tmp_path / "a.xlsx", {"别的": data({}), "样": data(rows, after, hidden=3)}, hidden="样")
    found = tables(READERS[name](path), SCHEMA, Codes(), wanted=["样"]).frames["样"]

    assert [("R1", "一"), ("R2", None if name in {"openpyxl", "calamine"} else "一")] == [
        (row["行"], None if pd.isna(row["文本列"]) else row["文本列"]) for _, row in found.iterrows()
    ]


def test_error_cells_are_told_with_their_address(tmp_path: Path) -> None:
    """A broken lookup isn't an empty cell; the sheet may begin anywhere."""
    rows = {
        2: {"B": text("行"), "C": text("文本列"), "D": text("别的")},
        3: {"B": text("R1"), "C": ERROR, "D": ERROR.replace("#N/A", "#REF!")},
        4: {"B": text("R2"), "C": f't="e"><f>1/0</f>{"<v>#DIV/0!</v>"}'},
        5: {"B": text("R3"), "C": text("#N/A")},
        6: {"B": text("R4"), "C": "><f>A1</f>"},
    }
    [found] = read(written(tmp_path / "a.xlsx", {"样": data(rows)}))

    assert found.errors == ((3, 3, "#N/A"), (3, 4, "#REF!"), (4, 3, "#DIV/0!"), (6, 3, "="))
    assert [("ERROR_CELL", "样!C3"), ("ERROR_CELL", "样!C4"), ("ERROR_CELL", "样!C5"), ("NOT_CALCULATED", "样!C6")] == [
        (issue.kind.name, str(issue.place)) for issue in tables([found], SCHEMA, Codes(), wanted=["样"]).issues
    ]


@reader
def test_long_numbers_are_told_from_long_texts(tmp_path: Path, name: str) -> None:
    """An identity number typed as a number has lost its end; the same digits as a text haven't."""
    rows = {
        1: {"A": text("行"), "B": text("编号列")},
        2: {"A": text("R1"), "B": number("3.3010619900307E+17")},
        3: {"A": text("R2"), "B": text("330106199003070000")},
    }
    path = written(tmp_path / "a.xlsx", {"样": data(rows)})
    found = tables(READERS[name](path), SCHEMA, Codes(), wanted=["样"])

    assert [("DAMAGED_NUMBER", "样!B2")] == [(issue.kind.name, str(issue.place)) for issue in found.issues]
    assert ["330106199003070000"] * 2 == found.frames["样"]["编号列"].tolist()


def test_phonetic_guides_are_no_part_of_a_name(tmp_path: Path) -> None:
    """张三 with ZHANG above it is 张三."""
    name = 't="inlineStr"><is><r><t>张</t></r><r><t>三</t></r><rPh sb="0" eb="1"><t>ZHANG</t></rPh></is>'
    rows = {1: {"A": text("行"), "B": text("文本列")}, 2: {"A": text("R1"), "B": name}}

    assert ["张三"] == tables(
        read(written(tmp_path / "a.xlsx", {"样": data(rows)})), SCHEMA, Codes(), wanted=["样"]
    ).frames["样"]["文本列"].tolist()


def test_only_the_sheets_asked_for_are_read(tmp_path: Path) -> None:
    """The others aren't looked at, whatever they hold; a name may have a blank at its end."""
    far = data({1: {"A": number(1)}, 1048576: {"XFD": number(1)}})
    path = written(tmp_path / "a.xlsx", {"远": far, "样 ": data({1: {"A": text("行")}}), "名单·短信": data({})})

    assert ("远", "样 ", "名单·短信") == sheet_names(path)
    assert ["样 ", "名单·短信"] == [found.name for found in read(path, only=["样", "名单"])]


def test_an_empty_sheet_is_an_empty_grid(tmp_path: Path) -> None:
    """No cells, no columns, no complaint."""
    [found] = read(written(tmp_path / "a.xlsx", {"样": data({})}))

    assert (0, ()) == (found.height, found.columns)


def test_cells_without_addresses_are_read(tmp_path: Path) -> None:
    """Rows and cells that don't say where they stand follow the one before."""
    rows = (["行", "文本列"], ["R1", "一"])
    bare = "".join(f"<row>{''.join(f'<c {text(word)}</c>' for word in row)}</row>" for row in rows)
    path = written(tmp_path / "a.xlsx", {"样": f"<sheetData>{bare}</sheetData>"})

    assert ["一"] == tables(read(path), SCHEMA, Codes(), wanted=["样"]).frames["样"]["文本列"].tolist()


def test_other_prefixes_and_quotes_are_read(tmp_path: Path) -> None:
    """Another program may write the same thing in another spelling."""
    path = written(
        tmp_path / "a.xlsx", {"样": data({2: {"B": text("行"), "C": text("数列")}, 3: {"B": text("R1"), "C": ERROR}})}
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"').replace('"e"', "'e'")
    for name in ("worksheet", "sheetData", "row", "c", "is", "t", "v"):
        sheet = (
            sheet.replace(f"<{name} ", f"<x:{name} ")
            .replace(f"<{name}>", f"<x:{name}>")
            .replace(f"</{name}>", f"</x:{name}>")
        )
    parts["xl/worksheets/sheet1.xml"] = sheet
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    [found] = read(path)

    assert (2, ((3, 3, "#N/A"),)) == (found.left, found.errors)


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (dt.date(2026, 10, 9), "2026-10-09 00:00:00"),
        (dt.datetime(2026, 10, 9, 12, 0, 0, 5), "2026-10-09 12:00:00.000005"),
        (dt.time(9), "09:00:00"),
        (1e16, "10000000000000000"),
        (330106199003070016, "330106199003070000"),
        (0.1, "0.1"),
        (True, "TRUE"),
        (float("nan"), None),
        (pd.NaT, None),
        ("", None),
    ],
)
def test_python_values_become_the_texts_a_file_would_give(value: object, meant: str | None) -> None:
    """Scenario files and live ranges come this way."""
    assert [meant] == grid("样", [[value]]).columns[0].to_pylist()
