"""Workbooks with buttons: what is in them, that nothing else changed, and that two builds are one."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import VBA_Parser, decompress_stream
from openxml_audit import OpenXmlValidator
from pyopenvba import check_file

from workbook.papers.pages.page import Field, Page
from workbook.shells.commands.cli import main
from workbook.shells.files import new_book
from workbook.shells.files.in_place import Book
from workbook.shells.macros import build, macro_book, sources
from workbook.shells.macros.compound import compound
from workbook.shells.macros.vba_project import compressed
from workbook.words.faults import BookFault

SAMPLE = Path(__file__).parents[1] / "sample.xlsx"
XLWINGS = {"xlwings", "Dictionary"}
MACROS = Path(__file__).parents[1] / "macros"
OURS = {"HuifangWords", *(path.stem for path in MACROS.glob("*.bas"))}
FOR_EXCEL = {path.stem for path in (MACROS / "excel").glob("*.bas")}
FOR_LIBREOFFICE = {path.stem for path in (MACROS / "libreoffice").glob("*.bas")}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all three, as `huifang build` leaves it."""
    folder = tmp_path_factory.mktemp("build")
    assert 0 == main(["build", "--to", str(folder)])
    return folder


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def modules(path: Path) -> dict[str, str]:
    """The modules that an independent reader finds, with their code."""
    parser = VBA_Parser(str(path))
    return {Path(name).stem: code for _, _, name, code in parser.extract_macros()}


def test_two_builds_are_the_same_bytes(made: Path, tmp_path: Path) -> None:
    """No clock, no chance, no order of a set."""
    again = list(build.build(tmp_path, SAMPLE))

    assert ["回访工作簿.xlsm", "huifang.xlam", "回访工作簿-LibreOffice.xlsm"] == [path.name for path in again]
    assert [] == [path.name for path in again if path.read_bytes() != (made / path.name).read_bytes()]


@pytest.mark.parametrize("words", [[], [str(SAMPLE)]])
def test_a_file_in_the_place_of_the_folder_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    """--to names a folder."""
    place = tmp_path / "out"
    place.write_bytes(b"a file")

    assert 3 == main(["build", *words, "--to", str(place)])
    assert "是一个文件，不是文件夹。\n怎么改：" in capsys.readouterr().err
    assert b"a file" == place.read_bytes()


@pytest.mark.parametrize("name", [build.EXCEL, build.ADDIN, build.LIBREOFFICE])
def test_excel_has_nothing_to_repair(made: Path, name: str) -> None:
    """Checked against the rules of the file format."""
    assert [] == OpenXmlValidator().validate(str(made / name)).errors


@pytest.mark.parametrize("name", [build.EXCEL, build.ADDIN, build.LIBREOFFICE])
def test_another_program_finds_the_macros_whole(made: Path, name: str) -> None:
    """Container, project, modules, and how the workbook points to them."""
    found = check_file(made / name)

    assert (True, []) == (found.ok, list(found.issues))


@pytest.mark.parametrize(
    ("name", "carried"),
    [
        (build.EXCEL, OURS | FOR_EXCEL | XLWINGS),
        (build.ADDIN, OURS | FOR_EXCEL | XLWINGS),
        (build.LIBREOFFICE, OURS | FOR_LIBREOFFICE),
    ],
)
def test_the_modules_are_exactly_ours(made: Path, name: str, carried: set[str]) -> None:
    """And xlwings' two where they are wanted; books and sheets have their empty ones, as Office writes them."""
    sheets = len(re.findall(rb"<sheet ", parts(made / name)["xl/workbook.xml"]))
    documents = {"ThisWorkbook", *(f"Sheet{number}" for number in range(1, sheets + 1))}

    assert carried | documents == set(modules(made / name))


def test_the_code_in_a_workbook_is_that_of_its_sources(made: Path) -> None:
    """Read back by another program, line for line."""
    found = modules(made / build.EXCEL)

    for one in sources.modules("excel"):
        code = "\n".join(line for line in found[one.name].splitlines() if not line.startswith("Attribute VB_"))
        assert one.text.strip("\n") == code.strip("\n"), one.name


def test_the_settings_of_macros_are_our_own(made: Path) -> None:
    """Somebody who uses xlwings for other things keeps their interpreter."""
    assert 'PROJECT_NAME As String = "huifang"' in modules(made / build.EXCEL)["xlwings"]
    assert "ActiveWorkbook.FullName" in modules(made / build.ADDIN)["xlwings"]


def buttons_of(book: Path) -> str:
    """The drawing of the first sheet, 首页; others hold the notes of rule sheets."""
    found = parts(book)
    wiring = found["xl/worksheets/_rels/sheet1.xml.rels"].decode()
    name = re.findall(r"drawings/(vmlDrawing\d+\.vml)", wiring)[0]
    return found[f"xl/drawings/{name}"].decode()


def test_every_button_of_the_ribbon_stands_on_the_front_page(made: Path) -> None:
    """With its caption, and a macro that is in the workbook."""
    for name in (build.EXCEL, build.LIBREOFFICE):
        drawing = buttons_of(made / name)
        captions = re.findall(r"<font[^>]*>([^<]+)</font>", drawing)
        called = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawing)
        code = modules(made / name)["HuifangButtons"]

        assert [(one.caption, one.macro) for group in sources.buttons() for one in group] == list(
            zip(captions, called, strict=True)
        )
        assert [] == [macro for macro in called if f"Public Sub {macro}()" not in code]


def test_buttons_stand_above_the_rows_that_scroll_and_none_covers_another(made: Path) -> None:
    """All in the row over the header, side by side."""
    drawing = buttons_of(made / build.EXCEL)
    anchors = [tuple(map(int, one.split(", "))) for one in re.findall(r"<x:Anchor>([^<]+)</x:Anchor>", drawing)]
    boxes = [((left, dx), (right, rx), dy, by) for left, dx, _, dy, right, rx, _, by in anchors]

    assert {1} == {row for anchor in anchors for row in (anchor[2], anchor[6])}
    assert [] == [
        (one, other)
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
    ]


def test_everything_else_in_the_workbook_stays_as_it_is(made: Path) -> None:
    """Sheets gain a name for their code and nothing more; 首页 its taller row; no part is lost."""
    before, after = parts(SAMPLE), parts(made / build.EXCEL)
    wiring = {"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/styles.xml"}
    sheets = {name for name in before if name.startswith("xl/worksheets/sheet")}

    assert set() == before.keys() - after.keys()
    assert [] == [name for name in before if name not in wiring | sheets and before[name] != after[name]]
    for name in sheets - {"xl/worksheets/sheet1.xml"}:
        plain = re.sub(rb' codeName="Sheet\d+"', b"", after[name]).replace(b"<sheetPr/>", b"")
        assert rows(before[name]) == rows(plain), name


def rows(xml: bytes) -> bytes:
    return xml[xml.index(b"<sheetData") : xml.index(b"</sheetData>")]


def test_the_ribbon_is_for_excel_alone(made: Path) -> None:
    """In the workbook and the add-in, related from the package."""
    ribbon = "customUI/customUI14.xml"

    assert [True, True, False] == [
        ribbon in parts(made / name) for name in (build.EXCEL, build.ADDIN, build.LIBREOFFICE)
    ]
    assert ribbon.encode() in parts(made / build.ADDIN)["_rels/.rels"]


def test_a_run_over_a_workbook_with_buttons_leaves_them_alone(made: Path, tmp_path: Path) -> None:
    """Macros and ribbon are byte for byte what they were; buttons stay, however 首页 is laid out under them."""
    book = tmp_path / "回访.xlsm"
    shutil.copyfile(made / build.EXCEL, book)

    def run() -> dict[str, bytes]:
        assert 1 == main(["daily", str(book), "--date", "2026-03-16", "--dry-run"])
        return parts(book)

    before, after = parts(made / build.EXCEL), run()
    kept = ("xl/vbaProject.bin", "customUI/customUI14.xml")
    assert [] == [name for name in kept if before[name] != after[name]]
    assert pressed(buttons_of(made / build.EXCEL)) == pressed(buttons_of(book))
    assert {98} == set(wide(buttons_of(book), [82] * 12))
    assert [] == OpenXmlValidator().validate(str(book)).errors
    drawn = buttons_of(book)
    run()
    assert drawn == buttons_of(book)


def pressed(drawing: str) -> list[str]:
    """The macros behind buttons."""
    return re.findall(r"<x:FmlaMacro>([^<]+)</x:FmlaMacro>", drawing)


def wide(drawing: str, columns: list[int]) -> list[int]:
    """How wide each button is, in pixels."""
    anchors = [tuple(map(int, one.split(", "))) for one in re.findall(r"<x:Anchor>([^<]+)</x:Anchor>", drawing)]
    edges = [sum(columns[:at]) for at in range(len(columns) + 1)]
    return [edges[one[4]] + one[5] - edges[one[0]] - one[1] for one in anchors]


# -- an office's own


def test_a_new_workbook_can_have_buttons_from_the_start(tmp_path: Path) -> None:
    """Whatever ending was said, it becomes .xlsm."""
    assert 0 == main(["new", "--rulebook", "wine-service", "--macro", str(tmp_path / "我的.xlsx")])

    assert {"HuifangButtons", "xlwings"} <= set(modules(tmp_path / "我的.xlsm"))
    assert [] == OpenXmlValidator().validate(str(tmp_path / "我的.xlsm")).errors
    assert ["我的.xlsm"] == [path.name for path in tmp_path.iterdir()]


def test_a_workbook_that_is_in_use_gets_buttons_beside_it(tmp_path: Path) -> None:
    """A second file; the first isn't touched. A second time it says that it is there."""
    book = tmp_path / "回访.xlsx"
    shutil.copyfile(SAMPLE, book)

    assert 0 == main(["build", str(book), "--libreoffice"])
    assert SAMPLE.read_bytes() == book.read_bytes()
    assert set(modules(tmp_path / "回访.xlsm")) >= OURS
    assert 3 == main(["build", str(book)])


def test_a_workbook_that_has_macros_is_left_to_the_add_in(made: Path, tmp_path: Path) -> None:
    """Its own code is not ours to mix with."""
    with pytest.raises(BookFault, match="已经有宏"):
        macro_book.equip(made / build.EXCEL, tmp_path / "x.xlsm")


def test_a_workbook_without_a_front_page_says_where_buttons_would_stand(tmp_path: Path) -> None:
    """首页, which a foreign workbook may lack."""
    book = tmp_path / "x.xlsx"
    new_book.write(book, [Page("客户", (Field("客户编号"),), (("C1",),))], head=None, created=macro_book.MADE)

    with pytest.raises(BookFault, match="没有【首页】"):
        macro_book.equip(book, tmp_path / "x.xlsm")


def test_a_front_page_that_is_an_empty_sheet_takes_the_buttons(tmp_path: Path) -> None:
    """No frozen rows, no widths: they stand at its top."""
    book = tmp_path / "x.xlsx"
    new_book.write(book, [Page("客户", (Field("客户编号"),), (("C1",),))], head=None, created=macro_book.MADE)
    own = Book(book)
    own.put(Page("首页", (Field("甲"),), ()))
    own.save()

    macro_book.equip(book, tmp_path / "x.xlsm")
    assert [] == OpenXmlValidator().validate(str(tmp_path / "x.xlsm")).errors


# -- the container


@given(st.dictionaries(st.text("abcdefgXYZ", min_size=1, max_size=20), st.integers(0, 9000), max_size=40))
def test_streams_come_out_of_a_compound_file_as_they_went_in(sizes: dict[str, int]) -> None:
    """Read by an independent reader: any number, any size, in a storage and beside it."""
    streams = {name: bytes(number % 251 for number in range(size)) for name, size in distinct(sizes).items()}

    file = olefile.OleFileIO(
        io.BytesIO(compound({"VBA": streams, "PROJECT": b"x" * 5000})), raise_defects=olefile.DEFECT_UNSURE
    )

    assert b"x" * 5000 == file.openstream("PROJECT").read()
    for name, content in streams.items():
        assert content == file.openstream(f"VBA/{name}").read()


def distinct(sizes: dict[str, int]) -> dict[str, int]:
    """Names that differ in more than their case."""
    return dict({name.lower(): (name, size) for name, size in sizes.items()}.values())


@given(st.one_of(st.binary(max_size=9000), st.text("ab\r\n ", max_size=9000).map(str.encode)))
def test_what_vba_packs_is_what_is_unpacked(data: bytes) -> None:
    """By an independent reader; a chunk that can't be packed is filled up, at the very end only."""
    unpacked = bytes(decompress_stream(bytearray(compressed(data)))) if data else b""

    assert data == unpacked[: len(data)]
    assert b"" == unpacked[len(data) :].strip(b"\0")
